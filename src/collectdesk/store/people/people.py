"""Accounts, staff and credentials: rows to values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.ids import AccountId, BranchId, StaffId
from collectdesk.domain.people.going_out import Leave
from collectdesk.domain.people.people import Actor, Role
from collectdesk.domain.visits.asking import ANY_TIME, Suits
from collectdesk.store.people import going_out
from collectdesk.store.people.assignments import end_shares
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.people import AccountRow, BranchRow, CredentialRow, StaffRow
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.work import View, Work

EXPERIENCE: Final = "experience"
"""The credential of a safety officer who has been on visits enough to be sent where more care is needed."""


@dataclass(frozen=True, slots=True)
class Credential:
    kind: str
    number: str
    valid_from: date
    valid_until: date

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who can go out on visits."""

    id: StaffId
    staff_no: str
    name: str
    is_collection_officer: bool
    is_safety_officer: bool
    credentials: tuple[Credential, ...]
    drives: bool = False
    languages: str = ""
    hours: Suits = ANY_TIME
    leaves: tuple[Leave, ...] = ()

    def leave_on(self, day: date) -> Leave | None:
        """The leave they are on that day."""
        return next((leave for leave in self.leaves if leave.covers(day)), None)

    def may_go_on(self, day: date) -> bool:
        """Whether they are trained and at work that day."""
        return self.is_trained_on(day) and self.leave_on(day) is None and self.hours.hours_on(day) is not None

    def is_trained_on(self, day: date) -> bool:
        """Nobody goes out without a training that is valid on the day of the visit."""
        return any(c.kind == "training" and c.is_valid_on(day) for c in self.credentials)

    def is_experienced_on(self, day: date) -> bool:
        """Whether they are named as experienced: who goes along where more care is needed."""
        return any(c.kind == EXPERIENCE and c.is_valid_on(day) for c in self.credentials)


def branch_of(reader: sa.Engine, branch_id: BranchId) -> tuple[str, str, date | None]:
    """Name, kind and practice date; raises StoreTrouble(other_branch) when the keys belong to another file."""
    with reader.connect() as connection:
        row = connection.execute(
            sa.select(BranchRow.name, BranchRow.kind, BranchRow.practice_date).where(
                BranchRow.id == branch_id
            ),
        ).first()
    if row is None:
        raise StoreTrouble("other_branch")
    return row.name, row.kind, row.practice_date


def actor_by_login(reader: sa.Engine, login: str) -> Actor | None:
    """The active account of a login, or None."""
    with reader.connect() as connection:
        row = connection.execute(
            sa.select(AccountRow.id, AccountRow.login, AccountRow.name, AccountRow.role).where(
                AccountRow.login == login, AccountRow.active
            ),
        ).first()
    return Actor(AccountId(row.id), row.login, row.name, Role(row.role)) if row else None


def accounts(view: View) -> list[Actor]:
    """Everybody who can sign in."""
    query = sa.select(AccountRow.id, AccountRow.login, AccountRow.name, AccountRow.role).order_by(
        AccountRow.login
    )
    return [Actor(AccountId(r.id), r.login, r.name, Role(r.role)) for r in view.rows(query)]


def add_account(work: Work, *, login: str, name: str, role: Role, staff_id: str | None = None) -> AccountId:
    """Somebody who signs in from now on; their slot in the keys file is another matter."""
    made = work.add(AccountRow, login=login, name=name, role=role.value, active=True, staff_id=staff_id)
    return AccountId(made)


def change_account(
    work: Work, account_id: str, *, role: Role | None = None, active: bool | None = None
) -> None:
    """Another role, or leaving and coming back; what was done stays under the same account."""
    changed: dict[str, Any] = {} if role is None else {"role": role.value}
    work.change(AccountRow, account_id, **(changed if active is None else {**changed, "active": active}))


def free_cases(work: Work, account_id: str) -> int:
    """Nobody's cases again, for who takes them up; how many there were. Those they stood in for go back."""
    end_shares(work, holder_id=account_id)
    freed = work.connection.execute(
        sa.update(CaseRow)
        .where(CaseRow.assigned_to == account_id, CaseRow.closed_on.is_(None))
        .values(assigned_to=None, version=CaseRow.version + 1)
    )
    return int(freed.rowcount)


@dataclass(frozen=True, slots=True)
class Named:
    """How an account is called, whether or not it is still in use."""

    login: str
    name: str
    role: Role
    active: bool


def known_accounts(view: View) -> dict[str, Named]:
    """Every account there ever was, by id."""
    row = AccountRow
    query = sa.select(row.id, row.login, row.name, row.role, row.active).order_by(row.login)
    return {r.id: Named(r.login, r.name, Role(r.role), r.active) for r in view.rows(query)}


