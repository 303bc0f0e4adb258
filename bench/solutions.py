"""Products at the end of a day, and payments allocated and replayed, each beside its floor.

``python -m bench.solutions [--json] [--products N] [--payments N]``: days past due, lateness by days and the monitor
of promises over 45,000 products (the ten-year stress of a busy branch); then 100,000 payments allocated, and replayed
with one back-dated payment for every product, beside the bare inserts of as many rows into an encrypted file.
``--store`` measures the monitor in a branch's encrypted file too: as many cases, each with a running promise, one in
forty of them due, then the evening after without news.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests", "")]

import sqlalchemy as sa  # noqa: E402
from bench.claims import Claim, against, in_turns  # noqa: E402

from collectdesk.domain.customers.products import days_past_due, oldest_unpaid  # noqa: E402
from collectdesk.domain.money import Money  # noqa: E402
from collectdesk.domain.solutions.allocation import allocate  # noqa: E402
from collectdesk.domain.solutions.interest import Late, PenaltyTerms, reckon_lateness  # noqa: E402
from collectdesk.domain.solutions.promises import Promise, judge_promise  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.branches import Branch

TODAY = date(2026, 3, 18)
MOST_SECONDS = 10.0
DAY_BOUND, PAID_BOUND = 100.0, 12.0


@dataclass(frozen=True, slots=True)
class Part:
    seq: int
    due_on: date
    principal: Money
    interest: Money
    fee: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class Paid:
    reference: str
    paid_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Product:
    parts: tuple[Part, ...]
    payments: tuple[Paid, ...]
    promise: Promise


def made(count: int, payments: int, seed: int = 7) -> list[Product]:
    """Products with a year of instalments, some late, and payments shared out among them."""
    draw, each = random.Random(seed), max(1, payments // count)
    found = []
    for number in range(count):
        parts = []
        for seq in range(1, 13):
            principal, interest = Money(draw.randrange(50_000, 400_000)), Money(draw.randrange(1_000, 80_000))
            paid = principal + interest if seq < 12 - number % 5 else Money(0)
            parts.append(
                Part(seq, TODAY - timedelta(days=31 * (12 - seq)), principal, interest, Money(0), paid)
            )
        paid_on = [TODAY - timedelta(days=draw.randrange(360)) for _ in range(each)]
        told = tuple(
            Paid(f"{number}-{at}", day, Money(draw.randrange(10_000, 500_000)))
            for at, day in enumerate(paid_on)
        )
        promise = Promise(
            Money(100_000), TODAY, TODAY - timedelta(days=5), datetime(2026, 3, 13, 9, tzinfo=UTC)
        )
        found.append(Product(tuple(parts), told, promise))
    return found


def end_of_day(products: list[Product]) -> int:
    """Days past due, lateness at the penalty rate, and what payments make of the promise, product by product."""
    terms, late = PenaltyTerms(Decimal("0.06")), 0
    for product in products:
        dpd = days_past_due(TODAY, oldest_unpaid(product.parts))
        open_parts = [part for part in product.parts if not part.paid and part.due_on < TODAY]
        reckon_lateness([Late(p.seq, p.due_on, p.principal, p.interest) for p in open_parts], terms, TODAY)
        judge_promise(product.promise, product.payments, TODAY)
        late += dpd > 0
    return late


def allocate_all(products: list[Product]) -> int:
    return sum(len(allocate(product.parts, product.payments)) for product in products)


def replay_all(products: list[Product]) -> int:
    """One more payment for every product, of the day before its first: everything is counted anew."""
    counted = 0
    for number, product in enumerate(products):
        first = min(paid.paid_on for paid in product.payments) - timedelta(days=1)
        late = Paid(f"{number}-late", first, Money(20_000))
        counted += len(allocate(product.parts, (*product.payments, late)))
    return counted


def bare_inserts(products: list[Product], folder: Path) -> int:
    """The floor: the same payments as rows of an encrypted file, one transaction, nothing counted."""
    from sqlcipher3.dbapi2 import connect

    rows = [
        (paid.reference, number, paid.paid_on.isoformat(), paid.amount.fen)
        for number, product in enumerate(products)
        for paid in product.payments
    ]
    connection = connect(str(folder / "floor.db"))
    connection.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
    connection.execute(
        "CREATE TABLE payment (reference TEXT PRIMARY KEY, product INT, paid_on TEXT, fen INT)"
    )
    connection.executemany("INSERT INTO payment VALUES (?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return len(rows)


def promised_branch(products: int, folder: Path) -> Branch:
    """A branch with a case and a running promise for every product; one in forty fell due yesterday."""
    from bench.crowd import crowd

    from collectdesk.domain.intake.imports import LedgerKind
    from collectdesk.store.rows.cases import CaseRow, PromiseRow
    from helpers.branches import ACCOUNTS, LI, payment_row

    branch = crowd(products, folder, late=1.0)
    branch.take(LedgerKind.PAYMENTS, [payment_row("B1", ACCOUNTS[LI], TODAY - timedelta(days=6), 1)], TODAY)
    made_on = TODAY - timedelta(days=5)
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        cases = [row[0] for row in work.rows(sa.select(CaseRow.id))]
        rows = [
            {
                "case_id": case_id, "visit_id": None, "amount_fen": 100_000, "made_on": made_on,
                "due_on": TODAY + timedelta(days=-1 if at % 40 == 0 else at % 25), "made_at": branch.now,
                "promised_by": "", "money_from": "", "state": "active", "paid_fen": 0, "evidence": "",
            }
            for at, case_id in enumerate(cases)
        ]  # fmt: skip
        work.add_many(PromiseRow, rows)
    return branch


def monitor(branch: Branch) -> int:
    """One evening's look at every running promise and plan, in its transaction."""
    from collectdesk.desk.solutions.monitor import judge_solutions

    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        return sum(judge_solutions(work))


