"""The plug is pulled and the process killed in miniature; ``make torture`` does it at full length."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.torture import powercut  # noqa: E402
from bench.torture.powercut import CUT, FOLDER, RENAMED, SYNCED, WRITTEN, Disk, Note, Recording  # noqa: E402
from bench.torture.registry import WritePath  # noqa: E402

linux = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None, reason="needs Linux and a C compiler"
)


@linux
@pytest.mark.parametrize(
    ("path", "cuts", "kills"),
    [("evidence", 12, 12), ("rotation", 6, 4), ("migration", 6, 4), ("backup", 6, 4), ("parcel", 2, 5)],
)
def test_nothing_acknowledged_is_lost_when_the_plug_is_pulled_or_the_process_killed(
    path: str, cuts: int, kills: int
) -> None:
    counts = ["--cuts", str(cuts), "--kills", str(kills)]
    command = [sys.executable, "-m", "bench.torture", "--short", "--json", "--only", path, *counts]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stdout.decode()[-2000:] + ran.stderr.decode()[-2000:]
    told = json.loads(ran.stdout)["paths"][path]
    assert (told["cuts"], told["kills"]) == (cuts, kills)
    assert told["writes"] > 100


def _judge(folder: Path, words: list[str]) -> list[str]:
    kept = (folder / "a").read_bytes() if (folder / "a").exists() else b""
    return [f"lost {word}" for word in words if word.encode() not in kept]


TOY = WritePath("toy", lambda _folder: None, lambda _folder, _acknowledge, _rounds: None, _judge)


def _written(*, synced: bool) -> Recording:
    """A file that says one word after the other, with a sync before each acknowledgement or without."""
    notes = [Note(powercut.CREATED, "a", 0, b"")]
    for number in range(20):
        word = f"word{number:04d}".encode()
        notes.append(Note(WRITTEN, "a", number * 8, word))
        if synced:
            notes.append(Note(SYNCED, "a", 0, b""))
        notes.append(Note(WRITTEN, powercut.ACKNOWLEDGED, 0, word + b"\n"))
    return Recording({}, (), notes)


def test_the_simulation_loses_what_was_never_synced_and_nothing_else() -> None:
    assert powercut.cut(TOY, _written(synced=True), 60).wrong == []
    assert powercut.cut(TOY, _written(synced=False), 60).lost > 20


def test_a_new_name_is_certain_only_once_its_folder_is_synced() -> None:
    disk = Disk(Recording({"old": b"1", "a": b"2"}, (), []))
    disk.take(Note(RENAMED, "a", 0, b"old"))
    assert disk.certain == {"old": 0, "a": 1}
    disk.take(Note(SYNCED, ".", 1, b""))
    assert disk.certain == {"old": 1}


def test_a_write_may_be_torn_at_a_sector_and_a_cut_undone() -> None:
    import random

    disk = Disk(Recording({"a": b"x" * 2048}, (), []))
    disk.take(Note(CUT, "a", 0, b""))
    disk.take(Note(WRITTEN, "a", 0, b"y" * 2048))
    left = {disk.after_cut(random.Random(seed))["a"] for seed in range(300)}
    assert {b"", b"x" * 2048, b"y" * 2048} <= left
    assert any(0 < one.count(b"y") < 2048 and one.count(b"y") % 512 == 0 for one in left)


def test_a_renamed_folder_takes_its_files_along_and_may_be_left_empty() -> None:
    import random

    disk = Disk(Recording({}, (), []))
    for note in (
        Note(FOLDER, "made.partial", 0, b""),
        Note(powercut.CREATED, "made.partial/a", 0, b""),
        Note(WRITTEN, "made.partial/a", 0, b"1"),
        Note(SYNCED, "made.partial/a", 0, b""),
    ):
        disk.take(note)
    assert disk.certain == {"made.partial/a": 0}
    left = {disk.folders_after_cut(random.Random(seed)) for seed in range(20)}
    assert left == {(), ("made.partial",)}
    disk.take(Note(RENAMED, "made.partial", 0, b"made"))
    assert set(disk.names) == {"made/a"}
    assert disk.certain == {"made.partial/a": 0}
    disk.take(Note(SYNCED, ".", 1, b""))
    assert disk.certain == {"made/a": 0}
    assert disk.folders_after_cut(random.Random(0)) == ()
