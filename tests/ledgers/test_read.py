"""Whole files: in every form a core system exports, the rows come back; nothing crashes the reading."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import BadFile, Ledger, LedgerKind, LedgerRow
from collectdesk.domain.money import Money
from collectdesk.ledgers import cells
from collectdesk.ledgers.limits import Limits
from collectdesk.ledgers.read import read_ledger
from ledgers.files import (
    DATA_DATE,
    csv_text,
    customer_entry,
    delivery_entry,
    guarantor_entry,
    headings_of,
    instalment_row,
    overdue_row,
    payment_row,
    product_entry,
    table_of,
    write_csv,
    write_xlsx,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SAMPLES: dict[LedgerKind, Sequence[LedgerRow]] = {
    LedgerKind.OVERDUE: [overdue_row(1), overdue_row(2, name="欧阳娜娜", product_kind=ProductKind.CARD)],
    LedgerKind.INSTALMENTS: [instalment_row(1), instalment_row(2)],
    LedgerKind.PAYMENTS: [payment_row(1), payment_row(2)],
    LedgerKind.PRODUCTS: [product_entry(1), product_entry(2)],
    LedgerKind.CUSTOMERS: [customer_entry(1), customer_entry(2)],
    LedgerKind.GUARANTORS: [guarantor_entry(1), guarantor_entry(2)],
    LedgerKind.MESSAGES: [delivery_entry(1), delivery_entry(2)],
}


def bare(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The rows without their place in the file."""
    return [replace(row, line=0) for row in rows]


@pytest.mark.parametrize("kind", list(LedgerKind))
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_whole(
    tmp_path: Path, kind: LedgerKind, language: str, delimiter: str, encoding: str
) -> None:
    path = write_csv(
        tmp_path / "x.txt", table_of(SAMPLES[kind], language), encoding=encoding, delimiter=delimiter
    )
    ledger = read_ledger(path, data_date=DATA_DATE)
    assert bare(ledger.rows) == bare(SAMPLES[kind])
    assert (ledger.kind, ledger.encoding, ledger.delimiter, ledger.sheet) == (kind, encoding, delimiter, "")
    assert (ledger.bad, ledger.data_date) == ((), DATA_DATE)


@pytest.mark.parametrize("kind", list(LedgerKind))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_with_title_merged_cells_totals_and_blanks_is_read(
    tmp_path: Path, kind: LedgerKind, language: str
) -> None:
    path = write_xlsx(tmp_path / "逾期.xlsx", SAMPLES[kind], language)
    ledger = read_ledger(path)
    assert bare(ledger.rows) == bare(SAMPLES[kind])
    assert [row.line for row in ledger.rows] == [5, 6]
    assert (ledger.bad, ledger.data_date, ledger.sheet) == ((), DATA_DATE, "逾期清单")
    assert (ledger.totals_skipped, ledger.blank_skipped) == (2, 2)
    assert ledger.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_text_file_may_have_a_title_a_data_date_and_totals_too(tmp_path: Path) -> None:
    text = (
        "某某支行逾期清单\n数据日期\uff1a2026年3月17日,,单位\uff1a元\n\n"
        + csv_text(table_of([overdue_row(1)]))
        + "合计,,1\n"
    )
    (tmp_path / "l.csv").write_bytes(text.encode("gb18030"))
    ledger = read_ledger(tmp_path / "l.csv")
    assert (ledger.data_date, ledger.totals_skipped, [row.line for row in ledger.rows]) == (DATA_DATE, 1, [5])


def test_a_stated_data_date_that_contradicts_the_given_one_stops_the_import(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "l.xlsx", [overdue_row(1)])
    with pytest.raises(BadFile) as caught:
        read_ledger(path, data_date=date(2026, 3, 16))
    assert caught.value.code == "data_date.contradicts"


def test_the_first_sheet_with_a_list_is_taken_and_hidden_ones_are_not(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "l.xlsx") as book:
        book.add_worksheet("封面").write(0, 0, "说明")
        hidden = book.add_worksheet("旧")
        hidden.hide()
        for sheet in (hidden, book.add_worksheet("三月")):
            sheet.write_row(0, 0, headings_of(LedgerKind.PAYMENTS, "zh"))
            sheet.write_row(1, 0, written(payment_row(1)))
    ledger = read_ledger(tmp_path / "l.xlsx")
    assert (ledger.sheet, len(ledger.rows)) == ("三月", 1)


