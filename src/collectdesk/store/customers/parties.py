"""The people around a customer and how they are reached: kept, and the pairs of number and person that are wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.ids import PointId
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.customers import ContactPointRow, CustomerRow, RelatedPartyRow, WrongPairRow

if TYPE_CHECKING:
    from datetime import datetime

    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody beside the customer. ``refused_on`` is since when they don't want to be contacted."""

    id: str
    customer_id: str
    role: PartyRole
    name: str
    liable: bool | None
    refused_on: date | None
    refused_why: str
    until_on: date | None
    note: str
    known_since: datetime
    version: int
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class WrongPair:
    """A number or address that isn't a person's."""

    id: str
    value: str
    person: str
    point_id: PointId
    case_id: str
    found_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A contact point that holds a pair, whose it is, and the customer's open case."""

    point_id: str
    customer_id: str
    case_id: str
    standing: str


def parties(view: View, customer_id: str) -> list[Party]:
    """The people around a customer: those who owe too first."""
    # without a name they were erased
    rows = view.rows(_PARTY.where(RelatedPartyRow.customer_id == customer_id, RelatedPartyRow.name != ""))
    order = {role: at for at, role in enumerate(PartyRole)}
    return sorted(map(_party, rows), key=lambda party: (order[party.role], party.name))


def party(view: View, party_id: str) -> Party:
    """One person; raises LookupError."""
    row = view.row(_PARTY.where(RelatedPartyRow.id == party_id))
    if row is None:
        raise LookupError(f"no related party {party_id}")
    return _party(row)


def party_of_point(view: View, point_id: str) -> Party | None:
    """Whose number or address it is; None for the customer's own."""
    found = view.scalar(sa.select(ContactPointRow.related_party_id).where(ContactPointRow.id == point_id))
    return party(view, found) if found else None


def keep_party(work: Work, party_id: str | None, version: int | None, customer_id: str, **values: Any) -> str:
    """Add somebody, or change what is known of them; raises StaleRecord if somebody else did meanwhile."""
    if party_id is None:
        return work.add(RelatedPartyRow, customer_id=customer_id, batch_id=None, **values)
    work.change(RelatedPartyRow, party_id, version, **values)
    return party_id


def add_point(work: Work, **values: Any) -> str:
    """Add a number or address."""
    return work.add(ContactPointRow, batch_id=None, **values)


def change_point(work: Work, point_id: str, **values: Any) -> None:
    """Change what is known of a number or address, never which it is."""
    work.change(ContactPointRow, point_id, **values)


def owner_of(view: View, point_id: str) -> tuple[str, str, str, str]:
    """A point's customer, kind, value, and the name of the person it is said to be."""
    row = view.row(
        sa.select(
            ContactPointRow.customer_id, ContactPointRow.kind, ContactPointRow.value,
            sa.func.coalesce(RelatedPartyRow.name, CustomerRow.name).label("person"),
        )
        .join(CustomerRow, CustomerRow.id == ContactPointRow.customer_id)
        .outerjoin(RelatedPartyRow, RelatedPartyRow.id == ContactPointRow.related_party_id)
        .where(ContactPointRow.id == point_id)
    )  # fmt: skip
    if row is None:
        raise LookupError(f"no contact point {point_id}")
    return row.customer_id, row.kind, row.value, row.person


def holders(view: View, value: str, person: str) -> list[Holder]:
    """Every point in any file that holds the pair; the same number of other people isn't among them."""
    name = sa.func.coalesce(RelatedPartyRow.name, CustomerRow.name)
    rows = view.rows(
        sa.select(
            ContactPointRow.id,
            ContactPointRow.customer_id,
            ContactPointRow.standing,
            CaseRow.id.label("case_id"),
        )
        .join(CustomerRow, CustomerRow.id == ContactPointRow.customer_id)
        .outerjoin(RelatedPartyRow, RelatedPartyRow.id == ContactPointRow.related_party_id)
        .outerjoin(CaseRow, sa.and_(CaseRow.customer_id == CustomerRow.id, CaseRow.closed_on.is_(None)))
        .where(ContactPointRow.value == value, name == person)
    )
    return [Holder(r.id, r.customer_id, r.case_id or "", r.standing) for r in rows]


def note_wrong(work: Work, value: str, person: str, point_id: str, case_id: str | None, note: str) -> str:
    """Keep that a number or address isn't a person's."""
    return work.add(
        WrongPairRow,
        value=value,
        person=person,
        point_id=point_id,
        case_id=case_id,
        found_on=work.today,
        note=note,
    )


def wrong_pair(view: View, pair_id: str) -> WrongPair:
    """One wrong pair; raises LookupError."""
    row = view.row(_PAIR.where(WrongPairRow.id == pair_id))
    if row is None:
        raise LookupError(f"no wrong pair {pair_id}")
    return _pair(row)


def wrong_pair_of(view: View, value: str, person: str) -> WrongPair | None:
    """The pair, if it is known to be wrong."""
    row = view.row(_PAIR.where(WrongPairRow.value == value, WrongPairRow.person == person).limit(1))
    return _pair(row) if row else None


def wrong_pairs_of(view: View, customer_id: str) -> list[WrongPair]:
    """The wrong pairs that a customer's points hold, wherever they were found, the newest first."""
    held = sa.select(ContactPointRow.value).where(ContactPointRow.customer_id == customer_id)
    rows = view.rows(_PAIR.where(WrongPairRow.value.in_(held)).order_by(WrongPairRow.recorded_at.desc()))
    return [_pair(row) for row in rows]


def all_wrong(view: View) -> frozenset[tuple[str, str]]:
    """Every wrong pair of value and person: what an import must not bring back as valid."""
    return frozenset(
        (r.value, r.person) for r in view.rows(sa.select(WrongPairRow.value, WrongPairRow.person))
    )


_PARTY = sa.select(
    RelatedPartyRow.id, RelatedPartyRow.customer_id, RelatedPartyRow.role, RelatedPartyRow.name,
    RelatedPartyRow.liable, RelatedPartyRow.contact_since, RelatedPartyRow.contact_why, RelatedPartyRow.until_on,
    RelatedPartyRow.note, RelatedPartyRow.recorded_at, RelatedPartyRow.version, RelatedPartyRow.time_zone,
)  # fmt: skip
_PAIR = sa.select(
    WrongPairRow.id, WrongPairRow.value, WrongPairRow.person, WrongPairRow.point_id, WrongPairRow.case_id,
    WrongPairRow.found_on, WrongPairRow.note,
)  # fmt: skip


def _party(row: Any) -> Party:
    return Party(
        row.id, row.customer_id, PartyRole(row.role), row.name, row.liable, row.contact_since, row.contact_why,
        row.until_on, row.note, row.recorded_at, row.version, row.time_zone,
    )  # fmt: skip


def _pair(row: Any) -> WrongPair:
    return WrongPair(
        row.id, row.value, row.person, PointId(row.point_id), row.case_id or "", row.found_on, row.note
    )
