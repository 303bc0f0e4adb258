"""Evidence taken in: photos with what their camera says and an upright copy, recordings with number and length."""

from __future__ import annotations

import hashlib
import io
import mimetypes
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Final

from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.ids import EvidenceId
from collectdesk.domain.paper.recordings import LONGEST_LABEL, LONGEST_SECONDS, length_of
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.sandbox.looking import look_into_photo
from collectdesk.store.trouble import trouble_of
from collectdesk.store.vault import evidence
from collectdesk.store.vault.evidence import NOTHING_SEEN, Evidence, Seen
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collectdesk.store.work import Work

LARGEST: Final = 512 * 1024 * 1024
_LARGEST_PHOTO: Final = 64 * 1024 * 1024
_HEAD: Final = 1 << 16
_KINDS: Final = {"image": "photo", "audio": "recording", "video": "recording"}
PHOTO, RECORDING, COPY = "photo", "recording", "photo_copy"


@dataclass(frozen=True, slots=True)
class AttachEvidence(Change[EvidenceId]):
    """Take a photo, scan or recording in: hashed and encrypted under the case's key.

    A photo's original is kept beside an upright copy for paper. Where it was taken is sensitive: without
    ``location_basis``, the clause or consent that allows it, the place is blanked out of the kept bytes and only the
    digest of the file as it came tells that it was there. A recording has the recorder's number and its length.
    """

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "evidence.attached"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES})

    visit_id: str
    path: Path = field(repr=False)
    folder: Path = field(repr=False)
    kind: str = PHOTO
    label: str = ""
    seconds: int | None = None
    location_basis: str = ""

    def carry_out(self, work: Work) -> EvidenceId:
        require_described(self.label, self.seconds)
        kept = visits.visit(work, self.visit_id)
        seen = Seen(
            label=self.label.strip(), seconds=self.seconds, location_basis=self.location_basis.strip()
        )
        found = take_file(
            work, self.path, kept.case_id, kind=self.kind, visit_id=kept.id, folder=self.folder, seen=seen
        )
        work.note(case=kept.case_id, visit=kept.id, evidence=found.id, sha256=found.sha256)
        return found.id


def kind_of(path: Path) -> str:
    """Photo, scan, recording or document, by the file's name."""
    media = mimetypes.guess_type(path.name)[0] or ""
    return "scan" if media == "application/pdf" else _KINDS.get(media.partition("/")[0], "document")


def require_described(label: str, seconds: int | None) -> None:
    """A number and a length that can be; raises Refused."""
    if len(label.strip()) > LONGEST_LABEL:
        raise Refused("evidence.label_long", field="label", most=LONGEST_LABEL)
    if seconds is not None and not 0 < seconds <= LONGEST_SECONDS:
        raise Refused("evidence.length", field="seconds")


@dataclass(frozen=True, slots=True)
class DescribeRecording(Change[None]):
    """Say which recorder a recording is of and how long it is, where nobody has yet."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "evidence.described"
    touches: ClassVar = frozenset({Subject.VISITS})

    evidence_id: str
    label: str
    seconds: int | None = None

    def carry_out(self, work: Work) -> None:
        kept = evidence.one(work, self.evidence_id)
        require_described(self.label, self.seconds)
        if not self.label.strip():
            raise Refused("evidence.label_missing", field="label")
        if kept.kind != RECORDING or kept.label:
            raise Refused("evidence.described_already", file=kept.original_name)
        seconds = kept.seconds if kept.seconds is not None else self.seconds
        evidence.describe(work, kept, self.label.strip(), seconds)
        work.note(case=kept.case_id, evidence=kept.id)


def take_file(
    work: Work,
    path: Path,
    case_id: str,
    *,
    kind: str,
    visit_id: str | None = None,
    contact_id: str | None = None,
    folder: Path | None = None,
    seen: Seen = NOTHING_SEEN,
) -> Evidence:
    """Take a file in as a case's evidence; raises Refused (evidence.…) naming the file."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise Refused("evidence.empty", file=path.name)
        if size > LARGEST:
            raise Refused("evidence.too_large", file=path.name, megabytes=size >> 20)
        source, seen, copy = _opened(path, size, kind, seen)
        with source:
            found = evidence.keep(
                work, folder or work.evidence_folder, case_id, source, kind=kind, original_name=path.name,
                media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream", visit_id=visit_id,
                contact_id=contact_id, seen=seen,
            )  # fmt: skip
    except OSError as error:
        if trouble_of(error) is not None:
            raise  # the branch's disk is full or gone: not the file's fault
        raise Refused("evidence.unreadable", file=path.name) from error
    _require_new(work, found)
    if copy:
        evidence.keep(
            work, folder or work.evidence_folder, case_id, io.BytesIO(copy), kind=COPY, original_name=path.name,
            media_type="image/jpeg", visit_id=visit_id, contact_id=contact_id, seen=Seen(copy_of=found.id),
        )  # fmt: skip
    return found


def _require_new(work: Work, found: Evidence) -> None:
    for twin in evidence.of_case(work, found.case_id):
        if twin.id != found.id and not twin.copy_of and _digests(twin) & _digests(found):
            raise Refused("evidence.already_there", file=found.original_name, earlier=twin.original_name)


def _digests(kept: Evidence) -> set[str]:
    return {kept.sha256, kept.came_sha256} - {""}


def _opened(path: Path, size: int, kind: str, seen: Seen) -> tuple[BinaryIO, Seen, bytes]:
    """The bytes that are kept, what the file says of itself, and a photo's upright copy."""
    if kind == PHOTO and size <= _LARGEST_PHOTO:
        content = path.read_bytes()
        if is_photo(content[:16]):
            return _photo(content, seen)
        return io.BytesIO(content), _no_place(seen), b""
    if kind == RECORDING and seen.seconds is None:
        with path.open("rb") as head:
            seen = replace(seen, seconds=length_of(head.read(_HEAD), size))
    return path.open("rb"), _no_place(seen), b""


def _photo(content: bytes, said: Seen) -> tuple[BinaryIO, Seen, bytes]:
    found = look_into_photo(content)
    if found is None:  # broken, or no photo after all: kept as it is, shown as it can be
        return io.BytesIO(content), _no_place(said), b""
    seen = replace(said, taken_at=found.taken_at, device=found.device, fingerprint=found.fingerprint)
    if said.location_basis and found.location:
        return io.BytesIO(content), replace(seen, location=found.location), found.jpeg
    kept = found.without_place(content)
    if kept != content:
        seen = replace(seen, came_sha256=hashlib.sha256(content).hexdigest())
    return io.BytesIO(kept), _no_place(seen), found.jpeg


def _no_place(seen: Seen) -> Seen:
    """Without a place there is nothing to have a basis for."""
    return replace(seen, location="", location_basis="")


def is_photo(head: bytes) -> bool:
    """Whether a file begins as a JPEG, PNG or HEIC does."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")) or head[4:8] == b"ftyp"
