"""The morning's second look: which planned stops fell away since they were planned, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from collectdesk.desk.visits.kit_gathering import judged
from collectdesk.desk.visits.visiting import ENTRUSTED
from collectdesk.domain.rules.gate import Decision
from collectdesk.domain.visits.sheets import FellAway
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.people.people import Staff, staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class Fallen:
    """A stop that isn't to be gone to; ``decisions`` where a rule says so."""

    visit_id: str
    why: FellAway
    decisions: tuple[Decision, ...] = ()


def fallen_stops(view: View, planned: Iterable[visits.Visit]) -> list[Fallen]:
    """Of these visits those that fell away: paid, closed, no usable address, no such team, or a rule against it."""
    people = {str(person.id): person for person in staff(view)}
    return [found for kept in planned if (found := _fallen(view, kept, people)) is not None]


def _fallen(view: View, kept: visits.Visit, people: dict[str, Staff]) -> Fallen | None:
    case = cases.case(view, kept.case_id)
    if case.closed_on is not None:
        return Fallen(kept.id, FellAway.CLOSED)
    if ENTRUSTED in cases.standing_holds(view, kept.case_id, kept.planned_on):
        return Fallen(kept.id, FellAway.ENTRUSTED)
    if not _owes(view, case.customer_id):
        return Fallen(kept.id, FellAway.PAID)
    point = customers.point(view, kept.point_id)
    if point is None or not point.is_usable_on(kept.planned_on):
        return Fallen(kept.id, FellAway.ADDRESS)
    if not all(one in people and people[one].may_go_on(kept.planned_on) for one in _crew(kept)):
        return Fallen(kept.id, FellAway.STAFF)
    refusals = judged(view, kept, "").judgement.refusals
    return Fallen(kept.id, FellAway.RULE, tuple(refusals)) if refusals else None


def _owes(view: View, customer_id: str) -> bool:
    """Whether anything is overdue: by core banking's newest word, less the payments that came after it."""
    owned = customers.products(view, customer_id)
    overdue = [product for product in owned if product.overdue.fen > 0]
    if not overdue:
        return any(product.dpd > 0 for product in owned)
    paid = customers.payments(view, [str(product.id) for product in overdue])
    return any(
        product.overdue.fen
        > sum(
            one.amount.fen
            for one in paid
            if one.product_id == product.id and (product.as_of is None or one.paid_on > product.as_of)
        )
        for product in overdue
    )


def _crew(kept: visits.Visit) -> tuple[str, str]:
    return str(kept.officer_id), str(kept.safety_id)
