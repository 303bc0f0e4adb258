"""A pack in an encrypted container for the road, and the slip with its passphrase, which goes another way."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from collectdesk.archive.transport import new_passphrase, write_container
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.archive.taking_out import Leaving, leaving, taken_out, write_proven
from collectdesk.desk.pipeline import Export, Subject
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.people.people import Permission
from collectdesk.domain.results.archiving import Purpose
from collectdesk.reports.archive.transport_slip import TransportFacts, print_transport_slip

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Contained:
    """A finished container. ``passphrase`` is kept nowhere else: print its slip now, or make another container."""

    path: Path
    number: str
    sha256: str
    size: int
    passphrase: str = field(repr=False)


@dataclass(slots=True)
class Packed:
    """A container on its way."""

    pack: Leaving
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContainPack(Export[Contained, Packed]):
    """Write a pack into a zip that any archiver opens with the passphrase, and give that passphrase."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.contained"
    touches: ClassVar = frozenset({Subject.TRAIL})

    target: Path
    number: str
    purpose: Purpose

    def gather(self, view: View) -> Packed:
        if self.target.exists():
            raise ArchiveTrouble("pack.exists", target=self.target.name)
        return Packed(leaving(view, self.number), new_passphrase())

    def draw(self, gathered: Packed, partial: Path, progress: Progress) -> None:
        with tempfile.TemporaryDirectory() as folder:
            clear = Path(folder) / "pack.zip"
            write_proven(gathered.pack, clear, progress)
            name = f"{gathered.pack.kept.number}.zip"
            write_container(partial, clear, name, gathered.passphrase, progress.step)

    def settle(self, work: Work, gathered: Packed, partial: Path) -> Contained:
        kept = gathered.pack.kept
        taken = taken_out(self.target, kept, partial)
        work.note(pack=kept.id, purpose=self.purpose.value, sha256=taken.sha256)
        return Contained(self.target, kept.number, taken.sha256, taken.size, gathered.passphrase)


@dataclass(slots=True)
class TransportSlip:
    """A slip on its way to paper."""

    facts: TransportFacts
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class PrintTransportSlip(Export[Printed, TransportSlip]):
    """Print the slip with a container's passphrase: it travels apart from the container."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.transport_slip_printed"

    target: Path
    number: str
    sha256: str
    passphrase: str = field(repr=False)
    language: str = "zh_CN"

    def gather(self, view: View) -> TransportSlip:
        kept = leaving(view, self.number).kept
        return TransportSlip(
            TransportFacts(kept.number, self.sha256, self.passphrase, kept.fingerprint, printing_of(view))
        )

    def draw(self, gathered: TransportSlip, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_transport_slip(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: TransportSlip, partial: Path) -> Printed:
        drawn = gathered.drawn
        assert drawn is not None
        work.note(sha256=self.sha256)
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        return Printed(self.target, drawn.pages, 1, self.number, digest, drawn.missing_glyphs)
