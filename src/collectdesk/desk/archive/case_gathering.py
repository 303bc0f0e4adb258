"""Gathers one case whole for its archive pack: the facts of the case file, and the machine-readable records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.archive.gathering import (
    breach_facts,
    contact_facts,
    decision_facts,
    printing_of,
    products_of,
    record_facts,
    risk_facts,
)
from collectdesk.desk.contact.complaint_gathering import complaint_facts
from collectdesk.desk.contact.notice_gathering import notice_facts
from collectdesk.desk.customers import masking
from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.desk.rules.rulebook import rules_of
from collectdesk.domain.customers.cases import CaseStanding, CaseState, ProductStanding, state_of
from collectdesk.domain.paper.records import RecordState
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.reports.archive.case_closing import OriginalFacts
from collectdesk.reports.archive.case_in_words import (
    CaseFacts,
    GivenPromise,
    HoldFacts,
    PaymentFacts,
    PlanFacts,
    PointFacts,
    TrailFacts,
)
from collectdesk.reports.solutions.handing_file import HandingFacts
from collectdesk.reports.visits.record_in_words import RECORD_VERSION
from collectdesk.store.cases import casebook, cases, solutions
from collectdesk.store.contact import senders
from collectdesk.store.customers import customers
from collectdesk.store.people import handings
from collectdesk.store.people.people import account_names, branch_name
from collectdesk.store.results.archiving import standings
from collectdesk.store.trail import audit
from collectdesk.store.vault import evidence
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collectdesk.domain.rules.book import BoundPack
    from collectdesk.domain.solutions.handing import Handing
    from collectdesk.reports.drawing.page import Printing
    from collectdesk.reports.visits.record_in_words import RecordFacts
    from collectdesk.store.trail.audit import AuditLine
    from collectdesk.store.work import View

CASE_FORMAT: Final = "collectdesk-case/1"
LAST_CONTACTS: Final = 20
"""How many of the newest contacts and payments go along with a case that is given out; the case file has them all."""


def case_facts(view: View, case_id: str, trail: list[AuditLine], head: tuple[int, str]) -> CaseFacts:
    """Everything the printed case file shows."""
    case, names = cases.case(view, case_id), account_names(view)
    who = customers.customer(view, case.customer_id)
    accounts = {each.id: each.number for each in senders.senders(view)}
    return CaseFacts(
        case_no=case.case_no,
        state=case_state(view, case),
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        made_on=view.today,
        customer=masking.name(masking.FOR_PURPOSE, who.name),
        customer_no=who.customer_no,
        identity_no=masking.id_no(who.id_no),
        account_officer=who.account_officer,
        printing=printing_of(view),
        compiled_by=view.actor.name,
        products=products_of(view, who.id),
        points=tuple(_point(point) for point in customers.points(view, who.id)),
        risks=tuple(risk_facts(kept, names) for kept in reversed(solutions.assessments(view, case_id))),
        contacts=tuple(
            contact_facts(one, names, accounts)
            for one in reversed(cases.contacts(view, case_id, struck=True))
        ),
        holds=tuple(
            HoldFacts(hold.code, hold.from_on, hold.until_on, hold.ended_on, hold.reason)
            for hold in reversed(cases.holds(view, case_id))
        ),
        records=signed_records(view, case_id),
        plans=tuple(_plan(kept, names) for kept in reversed(solutions.arrangements(view, case_id=case_id))),
        promises=_promises(view, case_id, names),
        payments=_payments(view, who.id),
        decisions=decision_facts(view, case_id),
        breaches=breach_facts(view, case_id),
        trail=tuple(_trail(line) for line in trail),
        trail_head=head,
        packs=tuple((bound.pack.name, bound.digest) for bound in packs_asked(view, case_id)),
        notices=notice_facts(view, case_id, names),
        complaints=complaint_facts(view, case_id),
        originals=tuple(
            OriginalFacts(one.kind, one.original_name, one.size, one.sha256, one.recorded_at)
            for one in evidence.of_case(view, case_id)
            if not one.copy_of
        ),
        missing=standings(view, case_id)[0].missing,
    )


def signed_records(view: View, case_id: str) -> tuple[RecordFacts, ...]:
    """The records that are final, by the time of the visit, with their photos."""
    found = []
    for kept in visits.visits_of(view, case_id):
        record = visits.record_of(view, kept.id)
        if record is not None and record.state is RecordState.SIGNED_OFF:
            code = make_code(view, CodeKind.RECORD, kept.id, 1, RECORD_VERSION)
            found.append(record_facts(view, kept, record, code, printing_of(view), photos=True))
    return tuple(found)


def case_state(view: View, case: cases.Case) -> CaseState:
    """Derived as everywhere: from products, holds and plans."""
    owned = customers.products(view, case.customer_id)
    running = {
        plan.product_id
        for plan in solutions.arrangements(view, case_id=case.id, state=ArrangementState.ACTIVE)
    }
    standing = CaseStanding(
        products=tuple(ProductStanding(p.dpd, p.overdue, p.was_overdue, p.id in running) for p in owned),
        assessed=bool(solutions.assessments(view, case.id)),
        contacted=bool(cases.contacts(view, case.id)),
        hold_codes=frozenset(
            hold.code
            for hold in cases.holds(view, case.id)
            if hold.stands_on(view.today) and hold.reach.stops_everything
        ),
        closed_on=case.closed_on,
        archived=False,
        in_court=handings.is_in_court(view, case.id),
    )
    return state_of(standing)


def packs_asked(view: View, case_id: str) -> tuple[BoundPack, ...]:
    """The rule packs in force today and those that once judged something in this case."""
    rules = rules_of(view)
    named = {(one.pack_id, one.pack_version) for one in cases.decisions(view, case_id)}
    named |= {(one.pack_id, one.pack_version) for one in cases.breaches(view, case_id=case_id)}
    today = rules.in_force(view.today)
    then = (bound for bound in rules.book.bound if (bound.pack.id, bound.pack.version) in named)
    asked = {bound.file_name: bound for bound in (*today, *then)}
    return tuple(asked[name] for name in sorted(asked))


def case_document(view: View, case_id: str) -> dict[str, Any]:
    """The case as records: when it was true, when it was recorded, by whom and from which import.

    Identity and account numbers are masked as on every paper; customer and contract numbers identify both.
    """
    book = casebook.whole_case(view, case_id)
    for row in book["customer"]:
        row["id_no"] = masking.id_no(row["id_no"])
    for row in book["products"]:
        row["account_no"] = masking.account(row["account_no"])
    branch = {"id": view.branch_id, "name": branch_name(view), "practice": view.practice}
    return {"format": CASE_FORMAT, "branch": branch, **book}


def _point(point: customers.ContactPoint) -> PointFacts:
    mask = masking.phone if point.kind == "phone" else masking.address
    return PointFacts(
        point.kind,
        point.label,
        mask(masking.FOR_PURPOSE, point.value),
        point.source,
        point.standing,
        masking.name(masking.FOR_PURPOSE, point.party),
        point.party_role,
    )


def _plan(kept: solutions.KeptArrangement, names: Mapping[str, str]) -> PlanFacts:
    approved = [step.by for step in kept.arrangement.steps if step.to is ArrangementState.APPROVED]
    by = names.get(approved[-1], "") if approved else ""
    return PlanFacts(kept.number, kept.made_on, kept.reason, kept.arrangement, by)


def _promises(view: View, case_id: str, names: Mapping[str, str]) -> tuple[GivenPromise, ...]:
    return tuple(
        GivenPromise(
            kept.promise.made_on,
            kept.promise.due_on,
            kept.promise.amount,
            kept.paid,
            kept.state,
            names.get(kept.recorded_by, ""),
        )
        for kept in solutions.promises(view, case_id=case_id)
    )


def _payments(view: View, customer_id: str) -> tuple[PaymentFacts, ...]:
    accounts = {p.id: masking.account(p.account_no) for p in customers.products(view, customer_id)}
    return tuple(
        PaymentFacts(paid.paid_on, accounts[paid.product_id], paid.amount, paid.channel, paid.reference)
        for paid in reversed(customers.payments(view, [str(one) for one in accounts]))
    )


def _trail(line: audit.AuditLine) -> TrailFacts:
    return TrailFacts(line.seq, line.at, line.login, line.action, _subjects(line.about), line.link)


def _subjects(about: Mapping[str, Any]) -> tuple[str, ...]:
    """What a line is about, shortened for paper: the pack's audit.json has it whole."""
    return tuple(f"{name} …{value[-6:]}" for name, value in sorted(about.items()) if _is_id(value))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) == 32


