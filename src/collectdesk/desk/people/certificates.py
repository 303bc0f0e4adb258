"""The papers behind a training: certificates attached to who holds them, looked at in a child without keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.sandbox.looking import Looked, look_at_page, look_at_photo
from collectdesk.store.people import certificates, people

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.store.work import View, Work

__all__ = ["AttachCertificate", "CertificateLine", "ListCertificates", "LookAtCertificate", "Looked"]

MOST_BYTES: Final = 8 * 1024 * 1024
_KINDS: Final = (
    (b"%PDF", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
"""How a file of each kind begins: its name proves nothing."""


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One certificate: of which training, its file's name and size, when it was attached."""

    id: str
    number: str
    name: str
    size: int
    attached_on: date


@dataclass(frozen=True, slots=True)
class AttachCertificate(Change[str]):
    """Attach the certificate of somebody's newest training, a PDF, JPEG or PNG."""

    needs: ClassVar = Permission.KEEP_PEOPLE
    action: ClassVar = "certificate.attached"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    staff_id: str
    path: Path

    def carry_out(self, work: Work) -> str:
        person = people.staff_by_id(work, self.staff_id)
        if person is None:
            raise Refused("staff.unknown")
        held = [one for one in person.credentials if one.kind == "training"]
        if not held:
            raise Refused("certificate.no_training", name=person.name)
        content, media_type = _read(self.path)
        digest = hashlib.sha256(content).hexdigest()
        if any(one.sha256 == digest for one in certificates.certificates(work, self.staff_id)):
            raise Refused("certificate.known", file=self.path.name)
        made = certificates.add_certificate(
            work, self.staff_id, max(held, key=lambda one: one.valid_until).number,
            name=self.path.name, media_type=media_type, content=content, sha256=digest,
        )  # fmt: skip
        work.note(staff=self.staff_id, certificate=made)
        return made


def _read(path: Path) -> tuple[bytes, str]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused("certificate.unreadable", file=path.name) from error
    if len(content) > MOST_BYTES:
        raise Refused("certificate.too_large", file=path.name, most=MOST_BYTES // (1024 * 1024))
    kind = next((media for head, media in _KINDS if content.startswith(head)), "")
    if not kind:
        raise Refused("certificate.kind", file=path.name)
    return content, kind


@dataclass(frozen=True, slots=True)
class ListCertificates(Lookup[tuple[CertificateLine, ...]]):
    """The certificates of one person, the newest first."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "certificate.listed"

    staff_id: str

    def look(self, view: View) -> tuple[CertificateLine, ...]:
        return tuple(
            CertificateLine(one.id, one.number, one.name, one.size, local_day(one.attached_at))
            for one in certificates.certificates(view, self.staff_id)
        )


@dataclass(frozen=True, slots=True)
class LookAtCertificate(Lookup[Looked]):
    """One page of a certificate as a picture; raises Refused(preview.unreadable, preview.no_page)."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "certificate.looked_at"
    is_long: ClassVar = True

    certificate_id: str
    page: int = 1
    width: int = 900

    def look(self, view: View) -> Looked:
        content, media_type = certificates.content_of(view, self.certificate_id)
        if media_type == "application/pdf":
            return look_at_page(content, self.page, self.width)
        return look_at_photo(content, self.width)
