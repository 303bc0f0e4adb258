"""What a customer is found by, as whole tokens, and what a typed text asks for: no query is a prefix query.

Measured over 1,000,000 customers: prefix queries on short tokens are the slow part (480 ms for one letter),
whole tokens answer in about a millisecond, and the same list would feed a ``text[]`` column elsewhere.

Tokens by their first letter: a Chinese character or two adjacent ones stand for themselves; ``i`` a run of up
to four initials; ``p`` the first two to twelve letters of the pinyin from a syllable on; ``w`` a whole number;
``t`` the last four of one; ``a`` two or three adjacent characters of an address; ``x`` and a digit how grave the
arrears of somebody on the lists are: so the worst come first without a look at anybody's figures.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.identity import without_district
from collectdesk.store.customers.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION: Final = "2"
"""Goes into every trace: when the tokens change, every customer's are made again."""
GRAVITIES: Final = ("x3", "x2", "x1")
"""More than 90 days, more than 30, anybody else on the lists."""
TAIL: Final = 4
_INITIALS, _LETTERS = 4, 12
_PAIR, _THREE = 2, 3
_WHOLE: Final = 7
"""A number of at least this many digits may be a whole phone, account or identity number."""
_NUMBER: Final = re.compile(r"[0-9]+|[0-9]{17}x")


class Sought(Enum):
    """What a typed text looks like."""

    NOTHING = "nothing"
    CHARACTERS = "characters"
    LETTERS = "letters"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Question:
    """A typed text, cleaned: half-width, lower case, letters and digits only."""

    sought: Sought
    text: str

    @property
    def is_tail(self) -> bool:
        """Whether it may be the last four of a number."""
        return self.sought is Sought.NUMBER and len(self.text) == TAIL

    @property
    def is_whole(self) -> bool:
        """Whether it may be a whole phone, account or identity number."""
        return self.sought is Sought.NUMBER and len(self.text) >= _WHOLE


def question(typed: str) -> Question:
    """What a typed text asks for."""
    text = clean(typed)
    if not text:
        return Question(Sought.NOTHING, "")
    if not text.isascii():
        return Question(Sought.CHARACTERS, text)
    if _NUMBER.fullmatch(text):
        return Question(Sought.NUMBER, text)
    return Question(Sought.LETTERS if text.isalpha() else Sought.CODE, text)


def gravity(dpd: int, *, listed: bool) -> str:
    """The token of how grave somebody's arrears are; empty for who stands on no list."""
    if not listed:
        return ""
    return GRAVITIES[0] if dpd > 90 else GRAVITIES[1] if dpd > 30 else GRAVITIES[2]


def clean(text: str) -> str:
    """Half-width, lower case, letters and digits only."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> tuple[str, ...]:
    """Characters, pairs of them, runs of initials, and beginnings of the pinyin from each syllable on."""
    text = clean(name)
    made = dict.fromkeys(c for c in text if not c.isascii())
    made |= dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1) if not text[i : i + 2].isascii())
    for syllables in readings(text):
        initials = "".join(s[:1] for s in syllables)
        for i in range(len(syllables)):
            for j in range(i + 1, min(len(initials), i + _INITIALS) + 1):
                made["i" + initials[i:j]] = None
            letters = "".join(syllables[i:])
            for j in range(2, min(len(letters), _LETTERS) + 1):
                made["p" + letters[:j]] = None
    return tuple(made)


def reading_of(name: str) -> str:
    """The name's syllables, for the order of lists and for pinyin longer than a token; other readings follow."""
    return "|".join(" ".join(syllables) for syllables in readings(clean(name)))


def number_tokens(numbers: Iterable[str]) -> list[str]:
    """Whole numbers and their last four; nothing in between, so that no digit can be tried by itself."""
    made: dict[str, None] = {}
    for number in numbers:
        text = clean(number)
        if text:
            made["w" + text] = None
            if len(text) > TAIL:
                made["t" + text[-TAIL:]] = None
    return list(made)


def place_tokens(addresses: Iterable[str]) -> list[str]:
    """Two and three adjacent characters below the county, which is the same for nearly everybody.

    Two stand in a hundred thousand addresses of a million, three in a few thousand: what is typed at length is asked
    for by threes.
    """
    made: dict[str, None] = {}
    for address in addresses:
        text = clean(without_district(address))
        for size in (_PAIR, _THREE):
            made |= dict.fromkeys("a" + text[i : i + size] for i in range(len(text) - size + 1))
    return list(made)


def expression(tokens: Iterable[str]) -> str:
    """All of these tokens, for MATCH; every token is cleaned, so it holds no quote."""
    return " AND ".join(f'"{token}"' for token in dict.fromkeys(tokens))


def asks_name(asked: Question) -> list[list[str]]:
    """The tokens of a name that fit a question; the surer reading first."""
    text = asked.text
    if asked.sought is Sought.CHARACTERS:
        return [[text] if len(text) == 1 else [text[i : i + 2] for i in range(len(text) - 1)]]
    if asked.sought is not Sought.LETTERS:
        return []
    by_initials = [["i" + text]] if len(text) <= _INITIALS else []
    return [*by_initials, ["p" + text[:_LETTERS]]] if len(text) > 1 else by_initials


def asks_place(asked: Question) -> list[str]:
    """The tokens of an address that fit a question; none for what is no address.

    Each shares a character with the next, so that parts which only stand apart hardly ever fit.
    """
    if asked.sought is not Sought.CHARACTERS:
        return []
    text = clean(without_district(asked.text))
    if len(text) <= _THREE:
        return ["a" + text] if len(text) >= _PAIR else []
    last = len(text) - _THREE
    return ["a" + text[i : i + _THREE] for i in (*range(0, last, 2), last)]


def asks_number(asked: Question) -> list[str]:
    """The token of a whole number or of its last four."""
    if asked.is_tail:
        return ["t" + asked.text]
    return ["w" + asked.text] if asked.is_whole or asked.sought is Sought.CODE else []
