"""Owns a card of figures: the chart and, beside it, the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout

from collectdesk.terms_effect import MEANINGS, TITLES
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chart import ChartView, Layout
from collectdesk.ui.parts.value_model import Column
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from collectdesk.desk.results.effect import Figure
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
        wide: int = 440,
    ) -> None:
        super().__init__(speech, TITLES[figure])
        self.figure = figure
        self._key = key
        self.chart = ChartView()
        self.table = rows_table(speech, TITLES[figure], columns, key)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._wide, self._level = wide, level
        self._chart = column(self.chart, None, spacing=0)
        self._sides = row(spacing=18)
        self._sides.addLayout(self._chart, chart_share)
        self._sides.addWidget(self.table, table_share, Qt.AlignmentFlag.AlignTop)
        self.add(self._sides)
        self.body.addStretch(1)
        for told in (self.title, self.subtitle, self.table):
            speech.bind(told, told.setToolTip, MEANINGS[figure])
        self.table.opened.connect(lambda shown: self.pressed.emit(*self.target_of_row(key(shown))))
        self.chart.pressed.connect(lambda pressed: self.pressed.emit(*self.target_of_bar(pressed)))
        theme().changed.connect(self._set_height)

    def target_of_row(self, key: str) -> tuple[Figure, str]:
        """The figure and key whose rows a line of the table opens."""
        return self.figure, key

    def target_of_bar(self, key: str) -> tuple[Figure, str]:
        """The figure and key whose rows a bar opens."""
        return self.figure, key

    def show_figures(
        self, rows: Sequence[R], layout: Layout, means: Callable[[str], str], spoken: str
    ) -> None:
        """Show rows in the table and their chart beside it."""
        self.table.show_rows(rows)
        self.table.clearSelection()  # six cursors at once would say nothing
        self.chart.show_chart(layout, means, spoken)
        self._set_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow window the table goes below its chart, so that no column is cut off."""
        super().resizeEvent(event)
        beside = self.width() >= self._wide
        self._sides.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        # beside it, each bar stands level with its row of the table
        self._chart.setContentsMargins(0, _HEAD if beside and self._level else 0, 0, 0)

    def _set_height(self) -> None:
        count: Any = self.table.values.rowCount()
        rows = max(2, count) if count else 3  # what an empty one says may take two lines
        self.table.setFixedHeight(_HEAD + rows * theme().row_height)
