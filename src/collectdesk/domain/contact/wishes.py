"""What people ask for or agree to about being contacted: hours, ways, places; kept with the proof of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Final

from collectdesk.domain.rules.facts import FactValue
from collectdesk.domain.rules.packs import Act

DAY_MINUTES: Final = 24 * 60


class WishKind(Enum):
    QUIET = "quiet"
    NOT_BY = "not_by"
    NOT_AT = "not_at"
    EVENING = "evening_agreed"
    OFTENER = "oftener_agreed"


AGREED: Final = frozenset({WishKind.EVENING, WishKind.OFTENER})
"""What widens what may be done: it counts only with proof."""
WAYS: Final = {"call": Act.CALL, "message": Act.MESSAGE, "letter": Act.LETTER, "visit": Act.VISIT}
PLACES: Final = {"home": frozenset({"home", "registered", "statement", "home_phone"}),
                 "work": frozenset({"work", "work_phone"})}  # fmt: skip
"""Places as people name them, and the sorts of number and address that lie there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish; minutes of the person's own day, where it is about hours. ``party_id`` "" is the customer."""

    id: str
    party_id: str
    kind: WishKind
    value: str
    from_minute: int | None
    until_minute: int | None
    said_on: date
    proof: str
    ended_on: date | None

    def stands_on(self, day: date) -> bool:
        return self.said_on <= day and (self.ended_on is None or day < self.ended_on)


def wish_facts(wishes: Iterable[Wish], act: Act, label: str, day: date) -> dict[str, FactValue]:
    """What the rules ask about wishes standing on a day, for an act at a number or address of this sort."""
    standing = [wish for wish in wishes if wish.stands_on(day)]

    def values(kind: WishKind) -> set[str]:
        return {wish.value for wish in standing if wish.kind is kind}

    facts: dict[str, FactValue] = {
        "contact_agreed_evening": any(w.kind is WishKind.EVENING and w.proof for w in standing),
        "frequency_agreed": any(w.kind is WishKind.OFTENER and w.proof for w in standing),
        "wish_against_channel": any(WAYS.get(way) is act for way in values(WishKind.NOT_BY)),
        "wish_against_place": any(label in PLACES.get(place, ()) for place in values(WishKind.NOT_AT)),
    }
    for wish in standing:
        if wish.kind is WishKind.QUIET and wish.from_minute is not None and wish.until_minute is not None:
            facts["quiet_from"], facts["quiet_until"] = clock(wish.from_minute), clock(wish.until_minute)
    return facts


def clock(minute: int) -> time:
    """A minute of the day as a clock; 1440 is midnight again."""
    return time(minute // 60 % 24, minute % 60)
