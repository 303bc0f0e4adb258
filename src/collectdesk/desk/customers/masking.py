"""What a person may see of a customer: applied once, where rows leave the desk.

A clerk's own open cases are those assigned to them, and those that nobody is assigned to: until a supervisor shares
the cases out, opening one makes it one's own for the day. Elsewhere ``revealing.RevealContacts`` asks for a purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import PurePath
from typing import Any, Final, TypeVar

from collectdesk.domain.customers import identity
from collectdesk.domain.people.people import Actor, Role
from collectdesk.store.cases.cases import Case
from collectdesk.store.cases.solutions import KeptPromise
from collectdesk.store.people.assignments import open_assignments
from collectdesk.store.vault.evidence import Evidence
from collectdesk.store.visits.visits import VisitRecord
from collectdesk.store.work import View

T = TypeVar("T")

WRITTEN: Final = frozenset(
    {
        "note", "reason", "narrative", "feedback", "income_note", "family_note", "decision_reason", "measure", "why",
        "preferred", "caution", "refused_why", "sent_back_because", "money_from", "evidence", "extra", "text",
        "outcome_note",
        "struck", "said", "wish", "answer", "improvement", "reopened_why", "extended_why", "talking",
        "condition_note", "assets_note", "raised_note", "mood_note", "calmed_note", "incident_note", "told",
    }
)  # fmt: skip
"""Fields in which people write freely: an auditor reads them without numbers and names."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether names, and whether telephone numbers and addresses, are seen whole."""

    names: bool
    contacts: bool


FOR_PURPOSE: Final = Sight(names=True, contacts=True)
"""For a document whose purpose needs it: a kit without the address leads nobody anywhere."""


def sight(actor: Actor, assigned_to: str | None, *, is_open: bool = True) -> Sight:
    """What the actor sees of the customer of a case; a supervisor must know whom a decision is about."""
    own = is_open and (not assigned_to or assigned_to == actor.id)
    if actor.role is Role.CLERK:
        return Sight(own, own)
    return Sight(True, own) if actor.role is Role.SUPERVISOR else Sight(False, False)


def of_case(view: View, case: Case | None) -> Sight:
    """What the view's actor sees of a case's customer; of a customer without a case, as of a closed one."""
    if case is None:
        return sight(view.actor, None, is_open=False)
    return sight(view.actor, case.assigned_to, is_open=case.closed_on is None)


def of_customers(view: View) -> Mapping[str, Sight]:
    """By customer id, for lists that know no case; who isn't in it has no open case."""
    return {who: sight(view.actor, assigned) for who, assigned in open_assignments(view).items()}


def without_case(view: View) -> Sight:
    """Of a customer who has no open case."""
    return sight(view.actor, None, is_open=False)


def name(seen: Sight, value: str) -> str:
    return value if seen.names else identity.mask_name(value)


def phone(seen: Sight, value: str) -> str:
    """Phones are whole for those who work the case: calling is the purpose."""
    return value if seen.contacts else identity.mask_phone(value)


def address(seen: Sight, value: str) -> str:
    return value if seen.contacts else identity.mask_address(value)


def id_no(value: str) -> str:
    """Identity numbers are masked for everybody; revealing one is a deed with a reason."""
    return identity.mask_id(value)


def account(value: str) -> str:
    return identity.mask_account(value)


def record(seen: Sight, kept: VisitRecord) -> VisitRecord:
    """A visit record without the name of who was met."""
    return replace(kept, findings=replace(kept.findings, met_name=name(seen, kept.findings.met_name)))


def promise(seen: Sight, kept: KeptPromise) -> KeptPromise:
    """A promise without the name of who gave it."""
    said = kept.promise
    return replace(kept, promise=replace(said, promised_by=name(seen, said.promised_by)))


def evidence(seen: Sight, kept: Evidence) -> Evidence:
    """Evidence without its file's name, which people make of customers' names; the ending tells what it is."""
    return kept if seen.names else replace(kept, original_name=f"*{PurePath(kept.original_name).suffix}")


def texts(value: T, names: tuple[str, ...] = ()) -> T:
    """The same value with every freely written field masked, however deep it lies."""
    return _walked(value, names, written=False)  # type: ignore[no-any-return]


def _walked(value: Any, names: tuple[str, ...], *, written: bool) -> Any:
    if isinstance(value, str):
        return identity.mask_text(value, names) if written and value else value
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(_walked(each, names, written=written) for each in value)
    if isinstance(value, Mapping):
        return {key: _walked(each, names, written=key in WRITTEN) for key, each in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for each in fields(value):
        before = getattr(value, each.name)
        after = _walked(before, names, written=each.name in WRITTEN)
        if each.init and after is not before and after != before:
            changed[each.name] = after
    return replace(value, **changed) if changed else value
