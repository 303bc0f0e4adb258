"""Printing: the day kit of a team, visit records, agreements, and the preview of what was printed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.archive.gathering import next_copy, printing_of, record_facts
from collectdesk.desk.customers.masking import FOR_PURPOSE, account, id_no, phone
from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.desk.pipeline import Export, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.visits import kit_gathering
from collectdesk.desk.visits.kit_letters import keep_letters
from collectdesk.desk.visits.rounds import book_kit
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.money import total
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import slots_of
from collectdesk.domain.visits.visits import VisitState
from collectdesk.reports.solutions.agreement_in_words import (
    AGREEMENT_VERSION,
    AgreementFacts,
    print_agreement,
)
from collectdesk.reports.visits.kit_in_words import SHEET_VERSION, print_kit
from collectdesk.reports.visits.record_in_words import RECORD_VERSION, print_record, record_no
from collectdesk.sandbox.looking import draw_page
from collectdesk.store.cases import cases, solutions, waivers
from collectdesk.store.customers import customers
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.reports.visits.record_in_words import RecordFacts
    from collectdesk.store.work import View, Work

WIDEST_PREVIEW: Final = 4000
"""Pixels: a page on a large screen at twice its size."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished paper. ``copy`` 1 is the original; ``missing_glyphs`` are characters no font has."""

    path: Path
    pages: int
    copy: int
    number: str
    sha256: str
    missing_glyphs: tuple[str, ...]


@dataclass(slots=True)
class Sheaf:
    """One paper on its way from the snapshot to the register: its facts, and what the drawing gave."""

    facts: Any
    number: str
    copy: int
    subject_id: str
    drawn: Drawn | None = None

    def printed(self, target: Path, partial: Path) -> Printed:
        assert self.drawn is not None
        digest = _sha256(partial)
        return Printed(target, self.drawn.pages, self.copy, self.number, digest, self.drawn.missing_glyphs)

    def register(self, work: Work, document: str, version: int, printed: Printed) -> None:
        """Keep the print; raises Refused(print.meanwhile) when somebody else printed the same since."""
        _register(work, document, self.subject_id, self.copy, version, printed)

    def settled(self, work: Work, document: str, version: int, target: Path, partial: Path) -> Printed:
        """The finished paper, kept in the register, its number and copy noted in the trail."""
        printed = self.printed(target, partial)
        self.register(work, document, version, printed)
        work.note(number=printed.number, copy=printed.copy)
        return printed


