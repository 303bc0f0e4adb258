"""The branch's table of solutions: class and watch period, powers to waive, tolerance of promises, reminders."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers.classes import FiveClass
from collectdesk.domain.money import Money
from collectdesk.domain.risk.adjusting import Adjustment, read_adjustments
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.promises import PromiseTolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

_CERTAINTIES: Final = frozenset({"read", "secondary", "memory", "practice"})
_MOST_DAYS: Final = 60


class SolutionTableBroken(ValueError):
    """The table can't be used; says which field."""


class Component(Enum):
    """What a debt consists of, in the order in which it is waived: what was added last goes first."""

    PENALTY = "penalty"
    FEES = "fees"
    INTEREST = "interest"
    PRINCIPAL = "principal"


class Steadiness(Enum):
    """How a customer has kept to what was agreed so far."""

    STEADY = "steady"
    SHAKY = "shaky"
    AFTER_MISS = "after_miss"


@dataclass(frozen=True, slots=True)
class SolutionTable:
    """``powers`` is the most a supervisor waives alone, ``remind_before`` days before a due date, ``remind_kinds`` the
    same for kinds of plan that have their own; ``relapse_days`` is how long a cured customer is watched, ``plan_grace``
    how late an instalment may be before the plan breaks.
    """

    id: str
    version: str
    floor: FiveClass
    watch_months: int
    powers: Mapping[Component, Money]
    tolerance: PromiseTolerance
    remind_before: Mapping[Steadiness, int]
    remind_kinds: Mapping[str, Mapping[Steadiness, int]]
    relapse_days: int
    plan_grace: int
    adjustments: tuple[Adjustment, ...]


def load_solution_table(text: str) -> SolutionTable:
    """The table of a TOML text; raises SolutionTableBroken."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
        for name in ("watch", "waiver", "promise", "plan", "reminder", "relapse", "adjusting"):
            _check_source(name, content[name])
        promise = content["promise"]
        return SolutionTable(
            str(content["id"]),
            str(content["version"]),
            FiveClass(content["watch"]["floor"]),
            _whole("watch.months", content["watch"]["months"], 120),
            {c: Money(_whole(f"waiver.{c.value}", content["waiver"][c.value])) for c in Component},
            PromiseTolerance(
                _whole("promise.grace_days", promise["grace_days"], _MOST_DAYS),
                Money(_whole("promise.short_fen", promise["short_fen"])),
            ),
            _days("reminder", content["reminder"]),
            _of_kinds(content["reminder"].get("kinds", {})),
            _whole("relapse.days", content["relapse"]["days"], 730),
            _whole("plan.grace_days", content["plan"]["grace_days"], _MOST_DAYS),
            read_adjustments(content["adjusting"]["rows"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise SolutionTableBroken(str(error)) from None


def _days(name: str, row: Mapping[str, Any]) -> dict[Steadiness, int]:
    return {s: _whole(f"{name}.{s.value}", row[s.value], _MOST_DAYS) for s in Steadiness}


def _of_kinds(rows: Mapping[str, Any]) -> dict[str, dict[Steadiness, int]]:
    """Days of their own by kind of plan; a kind that there is none of would never be used, and is refused."""
    return {ArrangementKind(kind).value: _days(f"reminder.kinds.{kind}", row) for kind, row in rows.items()}


def _whole(name: str, value: object, most: int | None = None) -> int:
    if type(value) is not int or value < 0 or (most is not None and value > most):
        raise SolutionTableBroken(f"{name} must be a whole number from 0" + (f" to {most}" if most else ""))
    return value


def _check_source(name: str, table: Mapping[str, Any]) -> None:
    if not str(table.get("source", "")).strip() or table.get("certainty") not in _CERTAINTIES:
        raise SolutionTableBroken(f"{name} names its source and how surely it was read")
