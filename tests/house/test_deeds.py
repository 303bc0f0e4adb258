"""Every deed of the desk: declared whole, worded, refused without its permission before anything is read."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import sys
import types
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import collectdesk.desk
from collectdesk.desk.contact.contacting import FinishStep, LogContact
from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.revealing import RevealIdentity
from collectdesk.desk.pipeline import Change, Deed, Export, Lookup, NotPermitted, Subject
from collectdesk.domain.ids import AccountId
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.store.rows.columns import Rows
from collectdesk.store.trail import audit
from helpers.branches import small_branch

for _module in pkgutil.walk_packages(collectdesk.desk.__path__, "collectdesk.desk."):
    importlib.import_module(_module.name)

_WHEN = datetime(2026, 3, 18, 1, tzinfo=UTC)
_PLAIN: dict[Any, Any] = {
    str: "0" * 32,
    int: 1,
    float: 1.0,
    bool: True,
    bytes: b"",
    date: _WHEN.date(),
    datetime: _WHEN,
    Decimal: Decimal(1),
    Money: Money(100),
    Path: Path("nowhere"),
    Any: None,
}


def _below(kind: type[Any]) -> list[type[Any]]:
    return [one for sub in kind.__subclasses__() for one in (sub, *_below(sub))]


def _is_deed(kind: type[Any]) -> bool:
    # a slotted dataclass is made twice; the first, which isn't in its module, lives on until it is collected
    if vars(sys.modules[kind.__module__]).get(kind.__name__) is not kind:
        return False
    return kind.__module__.startswith("collectdesk.desk.") and kind not in (Change, Lookup, Export)


DEEDS: list[type[Deed[Any]]] = sorted(
    {kind for kind in _below(Deed) if _is_deed(kind)}, key=lambda kind: f"{kind.__module__}.{kind.__name__}"
)
NAMES = [kind.__name__ for kind in DEEDS]


def _dummy(hint: Any) -> Any:
    """Some value of a type: what it says doesn't matter, since nothing may read it."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return None if type(None) in inner else _dummy(inner[0])
    if origin is not None:
        return {} if "Mapping" in str(origin) or origin is dict else ()
    if hasattr(hint, "__supertype__"):
        return _dummy(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _built(hint)
    raise AssertionError(f"no dummy for {hint}")


def _built(kind: type[Any]) -> Any:
    known = {
        one.__name__: one for one in _PLAIN if isinstance(one, type)
    }  # imported for the type checker only
    hints = typing.get_type_hints(kind, localns={**known, **vars(sys.modules[kind.__module__])})
    needed = [
        field
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    return kind(**{field.name: _dummy(hints[field.name]) for field in needed})


def test_the_walk_finds_the_deeds_of_the_whole_day() -> None:
    assert len(DEEDS) > 30
    assert {"LogContact", "PlanVisit", "RecordVisit", "CommitImport", "VerifyTrail"} <= set(NAMES)


@pytest.mark.parametrize("kind", DEEDS, ids=NAMES)
def test_a_deed_declares_what_it_needs_does_and_touches(kind: Any) -> None:
    assert isinstance(kind.needs, Permission)
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", kind.action)
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in kind.__dict__
    assert (kind.__doc__ or "").strip()
    assert not (kind.__doc__ or "").startswith(f"{kind.__name__}(")  # the one that dataclass makes up
    if kind.two_persons:  # a field the pipeline can't find would lock the deed for good
        assert any(one.name == "second" and one.default is None for one in dataclasses.fields(kind))
    if not issubclass(kind, Lookup):
        assert isinstance(kind.touches, frozenset)
        assert all(isinstance(subject, Subject) for subject in kind.touches)
    if issubclass(kind, Change):
        assert kind.touches


def test_a_permission_for_changing_is_never_all_it_takes_to_change_without_a_line() -> None:
    """Changes and exports share no code with lookups that leave no line."""
    silent = {kind.action for kind in DEEDS if issubclass(kind, Lookup) and not kind.audited}
    heard = {kind.action for kind in DEEDS if not issubclass(kind, Lookup) or kind.audited}
    assert not silent & heard


def test_no_two_changes_share_an_audit_code() -> None:
    codes = [kind.action for kind in DEEDS if not issubclass(kind, Lookup)]
    assert sorted(codes) == sorted(set(codes))


def test_every_audit_code_has_words() -> None:
    table = pytest.importorskip("collectdesk.terms_audit")
    worded = {code for name in dir(table) for code in _codes(getattr(table, name))}
    missing = {kind.action for kind in DEEDS if not issubclass(kind, Lookup) or kind.audited} - worded
    assert not missing


def _codes(found: object) -> set[str]:
    return {key for key in found if isinstance(key, str)} if isinstance(found, dict) else set()


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_deed_is_refused_without_its_permission_before_anything_is_read(
    role: Role, tmp_path: Path
) -> None:
    branch = small_branch(tmp_path / "branch")
    actor = Actor(AccountId("a" * 32), role.value, "某人", role)
    refused = [kind for kind in DEEDS if not actor.may(kind.needs)]
    assert refused

    def image() -> dict[str, list[Any]]:
        with branch.desk.store.reading() as connection:
            return {
                table.name: list(connection.execute(sa.select(table)).all())
                for table in Rows.metadata.sorted_tables
                if not table.name.startswith("audit_")
            }

    before, lines = image(), len(branch.actions())
    for kind in refused:
        with pytest.raises(NotPermitted) as error:
            branch.desk.run(_built(kind), actor)
        assert error.value.needs is kind.needs
    said = branch.actions()[lines:]
    assert said == [f"refused.{kind.action}" for kind in refused]
    assert image() == before
    assert branch.ask(audit.verify).intact
    branch.close()


def test_a_deed_done_leaves_exactly_one_line_and_one_that_fails_none(tmp_path: Path) -> None:
    from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
    from collectdesk.domain.refusals import Refused

    branch = small_branch(tmp_path / "branch")
    case_id, customer_id = branch.case_id(), branch.customer_id("李明")
    for deed in (
        LogContact(case_id, Channel.PHONE, branch.now, Reached.DEBTOR, ContactOutcome.REFUSED),
        PlaceHold(case_id, "dispute", None, "争议"),
        OpenFile(customer_id),
        RevealIdentity(customer_id, "核对身份"),
    ):
        lines = len(branch.actions())
        branch.run("clerk", typing.cast("Deed[Any]", deed))
        assert branch.actions()[lines:] == [deed.action]
    lines = len(branch.actions())
    for bad in (PlaceHold(case_id, "dispute", None, " "), RevealIdentity(customer_id, " ")):
        with pytest.raises(Refused):
            branch.run("clerk", typing.cast("Deed[Any]", bad))
    assert len(branch.actions()) == lines
    assert FinishStep in DEEDS
    branch.close()


def test_deeds_that_hang_on_the_clock_are_timed_and_facts_never_are() -> None:
    """What is planned, decided, printed with a date or closed waits for a right clock; what happened doesn't."""
    timed = {kind.__name__ for kind in DEEDS if kind.timed}
    assert {"RequestVisit", "DecideRequest", "PlanVisit", "PrintKit", "OfferPlan", "DecidePlan", "SignOff",
            "CloseCase", "BuildPack", "CloseDay", "EndHold"} <= timed  # fmt: skip
    facts = {"LogContact", "RecordVisit", "AttachEvidence", "CommitImport", "MakePromise", "PlaceHold",
             "NotifyCustomer", "AcknowledgeBreach", "ConfirmClock"}  # fmt: skip
    assert facts <= set(NAMES)
    assert not facts & timed


def test_the_administrator_holds_no_permission_on_cases() -> None:
    from collectdesk.domain.people.people import ALLOWED

    about_cases = {
        "READ_CASES",
        "WORK_CASES",
        "REVEAL",
        "APPROVE_VISIT",
        "SIGN_OFF",
        "APPROVE_SOLUTION",
        "BUILD_PACK",
    }
    assert not {permission.name for permission in ALLOWED[Role.ADMINISTRATOR]} & about_cases
    figures = {
        "ExportFigures",
        "PrintBranchReport",
    }  # paper that names nobody: whoever reads them may take them along
    changing = {
        kind.needs for kind in DEEDS if issubclass(kind, (Change, Export)) and kind.__name__ not in figures
    }
    # an auditor changes nothing but their own password, which lies in the keys file
    assert not ALLOWED[Role.AUDITOR] & changing - {
        Permission.OWN_PASSWORD,
        Permission.READ_AUDIT,
        Permission.READ_RULES,  # the booklet
    }