@dataclass(frozen=True, slots=True)
class PrintKit(Export[Printed, kit_gathering.Kit]):
    """Print the kit of one team's day: every stop passes the rules again, at the moment it is handed out.

    ``reason`` answers a rule that lets a visit through only with one and has begun to speak since the plan.
    """

    needs: ClassVar = Permission.PRINT_KIT
    action: ClassVar = "kit.printed"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS, Subject.STEPS, Subject.CASES})

    target: Path
    visit_ids: tuple[str, ...]
    language: str = "zh_CN"
    reason: str = ""

    def gather(self, view: View) -> kit_gathering.Kit:
        return kit_gathering.gather_kit(view, self.visit_ids, self.reason)

    def draw(self, gathered: kit_gathering.Kit, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_kit(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: kit_gathering.Kit, partial: Path) -> Printed:
        drawn = gathered.drawn
        assert drawn is not None
        copy = max(copy for _visit, copy in gathered.visits)
        printed = Printed(
            self.target, drawn.pages, copy, gathered.facts.kit_no, _sha256(partial), drawn.missing_glyphs
        )
        for seen, own_copy in gathered.visits:
            kept = visits.visit(work, seen.id)
            if kept.version != seen.version:
                raise StaleRecord("visit", kept.id)
            _let_through(work, kept, self.reason)
            _register(work, "kit", kept.id, own_copy, SHEET_VERSION, printed)
            if kept.state is VisitState.SCHEDULED:
                visits.set_visit_state(work, kept, VisitState.KIT_PRINTED)
            cases.finish_steps(work, kept.case_id, (StepKind.PRINT_KIT,), "printed", kept.id)
        keep_letters(work, gathered.letters, [n for each in drawn.originals for n in each], printed)
        slots = [
            slots_of(
                [(one.notice_id, pages) for one, pages in zip(stop.letters, originals, strict=True)],
                stop.beside, with_offers=bool(stop.offers),
            )
            for stop, originals in zip(gathered.facts.stops, drawn.originals, strict=True)
        ]  # fmt: skip
        book_kit(work, printed.number, list(gathered.visits), slots, drawn.boxes)
        found = [kept for kept, _copy in gathered.visits]
        work.note(
            cases=[v.case_id for v in found], visits=[v.id for v in found], number=printed.number, copy=copy
        )
        return printed


@dataclass(frozen=True, slots=True)
class PrintRecord(Export[Printed, Sheaf]):
    """Print one visit record for the file; a reprint says which copy it is.

    A void one is printed under its own number and says on every page that it is void: named by ``record_id``, or the
    newest where the visit has no other record.
    """

    needs: ClassVar = Permission.PRINT_RECORD
    action: ClassVar = "record.printed"
    touches: ClassVar = frozenset({Subject.VISITS})

    target: Path
    visit_id: str
    language: str = "zh_CN"
    record_id: str = ""

    def _record(self, view: View, kept: visits.Visit) -> visits.VisitRecord:
        record = visits.record_of(view, kept.id)
        if record is not None and self.record_id in ("", str(record.id)):
            if kept.state in (VisitState.RECORDED, VisitState.SIGNED_OFF):
                return record
            raise Refused("print.no_record", visit=kept.visit_no)
        found = [one for one in visits.voids_of(view, kept.id) if self.record_id in ("", str(one.id))]
        if not found:
            raise Refused("print.no_record", visit=kept.visit_no)
        return found[-1]

    def gather(self, view: View) -> Sheaf:
        kept = visits.visit(view, self.visit_id)
        record = self._record(view, kept)
        copy = next_copy(view, "record", kept.id)
        code = make_code(view, CodeKind.RECORD, kept.id, 1, RECORD_VERSION)
        facts = record_facts(view, kept, record, code, printing_of(view, copy), photos=True)
        return Sheaf((facts, record.id, record.version), record_no(kept.visit_no), copy, kept.id)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        facts: RecordFacts = gathered.facts[0]
        gathered.drawn = print_record(partial, facts, self.language, progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        kept, record = visits.visit(work, self.visit_id), visits.record(work, gathered.facts[1])
        if record.version != gathered.facts[2]:
            raise StaleRecord("visit_record", self.visit_id)
        work.note(case=kept.case_id, visit=kept.id)
        return gathered.settled(work, "record", RECORD_VERSION, self.target, partial)


@dataclass(frozen=True, slots=True)
class PrintAgreement(Export[Printed, Sheaf]):
    """Print an instalment agreement for the signatures of branch and borrower."""

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "agreement.printed"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.SOLUTIONS})

    target: Path
    arrangement_id: str
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        kept = solutions.arrangement(view, self.arrangement_id)
        if not kept.arrangement.is_open:
            raise Refused("print.plan_over", number=kept.number, state=kept.arrangement.state)
        copy = next_copy(view, "agreement", kept.id)
        return Sheaf((_agreement(view, kept, copy), kept.version), kept.number, copy, kept.id)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        facts: AgreementFacts = gathered.facts[0]
        gathered.drawn = print_agreement(partial, facts, self.language, progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        kept = solutions.arrangement(work, self.arrangement_id)
        if kept.version != gathered.facts[1]:
            raise StaleRecord("arrangement", self.arrangement_id)
        work.note(case=kept.case_id, arrangement=kept.id)
        return gathered.settled(work, "agreement", AGREEMENT_VERSION, self.target, partial)


@dataclass(frozen=True, slots=True)
class PreviewPages(Lookup[bytes]):
    """One page of a PDF as a PNG, ``width`` pixels wide; ``page`` counts from 1."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "paper.previewed"

    path: Path
    page: int = 1
    width: int = 1000

    def look(self, view: View) -> bytes:  # noqa: ARG002 - a page of a file needs nothing of the branch
        return picture_of(self.path, self.page, self.width)


def picture_of(paper: Path | bytes, page: int, width: int) -> bytes:
    """A page of a PDF as a PNG, drawn in a child without keys; raises Refused (preview.unreadable, preview.no_page)."""
    return draw_page(paper, page, min(width, WIDEST_PREVIEW))


def _let_through(work: Work, kept: visits.Visit, reason: str) -> None:
    """The rules as they stand at this moment, a hold that came in since included; the decisions are kept."""
    judged = kit_gathering.judged_now(work, kept, reason)
    gate.keep(work, judged.judgement, judged.facts, kept.case_id, kept.id, judged.reason)


def _register(work: Work, document: str, subject_id: str, copy: int, version: int, printed: Printed) -> None:
    made = visits.add_print(
        work,
        document,
        subject_id,
        printed.number,
        pages=printed.pages,
        sha256=printed.sha256,
        template_version=version,
        missing_glyphs=" ".join(f"U+{ord(glyph[0]):04X}" for glyph in printed.missing_glyphs),
    )
    if made != copy:
        raise Refused("print.meanwhile", number=printed.number)


def _agreement(view: View, kept: solutions.KeptArrangement, copy: int) -> AgreementFacts:
    case = cases.case(view, kept.case_id)
    who = customers.customer(view, case.customer_id)
    points = customers.points(view, who.id)
    product = next(p for p in customers.products(view, who.id) if p.id == kept.product_id)
    as_of = product.as_of or view.today
    unpaid = [
        part
        for part in customers.instalments(view, [str(product.id)])
        if part.due_on <= as_of and not part.paid
    ]
    return AgreementFacts(
        number=kept.number,
        case_no=case.case_no,
        borrower=who.name,
        identity=id_no(who.id_no),
        phone=next((phone(FOR_PURPOSE, p.value) for p in points if p.kind == "phone" and not p.party), ""),
        guarantors=tuple(dict.fromkeys(p.party for p in points if p.party_role == "guarantor")),
        product=product.kind,
        contract=product.contract_no,
        account=account(product.account_no),
        balance_on=as_of,
        balance=product.balance,
        interest=total([part.interest for part in unpaid]),
        fees=total([part.fee for part in unpaid]),
        schedule=kept.arrangement.schedule,
        code=make_code(view, CodeKind.AGREEMENT, kept.id, 1, AGREEMENT_VERSION),
        printing=printing_of(view, copy),
        kind=kept.arrangement.kind,
        waived=tuple((w.component, w.amount) for w in waivers.waivers(view, arrangement_id=kept.id)),
        coupon_codes=tuple(
            make_code(view, CodeKind.COUPON, kept.id, line.seq, AGREEMENT_VERSION)
            for line in kept.arrangement.schedule.instalments
        ),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
