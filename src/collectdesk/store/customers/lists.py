"""Lists of customers, however many: their numbers in an order, and the lines of a few numbers at a time.

A number is the key of ``customer_line``: eight bytes, so that a million of them fit in an array. What is sorted
or filtered by has an index there; the words of a line are read only for the lines in sight.
"""

from __future__ import annotations

import json
from array import array
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.customers.own_buckets import OwnBuckets, name_of, span_of
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.money import ZERO, Money
from collectdesk.store.customers import own_buckets
from collectdesk.store.customers.upkeep import BITS
from collectdesk.store.dialect import is_server
from collectdesk.store.people.holding import HOLDER
from collectdesk.store.rows.cases import CaseRow, NextStepRow
from collectdesk.store.rows.customers import CustomerLineRow, NotedAmountRow
from collectdesk.store.statements import question
from collectdesk.store.vault.opening import driver_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from collectdesk.store.work import View

FIRST: Final = 50
"""Lines that are read at once, before anybody has counted the rest."""
_STRIDE: Final = 2000
_LETTERS: Final = 8 * _STRIDE
_STEPS: Final = 200_000
"""Steps of SQLite's machine between two questions whether to go on: some hundredth of a second."""


class Order(Enum):
    """What a list is sorted by."""

    DPD = "dpd"
    OVERDUE = "overdue"
    BALANCE = "balance"
    NAME = "name"
    CUSTOMER_NO = "customer_no"
    CASE_NO = "case_no"
    DUE = "due"


class Due(Enum):
    """When the next step is due."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which customers, in what order. ``text`` is what the person typed; empty filters keep everybody."""

    text: str = ""
    listed: bool = True
    buckets: tuple[Bucket, ...] = ()
    kinds: tuple[str, ...] = ()
    least: Money = ZERO
    officer: str = ""
    due: Due | None = None
    own: tuple[tuple[str, str], ...] = ()
    """Kinds of product with a bucket of the branch's own."""
    only_cases: bool = False
    order: Order = Order.DPD
    descending: bool = True


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One customer in a list; ``number`` is its key there."""

    customer_id: CustomerId
    case_id: CaseId | None
    case_no: str
    customer_no: str
    name: str
    kinds: tuple[str, ...]
    overdue: Money
    balance: Money
    dpd: int
    next_kind: str
    next_due_on: date | None
    assigned_to: str
    number: int = 0
    officer: str = ""
    noted: int = 0
    """How many amounts noted by hand core banking hasn't said yet."""
    own: tuple[str, ...] = ()
    """What the branch itself calls the days of the customer's products, where it has buckets of its own."""


_KINDS: Final = tuple(
    tuple(sorted(kind for kind, bit in BITS.items() if mask & bit)) for mask in range(1 << len(BITS))
)
_Line, _Case, _Step = CustomerLineRow, CaseRow, NextStepRow
# written out: SQLite takes an index of some rows only where it reads which
_LISTED: Final = _Line.listed == sa.literal_column("1")
_ON_LIST: Final = "INDEXED BY ix_customer_line_on_list"
_OF_A_CASE: Final = {
    Order.CASE_NO: (_Line.case_no, _Line.case_no != ""),
    Order.DUE: (_Line.due_on, _Line.due_on.is_not(None)),
}
"""What only an open case has: whoever has none stands behind, the worst first."""
_DRAWN_FROM: Final = {
    Order.OVERDUE: "listed_overdue", Order.BALANCE: "balance", Order.NAME: "reading", Order.CUSTOMER_NO: "customer_no",
}  # fmt: skip


def kinds_of(mask: int) -> tuple[str, ...]:
    """The kinds of product of a line's bits."""
    return _KINDS[mask]


def numbers(view: View, wanted: Wanted, among: Sequence[int] | None = None) -> array[int]:
    """Every number of a list in its order; ``among`` keeps those that search has found. Can be cancelled.

    SQLite writes them into one text by itself: a million rows handed over one by one would take and let go of the
    interpreter a million times, and the window would wait for each of them.
    """
    found = array("q")
    for part in _in_parts(view, wanted, among):
        if is_server(view.connection):
            found.extend([row[0] for row in view.rows(part)])
            view.step(len(found), len(found))
            continue
        listed = part.subquery()
        with _stoppable(view):
            said = view.scalar(sa.select(sa.func.group_concat(listed.c.number))) or ""
        start = 0
        while start < len(said):
            end = said.find(",", start + _LETTERS)
            end = len(said) if end < 0 else end
            found.extend(map(int, said[start:end].split(",")))
            start = end + 1
            view.step(len(found), len(found) + _STRIDE)
    return found


