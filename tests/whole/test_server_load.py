"""A few clerks at once on one PostgreSQL for seconds; ``python -m bench.server_load`` is fifty for ten minutes."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from helpers import postgres  # noqa: E402


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_what_several_clerks_were_told_is_kept_is_there_and_the_trail_holds() -> None:
    from bench.server_load import measure

    folder = Path(tempfile.mkdtemp(prefix="load"))  # a socket's path has room for 107 bytes
    folder.chmod(0o755)  # the server may run as somebody else
    try:
        found = measure(1_200, 3, 0.05, (0.05, 0.2), folder)
    except postgres.NoServer as why:
        if postgres.WISH == "on":
            raise
        pytest.skip(f"PostgreSQL: {why}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert found["wrong"] == []
    assert found["deadlocks"] == 0
    assert found["crossed"]["stopped"] == found["crossed"]["done anew"] == 0
    acknowledged = sum(found["acknowledged"].values())
    assert found["trail_entries"] >= acknowledged > 5
    assert set(found) >= {"alone", "busy", "full"}
    assert found["busy"]["deed"]["n"] >= 3
