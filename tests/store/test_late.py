"""Figures read from the rows in arrears are those that reading everybody gives, whatever lists came and went."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.desk.intake.undoing import UndoImport
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.results.effect import ALL, Cut, Scope
from collectdesk.store.customers.customers import latest_states
from collectdesk.store.results import effect, late, measures
from collectdesk.store.results.late import bucket_of_column
from collectdesk.store.rows.customers import ProductRow, ProductStateRow
from helpers.branches import overdue_row

if TYPE_CHECKING:
    from collectdesk.desk.intake.imports import Imported
    from collectdesk.store.work import View
    from helpers.branches import Branch

START = date(2026, 1, 31)
DAYS = [START + timedelta(days=15 * at) for at in range(4)]
CUTS = (ALL, Cut(product=ProductKind.CARD.value))


def plain_arrears(view: View, day: date) -> set[tuple[Any, ...]]:
    current = latest_states(day)
    rows = view.rows(sa.select(current).where(sa.or_(current.c.dpd > 0, current.c.overdue_fen != 0)))
    return {(r.product_id, r.as_of, r.dpd, r.overdue_fen) for r in rows}


def plain_buckets(view: View, scope: Scope) -> dict[str, tuple[int, int, int]]:
    current = latest_states(scope.last)
    query = (
        sa.select(
            bucket_of_column(current.c.dpd).label("bucket"), sa.func.count(),
            sa.func.count(ProductRow.customer_id.distinct()), sa.func.sum(current.c.overdue_fen),
        )
        .join(ProductRow, ProductRow.id == current.c.product_id)
        .where(effect.of_customers(scope.cut, ProductRow.customer_id))
        .group_by(sa.literal_column("bucket"))
    )  # fmt: skip
    return {r[0]: (r[1], r[2], int(r[3])) for r in view.rows(query)}


def plain_roll(view: View, before: date, after: date, cut: Cut) -> dict[tuple[Any, Any], int]:
    wanted = {
        r.id
        for r in view.rows(sa.select(ProductRow.id).where(effect.of_customers(cut, ProductRow.customer_id)))
    }
    lists = []
    for day in (before, after):
        stated = effect.stated_on(day)
        lists.append({r.product_id: r.bucket for r in view.rows(sa.select(stated))})
    cells: dict[tuple[Any, Any], int] = {}
    for product in (set(lists[0]) | set(lists[1])) & wanted:
        cell = (lists[0].get(product), lists[1].get(product))
        cells[cell] = cells.get(cell, 0) + 1
    return cells


def compared(view: View) -> int:
    """Everything that is read from the rows in arrears, beside the same from all rows; gives how much there was."""
    seen = 0
    for day in (START - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=9)):
        short = late.late_states(day)
        found = {(r.product_id, r.as_of, r.dpd, r.overdue_fen) for r in view.rows(sa.select(short))}
        assert found == plain_arrears(view, day), day
        stated, whole = late.late_on(view, day), effect.stated_on(day)
        on_list = {(r.product_id, r.bucket, r.overdue_fen) for r in view.rows(sa.select(stated))}
        everyone = {(r.product_id, r.bucket, r.overdue_fen) for r in view.rows(sa.select(whole))}
        assert on_list == {each for each in everyone if each[1] != "M0"}, day
        for cut in CUTS:
            scope = Scope(day.replace(day=1), day, cut)
            fine = effect.not_overdue(view, scope)
            counted = effect.by_bucket(view, scope) | ({"M0": fine} if fine[0] else {})
            assert counted == plain_buckets(view, scope), (day, cut)
            owed = sum(fen for _, _, fen in plain_buckets(view, scope).values())
            assert measures.overdue_on(view, day, cut) == owed
            eve = plain_arrears(view, scope.first - timedelta(days=1)) if scope.first else set()
            if cut is ALL:
                still = {each[0] for each in plain_arrears(view, day) if each[2] > 0}
                were = [each[0] for each in eve if each[2] > 0]
                assert measures.cured(view, scope) == (sum(each not in still for each in were), len(were))
        seen += len(found)
    for before in DAYS:
        for after in DAYS:
            for cut in CUTS if before < after else ():
                told = {(start, end): count for start, end, count in late.rolled(
                    view, before, after, lambda product, cut=cut: effect._of_products(cut, product)
                )}  # fmt: skip
                assert told == plain_roll(view, before, after, cut), (before, after, cut)
    return seen


def test_the_short_way_counts_what_reading_everybody_counts(branch: Branch) -> None:
    chance = random.Random(50)
    batches: list[Imported] = []
    for day in (DAYS[0], DAYS[2], DAYS[1], DAYS[2], DAYS[3]):  # one came late, one day has two lists
        rows = [
            overdue_row(
                40 + at, f"户{at}", f"62284800000055{at:02d}", list(ProductKind)[at % 3], chance.choice((0, 700_00)),
                900_00, chance.choice((0, 0, 3, 40, 95)),
            )
            for at in range(24)
            if chance.random() < 0.7
        ]  # fmt: skip
        branch.advance(minutes=len(batches) % 2)  # two lists of one moment, and of two
        batches.append(branch.take(LedgerKind.OVERDUE, rows, day))
    with branch.desk.store.read(branch.actors["supervisor"], branch.now) as view:
        assert compared(view), "arrears to compare"
    branch.supervisor(UndoImport(batches[-1].batch_id))
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        products = [row.id for row in work.rows(sa.select(ProductRow.id))]
        for product in products:  # words that came with no list: by parcel, by hand
            for day in DAYS:
                if chance.random() < 0.3:
                    work.add(
                        ProductStateRow, product_id=product, as_of=day, balance_fen=1, batch_id=None, five_class="",
                        overdue_fen=chance.choice((0, 0, 5)), oldest_unpaid_on=None, dpd=chance.choice((0, 7, 61)),
                    )  # fmt: skip
    with branch.desk.store.read(branch.actors["supervisor"], branch.now) as view:
        assert compared(view)
