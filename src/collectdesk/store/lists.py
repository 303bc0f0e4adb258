"""Lists of customers, however many: their numbers in an order, and the lines of a few numbers at a time.

A number is the key of ``customer_line``: eight bytes, so that a million of them fit in an array. What is sorted
or filtered by has an index there; the words of a line are read only for the lines in sight.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.money import ZERO, Money
from collectdesk.domain.products import Bucket
from collectdesk.store.holding import HOLDER
from collectdesk.store.rows.cases import CaseRow, NextStepRow
from collectdesk.store.rows.customers import CustomerLineRow, NotedAmountRow
from collectdesk.store.upkeep import BITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from collectdesk.store.work import View

FIRST: Final = 50
"""Lines that are read at once, before anybody has counted the rest."""
_STRIDE: Final = 2000


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


_KINDS: Final = tuple(
    tuple(sorted(kind for kind, bit in BITS.items() if mask & bit)) for mask in range(1 << len(BITS))
)
_Line, _Case, _Step = CustomerLineRow, CaseRow, NextStepRow


def kinds_of(mask: int) -> tuple[str, ...]:
    """The kinds of product of a line's bits."""
    return _KINDS[mask]


def numbers(view: View, wanted: Wanted, among: Sequence[int] | None = None) -> array[int]:
    """Every number of a list in its order; ``among`` keeps those that search has found. Can be cancelled."""
    found = array("q")
    for part in _in_parts(view, wanted, among):
        cursor: Any = view.connection.execute(part).cursor
        while rows := cursor.fetchmany(_STRIDE):
            found.extend([row[0] for row in rows])
            view.step(len(found), len(found) + _STRIDE)
    return found


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
    query = _kept(sa.select(sa.func.count()).select_from(_Line), wanted, view.today)
    return int(view.scalar(query) or 0)


def bucket_counts(view: View) -> dict[Bucket, int]:
    """How many customers stand in each bucket, of those that are listed."""
    counts: dict[Bucket, int] = {}
    for bucket in Bucket:
        least, most = bucket.first_day, bucket.last_day
        query = sa.select(sa.func.count()).where(_Line.listed == 1, _Line.dpd >= least)
        counts[bucket] = int(view.scalar(query if most is None else query.where(_Line.dpd <= most)) or 0)
    return counts


def lines_of(view: View, asked: Sequence[int]) -> list[CustomerLine]:
    """The lines of some numbers, in their order."""
    found = {
        row.number: _line(row) for row in view.rows(_lines_of().params(asked=list(asked), held_on=view.today))
    }
    return [found[number] for number in asked if number in found]


@lru_cache(maxsize=1)
def _lines_of() -> Any:
    """Built once: building takes longer than running. Who stands on no list has no case to look for."""
    looked_for = sa.case((_Line.listed == 1, _Line.customer_id), else_=None)
    first = aliased(_Step)
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
        )
        .outerjoin(_Case, sa.and_(_Case.customer_id == looked_for, _Case.closed_on.is_(None)))
        .outerjoin(_Step, _Step.id == next_step)
        .where(_Line.number.in_(sa.bindparam("asked", expanding=True)))
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
    """The list as one query, or as two where only some customers have what it is sorted by."""
    query = _kept(sa.select(_Line.number), wanted, view.today)
    if among is not None:
        query = query.where(_Line.number.in_(list(among)))
    if wanted.order in (Order.CASE_NO, Order.DUE):
        yield _by_case(query, wanted)
        has_case = sa.select(_Case.id).where(_Case.customer_id == _Line.customer_id, *_open(wanted.order))
        rest = query.where(~has_case.exists()).order_by(
            _Line.listed.desc(), _Line.dpd.desc(), _Line.number.desc()
        )
        yield rest
        return
    yield query.order_by(*(each.desc() if wanted.descending else each for each in _keys(wanted.order)))


def _open(order: Order) -> tuple[sa.ColumnElement[bool], ...]:
    """What makes a case count for an order: it is open, and for the day of the next step it has one."""
    if order is Order.CASE_NO:
        return (_Case.closed_on.is_(None),)
    waiting = sa.select(_Step.id).where(_Step.case_id == _Case.id, _Step.done_at.is_(None))
    return (_Case.closed_on.is_(None), waiting.exists())


