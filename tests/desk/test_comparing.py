"""What a file would change, told before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import ListCustomers
from collectdesk.desk.intake.comparing import CompareImport
from collectdesk.desk.intake.imports import CommitImport
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.import_diff import ImportDiff, is_tenfold
from collectdesk.domain.intake.imports import (
    BadRow,
    CustomerEntry,
    Delivery,
    DeliveryEntry,
    GuarantorEntry,
    LedgerKind,
    ProductEntry,
)
from collectdesk.domain.money import ZERO, Money
from helpers.branches import (
    ACCOUNTS,
    LI,
    OUYANG,
    PRACTICE_DATE,
    WANG,
    instalment_rows,
    ledger,
    overdue_row,
    overdue_rows,
    payment_row,
)

if TYPE_CHECKING:
    from helpers.branches import Branch

NEXT_DAY = PRACTICE_DATE + timedelta(days=1)


def counts(diff: ImportDiff) -> dict[str, int]:
    return {finding.code: finding.times for finding in diff.findings}


def diff_of(branch: Branch, kind: LedgerKind, rows: Any, day: Any = NEXT_DAY, **words: Any) -> ImportDiff:
    return branch.clerk(CompareImport(ledger(kind, rows, day), **words))


def li(overdue: int, dpd: int, balance: int = 18_630_000, **changes: Any) -> Any:
    return overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, overdue, balance, dpd, **changes)


def test_the_same_list_again_changes_nothing_and_says_so(branch: Branch) -> None:
    diff = diff_of(branch, LedgerKind.OVERDUE, overdue_rows(), PRACTICE_DATE)
    assert diff.changes_nothing
    assert diff.same_as


def test_a_list_that_says_the_same_in_another_file_changes_nothing_either(branch: Branch) -> None:
    file = replace(ledger(LedgerKind.OVERDUE, overdue_rows()), sha256="7" * 64)
    diff = branch.clerk(CompareImport(file))
    assert (diff.changes_nothing, diff.same_as, counts(diff)["same"]) == (True, "", 4)
    done = branch.clerk(CommitImport(file, whole=True))
    assert (done.counts["states"], done.counts["states_known"], done.counts["products_gone"]) == (0, 4, 0)


def test_an_amount_ten_times_higher_a_new_phone_and_a_new_customer_are_told_apart(branch: Branch) -> None:
    rows = [
        li(128_453_60, 68, phone="19911112222"),
        overdue_row(9, "新客户", "6228480000000009999", ProductKind.LOAN, 100_00, 1_000_00, 5),
    ]
    diff = diff_of(branch, LedgerKind.OVERDUE, rows, whole=False)
    assert counts(diff) == {"amount.tenfold": 1, "customer.new": 1, "phone.changed": 1, "amount.moved": 1}
    first = diff.findings[0]
    assert first.needs_look
    assert (first.rows[0].before, first.rows[0].after) == (Money(12_845_36), Money(128_453_60))
    assert (first.rows[0].line, first.rows[0].field) == (2, "overdue")


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_tenfold_is_the_same_in_both_directions_and_never_below_ten(before: int, after: int) -> None:
    told = is_tenfold(Money(before), Money(after))
    assert told == is_tenfold(Money(after), Money(before))
    if told:
        assert max(before, after) >= 10 * min(before, after)


def test_what_a_whole_list_leaves_out_is_no_longer_overdue_as_of_its_day(branch: Branch) -> None:
    rows = [li(12_845_36, 68), *overdue_rows()[2:]]
    assert diff_of(branch, LedgerKind.OVERDUE, rows).may_be_whole
    diff = diff_of(branch, LedgerKind.OVERDUE, rows, whole=True)
    gone = next(f for f in diff.findings if f.code == "overdue.absent")
    assert [row.name for row in gone.rows] == [WANG]
    wang = branch.customer_id(WANG)
    branch.clerk(CommitImport(ledger(LedgerKind.OVERDUE, rows, NEXT_DAY), whole=True))
    now, then = branch.clerk(OpenFile(wang)), branch.clerk(OpenFile(wang, PRACTICE_DATE))
    assert (now.overdue, now.dpd, now.as_of, now.balance) == (ZERO, 0, NEXT_DAY, Money(23_155_88))
    assert (then.overdue, then.dpd) == (Money(4_021_17), 35)  # nothing is deleted: what stood then still does


def test_a_list_of_a_few_is_not_taken_for_the_whole_one(branch: Branch) -> None:
    diff = diff_of(branch, LedgerKind.OVERDUE, [li(12_845_36, 68)])
    assert not diff.is_whole
    assert "overdue.absent" not in counts(diff)


def test_a_row_that_was_set_aside_is_not_taken_for_one_that_is_missing(branch: Branch) -> None:
    file = ledger(LedgerKind.OVERDUE, [li(12_845_36, 68), *overdue_rows()[2:]], NEXT_DAY)
    bad = BadRow(3, "逾期金额", "abc", "amount.unreadable", {}, ("KH000002", WANG, ACCOUNTS[WANG], "abc"))
    file = replace(file, bad=(bad,))
    assert "overdue.absent" not in counts(branch.clerk(CompareImport(file)))
    assert branch.clerk(CommitImport(file, whole=True)).counts["products_gone"] == 0


def test_days_that_grow_faster_than_time_are_looked_at(branch: Branch) -> None:
    assert "dpd.jump" in counts(diff_of(branch, LedgerKind.OVERDUE, [li(12_845_36, 99)], whole=False))
    assert "dpd.jump" not in counts(diff_of(branch, LedgerKind.OVERDUE, [li(12_845_36, 68)], whole=False))


def test_the_programs_own_count_of_days_stands_beside_core_bankings(branch: Branch) -> None:
    branch.take(LedgerKind.PAYMENTS, [payment_row("HK0", ACCOUNTS[WANG], NEXT_DAY, 1_00)], NEXT_DAY)
    # the first unpaid instalment is of 10 January: 68 days by 19 March
    assert "dpd.own" not in counts(diff_of(branch, LedgerKind.OVERDUE, [li(12_845_36, 68)], whole=False))
    differs = diff_of(branch, LedgerKind.OVERDUE, [li(12_845_36, 60)], whole=False)
    row = next(f for f in differs.findings if f.code == "dpd.own").rows[0]
    assert (row.before, row.after) == (68, 60)


def test_a_payment_is_known_by_its_reference_and_one_that_contradicts_is_looked_at(branch: Branch) -> None:
    known = payment_row("HK2026010901", ACCOUNTS[LI], PRACTICE_DATE, 1)
    rows = [
        known,
        payment_row("HK9", ACCOUNTS[LI], NEXT_DAY, 5_00),
        payment_row("HK8", "000", NEXT_DAY, 5_00),
    ]
    assert counts(diff_of(branch, LedgerKind.PAYMENTS, rows)) == {
        "payment.contradicts": 1, "account.unknown": 1, "payment.new": 1,
    }  # fmt: skip


def test_instalments_that_say_nothing_new_are_not_stored_again(branch: Branch) -> None:
    rows = instalment_rows()
    assert counts(diff_of(branch, LedgerKind.INSTALMENTS, rows)) == {"same": 9}
    moved = [*rows[:6], replace(rows[6], paid=Money(100_00)), *rows[7:]]
    assert counts(diff_of(branch, LedgerKind.INSTALMENTS, moved)) == {"instalment.changed": 1, "same": 8}
    assert branch.take(LedgerKind.INSTALMENTS, moved, NEXT_DAY).counts["instalments"] == 1


def test_a_customer_list_brings_contacts_and_no_cases(branch: Branch) -> None:
    rows = [
        CustomerEntry(
            2, "KH000001", LI, "", "19900000001", "087112345678", "云南省云岭县户籍路1号", "", "", "吴静"
        ),
        CustomerEntry(3, "KH000088", "孙好", "", "19900000088", "", "", "", "", ""),
    ]
    assert counts(diff_of(branch, LedgerKind.CUSTOMERS, rows)) == {
        "customer.new": 1, "phone.new": 1, "address.new": 1,
    }  # fmt: skip
    done = branch.take(LedgerKind.CUSTOMERS, rows, NEXT_DAY)
    assert (done.counts["customers_new"], done.counts["points_new"], done.cases_opened) == (1, 3, 0)
    assert {p.label for p in branch.points(LI)} >= {"other", "registered"}
    assert counts(diff_of(branch, LedgerKind.CUSTOMERS, rows, NEXT_DAY + timedelta(1))) == {"same": 2}


def test_guarantors_join_their_customers_and_unknown_customers_are_named(branch: Branch) -> None:
    rows = [
        GuarantorEntry(2, "KH000003", "钱保", "19911110000", ""), GuarantorEntry(3, "KH999999", "无主", "", ""),
    ]  # fmt: skip
    assert counts(diff_of(branch, LedgerKind.GUARANTORS, rows)) == {"customer.unknown": 1, "guarantor.new": 1}
    assert branch.take(LedgerKind.GUARANTORS, rows, NEXT_DAY).counts["parties_new"] == 1
    assert [p.party for p in branch.points(OUYANG) if p.label == "guarantor"] == ["钱保"]


def test_products_come_with_their_instalments(branch: Branch) -> None:
    rows = [
        ProductEntry(2 + n, "KH000088", "孙好", ProductKind.LEASE, "ZL001", "HT1", None, Money(900_00), n + 1,
                     PRACTICE_DATE + timedelta(days=30 * n), Money(300_00), Money(5_00), ZERO, ZERO)
        for n in range(3)
    ]  # fmt: skip
    assert counts(diff_of(branch, LedgerKind.PRODUCTS, rows)) == {
        "customer.new": 1, "product.new": 1, "instalment.new": 3,
    }  # fmt: skip
    done = branch.take(LedgerKind.PRODUCTS, rows, NEXT_DAY)
    assert (done.counts["products_new"], done.counts["instalments"]) == (1, 3)
    assert counts(diff_of(branch, LedgerKind.PRODUCTS, rows, NEXT_DAY + timedelta(1))) == {"same": 3}


def test_a_number_that_does_not_exist_can_not_be_used_any_more(branch: Branch) -> None:
    rows = [
        DeliveryEntry(2, "DX1", "19900000001", NEXT_DAY, Delivery.NO_NUMBER, "空号"),
        DeliveryEntry(3, "DX2", "19900000002", NEXT_DAY, Delivery.DELIVERED, ""),
        DeliveryEntry(4, "DX3", "13800000000", NEXT_DAY, Delivery.FAILED, "关机"),
    ]
    assert counts(diff_of(branch, LedgerKind.MESSAGES, rows)) == {
        "phone.unknown": 1, "message.delivered": 1, "message.no_number": 1,
    }  # fmt: skip
    branch.take(LedgerKind.MESSAGES, rows, NEXT_DAY)
    assert next(p for p in branch.points(LI) if p.label == "mobile").standing == "invalid"
    assert branch.take(LedgerKind.MESSAGES, rows, NEXT_DAY + timedelta(1)).counts["messages_known"] == 2


def test_a_customer_whose_product_is_absent_still_stands_in_the_list_of_all(branch: Branch) -> None:
    rows = [li(12_845_36, 68), *overdue_rows()[2:]]
    branch.clerk(CommitImport(ledger(LedgerKind.OVERDUE, rows, NEXT_DAY), whole=True))
    assert WANG in [line.name for line in branch.clerk(ListCustomers(only_overdue=False))]


def test_figures_that_differ_from_the_programs_own_are_listed_after_the_import_too(branch: Branch) -> None:
    from collectdesk.desk.intake.checking_figures import CheckFigures

    branch.take(LedgerKind.OVERDUE, [li(12_845_36, 60, five_class="正常")], NEXT_DAY)
    found = {f.code: [r.name for r in f.rows] for f in branch.clerk(CheckFigures())}
    assert found["dpd.own"] == [LI]
    assert LI in found["class.below"]
