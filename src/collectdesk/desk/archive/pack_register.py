"""The register of packs after sealing: legal hold, longer keeping, handing over, disposal with its certificate."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Export, Subject
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import require_disposable, retained_until
from collectdesk.reports.archive.disposal_certificate import CertificateFacts, draw_certificate
from collectdesk.reports.archive.transfer_sheet import TransferLine, write_transfer
from collectdesk.store.cases import cases
from collectdesk.store.people.people import account_names
from collectdesk.store.results import packs
from collectdesk.store.visits import originals

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Drawn, Printing
    from collectdesk.store.results.packs import KeptPack
    from collectdesk.store.work import View, Work

TRANSFER: Final = "pack_transfer"


@dataclass(frozen=True, slots=True)
class HoldPack(Change[None]):
    """Put a pack under a legal hold: neither it nor its case's evidence is disposed of until the hold is lifted."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.held"
    touches: ClassVar = frozenset({Subject.ARCHIVE})

    number: str
    reason: str

    def carry_out(self, work: Work) -> None:
        kept = _pack(work, self.number)
        if not self.reason.strip():
            raise Refused("pack.why_missing", field="reason")
        if kept.disposed_at is not None:
            raise Refused("pack.disposed")
        if kept.held_on is not None:
            raise Refused("pack.held", since=kept.held_on)
        packs.change(work, kept.id, held_on=work.today, held_by=work.actor.id, held_why=self.reason.strip())
        work.note(pack=kept.id)


@dataclass(frozen=True, slots=True)
class ReleasePack(Change[None]):
    """Lift the legal hold of a pack, with a second person."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.released"
    touches: ClassVar = frozenset({Subject.ARCHIVE})
    two_persons: ClassVar = True

    number: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        kept = _pack(work, self.number)
        if kept.held_on is None:
            raise Refused("pack.not_held")
        packs.change(work, kept.id, held_on=None, held_by=None, held_why="")
        work.note(pack=kept.id)


@dataclass(frozen=True, slots=True)
class KeepLonger(Change[None]):
    """Say until when a pack is kept: never less than the law asks."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.retention_set"
    touches: ClassVar = frozenset({Subject.ARCHIVE})

    number: str
    until: date

    def carry_out(self, work: Work) -> None:
        kept = _pack(work, self.number)
        least = retained_until(kept.closed_on, kept.built_on)
        if self.until < least:
            raise Refused("pack.shorter", field="until", until=least)
        packs.change(work, kept.id, retain_until=self.until)
        work.note(pack=kept.id, until=self.until.isoformat())


@dataclass(frozen=True, slots=True)
class DisposePack(Change[None]):
    """Dispose of a pack whose term is over: two persons, its key is deleted, nobody reads its file again.

    ``SweepPacks`` removes the file. The line of the register stays, and so do copies taken out before.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.disposed"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.ARCHIVE})
    two_persons: ClassVar = True

    number: str
    reason: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        kept = _pack(work, self.number)
        if not self.reason.strip():
            raise Refused("pack.why_missing", field="reason")
        require_disposable(
            retain_until=kept.retain_until, held_on=kept.held_on, disposed=kept.disposed_at is not None,
            today=work.today,
        )  # fmt: skip
        packs.forget_key(work, kept.id)
        packs.change(
            work, kept.id, disposed_at=work.now, disposed_by=work.actor.id,
            disposed_second=self.second.id if self.second else None, disposed_why=self.reason.strip(),
        )  # fmt: skip
        work.note(pack=kept.id)


@dataclass(frozen=True, slots=True)
class SweepPacks(Change[int]):
    """Remove the resting files of packs that were disposed of, and what broken-off builds left; gives how many."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.swept"
    touches: ClassVar = frozenset({Subject.ARCHIVE})

    def carry_out(self, work: Work) -> int:
        folder = packs.packs_folder(work)
        kept = packs.packs(work)
        gone = {one.file_name for one in kept if one.disposed_at is not None}
        gone -= {one.file_name for one in kept if one.disposed_at is None}
        found = [folder / name for name in gone if (folder / name).is_file()]
        found += [*folder.glob("*.partial")] if folder.is_dir() else []
        for path in found:
            path.unlink(missing_ok=True)
        work.note(files=len(found))
        return len(found)


