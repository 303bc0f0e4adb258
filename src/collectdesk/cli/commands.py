"""Finds the command, signs in, and turns whatever goes wrong into a sentence and an exit code."""

from __future__ import annotations

import locale
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.cli.parser import build
from collectdesk.cli.saying import REFUSED, UNUSABLE, Saying
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.progress import Cancelled
from collectdesk.domain.intake.imports import BadFile
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.facts import BadFact
from collectdesk.store.trouble import StaleRecord, StoreTrouble
from collectdesk.terms_ledgers import sentence as file_sentence
from collectdesk.terms_trouble import sentence
from collectdesk.words import CHINESE, ENGLISH, for_language, mark

Command = Callable[["Session", Namespace, Saying], int]
if TYPE_CHECKING:
    from collectdesk.desk.vault.access import Session

OpenWindow = Callable[[Path | None], int]
TakePictures = Callable[[Path, Path], int]
"""Photographs every screen of a branch into a folder; gives how many pictures there are."""

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "import": ("files_in", "take_files"),
    "imports": ("files_in", "list_imports"),
    "undo-import": ("files_in", "undo_import"),
    "amounts": ("files_in", "list_amounts"),
    "note-amount": ("files_in", "note_amount"),
    "today": ("daily", "show_today"),
    "inbox": ("daily", "show_inbox"),
    "customers": ("daily", "list_customers"),
    "show": ("daily", "show_file"),
    "assess": ("risking", "assess"),
    "steps": ("stepping", "steps"),
    "worth": ("weighing", "worth"),
    "calibration": ("calibrating", "calibration"),
    "override": ("risking", "override"),
    "scorecard": ("risking", "check_card"),
    "score": ("scoring", "score"),
    "own-card": ("scoring", "own_card"),
    "contact": ("contacting", "log_contact"),
    "roads": ("roads", "roads"),
    "diary": ("diary", "show_diary"),
    "certificate": ("roads", "certificate"),
    "vehicle": ("roads", "vehicle"),
    "notify": ("contacting", "notify"),
    "disclose": ("telling", "disclose"),
    "originals": ("telling", "originals"),
    "script": ("contacting", "script"),
    "accounts": ("contacting", "accounts"),
    "hold": ("duties", "hold"),
    "wish": ("duties", "wish"),
    "zone": ("duties", "zone"),
    "complaint": ("complaining", "complaint"),
    "complaints": ("complaining", "list_complaints"),
    "chronology": ("complaining", "chronology"),
    "clocks": ("clocks", "clocks"),
    "out": ("visiting", "list_out"),
    "back": ("visiting", "mark_back"),
    "notice": ("noticing", "notice"),
    "notices": ("noticing", "list_notices"),
    "texts": ("text_keeping", "texts"),
    "notice-batch": ("noticing_many", "make_batch"),
    "notice-file": ("noticing_many", "move_file"),
    "letterhead": ("noticing", "letterhead"),
    "request": ("visiting", "request"),
    "decide": ("visiting", "decide"),
    "visits": ("visiting", "list_visits"),
    "staff": ("visiting", "list_staff"),
    "reassign": ("leading", "reassign"),
    "leave": ("leading", "leave"),
    "related": ("leading", "related"),
    "practised": ("leading", "practised"),
    "working-time": ("leading", "working_time"),
    "plan": ("visiting", "plan"),
    "routes": ("routing", "suggest"),
    "ground": ("routing", "ground"),
    "board": ("boarding", "show_board"),
    "round": ("rounding", "show_rounds"),
    "move": ("boarding", "move"),
    "kit": ("papers", "print_kit"),
    "record": ("papers", "record"),
    "scans": ("scanning", "scans"),
    "sign": ("papers", "sign_off"),
    "second": ("records", "second"),
    "send-back": ("records", "send_back"),
    "opinion-slips": ("visit_papers", "opinion_slips"),
    "custody-slip": ("visit_papers", "custody_slip"),
    "register": ("visit_papers", "register"),
    "addendum": ("records", "addendum"),
    "void-record": ("records", "void"),
    "paper": ("papers", "print_record"),
    "promise": ("solving", "promise"),
    "offer": ("solving", "offer"),
    "offers": ("solving", "suggest"),
    "prove-amount": ("paying", "prove"),
    "receipt": ("paying", "receipt"),
    "budget-sheet": ("paying", "budget_sheet"),
    "leaflet": ("paying", "leaflet"),
    "tray": ("paying", "tray"),
    "share-payment": ("paying", "share_payment"),
    "kept-rates": ("following", "kept_rates"),
    "watched": ("following", "watched"),
    "hand-out": ("following", "hand_out"),
    "take-back": ("following", "take_back"),
    "waive": ("solving", "waive"),
    "ways": ("solving_ways", "ways"),
    "plan-signed": ("solving", "plan_signed"),
    "agree": ("solving", "agree"),
    "agreement": ("papers", "print_agreement"),
    "follow-up": ("solving", "follow_up"),
    "archive": ("checking", "list_archive"),
    "effect": ("measuring", "show_effect"),
    "callbacks": ("calling_back", "callbacks"),
    "month-end": ("measuring", "month_end"),
    "close": ("checking", "close_case"),
    "pack": ("packing", "build_pack"),
    "pack-ready": ("packing", "pack_ready"),
    "packs": ("packing", "packs"),
    "archive-key": ("packing", "archive_key"),
    "verify": ("checking", "verify_packs"),
    "audit": ("checking", "audit"),
    "station": ("parcels", "station"),
    "parcel": ("parcels", "parcel"),
    "move-branch": ("moving", "move"),
    "backup": ("keeping", "back_up"),
    "backups": ("keeping", "list_backups"),
    "close-day": ("checking", "close_day"),
    "confirm-clock": ("checking", "confirm_clock"),
    "dispose": ("evidence", "dispose"),
    "disposals": ("evidence", "list_disposals"),
    "people": ("rights", "people"),
    "signatures": ("rights", "signatures"),
    "assign": ("rights", "assign"),
    "buckets": ("own_buckets", "buckets"),
    "phone-list": ("phoning", "phone_lists"),
    "own-data": ("petitioning", "petitions"),
    "retention": ("petitioning", "retention"),
    "correct": ("merging", "correct"),
    "duplicates": ("merging", "duplicates"),
    "merge": ("merging", "merge"),
    "unmerge": ("merging", "unmerge"),
    "share": ("sharing", "share"),
    "sharings": ("sharing", "list_sharings"),
    "paper-approval": ("rights", "act_on_paper"),
    "papers": ("standing_in", "papers"),
    "deputy": ("standing_in", "deputy"),
}
"""Each command's room and function: rooms are opened only for the command that is given, so that help is quick."""


