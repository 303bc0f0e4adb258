"""Owns the card of kept rates: by who took promises down, by why they are late, by case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from collectdesk.desk.solutions.keeping_word import KeptBy, KeptRate, KeptRates
from collectdesk.terms_effect import kept_label, percent
from collectdesk.ui.casefile.tab import english
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.theme import theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.speech import Speech
    from collectdesk.words import Words

MOST_ROWS = 12
_HEAD = 31


class KeptCard(Card):
    """``opened`` carries the customer of a case that was pressed."""

    opened = Signal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, mark("How promises are kept"))
        self._shown: KeptRates | None = None
        segments = tuple(Segment(each.value, english(each)) for each in KeptBy)
        self.by = Segments(speech, mark("Grouped by"), segments)
        self.by.picked.connect(lambda _by: self._show())
        columns: tuple[Column[KeptRate], ...] = (
            Column(mark("Whose"), lambda w, r: kept_label(w, self._by(), r.key, r.name), stretch=True),
            Column(
                mark("Kept"), lambda w, r: w.number(r.share.part), Kind.NUMBER, sort=lambda r: r.share.part
            ),
            Column(mark("Judged"), lambda w, r: w.number(r.share.of), Kind.NUMBER, sort=lambda r: r.share.of),
            Column(
                mark("Rate"),
                lambda _w, r: percent(r.share),
                Kind.NUMBER,
                sort=lambda r: r.share.permille or 0,
            ),
        )
        self.table = rows_table(speech, mark("How promises are kept"), columns, lambda r: r.key)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.set_empty(
            mark("No promise was judged in this period."),
            mark("Payments judge them on the day after they fell due."),
        )
        self.table.opened.connect(self._open)
        self.head.addWidget(self.by)
        self.add(self.table)

    def _by(self) -> KeptBy:
        return KeptBy(self.by.chosen)

    def take(self, _words: Words, shown: KeptRates) -> None:
        """Show these rates."""
        self._shown = shown
        self._show()

    def _show(self) -> None:
        rates = self._shown.by[self._by()] if self._shown is not None else ()
        self.table.show_rows(rates)
        rows = min(max(len(rates), 2), MOST_ROWS)
        self.table.setFixedHeight(_HEAD + rows * theme().row_height)

    def _open(self, rate: KeptRate) -> None:
        if self._shown is not None and rate.key in self._shown.customers:
            self.opened.emit(self._shown.customers[rate.key])
