"""A team's day on the command line: how the teams stand, and each step from the recheck to the account."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from collectdesk.cli.entering import chosen, run, visit_by_no
from collectdesk.cli.roads import vehicle_by_plate
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.driving import NameDriver
from collectdesk.desk.visits.rounds import (
    CloseRound,
    MarkOut,
    MarkRoundBack,
    Rechecked,
    RecheckRound,
    ReleaseRound,
    RoundLine,
    Settled,
    SettleSheets,
    ShowRounds,
)
from collectdesk.desk.visits.safety import MarkBack
from collectdesk.desk.visits.vehicles import GiveVehicle
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import Fate, Tally
from collectdesk.terms import term
from collectdesk.terms_board import fallen_sentence
from collectdesk.terms_safety import code_word_line
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence


def show_rounds(opened: Session, options: Namespace, saying: Saying) -> int:
    """How a day's teams stand; with a step, that step for one team."""
    if options.step:
        return _step(opened, options, saying)
    words, found = saying.words, run(opened, ShowRounds(options.day))
    headings = (mark("Team"), mark("State"), mark("Visits"), mark("Fell away"), mark("Pages open"))
    saying.table(
        [words.say(heading) for heading in headings],
        [
            [_crew(saying, line), term(words, line.stage), str(len(line.stops)), str(len(line.fallen)),
             str(len(line.open_sheets))]
            for line in found
        ],
    )  # fmt: skip
    for line in found:
        for stop in line.fallen:
            assert stop.fallen is not None
            why = fallen_sentence(words, stop.fallen.why, stop.fallen.decisions)
            saying.say(mark("{name}, {visit}: {why}."), name=stop.name, visit=stop.number, why=why)
    saying.result([_plain(line) for line in found])
    return DONE


def _step(opened: Session, options: Namespace, saying: Saying) -> int:
    line = _line(opened, options)
    crew = _crew(saying, line)
    if options.step == "recheck":
        _tell(run(opened, RecheckRound(line.day, line.officer_id, line.safety_id)), saying)
    elif options.step == "release":
        found: Rechecked = run(opened, ReleaseRound(line.day, line.officer_id, line.safety_id))
        visits = saying.words.plural("{count} visit", "{count} visits", found.left)
        saying.say(mark("Released: {visits}."), visits=visits)
        _tell(found, saying)
        saying.line(code_word_line(saying.words, _line(opened, options).code_word))
    elif options.step == "driver":
        driver = _driver(opened, options)
        run(opened, NameDriver(line.day, line.officer_id, line.safety_id, driver))
        saying.say(mark("Noted: who drives {crew}."), crew=crew)
    elif options.step == "vehicle":
        given = vehicle_by_plate(opened, options.vehicle).id if options.vehicle else ""
        run(opened, GiveVehicle(line.day, line.officer_id, line.safety_id, given))
        saying.say(mark("Noted: what {crew} drive."), crew=crew)
    elif options.step == "called":
        run(opened, MarkBack(visit_by_no(opened, options.visit), options.at))
        saying.say(mark("Noted: {crew} have called in after {visit}."), crew=crew, visit=options.visit)
    elif options.step == "out":
        run(opened, MarkOut(line.round_id))
        saying.say(mark("{crew} have left."), crew=crew)
    elif options.step == "back":
        run(opened, MarkRoundBack(line.round_id, options.at))
        saying.say(mark("{crew} are back."), crew=crew)
    elif options.step == "pages":
        settled = _settled(line, options.page)
        run(opened, SettleSheets(line.round_id, settled))
        saying.say(mark("Noted for {count} pages."), count=len(settled))
    else:
        expenses = Money.yuan(options.expenses) if options.expenses else Money(0)
        metres = round(options.km * 1000) if options.km is not None else None
        run(opened, CloseRound(line.round_id, Tally(metres, expenses, options.note)))
        saying.say(mark("The day of {crew} is closed: every page is accounted for."), crew=crew)
    saying.result(_plain(_line(opened, options)))
    return DONE


def _driver(opened: Session, options: Namespace) -> str:
    people = {person.staff_no: str(person.id) for person in run(opened, ListStaff())}
    if options.driver and options.driver not in people:
        raise Refused("staff.number_unknown", number=options.driver, known=", ".join(sorted(people)))
    return people.get(options.driver, "")


def _line(opened: Session, options: Namespace) -> RoundLine:
    people = {person.id: person.staff_no for person in run(opened, ListStaff())}
    for line in run(opened, ShowRounds(options.day)):
        if people.get(line.officer_id) == options.officer:
            found: RoundLine = line
            return found
    raise Refused("round.unknown", number=options.officer or "–", day=options.day)


def _settled(line: RoundLine, told: Sequence[str]) -> tuple[Settled, ...]:
    """Pages told as VISIT/PAGE=FATE[:REASON]; the cover is ``cover``."""
    settled = []
    for one in told:
        which, _, rest = one.partition("=")
        fate, _, reason = rest.partition(":")
        visit_no, _, page = which.partition("/")
        found = [
            sheet.sheet.id
            for sheet in line.sheets
            if (sheet.visit_no == visit_no and page in ("", str(sheet.sheet.page)))
            or (which == "cover" and not sheet.visit_no)
        ]
        if not found:
            raise Refused("sheet.unknown", page=page or "–", visit=visit_no)
        settled += [Settled(sheet_id, chosen(Fate, fate), reason) for sheet_id in found]
    return tuple(settled)


def _tell(found: Rechecked, saying: Saying) -> None:
    gap = saying.words.say(mark(", "))
    if found.withdrawn:
        saying.say(mark("Withdrawn: {names}."), names=gap.join(stop.name for stop in found.withdrawn))
    if found.pull_out:
        saying.say(mark("Pull out the sheets of {visits}."), visits=gap.join(found.pull_out))
    if not found.withdrawn:
        saying.say(mark("Nothing fell away."))


def _crew(saying: Saying, line: RoundLine) -> str:
    return saying.words.say(mark(", ")).join(name for name in line.crew if name)


def _plain(line: RoundLine) -> dict[str, object]:
    return {
        "crew": line.crew, "stage": line.stage, "day": line.day,
        "stops": [
            {"visit": stop.visit_id, "number": stop.number, "until": stop.until, "called_in_at": stop.called_in_at,
             "fell_away": stop.fallen.why if stop.fallen else None}
            for stop in line.stops
        ],
        "pages": [
            {"visit": one.visit_no, "page": one.sheet.page, "copy": one.sheet.copy, "fate": one.sheet.fate,
             "likely": one.proposed, "reason": one.sheet.reason}
            for one in line.sheets
        ],
        "metres": line.tally.metres, "expenses": line.tally.expenses, "driver": line.driver,
        "code_word": line.code_word, "vehicle": line.plate,
    }  # fmt: skip
