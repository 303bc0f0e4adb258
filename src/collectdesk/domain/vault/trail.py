"""What is known of the audit trail: whole or not, where and how it breaks, and what outside remembers of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

ROOT_DIGITS: Final = 32
"""The day's root as it stands on paper: the first half of the last link, 128 bits."""
_REMEMBERED: Final = re.compile(r"(\d{1,15}):([0-9a-f]{32,64})")


class Break(Enum):
    """How a trail breaks."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    MOVED = "moved"
    FOLLOWS_ANOTHER = "follows_another"
    HEAD_DIFFERS = "head_differs"
    TAIL_CUT = "tail_cut"
    PUT_BACK = "put_back"
    ANCHOR_DIFFERS = "anchor_differs"


class Source(Enum):
    """Who remembers."""

    KEYRING = "keyring"
    PAPER = "paper"
    PACK = "pack"
    BACKUP = "backup"
    REGISTER = "register"  # of packs, inside the database: finds a rewritten trail only
    CLOSING = "closing"  # likewise


@dataclass(frozen=True, slots=True)
class Root:
    """Where the trail stood, as paper keeps it: the entry's number and the first 32 digits of its link."""

    seq: int
    digits: str

    @property
    def payload(self) -> str:
        """What the printed code says; an anchor typed from it reads the same."""
        return f"{self.seq}:{self.digits.upper()}"

    @property
    def grouped(self) -> str:
        """In fours, to be compared by eye."""
        return " ".join(self.digits[at : at + 4] for at in range(0, len(self.digits), 4))


def root_of(head: tuple[int, str]) -> Root:
    """The root of a place in the chain."""
    return Root(head[0], head[1][:ROOT_DIGITS])


@dataclass(frozen=True, slots=True)
class Closing:
    """One evening page: up to which entry the trail stood on it, and that entry's link."""

    day: date
    seq: int
    link: str
    entries: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Anchor:
    """The trail stood at entry ``seq`` with this link, or the first 32 digits of it."""

    seq: int
    link: str
    source: Source
    name: str = ""

    def agrees(self, link: str) -> bool:
        return len(self.link) >= ROOT_DIGITS and link.startswith(self.link)


def parse_anchor(text: str, source: Source = Source.PAPER, name: str = "") -> Anchor | None:
    """An anchor as typed from paper: ``812:3f9a…``, spaces and capitals forgiven; None where it is none."""
    found = _REMEMBERED.fullmatch(re.sub(r"\s", "", text).lower())
    return Anchor(int(found[1]), found[2], source, name) if found else None


@dataclass(frozen=True, slots=True)
class TrailVerdict:
    """Green, or red with the first place that doesn't hold.

    ``broken_at`` is an entry's number and ``reason`` a code for the sentence; ``at`` is the instant of that entry,
    or of the last one that holds where the entry itself is gone. ``written_as`` is a moved entry's own number,
    ``anchor`` the one that contradicts, ``anchors`` those the trail was held against.
    """

    intact: bool
    entries: int
    head: str
    broken_at: int | None = None
    reason: Break | None = None
    at: datetime | None = None
    written_as: int | None = None
    anchor: Anchor | None = None
    anchors: tuple[Anchor, ...] = ()
