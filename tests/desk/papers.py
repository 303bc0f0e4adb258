"""What the tests of printed papers look with: the text of each page, and the codes a scanner reads from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

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
