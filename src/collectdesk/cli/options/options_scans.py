"""The options of the scan tray's commands."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say
from collectdesk.words import mark


def on_scans(add: Add, say: Say) -> None:
    """Pages that came back."""
    scans = add(
        "scans",
        mark("Scanned pages: take files in, list the tray and the missing pages, file or put aside by hand."),
    )
    scans.add_argument("what", choices=["take", "list", "missing", "file", "aside"])
    scans.add_argument(
        "given", nargs="*", metavar="FILE|NUMBER",
        help=say(mark("files to take in, or the numbers that pages have in the list")),
    )  # fmt: skip
    scans.add_argument(
        "--folder",
        type=Path,
        help=say(mark("take in every complete file of this folder; taken files go below it")),
    )
    scans.add_argument("--visit", default="", metavar="WF-…", help=say(mark("file the page to this visit")))
    scans.add_argument(
        "--page", type=int, default=0, choices=[0, 1, 2],
        help=say(mark("the page of the visit's sheet; default: another paper of the visit")),
    )  # fmt: skip
    scans.add_argument("--guess", type=int, help=say(mark("file the page where this guess of the list says")))
    scans.add_argument("--reason", default="", help=say(mark("why the page is put aside")))
