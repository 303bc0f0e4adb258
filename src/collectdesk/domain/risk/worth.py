"""What a visit may bring against what it costs, beside letter and call, in whole fen and per mille."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.risk_scorecard import BadScorecard

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

CREW: Final = 2
"""A collection officer and a safety officer; nobody visits alone."""
_MILLE: Final = 1000
_UNITS: Final[Mapping[str, int]] = {"per_mille": _MILLE, "fen": 10**9, "minutes": 24 * 60}
_UNIT_OF: Final[Mapping[str, str]] = {
    "visit_reached": "per_mille",
    "visit_uplift": "per_mille",
    "visit_share": "per_mille",
    "staff_minute": "fen",
    "car_km": "fen",
    "confirmed_address": "fen",
    "letter_reached": "per_mille",
    "letter_uplift": "per_mille",
    "letter_share": "per_mille",
    "letter_cost": "fen",
    "call_reached": "per_mille",
    "call_uplift": "per_mille",
    "call_share": "per_mille",
    "call_minutes": "minutes",
}
_HEADER_KEYS: Final = {"id", "version", "effective_from", "figures"}
_FIGURE_KEYS: Final = {"value", "low", "high", "unit", "measured", "sample", "source"}


class Means(Enum):
    """The ways to the customer that are weighed against each other."""

    VISIT = "visit"
    JOINT_TRIP = "joint_trip"
    CALL = "call"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Figure:
    """One assumption: ``value`` and its range in per mille, fen or minutes; ``sample`` 0 while a prior.

    ``assumed`` is the assumption under a measured figure: what was measured never hides it.
    """

    name: str
    value: int
    low: int
    high: int
    unit: str
    is_measured: bool
    sample: int
    source: str
    assumed: Figure | None = None

    @property
    def mark(self) -> str:
        """PRIOR until the branch has measured its own figure."""
        return "MEASURED" if self.is_measured else "PRIOR"


@dataclass(frozen=True, slots=True)
class Priors:
    """All assumptions of a version; the branch's own figures come in the same form, marked measured."""

    id: str
    version: int
    effective_from: date
    figures: Mapping[str, Figure]

    def __getitem__(self, name: str) -> int:
        return self.figures[name].value


