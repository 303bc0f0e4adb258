"""A small real branch for tests: an encrypted file, or a database in the pass over PostgreSQL; four people, staff,
customers, and a clock moved by hand.

Every step goes through the deeds that the window uses, so what a test finds in the branch is what a branch holds.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.desk.intake.imports import CommitImport, Imported
from collectdesk.desk.paper.attaching import AttachEvidence
from collectdesk.desk.paper.recording import RecordVisit, SignOff
from collectdesk.desk.paper.second_visitor import SayAsSecond
from collectdesk.desk.people.signing import signer_from
from collectdesk.desk.pipeline import Deed, Desk
from collectdesk.desk.risk.assessing import AssessRisk
from collectdesk.desk.solutions.solving import DecidePlan, MakePromise, OfferPlan, Terms
from collectdesk.desk.vault.practising import LETTERHEAD
from collectdesk.desk.visits.notifying import NotifyCustomer
from collectdesk.desk.visits.visiting import DecideRequest, PlanVisit, RequestVisit
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import (
    InstalmentRow,
    Ledger,
    LedgerKind,
    LedgerRow,
    OverdueRow,
    PaymentRow,
)
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import (
    Attitude,
    Entry,
    FamilySituation,
    Findings,
    Identity,
    IncomeSource,
    Met,
    OverdueReason,
    Recording,
    VisitOutcome,
)
from collectdesk.domain.paper.seconding import Difference
from collectdesk.domain.people.people import Actor, Role
from collectdesk.domain.visits.visits import Approach, RequestReason, Verdict
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.branch import Store, open_store
from collectdesk.store.cases import cases
from collectdesk.store.contact.notices import keep_letterhead
from collectdesk.store.customers import customers, lists
from collectdesk.store.keys import register
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.slots import OwnKeys, new_keys, open_slot
from collectdesk.store.people import people
from collectdesk.store.trail import audit
from collectdesk.store.vault.founding import NewPerson, found_branch
from collectdesk.store.vault.shelf import shelf_for
from collectdesk.store.visits import record_entries, visits
from collectdesk.store.work import View
from helpers.postgres import ON_SERVER, own_database, place_on_server

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.desk.people.signing import Signer
    from collectdesk.desk.progress import Progress
    from collectdesk.store.customers.customers import ContactPoint, Product
    from collectdesk.store.people.people import Staff

T = TypeVar("T")

NAME = "云岭县支行（练习）"
PASSWORD = "practice"
PRACTICE_DATE = date(2026, 3, 18)
MORNING = datetime(2026, 3, 18, 9, 0, tzinfo=CHINA_TIME)
PEOPLE = (
    NewPerson("clerk", "陈静", Role.CLERK, PASSWORD),
    NewPerson("supervisor", "周敏", Role.SUPERVISOR, PASSWORD),
    NewPerson("administrator", "高远", Role.ADMINISTRATOR, PASSWORD),
    NewPerson("auditor", "沈默", Role.AUDITOR, PASSWORD),
)
STAFF = (  # staff number, name, collects, secures, trained
    ("C01", "梁宽", True, False, True),
    ("C02", "何欣", True, False, False),
    ("S01", "石磊", False, True, True),
)
LI, WANG, OUYANG = "李明", "王秀兰", "欧阳雪"


class Clock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = MORNING) -> None:
        self.at = start.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Branch:
    """An open practice branch and the people in it; ``clerk`` and the others run one deed, give its result."""

    folder: Path
    desk: Desk
    clock: Clock
    actors: dict[str, Actor]
    keys: dict[str, OwnKeys] = field(default_factory=dict)
    """Of those enrolled by a test."""

    def run(self, login: str, deed: Deed[T], progress: Progress | None = None) -> T:
        """Run one deed as somebody, who has given their password again where it is signed."""
        signer = self.signer(login) if deed.signed_subject() else None
        return self.desk.run(deed, self.actors[login], progress, signer).result

    def signer(self, login: str, covers: frozenset[str] | None = None) -> Signer:
        """Somebody's signing key, without stretching their password again."""
        return signer_from(self.actors[login], self.own(login).signing, self.now, covers)

    def own(self, login: str) -> OwnKeys:
        """Somebody's private keys, as their slot holds them."""
        return self.keys[login] if login in self.keys else _own_keys(login)

    def clerk(self, deed: Deed[T], progress: Progress | None = None) -> T:
        return self.run("clerk", deed, progress)

    def supervisor(self, deed: Deed[T], progress: Progress | None = None) -> T:
        return self.run("supervisor", deed, progress)

    def administrator(self, deed: Deed[T]) -> T:
        return self.run("administrator", deed)

    def auditor(self, deed: Deed[T]) -> T:
        return self.run("auditor", deed)

    def enrol(self, login: str, role: str, name: str = "") -> Actor:
        """One more account, without a slot in the keys file: for deeds run in this process."""
        with self.desk.store.write(self.actors["administrator"], self.now) as work:
            made = people.add_account(work, login=login, name=name or login, role=Role(role))
            self.keys[login] = new_keys()
            register.enrol(work, self.keys[login].holder("person", login), made)
        found = self.desk.store.actor(login)
        assert found is not None
        self.actors[login] = found
        return found

    def reassign(self, login: str, role: str) -> None:
        """Another role for an account; who holds an ``Actor`` already goes on holding the old one."""
        with self.desk.store.write(self.actors["administrator"], self.now) as work:
            people.change_account(work, self.actors[login].id, role=Role(role))

    def second(self, login: str) -> SecondPerson:
        """Somebody who gave their password beside the actor just now, without stretching it again."""
        return self.desk.sealer.seal(self.actors[login], self.now)

    @property
    def now(self) -> datetime:
        return self.clock.at

    @property
    def evidence_folder(self) -> Path:
        return self.desk.store.evidence_folder()

    def advance(self, *, days: int = 0, hours: int = 0, minutes: int = 0) -> datetime:
        """Move the clock on and return where it stands."""
        self.clock.at += timedelta(days=days, hours=hours, minutes=minutes)
        return self.clock.at

    def today_at(self, hour: int, minute: int = 0, *, days: int = 0) -> datetime:
        """A clock time of the branch's zone, today or some days on."""
        local = self.now.astimezone(CHINA_TIME) + timedelta(days=days)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def ask(self, question: Callable[[View], T], login: str = "supervisor") -> T:
        """Put a question of the store to one snapshot, past the deeds: for looking at what they left."""
        with self.desk.store.read(self.actors[login], self.now) as view:
            return question(view)

    # Who and what is in it

    def customer_id(self, name: str) -> str:
        everybody = lists.Wanted(listed=False)
        return self.ask(
            lambda view: next(c.customer_id for c in lists.lines(view, everybody) if c.name == name)
        )

    def case_id(self, name: str = LI) -> str:
        """The case of a customer, open or closed."""
        customer_id = self.customer_id(name)
        found = self.ask(lambda view: cases.open_case_of(view, customer_id))
        assert found is not None
        return found.id

    def points(self, name: str = LI) -> list[ContactPoint]:
        return self.ask(lambda view: customers.points(view, self.customer_id(name)))

    def point_id(self, label: str, name: str = LI) -> str:
        """A contact point by its label: mobile, home, work, guarantor."""
        return next(point.id for point in self.points(name) if point.label == label)

    def products(self, name: str = LI) -> list[Product]:
        return self.ask(lambda view: customers.products(view, self.customer_id(name)))

    def staff_id(self, staff_no: str) -> str:
        found: list[Staff] = self.ask(people.staff)
        return next(person.id for person in found if person.staff_no == staff_no)

    def actions(self) -> list[str]:
        """The trail's actions, oldest first."""
        return [line.action for line in reversed(self.ask(lambda view: audit.lines(view, limit=10_000)))]

    # Carrying a case along

    def take(self, kind: LedgerKind, rows: Sequence[LedgerRow], data_date: date = PRACTICE_DATE) -> Imported:
        """Import rows as if a file had held them."""
        return self.clerk(CommitImport(ledger(kind, rows, data_date)))

    def call(self, name: str = LI, outcome: ContactOutcome = ContactOutcome.REFUSED, **words: Any) -> str:
        """The clerk rings the customer's mobile and reaches them."""
        deed = LogContact(self.case_id(name), Channel.PHONE, self.now, Reached.DEBTOR, outcome,
                          point_id=self.point_id("mobile", name), **words)  # fmt: skip
        return self.clerk(deed).contact_id

    def assess(self, name: str = LI) -> str:
        return self.clerk(AssessRisk(self.case_id(name))).assessment_id

    def hold(self, code: str, name: str = LI) -> str:
        return self.clerk(PlaceHold(self.case_id(name), code, None, "客户来电"))

    def request(self, name: str = LI, reason: RequestReason = RequestReason.VERIFICATION) -> str:
        return self.clerk(RequestVisit(self.case_id(name), self.point_id("home", name), reason))

    def approve(self, request_id: str) -> None:
        self.supervisor(DecideRequest(request_id, Verdict.APPROVE, "已看风险提示，同意"))

    def plan(self, request_id: str, at: datetime | None = None, **words: Any) -> str:
        """Plan with the trained team, by default today at ten."""
        chosen: dict[str, Any] = {
            "officer_id": self.staff_id("C01"), "safety_id": self.staff_id("S01"),
            "approach": Approach.UNDERSTAND, "reason": "客户已知情", "caution": "结伴进出，保持通话", **words,
        }  # fmt: skip
        return self.clerk(PlanVisit(request_id, at or self.today_at(10), **chosen))

    def planned_visit(self, name: str = LI, at: datetime | None = None, **words: Any) -> str:
        """A visit from the call to the plan and the notice; returns its id."""
        self.call(name)
        self.assess(name)
        request_id = self.request(name)
        self.approve(request_id)
        visit_id = self.plan(request_id, at, **words)
        self.notify(visit_id, name)
        return visit_id

    def notify(self, visit_id: str, name: str = LI) -> str:
        deed = NotifyCustomer(
            visit_id, self.point_id("mobile", name), Channel.SMS, ContactOutcome.MESSAGE_SENT
        )
        return self.clerk(deed).contact_id

    def attach(self, visit_id: str, path: Path, kind: str = "photo") -> str:
        return self.clerk(AttachEvidence(visit_id, path, self.evidence_folder, kind))

    def record(self, visit_id: str, *, by: str = "clerk", promise: Any = None, **changes: Any) -> str:
        """Type the sheet up, by default a talk with the borrower half an hour ago that ended in a plan."""
        return self.run(by, RecordVisit(visit_id, self.findings(**changes), promise)).record_id

    def findings(self, **changes: Any) -> Findings:
        """What the sheet says, by default found half an hour ago."""
        said: dict[str, Any] = {
            "arrived_at": self.now - timedelta(minutes=30), "left_at": self.now - timedelta(minutes=5),
            "met": Met.BORROWER, "met_name": "", "identity": Identity.DOCUMENT_SEEN,
            "identification_shown": True, "purpose_stated": True, "entry": Entry.CONSENTED,
            "recording": Recording.ON, "overdue_reasons": (OverdueReason.INCOME_DOWN,),
            "income": (IncomeSource.BUSINESS, IncomeSource.FAMILY_SUPPORT), "income_note": "小吃店每月约四千元",
            "family": (FamilySituation.SUPPORTS_ELDERS,), "family_note": "母亲八十岁",
            "attitude": Attitude.COOPERATIVE, "outcome": VisitOutcome.WANTS_PLAN,
            "narrative": "店铺二月起停业装修，四月复业，愿意分期。", "feedback": "希望先听听分期办法。",
        }  # fmt: skip
        return Findings(**{**said, **changes})

    def compare(self, visit_id: str, *differences: Difference) -> None:
        """The supervisor compares the second visitor's signature on the sheet with the record."""
        self.supervisor(SayAsSecond(visit_id, differences))

    def sign(self, visit_id: str) -> None:
        """The second visitor's word first, if it isn't in; then the supervisor signs."""
        record = self.ask(lambda view: visits.record_of(view, visit_id))
        if record is not None and self.ask(lambda view: record_entries.word_on(view, record)) is None:
            self.compare(visit_id)
        self.supervisor(SignOff(visit_id))

    def recorded_visit(self, name: str = LI, photo: Path | None = None) -> str:
        """A visit planned for ten, made, typed up at eleven, with a photo if one is given."""
        visit_id = self.planned_visit(name)
        self.advance(hours=2)
        if photo is not None:
            self.attach(visit_id, photo)
        self.record(visit_id, arrived_at=self.today_at(10, 2), left_at=self.today_at(10, 40))
        return visit_id

    def offer(self, name: str = LI, count: int = 6, **words: Any) -> str:
        """Put an instalment plan over the overdue amount of the first product before the supervisor."""
        product = self.products(name)[0]
        terms = Terms(product.id, product.overdue, count, date(2026, 4, 20), words.pop("rate", Decimal(0)))
        return self.clerk(OfferPlan(self.case_id(name), terms, "收入下降，可负担", **words))

    def agree(self, arrangement_id: str) -> None:
        self.supervisor(DecidePlan(arrangement_id, approve=True, reason="可行"))

    def promise(self, name: str = LI, fen: int = 50_000, due_on: date = date(2026, 3, 25)) -> str:
        return self.clerk(MakePromise(self.case_id(name), Money(fen), due_on, name))

    def close(self) -> None:
        self.desk.store.close()


