"""Filing: what is ready for the archive and what is missing, closing a case, building and verifying packs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from collectdesk.archive.seal import SealKey
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.archive.verdict import Finding, Outcome, Verdict
from collectdesk.archive.verify import verify_pack
from collectdesk.desk.archive import packing
from collectdesk.desk.archive.resting import in_clear
from collectdesk.desk.customers import masking
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.vault.archive_keys import KeyLine, key_lines, own_fingerprints, require_key
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import STOPS_CLOSING, STOPS_PACKING, Missing, retained_until
from collectdesk.store.cases import cases
from collectdesk.store.people.assignments import open_assignments
from collectdesk.store.people.people import account_names
from collectdesk.store.results import packs
from collectdesk.store.results.archiving import ArchiveStanding, standings
from collectdesk.store.results.packs import KeptPack
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.visits import originals

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collectdesk.desk.progress import Progress
    from collectdesk.domain.ids import CaseId, CustomerId, PackId
    from collectdesk.store.work import View, Work

__all__ = [
    "Archive",
    "ArchiveLine",
    "BuildPack",
    "BuiltPack",
    "CloseCase",
    "KeptPack",
    "ListArchive",
    "NoteVerdict",
    "Outcome",
    "Verdict",
    "VerifyPack",
]


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """A case that comes into question for the archive; nothing ``missing`` means ready."""

    case_id: CaseId
    case_no: str
    customer_id: CustomerId
    name: str
    opened_on: date
    closed_on: date | None
    missing: tuple[Missing, ...]
    packs: int
    owner: str = ""
    """The name of whoever the case is given to; empty where it is nobody's."""

    @property
    def may_close(self) -> bool:
        return self.closed_on is None and not STOPS_CLOSING & set(self.missing)

    @property
    def may_pack(self) -> bool:
        return not STOPS_PACKING & set(self.missing)


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive's desk: the cases in question, the ready ones first, the register, and the branch's seal."""

    cases: tuple[ArchiveLine, ...]
    packs: tuple[KeptPack, ...]
    fingerprint: str
    keys: tuple[KeyLine, ...] = ()
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By case: where its originals on paper lie."""

    @property
    def is_sealed_by_officers(self) -> bool:
        return any(one.key.retired_at is None for one in self.keys)


@dataclass(frozen=True, slots=True)
class BuiltPack:
    """A sealed pack in its place. ``fingerprint`` and ``root_digest`` go on the paper slip."""

    path: Path
    number: str
    root_digest: str
    seal_digest: str
    fingerprint: str
    files: int
    size: int
    pack_id: PackId
    missing_glyphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListArchive(Lookup[Archive]):
    """What is ready for the archive, what is missing case by case, and the register of packs."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "archive.listed"

    def look(self, view: View) -> Archive:
        own, assigned = own_fingerprints(view), open_assignments(view)
        names = {str(one): name for one, name in account_names(view).items()}
        return Archive(
            tuple(_line(view, one, assigned.get(one.customer_id), names) for one in standings(view)),
            tuple(packs.packs(view)),
            own[0] if own else "",
            key_lines(view),
            originals.places(view),
        )


@dataclass(frozen=True, slots=True)
class CloseCase(Change[None]):
    """Close a case in which nothing is left to do; a customer who falls overdue again gets a new one."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "case.closed"
    timed: ClassVar = True
    four_eyes: ClassVar = "four_eyes.own_case"
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS, Subject.ARCHIVE})

    case_id: str

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_case(view, self.case_id)

    def carry_out(self, work: Work) -> None:
        kept = cases.case(work, self.case_id)
        if kept.closed_on is not None:
            raise Refused("case.closed", closed_on=kept.closed_on)
        (standing,) = standings(work, kept.id)
        stops = tuple(one for one in standing.missing if one in STOPS_CLOSING)
        if stops:
            raise Refused("case.not_closable", missing=stops)
        cases.close_case(work, kept)
        cases.finish_steps(work, kept.id, frozenset(StepKind) - {StepKind.ARCHIVE}, "closed")
        cases.add_step(work, kept.id, StepKind.ARCHIVE, work.today, "case.closed")
        work.note(case=kept.id)


