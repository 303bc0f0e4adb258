"""Owns building a pack: a sealed BagIt 1.0 bag in one deterministic zip, whole and verified or not at all."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from collectdesk import resources
from collectdesk.archive import bag
from collectdesk.archive.container import CHUNK, Container, disk_trouble, stamp_of
from collectdesk.archive.paths import clashes, path_fault
from collectdesk.archive.seal import SealKey, write_seal
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.archive.verdict import Outcome
from collectdesk.archive.verify import no_step, verify_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*(?:; charset=[a-z0-9-]+)?")
_LABEL: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_OWN_LABELS: Final = frozenset({
    "source-organization", "external-description", "external-identifier", "internal-sender-identifier",
    "bagging-date", "payload-oxum", "bag-software-agent",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackDescription:
    """What bag-info.txt says in clear: keep persons' names out. ``extra``: further labels and values."""

    organization: str
    title: str
    case_id: str
    software: str
    extra: tuple[tuple[str, str], ...] = ()

    def labelled(self) -> tuple[tuple[str, str], ...]:
        """Labels of RFC 8493 section 2.2.2 with their values."""
        return (
            ("Source-Organization", self.organization),
            ("External-Description", self.title),
            ("Internal-Sender-Identifier", self.case_id),
            ("Bag-Software-Agent", self.software),
            *self.extra,
        )


