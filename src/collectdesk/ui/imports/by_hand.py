"""Owns the list of amounts noted by hand: what core banking contradicts first, then what waits for its word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from collectdesk.desk.solutions.noting import ListNoted, Noted, NotedState
from collectdesk.terms import code_term
from collectdesk.terms_codes import CODES
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.noted import noted_status
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

ALL = "all"
COLUMNS: tuple[Column[Noted], ...] = (
    Column(mark("Of"), lambda w, n: w.date(n.as_of)),
    Column(mark("Customer"), lambda _w, n: n.name, Kind.BOLD),
    Column(mark("Customer no."), lambda _w, n: n.customer_no, Kind.MUTED),
    Column(mark("Account"), lambda _w, n: n.account_no, Kind.MUTED),
    Column(mark("What"), lambda w, n: code_term(w, "noted", n.kind.value)),
    Column(
        mark("Amount"), lambda w, n: w.money(n.amount, sign=False), Kind.MONEY, sort=lambda n: n.amount.fen
    ),
    Column(mark("State"), noted_status, Kind.CHIP, stretch=True),
    Column(mark("Source"), lambda w, n: code_term(w, "noted_source", n.source), Kind.MUTED),
    Column(mark("By"), lambda _w, n: n.recorded_by, Kind.MUTED),
)


class ByHand(Card):
    """``left`` goes back to the register, ``chosen`` carries the customer whose file is to be opened."""

    left = Signal()
    chosen = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Amounts noted by hand"), flush=True)
        self._office = office
        self._found: tuple[Noted, ...] = ()
        speech = office.speech
        told = mark("They change no figure. Core banking's next word confirms or contradicts each of them.")
        self.about = label(speech, told, "mute", wrap=True)
        self.trouble = label(None, "", "wrong", wrap=True)
        self.trouble.hide()
        self.filter = Segments(speech, mark("Show"))
        self.filter.picked.connect(lambda _id: self._show())
        self.table: ValueTable[Noted] = rows_table(
            speech, mark("Amounts noted by hand"), COLUMNS, lambda n: n.id, opens_on_click=False
        )
        self.table.set_empty(
            mark("Nothing is noted by hand"), mark("A customer's file has “Note an amount” under Products.")
        )
        self.table.opened.connect(lambda noted: self.chosen.emit(noted.customer_id))
        self.head.addWidget(button(speech, mark("Back to the list"), self.left.emit))
        for line in (row(self.about), row(self.filter, None), row(self.trouble)):
            line.setContentsMargins(12, 0, 12, 0)
            self.add(line)
        self.add(self.table, 1)

    def ask(self) -> None:
        """Read the list anew."""
        self.trouble.hide()
        self._office.run(ListNoted(), owner=self, done=self._take, failed=self._say)

    def _take(self, found: tuple[Noted, ...]) -> None:
        self._found = found
        states = CODES["noted_state"]
        self.filter.show_segments([
            Segment(ALL, mark("All"), len(found)),
            *(Segment(state.value, states[state.value], count) for state in NotedState
              if (count := sum(each.state is state for each in found))),
        ])  # fmt: skip
        self._show()

    def _show(self) -> None:
        chosen = self.filter.chosen or ALL
        self.table.show_rows([each for each in self._found if chosen in (ALL, each.state.value)])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, error: BaseException) -> None:
        self.trouble.setText(wording.sentence(self._office.words, error))
        self.trouble.show()
