"""The commands and their options; what each does stands in the room it calls."""

from __future__ import annotations

import argparse
from pathlib import Path

from collectdesk.cli.arguments import Add, Parser, Say, case, day, instant, shared, speaking
from collectdesk.cli.options.notice_options import noticing
from collectdesk.cli.options.options_archive import on_archive, on_effect
from collectdesk.cli.options.options_contacting import contacting
from collectdesk.cli.options.options_keeping import on_keeping, on_keys
from collectdesk.cli.options.options_parcels import on_parcels
from collectdesk.cli.options.options_people import on_people
from collectdesk.cli.options.options_risk import on_risk, on_today
from collectdesk.cli.options.options_scans import on_scans
from collectdesk.cli.options.options_server import on_server
from collectdesk.cli.options.options_solving import more_of_offers, more_of_promises, on_solutions
from collectdesk.cli.options.options_visits import on_records, on_request, on_staff
from collectdesk.cli.options.parser_duties import add_duties
from collectdesk.cli.options.parser_files import add_file_commands
from collectdesk.cli.options.parser_telling import add_telling
from collectdesk.desk.solutions.noting import NOTED_SOURCES, NotedKind
from collectdesk.domain.places import Datum
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.told import ZONES
from collectdesk.domain.visits.visits import Approach
from collectdesk.store.vault.shelf import NAMES
from collectdesk.words import Words, mark


def build(words: Words) -> argparse.ArgumentParser:
    """The parser in a language."""
    with speaking(words):
        parser = _built(words)
    parser.words = words
    return parser


def _built(words: Words) -> Parser:
    say = words.say
    parser = Parser(
        prog="collectdesk", description=say(mark("The desk of a small bank branch for overdue borrowers."))
    )
    options = shared(words)
    commands = parser.add_subparsers(dest="command", required=True, metavar=say(mark("COMMAND")))

    def add(name: str, sentence: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=say(sentence), description=say(sentence), parents=[options])

    begun = (_beginning, _daily, contacting, noticing, _visiting, _rounds, _papers)
    for group in (
        *begun,
        on_scans,
        on_risk,
        _solving,
        on_archive,
        on_effect,
        _checking,
        on_keeping,
        _rights,
        on_keys,
        on_server,
        on_people,
        on_parcels,
    ):
        group(add, say)
    add_file_commands(add, say)
    add_telling(add, say)
    _rules(add, words)
    add_duties(add, say)
    return parser


def _beginning(add: Add, say: Say) -> None:
    demo = add(
        "demo", mark("Open the practice branch; without a display, go through its whole day into --out.")
    )
    demo.add_argument(
        "--headless", action="store_true", help=say(mark("go through the day without a window"))
    )
    demo.add_argument(
        "--out", type=Path, default=Path("out"), help=say(mark("where papers, pack and pictures go"))
    )
    demo.add_argument(
        "--borrowers",
        type=int,
        default=3000,
        help=say(mark("size of a new practice branch, up to 1,000,000")),
    )
    demo.add_argument("--fresh", action="store_true", help=say(mark("make the practice branch anew")))
    demo.add_argument("--no-pictures", action="store_true", help=say(mark("leave the screenshots out")))
    add("window", mark("Open the window on a branch."))
    begun = add("set-up", mark("Set up a real branch in an empty folder."))
    begun.add_argument(
        "--name", required=True, help=say(mark("the branch's name as it stands on its papers"))
    )
    begun.add_argument("--administrator", required=True, metavar="LOGIN=NAME")
    begun.add_argument(
        "--supervisor", required=True, action="append", metavar="LOGIN=NAME",
        help=say(mark("may be given more than once; passwords are asked in this order")),
    )  # fmt: skip
    begun.add_argument("--jurisdiction", choices=list(ZONES), default=next(iter(ZONES)))
    begun.add_argument(
        "--keyring", choices=[name for name in NAMES if name != "practice"], default="system",
        help=say(mark("the keyring of this PC to use; default: the system's own")),
    )  # fmt: skip
    begun.add_argument(
        "--code-fd", type=int, help=say(mark("read the codes from this file descriptor, one a line"))
    )
    begun.add_argument("--out", type=Path, help=say(mark("write the recovery sheets to this PDF")))
    begun.add_argument("--backup", type=Path, metavar="FOLDER", help=say(mark("plan backups to this folder")))
    begun.add_argument("--every", choices=["daily", "weekly", "monthly"], default="daily")


