"""Owns the foot of the window: keys worth knowing at the left; who works where, on which data, at the
right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QStatusBar

from collectdesk.terms import term
from collectdesk.ui.parts.backup_sign import BackupSign
from collectdesk.ui.parts.buttons import label
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from collectdesk.domain.people.people import Actor
    from collectdesk.ui.speech import Speech

GAP = "      "
ALWAYS = (("Ctrl+K", mark("Search")), ("F1", mark("Help")))


class StatusLine(QStatusBar):
    """Texts only; nothing here needs pressing."""

    def __init__(self, speech: Speech, actor: Actor, branch: str) -> None:
        super().__init__()
        self._speech, self._actor, self._branch = speech, actor, branch
        self._data_on: date | None = None
        self._keys: tuple[tuple[str, str], ...] = ()
        self._hints = label(None, "", "faint")
        self._where = label(None, "", "faint")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(14, 0, 12, 0)
        self._hints.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.backup = BackupSign()
        self.addWidget(self._hints, 1)
        self.addPermanentWidget(self.backup)
        self.addPermanentWidget(self._where)
        speech.changed.connect(self._write)
        self._write()

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """The keys of the page in sight, as (key, sentence)."""
        self._keys = tuple(keys)
        self._write()

    def show_data_date(self, day: date | None) -> None:
        """The day that the imported figures stand on."""
        self._data_on = day
        self._write()

    @property
    def where(self) -> str:
        return self._where.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write_keys()

    def _write_keys(self) -> None:
        """As many keys as stand there whole; the help knows them all, so its own is never the one to go."""
        words = self._speech.words
        said = [f"{key} {words.say(sentence)}" for key, sentence in (*self._keys, *ALWAYS)]
        margins = self.contentsMargins()
        room = self.width() - self._where.sizeHint().width() - margins.left() - margins.right() - 24
        while len(said) > 1 and self._hints.fontMetrics().horizontalAdvance(GAP.join(said)) > room:
            said.pop(-2)
        self._hints.setText(GAP.join(said))

    def _write(self) -> None:
        words = self._speech.words
        parts = [
            words.say(mark("Encrypted")),
            self._actor.name,
            term(words, self._actor.role),
            self._branch,
        ]
        if self._data_on is not None:
            parts.append(words.say(mark("Data of {day}"), day=words.date(self._data_on)))
        self._where.setText("  ·  ".join(parts))
        self._write_keys()
