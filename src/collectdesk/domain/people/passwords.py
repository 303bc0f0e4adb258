"""What makes a password too easy to guess: length, a list of common ones, patterns, and the person's own names.

After NIST SP 800-63B, section 3.1.1 (revision 4): length and a blocklist, no rules of composition and no expiry.
The publication asks for 15 characters where a password stands alone and for 8 beside a second factor; here the
workstation's secret is the second factor, which a colleague at the same PC has too: so 12.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from collectdesk.domain.refusals import Refused

LEAST: Final = 12
MOST: Final = 200
_LONGEST_BLOCK: Final = 4
"""A password that repeats so few characters is a pattern."""
_OWN_PART: Final = 8
"""Characters that must be left when the person's own names are taken out."""
_LOOKS_LIKE: Final = str.maketrans("013457@$!", "oieastasi")
_ROWS: Final = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)


def folded(text: str) -> str:
    """How passwords are compared: without capitals, full-width forms or spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def require_good(
    password: str, *, often_used: frozenset[str], about: tuple[str, ...] = (), field: str = "password"
) -> None:
    """Refuse one that is too short or easily guessed; ``often_used`` and ``about`` are words to keep out of it."""
    length = len(password)
    if length < LEAST:
        raise Refused("password.too_short", field=field, least=LEAST, length=length)
    if length > MOST:
        raise Refused("password.too_long", field=field, most=MOST)
    plain = folded(password)
    if _is_pattern(plain):
        raise Refused("password.pattern", field=field)
    if {plain, _bare(plain), _bare(plain).translate(_LOOKS_LIKE)} & often_used:
        raise Refused("password.common", field=field)
    if any(_is_little_more_than(plain, folded(word)) for word in about):
        raise Refused("password.about_you", field=field)


def _bare(plain: str) -> str:
    """Without the figures and signs that people put before and behind a word."""
    return plain.strip("".join(chr(code) for code in range(33, 127) if not chr(code).isalpha()))


def _is_pattern(plain: str) -> bool:
    """A short block over and over, or walks along the keyboard and the alphabet."""
    if any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, _LONGEST_BLOCK + 1)):
        return True
    return _walked(plain) == len(plain)


def _walked(plain: str) -> int:
    """How many characters, from the first, lie in walks of three or more along a row, in either direction."""
    done = 0
    while done < len(plain):
        longest = 0
        for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
            size = 0
            while done + size < len(plain) and plain[done : done + size + 1] in row * 2:
                size += 1
            longest = max(longest, size)
        if longest < 3:
            return done
        done += longest
    return done


def _is_little_more_than(plain: str, word: str) -> bool:
    return len(word) >= 2 and word in plain and len(plain.replace(word, "")) < _OWN_PART
