"""Leading the team on the command line: leave, who isn't sent to whom, what was practised, working time."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from collectdesk.cli.entering import chosen, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.people.rota import (
    EndTie,
    KeepLeave,
    KeepTie,
    KeepWorkingTime,
    NotePractised,
    ShowPerson,
    TakeBackLeave,
)
from collectdesk.desk.people.staffing import ShowStaff
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.reassigning import ReassignRound
from collectdesk.domain.people.going_out import LeaveKind, PractisedKind, TieKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.asking import Suits
from collectdesk.domain.zones import local_day
from collectdesk.terms_trouble import sentence
from collectdesk.words import mark


def leave(opened: Session, options: Namespace, saying: Saying) -> int:
    """Keep somebody's leave, or take it back; names the visits that have to go to others."""
    staff_id = _staff(opened, options.staff)
    if options.back:
        for kept in run(opened, ShowPerson(staff_id)).leaves:
            run(opened, TakeBackLeave(kept.id))
        saying.say(mark("{number} is at work again."), number=options.staff)
        saying.result({"staff": options.staff})
        return DONE
    deed = KeepLeave(staff_id, chosen(LeaveKind, options.kind), options.since, options.until)
    left = run(opened, deed)
    saying.say(mark("{number} is away on these days."), number=options.staff)
    if left:
        saying.say(mark("Visits that have to go to others: {visits}"), visits=", ".join(left))
    saying.result({"staff": options.staff, "visits": left})
    return DONE


def related(opened: Session, options: Namespace, saying: Saying) -> int:
    """Keep that somebody isn't sent to a customer, or that it holds no longer."""
    staff_id = _staff(opened, options.staff)
    if options.end:
        ties = run(opened, ShowPerson(staff_id)).ties
        found = next((line.tie for line in ties if line.customer_no == options.customer), None)
        if found is None:
            raise Refused("tie.none", number=options.customer)
        run(opened, EndTie(found.id))
        saying.say(mark("It holds no longer."))
    else:
        run(opened, KeepTie(staff_id, options.customer, chosen(TieKind, options.kind), options.note))
        saying.say(
            mark("{number} isn't sent to {customer}."), number=options.staff, customer=options.customer
        )
    saying.result({"staff": options.staff, "customer": options.customer})
    return DONE


def practised(opened: Session, options: Namespace, saying: Saying) -> int:
    """Note a quiz, a course or an accompanied visit."""
    deed = NotePractised(
        _staff(opened, options.staff), chosen(PractisedKind, options.what), options.on, options.points,
        options.led_by, options.note,
    )  # fmt: skip
    run(opened, deed)
    saying.say(mark("Noted for {number}."), number=options.staff)
    saying.result({"staff": options.staff})
    return DONE


def working_time(opened: Session, options: Namespace, saying: Saying) -> int:
    """Keep when somebody works, whether they drive and what they speak."""
    hours = Suits(frozenset(options.days), options.not_before, options.over_by)
    deed = KeepWorkingTime(_staff(opened, options.staff), hours, options.drives, options.languages)
    run(opened, deed)
    saying.say(mark("Noted for {number}."), number=options.staff)
    saying.result({"staff": options.staff})
    return DONE


def reassign(opened: Session, options: Namespace, saying: Saying) -> int:
    """Give a team's day to two others."""
    crew = [_staff(opened, number) for team in (options.team, options.to) for number in team.split("+")]
    if len(crew) != _TWO_TEAMS:
        raise Refused("round.team_named", team=options.team)
    day = options.day or local_day(opened.desk.now())
    done = run(opened, ReassignRound(day, crew[0], crew[1], crew[2], crew[3], options.reason))
    words = saying.words
    saying.say(mark("Given to {team}: {visits}"), team=options.to, visits=", ".join(done.moved) or "–")
    if done.pull_out:
        saying.say(mark("Pull out the printed sheets of {visits}."), visits=", ".join(done.pull_out))
    for one in done.left:
        saying.say(mark("{visit} stays: {why}"), visit=one.number, why=sentence(words, one.error))
    saying.result({"moved": done.moved, "pull_out": done.pull_out, "left": [one.number for one in done.left]})
    return DONE


_TWO_TEAMS = 4


def _staff(opened: Session, number: str) -> str:
    lines: Any = run(opened, ShowStaff())
    known = {line.staff_no: str(line.id) for line in lines}
    if number not in known:
        raise Refused("staff.number_unknown", number=number, known=", ".join(sorted(known)))
    return known[number]
