"""How a Chinese name is read: syllables, with the surnames and given-name characters that are read in more ways."""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import islice, product
from typing import Final

MOST_READINGS: Final = 8
"""Names with several doubtful characters multiply; beyond this nobody types them all."""

_SURNAMES: Final = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "任": "ren", "查": "zha", "区": "ou", "朴": "piao",
    "翟": "zhai", "盖": "ge", "覃": "qin tan", "尉": "yu", "万": "wan", "黑": "he", "乐": "yue le", "种": "chong",
    "洗": "xian", "冼": "xian", "缪": "miao", "谌": "chen shen", "乜": "nie", "逄": "pang", "句": "gou", "折": "she",
    "宓": "mi fu", "郗": "xi chi", "那": "na", "隗": "wei kui", "祭": "zhai", "员": "yun", "贠": "yun", "召": "shao",
    "华": "hua", "纪": "ji", "繁": "po", "秘": "bi", "曲": "qu", "柏": "bai bo", "佴": "nai", "晟": "cheng sheng",
    "撒": "sa", "盛": "sheng", "燕": "yan", "应": "ying", "宁": "ning", "过": "guo", "哈": "ha", "卜": "bu",
    "葛": "ge", "於": "yu", "车": "che", "石": "shi", "藏": "zang", "臧": "zang", "呙": "guo", "朱": "zhu",
}  # fmt: skip
"""Surnames whose reading differs from the character's usual one or isn't certain; the likelier one first."""

_DOUBLE_SURNAMES: Final = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "单于": ("chan", "yu"), "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"), "乐正": ("yue", "zheng"), "鲜于": ("xian", "yu"), "令狐": ("ling", "hu"),
}  # fmt: skip

_GIVEN: Final = {
    "乐": "le yue", "茜": "qian xi", "长": "chang zhang", "重": "chong zhong", "行": "xing hang", "朝": "chao zhao",
    "晟": "sheng cheng", "莎": "sha suo", "柏": "bai bo", "盛": "sheng cheng", "藏": "cang zang", "传": "chuan zhuan",
    "娜": "na nuo", "蔚": "wei yu", "拓": "tuo ta", "召": "zhao shao", "单": "dan shan", "曾": "zeng ceng",
    "都": "du dou", "仔": "zi zai", "佛": "fo fu", "兴": "xing", "好": "hao", "缪": "miao mou", "湛": "zhan",
    "楠": "nan", "钦": "qin", "沈": "shen chen", "洋": "yang", "翟": "di zhai", "费": "fei", "阿": "a e",
}  # fmt: skip
"""Characters in given names that people read in two ways; either finds."""


@lru_cache(maxsize=20_000)
def reading(character: str) -> str:
    """The usual reading of a character without its tone; anything else stays as it is, in lower case."""
    # the phrase tables cost 300 ms at start and don't know surnames anyway
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    return str(pinyin(character, style=Style.NORMAL, errors=lambda text: text.lower())[0][0])


def readings(name: str) -> list[tuple[str, ...]]:
    """Every way to read a name, as syllables, the likeliest first: at most ``MOST_READINGS``."""
    return list(islice(product(*_by_character(name)), MOST_READINGS))


@lru_cache(maxsize=20_000)
def _first(character: str) -> tuple[str, ...]:
    known = _SURNAMES.get(character)
    if known is None:
        return (reading(character),)
    return tuple(dict.fromkeys((*known.split(), reading(character))))


@lru_cache(maxsize=20_000)
def _later(character: str) -> tuple[str, ...]:
    known = _GIVEN.get(character)
    return tuple(known.split()) if known else (reading(character),)


def _by_character(name: str) -> list[tuple[str, ...]]:
    double = _DOUBLE_SURNAMES.get(name[:2]) if len(name) > 2 else None
    if double:
        return [(double[0],), (double[1],), *map(_later, name[2:])]
    return [_first(character) if at == 0 else _later(character) for at, character in enumerate(name)]