@dataclass(frozen=True, slots=True)
class BuildPack(Export[BuiltPack, packing.PackContent]):
    """Build the sealed archive pack of one case; whole, read back and registered, or not at all.

    ``target`` is where it rests, encrypted; ``taking_out.TakeOutPack`` makes a clear zip of it. ``seal`` is the archive
    officer's key, opened for the batch; a branch without one seals by its own key and a personal signature.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.built"
    timed: ClassVar = True
    anchors: ClassVar = True
    four_eyes: ClassVar = "four_eyes.own_pack"
    touches: ClassVar = frozenset({Subject.ARCHIVE, Subject.CASES, Subject.STEPS})

    case_id: str
    target: Path
    language: str = "zh_CN"
    as_it_is: bool = False
    """Go on where a photo can't be decoded; its original is packed as it is."""
    seal: SealKey | None = field(default=None, repr=False)

    def signed_subject(self) -> str:
        return self.case_id if self.seal is None else ""  # the seal itself is the officer's signature

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_case(view, self.case_id)

    def gather(self, view: View) -> packing.PackContent:
        if self.target.exists():
            raise ArchiveTrouble("pack.exists", target=self.target.name)
        (standing,) = standings(view, cases.case(view, self.case_id).id)
        stops = tuple(one for one in standing.missing if one in STOPS_PACKING)
        if stops:
            raise Refused("pack.not_ready", missing=stops)
        key_id = require_key(view, self.seal)
        gathered = packing.gather_pack(view, self.case_id, self.seal)
        gathered.key_id = key_id
        gathered.as_it_is = self.as_it_is
        return gathered

    def draw(self, gathered: packing.PackContent, partial: Path, progress: Progress) -> None:
        partial.unlink(missing_ok=True)  # left by a crash: never a finished pack
        packing.write_resting(gathered, partial, self.language, progress)

    def settle(self, work: Work, gathered: packing.PackContent, partial: Path) -> BuiltPack:  # noqa: ARG002 - encrypted
        made = gathered.made
        assert made is not None
        _require_unchanged(work, gathered, self.case_id)
        if require_key(work, self.seal) != gathered.key_id:
            raise Refused("pack.meanwhile")
        if self.target.exists():
            raise ArchiveTrouble("pack.exists", target=self.target.name)
        if gathered.key_is_new:
            packs.keep_archive_key(work, gathered.key.to_bytes())
        if packing.pack_number(work.today, work.next_number(packing.COUNTER)) != gathered.number:
            raise Refused("pack.meanwhile")
        closed_on = cases.case(work, self.case_id).closed_on
        pack_id = packs.add_pack(
            work,
            self.case_id,
            gathered.resting_key,
            id=gathered.pack_id,
            key_id=gathered.key_id or None,
            retain_until=retained_until(closed_on, work.today),
            number=gathered.number,
            file_name=self.target.name,
            root_digest=made.root_digest,
            seal_digest=made.seal_digest,
            fingerprint=gathered.key.fingerprint,
            audit_head=f"{gathered.head[0]}:{gathered.head[1]}",
            size=gathered.size,
            files=made.files,
            verdict=Outcome.GREEN.value,  # the builder has read every byte back and found it so
            verified_at=work.now,
        )
        cases.finish_steps(work, self.case_id, (StepKind.ARCHIVE,), "packed")
        work.note(case=self.case_id, pack=pack_id, number=gathered.number, root=made.root_digest)
        return BuiltPack(
            self.target,
            gathered.number,
            made.root_digest,
            made.seal_digest,
            gathered.key.fingerprint,
            made.files,
            gathered.size,
            pack_id,
            gathered.missing_glyphs,
        )


@dataclass(frozen=True, slots=True)
class VerifyPack(Lookup[Verdict]):
    """Judge a pack, own or foreign, reading every byte.

    ``fingerprint`` is the one on paper, as typed; without it one of the branch's own keys has to have sealed it, and
    a branch that never built a pack can't tell who did. ``number`` is that of the register's pack which ``path``
    holds: one that rests encrypted is opened with its key.
    """

    needs: ClassVar = Permission.VERIFY_PACK
    action: ClassVar = "pack.verified"
    audited: ClassVar = True

    path: Path
    fingerprint: str | None = None
    number: str = ""

    def look(self, view: View) -> Verdict:
        asked = self.fingerprint or own_fingerprints(view) or None
        kept = packs.numbered(view, self.number) if self.number else None
        if kept is not None and kept.disposed_at is not None:
            raise Refused("pack.disposed")
        if kept is not None and kept.rests_sealed and self.path.suffix == packs.RESTING:
            verdict = _resting_verdict(view, kept, self.path, asked)
        else:
            verdict = verify_pack(self.path, fingerprint=asked, step=view.step)
        view.note(outcome=verdict.outcome.value, findings=len(verdict.findings), root=verdict.root_digest)
        return verdict


def _resting_verdict(view: View, kept: KeptPack, path: Path, asked: str | tuple[str, ...] | None) -> Verdict:
    try:
        with in_clear(view, kept, path) as clear:
            return verify_pack(clear, fingerprint=asked, step=view.step)
    except StoreTrouble as trouble:
        if trouble.code != "store.pack_altered":
            raise
        return Verdict(Outcome.RED, (Finding("container.altered", path.name, {}),))


@dataclass(frozen=True, slots=True)
class NoteVerdict(Change[None]):
    """Keep in the register what a verification of one of the branch's packs said."""

    needs: ClassVar = Permission.NOTE_VERDICT
    action: ClassVar = "pack.verdict_noted"
    touches: ClassVar = frozenset({Subject.ARCHIVE})

    pack_id: str
    outcome: Outcome

    def carry_out(self, work: Work) -> None:
        packs.note_verdict(work, self.pack_id, self.outcome.value)
        work.note(pack=self.pack_id, outcome=self.outcome.value)


def _line(
    view: View, standing: ArchiveStanding, assigned: str | None, names: Mapping[str, str]
) -> ArchiveLine:
    return ArchiveLine(
        standing.case_id,
        standing.case_no,
        standing.customer_id,
        masking.name(masking.sight(view.actor, assigned, is_open=standing.closed_on is None), standing.name),
        standing.opened_on,
        standing.closed_on,
        standing.missing,
        standing.packs,
        names.get(assigned or "", ""),
    )


def _require_unchanged(work: Work, gathered: packing.PackContent, case_id: str) -> None:
    """What was gathered still holds: nothing happened in the case, and no other pack took the place in the chain."""
    newest = audit.lines(work, limit=1, about=case_id)
    if newest and newest[0].seq > gathered.head[0]:
        raise Refused("pack.meanwhile")
    if packs.last_seal(work) != gathered.previous_seal:
        raise Refused("pack.meanwhile")
    if gathered.key_is_new and packs.sealed_archive_key(work) is not None:
        raise Refused("pack.meanwhile")
