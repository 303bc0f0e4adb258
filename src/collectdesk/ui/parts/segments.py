"""Owns the filter pills above a list: one is chosen, each with its count; arrows move, Space chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from collectdesk.ui.parts.buttons import OneOfMany

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from collectdesk.ui.speech import Speech


@dataclass(frozen=True, slots=True)
class Segment:
    """One pill. ``count`` None shows the sentence alone."""

    id: str
    sentence: str
    count: int | None = None


class Segments(QWidget):
    """A row of pills; ``picked`` carries the id of the chosen one."""

    picked = Signal(str)

    def __init__(self, speech: Speech, name: str, segments: Sequence[Segment] = ()) -> None:
        super().__init__()
        self._speech = speech
        self._segments: tuple[Segment, ...] = ()
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        speech.bind(self, self.setAccessibleName, name)
        speech.changed.connect(self._write)
        self.show_segments(segments)

    @property
    def chosen(self) -> str:
        """The id of the chosen pill; empty when there is none."""
        return next((each for each, made in self._buttons.items() if made.isChecked()), "")

    def show_segments(self, segments: Sequence[Segment]) -> None:
        """Show these pills; the chosen one stays chosen, else the first is."""
        before = self.chosen
        self._segments = tuple(segments)
        for gone in set(self._buttons) - {each.id for each in segments}:
            self._buttons.pop(gone).deleteLater()
        for segment in segments:
            if segment.id not in self._buttons:
                self._add(segment.id)
        self._write()
        keep = before if before in self._buttons else (segments[0].id if segments else "")
        if keep:
            self._buttons[keep].setChecked(True)

    def _add(self, identity: str) -> None:
        made = OneOfMany(self)
        made.setProperty("look", "segment")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _checked=False: self.picked.emit(identity))
        self._group.addButton(made)
        self._row.addWidget(made)
        self._buttons[identity] = made

    def _write(self) -> None:
        words = self._speech.words
        for segment in self._segments:
            text = words.say(segment.sentence)
            count = "" if segment.count is None else f" {words.number(segment.count)}"
            self._buttons[segment.id].setText(f"{text}{count}")

    def choose(self, identity: str) -> None:
        """Choose a pill as if it were pressed."""
        if identity in self._buttons and self.chosen != identity:
            self._buttons[identity].setChecked(True)
            self.picked.emit(identity)

    def choose_quietly(self, identity: str) -> None:
        """Choose a pill without telling: who chooses knows already."""
        if identity in self._buttons:
            self._buttons[identity].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        order = [segment.id for segment in self._segments]
        if step is None or not order:
            super().keyPressEvent(event)
            return
        at = order.index(self.chosen) if self.chosen in order else 0
        self.choose(order[(at + step) % len(order)])
        self._buttons[self.chosen].setFocus(Qt.FocusReason.TabFocusReason)
