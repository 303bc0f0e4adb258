"""The case file from codes: everything of one case, put into words and drawn for the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collectdesk.reports.archive.case_closing import ClosingNote, lacking_in_words, original_in_words
from collectdesk.reports.archive.case_complaints import complaint_in_words
from collectdesk.reports.archive.case_file import draw_case_file
from collectdesk.reports.archive.case_notices import notice_in_words
from collectdesk.reports.archive.case_parts import (
    AuditLine,
    CaseArrangement,
    CaseAssessment,
    CaseContact,
    CaseContactPoint,
    CaseCover,
    CaseFile,
    CasePayment,
    CaseProduct,
    CasePromise,
    RiskReason,
)
from collectdesk.reports.paper_facts import joined
from collectdesk.reports.solutions.agreement_in_words import scheduled
from collectdesk.reports.visits.record_in_words import breach_in_words, decision_in_words, record_in_words
from collectdesk.terms import code_term, term
from collectdesk.terms_risk import LEVELS, QUADRANTS, STRATEGIES, reason_sentence
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.customers.cases import CaseState
    from collectdesk.domain.money import Money
    from collectdesk.domain.results.archiving import Missing
    from collectdesk.domain.solutions.arrangements import Arrangement
    from collectdesk.domain.solutions.promises import PromiseState
    from collectdesk.reports.archive.case_closing import OriginalFacts
    from collectdesk.reports.archive.case_complaints import ComplaintFacts
    from collectdesk.reports.archive.case_notices import NoticeFacts
    from collectdesk.reports.drawing.page import Drawn, Printing, Step
    from collectdesk.reports.paper_facts import ContactFacts, ProductFacts, RiskFacts
    from collectdesk.reports.visits.record_in_words import BreachFacts, DecisionFacts, RecordFacts
    from collectdesk.words import Words


@dataclass(frozen=True, slots=True)
class PointFacts:
    """A way to reach the customer or a related party; ``party`` empty means the customer."""

    kind: str
    label: str
    value: str
    source: str
    standing: str
    party: str
    party_role: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """An arrangement with the name of who approved it."""

    number: str
    made_on: date
    reason: str
    arrangement: Arrangement
    approved_by: str


@dataclass(frozen=True, slots=True)
class GivenPromise:
    """A promise and what payments made of it; ``taken_by`` is a name."""

    made_on: date
    due_on: date
    amount: Money
    paid: Money
    state: PromiseState
    taken_by: str


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A payment as core banking booked it; ``account`` is masked."""

    paid_on: date
    account: str
    amount: Money
    channel: str
    reference: str


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A stop of collection."""

    code: str
    from_on: date
    until_on: date | None
    ended_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class TrailFacts:
    """One line of the audit trail; ``subjects`` are the ids it names."""

    seq: int
    at: datetime
    login: str
    action: str
    subjects: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything of one case. ``identity_no`` is masked; ``packs`` are rule packs: name and digest."""

    case_no: str
    state: CaseState
    opened_on: date
    closed_on: date | None
    made_on: date
    customer: str
    customer_no: str
    identity_no: str
    account_officer: str
    printing: Printing
    compiled_by: str
    products: tuple[ProductFacts, ...]
    points: tuple[PointFacts, ...]
    risks: tuple[RiskFacts, ...]
    contacts: tuple[ContactFacts, ...]
    holds: tuple[HoldFacts, ...]
    records: tuple[RecordFacts, ...]
    plans: tuple[PlanFacts, ...]
    promises: tuple[GivenPromise, ...]
    payments: tuple[PaymentFacts, ...]
    decisions: tuple[DecisionFacts, ...]
    breaches: tuple[BreachFacts, ...]
    trail: tuple[TrailFacts, ...]
    trail_head: tuple[int, str]
    packs: tuple[tuple[str, str], ...]
    notices: tuple[NoticeFacts, ...] = ()
    complaints: tuple[ComplaintFacts, ...] = ()
    originals: tuple[OriginalFacts, ...] = ()
    missing: tuple[Missing, ...] = ()
    remark: str = ""
    """What stands on the cover besides: whose redacted copy this is."""


