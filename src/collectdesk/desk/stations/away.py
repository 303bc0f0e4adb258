"""Which deeds can be done at a station, how they are written down and read again, and what each rests on.

Only the classes named here and the types of their fields are ever read: a parcel can name nothing else.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.cases import cases
from collectdesk.store.cases.solutions import promises
from collectdesk.store.customers import customers
from collectdesk.store.customers.parties import party
from collectdesk.store.stations import parcels
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectdesk.desk.pipeline import Deed
    from collectdesk.store.work import View

Seen = dict[str, str]

_NAMED: Final = {
    "contact.logged": ("contact.contacting", "LogContact"),
    "step.postponed": ("contact.contacting", "PostponeStep"),
    "step.finished": ("contact.contacting", "FinishStep"),
    "visit.recorded": ("paper.recording", "RecordVisit"),
    "evidence.attached": ("paper.attaching", "AttachEvidence"),
    "promise.made": ("solutions.solving", "MakePromise"),
    "person.kept": ("customers.keeping", "KeepPerson"),
    "point.kept": ("customers.keeping", "KeepPoint"),
    "point.changed": ("customers.keeping", "ChangePoint"),
    "point.checked": ("customers.keeping", "CheckPoint"),
    "pair.blocked": ("customers.keeping", "WrongPerson"),
    "finance.noted": ("customers.finances", "NoteFinance"),
    "hold.placed": ("contact.holding", "PlaceHold"),
}
"""The deeds that can be done away: what happened, and what is to be done next. Plans, decisions and papers stay
on the master."""
ACTIONS: Final = tuple(_NAMED)
_OWN: Final = frozenset(
    {
        Permission.OWN_PASSWORD, Permission.KEEP_PEOPLE, Permission.RESET_PASSWORD, Permission.ROTATE_KEYS,
        Permission.BACK_UP, Permission.KEEP_BACKUPS, Permission.RESTORE, Permission.CARRY_PARCELS,
    }
)  # fmt: skip
"""What a station keeps for itself: its own people's passwords, its keys and copies, and its parcels."""
_READING: Final = frozenset(
    {
        Permission.READ_CASES, Permission.READ_AUDIT, Permission.READ_RULES, Permission.READ_INBOX, Permission.REVEAL,
        Permission.SECOND, Permission.VERIFY_PACK,
    }
)  # fmt: skip
_LOOKING: Final = frozenset({"view.kept", "view.dropped", "day.started", "station.left"})
_UNSAID: Final = frozenset({"folder", "second", "version"})


def closed_here(view: View) -> frozenset[Permission]:
    """The permissions of which nothing can be done on this PC: a station's window offers none of their deeds."""
    if parcels.what(view) != parcels.STATION:
        return frozenset()
    return frozenset(Permission) - _OWN - _READING - {class_of(each).needs for each in ACTIONS}


def is_away(action: str) -> bool:
    """Whether a deed can be done at a station."""
    return action in _NAMED


def require_open(deed: Deed[Any], view: View) -> str:
    """What this PC is to the branch; raises Refused (station.closed, branch.has_moved) where it may not do this."""
    what = parcels.what(view)
    if what in (parcels.LEAVING, parcels.LEFT) and deed.needs not in (
        Permission.MOVE_BRANCH, Permission.OWN_PASSWORD,
    ):  # fmt: skip
        raise Refused("branch.has_moved" if what == parcels.LEFT else "branch.is_moving")
    if what == parcels.STATION and not (
        deed.action in _NAMED or deed.needs in _OWN or deed.action in _LOOKING
    ):
        post = parcels.post(view)
        raise Refused("station.closed", master=post.far_name if post else "")
    return what


def class_of(action: str) -> Any:
    """The deed of an action that can be done away; raises Refused(parcel.deed_unknown)."""
    if action not in _NAMED:
        raise Refused("parcel.deed_unknown", field="deed")
    room, name = _NAMED[action]
    return getattr(import_module(f"collectdesk.desk.{room}"), name)


# ---- a deed as plain values


def written(deed: Any) -> dict[str, Any]:
    """The words of a deed; where files are named, only that there are some."""
    return {each.name: _plain(getattr(deed, each.name)) for each in fields(deed) if each.name not in _UNSAID}


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return value.name
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(each) for each in value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read(
    action: str, words: Mapping[str, Any], evidence_folder: Path, files: Mapping[str, list[Path]]
) -> Any:
    """The deed again; raises Refused(parcel.deed_unreadable)."""
    kind = class_of(action)
    try:
        given = {
            name: _value(hint, words[name], files) for name, hint in _hints(kind).items() if name in words
        }
        if "folder" in _hints(kind):
            given["folder"] = evidence_folder
        return kind(**given)
    except (TypeError, ValueError, KeyError, ArithmeticError) as error:
        raise Refused("parcel.deed_unreadable", field="deed") from error


