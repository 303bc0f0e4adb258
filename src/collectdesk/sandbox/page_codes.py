"""Finds the printed codes on a picture of a page, however it lies, and straightens the page by its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from collectdesk.domain.paper.sheet_marks import (
    CORNER,
    CORNERS,
    MARKED_SINCE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SLIP_MARKED_AS,
    code_corners,
)

Spot = tuple[float, float]

KEPT_DPI: Final = 150
SIZE: Final = (round(PAGE_WIDTH * KEPT_DPI / 72), round(PAGE_HEIGHT * KEPT_DPI / 72))
"""The pixels of a straightened page."""
_SHEET: Final = re.compile(r"CD\d:K:[^:]+:[^:]+:[12]:(\d+):")
_SLIP: Final = re.compile(r"CD\d:O:")
"""The customers' opinion slips are marked like the sheet of the day they were first drawn."""
_MOST_ENLARGED: Final = 36_000_000
"""Pixels of an enlarged picture: a page at 200 dpi that lies askew."""
_SQUARE: Final = 12
"""Pixels of a corner mark's side in the window where it is looked for."""
_REACH: Final = (7.0, 15.0, 15.0, 17.0)
"""How far from its expected place each corner mark is looked for, in multiples of its half side."""
_TAKEN_IN: Final = (1, 0, 3, 2)
"""The corners in the order they are found: from the one beside the code to the one furthest from it."""


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code's text and the corners of its symbol in pixels: upper left, upper right, lower left, lower right."""

    text: str
    corners: tuple[Spot, Spot, Spot, Spot]


def read_codes(image: Any) -> list[FoundCode]:
    """Every QR code on a grey picture: as it is, then blurred against noise, then enlarged; the dearest look last."""
    for seen, scale in _looks(image):
        found = _codes(seen, scale)
        if found:
            return found
    return []


def _looks(image: Any) -> Iterator[tuple[Any, float]]:
    from PIL import Image, ImageFilter

    yield image, 1.0
    calm = image.filter(ImageFilter.GaussianBlur(1.2))
    yield calm, 1.0
    if image.width * image.height * 4 <= _MOST_ENLARGED:
        for seen in (calm, image):
            yield seen.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC), 2.0
    else:
        yield image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX), 0.5


def _codes(image: Any, scale: float) -> list[FoundCode]:
    import zxingcpp

    formats: Any = zxingcpp.BarcodeFormat.QRCode
    barcodes = zxingcpp.read_barcodes(image, formats=formats, try_invert=False)
    found = []
    for code in barcodes:
        at = code.position
        spots = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
        corners = tuple((spot.x / scale, spot.y / scale) for spot in spots)
        found.append(FoundCode(code.text, corners))  # type: ignore[arg-type]
    return found


# ---- straightening


def straightened(image: Any, code: FoundCode) -> tuple[Any, bool]:
    """The page upright, and whether it lies exactly as it was printed, so that its boxes can be found."""
    version = _marked_as(code.text)
    if version:
        corners = _corner_marks(image, code, version)
        if corners is not None:
            return _warped(image, _projection(CORNERS, corners)), True
    return _turned(image, code), False


def _marked_as(text: str) -> int:
    """The sheet's template whose marks stand around a code; 0 where none do."""
    if _SLIP.match(text):
        return SLIP_MARKED_AS
    sheet = _SHEET.match(text)
    return int(sheet[1]) if sheet and int(sheet[1]) >= MARKED_SINCE else 0


def _warped(image: Any, projection: Sequence[float]) -> Any:
    """The page as printed; ``projection`` leads from points, measured from below, to the picture's pixels."""
    from PIL import Image

    a, b, c, d, e, f, g, h = projection
    s, top = 72 / KEPT_DPI, PAGE_HEIGHT
    # x in points = s·u, y in points = top − s·v
    divisor = 1 + h * top
    made = (a * s, -b * s, c + b * top, d * s, -e * s, f + e * top, g * s, -h * s)
    return image.transform(
        SIZE, Image.Transform.PERSPECTIVE, tuple(value / divisor for value in made), Image.Resampling.BILINEAR,
        fillcolor=255 if image.mode == "L" else (255, 255, 255),
    )  # fmt: skip


def _turned(image: Any, code: FoundCode) -> Any:
    """Turned upright by the code's upper edge alone."""
    from math import atan2, degrees

    from PIL import Image

    (x1, y1), (x2, y2) = code.corners[0], code.corners[1]
    angle = degrees(atan2(y2 - y1, x2 - x1))
    quarter = round(angle / 90) % 4
    turns = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}
    upright = image.transpose(turns[quarter]) if quarter else image
    rest = (angle + 45) % 90 - 45
    if abs(rest) > 0.8:  # the corners of a code are known to a pixel only
        white = 255 if image.mode == "L" else (255, 255, 255)
        upright = upright.rotate(rest, Image.Resampling.BILINEAR, expand=True, fillcolor=white)
    return upright


