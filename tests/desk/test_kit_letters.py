"""Letters within a kit: printed with their stop, to nobody but whom they address, each page with its fate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import zxingcpp
from pypdfium2 import PdfDocument

from collectdesk.desk.contact.noticing import DecideNotice, MakeNotice, Wanted
from collectdesk.desk.contact.serving import SealNotices
from collectdesk.desk.paper.codes import CodeKind, read_code
from collectdesk.desk.paper.scanning import TakePage
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.rounds import ShowRounds
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.visits.sheets import Fate, SheetPart
from collectdesk.sandbox.scanning import ScanPage, ScanSource
from collectdesk.store.visits import visits
from desk.test_rounds import WHY
from helpers.branches import LI, OUYANG, PRACTICE_DATE

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.visits.rounds import SheetLine
    from helpers.branches import Branch


def letter(branch: Branch, name: str, language: str = "zh_CN", level: str = "formal_demand") -> str:
    wanted = Wanted(level, branch.point_id("home", name), channel=Channel.LETTER, language=language)
    made = branch.clerk(MakeNotice(branch.case_id(name), wanted))
    branch.supervisor(DecideNotice(made.notice_id, approve=True))
    return str(made.notice_id)


def sheets(branch: Branch) -> tuple[SheetLine, ...]:
    (found,) = branch.clerk(ShowRounds(PRACTICE_DATE))
    return tuple(found.sheets)


def test_a_letter_is_pages_of_the_kit_with_its_own_receipt_and_every_page_has_a_fate(
    branch: Branch, tmp_path: Path
) -> None:
    first, second = branch.planned_visit(LI), branch.planned_visit(OUYANG, branch.today_at(15))
    notice_id, sealed = letter(branch, LI, "en"), letter(branch, OUYANG)
    branch.clerk(SealNotices((sealed,), PRACTICE_DATE))
    target = tmp_path / "kit.pdf"
    printed = branch.supervisor(PrintKit(target, (first, second), reason=WHY))
    pages = PdfDocument(target)
    texts = [page.get_textpage().get_text_range() for page in pages]
    original = next(
        at for at, text in enumerate(texts) if "HT-2023-0471" in text and "place for the seal" in text
    )
    assert (
        len(pages) == printed.pages == 2 + 3 + 2 + 3
    )  # the letter's two lie within its stop, before the next door
    assert original == 5
    codes = [zxingcpp.read_barcodes(pages[at].render(scale=3).to_pil()) for at in (original, original + 1)]
    kinds = branch.ask(lambda view: [read_code(view, one.text) for (one,) in codes])
    assert [(one.kind, one.page) for one in kinds] == [(CodeKind.SHEET, 5), (CodeKind.NOTICE, 1)]
    assert f"{printed.pages}" in texts[0]
    (kept,) = branch.ask(lambda view: visits.prints(view, notice_id))
    assert (kept.document, kept.pages) == ("notice", 2)
    assert (
        branch.ask(lambda view: visits.prints(view, sealed)) == []
    )  # the sealed one isn't printed a second time
    parts = [(one.visit_no, one.sheet.page, one.sheet.part) for one in sheets(branch) if one.sheet.part]
    assert parts == [
        ("WF-2026-00001", 5, SheetPart.LETTER), ("WF-2026-00001", 14, SheetPart.RECEIPT),
        ("WF-2026-00002", 5, SheetPart.BESIDE),
    ]  # fmt: skip

    receipt = ScanPage(1, 0, codes[1][0].text, False, b"\xff\xd8", b"\xff\xd81", "image/jpeg")
    branch.clerk(TakePage(ScanSource("receipt.jpg", "0" * 64, 1), receipt))
    fates = {one.sheet.part: one.sheet.fate for one in sheets(branch) if one.sheet.part}
    assert fates == {SheetPart.LETTER: None, SheetPart.RECEIPT: Fate.RETURNED, SheetPart.BESIDE: None}


def test_a_letter_that_may_not_go_out_stays_behind_and_its_sheet_says_so(
    branch: Branch, tmp_path: Path
) -> None:
    visit_id, notice_id = branch.planned_visit(LI), letter(branch, LI, level="overdue_letter")
    branch.hold("stop_request")  # asks for a reason that nobody gave for the letter
    target = tmp_path / "kit.pdf"
    printed = branch.supervisor(PrintKit(target, (visit_id,), reason="客户主动要求当面说明病情"))
    shown = "".join("".join(page.get_textpage().get_text_range() for page in PdfDocument(target)).split())
    assert printed.pages == 5
    assert "云岭支催〔2026〕1号未随附" in shown
    assert branch.ask(lambda view: visits.prints(view, notice_id)) == []