@lru_cache(maxsize=128)
def _hints(kind: Any) -> dict[str, Any]:
    """Of each field its type; names that are only imported for type checking are looked up where they stand."""
    names: dict[str, Any] = {
        "Path": Path,
        "date": date,
        "datetime": datetime,
        "Decimal": Decimal,
        "time": time,
    }
    found = get_type_hints(kind, localns=names)
    return {each.name: found[each.name] for each in fields(kind)}


def _value(hint: Any, value: Any, files: Mapping[str, list[Path]]) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if value is None:
            return None
        return _any_of([each for each in get_args(hint) if each is not type(None)], value, files)
    if origin in (tuple, list):
        inner = get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_value(inner[0], each, files) for each in value)
        return tuple(_value(kind, each, files) for kind, each in zip(inner, value, strict=True))
    if origin is frozenset:
        return frozenset(_value(get_args(hint)[0], each, files) for each in value)
    return _single(getattr(hint, "__supertype__", hint), value, files)


def _any_of(kinds: list[Any], value: Any, files: Mapping[str, list[Path]]) -> Any:
    for kind in kinds:
        try:
            return _value(kind, value, files)
        except (TypeError, ValueError, KeyError):
            continue
    raise ValueError(value)


def _single(kind: Any, value: Any, files: Mapping[str, list[Path]]) -> Any:
    if kind is Path:
        return files[value].pop(0)
    if kind in (datetime, date, time):
        return kind.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if is_dataclass(kind):
        return kind(**{name: _value(hint, value[name], files) for name, hint in _hints(kind).items()})  # type: ignore[operator, arg-type]
    if kind in (str, int, bool) and type(value) is not kind:
        raise TypeError(kind)
    return value


# ---- what a deed rests on


def rests_on(deed: Any, view: View) -> Seen:
    """What must still be as it was seen for the deed to mean what it meant, by a code for each value.

    What merely happened rests on nothing: a call was made whatever else was done.
    """
    return next((ask(deed, view) for kind, ask in _rests().items() if deed.action == kind), {})


def _rests() -> Mapping[str, Callable[[Any, View], Seen]]:
    return {
        "point.changed": _point, "point.checked": _point, "pair.blocked": _point, "step.postponed": _step,
        "step.finished": _step, "promise.made": _promise, "person.kept": _person, "visit.recorded": _visit,
        "contact.logged": _contact,
    }  # fmt: skip


def _point(deed: Any, view: View) -> Seen:
    found = next((p for p in customers.points(view, deed.customer_id) if p.id == deed.point_id), None)
    if found is None:
        return {"point.standing": "gone"}
    return {
        "point.standing": found.standing,
        "point.label": found.label,
        "point.source": found.source,
        "point.valid_until": str(found.valid_until or ""),
        "point.access_note": found.access_note,
    }


def _step(deed: Any, view: View) -> Seen:
    try:
        found = cases.open_step(view, deed.step_id)
    except StaleRecord:
        return {"step.due_on": "", "step.state": "done"}
    return {"step.due_on": str(found.due_on), "step.state": "open"}


def _promise(deed: Any, view: View) -> Seen:
    running = promises(view, case_id=deed.case_id, state=PromiseState.ACTIVE)
    closed = cases.case(view, deed.case_id).closed_on
    told = "; ".join(f"{each.promise.amount.fen / 100:.2f} {each.promise.due_on}" for each in running)
    return {"promise.running": told, "case.closed_on": str(closed or "")}


def _contact(deed: Any, view: View) -> Seen:
    return _promise(deed, view) if deed.promise is not None else {}


def _person(deed: Any, view: View) -> Seen:
    if deed.person_id is None:
        return {}
    found = party(view, deed.person_id)
    return {
        "party.name": found.name,
        "party.role": found.role.value,
        "party.refused_on": str(found.refused_on or ""),
        "party.until_on": str(found.until_on or ""),
    }


def _visit(deed: Any, view: View) -> Seen:
    kept = visits.visit(view, deed.visit_id)
    return {"visit.state": kept.state.value, "visit.planned_at": kept.planned_at.isoformat()}


def case_of(noted: Mapping[str, Any], view: View) -> str | None:
    """The case a deed was about, by what its line in the trail names."""
    if isinstance(noted.get("case"), str):
        return str(noted["case"])
    owner = noted.get("customer")
    kept = cases.open_case_of(view, owner) if isinstance(owner, str) else None
    return kept.id if kept else None