@contextmanager
def _stoppable(view: View) -> Iterator[None]:
    """Whether somebody has given up waiting is asked while SQLite works too."""
    raw, stopped = driver_of(view.connection), []

    def ask() -> int:
        try:
            view.step(0, _STRIDE)
        except BaseException as error:  # noqa: BLE001 - carried past the driver, which knows yes and no only
            stopped.append(error)
        return len(stopped)

    raw.set_progress_handler(ask, _STEPS)
    try:
        yield
    except sa.exc.DBAPIError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        raw.set_progress_handler(None, 0)


def first_numbers(
    view: View, wanted: Wanted, among: Sequence[int] | None = None, limit: int = FIRST
) -> list[int]:
    """The first numbers of a list, without reading the rest."""
    found: list[int] = []
    for part in _in_parts(view, wanted, among):
        if len(found) < limit:
            found += [row[0] for row in view.rows(part.limit(limit - len(found)))]
    return found


def count(view: View, wanted: Wanted) -> int:
    """How many a list holds."""
    query = _kept(view, sa.select(sa.func.count()).select_from(_Line), wanted)
    if _on_list(wanted):
        query = query.where(_LISTED).with_hint(_Line, _ON_LIST, "sqlite")
    return int(view.scalar(query) or 0)


def bucket_counts(view: View) -> dict[Bucket, int]:
    """How many customers stand in each bucket, of those that are listed."""
    counts: dict[Bucket, int] = {}
    for bucket in Bucket:
        least, most = bucket.first_day, bucket.last_day
        query = sa.select(sa.func.count()).where(_LISTED, _Line.dpd >= least)
        query = query.with_hint(_Line, _ON_LIST, "sqlite")
        counts[bucket] = int(view.scalar(query if most is None else query.where(_Line.dpd <= most)) or 0)
    return counts


def lines_of(view: View, asked: Sequence[int]) -> list[CustomerLine]:
    """The lines of some numbers, in their order."""
    words_of = question(view.connection, _lines_of())
    rows = words_of.ask(view.connection, asked=json.dumps(list(asked)), held_on=view.today)
    stands = own_buckets.standing(view, view.today)
    found = {row[0]: _line(row, own_names(stands, row[-len(BITS) :])) for row in rows}
    return [found[number] for number in asked if number in found]


@lru_cache(maxsize=1)
def _lines_of() -> Any:
    """Built once: building takes longer than running. Who stands on no list has no case to look for."""
    looked_for = sa.case((_Line.listed == 1, _Line.customer_id), else_=None)
    first = aliased(_Step)
    # one value however many numbers: the statement is compiled once by SQLite too
    listed = sa.func.json_each(sa.bindparam("asked", type_=sa.String)).table_valued("value", name="listed")
    next_step = (
        sa.select(first.id)
        .where(first.case_id == _Case.id, first.done_at.is_(None))
        .order_by(first.due_on, first.id)
        .limit(1)
        .correlate(_Case)
        .scalar_subquery()
    )
    waiting = (
        sa.select(sa.func.count())
        .where(NotedAmountRow.customer_id == _Line.customer_id, NotedAmountRow.state == "provisional")
        .correlate(_Line)
        .scalar_subquery()
    )
    return (
        sa.select(
            _Line.number, _Line.customer_id, _Line.customer_no, _Line.name, _Line.officer, _Line.kinds, _Line.dpd,
            _Line.overdue_fen, _Line.balance_fen, _Case.id.label("case_id"), _Case.case_no, HOLDER.label("assigned_to"),
            _Step.kind.label("step_kind"), _Step.due_on.label("step_due"), waiting.label("noted"),
            *(days_column(kind) for kind in BITS),
        )
        .outerjoin(_Case, sa.and_(_Case.customer_id == looked_for, _Case.closed_on.is_(None)))
        .outerjoin(_Step, _Step.id == next_step)
        .where(_Line.number.in_(sa.select(listed.c.value)))
    )  # fmt: skip


