"""Draws a door as a small photo, so that evidence can be attached in practice; no real place is in it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from collectdesk import resources
from collectdesk.practice.draws import Draws

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.ImageDraw import ImageDraw

_SIZE: Final = (960, 1_280)
_WALLS: Final = ("#cfc6b8", "#b9c3c9", "#d8d2c4", "#bdb6ae")
_DOORS: Final = ("#7b2d26", "#2f4858", "#5b4636", "#3c5a47")
_RED: Final = "#c0201c"
_MARK: Final = "练习"
# The two characters as strokes on a grid of 100, for a machine without the shipped font.
_STROKES: Final = (
    ((25, 5), (8, 32), (30, 32), (6, 62), (36, 58)),
    ((4, 90), (40, 78)),
    ((46, 20), (96, 20)),
    ((66, 4), (52, 48), (94, 48)),
    ((72, 34), (72, 94), (62, 86)),
    ((58, 62), (48, 82)),
    ((84, 62), (96, 82)),
    ((112, 12), (192, 12), (192, 90), (176, 84)),
    ((128, 30), (150, 44)),
    ((118, 78), (168, 56)),
)
_SEGMENTS: Final = {
    "0": "abcdef",
    "1": "bc",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
}
_SEGMENT_ENDS: Final = {
    "a": (0, 0, 1, 0),
    "b": (1, 0, 1, 1),
    "c": (1, 1, 1, 2),
    "d": (0, 2, 1, 2),
    "e": (0, 1, 0, 2),
    "f": (0, 0, 0, 1),
    "g": (0, 1, 1, 1),
}


def door_photo(seed: int) -> bytes:
    """A JPEG of 960 × 1280 pixels: a wall, a door, a house number, and a large 练习 across it.

    The same seed draws the same picture; another seed another door, so that reused photos can be told apart.
    """
    from PIL import Image, ImageDraw

    draws = Draws("door", seed)
    picture = Image.new("RGB", _SIZE, draws.pick(_WALLS))
    pen = ImageDraw.Draw(picture)
    _draw_wall(pen, draws)
    _draw_door(pen, draws)
    _draw_number(pen, str(1 + draws.below(198)))
    _draw_mark(pen)
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "CollectDesk practice picture"
    picture.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def _draw_wall(pen: ImageDraw, draws: Draws) -> None:
    width, height = _SIZE
    for y in range(0, height, 64):
        pen.line((0, y, width, y), fill="#a39a8d", width=2)
        for x in range((y // 64 % 2) * 64 + draws.below(12), width, 128):
            pen.line((x, y, x, y + 64), fill="#a39a8d", width=2)


def _draw_door(pen: ImageDraw, draws: Draws) -> None:
    left, top = 250 + draws.below(80), 330
    right, bottom = left + 420, _SIZE[1] - 60
    pen.rectangle((0, bottom, *_SIZE), fill="#8d8880")
    pen.rectangle((left - 24, top - 24, right + 24, bottom), fill="#e8e4da", outline="#6d675e", width=3)
    pen.rectangle((left, top, right, bottom), fill=draws.pick(_DOORS), outline="#1f1a17", width=4)
    for upper in (top + 60, top + 480):
        pen.rectangle((left + 60, upper, right - 60, upper + 340), outline="#1f1a17", width=5)
    pen.ellipse((right - 52, top + 430, right - 22, top + 460), fill="#d9b44a", outline="#4a3b12")


def _draw_number(pen: ImageDraw, number: str) -> None:
    left, top = 400, 170
    pen.rectangle((left - 36, top - 30, left + 66 * len(number) + 12, top + 118), fill="#1d4f91")
    for place, digit in enumerate(number):
        for segment in _SEGMENTS[digit]:
            x1, y1, x2, y2 = _SEGMENT_ENDS[segment]
            x = left + 66 * place
            pen.line((x + 40 * x1, top + 44 * y1, x + 40 * x2, top + 44 * y2), fill="white", width=10)


def _font() -> Path | None:
    """A shipped Chinese font, if the installation has one."""
    folder = resources.folder() / "fonts"
    return next(iter(sorted(folder.glob("*Bold*.ttf")) or sorted(folder.glob("*.ttf"))), None)


def _draw_mark(pen: ImageDraw) -> None:
    font = _font()
    if font:
        from PIL import ImageFont

        pen.text((480, 800), _MARK, fill=_RED, anchor="mm", font=ImageFont.truetype(str(font), 360))
        return
    for stroke in _STROKES:
        pen.line([(110 + 4 * x - x // 3, 600 + 4 * y) for x, y in stroke], fill=_RED, width=26, joint="curve")
