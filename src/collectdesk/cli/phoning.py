"""Phone lists on the command line: printed, listed, accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.finding import FindCustomers, Wanted
from collectdesk.desk.customers.phone_lists import (
    AccountForList,
    ListFate,
    ListPhoneLists,
    PhoneListDesk,
    PrintPhoneList,
)
from collectdesk.domain.customers.phone_lists import MOST
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.words import mark

if TYPE_CHECKING:
    from argparse import Namespace

    from collectdesk.desk.vault.access import Session


def phone_lists(opened: Session, options: Namespace, saying: Saying) -> int:
    """List those taken out; print one of the worst overdue; account for one."""
    words = saying.words
    if options.out is not None:
        found = run(opened, FindCustomers(Wanted()))
        numbers = tuple(line.number for line in found.lines[: min(options.most, MOST)])
        return_by = options.return_by or local_day(opened.desk.now())
        made = run(opened, PrintPhoneList(options.out, numbers, options.purpose, return_by, words.language))
        saying.say(mark("{number} is written to {path}."), number=made.number, path=made.path)
    if options.settle:
        listed: PhoneListDesk = run(opened, ListPhoneLists())
        meant = next((each for each in listed.lists if each.number == options.settle), None)
        if meant is None:
            raise Refused("phone_list.unknown", number=options.settle)
        run(opened, AccountForList(meant.id, ListFate(options.fate), options.why))
    shown: PhoneListDesk = run(opened, ListPhoneLists())
    heads = (
        mark("List no."),
        mark("Taken out by"),
        mark("Back by"),
        mark("How many customers"),
        mark("Where it is"),
    )
    saying.table(
        [words.say(head) for head in heads],
        [
            [each.number, shown.people.get(each.holder_id, ""), words.date(each.return_by),
             words.number(each.customers), " ".join((term(words, each.fate), each.fate_why)).strip()]
            for each in shown.lists
        ],
    )  # fmt: skip
    saying.result(shown)
    return DONE
