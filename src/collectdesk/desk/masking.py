"""What a role may see of a person: applied once, where rows leave the desk."""

from __future__ import annotations

from collectdesk.domain import identity
from collectdesk.domain.people import Actor


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
