"""A chart as a list of rectangles, lines and texts in pixels, for whoever paints it. No Qt, no reportlab here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Ink(Enum):
    """What a colour stands for; the painter's palette says which colour that is."""

    TEXT = "text"
    MUTE = "mute"
    GRID = "grid"
    BAR = "bar"
    GOOD = "good"
    BAD = "bad"
    QUIET = "quiet"
    ON_BAR = "on_bar"


class Side(Enum):
    """Which end of a text stands at its place."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled area; ``key`` names the figure it stands for, ``depth`` (0 to 1) how much of its ink."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    radius: float = 0
    key: str = ""
    depth: float = 1

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Text:
    """``y`` is the middle of the letters; ``size`` their pixels."""

    x: float
    y: float
    text: str
    ink: Ink = Ink.TEXT
    side: Side = Side.LEFT
    size: float = 12
    bold: bool = False


Shape = Rect | Line | Text
Measure = Callable[[str, float], float]


@dataclass(frozen=True, slots=True)
class Chart:
    """Shapes in painting order, and the areas that answer to the mouse (wider than what is painted)."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    areas: tuple[Rect, ...] = ()

    def key_at(self, x: float, y: float) -> str:
        """The figure under a point; empty where there is none."""
        return next((area.key for area in self.areas if area.holds(x, y)), "")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its figure's key, what it is called, how long it is, and the number as people read it."""

    key: str
    label: str
    value: int
    shown: str
    ink: Ink = Ink.BAR


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a matrix; an empty ``shown`` leaves it blank."""

    key: str
    value: int
    shown: str
    ink: Ink = Ink.BAR


GAP: Final = 8
ROW: Final = 26.0
LETTERS: Final = 12.0
_SHORTEST: Final = 2.0  # a value above zero is never invisible
_FAINTEST: Final = 0.12
_WIDEST: Final = 96.0  # two columns across a whole page would look like a flag


def rough_width(text: str, size: float) -> float:
    """About how wide a text is, for who can't measure: Chinese letters are square, Latin ones about half."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.56 for letter in text)


def draw_bars(width: float, bars: Sequence[Bar], measure: Measure = rough_width, row: float = ROW) -> Chart:
    """Bars from left to right, one a row: label, bar, number. The longest fills the room."""
    labels = min(width * 0.45, max((measure(bar.label, LETTERS) for bar in bars), default=0))
    numbers = max((measure(bar.shown, LETTERS) for bar in bars), default=0)
    start = labels + GAP
    room = max(_SHORTEST, width - start - numbers - GAP)
    most = max((bar.value for bar in bars), default=0)
    shapes: list[Shape] = [Line(start, 0, start, row * len(bars), Ink.GRID)]
    areas = []
    for at, bar in enumerate(bars):
        middle = row * (at + 0.5)
        long = max(_SHORTEST, room * bar.value / most) if bar.value else 0.0
        shapes.append(Text(labels, middle, bar.label, Ink.TEXT, Side.RIGHT))
        if long:
            shapes.append(Rect(start, middle - row * 0.3, long, row * 0.6, bar.ink, 2, bar.key))
        ink = Ink.TEXT if bar.value else Ink.MUTE
        shapes.append(Text(start + long + GAP * 0.75, middle, bar.shown, ink))
        areas.append(Rect(0, row * at, width, row, Ink.QUIET, key=bar.key))
    return Chart(width, row * len(bars), tuple(shapes), tuple(areas))


@dataclass(frozen=True, slots=True)
class Span:
    """What was promised and what came, both per mille of a whole, with the range of what came."""

    key: str
    label: str
    promised: int
    seen: int
    low: int
    high: int
    shown: str


def draw_spans(
    width: float, spans: Sequence[Span], measure: Measure = rough_width, row: float = ROW
) -> Chart:
    """A row for each span: a bar for what came, a line for its range, a grey mark for what was promised.

    All rows share one scale from nought to the whole, so that rows can be compared by eye; quarters are lined.
    """
    labels = min(width * 0.45, max((measure(one.label, LETTERS) for one in spans), default=0))
    numbers = max((measure(one.shown, LETTERS) for one in spans), default=0)
    start = labels + GAP
    room = max(_SHORTEST, width - start - numbers - 2 * GAP)
    bottom = row * len(spans)
    shapes: list[Shape] = [
        Line(start + room * part / 4, 0, start + room * part / 4, bottom, Ink.GRID) for part in range(5)
    ]
    shapes += [
        Text(start + room * part / 4, bottom + row / 2, f"{25 * part}%", Ink.MUTE, Side.CENTRE)
        for part in range(5)
    ]
    areas = []
    for at, one in enumerate(spans):
        middle = row * (at + 0.5)
        honest = one.low <= one.promised <= one.high
        ink = Ink.BAR if honest else Ink.BAD
        low, high, seen, told = (
            start + room * part / 1000 for part in (one.low, one.high, one.seen, one.promised)
        )
        shapes.append(Text(labels, middle, one.label, Ink.TEXT, Side.RIGHT))
        shapes.append(
            Rect(start, middle - row * 0.25, max(seen - start, 1), row * 0.5, ink, 2, one.key, 0.55)
        )
        shapes.append(Rect(low, middle - 1, max(high - low, _SHORTEST), 2, Ink.TEXT))
        shapes.append(Rect(told - 1.5, middle - row * 0.4, 3, row * 0.8, Ink.MUTE, 1))
        shapes.append(Text(start + room + GAP, middle, one.shown, Ink.TEXT if honest else Ink.BAD))
        areas.append(Rect(0, row * at, width, row, Ink.QUIET, key=one.key))
    return Chart(width, bottom + row, tuple(shapes), tuple(areas))


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a column: its figure's key, how tall, in which ink and how deep."""

    key: str
    value: int
    ink: Ink
    depth: float = 1


