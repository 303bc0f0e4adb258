"""Who owes nothing overdue any more isn't called; who falls behind again is; a planned visit isn't left in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from collectdesk.desk.archive.filing import CloseCase
from collectdesk.desk.contact.contacting import PostponeStep
from collectdesk.desk.customers.today import ShowToday
from collectdesk.desk.intake.imports import CommitImport, ListImports
from collectdesk.desk.solutions.following import StartDay
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import BadRow, LedgerKind
from collectdesk.store.cases import cases
from helpers.branches import (
    ACCOUNTS,
    LI,
    OUYANG,
    PRACTICE_DATE,
    WANG,
    ledger,
    overdue_row,
    overdue_rows,
    payment_row,
)

if TYPE_CHECKING:
    from collectdesk.domain.intake.imports import OverdueRow
    from helpers.branches import Branch

NEXT_DAY = PRACTICE_DATE + timedelta(days=1)
LATER = PRACTICE_DATE + timedelta(days=2)


def _wang(overdue: int, dpd: int) -> OverdueRow:
    return overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, overdue, 23_155_88, dpd)


def _listed(branch: Branch, name: str) -> list[tuple[StepKind, str]]:
    items = branch.clerk(ShowToday()).items
    return [(item.kind, item.why) for item in items if item.name == name]


def _steps(branch: Branch, name: str) -> list[tuple[StepKind, str]]:
    case_id = branch.case_id(name)
    return [(step.kind, step.why) for step in branch.ask(lambda view: cases.steps(view, case_id=case_id))]


def test_a_customer_listed_with_nothing_overdue_leaves_the_calls_and_can_be_closed(branch: Branch) -> None:
    done = branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY)
    assert (done.cured, done.relapsed, done.leftovers) == (1, 0, ())
    assert _listed(branch, WANG) == [(StepKind.ARCHIVE, "case.cured")]
    assert _listed(branch, LI) == [(StepKind.CALL, "case.opened")]
    branch.supervisor(CloseCase(branch.case_id(WANG)))


def test_it_is_offered_once_however_often_the_list_says_so(branch: Branch) -> None:
    branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY)
    branch.clerk(StartDay())
    assert branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], LATER).cured == 0
    assert _steps(branch, WANG) == [(StepKind.ARCHIVE, "case.cured")]


def test_a_newer_list_that_leaves_a_product_out_says_that_it_is_overdue_no_more(branch: Branch) -> None:
    branch.take(LedgerKind.OVERDUE, [_more_cards(0), _more_cards(1)])
    rest = [*[row for row in overdue_rows() if row.name != WANG], _more_cards(0), _more_cards(1)]
    done = branch.take(LedgerKind.OVERDUE, rest, NEXT_DAY)
    assert (done.cured, done.unlisted) == (1, 0)
    assert _listed(branch, WANG) == [(StepKind.ARCHIVE, "case.cured")]
    assert branch.products(WANG)[0].overdue.fen == 0
    assert branch.products(WANG)[0].balance.fen == 23_155_88


def test_a_list_of_a_part_of_the_branch_says_nothing_about_the_others(branch: Branch) -> None:
    done = branch.take(LedgerKind.OVERDUE, [row for row in overdue_rows() if row.name == LI], NEXT_DAY)
    assert (done.cured, done.unlisted) == (0, 3)
    assert _listed(branch, WANG) == [(StepKind.CALL, "case.opened")]


def test_a_row_in_quarantine_is_no_missing_row(branch: Branch) -> None:
    branch.take(LedgerKind.OVERDUE, [_more_cards(0), _more_cards(1)])
    rest = [*[row for row in overdue_rows() if row.name != WANG], _more_cards(0), _more_cards(1)]
    wide = ACCOUNTS[WANG].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    bad = (BadRow(9, "逾期金额", "-5", "amount.negative", {}, ("KH", wide, "-5")),)
    done = branch.clerk(CommitImport(replace(ledger(LedgerKind.OVERDUE, rest, NEXT_DAY), bad=bad)))
    assert (done.cured, done.unlisted) == (0, 0)
    assert branch.products(WANG)[0].overdue.fen == 4_021_17


def test_a_relapse_brings_the_call_back_even_to_an_offer_that_was_put_off(branch: Branch) -> None:
    branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY)
    (item,) = [each for each in branch.clerk(ShowToday()).items if each.name == WANG]
    branch.clerk(PostponeStep(item.step_id, LATER, "等行里确认"))
    done = branch.take(LedgerKind.OVERDUE, [_wang(120_00, 1)], LATER)
    assert (done.cured, done.relapsed) == (0, 1)
    assert _steps(branch, WANG) == [(StepKind.CALL, "case.relapsed")]


def test_payments_that_cover_the_arrears_end_the_calls_until_the_list_confirms(branch: Branch) -> None:
    paid = [payment_row("HK-FULL", ACCOUNTS[WANG], NEXT_DAY, 4_021_17)]
    assert branch.take(LedgerKind.PAYMENTS, paid, NEXT_DAY).cured == 1
    assert _steps(branch, WANG) == [(StepKind.REVIEW, "case.paid")]
    branch.advance(days=1)
    assert _listed(branch, WANG) == [(StepKind.REVIEW, "case.paid")]
    branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], LATER)
    assert _steps(branch, WANG) == [(StepKind.ARCHIVE, "case.cured")]


def test_a_payment_that_the_next_list_doesnt_confirm_brings_the_call_back(branch: Branch) -> None:
    branch.take(LedgerKind.PAYMENTS, [payment_row("HK-FULL", ACCOUNTS[WANG], NEXT_DAY, 4_021_17)], NEXT_DAY)
    assert branch.take(LedgerKind.OVERDUE, [_wang(4_021_17, 37)], LATER).relapsed == 1
    assert _steps(branch, WANG) == [(StepKind.CALL, "case.relapsed")]


def test_part_of_the_arrears_paid_leaves_the_call(branch: Branch) -> None:
    paid = [payment_row("HK-PART", ACCOUNTS[WANG], NEXT_DAY, 4_021_16)]
    assert branch.take(LedgerKind.PAYMENTS, paid, NEXT_DAY).cured == 0
    assert _steps(branch, WANG) == [(StepKind.CALL, "case.opened")]


def test_one_product_in_order_doesnt_end_the_calls_for_the_other(branch: Branch) -> None:
    loan = overdue_row(3, OUYANG, ACCOUNTS[OUYANG], ProductKind.LOAN, 0, 50_000_00, 0)
    assert branch.take(LedgerKind.OVERDUE, [loan], NEXT_DAY).cured == 0
    assert _steps(branch, OUYANG) == [(StepKind.CALL, "case.opened")]


def test_a_promise_that_still_runs_keeps_its_follow_up(branch: Branch) -> None:
    branch.promise(WANG, due_on=LATER)
    before = _steps(branch, WANG)
    assert branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY).cured == 0
    assert _steps(branch, WANG) == before == [(StepKind.FOLLOW_PROMISE, "promise.due")]


def test_a_plan_that_waits_for_the_supervisor_keeps_its_follow_up(branch: Branch) -> None:
    branch.offer(WANG)
    before = _steps(branch, WANG)
    assert branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY).cured == 0
    assert _steps(branch, WANG) == before


def test_once_the_promise_is_kept_closing_is_offered_instead_of_a_review(branch: Branch) -> None:
    branch.promise(WANG, fen=4_021_17, due_on=NEXT_DAY)
    branch.advance(days=2)
    branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY)
    paid = [payment_row("HK-FULL", ACCOUNTS[WANG], NEXT_DAY, 4_021_17)]
    done = branch.take(LedgerKind.PAYMENTS, paid, NEXT_DAY)
    assert (done.promises_kept, done.cured) == (1, 1)
    assert _steps(branch, WANG) == [(StepKind.ARCHIVE, "case.cured")]


def test_a_visit_that_is_still_planned_is_named_in_the_result_and_in_today(branch: Branch) -> None:
    branch.planned_visit(WANG, branch.today_at(10, days=1))
    done = branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY)
    (left,) = done.leftovers
    assert left.visit_no
    assert left.planned_at == branch.today_at(10, days=1)
    assert (StepKind.ARCHIVE, "case.cured_visit") in _listed(branch, WANG)
    assert StepKind.CALL not in {kind for kind, _ in _steps(branch, WANG)}


def test_a_visit_only_asked_for_is_named_too(branch: Branch) -> None:
    branch.call(WANG)
    branch.assess(WANG)
    branch.request(WANG)
    (left,) = branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY).leftovers
    assert (left.visit_no, left.planned_at) == ("", None)


def test_the_register_keeps_what_came_of_it(branch: Branch) -> None:
    done = branch.take(LedgerKind.OVERDUE, [_wang(0, 0)], NEXT_DAY)
    kept = next(line for line in branch.clerk(ListImports()) if line.id == done.batch_id)
    assert kept.counts["cases_cured"] == 1


def _more_cards(number: int) -> OverdueRow:
    return overdue_row(
        5 + number, f"卡户{number}", f"622575000000{number:04d}", ProductKind.CARD, 500_00, 900_00, 40
    )
