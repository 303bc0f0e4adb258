"""How a complaint stands, in a few words: for the window and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from collectdesk.domain.contact.complaints import ComplaintState
from collectdesk.terms import term
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.domain.contact.complaints import ComplaintStanding


class _Kept(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def standing(self) -> ComplaintStanding: ...


class _Shown(Protocol):
    @property
    def complaint(self) -> _Kept: ...
    @property
    def days_left(self) -> int: ...


def days_text(words: Words, days_left: int) -> str:
    """How many days are left of a term, or since when it has run out."""
    if days_left < 0:
        return words.plural("{count} day over", "{count} days over", -days_left)
    if days_left == 0:
        return words.say(mark("ends today"))
    return words.plural("{count} day left", "{count} days left", days_left)


def next_text(words: Words, shown: _Shown) -> str:
    """What has to happen next."""
    standing = shown.complaint.standing
    if standing.state is ComplaintState.CLOSED:
        return term(words, standing.state)
    if standing.state is ComplaintState.RECEIVED:
        return days_text(words, shown.days_left)
    if not standing.answer_is_out:
        return words.say(mark("the letter isn't out yet"))
    if standing.improvement and not standing.result:
        return words.say(mark("the improvement has no result yet"))
    return words.say(mark("to be closed"))


def standing_line(words: Words, shown: _Shown) -> str:
    """Its number and what has to happen next."""
    return f"{shown.complaint.number} · {next_text(words, shown)}"