@dataclass(frozen=True, slots=True)
class PayloadFile:
    """One file of the case. ``path_in_pack`` lies below ``data/``; ``source`` is opened in its turn."""

    path_in_pack: str
    source: Path | bytes | Callable[[], BinaryIO]
    media_type: str

    @property
    def name(self) -> str:
        return bag.PAYLOAD + self.path_in_pack


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished pack. ``root_digest`` (of the tag manifest), ``seal_digest`` (of seal.json): hex SHA-256.

    ``files`` and ``bytes`` count the payload. The next pack's ``previous_seal`` is
    ``bytes.fromhex(seal_digest)``.
    """

    path: Path
    number: str
    root_digest: str
    seal_digest: str
    files: int
    bytes: int


def build_pack(
    target: Path,
    *,
    number: str,
    description: PackDescription,
    payload: Sequence[PayloadFile],
    seal_with: SealKey,
    previous_seal: bytes | None,
    moment: datetime,
    step: Callable[[int, int], None] = no_step,
) -> Pack:
    """Write, verify and put in place one pack; the same arguments give the same bytes on every machine.

    ``previous_seal``: the 32-byte SHA-256 of the previous pack's seal.json, None for the branch's first.
    ``moment``: aware; kept to the second. ``step(done, total)`` in bytes, written, then read back; whatever
    it raises cancels. An existing target is never overwritten. Raises ArchiveTrouble; then nothing is left.
    """
    moment = _whole_second(moment)
    if previous_seal is not None and len(previous_seal) != 32:
        raise ValueError("previous_seal is a SHA-256 digest of 32 bytes")
    _check_names(number, payload)
    _check_description(description)
    if target.exists():
        raise ArchiveTrouble("pack.exists", target=target.name)
    partial = target.with_name(target.name + ".partial")
    work = _Work(number, description, payload, seal_with, previous_seal, moment, step)
    try:
        with _created(partial) as file:
            pack = work.write(file, target)
            file.flush()
            os.fsync(file.fileno())
        _check_written(partial, pack, seal_with, work)
        _put_in_place(partial, target)
    except OSError as refused:
        raise disk_trouble(refused) from refused
    finally:
        with suppress(OSError):  # gone after the rename; on a dead disk the first trouble counts
            partial.unlink()
    return pack


@dataclass(slots=True)
class _Work:
    """One build under way: what goes in, and how many bytes are done."""

    number: str
    description: PackDescription
    payload: Sequence[PayloadFile]
    seal_with: SealKey
    previous_seal: bytes | None
    moment: datetime
    step: Callable[[int, int], None]
    done: int = 0

    def write(self, file: BinaryIO, target: Path) -> Pack:
        """The whole zip in pack order: every digest is known before the file that lists it."""
        container = Container(file, stamp_of(self.moment))
        digests: dict[str, str] = {}
        self._add(container, digests, bag.DECLARATION, bag.DECLARATION_TEXT)
        total, written = sum(map(_known_size, self.payload)), 0
        for one in sorted(self.payload, key=lambda one: one.name.encode()):
            digests[one.name], size = container.add(f"{self.number}/{one.name}", self._watched(one, total))
            written += size
        for name, text in self._tag_files(digests, written).items():
            self._add(container, digests, name, text)
        tags = {name: digest for name, digest in digests.items() if not name.startswith(bag.PAYLOAD)}
        self._add(container, digests, bag.TAG_MANIFEST, bag.write_manifest(tags))
        seal = write_seal(
            self.seal_with,
            number=self.number,
            root_digest=digests[bag.TAG_MANIFEST],
            previous_seal=self.previous_seal,
            sealed_at=self.moment,
        )
        self._add(container, digests, bag.SEAL, seal)
        container.finish()
        return Pack(
            target, self.number, digests[bag.TAG_MANIFEST], digests[bag.SEAL], len(self.payload), written
        )

    def _tag_files(self, digests: dict[str, str], payload_bytes: int) -> dict[str, bytes]:
        payload = {name: digest for name, digest in digests.items() if name.startswith(bag.PAYLOAD)}
        types = {one.name: one.media_type for one in self.payload}
        verifier = resources.path("templates", bag.VERIFIER).read_bytes().replace(b"\r\n", b"\n")
        fields = (
            ("External-Identifier", self.number),
            ("Bagging-Date", f"{self.moment:%Y-%m-%d}"),
            ("Payload-Oxum", f"{payload_bytes}.{len(payload)}"),
            *self.description.labelled(),
        )
        return {
            bag.DESCRIPTION: bag.write_description(fields),
            bag.MANIFEST: bag.write_manifest(payload),
            bag.MEDIA_TYPES: bag.write_manifest(types),
            bag.VERIFIER: verifier,
        }

    def _add(self, container: Container, digests: dict[str, str], name: str, content: bytes) -> None:
        digests[name], _ = container.add(f"{self.number}/{name}", [content])

    def _watched(self, one: PayloadFile, total: int) -> Iterator[bytes | memoryview]:
        for chunk in _chunks(one):
            yield chunk
            self.done += len(chunk)
            self.step(self.done, max(self.done, 2 * total))

    def reading_back(self, done: int, total: int) -> None:
        """Progress of the verification, which is the second half of the work."""
        self.step(self.done + done, self.done + total)


def _chunks(one: PayloadFile) -> Iterator[bytes | memoryview]:
    """The source's bytes; its own faults are told apart from the target disk's."""
    if isinstance(one.source, bytes):
        view = memoryview(one.source)
        yield from (view[at : at + CHUNK] for at in range(0, len(view), CHUNK))
        return
    try:
        source = one.source.open("rb", buffering=0) if isinstance(one.source, Path) else one.source()
        with closing(source):
            while chunk := source.read(CHUNK):
                yield chunk
    except OSError as refused:
        reason = type(refused).__name__
        raise ArchiveTrouble("pack.source_unreadable", file=one.path_in_pack, reason=reason) from refused


def _known_size(one: PayloadFile) -> int:
    if isinstance(one.source, bytes):
        return len(one.source)
    with suppress(OSError):  # a missing source is reported when its turn comes
        return one.source.stat().st_size if isinstance(one.source, Path) else 0
    return 0


def _whole_second(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("moment needs a time zone")
    moment = moment.astimezone(UTC).replace(microsecond=0)
    if not 1980 <= moment.year <= 2107:
        raise ValueError("a zip dates its files from 1980 to 2107")
    return moment


def _check_names(number: str, payload: Sequence[PayloadFile]) -> None:
    if "/" in number or path_fault(number):
        raise ArchiveTrouble("pack.number", number=number)
    if len(payload) > bag.MOST_FILES - 16:  # room for the tag files
        raise ArchiveTrouble("pack.too_many", count=len(payload), most=bag.MOST_FILES - 16)
    for one in payload:
        if fault := path_fault(one.path_in_pack) or path_fault(f"{number}/{one.name}"):
            raise ArchiveTrouble(fault, file=one.path_in_pack)
        if not _MEDIA_TYPE.fullmatch(one.media_type):
            raise ArchiveTrouble("pack.media_type", file=one.path_in_pack, media_type=one.media_type)
    for path, fault in clashes(one.path_in_pack for one in payload):
        raise ArchiveTrouble(fault, file=path)


def _check_description(description: PackDescription) -> None:
    for label, _ in description.extra:
        if not _LABEL.fullmatch(label) or label.lower() in _OWN_LABELS:
            raise ArchiveTrouble("pack.field", label=label)
    for label, value in description.labelled():
        # a line break would start a line of its own, or (before a blank) continue the one above
        if not value.strip() or any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in value):
            raise ArchiveTrouble("pack.field", label=label)


def _created(partial: Path) -> BinaryIO:
    return partial.open("wb")


def _check_written(partial: Path, pack: Pack, seal_with: SealKey, work: _Work) -> None:
    """Read the file back as a stranger would: what a stick or disk swallowed shows now, not in ten years."""
    verdict = verify_pack(partial, fingerprint=seal_with.fingerprint, step=work.reading_back)
    if verdict.outcome is not Outcome.GREEN or verdict.seal_digest != pack.seal_digest:
        first = verdict.findings[0] if verdict.findings else None
        raise ArchiveTrouble(
            "pack.not_verified",
            file=first.file if first else "",
            reason=first.code if first else "seal.other",
        )


def _put_in_place(partial: Path, target: Path) -> None:
    if target.exists():
        raise ArchiveTrouble("pack.exists", target=target.name)
    partial.rename(target)
    if (
        os.name == "posix"
    ):  # a rename is safe from a power cut once its folder is written; Windows has no such call
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
