"""Draws a chart on paper from the same shapes as on the screen, in inks that stay apart without colour sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.charts import Chart, Ink, Line, Rect, Side, Text
from collectdesk.reports.drawing.measure import text_width
from collectdesk.reports.drawing.page import HAIR, INK, MUTED, TINT, WHITE, figure_box

if TYPE_CHECKING:
    from collectdesk.charts import Shape
    from collectdesk.reports.drawing.flow import Flow
    from collectdesk.reports.drawing.page import Paper
    from collectdesk.terms_figures import Drawing

SCALE: Final = 0.72
"""Points to a pixel of the drawing."""
# blue against vermilion, as on the screen (Okabe and Ito, 2008)
_BLUE: Final = (0.184, 0.435, 0.749)
_RED: Final = (0.784, 0.322, 0.102)
_INKS: Final = {
    Ink.TEXT: INK, Ink.MUTE: MUTED, Ink.GRID: HAIR, Ink.QUIET: TINT, Ink.ON_BAR: WHITE,
    Ink.BAR: _BLUE, Ink.GOOD: _BLUE, Ink.BAD: _RED,
}  # fmt: skip


def lay_chart(flow: Flow, draw: Drawing, alt: str, *, share: float = 1.0) -> None:
    """Set a chart at the cursor, as wide as ``share`` of the flow; ``alt`` says what of, for who can't see it."""
    wide = flow.width * share
    chart = draw(wide / SCALE, text_width)
    high = chart.height * SCALE + 8
    flow.need(high)
    box = figure_box(flow.left, flow.y - high, wide, high)
    with flow.paper.tagged("Figure", alt=alt, attributes=box):
        paint(flow.paper, chart, flow.left, flow.y - 4)
    flow.y -= high


def paint(paper: Paper, chart: Chart, left: float, top: float) -> None:
    """Every shape, with its upper left corner at (left, top)."""
    for shape in chart.shapes:
        _paint(paper, shape, left, top)


def _paint(paper: Paper, shape: Shape, left: float, top: float) -> None:
    if isinstance(shape, Text):
        align = {Side.LEFT: "left", Side.CENTRE: "centre", Side.RIGHT: "right"}[shape.side]
        size = shape.size * SCALE
        baseline = top - shape.y * SCALE - size * 0.36
        x = left + shape.x * SCALE
        paper.text(x, baseline, shape.text, size, bold=shape.bold, ink=_INKS[shape.ink], align=align)
    elif isinstance(shape, Line):
        x1, y1 = left + shape.x1 * SCALE, top - shape.y1 * SCALE
        paper.line(x1, y1, left + shape.x2 * SCALE, top - shape.y2 * SCALE, ink=_INKS[shape.ink])
    else:
        _fill(paper, shape, left, top)


def _fill(paper: Paper, shape: Rect, left: float, top: float) -> None:
    red, green, blue = (part * shape.depth + 1 - shape.depth for part in _INKS[shape.ink])
    bottom = top - (shape.y + shape.height) * SCALE
    paper.fill(left + shape.x * SCALE, bottom, shape.width * SCALE, shape.height * SCALE, (red, green, blue))
