"""Contacts across cases: those of a time, and those by a telephone number that several files know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from collectdesk.domain.contact.contacts import Channel, Reached
from collectdesk.store.cases.cases import Contact, contact_of
from collectdesk.store.rows.cases import ContactRow, EntryCorrectionRow
from collectdesk.store.rows.customers import ContactPointRow
from collectdesk.store.work import View

COUNTS: Final = ContactRow.id.not_in(sa.select(EntryCorrectionRow.subject_id))
"""What was entered on the wrong customer counts no more."""


def contacts_between(view: View, start: datetime, end: datetime) -> list[tuple[str, Contact]]:
    """Contacts of every case in [start, end), case by case, each with its case."""
    rows = view.rows(
        sa.select(ContactRow.__table__)
        .where(ContactRow.happened_at >= start, ContactRow.happened_at < end, COUNTS)
        .order_by(ContactRow.case_id, ContactRow.happened_at)
    )
    return [(row.case_id, contact_of(row)) for row in rows]


def contacts_at(view: View, numbers: tuple[str, ...], *, not_of: str) -> list[tuple[Contact, str]]:
    """Contacts by these telephone numbers in the files of other customers, each with its number."""
    if not numbers:
        return []
    rows = view.rows(
        sa.select(ContactRow.__table__, ContactPointRow.value.label("number"))
        .join(ContactPointRow, ContactPointRow.id == ContactRow.point_id)
        .where(
            ContactPointRow.kind == "phone",
            ContactPointRow.value.in_(numbers),
            ContactPointRow.customer_id != not_of,
            COUNTS,
        )
    )
    return [(contact_of(r), r.number) for r in rows]


def newest_contacts(
    view: View,
    case_id: str,
    before: datetime | None,
    *,
    since: datetime | None,
    channels: Collection[Channel],
    reached: Collection[Reached],
    skip: int,
    count: int,
) -> list[Contact]:
    """So many contacts of a case before an instant (None: all), newest first, after ``skip`` of them."""
    row = ContactRow
    query = sa.select(row.__table__).where(row.case_id == case_id, COUNTS)
    if before is not None:
        query = query.where(row.happened_at < before)
    if since is not None:
        query = query.where(row.happened_at >= since)
    if channels:
        query = query.where(row.channel.in_([one.value for one in channels]))
    if reached:
        query = query.where(row.reached.in_([one.value for one in reached]))
    query = query.order_by(row.happened_at.desc(), row.id.desc()).offset(skip).limit(count)
    return [contact_of(found) for found in view.rows(query)]
