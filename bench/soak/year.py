"""The days of a simulated branch: what its people do from morning to evening, each deed acknowledged with its cost."""

from __future__ import annotations

import resource
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bench.torture.everyday import LOGINS, open_again

from collectdesk.desk.assessing import AssessRisk
from collectdesk.desk.contacting import LogContact
from collectdesk.desk.notifying import NotifyCustomer
from collectdesk.desk.pipeline import Deed, Desk
from collectdesk.desk.printing import PrintKit
from collectdesk.desk.recording import RecordVisit, SignOff
from collectdesk.desk.rounds import CloseRound, MarkOut, MarkRoundBack, ReleaseRound
from collectdesk.desk.second_visitor import SayAsSecond
from collectdesk.desk.visiting import DecideRequest, PlanVisit, RequestVisit
from collectdesk.desk.watch import ConfirmClock
from collectdesk.domain.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.imports import LedgerKind
from collectdesk.domain.products import ProductKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.sheets import Tally
from collectdesk.domain.visits import Approach, RequestReason, Verdict
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store import cases, customers, lists, people, rounds
from collectdesk.store.keys.slots import OwnKeys
from collectdesk.store.trail import last_instant
from collectdesk.store.trouble import StoreTrouble
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


@dataclass(frozen=True, slots=True)
class Load:
    """What a day holds: contacts, visits, lines of payments; and how many customers the branch has."""

    calls: int
    visits: int
    payments: int
    customers: int


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as the deeds name them."""

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
            people_found.append(Person(kept.id, points["mobile"], points["home"], account_of(number)))
    return people_found


@contextmanager
def at_work(folder: Path, keys: OwnKeys) -> Iterator[Branch]:
    """The branch as a program that starts again finds it, its clock where the trail ends."""
    store, clock = open_again(folder), Clock()
    clock.at = max(clock.at, last_instant(store) or clock.at)
    actors = {login: actor for login in LOGINS if (actor := store.actor(login))}
    try:
        yield Branch(folder / "branch", Desk(store, clock), clock, actors, dict.fromkeys(LOGINS, keys))
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
    """One life of the program: from its start to its kill, or to the last day."""

    branch: Branch
    acknowledge: Callable[[str], None]
    chance: random.Random
    load: Load
    folder: Path
    everybody: list[Person] = field(default_factory=list)
    _deeds: int = 0
    _floor: float = 0.0

    def run(self, days: int, begun: date) -> None:
        """Day after day until so many workdays since the beginning are done."""
        self.everybody = self.branch.ask(customers_of)
        while (number := workdays(begun, self.today)) < days:
            self._day(number)
            self.acknowledge(f"day {number + 1}")
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
        now = self.branch.now.astimezone(CHINA_TIME)
        if now.hour >= 17 or now.weekday() >= 5:
            return
        rows = [
            payment_row(f"S{number:05d}{at:04d}{self.chance.randrange(10**6):06d}",
                        self.everybody[(number * self.load.payments + at) % len(self.everybody)].account,
                        self.today, 100 + at)
            for at in range(self.load.payments)
        ]  # fmt: skip
        self._take_payments(rows)
        self._calls(self.load.calls // 2)
        self._visits(number)
        self._suffer(number)
        self._calls(self.load.calls - self.load.calls // 2)

    def _take_payments(self, rows: list[Any]) -> None:
        from collectdesk.desk.imports import CommitImport

        if rows:
            self.do("import", "clerk", CommitImport(ledger(LedgerKind.PAYMENTS, rows, self.today)))

    def _calls(self, count: int) -> None:
        """Calls to one customer after the other, most of them answered by nobody; the clock goes on between them."""
        for _ in range(count):
            who = self.everybody[self.chance.randrange(len(self.everybody))]
            answered = self.chance.random() < 0.4
            self.branch.clock.at += timedelta(seconds=6)
            self.do("contact", "clerk", LogContact(
                who.case_id, Channel.PHONE, self.branch.now, Reached.DEBTOR if answered else Reached.NOBODY,
                ContactOutcome.REFUSED if answered else ContactOutcome.NO_ANSWER,
                Direction.OUTGOING, who.mobile,
            ))  # fmt: skip

    def _visits(self, number: int) -> None:
        """Visits asked for, approved, planned for this afternoon, printed, made, typed up and signed off."""
        staff = {one.staff_no: str(one.id) for one in self.branch.ask(people.staff)}
        planned: dict[int, list[str]] = {}
        for at in range(self.load.visits):
            who = self.everybody[(number * self.load.visits + at) % len(self.everybody)]
            team = at % TEAMS
            made = self._plan(who, staff[f"K{team}"], staff[f"B{team}"], 13 + at // TEAMS)
            if made:
                planned.setdefault(team, []).append(made)
        for team, visits in planned.items():
            self._round((staff[f"K{team}"], staff[f"B{team}"]), visits)

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

    def _round(self, crew: tuple[str, str], visits: list[str]) -> None:
        branch, target = self.branch, self.folder / "kit.pdf"
        if self.do("kit", "supervisor", PrintKit(target, tuple(visits), reason="客户已知情")) is None:
            return
        if self.do("release", "supervisor", ReleaseRound(self.today, *crew)) is None:
            return
        kept = branch.ask(lambda view: rounds.round_of(view, self.today, *crew))
        assert kept is not None
        self.do("out", "clerk", MarkOut(kept.id))
        before = branch.clock.at
        branch.clock.at = max(before, branch.today_at(16, 30))
        for visit in visits:
            self.do("record", "clerk", RecordVisit(visit, branch.findings(), None))
            self.do("second", "supervisor", SayAsSecond(visit, ()))
            self.do("sign", "supervisor", SignOff(visit))
        self.do("back", "clerk", MarkRoundBack(kept.id))
        self.do("account", "clerk", CloseRound(kept.id, Tally(30_000)))

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
