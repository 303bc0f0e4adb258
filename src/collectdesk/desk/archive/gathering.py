"""Gathers from one snapshot what several papers print: the printing, products, contacts, risk, records, decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.paper.second_visitor import seconded
from collectdesk.desk.paper.voided import stands, void_of
from collectdesk.desk.rules.rulebook import rule_by_id
from collectdesk.domain.paper.records import RecordState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.reports.drawing.page import Printing
from collectdesk.reports.paper_facts import ContactFacts, CrewFacts, ProductFacts, RiskFacts
from collectdesk.reports.visits.record_in_words import (
    BreachFacts,
    DecisionFacts,
    EvidenceFacts,
    PromiseFacts,
    RecordFacts,
    VoidFacts,
)
from collectdesk.store.cases import cases, solutions
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names, branch_name, staff
from collectdesk.store.vault import evidence
from collectdesk.store.visits import record_entries, visits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.domain.rules.facts import FactValue
    from collectdesk.store.work import View

PRINTED_PHOTO: Final = 24 * 1024 * 1024
"""Bytes of the largest photo that is printed; a larger one is listed with its digest."""
_PHOTOS: Final = frozenset({"image/jpeg", "image/png"})


def printing_of(view: View, copy: int = 1) -> Printing:
    """Who prints, where and when; a practice branch's papers carry its mark."""
    by = f"{view.actor.name} ({view.actor.login})"
    return Printing(branch_name(view), by, view.now, practice=view.practice, copy_number=copy)


def next_copy(view: View, document: str, subject_id: str) -> int:
    """Which copy a print now would be: 1 is the original."""
    return 1 + sum(made.document == document for made in visits.prints(view, subject_id))


def crew_of(view: View, kept: visits.Visit) -> tuple[CrewFacts, ...]:
    """The collection officer and the safety officer, also those who have left since."""
    people = {person.id: person for person in staff(view, former=True)}
    return tuple(
        CrewFacts(people[member].name, people[member].staff_no, member == kept.safety_id)
        for member in dict.fromkeys((kept.officer_id, kept.safety_id))
    )


def products_of(view: View, customer_id: str, *, only_overdue: bool = False) -> tuple[ProductFacts, ...]:
    """Core banking's newest word, the oldest arrears first."""
    owned = customers.products(view, customer_id)
    return tuple(
        ProductFacts(
            kind=p.kind,
            account=masking.account(p.account_no),
            contract=p.contract_no,
            opened_on=p.opened_on,
            granted=p.granted,
            balance=p.balance,
            overdue=p.overdue,
            dpd=p.dpd,
            oldest_unpaid_on=p.oldest_unpaid_on,
            five_class=p.five_class,
        )
        for p in sorted(owned, key=lambda p: -p.dpd)
        if p.dpd > 0 or not only_overdue
    )


def contact_facts(
    contact: cases.Contact, names: Mapping[str, str], accounts: Mapping[str, str] | None = None
) -> ContactFacts:
    """One contact with the name of who recorded it."""
    return ContactFacts(
        contact.happened_at,
        contact.channel,
        contact.direction,
        contact.reached,
        contact.outcome,
        names.get(contact.recorded_by, ""),
        contact.note,
        contact.struck,
        contact.identity,
        (accounts or {}).get(contact.sender_id, ""),
    )


def risk_facts(kept: solutions.KeptAssessment, names: Mapping[str, str]) -> RiskFacts:
    """A frozen assessment; what an older program didn't freeze stays empty."""
    result: Mapping[str, Any] = kept.detail.get("result", {})
    return RiskFacts(
        assessed_at=kept.recorded_at,
        by=names.get(kept.recorded_by, ""),
        scorecard=f"{kept.scorecard_id} {kept.scorecard_version}",
        willingness=kept.willingness,
        ability=kept.ability,
        total=kept.total,
        level=kept.level,
        quadrant=str(result.get("quadrant", "")),
        strategy=kept.strategy,
        visit_warranted=kept.visit_warranted,
        visit_reasons=tuple(result.get("visit_reasons", ())),
        care=tuple(result.get("care", ())),
        reasons=tuple((r["reason_key"], r["value"], r["effect"]) for r in result.get("reasons", ())),
    )


def decision_facts(
    view: View, case_id: str, subjects: frozenset[str] | None = None
) -> tuple[DecisionFacts, ...]:
    """What the gate said in a case, about some subjects or all."""
    return tuple(
        DecisionFacts(
            act=kept.act,
            rule_id=kept.rule_id,
            rule=rule_by_id(kept.rule_id) if kept.rule_id else None,
            pack=f"{kept.pack_id} {kept.pack_version}".strip(),
            outcome=kept.outcome,
            reason=kept.reason,
            decided_at=kept.recorded_at,
        )
        for kept in cases.decisions(view, case_id)
        if subjects is None or kept.subject_id in subjects
    )


