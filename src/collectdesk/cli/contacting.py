"""Contacts on the command line: what was said, and that a visit was announced."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, chosen, run, visit_by_no
from collectdesk.cli.saying import DONE, Saying
from collectdesk.cli.solving import amount
from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.contact.scripts import ShowScript
from collectdesk.desk.contact.senders import DecideSender, EndSender, EnterSender, ListSenders, Register
from collectdesk.desk.customers.files import CustomerFile, OpenFile
from collectdesk.desk.paper.recording import OpenSheet
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.notifying import Became, NotifyCustomer, ShowVisitText
from collectdesk.domain.contact.contacts import (
    OWN_ACCOUNTS,
    Channel,
    ContactOutcome,
    Direction,
    IdentityProof,
    Reached,
)
from collectdesk.domain.contact.senders import SenderState
from collectdesk.domain.refusals import Refused
from collectdesk.terms import term
from collectdesk.terms_scripts import AUDIENCES, script_lines
from collectdesk.terms_visit_text import visit_text
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
        direction=Direction(options.direction),
        point_id=_own_number(run(opened, OpenFile(customer_id))) if channel in _SPOKEN else None,
        note=options.note,
        promise=_promised(options),
        identity=IdentityProof(options.identity) if options.identity else None,
        sender_id=_account(opened, channel, options),
        screenshots=tuple(options.screenshot),
    )
    done = run(opened, deed)
    saying.say(mark("The contact is recorded."))
    saying.breaches(done.breaches)
    saying.result(done)
    return DONE


def _promised(options: Namespace) -> PromiseGiven | None:
    """The promise given in the contact; raises Refused where its amount or its day is missing."""
    if options.promised is None and options.promised_for is None:
        return None
    if options.promised is None or options.promised_for is None:
        raise Refused("contact.promise_half", field="promised")
    return PromiseGiven(
        amount(options.promised), options.promised_for, options.by, options.money_from, options.evidence
    )


def script(opened: Session, options: Namespace, saying: Saying) -> int:
    """The permitted sentences for the borrower's own number, or for whoever was reached."""
    case_id, customer_id = case_by_no(opened, options.case)
    point_id = _own_number(run(opened, OpenFile(customer_id)))
    reached = Reached(options.reached) if options.reached else None
    found = run(opened, ShowScript(case_id, point_id, reached, saying.words.language))
    lines = script_lines(saying.words, found)
    saying.say(AUDIENCES[found.audience])
    for at, line in enumerate(lines, start=1):
        saying.line(f"{at}. {line}")
    saying.result(
        {"audience": found.audience, "text": found.text.code, "version": found.text.version, "lines": lines}
    )
    return DONE


def notify(opened: Session, options: Namespace, saying: Saying) -> int:
    visit_id = visit_by_no(opened, options.visit)
    sheet = run(opened, OpenSheet(visit_id))
    _, customer_id = case_by_no(opened, sheet.visit.case_no)
    point_id = _own_number(run(opened, OpenFile(customer_id))) or ""
    channel, outcome = chosen(Channel, options.channel), chosen(ContactOutcome, options.outcome)
    if options.text:
        found = run(opened, ShowVisitText(visit_id, channel, saying.words.language))
        lines = visit_text(saying.words, found)
        for line in lines:
            saying.line(line)
        saying.result({"visit": visit_id, "lines": lines})
        return DONE
    deed = NotifyCustomer(
        visit_id, point_id, channel, outcome, options.note, options.wants_at, options.wants, options.reason
    )
    told = run(opened, deed)
    saying.say(mark("The contact is recorded."))
    saying.say(_BECAME[told.became])
    if told.pull_out:
        saying.say(mark("Its printed sheets hold no longer: pull them out."))
    saying.result(
        {"contact": told.contact_id, "visit": visit_id, "became": told.became, "pull_out": told.pull_out}
    )
    return DONE


_BECAME = {
    Became.STAYS: mark("The visit stays in the plan."),
    Became.MOVED: mark("The visit is moved to the time the customer asked for."),
    Became.WAITS: mark("The visit waits for a plan again, with what the customer asked for."),
    Became.CALLED_OFF: mark("The visit is called off."),
}


_SPOKEN = (Channel.PHONE, Channel.SMS, Channel.WECHAT, Channel.WECOM)


def _account(opened: Session, channel: Channel, options: Namespace) -> str | None:
    """The account named, else the person's own on the register; None where there is none."""
    if options.direction == Direction.INCOMING.value or (channel not in OWN_ACCOUNTS and not options.account):
        return None
    register: Register = run(opened, ListSenders())
    fitting = [line for line in register.lines if line.stands and line.sender.channel is channel]
    if options.account:
        named = next((line for line in fitting if line.sender.number == options.account), None)
        if named is None:
            raise Refused("sender.none_such", field="account", number=options.account)
        return named.sender.id
    return next((line.sender.id for line in fitting if line.is_mine), None)


def accounts(opened: Session, options: Namespace, saying: Saying) -> int:
    """The register of accounts the branch writes from, and one act on it."""
    if options.what == "enter":
        register = run(opened, ListSenders())
        owner = next((who for who, name in register.owners if name == options.owner), "")
        if not options.owner:
            owner = opened.actor.id
        since = options.since or opened.desk.now().date()
        run(opened, EnterSender(Channel(options.way), options.account, owner, since, options.until))
        saying.say(mark("The account waits for somebody else's approval."))
    elif options.what in ("approve", "refuse"):
        waiting = _line(opened, options, SenderState.WAITING)
        run(opened, DecideSender(waiting, options.what == "approve", options.reason))
    elif options.what == "end":
        run(opened, EndSender(_line(opened, options, SenderState.APPROVED), options.reason))
    register = run(opened, ListSenders())
    words = saying.words
    headings = (
        mark("Account"),
        mark("Way"),
        mark("Owner"),
        mark("In use since"),
        mark("In use until"),
        mark("State"),
    )
    saying.table(
        [words.say(heading) for heading in headings],
        [[r.sender.number, term(words, r.sender.channel), r.owner, words.date(r.sender.since_on),
          words.date(r.sender.until_on), term(words, r.sender.state)] for r in register.lines],
    )  # fmt: skip
    saying.result(register.lines)
    return DONE


def _line(opened: Session, options: Namespace, state: SenderState) -> str:
    """The account of this name in this state; raises Refused where the register has none."""
    register: Register = run(opened, ListSenders())
    for line in register.lines:
        if (line.sender.number, line.sender.state) == (options.account, state):
            return line.sender.id
    raise Refused("sender.none_such", field="account", number=options.account)


def _own_number(file: CustomerFile) -> str | None:
    """The customer's own usable number."""
    own = (p.id for p in file.points if p.kind == "phone" and not p.party and p.standing == "valid")
    return next(own, None)
