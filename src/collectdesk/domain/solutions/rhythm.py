"""The rhythm of following up: on which day to remind of a due date, by how it was kept to so far and by the risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from collectdesk.domain.solutions.paying import Paying, sum_paid
from collectdesk.domain.solutions.solution_table import SolutionTable, Steadiness

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from collectdesk.domain.solutions.schedules import Schedule

LONGEST_SHIFT: Final = 14
"""Days back in search of a workday: no holiday lasts longer."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How somebody kept to what was agreed: instalments paid after their day, promises broken, and the last one."""

    paid_late: int = 0
    broken: int = 0
    broke_last: bool = False
    high_risk: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """The day to remind on, and by which rhythm: the code of its reason."""

    on: date
    how: Steadiness
    why: str


def steadiness(kept: Kept) -> tuple[Steadiness, str]:
    """How steady, with the reason's code: what was missed last weighs most, then the risk, then older breaks."""
    if kept.paid_late or kept.broke_last:
        return Steadiness.AFTER_MISS, "remind.paid_late" if kept.paid_late else "remind.broke_last"
    if kept.high_risk:
        return Steadiness.SHAKY, "remind.high_risk"
    if kept.broken:
        return Steadiness.SHAKY, "remind.broke_before"
    return Steadiness.STEADY, "remind.steady"


def remind(
    due_on: date,
    today: date,
    kept: Kept,
    table: SolutionTable,
    is_workday: Callable[[date], bool],
    kind: str = "",
) -> Reminder | None:
    """The reminder of a due date, on a workday and not before today; None where no day is left before the due one.

    ``kind`` is the plan's, "" for a promise: a kind with days of its own is reminded of by them, and says so.
    """
    how, why = steadiness(kept)
    days = table.remind_before
    if kind in table.remind_kinds:
        days, why = table.remind_kinds[kind], f"remind.{kind}.{how.value}"
    if not days[how]:
        return None
    on = max(_workday_before(due_on - timedelta(days=days[how]), is_workday), today)
    return Reminder(on, how, why) if on < due_on else None


def paid_late(schedule: Schedule, payments: Collection[Paying], as_of: date, counts_from: date) -> int:
    """How many instalments that fell due before a day weren't paid in full by their own day."""
    owed, late = 0, 0
    for line in schedule.instalments:
        owed += line.due.fen
        if line.due_on >= as_of:
            break
        in_time = [each for each in payments if each.paid_on <= line.due_on]
        late += sum_paid(in_time, lambda day: day >= counts_from, line.due.currency).fen < owed
    return late


def _workday_before(day: date, is_workday: Callable[[date], bool]) -> date:
    for shift in range(LONGEST_SHIFT):
        if is_workday(day - timedelta(days=shift)):
            return day - timedelta(days=shift)
    return day
