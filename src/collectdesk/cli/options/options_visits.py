"""The options of the commands that ask for visits and lead those who go."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from pathlib import Path

from collectdesk.cli.arguments import Add, Say, day
from collectdesk.domain.people.going_out import LeaveKind, PractisedKind, TieKind
from collectdesk.domain.places import Datum
from collectdesk.domain.visits.asking import AddressReason, VisitKind
from collectdesk.domain.visits.visits import Approach
from collectdesk.words import mark


def on_request(asked: ArgumentParser, say: Say) -> None:
    """What a request says beside its reason."""
    asked.add_argument("--kind", choices=[each.value for each in VisitKind], default=VisitKind.ASSIST.value)
    asked.add_argument(
        "--why-here", choices=[each.value for each in AddressReason], default="",
        help=say(mark("why this address and not another")),
    )  # fmt: skip
    asked.add_argument("--suits", default="", help=say(mark("when it suits, in the customer's own words")))
    asked.add_argument(
        "--days", type=_days, default=(), help=say(mark("weekdays that suit, 1 for Monday, as 1,3,5"))
    )
    asked.add_argument("--not-before", type=_minute, default=0, help=say(mark("as 09:30")))
    asked.add_argument("--over-by", type=_minute, default=24 * 60, help=say(mark("as 17:00")))
    asked.add_argument("--approach", choices=[each.value for each in Approach], default="")
    asked.add_argument("--talking", default="", help=say(mark("what to talk about first, a line each")))
    asked.add_argument("--caution", default="", help=say(mark("what the two should watch out for")))


def on_staff(add: Add, say: Say) -> None:
    """Leave, ties, practice and working time of those who go out."""
    away = add("leave", mark("Keep that somebody is away; the visits that have to go to others are named."))
    away.add_argument("staff", metavar="C01")
    away.add_argument("--kind", choices=[each.value for each in LeaveKind], default=LeaveKind.ANNUAL.value)
    away.add_argument("--since", type=day, help=say(mark("the first day")))
    away.add_argument("--until", type=day, help=say(mark("the last day; default: the first")))
    away.add_argument(
        "--back", action="store_true", help=say(mark("they are at work again: every leave ahead ends"))
    )
    tied = add("related", mark("Keep that somebody isn't sent to a customer: related, or with an interest."))
    tied.add_argument("staff", metavar="C01")
    tied.add_argument("customer", metavar="KH…")
    tied.add_argument("--kind", choices=[each.value for each in TieKind], default=TieKind.RELATIVE.value)
    tied.add_argument("--note", default="")
    tied.add_argument("--end", action="store_true", help=say(mark("it holds no longer")))
    done = add("practised", mark("Note a quiz on the rules, a course, or a visit somebody was led on."))
    done.add_argument("staff", metavar="C01")
    done.add_argument(
        "what", choices=[each.value for each in PractisedKind],
        help=say(mark("rules_quiz, communication or accompanied")),
    )  # fmt: skip
    done.add_argument("--on", type=day, required=True)
    done.add_argument("--points", type=int)
    done.add_argument("--led-by", default="")
    done.add_argument("--note", default="")
    given = add("reassign", mark("Give a team's day to another team, at the same times."))
    given.add_argument("team", metavar="C01+S01")
    given.add_argument("to", metavar="C02+S02")
    given.add_argument("--day", type=day, help=say(mark("default: today")))
    given.add_argument("--reason", default="")
    _on_roads(add, say)


def _on_roads(add: Add, say: Say) -> None:
    """The table of roads with its named areas, and the vehicles."""
    table = add("roads", mark("The table of roads; with bands, the branch's own figures in its place."))
    table.add_argument(
        "--band", type=_band, action="append", default=[], metavar="KM:DETOUR:SPEED",
        help=say(mark("from the nearest on, detour in per mille, as 20:1320:33")),
    )  # fmt: skip
    table.add_argument("--parking", type=int, help=say(mark("minutes to park at each door")))
    table.add_argument("--source", default="", help=say(mark("what the figures rest on")))
    table.add_argument(
        "--area", default="", metavar="NAME", help=say(mark("a named area, with --centre to --speed"))
    )
    table.add_argument(
        "--centre", type=_centre, metavar="LAT,LON", help=say(mark("its middle, as 25.04,102.71"))
    )
    table.add_argument("--datum", choices=[datum.value for datum in Datum], default=Datum.WGS84.value)
    table.add_argument("--reach", type=float, default=1.0, help=say(mark("kilometres around its middle")))
    table.add_argument("--detour", type=int, default=1400, help=say(mark("its detour in per mille")))
    table.add_argument("--speed", type=int, default=20, help=say(mark("its kilometres an hour")))
    table.add_argument("--drop-area", default="", metavar="NAME", help=say(mark("give this area up")))
    car = add("vehicle", mark("The register of vehicles; with a plate, enter or change that vehicle."))
    car.add_argument("plate", nargs="?", default="")
    car.add_argument("--seats", type=int, default=5)
    car.add_argument(
        "--inspected-until", type=day, help=say(mark("the last day on which its inspection holds"))
    )
    car.add_argument("--hired", action="store_true")
    car.add_argument("--out-of-service", action="store_true")
    car.add_argument("--note", default="")
    paper = add("certificate", mark("A person's certificates; with a file, attach one more."))
    paper.add_argument("staff", metavar="C01")
    paper.add_argument("file", nargs="?", type=Path)
    works = add("working-time", mark("Keep when somebody works, whether they drive and what they speak."))
    works.add_argument("staff", metavar="C01")
    works.add_argument(
        "--days", type=_days, default=(), help=say(mark("weekdays, 1 for Monday, as 1,3,5; default: any"))
    )
    works.add_argument("--not-before", type=_minute, default=0, help=say(mark("as 09:30")))
    works.add_argument("--over-by", type=_minute, default=24 * 60, help=say(mark("as 17:00")))
    works.add_argument("--drives", action="store_true")
    works.add_argument("--languages", default="")


def on_records(add: Add, say: Say) -> None:
    """The record from the typed sheet to the locked paper."""
    number = say(mark("visit number"))
    record = add("record", mark("Record a visit from a sheet typed as JSON."))
    record.add_argument("visit", help=number)
    record.add_argument("sheet", type=Path, help=say(mark("JSON file: see docs/command-line.md")))
    record.add_argument("--evidence", nargs="*", type=Path, default=[])
    record.add_argument(
        "--recorder", default="", help=say(mark("the number of the recorder or of its recording"))
    )
    record.add_argument(
        "--place-basis",
        default="",
        help=say(mark("the clause or consent by which photos may keep their place")),
    )
    second = add(
        "second", mark("The second visitor confirms a record or differs: in person, or by the signed sheet.")
    )
    second.add_argument("visit", help=number)
    second.add_argument(
        "--differs",
        action="append",
        default=[],
        metavar="FIELD=WORDS",
        help=say(mark("what is said otherwise")),
    )
    second.add_argument("--note", default="")
    back = add("send-back", mark("Send a record back, or take its sign-off back within half an hour."))
    back.add_argument("visit", help=number)
    back.add_argument("reason", help=say(mark("what is missing")))
    signed = add("sign", mark("Sign a visit record off."))
    signed.add_argument("visit", help=number)
    more = add("addendum", mark("Add words to a record that is signed off."))
    more.add_argument("visit", help=number)
    more.add_argument("text")
    void = add("void-record", mark("Void a record with a reason: it stays to be seen, its effects go."))
    void.add_argument("visit", help=number)
    void.add_argument("reason")
    _on_papers(add, say, number)


def _on_papers(add: Add, say: Say, number: str) -> None:
    """What is printed of visits and their records."""
    asked = add("opinion-slips", mark("Print the slips with three questions that stay with the customers."))
    asked.add_argument("visits", nargs="+", help=number)
    asked.add_argument("--out", type=Path, required=True)
    slip = add(
        "custody-slip", mark("Print who hands a visit's evidence over to whom, each file with its digest.")
    )
    slip.add_argument("visit", help=number)
    slip.add_argument("--out", type=Path, required=True)
    listed = add(
        "register",
        mark("Print the register of a day's or a month's visits, or of one visit with its papers."),
    )
    listed.add_argument("--visit", default="", metavar="WF-…")
    listed.add_argument("--day", type=day, help=say(mark("default: today")))
    listed.add_argument("--until", type=day, help=say(mark("the last day; default: the first")))
    listed.add_argument("--month", type=_month, default="", metavar="2026-03")
    listed.add_argument("--out", type=Path, required=True)
    paper = add("paper", mark("Print a visit record."))
    paper.add_argument("visit", help=number)
    paper.add_argument("--out", type=Path, required=True)


def _days(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(each) for each in text.split(",") if each.strip())
    except ValueError:
        raise ArgumentTypeError(text) from None


def _centre(text: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise ArgumentTypeError(text) from None
    return lat, lon


def _band(text: str) -> tuple[int, int, int]:
    """A band as KM:DETOUR:SPEED."""
    try:
        up_to, detour, speed = (int(part) for part in text.split(":"))
    except ValueError:
        raise ArgumentTypeError(text) from None
    return up_to, detour, speed


def _month(text: str) -> str:
    try:
        datetime.strptime(text, "%Y-%m")
    except ValueError:
        raise ArgumentTypeError(text) from None
    return text


def _minute(text: str) -> int:
    if text.strip() == "24:00":
        return 24 * 60
    try:
        at = datetime.strptime(text, "%H:%M")
    except ValueError:
        raise ArgumentTypeError(text) from None
    return at.hour * 60 + at.minute
