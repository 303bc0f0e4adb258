"""Only payments decide a promise: a file that hasn't come yet breaks nobody's word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from collectdesk.desk.solutions.following import ShowFollowUps, StartDay
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.solutions.promises import PromiseState
from helpers.branches import ACCOUNTS, LI, PRACTICE_DATE, WANG, overdue_rows, payment_row

if TYPE_CHECKING:
    from helpers.branches import Branch

DUE = PRACTICE_DATE + timedelta(days=3)


def _states(branch: Branch) -> dict[str, PromiseState]:
    return {line.name: line.state for line in branch.clerk(ShowFollowUps()).promises}


def _payments(branch: Branch, day: date) -> tuple[int, int]:
    rows = [payment_row("HK-LATE", ACCOUNTS[LI], DUE, 50_000)]
    done = branch.take(LedgerKind.PAYMENTS, rows, day)
    return done.promises_kept, done.promises_broken


def test_a_day_begun_before_the_payments_are_in_breaks_no_promise(branch: Branch) -> None:
    branch.promise(LI, due_on=DUE)
    branch.advance(days=4)
    assert branch.clerk(StartDay()) == (0, 0)
    branch.take(LedgerKind.OVERDUE, overdue_rows(), DUE + timedelta(days=1))
    assert _states(branch) == {LI: PromiseState.ACTIVE}


def test_the_payments_file_decides_for_those_who_paid_and_those_who_didnt(branch: Branch) -> None:
    branch.promise(LI, due_on=DUE)
    branch.promise(WANG, due_on=DUE)
    branch.advance(days=4)
    assert _payments(branch, DUE) == (1, 1)
    assert _states(branch) == {LI: PromiseState.KEPT, WANG: PromiseState.BROKEN}


def test_payments_known_only_to_the_day_before_leave_the_promise_running(branch: Branch) -> None:
    branch.promise(WANG, due_on=DUE)
    branch.advance(days=9)
    assert _payments(branch, DUE - timedelta(days=1)) == (0, 0)
    assert _states(branch) == {WANG: PromiseState.ACTIVE}
    assert branch.clerk(StartDay()) == (0, 0)
