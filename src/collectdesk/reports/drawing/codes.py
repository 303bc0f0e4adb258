"""Draws a QR code as one vector path with its quiet zone, and the same payload in letters under it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from collectdesk.domain.paper.sheet_marks import CODE_SIDE
from collectdesk.reports.drawing.page import MM, WHITE, Paper, figure_box

QUIET_MODULES: Final = 4
SMALLEST_SIDE: Final = 20 * MM
"""Measured: at 20 mm a 300 dpi scan reads every time, smaller ones fail under blur."""
SHEET_SIDE: Final = CODE_SIDE
"""Of what comes back by the scanner: read at 200 dpi however it lies, blurred and noisy (docs/scan-read-rates.md)."""

LONGEST_PAYLOAD: Final = 90
_LETTER: Final = 5.8
_ALPHABET: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


class BadPayloadError(ValueError):
    """A payload that the alphanumeric mode can't hold, or one too long to stay readable at 20 mm."""

    code = "qr.bad_payload"

    def __init__(self, payload: str) -> None:
        super().__init__(
            f"the code {payload!r} can't be printed: up to {LONGEST_PAYLOAD} capitals, figures and :-./"
        )
        self.facts = {"payload": payload}


def block_side(side: float = SMALLEST_SIDE, modules: int = 29) -> float:
    """Side in points of the code with its quiet zone; ``modules`` is 29 for payloads up to 61 characters."""
    return side * (modules + 2 * QUIET_MODULES) / modules


def draw_code(paper: Paper, payload: str, right: float, top: float, *, side: float = SMALLEST_SIDE) -> float:
    """Draw with the quiet zone's upper right corner at (right, top); return the lower edge of the letters.

    Raises BadPayloadError.
    """
    rows = code_rows(payload)
    unit = side / len(rows)
    outer = side + 2 * QUIET_MODULES * unit
    x0, y0 = right - outer + QUIET_MODULES * unit, top - QUIET_MODULES * unit
    rectangles: list[str] = []
    for row, modules in enumerate(rows):
        y = y0 - (row + 1) * unit
        rectangles.extend(
            f"{x0 + start * unit:.3f} {y:.3f} {length * unit:.3f} {unit:.3f} re"
            for start, length in _dark_stretches(modules)
        )
    said = paper.words.say("QR code; the letters below it say the same")
    box = figure_box(right - outer, top - outer, outer, outer)
    with paper.tagged("Figure", alt=said, attributes=box):
        paper.fill(right - outer, top - outer, outer, outer, WHITE)
        paper.draw("0 g " + "\n".join(rectangles) + " f")
    return _letters_under(paper, payload, right - outer / 2, top - outer, outer)


@lru_cache(maxsize=64)
def code_rows(payload: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the code, True for dark: alphanumeric mode, error level M."""
    import segno

    if not payload or len(payload) > LONGEST_PAYLOAD or not set(payload) <= _ALPHABET:
        raise BadPayloadError(payload)
    code = segno.make(payload, error="m", mode="alphanumeric", micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def _dark_stretches(modules: tuple[bool, ...]) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for column, dark in enumerate(modules):
        if not dark:
            continue
        if stretches and sum(stretches[-1]) == column:
            stretches[-1] = (stretches[-1][0], stretches[-1][1] + 1)
        else:
            stretches.append((column, 1))
    return stretches


def _letters_under(paper: Paper, payload: str, middle: float, y: float, width: float) -> float:
    """The payload in small letters, cut into lines a person can type from."""
    lines = math.ceil(len(payload) / (width / (_LETTER * 0.62)))
    per_line = math.ceil(len(payload) / lines)
    with paper.tagged("P"):
        for start in range(0, len(payload), per_line):
            y -= _LETTER + 0.8
            paper.text(middle, y, payload[start : start + per_line], _LETTER, align="centre")
    return y - 3
