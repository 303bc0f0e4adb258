"""Printed sheets as they come back: drawn at a scanner's resolution, ticked, turned, and put into files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from collectdesk.domain.paper.sheet_marks import BOX, PAGE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from collectdesk.domain.paper.sheet_marks import TickBox

DPI = 150


def page_images(paper: Path, dpi: int = DPI) -> list[Image.Image]:
    """Every page of a printed PDF, grey, as a flat-bed scanner sees it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(paper)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def ticked(page: Image.Image, boxes: Iterable[TickBox], codes: Sequence[str]) -> Image.Image:
    """The page with a tick by hand in each of the boxes named."""
    made = page.copy()
    pen, scale = ImageDraw.Draw(made), page.width / PAGE_WIDTH
    for box in boxes:
        if box.code in codes:
            x, y, side = box.x * scale, made.height - box.y * scale, BOX * scale
            stroke = [x + 2, y - side / 2, x + side / 2 - 1, y - 2, x + side + 3, y - side - 3]
            pen.line(stroke, fill=40, width=2)
    return made


def turned(page: Image.Image, angle: float) -> Image.Image:
    """The page as it lay on the glass."""
    return page.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=235)


def as_pdf(path: Path, pages: Sequence[Image.Image], dpi: int = DPI) -> Path:
    """A scanner's PDF of pictures; of a copy, since Pillow keeps what was appended to a picture once."""
    pages[0].copy().save(path, "PDF", save_all=True, append_images=list(pages[1:]), resolution=dpi)
    return path


def blank(words: str = "") -> Image.Image:
    """A page without a code."""
    page = Image.new("L", (620, 877), 250)
    ImageDraw.Draw(page).text((60, 60), words or "a page", fill=20)
    return page


def locked_pdf(path: Path, source: Path) -> Path:
    """The same document under a password."""
    import pikepdf

    with pikepdf.open(source) as document:
        protection: Any = pikepdf.Encryption(owner="owner", user="secret")
        document.save(path, encryption=protection)
    return path
