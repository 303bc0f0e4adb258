"""The rest of the practice day: a plan, a promise by telephone, the week after, and what goes into the archive."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from typing import Final

from collectdesk import resources
from collectdesk.cli.practice_day.day import Day, Step, require
from collectdesk.cli.saying import plain
from collectdesk.desk.archive.filing import BuildPack, CloseCase, VerifyPack
from collectdesk.desk.archive.taking_out import TakeOutPack
from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.today import ShowInbox, ShowToday
from collectdesk.desk.intake.imports import CommitImport, ReadFile
from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.solutions.following import ShowFollowUps
from collectdesk.desk.solutions.solving import DecidePlan, OfferPlan, PromiseGiven, Terms
from collectdesk.desk.vault.trail import VerifyTrail
from collectdesk.desk.visits.printing import PrintAgreement, PrintRecord
from collectdesk.desk.visits.visiting import DecideRequest, PlanVisit, RequestVisit
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.results.archiving import Purpose
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.visits.visits import RequestReason, Verdict
from collectdesk.practice.story import Role
from collectdesk.store.results.packs import RESTING
from collectdesk.words import mark

GREEN: Final = "green"
INSTALMENTS: Final = 6


def take_a_promise_by_telephone(day: Day) -> str:
    """The customer who didn't answer is reached the day after, and promises what will not come."""
    day.clock.move_to(day.today + timedelta(days=1), 17, 5)
    case_id, part = day.case_id(Role.BREAKS), day.cast[Role.BREAKS]
    number = day.number_of(Role.BREAKS)
    due_on = day.today + timedelta(days=5)
    given = PromiseGiven(part.overdue, due_on, part.name)
    called = (Channel.PHONE, day.clock(), Reached.DEBTOR, ContactOutcome.PROMISED)
    day.by_clerk(LogContact(case_id, *called, point_id=number, promise=given))
    return day.words.say(
        mark("{amount} promised for {day}"), amount=day.words.money(part.overdue), day=day.words.date(due_on)
    )


def offer_a_plan(day: Day) -> str:
    file = day.file_of(Role.PARTLY)
    product = file.products[0].product
    terms = Terms(product.id, product.overdue, INSTALMENTS, day.today + timedelta(days=32))
    reason = day.words.say(mark("Income has fallen; this instalment can be kept"))
    day.found["plan"] = day.by_clerk(OfferPlan(day.case_id(Role.PARTLY), terms, reason))
    for words in day.in_both():
        path = day.sheet(words.language, "agreement.pdf")
        day.by_clerk(PrintAgreement(path, day.found["plan"], words.language))
    return day.words.say(
        mark("{amount} in {count} instalments"), amount=day.words.money(product.overdue), count=INSTALMENTS
    )


def approve_the_plan(day: Day) -> str:
    waiting = [plan.arrangement_id for plan in day.by_supervisor(ShowInbox()).plans]
    require(day.found["plan"] in waiting, "the plan isn't in the supervisor's inbox")
    day.by_supervisor(DecidePlan(day.found["plan"], approve=True, reason=day.words.say(mark("Affordable"))))
    held = day.file_of(Role.PARTLY).standing_holds
    require("plan_active" in held, "an approved plan doesn't stop collection")
    return day.words.say(mark("approved by {name}"), name=day.supervisor.actor.name)


def import_a_week_later(day: Day) -> str:
    """The payments of the week decide the promises: one is kept, and one is broken once its day is past."""
    day.clock.move_to(day.today + timedelta(days=7), 9)
    kept = broken = rows = 0
    for path in day.files.week_later:
        done = day.by_clerk(CommitImport(day.by_clerk(ReadFile(path))))
        kept, broken, rows = kept + done.promises_kept, broken + done.promises_broken, rows + done.good
    require((kept, broken) == (1, 1), f"{kept} promises were kept and {broken} broken, not one each")
    return day.words.say(
        mark("{rows} rows; {kept} promise kept, {broken} broken"), rows=rows, kept=kept, broken=broken
    )


def follow_up(day: Day) -> str:
    promises = {str(p.case_id): p.state for p in day.by_clerk(ShowFollowUps()).promises}
    kept, broken = day.case_id(Role.KEEPS), day.case_id(Role.BREAKS)
    states = (promises[kept], promises[broken])
    require(states == (PromiseState.KEPT, PromiseState.BROKEN), f"the promises are {states}")
    due = [i.kind for i in day.by_clerk(ShowToday()).items if i.case_id == broken]
    require(StepKind.PROMISE_BROKEN in due, "Today doesn't show the broken promise")
    return day.words.say(mark("the broken promise is in Today"))


