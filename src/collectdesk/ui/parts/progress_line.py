"""Owns the line that shows long work: it appears only when work lasts, says how far it is, and can
cancel it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.theme import theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Ticket

PATIENCE: Final = 600
"""Milliseconds of work that nobody needs to be told about."""


class ProgressLine(QWidget):
    """``begin`` with a sentence and the ticket, pass ``step`` as the progress callback, ``end`` in done
    and failed.
    """

    cancelled = Signal()

    def __init__(self, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._ticket: Ticket | None = None
        self._said = label(None, "", "mute")
        self._count = label(None, "", "faint")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._cancel = button(speech, mark("Cancel"), self.cancel, look="quiet")
        self.appears = QTimer(self)
        self.appears.setSingleShot(True)
        self.appears.setInterval(PATIENCE)
        self.appears.timeout.connect(self._appear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part, stretch in ((self._said, 0), (self._bar, 1), (self._count, 0), (self._cancel, 0)):
            layout.addWidget(part, stretch)
        self.hide()

    def begin(self, sentence: str, ticket: Ticket) -> None:
        """Watch a piece of work; the line stays away for the first 0.6 s."""
        self._ticket = ticket
        self._speech.bind(self._said, self._said.setText, sentence)
        self._speech.bind(self._bar, self._bar.setAccessibleName, sentence)
        self._bar.setRange(0, _unknown())
        self._count.clear()
        self._cancel.setEnabled(True)
        self.appears.start()

    def _appear(self) -> None:
        if self._ticket is not None and not self._ticket.ended:
            self.show()

    def step(self, done: int, total: int) -> None:
        """How far it is; a total of 0 means that nobody knows."""
        self._bar.setRange(0, total if total > 0 else _unknown())
        self._bar.setValue(min(done, total))
        number = self._speech.words.number
        self._count.setText(f"{number(done)} / {number(total)}" if total else "")

    def cancel(self) -> None:
        """Ask the work to stop; the line stays until it has."""
        self._cancel.setEnabled(False)
        if self._ticket is not None:
            self._ticket.cancel()
            self.cancelled.emit()

    def end(self) -> None:
        """The work is over, well or badly."""
        self.appears.stop()
        self._ticket = None
        self.hide()


def _unknown() -> int:
    """The upper end of a bar whose length nobody knows: 0 has it run to and fro, which somebody may not want."""
    return 1 if theme().is_still else 0