def _daily(add: Add, say: Say) -> None:
    taken = add(
        "import",
        mark("Import overdue lists, payments or one of the other lists."),
    )
    taken.add_argument("files", nargs="+", type=Path)
    taken.add_argument(
        "--data-date", type=day, help=say(mark("the day of the figures, where the file doesn't say it"))
    )
    taken.add_argument(
        "--quarantine", type=Path, help=say(mark("write the rows that can't be taken to this CSV file"))
    )
    taken.add_argument(
        "--compare",
        action="store_true",
        help=say(mark("only tell what the files would change; write nothing")),
    )
    taken.add_argument(
        "--whole",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=say(mark("the overdue list is the branch's whole one: what it leaves out is no longer overdue")),
    )
    taken.add_argument(
        "--workbook-password-fd",
        type=int,
        metavar="N",
        help=say(mark("read the password of a protected workbook from this file descriptor")),
    )
    add("imports", mark("The imports so far, newest first."))
    undone = add("undo-import", mark("Take a whole import back."))
    undone.add_argument("file", help=say(mark("name of the file, as the imports list it")))
    noted = case(add("note-amount", mark("Note an amount that core banking hasn't said yet.")))
    noted.add_argument("kind", choices=[kind.value for kind in NotedKind])
    noted.add_argument("amount", help=say(mark("yuan")))
    noted.add_argument("--account", required=True, help=say(mark("account, or its last four figures")))
    noted.add_argument("--on", type=day, help=say(mark("the day of the amount; default today")))
    noted.add_argument("--source", choices=NOTED_SOURCES, required=True)
    noted.add_argument("--note", default="")
    on_today(add("today", mark("What is to be done today, leftovers first.")), say)
    add("inbox", mark("What waits for the supervisor."))
    listed = add("customers", mark("Customers, worst first."))
    listed.add_argument("text", nargs="?", default="", help=say(mark("name, pinyin, initials or number")))
    listed.add_argument("--as-of", type=day, help=say(mark("as the list stood at the end of a past day")))
    case(add("show", mark("One customer's file.")))
    case(add("assess", mark("Check a case's risk.")))


def _visiting(add: Add, say: Say) -> None:
    asked = case(add("request", mark("Ask for a visit.")))
    asked.add_argument("--reason", default="verification")
    asked.add_argument("--note", default="")
    on_request(asked, say)
    decided = case(add("decide", mark("Decide a visit request.")))
    decided.add_argument("verdict", choices=["approve", "return", "reject"])
    decided.add_argument("--reason", default="")
    add("visits", mark("Visits that are still open."))
    add("staff", mark("Who can go out."))
    on_staff(add, say)
    add("out", mark("Teams that are out, overdue ones first."))
    back = add("back", mark("Note that a team is back."))
    back.add_argument("visit", help=say(mark("visit number")))
    back.add_argument("--at", type=instant, help=say(mark("when, as 2026-03-19T14:30")))
    planned = case(add("plan", mark("Plan an approved visit with a team of two.")))
    planned.add_argument("--at", type=instant, required=True, help=say(mark("when, as 2026-03-19T14:30")))
    planned.add_argument("--officer", required=True, help=say(mark("staff number of the collection officer")))
    planned.add_argument("--safety", required=True, help=say(mark("staff number of the safety officer")))
    planned.add_argument("--minutes", type=int, default=45)
    planned.add_argument("--reason", default="")
    planned.add_argument("--approach", choices=[each.value for each in Approach], default="")
    planned.add_argument("--caution", default="", help=say(mark("what the two should watch out for")))


def _rounds(add: Add, say: Say) -> None:
    sought = add("routes", mark("Suggest an order for a day's visits and approved requests."))
    sought.add_argument("day", type=day)
    sought.add_argument(
        "--accept",
        action="store_true",
        help=say(mark("write the new times; a visit that a rule refuses is left")),
    )
    sought.add_argument(
        "--reason", default="", help=say(mark("for visits that a rule allows only with a reason"))
    )
    sought.add_argument("--week", action="store_true", help=say(mark("to the end of the day's week")))
    diary = add("diary", mark("The calendar: visits, promises, deadlines, leave, deputies and holidays."))
    diary.add_argument("--since", type=day, help=say(mark("the first day; default: today")))
    diary.add_argument("--days", type=int, default=14)
    shown = add("board", mark("A day's teams with their visits, and what waits for a time."))
    shown.add_argument("day", type=day)
    moved = add("move", mark("Give a planned visit another time or another team."))
    moved.add_argument("visit", help=say(mark("visit number")))
    moved.add_argument("--at", type=instant, help=say(mark("when, as 2026-03-19T14:30")))
    moved.add_argument("--officer", help=say(mark("staff number of the collection officer")))
    moved.add_argument("--safety", help=say(mark("staff number of the safety officer")))
    moved.add_argument("--reason", default="")
    moved.add_argument(
        "--try", dest="only_try", action="store_true", help=say(mark("say what it would mean, write nothing"))
    )
    _round(add("round", mark("A day's teams on the road; with a step, that step for one team.")), say)
    door = add("ground", mark("Enter where the branch stands: its rounds begin and end there."))
    door.add_argument("lat", type=float, help=say(mark("latitude, as 25.04")))
    door.add_argument("lon", type=float, help=say(mark("longitude, as 102.71")))
    door.add_argument(
        "--datum", choices=[datum.value for datum in Datum], default=Datum.WGS84.value,
        help=say(mark("what the figures were read off: wgs84 (GPS), gcj02 (Amap, Tencent), bd09 (Baidu)")),
    )  # fmt: skip
    door.add_argument(
        "--reach", type=int, default=60, help=say(mark("kilometres to the end of the branch's area"))
    )