def assigned(view: View, asked: Sequence[int]) -> dict[int, str]:
    """To whom the open cases of some numbers are assigned; who has no open case isn't in it."""
    query = (
        sa.select(_Line.number, HOLDER.label("assigned_to"))
        .join(_Case, sa.and_(_Case.customer_id == _Line.customer_id, _Case.closed_on.is_(None)))
        .where(_Line.number.in_(list(asked)), _Line.listed == 1)
        .params(held_on=view.today)
    )
    return {row.number: row.assigned_to or "" for row in view.rows(query)}


def lines(view: View, wanted: Wanted, limit: int = 5000) -> list[CustomerLine]:
    """The first lines of a list, for what isn't shown page by page."""
    asked = first_numbers(view, wanted, limit=limit)
    return [
        line for start in range(0, len(asked), 500) for line in lines_of(view, asked[start : start + 500])
    ]


def _in_parts(view: View, wanted: Wanted, among: Sequence[int] | None) -> Iterator[sa.Select[Any]]:
    """The list as one query, or as several where only some customers have what it is sorted by."""
    if wanted.order not in _OF_A_CASE:
        query = _drawn(_kept(view, sa.select(_Line.number), wanted), wanted, among)
        yield query.order_by(*(each.desc() if wanted.descending else each for each in _keys(wanted.order)))
        return
    listed = replace(wanted, listed=True)
    query = _drawn(_kept(view, sa.select(_Line.number), listed), listed, among)
    key, has_one = _OF_A_CASE[wanted.order]
    yield query.where(has_one).order_by(
        key.desc() if wanted.descending else key, _Line.dpd.desc(), _Line.number
    )
    yield query.where(~has_one).order_by(_Line.dpd.desc(), _Line.number.desc())
    if not _on_list(wanted):
        rest = replace(wanted, order=Order.DPD)
        query = _drawn(_kept(view, sa.select(_Line.number), rest), rest, among)
        yield query.where(_Line.listed == 0).order_by(_Line.dpd.desc(), _Line.number.desc())


def _on_list(wanted: Wanted) -> bool:
    """Whether only customers who are overdue or have an open case can be in it."""
    late = bool(wanted.buckets) and Bucket.M0 not in wanted.buckets
    return bool(wanted.listed or late or wanted.own or wanted.only_cases or wanted.due)


def _drawn(query: sa.Select[Any], wanted: Wanted, among: Sequence[int] | None) -> sa.Select[Any]:
    """From the one index that holds all the list asks for: the planner would read the rows of half the branch."""
    if among is not None:
        query = query.where(_Line.number.in_(list(among)))
        return query.where(_LISTED) if _on_list(wanted) else query
    special = (
        bool(wanted.buckets or wanted.own or wanted.only_cases or wanted.due) or wanted.order in _OF_A_CASE
    )
    if special and _on_list(wanted):
        return query.where(_LISTED).with_hint(_Line, _ON_LIST, "sqlite")
    name = _DRAWN_FROM.get(wanted.order, "listed_dpd")
    query = query.with_hint(_Line, f"INDEXED BY ix_customer_line_{name}", "sqlite")
    # not "= 1": what is one value only, SQLite forgets in the order, which then isn't the index's any more
    return query.where(_Line.listed > 0) if _on_list(wanted) else query


def _keys(order: Order) -> tuple[Any, ...]:
    # an order of its own index, so that the first page costs as little as the last
    return {
        Order.DPD: (_Line.listed, _Line.dpd, _Line.number),
        Order.OVERDUE: (_Line.listed, _Line.overdue_fen, _Line.number),
        Order.BALANCE: (_Line.balance_fen, _Line.listed, _Line.number),
        Order.NAME: (_Line.reading, _Line.listed, _Line.number),
        Order.CUSTOMER_NO: (_Line.customer_no, _Line.listed, _Line.number),
    }[order]


