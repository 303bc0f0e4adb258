"""The five-category class that days overdue allow at best, by product kind: a table with its sources."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers.products import ProductKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class FiveClass(Enum):
    """The five categories, the best first."""

    NORMAL = "normal"
    ATTENTION = "attention"
    SUBSTANDARD = "substandard"
    DOUBTFUL = "doubtful"
    LOSS = "loss"

    @property
    def rank(self) -> int:
        """0 for the best class, 4 for the worst."""
        return tuple(FiveClass).index(self)


_WORDS: Final = {
    "正常": FiveClass.NORMAL,
    "关注": FiveClass.ATTENTION,
    "次级": FiveClass.SUBSTANDARD,
    "可疑": FiveClass.DOUBTFUL,
    "损失": FiveClass.LOSS,
    "pass": FiveClass.NORMAL,
    "special mention": FiveClass.ATTENTION,
    **{each.value: each for each in FiveClass},
}


class ClassesBroken(ValueError):
    """The table can't be used; says where."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One product kind's table: first day past due of each class, and the text it stands in."""

    first_days: tuple[tuple[FiveClass, int], ...]
    source: str


@dataclass(frozen=True, slots=True)
class ClassTable:
    """Every product kind's definition."""

    id: str
    version: str
    definitions: Mapping[ProductKind, Definition]

    def least(self, kind: ProductKind, dpd: int) -> FiveClass:
        """The best class that so many days past due allow."""
        allowed = FiveClass.NORMAL
        for each, first in self.definitions[kind].first_days:
            if dpd >= first:
                allowed = each
        return allowed


def read_class(text: str) -> FiveClass | None:
    """A class as core systems write it; None for another word or nothing."""
    return _WORDS.get(text.strip().removesuffix("类").lower())


def load_classes(text: str) -> ClassTable:
    """The table of a TOML text; raises ClassesBroken."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
        definitions = {kind: _definition(content[kind.value]) for kind in ProductKind}
        return ClassTable(str(content["id"]), str(content["version"]), definitions)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ClassesBroken(str(error)) from None


def _definition(table: dict[str, Any]) -> Definition:
    days = [(each, table[each.value]) for each in FiveClass if each is not FiveClass.NORMAL]
    plain = [day for _, day in days]
    if not all(type(day) is int and day > 0 for day in plain) or plain != sorted(set(plain)):
        raise ClassesBroken("the first days of the classes must be whole numbers that grow")
    if not str(table.get("source", "")).strip():
        raise ClassesBroken("every definition names its source")
    return Definition(tuple(days), str(table["source"]))
