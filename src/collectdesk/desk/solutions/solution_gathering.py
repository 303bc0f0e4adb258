"""What a solution rests on: one product's debt by component, and the facts the rules ask of a solution."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from collectdesk import resources
from collectdesk.desk.rules import gate
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import ZERO, Money, total
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.interest import UNRAISED, Late, PenaltyTerms, Reckoning, reckon_lateness
from collectdesk.domain.solutions.months import add_months
from collectdesk.domain.solutions.solution_table import Component, SolutionTable, load_solution_table
from collectdesk.domain.solutions.solution_ways import Debt
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collectdesk.store.customers.customers import Instalment, Product
    from collectdesk.store.work import View

RULED_AS: Mapping[ArrangementKind, str] = {
    ArrangementKind.INSTALMENTS: "instalments",
    ArrangementKind.EXTENSION: "extension",
    ArrangementKind.REAGEING: "instalments",
    ArrangementKind.WAIVER: "waiver",
    ArrangementKind.SETTLEMENT: "settlement",
}
"""What a way is to the rule packs: a debt put anew is paid in instalments."""


@cache
def solution_table() -> SolutionTable:
    """Class and watch period, powers to waive, tolerance of promises; shipped."""
    return load_solution_table(resources.path("solutions", "cn.toml").read_text("utf-8"))


def product_of(view: View, case_id: str, product_id: str) -> Product:
    """One of the case's customer's products; raises Refused(solution.other_product)."""
    owner = cases.case(view, case_id).customer_id
    found = next((p for p in customers.products(view, owner) if p.id == product_id), None)
    if found is None:
        raise Refused("solution.other_product", field="product_id")
    return found


def debt_of(view: View, product: Product, terms: PenaltyTerms) -> tuple[Debt, Reckoning]:
    """What is owed on a product today: core banking's balance by component, and what lateness adds to it by ``terms``.

    Principal is what the balance leaves once unpaid interest and fees are taken off. A product without instalments has
    one line, since its oldest unpaid day.
    """
    due = [each for each in customers.instalments(view, [str(product.id)]) if each.due_on < view.today]
    open_parts = [_unpaid(each) for each in due]
    lates = [late for late, _fee in open_parts if late.principal or late.interest]
    if not due and product.overdue and product.oldest_unpaid_on is not None:
        lates = [Late(1, product.oldest_unpaid_on, product.overdue, ZERO)]
    interest = min(total([late.interest for late in lates]), product.balance)
    fees = min(total([fee for _late, fee in open_parts]), product.balance - interest)
    if product.kind is ProductKind.CARD:
        terms = replace(terms, multiplier=UNRAISED)
    reckoned = reckon_lateness(lates, terms, view.today)
    parts = {
        Component.PENALTY: reckoned.added,
        Component.FEES: fees,
        Component.INTEREST: interest,
        Component.PRINCIPAL: product.balance - interest - fees,
    }
    return Debt(product.kind, product.dpd, min(product.overdue, product.balance), parts), reckoned


def _unpaid(part: Instalment) -> tuple[Late, Money]:
    """What an instalment still owes; what was paid went to fees, then interest, then principal (民法典, art. 561)."""
    left, rest = part.paid.fen, []
    for owed in (part.fee.fen, part.interest.fen, part.principal.fen):
        taken = min(left, owed)
        rest.append(owed - taken)
        left -= taken
    return Late(part.seq, part.due_on, Money(rest[2]), Money(rest[1])), Money(rest[0])


def solution_facts(
    view: View,
    case_id: str,
    product: Product,
    *,
    kind: str,
    months: int,
    ends_on: date,
    guarantor_consents: bool = False,
    is_approved: bool = True,
) -> gate.Facts:
    """Everything the rules ask of a solution. ``is_approved`` is true of what takes effect only with an approval."""
    owner = cases.case(view, case_id).customer_id
    guarantors = any(p.party_role == "guarantor" for p in customers.points(view, owner))
    touched = gate.touched_at(view, None, Act.SOLUTION, product_id=product.id)
    facts: gate.Facts = {
        **gate.case_facts(view, case_id, view.today, touched=touched),
        "product_kind": product.kind.value,
        "solution_kind": kind,
        "term_months": months,
        "changes_burden_of_guarantor": guarantors,  # longer burdens as heavier does
        "guarantor_consent": guarantor_consents,
        "agreement_items_missing": 0,
        "funded_by_new_loan": False,
        "waives_limitation": False,
        "supervisor_approved": is_approved,
    }
    parts = customers.instalments(view, [str(product.id)])
    if product.opened_on is not None:
        facts["total_term_months"] = months_between(product.opened_on, ends_on)
    if parts:
        last_on = max(part.due_on for part in parts)
        facts["applied_before_due"] = view.today < last_on
        facts["original_term_months"] = _original_term(product, parts)
    return facts


def _original_term(product: Product, parts: Sequence[Instalment]) -> int:
    last_on = max(part.due_on for part in parts)
    return months_between(product.opened_on or min(part.due_on for part in parts), last_on)


def months_between(first: date, last: date) -> int:
    """Whole months from a day to another, a begun one counted whole; at least one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(1, months + (add_months(first, months) < last))
