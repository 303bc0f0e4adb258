"""Visit records on the command line after they are typed: the second visitor's word, back, addenda, void."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import run, visit_by_no
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.correcting import CorrectEntry
from collectdesk.desk.paper.recording import OpenSheet, SendBack
from collectdesk.desk.paper.second_visitor import AddToRecord, SayAsSecond
from collectdesk.desk.vault.access import Session
from collectdesk.domain.paper.seconding import Difference
from collectdesk.domain.refusals import Refused
from collectdesk.terms_records import second_line
from collectdesk.words import mark


def second(opened: Session, options: Namespace, saying: Saying) -> int:
    """The word of whoever is signed in where they went themselves, else of the signed sheet they compared."""
    visit_id = visit_by_no(opened, options.visit)
    differences = tuple(_difference(one) for one in options.differs)
    run(opened, SayAsSecond(visit_id, differences, options.note))
    found = run(opened, OpenSheet(visit_id)).second
    saying.line(second_line(saying.words, found.visitor, found.word, found.given_by))
    saying.result(found.word)
    return DONE


def _difference(text: str) -> Difference:
    name, _, told = text.partition("=")
    return Difference(name.strip(), told)


def send_back(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, SendBack(visit_by_no(opened, options.visit), options.reason))
    saying.say(mark("{number} is sent back."), number=options.visit)
    saying.result({"visit": options.visit})
    return DONE


def addendum(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, AddToRecord(visit_by_no(opened, options.visit), options.text))
    saying.say(mark("{number}: added to the record."), number=options.visit)
    saying.result({"visit": options.visit})
    return DONE


def void(opened: Session, options: Namespace, saying: Saying) -> int:
    sheet = run(opened, OpenSheet(visit_by_no(opened, options.visit)))
    if sheet.record is None:
        raise Refused("record.missing")
    done = run(opened, CorrectEntry(sheet.visit.case_id, "visit", sheet.record.id, options.reason))
    saying.say(mark("{number}: the record is void."), number=options.visit)
    saying.result(done)
    return DONE