def print_case_file(path: Path, facts: CaseFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the case file in a language (zh_CN, en)."""
    words = for_language(language)
    return draw_case_file(path, case_in_words(facts, words), words, step=step)


def case_in_words(facts: CaseFacts, words: Words) -> CaseFile:
    """What is printed."""
    return CaseFile(
        case_no=facts.case_no,
        customer=facts.customer,
        customer_no=facts.customer_no,
        state=term(words, facts.state),
        made_on=facts.made_on,
        cover=_cover(facts, words),
        identity=_identity(facts, words),
        products=tuple(_product(item, words) for item in facts.products),
        printing=facts.printing,
        contact_points=tuple(_point(point, facts.customer, words) for point in facts.points),
        assessments=tuple(_assessment(risk, words) for risk in facts.risks),
        contacts=tuple(_contact(contact, words) for contact in facts.contacts),
        notices=tuple(notice_in_words(words, notice) for notice in facts.notices),
        complaints=tuple(complaint_in_words(words, each) for each in facts.complaints),
        visits=tuple(record_in_words(record, words) for record in facts.records),
        arrangements=tuple(_plan(plan, words) for plan in facts.plans),
        promises=tuple(_promise(promise, words) for promise in facts.promises),
        payments=tuple(_payment(payment, words) for payment in facts.payments),
        decisions=tuple(decision_in_words(words, decision) for decision in facts.decisions),
        breaches=tuple(breach_in_words(words, breach) for breach in facts.breaches),
        audit=tuple(
            AuditLine(line.seq, line.at, line.login, line.action, ", ".join(line.subjects), line.link)
            for line in facts.trail
        ),
        audit_root=f"{facts.trail_head[0]}  {facts.trail_head[1]}",
        rule_pack="; ".join(f"{name}  {digest}" for name, digest in facts.packs),
        closing=_closing(facts, words),
    )


def _closing(facts: CaseFacts, words: Words) -> ClosingNote:
    return ClosingNote(
        term(words, facts.state),
        facts.closed_on,
        len(facts.records),
        len(facts.notices),
        tuple(original_in_words(words, number, each) for number, each in enumerate(facts.originals, 1)),
        lacking_in_words(words, facts.missing),
        facts.compiled_by,
        facts.made_on,
    )


def _cover(facts: CaseFacts, words: Words) -> CaseCover:
    return CaseCover(
        fonds=facts.printing.branch,
        category=words.say("Overdue customers"),
        title=words.say("{customer}: case of an overdue customer", customer=facts.customer),
        file_no=facts.case_no,
        from_on=facts.opened_on,
        to_on=facts.closed_on or facts.made_on,
        retention=words.say("By the branch's retention schedule"),
        security=words.say("Internal"),
        compiled_by=facts.compiled_by,
        checked_by="",
        remark=facts.remark,
    )


def _identity(facts: CaseFacts, words: Words) -> tuple[tuple[str, str], ...]:
    holds = tuple(_hold(hold, words) for hold in facts.holds)
    return (
        (words.say("Identity document"), facts.identity_no),
        (words.say("Account officer"), facts.account_officer or "—"),
        (words.say("Case opened on"), words.date(facts.opened_on)),
        (words.say("Case closed on"), words.date(facts.closed_on)),
        *((words.say("Stopped collection"), hold) for hold in holds),
    )


def _hold(hold: HoldFacts, words: Words) -> str:
    last = hold.ended_on or hold.until_on
    until = f"– {words.date(last)}" if last else "–"
    return f"{code_term(words, 'hold', hold.code)}  {words.date(hold.from_on)} {until}"


def _product(item: ProductFacts, words: Words) -> CaseProduct:
    return CaseProduct(
        term(words, item.kind),
        item.account,
        item.contract,
        item.opened_on,
        item.granted,
        item.balance,
        item.overdue,
        item.dpd,
        item.five_class,
    )


def _point(point: PointFacts, customer: str, words: Words) -> CaseContactPoint:
    role = code_term(words, "party", point.party_role) if point.party else words.say("The customer")
    return CaseContactPoint(
        point.party or customer,
        role,
        code_term(words, "point", point.label),
        point.value,
        code_term(words, "source", point.source),
        code_term(words, "standing", point.standing),
    )


def _assessment(risk: RiskFacts, words: Words) -> CaseAssessment:
    yes = words.say("Yes") if risk.visit_warranted else words.say("No")
    return CaseAssessment(
        at=risk.assessed_at,
        by=risk.by,
        scorecard=risk.scorecard,
        score=risk.total,
        band=_named(words, LEVELS, risk.level),
        willingness=words.number(risk.willingness),
        ability=words.number(risk.ability),
        visit=joined(
            words, (yes, _named(words, QUADRANTS, risk.quadrant), _named(words, STRATEGIES, risk.strategy))
        ),
        reasons=tuple(
            RiskReason(reason_sentence(words, key, value), effect) for key, value, effect in risk.reasons
        ),
    )


def _named(words: Words, table: Any, code: str) -> str:
    return words.say(table[code]) if code in table else code


def _contact(contact: ContactFacts, words: Words) -> CaseContact:
    struck = contact.struck and words.say(mark("Entered wrongly, void: {reason}"), reason=contact.struck)
    how = contact.identity
    identified = words.say(mark("identified by: {how}"), how=term(words, how)) if how else ""
    return CaseContact(
        contact.at,
        f"{term(words, contact.channel)} {term(words, contact.direction)}",
        term(words, contact.reached),
        contact.by,
        term(words, contact.outcome),
        " ".join(part for part in (struck, contact.account, identified, contact.note) if part),
    )


def _plan(plan: PlanFacts, words: Words) -> CaseArrangement:
    schedule = plan.arrangement.schedule
    terms = joined(
        words,
        (
            term(words, schedule.method),
            words.plural("{count} instalment", "{count} instalments", len(schedule.instalments)),
            words.money(schedule.amount),
            f"{schedule.annual_rate:.2%}",
            plan.reason,
        ),
    )
    return CaseArrangement(
        plan.number,
        term(words, plan.arrangement.kind),
        term(words, plan.arrangement.state),
        plan.made_on,
        plan.approved_by,
        terms,
        scheduled(schedule),
    )


def _promise(promise: GivenPromise, words: Words) -> CasePromise:
    return CasePromise(
        promise.made_on,
        promise.due_on,
        promise.amount,
        promise.paid,
        term(words, promise.state),
        promise.taken_by,
    )


def _payment(payment: PaymentFacts, words: Words) -> CasePayment:
    return CasePayment(
        payment.paid_on,
        payment.account,
        payment.amount,
        payment.channel,
        payment.reference,
        words.say("Booked"),
    )
