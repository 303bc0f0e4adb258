"""Contacts on the command line: what was said, and that a visit was announced."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, chosen, run, visit_by_no
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.access import Session
from collectdesk.desk.contacting import LogContact
from collectdesk.desk.files import CustomerFile, OpenFile
from collectdesk.desk.recording import OpenSheet
from collectdesk.desk.visiting import NotifyCustomer
from collectdesk.domain.contacts import Channel, ContactOutcome, Reached
from collectdesk.words import mark


def log_contact(opened: Session, options: Namespace, saying: Saying) -> int:
    """The contact goes to the customer's own number, where one is on file."""
    case_id, customer_id = case_by_no(opened, options.case)
    channel = chosen(Channel, options.channel)
    deed = LogContact(
        case_id,
        channel,
        options.at or opened.desk.now(),
        chosen(Reached, options.reached),
        chosen(ContactOutcome, options.outcome),
        point_id=_own_number(run(opened, OpenFile(customer_id))) if channel in _SPOKEN else None,
        note=options.note,
    )
    done = run(opened, deed)
    saying.say(mark("The contact is recorded."))
    saying.breaches(done.breaches)
    saying.result(done)
    return DONE


def notify(opened: Session, options: Namespace, saying: Saying) -> int:
    visit_id = visit_by_no(opened, options.visit)
    sheet = run(opened, OpenSheet(visit_id))
    _, customer_id = case_by_no(opened, sheet.visit.case_no)
    point_id = _own_number(run(opened, OpenFile(customer_id))) or ""
    channel, outcome = chosen(Channel, options.channel), chosen(ContactOutcome, options.outcome)
    contact_id = run(opened, NotifyCustomer(visit_id, point_id, channel, outcome, options.note))
    saying.say(mark("The contact is recorded."))
    saying.result({"contact": contact_id, "visit": visit_id})
    return DONE


_SPOKEN = (Channel.PHONE, Channel.SMS, Channel.WECHAT)


def _own_number(file: CustomerFile) -> str | None:
    """The customer's own usable number."""
    own = (p.id for p in file.points if p.kind == "phone" and not p.party and p.standing == "valid")
    return next(own, None)
