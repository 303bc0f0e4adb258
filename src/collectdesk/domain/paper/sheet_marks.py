"""Where on a printed sheet the marks stand by which a scan of it is straightened and its boxes are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from collectdesk.domain.paper.further import SATISFACTION, Answer

MM: Final = 72 / 25.4
PAGE_WIDTH: Final = 210 * MM
PAGE_HEIGHT: Final = 297 * MM

CORNER: Final = 4 * MM
"""The side of the black square in each corner."""
CORNERS: Final = tuple(
    (x, y) for y in (PAGE_HEIGHT - 9.5 * MM, 9.5 * MM) for x in (9.5 * MM, PAGE_WIDTH - 9.5 * MM)
)
"""Their middles in points: upper left, upper right, lower left, lower right; outside what printers leave white."""

BOX: Final = 7.2
"""The side of a box to tick, in points."""

CODE_RIGHT: Final = 195 * MM
CODE_TOP: Final = 279 * MM
CODE_SIDE: Final = 26 * MM
"""The side of a sheet's code: at 200 dpi a module is seven pixels, and a blur of two leaves it standing."""
_SIDES: Final = {2: 20 * MM}
"""The sides of older templates that are marked too."""
_MODULES, _QUIET = 29, 4

MARKED_SINCE: Final = 2
"""The template version of the visit sheet from which on the corners are marked."""


def code_corners(version: int) -> tuple[tuple[float, float], ...]:
    """A code's corners in points without its quiet zone, in the order of CORNERS, on a sheet of this template."""
    side = _SIDES.get(version, CODE_SIDE)
    quiet = _QUIET * side / _MODULES
    right, top = CODE_RIGHT - quiet, CODE_TOP - quiet
    return tuple((x, y) for y in (top, top - side) for x in (right - side, right))


SLIP_MARKED_AS: Final = 3
"""The sheet's template whose marks and code the opinion slip shares."""


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box to tick: what is recorded when it is, as ``field=value``, and its lower left corner in points."""

    code: str
    x: float
    y: float


SLIP_ROW: Final = 12 * MM
SLIP_FIRST: Final = 205 * MM
"""The lower edge of the uppermost boxes of an opinion slip; the next row of them stands a SLIP_ROW below."""
SLIP_COLUMNS: Final = (108 * MM, 138 * MM, 168 * MM)
SLIP_BOXES: Final = tuple(
    TickBox(f"{question}={answer.value}", round(x, 2), round(SLIP_FIRST - row * SLIP_ROW, 2))
    for row, question in enumerate(SATISFACTION)
    for x, answer in zip(SLIP_COLUMNS, Answer, strict=True)
)
"""The boxes of the slip with the three questions: the same on every slip, whatever its language."""
