"""When the customers of a list may lawfully be called today: judged for the rows in sight, after they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rules import gate
from collectdesk.domain.people.people import Permission
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.windows import Window
from collectdesk.store.customers import customers, lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.store.customers.lists import CustomerLine
    from collectdesk.store.work import View

__all__ = ["CallHours", "ShowCallHours", "Window", "hours_of"]


@dataclass(frozen=True, slots=True)
class CallHours:
    """The lawful starts of today by the branch's clock; none while a rule refuses the whole day."""

    windows: tuple[Window, ...] = ()
    has_number: bool = True
    """Whether a usable number of the customer's own is known."""
    needs_reason: bool = False
    """Whether a call has to say why, while a hold stands say."""


@dataclass(frozen=True, slots=True)
class ShowCallHours(Lookup[Mapping[int, CallHours]]):
    """The hours of those of these numbers that have an open case; the others have no reason to be called."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.hours_shown"
    is_long: ClassVar = True

    numbers: tuple[int, ...]

    def look(self, view: View) -> Mapping[int, CallHours]:
        return hours_of(view, lists.lines_of(view, self.numbers))


def hours_of(view: View, lines: Sequence[CustomerLine]) -> dict[int, CallHours]:
    """The hours of lines with an open case, by their numbers. Can be cancelled."""
    found = {}
    for count, line in enumerate(lines):
        view.step(count, len(lines))
        if line.case_id is not None:
            found[line.number] = _hours(view, line.case_id, line.customer_id)
    return found


def _hours(view: View, case_id: str, customer_id: str) -> CallHours:
    points = view.once(("points", customer_id), lambda: customers.points(view, customer_id))
    own = (each for each in points if each.kind == "phone" and not each.party)
    phone = next((each for each in own if each.is_usable_on(view.today)), None)
    if phone is None:
        return CallHours(has_number=False)
    facts, zone = gate.facts_now(view, case_id, phone.id, Act.CALL), gate.zone_of(view, case_id, phone.id)
    judged = gate.judge_act(view, Act.CALL, facts, view.now.astimezone(zone).date(), zone)
    windows = gate.windows(view, Act.CALL, facts, view.today, zone)
    return CallHours(windows, needs_reason=bool(windows and judged.needing_reason))
