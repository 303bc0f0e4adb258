"""The options of the commands on several PCs: stations, parcels, and the move to a new PC."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collectdesk.words import mark

if TYPE_CHECKING:
    import argparse

    from collectdesk.cli.arguments import Add, Say


def on_parcels(add: Add, say: Say) -> None:
    """Other PCs of the branch."""
    _station(add, say)
    _parcel(add, say)
    _move(add, say)


def _station(add: Add, say: Say) -> None:
    made = add(
        "station", mark("Other PCs of the branch: list, join as one, accept, revoke, sit down at one.")
    )
    made.add_argument("what", choices=["list", "join", "accept", "revoke", "welcome"])
    made.add_argument("about", nargs="?", default="", help=say(mark("a PC's name, or who sits down")))
    made.add_argument("--card", type=Path, help=say(mark("the PC's card: written by join, read by accept")))
    made.add_argument(
        "--compared", default="", metavar="XXXX-XXXX-XXXX-XXXX",
        help=say(mark("the other PC's code, read from its own screen")),
    )  # fmt: skip
    made.add_argument("--name", default="", help=say(mark("what this PC is called")))
    made.add_argument("--keeper", default="", help=say(mark("the name of whoever keeps this PC")))
    made.add_argument("--practice", action="store_true", help=say(mark("a PC for a practice branch")))
    made.add_argument("--reason", default="", help=say(mark("why the PC is revoked")))
    made.add_argument(
        "--start-code-fd", type=int, help=say(mark("read the start code from this file descriptor"))
    )
    made.add_argument(
        "--new-password-fd", type=int,
        help=say(mark("read the password of who sits down from this file descriptor")),
    )  # fmt: skip
    _second(made, say)


def _parcel(add: Add, say: Say) -> None:
    made = add("parcel", mark("Work for other PCs and their results: out, in, back, status, decide, recall."))
    made.add_argument("what", choices=["out", "in", "back", "status", "decide", "recall"])
    made.add_argument(
        "about", nargs="?", default="", help=say(mark("the parcel's file, or the number to decide"))
    )
    made.add_argument("--station", default="", help=say(mark("the name of the other PC")))
    made.add_argument(
        "--for", dest="clerk", default="", metavar="LOGIN", help=say(mark("whose open cases go"))
    )
    made.add_argument("--days", type=int, default=14, help=say(mark("how many days the parcel is good for")))
    made.add_argument(
        "--compared", default="", metavar="XXXX-XXXX-XXXX-XXXX",
        help=say(mark("the other PC's code, read from its own screen")),
    )  # fmt: skip
    made.add_argument(
        "--since", type=int, default=0, help=say(mark("pack the deeds from this number on again"))
    )
    made.add_argument(
        "--case", action="append", default=[], metavar="AJ-…", help=say(mark("only these cases"))
    )
    made.add_argument(
        "--take",
        choices=["there", "here"],
        default="",
        help=say(mark("whose side counts: there or here")),
    )


def _move(add: Add, say: Say) -> None:
    made = add(
        "move-branch", mark("Bring the branch to a new PC: ready and in there; out, done and cancel here.")
    )
    made.add_argument("what", choices=["ready", "out", "in", "done", "cancel", "status"])
    made.add_argument(
        "file", nargs="?", type=Path, help=say(mark("the new PC's card, the parcel or the receipt"))
    )
    made.add_argument("--out", type=Path, help=say(mark("where the card, the parcel or the receipt goes")))
    made.add_argument(
        "--compared", default="", metavar="XXXX-XXXX-XXXX-XXXX",
        help=say(mark("the other PC's code, read from its own screen")),
    )  # fmt: skip
    made.add_argument("--reason", default="", help=say(mark("why the move is called off")))
    made.add_argument(
        "--move-password-fd", type=int,
        help=say(mark("read the password of the new PC's key from this file descriptor")),
    )  # fmt: skip
    _second(made, say)


def _second(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--second", default="", help=say(mark("the login of the second person")))
    parser.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip
