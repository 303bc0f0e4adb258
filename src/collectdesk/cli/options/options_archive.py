"""The options of the commands of the archive: closing, packing, verifying, disposing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from collectdesk.cli.arguments import Add, Say, case, day
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.paper.records import OverdueReason
from collectdesk.domain.results.archiving import Purpose, Redaction
from collectdesk.domain.results.callbacks import CallbackOutcome
from collectdesk.domain.results.effect import Span
from collectdesk.words import mark


def on_archive(add: Add, say: Say) -> None:
    """What becomes of a finished case."""
    add("archive", mark("Cases that can be archived, and what others lack."))
    case(add("close", mark("Close a case.")))
    packed = case(add("pack", mark("Build a case's archive pack.")))
    packed.add_argument("--out", type=Path, help=say(mark("take the pack out in the clear as well")))
    _purpose(packed, say)
    _seal(packed, say)
    packed.add_argument(
        "--as-it-is", action="store_true", help=say(mark("pack photos that can't be decoded as they are"))
    )
    packed.add_argument(
        "--slip", type=Path, help=say(mark("write the slip with digest and fingerprint to this PDF"))
    )
    ready = add("pack-ready", mark("Build the packs of all ready cases that have none, each with its slip."))
    ready.add_argument("--out", type=Path, required=True, help=say(mark("the folder for the slips")))
    _seal(ready, say)
    _on_register(add, say)
    checked = add("verify", mark("Verify archive packs."))
    checked.add_argument("packs", nargs="+", type=Path)
    checked.add_argument("--fingerprint", help=say(mark("the fingerprint printed in the paper register")))
    disposed = case(add("dispose", mark("Dispose of a closed case's evidence, with a second person.")))
    disposed.add_argument("--reason", default="")
    disposed.add_argument("--second", default="", help=say(mark("the login of the second person")))
    disposed.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip
    certified = add(
        "disposals", mark("The certificates of disposal; with --case and --out one of them as a PDF.")
    )
    certified.add_argument("--case", default="", metavar="AJ-…")
    certified.add_argument("--out", type=Path, help=say(mark("write the certificate to this PDF")))


def _on_register(add: Add, say: Say) -> None:
    kept = add(
        "packs",
        mark(
            "The register of packs: list, take out, container, redact, sign, hold, keep, transfer, dispose."
        ),
    )
    kept.add_argument(
        "what", nargs="?", default="list",
        choices=["list", "out", "container", "redact", "sign", "hold", "release", "keep", "transfer", "dispose"],
    )  # fmt: skip
    kept.add_argument(
        "number", nargs="?", default="", metavar="GD-…", help=say(mark("for transfer: the year"))
    )
    kept.add_argument(
        "--out", type=Path,
        help=say(mark("what is written goes here; redact writes a sealed pack where the name ends in .zip")),
    )  # fmt: skip
    _seal(kept, say)
    kept.add_argument("--slip", type=Path, help=say(mark("write the slip with the passphrase to this PDF")))
    _purpose(kept, say)
    kept.add_argument(
        "--reader", default=Redaction.TRAINING.value, choices=[one.value for one in Redaction],
        help=say(mark("who reads the redacted copy")),
    )  # fmt: skip
    kept.add_argument("--until", type=day, help=say(mark("until when it is kept")))
    kept.add_argument("--reason", default="")
    kept.add_argument("--second", default="", help=say(mark("the login of the second person")))
    kept.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip
    keys = add("archive-key", mark("The archive officers' keys: list, make your own, retire one."))
    keys.add_argument("what", nargs="?", default="list", choices=["list", "make", "retire"])
    keys.add_argument("--number", default="", help=say(mark("the last letters of its number")))
    keys.add_argument("--reason", default="")
    _seal(keys, say)


def _purpose(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--purpose", default=Purpose.OWN_COPY.value, choices=[one.value for one in Purpose],
        help=say(mark("why it leaves the branch")),
    )  # fmt: skip


def _seal(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--seal-fd", type=int, help=say(mark("read the archive key's passphrase from this file descriptor"))
    )


def on_effect(add: Add, say: Say) -> None:
    """What came of the work."""
    told = add("effect", mark("The figures of effect as tables; as a spreadsheet or the branch report too."))
    told.add_argument(
        "--span", choices=[span.value for span in Span], default=Span.MONTH.value,
        help=say(mark("how far back what was done counts")),
    )  # fmt: skip
    told.add_argument("--as-of", type=day, help=say(mark("as of this day; default: today")))
    told.add_argument(
        "--product", choices=[kind.value for kind in ProductKind], default="",
        help=say(mark("only customers with this kind of product")),
    )  # fmt: skip
    told.add_argument("--area", default="", help=say(mark("only customers whose home address holds this")))
    told.add_argument(
        "--reason", choices=[reason.value for reason in OverdueReason], default="",
        help=say(mark("only customers for whom a visit record names this reason")),
    )  # fmt: skip
    told.add_argument(
        "--team", default="", help=say(mark("only customers whom this officer visited, by name"))
    )
    told.add_argument("--xlsx", type=Path, help=say(mark("write the spreadsheet here")))
    told.add_argument("--pdf", type=Path, help=say(mark("write the branch report here")))
    ended = add(
        "month-end", mark("Frozen months: list, freeze, check against today's facts, fill a template.")
    )
    ended.add_argument("what", nargs="?", default="list", choices=["list", "freeze", "check", "fill"])
    ended.add_argument("month", nargs="?", default="", metavar="2026-03")
    ended.add_argument(
        "--template", type=Path, help=say(mark("the spreadsheet whose named cells are filled"))
    )
    ended.add_argument("--out", type=Path, help=say(mark("what is written goes here")))
    asked = add(
        "callbacks", mark("Satisfaction: whom to ask about a visit, what was said, what gets better.")
    )
    asked.add_argument("what", nargs="?", default="list", choices=["list", "note", "improve", "result"])
    asked.add_argument("visit", nargs="?", default="", metavar="VISIT")
    asked.add_argument("--outcome", default="answered", choices=[each.value for each in CallbackOutcome])
    asked.add_argument("--score", type=int, help=say(mark("how satisfied they were, one to five")))
    asked.add_argument("--said", default="", help=say(mark("in their words")))
    asked.add_argument("--on", type=day, help=say(mark("the day they were asked; default: today")))
    asked.add_argument("--text", default="", help=say(mark("what gets better, or what came of it")))
    asked.add_argument("--owner", default="", help=say(mark("who sees to it, by name")))
    asked.add_argument("--by", type=day)