def _round(out: argparse.ArgumentParser, say: Say) -> None:
    out.add_argument("day", type=day)
    out.add_argument(
        "step",
        nargs="?",
        choices=["recheck", "driver", "vehicle", "release", "out", "called", "back", "pages", "close"],
        default=None,
    )
    out.add_argument("--officer", help=say(mark("staff number of the collection officer")))
    out.add_argument("--at", type=instant, help=say(mark("when, as 2026-03-19T14:30")))
    told = say(mark("what became of a page: returned, left, unused, withdrawn or lost with the reason"))
    out.add_argument("--page", action="append", default=[], metavar="VISIT/PAGE=FATE[:REASON]", help=told)
    out.add_argument("--vehicle", default="", help=say(mark("number plate of what they drive; empty: none")))
    out.add_argument("--driver", default="", help=say(mark("staff number of who drives; empty: nobody")))
    out.add_argument("--visit", default="", help=say(mark("the visit after which they called in")))
    out.add_argument("--km", type=float, help=say(mark("kilometres driven")))
    out.add_argument("--expenses", default="", help=say(mark("yuan")))
    out.add_argument("--note", default="", help=say(mark("what the expenses were for")))


def _papers(add: Add, say: Say) -> None:
    kit = add("kit", mark("Print the kit of planned visits."))
    kit.add_argument("visits", nargs="+", help=say(mark("visit numbers")))
    kit.add_argument("--out", type=Path, required=True)
    on_records(add, say)


def _solving(add: Add, say: Say) -> None:
    promised = case(add("promise", mark("Take a promise to pay down.")))
    promised.add_argument("amount", help=say(mark("yuan")))
    promised.add_argument("due_on", type=day)
    more_of_promises(promised)
    offered = case(add("offer", mark("Offer an instalment plan.")))
    offered.add_argument("--account", required=True, help=say(mark("account, or its last four figures")))
    offered.add_argument("--amount", required=True, help=say(mark("yuan")))
    offered.add_argument("--count", type=int, default=1)
    offered.add_argument("--first-due", type=day, required=True)
    offered.add_argument("--reason", required=True)
    offered.add_argument(
        "--unsigned", action="store_true", help=say(mark("the customer signs later: see plan-signed"))
    )
    more_of_offers(offered, say)
    suggested = case(add("offers", mark("Suggest up to three plans from what the household can keep.")))
    suggested.add_argument("--account", required=True, help=say(mark("account, or its last four figures")))
    suggested.add_argument("--amount", help=say(mark("yuan")))
    suggested.add_argument("--persons", type=int, default=1)
    suggested.add_argument("--pay-day", type=int)
    case(add("plan-signed", mark("Note that the customer has signed the plan that was offered.")))
    agreed = case(add("agree", mark("Approve the instalment plan that waits.")))
    agreed.add_argument("--reason", default="")
    agreement = case(add("agreement", mark("Print the agreement of an instalment plan.")))
    agreement.add_argument("--out", type=Path, required=True)
    followed = add("follow-up", mark("Promises and plans, broken ones first."))
    followed.add_argument(
        "--judge", action="store_true", help=say(mark("first judge those that run by the payments so far"))
    )
    on_solutions(add, say)


def _rights(add: Add, say: Say) -> None:
    add("people", mark("Who signs in, when last, and wrong passwords since."))
    signed = add("signatures", mark("Verify or list the personal signatures."))
    signed.add_argument("what", choices=["verify", "list"])
    given = case(add("assign", mark("Give a case to somebody who works cases.")))
    given.add_argument("to", help=say(mark("login; - for nobody")))
    paper = case(add("paper-approval", mark("Act on an approval that a supervisor signed on paper.")))
    paper.add_argument("scan", type=Path)
    paper.add_argument(
        "--about", choices=["request", "plan"], default="request",
        help=say(mark("what was approved: the visit asked for, or the plan of instalments")),
    )  # fmt: skip
    paper.add_argument("--signed-by", required=True, help=say(mark("login of the supervisor who signed")))
    paper.add_argument("--signed-on", type=day, required=True)


