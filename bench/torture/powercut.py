"""Power cuts: one run's writes are noted on their way to the disk, then disks are made up as a cut may leave them.

What was synced is there. Of what wasn't, each write may be there, be missing, or be torn at a sector; names given,
changed or taken away since the last sync of their folder may have happened up to any point, in their order.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.torture.registry import WritePath, judged

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
ACKNOWLEDGED: Final = "acknowledged"
CREATED, WRITTEN, SYNCED, CUT, REMOVED, RENAMED, FOLDER = 1, 2, 3, 4, 5, 6, 7
_HEAD: Final = struct.Struct("<BHQI")
SECTOR: Final = 512


def compiled_shim(folder: Path) -> Path | None:
    """The noting library, compiled; None where there is no Linux or no compiler."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    target = folder / "shim.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", str(target), str(HERE / "shim.c"), "-ldl", "-lpthread"],
        check=True,
    )
    return target


@dataclass(frozen=True, slots=True)
class Note:
    """One call that changes something: what, where, and with which content (a new name for RENAMED)."""

    op: int
    path: str
    offset: int
    content: bytes


@dataclass(slots=True)
class Recording:
    """The folder as it was, and every writing call after that."""

    before: dict[str, bytes]
    folders: tuple[str, ...]
    notes: list[Note]


@dataclass(slots=True)
class Figures:
    """What came of the cuts."""

    states: int = 0
    lost: int = 0
    wrong: list[str] = field(default_factory=list)


