"""Comparing customer lists, guarantors, products and message receipts with what the branch knows."""

from __future__ import annotations

from typing import Any, cast

from collectdesk.desk.customers import masking
from collectdesk.domain.intake.import_diff import DiffRow
from collectdesk.domain.intake.import_diff import Gathered as Found
from collectdesk.domain.intake.imports import (
    CustomerEntry,
    DeliveryEntry,
    GuarantorEntry,
    Ledger,
    LedgerKind,
    ProductEntry,
)
from collectdesk.store.intake import intake_known, intake_lists
from collectdesk.store.work import View


def compare_list(view: View, ledger: Ledger, found: Found) -> None:
    """Add the findings of one of the lists beside the daily ones."""
    if ledger.kind is LedgerKind.CUSTOMERS:
        _customers(view, cast("tuple[CustomerEntry, ...]", ledger.rows), found)
    elif ledger.kind is LedgerKind.GUARANTORS:
        _guarantors(view, cast("tuple[GuarantorEntry, ...]", ledger.rows), found)
    elif ledger.kind is LedgerKind.PRODUCTS:
        _products(view, cast("tuple[ProductEntry, ...]", ledger.rows), found)
    else:
        _messages(view, cast("tuple[DeliveryEntry, ...]", ledger.rows), found)


def _put(found: Found, code: str, row: DiffRow) -> None:
    found.add(code, lambda: row)


def _customers(view: View, rows: tuple[CustomerEntry, ...], found: Found) -> None:
    people = intake_known.customers(view, {row.customer_no for row in rows})
    points = intake_known.points(view, [known.id for known in people.values()])
    for row in rows:
        known = people.get(row.customer_no)
        name = masking.name(masking.sight(view.actor, None), row.name)

        def note(
            code: str, before: Any, after: Any, told: str = "", row: CustomerEntry = row, name: str = name
        ) -> None:
            _put(found, code, DiffRow(row.line, name, "", told, before, after, row.customer_no))

        if known is None:
            note("customer.new", None, None)
            continue
        for code, before, after in _moved(view, row, known, points.get(known.id, set())) or [
            ("same", None, None)
        ]:
            note(code, before, after)


def _moved(
    view: View, row: CustomerEntry, known: Any, points: set[tuple[str, str, str]]
) -> list[tuple[str, Any, Any]]:
    moved: list[tuple[str, Any, Any]] = []
    if row.name != known.name:
        moved.append(("name.changed", masking.name(masking.sight(view.actor, None), known.name), row.name))
    if row.id_no and row.id_no != known.id_no:
        code = "id.changed" if known.id_no else "phone.new"
        moved.append((code, masking.id_no(known.id_no), masking.id_no(row.id_no)))
    if row.account_officer and row.account_officer != known.account_officer:
        moved.append(("officer.changed", known.account_officer, row.account_officer))
    values = {(kind, value) for kind, _, value in points}
    mobiles = sorted(value for _, label, value in points if label == "mobile")
    if row.phone and ("phone", row.phone) not in values:
        moved.append(
            ("phone.changed" if mobiles else "phone.new", mobiles[-1] if mobiles else None, row.phone)
        )
    if row.second_phone and ("phone", row.second_phone) not in values:
        moved.append(("phone.new", None, row.second_phone))
    for address in (row.registered_address, row.home_address, row.work_address):
        if address and ("address", address) not in values:
            moved.append(("address.new", None, address))
    return moved


def _guarantors(view: View, rows: tuple[GuarantorEntry, ...], found: Found) -> None:
    people = intake_known.customers(view, {row.customer_no for row in rows})
    ids = [known.id for known in people.values()]
    parties, points = intake_known.parties(view, ids), intake_known.points(view, ids)
    for row in rows:
        known = people.get(row.customer_no)
        if known is None:
            _put(found, "customer.unknown", DiffRow(row.line, "", "", customer_no=row.customer_no))
            continue
        name = masking.name(masking.sight(view.actor, None), known.name)
        values = {value for _, _, value in points.get(known.id, set())}
        if ("guarantor", row.guarantor_name) not in parties.get(known.id, set()):
            _put(
                found,
                "guarantor.new",
                DiffRow(row.line, name, "", "", None, row.guarantor_name, row.customer_no),
            )
        elif row.guarantor_phone and row.guarantor_phone not in values:
            _put(
                found,
                "phone.new",
                DiffRow(row.line, name, "", "", None, row.guarantor_phone, row.customer_no),
            )
        else:
            _put(found, "same", DiffRow(row.line, name, "", customer_no=row.customer_no))


def _products(view: View, rows: tuple[ProductEntry, ...], found: Found) -> None:
    people = intake_known.customers(view, {row.customer_no for row in rows})
    products = intake_known.products(view, {row.account_no for row in rows}, None)
    stated = intake_known.instalments(view, [p.id for p in products.values()])
    seen_people: set[str] = set()
    seen: set[str] = set()
    for row in rows:
        line = DiffRow(
            row.line,
            masking.name(masking.sight(view.actor, None), row.name),
            row.account_no,
            "",
            None,
            None,
            row.customer_no,
        )
        if row.customer_no not in people and row.customer_no not in seen_people:
            _put(found, "customer.new", line)
        seen_people.add(row.customer_no)
        product = products.get(row.account_no)
        if product is None and row.account_no not in seen:
            _put(found, "product.new", line)
        elif product is not None and not row.seq and row.account_no not in seen:
            _put(found, "same", line)
        seen.add(row.account_no)
        if row.seq:
            held = stated.get((product.id, row.seq)) if product else None
            moved = held is None or (
                (held.due_on, held.principal_fen, held.interest_fen, held.fee_fen, held.paid_fen)
                != (row.due_on, row.principal.fen, row.interest.fen, row.fee.fen, row.paid.fen)
            )
            code = "instalment.new" if held is None else "instalment.changed" if moved else "same"
            _put(found, code, line)


def _messages(view: View, rows: tuple[DeliveryEntry, ...], found: Found) -> None:
    owners = intake_lists.phones(view, {row.phone for row in rows})
    known = intake_lists.references(view, {row.reference for row in rows})
    for row in rows:
        code = (
            "message.known" if row.reference in known
            else "phone.unknown" if row.phone not in owners
            else f"message.{row.result.value}"
        )  # fmt: skip
        _put(
            found,
            code,
            DiffRow(
                row.line,
                "",
                row.reference,
                "",
                masking.phone(masking.sight(view.actor, None), row.phone),
                row.reason,
            ),
        )
