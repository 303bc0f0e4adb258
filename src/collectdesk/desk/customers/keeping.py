"""Keeping a file true: the people around a customer, how everybody is reached, and who isn't there at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.pipeline import Change, Export, Subject
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.identity import mask_address, mask_phone
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, parties
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.desk.visits.printing import Printed, Sheaf
    from collectdesk.store.work import View, Work

SOURCES: Final = ("contract", "reserved", "authorised", "public", "told_by_contact", "bureau")
"""Where a number or address may come from; one whose source nobody can name isn't kept."""
LABELS: Final[dict[str, tuple[str, ...]]] = {
    "phone": ("mobile", "home_phone", "work_phone", "other_phone"),
    "address": ("registered", "home", "work", "statement"),
    "email": ("email",),
}
"""What sort of number or address it is."""
LOCATED_BY: Final = ("visit", "map", "map_by_hand", "customer")
"""How coordinates were obtained."""
CHECKED_BY: Final = ("call", "visit", "document", "customer", "letter")
"""How somebody verified a number or address."""
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()\-]{5,24}")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,120}\.[A-Za-z]{2,24}")
_PEOPLE: Final = frozenset({Subject.CUSTOMERS})


@dataclass(frozen=True, slots=True)
class KeepPerson(Change[str]):
    """Add somebody around the customer or change what is known of them; gives their id.

    ``refused_on`` is since when they don't want to be contacted, ``until_on`` when a guarantee ends.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "person.kept"
    touches: ClassVar = _PEOPLE

    customer_id: str
    role: PartyRole
    name: str
    liable: bool | None = None
    refused_on: date | None = None
    refused_why: str = ""
    until_on: date | None = None
    note: str = ""
    person_id: str | None = None
    version: int | None = None

    def carry_out(self, work: Work) -> str:
        self._require_sense(work)
        values: dict[str, Any] = {
            "role": self.role.value, "name": self.name.strip(), "liable": self.liable,
            "contact_since": self.refused_on, "contact_why": self.refused_why.strip(), "until_on": self.until_on,
            "note": self.note.strip(),
        }  # fmt: skip
        kept = parties.keep_party(work, self.person_id, self.version, self.customer_id, **values)
        work.note(customer=self.customer_id, person=kept)
        return kept

    def _require_sense(self, work: Work) -> None:
        customers.customer(work, self.customer_id)
        name = self.name.strip()
        if not name:
            raise Refused("party.name_missing", field="name")
        if self.refused_on is not None and self.refused_on > work.today:
            raise Refused("party.refused_in_future", field="refused_on")
        if self.refused_on is not None and not self.refused_why.strip():
            raise Refused("party.why_missing", field="refused_why")
        for other in parties.parties(work, self.customer_id):
            if other.id == self.person_id and other.customer_id != self.customer_id:
                raise Refused("party.other_customer", field="name")
            if (other.name, other.role) == (name, self.role) and other.id != self.person_id:
                raise Refused("party.known", field="name", name=name)


@dataclass(frozen=True, slots=True)
class KeepPoint(Change[str]):
    """Add a number or address; gives its id. ``person_id`` is whose it is, None for the customer's own."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "point.kept"
    touches: ClassVar = _PEOPLE

    customer_id: str
    kind: str
    label: str
    value: str
    source: str
    person_id: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    access_note: str = ""

    def carry_out(self, work: Work) -> str:
        value = self._value()
        person = self._person(work)
        _require_source(self.source)
        _require_span(self.valid_from or work.today, self.valid_until)
        for known in customers.points(work, self.customer_id):
            if (known.value, known.party_id) == (value, self.person_id or ""):
                raise Refused("point.known", field="value")
        wrong = parties.wrong_pair_of(work, value, person)
        if wrong is not None:
            raise Refused("point.wrong_pair", field="value", found_on=wrong.found_on)
        kept = parties.add_point(
            work, customer_id=self.customer_id, related_party_id=self.person_id, kind=self.kind, label=self.label,
            value=value, source=self.source, standing="valid", valid_from=self.valid_from or work.today,
            valid_until=self.valid_until, checked_on=None, access_note=self.access_note.strip(),
        )  # fmt: skip
        work.note(customer=self.customer_id, point=kept, source=self.source)
        return kept

    def _value(self) -> str:
        value = " ".join(self.value.split())
        if self.label not in LABELS.get(self.kind, ()):
            raise Refused("point.label_unknown", field="label")
        if self.kind == "phone":
            if not _PHONE.fullmatch(value):
                raise Refused("point.no_phone", field="value")
            return re.sub(r"[ ()]", "", value)
        if self.kind == "email":
            if not _EMAIL.fullmatch(value):
                raise Refused("point.no_email", field="value")
            return value
        if len(value) < 4:
            raise Refused("point.no_address", field="value")
        return value

    def _person(self, work: Work) -> str:
        """The name of whose it is."""
        if self.person_id is None:
            return customers.customer(work, self.customer_id).name
        who = parties.party(work, self.person_id)
        if who.customer_id != self.customer_id:
            raise Refused("party.other_customer", field="person_id")
        return who.name


