"""Month-end: frozen once, the same from the same facts, what changed since is named, the template filled."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.results.month_end import CheckMonth, FillTemplate, FreezeMonth, ListMonths
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.month_end import Difference, compared, last_day
from helpers.branches import ACCOUNTS, LI, payment_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from helpers.branches import Branch


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        deed()
    return str(caught.value.code)


def template(path: Path, *cells: str) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("月报")
        for row, cell in enumerate(cells):
            sheet.write_string(row, 0, cell)
        sheet.write_blank(
            0, 1, None, book.add_format({"bold": True})
        )  # an empty cell with a look swallows nothing
        sheet.write_formula(len(cells), 0, "=A2*2", None, 0)
    return path


def test_a_month_is_frozen_once_and_checked_later(branch: Branch) -> None:
    branch.recorded_visit()
    assert refused(lambda: branch.supervisor(FreezeMonth("2026-13"))) == "month.malformed"
    assert refused(lambda: branch.supervisor(FreezeMonth("2026-03"))) == "month.not_over"
    with pytest.raises(NotPermitted):
        branch.clerk(FreezeMonth("2026-02"))
    branch.advance(days=20)
    digest = branch.supervisor(FreezeMonth("2026-03"))
    assert refused(lambda: branch.supervisor(FreezeMonth("2026-03"))) == "month.frozen"
    assert refused(lambda: branch.clerk(CheckMonth("2026-02"))) == "month.not_frozen"
    (line,) = branch.auditor(ListMonths())
    assert (line.month.month, line.month.digest, line.month.figures["visit.wants_plan"]) == (
        "2026-03",
        digest,
        "1",
    )
    branch.advance(days=400)  # into the next year
    again = branch.auditor(CheckMonth("2026-03"))
    assert again.is_whole
    assert again.differences == (), "the same facts give the same figures"
    late = payment_row("HK2026032501", ACCOUNTS[LI], date(2026, 3, 25), 100_000)
    branch.take(LedgerKind.PAYMENTS, [late], date(2026, 3, 26))
    changed = {each.name: (each.frozen, each.now) for each in branch.clerk(CheckMonth("2026-03")).differences}
    assert changed["recovery.yuan"] == ("0.00", "1000.00"), "what came late is named"


def test_headquarters_template_is_filled_or_refused_by_what_is_wrong(branch: Branch, tmp_path: Path) -> None:
    branch.recorded_visit()
    branch.advance(days=20)
    branch.supervisor(FreezeMonth("2026-03"))
    (line,) = branch.auditor(ListMonths())
    made = template(tmp_path / "hq.xlsx", "{{branch.name}} {{month.name}} 报表", "{{overdue.all.yuan}}",
                    "{{visit.wants_plan}}", "{{visit.moved_away}}", "照旧")  # fmt: skip
    target = tmp_path / "filled.xlsx"
    filled = branch.clerk(FillTemplate(target, made, "2026-03"))
    assert filled.cells == 4
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    told = [row[0] for row in rows]
    assert told[0] == f"{'云岭县支行（练习）'} 2026-03 报表"
    assert told[1] == float(line.month.figures["overdue.all.yuan"]) > 0
    assert told[2:5] == [1.0, 0.0, "照旧"]
    wrong = template(tmp_path / "wrong.xlsx", "{{recovery.dollars}}")
    assert (
        refused(lambda: branch.clerk(FillTemplate(tmp_path / "x.xlsx", wrong, "2026-03")))
        == "template.unknown"
    )
    bare = template(tmp_path / "bare.xlsx", "nothing")
    assert (
        refused(lambda: branch.clerk(FillTemplate(tmp_path / "x.xlsx", bare, "2026-03"))) == "template.empty"
    )
    made.write_bytes(b"no spreadsheet")
    assert (
        refused(lambda: branch.clerk(FillTemplate(tmp_path / "x.xlsx", made, "2026-03")))
        == "template.unreadable"
    )
    assert not (tmp_path / "x.xlsx").exists()


def test_months_end_where_the_calendar_says_and_a_count_that_is_missing_is_a_nought() -> None:
    assert (last_day("2024-02"), last_day("2026-12")) == (date(2024, 2, 29), date(2026, 12, 31))
    assert compared({"a": "1", "b": "0"}, {"a": "2"}) == (Difference("a", "1", "2"),)
