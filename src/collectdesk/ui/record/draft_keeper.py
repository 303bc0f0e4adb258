"""Owns the draft of the sheet being typed: kept whenever typing pauses, read back when the sheet is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from collectdesk.ui.tasks import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.ui.office import Office

PAUSE: Final = 800
"""Milliseconds without a key before what is typed is kept."""
FORM: Final = "visit_record"


class DraftKeeper(QObject):
    """One form's drafts. Nothing is written before something was typed."""

    kept = Signal()

    def __init__(self, office: Office, content: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._content = content
        self._subject = ""
        self._at_rest = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.flush)

    @property
    def subject(self) -> str:
        """What is being typed about; empty when nothing is."""
        return self._subject

    def read(self, subject: str, done: Callable[[Any], None]) -> None:
        """Ask for the draft about something."""
        desk, actor = self._office.desk, self._office.actor
        self._office.tasks.start(
            Lane.READ,
            lambda _steps: desk.read_draft(actor, FORM, subject),
            owner=self,
            done=done,
            failed=self._office.troubled.emit,
        )

    def begin(self, subject: str) -> None:
        """From now on keep what is typed about this; how the form stands now needs no keeping."""
        self._subject, self._at_rest = subject, self._content()

    def edited(self) -> None:
        """Something was typed."""
        if self._subject:
            self._timer.start()

    def flush(self) -> None:
        """Keep what stands there now, at once."""
        self._timer.stop()
        content, subject = self._content(), self._subject
        if not subject or content == self._at_rest:
            return
        self._at_rest = content
        desk, actor = self._office.desk, self._office.actor
        self._office.tasks.start(
            Lane.WRITE,
            lambda _steps: desk.keep_draft(actor, FORM, subject, content),
            owner=self,
            done=lambda _none: self.kept.emit(),
            failed=self._office.troubled.emit,
        )

    def rest(self) -> None:
        """Stop keeping, while the sheet is being saved or another one is opened."""
        self._timer.stop()
        self._subject = ""

    def drop(self, subject: str) -> None:
        """Forget the draft about something: it was saved, or isn't wanted."""
        desk, actor = self._office.desk, self._office.actor
        self._office.tasks.start(
            Lane.WRITE,
            lambda _steps: desk.drop_draft(actor, FORM, subject),
            owner=self,
            failed=self._office.troubled.emit,
        )
