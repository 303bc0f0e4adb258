"""Three small days with kills, a clock that jumps, a full disk and a locked file; ``make soak`` is the year."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_nothing_acknowledged_is_lost_in_three_days_of_mishaps_and_everything_verifies() -> None:
    command = [sys.executable, "-m", "bench.soak", "--short", "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stdout.decode()[-2000:] + ran.stderr.decode()[-2000:]
    told = json.loads(ran.stdout)
    assert told["wrong"] == []
    assert (told["days"], told["kills"]) == (3, 2)
    assert told["visits"] >= 3
    assert told["entries"] >= sum(told["deeds"].values()) > 80
    assert told["blows"] == {"clock: clock.went_back": 1, "disk: store.disk": 1, "lock: store.busy": 1}