def _corner_marks(image: Any, code: FoundCode, version: int) -> list[Spot] | None:
    """The middles of the four corner marks in pixels, or None where one of them isn't to be seen."""
    grey = image if image.mode == "L" else image.convert("L")
    known: list[tuple[Spot, Spot]] = list(zip(code_corners(version), code.corners, strict=True))
    found: dict[int, Spot] = {}
    for which in _TAKEN_IN:
        leads = _affine(known)
        spot = _square_near(grey, _led(leads, CORNERS[which]), _scale(leads), _REACH[which])
        if spot is None:
            return None
        found[which] = spot
        known += [(CORNERS[which], spot)] * 2  # further apart, they say more than the code's corners
    return [found[which] for which in range(4)]


def _square_near(grey: Any, near: Spot, scale: float, reach: float) -> Spot | None:
    """The middle of the dark square of a corner mark's size nearest to where it should be."""
    from PIL import Image

    side = CORNER * scale
    half = side / 2 * reach
    left, top = near[0] - half, near[1] - half
    wide = max(8, round(2 * half * _SQUARE / side))
    window = grey.transform(
        (wide, wide), Image.Transform.EXTENT, (left, top, left + 2 * half, top + 2 * half),
        Image.Resampling.BILINEAR, fillcolor=255,
    )  # fmt: skip
    darkest, lightest = window.getextrema()
    if lightest - darkest < 60:
        return None
    dark = window.point(lambda value: 255 if value < (darkest + lightest) / 2 else 0).tobytes()
    best: tuple[float, Spot] | None = None
    for area, x, y, spread in _blobs(dark, wide):
        if not 0.55 < area / _SQUARE**2 < 1.6 or spread > 1.35:
            continue
        away = (x - wide / 2) ** 2 + (y - wide / 2) ** 2
        if best is None or away < best[0]:
            best = away, (left + (x + 0.5) * 2 * half / wide, top + (y + 0.5) * 2 * half / wide)
    return best[1] if best else None


def _blobs(dark: bytes, wide: int) -> Iterator[tuple[int, float, float, float]]:
    """Connected dark regions of a square picture: area, middle, and how far from compact (a square is 1)."""
    seen = bytearray(len(dark))
    for start, value in enumerate(dark):
        if not value or seen[start]:
            continue
        seen[start], stack, spots = 1, [start], []
        while stack:
            at = stack.pop()
            spots.append(at)
            column = at % wide
            for step, inside in ((-1, column > 0), (1, column < wide - 1), (-wide, True), (wide, True)):
                to = at + step
                if inside and 0 <= to < len(dark) and dark[to] and not seen[to]:
                    seen[to] = 1
                    stack.append(to)
        area = len(spots)
        if area < _SQUARE:
            continue
        x, y = sum(at % wide for at in spots) / area, sum(at // wide for at in spots) / area
        inertia = sum((at % wide - x) ** 2 + (at // wide - y) ** 2 for at in spots) / area
        yield area, x, y, inertia * 6 / area  # a full square of side a: inertia a²/6


# ---- geometry


def _affine(pairs: Sequence[tuple[Spot, Spot]]) -> tuple[float, ...]:
    """The affine map that leads from points to pixels, by least squares."""
    rows = [(x, y, 1.0) for (x, y), _ in pairs]
    normal = [[sum(r[i] * r[j] for r in rows) for j in range(3)] for i in range(3)]
    made: list[float] = []
    for axis in (0, 1):
        right = [sum(r[i] * to[axis] for r, (_, to) in zip(rows, pairs, strict=True)) for i in range(3)]
        made += _solved([row[:] for row in normal], right)
    return tuple(made)


def _led(affine: Sequence[float], spot: Spot) -> Spot:
    a, b, c, d, e, f = affine
    return a * spot[0] + b * spot[1] + c, d * spot[0] + e * spot[1] + f


def _scale(affine: Sequence[float]) -> float:
    """Pixels a point."""
    a, b, _, d, e, _ = affine
    return float(abs(a * e - b * d) ** 0.5)


def _projection(printed: Sequence[Spot], seen: Sequence[Spot]) -> list[float]:
    """The eight numbers of the projection that leads four printed spots to the four seen ones."""
    rows, right = [], []
    for (x, y), (u, v) in zip(printed, seen, strict=True):
        rows += [[x, y, 1.0, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1.0, -v * x, -v * y]]
        right += [u, v]
    return _solved(rows, right)


def _solved(rows: list[list[float]], right: list[float]) -> list[float]:
    """Gauss with pivots; the systems here have three or eight unknowns."""
    size = len(rows)
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(table[row][column]))
        table[column], table[pivot] = table[pivot], table[column]
        first = table[column][column] or 1e-12
        for row in range(size):
            if row != column:
                share = table[row][column] / first
                table[row] = [a - share * b for a, b in zip(table[row], table[column], strict=True)]
    return [table[row][size] / (table[row][row] or 1e-12) for row in range(size)]
