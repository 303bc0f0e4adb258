"""Owns the one list of promises and plans: which state each is in today, and its columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.desk.solutions.following import FollowUps, PlanLine, PromiseLine
from collectdesk.desk.solutions.watching import WatchedLine
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.arrangements import ArrangementState, FollowUp
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.solutions.watching import WatchSign
from collectdesk.terms import term
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.words import Words


class Standing(Enum):
    """What a line needs today, most urgent first."""

    BROKEN = "broken"
    WAITING = "waiting"
    DUE = "due"
    COMING = "coming"
    WATCHED = "watched"
    DONE = "done"


SENTENCES: Final = {
    Standing.BROKEN: mark("Broken"),
    Standing.WAITING: mark("To approve"),
    Standing.DUE: mark("Due today"),
    Standing.COMING: mark("Coming"),
    Standing.WATCHED: mark("Watched"),
    Standing.DONE: mark("Done"),
}
_ORDER: Final = tuple(Standing)
_PLAN_TONES: Final = {
    FollowUp.BROKEN: Tone.DANGER,
    FollowUp.MISSED: Tone.DANGER,
    FollowUp.IN_GRACE: Tone.WARN,
    FollowUp.ON_TRACK: Tone.GOOD,
    FollowUp.COMPLETED: Tone.GOOD,
}
_PROMISE_TONES: Final = {
    PromiseState.BROKEN: Tone.DANGER,
    PromiseState.PARTLY_KEPT: Tone.WARN,
    PromiseState.ACTIVE: Tone.NOTICE,
    PromiseState.KEPT: Tone.GOOD,
}
_SIGNS: Final = {
    WatchSign.RELAPSED: (Standing.BROKEN, Tone.DANGER),
    WatchSign.REVIEW_DUE: (Standing.DUE, Tone.SPECIAL),
    WatchSign.WATCHED: (Standing.WATCHED, Tone.PLAIN),
}
_RUNNING: Final = (ArrangementState.APPROVED, ArrangementState.ACTIVE)


@dataclass(frozen=True, slots=True)
class Line:
    """A promise, a plan or somebody who is watched on, as the list shows it.

    ``due_on`` is the next day to pay, or the last day of the watch; None when there is none.
    """

    of: PromiseLine | PlanLine | WatchedLine
    standing: Standing
    amount: Money
    paid: Money
    short: Money
    due_on: date | None

    @property
    def key(self) -> str:
        if isinstance(self.of, PromiseLine):
            return self.of.promise_id
        return (
            self.of.arrangement_id if isinstance(self.of, PlanLine) else self.of.watch_id or self.of.case_id
        )

    @property
    def is_plan(self) -> bool:
        return isinstance(self.of, PlanLine)


def lines_of(found: FollowUps, today: date) -> list[Line]:
    """Every promise and plan, the most urgent first; within one standing by the day to pay."""
    lines = [_promise(each) for each in found.promises] + [_plan(each, today) for each in found.plans]
    lines += [_watched(each) for each in found.watched]
    return sorted(lines, key=lambda line: (_ORDER.index(line.standing), line.due_on or date.max))


def _promise(promise: PromiseLine) -> Line:
    short = Money(max(0, promise.amount.fen - promise.paid.fen))
    return Line(promise, _promise_standing(promise), promise.amount, promise.paid, short, promise.due_on)


def _promise_standing(promise: PromiseLine) -> Standing:
    if promise.state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT):
        return Standing.BROKEN
    if promise.state is not PromiseState.ACTIVE:
        return Standing.DONE
    return Standing.DUE if promise.days_left <= 0 else Standing.COMING


def _plan(plan: PlanLine, today: date) -> Line:
    due_on = plan.check.next_due_on
    if plan.state is ArrangementState.SIGNED:
        standing = Standing.WAITING
    elif plan.state is ArrangementState.BROKEN:
        standing = Standing.BROKEN
    elif plan.state not in _RUNNING:
        standing = Standing.DONE
    elif plan.check.state in (FollowUp.BROKEN, FollowUp.MISSED):
        standing = Standing.BROKEN
    else:
        late = plan.check.state is FollowUp.IN_GRACE or (due_on is not None and due_on <= today)
        standing = Standing.DUE if late else Standing.COMING
    return Line(plan, standing, plan.schedule.total, plan.check.paid, plan.check.short, due_on)


def _watched(line: WatchedLine) -> Line:
    nothing = Money(0)
    return Line(line, _SIGNS[line.sign][0], nothing, nothing, line.overdue, line.until_on)


def state_of(words: Words, line: Line) -> Status:
    """What the payments say, as a chip."""
    if isinstance(line.of, PromiseLine):
        tone = _PROMISE_TONES.get(line.of.state, Tone.PLAIN)
        return Status(term(words, line.of.state), tone, line.standing is Standing.BROKEN)
    if isinstance(line.of, WatchedLine):
        tone = _SIGNS[line.of.sign][1]
        return Status(term(words, line.of.sign), tone, line.standing is Standing.BROKEN)
    if line.of.state in _RUNNING:
        check = line.of.check.state
        return Status(term(words, check), _PLAN_TONES[check], line.standing is Standing.BROKEN)
    tone = {ArrangementState.SIGNED: Tone.SPECIAL, ArrangementState.BROKEN: Tone.DANGER}.get(
        line.of.state, Tone.PLAIN
    )
    return Status(term(words, line.of.state), tone, line.standing in (Standing.BROKEN, Standing.WAITING))


def kind_of(words: Words, line: Line) -> str:
    """Promise, the plan's number, or what is watched for."""
    if isinstance(line.of, PlanLine):
        return line.of.number
    if isinstance(line.of, WatchedLine):
        number = line.of.number
        return (
            words.say(mark("Watch of {number}"), number=number)
            if number
            else words.say(mark("Nothing overdue"))
        )
    return words.say(mark("Promise"))


def _agreed(words: Words, line: Line, amount: Money) -> str:
    """Nothing is agreed with who is only watched on."""
    return "—" if isinstance(line.of, WatchedLine) else words.money(amount, sign=False)


COLUMNS: Final[tuple[Column[Line], ...]] = (
    Column(mark("Customer"), lambda _w, r: r.of.name, Kind.BOLD),
    Column(mark("Promise or plan"), kind_of, Kind.MUTED),
    Column(mark("Agreed"), lambda w, r: _agreed(w, r, r.amount), Kind.MONEY, sort=lambda r: r.amount.fen),
    Column(mark("Paid"), lambda w, r: _agreed(w, r, r.paid), Kind.MONEY, sort=lambda r: r.paid.fen),
    Column(
        mark("Short"),
        lambda w, r: w.money(r.short, sign=False),
        Kind.MONEY,
        sort=lambda r: r.short.fen,
        tone=lambda r: Tone.DANGER if r.standing is Standing.BROKEN and r.short.fen else Tone.PLAIN,
        width=96,
    ),
    Column(
        mark("Next due"),
        lambda w, r: w.date(r.due_on),
        sort=lambda r: r.due_on or date.max,
        tone=lambda r: Tone.DANGER if r.standing is Standing.BROKEN else Tone.PLAIN,
        stretch=True,
    ),
    Column(mark("State"), state_of, Kind.CHIP),
)
