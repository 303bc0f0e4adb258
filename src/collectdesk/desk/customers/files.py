"""Customers: the list, and one customer's file with everything that answers questions before they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.customers.file_parts import (
    Allocated,
    CaseAway,
    PersonView,
    Trend,
    WrongPair,
    allocated,
    away_of,
    people_of,
    trend_of,
)
from collectdesk.desk.customers.timeline import timeline_of
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.solutions.noting import Noted, noted_of
from collectdesk.domain.contact.contacts import Tally, tally
from collectdesk.domain.contact.wishes import Wish
from collectdesk.domain.customers.cases import (
    CaseStanding,
    CaseState,
    ProductStage,
    ProductStanding,
    stage_of,
    state_of,
)
from collectdesk.domain.customers.own_buckets import buckets_on, name_of
from collectdesk.domain.customers.products import Bucket, bucket_of, days_past_due, days_without_pauses
from collectdesk.domain.happening import Event, EventKind
from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.money import Money, total
from collectdesk.domain.people.people import Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases, solutions
from collectdesk.store.cases.cases import Breach, Case, Contact, Hold, Step
from collectdesk.store.cases.solutions import KeptArrangement, KeptAssessment, KeptPromise
from collectdesk.store.contact import complaints, notices, senders, wishes
from collectdesk.store.contact.complaints import Complaint
from collectdesk.store.customers import (
    corrections,
    customers,
    merging,
    openings,
    own_buckets,
    parties,
    petitions,
)
from collectdesk.store.customers.corrections import Correction
from collectdesk.store.customers.customers import ContactPoint, Customer, Instalment, Payment, Product
from collectdesk.store.customers.petitions import Petition
from collectdesk.store.intake import told
from collectdesk.store.intake.told import Receipt, TakenIn
from collectdesk.store.people import handings
from collectdesk.store.people.people import account_names
from collectdesk.store.results import packs
from collectdesk.store.results.packs import KeptPack
from collectdesk.store.vault import evidence
from collectdesk.store.vault.evidence import Evidence
from collectdesk.store.visits import visits
from collectdesk.store.visits.visits import Print, Visit, VisitRecord, VisitRequest
from collectdesk.store.work import View, Work

__all__ = [
    "Breach", "Case", "Contact", "ContactPoint", "Customer", "CustomerFile", "Event", "EventKind",
    "Evidence", "Hold", "Instalment", "KeptArrangement", "KeptAssessment", "KeptPack", "KeptPromise",
    "OpenFile", "Payment", "Print", "Product", "ProductView", "ReadFileAgain", "Step", "Visit",
    "VisitRecord", "VisitRequest", "case_of", "read_file",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product with its stage; ``own_dpd`` is the program's own count beside core banking's, ``net_dpd`` core
    banking's without the days on which a hold paused collection.
    """

    product: Product
    stage: ProductStage
    bucket: Bucket
    own_dpd: int | None
    instalments: tuple[Instalment, ...]
    payments: tuple[Payment, ...]
    net_dpd: int = 0
    allocation: Mapping[str, Allocated] = field(default_factory=dict)
    own_bucket: str = ""
    """What the branch itself calls so many days of this kind; empty where it has no buckets of its own."""


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """One customer's file. ``as_of`` is the newest data date; ``past_day`` the day it is shown as of, if asked."""

    customer: Customer
    case: Case | None
    as_of: date | None
    overdue: Money
    balance: Money
    dpd: int
    bucket: Bucket
    products: tuple[ProductView, ...]
    points: tuple[ContactPoint, ...]
    arrangements: tuple[KeptArrangement, ...]
    people: Mapping[str, str]
    state: CaseState | None = None
    steps: tuple[Step, ...] = ()
    holds: tuple[Hold, ...] = ()
    standing_holds: frozenset[str] = frozenset()
    assessments: tuple[KeptAssessment, ...] = ()
    contacts: tuple[Contact, ...] = ()
    requests: tuple[VisitRequest, ...] = ()
    visits: tuple[Visit, ...] = ()
    records: Mapping[str, VisitRecord] = field(default_factory=dict)
    void_records: tuple[VisitRecord, ...] = ()
    """Typed for this customer's visits and found to be another's."""
    promises: tuple[KeptPromise, ...] = ()
    breaches: tuple[Breach, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    packs: tuple[KeptPack, ...] = ()
    prints: tuple[Print, ...] = ()
    timeline: tuple[Event, ...] = ()
    past_day: date | None = None
    trend: Trend | None = None
    around: tuple[PersonView, ...] = ()
    wrong_pairs: tuple[WrongPair, ...] = ()
    wishes: tuple[Wish, ...] = ()
    noted: tuple[Noted, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    taken_in: tuple[TakenIn, ...] = ()
    corrections: tuple[Correction, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    petitions: tuple[Petition, ...] = ()
    senders: Mapping[str, str] = field(default_factory=dict)
    """The branch's own accounts by their ids, for showing by which a message went out."""
    tally: Tally = field(default_factory=Tally)
    """Attempts and right-party contacts of the case, counted apart."""
    is_masked: bool = False
    """Whether names or numbers are hidden: another's case, or none."""
    away: CaseAway | None = None
    """With which other PC the case is out."""


@dataclass(frozen=True, slots=True)
class OpenFile(Lookup[CustomerFile]):
    """One customer's file, as of today or a past day. Opening it is the purpose, and is in the trail."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.opened"
    audited: ClassVar = True

    customer_id: str
    as_of: date | None = None

    def look(self, view: View) -> CustomerFile:
        view.note(customer=self.customer_id)
        return read_file(view, self.customer_id, self.as_of)

    def is_told(self, work: Work) -> bool:
        return openings.first_today(work, self.customer_id)


@dataclass(frozen=True, slots=True)
class FindCase(Lookup[Case]):
    """The case of a number as it stands on paper, open or closed; raises Refused(case.unknown)."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "case.found"

    case_no: str

    def look(self, view: View) -> Case:
        found = cases.case_by_no(view, self.case_no.strip())
        if found is None:
            raise Refused("case.unknown", case_no=self.case_no)
        return found


@dataclass(frozen=True, slots=True)
class ReadFileAgain(Lookup[CustomerFile]):
    """The file that lies open already, after something was touched; its opening is in the trail."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.read_again"

    customer_id: str
    as_of: date | None = None

    def look(self, view: View) -> CustomerFile:
        return read_file(view, self.customer_id, self.as_of)


def read_file(view: View, customer_id: str, as_of: date | None = None) -> CustomerFile:
    """Everything of one customer, masked for the actor; raises LookupError for an unknown id.

    Whoever asks for a file that went into another's gets that one.
    """
    customer_id = merging.survivor(view, customer_id)
    kept = cases.open_case_of(view, customer_id)
    owned = customers.products(view, customer_id, as_of)
    arranged = solutions.arrangements(view, case_id=kept.id) if kept else []
    running = {a.product_id for a in arranged if a.arrangement.state is ArrangementState.ACTIVE}
    seen = masking.of_case(view, kept)
    found = CustomerFile(
        customer=_masked_customer(seen, customers.customer(view, customer_id)),
        case=kept,
        as_of=max((p.as_of for p in owned if p.as_of), default=None),
        overdue=total([p.overdue for p in owned]),
        balance=total([p.balance for p in owned]),
        dpd=max((p.dpd for p in owned), default=0),
        bucket=bucket_of(max((p.dpd for p in owned), default=0)),
        products=_products(view, owned, running, as_of),
        points=tuple(_masked_point(seen, p) for p in own_first(customers.points(view, customer_id))),
        arrangements=tuple(arranged),
        people=account_names(view),
        trend=trend_of(view, customer_id, as_of),
        around=people_of(view, seen, customer_id, as_of or view.today),
        wrong_pairs=_wrong_pairs(view, seen, customer_id),
        wishes=tuple(wishes.wishes(view, customer_id)),
        noted=noted_of(view, customer_id, as_of, seen),
        receipts=_receipts(view, seen, customer_id),
        taken_in=tuple(told.taken_in(view, customer_id)),
        petitions=_petitions(view, seen, customer_id),
        is_masked=not (seen.names and seen.contacts),
    )
    if kept is not None:
        found = _with_case(view, found, kept)
    if as_of is not None:
        found = _as_it_stood(found, as_of)
    found = replace(found, products=tuple(_net_of_pauses(each, found.holds) for each in found.products))
    found = replace(
        found,
        state=_state(
            found,
            running,
            as_of or view.today,
            in_court=kept is not None and handings.is_in_court(view, kept.id),
        ),
        tally=tally(each for each in found.contacts if not each.struck),
        timeline=timeline_of(found),
    )
    return found if view.actor.role is not Role.AUDITOR else masking.texts(found, _names_in(view, found))


def _names_in(view: View, found: CustomerFile) -> tuple[str, ...]:
    """Every name that a note about this customer may hold: the customer's own and those of the parties."""
    points = customers.points(view, found.customer.id)
    return (customers.customer(view, found.customer.id).name, *(point.party for point in points))


def _wrong_pairs(view: View, seen: masking.Sight, customer_id: str) -> tuple[WrongPair, ...]:
    """The wrong pairs that concern the customer's points, whoever found them, masked."""
    found = []
    for pair in parties.wrong_pairs_of(view, customer_id):
        mask = masking.phone if pair.value.strip("+-").isdigit() else masking.address
        found.append(replace(pair, value=mask(seen, pair.value), person=masking.name(seen, pair.person)))
    return tuple(found)


def _petitions(view: View, seen: masking.Sight, customer_id: str) -> tuple[Petition, ...]:
    """What the customer asked about their own data."""
    found = petitions.petitions(view, customer_id=customer_id)
    return tuple(replace(each, name=masking.name(seen, each.name)) for each in found)


def _receipts(view: View, seen: masking.Sight, customer_id: str) -> tuple[Receipt, ...]:
    """What became of messages, the numbers masked."""
    found = told.receipts(view, customer_id)
    return tuple(replace(each, phone=masking.phone(seen, each.phone)) for each in found)


def _net_of_pauses(shown: ProductView, holds: tuple[Hold, ...]) -> ProductView:
    product = shown.product
    if product.as_of is None:
        return shown
    # an ended hold paused until the day before it ended
    pauses = [
        (h.from_on, h.ended_on - timedelta(days=1) if h.ended_on is not None else h.until_on)
        for h in holds
        if h.reach.stops(product.id)
    ]
    return replace(shown, net_dpd=days_without_pauses(product.dpd, product.as_of, pauses))


def _with_case(view: View, found: CustomerFile, kept: Case) -> CustomerFile:
    """The file with everything that hangs on its case, masked for the actor."""
    seen = masking.of_case(view, kept)
    planned = visits.visits_of(view, kept.id)
    records: dict[str, VisitRecord] = {
        v.id: masking.record(seen, r) for v in planned if (r := visits.record_of(view, v.id)) is not None
    }
    found = replace(
        found,
        steps=tuple(cases.steps(view, case_id=kept.id)),
        holds=tuple(cases.holds(view, kept.id)),
        standing_holds=cases.standing_holds(view, kept.id),
        assessments=tuple(solutions.assessments(view, kept.id)),
        contacts=tuple(cases.contacts(view, kept.id, struck=True)),
        requests=tuple(visits.requests(view, case_id=kept.id)),
        visits=tuple(planned),
        records=records,
        void_records=tuple(masking.record(seen, r) for r in visits.void_records(view, kept.id)),
        promises=tuple(masking.promise(seen, p) for p in solutions.promises(view, case_id=kept.id)),
        breaches=tuple(cases.breaches(view, case_id=kept.id)),
        evidence=tuple(masking.evidence(seen, e) for e in evidence.of_case(view, kept.id) if not e.copy_of),
        packs=tuple(packs.packs(view, case_id=kept.id)),
        senders={each.id: each.number for each in senders.senders(view)},
        away=away_of(view, kept.id),
    )
    return replace(
        found,
        prints=_prints(view, found),
        corrections=tuple(corrections.corrections(view, kept.id)),
        complaints=tuple(
            replace(each, complainant=masking.name(seen, each.complainant))
            for each in complaints.complaints(view, case_id=kept.id)
        ),
    )


def _prints(view: View, found: CustomerFile) -> tuple[Print, ...]:
    """Every sheet printed for the case, its visits, records and plans, newest first."""
    subjects = [
        *(v.id for v in found.visits),
        *(r.id for r in found.records.values()),
        *(a.id for a in found.arrangements),
        *([n.id for n in notices.notices_of(view, found.case.id)] if found.case else []),
        *([found.case.id] if found.case else []),
        *(p.id for p in found.petitions),
    ]
    printed = [each for subject in subjects for each in visits.prints(view, str(subject))]
    return tuple(sorted(printed, key=lambda each: each.printed_at, reverse=True))


def _as_it_stood(found: CustomerFile, day: date) -> CustomerFile:
    """Only what was there at the end of a past day; what had to be done next then isn't known any more."""
    seen = tuple(v for v in found.visits if local_day(v.planned_at) <= day)
    return replace(
        found,
        away=None,
        past_day=day,
        products=tuple(v for v in found.products if v.product.as_of is not None),
        case=found.case if found.case and found.case.opened_on <= day else None,
        steps=(),
        holds=tuple(h for h in found.holds if h.from_on <= day),
        standing_holds=frozenset(h.code for h in found.holds if h.stands_on(day)),
        assessments=tuple(a for a in found.assessments if a.assessed_on <= day),
        contacts=tuple(c for c in found.contacts if local_day(c.happened_at) <= day),
        requests=tuple(r for r in found.requests if local_day(r.asked_at) <= day),
        visits=seen,
        void_records=tuple(r for r in found.void_records if local_day(r.findings.arrived_at) <= day),
        records={k: r for k, r in found.records.items() if local_day(r.findings.arrived_at) <= day},
        promises=tuple(p for p in found.promises if p.promise.made_on <= day),
        arrangements=tuple(a for a in found.arrangements if a.made_on <= day),
        breaches=tuple(b for b in found.breaches if local_day(b.happened_at) <= day),
        evidence=tuple(e for e in found.evidence if local_day(e.recorded_at) <= day),
        packs=tuple(p for p in found.packs if p.built_on <= day),
        prints=tuple(p for p in found.prints if local_day(p.printed_at) <= day),
        wrong_pairs=tuple(p for p in found.wrong_pairs if p.found_on <= day),
        wishes=tuple(w for w in found.wishes if w.said_on <= day),
        complaints=tuple(c for c in found.complaints if c.received_on <= day),
        receipts=tuple(r for r in found.receipts if r.sent_on <= day),
        petitions=tuple(p for p in found.petitions if p.asked_on <= day),
        taken_in=tuple(t for t in found.taken_in if t.data_date <= day),
        around=tuple(p for p in found.around if local_day(p.party.known_since) <= day),
    )


def _products(
    view: View,
    owned: list[Product],
    running: set[Any],
    as_of: date | None,
) -> tuple[ProductView, ...]:
    ids = [str(p.id) for p in owned]
    parts, paid = customers.instalments(view, ids, as_of), customers.payments(view, ids, as_of)
    own_names = buckets_on(own_buckets.every(view), as_of or view.today)
    views = []
    for product in owned:
        standing = ProductStanding(product.dpd, product.overdue, product.was_overdue, product.id in running)
        own_parts = tuple(i for i in parts if i.product_id == product.id)
        unpaid = [
            i.due_on for i in own_parts if i.paid < i.due and product.as_of and i.due_on < product.as_of
        ]
        own = days_past_due(product.as_of, min(unpaid, default=None)) if own_parts and product.as_of else None
        views.append(
            ProductView(
                replace(product, account_no=masking.account(product.account_no)),
                stage_of(standing),
                bucket_of(product.dpd),
                own,
                own_parts,
                own_paid := tuple(p for p in paid if p.product_id == product.id),
                allocation=allocated(own_parts, own_paid, product.kind),
                own_bucket=name_of(own_names[product.kind].edges, product.dpd)
                if product.kind in own_names
                else "",
            )
        )
    return tuple(views)


def _state(found: CustomerFile, running: set[Any], day: date, *, in_court: bool) -> CaseState | None:
    if found.case is None:
        return None
    return state_of(
        CaseStanding(
            tuple(
                ProductStanding(
                    p.product.dpd, p.product.overdue, p.product.was_overdue, p.product.id in running
                )
                for p in found.products
            ),
            bool(found.assessments),
            any(not each.struck for each in found.contacts),
            # a hold on one product or one way of contact leaves the rest of the case at work
            frozenset(h.code for h in found.holds if h.stands_on(day) and h.reach.stops_everything),
            found.case.closed_on,
            bool(found.packs),
            in_court,
        )
    )


def _masked_customer(seen: masking.Sight, who: Customer) -> Customer:
    return replace(who, name=masking.name(seen, who.name), id_no=masking.id_no(who.id_no))


def own_first(points: list[ContactPoint]) -> list[ContactPoint]:
    """The borrower's own before those of others, phones before addresses, valid before the rest."""
    return sorted(points, key=lambda p: (bool(p.party), p.kind != "phone", p.standing != "valid"))


def _masked_point(seen: masking.Sight, point: ContactPoint) -> ContactPoint:
    mask = masking.phone if point.kind == "phone" else masking.address
    return replace(point, value=mask(seen, point.value), party=masking.name(seen, point.party))


def case_of(view: View, case_id: str) -> CustomerId:
    """The customer a case belongs to."""
    return cases.case(view, CaseId(case_id)).customer_id
