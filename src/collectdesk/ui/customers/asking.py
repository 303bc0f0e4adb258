"""Owns how the list is asked for: the beginning at once, the rest behind it, masked values only after a rest."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from collectdesk.desk.customers.call_hours import ShowCallHours
from collectdesk.desk.customers.finding import (
    FIRST,
    FindCustomers,
    Found,
    ListNumbers,
    ListPast,
    SeekCustomers,
    ShowLines,
    Wanted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from collectdesk.desk.customers.finding import CustomerLine
    from collectdesk.ui.office import Office
    from collectdesk.ui.tasks import Ticket

REST: Final = 700
"""Milliseconds without a key before a number is sought: each seeking counts and leaves a line in the trail."""

HOURS_REST: Final = 150
"""Milliseconds without new rows before their lawful hours are judged."""


class Asking(QObject):
    """The newest question wins, whatever order the answers come in.

    ``began`` carries a Found; ``all_numbers`` every number of the list; ``sought`` a Found that replaces the one
    before; ``timed`` the lawful hours of rows by their numbers; ``failed`` an error.
    """

    began = Signal(object)
    all_numbers = Signal(object)
    sought = Signal(object)
    timed = Signal(object)
    failed = Signal(object)
    refused = Signal(object)

    def __init__(self, office: Office, owner: QObject) -> None:
        super().__init__(owner)
        self._office = office
        self._owner = owner
        self._wanted = Wanted()
        self.asked = 0
        self._tickets: list[Ticket] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.seek)
        self.in_sight: Callable[[], Sequence[CustomerLine]] = tuple
        self._hours_rest = QTimer(self)
        self._hours_rest.setSingleShot(True)
        self._hours_rest.setInterval(HOURS_REST)
        self._hours_rest.timeout.connect(self._ask_hours_now)
        self._may_seek = False
        self.day: date | None = None
        self._past: dict[int, CustomerLine] = {}

    def ask(self, wanted: Wanted) -> None:
        """Ask for a list from its beginning; with ``day`` as it stood then."""
        self._begin(wanted)
        asked = self.asked
        if self.day is not None:
            self._ask_past(wanted, self.day, asked)
            return
        self._run(FindCustomers(wanted), lambda found: self._began(asked, found), asked)

    def ask_again(self) -> None:
        """Ask for all numbers of the list that is shown, after something was touched."""
        if self._wanted.text.strip() or self.day is not None:
            self.ask(self._wanted)
            return
        self._begin(self._wanted)
        self._ask_all(self.asked)

    def page(self, numbers: Sequence[int], deliver: Callable[[Sequence[CustomerLine]], None]) -> None:
        """Ask for the lines of some numbers; those of a past day are all here."""
        if self.day is not None:
            found = [self._past[number] for number in numbers if number in self._past]
            QTimer.singleShot(0, self, lambda: deliver(found))
            return

        def read(lines: Sequence[CustomerLine]) -> None:
            deliver(lines)
            self.ask_hours()

        def unread(error: BaseException) -> None:
            self.refused.emit(error)
            deliver(())

        self._office.run(ShowLines(tuple(numbers)), owner=self._owner, done=read, failed=unread)

    def ask_hours(self) -> None:
        """Ask when those in sight may be called today, once the list rests: rows only scrolled past aren't judged."""
        if self.day is None:
            self._hours_rest.start()

    def _ask_hours_now(self) -> None:
        numbers = tuple(line.number for line in self.in_sight() if line.case_id is not None)
        if numbers and self.day is None:
            self._office.run(
                ShowCallHours(numbers), owner=self._owner, done=self.timed.emit, failed=lambda _error: None
            )  # a row without its hours is told in the file

    def _ask_past(self, wanted: Wanted, day: date, asked: int) -> None:
        def listed(lines: tuple[CustomerLine, ...]) -> None:
            if asked == self.asked:
                self._past = {line.number: line for line in lines}
                self.began.emit(Found(array("q", self._past), lines[:FIRST], whole=True))

        ticket = self._office.run(
            ListPast(wanted, day), owner=self._owner, done=listed,
            failed=lambda error: self._if_new(asked, self.failed, error),
        )  # fmt: skip
        self._tickets.append(ticket)

    def seek(self) -> None:
        """Search by masked values now, if the text asks for one."""
        if not self._may_seek:
            return
        self._may_seek = False
        self._rest.stop()
        asked = self.asked
        ticket = self._office.run(
            SeekCustomers(self._wanted), owner=self._owner,
            done=lambda found: self._found(asked, found),
            failed=lambda error: self._if_new(asked, self.refused, error),
        )  # fmt: skip
        self._tickets.append(ticket)

    def _found(self, asked: int, found: Found) -> None:
        self._if_new(asked, self.sought, found)
        self.ask_hours()

    def _begin(self, wanted: Wanted) -> None:
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets.clear()
        self._rest.stop()
        self._may_seek = False
        self._wanted = wanted
        self.asked += 1

    def _run(self, deed: FindCustomers, done: Callable[[Found], None], asked: int) -> None:
        ticket = self._office.run(
            deed, owner=self._owner, done=done, failed=lambda error: self._if_new(asked, self.failed, error)
        )
        self._tickets.append(ticket)

    def _began(self, asked: int, found: Found) -> None:
        if asked != self.asked:
            return
        self._may_seek = found.more
        self.began.emit(found)
        self.ask_hours()
        if found.more:
            self._rest.start()
        if not found.whole:
            self._ask_all(asked)

    def _ask_all(self, asked: int) -> None:
        ticket = self._office.run(
            ListNumbers(self._wanted), owner=self._owner,
            done=lambda numbers: self._if_new(asked, self.all_numbers, numbers),
            failed=lambda error: self._if_new(asked, self.failed, error),
        )  # fmt: skip
        self._tickets.append(ticket)

    def _if_new(self, asked: int, signal: object, value: Found | array[int] | BaseException) -> None:
        if asked == self.asked:
            signal.emit(value)  # type: ignore[attr-defined]


def is_number(typed: str) -> bool:
    """Whether a number was typed; an address has one too, beside its words."""
    return any(letter.isdigit() for letter in typed) and typed.isascii()
