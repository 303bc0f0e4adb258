"""What a role may see of a person: applied once, where rows leave the desk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from collectdesk.domain import identity
from collectdesk.domain.people import Actor
from collectdesk.store.evidence import Evidence
from collectdesk.store.solutions import KeptPromise
from collectdesk.store.visits import VisitRecord


def name(actor: Actor, value: str) -> str:
    return value if actor.sees_names else identity.mask_name(value)


def phone(actor: Actor, value: str) -> str:
    """Phones are whole for those who work the case: calling is the purpose."""
    return value if actor.sees_names else identity.mask_phone(value)


def address(actor: Actor, value: str) -> str:
    return value if actor.sees_names else identity.mask_address(value)


def id_no(value: str) -> str:
    """Identity numbers are masked for everybody; revealing one is a deed with a reason."""
    return identity.mask_id(value)


def account(value: str) -> str:
    return identity.mask_account(value)


def record(actor: Actor, kept: VisitRecord) -> VisitRecord:
    """A visit record without the name of who was met."""
    return replace(kept, findings=replace(kept.findings, met_name=name(actor, kept.findings.met_name)))


def promise(actor: Actor, kept: KeptPromise) -> KeptPromise:
    """A promise without the name of who gave it."""
    said = kept.promise
    return replace(kept, promise=replace(said, promised_by=name(actor, said.promised_by)))


def evidence(actor: Actor, kept: Evidence) -> Evidence:
    """Evidence without its file's name, which people make of customers' names; the ending tells what it is."""
    return (
        kept if actor.sees_names else replace(kept, original_name=f"*{PurePath(kept.original_name).suffix}")
    )
