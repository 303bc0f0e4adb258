"""The options of the commands of the archive: closing, packing, verifying, disposing."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say, case, day
from collectdesk.domain.effect import Span
from collectdesk.domain.products import ProductKind
from collectdesk.domain.records import OverdueReason
from collectdesk.words import mark


def on_archive(add: Add, say: Say) -> None:
    """What becomes of a finished case."""
    add("archive", mark("Cases that can be archived, and what others lack."))
    case(add("close", mark("Close a case.")))
    packed = case(add("pack", mark("Build a case's archive pack.")))
    packed.add_argument("--out", type=Path, required=True)
    packed.add_argument(
        "--as-it-is", action="store_true", help=say(mark("pack photos that can't be decoded as they are"))
    )
    packed.add_argument(
        "--slip", type=Path, help=say(mark("write the slip with digest and fingerprint to this PDF"))
    )
    ready = add("pack-ready", mark("Build the packs of all ready cases that have none, each with its slip."))
    ready.add_argument("--out", type=Path, required=True, help=say(mark("the folder for the packs")))
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
    told.add_argument("--xlsx", type=Path, help=say(mark("write the spreadsheet here")))
    told.add_argument("--pdf", type=Path, help=say(mark("write the branch report here")))
