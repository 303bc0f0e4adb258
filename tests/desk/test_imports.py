"""Taking files in: all or nothing, never twice, and what follows from what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import ListCustomers, SeekCustomers, Wanted
from collectdesk.desk.intake import imports
from collectdesk.desk.intake.imports import CommitImport, ListImports, ShowQuarantine
from collectdesk.domain.customers.cases import CaseState, ProductStage, StepKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import BadRow, LedgerKind
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.rows.columns import Rows
from helpers.branches import (
    ACCOUNTS,
    LI,
    OUYANG,
    OUYANG_CARD,
    PRACTICE_DATE,
    ledger,
    overdue_row,
    payment_row,
)

if TYPE_CHECKING:
    from helpers.branches import Branch

NEXT_DAY = PRACTICE_DATE + timedelta(days=1)


def image(branch: Branch) -> dict[str, list[Any]]:
    with branch.desk.store.reading() as connection:
        return {
            table.name: list(connection.execute(sa.select(table)).all())
            for table in Rows.metadata.sorted_tables
        }


def li(overdue: int, dpd: int, **changes: Any) -> Any:
    return overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, overdue, 18_630_000, dpd, **changes)


def test_the_same_file_is_refused_and_changes_nothing(branch: Branch) -> None:
    file = ledger(LedgerKind.OVERDUE, [li(900_00, 70)], NEXT_DAY)
    branch.clerk(CommitImport(file))
    before = image(branch)
    with pytest.raises(Refused) as error:
        branch.clerk(CommitImport(replace(file, file_name="copy of it.csv")))
    assert error.value.code == "import.same_file"
    assert error.value.facts["earlier"] == file.file_name
    assert image(branch) == before


def test_a_file_without_a_data_date_waits_for_one(branch: Branch) -> None:
    file = replace(ledger(LedgerKind.OVERDUE, [li(900_00, 70)]), data_date=None, sha256="1" * 64)
    with pytest.raises(Refused) as error:
        branch.clerk(CommitImport(file))
    assert error.value.code == "import.data_date_missing"
    assert branch.clerk(CommitImport(file, NEXT_DAY)).data_date == NEXT_DAY


def test_a_file_of_bad_rows_only_changes_nothing(branch: Branch) -> None:
    bad = (BadRow(2, "amount", "-1", "amount.negative", {}, ("-1",)),)
    before = image(branch)
    with pytest.raises(Refused) as error:
        branch.clerk(CommitImport(replace(ledger(LedgerKind.PAYMENTS, []), bad=bad, sha256="2" * 64)))
    assert error.value.code == "import.nothing_usable"
    assert image(branch) == before


def test_an_import_that_fails_at_its_end_leaves_no_trace(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> tuple[int, int]:
        raise RuntimeError("at the very end")

    monkeypatch.setattr(imports, "judge_solutions", fail)
    before = image(branch)
    with pytest.raises(RuntimeError):
        branch.take(LedgerKind.PAYMENTS, [payment_row("HK1", ACCOUNTS[LI], PRACTICE_DATE, 500_00)])
    assert image(branch) == before


def test_the_quarantine_is_kept_with_line_column_value_and_reason(branch: Branch) -> None:
    bad = (
        BadRow(3, "amount", "abc", "amount.unreadable", {"limit": "2"}, ("李四", "abc")),
        BadRow(3, "phone", "1", "phone.length", {}, ("李四", "abc")),
        BadRow(5, "dpd", "-3", "dpd.negative", {}, ("王五",)),
    )
    done = branch.clerk(CommitImport(replace(ledger(LedgerKind.OVERDUE, [li(1, 70)], NEXT_DAY), bad=bad)))
    assert (done.good, done.bad_rows) == (1, 2)
    kept = branch.clerk(ShowQuarantine(done.batch_id))
    assert sorted(kept, key=lambda b: (b.line, b.column)) == list(bad)
    newest = next(line for line in branch.clerk(ListImports()) if line.id == done.batch_id)
    assert (newest.good, newest.bad, newest.imported_by) == (1, 2, "陈静")


def test_a_payment_counts_once_however_often_its_reference_comes(branch: Branch) -> None:
    row = payment_row("HK1", ACCOUNTS[LI], PRACTICE_DATE, 500_00)
    assert branch.take(LedgerKind.PAYMENTS, [row]).counts["payments_new"] == 1
    again = branch.take(
        LedgerKind.PAYMENTS, [row, payment_row("HK2", ACCOUNTS[LI], PRACTICE_DATE, 1)], NEXT_DAY
    )
    assert (again.counts["payments_new"], again.counts["payments_known"]) == (1, 1)
    paid = branch.ask(lambda v: customers.payments(v, [branch.products()[0].id]))
    assert sorted(p.reference for p in paid) == ["HK1", "HK2", "HK2026010901"]


def test_rows_of_unknown_accounts_are_left_out_and_the_rest_taken(branch: Branch) -> None:
    rows = [payment_row("HK1", "000", PRACTICE_DATE, 1), payment_row("HK2", ACCOUNTS[LI], PRACTICE_DATE, 1)]
    assert branch.take(LedgerKind.PAYMENTS, rows).counts["payments_new"] == 1


def test_an_overdue_customer_gets_one_case_however_many_lists_name_them(branch: Branch) -> None:
    first = branch.case_id(OUYANG)
    done = branch.take(LedgerKind.OVERDUE, [li(900_00, 70)], NEXT_DAY)
    assert done.cases_opened == 0
    fresh = [overdue_row(9, "新客户", "6228480000000009999", ProductKind.LOAN, 100, 1000, 5)]
    assert branch.take(LedgerKind.OVERDUE, fresh, NEXT_DAY).cases_opened == 1
    assert branch.case_id(OUYANG) == first


def test_a_customer_who_isnt_overdue_gets_no_case(branch: Branch) -> None:
    row = [overdue_row(9, "好客户", "6228480000000009999", ProductKind.LOAN, 0, 1000, 0)]
    assert branch.take(LedgerKind.OVERDUE, row, NEXT_DAY).cases_opened == 0


@pytest.mark.parametrize(("days", "why"), [(90, "case.relapsed"), (91, "case.opened")])
def test_a_relapse_after_closing_opens_a_new_case_and_leaves_the_old_one(
    branch: Branch, days: int, why: str
) -> None:
    old = branch.case_id(LI)
    branch.take(LedgerKind.OVERDUE, [li(0, 0)], NEXT_DAY)
    assert branch.clerk(OpenFile(branch.customer_id(LI))).state is CaseState.CURED
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        cases.close_case(work, cases.case(work, old))
    branch.advance(days=days)
    later = PRACTICE_DATE + timedelta(days=days)
    assert branch.take(LedgerKind.OVERDUE, [li(500_00, 3)], later).cases_opened == 1
    new = branch.case_id(LI)
    assert new != old
    assert [(s.kind, s.why) for s in branch.ask(lambda v: cases.steps(v, case_id=new))] == [
        (StepKind.CALL, why)
    ], "who was closed ninety days ago or less isn't told from a new customer"
    assert branch.ask(lambda v: cases.case(v, old)).closed_on is not None


def test_a_relapse_while_the_case_is_open_goes_on_in_it(branch: Branch) -> None:
    old = branch.case_id(LI)
    branch.take(LedgerKind.OVERDUE, [li(0, 0)], NEXT_DAY)
    branch.take(LedgerKind.OVERDUE, [li(300_00, 2)], NEXT_DAY + timedelta(days=1))
    assert branch.case_id(LI) == old
    assert branch.clerk(OpenFile(branch.customer_id(LI))).state is CaseState.NEW


def test_an_older_list_taken_in_later_changes_nothing_of_today(branch: Branch) -> None:
    before = branch.products()[0]
    branch.take(LedgerKind.OVERDUE, [li(1_00, 1)], PRACTICE_DATE - timedelta(days=30))
    assert branch.products()[0] == before


def test_of_two_lists_of_one_day_the_later_one_holds(branch: Branch) -> None:
    branch.take(LedgerKind.OVERDUE, [li(111_00, 71)], NEXT_DAY)
    branch.take(LedgerKind.OVERDUE, [li(222_00, 72)], NEXT_DAY)
    assert (branch.products()[0].overdue.fen, branch.products()[0].dpd) == (222_00, 72)


def test_the_file_as_of_a_past_day_shows_what_stood_then(branch: Branch) -> None:
    branch.take(LedgerKind.OVERDUE, [li(0, 0)], NEXT_DAY)
    branch.take(LedgerKind.PAYMENTS, [payment_row("HK9", ACCOUNTS[LI], NEXT_DAY, 1_284_536)], NEXT_DAY)
    customer_id = branch.customer_id(LI)
    now, then = branch.clerk(OpenFile(customer_id)), branch.clerk(OpenFile(customer_id, PRACTICE_DATE))
    assert (now.overdue.fen, now.dpd, now.products[0].stage) == (0, 0, ProductStage.CURED)
    assert (then.overdue.fen, then.dpd, then.as_of) == (12_845_36, 67, PRACTICE_DATE)
    assert then.products[0].stage is ProductStage.OVERDUE
    assert [p.reference for p in then.products[0].payments] == ["HK2026010901"]
    before = branch.clerk(OpenFile(customer_id, date(2026, 1, 1)))
    assert (before.overdue.fen, before.as_of, before.products) == (
        0,
        None,
        (),
    )  # nobody knew of any arrears then


def test_a_customer_is_still_found_by_an_account_that_a_later_list_leaves_out(branch: Branch) -> None:
    branch.take(
        LedgerKind.OVERDUE, [overdue_row(3, OUYANG, ACCOUNTS[OUYANG], ProductKind.LOAN, 1, 2, 96)], NEXT_DAY
    )
    for text in (OUYANG, "ouyang", "oyx", "KH000003"):
        found = branch.clerk(ListCustomers(text=text))
        assert [line.name for line in found] == [OUYANG], text
    for account_no in (OUYANG_CARD, ACCOUNTS[OUYANG], OUYANG_CARD[-4:]):
        sought = branch.clerk(SeekCustomers(Wanted(account_no)))
        assert [line.name for line in sought.lines] == [OUYANG], account_no


def test_the_list_as_of_a_past_day_shows_what_stood_then(branch: Branch) -> None:
    branch.take(LedgerKind.OVERDUE, [li(0, 0)], NEXT_DAY)
    now = {line.name: line.dpd for line in branch.clerk(ListCustomers(only_overdue=False))}
    then = {
        line.name: line.dpd for line in branch.clerk(ListCustomers(only_overdue=False, as_of=PRACTICE_DATE))
    }
    assert (now[LI], then[LI]) == (0, 67)
    assert branch.clerk(ListCustomers(as_of=PRACTICE_DATE - timedelta(days=1))) == ()


def test_days_paused_by_a_hold_stand_beside_the_days_overdue(branch: Branch) -> None:
    branch.hold("illness")
    branch.take(LedgerKind.OVERDUE, [li(12_845_36, 70)], PRACTICE_DATE + timedelta(days=3))
    shown = branch.clerk(OpenFile(branch.customer_id(LI))).products[0]
    assert (shown.product.dpd, shown.net_dpd) == (70, 66)  # 18 to 21 March
