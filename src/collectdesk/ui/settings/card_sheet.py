"""Owns the card that shows how a scorecard reckons: every band with its odds, and the grids of two rows together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from collectdesk import terms_calibration as terms
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.theme import theme
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.domain.risk.card_sheet import CardSheet, SheetGrid, SheetRow
    from collectdesk.domain.risk.judged import CardLine
    from collectdesk.ui.speech import Speech

_MOST_IN_SIGHT = 9
_ROWS: tuple[Column[SheetRow], ...] = (
    Column(mark("Row"), lambda w, r: terms.row_name(w, r.characteristic), Kind.BOLD, stretch=True),
    Column(mark("Band"), lambda w, r: terms.band_text(w, r.band)),
    Column(mark("Points"), lambda w, r: w.number(r.points), Kind.NUMBER, sort=lambda r: r.points),
    Column(
        mark("Odds of not paying"), lambda _w, r: terms.odds_text(r.odds), Kind.NUMBER, sort=lambda r: r.odds,
        tone=lambda r: Tone.GOOD if r.odds < 100 else Tone.DANGER if r.odds > 100 else Tone.PLAIN,
    ),
)  # fmt: skip


class CardSheetCard(Card):
    """What the chosen card of the comparison reckons with: nothing else goes into its odds."""

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, mark("How the chosen card reckons"))
        self._line: CardLine | None = None
        self.table = rows_table(
            speech, mark("How the chosen card reckons"), _ROWS, lambda r: (r.characteristic, r.band),
            opens_on_click=False,
        )  # fmt: skip
        self.table.set_empty(
            mark("This card changes no row"), mark("It was learnt on another scorecard, or says nothing yet.")
        )
        self.grids = QVBoxLayout()
        self.grids.setSpacing(10)
        self.shown: list[QWidget] = []
        self.add(label(speech, terms.HOW_A_CARD_RECKONS, "mute", wrap=True))
        self.add(self.table)
        self.body.addLayout(self.grids)

    def show_line(self, words: Words, line: CardLine | None) -> None:
        """Show the card of a line of the comparison."""
        self._line = line
        sheet: CardSheet | None = line.sheet if line is not None else None
        self.say_beside(words.say(terms.KINDS[line.kind.value]) if line is not None else "")
        rows = sheet.rows if sheet is not None else ()
        self.table.show_rows(rows)
        self.table.setFixedHeight(34 + min(max(3, len(rows)), _MOST_IN_SIGHT) * theme().row_height)
        for old in self.shown:
            self.grids.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.shown = []
        for grid in sheet.grids if sheet is not None else ():
            made = _grid(words, grid)
            self.grids.addWidget(made)
            self.shown.append(made)


def _grid(words: Words, grid: SheetGrid) -> QWidget:
    """Two rows together: the bands of the first down, of the second across, in each cell its odds."""
    held = QWidget()
    held.setProperty("look", "clear")
    lines = QGridLayout(held)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setHorizontalSpacing(18)
    lines.setVerticalSpacing(4)
    first, second = (terms.row_name(words, name) for name in grid.names)
    title = words.say(mark("{first} (down) and {second} (across)"), first=first, second=second)
    head = _cell(title, "caption")
    lines.addWidget(head, 0, 0, 1, len(grid.across) + 1)
    for at, band in enumerate(grid.across):
        lines.addWidget(_cell(terms.band_text(words, band), "mute", right=True), 1, at + 1)
    for down, (band, odds) in enumerate(zip(grid.down, grid.odds, strict=True)):
        lines.addWidget(_cell(terms.band_text(words, band), "mute"), down + 2, 0)
        for at, figure in enumerate(odds):
            lines.addWidget(_cell(terms.odds_text(figure), "", right=True), down + 2, at + 1)
    lines.setColumnStretch(len(grid.across) + 1, 1)
    held.setAccessibleName(title)
    return held


def _cell(text: str, look: str, *, right: bool = False) -> QLabel:
    made = label(None, text, look)
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
