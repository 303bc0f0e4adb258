"""Complaints and bureau objections on the command line: registered, answered, made better, closed; the chronology."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.papers import WRITTEN
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.archive.chronology import PrintChronology
from collectdesk.desk.contact.complaints import (
    Answer,
    AnswerComplaint,
    Brought,
    CloseComplaint,
    ComplaintView,
    ExtendComplaint,
    FindComplaint,
    ListColleagues,
    ListComplaints,
    MarkObjection,
    NoteResult,
    RegisterComplaint,
    ReopenComplaint,
    SetImprovement,
)
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.vault.access import Session
from collectdesk.domain.contact.complaints import (
    AnswerWay,
    ComplaintChannel,
    ComplaintKind,
    Finding,
    RootCause,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms import code_term, term
from collectdesk.terms_complaints import next_text
from collectdesk.words import mark


def complaint(opened: Session, options: Namespace, saying: Saying) -> int:
    """One act on one complaint; a script is answered with how it stands then."""
    number = _ACTS[options.what](opened, options, saying)
    shown = next(each for each in run(opened, ListComplaints()) if each.complaint.number == number.strip())
    saying.result(shown)
    return DONE


def list_complaints(opened: Session, options: Namespace, saying: Saying) -> int:
    """The register, or those of a case."""
    case_id = case_by_no(opened, options.case)[0] if options.case else ""
    found = run(opened, ListComplaints(case_id, open_only=not options.all))
    headings = (
        mark("Register no."), mark("Kind"), mark("Case no."), mark("Customer"), mark("What it is about"),
        mark("Received"), mark("Answer by"), mark("Next"),
    )  # fmt: skip
    saying.table([saying.words.say(heading) for heading in headings], [_line(each, saying) for each in found])
    saying.result(found)
    return DONE


def chronology(opened: Session, options: Namespace, saying: Saying) -> int:
    """Everything that happened in a case with every decision of the rules, as a PDF."""
    case_id = case_by_no(opened, options.case)[0]
    printed = run(opened, PrintChronology(options.out, case_id, saying.words.language))
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def _line(shown: ComplaintView, saying: Saying) -> list[str]:
    kept, words = shown.complaint, saying.words
    about = code_term(words, "complaint_about", kept.subject)
    return [
        kept.number, term(words, kept.kind), shown.case_no, shown.name, f"{about} {shown.about}".rstrip(),
        words.date(kept.received_on), words.date(kept.due_on), next_text(words, shown),
    ]  # fmt: skip


def _register(opened: Session, options: Namespace, saying: Saying) -> str:
    case_id = case_by_no(opened, options.about)[0]
    kind = ComplaintKind(options.kind)
    brought = Brought(
        kind, options.who, ComplaintChannel(options.channel), _on(opened, options),
        options.subject or ("bureau" if kind is ComplaintKind.OBJECTION else "other"), options.text,
        _colleague(opened, options.person), options.reference,
    )  # fmt: skip
    made = run(opened, RegisterComplaint(case_id, brought))
    kept = next(each for each in run(opened, ListComplaints(case_id)) if each.complaint.id == made)
    said = mark("{number} is registered; it is to be answered by {day}.")
    saying.say(said, number=kept.complaint.number, day=saying.words.date(kept.complaint.due_on))
    return str(kept.complaint.number)


def _mark(opened: Session, options: Namespace, saying: Saying) -> str:
    run(opened, MarkObjection(_id(opened, options), _on(opened, options)))
    saying.say(mark("The mark is noted."))
    return str(options.about)


def _extend(opened: Session, options: Namespace, saying: Saying) -> str:
    due_on = run(opened, ExtendComplaint(_id(opened, options), options.text))
    saying.say(mark("It is to be answered by {day} now."), day=saying.words.date(due_on))
    return str(options.about)


def _answer(opened: Session, options: Namespace, saying: Saying) -> str:
    way, complaint_id = AnswerWay(options.way), _id(opened, options)
    point = _point(opened, complaint_id, options.party) if way is AnswerWay.LETTER else ""
    said = Answer(
        Finding(options.finding), RootCause(options.cause), options.text, way, _on(opened, options), point,
        options.text_language,
    )  # fmt: skip
    number = run(opened, AnswerComplaint(complaint_id, said))
    if number:
        saying.say(mark("{number} is written; a supervisor decides it."), number=number)
    else:
        saying.say(mark("The answer is noted."))
    return str(options.about)


def _improve(opened: Session, options: Namespace, saying: Saying) -> str:
    if options.by is None:
        raise Refused("complaint.due_past", field="by")
    owner = _colleague(opened, options.person)
    run(opened, SetImprovement(_id(opened, options), options.text, owner, options.by))
    saying.say(mark("The improvement is set."))
    return str(options.about)


def _result(opened: Session, options: Namespace, saying: Saying) -> str:
    run(opened, NoteResult(_id(opened, options), options.text))
    saying.say(mark("The result is noted."))
    return str(options.about)


def _close(opened: Session, options: Namespace, saying: Saying) -> str:
    run(opened, CloseComplaint(_id(opened, options)))
    saying.say(mark("It is closed, and its hold has ended."))
    return str(options.about)


def _reopen(opened: Session, options: Namespace, saying: Saying) -> str:
    run(opened, ReopenComplaint(_id(opened, options), options.text))
    saying.say(mark("It is taken up again."))
    return str(options.about)


_ACTS = {
    "register": _register, "mark": _mark, "extend": _extend, "answer": _answer, "improve": _improve, "result": _result,
    "close": _close, "reopen": _reopen,
}  # fmt: skip


def _id(opened: Session, options: Namespace) -> str:
    return str(run(opened, FindComplaint(options.about)))


def _on(opened: Session, options: Namespace) -> date:
    return options.on or local_day(opened.desk.now())


def _colleague(opened: Session, name: str) -> str:
    """Somebody of the branch by their name; "" for nobody named."""
    if not name:
        return ""
    found = [who for who, called in run(opened, ListColleagues()) if called == name]
    if len(found) != 1:
        raise Refused("complaint.colleague_unknown", field="person", name=name)
    return str(found[0])


def _point(opened: Session, complaint_id: str, party: str) -> str:
    """The valid address of the customer, or of somebody around them by name."""
    shown = next(each for each in run(opened, ListComplaints()) if each.complaint.id == complaint_id)
    points = run(opened, OpenFile(shown.customer_id)).points
    own = (p.id for p in points if p.kind == "address" and p.party == party and p.standing == "valid")
    return str(next(own, ""))
