"""People, personal signatures, whose case it is and approvals on paper, on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, UNUSABLE, Saying
from collectdesk.desk.access import Session
from collectdesk.desk.assigning import AssignCase
from collectdesk.desk.paper_approvals import TakePaperApproval
from collectdesk.desk.signature_register import ListSignatures, VerifySignatures
from collectdesk.desk.staffing import ShowAccounts
from collectdesk.desk.visiting import ListRequests
from collectdesk.domain.paper_approvals import PaperKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits import RequestState
from collectdesk.terms import term
from collectdesk.terms_audit import action_words, signature_fault
from collectdesk.words import mark


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
    case_id, _ = case_by_no(opened, options.case)
    asked = [
        r for r in run(opened, ListRequests()) if r.case_id == case_id and r.state is RequestState.SUBMITTED
    ]
    if not asked:
        raise Refused("request.none", case_no=options.case, state=RequestState.SUBMITTED)
    deed = TakePaperApproval(
        PaperKind.REQUEST, asked[0].request_id, options.scan, options.signed_by, options.signed_on
    )
    made = run(opened, deed)
    saying.say(mark("The visit can be planned; a supervisor confirms the paper within three working days."))
    saying.result({"paper": made})
    return DONE
