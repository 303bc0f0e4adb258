"""The lists beside the daily ones into tables: customers with contacts, guarantors, products, message receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from collectdesk.domain.ids import BatchId
from collectdesk.domain.intake.imports import (
    CustomerEntry,
    Delivery,
    DeliveryEntry,
    GuarantorEntry,
    InstalmentRow,
    ProductEntry,
)
from collectdesk.store.intake import intake, intake_known
from collectdesk.store.intake.intake_known import select_in
from collectdesk.store.intake.marks import Marks
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    DeliveryRow,
    ProductRow,
    RelatedPartyRow,
)
from collectdesk.store.work import View, Work, new_id

_POINTS = (
    ("phone", "mobile", "phone"), ("phone", "other", "second_phone"), ("address", "registered", "registered_address"),
    ("address", "home", "home_address"), ("address", "work", "work_address"),
)  # fmt: skip
"""Kind and label of a contact point, and the field of a customer list that holds it."""


@dataclass(slots=True)
class _Points:
    """Contact points that a list adds; what is known already stays as it is."""

    batch_id: BatchId
    as_of: date
    known: dict[str, set[tuple[str, str, str]]]
    fresh: list[dict[str, Any]] = field(default_factory=list)

    def add(self, customer_id: str, kind: str, label: str, value: str, party: str | None = None) -> None:
        held = self.known.setdefault(customer_id, set())
        if not value or any(k == kind and v == value for k, _, v in held):
            return
        held.add((kind, label, value))
        self.fresh.append({
            "customer_id": customer_id, "related_party_id": party, "kind": kind, "label": label, "value": value,
            "source": "contract", "standing": "valid", "valid_from": self.as_of, "valid_until": None,
            "checked_on": None, "batch_id": self.batch_id,
        })  # fmt: skip


def take_customers(
    work: Work, rows: Sequence[CustomerEntry], batch_id: BatchId, as_of: date
) -> intake.IntakeCounts:
    """Customers and how they are reached, overdue or not; a case begins with an overdue list only."""
    counts = intake.IntakeCounts()
    known = intake_known.customers(work, {row.customer_no for row in rows})
    fresh, changes = [], []
    ids: dict[str, str] = {}
    for row in rows:
        old = known.get(row.customer_no)
        said = {"name": row.name, "id_no": row.id_no, "account_officer": row.account_officer}
        if old is None:
            ids[row.customer_no] = new_id()
            fresh.append(
                {"id": ids[row.customer_no], "customer_no": row.customer_no, "batch_id": batch_id, **said}
            )
            continue
        ids[row.customer_no] = old.id
        changes += [
            (old.own_id, n, getattr(old, n), v) for n, v in said.items() if v and v != getattr(old, n)
        ]
    work.add_many(CustomerRow, fresh)
    counts.customers_new, counts.touched_customers = len(fresh), Marks(ids.values())
    counts.customers_changed = intake.change_customers(work, batch_id, changes)
    points = _Points(batch_id, as_of, intake_known.points(work, (old.id for old in known.values())))
    for row in rows:
        for kind, label, name in _POINTS:
            points.add(ids[row.customer_no], kind, label, getattr(row, name))
    work.add_many(ContactPointRow, points.fresh)
    counts.points_new = len(points.fresh)
    return counts


def take_guarantors(
    work: Work, rows: Sequence[GuarantorEntry], batch_id: BatchId, as_of: date
) -> intake.IntakeCounts:
    """Guarantors of known customers; rows of unknown ones are counted and left out."""
    counts = intake.IntakeCounts()
    people = intake_known.customers(work, {row.customer_no for row in rows})
    ids = [known.id for known in people.values()]
    party = RelatedPartyRow
    named = {
        (r.customer_id, r.name): r.id
        for r in select_in(work, (party.customer_id, party.name, party.id), party.customer_id, ids)
    }
    points, fresh = _Points(batch_id, as_of, intake_known.points(work, ids)), []
    for row in rows:
        person = people.get(row.customer_no)
        if person is None:
            counts.unknown_accounts.append(row.line)
            continue
        key = (person.id, row.guarantor_name)
        if key not in named:
            named[key] = new_id()
            fresh.append({"id": named[key], "customer_id": person.id, "role": "guarantor",
                          "name": row.guarantor_name, "batch_id": batch_id})  # fmt: skip
        points.add(person.id, "phone", "guarantor", row.guarantor_phone, named[key])
        points.add(person.id, "address", "guarantor", row.guarantor_address, named[key])
    work.add_many(RelatedPartyRow, fresh)
    work.add_many(ContactPointRow, points.fresh)
    counts.parties_new, counts.points_new = len(fresh), len(points.fresh)
    counts.touched_customers = Marks(ids)
    return counts


def take_products(
    work: Work, rows: Sequence[ProductEntry], batch_id: BatchId, as_of: date
) -> intake.IntakeCounts:
    """Products with their customers, and their instalments where the list has them."""
    counts = intake.IntakeCounts()
    people = intake_known.customers(work, {row.customer_no for row in rows})
    ids = {number: known.id for number, known in people.items()}
    fresh_people = []
    for row in rows:
        if row.customer_no not in ids:
            ids[row.customer_no] = new_id()
            fresh_people.append({
                "id": ids[row.customer_no], "customer_no": row.customer_no, "name": row.name, "id_no": "",
                "account_officer": "", "batch_id": batch_id,
            })  # fmt: skip
    work.add_many(CustomerRow, fresh_people)
    known = intake_known.products(work, {row.account_no for row in rows}, None)
    fresh = {
        row.account_no: {
            "customer_id": ids[row.customer_no], "batch_id": batch_id, "kind": row.product_kind.value,
            "account_no": row.account_no, "contract_no": row.contract_no, "opened_on": row.opened_on,
            "granted_fen": row.granted.fen,
        }
        for row in rows if row.account_no not in known
    }  # fmt: skip
    work.add_many(ProductRow, list(fresh.values()))
    parts = [
        InstalmentRow(row.line, row.account_no, row.seq, row.due_on, row.principal, row.interest, row.fee, row.paid)
        for row in rows if row.seq and row.due_on is not None
    ]  # fmt: skip
    taken = intake.take_instalments(work, parts, batch_id, as_of) if parts else counts
    counts.customers_new, counts.products_new = len(fresh_people), len(fresh)
    counts.instalments, counts.instalments_known = taken.instalments, taken.instalments_known
    counts.touched_customers = Marks(ids.values())
    return counts


def take_deliveries(work: Work, rows: Sequence[DeliveryEntry], batch_id: BatchId) -> intake.IntakeCounts:
    """What became of messages, by reference, never twice; a number that doesn't exist can't be used any more."""
    counts = intake.IntakeCounts()
    owners = phones(work, {row.phone for row in rows})
    known = references(work, {row.reference for row in rows})
    fresh, changes = [], []
    for row in rows:
        if row.reference in known or not (found := owners.get(row.phone)):
            counts.messages_known += row.reference in known
            if row.reference not in known:
                counts.unknown_accounts.append(row.line)
            continue
        point = found[0]
        fresh.append({"customer_id": point.customer_id, "point_id": point.id, "reference": row.reference,
                      "sent_on": row.sent_on, "result": row.result.value, "reason": row.reason,
                      "batch_id": batch_id})  # fmt: skip
        if row.result is Delivery.NO_NUMBER:
            changes += [(p.id, "standing", p.standing, "invalid") for p in found if p.standing == "valid"]
    work.add_many(DeliveryRow, fresh)
    changes = list(dict.fromkeys(changes))
    work.change_many(ContactPointRow, "standing", [(i, after) for i, _, _, after in changes])
    intake.keep_changes(work, batch_id, "contact_point", changes)
    counts.messages_new, counts.numbers_invalid = len(fresh), len(changes)
    counts.touched_customers = Marks(record["customer_id"] for record in fresh)
    return counts


def phones(view: View, numbers: set[str]) -> dict[str, list[Any]]:
    """Contact points by phone number; several people may share one."""
    row = ContactPointRow
    found: dict[str, list[Any]] = {}
    for r in select_in(
        view, (row.id, row.customer_id, row.value, row.kind, row.standing), row.value, numbers
    ):
        if r.kind == "phone":
            found.setdefault(r.value, []).append(r)
    return found


def references(view: View, asked: set[str]) -> set[str]:
    """Message references that are known."""
    return {r[0] for r in select_in(view, (DeliveryRow.reference,), DeliveryRow.reference, asked)}
