"""Finds the command, signs in, and turns whatever goes wrong into a sentence and an exit code."""

from __future__ import annotations

import locale
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from collectdesk.cli import checking, daily, demo, solving, visiting
from collectdesk.cli.entering import practice_folder, session
from collectdesk.cli.parser import build
from collectdesk.cli.saying import REFUSED, UNUSABLE, Saying
from collectdesk.desk.access import Session
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.progress import Cancelled
from collectdesk.domain.imports import BadFile
from collectdesk.domain.refusals import Refused
from collectdesk.store.trouble import StaleRecord, StoreTrouble
from collectdesk.terms_trouble import sentence
from collectdesk.words import CHINESE, ENGLISH, for_language

Command = Callable[[Session, Namespace, Saying], int]
OpenWindow = Callable[[Path | None], int]

COMMANDS: dict[str, Command] = {
    "import": daily.take_files,
    "today": daily.show_today,
    "inbox": daily.show_inbox,
    "customers": daily.list_customers,
    "show": daily.show_file,
    "assess": daily.assess,
    "contact": daily.log_contact,
    "request": visiting.request,
    "decide": visiting.decide,
    "plan": visiting.plan,
    "kit": visiting.print_kit,
    "record": visiting.record,
    "sign": visiting.sign_off,
    "paper": visiting.print_record,
    "promise": solving.promise,
    "offer": solving.offer,
    "agree": solving.agree,
    "follow-up": solving.follow_up,
    "pack": checking.build_pack,
    "verify": checking.verify_packs,
    "audit": checking.audit,
    "rules": checking.rules,
}


def run(argv: Sequence[str], *, open_window: OpenWindow) -> int:
    """Run one command line; returns the exit code (0 done, 1 refused, 2 unusable input, 3 done with quarantine)."""
    _speak_utf8()
    options = build(for_language(_language(argv))).parse_args(argv)
    saying = Saying(for_language(options.language), as_json=options.json)
    try:
        if options.command == "window":
            return open_window(options.branch)
        if options.command == "demo":
            return demo.run(options, saying, open_window)
        folder = options.branch or practice_folder()
        with session(folder, options.login, options.password_fd, saying.words) as opened:
            return COMMANDS[options.command](opened, options, saying)
    except BadFile as error:
        saying.trouble(sentence(saying.words, error), error.code)
        return UNUSABLE
    except (Refused, NotPermitted, StaleRecord, StoreTrouble) as error:
        saying.trouble(sentence(saying.words, error), error.code)
        return UNUSABLE if error.code.startswith("import.") else REFUSED
    except (KeyboardInterrupt, Cancelled):
        return REFUSED


def _language(argv: Sequence[str]) -> str:
    """The language asked for, else the person's own."""
    for place, word in enumerate(argv):
        if word == "--language" and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith("--language="):
            return word.partition("=")[2]
    own = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return CHINESE if own.startswith(("zh", "Chinese")) else ENGLISH


def _speak_utf8() -> None:
    # a Windows console or a bare POSIX locale would stop at the first Chinese character
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