def account_names(view: View) -> dict[str, str]:
    """Account id to name, for showing who did something."""
    return {r.id: r.name for r in view.rows(sa.select(AccountRow.id, AccountRow.name))}


def branch_name(view: View) -> str:
    """What stands on the branch's papers."""
    return str(view.scalar(sa.select(BranchRow.name).where(BranchRow.id == view.branch_id)))


def staff(view: View, *, former: bool = False) -> list[Staff]:
    """Everybody active who goes out, by staff number, with credentials; ``former`` adds those who left."""
    held: dict[str, list[Credential]] = {}
    for row in view.rows(
        sa.select(
            CredentialRow.staff_id,
            CredentialRow.kind,
            CredentialRow.number,
            CredentialRow.valid_from,
            CredentialRow.valid_until,
        )
    ):
        held.setdefault(row.staff_id, []).append(
            Credential(row.kind, row.number, row.valid_from, row.valid_until)
        )
    query = sa.select(
        StaffRow.id,
        StaffRow.staff_no,
        StaffRow.name,
        StaffRow.is_collection_officer,
        StaffRow.is_safety_officer,
        StaffRow.drives,
        StaffRow.languages,
        StaffRow.works_days,
        StaffRow.works_from,
        StaffRow.works_until,
    ).order_by(StaffRow.staff_no)
    if not former:
        query = query.where(StaffRow.active)
    away = going_out.leaves(view)
    return [_staff(row, tuple(held.get(row.id, ())), tuple(away.get(row.id, ()))) for row in view.rows(query)]


def staff_by_id(view: View, staff_id: str) -> Staff | None:
    return next((person for person in staff(view) if person.id == staff_id), None)


def _staff(row: Any, credentials: tuple[Credential, ...], away: tuple[Leave, ...]) -> Staff:
    return Staff(
        StaffId(row.id),
        row.staff_no,
        row.name,
        row.is_collection_officer,
        row.is_safety_officer,
        credentials,
        row.drives,
        row.languages,
        Suits(frozenset(int(day) for day in row.works_days), row.works_from, row.works_until),
        away,
    )


def keep_working_time(work: Work, staff_id: str, hours: Suits, *, drives: bool, languages: str) -> None:
    """On which weekdays and between which hours somebody works, whether they drive and what they speak."""
    work.change(
        StaffRow, staff_id, drives=drives, languages=languages,
        works_days="".join(str(day) for day in sorted(hours.days)), works_from=hours.first, works_until=hours.until,
    )  # fmt: skip


def accounts_of_staff(view: View, staff_ids: tuple[str, ...]) -> frozenset[str]:
    """The accounts that belong to people of the staff."""
    rows = view.rows(sa.select(AccountRow.id).where(AccountRow.staff_id.in_(staff_ids)))
    return frozenset(row.id for row in rows)


def staff_of_account(view: View, account_id: str) -> str:
    """The member of staff whom an account belongs to; "" where it belongs to nobody who goes out."""
    return view.scalar(sa.select(AccountRow.staff_id).where(AccountRow.id == account_id)) or ""


def enrol_staff(
    work: Work,
    *,
    staff_no: str,
    name: str,
    collects: bool,
    secures: bool,
    trained: tuple[date, date] | None,
    certificate: str = "",
    experienced: tuple[date, date] | None = None,
    drives: bool = False,
    languages: str = "",
) -> StaffId:
    """Add a person who goes out, with the training they hold and whether they count as experienced."""
    staff_id = work.add(
        StaffRow,
        staff_no=staff_no,
        name=name,
        is_collection_officer=collects,
        is_safety_officer=secures,
        active=True,
        drives=drives,
        languages=languages,
    )
    if trained is not None:
        add_training(work, staff_id, certificate, trained)
    if experienced is not None:
        add_experience(work, staff_id, experienced)
    return StaffId(staff_id)


def add_experience(work: Work, staff_id: str, days: tuple[date, date]) -> None:
    """Name somebody as experienced, from the first day to the last."""
    work.add(
        CredentialRow,
        staff_id=staff_id,
        kind=EXPERIENCE,
        number="",
        valid_from=days[0],
        valid_until=days[1],
    )


def add_training(work: Work, staff_id: str, certificate: str, trained: tuple[date, date]) -> None:
    """Add a training with its first and last valid day."""
    work.add(
        CredentialRow,
        staff_id=staff_id,
        kind="training",
        number=certificate,
        valid_from=trained[0],
        valid_until=trained[1],
    )
