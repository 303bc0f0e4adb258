"""Owns the backups of an open window: how they stand at its foot, and the planned ones that wait are made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from collectdesk.terms_backups import standing_words
from collectdesk.ui import wording
from collectdesk.ui.office import is_expected, report
from collectdesk.ui.page import Note
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Subject
    from collectdesk.desk.vault.backing_up import BackupsAtFoot
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.backup_sign import BackupSign

LOOK_EVERY: Final = 10 * 60 * 1000
"""Milliseconds between two looks whether a backup waits, as when a stick was put in."""
FAILED: Final = mark("The planned backup wasn't made: {why}")
UNDER_WAY: Final = mark("Backing up {share} %")


class BackupKeeper(QObject):
    """Looks when the window opens, now and then, and whenever somebody touched the backups.

    A place that failed isn't tried again before the next look by the clock, so that nobody is told twice a minute.
    """

    said = Signal(object)

    def __init__(self, office: Office, sign: BackupSign) -> None:
        super().__init__(sign)
        self._office, self._sign = office, sign
        self._told: BackupsAtFoot | None = None
        self._making = False
        self._failed: set[Path] = set()
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY)
        self._clock.timeout.connect(self._look_again)
        self._clock.start()
        office.touched.connect(self._touched)
        office.language_changed.connect(self._write)
        office.signed_out.connect(self._clock.stop)
        QTimer.singleShot(0, self, self.look)  # after the first page has asked for what it shows

    def look(self) -> None:
        """Ask how the backups stand."""
        from collectdesk.desk.vault.backing_up import TellStanding

        if self._office.may(TellStanding.needs):
            self._office.run(TellStanding(), owner=self, done=self._take, failed=lambda _error: None)

    def _look_again(self) -> None:
        self._failed.clear()
        self.look()

    def _touched(self, touched: frozenset[Subject]) -> None:
        from collectdesk.desk.pipeline import Subject

        if Subject.BACKUPS in touched:
            self.look()

    def _take(self, told: BackupsAtFoot) -> None:
        self._told = told
        self._write()
        self._make_next()

    def _write(self) -> None:
        told = self._told
        if told is None or self._making:
            return
        nobody_asks = told.is_practice and not told.is_planned and told.standing.last_on is None
        text = "" if nobody_asks else standing_words(self._office.words, told.standing)
        self._sign.tell(text, late=told.standing.is_late)

    # ---- the planned ones

    def _make_next(self) -> None:
        from collectdesk.desk.vault.backing_up import SCHEDULE, back_up_to
        from collectdesk.domain.vault.backups import Occasion

        waiting = [place for place in (self._told.due if self._told else ()) if place not in self._failed]
        if not waiting or self._making:
            return
        self._making = True
        place = waiting[0]
        self._office.run(
            back_up_to(self._office.desk, place, Occasion.PLANNED),
            owner=self,
            actor=SCHEDULE,
            done=lambda _made: self._ended(),
            failed=lambda error: self._missed(place, error),
            cancelled=self._ended,
            progress=self._step,
        )

    def _step(self, done: int, total: int) -> None:
        share = 100 * done // max(1, total)
        self._sign.tell(self._office.say(UNDER_WAY, share=share), late=False)

    def _ended(self) -> None:
        self._making = False
        self.look()

    def _missed(self, place: Path, error: BaseException) -> None:
        self._making = False
        self._failed.add(place)
        if not is_expected(error):
            report(error)
            return
        why = wording.sentence(self._office.words, error)
        self.said.emit(Note(self._office.say(FAILED, why=why), Tone.DANGER))
        self.look()
