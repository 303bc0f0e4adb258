"""Owns a document's pages as lists of shapes and texts, and writes them once the page count is known.

Direct layout: a page is drawn from fills, images, outlines and texts, in that order. Nothing here knows what
a visit is; measures are points from the lower left corner of an A4 sheet.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from collectdesk.domain.paper import sheet_marks
from collectdesk.reports.drawing.appending import Structure
from collectdesk.reports.drawing.embedding import FontSubset
from collectdesk.reports.drawing.fonts import PLACEHOLDER_FONT, Lettering, typefaces
from collectdesk.reports.drawing.measure import forget_texts, text_width
from collectdesk.reports.drawing.pdfa import Colophon, finish_pdf
from collectdesk.reports.drawing.tagging import ARTIFACT, Element, Marker, artifact

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from collectdesk.words import Words

MM: Final = sheet_marks.MM
PAGE_WIDTH: Final = sheet_marks.PAGE_WIDTH
PAGE_HEIGHT: Final = sheet_marks.PAGE_HEIGHT
LEFT: Final = 20 * MM
RIGHT: Final = 195 * MM
TOP: Final = 279 * MM
BOTTOM: Final = 17 * MM

Ink = tuple[float, float, float]
INK: Final = (0.10, 0.11, 0.13)
MUTED: Final = (0.38, 0.42, 0.47)
ACCENT: Final = (0.11, 0.22, 0.36)
WARN: Final = (0.62, 0.11, 0.11)
HAIR: Final = (0.66, 0.70, 0.75)
TINT: Final = (0.945, 0.955, 0.97)
BAND: Final = (0.885, 0.91, 0.94)
WARN_TINT: Final = (0.985, 0.93, 0.92)
STRUCK: Final = (0.97, 0.82, 0.80)
WHITE: Final = (1.0, 1.0, 1.0)

VOID_MARK: Final = "作废  VOID"
"""In both languages on every page of what counts no more."""
PRACTICE_MARK: Final = "练习数据  PRACTICE DATA"
"""In both languages on every practice paper, whatever language the paper is in."""


Step = Callable[[int, int], None]
"""Called with steps done and steps in all; raising before the last one leaves no file behind."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in the margins of a page; empty texts leave their place empty."""

    issuer: str
    title: str
    number: str
    confidentiality: str


@dataclass(frozen=True, slots=True)
class Printing:
    """The circumstances of one printing, given by the caller: who, when, which copy, practice or not."""

    branch: str
    printed_by: str
    printed_at: datetime
    practice: bool = False
    copy_number: int = 1
    void: bool = False
    """Whether what is printed counts no more: every page says so across its whole height."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A written document: its pages, and the characters printed as 〔U+XXXX〕 because no font has them."""

    pages: int
    missing_glyphs: tuple[str, ...]
    boxes: tuple[tuple[sheet_marks.TickBox, ...], ...] = ()
    """For each page the boxes to tick that have a code, so that a scan is read with this very page's template."""
    originals: tuple[tuple[int, ...], ...] = ()
    """Of a kit: for each stop the pages of the originals of its letters."""


@dataclass(slots=True)
class _Letters:
    """Not frozen: a long paper has some thirty thousand, and a frozen one takes three times as long to make."""

    x: float
    y: float
    size: float
    bold: bool
    ink: Ink
    text: str
    of: Element


class _Within:
    """While it lasts, what is drawn belongs to this element."""

    __slots__ = ("_before", "_element", "_paper")

    def __init__(self, paper: Paper, element: Element) -> None:
        self._paper, self._element, self._before = paper, element, paper.inside

    def __enter__(self) -> Element:
        self._paper.inside = self._element
        return self._element

    def __exit__(self, *_: object) -> None:
        self._paper.inside = self._before


@dataclass(slots=True)
class Page:
    """One page while it is laid out; ``marks`` may differ from the document's."""

    marks: Marks
    fills: list[str] = field(default_factory=list)
    outlines: list[str] = field(default_factory=list)
    images: list[tuple[bytes, float, float, float, float, Element]] = field(default_factory=list)
    figures: list[tuple[Element, list[str]]] = field(default_factory=list)
    """What is drawn from shapes and means something: codes, charts."""
    letters: list[_Letters] = field(default_factory=list)
    bookmarks: list[tuple[str, int, float]] = field(default_factory=list)
    links: list[tuple[float, float, float, float, Page, Element]] = field(default_factory=list)
    boxes: list[sheet_marks.TickBox] = field(default_factory=list)

    def clear(self) -> None:
        """Forget all that was drawn, for a second try at another size."""
        for shapes in (self.fills, self.outlines, self.images, self.figures, self.letters, self.bookmarks,
                       self.links, self.boxes):  # fmt: skip
            shapes.clear()


