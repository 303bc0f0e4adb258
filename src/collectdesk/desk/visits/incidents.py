"""What befell earlier teams at a customer: told to whoever goes there next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.desk.customers import masking
from collectdesk.domain.paper.records import Incident, alarming
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collectdesk.desk.customers.masking import Sight
    from collectdesk.store.work import View

LATEST_INCIDENTS: Final = 3


def incidents_of(view: View, case_id: str, seen: Sight | None = None) -> tuple[Incident, ...]:
    """What befell earlier teams at this customer, newest first: a visit broken off, a threat, hostility.

    The texts are as ``seen``, by default as the actor may.
    """
    found, sight = [], seen or masking.of_case(view, cases.case(view, case_id))
    for visit in visits.visits_of(view, case_id):
        record = visits.record_of(view, visit.id)
        record = masking.record(sight, record) if record is not None else None
        what = alarming(record.findings) if record is not None else None
        if record is not None and what is not None:
            found.append(
                Incident(local_day(record.findings.arrived_at), what, record.findings.narrative.strip())
            )
    return tuple(sorted(found, key=lambda one: one.on, reverse=True)[:LATEST_INCIDENTS])