def breach_facts(view: View, case_id: str, subject_id: str | None = None) -> tuple[BreachFacts, ...]:
    """The breaches of a case, or those of one record."""
    names = account_names(view)
    return tuple(
        BreachFacts(
            rule_id=kept.rule_id,
            rule=rule_by_id(kept.rule_id),
            pack=f"{kept.pack_id} {kept.pack_version}",
            facts={name: _fact(value) for name, value in kept.facts.items()},
            happened_at=kept.happened_at,
            acknowledged_by=names.get(kept.acknowledged_by, ""),
            measure=kept.measure,
        )
        for kept in cases.breaches(view, case_id=case_id)
        if subject_id is None or kept.subject_id == subject_id
    )


def record_facts(
    view: View, kept: visits.Visit, record: visits.VisitRecord, code: str, printing: Printing, *, photos: bool
) -> RecordFacts:
    """One visit as it was recorded. ``photos`` takes their content along; an altered one raises StoreTrouble."""
    case, names = cases.case(view, kept.case_id), account_names(view)
    who, point = customers.customer(view, case.customer_id), customers.point(view, kept.point_id)
    said = seconded(view, kept, record, masking.FOR_PURPOSE)
    void = void_of(view, record) if record.state is RecordState.VOID else None
    return RecordFacts(
        visit_no=kept.visit_no,
        case_no=case.case_no,
        customer=masking.name(masking.FOR_PURPOSE, who.name),
        customer_no=who.customer_no,
        state=record.state,
        planned_at=kept.planned_at,
        until=kept.until,
        address=masking.address(masking.FOR_PURPOSE, point.value) if point else "",
        crew=crew_of(view, kept),
        findings=record.findings,
        recorded_by=names.get(record.recorded_by, ""),
        recorded_at=record.recorded_at,
        signed_by=names.get(record.signed_by, ""),
        signed_at=record.signed_at,
        code=code,
        printing=replace(printing, void=void is not None),
        void=VoidFacts(void.reason, void.by, void.at, void.other_no) if void else None,
        promise=_promise(void.promise) if void else _promise(_given(view, kept)),
        evidence=_evidence_of(view, kept, photos=photos),
        breaches=breach_facts(view, kept.case_id, record.id),
        decisions=decision_facts(view, kept.case_id, frozenset({kept.request_id, kept.id})),
        visitor=said.visitor,
        word=said.word,
        word_by=said.given_by,
        added=said.added,
        digest=said.digest,
        cost=record_entries.cost_of(view, kept.id),
    )  # fmt: skip


def _given(view: View, kept: visits.Visit) -> solutions.KeptPromise | None:
    made = [p for p in solutions.promises(view, case_id=kept.case_id) if p.visit_id == kept.id and stands(p)]
    standing = [p for p in made if p.state is not PromiseState.SUPERSEDED] or made
    return standing[-1] if standing else None


def _promise(kept: solutions.KeptPromise | None) -> PromiseFacts | None:
    if kept is None:
        return None
    given = kept.promise
    return PromiseFacts(given.amount, given.due_on, given.money_from)


def _evidence_of(view: View, kept: visits.Visit, *, photos: bool) -> tuple[EvidenceFacts, ...]:
    filed = evidence.of_visit(view, kept.id)
    copies = {item.copy_of: item for item in filed if item.copy_of}
    return tuple(
        _evidence(view, item, copies.get(item.id), photos=photos) for item in filed if not item.copy_of
    )


def _evidence(
    view: View, item: evidence.Evidence, copy: evidence.Evidence | None, *, photos: bool
) -> EvidenceFacts:
    """A file of the visit; its upright copy is what is printed, where there is one."""
    pictured = copy or item
    shown = photos and pictured.media_type in _PHOTOS and pictured.size <= PRINTED_PHOTO
    content = (
        evidence.read(view, view.evidence_folder, item) if shown else None
    )  # altered: then nothing is printed
    if shown and copy is not None:
        content = evidence.read(view, view.evidence_folder, copy)
    return EvidenceFacts(
        item.kind, item.original_name, item.sha256, item.recorded_at, content, taken_at=item.taken_at,
        device=item.device, label=item.label, seconds=item.seconds, place_removed=bool(item.came_sha256),
    )  # fmt: skip


def _fact(value: Any) -> FactValue:
    """A kept fact as the rules read it: sets were kept as lists."""
    return frozenset(str(one) for one in value) if isinstance(value, list) else value
