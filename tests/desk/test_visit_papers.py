"""Owns the proof that evidence changes hands on a slip, and that the registers hold every visit with its costs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from collectdesk.desk.paper.recording import OpenSheet, RecordVisit
from collectdesk.desk.paper.second_visitor import SayAsSecond
from collectdesk.desk.paper.visit_papers import PrintCustodySlip, PrintOpinionSlips, PrintRegister, month_of
from collectdesk.desk.visits.printing import PrintRecord
from collectdesk.domain.money import Money
from collectdesk.domain.paper.further import Answer, Further
from collectdesk.domain.paper.seconding import Difference
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import Fate
from collectdesk.domain.visits.visit_costs import VisitCost
from collectdesk.reports.visits.visit_papers import VisitPaper, _stands
from collectdesk.words import CHINESE, ENGLISH, for_language
from helpers.branches import WANG

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    finally:
        document.close()


def lines_of(path: Path) -> list[str]:
    """The words of the first page as they stand, each piece of a line by itself."""
    document = pypdfium2.PdfDocument(path)
    try:
        text: str = document[0].get_textpage().get_text_range()
        return text.replace("\r\n", " ").split()
    finally:
        document.close()


def test_a_visits_papers_tell_its_evidence_its_costs_and_what_the_second_visitor_says(
    branch: Branch, tmp_path: Path
) -> None:
    visit_id = branch.planned_visit()
    branch.planned_visit(WANG, branch.today_at(14))
    branch.advance(hours=2)
    file = tmp_path / "R-07.txt"
    file.write_text("a talk")
    branch.attach(visit_id, file, "recording")
    found = branch.findings(further=Further(was_helped=Answer.PARTLY))
    branch.clerk(RecordVisit(visit_id, found, cost=VisitCost(90, 42_500, Money(2_000), True, "合同第8条")))
    branch.supervisor(SayAsSecond(visit_id, (Difference("attitude", "回避"),)))

    slip = branch.clerk(PrintCustodySlip(tmp_path / "slip.pdf", visit_id))
    assert (slip.number, slip.copy) == ("WF-2026-00001-B", 1)
    assert branch.clerk(PrintCustodySlip(tmp_path / "again.pdf", visit_id)).copy == 2
    assert "R-07.txt" in text_of(slip.path)
    english = branch.clerk(PrintCustodySlip(tmp_path / "english.pdf", visit_id, "en")).path
    words = lines_of(english)
    assert {"Recording", "陈静"} <= set(words)  # no word and no name is broken in its column
    assert [len(word) for word in words if len(word) > 24 and word.isalnum()] == [
        32,
        32,
    ]  # a digest in halves
    record = text_of(branch.supervisor(PrintRecord(tmp_path / "record.pdf", visit_id)).path)
    assert "回避" in record
    assert "合同第8条" in record
    assert "上门是否有帮助" in record
    assert branch.clerk(OpenSheet(visit_id)).second.digest in record  # screen and paper show the same digest

    day = branch.supervisor(PrintRegister(tmp_path / "day.pdf", date(2026, 3, 18), date(2026, 3, 18)))
    assert day.number == "DJ-20260318"
    listed = text_of(day.path)
    assert "WF-2026-00001" in listed
    assert "WF-2026-00002" in listed
    assert "42.5" in listed
    today = date(2026, 3, 18)
    english = branch.supervisor(PrintRegister(tmp_path / "en.pdf", today, today, language="en")).path
    assert {"Customer", "Files"} <= set(lines_of(english))
    month = branch.supervisor(PrintRegister(tmp_path / "month.pdf", *month_of(date(2026, 3, 18))))
    assert month.number == "DJ-202603"
    own = text_of(branch.supervisor(PrintRegister(tmp_path / "own.pdf", visit_id=visit_id)).path)
    assert "WF-2026-00001-B" in own
    assert "R-07.txt" in own
    slips = text_of(branch.supervisor(PrintOpinionSlips(tmp_path / "slips.pdf", (visit_id,))).path)
    assert "是否解释清楚" in slips
    assert not [word for word in ("逾期", "欠", "催") if word in slips]  # a neighbour may read it
    with pytest.raises(Refused) as refused:
        branch.supervisor(PrintRegister(tmp_path / "x.pdf", date(2024, 1, 1), date(2026, 1, 1)))
    assert refused.value.code == "register.span"


@pytest.mark.parametrize(("language", "said"), [(CHINESE, "已收回"), (ENGLISH, "Back with us")])
def test_a_register_says_in_words_what_became_of_a_sheet(language: str, said: str) -> None:
    words, at = for_language(language), datetime(2026, 3, 18, tzinfo=UTC)
    assert _stands(words, VisitPaper(at, "document", "sheet", "K-1", "1 / 1", Fate.RETURNED)) == said
    assert _stands(words, VisitPaper(at, "evidence", "photo", "a.jpg", "", "陈静")) == "陈静"
