"""Owns a card of figures: the chart and, beside it, the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal

from collectdesk.ui.effect.meaning import MEANINGS, TITLES
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chart import ChartView, Layout
from collectdesk.ui.parts.value_model import Column
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectdesk.desk.effect import Figure
    from collectdesk.ui.speech import Speech

R = TypeVar("R")
_HEAD = 31


class FigureCard(Card, Generic[R]):
    """``pressed`` carries the figure and the key of a number; chart and table open the same rows."""

    pressed = Signal(object, str)

    def __init__(
        self,
        speech: Speech,
        figure: Figure,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        *,
        chart_share: int = 2,
        table_share: int = 3,
        level: bool = True,
    ) -> None:
        super().__init__(speech, TITLES[figure])
        self.figure = figure
        self._key = key
        self.chart = ChartView()
        self.table = rows_table(speech, TITLES[figure], columns, key)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = row(spacing=18)
        chart = column(self.chart, None, spacing=0)
        if level:
            chart.setContentsMargins(0, _HEAD, 0, 0)  # each bar beside its row of the table
        body.addLayout(chart, chart_share)
        body.addWidget(self.table, table_share, Qt.AlignmentFlag.AlignTop)
        self.add(body)
        self.body.addStretch(1)
        for told in (self.title, self.subtitle, self.table):
            speech.bind(told, told.setToolTip, MEANINGS[figure])
        self.table.opened.connect(lambda shown: self.pressed.emit(figure, key(shown)))
        self.chart.pressed.connect(lambda pressed: self.pressed.emit(figure, pressed))
        theme().changed.connect(self._set_height)

    def show_figures(
        self, rows: Sequence[R], layout: Layout, means: Callable[[str], str], spoken: str
    ) -> None:
        """Show rows in the table and their chart beside it."""
        self.table.show_rows(rows)
        self.table.clearSelection()  # six cursors at once would say nothing
        self.chart.show_chart(layout, means, spoken)
        self._set_height()

    def _set_height(self) -> None:
        rows: Any = max(2, self.table.values.rowCount())
        self.table.setFixedHeight(_HEAD + rows * theme().row_height)
