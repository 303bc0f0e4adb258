"""Owns what the window's search field offers of the customers while somebody types: the few who fit best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from collectdesk.domain.people.people import Permission
from collectdesk.ui.parts.finder import Hit

if TYPE_CHECKING:
    from collectdesk.desk.customers.finding import Found
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.finder import Finder
    from collectdesk.ui.tasks import Ticket

OFFERED: Final = 5


class Offering(QObject):
    """Asks for each text that rests and offers the answer, unless the person has typed on."""

    def __init__(self, office: Office, finder: Finder) -> None:
        super().__init__(finder)
        self._office, self._finder = office, finder
        self._ticket: Ticket | None = None
        if office.may(Permission.READ_CASES):
            finder.asked.connect(self._ask)

    def _ask(self, text: str) -> None:
        from collectdesk.desk.customers.finding import FindCustomers, Wanted

        if self._ticket is not None:
            self._ticket.cancel()
        if text:
            self._ticket = self._office.run(
                FindCustomers(Wanted(text, listed=False)),
                owner=self,
                done=lambda found: self._offer(text, found),
                failed=lambda _error: None,  # the list of customers says what is wrong
            )

    def _offer(self, text: str, found: Found) -> None:
        words = self._office.words
        hits = []
        for line in found.lines[:OFFERED]:
            owed = words.money(line.overdue) if line.dpd else ""
            said = "  ·  ".join(part for part in (line.name, line.customer_no, line.case_no, owed) if part)
            hits.append(Hit(said, "circle-user", "casefile", line.customer_id))
        if hits:
            self._finder.offer(text, hits)
