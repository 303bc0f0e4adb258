"""Owns a card that shows one table of figures as words, with its chart beside and both exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.domain.results.figures import Figure
from collectdesk.terms_figures import FigureTable, Line, cell_words
from collectdesk.ui.effect.card import FigureCard
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.charts import Chart
    from collectdesk.ui.speech import Speech


class TableCard(FigureCard[tuple[int, Line]]):
    """A table of ``columns`` headings; ``numbers`` says which of them are set to the right. ``pictured`` asks for
    the chart as a picture.
    """

    pictured = Signal(object)

    def __init__(
        self,
        speech: Speech,
        figure: Figure,
        columns: tuple[str, ...],
        numbers: frozenset[int],
        *,
        wide: int = 440,
    ) -> None:
        made = tuple(self._column(at, heading, at in numbers) for at, heading in enumerate(columns))
        super().__init__(
            speech, figure, made, lambda r: str(r[0]), chart_share=1, table_share=1, wide=wide, level=False
        )
        self.shown: FigureTable | None = None
        self.picture = button(
            speech, mark("Picture…"), lambda: self.pictured.emit(self), look="quiet", icon="download"
        )
        speech.bind(self.picture, self.picture.setToolTip, mark("Keep the chart as a PNG picture"))
        self.head.addWidget(self.picture)

    @staticmethod
    def _column(at: int, heading: str, number: bool) -> Column[tuple[int, Line]]:
        def told(words: Words, row: tuple[int, Line]) -> str:
            cells = row[1].cells
            return cell_words(words, cells[at]) if at < len(cells) else ""

        return Column(heading, told, Kind.NUMBER if number else Kind.PLAIN, stretch=not number)

    def take(self, words: Words, table: FigureTable) -> None:
        """Show a table."""
        self.shown = table
        self.table.set_empty(table.empty, "")

        def layout(width: float, measure: Callable[[str, float], float]) -> Chart:
            return table.draw(width, measure)

        rows = tuple(enumerate(table.lines))
        told = [[cell_words(words, cell) for cell in line.cells[:2]] for line in table.lines]
        spoken = ", ".join(": ".join(each) for each in told)
        self.show_figures(rows, layout, lambda key: self._means(words, key), spoken)

    def _means(self, words: Words, key: str) -> str:
        from collectdesk.terms_effect import MEANINGS, key_words

        figure, told = self.target_of_bar(key)
        return (
            f"{key_words(words, figure, told)}\n{words.say(MEANINGS[figure])}" if figure in MEANINGS else ""
        )

    def target_of_row(self, key: str) -> tuple[Figure, str]:
        line = self.shown.lines[int(key)] if self.shown is not None else Line("", ())
        return line.figure or self.figure, line.key

    def target_of_bar(self, key: str) -> tuple[Figure, str]:
        figure, colon, told = key.partition(":")
        return (Figure(figure), told) if colon else (self.figure, key)