@dataclass(frozen=True, slots=True)
class ChangePoint(Change[None]):
    """Change what is known of a number or address: source, validity, access, where it lies. Never which it is."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "point.changed"
    touches: ClassVar = _PEOPLE

    customer_id: str
    point_id: str
    label: str
    source: str
    valid_from: date
    valid_until: date | None = None
    access_note: str = ""
    place: tuple[int, int] | None = None
    located_by: str = ""

    def carry_out(self, work: Work) -> None:
        known = _own(work, self.customer_id, self.point_id)
        if self.label not in (*LABELS.get(known.kind, ()), known.label):
            raise Refused("point.label_unknown", field="label")
        if self.source != known.source:
            _require_source(self.source)
        _require_span(self.valid_from, self.valid_until)
        if self.place is not None and self.located_by not in LOCATED_BY:
            raise Refused("point.located_unsaid", field="located_by")
        lat, lon = self.place if self.place is not None else (None, None)
        parties.change_point(
            work, self.point_id, label=self.label, source=self.source, valid_from=self.valid_from,
            valid_until=self.valid_until, access_note=self.access_note.strip(), lat_e6=lat, lon_e6=lon,
            located_by=self.located_by if self.place is not None else "",
        )  # fmt: skip
        work.note(customer=self.customer_id, point=self.point_id)


@dataclass(frozen=True, slots=True)
class CheckPoint(Change[None]):
    """Somebody verified a number or address: it holds, or nobody is reached there any more."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "point.checked"
    touches: ClassVar = _PEOPLE

    customer_id: str
    point_id: str
    holds: bool
    how: str

    def carry_out(self, work: Work) -> None:
        known = _own(work, self.customer_id, self.point_id)
        if self.how not in CHECKED_BY:
            raise Refused("point.how_unknown", field="how")
        if known.standing == "blocked":
            raise Refused("point.blocked", field="how")  # only the pair's own record could be mistaken
        customers.set_point_standing(work, self.point_id, "valid" if self.holds else "invalid", self.how)
        work.note(customer=self.customer_id, point=self.point_id, holds=self.holds)


@dataclass(frozen=True, slots=True)
class Blocked:
    """What a wrong person stopped: the pair, how many points hold it, and in how many cases plans were changed."""

    pair_id: str
    points: int
    cases: int


@dataclass(frozen=True, slots=True)
class WrongPerson(Change[Blocked]):
    """A number or address isn't this person's: the pair is blocked in every case, what was planned there stops.

    The number itself stays usable for anybody else who has it, such as the others of a family.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "pair.blocked"
    touches: ClassVar = frozenset({Subject.CUSTOMERS, Subject.CASES, Subject.STEPS, Subject.VISITS})

    customer_id: str
    point_id: str
    note: str = ""

    def carry_out(self, work: Work) -> Blocked:
        _own(work, self.customer_id, self.point_id)
        done = block_pair(work, self.point_id, self.note)
        work.note(customer=self.customer_id, pair=done.pair_id, points=done.points, cases=done.cases)
        return done


def block_pair(work: Work, point_id: str, note: str = "") -> Blocked:
    """Block the pair of a point's value and its person wherever it stands; doing it again changes nothing."""
    customer_id, _kind, value, person = parties.owner_of(work, point_id)
    held = parties.holders(work, value, person)
    kept = cases.open_case_of(work, customer_id)
    known = parties.wrong_pair_of(work, value, person)
    pair_id = known.id if known else parties.note_wrong(
        work, value, person, point_id, kept.id if kept else None, note.strip()
    )  # fmt: skip
    changed = set()
    for holder in held:
        if holder.standing != "blocked":
            customers.set_point_standing(work, holder.point_id, "blocked", "wrong_person")
        if holder.case_id and _stop_plans(work, holder, found_here=holder.customer_id == customer_id):
            changed.add(holder.case_id)
    return Blocked(pair_id, len(held), len(changed))


