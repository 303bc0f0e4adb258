"""Checks of the past with what followed, written straight into a branch: years of work no test can wait for."""

from __future__ import annotations

import random
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from collectdesk.desk.risk.assessing import plain_detail
from collectdesk.desk.risk.playbook import shipped_card
from collectdesk.domain.money import Money
from collectdesk.domain.risk.risk import assess
from collectdesk.domain.risk.risk_facts import BorrowerFacts, Trend
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.rows.cases import AssessmentRow, CaseRow
from collectdesk.store.rows.customers import (
    CustomerRow,
    ImportBatchRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
)
from collectdesk.store.rows.visits import VisitRecordRow, VisitRow
from collectdesk.store.work import new_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.branches import Branch

OVERDUE = 100_000


def some_facts(draw: random.Random, *, mild: bool = False) -> BorrowerFacts:
    if mild:
        return BorrowerFacts(
            stage_now=1, times_overdue_6m=1, trend=Trend.BETTER, last_payment_ratio=950, months_without_payment_6m=0,
            granted=Money(9_000_000), utilisation_now=200, pay_ratio=draw.choice((500, 900)), call_attempts=2,
        )  # fmt: skip
    stage = draw.choice((1, 1, 2, 3))
    return BorrowerFacts(
        stage_now=stage, times_overdue_6m=min(6, stage + draw.randrange(3)), trend=draw.choice(tuple(Trend)),
        last_payment_ratio=draw.choice((0, 40, 150, 950)), months_without_payment_6m=draw.randrange(4),
        granted=Money(draw.choice((800_000, 3_000_000, 9_000_000))), utilisation_now=draw.choice((200, 700, 980)),
        pay_ratio=draw.choice((100, 500, 900)), call_attempts=2, right_party_contacts=1,
    )  # fmt: skip


def seed_outcomes(
    branch: Branch,
    count: int,
    *,
    pays: float = 0.0,
    oldest: int = 400,
    newest: int = 70,
    first: int = 0,
    mild: bool = False,
    truth: Callable[[BorrowerFacts], float] | None = None,
) -> list[str]:
    """So many checks of as many cases, spread over the past; ``pays`` shifts everybody's true odds. Case ids.

    ``truth`` gives each one's chance of paying where the card's points aren't the truth.
    ``first`` keeps the numbers of a second call apart; ``mild`` customers are all of the better sort.
    """
    draw, today = random.Random(first + 7), branch.now.date()
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        batch = work.rows(ImportBatchRow.__table__.select())[0].id
        people, products, cases = new_ids(count), new_ids(count), new_ids(count)
        rows: dict[Any, list[dict[str, Any]]] = {
            t: [] for t in (CustomerRow, ProductRow, CaseRow, ProductStateRow, AssessmentRow, PaymentRow)
        }
        for at in range(count):
            facts, no = some_facts(draw, mild=mild), first + at
            result = assess(facts, shipped_card())
            on = today - timedelta(days=oldest - round((oldest - newest) * at / count))
            told = {"batch_id": batch, "as_of": on}
            rows[CustomerRow].append(_customer(people[at], no, told))
            rows[ProductRow].append(_product(products[at], people[at], no, told))
            rows[CaseRow].append({
                "id": cases[at], "case_no": f"AJ-P{no:06}", "customer_id": people[at], "opened_on": on,
                "closed_on": today - timedelta(days=1), "assigned_to": None, "sealed_key": "",
            })  # fmt: skip
            rows[ProductStateRow].append(_state(products[at], on, told))
            rows[AssessmentRow].append(_check(cases[at], on, facts, result))
            chance = 0.5 + (result.total - 50) / 60 + pays if truth is None else truth(facts)
            if draw.random() < chance:
                rows[PaymentRow].append(
                    _payment(products[at], no, on + timedelta(days=draw.randrange(12, 38)), told)
                )
        for table, listed in rows.items():
            work.add_many(table, listed)
    return cases


def _customer(key: str, at: int, told: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "customer_no": f"P{at:06}", "name": f"过往{at}", "id_no": "", "account_officer": "",
            "merged_into": None, **told}  # fmt: skip


def _product(key: str, customer: str, at: int, told: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "customer_id": customer, "kind": "loan", "account_no": f"P{at:06}", "contract_no": "",
            "opened_on": None, "granted_fen": 3_000_000, **told}  # fmt: skip


def _state(product: str, on: date, told: dict[str, Any]) -> dict[str, Any]:
    return {"product_id": product, "balance_fen": 2_000_000, "overdue_fen": OVERDUE, "oldest_unpaid_on": on,
            "dpd": 20, "five_class": "", **told}  # fmt: skip


def _payment(product: str, at: int, on: date, told: dict[str, Any]) -> dict[str, Any]:
    return {"product_id": product, "reference": f"PAST{at}", "paid_on": on, "amount_fen": OVERDUE,
            "channel": "", "state": "", **told}  # fmt: skip


def _check(case_id: str, on: date, facts: BorrowerFacts, result: Any) -> dict[str, Any]:
    return {
        "case_id": case_id, "assessed_on": on, "scorecard_id": result.scorecard_id,
        "scorecard_version": str(result.scorecard_version), "willingness": result.willingness,
        "ability": result.ability, "total": result.total, "level": result.level.value,
        "strategy": result.strategy.value, "visit_warranted": result.visit_warranted,
        "detail": {"result": plain_detail(asdict(result)), "inputs": plain_detail(asdict(facts))},
        "expires_on": on + timedelta(days=30),
    }  # fmt: skip


def seed_visits(branch: Branch, case_ids: list[str]) -> None:
    """Copies of the branch's first recorded visit: one to each of these cases, ten days after its check."""
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        checked = {r.case_id: r.assessed_on for r in work.rows(AssessmentRow.__table__.select())}
        visit = dict(work.row(VisitRow.__table__.select())._mapping)
        record = dict(work.row(VisitRecordRow.__table__.select())._mapping)
        keys = new_ids(len(case_ids))
        for key, case_id in zip(keys, case_ids, strict=True):
            at = datetime.combine(checked[case_id] + timedelta(days=10), time(10), CHINA_TIME)
            work.add(
                VisitRow,
                **{**visit, "id": key, "visit_no": f"P{key[-12:]}", "case_id": case_id, "planned_at": at},
            )
            work.add(
                VisitRecordRow, **{**record, "id": key, "visit_id": key, "arrived_at": at, "left_at": at}
            )
