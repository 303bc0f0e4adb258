"""Live data whose time is over: listed customer by customer, and erased by two persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.archive.pack_register import customers_held
from collectdesk.desk.customers.petitioning import KeptLine, judge_deletion
from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.people.people import account_names
from collectdesk.store.vault import erasing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collectdesk.store.vault.erasing import Erasure
    from collectdesk.store.work import View, Work

MOST: Final = 500
"""Customers listed and erased at a time: each is looked through whole."""


@dataclass(frozen=True, slots=True)
class OverLine:
    """A customer of whom something is kept longer than its term."""

    customer_id: str
    customer_no: str
    name: str
    closed_on: date | None
    lines: tuple[KeptLine, ...]

    @property
    def rows(self) -> int:
        return sum(line.count for line in self.lines)


@dataclass(frozen=True, slots=True)
class RetentionDesk:
    """What is over its term, the longest closed first; what was erased so far, the newest first; living backups."""

    over: tuple[OverLine, ...]
    erased: tuple[Erasure, ...]
    people: Mapping[str, str]
    backups: int


@dataclass(frozen=True, slots=True)
class ShowRetention(Lookup[RetentionDesk]):
    """What live data of closed cases is over its term, and what was erased."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "retention.shown"
    is_long: ClassVar = True

    def look(self, view: View) -> RetentionDesk:
        erased = tuple(reversed(erasing.since(view)))
        return RetentionDesk(over_term(view), erased, account_names(view), erasing.backups_holding(view))


def over_term(view: View) -> tuple[OverLine, ...]:
    """At most MOST customers whose cases are all closed, of whom something is over its term, and none under a hold."""
    found: list[OverLine] = []
    held = customers_held(view)
    for who in erasing.standings(view):
        lines = tuple(
            line for line in judge_deletion(view, who.customer_id, asked=False) if line.judged.may_go
        )
        if lines and who.customer_id not in held:
            found.append(OverLine(who.customer_id, who.customer_no, who.name, who.closed_on, lines))
        if len(found) == MOST:
            break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class EraseExpired(Change[int]):
    """Erase what is over its term, of some customers: two persons, a reason, and no way back. Gives how many rows.

    That somebody was called, visited or promised stays, as do identity, products and payments.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "retention.erased"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CUSTOMERS, Subject.CASES, Subject.ARCHIVE})
    two_persons: ClassVar = True

    customer_ids: tuple[str, ...]
    reason: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> int:
        if not self.reason.strip():
            raise Refused("retention.reason_missing", field="reason")
        erased = 0
        stopped = customers_held(work)
        for customer_id in self.customer_ids:
            if customer_id in stopped:
                raise Refused("pack.held", since=stopped[customer_id])
            lines = judge_deletion(work, customer_id, asked=False)
            going = {line.judged.kept for line in lines if line.judged.may_go}
            held = erasing.held(work, customer_id) if going else {}
            chosen = {kept: ids for kept, ids in held.items() if kept in going}
            second = self.second.id if self.second else ""
            erased += erasing.erase(work, customer_id, chosen, self.reason.strip(), second_id=second)
        if not erased:
            raise Refused("retention.nothing")
        work.note(customers=list(self.customer_ids), rows=erased)
        return erased
