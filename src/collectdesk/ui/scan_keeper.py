"""Owns the files that scans come in: dropped ones and those of the watched folder, taken in one after the other."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from collectdesk.ui.office import is_expected, report
from collectdesk.ui.tasks import Lane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.paper.scan_intake import TakenFile, WatchedFolder
    from collectdesk.desk.pipeline import Desk
    from collectdesk.desk.progress import Progress
    from collectdesk.domain.people.people import Actor
    from collectdesk.ui.office import Office

LOOK_EVERY: Final = 3000
"""Milliseconds between two looks into the watched folder; two of them find a file complete."""


CLEAR_EVERY: Final = 1200
"""Looks between two times that old files in ``taken`` are removed: an hour."""


class ScanKeeper(QObject):
    """Takes files in on the thread of files, so that the window and the desk stay free.

    ``began`` carries a file's name and its ticket, ``stepped`` its pages done and in all, ``took`` what became of it
    (None: stopped), ``failed`` an error that isn't the file's.
    """

    began = Signal(str, object)
    stepped = Signal(int, int)
    took = Signal(object)
    failed = Signal(object)

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._waiting: deque[Path] = deque()
        self._watched: WatchedFolder | None = None
        self._busy = False
        self._looking = False
        self._looks = 0
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY)
        self._clock.timeout.connect(self.look)
        office.leaving.connect(self._clock.stop)

    def watch(self, folder: str) -> None:
        """Look into this folder from now on; an empty one ends it."""
        from collectdesk.desk.paper.scan_intake import WatchedFolder  # the window opens without the store

        self._watched = WatchedFolder.of(Path(folder)) if folder else None
        if folder and not self._office.has_left:
            self._clock.start()
        else:
            self._clock.stop()

    def look(self) -> None:
        """Look into the watched folder once; a folder that is away is looked for again."""
        watched = self._watched
        if watched is None or self._looking or self._busy:
            return
        self._looking = True
        clears, self._looks = self._looks % CLEAR_EVERY == 0, self._looks + 1
        desk, actor = self._office.desk, self._office.actor

        def looked(found: Sequence[Path]) -> None:
            self._looking = False
            self.take([path for path in found if path not in self._waiting])

        def away(_error: BaseException) -> None:
            self._looking = False

        def work(_steps: Progress) -> Sequence[Path]:
            if clears:
                _clear(watched.folder, desk, actor)
            return _ready(watched)

        self._office.outside(work, owner=self, done=looked, failed=away)

    def take(self, paths: Sequence[Path]) -> None:
        """Take these files in after those that wait already."""
        self._waiting.extend(paths)
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        from collectdesk.desk.paper.scan_intake import clear_away, take_file

        self._busy = True
        path = self._waiting.popleft()
        desk, actor, watched = self._office.desk, self._office.actor, self._watched

        def work(steps: Progress) -> TakenFile:
            taken = take_file(desk, actor, path, steps)
            if watched is not None and path.parent == watched.folder:
                clear_away(taken)
                watched.done(path)
            return taken

        ticket = self._office.tasks.start(
            Lane.OUTSIDE, work, owner=self, done=self._took, failed=self._failed, cancelled=self._stopped,
            progress=self.stepped.emit,
        )  # fmt: skip
        self.began.emit(path.name, ticket)

    def _tell(self) -> None:
        from collectdesk.desk.pipeline import Subject

        self._office.touched.emit(frozenset({Subject.VISITS, Subject.CASES}))

    def _took(self, taken: TakenFile) -> None:
        self._busy = False
        self._tell()
        self.took.emit(taken)
        self._next()

    def _stopped(self) -> None:
        """Somebody stopped it: what was read is in, the rest of the file is read when it is given again."""
        self._busy = False
        self._waiting.clear()
        self._tell()
        self.took.emit(None)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self._tell()  # pages before the one that failed are in
        if isinstance(error, OSError) or is_expected(error):
            self.failed.emit(error)
        else:
            report(error)
        self._next()


def _clear(folder: Path, desk: Desk, actor: Actor) -> None:
    """Remove what lies in ``taken`` for a week and is in the branch."""
    from collectdesk.desk.paper.scan_intake import clear_taken
    from collectdesk.desk.paper.scanning import IsFileDone

    clear_taken(folder, lambda sha256: desk.run(IsFileDone(sha256), actor).result)


def _ready(watched: WatchedFolder) -> Sequence[Path]:
    try:
        return watched.ready()
    except OSError:
        return ()