@dataclass(frozen=True, slots=True)
class Stack:
    """One column: what stands under it, the number above it, and its pieces from the foot upwards."""

    label: str
    shown: str
    parts: tuple[Part, ...]

    @property
    def value(self) -> int:
        return sum(part.value for part in self.parts)


def draw_stacks(
    width: float, stacks: Sequence[Stack], measure: Measure = rough_width, tall: float = 150
) -> Chart:
    """Columns from left to right, the pieces of each one on top of the other with a hair of ground between them.

    Labels that would run into each other are left out, but never the last.
    """
    top, foot = LETTERS + GAP, tall - LETTERS - GAP
    wide = min(_WIDEST, width / max(1, len(stacks)))
    most = max((stack.value for stack in stacks), default=0)
    shapes: list[Shape] = [Line(0, foot, width, foot, Ink.GRID)]
    areas: list[Rect] = []
    room = max((measure(stack.label, LETTERS - 1) for stack in stacks), default=0) + GAP
    every = max(1, math.ceil(room / wide))
    for at, stack in enumerate(stacks):
        left, y = wide * at, foot
        for part in stack.parts:
            high = (foot - top) * part.value / most if most else 0.0
            if high:
                y -= high
                painted = max(1.0, high - 1)
                shapes.append(
                    Rect(left + wide * 0.2, y, wide * 0.6, painted, part.ink, 1, part.key, part.depth)
                )
                areas.append(Rect(left, y, wide, high, Ink.QUIET, key=part.key))
        middle = left + wide / 2
        if measure(stack.shown, LETTERS - 1) <= wide:
            shapes.append(Text(middle, y - LETTERS * 0.7, stack.shown, Ink.TEXT, Side.CENTRE, LETTERS - 1))
        if (len(stacks) - 1 - at) % every == 0:
            shapes.append(Text(middle, foot + LETTERS, stack.label, Ink.MUTE, Side.CENTRE, LETTERS - 1))
    return Chart(width, tall, tuple(shapes), tuple(areas))


def draw_matrix(
    width: float,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    measure: Measure = rough_width,
    row: float = ROW,
) -> Chart:
    """A matrix whose cells are the deeper the more they hold, by the root, so that a few still show beside
    many; every cell says its number too. Muted cells keep one depth.
    """
    labels = max((measure(label, LETTERS) for label in rows), default=0) + GAP
    wide = max(1.0, (width - labels) / max(1, len(columns)))
    # what isn't part of the comparison mustn't bleach it
    most = max((cell.value for line in cells for cell in line if cell.ink is not Ink.MUTE), default=0)
    shapes: list[Shape] = [
        Text(labels + wide * (at + 0.5), row / 2, name, Ink.MUTE, Side.CENTRE)
        for at, name in enumerate(columns)
    ]
    areas = []
    for down, (label, line) in enumerate(zip(rows, cells, strict=True), 1):
        middle = row * (down + 0.5)
        shapes.append(Text(labels - GAP, middle, label, Ink.TEXT, Side.RIGHT))
        for across, cell in enumerate(line):
            left = labels + wide * across
            depth = _depth(cell, most)
            ink = cell.ink if cell.value else Ink.QUIET
            shapes.append(Rect(left + 1, row * down + 1, wide - 2, row - 2, ink, 2, cell.key, depth or 1))
            if cell.shown:
                letters = Ink.ON_BAR if depth > 0.5 else Ink.TEXT if cell.value else Ink.MUTE
                shapes.append(Text(left + wide / 2, middle, cell.shown, letters, Side.CENTRE))
            areas.append(Rect(left, row * down, wide, row, Ink.QUIET, key=cell.key))
    return Chart(width, row * (len(rows) + 1), tuple(shapes), tuple(areas))


def _depth(cell: Cell, most: int) -> float:
    if not cell.value:
        return 0.0
    if cell.ink is Ink.MUTE or not most:
        return _FAINTEST
    return _FAINTEST + (1 - _FAINTEST) * math.sqrt(cell.value / most)
