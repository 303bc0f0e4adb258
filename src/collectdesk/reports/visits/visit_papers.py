"""The custody slip of a visit's evidence, and the registers of visits: of one visit, a day, a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import code_term, term
from collectdesk.terms_records import cost_line
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.paper.records import Findings, RecordState
    from collectdesk.domain.visits.sheets import Fate
    from collectdesk.domain.visits.visit_costs import CostSum, VisitCost
    from collectdesk.domain.visits.visits import VisitState

CUSTODY_VERSION: Final = 1
REGISTER_VERSION: Final = 1
_SMALL: Final = 7.6


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One file in custody."""

    kind: str
    name: str
    label: str
    seconds: int | None
    size: int
    sha256: str
    filed_at: datetime
    filed_by: str


@dataclass(frozen=True, slots=True)
class CustodyFacts:
    """A visit's evidence as it is handed over. ``code`` leads back to the visit."""

    number: str
    visit_no: str
    case_no: str
    crew: tuple[str, ...]
    items: tuple[HeldItem, ...]
    code: str
    printing: Printing


def draw_custody_slip(path: Path, facts: CustodyFacts, language: str, *, step: Step | None = None) -> Drawn:
    """Each file with its digest, and who hands over to whom."""
    words = for_language(language)
    say = words.say
    title = say(mark("Custody slip"))
    flow = _begun(facts, title, words, 8.5)
    _lay_custody_head(flow, facts, title, words)
    _lay_held(flow, facts, words)
    flow.space(6)
    flow.paragraph(
        say(
            mark(
                "Received complete and unaltered as listed; the digests can be checked against the files at any time."
            )
        )
    )
    signature_row(
        flow,
        [Signer(say(mark("Handed over"))), Signer(say(mark("Taken over")))],
        height=22 * MM,
    )
    return flow.paper.finish(path, step=step)


def _lay_custody_head(flow: Flow, facts: CustodyFacts, title: str, words: Words) -> None:
    say, paper = words.say, flow.paper
    lowest = draw_code(paper, facts.code, RIGHT, TOP)
    flow.title(title, facts.number, room=block_side() + 10)
    flow.right = RIGHT - block_side() - 4
    flow.facts(
        (
            Fact(say("Visit no."), facts.visit_no, strong=True),
            Fact(say("Case no."), facts.case_no),
            Fact(say("Team"), _listed(words, facts.crew), wide=True),
        ),
        key_width=22 * MM,
    )
    flow.right = RIGHT
    flow.y = min(flow.y, lowest) - 4


def _lay_held(flow: Flow, facts: CustodyFacts, words: Words) -> None:
    say = words.say
    flow.table(
        (
            Column(say("No."), 1, "centre"),
            Column(say("Kind"), 1.9),
            Column(say("File name"), 2.4),
            Column(say(mark("Number, length")), 1.9),
            Column(say(mark("Bytes")), 1.5, "right"),
            Column("SHA-256", 6.3),
            Column(say(mark("Filed at, by")), 3),
        ),
        [_held(number, item, words) for number, item in enumerate(facts.items, 1)],
        empty=say("No evidence is filed with this visit."),
    )


