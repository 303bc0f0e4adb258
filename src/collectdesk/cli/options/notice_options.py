"""The options of the commands on notices."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from collectdesk.cli.arguments import day
from collectdesk.domain.contact.notices import PROOFS, NoticeState, ServedBy
from collectdesk.words import LANGUAGES, mark

ACTS = ("write", "approve", "refuse", "drop", "text", "print", "seal-request", "sealed", "posted", "served")


def noticing(add: Callable[[str, str], argparse.ArgumentParser], say: Callable[[str], str]) -> None:
    """``notice``, ``notices`` and ``letterhead``."""
    made = add("notice", mark("Write a notice, decide on it, print it, and note how it was served."))
    made.add_argument("what", choices=ACTS)
    made.add_argument("about", nargs="+", help=say(mark("a case (write) or the numbers of notices")))
    made.add_argument("--level", default="overdue_letter")
    made.add_argument("--channel", default="letter", choices=["letter", "sms", "email"])
    made.add_argument("--text-language", default="zh_CN", choices=LANGUAGES)
    made.add_argument("--add", type=int, action="append", default=[], metavar="N",
                      help=say(mark("add the text's Nth permitted sentence, from 1")))  # fmt: skip
    made.add_argument("--extra", default="", help=say(mark("words of one's own; a supervisor approves them")))
    made.add_argument("--reason", default="")
    made.add_argument("--out", type=Path, help=say(mark("write the PDF here")))
    made.add_argument("--on", type=day, help=say(mark("the day it happened; default today")))
    made.add_argument("--waybill", default="")
    made.add_argument(
        "--result", choices=[state.value for state in PROOFS], default=NoticeState.DELIVERED.value
    )
    made.add_argument("--by", choices=[way.value for way in ServedBy], default=ServedBy.POST.value)
    made.add_argument("--taken-by", default="")
    made.add_argument("--scan", type=Path, help=say(mark("the scan that shows it")))
    listed = add("notices", mark("Notices of a case, or those that wait."))
    listed.add_argument("case", nargs="?", default="", metavar="AJ-…")
    listed.add_argument("--state", choices=[state.value for state in NoticeState], default="drafted")
    many = add("notice-batch", mark("Write the same notice to many customers; whom a rule stops is named."))
    many.add_argument("customers", nargs="+", help=say(mark("customer numbers")))
    many.add_argument("--level", default="first_reminder")
    many.add_argument("--channel", default="sms", choices=["letter", "sms", "email"])
    many.add_argument("--text-language", default="zh_CN", choices=LANGUAGES)
    many.add_argument("--reason", default="")
    files = add(
        "notice-file",
        mark("The post office's list and the gateway's messages out, the post office's file in."),
    )
    files.add_argument("what", choices=["post-list", "sms", "email", "waybills"])
    files.add_argument("file", type=Path)
    kept = add("texts", mark("Texts to customers: list their versions, write one, decide on it."))
    kept.add_argument("what", choices=["list", "write", "approve", "refuse", "withdraw"])
    kept.add_argument("text", nargs="?", default="", help=say(mark("the text, as the list names it")))
    kept.add_argument("--text-language", default="zh_CN", choices=LANGUAGES)
    kept.add_argument(
        "--file", type=Path, help=say(mark("title, text, and lines with “+ ” that may be added"))
    )
    kept.add_argument("--reason", default="")
    head = add("letterhead", mark("What the branch's letters say of it; with options, change it."))
    for name in ("number-word", "address", "postcode", "phone", "account-name", "account-no", "account-bank"):
        head.add_argument(f"--{name}", default="")
