"""The visit record from codes: one visit as it was found, put into words and drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from collectdesk.domain.paper.records import RecordState, VisitOutcome
from collectdesk.domain.rules.packs import Act, Outcome
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.reports.drawing.photos import Photo, PreparedPhoto, prepare_photos
from collectdesk.reports.paper_facts import crew_role, joined
from collectdesk.reports.visits.visit_record import (
    Addendum,
    AgreedPromise,
    Breach,
    EvidenceItem,
    RuleDecision,
    SignOff,
    VisitFindings,
    Visitor,
    VisitRecord,
    draw_visit_record,
)
from collectdesk.terms import code_term, term
from collectdesk.terms_records import answers, column_value, cost_line, field_name, second_line
from collectdesk.terms_rules import ACTS, OUTCOMES, citation_line, fact_name, fact_value
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from collectdesk.domain.money import Money
    from collectdesk.domain.paper.records import Findings
    from collectdesk.domain.paper.seconding import Added, SecondWord
    from collectdesk.domain.rules.facts import FactValue
    from collectdesk.domain.rules.packs import Rule
    from collectdesk.domain.visits.visit_costs import VisitCost
    from collectdesk.reports.drawing.page import Drawn, Printing, Step
    from collectdesk.reports.paper_facts import CrewFacts
    from collectdesk.words import Words

RECORD_VERSION: Final = 1
_VOIDED: Final = mark(
    "{by} voided this record on {at}. It says nothing any more and stays only to be seen. Reason: {reason}"
)


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """What was promised at the door."""

    amount: Money
    due_on: date
    money_from: str


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """A file of the visit; ``content`` only where the photo is to be printed."""

    kind: str
    name: str
    sha256: str
    filed_at: datetime
    content: bytes | None = None
    picture: PreparedPhoto | None = None
    """The photo already made fit for paper, so that several papers needn't decode it again."""
    taken_at: str = ""
    device: str = ""
    label: str = ""
    seconds: int | None = None
    place_removed: bool = False
    """Whether the place it was taken at was blanked out of the kept file."""


@dataclass(frozen=True, slots=True)
class BreachFacts:
    """A breach as it was marked; ``rule`` is None when no loaded pack has it any more."""

    rule_id: str
    rule: Rule | None
    pack: str
    facts: Mapping[str, FactValue]
    happened_at: datetime
    acknowledged_by: str
    measure: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What the gate said of a planned act; an empty ``rule_id`` means no rule spoke."""

    act: str
    rule_id: str
    rule: Rule | None
    pack: str
    outcome: str
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class VoidFacts:
    """Why a record is void, who voided it and when; ``other_no`` is the case it belongs to, if it is another's."""

    reason: str
    by: str
    at: datetime
    other_no: str = ""


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """One visit with its record. ``next_step`` is a step's ``why`` code or empty."""

    visit_no: str
    case_no: str
    customer: str
    customer_no: str
    state: RecordState
    planned_at: datetime
    until: datetime
    address: str
    crew: tuple[CrewFacts, ...]
    findings: Findings
    recorded_by: str
    recorded_at: datetime
    signed_by: str
    signed_at: datetime | None
    code: str
    printing: Printing
    promise: PromiseFacts | None = None
    evidence: tuple[EvidenceFacts, ...] = ()
    breaches: tuple[BreachFacts, ...] = ()
    decisions: tuple[DecisionFacts, ...] = ()
    visitor: str = ""
    """Who was there second."""
    word: SecondWord | None = None
    word_by: str = ""
    added: tuple[Added, ...] = ()
    digest: str = ""
    cost: VisitCost | None = None
    void: VoidFacts | None = None


