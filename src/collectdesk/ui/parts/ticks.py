"""Owns a field of sentences to tick: a short list in which Space ticks and the arrows go up and down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class Ticks(QListWidget):
    """The value is the places of the ticked sentences, in order; None when nothing is ticked."""

    edited = Signal()

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 30)
        self._wanted: Any = None
        self.itemChanged.connect(lambda _item: self.edited.emit())

    def offer(self, sentences: Sequence[str]) -> None:
        """Offer these; what was ticked is ticked no more, unless they are the same."""
        if [self.item(at).text() for at in range(self.count())] == list(sentences):
            return
        self.blockSignals(True)
        self.clear()
        for sentence in sentences:
            made = QListWidgetItem(sentence)
            made.setFlags(made.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            made.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(made)
        if self.count():
            self.setCurrentRow(0)
        self.blockSignals(False)
        if self._wanted is not None:
            self.put(self._wanted)

    def value(self) -> Any:
        ticked = (at for at in range(self.count()) if self.item(at).checkState() is Qt.CheckState.Checked)
        return tuple(ticked) or None

    def put(self, value: Any) -> None:
        self._wanted = tuple(value) if value and not self.count() else None
        for at in range(self.count()):
            ticked = at in (value or ())
            self.item(at).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def put_plain(self, typed: Any) -> None:
        """Tick what a draft kept."""
        self.put(typed)

    def problem(self) -> str:
        return ""

    def widget(self) -> QWidget:
        return self
