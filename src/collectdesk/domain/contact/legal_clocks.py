"""Legal clocks: since when each term of a debt runs, what started it anew, when it ends, and how it stands on a day.

Limitation: 民法典 arts 188, 189, 192, 194, 195; guarantee period: arts 692, 693; how days are counted: arts 201–203.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.solutions.months import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collectdesk.domain.calendar import Calendar
    from collectdesk.domain.contact.legal_terms import Term

LONGEST_MONTHS: Final = 240
"""No interruption carries limitation beyond twenty years from its beginning (art. 188)."""
STANDS_STILL_MONTHS: Final = 6
"""An obstacle within so many last months makes limitation stand still; it ends so long after it (art. 194)."""


class Since(Enum):
    """What a clock runs from."""

    LAST_INSTALMENT = "last_instalment"
    OLDEST_UNPAID = "oldest_unpaid"
    ACCELERATED = "accelerated"
    DEMAND = "demand"
    PROMISE = "promise"
    PLAN = "plan"
    PAYMENT = "payment"
    SUIT = "suit"
    ACKNOWLEDGED = "acknowledged"
    AGREED = "agreed"
    CALLED_UPON = "called_upon"
    RECEIVED = "received"
    TOLD = "told"
    SETTLED = "settled"
    RECORDED = "recorded"
    OBSTACLE = "obstacle"
    OBSTACLE_GONE = "obstacle_gone"


class FactKind(Enum):
    """What people note by hand because no other record says it."""

    SUIT = "suit"
    ACKNOWLEDGED = "acknowledged"
    ACCELERATED = "accelerated"
    FORCE_MAJEURE = "force_majeure"
    NO_HEIR = "no_heir"
    OTHER_OBSTACLE = "other_obstacle"
    OBSTACLE_GONE = "obstacle_gone"


OBSTACLES: Final = frozenset({FactKind.FORCE_MAJEURE, FactKind.NO_HEIR, FactKind.OTHER_OBSTACLE})
"""What keeps a creditor from asking for the debt (art. 194)."""


class ClockState(Enum):
    WAITING = "waiting"
    """Hasn't begun yet."""
    RUNNING = "running"
    ALARM = "alarm"
    OVER = "over"
    MET = "met"
    """What it asks for was done in time."""
    OPEN = "open"
    """What it asks for hasn't been done, and no day is set."""
    STILL = "still"
    """Stands still while an obstacle lasts: no day is set until that is gone."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that bears on a clock, and the day it was true."""

    on: date
    what: Since


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What kept the creditor from asking for the debt, until the day it was gone; None while it lasts."""

    from_on: date
    gone_on: date | None


@dataclass(frozen=True, slots=True)
class Clock:
    """One term of one product, guarantor or complaint as it stands."""

    code: str
    subject_id: str
    since: Since | None
    from_on: date | None
    ends_on: date | None
    state: ClockState

    def days_left(self, today: date) -> int | None:
        """Days until its last day, below nought once it has passed; None where no day is set."""
        return None if self.ends_on is None else (self.ends_on - today).days


def state_on(term: Term, begun_on: date, ends_on: date, today: date) -> ClockState:
    """How a term stands on a day; its last day still belongs to it."""
    if today > ends_on:
        return ClockState.OVER
    if term.alarm((ends_on - today).days) is not None:
        return ClockState.ALARM
    return ClockState.WAITING if today < begun_on else ClockState.RUNNING


def limitation(
    term: Term,
    calendar: Calendar,
    subject_id: str,
    begun: Happened,
    interrupted: Iterable[Happened],
    today: date,
    obstacles: Iterable[Obstacle] = (),
) -> Clock:
    """The limitation of one debt: from ``begun``, anew from each demand, promise or payment while it ran.

    What came before it began changes nothing, and what came after it was over doesn't revive it here: that a debtor
    can't take a late promise or payment back (art. 192) is no new term. An obstacle within its last six months makes it
    stand still (art. 194), never beyond twenty years.
    """
    stood = sorted((one for one in obstacles if one.from_on <= today), key=lambda one: one.from_on)
    last = add_months(begun.on, LONGEST_MONTHS)

    def end_from(start: date) -> _End:
        return _moved(min(term.ends_on(start, calendar), last), stood, calendar, last, today)

    found, end = begun, end_from(begun.on)
    for each in sorted(interrupted, key=lambda one: one.on):
        if found.on <= each.on <= min(end.on or today, today):
            found, end = each, end_from(each.on)
    since = end.since or found
    state = ClockState.STILL if end.on is None else state_on(term, begun.on, end.on, today)
    return Clock(term.code, subject_id, since.what, since.on, end.on, state)


@dataclass(frozen=True, slots=True)
class _End:
    """The last day of a term, and the obstacle that moved it there; no day while one lasts."""

    on: date | None
    since: Happened | None = None


def _moved(ends_on: date, obstacles: Sequence[Obstacle], calendar: Calendar, last: date, today: date) -> _End:
    """Where obstacles move the end of limitation: only one that reaches into its last six months does."""
    end, on = _End(ends_on), ends_on
    for each in obstacles:
        last_months = add_months(on, -STANDS_STILL_MONTHS)
        if each.from_on > on or (each.gone_on or today) < last_months:
            continue
        if each.gone_on is None:
            return _End(None, Happened(max(each.from_on, last_months), Since.OBSTACLE))
        later = min(calendar.workday_from(add_months(each.gone_on, STANDS_STILL_MONTHS)), last)
        if later > on:
            end, on = _End(later, Happened(each.gone_on, Since.OBSTACLE_GONE)), later
    return end


def guarantee(
    term: Term,
    calendar: Calendar,
    subject_id: str,
    due: Happened,
    agreed_until: date | None,
    called_on: Iterable[date],
    today: date,
) -> Clock:
    """The guarantee period of one guarantor: as agreed, else by the term from the debt's due day.

    Nothing interrupts it; a demand that reached the guarantor within it keeps them bound.
    """
    ends_on = agreed_until or term.ends_on(due.on, calendar)
    called = min((day for day in called_on if due.on <= day <= ends_on), default=None)
    if called is not None:
        return Clock(term.code, subject_id, Since.CALLED_UPON, called, ends_on, ClockState.MET)
    since = Since.AGREED if agreed_until else due.what
    return Clock(term.code, subject_id, since, due.on, ends_on, state_on(term, due.on, ends_on, today))


def prior_notice(
    term: Term, subject_id: str, told_on: date | None, answer_by: date | None, today: date
) -> Clock:
    """The notice before adverse reporting: nothing may be reported before it was given and its day to answer passed."""
    if told_on is None or answer_by is None:
        return Clock(term.code, subject_id, None, None, None, ClockState.OPEN)
    state = ClockState.MET if today > answer_by else ClockState.RUNNING
    return Clock(term.code, subject_id, Since.TOLD, told_on, answer_by, state)


def kept_until(term: Term, calendar: Calendar, subject_id: str, begun: Happened, today: date) -> Clock:
    """How long something is kept: by the bureau from the end of the default, by the branch from its recording."""
    ends_on = term.ends_on(begun.on, calendar)
    return Clock(
        term.code, subject_id, begun.what, begun.on, ends_on, state_on(term, begun.on, ends_on, today)
    )


def answer(
    term: Term, subject_id: str, received_on: date, due_on: date, answered_on: date | None, today: date
) -> Clock:
    """The answer to a complaint or objection: its day stands in the register."""
    if answered_on is not None:
        state = ClockState.MET if answered_on <= due_on else ClockState.OVER
        return Clock(term.code, subject_id, Since.RECEIVED, received_on, due_on, state)
    return Clock(
        term.code, subject_id, Since.RECEIVED, received_on, due_on, state_on(term, received_on, due_on, today)
    )
