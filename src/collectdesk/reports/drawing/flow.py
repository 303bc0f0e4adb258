"""Lays blocks down a page one under the other: headings, paragraphs, key-value blocks, tables, callouts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.measure import wrap_text
from collectdesk.reports.drawing.page import (
    ACCENT,
    BAND,
    BOTTOM,
    INK,
    LEFT,
    MM,
    MUTED,
    RIGHT,
    TINT,
    TOP,
    WARN,
    WARN_TINT,
    Ink,
    Marks,
    Page,
    Paper,
)
from collectdesk.reports.drawing.tagging import ARTIFACT, Element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAD: Final = 4.0
_OF_COLUMN: Final = "<</O/Table/Scope/Column>>"
_OF_ROW: Final = "<</O/Table/Scope/Row>>"
LEADING: Final = 1.38
_UNTORN: Final = 8
"""Lines of the tallest row that is never torn over two pages."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A key and its value; ``wide`` takes the whole row, ``strong`` prints bold, ``warn`` in red."""

    key: str
    value: str
    wide: bool = False
    strong: bool = False
    warn: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its heading, its share of the width, and left, right or centre."""

    heading: str
    share: float
    align: str = "left"


class Flow:
    """A cursor going down the pages of one paper; ``y`` is the upper edge of what comes next."""

    def __init__(self, paper: Paper, *, size: float = 9.0, left: float = LEFT, right: float = RIGHT) -> None:
        self.paper = paper
        self.size = size
        self.left = left
        self.right = right
        self.y = TOP
        self.marks: Marks | None = None
        self.may_turn = True
        self.overflowed = False
        self.last_row = ARTIFACT
        """The row of a table that was laid last: ``on_row`` puts a link into one of its cells."""

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def lead(self) -> float:
        return self.size * LEADING

    def turn_page(self) -> Page:
        """Start a new page and go to its top."""
        page = self.paper.start_page(self.marks)
        self.y = TOP
        return page

    def need(self, height: float) -> bool:
        """Turn the page when less than ``height`` is left; True when it was turned."""
        if self.y - height >= BOTTOM:
            return False
        if not self.may_turn:
            self.overflowed = True
            return False
        self.turn_page()
        return True

    def space(self, height: float) -> None:
        self.y -= height

    def title(self, text: str, under: str = "", *, room: float = 0.0) -> None:
        """The document's name in large letters; ``room`` keeps that much free at the right for a code."""
        with self.paper.tagged("H1"):
            for line in self.wrapped(text, 17, self.width - room, bold=True):
                self.y -= 21
                self.paper.text(self.left, self.y, line, 17, bold=True, ink=ACCENT)
        self.paper.titled = True
        with self.paper.tagged("P"):
            for line in self.wrapped(under, 9, self.width - room) if under else ():
                self.y -= 13
                self.paper.text(self.left, self.y, line, 9, ink=MUTED)
        self.y -= 9

    def heading(self, text: str, *, keep: float = 40.0, bookmark: int | None = None) -> None:
        """A section heading that never stands alone at the foot of a page."""
        size = self.size + 1.5
        self.need(size + 10 + keep)
        self.y -= 4
        if bookmark is not None:
            self.paper.bookmark(text, bookmark, self.y + 6)
        self.paper.fill(self.left, self.y - size - 1, 2.6, size + 1.5, ACCENT)
        with self.paper.tagged(self.paper.headline()):
            self.paper.text(self.left + 7, self.y - size + 0.6, text, size, bold=True, ink=ACCENT)
        self.y -= size + 5

    def paragraph(self, text: str, *, bold: bool = False, ink: Ink = INK, indent: float = 0.0) -> None:
        with self.paper.tagged("P"):
            for line in self.wrapped(text, self.size, self.width - indent, bold=bold):
                self.need(self.lead)
                self.y -= self.lead
                baseline = self.y + (self.lead - self.size) / 2 + 1
                self.paper.text(self.left + indent, baseline, line, self.size, bold=bold, ink=ink)
        self.y -= 3

    def points(self, points: Sequence[str], *, mark: str = "•") -> None:
        """A list; ``mark`` is the bullet, or "1" to number the points."""
        numbering = "Decimal" if mark == "1" else "Disc"
        with self.paper.tagged("L", attributes=f"<</O/List/ListNumbering/{numbering}>>"):
            for number, point in enumerate(points, 1):
                self._point(f"{number}." if mark == "1" else mark, point, 14.0 if mark == "1" else 9.0)
        self.y -= 3

    def _point(self, label: str, point: str, indent: float) -> None:
        paper = self.paper
        with paper.tagged("LI") as item:
            lines = self.wrapped(point, self.size, self.width - indent)
            parts = Element("Lbl", item), Element("LBody", item)
        for index, line in enumerate(lines):
            self.need(self.lead)
            self.y -= self.lead
            baseline = self.y + (self.lead - self.size) / 2 + 1
            if index == 0:
                with paper.within(parts[0]):
                    paper.text(self.left, baseline, label, self.size, ink=MUTED)
            with paper.within(parts[1]):
                paper.text(self.left + indent, baseline, line, self.size)

    def callout(self, text: str, *, heading: str = "", warn: bool = False) -> None:
        """A tinted box with a bar at its left: what must not be overlooked. Long ones go on over the page."""
        lines = [(heading, True)] if heading else []
        lines += [(line, False) for line in self.wrapped(text, self.size, self.width - 16)]
        parts = [Element("P", self.paper.inside) for _ in range(2)]
        while lines:
            fitting = max(1, int((self.y - BOTTOM - 8) // self.lead))
            if fitting < min(2, len(lines)) and self.need(9999):
                continue
            self._callout_part(lines[:fitting] if self.may_turn else lines, parts, warn=warn)
            lines = lines[fitting:] if self.may_turn else []
        self.y -= 5

    def _callout_part(self, lines: list[tuple[str, bool]], parts: list[Element], *, warn: bool) -> None:
        height = len(lines) * self.lead + 7
        self.need(height)
        self.paper.fill(self.left, self.y - height, self.width, height, WARN_TINT if warn else TINT)
        self.paper.fill(self.left, self.y - height, 2.6, height, WARN if warn else ACCENT)
        baseline = self.y - 3.5 - self.lead + (self.lead - self.size) / 2 + 1
        for line, bold in lines:
            ink = (WARN if warn else ACCENT) if bold else INK
            with self.paper.within(parts[not bold]):
                self.paper.text(self.left + 10, baseline, line, self.size, bold=bold, ink=ink)
            baseline -= self.lead
        self.y -= height

    def glance(self, cells: Sequence[Fact]) -> None:
        """A band of cells with a small key over a large value: the story in one look."""
        width = self.width / len(cells)
        size = self.size + 2
        wraps = [self.wrapped(cell.value or "—", size, width - 4 * PAD, bold=True) for cell in cells]
        height = max(map(len, wraps)) * size * 1.3 + self.size + 14
        self.need(height)
        bottom = self.y - height
        for index, (cell, lines) in enumerate(zip(cells, wraps, strict=True)):
            x = self.left + index * width
            gap = 0 if index == len(cells) - 1 else 3
            self.paper.fill(x, bottom, width - gap, height, WARN_TINT if cell.warn else BAND)
            with self.paper.tagged("P"):
                self.paper.text(x + 2 * PAD, self.y - self.size - 4, cell.key, self.size - 1, ink=MUTED)
                for row, line in enumerate(lines):
                    baseline = self.y - self.size - 9 - (row + 1) * size * 1.3 + 3
                    self.paper.text(
                        x + 2 * PAD, baseline, line, size, bold=True, ink=WARN if cell.warn else ACCENT
                    )
        self.y = bottom - 7

    def facts(self, facts: Sequence[Fact], *, columns: int = 2, key_width: float = 25 * MM) -> None:
        """A grid of keys and values; an empty value prints a dash."""
        row: list[Fact] = []
        with self.paper.tagged("Table"):
            for fact in facts:
                if fact.wide:
                    self._fact_row(row, columns, key_width)
                    self._fact_row([fact], 1, key_width, span=columns)
                    row = []
                    continue
                row.append(fact)
                if len(row) == columns:
                    self._fact_row(row, columns, key_width)
                    row = []
            self._fact_row(row, columns, key_width)

    def _fact_row(self, facts: Sequence[Fact], columns: int, key_width: float, *, span: int = 0) -> None:
        if not facts:
            return
        cells = self._fact_cells(len(facts), span or columns)
        cell = self.width / columns
        last = len(facts) - 1
        wraps: list[tuple[list[str], list[str]]] = []
        for index, fact in enumerate(facts):
            room = (self.width - cell * last if index == last else cell) - key_width - 2 * PAD
            keys = self.wrapped(fact.key, self.size - 0.6, key_width - 2 * PAD)
            wraps.append((keys, self.wrapped(fact.value or "—", self.size, room, bold=fact.strong)))
        done = 0
        tallest = max(max(len(keys), len(values)) for keys, values in wraps)
        while done < tallest:
            count = self._lines_that_fit(tallest - done)
            part = [(keys[done : done + count], values[done : done + count]) for keys, values in wraps]
            self._fact_part(facts, part, cells, cell, key_width, count)
            done += count

    def _lines_that_fit(self, wanted: int) -> int:
        """How many lines of a row fit here; a short row is not torn."""
        height = wanted * self.lead + 5
        if self.y - height >= BOTTOM or not self.may_turn:
            self.need(height)
            return wanted
        fitting = int((self.y - BOTTOM - 5) // self.lead)
        if wanted <= _UNTORN or fitting < 3:
            self.turn_page()
            fitting = int((self.y - BOTTOM - 5) // self.lead)
        return min(wanted, fitting)

    def _fact_part(
        self,
        facts: Sequence[Fact],
        wraps: list[tuple[list[str], list[str]]],
        cells: list[Element],
        cell: float,
        key_width: float,
        count: int,
    ) -> None:
        height = count * self.lead + 5
        bottom = self.y - height
        paper, before = self.paper, self.paper.inside
        for index, (fact, (keys, values)) in enumerate(zip(facts, wraps, strict=True)):
            x = self.left + index * cell
            paper.fill(x, bottom, key_width, height, TINT)
            paper.inside = cells[2 * index]
            self.lines_in(keys, x + PAD, height, size=self.size - 0.6, ink=MUTED)
            ink = WARN if fact.warn else INK
            paper.inside = cells[2 * index + 1]
            self.lines_in(values, x + key_width + PAD, height, bold=fact.strong, ink=ink)
            paper.inside = before
            if index:
                paper.line(x, bottom, x, self.y)
            paper.line(x + key_width, bottom, x + key_width, self.y)
        paper.box(self.left, bottom, self.width, height)
        self.y = bottom

    def _fact_cells(self, facts: int, columns: int) -> list[Element]:
        """A row's cells, key and value in turn; the last value spans what is left, so that every row is as wide."""
        row = Element("TR", self.paper.inside)
        cells: list[Element] = []
        for at in range(facts):
            span = 2 * (columns - facts) + 1 if at == facts - 1 else 1
            spanning = f"<</O/Table/ColSpan {span}>>" if span > 1 else ""
            cells += [Element("TH", row, attributes=_OF_ROW), Element("TD", row, attributes=spanning)]
        return cells

    def lines_in(
        self,
        lines: Sequence[str],
        x: float,
        height: float,
        *,
        size: float = 0.0,
        bold: bool = False,
        ink: Ink = INK,
        align: str = "left",
    ) -> None:
        """Lines set in the middle of a cell of ``height`` whose upper edge is the cursor."""
        size = size or self.size
        lead, place = self.lead, self.paper.line_of_text
        baseline = self.y - (height - len(lines) * lead) / 2 - lead + (lead - size) / 2 + size * 0.1
        for line in lines:
            place(x, baseline, line, size, bold=bold, ink=ink, align=align)
            baseline -= lead

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        empty: str = "",
        warn: Callable[[int], bool] | None = None,
        last_is_total: bool = False,
        on_row: Callable[[int, float, float], None] | None = None,
    ) -> None:
        """A grid whose heading repeats on every page; rows taller than a page go on over the next.

        ``warn`` says which rows are printed in the warning ink; ``on_row`` hears of every row, on the page
        where it ends, with its upper and lower edge there.
        """
        widths = self._widths(columns)
        if not rows:
            self.paragraph(empty, ink=MUTED)
            return
        heads = self._wrapped_heads(columns, widths)
        least = max(map(len, heads)) * self.lead + 3 * self.lead
        self.need(max(least, self.table_height(columns, rows[:1], whole=False)))
        table = Element("Table", self.paper.inside)
        row_of_heads = Element("TR", table)
        self._head_row(
            columns, widths, heads, [Element("TH", row_of_heads, attributes=_OF_COLUMN) for _ in columns]
        )
        for number, row in enumerate(rows):
            bold = last_is_total and number == len(rows) - 1
            ink = WARN if warn is not None and warn(number) else INK
            self.last_row = Element("TR", table)
            height = self._table_row(columns, widths, heads, row, bold=bold, ink=ink)
            if on_row is not None:
                on_row(number, self.y + height, self.y)
        self.y -= 6

    def table_height(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, whole: bool = True
    ) -> float:
        """How high a table gets with its heading; without ``whole`` a row counts as high as it is never torn."""
        widths = self._widths(columns)
        lines = [max(map(len, self._wrapped_heads(columns, widths)))]
        for row in rows:
            wraps = (
                self.wrapped(cell, self.size, width - 2 * PAD)
                for cell, width in zip(row, widths, strict=True)
            )
            tallest = max(map(len, wraps))
            lines.append(tallest if whole else min(tallest, _UNTORN))
        return sum(count * self.lead + 5 for count in lines) + 6

    def paragraph_height(self, text: str) -> float:
        """How high a paragraph gets."""
        return len(self.wrapped(text, self.size, self.width)) * self.lead + 3

    def _widths(self, columns: Sequence[Column]) -> list[float]:
        shares = sum(column.share for column in columns)
        return [self.width * column.share / shares for column in columns]

    def _wrapped_heads(self, columns: Sequence[Column], widths: list[float]) -> list[list[str]]:
        return [
            self.wrapped(column.heading, self.size - 0.4, width - 2 * PAD, bold=True)
            for column, width in zip(columns, widths, strict=True)
        ]

    def _head_row(
        self, columns: Sequence[Column], widths: list[float], heads: list[list[str]], cells: list[Element]
    ) -> None:
        height = max(map(len, heads)) * self.lead + 5
        self.paper.fill(self.left, self.y - height, self.width, height, BAND)
        self._cells(columns, widths, heads, cells, height, size=self.size - 0.4, bold=True, ink=ACCENT)

    def _table_row(
        self,
        columns: Sequence[Column],
        widths: list[float],
        heads: list[list[str]],
        row: Sequence[str],
        *,
        bold: bool,
        ink: Ink,
    ) -> float:
        wraps = [
            self.wrapped(cell, self.size, width - 2 * PAD, bold=bold)
            for cell, width in zip(row, widths, strict=True)
        ]
        cells = [Element("TD", self.last_row) for _ in columns]
        done, tallest, height = 0, max(map(len, wraps)), 0.0
        while done < tallest:
            page = self.paper.page
            count = self._lines_that_fit(tallest - done)
            if self.paper.page is not page:
                self._head_row(columns, widths, heads, [ARTIFACT] * len(columns))
                count = min(tallest - done, int((self.y - BOTTOM - 5) // self.lead))
            height = count * self.lead + 5
            if bold:
                self.paper.fill(self.left, self.y - height, self.width, height, TINT)
            part = [wrap[done : done + count] for wrap in wraps]
            self._cells(columns, widths, part, cells, height, bold=bold, ink=ink)
            done += count
        return height

    def _cells(
        self,
        columns: Sequence[Column],
        widths: list[float],
        wraps: list[list[str]],
        cells: list[Element],
        height: float,
        *,
        size: float = 0.0,
        bold: bool = False,
        ink: Ink = INK,
    ) -> None:
        x, paper, before = self.left, self.paper, self.paper.inside
        for column, width, lines, cell in zip(columns, widths, wraps, cells, strict=True):
            paper.inside = cell
            if column.align == "right":
                self.lines_in(lines, x + width - PAD, height, size=size, bold=bold, ink=ink, align="right")
            elif column.align == "centre":
                self.lines_in(lines, x + width / 2, height, size=size, bold=bold, ink=ink, align="centre")
            else:
                self.lines_in(lines, x + PAD, height, size=size, bold=bold, ink=ink)
            x += width
        paper.inside = before
        self.y -= height
        paper.row_frame(self.left, self.y, widths, height)

    def wrapped(self, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
        """The text as it can be drawn, in lines no wider than ``width``."""
        return wrap_text(self.paper.lettering.settle(text), size, width, bold=bold)
