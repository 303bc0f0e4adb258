"""What customers ask about their own data: until when it is answered, and what may be deleted or has to stay."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.solutions.months import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping


class PetitionKind(Enum):
    """What somebody asks for: a copy of what is held, that it be put right, or that it be deleted."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"


class PetitionState(Enum):
    OPEN = "open"
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class Kept(Enum):
    """What the branch holds of a person beside core banking, by what becomes of it."""

    OUTSIDERS = "outsiders"
    """People around the customer who owe nothing, with their numbers and addresses."""
    TOLD_POINTS = "told_points"
    """The customer's own numbers and addresses that neither the contract nor they themselves gave."""
    POINTS = "points"
    WISHES = "wishes"
    MONEY = "money"
    """What was written down of the household, and credit-report enquiries."""
    NOTES = "notes"
    """What was written freely in the contact log; that there was a contact stays."""
    IDENTITY = "identity"
    RECORDS = "records"


class PrivacyTableBroken(ValueError):
    """The table can't be used; says where."""


_CERTAINTIES: Final = frozenset({"read", "secondary", "memory", "practice"})


@dataclass(frozen=True, slots=True)
class Term:
    """How long one kind is kept after the last case was closed, and whether it goes when the customer asks."""

    months: int
    on_request: bool
    by_program: bool
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class PrivacyTable:
    """The days to answer in, with their source, and a term for every kind."""

    id: str
    version: str
    days: int
    source: str
    certainty: str
    terms: Mapping[Kept, Term]

    def due_on(self, asked_on: date) -> date:
        """The last day to answer: the day it was asked isn't counted."""
        return asked_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of one kind: whether it may go now; ``until`` is when it could, None while a case is open."""

    kept: Kept
    may_go: bool
    until: date | None


def load_privacy(text: str) -> PrivacyTable:
    """The table of a TOML text; raises PrivacyTableBroken."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
        answer, keep = content["answer"], content["keep"]
        terms = {kept: _term(keep[kept.value]) for kept in Kept}
        made = PrivacyTable(
            str(content["id"]), str(content["version"]), answer["days"], _source(answer), _certainty(answer), terms
        )  # fmt: skip
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise PrivacyTableBroken(str(error)) from None
    if type(made.days) is not int or not 0 < made.days <= 366:
        raise PrivacyTableBroken("answer.days must be a whole number from 1 to 366")
    return made


def _term(table: Mapping[str, Any]) -> Term:
    months, on_request = table["months"], table["on_request"]
    by_program = table.get("by_program", True)
    if type(months) is not int or not 0 <= months <= 1200:
        raise PrivacyTableBroken("months must be a whole number from 0 to 1200")
    if type(on_request) is not bool or type(by_program) is not bool:
        raise PrivacyTableBroken("on_request and by_program are true or false")
    return Term(months, on_request, by_program, _source(table), _certainty(table))


def _source(table: Mapping[str, Any]) -> str:
    found = str(table["source"]).strip()
    if not found:
        raise PrivacyTableBroken("every figure names its source")
    return found


def _certainty(table: Mapping[str, Any]) -> str:
    if table["certainty"] not in _CERTAINTIES:
        raise PrivacyTableBroken("every figure says how surely it was read")
    return str(table["certainty"])


def judge_keeping(
    table: PrivacyTable, kept: Kept, *, asked: bool, is_open: bool, closed_on: date | None, day: date
) -> Judged:
    """Whether a kind may go on a day.

    While a case is open its purpose stands, and only what a person may take back goes when they ask. Without a case
    ever closed nothing runs out by itself.
    """
    term = table.terms[kept]
    if not term.by_program:
        until = None if is_open or closed_on is None else add_months(closed_on, term.months)
        return Judged(kept, may_go=False, until=until)
    if asked and term.on_request:
        return Judged(kept, may_go=True, until=day)
    if is_open or closed_on is None:
        return Judged(kept, may_go=False, until=None)
    until = add_months(closed_on, term.months)
    return Judged(kept, may_go=day >= until, until=until)


def state_after(*, granted: bool, asks_deletion: bool, stays: bool) -> PetitionState:
    """How an answer leaves a petition: a deletion that leaves something is granted in part."""
    if not granted:
        return PetitionState.REFUSED
    return PetitionState.PARTLY if asks_deletion and stays else PetitionState.GRANTED


def is_late(due_on: date, state: PetitionState, day: date) -> bool:
    """Whether an answer should have gone out before this day."""
    return state is PetitionState.OPEN and due_on < day
