"""A printed list of telephone numbers: what becomes of its pages, and when they should have come back."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.refusals import Refused


class ListFate(Enum):
    """Where a list's pages are."""

    OUT = "out"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    LOST = "lost"


MOST: Final = 200
"""Customers on one list: what nobody rings in a day has no business on paper."""


def require_fate(fate: ListFate, now: ListFate, why: str) -> None:
    """Refuse an account that says nothing: a list is settled once, and a lost one says how it was lost."""
    if fate is ListFate.OUT:
        raise Refused("phone_list.fate_missing", field="fate")
    if now is not ListFate.OUT:
        raise Refused("phone_list.settled", field="fate")
    if fate is ListFate.LOST and not why.strip():
        raise Refused("phone_list.why_missing", field="why")


def is_missing(fate: ListFate, return_by: date, day: date) -> bool:
    """Whether its pages should have been accounted for before this day."""
    return fate is ListFate.OUT and return_by < day
