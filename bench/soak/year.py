"""The days of a simulated branch: what its people do from morning to evening, each deed acknowledged with its cost."""

from __future__ import annotations

import json
import resource
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bench.torture.everyday import LOGINS, open_again

from collectdesk.desk.contact.contacting import LogContact, PostponeStep
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import SeekCustomers, Wanted
from collectdesk.desk.paper.recording import RecordVisit, SignOff
from collectdesk.desk.paper.second_visitor import SayAsSecond
from collectdesk.desk.pipeline import Deed, Desk
from collectdesk.desk.risk.assessing import AssessRisk
from collectdesk.desk.vault.watch import ConfirmClock
from collectdesk.desk.visits.notifying import NotifyCustomer
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.rounds import CloseRound, MarkOut, MarkRoundBack, ReleaseRound
from collectdesk.desk.visits.visiting import DecideRequest, PlanVisit, RequestVisit
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import Tally
from collectdesk.domain.visits.visits import Approach, RequestReason, Verdict, VisitState
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, lists
from collectdesk.store.keys.slots import OwnKeys
from collectdesk.store.people import people
from collectdesk.store.trail.trail import last_instant
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.visits import record_entries, rounds, visits
from helpers.branches import Branch, Clock, ledger, overdue_row, payment_row

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from collectdesk.store.work import View

BASE: Final = 1_000
"""Customers of the soak are numbered from here, beside the three the branch begins with."""
FLOOR_EVERY: Final = 40
"""Deeds between two looks at how fast the machine is."""
TEAMS: Final = 7
PEOPLE: Final = "people.json"
SEEKERS: Final = tuple(f"seeker{number}" for number in range(12))
"""Clerks who search all day: each may do so twenty times in ten minutes."""
BETWEEN_CALLS: Final = timedelta(seconds=12)


