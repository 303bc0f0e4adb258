"""Owns how facts are set out: pairs of label and value, and the few figures that matter in large letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from collectdesk.ui.parts.buttons import label
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, both as people read them."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


def unbroken(text: str) -> str:
    """A currency's sign stays on the line of its figure."""
    return text.replace("¥ ", "¥\N{NO-BREAK SPACE}")


def _value(look: str) -> QLabel:
    made = label(None, "", look, wrap=look != "figure")
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes to what can be changed
    return made


class Facts(QWidget):
    """Pairs of label and value in one or two columns, labels aligned."""

    def __init__(self, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        for column in range(columns):
            self._grid.setColumnStretch(2 * column + 1, 1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts; labels are reused, so that showing the next customer is cheap."""
        while len(self._pairs) < len(facts):
            self._add_pair()
        for pair, fact in zip(self._pairs, facts, strict=False):
            pair[0].setText(fact.label)
            pair[1].setText(unbroken(fact.value) or "—")
            pair[1].setAccessibleName(f"{fact.label}: {fact.value}")
            set_tone(pair[1], "tone", fact.tone.value)
        for at, pair in enumerate(self._pairs):
            for part in pair:
                part.setVisible(at < len(facts))

    def _add_pair(self) -> None:
        line, column = divmod(len(self._pairs), self._columns)
        name, value = label(None, "", "mute"), _value("")
        self._grid.addWidget(name, line, 2 * column, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, line, 2 * column + 1, Qt.AlignmentFlag.AlignTop)
        self._pairs.append((name, value))


class Figures(QWidget):
    """The figures that matter, side by side: a small label above large digits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: list[tuple[QLabel, QLabel, QWidget]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(26)
        self._row.addStretch(1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these figures from left to right."""
        while len(self._blocks) < len(facts):
            self._add_block()
        for (name, value, _), fact in zip(self._blocks, facts, strict=False):
            name.setText(fact.label)
            value.setText(fact.value)
            value.setAccessibleName(f"{fact.label}: {fact.value}")
            set_tone(value, "tone", fact.tone.value)
        for at, (_, _, block) in enumerate(self._blocks):
            block.setVisible(at < len(facts))

    def _add_block(self) -> None:
        block = QWidget()
        layout = QVBoxLayout(block)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        name, value = label(None, "", "faint"), _value("figure")
        layout.addWidget(name)
        layout.addWidget(value)
        self._row.insertWidget(len(self._blocks), block)
        self._blocks.append((name, value, block))
