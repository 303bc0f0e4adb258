"""A visit sheet typed as JSON: every field strict, so that a slip of the keyboard never becomes a finding."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

from collectdesk.desk.paper.recording import PlanAsked
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.domain.money import Money
from collectdesk.domain.paper import further, records
from collectdesk.domain.paper.records import Findings
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visit_costs import VisitCost
from collectdesk.domain.zones import CHINA_TIME

Read = Callable[[Any], Any]


class Unfit(ValueError):
    """A value that doesn't fit its field; says what does."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("text")
    return value


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit("true, false")
    return value


def _instant(value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(_text(value))
    except ValueError:
        raise Unfit("2026-03-19T14:35") from None
    return at if at.tzinfo else at.replace(tzinfo=CHINA_TIME)


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise Unfit("2026-03-19") from None


def _amount(value: Any) -> Money:
    try:
        return Money.yuan(_text(value))
    except ValueError:
        raise Unfit('"1,234.50"') from None


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit("90")
    return value


def _code(kind: type[Enum]) -> Read:
    def read(value: Any) -> Enum:
        try:
            return kind(value)
        except ValueError:
            raise Unfit(", ".join(str(member.value) for member in kind)) from None

    return read


def _codes(kind: type[Enum]) -> Read:
    def read(value: Any) -> tuple[Enum, ...]:
        if not isinstance(value, list):
            raise Unfit(f"[{', '.join(str(member.value) for member in kind)}]")
        return tuple(_code(kind)(each) for each in value)

    return read


FINDINGS: Final[dict[str, Read]] = {
    "arrived_at": _instant,
    "left_at": _instant,
    "met": _code(records.Met),
    "met_name": _text,
    "identity": _code(records.Identity),
    "identification_shown": _yes_no,
    "purpose_stated": _yes_no,
    "entry": _code(records.Entry),
    "recording": _code(records.Recording),
    "overdue_reasons": _codes(records.OverdueReason),
    "income": _codes(records.IncomeSource),
    "income_note": _text,
    "family": _codes(records.FamilySituation),
    "family_note": _text,
    "attitude": _code(records.Attitude),
    "outcome": _code(records.VisitOutcome),
    "narrative": _text,
    "feedback": _text,
}


def _of_further(name: str) -> Read:
    if name in further.SEVERAL:
        return _codes(further.CODES[name])
    if name in further.CODES:
        return _code(further.CODES[name])
    return _yes_no if further.KINDS[name][0] is bool else _text


FURTHER: Final[dict[str, Read]] = {name: _of_further(name) for name in further.KINDS}
COST: Final[dict[str, Read]] = {
    "minutes": _whole,
    "metres": _whole,
    "fares": _amount,
    "recoverable": _yes_no,
    "note": _text,
}
PLAN: Final[dict[str, Read]] = {
    "count": _whole,
    "first_due_on": _day,
    "product_id": _text,
    "amount": _amount,
}
PROMISE: Final[dict[str, Read]] = {
    "amount": _amount,
    "due_on": _day,
    "promised_by": _text,
    "money_from": _text,
    "evidence": _text,
}
MAY_BE_EMPTY: Final[dict[str, Any]] = {
    "met_name": "",
    "overdue_reasons": [],
    "income": [],
    "income_note": "",
    "family": [],
    "family_note": "",
    "feedback": "",
}
"""Fields that a sheet may leave out, and what that means."""


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """What a sheet typed as JSON says."""

    findings: Findings
    promise: PromiseGiven | None
    cost: VisitCost | None
    plan: PlanAsked | None


def read_sheet(path: Path) -> TypedSheet:
    """Everything a sheet says; raises Refused(sheet.unreadable | sheet.unknown_field | sheet.missing_field |
    sheet.field) naming the field and what is possible in it.
    """
    try:
        sheet = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Refused("sheet.unreadable", file=path.name) from error
    if not isinstance(sheet, dict):
        raise Refused("sheet.unreadable", file=path.name)
    promise = _part(path, "promise", sheet.pop("promise", None), PROMISE, PromiseGiven)
    cost = _part(path, "cost", sheet.pop("cost", None), COST, VisitCost)
    plan = _part(path, "plan", sheet.pop("plan", None), PLAN, PlanAsked)
    more = {name: sheet.pop(name) for name in [*sheet] if name in FURTHER}
    answered = further.Further(**_fields(path, "", more, FURTHER, frozenset()))
    known = _fields(path, "", {**MAY_BE_EMPTY, **sheet}, FINDINGS, frozenset(FINDINGS))
    return TypedSheet(Findings(**known, further=answered), promise, cost, plan)


def _part(path: Path, name: str, given: Any, known: Mapping[str, Read], kind: Callable[..., Any]) -> Any:
    """A group of fields within the sheet; None where it isn't there."""
    if given is None:
        return None
    if not isinstance(given, dict):
        raise Refused("sheet.field", file=path.name, name=name, possible="{…}")
    needed = frozenset(f.name for f in fields(kind) if f.default is MISSING)  # type: ignore[arg-type]
    return kind(**_fields(path, f"{name}.", given, known, needed))


def _fields(
    path: Path, where: str, given: Mapping[str, Any], known: Mapping[str, Read], needed: frozenset[str]
) -> dict[str, Any]:
    for name in given:
        if name not in known:
            possible = ", ".join(known)
            raise Refused("sheet.unknown_field", file=path.name, name=where + name, possible=possible)
    for name in known:
        if name in needed and name not in given:
            raise Refused("sheet.missing_field", file=path.name, name=where + name)
    values = {}
    for name, value in given.items():
        try:
            values[name] = known[name](value)
        except Unfit as unfit:
            raise Refused("sheet.field", file=path.name, name=where + name, possible=str(unfit)) from None
    return values