@dataclass(frozen=True, slots=True)
class Load:
    """What a day holds: contacts, visits, lines of payments, customers, and what goes on around the calls: searches by
    a number that is masked, steps put off, files opened.
    """

    calls: int
    visits: int
    payments: int
    customers: int
    sought: int = 0
    postponed: int = 0
    opened: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as the deeds name them."""

    customer_id: str
    case_id: str
    mobile: str
    home: str
    account: str


def account_of(number: int) -> str:
    return f"62284800{BASE + number:011d}"


def fill(branch: Branch, load: Load) -> None:
    """The customers of a soak and the teams that go to them, trained for longer than it lasts."""
    rows = [
        overdue_row(
            number % 10, f"户主{BASE + number}", account_of(number), ProductKind.LOAN, 5_000_00 + number * 100,
            60_000_00, 40, line=number + 2, customer_no=f"KH9{number:05d}",
            id_no=f"5309991970{BASE + number:07d}X",
            phone=f"137{number:08d}", home_address=f"云岭县城东街道解放路 {number + 1} 号",
        )
        for number in range(load.customers)
    ]  # fmt: skip
    branch.take(LedgerKind.OVERDUE, rows)
    for login in SEEKERS:
        branch.enrol(login, "clerk")
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        since = local_day(branch.now) - timedelta(days=30)
        term = since, since + timedelta(days=900)
        for number in range(TEAMS):
            people.enrol_staff(work, staff_no=f"K{number}", name=f"催收{number}", collects=True, secures=False,
                               certificate=f"SK-{number}", trained=term)  # fmt: skip
            people.enrol_staff(work, staff_no=f"B{number}", name=f"安全{number}", collects=False, secures=True,
                               certificate=f"SB-{number}", trained=term, experienced=term)  # fmt: skip


def customers_of(view: View) -> list[Person]:
    """Everybody of the soak, in the order of their numbers."""
    found = [
        line for line in lists.lines(view, lists.Wanted(listed=False)) if line.customer_no.startswith("KH9")
    ]
    people_found = []
    for line in sorted(found, key=lambda one: one.customer_no):
        kept = cases.open_case_of(view, line.customer_id)
        points = {point.label: point.id for point in customers.points(view, line.customer_id)}
        if kept is not None:
            number = int(line.customer_no.removeprefix("KH9"))
            people_found.append(
                Person(line.customer_id, kept.id, points["mobile"], points["home"], account_of(number))
            )
    return people_found


def keep_people(branch: Branch, folder: Path) -> None:
    """Who the customers are, beside the branch: a life begins with a look at it, not at each of them."""
    found = [asdict(one) for one in branch.ask(customers_of)]
    (folder / PEOPLE).write_text(json.dumps(found), "utf-8")


def _kept_people(folder: Path) -> list[Person]:
    return [Person(**one) for one in json.loads((folder / PEOPLE).read_text("utf-8"))]


@contextmanager
def at_work(folder: Path, keys: OwnKeys) -> Iterator[Branch]:
    """The branch as a program that starts again finds it, its clock where the trail ends."""
    store, clock = open_again(folder), Clock()
    clock.at = max(clock.at, last_instant(store) or clock.at)
    everybody = (*LOGINS, *SEEKERS)
    actors = {login: actor for login in everybody if (actor := store.actor(login))}
    try:
        yield Branch(folder / "branch", Desk(store, clock), clock, actors, dict.fromkeys(everybody, keys))
    finally:
        store.close()


def floor() -> float:
    """Processor seconds of a fixed piece of work: how fast the machine is at this moment."""
    began = time.process_time()
    found: dict[str, int] = {}
    for number in range(6_000):
        found[f"{number:x}"] = found.get(f"{number // 2:x}", 0) + number
    return time.process_time() - began


@dataclass(slots=True)
class Life:
    """One life of the program: from its start to its kill, or to the last day.

    ``days_done`` and ``done`` are what was heard of earlier lives: whole days, and deeds of the day since. What they
    left half-done (visits planned and not yet recorded) is taken to its end first, as people do who start again.
    """

    branch: Branch
    acknowledge: Callable[[str], None]
    chance: random.Random
    load: Load
    folder: Path
    days_done: int = 0
    done: Counter[str] = field(default_factory=Counter)
    everybody: list[Person] = field(default_factory=list)
    _deeds: int = 0
    _floor: float = 0.0

    def run(self, days: int, begun: date) -> None:
        """Day after day until so many workdays since the beginning are done."""
        self.everybody = _kept_people(self.folder)
        while (number := workdays(begun, self.today)) < days:
            if number >= self.days_done:
                self._day(number)
                self.acknowledge(f"day {number + 1}")
                self.done.clear()
            self._to_morning()

    @property
    def today(self) -> date:
        return local_day(self.branch.now)

    def _to_morning(self) -> None:
        """Half past eight of the next workday; what a kill left of a day is over."""
        now = self.branch.now.astimezone(CHINA_TIME)
        next_day = now.date() + timedelta(days=1)
        while next_day.weekday() >= 5:
            next_day += timedelta(days=1)
        self.branch.clock.at = datetime(next_day.year, next_day.month, next_day.day, 8, 30, tzinfo=CHINA_TIME)

    def do(self, kind: str, who: str, deed: Deed[Any]) -> Any:
        """Run a deed; its kind, its processor time beside the floor's, and what it made are acknowledged."""
        if self._deeds % FLOOR_EVERY == 0:
            self._floor = min(floor() for _ in range(3))
        self._deeds += 1
        began = time.process_time()
        try:
            made = self.branch.run(who, deed)
        except Refused as refused:
            self.acknowledge(f"refused {kind} {refused.code}")
            return None
        spent = time.process_time() - began
        named = (
            made
            if isinstance(made, str)
            else getattr(made, "contact_id", "") or getattr(made, "record_id", "")
        )
        self.acknowledge(
            f"deed {kind} {spent * 1000:.3f} {self._floor * 1000:.3f} {named or '-'} {self._deeds}"
        )
        return made if made is not None else True

    # ---- a day

    def _day(self, number: int) -> None:
        if self.branch.now.astimezone(CHINA_TIME).weekday() >= 5:
            return
        called, suffered = self.done["contact"], self.done["blow"]
        half = self.load.calls // 2
        if not self.done["import"]:
            self._take_payments(number)
        self._calls(half - called)
        self._visits(number)
        if not suffered:
            self._suffer(number)
        self._calls(self.load.calls - max(half, called))

    def _take_payments(self, number: int) -> None:
        from collectdesk.desk.intake.imports import CommitImport

        rows = [
            payment_row(f"S{number:05d}{at:04d}{self.chance.randrange(10**6):06d}",
                        self.everybody[(number * self.load.payments + at) % len(self.everybody)].account,
                        self.today, 100 + at)
            for at in range(self.load.payments)
        ]  # fmt: skip
        if rows:
            self.do("import", "clerk", CommitImport(ledger(LedgerKind.PAYMENTS, rows, self.today)))

    def _calls(self, count: int) -> None:
        """Calls to one customer after the other, most of them answered by nobody, and what goes on around them; the
        clock goes on between them.
        """
        for at in range(count):
            who = self.everybody[self.chance.randrange(len(self.everybody))]
            self.branch.clock.at += BETWEEN_CALLS
            self._around(at, who)
            answered = self.chance.random() < 0.4
            self.do("contact", "clerk", LogContact(
                who.case_id, Channel.PHONE, self.branch.now, Reached.DEBTOR if answered else Reached.NOBODY,
                ContactOutcome.REFUSED if answered else ContactOutcome.NO_ANSWER,
                Direction.OUTGOING, who.mobile,
            ))  # fmt: skip

    def _around(self, at: int, who: Person) -> None:
        """What the branch does in the time of one call: so many a day, spread over its calls."""

        def times(a_day: int) -> int:
            return a_day * (at + 1) // self.load.calls - a_day * at // self.load.calls

        for turn in range(times(self.load.sought)):
            seeker = SEEKERS[(2 * at + turn) % len(SEEKERS)]
            self.do("seek", seeker, SeekCustomers(Wanted(who.account[-4:], listed=False)))
        for _ in range(times(self.load.opened)):
            self.do("open", "clerk", OpenFile(who.customer_id))
        for _ in range(times(self.load.postponed)):
            found = self.branch.ask(lambda view: cases.steps(view, case_id=who.case_id))
            if found:
                day = max(found[0].due_on, self.today) + timedelta(days=1)
                self.do("postpone", "clerk", PostponeStep(found[0].id, day, "客户出差"))

    def _visits(self, number: int) -> None:
        """Visits asked for, approved, planned for this afternoon, printed, made, typed up and signed off."""
        staff = {one.staff_no: str(one.id) for one in self.branch.ask(people.staff)}
        planned = self._standing()
        known = {case_id for visits_ in planned.values() for _, case_id in visits_}
        for at in range(self.load.visits):
            who = self.everybody[(number * self.load.visits + at) % len(self.everybody)]
            crew = staff[f"K{at % TEAMS}"], staff[f"B{at % TEAMS}"]
            at_hour = 13 + at // TEAMS
            if who.case_id in known or self.branch.now >= self.branch.today_at(at_hour):
                continue
            made = self._plan(who, *crew, at_hour)
            if made:
                planned.setdefault(crew, []).append((made, who.case_id))
        for crew, visits_ in planned.items():
            self._round(crew, [visit for visit, _ in visits_])

    def _standing(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """Today's visits that an earlier life planned, by their team, with their cases."""
        begins = self.branch.today_at(0)
        found = self.branch.ask(lambda view: visits.visits_between(view, begins, begins + timedelta(days=1)))
        by_crew: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for one in found:
            if one.state is not VisitState.CANCELLED:
                crew = str(one.officer_id), str(one.safety_id)
                by_crew.setdefault(crew, []).append((str(one.id), str(one.case_id)))
        return by_crew

    def _plan(self, who: Person, officer: str, safety: str, hour: int) -> str:
        self.do("assess", "clerk", AssessRisk(who.case_id))
        asked = self.do("request", "clerk", RequestVisit(who.case_id, who.home, RequestReason.VERIFICATION))
        if asked is None:
            return ""
        self.do("approve", "supervisor", DecideRequest(asked, Verdict.APPROVE, "已看风险提示，同意"))
        at = self.branch.today_at(hour)
        visit = self.do("plan", "clerk", PlanVisit(
            asked, at, officer_id=officer, safety_id=safety, approach=Approach.UNDERSTAND, reason="客户已知情",
            caution="结伴进出",
        ))  # fmt: skip
        if visit is None:
            return ""
        self.do(
            "notify", "clerk", NotifyCustomer(visit, who.mobile, Channel.SMS, ContactOutcome.MESSAGE_SENT)
        )
        return str(visit)

    def _round(self, crew: tuple[str, str], planned: list[str]) -> None:
        """A team's day from its kit to its account; each step only where an earlier life didn't come to it."""
        branch, target = self.branch, self.folder / "kit.pdf"
        kept = self._team_day(crew)
        if (
            kept is None
            and self.do("kit", "supervisor", PrintKit(target, tuple(planned), reason="客户已知情")) is None
        ):
            return
        kept = self._team_day(crew)
        if kept is None or kept.closed_at is not None:
            return
        if (
            kept.released_at is None
            and self.do("release", "supervisor", ReleaseRound(self.today, *crew)) is None
        ):
            return
        if kept.out_at is None:
            self.do("out", "clerk", MarkOut(kept.id))
        branch.clock.at = max(branch.clock.at, branch.today_at(16, 30))
        for visit in planned:
            self._typed(visit)
        if kept.back_at is None:
            self.do("back", "clerk", MarkRoundBack(kept.id))
        self.do("account", "clerk", CloseRound(kept.id, Tally(30_000)))

    def _team_day(self, crew: tuple[str, str]) -> rounds.TeamRound | None:
        return self.branch.ask(lambda view: rounds.round_of(view, self.today, *crew))

    def _typed(self, visit: str) -> None:
        """The record of a visit, the second visitor's word and the signature, as far as they aren't there yet."""
        record = self.branch.ask(lambda view: visits.record_of(view, visit))
        if record is None:
            self.do("record", "clerk", RecordVisit(visit, self.branch.findings(), None))
        word = record and self.branch.ask(lambda view: record_entries.word_on(view, record))
        if word is None:
            self.do("second", "supervisor", SayAsSecond(visit, ()))
        if record is None or record.signed_at is None:
            self.do("sign", "supervisor", SignOff(visit))

    # ---- what befalls it

    def _suffer(self, number: int) -> None:
        """A clock that jumps, a disk that is full, a file that another program holds: each every few days."""
        for turn, blow in enumerate((self._jump_back, self._full_disk, self._locked_file)):
            if number % 3 == turn:
                blow()

    def _jump_back(self) -> None:
        """Three hours back: timed deeds wait until a supervisor has confirmed the clock; then right again."""
        right = self.branch.clock.at
        self.branch.clock.at = right - timedelta(hours=3)
        who = self.everybody[0]
        self._calls(1)
        request = RequestVisit(who.case_id, who.home, RequestReason.VERIFICATION)
        refused = self._told(lambda: self.branch.clerk(request))
        self.acknowledge(f"blow clock {refused}")
        self.branch.supervisor(ConfirmClock())
        self._calls(1)
        self.branch.clock.at = right

    def _full_disk(self) -> None:
        """No file may grow: a sentence, and nothing is half-written."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            told = self._told(lambda: self._call_once(1))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        self.acknowledge(f"blow disk {told}")

    def _locked_file(self) -> None:
        """Another program writes for longer than anybody waits: a sentence, and on it goes."""
        other = open_again(self.folder)
        try:
            with other.write(self.branch.actors["clerk"], self.branch.now):
                told = self._told(lambda: self._call_once(2))
        finally:
            other.close()
        self.acknowledge(f"blow lock {told}")

    def _call_once(self, at: int) -> None:
        who = self.everybody[at % len(self.everybody)]
        deed = LogContact(who.case_id, Channel.PHONE, self.branch.now, Reached.NOBODY, ContactOutcome.NO_ANSWER,
                          Direction.OUTGOING, who.mobile)  # fmt: skip
        self.branch.clerk(deed)

    @staticmethod
    def _told(deed: Callable[[], object]) -> str:
        """The code of what a person is told; "done" where it went through."""
        try:
            deed()
        except (StoreTrouble, Refused) as error:
            return error.code
        return "done"


def workdays(begun: date, day: date) -> int:
    """Workdays from one day up to another, that one not counted."""
    return sum((begun + timedelta(days=one)).weekday() < 5 for one in range((day - begun).days))
