"""An invented county: towns, streets, estates, villages, employers; nothing of it is on a map."""

from __future__ import annotations

from hashlib import sha256
from math import cos, sin
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collectdesk.practice.draws import Draws

COUNTY: Final = "云岭县（虚构）"
BRANCH_NAME: Final = "云岭支行（虚构）"
BRANCH_NAME_ENGLISH: Final = "Yunling branch (fictional)"

DOOR: Final = (25_000_000, 102_000_000)
"""Where the practice branch stands: a round figure, so that nobody takes it for a real one."""

TOWNS: Final = (
    "城关镇",
    "松台镇",
    "棠溪镇",
    "白鹭湾镇",
    "石桥铺镇",
    "桐花镇",
    "麦浪镇",
    "雁回镇",
    "青砚乡",
    "芦荻乡",
    "云脚乡",
    "竹影乡",
)
STREETS: Final = (
    "练习路",
    "棠梨街",
    "听松路",
    "晒谷场街",
    "银杏里街",
    "望雁路",
    "早市巷",
    "染坊巷",
    "砚池路",
    "南渡口街",
    "打铁巷",
    "秋水路",
)
ESTATES: Final = (
    "松台花园",
    "棠溪新村",
    "雁回小区",
    "桐花苑",
    "麦浪家园",
    "砚池公寓",
    "云脚安置区",
    "白鹭里",
)
VILLAGES: Final = (
    "上棠村",
    "下棠村",
    "石磨村",
    "老槐村",
    "竹影村",
    "九曲村",
    "燕窝村",
    "柿子沟村",
    "半坡村",
    "杏花坞村",
)
TRADES: Final = (
    "云脚茶叶专业合作社",
    "棠溪食品厂",
    "松台建材经营部",
    "雁回物流部",
    "麦浪粮油加工厂",
    "桐花家具店",
    "砚池文化用品店",
    "白鹭湾水产养殖场",
    "石桥铺机修厂",
    "竹影竹编工坊",
    "云岭客运队",
    "城关第一小学",
    "城关卫生院",
    "听松餐馆",
    "望雁超市",
    "秋水纺织厂",
)


def home_of(draws: Draws) -> str:
    """A flat in the county town, a house in a street, or a house in a village."""
    town = draws.pick(TOWNS)
    kind = draws.below(10)
    if kind < 5:
        flat = (
            f"{1 + draws.below(28)}幢{1 + draws.below(3)}单元{1 + draws.below(17)}{1 + draws.below(4):02d}室"
        )
        return f"{COUNTY}{town}{draws.pick(ESTATES)}{flat}"
    if kind < 8:
        return f"{COUNTY}{town}{draws.pick(STREETS)}{1 + draws.below(198)}号"
    return f"{COUNTY}{town}{draws.pick(VILLAGES)}{1 + draws.below(14)}组{1 + draws.below(120)}号"


def point_of(address: str) -> tuple[int, int] | None:
    """Where an invented address lies, in millionths of a degree: its town somewhere around the county town, the house
    somewhere in it. One address in ten was never located.
    """
    town = next((number for number, name in enumerate(TOWNS) if name in address), None)
    figure = int.from_bytes(sha256(address.encode()).digest()[:6], "big")
    if town is None or figure % 10 == 0:
        return None
    away = 0.0 if town == 0 else 4.0 + 2.4 * town
    turn = 2.4 * town  # the golden angle spreads towns evenly
    north = away * sin(turn) + (figure >> 8) % 300 / 100 - 1.5
    east = away * cos(turn) + (figure >> 20) % 300 / 100 - 1.5
    return DOOR[0] + round(north * 8993), DOOR[1] + round(east * 9923)


def workplace_of(draws: Draws) -> str:
    """An employer with its address; one borrower in eight has none on file."""
    if draws.below(8) == 0:
        return ""
    return f"{COUNTY}{draws.pick(TOWNS)}{draws.pick(STREETS)}{1 + draws.below(198)}号 {draws.pick(TRADES)}"