class Paper:
    """One document in the making: pages, the letters they use, and the words they speak."""

    def __init__(self, words: Words, printing: Printing, marks: Marks) -> None:
        self.words = words
        self.printing = printing
        self.marks = marks
        self.pages: list[Page] = []
        self.lettering = Lettering()
        self.page: Page
        self.stamp = ""
        """What a number running through all pages begins with (``AJ-2026-00002-000017``); empty for none."""
        self.structure = Element("Document")
        self.inside = self.structure
        """The element that what is drawn belongs to; text on the document itself is a paragraph of its own."""
        self.titled = False

    def start_page(self, marks: Marks | None = None) -> Page:
        """Append an empty page and make it the current one."""
        self.page = Page(marks or self.marks)
        self.pages.append(self.page)
        return self.page

    def tagged(self, kind: str, *, alt: str = "", spoken: str = "", attributes: str = "") -> _Within:
        """A new element of the structure, as a ``with``: what is drawn in it is its content."""
        return _Within(self, Element(kind, self.inside, alt=alt, spoken=spoken, attributes=attributes))

    def within(self, element: Element) -> _Within:
        """Go on with an element begun before, or pass the drawing off as decoration (``ARTIFACT``)."""
        return _Within(self, element)

    def headline(self) -> str:
        """The level of the next section heading: the first of a paper is of the first level."""
        return "H2" if self.titled else "H1"

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        ink: Ink = INK,
        align: str = "left",
    ) -> float:
        """One line, baseline at ``y``; ``x`` is its left, right or centre. Returns the width."""
        settled = self.lettering.settle(text).replace("\n", " ")
        self.line_of_text(x, y, settled, size, bold=bold, ink=ink, align=align)
        return text_width(settled, size, bold=bold)

    def line_of_text(
        self, x: float, y: float, text: str, size: float, *, bold: bool, ink: Ink, align: str
    ) -> None:
        """A line of text that is settled already, as wrapped lines are."""
        if not text:
            return
        if align != "left":
            width = text_width(text, size, bold=bold)
            x -= width if align == "right" else width / 2
        inside = self.inside
        of = Element("P", inside) if inside is self.structure else inside
        self.page.letters.append(_Letters(x, y, size, bold, ink, text, of))

    def draw(self, drawing: str, under: bool = False) -> None:
        """Operators as they are: part of the figure that is being drawn, else decoration."""
        page, inside = self.page, self.inside
        if inside.kind != "Figure":
            (page.fills if under else page.outlines).append(drawing)
        elif page.figures and page.figures[-1][0] is inside:
            page.figures[-1][1].append(drawing)
        else:
            page.figures.append((inside, [drawing]))

    def fill(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        self.draw(f"{_rgb(ink)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f", under=True)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.4, ink: Ink = HAIR
    ) -> None:
        self.draw(f"{_rgb(ink)} RG {width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def box(
        self, x: float, y: float, width: float, height: float, *, stroke: float = 0.4, ink: Ink = HAIR
    ) -> None:
        self.draw(f"{_rgb(ink)} RG {stroke:g} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def row_frame(self, x: float, y: float, widths: list[float], height: float) -> None:
        """A table row's frame and the lines between its cells, as one path: a long case file has thousands."""
        low, top = f"{y:.2f}", f"{y + height:.2f}"
        path, at = [f"{_rgb(HAIR)} RG 0.4 w {x:.2f} {low} {sum(widths):.2f} {height:.2f} re"], x
        for width in widths[:-1]:
            at += width
            place = f"{at:.2f}"
            path.append(f"{place} {low} m {place} {top} l")
        path.append("S")
        self.page.outlines.append(" ".join(path))

    def picture(self, jpeg: bytes, x: float, y: float, width: float, height: float, alt: str) -> None:
        """An image; ``alt`` says in words what it is of."""
        figure = Element("Figure", self.inside, alt=alt, attributes=figure_box(x, y, width, height))
        self.page.images.append((jpeg, x, y, width, height, figure))

    def link(self, box: tuple[float, float, float, float], target: Page, of: Element, said: str) -> None:
        """A place to press (left, bottom, right, top) that opens a page, said in words; ``of`` is what it stands in."""
        left, bottom, right, top = box
        self.page.links.append((left, bottom, right, top, target, Element("Link", of, alt=said)))

    def bookmark(self, title: str, level: int, y: float) -> None:
        self.page.bookmarks.append((self.lettering.settle(title).replace("\n", " "), level, y))

    def finish(self, path: Path, *, step: Step | None = None, done: int = 0, total: int = 1) -> Drawn:
        """Write the document to ``path`` as PDF/A-2a and PDF/UA-1; an old file is replaced only by a whole one."""
        try:
            canvas_bytes, structure = _write_pages(self)
        finally:
            forget_texts()
        colophon = Colophon(
            title=f"{self.marks.title} {self.marks.number}".strip(),
            author=self.printing.branch,
            made_at=self.printing.printed_at,
            language="zh-CN" if self.words.is_chinese else "en-GB",
        )
        finished = finish_pdf(canvas_bytes, colophon, structure)
        partial = path.with_name(path.name + ".partial")
        try:
            partial.write_bytes(finished)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        if step is not None:
            step(max(done, total), total)
        boxes = tuple(tuple(page.boxes) for page in self.pages)
        return Drawn(len(self.pages), tuple(self.lettering.missing), boxes)


@lru_cache(maxsize=256)
def _rgb(ink: Ink) -> str:
    return f"{ink[0]:.3g} {ink[1]:.3g} {ink[2]:.3g}"


def figure_box(x: float, y: float, width: float, height: float) -> str:
    """The layout attribute of a figure: where on the page it is."""
    return f"<</O/Layout/Placement/Block/BBox[{x:.2f} {y:.2f} {x + width:.2f} {y + height:.2f}]>>"


def _write_pages(paper: Paper) -> tuple[bytes, Structure]:
    from reportlab.pdfgen.canvas import Canvas

    faces = typefaces()
    target = io.BytesIO()
    canvas: Any = Canvas(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName=cast("Any", PLACEHOLDER_FONT),  # the stubs say float
    )
    subsets = (FontSubset(faces.regular, "R"), FontSubset(faces.bold, "B"))
    keys = {id(page): f"p{number}" for number, page in enumerate(paper.pages, 1)}
    markers = []
    for number, page in enumerate(paper.pages, 1):
        _draw_margins(paper, page, number)
        markers.append(Marker(number - 1))
        _write_page(canvas, page, subsets, keys, markers[-1])
    for subset in subsets:
        subset.embed(canvas._doc)
    canvas.setTitle(paper.marks.title)
    canvas.save()
    links = [[link[5] for link in page.links] for page in paper.pages]
    return target.getvalue(), Structure(paper.structure, markers, links)


def _write_page(
    canvas: Any, page: Page, subsets: tuple[FontSubset, FontSubset], keys: dict[int, str], marker: Marker
) -> None:
    from reportlab.lib.utils import ImageReader

    canvas.bookmarkPage(keys[id(page)])
    for order, (title, level, y) in enumerate(page.bookmarks):
        key = f"{keys[id(page)]}-{order}"
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=min(y, PAGE_HEIGHT))
        canvas.addOutlineEntry(title, key, level=level, closed=level > 0)
    canvas._code.append(artifact("\n".join(page.fills)))
    for jpeg, x, y, width, height, figure in page.images:
        canvas._code.append(marker.begin(figure))
        canvas.drawImage(ImageReader(io.BytesIO(jpeg)), x, y, width, height)
        canvas._code.append("EMC")
    canvas._code.append(artifact("\n".join(page.outlines)))
    for figure, drawings in page.figures:
        canvas._code.append("\n".join((marker.begin(figure), *drawings, "EMC")))
    if page.letters:
        canvas._code.append("BT\n" + "\n".join(_show(page.letters, subsets, marker)) + "\nET")
    for left, bottom, right, top, target, link in page.links:
        canvas.linkRect(link.alt, keys[id(target)], (left, bottom, right, top), relative=0, Border="[0 0 0]")
    canvas.showPage()


