"""Rows: every reason a row is set aside for, all at once, and nothing sound set aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.domain.money import Money
from collectdesk.ledgers import fields
from collectdesk.ledgers.read import read_ledger
from ledgers.files import (
    DATA_DATE,
    Table,
    headings_of,
    id_number,
    instalment_row,
    kind_of,
    overdue_row,
    payment_row,
    table_of,
    write_csv,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.domain.intake.imports import BadRow, Ledger


def read(tmp_path: Path, table: Table) -> Ledger:
    return read_ledger(write_csv(tmp_path / "l.csv", table), data_date=DATA_DATE)


def spoilt(tmp_path: Path, **cells: str) -> tuple[BadRow, ...]:
    """The findings of an overdue list whose second row has these cells."""
    table = table_of([overdue_row(1), overdue_row(2, name="李小龙")])
    order = fields.ORDER[kind_of(overdue_row())]
    for name, cell in cells.items():
        table[2][order.index(name)] = cell
    ledger = read(tmp_path, table)
    assert [row.line for row in ledger.rows] == ([2] if ledger.bad else [2, 3])
    return ledger.bad


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("customer_no", "", "value.missing"),
        ("name", "NULL", "value.missing"),
        ("balance", "-1.00", "amount.negative"),
        ("balance", "99999999999.00", "amount.absurd"),
        ("overdue", "1.001", "amount.fraction"),
        ("overdue", "99999.00", "overdue.above_balance"),
        ("opened_on", "2025-02-29", "date.impossible"),
        ("opened_on", "2026-03-18", "date.future"),
        ("oldest_unpaid_on", "2026-12-01", "date.future"),
        ("dpd", "-3", "dpd.negative"),
        ("dpd", "40000", "dpd.absurd"),
        ("dpd", "14", "dpd.contradiction"),
        ("id_no", "33999919850607001", "id.length"),
        ("phone", "12345", "phone.digits"),
        ("account_no", "6.22E+18", "number.scientific"),
        ("product_kind", "保险", "product.unknown"),
        ("name", "\ufffd三", "text.broken"),
        ("name", "张\x00三", "text.control"),
    ],
)
def test_each_fault_sets_its_row_aside_with_place_and_value(
    tmp_path: Path, name: str, cell: str, code: str
) -> None:
    (finding,) = spoilt(tmp_path, **{name: cell})
    assert (finding.line, finding.code, finding.value) == (3, code, cell.strip())
    assert finding.column == fields.chinese_heading(kind_of(overdue_row()), name)
    assert cell.strip() in finding.cells


def test_all_faults_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    bad = spoilt(tmp_path, name="", balance="-1", opened_on="2026-02-30", phone="1", dpd="x")
    assert [finding.code for finding in bad] == [
        "value.missing", "phone.digits", "date.impossible", "amount.negative", "dpd.unreadable",
    ]  # fmt: skip


def test_one_day_of_difference_in_days_overdue_is_a_habit_of_core_systems(tmp_path: Path) -> None:
    assert not spoilt(tmp_path, dpd="13")
    assert not spoilt(tmp_path, dpd="11")


def test_the_same_account_twice_keeps_the_first_and_names_its_line(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        table_of([overdue_row(1), overdue_row(2), replace(overdue_row(1), balance=Money(9_999_999))]),
    )
    assert [row.line for row in ledger.rows] == [2, 3]
    assert [(finding.line, finding.code, finding.facts) for finding in ledger.bad] == [
        (4, "account.duplicate", {"first_line": "2"})
    ]


@pytest.mark.parametrize("changes", [{"name": "赵六"}, {"id_no": id_number(77)}])
def test_one_customer_number_under_two_persons_is_set_aside(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    other = overdue_row(2, customer_no=overdue_row(1).customer_no, id_no=overdue_row(1).id_no)
    ledger = read(tmp_path, table_of([overdue_row(1), replace(other, **changes)]))  # type: ignore[arg-type]
    assert [(finding.line, finding.code) for finding in ledger.bad] == [(3, "customer.duplicate")]


def test_a_second_account_of_one_customer_is_no_duplicate(tmp_path: Path) -> None:
    first = overdue_row(1)
    ledger = read(tmp_path, table_of([first, overdue_row(2, customer_no=first.customer_no, id_no="")]))
    assert len(ledger.rows) == 2


def test_a_row_set_aside_does_not_make_its_mended_twin_a_duplicate(tmp_path: Path) -> None:
    table = table_of([overdue_row(1, dpd=500), overdue_row(1)])
    ledger = read(tmp_path, table)
    assert [row.line for row in ledger.rows] == [3]


def test_a_shifted_row_is_one_finding_not_twenty(tmp_path: Path) -> None:
    table = table_of([overdue_row(1)])
    table[1].insert(13, "1")
    ledger = read(tmp_path, table)
    assert [finding.code for finding in ledger.bad] == ["row.shifted"]


def test_a_payment_is_counted_once_and_never_from_the_future(tmp_path: Path) -> None:
    late = replace(payment_row(2), paid_on=DATA_DATE + timedelta(days=1))
    ledger = read(tmp_path, table_of([payment_row(1), payment_row(1), late]))
    assert [finding.code for finding in ledger.bad] == ["payment.duplicate", "date.future"]


def test_the_same_instalment_twice_is_a_finding_but_not_of_another_account(tmp_path: Path) -> None:
    ledger = read(
        tmp_path, table_of([instalment_row(1), instalment_row(1), instalment_row(1, "L2"), instalment_row(2)])
    )
    assert [(finding.line, finding.code) for finding in ledger.bad] == [(3, "instalment.duplicate")]


def test_lines_that_are_no_records_are_skipped_and_counted(tmp_path: Path) -> None:
    table = table_of([overdue_row(1)])
    width = len(table[0])
    table += [
        [],
        [""] * width,
        ["小计", *[""] * 12, "1,234.00"],
        headings_of(kind_of(overdue_row()), "zh"),
        written(overdue_row(2)),
        [*[""] * 3, "合 计", *[""] * 9, "5"],
        ["Total:", *[""] * 12, "5"],
        ["制表人:赵六", "", "复核:钱七"],
    ]
    ledger = read(tmp_path, table)
    assert [row.line for row in ledger.rows] == [2, 7]
    assert (ledger.totals_skipped, ledger.blank_skipped, ledger.bad) == (5, 2, ())


def test_a_customer_whose_name_begins_like_a_total_is_kept(tmp_path: Path) -> None:
    assert (
        len(read(tmp_path, table_of([overdue_row(1, name="合计明"), overdue_row(2, name="总计")])).rows) == 2
    )


def test_a_row_that_lost_its_account_is_set_aside_not_skipped(tmp_path: Path) -> None:
    assert [finding.code for finding in spoilt(tmp_path, account_no="")] == ["value.missing"]


def test_a_data_date_column_holds_for_the_file_and_must_not_change(tmp_path: Path) -> None:
    table = table_of([overdue_row(1), overdue_row(2), overdue_row(3)])
    for row, cell in zip(table, ["数据日期", "2026-03-17", "20260317", "2026-03-16"], strict=True):
        row.append(cell)
    ledger = read_ledger(write_csv(tmp_path / "l.csv", table))
    assert ledger.data_date == date(2026, 3, 17)
    assert [(finding.line, finding.code) for finding in ledger.bad] == [(4, "data_date.differs")]


def test_absent_optional_columns_are_empty_not_findings(tmp_path: Path) -> None:
    row = overdue_row(1)
    kind = kind_of(row)
    cells = dict(zip(fields.ORDER[kind], written(row), strict=True))
    table: Table = [
        [fields.chinese_heading(kind, name) for name in fields.REQUIRED[kind]],
        [cells[name] for name in fields.REQUIRED[kind]],
    ]
    (read_row,) = read(tmp_path, table).rows
    assert read_row == overdue_row(
        1, id_no="", phone="", home_address="", work_address="", guarantor_name="", guarantor_phone="",
        contract_no="", opened_on=None, granted=Money(0), oldest_unpaid_on=None, five_class="",
        account_officer="",
    )  # fmt: skip