@dataclass(slots=True)
class PackCertificate:
    """The certificate of a pack's disposal on its way to paper."""

    facts: CertificateFacts
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class PrintPackDisposal(Export[Printed, PackCertificate]):
    """Print the certificate of a pack's disposal."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "pack.certificate_printed"

    target: Path
    number: str
    language: str = "zh_CN"

    def gather(self, view: View) -> PackCertificate:
        kept = _pack(view, self.number)
        if kept.disposed_at is None:
            raise Refused("disposal.none")
        names = {str(one): name for one, name in account_names(view).items()}
        return PackCertificate(
            CertificateFacts(
                kept.case_no, kept.disposed_why, kept.files, kept.size, kept.disposed_at,
                names.get(kept.disposed_by, ""), names.get(kept.disposed_second, ""), (), (), (), printing_of(view),
                pack=kept.number, root_digest=kept.root_digest,
            )
        )  # fmt: skip

    def draw(self, gathered: PackCertificate, partial: Path, progress: Progress) -> None:
        gathered.drawn = draw_certificate(partial, gathered.facts, self.language, step=progress.step)

    def settle(self, work: Work, gathered: PackCertificate, partial: Path) -> Printed:
        drawn = gathered.drawn
        assert drawn is not None
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        work.note(pack=_pack(work, self.number).id, sha256=digest)
        return Printed(self.target, drawn.pages, 1, self.number, digest, drawn.missing_glyphs)


@dataclass(frozen=True, slots=True)
class Transfer:
    """The packs of a year on their way to the archive of the office above."""

    number: str
    packs: tuple[KeptPack, ...]
    lines: tuple[TransferLine, ...]
    printing: Printing


@dataclass(frozen=True, slots=True)
class Transferred:
    """A list as it was handed over; ``number`` stands on it."""

    path: Path
    number: str
    packs: int


@dataclass(frozen=True, slots=True)
class HandOverPacks(Export[Transferred, Transfer]):
    """Write the transfer list of a year's packs, numbered, and note in the register that they were handed over.

    Superseded versions and packs handed over before don't stand on it.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.handed_over"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.ARCHIVE})

    target: Path
    year: int
    language: str = "zh_CN"

    def gather(self, view: View) -> Transfer:
        waiting = tuple(
            one
            for one in reversed(packs.packs(view))
            if one.year == self.year
            and one.transferred_on is None
            and one.disposed_at is None
            and not one.superseded_by
        )
        if not waiting:
            raise Refused("pack.nothing_to_hand_over", field="year", year=str(self.year))
        where = originals.places(view)
        lines = tuple(_line(view, one, where.get(one.case_id, ())) for one in waiting)
        number = transfer_number(view.today, view.coming_number(TRANSFER))
        return Transfer(number, waiting, lines, printing_of(view))

    def draw(self, gathered: Transfer, partial: Path, progress: Progress) -> None:
        write_transfer(partial, gathered.number, gathered.lines, gathered.printing, self.language)
        progress.step(1, 1)

    def settle(self, work: Work, gathered: Transfer, partial: Path) -> Transferred:
        if transfer_number(work.today, work.next_number(TRANSFER)) != gathered.number:
            raise Refused("pack.meanwhile")
        still = {
            one.id for one in packs.packs(work) if one.transferred_on is None and one.disposed_at is None
        }
        if not {one.id for one in gathered.packs} <= still:
            raise Refused("pack.meanwhile")
        for one in gathered.packs:
            packs.change(work, one.id, transferred_on=work.today, transfer_no=gathered.number)
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        work.note(number=gathered.number, packs=len(gathered.packs), sha256=digest)
        return Transferred(self.target, gathered.number, len(gathered.packs))


def transfer_number(day: date, number: int) -> str:
    """As it stands on the list: the year and a running number in it."""
    return f"YJ-{day.year}-{number:03d}"


def require_no_hold(view: View, case_id: str) -> None:
    """Raise Refused(pack.held) where a pack of the case is under a legal hold."""
    for one in packs.packs(view, case_id=case_id):
        if one.held_on is not None:
            raise Refused("pack.held", since=one.held_on)


def customers_held(view: View) -> dict[str, date]:
    """Customers with a pack under a legal hold, and since when."""
    return {
        cases.case(view, one.case_id).customer_id: one.held_on
        for one in packs.packs(view)
        if one.held_on is not None
    }


def _line(view: View, kept: KeptPack, places: tuple[str, ...]) -> TransferLine:
    opened = cases.case(view, kept.case_id).opened_on
    return TransferLine(
        kept.item_no, kept.number, kept.case_no, opened, kept.closed_on, kept.built_on, kept.files,
        kept.retain_until, kept.root_digest, kept.fingerprint, "；".join(places),
    )  # fmt: skip


def _pack(view: View, number: str) -> KeptPack:
    kept = packs.numbered(view, number)
    if kept is None:
        raise Refused("pack.unknown", number=number)
    return kept
