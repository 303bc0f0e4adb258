"""What a child says is checked field by field before anything believes it."""

from __future__ import annotations

from typing import Any

import pytest

from collectdesk.domain.intake.imports import BadRow, LedgerKind, LedgerRow
from collectdesk.ledgers import codec
from ledgers.files import instalment_row, kind_of, overdue_row, payment_row


@pytest.mark.parametrize("row", [overdue_row(1, opened_on=None), instalment_row(1), payment_row(1)])
def test_a_row_comes_back_as_it_was(row: LedgerRow) -> None:
    assert codec.rows_in(kind_of(row), codec.rows_out(kind_of(row), [row])) == [row]


@pytest.mark.parametrize("wrong", [None, 1.5, True, "2026-13-01", {}, []])
@pytest.mark.parametrize("row", [overdue_row(1), payment_row(1)])
def test_no_field_takes_a_value_of_another_type(row: LedgerRow, wrong: object) -> None:
    kind = kind_of(row)
    (cells,) = codec.rows_out(kind, [row])
    for at, right in enumerate(cells):
        if isinstance(right, str) and isinstance(wrong, str):
            continue
        changed: list[Any] = [*cells]
        changed[at] = wrong
        if wrong is None and at in {11 + 1, 15 + 1} and kind is LedgerKind.OVERDUE:
            continue  # the two dates that may be absent
        with pytest.raises(codec.Garbled):
            codec.rows_in(kind, [changed])


def test_rows_of_the_wrong_length_are_no_rows() -> None:
    (cells,) = codec.rows_out(LedgerKind.PAYMENTS, [payment_row(1)])
    wrong_rows: tuple[object, ...] = (cells[:-1], [*cells, ""], {}, None, "text")
    for spoilt in wrong_rows:
        with pytest.raises(codec.Garbled):
            codec.rows_in(LedgerKind.PAYMENTS, [spoilt])


def test_a_finding_comes_back_and_a_spoilt_one_does_not() -> None:
    finding = BadRow(3, "余额", "-1", "amount.negative", {"a": "b"}, ("x", "-1"))
    assert codec.bad_in(codec.bad_out([finding])) == [finding]
    for spoilt in (
        [3, "", "", "", {}],
        [3, "", "", "", [], []],
        ["3", "", "", "", {}, []],
        [3, "", "", "", {"a": 1}, []],
    ):
        with pytest.raises(codec.Garbled):
            codec.bad_in([spoilt])


def test_a_head_that_lacks_a_fact_is_no_ledger() -> None:
    for head in (None, {}, {"kind": "overdue"}, {"kind": "gold"}):
        with pytest.raises(codec.Garbled):
            codec.ledger_in(head, [], [])
