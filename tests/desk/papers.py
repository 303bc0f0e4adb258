"""What the tests of printed papers look with: the text of each page, and the codes a scanner reads from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from collectdesk.desk.archive.filing import BuildPack
from collectdesk.desk.archive.taking_out import TakeOutPack
from collectdesk.desk.contact.noticing import DecideNotice, MakeNotice, Wanted
from collectdesk.desk.contact.serving import PostNotice, Proof, ProveServed, SealNotices
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState, ServedBy
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.results.archiving import Purpose
from collectdesk.practice.photos import door_photo
from helpers.branches import ACCOUNTS, LI, overdue_row, payment_row

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.archive.filing import BuiltPack
    from helpers.branches import Branch

FORBIDDEN_AT_THE_DOOR = (
    "催", "逾期", "欠", "债", "贷", "还款", "信用卡", "征信", "余额", "违约", "银行", "¥", "分期", "承诺",
    "owes", "owing", "debt", "overdue", "collect", "loan", "arrears", "repay", "balance", "borrow", "credit",
    "bank", "instalment", "promise", "pays",
)  # fmt: skip


def pages(path: Path) -> list[str]:
    """The text of each page without blanks."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def codes(path: Path) -> list[list[str]]:
    """The QR codes of each page as an office scanner would see them at 200 dpi."""
    import pypdfium2
    import zxingcpp

    document = pypdfium2.PdfDocument(path)
    try:
        pictures = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()
    formats: Any = zxingcpp.BarcodeFormat.QRCode
    return [[code.text for code in zxingcpp.read_barcodes(one, formats=formats)] for one in pictures]


def resting_of(branch: Branch, target: Path) -> Path:
    """Where the pack rests that a test takes out to ``target``."""
    return branch.folder / "packs" / f"{target.stem}.cdpack"


def built_and_out(branch: Branch, target: Path, name: str = LI, **how: Any) -> BuiltPack:
    """A pack built by the supervisor, and taken out in the clear."""
    built = branch.supervisor(BuildPack(branch.case_id(name), resting_of(branch, target), **how))
    branch.supervisor(TakeOutPack(target, built.number, Purpose.COURT))
    return replace(built, path=target)


def serve_notice(branch: Branch, folder: Path) -> None:
    """A formal demand, approved, sealed, posted and served with its receipt."""
    receipt = folder / "回执.jpg"
    receipt.write_bytes(door_photo(2))
    made = branch.clerk(
        MakeNotice(branch.case_id(), Wanted("formal_demand", branch.point_id("home"), Channel.LETTER))
    )
    branch.supervisor(DecideNotice(made.notice_id, approve=True))
    day = branch.now.date()
    branch.clerk(SealNotices((made.notice_id,), day))
    branch.clerk(PostNotice(made.notice_id, day, "RX1234567890CN"))
    proof = Proof(NoticeState.SERVED, day, ServedBy.COUNTER, "李明本人", "", receipt)
    branch.clerk(ProveServed(made.notice_id, proof))


def cure(branch: Branch) -> None:
    """Core banking reports the first customer back in order, two weeks on."""
    branch.advance(days=14)
    day = date(2026, 4, 1)
    paid = payment_row("HK2026033101", ACCOUNTS[LI], day - timedelta(days=1), 1_284_536)
    branch.take(LedgerKind.PAYMENTS, [paid], day)
    row = overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, 0, 173_454_64, 0, oldest_unpaid_on=None)
    branch.take(LedgerKind.OVERDUE, [row], day)
