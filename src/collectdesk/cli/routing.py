"""The day's rounds on the command line: suggest an order, accept it, enter where the branch stands."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.progress import silent
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.grounds import KeepGround
from collectdesk.desk.visits.order_accepting import Accepted
from collectdesk.desk.visits.ordering import GatherOrder, Suggestion, accepting, suggest_order
from collectdesk.domain.places import Datum
from collectdesk.terms_board import through_areas
from collectdesk.terms_trouble import left_sentence, sentence
from collectdesk.words import mark


def suggest(opened: Session, options: Namespace, saying: Saying) -> int:
    found = suggest_order(run(opened, GatherOrder(options.day, options.week)), silent())
    _show(found, saying)
    accepted = None
    if options.accept:
        accepted = run(opened, accepting(found, options.reason))
        _tell(found, accepted, saying)
    saying.result(_plain(found, accepted))
    return DONE


def ground(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, KeepGround(options.lat, options.lon, Datum(options.datum), options.reach))
    saying.say(mark("The branch stands at {lat}, {lon}."), lat=options.lat, lon=options.lon)
    saying.result({"lat": options.lat, "lon": options.lon, "datum": options.datum})
    return DONE


def _show(found: Suggestion, saying: Saying) -> None:
    words, task = saying.words, found.task
    headings = (
        mark("Team"),
        mark("Starts at"),
        mark("Present"),
        mark("Customer"),
        mark("Address"),
        mark("Drive"),
    )
    rows = []
    for one in found.timed:
        line = task.line(one.stop)
        begins = words.instant(one.begins_at) if len(task.days) > 1 else words.clock(one.begins_at)
        was = words.clock(one.was) if one.was else words.say(mark("new"))
        drive = words.say(
            mark("{minutes} min, {km} km"), minutes=one.minutes_there, km=f"{one.metres / 1000:.1f}"
        )
        drive += through_areas(words, one.through)
        rows.append(
            [
                ", ".join(task.crew(one.team)),
                begins,
                was,
                line.name,
                line.address,
                drive,
            ]
        )
    saying.table([words.say(heading) for heading in headings], rows)
    for left in found.plan.left:
        line = task.line(left.id)
        saying.say(mark("Left out: {name}, {address}: {why}."), name=line.name, address=line.address,
                   why=left_sentence(words, left))  # fmt: skip
    for zone in found.plan.zones:
        names = ", ".join(task.line(stop).name for stop in zone.stops)
        saying.say(mark("Without a time, since nobody has located them yet: {zone}: {names}."),
                   zone=zone.name or words.say(mark("unknown quarter")), names=names)  # fmt: skip
    for idle in found.plan.idle:
        saying.say(
            mark("Team {crew}: {why}."), crew=", ".join(task.crew(idle.id)), why=left_sentence(words, idle)
        )
    saying.say(
        mark("{km} km and {minutes} minutes on the road; the present order takes {more} minutes more."),
        km=f"{found.price.metres / 1000:.1f}", minutes=found.price.driving, more=found.minutes_saved,
    )  # fmt: skip


def _tell(found: Suggestion, accepted: Accepted, saying: Saying) -> None:
    words = saying.words
    saying.say(mark("{moved} visits have their new time, {planned} are planned."),
               moved=accepted.moved, planned=accepted.planned)  # fmt: skip
    for left in accepted.left:
        name = left.number or found.task.line(left.id).name
        saying.say(mark("Left as it was: {name}: {why}"), name=name, why=sentence(words, left.error))


def _plain(found: Suggestion, accepted: Accepted | None) -> dict[str, object]:
    task, plan = found.task, found.plan
    return {
        "day": task.day,
        "order": [
            {"id": one.stop, "number": task.line(one.stop).number, "team": task.crew(one.team), "was": one.was,
             "begins_at": one.begins_at, "leaves_at": one.leaves_at, "drive_minutes": one.minutes_there,
             "drive_metres": one.metres, "through": one.through}
            for one in found.timed
        ],
        "left": [{"id": one.id, "why": one.why, **dict(one.facts)} for one in plan.left],
        "zones": [{"zone": zone.name, "ids": zone.stops} for zone in plan.zones],
        "idle_teams": [{"team": task.crew(one.id), "why": one.why} for one in plan.idle],
        "metres": found.price.metres, "minutes": found.price.driving, "minutes_saved": found.minutes_saved,
        "metres_saved": found.metres_saved,
        "accepted": accepted and {
            "moved": accepted.moved, "planned": accepted.planned,
            "left": [{"id": one.id, "code": one.error.code} for one in accepted.left],
        },
    }  # fmt: skip
