"""Evidence looked after: whether every file is whole and none lies loose, and what is disposed of for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.seconding import SecondPerson
from collectdesk.domain.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store import cases, disposal, evidence
from collectdesk.store.disposal import Disposal
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class EvidenceVerdict:
    """Green when nothing is missing, altered or loose. Files are told by their ids, as the trail names them."""

    files: int
    disposed: int
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    loose: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.altered or self.loose)


@dataclass(frozen=True, slots=True)
class CheckEvidence(Lookup[EvidenceVerdict]):
    """Read every file of evidence through its seals and its fingerprint, and look for files no record needs."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "evidence.checked"
    audited: ClassVar = True

    def look(self, view: View) -> EvidenceVerdict:
        filed, folder = evidence.everything(view), view.evidence_folder
        gone = {each.case_id for each in disposal.since(view)}
        found: dict[str, list[str]] = {"store.evidence_missing": [], "store.evidence_altered": []}
        for number, kept in enumerate(filed):
            view.step(number, len(filed))
            if kept.case_id not in gone:
                trouble = _trouble(view, kept)
                if trouble:
                    found[trouble].append(kept.id)
        verdict = EvidenceVerdict(
            len(filed),
            sum(kept.case_id in gone for kept in filed),
            tuple(found["store.evidence_missing"]),
            tuple(found["store.evidence_altered"]),
            tuple(evidence.orphans(view, folder)),
        )
        view.note(
            files=verdict.files,
            missing=len(verdict.missing),
            altered=len(verdict.altered),
            loose=len(verdict.loose),
        )
        return verdict


def _trouble(view: View, kept: evidence.Evidence) -> str:
    try:
        with evidence.opener(view, view.evidence_folder, kept)() as original:
            while original.read(evidence.CHUNK):
                pass
    except StoreTrouble as trouble:
        return trouble.code
    return ""


@dataclass(frozen=True, slots=True)
class SweepEvidence(Change[int]):
    """Remove the files that no record needs; gives how many there were."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "evidence.swept"
    touches: ClassVar = frozenset({Subject.ARCHIVE})

    def carry_out(self, work: Work) -> int:
        gone = len(evidence.sweep(work, work.evidence_folder))
        work.note(files=gone)
        return gone


@dataclass(frozen=True, slots=True)
class DisposeEvidence(Change[Disposal]):
    """Delete the key of a closed case: its photos, scans and recordings can't be read any more, by anybody.

    What is in the database (visits, records, the trail) stays. Backups made before still hold the key: the
    certificate names them. ``SweepEvidence`` removes the files.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "evidence.disposed"
    touches: ClassVar = frozenset({Subject.CASES, Subject.ARCHIVE})
    two_persons: ClassVar = True

    case_id: str
    reason: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> Disposal:
        if not self.reason.strip():
            raise Refused("disposal.reason_missing", field="reason")
        kept = cases.case(work, self.case_id)
        if kept.closed_on is None:
            raise Refused("disposal.case_open")
        if any(each.case_id == kept.id for each in disposal.since(work)):
            raise Refused("disposal.done_already")
        second = self.second.id if self.second else ""
        done = disposal.dispose(work, kept.id, self.reason.strip(), second)
        work.note(case=kept.id, files=done.files, backups=len(done.backups))
        return done


@dataclass(frozen=True, slots=True)
class ListDisposals(Lookup[tuple[Disposal, ...]]):
    """The certificates of all disposals, the oldest first."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "evidence.disposals_listed"

    def look(self, view: View) -> tuple[Disposal, ...]:
        return tuple(disposal.since(view))
