"""The lawful starts nearest to a plan that was refused: each one is judged again with the facts of its own hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from collectdesk.desk.rules import gate
from collectdesk.domain.rules.gate import Judgement
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.remedies import TIMED
from collectdesk.domain.rules.windows import FURTHEST_DAYS, Window
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.visits.visits import VisitRequest
from collectdesk.store.work import View

FactsAt = Callable[[datetime], gate.Facts]
"""The facts of the same act begun at another instant."""
_MINUTE = timedelta(minutes=1)


def visit_begun(
    view: View,
    asked: VisitRequest,
    minutes: int,
    crew: gate.Crew,
    *,
    unrelated: bool,
    caution: str | None = None,
) -> FactsAt:
    """The facts of a visit of that length by that team, whenever it begins."""
    return lambda start: gate.visit_facts(
        view,
        asked.case_id,
        asked.point_id,
        start,
        start + timedelta(minutes=minutes),
        crew,
        unrelated=unrelated,
        to_be_told=True,
        caution=caution,
    )


def nearest_starts(
    view: View,
    act: Act,
    facts_at: FactsAt,
    planned_at: datetime,
    refused: Judgement,
    zone: tzinfo = CHINA_TIME,
) -> tuple[datetime, ...]:
    """The last lawful start before the planned one on its day, if still to come, and the first one after it.

    Full minutes, each passing the gate. Nothing where time alone can't mend the plan, or not within a month.
    """
    if not any(decision.remedy.code in TIMED for decision in refused.refusals):
        return ()
    before = next(_before(view, act, facts_at, planned_at, zone), None)
    after = next(_after(view, act, facts_at, max(planned_at, _full(view.now)), zone), None)
    return tuple(start for start in (before, after) if start is not None)


def _before(
    view: View, act: Act, facts_at: FactsAt, planned_at: datetime, zone: tzinfo
) -> Iterator[datetime]:
    day = local_day(planned_at)
    for window in reversed(gate.windows(view, act, facts_at(planned_at), day, zone)):
        start = min(_last(day, window), _floor(planned_at))
        if start >= max(view.now, _first(day, window)) and _passes(view, act, facts_at, start):
            yield start


def _after(view: View, act: Act, facts_at: FactsAt, since: datetime, zone: tzinfo) -> Iterator[datetime]:
    day = local_day(since)
    for ahead in range(FURTHEST_DAYS + 1):
        on = day + timedelta(days=ahead)
        asked = since if not ahead else datetime.combine(on, time(12), CHINA_TIME)
        for window in gate.windows(view, act, facts_at(asked), on, zone):
            start = max(_first(on, window), since)
            if start <= _last(on, window) and _passes(view, act, facts_at, start):
                yield start


def _passes(view: View, act: Act, facts_at: FactsAt, start: datetime) -> bool:
    return gate.judge_act(view, act, facts_at(start), local_day(start)).is_lawful


def _first(day: date, window: Window) -> datetime:
    return _full(datetime.combine(day, window.start, CHINA_TIME))


def _last(day: date, window: Window) -> datetime:
    """The last full minute of a window, whose end is no longer in it."""
    end = datetime.combine(day, window.end, CHINA_TIME) + timedelta(days=window.end == time(0))
    return _floor(end - timedelta(seconds=1))


def _full(at: datetime) -> datetime:
    """The next full minute, or the same one where it begins just now."""
    return _floor(at + _MINUTE - timedelta(microseconds=1))


def _floor(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
