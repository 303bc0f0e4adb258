"""Hostile files find no crash, no half import and no formula: a fuzzer's short run, and the known tricks by name."""

from __future__ import annotations

import random
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from collectdesk.domain.intake.imports import BadFile, LedgerKind
from collectdesk.ledgers.child import read_in_child
from collectdesk.ledgers.quarantine import harmless
from collectdesk.ledgers.read import read_ledger
from ledgers.files import (
    DATA_DATE,
    csv_text,
    headings_of,
    overdue_row,
    payment_row,
    table_of,
    write_csv,
    write_xlsx,
)
from ledgers.fuzz import Fuzzer

if TYPE_CHECKING:
    from pathlib import Path


def codes(path: Path) -> list[str]:
    return [finding.code for finding in read_ledger(path, data_date=DATA_DATE).bad]


def test_mutated_files_give_a_ledger_or_a_reason_never_a_crash(tmp_path: Path) -> None:
    fuzzer = Fuzzer(random.Random(7))
    fuzzer.run(tmp_path, seconds=20, tries=250)
    assert fuzzer.findings == []
    assert len(fuzzer.corpus) > 6  # it learned something


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), max_size=5))
def test_any_cells_under_sound_headings_are_taken_or_set_aside(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "l.csv"
    text = csv_text(
        [list[object](headings_of(LedgerKind.PAYMENTS, "zh")), *(list[object](row) for row in cells)]
    )
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        ledger = read_ledger(path, data_date=DATA_DATE)
    except BadFile:
        return
    assert {row.line for row in ledger.rows}.isdisjoint(finding.line for finding in ledger.bad)


def changed(tmp_path: Path, field: str, value: str) -> Path:
    from collectdesk.ledgers import fields

    table = table_of([overdue_row(1)])
    table[1][fields.ORDER[LedgerKind.OVERDUE].index(field)] = value
    return write_csv(tmp_path / "l.csv", table)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("account_no", "6.22848E+18", "number.scientific"),
        ("account_no", "", "value.missing"),
        ("name", "张\x00三", "text.control"),
        ("overdue", "=1+1", "amount.unreadable"),
        ("overdue", "１２３４.５", ""),
        ("oldest_unpaid_on", "46088", ""),
        ("oldest_unpaid_on", "2026-02-30", "date.impossible"),
    ],
)
def test_a_trick_in_one_cell_costs_that_row_at_most(
    tmp_path: Path, field: str, value: str, code: str
) -> None:
    assert codes(changed(tmp_path, field, value)) in ([code] if code else [], ["dpd.contradiction"])


def test_an_account_that_a_spreadsheet_has_rounded_is_not_taken(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "l.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(table_of([payment_row(1)])):
            for column, cell in enumerate(row):
                sheet.write(at, column, 6228480402564000001 if (at, column) == (1, 1) else str(cell))
    assert codes(tmp_path / "l.xlsx") == ["number.rounded"]


def test_a_zip_bomb_and_a_row_of_ten_million_columns_are_stopped_before_they_unfold(tmp_path: Path) -> None:
    bomb = write_xlsx(tmp_path / "bomb.xlsx", [payment_row(1)])
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet9.xml", b" " * (80 << 20))
    with pytest.raises(BadFile) as error:
        read_in_child(bomb)
    assert error.value.code == "file.bomb"
    wide = tmp_path / "wide.csv"
    wide.write_bytes(b"a" + b"," * 10_000_000 + b"\n")
    with pytest.raises(BadFile) as error:
        read_in_child(wide)
    assert error.value.code == "line.too_long"


def test_two_encodings_in_one_file_are_not_guessed_apart(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    table = csv_text(table_of([payment_row(1)]))
    path.write_bytes(table.encode("utf-8") + "柜面".encode("utf-16-be") + b"\xff\xff\n")
    with pytest.raises(BadFile) as error:
        read_ledger(path, data_date=DATA_DATE)
    assert error.value.code == "encoding.unclear"


@given(st.text(max_size=30))
def test_no_exported_cell_begins_a_formula(text: str) -> None:
    first = harmless(text).lstrip(" \u3000")[:1]
    assert first not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "\n")
