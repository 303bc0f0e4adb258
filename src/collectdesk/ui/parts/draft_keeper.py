"""Owns the keeping of what is being typed: written encrypted whenever typing pauses, read back when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from collectdesk.ui.tasks import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.ui.office import Office

PAUSE: Final = 800
"""Milliseconds without a key before what is typed is kept."""


class DraftKeeper(QObject):
    """One form's drafts. Nothing is written before something was typed; blank content takes the draft away.

    What stands there when the session ends, by a lock, by signing out or by closing, is kept at once.
    """

    kept = Signal()

    def __init__(self, office: Office, form: str, content: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._form = form
        self._stored = False
        self._content = content
        self._subject = ""
        self._at_rest = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.flush)
        office.leaving.connect(self.flush)

    @property
    def subject(self) -> str:
        """What is being typed about; empty when nothing is."""
        return self._subject

    def read(self, subject: str, done: Callable[[Any], None]) -> None:
        """Ask for the draft about something."""
        desk, actor, form = self._office.desk, self._office.actor, self._form

        def found(draft: Any) -> None:
            if draft is not None and subject == self._subject:
                self._stored = True
            done(draft)

        self._office.tasks.start(
            Lane.READ,
            lambda _steps: desk.read_draft(actor, form, subject),
            owner=self,
            done=found,
            failed=self._office.troubled.emit,
        )

    def begin(self, subject: str) -> None:
        """From now on keep what is typed about this; how the form stands now needs no keeping."""
        if subject != self._subject:
            self._stored = False
        self._subject, self._at_rest = subject, self._content()

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing was typed since the beginning, or since it was kept."""
        return self._content() == self._at_rest

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
        if not content:
            self.drop(subject)
            return
        self._stored = True
        desk, actor, form = self._office.desk, self._office.actor, self._form
        self._office.tasks.start(
            Lane.WRITE,
            lambda _steps: desk.keep_draft(actor, form, subject, content),
            owner=self,
            done=lambda _none: self.kept.emit(),
            failed=self._office.troubled.emit,
        )

    def rest(self) -> None:
        """Stop keeping, while the sheet is being saved or another one is opened."""
        self._timer.stop()
        self._subject = ""

    def done(self) -> None:
        """The deed succeeded: nothing more is kept, and what was kept goes."""
        subject, stored = self._subject, self._stored
        self.rest()
        if stored:
            self.drop(subject)

    def drop(self, subject: str) -> None:
        """Forget the draft about something: it was saved, or isn't wanted."""
        if subject == self._subject:
            self._stored = False
        desk, actor, form = self._office.desk, self._office.actor, self._form
        self._office.tasks.start(
            Lane.WRITE,
            lambda _steps: desk.drop_draft(actor, form, subject),
            owner=self,
            failed=self._office.troubled.emit,
        )
