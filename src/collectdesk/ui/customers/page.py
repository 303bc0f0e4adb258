"""Owns the screen of all customers: searched while typing, filtered, sorted, opened by click or Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from collectdesk.desk.finding import CustomerLine, ListCustomers
from collectdesk.desk.pipeline import Subject
from collectdesk.domain.people import Permission
from collectdesk.domain.zones import local_day
from collectdesk.ui import wording
from collectdesk.ui.actions import Act
from collectdesk.ui.customers.columns import columns
from collectdesk.ui.customers.summary import Summary
from collectdesk.ui.office import Office
from collectdesk.ui.page import Page
from collectdesk.ui.parts.card import Card, ListBesideDetail, column
from collectdesk.ui.parts.search_edit import SearchEdit
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tasks import Ticket
from collectdesk.words import mark

_SHOWN_BY = frozenset({Subject.CUSTOMERS, Subject.CASES, Subject.STEPS, Subject.IMPORTS})
OVERDUE, ALL = "overdue", "all"


class WideList(ListBesideDetail):
    """The list has nine columns, the look beside it only a few lines."""

    DETAIL = 290


class CustomersPage(Page):
    """The list beside a short look; the newest search wins, whatever order the answers come in."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self.field = SearchEdit(
            speech, mark("Name, pinyin, initials, customer or account no."), mark("Search the customers")
        )
        self.field.setMaximumWidth(340)
        self.filter = Segments(
            speech, mark("Show"), (Segment(OVERDUE, mark("Overdue")), Segment(ALL, mark("All customers")))
        )
        self.table: ValueTable[CustomerLine] = rows_table(
            speech, mark("Customers"), columns(self._today), lambda line: line.customer_id
        )
        self.summary = Summary(office, self._open_chosen)
        self._ticket: Ticket | None = None
        self._asked = 0
        self._entered = False
        self._lay_out()
        self.field.searched.connect(lambda _text: self.ask())
        self.field.installEventFilter(self)
        self.filter.picked.connect(lambda _id: self.ask())
        self.table.opened.connect(self._open)
        self.table.picked.connect(self.summary.show_line)

    def _lay_out(self) -> None:
        self.card = Card(self.speech, mark("Customers"), flush=True)
        self.card.title.setProperty("look", "title")
        self.card.head.addWidget(self.field, 1)
        self.card.head.addWidget(self.filter)
        self.card.add(self.table, 1)
        layout = column(WideList(self.card, self.summary))
        layout.setContentsMargins(16, 10, 16, 12)
        self.setLayout(layout)

    def _today(self) -> date:
        return local_day(self.office.desk.now())

    def title(self) -> str:
        return self.office.say(mark("Customers"))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("↑↓", mark("Choose")), ("Enter", mark("Open the file")), ("Ctrl+I", mark("Import")))

    def focus_first(self) -> None:
        self.table.setFocus()

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        return {Act.MAIN: self._open_chosen}

    def search(self, text: str) -> None:
        """Show whom the text fits, among all customers, since who was asked for may not be overdue."""
        self.field.setText(text)
        self.filter.choose(ALL)
        self._entered = True
        self.field.search_now(again=True)

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & _SHOWN_BY:
            self.ask()

    def retranslate(self) -> None:
        self._say_count()
        self.summary.show_line(self.table.chosen)

    # ---- asking the desk

    def ask(self) -> None:
        """Ask for the list; an answer to an older question is dropped."""
        if self._ticket is not None:
            self._ticket.cancel()
        self._asked += 1
        asked = self._asked
        deed = ListCustomers(self.field.text().strip(), only_overdue=self.filter.chosen == OVERDUE)
        self._ticket = self.office.run(
            deed,
            owner=self,
            done=lambda lines: self._show(asked, lines),
            failed=lambda error: self._fail(asked, error),
        )

    def _show(self, asked: int, lines: tuple[CustomerLine, ...]) -> None:
        if asked != self._asked:
            return
        self._say_what_to_do()
        self.table.show_rows(lines)
        self._say_count()
        if self._entered:
            self._entered = False
            self.table.setFocus()

    def _fail(self, asked: int, error: BaseException) -> None:
        if asked == self._asked:
            self.table.show_note(wording.sentence(self.office.words, error))

    def _say_count(self) -> None:
        words = self.office.words
        self.card.say_beside(
            words.plural("{count} customer", "{count} customers", self.table.values.rowCount())
        )

    def _say_what_to_do(self) -> None:
        text, overdue = self.field.text().strip(), self.filter.chosen == OVERDUE
        if text:
            hint = mark("Try fewer letters, the initials, or “All customers”.") if overdue else mark(
                "Try fewer letters, the pinyin, the initials or the customer number."
            )  # fmt: skip
            self.table.set_empty(mark("Nobody fits"), hint)
        elif self.office.may(Permission.IMPORT):
            self.table.set_empty(
                mark("Nobody is overdue") if overdue else mark("No customers yet"),
                mark("Import today's overdue list with Ctrl+I."),
            )
        else:
            self.table.set_empty(mark("No customers yet"), mark("A clerk imports the overdue list."))

    # ---- opening

    def _open(self, line: CustomerLine) -> None:
        self.opens.emit("casefile", line.customer_id)

    def _open_chosen(self) -> None:
        if self.table.chosen is not None:
            self._open(self.table.chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.table.values.rowCount():
                self.table.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._entered = True  # the list takes the keyboard once the answer is there
        return super().eventFilter(watched, event)
