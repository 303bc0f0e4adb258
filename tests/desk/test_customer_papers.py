"""Papers for the customer: the household's figures with the plans that follow, and a leaflet that names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectdesk.desk.contact.text_keeping import DecideText, WriteText
from collectdesk.desk.customers.customer_papers import PrintBudgetSheet, PrintLeaflet
from collectdesk.desk.customers.finances import FinanceKind, NoteFinance
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from helpers.branches import LI, OUYANG, PRACTICE_DATE

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def words_of(path: Path) -> str:
    """The text of a paper, without what layout puts between."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    return "".join("".join(pages).split())


def test_the_budget_sheet_shows_figures_and_plans_and_the_leaflet_nobody(
    branch: Branch, tmp_path: Path
) -> None:
    target, leaflet = tmp_path / "budget.pdf", tmp_path / "leaflet.pdf"
    assert branch.clerk(PrintBudgetSheet(target, branch.case_id(OUYANG))).pages >= 1
    assert "尚未登记收入" in words_of(target)  # without an income nothing is made up
    said = (FinanceKind.WAGES, Money.yuan("6543.21"), "document", PRACTICE_DATE)
    branch.clerk(NoteFinance(branch.customer_id(LI), *said))
    printed = branch.clerk(PrintBudgetSheet(target, branch.case_id(), persons=2))
    text = words_of(target)
    assert printed.number.startswith("SZ-AJ")
    assert all(part in text for part in ("6,543.21", "1,571.80", "12,845.36"))
    with pytest.raises(Refused):
        branch.clerk(PrintBudgetSheet(target, branch.case_id(), persons=0))
    assert branch.clerk(PrintLeaflet(leaflet)).pages == 1
    told = words_of(leaflet)
    assert "12378" in told
    assert "0871-60000000" in told
    assert LI not in told
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.connection.execute(sa.text("DELETE FROM letterhead"))
    with pytest.raises(Refused) as refused:
        branch.clerk(PrintLeaflet(leaflet))
    assert refused.value.code == "leaflet.letterhead_missing"


def test_the_leaflet_says_what_the_branch_approved_and_nothing_of_a_customer(
    branch: Branch, tmp_path: Path
) -> None:
    parts = (
        "## rights",
        "可出示证件。",
        "## query",
        "请致电{phone}。",
        "## hardship",
        "到期前来谈。",
        "## complain",
        "可投诉。",
    )
    body = "\n".join(parts)
    said = ("还款帮助（新版）", body)
    for wrong, code in (
        (body.replace("{phone}", "{overdue}"), "text.place_unknown"),
        (body.replace("## hardship\n到期前来谈。\n", ""), "text.section_missing"),
        (f"{body}\n## prizes\n抽奖", "text.section_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            branch.administrator(WriteText("leaflet", "zh_CN", said[0], wrong, (), "更新"))
        assert refused.value.code == code
    text_id = branch.administrator(WriteText("leaflet", "zh_CN", *said, (), "更新"))
    leaflet = tmp_path / "leaflet.pdf"
    branch.clerk(PrintLeaflet(leaflet))
    assert "新版" not in words_of(leaflet)  # nobody else has approved it yet
    branch.supervisor(DecideText(text_id, approve=True))
    branch.clerk(PrintLeaflet(leaflet))
    told = words_of(leaflet)
    assert all(part in told for part in ("新版", "请致电0871-60000000", "文本版本1"))
