"""Owns erasing: what a customer's live rows hold of a kind, blanked for good; a restore does it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from collectdesk.domain.customers.petitions import Kept
from collectdesk.store.dialect import overwrite_what_goes
from collectdesk.store.rows.backups import BackupRow
from collectdesk.store.rows.cases import CaseRow, ContactRow
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    EnquiryRow,
    FinanceRow,
    ImportChangeRow,
    RelatedPartyRow,
)
from collectdesk.store.rows.duties import WishRow
from collectdesk.store.rows.notices import NoticeRow
from collectdesk.store.rows.privacy import ErasureRow
from collectdesk.store.rows.visits import VisitRequestRow, VisitRow

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

ERASED: Final = "erased"
"""The standing of a number or address of which only the row is left."""
_OWN_SOURCES: Final = ("contract", "reserved", "authorised")
"""Where numbers come from that the customer gave; the others were told by somebody or found."""
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased: of whom, what kind, how many rows, when and by whom."""

    id: str
    customer_id: str
    kept: Kept
    ids: tuple[str, ...]
    petition_id: str
    reason: str
    second_id: str
    erased_at: datetime
    erased_by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether any case of a customer is open, and when the last one was closed."""

    customer_id: str
    customer_no: str
    name: str
    is_open: bool
    closed_on: date | None


def standing(view: View, customer_id: str) -> Standing:
    """One customer's; raises LookupError."""
    found = standings(view, [customer_id])
    if not found:
        raise LookupError(f"no customer {customer_id}")
    return found[0]


def standings(view: View, customer_ids: Iterable[str] | None = None) -> list[Standing]:
    """Some customers', or those of everybody whose cases are all closed, the longest closed first."""
    open_ones = sa.func.sum(
        sa.case((sa.and_(CaseRow.id.is_not(None), CaseRow.closed_on.is_(None)), 1), else_=0)
    )
    closed_on = sa.func.max(CaseRow.closed_on)
    query = (
        sa.select(
            CustomerRow.id, CustomerRow.customer_no, CustomerRow.name, open_ones.label("open_ones"),
            closed_on.label("closed_on"),
        )
        .outerjoin(CaseRow, CaseRow.customer_id == CustomerRow.id)
        .group_by(CustomerRow.id, CustomerRow.customer_no, CustomerRow.name)
    )  # fmt: skip
    if customer_ids is None:
        gone = sa.select(CaseRow.customer_id).where(CaseRow.closed_on.is_not(None))
        query = (
            query.where(CustomerRow.id.in_(gone)).having(open_ones == 0).order_by(closed_on, CustomerRow.id)
        )
    else:
        query = query.where(CustomerRow.id.in_(list(customer_ids)))
    return [
        Standing(r.id, r.customer_no, r.name, bool(r.open_ones), _day(r.closed_on)) for r in view.rows(query)
    ]


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def held(view: View, customer_id: str) -> dict[Kept, list[str]]:
    """The rows that each kind could erase, by id; what a visit, request or notice rests on stays with its record."""
    outsiders = [
        r.id
        for r in view.rows(
            sa.select(RelatedPartyRow.id).where(
                RelatedPartyRow.customer_id == customer_id, RelatedPartyRow.name != "",
                RelatedPartyRow.role.not_in(("guarantor", "joint_borrower", "heir")),
                sa.or_(RelatedPartyRow.liable.is_(None), RelatedPartyRow.liable.is_(False)),
            )
        )
    ]  # fmt: skip
    points = view.rows(
        sa.select(ContactPointRow.id, ContactPointRow.related_party_id, ContactPointRow.source).where(
            ContactPointRow.customer_id == customer_id, ContactPointRow.value != "",
            ContactPointRow.id.not_in(_rested_on(customer_id)),
        )
    )  # fmt: skip
    outside = [r.id for r in points if r.related_party_id in outsiders]
    # whoever owes too is reached under the same contract as the customer
    own = [
        (r.id, bool(r.related_party_id) or r.source in _OWN_SOURCES) for r in points if r.id not in outside
    ]
    return {
        Kept.OUTSIDERS: [*outsiders, *outside],
        Kept.TOLD_POINTS: [point for point, gave in own if not gave],
        Kept.POINTS: [point for point, gave in own if gave],
        Kept.WISHES: _ids(view, WishRow.id, WishRow.customer_id == customer_id),
        Kept.MONEY: [
            *_ids(view, FinanceRow.id, FinanceRow.customer_id == customer_id),
            *_ids(view, EnquiryRow.id, EnquiryRow.customer_id == customer_id),
        ],
        Kept.NOTES: _ids(
            view, ContactRow.id, ContactRow.note != "",
            ContactRow.case_id.in_(sa.select(CaseRow.id).where(CaseRow.customer_id == customer_id)),
        ),
        Kept.IDENTITY: [customer_id],
        Kept.RECORDS: _ids(
            view, VisitRow.id, VisitRow.case_id.in_(sa.select(CaseRow.id).where(CaseRow.customer_id == customer_id))
        ),
    }  # fmt: skip