RULES: Final[dict[str, str]] = {
    "list": "list_rules", "show": "show_rule", "check": "check_act", "booklet": "print_rules",
}  # fmt: skip
"""Commands on the rules themselves: they say nothing of any customer, so nobody has to sign in to the shipped ones."""
OWN_RULES: Final[dict[str, str]] = {
    "packs": "list_packs",
    "load": "load_pack",
    "withdraw": "withdraw_pack",
    "confirm": "confirm",
    "loosen": "loosen",
    "restore": "restore",
    "choose": "choose",
    "rehearse": "rehearse",
}
"""Commands on the rules of one branch."""
DISK: Final = mark("{file} can't be written or read: {reason}.")
UNUSABLE_CODES: Final = ("import.", "sheet.", "option.", "evidence.", "code.")
"""Refusals that are about what was given, not about whether it may be done."""


def run(argv: Sequence[str], *, open_window: OpenWindow, take_pictures: TakePictures) -> int:
    """Run one command line; gives the exit code (0 done, 1 refused, 2 unusable input, 3 done with quarantine)."""
    _speak_utf8()
    options = build(for_language(_language(argv))).parse_args(argv)
    saying = Saying(for_language(options.language), as_json=options.json)
    try:
        if options.command == "window":
            return open_window(options.branch)
        if options.command == "demo":
            from collectdesk.cli.practice_day import demo

            return demo.run(options, saying, open_window, take_pictures)
        alone = _without_a_desk(options)
        return alone(options, saying) if alone is not None else _at_the_desk(options, saying)
    except BadFact as error:
        from collectdesk.terms_rules import told_fact_sentence

        saying.trouble(told_fact_sentence(saying.words, options.facts.name, error), error)
        return UNUSABLE
    except BadFile as error:
        saying.trouble(file_sentence(error.code, error.facts, saying.words), error)
        return UNUSABLE
    except (Refused, NotPermitted, StaleRecord, StoreTrouble, ArchiveTrouble) as error:
        saying.trouble(sentence(saying.words, error), error)
        return UNUSABLE if error.code.startswith(UNUSABLE_CODES) else REFUSED
    except OSError as error:
        saying.trouble(saying.words.say(DISK, file=error.filename or "", reason=error.strerror or ""), error)
        return REFUSED
    except (KeyboardInterrupt, Cancelled):
        return REFUSED


def _without_a_desk(options: Namespace) -> Callable[..., int] | None:
    """What doesn't sign in at a branch that stands: it makes one, brings one, or asks the rules alone."""
    if options.command == "restore":
        from collectdesk.cli import restoring

        return restoring.run
    if options.command == "set-up":
        from collectdesk.cli import establishing

        return establishing.run
    if options.command in ("connect", "relocate", "workstation"):
        from collectdesk.cli import serving

        return serving.run
    if options.command == "station" and options.what == "join":
        from collectdesk.cli import parcels

        return parcels.join_here
    if options.command == "move-branch" and options.what in ("ready", "in"):
        from collectdesk.cli import moving

        return moving.on_new_pc
    if options.command in ("keys", "recover"):
        from collectdesk.cli import keys

        return keys.run
    if options.command == "rules" and options.what in RULES and options.branch is None:
        return _by_the_book
    return None


def _by_the_book(options: Namespace, saying: Saying) -> int:
    from collectdesk.cli import ruling

    command: Callable[..., int] = getattr(ruling, RULES[options.what])
    return command(options, saying)


def _at_the_desk(options: Namespace, saying: Saying) -> int:
    from collectdesk.cli.entering import practice_folder, session

    if options.command == "rules":
        return _rules_of_the_branch(options, saying)
    room, name = COMMANDS[options.command]
    command: Command = getattr(import_module(f"collectdesk.cli.{room}"), name)
    folder = options.branch or practice_folder()
    with session(folder, options.login, options.password_fd, saying.words) as opened:
        return command(opened, options, saying)


def _rules_of_the_branch(options: Namespace, saying: Saying) -> int:
    """The rules as one branch keeps them: its own packs and changes among them."""
    from collectdesk.cli import rulekeeping, ruling
    from collectdesk.cli.entering import practice_folder, session

    with session(
        options.branch or practice_folder(), options.login, options.password_fd, saying.words
    ) as opened:
        if options.what in RULES:
            asked: Callable[..., int] = getattr(ruling, RULES[options.what])
            return asked(options, saying, opened)
        command: Command = getattr(rulekeeping, OWN_RULES[options.what])
        return command(opened, options, saying)


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
