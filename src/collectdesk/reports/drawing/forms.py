"""Draws what people fill in by hand: tick boxes as vectors, lines to write on, signature blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.paper.sheet_marks import BOX, TickBox
from collectdesk.reports.drawing.flow import PAD, Flow
from collectdesk.reports.drawing.measure import text_width, wrap_text
from collectdesk.reports.drawing.page import ACCENT, HAIR, INK, MM, MUTED, TINT, Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP: Final = 11.0
SIGNATURES: Final = 19 * MM
"""How high a row of signature boxes is, unless somebody wants it otherwise."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A box and its words, then ``blank`` millimetres to write on; ``code`` is what a scan reads from it."""

    text: str
    blank: float = 0.0
    checked: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Words and ``blank`` millimetres to write on, without a box."""

    text: str
    blank: float


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the capacity and the typed name, which may be empty."""

    capacity: str
    name: str = ""


def draw_tick(paper: Paper, x: float, baseline: float, *, checked: bool = False, code: str = "") -> None:
    """An empty or crossed box standing on the baseline; no font has to have it."""
    y = baseline - 0.9
    if code:
        paper.page.boxes.append(TickBox(code, round(x, 2), round(y, 2)))
    paper.box(x, y, BOX, BOX, stroke=0.7, ink=INK)
    if checked:
        inset = 1.5
        paper.line(x + inset, y + inset, x + BOX - inset, y + BOX - inset, width=1.1, ink=INK)
        paper.line(x + inset, y + BOX - inset, x + BOX - inset, y + inset, width=1.1, ink=INK)


def tick_row(flow: Flow, label: str, items: Sequence[Tick | Blank], *, label_width: float = 25 * MM) -> None:
    """A labelled row of choices, wrapped over as many lines as they need."""
    room = flow.width - label_width - 2 * PAD
    lead = flow.size * 1.75
    placed, lines = _place(flow, items, room)
    labels = wrap_text(flow.paper.lettering.settle(label), flow.size - 0.4, label_width - 2 * PAD, bold=True)
    height = max(lines * lead, len(labels) * flow.lead) + 4
    flow.need(height)
    bottom = flow.y - height
    flow.paper.fill(flow.left, bottom, label_width, height, TINT)
    with flow.paper.tagged("P"):
        flow.lines_in(labels, flow.left + PAD, height, size=flow.size - 0.4, bold=True, ink=ACCENT)
    first = flow.y - (height - lines * lead) / 2 - lead + (lead - flow.size) / 2 + 1
    for item, x, line in placed:
        _draw_item(flow, item, flow.left + label_width + PAD + x, first - line * lead)
    flow.paper.line(flow.left + label_width, bottom, flow.left + label_width, flow.y)
    flow.paper.box(flow.left, bottom, flow.width, height)
    flow.y = bottom


def _place(
    flow: Flow, items: Sequence[Tick | Blank], room: float
) -> tuple[list[tuple[Tick | Blank, float, int]], int]:
    placed: list[tuple[Tick | Blank, float, int]] = []
    x, line = 0.0, 0
    for item in items:
        width = _item_width(flow, item)
        if x and x + width > room:
            x, line = 0.0, line + 1
        placed.append((item, x, line))
        x += width + _GAP
    return placed, line + 1


def _item_width(flow: Flow, item: Tick | Blank) -> float:
    words = text_width(flow.paper.lettering.settle(item.text), flow.size)
    box = BOX + 3 if isinstance(item, Tick) else 0
    return box + words + (item.blank * MM + 3 if item.blank else 0)


def _draw_item(flow: Flow, item: Tick | Blank, x: float, baseline: float) -> None:
    paper, spoken = flow.paper, ""
    if isinstance(item, Tick):
        draw_tick(paper, x, baseline, checked=item.checked, code=item.code)
        x += BOX + 3
        spoken = f"{'☑' if item.checked else '☐'} {item.text}"
    with paper.tagged("P"), paper.tagged("Span", spoken=spoken):
        x += paper.text(x, baseline, item.text, flow.size)
    if item.blank:
        flow.paper.line(x + 3, baseline - 1.5, x + 3 + item.blank * MM, baseline - 1.5, width=0.5, ink=MUTED)


def writing_lines(flow: Flow, label: str, count: int, *, pitch: float = 7.5 * MM) -> None:
    """A box with ``count`` lines to write on."""
    height = count * pitch + 6
    flow.need(height)
    flow.paper.text(flow.left + PAD, flow.y - 10, label, flow.size - 0.4, bold=True, ink=ACCENT)
    for number in range(1, count):
        y = flow.y - 6 - number * pitch
        flow.paper.line(flow.left + PAD, y, flow.right - PAD, y, width=0.35, ink=HAIR)
    flow.paper.box(flow.left, flow.y - height, flow.width, height)
    flow.y -= height


def signature_row(flow: Flow, signers: Sequence[Signer], *, height: float = SIGNATURES) -> None:
    """Blocks side by side: capacity and typed name, room to sign, a line for the date and time."""
    words = flow.paper.words
    flow.need(height)
    width = flow.width / len(signers)
    bottom = flow.y - height
    for index, signer in enumerate(signers):
        x = flow.left + index * width
        with flow.paper.tagged("P"):
            used = flow.paper.text(x + PAD, flow.y - 10, signer.capacity, flow.size - 0.6, ink=MUTED)
            _typed_name(flow, signer, x + PAD, x + PAD + used + 5, width - 2 * PAD)
        flow.paper.text(x + PAD, bottom + 5, words.say("Date and time"), flow.size - 1.4, ink=MUTED)
        if index:
            flow.paper.line(x, bottom, x, flow.y)
    flow.paper.box(flow.left, bottom, flow.width, height)
    flow.y = bottom


def _typed_name(flow: Flow, signer: Signer, left: float, x: float, room: float) -> None:
    """Beside the capacity where it fits, else under it."""
    beside = left + room - x
    name = flow.paper.lettering.settle(signer.name)
    y = flow.y - 10
    if text_width(name, flow.size, bold=True) > beside:
        x, y = left, y - flow.lead
        beside = room
    for row, line in enumerate(wrap_text(name, flow.size, beside, bold=True)[:2]):
        flow.paper.text(x, y - row * flow.lead, line, flow.size, bold=True)
