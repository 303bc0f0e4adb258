"""The visit record (上门核实记录) for the file: one look tells the story, the rest proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import SIGNATURES, Signer, signature_row
from collectdesk.reports.drawing.page import MM, RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.reports.drawing.photos import Photo, lay_photos

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.money import Money
    from collectdesk.words import Words


_SHORT = 18
"""Letters of an answer that fit into half a row."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One of the team; the role in words."""

    name: str
    staff_no: str
    role: str


@dataclass(frozen=True, slots=True)
class AgreedPromise:
    """What the person undertook on the visit."""

    amount: Money
    due_on: date
    channel: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A file that belongs to the visit; the digest is printed short."""

    kind: str
    name: str
    sha256: str
    taken_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RuleDecision:
    """What a rule said of an act: verdict and reason in words, with its clause."""

    rule: str
    clause: str
    verdict: str
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """An act that happened although a rule forbids it."""

    rule: str
    clause: str
    what: str
    at: datetime | None = None
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A signature given in the program; one without an instant is still awaited."""

    capacity: str
    name: str
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Addendum:
    """Words added after the record was locked."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class VisitFindings:
    """What was found on site, all of it already in words."""

    met: str
    relation: str = ""
    address_finding: str = ""
    identity: str = ""
    staff_cards: str = ""
    purpose: str = ""
    entry: str = ""
    recording: str = ""
    reasons: tuple[str, ...] = ()
    incomes: tuple[str, ...] = ()
    income_a_month: Money | None = None
    outgoings_a_month: Money | None = None
    family: tuple[str, ...] = ()
    attitude: str = ""
    willingness: str = ""
    ability: str = ""
    outcome: str = ""
    narrative: str = ""
    feedback: str = ""
    next_step: str = ""
    further: tuple[tuple[str, str], ...] = ()
    """The newer questions that were answered: what was asked, what was answered."""


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """One visit as it happened. ``customer`` is printed as given: masked or not is the caller's
    decision. Inside a case file ``printing`` is not used, the file's own stands on every page.
    """

    record_no: str
    visit_no: str
    case_no: str
    customer: str
    customer_no: str
    state: str
    planned_from: datetime
    planned_to: datetime
    arrived_at: datetime | None
    left_at: datetime | None
    address: str
    team: tuple[Visitor, ...]
    findings: VisitFindings
    payload: str
    printing: Printing
    promise: AgreedPromise | None = None
    arrangement: str = ""
    evidence: tuple[EvidenceItem, ...] = ()
    breaches: tuple[Breach, ...] = ()
    decisions: tuple[RuleDecision, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    second: str = ""
    """What the second visitor says, in a sentence."""
    differences: tuple[tuple[str, str, str], ...] = ()
    """Field, what the record says, what the second visitor says."""
    costs: str = ""
    digest: str = ""
    """Of what the record says, in hex: the program shows the same."""
    photos: tuple[Photo, ...] = ()
    void: str = ""
    """Of a void record: who voided it, when and why."""


def draw_visit_record(path: Path, content: VisitRecord, words: Words, *, step: Step | None = None) -> Drawn:
    """Write one record. ``step`` is called when the record is laid out and when it is written."""
    printing = content.printing
    marks = Marks(printing.branch, words.say("Visit record"), content.visit_no, words.say("Confidential"))
    paper = Paper(words, printing, marks)
    flow = Flow(paper)
    flow.turn_page()
    lay_visit_record(flow, content)
    if step is not None:
        step(1, 2)
    return paper.finish(path, step=step, done=1, total=2)


def lay_visit_record(flow: Flow, content: VisitRecord, *, bookmark: int = 0) -> None:
    """Lay the record out from the top of the current page; the case file uses the same layout."""
    words = flow.paper.words
    flow.paper.bookmark(f"{words.say('Visit record')} {content.visit_no}", bookmark, TOP)
    _lay_head(flow, content)
    if content.void:
        flow.callout(content.void, heading=words.say("Void"), warn=True)
    _lay_glance(flow, content)
    _lay_circumstances(flow, content)
    _lay_findings(flow, content)
    _lay_agreed(flow, content)
    lay_breaches(flow, content.breaches)
    lay_decisions(flow, content.decisions)
    _lay_evidence(flow, content)
    _lay_second(flow, content)
    _lay_addenda(flow, content)
    _lay_sign_offs(flow, content)
    if content.photos:
        flow.turn_page()
        flow.heading(words.say("Appendix: photos"))
        lay_photos(flow, content.photos)


def _lay_head(flow: Flow, content: VisitRecord) -> None:
    words = flow.paper.words
    lowest = draw_code(flow.paper, content.payload, RIGHT, TOP)
    flow.title(words.say("Visit record"), content.state, room=block_side() + 10)
    flow.right = RIGHT - block_side() - 4
    flow.facts(
        (
            Fact(words.say("Visit no."), content.visit_no, strong=True),
            Fact(words.say("Record no."), content.record_no),
            Fact(words.say("Case no."), content.case_no),
            Fact(words.say("Customer no."), content.customer_no),
        ),
        key_width=22 * MM,
    )
    flow.right = RIGHT
    flow.y = min(flow.y, lowest) - 3


def _lay_glance(flow: Flow, content: VisitRecord) -> None:
    words, findings = flow.paper.words, content.findings
    promise = content.promise
    agreed = (
        f"{words.money(promise.amount)}  {words.date(promise.due_on)}" if promise else content.arrangement
    )
    breaches = words.number(len(content.breaches)) if content.breaches else words.say("No breach")
    flow.glance(
        (
            Fact(words.say("Who was met"), findings.met),
            Fact(words.say("Outcome"), findings.outcome),
            Fact(words.say("Agreed"), agreed),
            Fact(words.say("Breaches recorded"), breaches, warn=bool(content.breaches)),
        )
    )


def _lay_circumstances(flow: Flow, content: VisitRecord) -> None:
    words, findings = flow.paper.words, content.findings
    say, comma = words.say, _comma(words)
    planned = f"{words.instant(content.planned_from)} – {words.clock(content.planned_to)}"
    arrived, left = words.instant(content.arrived_at), words.instant(content.left_at)
    team = comma.join(f"{visitor.role} {visitor.name} ({visitor.staff_no})" for visitor in content.team)
    met = f"{findings.met}{f' ({findings.relation})' if findings.relation else ''}"
    flow.facts(
        (
            Fact(say("Customer"), content.customer, strong=True),
            Fact(say("Planned time"), planned),
            Fact(say("Arrived at"), arrived),
            Fact(say("Left at"), left),
            Fact(say("Team"), team, wide=True),
            Fact(say("Address"), content.address, wide=True),
            *_given(Fact(say("Address found"), findings.address_finding)),
            Fact(say("Who was met"), met),
            Fact(say("Identity confirmed"), findings.identity),
            Fact(say("Staff cards"), findings.staff_cards),
            Fact(say("Purpose stated"), findings.purpose),
            Fact(say("Entry to the home"), findings.entry),
            Fact(say("Recording on site"), findings.recording, wide=True),
        )
    )
    flow.space(5)


def _lay_findings(flow: Flow, content: VisitRecord) -> None:
    words, findings = flow.paper.words, content.findings
    say, comma = words.say, _comma(words)
    flow.heading(say("Findings"))
    flow.facts(
        (
            Fact(say("Overdue reasons"), comma.join(findings.reasons), wide=True, strong=True),
            Fact(say("Income"), comma.join(findings.incomes), wide=True),
            *_given(
                Fact(say("Income a month"), words.money(findings.income_a_month)),
                Fact(say("Outgoings a month"), words.money(findings.outgoings_a_month)),
            ),
            Fact(say("Family"), comma.join(findings.family), wide=True),
            Fact(say("Attitude"), findings.attitude),
            Fact(say("Outcome"), findings.outcome),
            *_given(Fact(say("Willingness"), findings.willingness), Fact(say("Ability"), findings.ability)),
            Fact(say("Narrative"), findings.narrative, wide=True),
            *_given(
                Fact(say("Customer's feedback"), findings.feedback, wide=True),
                Fact(say("Next step"), findings.next_step, wide=True),
                *(Fact(asked, answered, wide=len(answered) > _SHORT) for asked, answered in findings.further),
                Fact(say("Costs"), content.costs, wide=True),
            ),
        )
    )
    flow.space(5)


def _lay_agreed(flow: Flow, content: VisitRecord) -> None:
    words, promise = flow.paper.words, content.promise
    if promise is None and not content.arrangement:
        return
    flow.heading(words.say("Promise and arrangement"))
    facts = []
    if promise is not None:
        facts += [
            Fact(words.say("Promised amount"), words.money(promise.amount), strong=True),
            Fact(words.say("Promised day"), words.date(promise.due_on), strong=True),
            Fact(words.say("Way of payment"), promise.channel, wide=True),
        ]
    if content.arrangement:
        facts.append(Fact(words.say("Arrangement"), content.arrangement, wide=True))
    flow.facts(facts)
    flow.space(5)


def lay_breaches(flow: Flow, breaches: tuple[Breach, ...]) -> None:
    """A table in the warning ink; nothing where there was no breach."""
    words = flow.paper.words
    if not breaches:
        return
    flow.heading(words.say("Breaches recorded"))
    columns = (
        Column(words.say("When"), 3.1),
        Column(words.say("Rule"), 2.4),
        Column(words.say("Clause"), 4),
        Column(words.say("What happened"), 5),
        Column(words.say("Remedy"), 3),
    )
    rows = [
        (words.instant(breach.at), breach.rule, breach.clause, breach.what, breach.remedy or "—")
        for breach in breaches
    ]
    flow.table(columns, rows, warn=lambda _row: True)


def lay_decisions(flow: Flow, decisions: tuple[RuleDecision, ...]) -> None:
    """What the rules said beforehand; nothing where none was asked."""
    words = flow.paper.words
    if not decisions:
        return
    flow.heading(words.say("Rule decisions"))
    columns = (
        Column(words.say("When"), 3.1),
        Column(words.say("Rule"), 2.4),
        Column(words.say("Clause"), 4.6),
        Column(words.say("Verdict"), 1.8),
        Column(words.say("Grounds"), 5),
    )
    rows = [
        (words.instant(item.at), item.rule, item.clause, item.verdict, item.reason or "—")
        for item in decisions
    ]
    flow.table(columns, rows)


def _lay_evidence(flow: Flow, content: VisitRecord) -> None:
    words = flow.paper.words
    flow.heading(words.say("Evidence"))
    columns = (
        Column(words.say("No."), 0.9, "centre"),
        Column(words.say("Kind"), 1.8),
        Column(words.say("File name"), 4.2),
        Column(words.say("Taken at"), 2.9),
        Column("SHA-256", 3.3),
        Column(words.say("Remark"), 3.4),
    )
    rows = [
        (str(number), item.kind, item.name, words.instant(item.taken_at), item.sha256[:16], item.note or "—")
        for number, item in enumerate(content.evidence, 1)
    ]
    flow.table(columns, rows, empty=words.say("No evidence is filed with this visit."))


def _lay_second(flow: Flow, content: VisitRecord) -> None:
    """The second visitor's word; where it differs, the two side by side."""
    words = flow.paper.words
    if not content.second:
        return
    columns = (
        Column(words.say("Field"), 3),
        Column(words.say("The record says"), 6),
        Column(words.say("The second visitor says"), 6),
    )
    keep = flow.paragraph_height(content.second)
    if content.differences:  # the heading and its sentence go with the table, wherever that begins
        keep += flow.table_height(columns, content.differences[:1], whole=False)
    flow.heading(words.say("Second visitor"), keep=keep)
    flow.paragraph(content.second)
    if content.differences:
        flow.table(columns, list(content.differences), warn=lambda _row: True)
    flow.space(4)


