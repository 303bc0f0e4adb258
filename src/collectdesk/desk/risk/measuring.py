"""What visits brought at this branch, measured against similar cases not visited, and put over the assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.risk.worthing import FIGURES, WITHDRAWN, shipped_priors
from collectdesk.domain.paper.records import VisitOutcome
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.calibrated import WINDOW
from collectdesk.domain.risk.judged import MeasuredVisits
from collectdesk.domain.risk.measured import FOLLOWED, Followed, OwnFigures, measure_visits, usual_delay
from collectdesk.domain.risk.risk import Strategy
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import calibrating, outcomes
from collectdesk.store.customers import customers

if TYPE_CHECKING:
    from datetime import date, datetime

    from collectdesk.store.cases.outcomes import Check, Standing
    from collectdesk.store.work import View, Work

_IN_VAIN: Final = frozenset({VisitOutcome.NOT_MET.value, VisitOutcome.MOVED.value})


@dataclass(frozen=True, slots=True)
class MeasureVisits(Lookup[MeasuredVisits]):
    """Compare visited cases with similar ones that weren't: reached, paid, and how much of it."""

    needs: ClassVar = Permission.READ_INBOX
    action: ClassVar = "worth.compared"
    is_long: ClassVar = True

    def look(self, view: View) -> MeasuredVisits:
        act = calibrating.newest_act(view, FIGURES, WITHDRAWN)
        since = act.recorded_at.date() if act and act.kind == FIGURES else None
        return MeasuredVisits(measure(view), since)


@dataclass(frozen=True, slots=True)
class AdoptFigures(Change[int]):
    """Put the branch's own figures over the assumptions, by two persons; gives how many."""

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "worth.figures_adopted"
    touches: ClassVar = frozenset({Subject.CASES})
    two_persons: ClassVar = True

    reason: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> int:
        if not self.reason.strip():
            raise Refused("calibration.reason_missing", field="reason")
        found = measure(work)
        if not found.figures:
            raise Refused("worth.too_few", visited=found.visited, compared=found.compared)
        source = f"{found.visited} / {found.compared}"
        content = {
            one.name: {"value": one.value, "low": one.low, "high": one.high, "sample": one.sample,
                       "source": source, "own": [one.own, one.own_low, one.own_high]}
            for one in found.figures
        }  # fmt: skip
        second = self.second.id if self.second else ""
        act = calibrating.add_act(work, FIGURES, {"figures": content}, self.reason.strip(), second)
        work.note(figures=act, visited=found.visited, compared=found.compared)
        return len(found.figures)


@dataclass(frozen=True, slots=True)
class WithdrawFigures(Change[None]):
    """Let the assumptions stand again."""

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "worth.figures_withdrawn"
    touches: ClassVar = frozenset({Subject.CASES})

    reason: str

    def carry_out(self, work: Work) -> None:
        if not self.reason.strip():
            raise Refused("calibration.reason_missing", field="reason")
        act = calibrating.newest_act(work, FIGURES, WITHDRAWN)
        if act is None or act.kind != FIGURES:
            raise Refused("worth.nothing_measured")
        made = calibrating.add_act(work, WITHDRAWN, {"of": act.id}, self.reason.strip())
        work.note(figures=made)


def measure(view: View) -> OwnFigures:
    """Visited against not visited, of the same kind, each from the day a visit was or would have been."""
    reaches = customers.data_date(view)
    if reaches is None:
        return OwnFigures(0, 0, 0, ())
    went = outcomes.visited(view)
    checks = _first_checks(outcomes.checks_until(view, reaches - WINDOW))
    standings = outcomes.standings(view, {check.customer_id for check in checks})
    arrivals = {check.id: _arrival(check, went.get(check.case_id, ())) for check in checks}
    delay = usual_delay([(a[0] - c.assessed_on).days for c in checks if (a := arrivals[c.id]) is not None])
    found = (_followed(check, arrivals[check.id], standings[check.customer_id], delay) for check in checks)
    return measure_visits([one for one in found if one is not None], shipped_priors())


def _first_checks(checks: list[Check]) -> list[Check]:
    """The first check of each case that wasn't kept from collection; later ones know what a visit brought."""
    first: dict[str, Check] = {}
    for check in checks:
        if check.detail.get("result", {}).get("strategy") != Strategy.PAUSE.value:
            first.setdefault(check.case_id, check)
    return list(first.values())


def _arrival(check: Check, visits: list[tuple[datetime, str]] | tuple[()]) -> tuple[date, bool] | None:
    """The first visit after a check, early enough to be followed within its window: its day, and whether reached."""
    last = check.assessed_on + WINDOW - FOLLOWED
    days = sorted((local_day(at), outcome not in _IN_VAIN) for at, outcome in visits)
    return next((one for one in days if check.assessed_on <= one[0] <= last), None)


def _followed(
    check: Check, arrival: tuple[date, bool] | None, stood: Standing, delay: int
) -> Followed | None:
    start = arrival[0] if arrival else check.assessed_on + timedelta(days=delay)
    overdue, dpd = stood.overdue_on(start)
    # who had paid by then wouldn't have been visited: kept in, they would make staying away look good
    if overdue <= 0 or stood.paid_within(check.assessed_on, start - timedelta(days=1)) * 2 >= overdue:
        return None
    paid = stood.paid_within(start - timedelta(days=1), start + FOLLOWED)
    share = min(max(paid, 0) * 1000 // overdue, 1000)
    return Followed(_kind(dpd, check.total), arrival is not None, bool(arrival and arrival[1]), share)


def _kind(dpd: int, total: int) -> str:
    late = next(name for name, most in _LATE if dpd <= most)
    risk = next(name for name, least in _RISK if total >= least)
    return f"{late}.{risk}"


_LATE: Final = (("early", 30), ("middle", 90), ("late", 100_000))
_RISK: Final = (("low", 55), ("medium", 35), ("high", 0))