def _stop_plans(work: Work, holder: parties.Holder, *, found_here: bool) -> bool:
    """Stop what is planned at a blocked point; whoever works the case hears of it as its next step."""
    stopped = _stop_visits(work, holder)
    calls = any(step.kind is StepKind.CALL for step in cases.steps(work, case_id=holder.case_id))
    reachable = any(
        point.kind == "phone" and not point.party and point.is_usable_on(work.today)
        for point in customers.points(work, holder.customer_id)
    )
    if calls and not reachable:
        cases.finish_steps(work, holder.case_id, (StepKind.CALL,), "wrong_person")
        stopped = True
    left_without = found_here and not cases.steps(work, case_id=holder.case_id)
    if left_without or (stopped and not found_here):
        cases.add_step(work, holder.case_id, StepKind.REVIEW, work.today, "pair.blocked", holder.point_id)
    return stopped


def _stop_visits(work: Work, holder: parties.Holder) -> bool:
    """Withdraw the requests and cancel the visits that lead to the point."""
    waiting = (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.RETURNED)
    stopped = False
    for visit in visits.visits_of(work, holder.case_id):
        if visit.point_id == holder.point_id and visit.state in (
            VisitState.SCHEDULED,
            VisitState.KIT_PRINTED,
        ):
            visits.set_visit_state(work, visit, VisitState.CANCELLED)
            tied = (StepKind.NOTIFY, StepKind.RECORD_VISIT, StepKind.PRINT_KIT)
            cases.finish_steps(work, holder.case_id, tied, "wrong_person", visit.id)
            visits.set_request_state(
                work, visits.request(work, visit.request_id), RequestState.WITHDRAWN, "wrong_person"
            )
            stopped = True
    for asked in visits.requests(work, case_id=holder.case_id):
        if asked.point_id == holder.point_id and asked.state in waiting:
            visits.set_request_state(work, asked, RequestState.WITHDRAWN, "wrong_person")
            cases.finish_steps(work, holder.case_id, (StepKind.PLAN_VISIT,), "wrong_person", asked.id)
            stopped = True
    return stopped


@dataclass(frozen=True, slots=True)
class PrintApology(Export["Printed", "Sheaf"]):
    """Print the apology to whoever was disturbed by mistake: it names neither the debtor nor a debt."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "apology.printed"
    touches: ClassVar = _PEOPLE

    target: Path
    pair_id: str
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        from collectdesk.desk.archive.gathering import next_copy, printing_of
        from collectdesk.desk.visits.printing import Sheaf
        from collectdesk.reports.contact.apology import ApologyFacts

        pair = parties.wrong_pair(view, self.pair_id)
        _owner, kind, value, _person = parties.owner_of(view, pair.point_id)
        copy = next_copy(view, "apology", pair.id)
        masked = mask_phone(value) if kind == "phone" else mask_address(value)
        facts = ApologyFacts(kind == "phone", masked, pair.found_on, printing_of(view, copy))
        return Sheaf(facts, f"ZQ-{pair.found_on:%Y%m%d}-{pair.id[-4:].upper()}", copy, pair.id)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        from collectdesk.reports.contact.apology import print_apology

        gathered.drawn = print_apology(partial, gathered.facts, gathered.number, self.language, progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        from collectdesk.reports.contact.apology import APOLOGY_VERSION

        printed = gathered.printed(self.target, partial)
        gathered.register(work, "apology", APOLOGY_VERSION, printed)
        work.note(pair=self.pair_id, number=printed.number, copy=printed.copy)
        return printed


def _own(view: View, customer_id: str, point_id: str) -> customers.ContactPoint:
    """The customer's point; refuses another customer's."""
    for point in customers.points(view, customer_id):
        if point.id == point_id:
            return point
    raise Refused("contact.other_customer", field="point_id")


def _require_source(source: str) -> None:
    if source not in SOURCES:
        raise Refused("point.source_missing", field="source")


def _require_span(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise Refused("point.ends_before", field="valid_until")