def _show(letters: list[_Letters], subsets: tuple[FontSubset, FontSubset], marker: Marker) -> list[str]:
    """Text operators in reading order; font, colour and element are named only where they change."""
    out: list[str] = []
    font: tuple[str, float] | None = None
    ink: Ink | None = None
    of: Element | None = None
    for item in letters:
        if item.of is not of:
            if of is not None:
                out.append("EMC")
            of = item.of
            out.append(marker.begin(of))
        if item.ink != ink:
            out.append(f"{_rgb(item.ink)} rg")
            ink = item.ink
        x = item.x
        for bold, text in _runs(item, subsets[1].typeface.glyphs):
            subset = subsets[bold]
            if (subset.resource, item.size) != font:
                font = (subset.resource, item.size)
                out.append(f"/{subset.resource} {item.size:g} Tf")
            out.append(f"1 0 0 1 {x:.2f} {item.y:.2f} Tm <{subset.encode(text)}> Tj")
            if item.bold:  # a light line is one stretch
                x += text_width(text, item.size, bold=bold)
    out.append("EMC")
    return out


def _runs(item: _Letters, bold_glyphs: dict[int, int]) -> list[tuple[bool, str]]:
    """Stretches of one weight: a bold text borrows the characters that the bold face lacks."""
    if not item.bold:
        return [(False, item.text)]
    runs: list[tuple[bool, str]] = []
    for letter in item.text:
        bold = ord(letter) in bold_glyphs
        if runs and runs[-1][0] == bold:
            runs[-1] = (bold, runs[-1][1] + letter)
        else:
            runs.append((bold, letter))
    return runs


