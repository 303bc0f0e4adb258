"""The whole busy branch scored: facts gathered from the encrypted file, points, levels and ways of every open case.

``python -m bench.scoring [--json] [--rounds N]``: 12,000 customers with 18,000 products of twelve instalments, one
customer in twenty overdue with a case, calls, promises and a budget.
"""

from __future__ import annotations

import random
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bench.claims import Claim, against, asked_for, in_turns, show
from bench.crowd import DAY, crowd, rows_of

from collectdesk.desk.customers.borrower_facts import facts_of
from collectdesk.desk.risk.playbook import shipped_card
from collectdesk.desk.risk.scoring import ScoreBranch
from collectdesk.domain.risk.risk import assess
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
    from collections.abc import Callable

    from collectdesk.store.work import Work
    from helpers.branches import Branch

CUSTOMERS = 12_000
TARGET = 2.0
"""Seconds for every open case of a busy branch."""
BOUND = 120.0
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


FLOOR = (
    "SELECT k.id, i.seq, i.due_on, i.principal_fen, i.interest_fen, i.paid_fen FROM customer_case k"
    " JOIN product p ON p.customer_id = k.customer_id JOIN instalment i ON i.product_id = p.id"
    " WHERE k.closed_on IS NULL ORDER BY k.id, p.id, i.seq"
)
"""The largest of the tables that points rest on, of the open cases alone."""


def measure(rounds: int) -> dict[str, Any]:
    """Wall and processor seconds of the deed, and of facts and points apart."""
    branch = crowd(CUSTOMERS)
    furnish(branch)
    cases = [one.case_id for one in branch.clerk(ScoreBranch()).cases]
    facts = branch.ask(lambda view: facts_of(view, cases))
    card = shipped_card()
    asked: dict[str, Callable[[], Any]] = {
        "every open case": lambda: branch.clerk(ScoreBranch()),
        "their facts": lambda: branch.ask(lambda view: facts_of(view, cases)),
        "their points": lambda: [assess(one, card) for one in facts.values()],
    }
    took = in_turns(asked, rounds, warm=0)
    branch.close()
    return {
        "customers": CUSTOMERS, "rounds": rounds, "open cases": len(cases),
        **{name: one.told() for name, one in took.items()},
    }  # fmt: skip


def claims(*, short: bool) -> list[Claim]:
    branch = crowd(1_000 if short else CUSTOMERS)
    furnish(branch)
    works: dict[str, Callable[[], Any]] = {
        "ours": lambda: branch.clerk(ScoreBranch()),
        "floor": lambda: rows_of(branch, FLOOR),
    }
    took = in_turns(works, 3 if short else 7, watch="ours")
    branch.close()
    return [against("every open case scored", took, BOUND, "their instalments alone, read by one query")]


def main() -> int:
    chosen = asked_for(__doc__, rounds=(int, 5))
    found = measure(chosen.rounds)
    show(found, as_json=chosen.json)
    return 0 if found["every open case"]["cpu"] <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
