"""Who goes out and who signs in: the staff with their training, the accounts with their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import ClassVar, Final

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.ids import StaffId
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.asking import ANY_TIME, Suits
from collectdesk.store.people import people, rights
from collectdesk.store.people.people import Staff
from collectdesk.store.vault.sign_ins import SignIn, sign_ins
from collectdesk.store.work import View, Work

EXPIRING_DAYS: Final = 30
"""How long before its end a training is shown as running out: time enough to hold a course."""
LONGEST_TRAINING: Final = 366 * 5
EXPERIENCE_LASTS: Final = timedelta(days=730)
"""Then somebody looks again whether it still holds: branch practice."""


class Training(Enum):
    """How somebody's training stands on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ListStaff(Lookup[tuple[Staff, ...]]):
    """Who can go out."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "staff.listed"

    def look(self, view: View) -> tuple[Staff, ...]:
        return tuple(people.staff(view))


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One person who goes out; ``valid_until`` is the end of the training that lasts longest."""

    id: StaffId
    staff_no: str
    name: str
    collects: bool
    secures: bool
    training: Training
    certificate: str
    valid_from: date | None
    valid_until: date | None
    days_left: int
    experienced: bool = False
    drives: bool = False
    languages: str = ""
    away_until: date | None = None
    hours: Suits = ANY_TIME


@dataclass(frozen=True, slots=True)
class AccountLine:
    """Somebody who signs in; ``tries`` are wrong passwords since they were in last."""

    login: str
    name: str
    role: Role
    opened_at: datetime | None = None
    tries: int = 0
    tried_at: datetime | None = None
    may_second: bool = False


@dataclass(frozen=True, slots=True)
class ShowStaff(Lookup[tuple[StaffLine, ...]]):
    """Everybody who goes out, and how their training stands today."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "staff.shown"

    def look(self, view: View) -> tuple[StaffLine, ...]:
        return tuple(_line(person, view.today) for person in people.staff(view))


@dataclass(frozen=True, slots=True)
class ShowAccounts(Lookup[tuple[AccountLine, ...]]):
    """Everybody who signs in, with the role."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "account.shown"

    def look(self, view: View) -> tuple[AccountLine, ...]:
        signed = sign_ins(view)
        return tuple(_account(who, signed.get(who.id, SignIn())) for who in rights.everybody(view))


@dataclass(frozen=True, slots=True)
class EnrolStaff(Change[StaffId]):
    """Add a person who goes out, with the training they hold, if any; untrained people aren't planned."""

    needs: ClassVar = Permission.KEEP_PEOPLE
    action: ClassVar = "staff.enrolled"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    staff_no: str
    name: str
    collects: bool
    secures: bool
    certificate: str = ""
    trained_from: date | None = None
    trained_until: date | None = None
    drives: bool = False
    languages: str = ""

    def carry_out(self, work: Work) -> StaffId:
        number, name = self.staff_no.strip(), self.name.strip()
        if not number:
            raise Refused("staff.number_missing", field="staff_no")
        if not name:
            raise Refused("staff.name_missing", field="name")
        if not (self.collects or self.secures or self.drives):
            raise Refused("staff.duty_missing", field="duties")
        if any(person.staff_no == number for person in people.staff(work)):
            raise Refused("staff.number_taken", field="staff_no", staff_no=number)
        staff_id = people.enrol_staff(
            work,
            staff_no=number,
            name=name,
            collects=self.collects,
            secures=self.secures,
            trained=self._training(),
            certificate=self.certificate.strip(),
            drives=self.drives,
            languages=self.languages.strip(),
        )
        work.note(staff=staff_id)
        return staff_id

    def _training(self) -> tuple[date, date] | None:
        if self.trained_from is None and self.trained_until is None and not self.certificate.strip():
            return None
        return _checked(self.certificate, self.trained_from, self.trained_until)


@dataclass(frozen=True, slots=True)
class AddTraining(Change[None]):
    """Record a training that somebody has completed; earlier ones stay."""

    needs: ClassVar = Permission.KEEP_PEOPLE
    action: ClassVar = "training.added"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    staff_id: str
    certificate: str
    trained_from: date | None
    trained_until: date | None

    def carry_out(self, work: Work) -> None:
        if people.staff_by_id(work, self.staff_id) is None:
            raise Refused("staff.unknown")
        first, last = _checked(self.certificate, self.trained_from, self.trained_until)
        people.add_training(work, self.staff_id, self.certificate.strip(), (first, last))
        work.note(staff=self.staff_id)


@dataclass(frozen=True, slots=True)
class NameExperienced(Change[None]):
    """Name a safety officer as experienced for two years: who goes along where the risk asks for more care."""

    needs: ClassVar = Permission.KEEP_PEOPLE
    action: ClassVar = "staff.named_experienced"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    staff_id: str

    def carry_out(self, work: Work) -> None:
        person = people.staff_by_id(work, self.staff_id)
        if person is None:
            raise Refused("staff.unknown")
        if not person.is_safety_officer:
            raise Refused("staff.not_a_safety_officer")
        if not person.is_trained_on(work.today):
            raise Refused("staff.not_trained")
        if not person.is_experienced_on(work.today):
            people.add_experience(work, self.staff_id, (work.today, work.today + EXPERIENCE_LASTS))
        work.note(staff=self.staff_id)


def _account(who: Actor, signed: SignIn) -> AccountLine:
    return AccountLine(
        who.login,
        who.name,
        who.role,
        signed.opened_at,
        signed.tries,
        signed.tried_at,
        who.may(Permission.SECOND),
    )


def _checked(certificate: str, first: date | None, last: date | None) -> tuple[date, date]:
    if not certificate.strip():
        raise Refused("training.certificate_missing", field="certificate")
    if first is None:
        raise Refused("training.start_missing", field="trained_from")
    if last is None:
        raise Refused("training.end_missing", field="trained_until")
    if last < first:
        raise Refused("training.ends_before_start", field="trained_until", start=first)
    if (last - first).days > LONGEST_TRAINING:
        raise Refused("training.too_long", field="trained_until")
    return first, last


def _line(person: Staff, today: date) -> StaffLine:
    held = [each for each in person.credentials if each.kind == "training"]
    now = [each for each in held if each.is_valid_on(today)]
    best = max(now or held, key=lambda each: each.valid_until, default=None)
    return StaffLine(
        person.id,
        person.staff_no,
        person.name,
        person.is_collection_officer,
        person.is_safety_officer,
        _standing(best is not None, bool(now), (best.valid_until - today).days if best else 0),
        best.number if best else "",
        best.valid_from if best else None,
        best.valid_until if best else None,
        (best.valid_until - today).days if best else 0,
        person.is_experienced_on(today),
        person.drives,
        person.languages,
        away.until_on if (away := person.leave_on(today)) else None,
        person.hours,
    )


def _standing(held: bool, valid: bool, days_left: int) -> Training:
    if not held:
        return Training.MISSING
    if not valid:
        return Training.EXPIRED
    return Training.EXPIRING if days_left <= EXPIRING_DAYS else Training.VALID