def leave_work_waiting(day: Day) -> str:
    """As at the end of any day: a visit planned, a request to plan, and one to decide after the broken promise."""
    planned = _request(day, Role.FALLS, mark("New arrears; the customer asks for an explanation"))
    why = day.words.say(mark("Read the risk check; two go together"))
    day.by_supervisor(DecideRequest(planned, Verdict.APPROVE, why))
    staff = {person.staff_no: person.id for person in day.by_clerk(ListStaff())}
    reason = day.words.say(mark("The customer asked to talk at home"))
    caution = day.words.say(mark("Go in and out together; keep the telephone on"))
    at = day.on(7, 14, 30)
    day.by_clerk(PlanVisit(planned, at, staff["C02"], staff["S02"], reason=reason, caution=caution))
    _request(day, Role.BREAKS, mark("Promise broken, and the telephone isn't answered any more"))
    return day.words.say(mark("a visit is planned, a request waits for the supervisor"))


def _request(day: Day, role: Role, note: str) -> str:
    home = next(p.id for p in day.file_of(role).points if p.kind == "address" and p.label == "home")
    asked = RequestVisit(day.case_id(role), home, RequestReason.VERIFICATION, day.words.say(note))
    return day.by_clerk(asked)


def own_up_to_a_late_call(day: Day) -> str:
    """A call that shouldn't have been made is recorded as it happened, and shown to the supervisor."""
    evening = day.on(6, 22, 10)
    called = (Channel.PHONE, evening, Reached.NOBODY, ContactOutcome.NO_ANSWER)
    done = day.by_clerk(LogContact(day.case_id(Role.BREAKS), *called, point_id=day.number_of(Role.BREAKS)))
    require(bool(done.breaches), "a call at 22:10 wasn't marked as a breach")
    waiting = {breach.case_id for breach in day.by_supervisor(ShowInbox()).breaches}
    require(day.case_id(Role.BREAKS) in waiting, "the breach isn't in the supervisor's inbox")
    rules = ", ".join(breach.rule_id for breach in done.breaches)
    return day.words.say(mark("recorded as it happened, marked as a breach of {rules}"), rules=rules)


def print_the_record(day: Day) -> str:
    pages = 0
    for words in day.in_both():
        path = day.sheet(words.language, "visit-record.pdf")
        pages = day.by_supervisor(PrintRecord(path, day.found["visit"], words.language)).pages
    return day.words.plural("{count} page", "{count} pages", pages)


def close_the_case(day: Day) -> str:
    day.by_supervisor(CloseCase(case_id=day.case_id(Role.KEEPS)))
    return day.case_no(Role.KEEPS)


def build_the_pack(day: Day) -> str:
    number = ""
    for words in day.in_both():
        path = day.sheet(words.language, "archive-pack.zip")
        resting = day.supervisor.desk.store.packs_folder() / f"{words.language}{RESTING}"
        made = day.by_supervisor(
            BuildPack(case_id=day.case_id(Role.KEEPS), target=resting, language=words.language)
        )
        day.by_supervisor(TakeOutPack(path, made.number, Purpose.OWN_COPY))
        day.found["fingerprint"], number = made.fingerprint, made.number
    return number


def verify_the_pack(day: Day) -> str:
    """By the program, and by the verifier that needs no program, where there is a Python to run it."""
    python = shutil.which("python3") if getattr(sys, "frozen", False) else sys.executable
    for words in day.in_both():
        path = day.sheet(words.language, "archive-pack.zip")
        verdict = day.by_clerk(VerifyPack(path=path, fingerprint=day.found["fingerprint"]))
        outcome = verdict.outcome.value
        text = json.dumps(plain(verdict), ensure_ascii=False, indent=1) + "\n"
        day.sheet(words.language, "verdict.json").write_text(text, "utf-8")
        require(outcome == GREEN, f"the pack is {outcome}: {verdict.findings}")
        if python is None:
            continue
        verifier = str(resources.path("templates", "verify.py"))
        command = [python, "-I", verifier, str(path), "--fingerprint", day.found["fingerprint"]]
        alone = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own interpreter and file
        require(alone.returncode == 0, f"verify.py says {alone.returncode}: {alone.stdout.decode()}")
    if python is None:
        return day.words.say(mark("green, by the program; verify.py needs a Python, and this PC has none"))
    return day.words.say(mark("green, by the program and by verify.py"))


def verify_the_trail(day: Day) -> str:
    verdict = day.by_supervisor(VerifyTrail())
    require(verdict.intact, f"the trail is broken at {verdict.broken_at}")
    return day.words.say(mark("{count} entries, intact"), count=day.words.number(verdict.entries))


STEPS: Final[tuple[tuple[str, Step], ...]] = (
    (mark("Take a promise by telephone"), take_a_promise_by_telephone),
    (mark("Offer an instalment plan"), offer_a_plan),
    (mark("Decide the plan"), approve_the_plan),
    (mark("Import the files a week later"), import_a_week_later),
    (mark("Follow up"), follow_up),
    (mark("Record a call made late in the evening"), own_up_to_a_late_call),
    (mark("Leave work for the next day"), leave_work_waiting),
    (mark("Print the record"), print_the_record),
    (mark("Close the case"), close_the_case),
    (mark("Build the archive pack"), build_the_pack),
    (mark("Verify the pack"), verify_the_pack),
    (mark("Verify the trail"), verify_the_trail),
)
