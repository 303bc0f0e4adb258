"""Temporary files lie in a folder of this user alone; what a killed process left there is swept at the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from collectdesk.store.vault import hideaway

HELD = """
import sys, tempfile
from pathlib import Path
from collectdesk.store.vault.hideaway import leave_no_memory_behind, take_cover
leave_no_memory_behind()
own = take_cover(Path(sys.argv[1]))
tempfile.NamedTemporaryFile(delete=False).write(b"a paper with names")
print(own, flush=True)
sys.stdin.readline()
"""
SOURCES = str(Path(hideaway.__file__).resolve().parents[2])


def started(folder: Path, after: str = "") -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HELD + after, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": SOURCES},
    )  # fmt: skip
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def ended(process: subprocess.Popen[str]) -> None:
    process.communicate("go\n", timeout=60)


def test_a_killed_process_leaves_nothing_after_the_next_start(tmp_path: Path) -> None:
    process, own = started(tmp_path)
    assert len(list(own.iterdir())) == 2  # the lock and the paper
    process.kill()
    process.communicate(timeout=60)
    assert own.exists()
    assert hideaway.sweep(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_living_process_is_left_alone_and_goes_when_it_ends(tmp_path: Path) -> None:
    process, own = started(tmp_path)
    assert hideaway.sweep(tmp_path) == 0
    assert own.exists()
    ended(process)
    assert not own.exists()


@pytest.mark.skipif(os.name == "nt", reason="modes and limits of POSIX")
def test_nobody_else_reads_it_and_no_core_is_dumped(tmp_path: Path) -> None:
    said = "import os, resource; print(oct(os.stat(own).st_mode & 0o777), resource.getrlimit(resource.RLIMIT_CORE))"
    process, _own = started(tmp_path, said)
    output, _ = process.communicate("go\n", timeout=60)
    assert output.strip() == "0o700 (0, 0)"


def test_children_and_libraries_are_sent_there_too(tmp_path: Path) -> None:
    asked = "import tempfile; print(tempfile.gettempdir())"
    said = f"import subprocess; subprocess.run([sys.executable, '-c', '{asked}'])"
    process, own = started(tmp_path, said)
    output, _ = process.communicate("go\n", timeout=60)
    assert Path(output.strip()) == own
