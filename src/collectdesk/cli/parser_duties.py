"""The options of the commands on duties towards people: holds, wishes, zones."""

from __future__ import annotations

import argparse
from datetime import time

from collectdesk.cli.arguments import Add, Say, case, day
from collectdesk.domain.rules.facts import HOLDS
from collectdesk.domain.wishes import PLACES, WAYS, WishKind
from collectdesk.words import mark


def add_duties(add: Add, say: Say) -> None:
    """The commands, each about one case."""
    _hold(case(add("hold", mark("Holds of a case: list, place, prove, end."))), say)
    _wish(case(add("wish", mark("What people asked for about being contacted: list, keep, end."))), say)
    zone = case(add("zone", mark("Keep the time zone somebody lives in.")))
    zone.add_argument("zone", nargs="?", default="", metavar="Asia/Urumqi")
    zone.add_argument("--person", default="", help=say(mark("the name of somebody around the customer")))


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