def trail_document(lines: Iterable[AuditLine], head: tuple[int, str]) -> dict[str, Any]:
    """The extract of the audit trail with the place where the whole chain stood."""
    return {
        "format": "collectdesk-audit/1",
        "head": {"seq": head[0], "link": head[1]},
        "lines": [
            {
                "seq": line.seq,
                "at": line.at.isoformat(timespec="microseconds"),
                "login": line.login,
                "action": line.action,
                "about": dict(line.about),
                "link": line.link,
            }
            for line in lines
        ],
    }


def handing_facts(
    view: View, kept: Handing, customer: str, identity_no: str, printing: Printing
) -> HandingFacts:
    """What goes with a case that is given out."""
    case, names = cases.case(view, kept.case_id), account_names(view)
    owned = [str(p.id) for p in customers.products(view, case.customer_id)]
    spoken = tuple(
        contact_facts(one, names) for one in cases.contacts(view, case.id)[:LAST_CONTACTS]
    )  # fmt: skip
    return HandingFacts(
        handing=kept,
        handed_by=names.get(kept.recorded_by, ""),
        case_no=case.case_no,
        customer=customer,
        identity_no=identity_no,
        opened_on=case.opened_on,
        products=products_of(view, case.customer_id),
        plans=tuple(_plan(one, names) for one in solutions.arrangements(view, case_id=case.id)),
        promises=_promises(view, case.id, names),
        paid=tuple(_payments(view, case.customer_id))[-LAST_CONTACTS:] if owned else (),
        contacts=spoken,
        contact_count=len(cases.contacts(view, case.id)),
        holds=tuple(sorted(cases.standing_holds(view, case.id) - {"entrusted"})),
        notices=tuple((n.number, n.level, n.made_at) for n in notice_facts(view, case.id, names)),
        papers=tuple(
            (one.kind, one.original_name, one.recorded_at) for one in evidence.of_case(view, case.id)
        ),
        printing=printing,
    )