def summed(products: list[Product]) -> int:
    """The floor of a day's end: every instalment looked at once and what is open of it added up."""
    due = 0
    for product in products:
        for part in product.parts:
            if part.due_on < TODAY:
                due += part.principal.fen + part.interest.fen - part.paid.fen
    return due


def claims(*, short: bool) -> list[Claim]:
    stress = made(1_500 if short else 45_000, 1_500 if short else 45_000)
    paying = made(200 if short else 10_000, 2_000 if short else 100_000)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)

        def bare() -> int:
            (folder / "floor.db").unlink(missing_ok=True)
            return bare_inserts(paying, folder)

        day = in_turns({"ours": lambda: end_of_day(stress), "floor": lambda: summed(stress)}, 3, watch="ours")
        paid = in_turns({"ours": lambda: allocate_all(paying), "floor": bare}, 3, watch="ours")
    return [
        against(
            "the end of a day over every product", day, DAY_BOUND, "every instalment looked at and added up"
        ),
        against(
            "payments allocated", paid, PAID_BOUND, "bare inserts of as many rows into an encrypted file"
        ),
    ]


def timed(act: Callable[[], int]) -> tuple[float, float, int]:
    """Wall and processor seconds, and how many."""
    wall, cpu = time.perf_counter(), time.process_time()
    count = act()
    return time.perf_counter() - wall, time.process_time() - cpu, count


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--products", type=int, default=45_000)
    asked.add_argument("--payments", type=int, default=100_000)
    asked.add_argument("--store", action="store_true")
    options = asked.parse_args()
    stress = made(options.products, options.products)
    paying = made(max(1, options.payments // 10), options.payments)
    with tempfile.TemporaryDirectory() as folder:
        found = {
            "end of day": timed(lambda: end_of_day(stress)),
            "the day after, 1 in 50 touched": timed(lambda: end_of_day(stress[1::50])),
            "bare inserts": timed(lambda: bare_inserts(paying, Path(folder))),
            "allocated": timed(lambda: allocate_all(paying)),
            "replayed with a back-dated one each": timed(lambda: replay_all(paying)),
        }
        if options.store:
            branch = promised_branch(options.products, Path(folder) / "crowd")
            found["monitor in the file, one in forty due"] = timed(lambda: monitor(branch))
            found["monitor in the file, the evening after"] = timed(lambda: monitor(branch))
            branch.close()
    if options.json:
        print(json.dumps({name: {"wall": w, "cpu": c, "count": n} for name, (w, c, n) in found.items()}))
    else:
        for name, (wall, cpu, count) in found.items():
            print(
                f"{name}: {wall:.2f} s wall, {cpu:.2f} s cpu, {count} counted, {count / wall:,.0f} a second"
            )
    return 0 if found["end of day"][1] < MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