def _checking(add: Add, say: Say) -> None:
    audit = add("audit", mark("Verify, list or export the audit trail."))
    audit.add_argument("what", choices=["verify", "list", "export", "evidence"])
    audit.add_argument("--out", type=Path, help=say(mark("where the signed export goes")))
    audit.add_argument("--anchor", help=say(mark("number:root printed on an evening page or slip")))
    audit.add_argument(
        "--pack", action="append", default=[], type=Path, help=say(mark("a pack whose memory is an anchor"))
    )
    audit.add_argument(
        "--sweep", action="store_true", help=say(mark("remove the files of evidence that no record needs"))
    )
    evening = add("close-day", mark("Close the day: print the evening page with the trail's root."))
    evening.add_argument("--out", type=Path, required=True)
    add("confirm-clock", mark("Confirm that the clock is right now, after it had gone back."))


def _rules(add: Add, words: Words) -> None:
    say = words.say
    rules = add("rules", mark("The rules in force; which of them a planned act would break."))
    rules.add_argument("--on", type=day)
    rules.add_argument("--act", choices=[act.value for act in Act])
    rules.add_argument("--jurisdiction", choices=list(ZONES))
    # repeated for each act on the rules; an option that isn't given there keeps what stood before it
    again = shared(words, argument_default=argparse.SUPPRESS)
    acts = rules.add_subparsers(dest="what", metavar=say(mark("ACT")))
    rules.set_defaults(what="list")

    def one(name: str, sentence: str) -> argparse.ArgumentParser:
        return acts.add_parser(name, help=say(sentence), description=say(sentence), parents=[again])

    listed = one("list", mark("The rules in force, or those of one act."))
    for name, kind in (("--on", {"type": day}), ("--act", {"choices": [act.value for act in Act]})):
        listed.add_argument(name, default=argparse.SUPPRESS, **kind)
    listed.add_argument("--jurisdiction", choices=list(ZONES), default=argparse.SUPPRESS)
    one("show", mark("One rule in full: condition, clause, remedy.")).add_argument("rule", metavar="CN-…")
    _rules_of_a_branch(one, say)
    checked = one("check", mark("Judge a planned act whose facts stand in a JSON file."))
    checked.add_argument("facts", type=Path, metavar="FACTS.json")


def _rules_of_a_branch(one: Add, say: Say) -> None:
    booklet = one("booklet", mark("Print the rules in force as a booklet (PDF) with date and digest."))
    booklet.add_argument("--out", type=Path, required=True, metavar="PDF")
    booklet.add_argument("--on", type=day, default=argparse.SUPPRESS)
    one("packs", mark("The packs and changes of the branch."))
    load = one("load", mark("Load a pack of the branch; softer rules take a supervisor and a reason."))
    load.add_argument("pack", type=Path, metavar="PACK.toml")
    load.add_argument("--reason", default="")
    withdraw = one("withdraw", mark("Withdraw a pack of the branch; its earlier version judges again."))
    withdraw.add_argument("pack", metavar="PACK")
    withdraw.add_argument("version", metavar="VERSION")
    withdraw.add_argument("--reason", default="")
    confirm = one("confirm", mark("Confirm or correct a rule's citation: it was read at its source."))
    confirm.add_argument("rule", metavar="CN-…")
    confirm.add_argument("--source", default="", help=say(mark("where it was read")))
    confirm.add_argument("--clause-zh", default="")
    confirm.add_argument("--clause-en", default="")
    confirm.add_argument("--date", type=day, dest="dated_on")
    loosen = one("loosen", mark("Let a rule ask for a reason, or only hint; it never falls silent."))
    loosen.add_argument("rule", metavar="CN-…")
    loosen.add_argument("outcome", choices=["needs_reason", "hint"])
    loosen.add_argument("--reason", default="")
    loosen.add_argument("--until", type=day)
    one("restore", mark("End the loosening of a rule.")).add_argument("rule", metavar="CN-…")
    choose = one("choose", mark("Choose whose rules bind the branch."))
    choose.add_argument("chosen", choices=list(ZONES))
    choose.add_argument("--reason", default="")
    _second(choose, say)
    rehearse = one("rehearse", mark("Who a new pack would have stopped; without one, the rules as they are."))
    rehearse.add_argument("pack", type=Path, nargs="?", metavar="PACK.toml")
    rehearse.add_argument("--from", type=day, dest="first")
    rehearse.add_argument("--to", type=day, dest="last")


def _second(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--second", default="", help=say(mark("the login of the second person")))
    parser.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip
