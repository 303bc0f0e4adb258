"""The options of the commands on duties towards people: holds, wishes, zones, complaints."""

from __future__ import annotations

import argparse
from datetime import time
from pathlib import Path

from collectdesk.cli.arguments import Add, Say, case, day
from collectdesk.domain.contact.complaints import (
    ABOUT,
    AnswerWay,
    ComplaintChannel,
    ComplaintKind,
    Finding,
    RootCause,
)
from collectdesk.domain.contact.legal_clocks import FactKind
from collectdesk.domain.contact.wishes import PLACES, WAYS, WishKind
from collectdesk.domain.rules.facts import HOLDS
from collectdesk.words import LANGUAGES, mark


def add_duties(add: Add, say: Say) -> None:
    """The commands, each about one case."""
    _complaints(add, say)
    _hold(case(add("hold", mark("Holds of a case: list, place, prove, end."))), say)
    _wish(case(add("wish", mark("What people asked for about being contacted: list, keep, end."))), say)
    zone = case(add("zone", mark("Keep the time zone somebody lives in.")))
    zone.add_argument("zone", nargs="?", default="", metavar="Asia/Urumqi")
    zone.add_argument("--person", default="", help=say(mark("the name of somebody around the customer")))


def _complaints(add: Add, say: Say) -> None:
    made = add("complaint", mark("A complaint or bureau objection: register, answer, improve, close."))
    made.add_argument(
        "what", choices=["register", "mark", "extend", "answer", "improve", "result", "close", "reopen"]
    )
    made.add_argument("about", help=say(mark("a case (register) or the number of a complaint")))
    made.add_argument(
        "--kind", choices=[kind.value for kind in ComplaintKind], default=ComplaintKind.COMPLAINT.value
    )
    made.add_argument("--who", default="", help=say(mark("who brought it")))
    made.add_argument("--channel", choices=[way.value for way in ComplaintChannel], default="phone")
    made.add_argument(
        "--subject", choices=ABOUT, help=say(mark("what it is about; that is held until it is closed"))
    )
    made.add_argument(
        "--person", default="", help=say(mark("who is complained about, or who sees to an improvement"))
    )
    made.add_argument(
        "--reference", default="", help=say(mark("the number the bureau or the regulator gave it"))
    )
    made.add_argument(
        "--text", default="", help=say(mark("what was brought forward, is answered, or came of it"))
    )
    made.add_argument("--on", type=day, help=say(mark("the day it happened; default today")))
    made.add_argument("--by", type=day, help=say(mark("until when it is to get better")))
    made.add_argument("--finding", choices=[each.value for each in Finding], default=Finding.UNFOUNDED.value)
    made.add_argument("--cause", choices=[each.value for each in RootCause], default=RootCause.NOT_OURS.value)
    made.add_argument("--way", choices=[way.value for way in AnswerWay], default=AnswerWay.LETTER.value)
    made.add_argument("--party", default="", help=say(mark("to whom around the customer the letter goes")))
    made.add_argument("--text-language", default="zh_CN", choices=LANGUAGES)
    listed = add("complaints", mark("The register of complaints and bureau objections."))
    listed.add_argument("case", nargs="?", default="", metavar="AJ-…")
    listed.add_argument("--all", action="store_true", help=say(mark("the closed ones too")))
    ticking = add(
        "clocks", mark("Legal clocks of a case, or what ends soon in all of them; note what one hangs on.")
    )
    ticking.add_argument("case", nargs="?", default="", metavar="AJ-…")
    ticking.add_argument("--note", choices=[kind.value for kind in FactKind])
    ticking.add_argument(
        "--product", default="", help=say(mark("the last digits of the account; default: all"))
    )
    ticking.add_argument("--on", type=day, help=say(mark("the day it happened; default today")))
    ticking.add_argument("--proof", default="", help=say(mark("what the proof is and where it lies")))
    told = case(
        add("chronology", mark("Print everything that happened in a case, with every rule decision."))
    )
    told.add_argument("--out", type=Path, required=True, help=say(mark("write the PDF here")))


def _hold(held: argparse.ArgumentParser, say: Say) -> None:
    held.add_argument("--place", choices=[code for code in HOLDS if code != "plan_active"])
    held.add_argument("--reason", default="")
    held.add_argument("--until", type=day, help=say(mark("the last day; default: open-ended")))
    held.add_argument(
        "--reach", default="customer", metavar="SCOPE",
        help=say(mark("what stops: customer, product:LAST_DIGITS, channel:call, subject:amount …")),
    )  # fmt: skip
    held.add_argument("--proof-by", type=day, help=say(mark("until when the proof is asked for")))
    held.add_argument("--proof", default="", help=say(mark("what the proof is and where it lies")))
    held.add_argument("--end", action="store_true", help=say(mark("end a hold before its day")))
    held.add_argument("--hold", default="", help=say(mark("the last letters of a hold's number")))


def _wish(asked: argparse.ArgumentParser, say: Say) -> None:
    asked.add_argument("--keep", choices=[kind.value for kind in WishKind])
    asked.add_argument("--value", default="", choices=["", *WAYS, *PLACES])
    asked.add_argument("--from", dest="start", type=time.fromisoformat, metavar="HH:MM")
    asked.add_argument("--until", dest="stop", type=time.fromisoformat, metavar="HH:MM")
    asked.add_argument("--said-on", type=day)
    asked.add_argument("--proof", default="")
    asked.add_argument("--person", default="", help=say(mark("the name of somebody around the customer")))
    asked.add_argument("--end", default="", help=say(mark("the last letters of the wish's number")))