def _kept(view: View, query: sa.Select[Any], wanted: Wanted) -> sa.Select[Any]:
    """The filters of a list, but whether somebody stands on one."""
    if wanted.buckets:
        query = query.where(sa.or_(*(_within(bucket) for bucket in wanted.buckets)))
    if wanted.own:
        query = query.where(in_own_buckets(own_buckets.standing(view, view.today), wanted, days_column))
    if wanted.kinds:
        query = query.where(_Line.kinds.op("&")(sum(BITS[kind] for kind in wanted.kinds)) != 0)
    if wanted.least > ZERO:
        query = query.where(_Line.overdue_fen >= wanted.least.fen)
    if wanted.officer:
        query = query.where(_Line.officer == wanted.officer)
    if wanted.only_cases:
        query = query.where(_Line.case_no != "")
    if wanted.due is not None:
        query = query.where(_due(wanted.due, view.today))
    return query


def _due(due: Due, today: date) -> sa.ColumnElement[bool]:
    """Whether the next step is late, due today, or due within a week."""
    return {
        Due.LATE: _Line.due_on < today,
        Due.TODAY: _Line.due_on == today,
        Due.WEEK: _Line.due_on <= today + timedelta(days=7),
    }[due]


def _within(bucket: Bucket) -> sa.ColumnElement[bool]:
    least, most = bucket.first_day, bucket.last_day
    return _Line.dpd >= least if most is None else _Line.dpd.between(least, most)


def officers(view: View) -> list[str]:
    """The account officers of those on lists, for a filter to choose from."""
    query = (
        sa.select(_Line.officer)
        .where(_LISTED, _Line.officer != "")
        .with_hint(_Line, _ON_LIST, "sqlite")
        .distinct()
        .order_by(_Line.officer)
    )
    return [row[0] for row in view.rows(query)]


def numbers_of(view: View, customer_ids: Iterable[str]) -> list[int]:
    """The numbers of some customers."""
    query = sa.select(_Line.number).where(_Line.customer_id.in_(list(customer_ids)))
    return [row[0] for row in view.rows(query)]


def days_column(kind: str) -> Any:
    """The days past due of the worst product of a kind."""
    return _Line.__table__.c[f"{kind}_dpd"]


def own_names(stands: Mapping[ProductKind, OwnBuckets], days: Sequence[int]) -> tuple[str, ...]:
    """What the branch calls the days of each kind, which come in the order of ``BITS``."""
    if not stands:
        return ()
    named = (
        name_of(stands[ProductKind(kind)].edges, dpd)
        for kind, dpd in zip(BITS, days, strict=True)
        if ProductKind(kind) in stands
    )
    return tuple(dict.fromkeys(name for name in named if name))


def own_counts(view: View) -> dict[tuple[str, str], int]:
    """How many of those on lists stand in each of the branch's own buckets; empty where it has none."""
    stands = own_buckets.standing(view, view.today)
    counted = {(kind.value, name): 0 for kind, each in stands.items() for name, _first in each.edges}
    for kind, each in stands.items():
        days = days_column(kind.value)
        query = sa.select(days, sa.func.count()).where(_LISTED, days > 0).group_by(days)
        query = query.with_hint(_Line, _ON_LIST, "sqlite")
        for dpd, customers in view.rows(query):
            counted[kind.value, name_of(each.edges, dpd)] += customers
    return counted


def in_own_buckets(
    stands: Mapping[ProductKind, OwnBuckets], wanted: Wanted, days: Callable[[str], Any]
) -> sa.ColumnElement[bool]:
    """Whether somebody stands in one of the wanted own buckets; ``days`` gives the column of a kind. A name that nobody
    uses any more keeps nobody.
    """
    kept: list[Any] = [sa.false()]
    for kind, name in wanted.own:
        own = stands.get(ProductKind(kind))
        span = span_of(own.edges, name) if own is not None else None
        if span is not None:
            first, last = span
            kept.append(days(kind) >= first if last is None else days(kind).between(first, last))
    return sa.or_(*kept)


def _line(row: tuple[Any, ...], own: tuple[str, ...]) -> CustomerLine:
    (number, customer_id, customer_no, name, officer, kinds, dpd, overdue_fen, balance_fen, case_id, case_no, holder,
     step_kind, step_due, noted, *_days) = row  # fmt: skip
    return CustomerLine(
        CustomerId(customer_id), CaseId(case_id) if case_id else None, case_no or "", customer_no, name, _KINDS[kinds],
        Money(int(overdue_fen)), Money(int(balance_fen)), dpd, step_kind or "", step_due, holder or "", number, officer,
        noted, own,
    )  # fmt: skip