def small_branch(folder: Path) -> Branch:
    """Open a practice branch with three customers in a folder that is missing or empty; close it afterwards.

    It is founded once and copied, since stretching four passwords takes longer than most tests.
    """
    founded = _founded()
    shutil.copytree(founded.folder, folder, dirs_exist_ok=True)
    if ON_SERVER:
        own_database(folder)
    store = open_store(folder, founded.branch_id, founded.keys)
    clock = Clock()
    return Branch(folder, Desk(store, clock), clock, _actors(store))


@lru_cache(maxsize=1)
def _founded() -> Store:
    """The branch all the others are copies of, closed."""
    kept = Path(tempfile.mkdtemp(prefix="collectdesk-branch-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    clock = Clock()
    place = place_on_server() if ON_SERVER else None
    store = found_branch(kept / "branch", name=NAME, kind="practice", shelf_name="practice", people=PEOPLE,
                         now=clock(), practice_date=PRACTICE_DATE, server=place).store  # fmt: skip
    _fill(Branch(store.folder, Desk(store, clock), clock, _actors(store)))
    store.close()
    return store


@lru_cache(maxsize=8)
def _own_keys(login: str) -> OwnKeys:
    header = read_header(_founded().folder)
    return open_slot(header, login, PASSWORD, shelf_for(header.kind, header.shelf, _founded().folder)).keys


def _actors(store: Store) -> dict[str, Actor]:
    return {person.login: actor for person in PEOPLE if (actor := store.actor(person.login))}


def _fill(branch: Branch) -> None:
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        for number, name, collects, secures, trained in STAFF:
            since = PRACTICE_DATE - timedelta(days=90)
            people.enrol_staff(
                work, staff_no=number, name=name, collects=collects, secures=secures, certificate=f"PX-{number}",
                trained=(since, since + timedelta(days=365)) if trained else None,
                experienced=(since, since + timedelta(days=730)) if secures else None,
            )  # fmt: skip
        keep_letterhead(work, LETTERHEAD)
        audit.append(work, "staff.enrolled", {"people": len(STAFF)})
    for kind, rows in (
        (LedgerKind.OVERDUE, overdue_rows()),
        (LedgerKind.INSTALMENTS, instalment_rows()),
        (LedgerKind.PAYMENTS, [payment_row("HK2026010901", ACCOUNTS[LI], date(2026, 1, 9), 120_000)]),
    ):
        branch.take(kind, rows)


ACCOUNTS = {LI: "6228480000000000471", WANG: "6225750000000932", OUYANG: "6228480000000000778"}
OUYANG_CARD = "6225750000000555"


def overdue_rows() -> list[OverdueRow]:
    """Three customers, four products: one with a guarantor, one with a compound surname and two products."""
    return [
        overdue_row(
            1,
            LI,
            ACCOUNTS[LI],
            ProductKind.LOAN,
            12_845_36,
            186_300_00,
            67,
            guarantor_name="赵大江",
            guarantor_phone="19900000009",
        ),
        overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, 4_021_17, 23_155_88, 35),
        overdue_row(3, OUYANG, ACCOUNTS[OUYANG], ProductKind.LOAN, 2_000_00, 50_000_00, 95),
        overdue_row(3, OUYANG, OUYANG_CARD, ProductKind.CARD, 900_00, 9_000_00, 20),
    ]


def overdue_row(
    number: int,
    name: str,
    account_no: str,
    kind: ProductKind,
    overdue: int,
    balance: int,
    dpd: int,
    **changes: Any,
) -> OverdueRow:
    """One line of the overdue list; amounts in fen."""
    said: dict[str, Any] = {
        "line": number + 1, "customer_no": f"KH{number:06d}", "name": name, "id_no": f"53099919{80 + number}03071239",
        "phone": f"1990000000{number}", "home_address": f"云岭县城东街道河滨路 {100 + number} 号 2 单元 503 室",
        "work_address": f"云岭县城西工业园 {number} 号", "guarantor_name": "", "guarantor_phone": "",
        "product_kind": kind, "account_no": account_no, "contract_no": f"HT-2023-{account_no[-4:]}",
        "opened_on": date(2023, 5, 6), "granted": Money(max(balance, 200_000_00)), "balance": Money(balance),
        "overdue": Money(overdue), "oldest_unpaid_on": PRACTICE_DATE - timedelta(days=dpd), "dpd": dpd,
        "five_class": "关注", "account_officer": "吴静",
    }  # fmt: skip
    return OverdueRow(**{**said, **changes})


def instalment_rows() -> list[InstalmentRow]:
    """Eight months of the first customer's loan: the last three unpaid."""
    return [
        InstalmentRow(line=number + 2, account_no=ACCOUNTS[LI], seq=number + 1, due_on=date(2025, 7, 10) if not number
                      else date(2025 + (6 + number) // 12, (6 + number) % 12 + 1, 10),
                      principal=Money(350_000), interest=Money(78_178), fee=Money(0),
                      paid=Money(428_178 if number < 6 else 0))
        for number in range(9)
    ]  # fmt: skip


def payment_row(reference: str, account_no: str, paid_on: date, fen: int) -> PaymentRow:
    return PaymentRow(2, reference, account_no, paid_on, Money(fen), "柜面")


def ledger(kind: LedgerKind, rows: Sequence[LedgerRow], data_date: date = PRACTICE_DATE) -> Ledger:
    """A read file that holds exactly these rows."""
    digest = hashlib.sha256(repr((kind, data_date, rows)).encode()).hexdigest()
    return Ledger(
        kind=kind, file_name=f"{kind.value}_{data_date:%Y%m%d}.csv", sha256=digest, encoding="utf-8", sheet="",
        delimiter=",", headings=(), data_date=data_date, rows=tuple(rows), bad=(), totals_skipped=0,
        blank_skipped=0,
    )  # fmt: skip
