"""The figures taken along: numbers stay numbers, definitions go with them, and the report is an archive copy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.results.figure_papers import ExportFigures, PrintBranchReport
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.results.effect import Cut, Span
from desk.papers import pages, serve_notice
from helpers.branches import ACCOUNTS, LI, OUYANG, PRACTICE_DATE, WANG, overdue_row, payment_row
from helpers.pdf_lint import lint_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


@pytest.fixture
def worked(branch: Branch, tmp_path: Path) -> Branch:
    """A visit, a notice, a payment, and a second list a fortnight on."""
    serve_notice(branch, tmp_path)
    branch.sign(branch.recorded_visit())
    branch.advance(days=14)
    day = PRACTICE_DATE + timedelta(days=14)
    branch.take(LedgerKind.PAYMENTS, [payment_row("HK1", ACCOUNTS[LI], day - timedelta(days=9), 800_00)], day)
    rows = [
        overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, 12_045_36, 185_000_00, 81),
        overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, 4_500_00, 23_000_00, 49),
    ]
    branch.take(LedgerKind.OVERDUE, rows, day)
    return branch


def test_who_reads_no_cases_takes_no_figures_along_and_an_auditor_no_customers_name(
    branch: Branch, tmp_path: Path
) -> None:
    deeds = (ExportFigures(tmp_path / "a.xlsx"), PrintBranchReport(tmp_path / "a.pdf"))
    for deed in deeds:
        with pytest.raises(NotPermitted):
            branch.administrator(deed)
    assert list(tmp_path.glob("a.*")) == []
    for deed in deeds:
        branch.auditor(deed)
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    told = str([book.get_sheet_by_index(at).to_python() for at in range(len(book.sheet_names))])
    told += "".join(pages(tmp_path / "a.pdf"))
    assert not any(name in told for name in (LI, WANG, OUYANG))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_figures_go_along_as_numbers_and_as_an_archive_copy(
    worked: Branch, tmp_path: Path, language: str
) -> None:
    sheet, paper = tmp_path / "figures.xlsx", tmp_path / "report.pdf"
    worked.supervisor(ExportFigures(sheet, language, Span.YEAR))
    worked.supervisor(PrintBranchReport(paper, language, Span.YEAR, None, Cut(product="loan")))
    book = CalamineWorkbook.from_path(str(sheet))
    tables = [book.get_sheet_by_index(at).to_python() for at in range(len(book.sheet_names))]
    assert len(tables) == 12
    buckets = tables[0]
    assert len(str(buckets[1][0])) > 20  # the definition stands over the table
    owed = [float(str(row[3])) for row in buckets[4:]]
    assert sum(owed) == pytest.approx(12_045.36 + 4_500 + 2_000 + 900)
    told = " ".join(str(cell) for table in tables for row in table for cell in row)
    assert LI not in told
    assert "陈静" in told or "未分配" in told or "nobody's" in told
    assert lint_pdf(paper) == []
    text = "".join(pages(paper))
    assert "WF-2026-00001" in text
    assert "TZ-2026-00001" in text or "〔2026〕1号" in text
    assert LI not in text
    assert {"effect.exported", "effect.reported"} <= set(worked.actions())
