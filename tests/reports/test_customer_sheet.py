"""The list as a workbook: no cell computes, names masked, who made it and when on top, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from collectdesk.desk.customers.finding import Wanted
from collectdesk.desk.customers.views import ExportList
from collectdesk.desk.progress import Cancelled
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.reports.customers.customer_sheet import SheetFacts, SheetRow, harmless, write_sheet
from helpers.branches import LI, small_branch

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 3, 18, 1, tzinfo=UTC)


def rows_of(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def sheet_row(name: str) -> SheetRow:
    return SheetRow(
        name, "KH1", ("loan", "card"), Money(1234_56), Money(9), 95, "call", date(2026, 3, 18), "", "@吴"
    )


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "\r=1"])
def test_a_text_that_would_compute_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(f"张{text}") == f"张{text}"


@pytest.mark.parametrize(("language", "bucket"), [("zh_CN", "M4"), ("en", "M4")])
def test_the_table_says_who_made_it_and_holds_no_formula(tmp_path: Path, language: str, bucket: str) -> None:
    write_sheet(
        tmp_path / "t.xlsx", SheetFacts("支行", "陈静", WHEN, (sheet_row('=HYPERLINK("x")'),)), language
    )
    rows = rows_of(tmp_path / "t.xlsx")
    assert "陈静" in rows[0][0]
    assert "2026-03-18" in rows[0][0]
    last = rows[-1]
    assert last[0].startswith("'=")
    assert (last[3], last[6], last[10]) == (1234.56, bucket, "'@吴")


def test_taking_a_list_out_can_be_stopped_and_leaves_no_file(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_sheet(tmp_path / "t.xlsx", SheetFacts("支行", "陈静", WHEN, (sheet_row("*明"),)), "en", stop)


def test_a_list_leaves_the_branch_masked_and_never_larger_than_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch = small_branch(tmp_path / "branch")
    assert branch.clerk(ExportList(tmp_path / "t.xlsx", Wanted(), "zh_CN")) == 3
    text = str(rows_of(tmp_path / "t.xlsx"))
    assert "*明" in text
    assert LI not in text
    monkeypatch.setattr("collectdesk.desk.customers.views.EXPORTED_AT_MOST", 2)
    with pytest.raises(Refused):
        branch.clerk(ExportList(tmp_path / "u.xlsx", Wanted(), "zh_CN"))
    assert not (tmp_path / "u.xlsx").exists()
    branch.close()
