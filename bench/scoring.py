"""The whole busy branch scored: facts gathered from the encrypted file, points, levels and ways of every open case.

``python -m bench.scoring [--json] [--rounds N]``: 12,000 customers with 18,000 products of twelve instalments, one
customer in twenty overdue with a case, calls, promises and a budget.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bench.crowd import DAY, crowd

from collectdesk.desk.borrower_facts import facts_of
from collectdesk.desk.playbook import shipped_card
from collectdesk.desk.scoring import ScoreBranch
from collectdesk.domain.risk import assess
from collectdesk.store.rows.cases import CaseRow, ContactRow
from collectdesk.store.rows.customers import (
    FinanceRow,
    ImportBatchRow,
    InstalmentRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
)
from collectdesk.store.work import new_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from collectdesk.store.work import Work
    from helpers.branches import Branch

CUSTOMERS = 12_000
TARGET = 2.0
"""Seconds for every open case of a busy branch."""
MONTHS = 12
DUE = 100_000


def furnish(branch: Branch) -> None:
    """Give the crowd second products, instalments, payments, calls and budgets, once."""
    done = branch.folder / "furnished"
    if done.exists():
        return
    draw = random.Random(20260318)
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        told = {"batch_id": work.rows(ImportBatchRow.__table__.select())[0].id, "as_of": DAY}
        _second_products(work, told)
        products = [row.id for row in work.rows(ProductRow.__table__.select())]
        for start in range(0, len(products), 2_000):
            _histories(work, products[start : start + 2_000], told, draw)
        _contacts(work, draw)
    done.write_text("")


def _second_products(work: Work, told: dict[str, Any]) -> None:
    owners = [row.customer_id for row in work.rows(ProductRow.__table__.select())][::2]
    keys = new_ids(len(owners))
    work.add_many(ProductRow, [
        {"id": key, "customer_id": owner, "kind": "loan", "account_no": f"S{at:08d}", "contract_no": "",
         "opened_on": None, "granted_fen": 3_000_000, **told}
        for at, (key, owner) in enumerate(zip(keys, owners, strict=True))
    ])  # fmt: skip
    work.add_many(ProductStateRow, [
        {"product_id": key, "balance_fen": 2_000_000, "overdue_fen": 0, "oldest_unpaid_on": None, "dpd": 0,
         "five_class": "", **told}
        for key in keys
    ])  # fmt: skip


def _histories(work: Work, products: list[str], told: dict[str, Any], draw: random.Random) -> None:
    parts: list[dict[str, Any]] = []
    paid: list[dict[str, Any]] = []
    for product in products:
        kept = draw.randint(3, MONTHS)
        for seq in range(MONTHS):
            due = DAY - timedelta(days=30 * (MONTHS - seq) - 15)
            parts.append({
                "product_id": product, "seq": seq + 1, "due_on": due, "principal_fen": 90_000, "interest_fen": 10_000,
                "fee_fen": 0, "paid_fen": DUE if seq < kept else 0, **told,
            })  # fmt: skip
            if seq < kept:
                paid.append({"product_id": product, "reference": f"B{product[-20:]}{seq}", "paid_on": due,
                             "amount_fen": DUE, "channel": "", "state": "", **told})  # fmt: skip
    work.add_many(InstalmentRow, parts)
    work.add_many(PaymentRow, paid)


def _contacts(work: Work, draw: random.Random) -> None:
    calls: list[dict[str, Any]] = []
    money: list[dict[str, Any]] = []
    for case in work.rows(CaseRow.__table__.select()):
        for at in range(draw.randint(0, 6)):
            calls.append({
                "case_id": case.id, "visit_id": None, "point_id": None, "channel": "phone", "direction": "outgoing",
                "happened_at": work.now - timedelta(days=3 * at + 1), "reached": draw.choice(("debtor", "nobody")),
                "outcome": "no_answer", "identity_stated": True, "note": "", "identity_proof": "", "sender_id": None,
            })  # fmt: skip
        for kind, fen in (("wages", 500_000), ("living", 450_000)):
            money.append({"customer_id": case.customer_id, "kind": kind, "amount_fen": fen, "source": "customer",
                          "as_of": DAY, "note": "", "struck_on": None, "struck_why": ""})  # fmt: skip
    work.add_many(ContactRow, calls)
    work.add_many(FinanceRow, money)


def measure(rounds: int) -> dict[str, Any]:
    """Wall and processor seconds of the deed, and of facts and points apart."""
    branch = crowd(CUSTOMERS)
    furnish(branch)
    found: dict[str, Any] = {"customers": CUSTOMERS, "rounds": rounds}
    found["open cases"] = len(branch.clerk(ScoreBranch()).cases)
    found["every open case"] = _timed(lambda: branch.clerk(ScoreBranch()), rounds)
    cases = [one.case_id for one in branch.clerk(ScoreBranch()).cases]
    found["their facts"] = _timed(lambda: branch.ask(lambda view: facts_of(view, cases)), rounds)
    facts = branch.ask(lambda view: facts_of(view, cases))
    card = shipped_card()
    found["their points"] = _timed(lambda: [assess(one, card) for one in facts.values()], rounds)
    branch.close()
    return found


def _timed(ask: Callable[[], Iterable[Any] | Any], rounds: int) -> dict[str, float]:
    walls, spent = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append(time.perf_counter() - wall)
        spent.append(time.process_time() - cpu)
    return {"wall": round(statistics.median(walls), 3), "cpu": round(statistics.median(spent), 3)}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    found = measure(chosen.rounds)
    print(json.dumps(found, indent=1) if chosen.json else found)
    return 0 if found["every open case"]["cpu"] <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
