"""Makes import files as core systems export them, for the tests of the ledgers room."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import xlsxwriter

from collectdesk.domain.customers.identity import check_digit
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import (
    ROW_TYPES,
    CustomerEntry,
    Delivery,
    DeliveryEntry,
    GuarantorEntry,
    InstalmentRow,
    LedgerKind,
    LedgerRow,
    OverdueRow,
    PaymentRow,
    ProductEntry,
)
from collectdesk.domain.money import Money
from collectdesk.ledgers import fields

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DATA_DATE = date(2026, 3, 17)
Table = list[list[object]]


def id_number(serial: int = 1, born_on: date = date(1985, 6, 7)) -> str:
    """A practice number: a real province, no such county, a right check digit."""
    first = f"339999{born_on:%Y%m%d}{serial:03d}"
    return first + check_digit(first)


def overdue_row(number: int = 1, **changes: object) -> OverdueRow:
    since = DATA_DATE - timedelta(days=10 + number)
    row = OverdueRow(
        line=2,
        customer_no=f"C{number:06d}",
        name="张三丰",
        id_no=id_number(number % 1000),
        phone=f"1990000{number:04d}",
        home_address="浙江省杭州市西湖区文三路1号,2楼",
        work_address="杭州市滨江区江南大道",
        guarantor_name="李四",
        guarantor_phone="0571-88886666",
        product_kind=ProductKind.LOAN,
        account_no=f"6228480402564{number:06d}",
        contract_no=f"HT-{number:05d}",
        opened_on=date(2024, 2, 29),
        granted=Money(10_000_000),
        balance=Money(1_234_567),
        overdue=Money(234_505),
        oldest_unpaid_on=since,
        dpd=10 + number,
        five_class="关注",
        account_officer="王五",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def instalment_row(seq: int = 1, account_no: str = "L0001") -> InstalmentRow:
    return InstalmentRow(
        2, account_no, seq, date(2026, 1, 20), Money(100_050), Money(12_34), Money(0), Money(50_000)
    )


def payment_row(number: int = 1) -> PaymentRow:
    return PaymentRow(2, f"P{number:08d}", "L0001", date(2026, 3, 16), Money(88_001), "柜面")


def headings_of(kind: LedgerKind, language: str) -> list[object]:
    heading = fields.chinese_heading if language == "zh" else fields.english_heading
    return [heading(kind, name) for name in fields.ORDER[kind]]


def written(row: LedgerRow) -> list[object]:
    """The cells of a row as a text export writes them: thousands separators, three date forms."""
    cells: list[object] = []
    for name in fields.ORDER[kind_of(row)]:
        value = getattr(row, name)
        if isinstance(value, Money):
            cells.append(f"{value.fen // 100:,}.{value.fen % 100:02d}")
        elif isinstance(value, date):
            cells.append(value.strftime(("%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日")[value.day % 3]))
        elif isinstance(value, ProductKind):
            cells.append({"loan": "个人贷款", "card": "信用卡", "lease": "融资租赁"}[value.value])
        elif isinstance(value, Delivery):
            cells.append({"delivered": "成功", "failed": "失败", "no_number": "空号"}[value.value])
        else:
            cells.append("" if value is None else str(value))
    return cells


def kind_of(row: LedgerRow) -> LedgerKind:
    return next(kind for kind, made in ROW_TYPES.items() if isinstance(row, made))


def product_entry(seq: int = 1) -> ProductEntry:
    return ProductEntry(
        2, "C000001", "张三丰", ProductKind.LEASE, "6228480402564000001", "HT-1", date(2024, 2, 29),
        Money(10_000_000), seq, date(2026, 1, 20), Money(100_050), Money(12_34), Money(0), Money(50_000),
    )  # fmt: skip


def customer_entry(number: int = 1) -> CustomerEntry:
    return CustomerEntry(
        2, f"C{number:06d}", "张三丰", id_number(number), f"1990000{number:04d}", "0571-88886666", "户籍路1号",
        "浙江省杭州市西湖区文三路1号,2楼", "杭州市滨江区", "王五",
    )  # fmt: skip


def guarantor_entry(number: int = 1) -> GuarantorEntry:
    return GuarantorEntry(2, f"C{number:06d}", "李四", "0571-88886666", "杭州市滨江区江南大道")


def delivery_entry(number: int = 1) -> DeliveryEntry:
    return DeliveryEntry(
        2, f"DX{number:08d}", f"1990000{number:04d}", date(2026, 3, 16), Delivery.NO_NUMBER, "空号"
    )


def table_of(rows: Sequence[LedgerRow], language: str = "zh") -> Table:
    return [headings_of(kind_of(rows[0]), language), *map(written, rows)]


def csv_text(table: Table, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue()


def write_csv(path: Path, table: Table, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes(csv_text(table, delimiter).encode(encoding))
    return path


def write_xlsx(path: Path, rows: Sequence[LedgerRow], language: str = "zh") -> Path:
    """As a person gets it: merged title, data date, an empty line, amounts and dates as cells, totals."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("逾期清单")
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet.merge_range(0, 1, 0, 6, "某某支行逾期贷款清单")
        sheet.write(1, 1, "数据日期:2026-03-17" if language == "zh" else "Data date: 2026-03-17")
        kind = kind_of(rows[0])
        sheet.write_row(3, 1, headings_of(kind, language))
        for at, row in enumerate(rows, 4):
            for column, (name, text) in enumerate(zip(fields.ORDER[kind], written(row), strict=True), 1):
                value = getattr(row, name)
                if isinstance(value, Money):
                    sheet.write_number(at, column, value.fen / 100)
                elif isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, int):
                    sheet.write_number(at, column, value)
                else:
                    sheet.write_string(at, column, str(text))
        end = 5 + len(rows)
        sheet.merge_range(end, 1, end, 2, "合计")
        sheet.write_number(end, 12, 999.99)
        sheet.write(end + 2, 1, "制表:赵六")
    return path
