"""Personal signatures beside the trail: kept with the deed, read for the register, checked one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.keys.register import PublicKey, public_keys
from collectdesk.store.rows.people import AccountRow
from collectdesk.store.rows.rights import SignatureRow
from collectdesk.store.rows.trail import AuditRow
from collectdesk.store.work import View, Work

_KEY_ID_DIGITS: Final = 16
SIGNED: Final = '"signed":true'
"""What the entry of a signed deed carries in the trail."""


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """One signature for people to read; ``key_id`` is what stands on paper of the signer's public key."""

    id: str
    seq: int
    at: datetime
    account_id: str
    name: str
    action: str
    statement: str
    key_id: str
    public_key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class BadSignature:
    """A signature that doesn't hold, and why, as a code."""

    seq: int
    reason: str


def key_id(public: bytes) -> str:
    """The first 64 bits of the public key's SHA-256, as hex digits."""
    return hashlib.sha256(public).hexdigest()[:_KEY_ID_DIGITS]


def add(work: Work, *, seq: int, action: str, statement: str, public: bytes, signature: bytes) -> str:
    """Keep a signature of the actor's."""
    return work.add(
        SignatureRow, audit_seq=seq, account_id=work.actor.id, action=action, statement=statement,
        key_id=key_id(public), public_key=public.hex(), signature=signature.hex(),
    )  # fmt: skip


def signatures(view: View, *, about: str | None = None, limit: int = 500) -> list[KeptSignature]:
    """The newest first; ``about`` keeps those whose statement names an id."""
    query = _query().order_by(SignatureRow.audit_seq.desc()).limit(limit)
    if about is not None:
        query = query.where(SignatureRow.statement.contains(about, autoescape=True))
    return [_kept(row) for row in view.rows(query)]


def count(view: View) -> int:
    return int(view.scalar(sa.select(sa.func.count()).select_from(SignatureRow)) or 0)


def check(view: View) -> Iterator[BadSignature]:
    """Every signature that doesn't hold, and every entry that says it is signed and has lost its signature."""
    for seq, reason in faults(view).items():
        if reason:
            yield BadSignature(seq, reason)


def faults(view: View, first: int = 0, last: int | None = None) -> dict[int, str]:
    """The signed entries from one number to another, each with why its signature doesn't hold; "" where it does."""
    most = last if last is not None else 2**62
    keys, links = public_keys(view), _links(view, first, most)
    query = _query().where(SignatureRow.audit_seq.between(first, most)).order_by(SignatureRow.audit_seq)
    found: dict[int, str] = {}
    for row in view.rows(query):
        reason = _fault(_kept(row), keys, links)
        found[row.audit_seq] = found.get(row.audit_seq) or reason
    marked = sa.select(AuditRow.seq).where(AuditRow.about.contains(SIGNED), AuditRow.seq.between(first, most))
    for row in view.rows(marked.order_by(AuditRow.seq)):
        found.setdefault(row.seq, "signature_missing")
    return found


def _links(view: View, first: int, last: int) -> dict[int, tuple[str, str, str]]:
    wanted = sa.select(SignatureRow.audit_seq).where(SignatureRow.audit_seq.between(first, last))
    query = sa.select(AuditRow.seq, AuditRow.link, AuditRow.action, AuditRow.account_id).where(
        AuditRow.seq.in_(wanted)
    )
    return {r.seq: (r.link, r.action, r.account_id) for r in view.rows(query)}


def _fault(kept: KeptSignature, keys: list[PublicKey], links: dict[int, tuple[str, str, str]]) -> str:
    """Why a signature doesn't hold, as a code; empty when it does."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        said: dict[str, Any] = json.loads(kept.statement)
        at = datetime.fromisoformat(said["at"])
        entry = (said["trail"]["link"], said["action"], said["account"])
        Ed25519PublicKey.from_public_bytes(kept.public_key).verify(kept.signature, kept.statement.encode())
    except InvalidSignature:
        return "signature_altered"
    except (ValueError, KeyError, TypeError):
        return "statement_unreadable"
    if not any(
        k.account_id == kept.account_id and k.signing == kept.public_key and k.held_at(at) for k in keys
    ):
        return "key_unknown"
    if (
        said["trail"]["entry"] != kept.seq
        or links.get(kept.seq) != entry
        or said["account"] != kept.account_id
    ):
        return "entry_differs"
    return ""


def _query() -> Any:
    row = SignatureRow
    return sa.select(
        row.id, row.audit_seq, row.recorded_at, row.account_id, AccountRow.name, row.action, row.statement, row.key_id,
        row.public_key, row.signature,
    ).outerjoin(AccountRow, AccountRow.id == row.account_id)  # fmt: skip


def _kept(r: Any) -> KeptSignature:
    return KeptSignature(
        r.id, r.audit_seq, r.recorded_at, r.account_id, r.name or "", r.action, r.statement, r.key_id,
        _bytes(r.public_key), _bytes(r.signature),
    )  # fmt: skip


def _bytes(stored: str) -> bytes:
    try:
        return bytes.fromhex(stored)
    except ValueError:
        return b""
