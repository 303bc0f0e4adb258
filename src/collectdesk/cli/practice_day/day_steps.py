"""The practice day from the morning's import to the next morning's visit, one named function a step."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from collectdesk import terms_risk
from collectdesk.cli.daily import print_worklist
from collectdesk.cli.practice_day import day_end
from collectdesk.cli.practice_day.day import Day, Step, Unexpected, require
from collectdesk.cli.saying import Saying
from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.today import ShowInbox, ShowToday
from collectdesk.desk.intake.imports import CommitImport, ExportQuarantine, ReadFile
from collectdesk.desk.paper.attaching import AttachEvidence
from collectdesk.desk.paper.recording import RecordVisit, SignOff
from collectdesk.desk.paper.second_visitor import SayAsSecond
from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.risk.assessing import AssessRisk
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.desk.visits.notifying import NotifyCustomer
from collectdesk.desk.visits.preparing import FindVisit
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.visiting import (
    DecideRequest,
    ListVisits,
    PlanVisit,
    RequestVisit,
)
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.paper import records as r
from collectdesk.domain.refusals import RuleBroken
from collectdesk.domain.visits.visits import RequestReason, Verdict
from collectdesk.practice.photos import door_photo
from collectdesk.practice.story import Role
from collectdesk.terms import term
from collectdesk.terms_trouble import sentence
from collectdesk.words import mark

VISITED: Final = Role.KEEPS
BREAKS: Final = Role.BREAKS
PLANNED: Final = Role.PARTLY


def import_the_morning(day: Day) -> str:
    """The overdue list with its bad rows, then the payments; the quarantine goes to the papers."""
    good = bad = 0
    for path in day.files.morning:
        ledger = day.by_clerk(ReadFile(path))
        if ledger.bad:
            for words in day.in_both():
                target = day.sheet(words.language, "quarantine.csv")
                day.by_clerk(ExportQuarantine(ledger, target, words.language))
        done = day.by_clerk(CommitImport(ledger))
        good, bad = good + done.good, bad + done.bad_rows
    return day.words.say(mark("{good} rows imported, {bad} in quarantine"), good=good, bad=bad)


def look_at_today(day: Day) -> str:
    worklist = day.by_clerk(ShowToday())
    require(bool(worklist.items), "the worklist is empty after an overdue list was imported")
    for words in day.in_both():
        with day.sheet(words.language, "today.txt").open("w", encoding="utf-8") as file:
            print_worklist(worklist, Saying(words, as_json=False, out=file))
    return day.words.plural("{count} thing to do", "{count} things to do", len(worklist.items))


def call_in_vain(day: Day) -> str:
    day.clock.move_to(day.today, 9, 20)
    return _call(day, BREAKS, Reached.NOBODY, ContactOutcome.NO_ANSWER)


def reach_the_customer(day: Day) -> str:
    day.clock.move_to(day.today, 9, 35)
    return _call(day, VISITED, Reached.DEBTOR, ContactOutcome.REFUSED)


def _call(day: Day, role: Role, reached: Reached, outcome: ContactOutcome) -> str:
    deed = LogContact(
        day.case_id(role), Channel.PHONE, day.clock(), reached, outcome, point_id=day.number_of(role)
    )
    done = day.by_clerk(deed)
    require(not done.breaches, f"a call in the morning was marked as a breach: {done.breaches}")
    return f"{day.case_no(role)}: {term(day.words, outcome)}"


def check_the_risk(day: Day) -> str:
    found = day.by_clerk(AssessRisk(day.case_id(VISITED))).assessment
    # a suggestion: where a visit wouldn't earn its cost the clerk may still go, here to see whether the address holds
    return day.words.say(
        mark("willingness {willing}, ability {able}, risk {level}; suggested next: {step}"),
        willing=found.willingness,
        able=found.ability,
        level=day.words.say(terms_risk.LEVELS[found.level.value]),
        step=day.words.say(terms_risk.STRATEGIES[found.strategy.value]),
    )


def ask_for_a_visit(day: Day) -> str:
    home = next(p.id for p in day.file_of(VISITED).points if p.kind == "address" and p.label == "home")
    asked = RequestVisit(day.case_id(VISITED), home, RequestReason.VERIFICATION)
    day.found["request"] = day.by_clerk(asked)
    return day.words.say(mark("waits in the supervisor's inbox"))


def approve_it(day: Day) -> str:
    waiting = day.by_supervisor(ShowInbox()).requests
    require(any(w.request_id == day.found["request"] for w in waiting), "the request isn't in the inbox")
    why = day.words.say(mark("Read the risk check; two go together"))
    day.by_supervisor(DecideRequest(day.found["request"], Verdict.APPROVE, why))
    return day.words.say(mark("approved by {name}"), name=day.supervisor.actor.name)


def be_refused_at_night(day: Day) -> str:
    """A plan at 22:30 never comes to be; the sentence names the rule, its clause and what would be lawful."""
    try:
        day.by_clerk(_plan(day, 22, 30))
    except RuleBroken as refused:
        return day.words.say(mark("refused: {why}"), why=sentence(day.words, refused).replace("\n", " "))
    raise Unexpected("a visit at 22:30 was let through")


def plan_lawfully(day: Day) -> str:
    visit_id = day.by_clerk(_plan(day, 14, 30))
    found = next(v for v in day.by_clerk(ListVisits()) if v.visit_id == visit_id)
    require(day.by_clerk(FindVisit(found.visit_no)) == visit_id, "the visit can't be found by its number")
    day.found |= {"visit": visit_id, "visit_no": found.visit_no}
    return day.words.say(
        mark("{number} on {at}, {officer} and {safety}"),
        number=found.visit_no,
        at=day.words.instant(found.planned_at),
        officer=found.officer,
        safety=found.safety,
    )


def _plan(day: Day, hour: int, minute: int) -> PlanVisit:
    staff = {person.staff_no: person.id for person in day.by_clerk(ListStaff())}
    at = day.on(1, hour, minute)
    reason = day.words.say(mark("The customer asked to talk at home"))
    caution = day.words.say(mark("Go in and out together; keep the telephone on"))
    return PlanVisit(day.found["request"], at, staff["C01"], staff["S01"], reason=reason, caution=caution)


def announce_it(day: Day) -> str:
    day.clock.move_to(day.today, 10, 5)
    told = NotifyCustomer(
        day.found["visit"], day.number_of(VISITED), Channel.PHONE, ContactOutcome.VISIT_AGREED
    )
    day.by_clerk(told)
    return day.words.say(mark("the customer agrees to purpose and time"))


def print_the_kit(day: Day) -> str:
    pages = 0
    for words in day.in_both():
        path = day.sheet(words.language, "visit-kit.pdf")
        pages = day.by_supervisor(PrintKit(path, (day.found["visit"],), words.language)).pages
    return day.words.plural("{count} page", "{count} pages", pages)


def record_the_visit(day: Day) -> str:
    """The next afternoon: a photo of the door, what was found, and a promise over everything overdue."""
    day.clock.move_to(day.today + timedelta(days=1), 15, 30)
    photo = day.out / "door.jpg"
    photo.write_bytes(door_photo(int(day.cast[VISITED].customer_no[2:])))
    try:
        folder = day.clerk.desk.store.evidence_folder()
        day.by_clerk(AttachEvidence(day.found["visit"], photo, folder))
    finally:
        photo.unlink()
    amount = day.cast[VISITED].pays
    promised = PromiseGiven(amount, day.today + timedelta(days=6), day.cast[VISITED].name)
    done = day.by_clerk(RecordVisit(day.found["visit"], _findings(day), promised))
    require(not done.breaches, f"a lawful visit was marked as a breach: {done.breaches}")
    return day.words.say(
        mark("{amount} promised for {day}"),
        amount=day.words.money(amount),
        day=day.words.date(promised.due_on),
    )


def _findings(day: Day) -> r.Findings:
    say = day.words.say
    return r.Findings(
        arrived_at=day.on(1, 14, 32),
        left_at=day.on(1, 15, 5),
        met=r.Met.BORROWER,
        met_name="",
        identity=r.Identity.DOCUMENT_SEEN,
        identification_shown=True,
        purpose_stated=True,
        entry=r.Entry.CONSENTED,
        recording=r.Recording.ON,
        overdue_reasons=(r.OverdueReason.INCOME_DOWN,),
        income=(r.IncomeSource.BUSINESS, r.IncomeSource.FAMILY_SUPPORT),
        income_note=say(mark("Snack bar, about 4,000 yuan a month since it reopened")),
        family=(r.FamilySituation.SUPPORTS_ELDERS,),
        family_note="",
        attitude=r.Attitude.COOPERATIVE,
        outcome=r.VisitOutcome.PROMISED,
        narrative=say(
            mark(
                "The shop was closed for repairs in February and is open again; the arrears can be paid next week."
            )
        ),
        feedback=say(mark("Asks to be reminded by text message before the day.")),
    )


def sign_it_off(day: Day) -> str:
    day.clock.move_to(day.today + timedelta(days=1), 16, 40)
    waiting = [w.visit.visit_no for w in day.by_supervisor(ShowInbox()).records]
    require(day.found["visit_no"] in waiting, "the record isn't in the supervisor's inbox")
    day.by_supervisor(SayAsSecond(day.found["visit"]))
    day.by_supervisor(SignOff(day.found["visit"]))
    return day.words.say(mark("signed by {name}"), name=day.supervisor.actor.name)


STEPS: Final[tuple[tuple[str, Step], ...]] = (
    (mark("Import the morning's files"), import_the_morning),
    (mark("Look at Today"), look_at_today),
    (mark("Call one customer"), call_in_vain),
    (mark("Call another customer"), reach_the_customer),
    (mark("Check the risk"), check_the_risk),
    (mark("Ask for a visit"), ask_for_a_visit),
    (mark("Decide the request"), approve_it),
    (mark("Plan the visit for 22:30"), be_refused_at_night),
    (mark("Plan the visit for the afternoon"), plan_lawfully),
    (mark("Announce the visit"), announce_it),
    (mark("Print the kit"), print_the_kit),
    (mark("Record the visit"), record_the_visit),
    (mark("Sign the record off"), sign_it_off),
    *day_end.STEPS,
)
