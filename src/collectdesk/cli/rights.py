"""People, personal signatures, whose case it is and approvals on paper, on the command line."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, UNUSABLE, Saying
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.desk.people.paper_approvals import TakePaperApproval
from collectdesk.desk.people.signature_register import ListSignatures, VerifySignatures
from collectdesk.desk.people.staffing import ShowAccounts
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.visiting import ListRequests
from collectdesk.domain.people.paper_approvals import PaperKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.visits.visits import RequestState
from collectdesk.terms import term
from collectdesk.terms_audit import action_words, signature_fault
from collectdesk.words import mark

_GOES_ON: Final = {
    PaperKind.REQUEST: mark(
        "The visit can be planned; a supervisor confirms the paper within three working days."
    ),
    PaperKind.PLAN: mark(
        "The plan runs from now on; a supervisor confirms the paper within three working days."
    ),
}


def people(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, ShowAccounts())
    heads = (mark("Name"), mark("Login"), mark("Role"), mark("Last sign-in"), mark("Wrong passwords since"))
    rows = [
        [
            who.name,
            who.login,
            term(words, who.role),
            words.instant(who.opened_at) if who.opened_at else "",
            f"{who.tries}  {words.instant(who.tried_at)}" if who.tries else "",
        ]
        for who in found
    ]
    saying.table([words.say(head) for head in heads], rows)
    saying.result(found)
    return DONE


def signatures(opened: Session, options: Namespace, saying: Saying) -> int:
    """List them, or check every one: 0 when all hold, 2 when one doesn't."""
    words = saying.words
    if options.what == "list":
        found = run(opened, ListSignatures())
        heads = (mark("Entry"), mark("When"), mark("Who"), mark("What"), mark("Signing key"))
        rows = [
            [str(s.seq), words.instant(s.at), s.name, action_words(words, s.action), s.key_id] for s in found
        ]
        saying.table([words.say(head) for head in heads], rows)
        saying.result(found)
        return DONE
    verdict = run(opened, VerifySignatures())
    if verdict.intact:
        saying.say(mark("All personal signatures hold: {count}."), count=verdict.count)
    for bad in verdict.bad:
        saying.line(signature_fault(words, bad.seq, bad.reason))
    saying.result(verdict)
    return DONE if verdict.intact else UNUSABLE


def assign(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    run(opened, AssignCase(case_id, "" if options.to == "-" else options.to))
    saying.say(mark("Case {case_no} is given to {who}."), case_no=options.case, who=options.to)
    saying.result({"case": options.case, "to": options.to})
    return DONE


def act_on_paper(opened: Session, options: Namespace, saying: Saying) -> int:
    kind = PaperKind(options.about)
    subject = _waiting_plan(opened, options.case) if kind is PaperKind.PLAN else _asked(opened, options.case)
    deed = TakePaperApproval(kind, subject, options.scan, options.signed_by, options.signed_on)
    made = run(opened, deed)
    saying.say(_GOES_ON[kind])
    saying.result({"paper": made})
    return DONE


def _asked(opened: Session, case_no: str) -> str:
    case_id, _ = case_by_no(opened, case_no)
    found = [each for each in run(opened, ListRequests()) if each.case_id == case_id]
    waits = next((each for each in found if each.state is RequestState.SUBMITTED), None)
    if waits is None:
        raise Refused("request.none", case_no=case_no, state=RequestState.SUBMITTED)
    return str(waits.request_id)


def _waiting_plan(opened: Session, case_no: str) -> str:
    _, customer_id = case_by_no(opened, case_no)
    plans = run(opened, OpenFile(customer_id)).arrangements
    waits = next((each for each in plans if each.arrangement.state is ArrangementState.SIGNED), None)
    if waits is None:
        raise Refused("solution.none_waiting", case_no=case_no)
    return str(waits.id)
