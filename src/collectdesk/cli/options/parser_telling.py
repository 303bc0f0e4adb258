"""The options of the commands on disclosures, reports and originals."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say, case, day, instant
from collectdesk.domain.contact.contacts import IdentityProof
from collectdesk.domain.contact.disclosures import Recipient
from collectdesk.domain.paper.originals import OriginalKind
from collectdesk.words import mark


def add_telling(add: Add, say: Say) -> None:
    """Who is told of a debt, and where its originals lie."""
    told = case(
        add("disclose", mark("Tell somebody of a debt or report it: plan, done, withdraw, note, list."))
    )
    told.add_argument("what", nargs="?", default="list", choices=["list", "plan", "done", "withdraw", "note"])
    told.add_argument("--to", default="", choices=["", *(to.value for to in Recipient)])
    told.add_argument("--name", default="", help=say(mark("who is told, by name")))
    told.add_argument("--purpose", default="", help=say(mark("what for")))
    told.add_argument("--text", default="", help=say(mark("what is told")))
    told.add_argument("--without-debt", action="store_true", help=say(mark("nothing told shows the debt")))
    told.add_argument("--identity", default="not_verified", choices=[proof.value for proof in IdentityProof])
    proof = say(mark("what it is and where it lies"))
    for name in ("--consent", "--agreement", "--assessment"):
        told.add_argument(name, default="", help=proof)
    told.add_argument("--on", type=day, help=say(mark("the day it is planned for; default: today")))
    told.add_argument("--at", type=instant, help=say(mark("when it happened; default: now")))
    told.add_argument("--reason", default="")
    told.add_argument("--number", default="", help=say(mark("the last letters of its number")))
    kept = add("originals", mark("Originals signed in ink: list, take in, move, lend, return, hand over."))
    kept.add_argument(
        "case", nargs="?", default="", metavar="AJ-…", help=say(mark("default: the register of all cases"))
    )
    kept.add_argument(
        "what", nargs="?", default="list", choices=["list", "take-in", "move", "lend", "return", "hand-over"]
    )
    kept.add_argument("--kind", default="contract", choices=[kind.value for kind in OriginalKind])
    kept.add_argument("--title", default="", help=say(mark("what it is")))
    kept.add_argument("--box", default="")
    kept.add_argument("--place", default="")
    kept.add_argument("--who", default="", help=say(mark("who takes it")))
    kept.add_argument("--back-by", type=day)
    kept.add_argument("--scan", type=Path, help=say(mark("scan of the signed hand-over")))
    kept.add_argument("--note", default="")
    kept.add_argument("--number", default="", help=say(mark("the last letters of its number")))