@dataclass(frozen=True, slots=True)
class Trip:
    """Minutes on the road both ways, minutes at the door, and metres driven."""

    travel_minutes: int
    service_minutes: int
    metres: int

    def __post_init__(self) -> None:
        if min(self.travel_minutes, self.service_minutes, self.metres) < 0:
            raise Refused("worth.trip_negative", minutes=self.travel_minutes, metres=self.metres)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to the customer, weighed by the same measure."""

    means: Means
    expected_recovery: Money
    cost: Money
    net: Money


@dataclass(frozen=True, slots=True)
class Worth:
    """The verdict on one visit; ``low`` and ``high`` are the net at the ends of the uplift's range.

    ``break_even_overdue`` is the smallest overdue amount for which the visit earns its cost; None when no
    amount would. ``best`` is the way with the highest net.
    """

    expected_recovery: Money
    address_value: Money
    cost: Money
    net: Money
    low: Money
    high: Money
    break_even_overdue: Money | None
    alternatives: tuple[Alternative, ...]
    best: Means
    worth_it: bool
    figures: tuple[Figure, ...]
    priors_id: str
    priors_version: int


def weigh_visit(
    overdue: Money,
    trip: Trip,
    priors: Priors,
    *,
    confirms_address: bool = False,
    joint_trip: Trip | None = None,
    crew: int = CREW,
) -> Worth:
    """Weigh a visit to a customer who owes ``overdue`` now.

    Expected extra recovery = reached x uplift x share x overdue, rounded half up to the fen; cost = minutes x
    crew x minute rate + kilometres. ``confirms_address`` adds what knowing the address is worth;
    ``joint_trip`` is the detour on a route that is driven anyway. Raises Refused ``worth.*``.
    """
    if overdue.fen < 0:
        raise Refused("worth.overdue_negative", overdue=overdue)
    if crew < CREW:
        raise Refused("worth.crew_too_small", crew=crew, least=CREW)
    address = priors["confirmed_address"] if confirms_address else 0
    cost = _trip_cost(trip, priors, crew)
    uplift = priors.figures["visit_uplift"]
    low, value, high = (
        _recovery(overdue.fen, "visit", at, priors) for at in (uplift.low, uplift.value, uplift.high)
    )
    alternatives = [_call(overdue, priors), _letter(overdue, priors)]
    if joint_trip is not None:
        shared = _trip_cost(joint_trip, priors, crew)
        alternatives.insert(0, _alternative(Means.JOINT_TRIP, value + address, shared, overdue.currency))
    own = _alternative(Means.VISIT, value + address, cost, overdue.currency)
    return Worth(
        expected_recovery=Money(value, overdue.currency),
        address_value=Money(address, overdue.currency),
        cost=own.cost,
        net=own.net,
        low=Money(low + address - cost, overdue.currency),
        high=Money(high + address - cost, overdue.currency),
        break_even_overdue=_break_even(cost - address, priors, overdue.currency),
        alternatives=tuple(alternatives),
        best=max((own, *alternatives), key=lambda way: way.net.fen).means,
        worth_it=own.net.fen > 0,
        figures=tuple(priors.figures.values()),
        priors_id=priors.id,
        priors_version=priors.version,
    )


def _recovery(fen: int, means: str, uplift: int, priors: Priors) -> int:
    return _half_up(fen * priors[f"{means}_reached"] * uplift * priors[f"{means}_share"], _MILLE**3)


def _trip_cost(trip: Trip, priors: Priors, crew: int) -> int:
    minutes = (trip.travel_minutes + trip.service_minutes) * crew * priors["staff_minute"]
    return minutes + _half_up(trip.metres * priors["car_km"], 1000)


def _call(overdue: Money, priors: Priors) -> Alternative:
    recovery = _recovery(overdue.fen, "call", priors["call_uplift"], priors)
    return _alternative(
        Means.CALL, recovery, priors["call_minutes"] * priors["staff_minute"], overdue.currency
    )


def _letter(overdue: Money, priors: Priors) -> Alternative:
    recovery = _recovery(overdue.fen, "letter", priors["letter_uplift"], priors)
    return _alternative(Means.LETTER, recovery, priors["letter_cost"], overdue.currency)


def _alternative(means: Means, recovery: int, cost: int, currency: str) -> Alternative:
    return Alternative(
        means, Money(recovery, currency), Money(cost, currency), Money(recovery - cost, currency)
    )


def _break_even(cost: int, priors: Priors, currency: str) -> Money | None:
    rate = priors["visit_reached"] * priors["visit_uplift"] * priors["visit_share"]
    if cost <= 0:
        return Money(0, currency)
    return Money(-(-cost * _MILLE**3 // rate), currency) if rate else None


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def load_priors(text: str, file_name: str) -> Priors:
    """Read the assumptions; raises BadScorecard naming file, line and figure, never loads a part."""

    def bad(code: str, row: str = "", field: str = "", value: object = "", line: int = 0) -> BadScorecard:
        at = line or _line_of(text, f"[figures.{row}]")
        return BadScorecard(code, file=file_name, line=at, row=row, field=field, value=str(value))

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        found = re.search(r"at line (\d+)", str(broken))
        raise bad("priors.not_toml", value=broken, line=int(found[1]) if found else 0) from broken
    figures = content.get("figures")
    if not isinstance(figures, dict):
        raise bad("priors.figures_missing", field="figures")
    _same_names(content, _HEADER_KEYS, lambda code, name: bad(code, field=name))
    _same_names(figures, _UNIT_OF, lambda code, name: bad(code, row=name))
    read = {name: _figure(name, entry, bad) for name, entry in figures.items()}
    identity, version, day = content["id"], content["version"], content["effective_from"]
    if not isinstance(identity, str) or type(version) is not int or type(day) is not date:
        raise bad("priors.header_wrong", field="id")
    return Priors(identity, version, day, read)


def _same_names(
    found: Mapping[str, object], wanted: Collection[str], bad: Callable[[str, str], BadScorecard]
) -> None:
    for name in wanted:
        if name not in found:
            raise bad("priors.missing", name)
    for name in found:
        if name not in wanted:
            raise bad("priors.unknown_key", name)


def _figure(name: str, entry: object, bad: Callable[..., BadScorecard]) -> Figure:
    if not isinstance(entry, dict):
        raise bad("priors.unknown_key", name)
    for key in entry:
        if key not in _FIGURE_KEYS:
            raise bad("priors.unknown_key", name, key)
    unit, source, is_measured = entry.get("unit"), entry.get("source"), entry.get("measured")
    if unit != _UNIT_OF[name]:
        raise bad("priors.wrong_unit", name, "unit", unit)
    if not isinstance(source, str) or not source.strip():
        raise bad("priors.source_missing", name, "source", source)
    value, sample = entry.get("value"), entry.get("sample", 0)
    numbers = {
        "value": value,
        "low": entry.get("low", value),
        "high": entry.get("high", value),
        "sample": sample,
    }
    for key, number in numbers.items():
        if type(number) is not int or not 0 <= number <= (_UNITS[unit] if key != "sample" else 10**9):
            raise bad("priors.out_of_range", name, key, number)
    if not numbers["low"] <= numbers["value"] <= numbers["high"]:
        raise bad("priors.range_crossed", name, "low", numbers["low"])
    # a figure called measured without a sample would hide that nobody ever counted
    if type(is_measured) is not bool or is_measured != (sample > 0):
        raise bad("priors.measured_without_sample", name, "measured", is_measured)
    return Figure(name, unit=unit, is_measured=is_measured, source=source, **numbers)


def _line_of(text: str, header: str) -> int:
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.strip() == header), 0)
