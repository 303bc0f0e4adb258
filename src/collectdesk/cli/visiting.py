"""Visits on the command line: ask, decide, plan, print, record, sign."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

from collectdesk.cli.daily import chosen
from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.access import Session
from collectdesk.desk.files import OpenFile
from collectdesk.desk.printing import PrintKit, PrintRecord
from collectdesk.desk.recording import AttachEvidence, PromiseGiven, RecordVisit, SignOff
from collectdesk.desk.visiting import (
    DecideRequest,
    ListRequests,
    ListStaff,
    ListVisits,
    PlanVisit,
    RequestVisit,
)
from collectdesk.domain import records
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits import RequestReason, RequestState, Verdict
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms import term
from collectdesk.words import mark


def request(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, customer_id = case_by_no(opened, options.case)
    file = run(opened, OpenFile(customer_id))
    address = next((p for p in file.points if p.kind == "address" and p.standing == "valid"), None)
    if address is None:
        raise Refused("request.needs_address", field="point_id")
    request_id = run(
        opened, RequestVisit(case_id, address.id, chosen(RequestReason, options.reason), options.note)
    )
    saying.say(mark("The visit is asked for and waits for the supervisor."))
    saying.result({"request": request_id})
    return DONE


def decide(opened: Session, options: Namespace, saying: Saying) -> int:
    waiting = _request(opened, options.case, RequestState.SUBMITTED)
    state = run(opened, DecideRequest(waiting, Verdict(options.verdict), options.reason))
    saying.say(mark("The request is now: {state}."), state=term(saying.words, state))
    saying.result({"state": state})
    return DONE


def plan(opened: Session, options: Namespace, saying: Saying) -> int:
    approved = _request(opened, options.case, RequestState.APPROVED)
    staff = {person.staff_no: person.id for person in run(opened, ListStaff())}
    for number in (options.officer, options.safety):
        if number not in staff:
            raise Refused("option.unknown", value=number, known=", ".join(sorted(staff)))
    visit_id = run(
        opened,
        PlanVisit(
            approved,
            options.at,
            staff[options.officer],
            staff[options.safety],
            options.minutes,
            reason=options.reason,
        ),
    )
    number = next(v.visit_no for v in run(opened, ListVisits()) if v.visit_id == visit_id)
    saying.say(
        mark("Visit {number} is planned for {at}."), number=number, at=saying.words.instant(options.at)
    )
    saying.result({"visit": visit_id, "number": number})
    return DONE


def print_kit(opened: Session, options: Namespace, saying: Saying) -> int:
    ids = tuple(_visit(opened, number) for number in options.visits)
    printed = run(opened, PrintKit(options.out, ids, saying.words.language))
    saying.say(mark("{pages} pages were written to {path}."), pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def record(opened: Session, options: Namespace, saying: Saying) -> int:
    visit_id = _visit(opened, options.visit)
    findings, promise = read_sheet(options.sheet)
    for path in options.evidence:
        run(opened, AttachEvidence(visit_id, path, opened.desk.store.evidence_folder()))
    done = run(opened, RecordVisit(visit_id, findings, promise))
    saying.say(mark("The visit is recorded and waits for sign-off."))
    for breach in done.breaches:
        said = breach.sentence.text(chinese=saying.words.is_chinese)
        saying.say(mark("Marked as a breach of {rule}: {sentence}"), rule=breach.rule_id, sentence=said)
    saying.result(done)
    return DONE


def sign_off(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, SignOff(_visit(opened, options.visit)))
    saying.say(mark("The record is signed off."))
    saying.result({"visit": options.visit})
    return DONE


def print_record(opened: Session, options: Namespace, saying: Saying) -> int:
    printed = run(opened, PrintRecord(options.out, _visit(opened, options.visit), saying.words.language))
    saying.say(mark("{pages} pages were written to {path}."), pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def read_sheet(path: Path) -> tuple[records.Findings, PromiseGiven | None]:
    """A sheet typed as JSON; raises Refused(sheet.unreadable | sheet.field) naming the field and what is possible."""
    try:
        sheet = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refused("sheet.unreadable", file=path.name) from error
    if not isinstance(sheet, dict):
        raise Refused("sheet.unreadable", file=path.name)
    try:
        return _findings(sheet), _promise(sheet.get("promise"))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("sheet.field", file=path.name, problem=str(error)) from error


def _findings(sheet: dict[str, Any]) -> records.Findings:
    return records.Findings(
        arrived_at=_at(sheet["arrived_at"]),
        left_at=_at(sheet["left_at"]),
        met=records.Met(sheet["met"]),
        met_name=str(sheet.get("met_name", "")),
        identity=records.Identity(sheet["identity"]),
        identification_shown=bool(sheet["identification_shown"]),
        purpose_stated=bool(sheet["purpose_stated"]),
        entry=records.Entry(sheet["entry"]),
        recording=records.Recording(sheet["recording"]),
        overdue_reasons=tuple(records.OverdueReason(x) for x in sheet.get("overdue_reasons", ())),
        income=tuple(records.IncomeSource(x) for x in sheet.get("income", ())),
        income_note=str(sheet.get("income_note", "")),
        family=tuple(records.FamilySituation(x) for x in sheet.get("family", ())),
        family_note=str(sheet.get("family_note", "")),
        attitude=records.Attitude(sheet["attitude"]),
        outcome=records.VisitOutcome(sheet["outcome"]),
        narrative=str(sheet["narrative"]),
        feedback=str(sheet.get("feedback", "")),
    )


def _promise(given: dict[str, Any] | None) -> PromiseGiven | None:
    if given is None:
        return None
    return PromiseGiven(
        Money.yuan(str(given["amount"])),
        datetime.fromisoformat(given["due_on"]).date(),
        str(given.get("promised_by", "")),
        str(given.get("money_from", "")),
    )


def _at(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=CHINA_TIME)


def _request(opened: Session, case_no: str, state: RequestState) -> str:
    case_id, _ = case_by_no(opened, case_no)
    found = next((r for r in run(opened, ListRequests(state)) if r.case_id == case_id), None)
    if found is None:
        raise Refused("request.none", case_no=case_no, state=state)
    return str(found.request_id)


def _visit(opened: Session, number: str) -> str:
    from collectdesk.desk.visiting import FindVisit

    return str(run(opened, FindVisit(number)))
