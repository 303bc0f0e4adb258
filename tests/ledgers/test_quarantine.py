"""The quarantine file: every finding with its place and reason, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from collectdesk.ledgers.quarantine import harmless, write_quarantine
from collectdesk.ledgers.read import read_ledger
from collectdesk.words import Words
from ledgers.files import DATA_DATE, overdue_row, table_of, write_csv

if TYPE_CHECKING:
    from pathlib import Path


def exported(tmp_path: Path, **changes: object) -> list[list[str]]:
    path = write_csv(tmp_path / "l.csv", table_of([overdue_row(1, **changes)]))
    ledger = read_ledger(path, data_date=DATA_DATE)
    write_quarantine(tmp_path / "quarantine.csv", ledger, Words("en"))
    assert (tmp_path / "quarantine.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "quarantine.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_each_finding_is_a_line_with_place_reason_and_the_row_as_it_stood(tmp_path: Path) -> None:
    headings, first, second = exported(tmp_path, name="", dpd=400)
    assert headings[:6] == ["Line", "Column", "Value", "Reason", "客户号", "客户名称"]
    assert first[:5] == ["2", "客户名称", "", "Nothing stands here, but the column is needed.", "C000001"]
    assert second[:3] == ["2", "逾期天数", "400"]
    assert "2026-03-06 to the data date 2026-03-17 it is 11 days" in second[3]
    assert len(headings) == len(first) == len(second)


def test_a_formula_from_the_file_is_text_in_the_export(tmp_path: Path) -> None:
    _, finding = exported(tmp_path, name="", home_address='=HYPERLINK("http://x","y")')
    assert '\'=HYPERLINK("http://x","y")' in finding
    assert not [cell for cell in finding if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", " =", "\u3000@"])
def test_every_start_a_spreadsheet_runs_is_defused(start: str) -> None:
    assert harmless(start + "cmd|' /C calc'!A0") == "'" + start + "cmd|' /C calc'!A0"


def test_long_numbers_keep_their_digits_and_ordinary_cells_their_look() -> None:
    assert harmless("6228480402564890018") == "'6228480402564890018"
    assert [harmless(cell) for cell in ("13812345678", "张三", "1,234.56", "")] == [
        "13812345678",
        "张三",
        "1,234.56",
        "",
    ]


def test_a_failed_export_leaves_neither_a_half_file_nor_the_old_one_spoilt(tmp_path: Path) -> None:
    ledger = read_ledger(write_csv(tmp_path / "l.csv", table_of([overdue_row(1, name="")])))
    target = tmp_path / "quarantine.csv"
    target.mkdir()
    with pytest.raises(OSError, match="quarantine"):
        write_quarantine(target, ledger, Words("en"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["l.csv", "quarantine.csv"]
