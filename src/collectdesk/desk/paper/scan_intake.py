"""Brings scanned files into the tray: read in a child, one deed a page, and the watched folder cleared afterwards."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from collectdesk.desk.paper.scanning import Taken, TakePage
from collectdesk.domain.intake.imports import BadFile
from collectdesk.domain.paper.scans import ScanState
from collectdesk.sandbox.scanning import ScanPage, ScanSource, read_scan

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Desk
    from collectdesk.desk.progress import Progress
    from collectdesk.domain.people.people import Actor

TAKEN_FOLDER: Final = "taken"
"""Where a file of the watched folder goes once every one of its pages is in the branch."""
TAKEN_FOR: Final = timedelta(days=7)
"""How long a taken file lies there, so that a slip of the first days can be looked at on the disk."""
_UNFINISHED: Final = (".partial", ".part", ".tmp", ".crdownload")

Filed = Callable[[ScanSource, ScanPage], Taken]


@dataclass(frozen=True, slots=True)
class TakenFile:
    """What became of a file: each of its pages, and the code of why it can't be opened at all."""

    path: Path
    pages: tuple[Taken, ...]
    trouble: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every page of it is in the branch, so that the file isn't needed any more."""
        return not self.trouble and all(page.state is not ScanState.UNREADABLE for page in self.pages)

    @property
    def is_known(self) -> bool:
        """Whether all of it came in before."""
        return bool(self.pages) and all(page.known for page in self.pages)

    def count(self, *states: ScanState) -> int:
        """How many of its pages came to stand so now."""
        return sum(page.state in states and not page.known for page in self.pages)


def take_file(desk: Desk, actor: Actor, path: Path, progress: Progress) -> TakenFile:
    """Take every page of a file in, each in a deed of its own; what can't be opened is noted in the tray.

    Raises Cancelled between two pages, OSError where the file is gone, and whatever the deeds raise.
    """

    def file_page(source: ScanSource, page: ScanPage) -> Taken:
        return desk.run(TakePage(source, page), actor).result

    return read_in(path, file_page, progress)


def read_in(path: Path, file_page: Filed, progress: Progress) -> TakenFile:
    """The same with the deed given, for those who sign in otherwise."""
    source: ScanSource | None = None
    taken: list[Taken] = []
    try:
        for found in read_scan(path, look=lambda: progress.step(0, 0)):
            if isinstance(found, ScanSource):
                source = found
            else:
                assert source is not None
                taken.append(file_page(source, found))
                progress.step(found.page, source.pages)
    except BadFile as refused:
        if source is None:
            taken.append(
                file_page(ScanSource(path.name, _digest(path), 0), ScanPage(0, trouble=refused.code))
            )
        return TakenFile(path, tuple(taken), refused.code)
    return TakenFile(path, tuple(taken))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clear_away(taken: TakenFile) -> Path | None:
    """Move a file of the watched folder beside it into ``taken`` once all of it is in; None where it stays."""
    if not taken.is_whole:
        return None
    folder = taken.path.parent / TAKEN_FOLDER
    folder.mkdir(exist_ok=True)
    target = folder / taken.path.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{taken.path.stem}-{number}{taken.path.suffix}"
    taken.path.replace(target)
    return target


def clear_taken(folder: Path, is_done: Callable[[str], bool], *, now: float | None = None) -> int:
    """Remove files that lie in ``taken`` for longer than TAKEN_FOR and of which every page is in the branch and waits
    for nobody, as ``is_done`` says by their digest: such pages needn't lie about unsealed. Gives how many.
    """
    oldest = (time.time() if now is None else now) - TAKEN_FOR.total_seconds()
    gone = 0
    taken = folder / TAKEN_FOLDER
    for path in sorted(taken.iterdir()) if taken.is_dir() else ():
        with suppress(OSError):  # the scanner's share may be away: the next look clears it
            if path.is_file() and path.stat().st_mtime < oldest and is_done(_digest(path)):
                path.unlink()
                gone += 1
    return gone


@dataclass(slots=True)
class WatchedFolder:
    """The folder into which the scanner writes: tells which files are complete and weren't looked at yet.

    A file counts as complete when two looks in a row find it alike; a scanner may write for a minute.
    """

    folder: Path
    _seen: dict[str, tuple[int, int]]
    _done: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, folder: Path) -> WatchedFolder:
        return cls(folder, {}, {})

    def ready(self) -> Sequence[Path]:
        """Look once; gives the files to take in now, by name. Raises OSError where the folder can't be read."""
        marks: dict[str, tuple[int, int]] = {}
        found: list[Path] = []
        for path in sorted(self.folder.iterdir()):
            if path.name.startswith((".", "~")) or path.suffix.lower() in _UNFINISHED or not path.is_file():
                continue
            told = path.stat()
            marks[path.name] = mark = (told.st_size, told.st_mtime_ns)
            if self._seen.get(path.name) == mark and self._done.get(path.name) != mark:
                found.append(path)
        self._seen = marks
        return found

    def done(self, path: Path) -> None:
        """Remember that a file was looked at; it is taken up again only when it changes."""
        if path.name in self._seen:
            self._done[path.name] = self._seen[path.name]
