"""What a customer can be found by: name, pinyin, initials, numbers. Kept beside the customer inside the deed."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Final

_SURNAMES: Final = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "任": "ren",
    "查": "zha",
    "区": "ou",
    "朴": "piao",
    "翟": "zhai",
    "盖": "ge",
    "覃": "qin",
    "尉": "yu",
    "万": "wan",
    "黑": "he",
    "乐": "yue",
    "种": "chong",
}
"""Surnames whose reading differs from the character's usual one."""


@lru_cache(maxsize=20_000)
def _reading(character: str) -> str:
    # the phrase tables cost 300 ms at start and don't know surnames anyway
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    return str(pinyin(character, style=Style.NORMAL, errors=lambda text: text.lower())[0][0])


def search_text(name: str, *numbers: str) -> str:
    """Lower-case text with everything a customer answers to, separated by bars."""
    syllables = [_SURNAMES.get(c, _reading(c)) if i == 0 else _reading(c) for i, c in enumerate(name.strip())]
    initials = "".join(s[0] for s in syllables if s)
    return "|".join((name.lower(), "".join(syllables), initials, *(n.lower() for n in numbers if n)))
