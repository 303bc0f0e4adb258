"""Owns the calm window that says what to do after a bug; loaded when there was one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from collectdesk.ui.theme import theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.ui.speech import Speech

TITLE: Final = mark("Something went wrong")
WHAT_NOW: Final = mark(
    "CollectDesk met a fault of its own. Nothing was half-saved, and your drafts are kept. "
    "You can go on working; if it happens again, close the window and open it again. "
    "The details are in the log: {path}"
)


class CrashWindow(QDialog):
    """Says what happened and what to do; the places stay behind a button."""

    def __init__(self, speech: Speech, log_file: Path, where: str) -> None:
        super().__init__()
        self.setWindowTitle(speech.say(TITLE))
        self.setMinimumWidth(520)
        said = QLabel(speech.say(WHAT_NOW, path=str(log_file)), self)
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = QPlainTextEdit(where, self)
        self._details.setReadOnly(True)
        self._details.setAccessibleName(speech.say(mark("Details")))
        self._details.hide()
        show = QPushButton(speech.say(mark("Details")), self)
        show.clicked.connect(lambda: self._details.setVisible(not self._details.isVisible()))
        close = QPushButton(speech.say(mark("Close")), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(show)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(said)
        layout.addWidget(self._details)
        layout.addLayout(foot)
        theme().dress(self)

    @property
    def details(self) -> str:
        return self._details.toPlainText()

    def add(self, where: str) -> None:
        """One more place, in the window that is open already."""
        self._details.appendPlainText(f"\n{where}")