def _rested_on(customer_id: str) -> Any:
    """The numbers and addresses that a record of the customer's cases names."""
    mine = sa.select(CaseRow.id).where(CaseRow.customer_id == customer_id)
    asked = (
        sa.select(row.point_id).where(row.case_id.in_(mine)) for row in (VisitRow, VisitRequestRow, NoticeRow)
    )
    return sa.union(*asked)


def _ids(view: View, column: Any, *where: Any) -> list[str]:
    return [r[0] for r in view.rows(sa.select(column).where(*where))]


def erase(
    work: Work, customer_id: str, going: Mapping[Kept, list[str]], reason: str, *, petition_id: str = "",
    second_id: str = "",
) -> int:  # fmt: skip
    """Blank the rows of some kinds and note which they were; gives how many."""
    for kept, ids in going.items():
        if ids:
            work.add(
                ErasureRow, customer_id=customer_id, petition_id=petition_id or None, kind=kept.value, ids=list(ids),
                reason=reason, second_id=second_id,
            )  # fmt: skip
    return _blank(work, [each for ids in going.values() for each in ids])


def since(view: View) -> list[Erasure]:
    """Every erasure, the oldest first."""
    row = ErasureRow
    return [
        Erasure(
            r.id, r.customer_id, Kept(r.kind), tuple(r.ids), r.petition_id or "", r.reason, r.second_id, r.recorded_at,
            r.recorded_by,
        )
        for r in view.rows(sa.select(*row.__table__.columns).order_by(row.recorded_at, row.id))
    ]  # fmt: skip


def replay(work: Work, erasures: Iterable[Erasure]) -> int:
    """Do again, in a restored file, what was erased after it was backed up; gives how many rows it met."""
    done = {each.id for each in since(work)}
    known = set(_ids(work, CustomerRow.id))
    again = [each for each in erasures if each.id not in done and each.customer_id in known]
    for each in again:
        work.add(
            ErasureRow, id=each.id, customer_id=each.customer_id, petition_id=None, kind=each.kept.value,
            ids=list(each.ids), reason=each.reason, second_id=each.second_id, recorded_at=each.erased_at,
            recorded_by=each.erased_by,
        )  # fmt: skip
    return _blank(work, [row for each in again for row in each.ids])


def backups_holding(view: View) -> int:
    """How many registered backups exist: each still holds what was erased after it was made."""
    return int(view.scalar(sa.select(sa.func.count()).where(BackupRow.removed_at.is_(None))) or 0)


_BLANKS: Final[tuple[tuple[Any, Mapping[str, Any]], ...]] = (
    (RelatedPartyRow, {"name": "", "note": "", "contact_why": "", "time_zone": ""}),
    (
        ContactPointRow,
        {
            "value": "", "access_note": "", "lat_e6": None, "lon_e6": None, "located_by": "", "standing": ERASED,
            "checked_how": "",
        },
    ),
    (ContactRow, {"note": ""}),
)  # fmt: skip


def _blank(work: Work, ids: list[str]) -> int:
    overwrite_what_goes(work.connection)
    touched = 0
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for table, blanks in _BLANKS:
            statement = sa.update(table).where(table.id.in_(some)).values(**blanks, version=table.version + 1)
            touched += work.connection.execute(statement).rowcount
        for gone in (WishRow, FinanceRow, EnquiryRow):
            touched += work.connection.execute(sa.delete(gone).where(gone.id.in_(some))).rowcount
        before = sa.update(ImportChangeRow).where(ImportChangeRow.subject_id.in_(some))
        work.connection.execute(before.values(before="", after=""))
    return touched