def _lay_addenda(flow: Flow, content: VisitRecord) -> None:
    words = flow.paper.words
    if not content.addenda:
        return
    flow.heading(words.say("Addenda after locking"))
    for addendum in content.addenda:
        flow.callout(addendum.text, heading=f"{words.instant(addendum.at)}   {addendum.by}")


def _lay_sign_offs(flow: Flow, content: VisitRecord) -> None:
    """Who signed, the digest and the boxes stay together: boxes alone on a page could belong to anything."""
    words = flow.paper.words
    columns = (
        Column(words.say("Acting as"), 3),
        Column(words.say("Name"), 3),
        Column(words.say("Signed in the program at"), 3.4),
        Column(words.say("Remark"), 6),
    )
    rows = [
        (
            item.capacity,
            item.name,
            words.instant(item.at) if item.at else words.say("Awaited"),
            item.note or "—",
        )
        for item in content.sign_offs
    ]
    digest = (
        f"{words.say('Digest of what the record says')}   SHA-256 {content.digest}" if content.digest else ""
    )
    keep = flow.table_height(columns, rows) + (flow.paragraph_height(digest) + 4 if digest else 0)
    flow.heading(words.say("Sign-off"), keep=keep + SIGNATURES)
    flow.table(columns, rows, empty=words.say("Nobody has signed yet."))
    if digest:
        flow.paragraph(digest)
        flow.space(4)
    signers = {member.name: Signer(member.role, member.name) for member in content.team}
    for item in content.sign_offs:
        signers.setdefault(item.name, Signer(item.capacity, item.name))
    blank = [Signer(words.say("Visitor")), Signer(words.say("Supervisor"))]
    signature_row(flow, list(signers.values())[:4] or blank)


def _given(*facts: Fact) -> tuple[Fact, ...]:
    """Those of the facts that are known: a sheet that didn't ask leaves no empty line."""
    return tuple(fact for fact in facts if fact.value not in ("", "—"))


def _comma(words: Words) -> str:
    return "、" if words.is_chinese else ", "
