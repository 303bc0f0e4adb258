"""Owns personal signatures: a person's own Ed25519 key, the password asked again, over what a deed says.

The statement names the deed, its subject, who acted for whom, and the trail's entry with its link, so that a
signature holds the trail too: whoever knows the branch's key could write another trail, but not sign it.
Texts that people typed stand in it as SHA-256, since a statement outlives the case it is about.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.people import Actor
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys import register
from collectdesk.store.trail import audit, signatures
from collectdesk.store.work import View, Work

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from collectdesk.desk.pipeline import Deed

FORMAT: Final = "collectdesk signature 1"
GOOD_FOR: Final = timedelta(minutes=10)
"""How long one password covers what stood on the screen: long enough to read and decide a morning's batch."""
_ID: Final = re.compile(r"[0-9a-f]{32}")
_UNSAID: Final = frozenset({"second", "target", "path", "folder", "password", "old", "seal"})
"""Fields that say where a file lies or who proved what, not what was decided."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody's signing key for a short while. ``covers`` are the subjects that stood on the screen; None is all."""

    id: AccountId
    opened_at: datetime
    covers: frozenset[str] | None
    _key: Ed25519PrivateKey = field(repr=False)

    def is_for(self, subject: str, now: datetime) -> bool:
        within = timedelta() <= now - self.opened_at <= GOOD_FOR
        return within and (self.covers is None or subject in self.covers)

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, statement: str) -> bytes:
        return self.sign_bytes(statement.encode())

    def sign_bytes(self, message: bytes) -> bytes:
        """A signature over what isn't a deed's line; whoever asks puts a domain of its own before it."""
        return self._key.sign(message)


def signer_from(who: Actor, secret: bytes, at: datetime, covers: frozenset[str] | None) -> Signer:
    """A signer from the 32 bytes that a slot gave."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(who.id, at, covers, Ed25519PrivateKey.from_private_bytes(secret))


def require_signer(deed: Deed[Any], view: View, signer: Signer | None) -> None:
    """Raise Refused where a deed has to be signed and nobody can sign it: missing, run out, or another's key."""
    subject = deed.signed_subject()
    if not subject:
        return
    if signer is None or not signer.is_for(subject, view.now):
        raise Refused("signature.missing", field="password")
    if signer.id != view.actor.id or register.signing_key(view, signer.id, view.now) != signer.public:
        raise Refused("signature.not_yours", field="password")


def keep_signature(deed: Deed[Any], work: Work, signer: Signer | None, about: Mapping[str, Any]) -> None:
    """Sign the deed's line, just appended to the trail, and keep the signature beside it."""
    if not deed.signed_subject():
        return
    assert signer is not None
    seq, link = audit.head(work)
    statement = _statement(deed, work, about, seq, link)
    signatures.add(
        work,
        seq=seq,
        action=deed.action,
        statement=statement,
        public=signer.public,
        signature=signer.sign(statement),
    )


def _statement(deed: Deed[Any], work: Work, about: Mapping[str, Any], seq: int, link: str) -> str:
    said = {each.name: _plain(getattr(deed, each.name)) for each in fields(deed) if each.name not in _UNSAID}  # type: ignore[arg-type]
    whole = {
        "format": FORMAT,
        "branch": work.branch_id,
        "account": work.actor.id,
        "at": work.now.isoformat(),
        "action": deed.action,
        "deed": said,
        "about": {name: _plain(value) for name, value in about.items()},
        "trail": {"entry": seq, "link": link},
    }
    return json.dumps(whole, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        is_code = _ID.fullmatch(value) or (
            value.isascii() and value.replace("_", "").replace(".", "").isalnum()
        )
        return value if is_code or not value else {"sha256": hashlib.sha256(value.encode()).hexdigest()}
    if isinstance(value, (bool, int, type(None))):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    return {"sha256": hashlib.sha256(str(value).encode()).hexdigest()}
