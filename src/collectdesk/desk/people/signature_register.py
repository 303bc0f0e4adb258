"""The register of personal signatures, and whether every one of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.people.people import Permission
from collectdesk.store.trail import signatures
from collectdesk.store.trail.signatures import BadSignature
from collectdesk.store.work import View

__all__ = ["BadSignature", "ListSignatures", "SignatureLine", "SignaturesVerdict", "VerifySignatures"]


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Who signed what, when, and by which key; ``statement`` is what was signed, to be checked outside."""

    seq: int
    at: datetime
    name: str
    action: str
    key_id: str
    statement: str
    public_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class SignaturesVerdict:
    """How many signatures there are, and those that don't hold."""

    count: int
    bad: tuple[BadSignature, ...]

    @property
    def intact(self) -> bool:
        return not self.bad


@dataclass(frozen=True, slots=True)
class ListSignatures(Lookup[tuple[SignatureLine, ...]]):
    """The newest signatures; ``about`` keeps those whose statement names an id."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "signature.listed"

    about: str | None = None
    limit: int = 500

    def look(self, view: View) -> tuple[SignatureLine, ...]:
        return tuple(
            SignatureLine(
                each.seq, each.at, each.name, each.action, each.key_id, each.statement, each.public_key.hex(),
                each.signature.hex(),
            )
            for each in signatures.signatures(view, about=self.about, limit=self.limit)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class VerifySignatures(Lookup[SignaturesVerdict]):
    """Check every signature against the signer's key of that day and the entry of the trail it was made for."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "signature.verified"
    audited: ClassVar = True

    def look(self, view: View) -> SignaturesVerdict:
        verdict = SignaturesVerdict(signatures.count(view), tuple(signatures.check(view)))
        view.note(signatures=verdict.count, bad=len(verdict.bad))
        return verdict
