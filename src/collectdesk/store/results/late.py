"""What is in arrears by a day or on one list, read from the few rows that say so: of a million customers most owe
nothing overdue, and what counts arrears needn't read them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.customers.products import Bucket
from collectdesk.store.rows.customers import ProductRow, ProductStateRow

if TYPE_CHECKING:
    from collectdesk.store.work import View

Cell = tuple[str | None, str | None]
_IN_ARREARS: Final = "({name}.dpd > 0 OR {name}.overdue_fen <> 0)"
"""In the words of the index that holds these rows alone: else it isn't found."""


def bucket_of_column(dpd: Any) -> Any:
    """The bucket's code of a column of days past due, as ``domain.products.bucket_of`` draws it."""
    limits = [(dpd <= bucket.last_day, bucket.value) for bucket in Bucket if bucket.last_day is not None]
    return sa.case(*limits, else_=Bucket.M7.value)


def late_states(as_of: date | None) -> sa.Subquery:
    """Core banking's newest word by a day on each product in arrears by it, with whose product it is.

    The last row in arrears of each product, unless a later word says that it is in order: all of it stands in indexes.
    """
    state, arrears = aliased(ProductStateRow, name="late"), aliased(ProductStateRow, name="arrears")
    later = aliased(ProductStateRow)
    were = sa.select(arrears.product_id, sa.func.max(arrears.as_of).label("day"))
    were = were.where(sa.text(_IN_ARREARS.format(name="arrears")))
    followed = sa.select(sa.literal(1)).where(later.product_id == state.product_id, later.as_of > state.as_of)
    if as_of is not None:
        were, followed = were.where(arrears.as_of <= as_of), followed.where(later.as_of <= as_of)
    last = were.group_by(arrears.product_id).subquery()
    query = (
        sa.select(
            state.product_id,
            ProductRow.customer_id,
            ProductRow.kind,
            state.as_of,
            state.dpd,
            state.overdue_fen,
        )
        .select_from(last)
        .join(state, sa.and_(state.product_id == last.c.product_id, state.as_of == last.c.day))
        .join(ProductRow, ProductRow.id == state.product_id)
        .where(sa.text(_IN_ARREARS.format(name="late")), ~followed.exists(), ~_overtaken(state))
    )
    return query.subquery()


def _overtaken(state: Any) -> Any:
    """Whether another list of the same day was taken in later. A list names a product once, so that only rows of
    another list need be looked at; which list a row came with stands in the index.
    """
    later = aliased(ProductStateRow)
    query = sa.select(sa.literal(1)).where(
        later.product_id == state.product_id,
        later.as_of == state.as_of,
        sa.or_(later.batch_id.is_distinct_from(state.batch_id), state.batch_id.is_(None)),
        sa.or_(
            later.recorded_at > state.recorded_at,
            sa.and_(later.recorded_at == state.recorded_at, later.id > state.id),
        ),
    )
    return query.exists()


def late_on(view: View, day: date) -> sa.Subquery:
    """Each overdue product's bucket in the lists of one data date; of several lists the last one taken in."""
    state = aliased(ProductStateRow, name="late")
    query = sa.select(state.product_id, state.overdue_fen, bucket_of_column(state.dpd).label("bucket"))
    query = query.where(sa.text(_IN_ARREARS.format(name="late")), state.as_of == day, state.dpd > 0)
    return (query if _is_one_list(view, day) else query.where(~_overtaken(state))).subquery()


def _is_one_list(view: View, day: date) -> bool:
    """Whether all that is known of a day came with one list, so that no product can stand in it twice."""
    state = ProductStateRow
    ends = sa.select(sa.func.min(state.batch_id)), sa.select(sa.func.max(state.batch_id))
    first, last = (view.scalar(query.where(state.as_of == day)) for query in ends)
    without = sa.select(state.batch_id).where(state.as_of == day, state.batch_id.is_(None)).limit(1)
    return first is not None and first == last and view.row(without) is None


def list_days(view: View, until: date, most: int) -> list[date]:
    """The days that lists stand on, newest first."""
    found: list[date] = []
    day = _newest(view, ProductStateRow.as_of <= until)
    while day is not None and len(found) < most:
        found.append(day)
        day = _newest(view, ProductStateRow.as_of < day)
    return found


