"""What makes a reader ask about a visit record: facts that hardly go together. Questions, never accusations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from collectdesk.domain.paper.records import SPOKEN_TO, Findings
from collectdesk.domain.zones import local_day

SHORTEST_TALK: Final = timedelta(minutes=3)
FASTEST_TYPING: Final = timedelta(minutes=2)
ALIKE: Final = 0.9
"""From which likeness on two narratives are nearly the same; a talk told twice by the same person reaches 0.6."""
SHORTEST_STORY: Final = 16
"""Letters below which a narrative is a set phrase, alike by its nature."""
MOST_BITS: Final = 6
"""Bits of 64 in which the fingerprints of one picture differ after scaling and pressing."""


class Odd(Enum):
    """What somebody should be asked about."""

    OVERLAPS = "overlaps"
    """Arrived before leaving the team's other stop."""
    SAME_TIMES = "same_times"
    SHORT_TALK = "short_talk"
    TYPED_FAST = "typed_fast"
    SAME_NARRATIVE = "same_narrative"
    PHOTO_REUSED = "photo_reused"
    PHOTO_OTHER_DAY = "photo_other_day"


@dataclass(frozen=True, slots=True)
class Oddity:
    """One question: ``visit_no`` is the other visit it is about, ``file`` a photo's name, ``day`` a photo's day."""

    kind: Odd
    visit_no: str = ""
    minutes: int = 0
    file: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """Another visit's record, as far as it is compared."""

    visit_no: str
    same_team: bool
    same_typist: bool
    arrived_at: datetime
    left_at: datetime
    narrative: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of some visit: its look in 64 bits as hex, and when its camera says it was taken, if it says so."""

    file: str
    visit_no: str
    fingerprint: str
    taken_at: datetime | None = None


def oddities(found: Findings, others: Iterable[OtherRecord], typed_at: datetime) -> tuple[Oddity, ...]:
    """What to ask about a record, typed at an instant, beside the branch's other records."""
    asked: list[Oddity] = []
    stayed = found.left_at - found.arrived_at
    if found.met in SPOKEN_TO and timedelta(0) <= stayed < SHORTEST_TALK:
        asked.append(Oddity(Odd.SHORT_TALK, minutes=int(stayed.total_seconds() // 60)))
    for other in others:
        if other.same_team:
            asked += _times(found, other)
        gap = abs(typed_at - other.recorded_at)
        if other.same_typist and gap < FASTEST_TYPING and len(found.narrative.strip()) >= SHORTEST_STORY:
            asked.append(Oddity(Odd.TYPED_FAST, other.visit_no))
        if likeness(found.narrative, other.narrative) >= ALIKE:
            asked.append(Oddity(Odd.SAME_NARRATIVE, other.visit_no))
    return tuple(asked)


def _times(found: Findings, other: OtherRecord) -> list[Oddity]:
    if (found.arrived_at, found.left_at) == (other.arrived_at, other.left_at):
        return [Oddity(Odd.SAME_TIMES, other.visit_no)]
    if found.arrived_at < other.left_at and other.arrived_at < found.left_at:
        return [Oddity(Odd.OVERLAPS, other.visit_no)]
    return []


def photo_oddities(own: Iterable[Photo], others: Iterable[Photo], visited_on: date) -> tuple[Oddity, ...]:
    """Photos that were used for another visit or say another day. One without a time, as messengers strip it, says
    nothing and is asked nothing.
    """
    known = [(int(other.fingerprint, 16), other) for other in others if other.fingerprint]
    asked: list[Oddity] = []
    for photo in own:
        if photo.taken_at is not None and local_day(photo.taken_at) != visited_on:
            asked.append(Oddity(Odd.PHOTO_OTHER_DAY, file=photo.file, day=local_day(photo.taken_at)))
        if not photo.fingerprint:
            continue
        look = int(photo.fingerprint, 16)
        twin = next((other for bits, other in known if (bits ^ look).bit_count() <= MOST_BITS), None)
        if twin is not None:
            asked.append(Oddity(Odd.PHOTO_REUSED, twin.visit_no, file=photo.file))
    return tuple(asked)


def likeness(one: str, other: str) -> float:
    """How alike two narratives are, 0 to 1: the share of letter pairs they have in common (Dice 1945)."""
    first, second = _plain(one), _plain(other)
    if min(len(first), len(second)) < SHORTEST_STORY:
        return 0.0
    left, right = _pairs(first), _pairs(second)
    return 2 * len(left & right) / (len(left) + len(right))


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
