"""The people around a customer and how they are reached, as an overdue list brings them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from collectdesk.domain.ids import BatchId
from collectdesk.domain.intake.imports import OverdueRow
from collectdesk.store.customers.parties import all_wrong
from collectdesk.store.intake.intake_known import select_in
from collectdesk.store.rows.customers import ContactPointRow, RelatedPartyRow
from collectdesk.store.work import View, Work, new_id


def take_points(
    work: Work,
    by_customer: Mapping[str, list[OverdueRow]],
    customers: Mapping[str, str],
    batch_id: BatchId,
    as_of: date,
) -> int:
    """Add the numbers, addresses and guarantors that aren't known yet; returns how many points are new."""
    directory = _Directory(work, customers.values(), batch_id, as_of)
    for number, rows in by_customer.items():
        for row in rows:
            directory.take(customers[number], row)
    work.add_many(RelatedPartyRow, directory.parties)
    work.add_many(ContactPointRow, directory.points)
    return len(directory.points)


class _Directory:
    """What is known of some customers, and what a file adds to it."""

    def __init__(self, view: View, customer_ids: Iterable[str], batch_id: BatchId, as_of: date) -> None:
        asked = list(customer_ids)
        point, party = ContactPointRow, RelatedPartyRow
        columns = (point.customer_id, point.kind, point.value)
        self._known = {tuple(row) for row in select_in(view, columns, point.customer_id, asked)}
        named = select_in(view, (party.customer_id, party.name, party.id), party.customer_id, asked)
        self._wrong = all_wrong(view)
        self._guarantors: dict[tuple[str, str], str] = {(row.customer_id, row.name): row.id for row in named}
        self._batch_id, self._as_of = batch_id, as_of
        self.parties: list[dict[str, Any]] = []
        self.points: list[dict[str, Any]] = []

    def take(self, customer_id: str, row: OverdueRow) -> None:
        self._add(customer_id, "phone", "mobile", row.phone, row.name)
        self._add(customer_id, "address", "home", row.home_address, row.name)
        self._add(customer_id, "address", "work", row.work_address, row.name)
        if row.guarantor_name:
            party = self._guarantor(customer_id, row.guarantor_name)
            self._add(customer_id, "phone", "guarantor", row.guarantor_phone, row.guarantor_name, party)

    def _guarantor(self, customer_id: str, name: str) -> str:
        known = self._guarantors.get((customer_id, name))
        if known is not None:
            return known
        made = self._guarantors[customer_id, name] = new_id()
        self.parties.append({
            "id": made, "customer_id": customer_id, "role": "guarantor", "name": name, "batch_id": self._batch_id,
        })  # fmt: skip
        return made

    def _add(
        self, customer_id: str, kind: str, label: str, value: str, person: str, party: str | None = None
    ) -> None:
        if not value or (customer_id, kind, value) in self._known:
            return
        self._known.add((customer_id, kind, value))
        standing = "blocked" if (value, person) in self._wrong else "valid"
        self.points.append({
            "customer_id": customer_id, "related_party_id": party, "kind": kind, "label": label, "value": value,
            "source": "contract", "standing": standing, "valid_from": self._as_of, "valid_until": None,
            "checked_on": None, "batch_id": self._batch_id,
        })  # fmt: skip
