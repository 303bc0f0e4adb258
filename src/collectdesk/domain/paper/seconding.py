"""The second visitor's word on a record, how long a record may still be mended, and what is only added afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from collectdesk.domain.paper.records import Findings, RecordState
from collectdesk.domain.refusals import Refused

MENDED_WITHIN: Final = timedelta(minutes=30)
"""How long whoever typed a record may type it again, and how long a sign-off may be taken back. Then it is locked."""
LONGEST_ADDENDUM: Final = 4000


class Way(Enum):
    """How the second visitor's word came."""

    ACCOUNT = "account"
    """They stood at the desk and said so themselves."""
    SHEET = "sheet"
    """They signed the sheet; somebody who didn't type the record compared it."""


class EntryKind(Enum):
    """What was added to a record."""

    CONFIRMED = "confirmed"
    DIFFERS = "differs"
    BEFORE = "before"
    """The record as it stood before it was typed again."""
    ADDENDUM = "addendum"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the second visitor says something else; ``told`` in their words."""

    field: str
    told: str


@dataclass(frozen=True, slots=True)
class SecondWord:
    """What the second visitor says of a record as it was typed."""

    staff_id: str
    way: Way
    differences: tuple[Difference, ...]
    note: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Added:
    """Words added after the lock."""

    note: str
    by: str
    at: datetime


def second_visitor(officer_id: str, safety_id: str, typist_staff_id: str) -> str:
    """Who else was there: the safety officer, unless it was they who typed."""
    return officer_id if typist_staff_id == safety_id else safety_id


def require_word(
    *, state: RecordState, typist: str, actor: str, differences: Iterable[Difference], given: bool
) -> tuple[Difference, ...]:
    """The differences without blank lines; raises Refused where this isn't a second person's word."""
    if state is not RecordState.RECORDED:
        raise Refused("record.not_waiting", state=state.value)
    if actor == typist:
        raise Refused("record.own_second")
    if given:
        raise Refused("record.second_given")
    kept = tuple(Difference(one.field, one.told.strip()) for one in differences)
    if any(not one.told for one in kept):
        raise Refused("record.difference_missing", field="told")
    known = {each.name for each in fields(Findings)} - {"further"}
    if any(one.field not in known for one in kept) or len({one.field for one in kept}) != len(kept):
        raise Refused("record.difference_field", field="field")
    return kept


def may_mend(state: RecordState, typist: str, typed_at: datetime, *, actor: str, now: datetime) -> bool:
    """Whether a record that waits may be typed again by whoever typed it: soon, and before anybody answered for it."""
    return state is RecordState.RECORDED and actor == typist and now - typed_at <= MENDED_WITHIN


def locks_at(signed_at: datetime | None) -> datetime | None:
    """From when on nothing changes a record any more."""
    return None if signed_at is None else signed_at + MENDED_WITHIN


def is_locked(state: RecordState, signed_at: datetime | None, now: datetime) -> bool:
    """Whether a record is only added to, or void."""
    return state is RecordState.SIGNED_OFF and signed_at is not None and now - signed_at > MENDED_WITHIN


def require_reopenable(state: RecordState, signed_at: datetime | None, now: datetime) -> None:
    """What waits, or was signed off a short while ago, goes back. Raises Refused."""
    if is_locked(state, signed_at, now):
        raise Refused("record.locked")
    if state not in (RecordState.RECORDED, RecordState.SIGNED_OFF):
        raise Refused("record.not_waiting", state=state.value)


def require_addable(state: RecordState, note: str) -> str:
    """Words for a record that is signed off; raises Refused."""
    if state is not RecordState.SIGNED_OFF:
        raise Refused("record.not_signed_yet")
    said = note.strip()
    if not said:
        raise Refused("record.addendum_missing", field="note")
    if len(said) > LONGEST_ADDENDUM:
        raise Refused("record.addendum_long", field="note", most=LONGEST_ADDENDUM)
    return said
