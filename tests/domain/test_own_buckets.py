"""Buckets a branch makes itself: what can't be a table is refused, and each day falls into exactly one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.customers.own_buckets import (
    OwnBuckets,
    buckets_on,
    name_of,
    read_edges,
    span_of,
    write_edges,
)
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.refusals import Refused


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "how_many"),
        ("A", "unreadable"),
        ("ein sehr langer Name 1", "unreadable"),
        ("A 2, B 31", "first_day"),
        ("A 1, B 31, C 31", "order"),
        ("A 1, A 31", "order"),
        ("A 1, C 91, B 31", "order"),
        (", ".join(f"B{n} {n}" for n in range(1, 20)), "how_many"),
    ],
)
def test_a_table_that_leaves_a_day_out_or_counts_it_twice_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_edges(text)


def test_it_reads_chinese_marks_and_what_it_writes_itself() -> None:
    edges = read_edges("关注一 1，关注二 31；可疑 91")
    assert edges == (("关注一", 1), ("关注二", 31), ("可疑", 91))
    assert read_edges(write_edges(edges)) == edges


@given(st.sets(st.integers(2, 400), max_size=10), st.integers(0, 500))
def test_every_day_overdue_has_the_last_bucket_that_began_by_then(days: set[int], dpd: int) -> None:
    edges = tuple((f"B{day}", day) for day in sorted({1, *days}))
    named = name_of(edges, dpd)
    span = span_of(edges, named)
    assert (span is None) == (dpd == 0)
    assert span is None or (span[0] <= dpd and (span[1] is None or dpd <= span[1]))
    assert named == ("" if dpd == 0 else f"B{max(day for _name, day in edges if day <= dpd)}")


def test_of_a_day_the_definition_that_began_last_counts_until_it_is_withdrawn() -> None:
    def made(name: str, from_on: date, withdrawn: date | None = None) -> OwnBuckets:
        return OwnBuckets(name, ProductKind.CARD, ((name, 1),), "支行规定", from_on, "a", "b", withdrawn)

    old, new = made("old", date(2026, 1, 1)), made("new", date(2026, 3, 1), date(2026, 4, 1))
    assert buckets_on([new, old], date(2025, 12, 31)) == {}
    assert buckets_on([new, old], date(2026, 3, 1))[ProductKind.CARD] is new
    assert buckets_on([new, old], date(2026, 4, 1))[ProductKind.CARD] is old