def test_a_customer_merged_over_rows_is_each_rows_but_an_amount_is_not(tmp_path: Path) -> None:
    rows = [
        overdue_row(n, customer_no="C1", id_no="", balance=Money(99_999_99), overdue=Money(1)) for n in (1, 2)
    ]
    order = headings_of(LedgerKind.OVERDUE, "zh")
    merged = {order.index(heading) for heading in ("客户号", "客户名称", "贷款余额")}
    with xlsxwriter.Workbook(tmp_path / "l.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, order)
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(written(row)):
                if column not in merged:
                    sheet.write(at, column, cell)
                elif at == 1:
                    sheet.merge_range(1, column, 2, column, str(cell))
    ledger = read_ledger(tmp_path / "l.xlsx", data_date=DATA_DATE)
    assert [row.line for row in ledger.rows] == [2]
    (finding,) = ledger.bad
    assert (finding.line, finding.column, finding.code) == (3, "贷款余额", "value.missing")
    assert "张三丰" in finding.cells


def test_an_account_that_excel_stored_as_a_number_is_set_aside(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "l.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["流水号", "借据号", "交易日期", "还款金额"])
        sheet.write_row(1, 0, ["R1", 6228480402564890018, "2026-03-01", 5])
    (finding,) = read_ledger(tmp_path / "l.xlsx").bad
    assert (finding.code, finding.line, finding.column) == ("number.rounded", 2, "借据号")


def test_a_quotation_never_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(
        csv_text(table_of([payment_row(1)])) + 'P2,"L1,20260301,5,x\nP3,L1,20260301,5,x\n', "utf-8"
    )
    with pytest.raises(BadFile) as caught:
        read_ledger(tmp_path / "l.csv")
    assert (caught.value.code, caught.value.facts["line"]) == ("csv.broken", "3")


def test_a_line_break_inside_a_cell_keeps_the_line_numbers_right(tmp_path: Path) -> None:
    table = table_of([overdue_row(1, home_address="一\n二"), overdue_row(2, dpd=300)])
    ledger = read_ledger(write_csv(tmp_path / "l.csv", table), data_date=DATA_DATE)
    assert [row.line for row in ledger.rows] == [2]
    assert ledger.bad[0].line == 4


def test_excels_separator_line_is_obeyed(tmp_path: Path) -> None:
    text = "sep=;\n" + csv_text(table_of([payment_row(1)]), ";")
    (tmp_path / "l.csv").write_text(text, "utf-8")
    assert len(read_ledger(tmp_path / "l.csv").rows) == 1


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=2), "rows.too_many"),
        (Limits(columns=4), "columns.too_many"),
        (Limits(cell_chars=5), "cell.too_long"),
        (Limits(line_bytes=30), "line.too_long"),
        (Limits(file_bytes=50), "file.too_big"),
    ],
)
def test_every_bound_has_a_refusal_of_its_own(tmp_path: Path, limits: Limits, code: str) -> None:
    path = write_csv(tmp_path / "l.csv", table_of([payment_row(1), payment_row(2)]))
    with pytest.raises(BadFile) as caught:
        read_ledger(path, limits=limits)
    assert caught.value.code == code


def test_a_list_without_rows_is_a_ledger_without_rows(tmp_path: Path) -> None:
    ledger = read_ledger(write_csv(tmp_path / "l.csv", [headings_of(LedgerKind.PAYMENTS, "zh")]))
    assert (ledger.rows, ledger.bad) == ((), ())


def test_progress_is_told_and_what_it_raises_stops_the_reading(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, whole: int) -> None:
        assert 0 <= done <= whole
        raise StoppedError

    for path in (
        write_csv(tmp_path / "l.csv", table_of([payment_row(1)])),
        write_xlsx(tmp_path / "l.xlsx", [payment_row(1)]),
    ):
        with pytest.raises(StoppedError):
            read_ledger(path, step=stop)


def survives(path: Path, content: bytes) -> Ledger | BadFile:
    path.write_bytes(content)
    try:
        return read_ledger(path)
    except BadFile as refusal:
        return refusal


_FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)


@_FEW
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", bytes.fromhex("d0cf11e0a1b11ae1")]),
)
def test_arbitrary_bytes_are_a_ledger_or_a_refusal(tmp_path: Path, content: bytes, start: bytes) -> None:
    assert survives(tmp_path / "x.csv", start + content)


@_FEW
@given(st.data())
def test_a_list_with_bytes_gone_wrong_is_a_ledger_or_a_refusal(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(csv_text(table_of(SAMPLES[LedgerKind.OVERDUE])).encode("gb18030"))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    assert survives(tmp_path / "x.csv", bytes(content))


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_xlsx(tmp_path_factory.mktemp("book") / "l.xlsx", SAMPLES[LedgerKind.PAYMENTS]).read_bytes()


@_FEW
@given(st.data())
def test_a_damaged_workbook_is_a_ledger_or_a_refusal(
    tmp_path: Path, workbook: bytes, data: st.DataObject
) -> None:
    content = bytearray(workbook)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    assert survives(tmp_path / "x.xlsx", bytes(content[:cut]))


_TEXTS = st.text(
    st.characters(codec="gb18030", exclude_categories=["C", "Z"]), min_size=1, max_size=30
).filter(
    lambda text: not cells.is_blank(text) and cells.text(text) == text if "\ufffd" not in text else False
)
_MONEY = st.integers(0, 10**9).map(Money)


@_FEW
@given(
    st.lists(st.tuples(_TEXTS, _TEXTS, _MONEY, _MONEY, st.sampled_from(ProductKind)), min_size=1, max_size=5),
    st.sampled_from(["utf-8", "utf-16"]),
    st.sampled_from([",", "\t"]),
)
def test_every_good_row_that_is_written_is_read_back(
    tmp_path: Path, drawn: list[tuple[str, str, Money, Money, ProductKind]], encoding: str, delimiter: str
) -> None:
    rows = [
        overdue_row(
            n, name=name, home_address=home, overdue=min(a, b), balance=max(a, b), product_kind=product
        )
        for n, (name, home, a, b, product) in enumerate(drawn, 1)
    ]
    path = write_csv(tmp_path / "x.csv", table_of(rows), encoding=encoding, delimiter=delimiter)
    ledger = read_ledger(path, data_date=DATA_DATE)
    assert bare(ledger.rows) == bare(rows)
