"""Packs that leave the branch: in the clear for a purpose, or in a container whose passphrase goes another way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.archive.verdict import Outcome
from collectdesk.archive.verify import verify_pack
from collectdesk.desk.archive.resting import writer_of
from collectdesk.desk.pipeline import Export, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import Purpose
from collectdesk.store.results import packs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.store.results.packs import KeptPack
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Leaving:
    """A pack on its way out: its line of the register, and what writes it in the clear."""

    kept: KeptPack
    write: Callable[[Path], None]


def leaving(view: View, number: str) -> Leaving:
    """Raises Refused: pack.unknown, pack.disposed, pack.file_missing."""
    kept = packs.numbered(view, number)
    if kept is None:
        raise Refused("pack.unknown", number=number)
    return Leaving(kept, writer_of(view, kept))


def write_proven(pack: Leaving, path: Path, progress: Progress) -> None:
    """Write it and read it back: it is the pack that the register names, or nothing goes out."""
    pack.write(path)
    verdict = verify_pack(path, fingerprint=pack.kept.fingerprint, step=progress.step)
    if verdict.outcome is not Outcome.GREEN or verdict.root_digest != pack.kept.root_digest:
        first = verdict.findings[0] if verdict.findings else None
        raise ArchiveTrouble(
            "pack.not_verified",
            file=first.file if first else "",
            reason=first.code if first else "seal.other",
        )


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A file that left the branch; ``sha256`` is its digest."""

    path: Path
    number: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class TakeOutPack(Export[TakenOut, Leaving]):
    """Write a pack of the register as a clear zip, for a purpose that the trail keeps."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.taken_out"
    touches: ClassVar = frozenset({Subject.TRAIL})

    target: Path
    number: str
    purpose: Purpose

    def gather(self, view: View) -> Leaving:
        if self.target.exists():
            raise ArchiveTrouble("pack.exists", target=self.target.name)
        return leaving(view, self.number)

    def draw(self, gathered: Leaving, partial: Path, progress: Progress) -> None:
        write_proven(gathered, partial, progress)

    def settle(self, work: Work, gathered: Leaving, partial: Path) -> TakenOut:
        taken = taken_out(self.target, gathered.kept, partial)
        work.note(pack=gathered.kept.id, purpose=self.purpose.value, sha256=taken.sha256)
        return taken


def taken_out(target: Path, kept: KeptPack, partial: Path) -> TakenOut:
    """What left, digested."""
    with partial.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return TakenOut(target, kept.number, digest, partial.stat().st_size)
