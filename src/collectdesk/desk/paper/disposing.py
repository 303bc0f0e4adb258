"""Evidence looked after: whether every file is whole and none lies loose, and what is disposed of for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.archive.pack_register import require_no_hold
from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.solutions.months import whole_months
from collectdesk.domain.zones import local_day
from collectdesk.reports.archive.disposal_certificate import CertificateFacts, draw_certificate
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names
from collectdesk.store.results import packs
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import disposal, evidence
from collectdesk.store.vault.disposal import Disposal, LivingCopy
from collectdesk.store.vault.sealed_files import CHUNK
from collectdesk.store.work import View, Work

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.domain.rules.gate import Decision
    from collectdesk.reports.drawing.page import Drawn, Printing

__all__ = [
    "Certificate",
    "CheckEvidence",
    "Disposal",
    "DisposalDesk",
    "DisposeEvidence",
    "EvidenceVerdict",
    "JudgeDisposal",
    "ListDisposals",
    "PrintDisposal",
    "ShowDisposals",
    "SweepEvidence",
]


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
            while original.read(CHUNK):
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


def _retention_facts(view: View, case_id: str) -> gate.Facts | None:
    """What the rules on keeping ask: the newest recording of the case and the debts it was about; None without one."""
    recorded = [each.recorded_at for each in evidence.of_case(view, case_id) if each.kind == "recording"]
    if not recorded:
        return None
    owner = cases.case(view, case_id).customer_id
    return {
        "record_kind": "collection_recording",
        "kept_months": whole_months(local_day(max(recorded)), view.today),
        "products": frozenset(product.kind.value for product in customers.products(view, owner)),
    }


@dataclass(frozen=True, slots=True)
class JudgeDisposal(Lookup["tuple[Decision, ...]"]):
    """What the rules say of disposing of a case's evidence now: recordings have their term."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "evidence.disposal_judged"

    case_id: str

    def look(self, view: View) -> tuple[Decision, ...]:
        facts = _retention_facts(view, self.case_id)
        return () if facts is None else gate.judge_act(view, Act.RETENTION, facts, view.today).decisions


@dataclass(frozen=True, slots=True)
class DisposeEvidence(Change[Disposal]):
    """Delete the key of a closed case: its photos, scans and recordings can't be read any more, by anybody.

    What is in the database (visits, records, the trail) stays. Backups made before still hold the key: the
    certificate names them. ``SweepEvidence`` removes the files. Recordings whose term hasn't passed are refused by the
    rules, as every planned act is.
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
        require_no_hold(work, kept.id)
        facts = _retention_facts(work, kept.id)
        if facts is not None:
            gate.require_lawful(
                work,
                Act.RETENTION,
                facts,
                work.today,
                case_id=kept.id,
                subject_id=kept.id,
                reason=self.reason,
            )
        second = self.second.id if self.second else ""
        done = disposal.dispose(work, kept.id, self.reason.strip(), second)
        work.note(case=kept.id, files=done.files, backups=len(done.backups))
        return done


@dataclass(frozen=True, slots=True)
class Certificate:
    """One disposal as it stands today: who by name, the copies in which the key still lies, and the case's packs."""

    done: Disposal
    by: str
    second: str
    living: tuple[LivingCopy, ...]
    beside: tuple[str, ...]
    packs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisposalDesk:
    """The register, the newest first, and the closed cases whose evidence could be disposed of, with their files."""

    certificates: tuple[Certificate, ...]
    disposable: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShowDisposals(Lookup[DisposalDesk]):
    """What was disposed of, where the keys still live, and what could be disposed of now."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "evidence.disposals_listed"

    def look(self, view: View) -> DisposalDesk:
        found = tuple(_certificate(view, each) for each in reversed(disposal.since(view)))
        return DisposalDesk(found, {str(case): files for case, files in disposal.disposable(view).items()})


def _certificate(view: View, done: Disposal) -> Certificate:
    names = {str(one): name for one, name in account_names(view).items()}
    return Certificate(
        done,
        names.get(done.disposed_by, ""),
        names.get(done.second_id, ""),
        tuple(disposal.living(view, done)),
        tuple(disposal.beside(view.folder)),
        tuple(pack.number for pack in packs.packs(view, case_id=done.case_id)),
    )


@dataclass(slots=True)
class CertificatePage:
    """A certificate on its way to paper."""

    certificate: Certificate
    printing: Printing
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class PrintDisposal(Export[Printed, CertificatePage]):
    """Print the certificate of one disposal, with the copies in which the key still lies on this day."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "evidence.certificate_printed"

    target: Path
    case_id: str
    language: str = "zh_CN"

    def gather(self, view: View) -> CertificatePage:
        done = next((each for each in disposal.since(view) if each.case_id == self.case_id), None)
        if done is None:
            raise Refused("disposal.none")
        return CertificatePage(_certificate(view, done), printing_of(view))

    def draw(self, gathered: CertificatePage, partial: Path, progress: Progress) -> None:
        shown = gathered.certificate
        facts = CertificateFacts(
            shown.done.case_no, shown.done.reason, shown.done.files, shown.done.size, shown.done.disposed_at,
            shown.by, shown.second, tuple((each.where, each.made_at) for each in shown.living), shown.beside,
            shown.packs, gathered.printing,
        )  # fmt: skip
        gathered.drawn = draw_certificate(partial, facts, self.language, step=progress.step)

    def settle(self, work: Work, gathered: CertificatePage, partial: Path) -> Printed:
        drawn, number = gathered.drawn, gathered.certificate.done.case_no
        assert drawn is not None
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        work.note(case=self.case_id, backups=len(gathered.certificate.living), sha256=digest)
        return Printed(self.target, drawn.pages, 1, number, digest, drawn.missing_glyphs)


@dataclass(frozen=True, slots=True)
class ListDisposals(Lookup[tuple[Disposal, ...]]):
    """The certificates of all disposals, the oldest first."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "evidence.disposals_listed"

    def look(self, view: View) -> tuple[Disposal, ...]:
        return tuple(disposal.since(view))
