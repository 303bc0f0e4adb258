"""Payments on the command line: what shows a told one, receipts of booked ones, and the tray of unmatched money."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.papers import WRITTEN
from collectdesk.cli.saying import DONE, Saying
from collectdesk.cli.solving import amount, product_by_account
from collectdesk.desk.customers.customer_papers import PrintBudgetSheet, PrintLeaflet
from collectdesk.desk.solutions.designating import SharePayment, TrySharing
from collectdesk.desk.solutions.noting import ProvePayment
from collectdesk.desk.solutions.receipts import PrintReceipt
from collectdesk.desk.solutions.tray import Designate, ShowTray
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.terms import term
from collectdesk.words import mark


def prove(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, ProvePayment(options.noted, options.proof))
    saying.say(mark("The payment is shown by a paper; it still waits for core banking."))
    saying.result({"noted": options.noted})
    return DONE


def share_payment(opened: Session, options: Namespace, saying: Saying) -> int:
    """Show how a payment would be shared; with its source, note it so."""
    words = saying.words
    _, customer_id = case_by_no(opened, options.case)
    named = tuple(product_by_account(opened, customer_id, each) for each in options.named)
    asked = (customer_id, amount(options.amount), options.paid_on)
    if options.source:
        found = run(opened, SharePayment(*asked, options.source, named, options.note))
        saying.say(mark("Noted; core banking confirms each part."))
    else:
        found = run(opened, TrySharing(*asked, named))
    heads = (mark("Account"), mark("Product"), mark("Overdue"), mark("Gets"), mark("Named"))
    saying.table(
        [words.say(head) for head in heads],
        [
            [each.account_no[-4:], term(words, each.kind), words.money(each.owed), words.money(each.gets),
             words.number(each.named) if each.named else "—"]
            for each in found.shares
        ],
    )  # fmt: skip
    if found.rest.fen:
        saying.say(mark("{rest} is more than is overdue."), rest=words.money(found.rest))
    saying.result(found)
    return DONE


def receipt(opened: Session, options: Namespace, saying: Saying) -> int:
    _, customer_id = case_by_no(opened, options.case)
    deed = PrintReceipt(options.out, customer_id, options.reference, saying.words.language)
    printed = run(opened, deed)
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def budget_sheet(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    printed = run(opened, PrintBudgetSheet(options.out, case_id, options.persons, saying.words.language))
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def leaflet(opened: Session, options: Namespace, saying: Saying) -> int:
    printed = run(opened, PrintLeaflet(options.out, saying.words.language))
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def tray(opened: Session, options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, ShowTray())
    if options.reference:
        chosen = next((each for each in found if each.reference == options.reference), None)
        if chosen is None:
            known = ", ".join(each.reference for each in found)
            raise Refused("option.unknown", value=options.reference, known=known)
        run(opened, Designate(chosen.id, options.account or "", options.said_by, options.note))
        found = run(opened, ShowTray())
    if not found:
        saying.say(mark("No money waits for its account."))
    heads = (
        mark("Reference"),
        mark("Paid on"),
        mark("Amount"),
        mark("Account"),
        mark("Meant for"),
        mark("By the word of"),
    )
    saying.table(
        [words.say(head) for head in heads],
        [
            [each.reference, words.date(each.paid_on), words.money(each.amount), each.account_no, each.meant_for,
             each.said_by]
            for each in found
        ],
    )  # fmt: skip
    saying.result(found)
    return DONE