def _held(number: int, item: HeldItem, words: Words) -> list[str]:
    length = "" if item.seconds is None else f"{item.seconds // 60}:{item.seconds % 60:02d}"
    told = " · ".join(part for part in (item.label, length) if part)
    return [
        str(number), code_term(words, "evidence", item.kind), item.name, told or "—", words.number(item.size),
        f"{item.sha256[:32]}\n{item.sha256[32:]}", f"{words.instant(item.filed_at)}\n{item.filed_by}",
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisteredVisit:
    """One line of a register; ``findings`` None where nothing was typed yet."""

    visit_no: str
    customer: str
    planned_at: datetime
    crew: tuple[str, ...]
    state: VisitState
    findings: Findings | None
    record: RecordState | None
    signed_at: datetime | None
    evidence: int
    cost: VisitCost | None


@dataclass(frozen=True, slots=True)
class VisitPaper:
    """One paper or file of a visit: when, what it is, its number, which copy or how many pages, and how it stands."""

    at: datetime
    group: str
    kind: str
    number: str
    copy: str
    stands: Fate | str


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """Visits of a span of days; of a single visit its papers beside."""

    number: str
    first: date
    last: date
    visits: tuple[RegisteredVisit, ...]
    papers: tuple[VisitPaper, ...]
    costs: CostSum
    printing: Printing


def draw_register(path: Path, facts: RegisterFacts, language: str, *, step: Step | None = None) -> Drawn:
    """Every visit a line, with sums; the papers of a single visit below."""
    words = for_language(language)
    say = words.say
    title = say(mark("Register of visits"))
    flow = _begun(facts, title, words, _SMALL)
    flow.title(title, facts.number)
    _lay_sums(flow, facts, words)
    flow.table(
        (
            Column(say("Visit no."), 2.5),
            Column(say("Customer"), 1.8),
            Column(say("Planned time"), 2.2),
            Column(say("Team"), 2),
            Column(say("Who was met"), 1.7),
            Column(say("Outcome"), 1.9),
            Column(say(mark("Record stands")), 2.7),
            Column(say(mark("Files")), 1.2, "right"),
            Column(say("Costs"), 2.7),
        ),
        [_line(line, words) for line in facts.visits],
        empty=say(mark("No visit in these days.")),
    )
    if facts.papers:
        _lay_papers(flow, facts.papers, words)
    flow.space(4)
    signature_row(flow, [Signer(say(mark("Kept by"))), Signer(say("Supervisor"))], height=20 * MM)
    return flow.paper.finish(path, step=step)


def _lay_sums(flow: Flow, facts: RegisterFacts, words: Words) -> None:
    say, sums = words.say, facts.costs
    span = words.date(facts.first)
    if facts.last != facts.first:
        span = f"{span} – {words.date(facts.last)}"
    signed = sum(line.signed_at is not None for line in facts.visits)
    flow.facts(
        (
            Fact(say(mark("Days of the register")), span, strong=True),
            Fact(
                say(mark("Visits and signed records")),
                f"{words.number(len(facts.visits))} / {words.number(signed)}",
            ),
            Fact(say(mark("Hours and kilometres")), f"{sums.minutes / 60:.1f} / {sums.metres / 1000:.1f}"),
            Fact(
                say(mark("Fares, of them recoverable")),
                f"{words.money(sums.fares)} / {words.money(sums.recoverable)}",
            ),
        )
    )  # fmt: skip
    flow.space(4)


def _line(line: RegisteredVisit, words: Words) -> list[str]:
    found = line.findings
    state = term(words, line.record) if line.record else term(words, line.state)
    record = f"{state} {words.instant(line.signed_at)}" if line.signed_at else state
    return [
        line.visit_no, line.customer, words.instant(line.planned_at), _listed(words, line.crew),
        term(words, found.met) if found else "—", term(words, found.outcome) if found else "—", record,
        words.number(line.evidence), cost_line(words, line.cost) if line.cost else "—",
    ]  # fmt: skip


def _lay_papers(flow: Flow, papers: Sequence[VisitPaper], words: Words) -> None:
    say = words.say
    flow.heading(say(mark("Papers and files of this visit")))
    flow.table(
        (
            Column(say("When"), 2.6),
            Column(say("Kind"), 2.6),
            Column(say(mark("Number or name")), 5),
            Column(say(mark("Copy, pages")), 2),
            Column(say(mark("Stands")), 4),
        ),
        [
            [
                words.instant(one.at),
                code_term(words, one.group, one.kind),
                one.number,
                one.copy,
                _stands(words, one),
            ]
            for one in papers
        ],
    )


def _stands(words: Words, paper: VisitPaper) -> str:
    return paper.stands if isinstance(paper.stands, str) else term(words, paper.stands)


def _begun(facts: CustodyFacts | RegisterFacts, title: str, words: Words, size: float) -> Flow:
    """A confidential paper of the branch, on its first page."""
    marks = Marks(facts.printing.branch, title, facts.number, words.say("Confidential"))
    flow = Flow(Paper(words, facts.printing, marks), size=size)
    flow.turn_page()
    return flow


def _listed(words: Words, parts: Sequence[str]) -> str:
    return ("、" if words.is_chinese else ", ").join(parts)