def _draw_margins(paper: Paper, page: Page, number: int) -> None:
    """Header and footer: issuer, title, number; printing, confidentiality, page n of m; practice mark."""
    paper.page = page
    with paper.within(ARTIFACT):
        _draw_margin_texts(paper, page.marks, number)


def _draw_margin_texts(paper: Paper, marks: Marks, number: int) -> None:
    words, printing = paper.words, paper.printing
    head, foot = PAGE_HEIGHT - 11.5 * MM, 9 * MM
    used = paper.text(LEFT, head, marks.issuer, 8, bold=True, ink=ACCENT)
    paper.text(LEFT + (used + 8 if used else 0), head, marks.title, 8, ink=MUTED)
    paper.text(RIGHT, head, marks.number, 8, ink=MUTED, align="right")
    paper.line(LEFT, head - 5, RIGHT, head - 5, width=0.6, ink=ACCENT)
    paper.line(LEFT, foot + 9, RIGHT, foot + 9)
    at = words.instant(printing.printed_at)
    paper.text(
        LEFT, foot, words.say("Printed by {name} at {at}", name=printing.printed_by, at=at), 7, ink=MUTED
    )
    middle = (LEFT + RIGHT) / 2
    paper.text(middle, foot, marks.confidentiality, 7, bold=True, ink=MUTED, align="centre")
    page_of = words.say("Page {number} of {total}", number=number, total=len(paper.pages))
    paper.text(RIGHT, foot, page_of, 7, ink=MUTED, align="right")
    if paper.stamp:
        paper.text(middle, foot - 9, f"{paper.stamp}-{number:06d}", 7, ink=MUTED, align="centre")
    if printing.copy_number > 1:
        copy = words.say("Copy no. {number}", number=printing.copy_number)
        paper.text(RIGHT, foot - 9, copy, 7, bold=True, ink=WARN, align="right")
    if printing.practice:
        _draw_framed(paper, PRACTICE_MARK, middle)
    if printing.void:
        _draw_void_mark(paper, middle)


def _draw_framed(paper: Paper, said: str, middle: float) -> None:
    """A mark in a red frame above the header."""
    width = text_width(said, 8, bold=True) + 12
    baseline = PAGE_HEIGHT - 7.5 * MM
    paper.fill(middle - width / 2, baseline - 3.5, width, 13, WHITE)
    paper.box(middle - width / 2, baseline - 3.5, width, 13, stroke=0.9, ink=WARN)
    paper.text(middle, baseline, said, 8, bold=True, ink=WARN, align="centre")


def _draw_void_mark(paper: Paper, middle: float) -> None:
    """The page struck through, the word large behind its text and small in a frame above it."""
    _draw_framed(paper, VOID_MARK, RIGHT - 30)
    paper.line(LEFT, BOTTOM + 6, RIGHT, TOP - 6, width=1.6, ink=STRUCK)
    for height in (0.72, 0.3):
        paper.text(middle, PAGE_HEIGHT * height, VOID_MARK, 72, bold=True, ink=STRUCK, align="centre")
        paper.page.letters.insert(0, paper.page.letters.pop())  # what it lies over stays to be read
