"""What a household can put aside a month for a plan, with how far that may be out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers.finances import EXPENSES, INCOMES, FinanceKind
from collectdesk.domain.money import ZERO, Money
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_PERSONS: Final = 30
"""More people than this live in no household that one person's plan is made for."""
_CERTAINTIES: Final = frozenset({"read", "secondary", "memory"})


class CapacityTableBroken(ValueError):
    """The table can't be used; says which field."""


@dataclass(frozen=True, slots=True)
class CapacityTable:
    """``protected`` is one person's month that no plan touches; ``swing`` how far a figure may be out, in per cent,
    by who says so (the sources of desk.finances).
    """

    id: str
    version: str
    protected: Money
    source: str
    certainty: str
    swing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the household, a month's, and who says so."""

    kind: FinanceKind
    amount: Money
    source: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """What is left a month, at worst, as stated and at best; ``kept_back`` is what stays for living.

    ``was_raised`` says that less than the protected minimum was stated for living, and the minimum counts.
    """

    low: Money
    likely: Money
    high: Money
    kept_back: Money
    was_raised: bool


def load_capacity_table(text: str) -> CapacityTable:
    """The table of a TOML text; raises CapacityTableBroken."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
        protected, swing = content["protected"], dict(content["swing"])
        swing.pop("source")
        made = CapacityTable(
            str(content["id"]),
            str(content["version"]),
            Money(protected["monthly_fen"]),
            str(protected["source"]).strip(),
            str(protected["certainty"]),
            {source: share for source, share in swing.items() if source != "certainty"},
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CapacityTableBroken(str(error)) from None
    _check(made)
    return made


def _check(table: CapacityTable) -> None:
    if table.protected <= ZERO:
        raise CapacityTableBroken("protected.monthly_fen must be above nought")
    if not table.source or table.certainty not in _CERTAINTIES:
        raise CapacityTableBroken("protected names its source and how surely it was read")
    odd = [name for name, share in table.swing.items() if type(share) is not int or not 0 <= share < 100]
    if odd:
        raise CapacityTableBroken(f"swing.{odd[0]} must be a whole number of per cent from 0 to 99")


def capacity(figures: Iterable[Figure], persons: int, table: CapacityTable) -> Capacity | None:
    """What can be put aside; None as long as no income is known: then nothing can be said.

    Raises Refused for a household of nobody, or of more than MOST_PERSONS.
    """
    if not 1 <= persons <= MOST_PERSONS:
        raise Refused("capacity.persons_impossible", persons=persons, most=MOST_PERSONS)
    known = list(figures)
    if not any(each.kind in INCOMES for each in known):
        return None
    protected = table.protected.fen * persons
    low, likely, high = (Money(max(0, _left(known, protected, table, sign))) for sign in (-1, 0, 1))
    stated = _sum(known, frozenset({FinanceKind.LIVING}), table, 0)
    return Capacity(low, likely, high, Money(max(stated, protected)), stated < protected)


def _left(figures: list[Figure], protected: int, table: CapacityTable, sign: int) -> int:
    """What is left in fen when every figure is out by its swing to the worse (-1) or to the better (1)."""
    incomes = _sum(figures, INCOMES, table, sign)
    living = max(protected, _sum(figures, frozenset({FinanceKind.LIVING}), table, -sign))
    return incomes - living - _sum(figures, EXPENSES - {FinanceKind.LIVING}, table, -sign)


def _sum(figures: list[Figure], kinds: frozenset[FinanceKind], table: CapacityTable, sign: int) -> int:
    widest = max(table.swing.values(), default=0)
    return sum(
        each.amount.fen * (100 + sign * table.swing.get(each.source, widest)) // 100
        for each in figures
        if each.kind in kinds
    )
