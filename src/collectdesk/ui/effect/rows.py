"""Owns the rows behind one number: what it counts, every row, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from collectdesk.desk.results.effect import Figure, FigureRow
from collectdesk.terms_effect import MEANINGS, TITLES, key_words
from collectdesk.ui.effect.meaning import row_words
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collectdesk.ui.speech import Speech


class RowsView(Card):
    """``left`` goes back to the figures, ``opened`` carries the row whose customer is wanted."""

    left = Signal()
    opened = Signal(object)

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, mark("Rows"), flush=True)
        self._speech = speech
        self.figure, self.key = Figure.BUCKET, ""
        self.head.insertWidget(0, button(speech, mark("Figures"), self.left.emit, icon="history", key="Esc"))
        self._meaning = label(None, "", "mute", wrap=True)
        self._meaning.setContentsMargins(10, 0, 10, 0)
        self.table = rows_table(speech, mark("Rows behind the figure"), self._columns(), lambda row: row.id)
        self.table.opened.connect(self.opened)
        self.add(self._meaning)
        self.add(self.table, 1)

    def _columns(self) -> tuple[Column[FigureRow], ...]:
        def what(words: Words, row: FigureRow) -> str:
            return row_words(words, self.figure, row)

        return (
            Column(mark("Name"), lambda _w, r: r.name, Kind.BOLD, width=120),
            Column(mark("Case"), lambda _w, r: r.case_no, Kind.MUTED, width=120),
            Column(mark("What"), what, stretch=True),
            Column(
                mark("Amount"),
                lambda w, r: "" if r.amount is None else w.money(r.amount, sign=False),
                Kind.MONEY,
                sort=lambda r: r.amount.fen if r.amount else 0,
            ),
            Column(mark("Day"), lambda w, r: w.date(r.on) if r.on else "", Kind.MUTED, width=110),
        )

    def begin(self, figure: Figure, key: str) -> None:
        """Name the number whose rows are being fetched."""
        self.figure, self.key = figure, key
        self.table.show_rows(())
        self.table.set_empty(mark("Nothing lies behind this number"), "")
        self.say_beside("")
        self.retranslate()

    def show_rows(self, rows: tuple[FigureRow, ...]) -> None:
        self.table.show_rows(rows)
        self.say_beside(self._speech.words.number(len(rows)))
        self.table.setFocus()

    def retranslate(self) -> None:
        words = self._speech.words
        self.title.setText(f"{words.say(TITLES[self.figure])} · {key_words(words, self.figure, self.key)}")
        self._meaning.setText(words.say(MEANINGS[self.figure]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        else:
            super().keyPressEvent(event)
