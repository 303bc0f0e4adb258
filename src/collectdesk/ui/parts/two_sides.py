"""Owns what two people say of the same thing, side by side: a field, the one, the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from collectdesk.ui.parts.buttons import label
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence


class TwoSides(QWidget):
    """Three columns with headings; labels are reused. In sight only while there is something to compare."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        for column, stretch in enumerate((0, 1, 1)):
            self._grid.setColumnStretch(column, stretch)
        self._lines: list[tuple[QLabel, QLabel, QLabel]] = []

    def show_sides(self, headings: tuple[str, str], lines: Sequence[tuple[str, str, str]]) -> None:
        """Show these fields: name, what the one says, what the other says."""
        every = [("", *headings), *lines] if lines else []
        while len(self._lines) < len(every):
            self._add(len(self._lines))
        for shown, said in zip(self._lines, every, strict=False):
            for part, text in zip(shown, said, strict=True):
                part.setText(text)
            shown[2].setAccessibleName(f"{said[0]}: {said[1]} / {said[2]}")
        for at, shown in enumerate(self._lines):
            for part in shown:
                part.setVisible(at < len(every))
        self.setVisible(bool(lines))

    def _add(self, line: int) -> None:
        looks = ("mute", "mute", "mute") if line == 0 else ("mute", "", "")
        made = (
            label(None, "", looks[0]),
            label(None, "", looks[1], wrap=True),
            label(None, "", looks[2], wrap=True),
        )
        for column, part in enumerate(made):
            self._grid.addWidget(part, line, column, Qt.AlignmentFlag.AlignTop)
        if line:
            set_tone(made[2], "tone", Tone.WARN.value)
        self._lines.append(made)
