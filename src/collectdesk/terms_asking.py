"""What a visit request says in people's words: when it suits, why this address, how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.visits.asking import WEEK
from collectdesk.domain.visits.visits import Approach
from collectdesk.terms import term
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.domain.visits.asking import Asked, Suits
    from collectdesk.words import Words

WEEKDAYS: Final = {
    1: mark("Mon"), 2: mark("Tue"), 3: mark("Wed"), 4: mark("Thu"), 5: mark("Fri"), 6: mark("Sat"), 7: mark("Sun"),
}  # fmt: skip


def suits_line(words: Words, suits: Suits, said: str = "") -> str:
    """Days and hours that suit the customer, then what they said in their own words; empty where nothing is known."""
    parts = []
    if suits.days and suits.days != WEEK:
        days = [words.say(WEEKDAYS[day]) for day in sorted(suits.days)]
        parts.append(("、" if words.is_chinese else ", ").join(days))
    if (suits.first, suits.until) != (0, 24 * 60):
        parts.append(f"{_clock(suits.first)}–{_clock(suits.until)}")
    hours = " ".join(parts)
    return " · ".join(each for each in (hours, said) if each)


def approach_of(asked: Asked) -> Approach | None:
    """How to begin, where the request says so."""
    return Approach(asked.approach) if asked.approach else None


def asked_lines(words: Words, asked: Asked, preferred: str, expires_on: date | None) -> list[tuple[str, str]]:
    """Everything a request says beside reason, address and note: names with values, none that is empty."""
    approach = approach_of(asked)
    lines = [
        (words.say(mark("Kind of visit")), term(words, asked.kind)),
        (words.say(mark("Why there")), term(words, asked.why_here) if asked.why_here else ""),
        (words.say(mark("Preferred time")), suits_line(words, asked.suits, preferred)),
        (words.say(mark("Approach")), term(words, approach) if approach else ""),
        (words.say(mark("Talking points")), asked.talking),
        (words.say(mark("Caution")), asked.caution),
        (words.say(mark("Holds until")), words.date(expires_on) if expires_on else ""),
    ]
    return [(name, value) for name, value in lines if value]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
