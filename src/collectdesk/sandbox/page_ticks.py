"""Reads the boxes of a straightened page: each found by its printed outline, then judged by the ink inside it."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any, Final

from collectdesk.domain.paper.sheet_marks import BOX, PAGE_HEIGHT, PAGE_WIDTH

_ASTRAY: Final = 5
"""Pixels that a box may lie beside its place after straightening: paper stretches in a printer."""
_TICKED: Final = 0.115
_EMPTY: Final = 0.055
"""Shares of the inside that is ink: above the first it is ticked, below the second empty, between them unsure."""
_MARGIN: Final = 2
"""Pixels of the outline and its blur that don't count as inside."""
_CROP: Final = (4, 4, 40, 4)
"""What is shown of the page around a box: so many points left, above, right, below."""


def read_ticks(page: Any, boxes: Sequence[tuple[str, float, float]]) -> list[dict[str, Any]]:
    """For every box its code, ``ticked`` (yes, no or unsure), the share of ink, and a crop of the page as PNG."""
    grey = page if page.mode == "L" else page.convert("L")
    scale = page.width / PAGE_WIDTH
    found = []
    for code, x, y in boxes:
        left, top = x * scale, (PAGE_HEIGHT - y - BOX) * scale
        ink = _ink(grey, left, top, BOX * scale)
        ticked = "yes" if ink >= _TICKED else "no" if ink <= _EMPTY else "unsure"
        found.append(
            {"code": code, "ticked": ticked, "ink": round(ink, 3), "crop": _crop(grey, left, top, scale)}
        )
    return found


def _ink(grey: Any, left: float, top: float, side: float) -> float:
    """The share of dark pixels inside a box, its outline taken off where it was found."""
    wide = round(side)
    window = grey.crop((
        round(left) - _ASTRAY, round(top) - _ASTRAY, round(left) + wide + _ASTRAY + 1, round(top) + wide + _ASTRAY + 1
    ))  # fmt: skip
    paper = _paper(window)
    across = window.resize((window.width, 1), resample=_box()).tobytes()
    down = window.resize((1, window.height), resample=_box()).tobytes()
    x, y = _outline(across, wide), _outline(down, wide)
    inside = window.crop((x + _MARGIN, y + _MARGIN, x + wide - _MARGIN + 1, y + wide - _MARGIN + 1))
    threshold = paper * 0.68
    counted = inside.histogram()
    dark = int(sum(counted[: int(threshold)]))
    return dark / max(1, int(inside.width) * int(inside.height))


def _paper(window: Any) -> int:
    """How light the paper is here: a shadow on a photographed page isn't ink."""
    counted, seen = window.histogram(), 0
    for value in range(255, -1, -1):
        seen += counted[value]
        if seen >= window.width * window.height * 0.3:
            return value
    return 255


def _outline(profile: bytes, wide: int) -> int:
    """Where in a row of means two dark lines stand a box apart: the offset of the first."""
    places = range(len(profile) - wide)
    return min(places, key=lambda at: (profile[at] + profile[at + wide], abs(at - _ASTRAY)))


def _crop(grey: Any, left: float, top: float, scale: float) -> str:
    before, above, after, below = (value * scale for value in _CROP)
    side = BOX * scale
    shown = grey.crop(
        tuple(round(v) for v in (left - before, top - above, left + side + after, top + side + below))
    )
    png = io.BytesIO()
    shown.save(png, "PNG")
    return base64.b64encode(png.getvalue()).decode("ascii")


def _box() -> Any:
    from PIL import Image

    return Image.Resampling.BOX