def month_ends(view: View, until: date, most: int) -> list[date]:
    """The newest list's day and before it the last one of each month, newest first."""
    found: list[date] = []
    day = _newest(view, ProductStateRow.as_of <= until)
    while day is not None and len(found) < most:
        found.append(day)
        day = _newest(view, ProductStateRow.as_of < day.replace(day=1))
    return found


def _newest(view: View, within: Any) -> date | None:
    """One seek in the index of days."""
    found: date | None = view.scalar(sa.select(sa.func.max(ProductStateRow.as_of)).where(within))
    return found


def rolled(view: View, before: date, after: date, kept: Any) -> list[tuple[str | None, str | None, int]]:
    """How many products went from which bucket to which; None is not on that day's list. ``kept`` says of a column of
    products which of them count.

    The overdue ones are followed one by one. What was in order on both lists, or on one and not on the other, is what
    is left of the lists' lengths: of a million that is nearly all, and the index of days alone can count it.
    """
    cells: Counter[Cell] = Counter()
    old, new = late_on(view, before), late_on(view, after)
    for query in (_from_late(old, after, kept), _into_late(new, before, kept)):
        for start, end, count in view.rows(query):
            cells[start, end] += count
    shared = _length(view, before, kept, also=after)
    only_before, only_after = _length(view, before, kept) - shared, _length(view, after, kept) - shared
    fine = Bucket.M0.value
    cells[fine, fine] += shared - sum(n for (start, end), n in cells.items() if start and end)
    cells[fine, None] += only_before - sum(n for (start, end), n in cells.items() if end is None)
    cells[None, fine] += only_after - sum(n for (start, end), n in cells.items() if start is None)
    return [(start, end, count) for (start, end), count in cells.items() if count]


def _from_late(old: sa.Subquery, after: date, kept: Any) -> sa.Select[Any]:
    """Where those overdue on the earlier list stand on the later one."""
    new, bucket = _of_another_day()
    query = sa.select(old.c.bucket.label("start"), bucket.label("end"), sa.func.count()).select_from(old)
    query = query.outerjoin(new, new.id == _stated(old, after)).where(kept(old.c.product_id))
    return query.group_by(sa.literal_column("1"), sa.literal_column("2"))


def _into_late(new: sa.Subquery, before: date, kept: Any) -> sa.Select[Any]:
    """Those overdue on the later list only: in order on the earlier one, or not on it."""
    old, bucket = _of_another_day()
    query = sa.select(bucket.label("start"), new.c.bucket.label("end"), sa.func.count()).select_from(new)
    query = query.outerjoin(old, old.id == _stated(new, before))
    query = query.where(sa.or_(old.id.is_(None), old.dpd <= 0), kept(new.c.product_id))
    return query.group_by(sa.literal_column("1"), sa.literal_column("2"))


def _of_another_day() -> tuple[Any, Any]:
    """A row of another day's list, and its bucket: nothing where it isn't on it."""
    state = aliased(ProductStateRow)
    return state, sa.case((state.id.is_(None), sa.null()), else_=bucket_of_column(state.dpd))


def _stated(listed: sa.Subquery, day: date) -> Any:
    """The last word of another day on a listed product."""
    state = aliased(ProductStateRow)
    query = sa.select(state.id).where(state.product_id == listed.c.product_id, state.as_of == day)
    return (
        query.order_by(state.recorded_at.desc(), state.id.desc()).limit(1).correlate(listed).scalar_subquery()
    )


def _length(view: View, day: date, kept: Any, also: date | None = None) -> int:
    """How many products a day's lists name; ``also`` those that another day's name as well."""
    state, other = aliased(ProductStateRow), aliased(ProductStateRow)
    query = sa.select(state.product_id).where(state.as_of == day, kept(state.product_id))
    if also is not None:
        there = sa.select(sa.literal(1)).where(other.as_of == also, other.product_id == state.product_id)
        query = query.where(there.exists())
    counted = query.group_by(state.product_id).subquery()
    return int(view.scalar(sa.select(sa.func.count()).select_from(counted)) or 0)