def print_record(path: Path, facts: RecordFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw one visit record in a language (zh_CN, en)."""
    words = for_language(language)
    return draw_visit_record(path, record_in_words(facts, words), words, step=step)


def with_pictures(records: tuple[RecordFacts, ...]) -> tuple[tuple[RecordFacts, ...], tuple[str, ...]]:
    """The records with every photo decoded once, in one child; and the names of those that can't be decoded."""
    contents = [item.content for record in records for item in record.evidence if item.content is not None]
    pictures = iter(prepare_photos(contents))
    unreadable: list[str] = []

    def fitted(item: EvidenceFacts) -> EvidenceFacts:
        if item.content is None:
            return item
        picture = next(pictures)
        if picture is None:
            unreadable.append(item.name)
            return item
        return replace(item, content=None, picture=picture)

    made = tuple(replace(record, evidence=tuple(map(fitted, record.evidence))) for record in records)
    return made, tuple(unreadable)


def record_in_words(facts: RecordFacts, words: Words) -> VisitRecord:
    """What is printed; inside a case file the file's own printing counts."""
    return VisitRecord(
        record_no=record_no(facts.visit_no),
        visit_no=facts.visit_no,
        case_no=facts.case_no,
        customer=facts.customer,
        customer_no=facts.customer_no,
        state=term(words, facts.state),
        planned_from=facts.planned_at,
        planned_to=facts.until,
        arrived_at=facts.findings.arrived_at,
        left_at=facts.findings.left_at,
        address=facts.address,
        team=tuple(Visitor(member.name, member.staff_no, crew_role(words, member)) for member in facts.crew),
        findings=_findings(facts.findings, words),
        payload=facts.code,
        printing=facts.printing,
        promise=_promise(facts),
        evidence=tuple(_evidence_item(item, words) for item in facts.evidence),
        breaches=tuple(breach_in_words(words, breach) for breach in facts.breaches),
        decisions=tuple(decision_in_words(words, decision) for decision in facts.decisions),
        sign_offs=_sign_offs(facts, words),
        addenda=tuple(Addendum(one.at, one.by, one.note) for one in facts.added),
        second=second_line(words, facts.visitor, facts.word, facts.word_by) if facts.visitor else "",
        differences=_differences(facts, words),
        costs=cost_line(words, facts.cost) if facts.cost else "",
        void=_void(facts.void, words) if facts.void else "",
        digest=facts.digest,
        photos=tuple(
            Photo(item.content or b"", item.name, item.sha256, _taken_at(item), picture=item.picture)
            for item in facts.evidence
            if item.content is not None or item.picture is not None
        ),
    )


def _void(void: VoidFacts, words: Words) -> str:
    """Who voided it, when and why; whose it is where it was found to be another customer's."""
    said = words.say(_VOIDED, by=void.by, at=words.instant(void.at), reason=void.reason)
    if not void.other_no:
        return said
    gap = "" if words.is_chinese else " "
    return f"{said}{gap}{words.say('It belongs to case {case_no}.', case_no=void.other_no)}"


def _evidence_item(item: EvidenceFacts, words: Words) -> EvidenceItem:
    said = [words.say("Filed at {at}", at=words.instant(item.filed_at)), item.device, item.label]
    if item.seconds is not None:
        minutes, seconds = divmod(item.seconds, 60)
        said.append(f"{minutes}:{seconds:02d}")
    if item.place_removed:
        said.append(words.say("its place was blanked out"))
    note = joined(words, tuple(part for part in said if part))
    return EvidenceItem(
        code_term(words, "evidence", item.kind), item.name, item.sha256, _taken_at(item), note=note
    )


def _taken_at(item: EvidenceFacts) -> datetime | None:
    """The camera's own clock; it says no zone, the branch's is presumed."""
    if not item.taken_at:
        return None
    return datetime.fromisoformat(item.taken_at).replace(tzinfo=CHINA_TIME)


def _differences(facts: RecordFacts, words: Words) -> tuple[tuple[str, str, str], ...]:
    if facts.word is None:
        return ()
    return tuple(
        (
            field_name(words, one.field),
            column_value(words, one.field, getattr(facts.findings, one.field)),
            one.told,
        )
        for one in facts.word.differences
    )


def record_no(visit_no: str) -> str:
    """A visit has one record, so its number is the visit's."""
    return f"{visit_no}-R"


def _findings(found: Findings, words: Words) -> VisitFindings:
    say = words.say
    return VisitFindings(
        met=term(words, found.met),
        relation=found.met_name,
        identity=term(words, found.identity),
        staff_cards=say("Shown") if found.identification_shown else say("Not shown"),
        purpose=say("Stated") if found.purpose_stated else say("Not stated"),
        entry=term(words, found.entry),
        recording=term(words, found.recording),
        reasons=tuple(term(words, code) for code in found.overdue_reasons),
        incomes=(*(term(words, code) for code in found.income), *filter(None, (found.income_note,))),
        family=(*(term(words, code) for code in found.family), *filter(None, (found.family_note,))),
        attitude=term(words, found.attitude),
        outcome=term(words, found.outcome),
        narrative=found.narrative,
        feedback=found.feedback,
        further=tuple((field_name(words, name), said) for name, said in answers(words, found.further)),
    )


def _promise(facts: RecordFacts) -> AgreedPromise | None:
    if facts.promise is None or facts.findings.outcome is not VisitOutcome.PROMISED:
        return None
    return AgreedPromise(facts.promise.amount, facts.promise.due_on, facts.promise.money_from)


def _sign_offs(facts: RecordFacts, words: Words) -> tuple[SignOff, ...]:
    """The visitors sign the sheet and the printed record; in the program the typist and the supervisor do."""
    given_at = facts.word.given_at if facts.word else None
    return (
        SignOff(words.say("Typed up by"), facts.recorded_by, facts.recorded_at),
        *((SignOff(words.say("Second visitor"), facts.visitor, given_at),) if facts.visitor else ()),
        SignOff(words.say("Supervisor"), facts.signed_by, facts.signed_at),
    )


def breach_in_words(words: Words, breach: BreachFacts) -> Breach:
    """A breach with its clause, the facts that made it one, and what the supervisor did about it."""
    what = (
        breach.rule.sentence.text(chinese=words.is_chinese)
        if breach.rule
        else joined(
            words, tuple(f"{fact_name(words, k)} {fact_value(words, v)}" for k, v in breach.facts.items())
        )
    )
    done = f"{breach.measure} ({breach.acknowledged_by})" if breach.acknowledged_by else words.say("Awaited")
    return Breach(breach.rule_id, _clause(words, breach.rule, breach.pack), what, breach.happened_at, done)


def decision_in_words(words: Words, decision: DecisionFacts) -> RuleDecision:
    """What the rules said of an act before it was let through."""
    act = words.say(ACTS[Act(decision.act)])
    verdict = words.say(OUTCOMES[Outcome(decision.outcome)])
    return RuleDecision(
        f"{act} {decision.rule_id}".rstrip(),
        _clause(words, decision.rule, decision.pack),
        verdict,
        decision.reason,
        decision.decided_at,
    )


def _clause(words: Words, rule: Rule | None, pack: str) -> str:
    return citation_line(words, rule.citation) if rule else pack
