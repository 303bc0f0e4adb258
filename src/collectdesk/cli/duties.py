"""Holds, wishes and zones on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.contact.holding import EndHold, PlaceHold, ProveHold
from collectdesk.desk.contact.wishing import EndWish, KeepWish, KeepZone
from collectdesk.desk.customers.files import CustomerFile, OpenFile
from collectdesk.desk.vault.access import Session
from collectdesk.domain.contact.holds import HoldScope, Reach, read_reach
from collectdesk.domain.contact.wishes import WishKind
from collectdesk.domain.refusals import Refused
from collectdesk.terms import code_term
from collectdesk.words import mark


def hold(opened: Session, options: Namespace, saying: Saying) -> int:
    """List the holds of a case, place one, note its proof, or end it."""
    case_id, customer_id = case_by_no(opened, options.case)
    if options.place:
        deed = PlaceHold(
            case_id, options.place, options.until, options.reason, _reach(opened, options, customer_id),
            options.proof_by,
        )  # fmt: skip
        run(opened, deed)
    elif options.proof:
        run(opened, ProveHold(case_id, _standing(opened, customer_id, options.hold), options.proof))
    elif options.end:
        run(opened, EndHold(case_id, _standing(opened, customer_id, options.hold)))
    file, words = run(opened, OpenFile(customer_id)), saying.words
    day = opened.desk.now()
    for held in file.holds:
        reach, name = code_term(words, "reach", held.reach.code), code_term(words, "hold", held.code)
        until = words.date(held.ended_on or held.until_on)
        proof = (
            words.say(mark("proof by {day}"), day=words.date(held.proof_due_on)) if held.proof_due_on else ""
        )
        saying.line(
            "  ".join(filter(None, (held.id[-6:], name, reach, words.date(held.from_on), until, proof)))
        )
    saying.result({"at": day, "holds": file.holds})
    return DONE


def _reach(opened: Session, options: Namespace, customer_id: str) -> Reach:
    try:
        found = read_reach(options.reach)
    except ValueError:
        raise Refused("hold.reach_unknown", field="reach") from None
    if found.scope is HoldScope.PRODUCT:
        file: CustomerFile = run(opened, OpenFile(customer_id))
        ending = (v.product.id for v in file.products if v.product.account_no.endswith(found.of))
        found = Reach(found.scope, str(next(ending, "")))
    return found


def _standing(opened: Session, customer_id: str, ending: str) -> str:
    """A hold by the last letters of its number; without any the only one that stands."""
    file: CustomerFile = run(opened, OpenFile(customer_id))
    found = [held.id for held in file.holds if held.ended_on is None and held.id.endswith(ending)]
    if len(found) != 1:
        raise Refused("hold.which", field="hold")
    return found[0]


def wish(opened: Session, options: Namespace, saying: Saying) -> int:
    """List what people of a file asked for, keep a wish, or end one."""
    _, customer_id = case_by_no(opened, options.case)
    person = _person(opened, customer_id, options.person)
    if options.end:
        run(opened, EndWish(customer_id, _wish(opened, customer_id, options.end)))
    elif options.keep:
        said_on = options.said_on or opened.desk.now().date()
        deed = KeepWish(
            customer_id, WishKind(options.keep), said_on, options.value, options.start, options.stop,
            options.proof, person,
        )  # fmt: skip
        run(opened, deed)
    file, words = run(opened, OpenFile(customer_id)), saying.words
    for kept in file.wishes:
        if kept.ended_on is None:
            value = code_term(words, "wish_value", kept.value) if kept.value else ""
            parts = (kept.id[-6:], code_term(words, "wish", kept.kind.value), value, kept.proof)
            saying.line("  ".join(filter(None, parts)))
    saying.result(file.wishes)
    return DONE


def zone(opened: Session, options: Namespace, saying: Saying) -> int:
    """Keep the time zone of a customer or of somebody around them."""
    _, customer_id = case_by_no(opened, options.case)
    run(opened, KeepZone(customer_id, options.zone, _person(opened, customer_id, options.person)))
    saying.say(mark("The time zone is kept: {zone}."), zone=options.zone or "Asia/Shanghai")
    saying.result({"time_zone": options.zone})
    return DONE


def _person(opened: Session, customer_id: str, name: str) -> str:
    """The id of somebody around the customer by their name; empty for the customer."""
    if not name:
        return ""
    file: CustomerFile = run(opened, OpenFile(customer_id))
    found = next((each.party.id for each in file.around if each.party.name == name), None)
    if found is None:
        raise Refused("party.unknown", field="person", name=name)
    return found


def _wish(opened: Session, customer_id: str, ending: str) -> str:
    file: CustomerFile = run(opened, OpenFile(customer_id))
    found = [kept.id for kept in file.wishes if kept.ended_on is None and kept.id.endswith(ending)]
    if len(found) != 1:
        raise Refused("wish.which", field="end")
    return found[0]
