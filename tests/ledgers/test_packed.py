"""Packed rows: what comes out is what went in, wherever one looks, and nonsense is refused as it comes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.intake.imports import LedgerKind, PaymentRow
from collectdesk.domain.money import Money
from collectdesk.ledgers import codec
from collectdesk.ledgers.packed import PackedRows, column

DAY = date(2026, 3, 17)


def payment(line: int, text: str = "柜面") -> PaymentRow:
    return PaymentRow(line, f"P-{line}", "6228", DAY, Money(line), text)


def packed(rows: list[PaymentRow], page: int) -> PackedRows:
    made = PackedRows(LedgerKind.PAYMENTS)
    for start in range(0, len(rows), page):
        made.take(codec.rows_out(LedgerKind.PAYMENTS, rows[start : start + page]))
    return made


def test_what_is_no_row_is_refused_before_it_is_kept() -> None:
    made = PackedRows(LedgerKind.PAYMENTS)
    for nonsense in ([[1, "P-1"]], [["1", "P-1", "6228", "2026-03-17", 1, ""]], "rows", None):
        with pytest.raises(codec.Garbled):
            made.take(nonsense)
    assert len(made) == 0
    with pytest.raises(IndexError):
        made[0]


@given(st.lists(st.text(max_size=20), max_size=30), st.integers(1, 7))
def test_rows_come_out_as_they_went_in_however_they_were_packed(texts: list[str], page: int) -> None:
    rows = [payment(line, text) for line, text in enumerate(texts, 1)]
    made = packed(rows, page)
    assert made == rows
    assert tuple(rows) == made
    assert (list(made[1:4]), len(made), bool(made)) == (rows[1:4], len(rows), bool(rows))
    if rows:
        assert (made[-1], made[len(rows) // 2]) == (rows[-1], rows[len(rows) // 2])
        assert made != rows[:-1]


@given(st.lists(st.text(max_size=20), max_size=30), st.integers(1, 3))
def test_one_field_of_all_rows_is_read_alike_from_pages_unpacked_or_not(texts: list[str], page: int) -> None:
    rows = [payment(line, text) for line, text in enumerate(texts, 1)]
    made = packed(rows, page)
    for _ in range(2):
        assert list(column(made, "channel")) == list(column(tuple(rows), "channel")) == texts
        list(made)  # the last pages stay unpacked, the first are packed again
