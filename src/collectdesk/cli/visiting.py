"""Visits on the command line: ask, decide, plan."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, chosen, run, visit_by_no
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.safety import MarkBack, WhoIsOut
from collectdesk.desk.visits.visiting import (
    DecideRequest,
    ListRequests,
    ListVisits,
    PlanVisit,
    RequestVisit,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.asking import AddressReason, Asked, Suits, VisitKind
from collectdesk.domain.visits.visits import Approach, RequestReason, RequestState, Verdict
from collectdesk.terms import term
from collectdesk.words import mark


def request(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, customer_id = case_by_no(opened, options.case)
    file = run(opened, OpenFile(customer_id))
    address = next((p for p in file.points if p.kind == "address" and p.standing == "valid"), None)
    if address is None:
        raise Refused("request.needs_address", field="point_id")
    reason = chosen(RequestReason, options.reason)
    deed = RequestVisit(case_id, address.id, reason, options.note, options.suits, _wanted(options))
    request_id = run(opened, deed)
    saying.say(mark("The visit is asked for and waits for the supervisor."))
    saying.result({"request": request_id})
    return DONE


def _wanted(options: Namespace) -> Asked:
    """What the request says beside reason and address."""
    return Asked(
        VisitKind(options.kind), AddressReason(options.why_here) if options.why_here else None,
        Suits(frozenset(options.days), options.not_before, options.over_by), options.approach, options.talking,
        options.caution,
    )  # fmt: skip


def decide(opened: Session, options: Namespace, saying: Saying) -> int:
    waiting = _request(opened, options.case, RequestState.SUBMITTED)
    state = run(opened, DecideRequest(waiting, Verdict(options.verdict), options.reason))
    saying.say(mark("The request is now: {state}."), state=term(saying.words, state))
    saying.result({"state": state})
    return DONE


def plan(opened: Session, options: Namespace, saying: Saying) -> int:
    approved = _request(opened, options.case, RequestState.APPROVED)
    asked = next(line.wanted for line in run(opened, ListRequests()) if line.request_id == approved)
    staff = {person.staff_no: person.id for person in run(opened, ListStaff())}
    for number in (options.officer, options.safety):
        if number not in staff:
            raise Refused("staff.number_unknown", number=number, known=", ".join(sorted(staff)))
    visit_id = run(
        opened,
        PlanVisit(
            approved,
            options.at,
            staff[options.officer],
            staff[options.safety],
            options.minutes,
            approach=Approach(options.approach or asked.approach or Approach.UNDERSTAND.value),
            reason=options.reason,
            caution=options.caution or asked.caution,
        ),
    )
    number = next(v.visit_no for v in run(opened, ListVisits()) if v.visit_id == visit_id)
    saying.say(
        mark("Visit {number} is planned for {at}."), number=number, at=saying.words.instant(options.at)
    )
    saying.result({"visit": visit_id, "number": number})
    return DONE


def list_out(opened: Session, _options: Namespace, saying: Saying) -> int:
    """Who is out; overdue teams first."""
    words, found = saying.words, run(opened, WhoIsOut())
    overdue = words.say(mark("Overdue: call them"))
    saying.table(
        [words.say(h) for h in (mark("Visit no."), mark("Team"), mark("Expected back"), mark("State"))],
        [
            [
                outing.visit_no,
                words.say(mark(", ")).join(outing.crew),
                words.instant(outing.until),
                overdue if outing.is_overdue(found.now) else words.say(mark("Out")),
            ]
            for outing in sorted(found.outings, key=lambda one: one.until)
        ],
    )
    saying.result(found)
    return DONE


def mark_back(opened: Session, options: Namespace, saying: Saying) -> int:
    """Note that a team is back."""
    run(opened, MarkBack(visit_by_no(opened, options.visit), options.at))
    saying.say(mark("The team of {number} is back."), number=options.visit)
    saying.result({"visit": options.visit})
    return DONE


def list_visits(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, ListVisits())
    saying.table(
        [
            words.say(h)
            for h in (
                mark("Visit no."),
                mark("Case no."),
                mark("Customer"),
                mark("When"),
                mark("Team"),
                mark("State"),
            )
        ],
        [
            [
                v.visit_no,
                v.case_no,
                v.name,
                words.instant(v.planned_at),
                f"{v.officer}, {v.safety}",
                term(words, v.state),
            ]
            for v in found
        ],
    )
    saying.result(found)
    return DONE


def list_staff(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, ListStaff())
    today = opened.desk.now().date()
    saying.table(
        [
            words.say(h)
            for h in (mark("Staff no."), mark("Name"), mark("Collects"), mark("Secures"), mark("Trained"))
        ],
        [
            [
                p.staff_no,
                p.name,
                _yes_no(saying, p.is_collection_officer),
                _yes_no(saying, p.is_safety_officer),
                _yes_no(saying, p.is_trained_on(today)),
            ]
            for p in found
        ],
    )
    saying.result(found)
    return DONE


def _yes_no(saying: Saying, answer: bool) -> str:
    return saying.words.say(mark("yes")) if answer else saying.words.say(mark("no"))


def _request(opened: Session, case_no: str, state: RequestState) -> str:
    case_id, _ = case_by_no(opened, case_no)
    found = next((r for r in run(opened, ListRequests(state)) if r.case_id == case_id), None)
    if found is None:
        raise Refused("request.none", case_no=case_no, state=state)
    return str(found.request_id)