def _by_case(query: sa.Select[Any], wanted: Wanted) -> sa.Select[Any]:
    joined = query.join(_Case, sa.and_(_Case.customer_id == _Line.customer_id, *_open(wanted.order)))
    if wanted.order is Order.CASE_NO:
        key: Any = _Case.case_no
    else:
        soonest = sa.select(sa.func.min(_Step.due_on)).where(
            _Step.case_id == _Case.id, _Step.done_at.is_(None)
        )
        key = soonest.scalar_subquery()
    return joined.order_by(key.desc() if wanted.descending else key, _Line.dpd.desc(), _Line.number)


def _keys(order: Order) -> tuple[Any, ...]:
    # an order of its own index, so that the first page costs as little as the last
    return {
        Order.DPD: (_Line.listed, _Line.dpd, _Line.number),
        Order.OVERDUE: (_Line.listed, _Line.overdue_fen, _Line.number),
        Order.BALANCE: (_Line.balance_fen, _Line.listed, _Line.number),
        Order.NAME: (_Line.reading, _Line.listed, _Line.number),
        Order.CUSTOMER_NO: (_Line.customer_no, _Line.listed, _Line.number),
    }[order]


def _kept(query: sa.Select[Any], wanted: Wanted, today: date) -> sa.Select[Any]:
    """The filters of a list."""
    if wanted.listed:
        query = query.where(_Line.listed == 1)
    if wanted.buckets:
        query = query.where(sa.or_(*(_within(bucket) for bucket in wanted.buckets)))
    if wanted.kinds:
        query = query.where(_Line.kinds.op("&")(sum(BITS[kind] for kind in wanted.kinds)) != 0)
    if wanted.least > ZERO:
        query = query.where(_Line.overdue_fen >= wanted.least.fen)
    if wanted.officer:
        query = query.where(_Line.officer == wanted.officer)
    if wanted.only_cases:
        worked = sa.select(_Case.customer_id).where(_Case.closed_on.is_(None))
        query = query.where(_Line.customer_id.in_(worked))
    if wanted.due is not None:
        query = query.where(_Line.customer_id.in_(_due(wanted.due, today)))
    return query


def _due(due: Due, today: date) -> sa.Select[Any]:
    """The customers whose next step is late, due today, or due within a week."""
    soonest = (
        sa.select(_Step.case_id, sa.func.min(_Step.due_on).label("due_on"))
        .where(_Step.done_at.is_(None))
        .group_by(_Step.case_id)
        .subquery()
    )
    spans = {
        Due.LATE: soonest.c.due_on < today,
        Due.TODAY: soonest.c.due_on == today,
        Due.WEEK: soonest.c.due_on <= today + timedelta(days=7),
    }
    joined = sa.select(_Case.customer_id).join(soonest, soonest.c.case_id == _Case.id)
    return joined.where(_Case.closed_on.is_(None), spans[due])


def _within(bucket: Bucket) -> sa.ColumnElement[bool]:
    least, most = bucket.first_day, bucket.last_day
    return _Line.dpd >= least if most is None else _Line.dpd.between(least, most)


def officers(view: View) -> list[str]:
    """The account officers of those on lists, for a filter to choose from."""
    query = (
        sa.select(_Line.officer)
        .where(_Line.listed == 1, _Line.officer != "")
        .distinct()
        .order_by(_Line.officer)
    )
    return [row[0] for row in view.rows(query)]


def numbers_of(view: View, customer_ids: Iterable[str]) -> list[int]:
    """The numbers of some customers."""
    query = sa.select(_Line.number).where(_Line.customer_id.in_(list(customer_ids)))
    return [row[0] for row in view.rows(query)]


def _line(row: Any) -> CustomerLine:
    return CustomerLine(
        CustomerId(row.customer_id),
        CaseId(row.case_id) if row.case_id else None,
        row.case_no or "",
        row.customer_no,
        row.name,
        _KINDS[row.kinds],
        Money(int(row.overdue_fen)),
        Money(int(row.balance_fen)),
        row.dpd,
        row.step_kind or "",
        row.step_due,
        row.assigned_to or "",
        row.number,
        row.officer,
        row.noted,
    )
