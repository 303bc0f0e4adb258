"""Where on a printed sheet the marks stand by which a scan of it is straightened and its boxes are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
CODE_SIDE: Final = 20 * MM
_MODULES, _QUIET = 29, 4
_UNIT: Final = CODE_SIDE / _MODULES
CODE_CORNERS: Final = tuple(
    (x, y)
    for y in (CODE_TOP - _QUIET * _UNIT, CODE_TOP - _QUIET * _UNIT - CODE_SIDE)
    for x in (CODE_RIGHT - _QUIET * _UNIT - CODE_SIDE, CODE_RIGHT - _QUIET * _UNIT)
)
"""The code's corners in points without its quiet zone, in the order of CORNERS."""

MARKED_SINCE: Final = 2
"""The template version of the visit sheet from which on the corners are marked."""


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box to tick: what is recorded when it is, as ``field=value``, and its lower left corner in points."""

    code: str
    x: float
    y: float