def record(path: WritePath, shim: Path, rounds: int) -> Recording:
    """Run the path once in a process of its own and note what it writes."""
    with tempfile.TemporaryDirectory(prefix="torture-") as made:
        folder, log = Path(made) / "disk", Path(made) / "log"
        folder.mkdir()
        path.prepare(folder)
        before = {
            str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()
        }
        folders = tuple(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_dir())
        environment = {**os.environ, "LD_PRELOAD": str(shim), "SHIM_BELOW": str(folder), "SHIM_LOG": str(log),
                       "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), str(ROOT / "tests")])}  # fmt: skip
        command = [sys.executable, "-m", "bench.torture.child", path.name, str(folder), str(rounds)]
        subprocess.run(command, env=environment, cwd=ROOT, check=True)
        return Recording(before, folders, list(_read(log.read_bytes(), folder)))


def _read(log: bytes, folder: Path) -> Iterator[Note]:
    at = 0
    while at < len(log):
        op, named, offset, length = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        path = os.path.relpath(log[at : at + named].decode(), folder)
        content = log[at + named : at + named + length]
        at += named + length
        if op == RENAMED:
            content = os.path.relpath(content.decode(), folder).encode()
        yield Note(op, path, offset, content)


class Disk:
    """What is certainly on the disk, and what was only asked for."""

    def __init__(self, recording: Recording) -> None:
        self.inodes: dict[int, bytearray] = {}
        self.names: dict[str, int] = {}  # as the program sees them
        self.certain: dict[str, int] = {}  # as a cut is sure to leave them
        self.asked: list[tuple[str, str, int]] = []  # names given (+), taken (-), in order, not yet certain
        self.waiting: defaultdict[int, list[Note]] = defaultdict(list)
        self.words: list[str] = []
        self.folders: list[str] = []  # made since: a cut may leave them, also without what was put in
        for path, content in recording.before.items():
            self.certain[path] = self.names[path] = self._new(content)

    def _new(self, content: bytes = b"") -> int:
        self.inodes[len(self.inodes)] = bytearray(content)
        return len(self.inodes) - 1

    def take(self, note: Note) -> None:
        if note.path == ACKNOWLEDGED:
            if note.op == WRITTEN:
                self.words += note.content.decode().splitlines()
        elif note.op == CREATED:
            self._created(note)
        elif note.op in (WRITTEN, CUT):
            self.waiting[self.names[note.path]].append(note)
        elif note.op == SYNCED:
            self._synced(note)
        elif note.op == REMOVED and note.path in self.names:
            self.asked.append(("-", note.path, self.names.pop(note.path)))
        elif note.op == RENAMED:  # a file, or a folder with everything in it
            self.asked.append(("=", f"{note.path}\0{note.content.decode()}", -1))
            _name(self.names, self.asked[-1])
            self.folders = [one for one in self.folders if not f"{one}/".startswith(f"{note.path}/")]
        elif note.op == FOLDER:
            self.folders.append(note.path)

    def _created(self, note: Note) -> None:
        if note.path in self.names:  # truncated: the old content may outlive the cut until a sync
            self.waiting[self.names[note.path]].append(Note(CUT, note.path, 0, b""))
            return
        self.names[note.path] = made = self._new()
        self.asked.append(("+", note.path, made))

    def _synced(self, note: Note) -> None:
        if note.offset:  # a folder: every name in it, and what came before on the way, is certain
            for one in self.asked:
                _name(self.certain, one)
            self.asked.clear()
            return
        inode = self.names.get(note.path)
        if inode is None:
            return
        for note_waiting in self.waiting.pop(inode, []):
            _apply(self.inodes[inode], note_waiting)
        # a synced file has a name; the file systems that matter keep their journal in order up to it
        upto = max((at for at, one in enumerate(self.asked) if one[0] == "+" and one[2] == inode), default=-1)
        for one in self.asked[: upto + 1]:
            _name(self.certain, one)
        del self.asked[: upto + 1]

    def folders_after_cut(self, chance: random.Random) -> tuple[str, ...]:
        """Empty folders that one cut may leave."""
        return tuple(self.folders[: chance.randint(0, len(self.folders))])

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files as one cut may leave them."""
        names = dict(self.certain)
        for one in self.asked[: chance.randint(0, len(self.asked))]:
            _name(names, one)
        found = {inode: bytearray(self.inodes[inode]) for inode in set(names.values())}
        manner = chance.choice(("none", "some", "first", "all"))
        for inode, content in found.items():
            notes = self.waiting.get(inode, [])
            if manner == "first":
                notes = notes[: chance.randint(0, len(notes))]
            for note in notes if manner != "none" else ():
                if manner == "some" and chance.random() < 0.5:
                    continue
                _apply(content, _torn(note, chance) if manner != "all" and chance.random() < 0.25 else note)
        return {path: bytes(found[inode]) for path, inode in names.items()}


def _name(names: dict[str, int], asked: tuple[str, str, int]) -> None:
    what, path, inode = asked
    if what == "+":
        names[path] = inode
    elif what == "-":
        names.pop(path, None)
    else:
        old, new = path.split("\0")
        for name in [one for one in names if one == old or one.startswith(f"{old}/")]:
            names[new + name[len(old) :]] = names.pop(name)


def _apply(content: bytearray, note: Note) -> None:
    if note.op == CUT:
        if note.offset < len(content):
            del content[note.offset :]
        else:
            content.extend(bytes(note.offset - len(content)))
        return
    if len(content) < note.offset:
        content.extend(bytes(note.offset - len(content)))
    content[note.offset : note.offset + len(note.content)] = note.content


def _torn(note: Note, chance: random.Random) -> Note:
    if note.op != WRITTEN or len(note.content) <= SECTOR:
        return note
    return Note(
        WRITTEN, note.path, note.offset, note.content[: chance.randrange(0, len(note.content), SECTOR)]
    )


def cut(path: WritePath, recording: Recording, states: int, seed: int = 11) -> Figures:
    """Judge so many disks, each cut off at a random call."""
    chance, figures = random.Random(seed), Figures()
    moments = sorted(chance.randrange(1, len(recording.notes) + 1) for _ in range(states))
    disk, done = Disk(recording), 0
    for moment in moments:
        for note in recording.notes[done:moment]:
            disk.take(note)
        done = moment
        with tempfile.TemporaryDirectory(prefix="torture-") as made:
            folder = Path(made)
            files = disk.after_cut(chance)
            _lay_out(folder, recording.folders + disk.folders_after_cut(chance), files)
            wrong = judged(path, folder, list(disk.words))
        figures.states += 1
        figures.lost += any("lost" in one for one in wrong)
        figures.wrong += [f"after call {moment} of {len(recording.notes)}: {one}" for one in wrong]
    return figures


def _lay_out(folder: Path, folders: tuple[str, ...], files: dict[str, bytes]) -> None:
    for one in folders:
        (folder / one).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
