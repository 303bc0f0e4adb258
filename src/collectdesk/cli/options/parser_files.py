"""Commands about whose a file and a case is: sharing out, duplicates, wrong entries."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say, case, day
from collectdesk.domain.customers.merging import KINDS
from collectdesk.domain.customers.petitions import PetitionKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.people.sharing import ShareReason
from collectdesk.words import mark


def add_file_commands(add: Add, say: Say) -> None:
    """Add them to the parser."""
    wrong = add("correct", mark("Mark an entry as another customer's and take back what it caused."))
    wrong.add_argument("case", metavar="AJ-…")
    wrong.add_argument("entry", help=say(mark("the entry's id, as `show --json` names it")))
    wrong.add_argument("--kind", choices=KINDS, default="contact")
    wrong.add_argument("--reason", required=True)
    wrong.add_argument("--right-case", default="", help=say(mark("the case it belongs to, if known")))
    add("duplicates", mark("Files that may be one person's."))
    merged = add("merge", mark("Make one file of two, or note that they are two persons'."))
    merged.add_argument("stays", help=say(mark("customer number of the file that stays")))
    merged.add_argument("goes", help=say(mark("customer number of the file that goes into it")))
    merged.add_argument("--reason", required=True)
    merged.add_argument("--apart", action="store_true", help=say(mark("they are two persons'")))
    back = add("unmerge", mark("Make two files of one again, unless it was worked on."))
    back.add_argument("goes", help=say(mark("customer number of the file that went")))
    shared = add("share", mark("Share cases out: stand in for a time, or give them for good."))
    shared.add_argument("to", nargs="+", help=say(mark("logins of those who get them")))
    shared.add_argument(
        "--of", required=True, dest="held_by", help=say(mark("whose cases: a login; - for nobody's"))
    )
    shared.add_argument("--why", required=True, choices=[reason.value for reason in ShareReason])
    shared.add_argument("--from", type=day, dest="from_on", help=say(mark("first day; default today")))
    shared.add_argument(
        "--until", type=day, dest="until_on", help=say(mark("last day; without one they stay"))
    )
    _petitions(add, say)
    _lists_and_buckets(add, say)
    noted = add(
        "amounts", mark("Amounts noted by hand, what core banking contradicts first; strike a wrong one.")
    )
    noted.add_argument(
        "--strike", default="", help=say(mark("the last letters of its number, as it is listed"))
    )
    noted.add_argument("--why", default="", help=say(mark("why it was a mistake")))
    listed = add("sharings", mark("What was shared out; end one, or print its hand-over sheet."))
    listed.add_argument("sharing", nargs="?", default="", help=say(mark("its id, as it is listed")))
    listed.add_argument("--back", action="store_true", help=say(mark("the cases go back now")))
    listed.add_argument("--out", type=Path, help=say(mark("where the hand-over sheet goes")))


def _petitions(add: Add, say: Say) -> None:
    kinds = [kind.value for kind in PetitionKind]
    asked = case(
        add("own-data", mark("What a customer asks about their own data: list, take down, answer, copy."))
    )
    asked.add_argument("--take", choices=kinds)
    asked.add_argument("--identity", default="", help=say(mark("how they proved who they are")))
    asked.add_argument("--wish", default="", help=say(mark("what they ask in their words")))
    asked.add_argument("--asked-on", type=day, help=say(mark("default today")))
    asked.add_argument("--grant", choices=kinds)
    asked.add_argument("--refuse", choices=kinds)
    asked.add_argument("--answer", default="", help=say(mark("what the customer is told")))
    asked.add_argument("--out", type=Path, help=say(mark("make the copy in this folder")))
    kept = add(
        "retention",
        mark("Data of closed cases that is over its term; with a reason, erase it by two persons."),
    )
    kept.add_argument(
        "--customer", action="append", default=[], help=say(mark("customer number; default all listed"))
    )
    kept.add_argument("--erase", default="", metavar="REASON")
    kept.add_argument("--second", default="", help=say(mark("the login of the second person")))
    kept.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip


def _lists_and_buckets(add: Add, say: Say) -> None:
    own = add("buckets", mark("The branch's own buckets: list them; set or withdraw some by two persons."))
    own.add_argument("--kind", choices=[kind.value for kind in ProductKind], default="loan")
    own.add_argument(
        "--set", default="", metavar="A 1, B 31", help=say(mark("names with the day each begins on"))
    )
    own.add_argument("--source", default="", help=say(mark("by which text the branch counts so")))
    own.add_argument("--from", type=day, dest="from_on", help=say(mark("first day; default today")))
    own.add_argument(
        "--withdraw",
        default="",
        metavar="NO",
        help=say(mark("the last letters of its number, as it is listed")),
    )
    own.add_argument("--second", default="", help=say(mark("the login of the second person")))
    own.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip
    phones = add("phone-list", mark("Phone lists on paper: those taken out; print one, account for one."))
    phones.add_argument("--out", type=Path, help=say(mark("print a list of the longest overdue to this PDF")))
    phones.add_argument("--most", type=int, default=30, help=say(mark("how many customers at most")))
    phones.add_argument("--purpose", default="")
    phones.add_argument("--return-by", type=day, help=say(mark("the day its pages are back; default today")))
    phones.add_argument("--settle", default="", metavar="DH-…", help=say(mark("account for this list")))
    phones.add_argument("--fate", choices=["returned", "destroyed", "lost"], default="returned")
    phones.add_argument("--why", default="", help=say(mark("how it was lost")))
