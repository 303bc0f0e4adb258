"""Owns the list of keys that F1 shows, made from the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.ui.actions import Action
    from collectdesk.ui.speech import Speech

EVERYWHERE = (
    ("↑ ↓", mark("Choose in a list")),
    ("Enter", mark("Open what is chosen")),
    ("Tab", mark("Go to the next field")),
    ("Menu", mark("Sort a list")),
)


class KeysWindow(QDialog):
    """Stays beside the work; it isn't modal."""

    def __init__(self, speech: Speech, actions: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._actions = tuple(actions)
        speech.bind(self, self.setWindowTitle, mark("Keys"))
        self._facts = Facts(columns=2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(14)
        layout.addWidget(label(speech, mark("Everything the mouse does, a key does too"), "heading"))
        layout.addWidget(self._facts)
        layout.addLayout(row(None, button(speech, mark("Close"), self.close)))
        speech.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        say = self._speech.say
        known = [Fact(action.shortcut, say(action.sentence)) for action in self._actions if action.shortcut]
        self._facts.show_facts([*known, *(Fact(key, say(sentence)) for key, sentence in EVERYWHERE)])
