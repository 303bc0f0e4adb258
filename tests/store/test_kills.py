"""Backup, restore and migration killed on the way: the branch stands whole, before or after, never between."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).with_name("kill_harness.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the attempts are forked")
@pytest.mark.parametrize(
    ("scenario", "every", "first"), [("backup", 7, 2), ("migration", 9, 3), ("restore", 17, 4)]
)
def test_a_kill_on_the_way_leaves_the_branch_whole(
    tmp_path: Path, scenario: str, every: int, first: int
) -> None:
    """A sample; ``make kills`` tries every write."""
    command = [sys.executable, str(HARNESS), scenario, str(tmp_path / "work"), str(every), str(first)]
    rooms = os.pathsep.join([str(HARNESS.parents[2] / "src"), str(HARNESS.parents[1])])
    environment = {**os.environ, "PYTHONPATH": rooms}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) >= 3, done.stdout
