"""Invented people: names, identity numbers that no person holds, telephone numbers that no line has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.identity import check_digit

if TYPE_CHECKING:
    from collectdesk.practice.draws import Draws

MOST_BORROWERS: Final = 1_000_000

# The commonest surnames stand several times: the lists are the weights.
COMMON_SURNAMES: Final = (
    "王王王王李李李李张张张刘刘刘陈陈陈杨杨赵赵黄黄周周吴吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许"
    "傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
    "钱汤尹黎易常武乔贺赖龚文"
)
SPECIAL_SURNAMES: Final = (
    "单",
    "曾",
    "仇",
    "解",
    "查",
    "区",
    "朴",
    "翟",
    "盖",
    "覃",
    "尉迟",
    "欧阳",
    "司马",
    "上官",
    "诸葛",
)
"""Surnames with a reading of their own, and those of two characters: what a search must not stumble over."""

GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文斌海燕波宁辉玲鹏飞云龙雪梅鑫琳晨阳浩宇博睿佳"
    "怡欣妍子涵思远嘉诚俊凯子轩雨桐春生德福永昌万全家栋振宇晓东少华立新守义长青"
)
RARE_GIVEN: Final = ("䶮", "𬭎", "镕", "喆", "淼", "犇", "珺", "翀", "垚", "昇")
LONG_NAMES: Final = ("阿依古丽·买买提", "扎西次仁", "买合木提·吐尔逊", "卓玛央宗")

PROVINCES: Final = (
    "53",
    "53",
    "53",
    "53",
    "53",
    "53",
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
)
UNASSIGNED_COUNTY: Final = "9999"
"""Prefecture 99, county 99: no province has either (GB/T 2260), so no person was ever given such a number."""

UNASSIGNED_PREFIX: Final = "154"
"""Shaped like a mobile number, but assigned to no operator (sources in docs/practice-data.md).

Numbers beginning with 10, 11 or 12 would be worse: dialled digit by digit they reach hotlines and the police.
"""

_OLDEST, _YOUNGEST = 64, 22
_BIRTHDAYS: Final = 15_000
_PHONES: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; ``id_no`` and ``phone`` are unique within one branch."""

    name: str
    id_no: str
    phone: str


def make_id(province: str, born_on: date, order: int) -> str:
    """An identity number with a true province, birth date and check digit in a county that does not exist."""
    first17 = f"{province}{UNASSIGNED_COUNTY}{born_on:%Y%m%d}{order:03d}"
    return first17 + check_digit(first17)


def _spread(number: int, factor: int, offset: int, size: int) -> int:
    """A one-to-one scatter of whole numbers below ``size``; ``factor`` shares no divisor with it."""
    return (number * factor + offset) % size


def id_of(number: int, seed: int, practice_date: date, draws: Draws) -> str:
    """The identity number of the branch's borrower ``number``, aged 22 to 64 on the practice date."""
    place = _spread(number, 9_699_691, seed * 7_919, _BIRTHDAYS * 1_000)
    youngest = date(practice_date.year - _YOUNGEST, practice_date.month, 1)
    return make_id(draws.pick(PROVINCES), youngest - timedelta(days=place // 1_000), place % 1_000)


def phone_of(number: int, seed: int) -> str:
    """The borrower's own telephone number."""
    return f"{UNASSIGNED_PREFIX}{_spread(number, 15_485_863, seed * 104_729, _PHONES):08d}"


def other_phone(draws: Draws) -> str:
    """A telephone number that no borrower of the branch has: for guarantors."""
    return f"{UNASSIGNED_PREFIX}{_PHONES + draws.below(_PHONES):08d}"


def name_of(draws: Draws) -> str:
    """Mostly common names; one in twelve with a special surname, one in forty with a rare character."""
    kind = draws.below(1_000)
    if kind < 5:
        return draws.pick(LONG_NAMES)
    surname = draws.pick(SPECIAL_SURNAMES if kind < 88 else COMMON_SURNAMES)
    given = draws.pick(GIVEN)
    if draws.below(40) == 0:
        return surname + draws.pick(("", given)) + draws.pick(RARE_GIVEN)
    return surname + given + (draws.pick(GIVEN) if draws.chance(78) else "")


def person_of(number: int, seed: int, practice_date: date, draws: Draws) -> Person:
    return Person(name_of(draws), id_of(number, seed, practice_date, draws), phone_of(number, seed))
