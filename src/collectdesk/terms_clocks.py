"""How a legal clock stands, in words: since when, until when, the days left, the clause and how surely it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from collectdesk.domain.contact.legal_clocks import Clock, ClockState
from collectdesk.terms import term
from collectdesk.terms_complaints import days_text
from collectdesk.terms_rules import CERTAINTIES, FORCES, citation_line
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.domain.contact.legal_terms import Term
    from collectdesk.domain.customers.products import ProductKind

_STATES: Final = {
    ClockState.MET: mark("done in time"),
    ClockState.OPEN: mark("not done yet"),
    ClockState.STILL: mark("stands still"),
}
_RETAINED: Final = frozenset({"bureau_retention", "recordings"})


class _Shown(Protocol):
    @property
    def term(self) -> Term: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def about_kind(self) -> ProductKind | None: ...
    @property
    def about(self) -> str: ...
    @property
    def days_left(self) -> int | None: ...


def name_text(words: Words, shown: _Shown) -> str:
    return shown.term.name.text(chinese=words.is_chinese)


def length_text(words: Words, of: Term) -> str:
    """How long a term is: years, months, days; a dash where the law sets none."""
    years, months = divmod(of.months, 12)
    parts = [
        words.plural("{count} year", "{count} years", years) if years else "",
        words.plural("{count} month", "{count} months", months) if months else "",
        words.plural("{count} day", "{count} days", of.days) if of.days else "",
    ]
    return ("" if words.is_chinese else " ").join(filter(None, parts)) or "—"


def about_text(words: Words, shown: _Shown) -> str:
    """The product, the person or the number it is about."""
    return f"{term(words, shown.about_kind)} {shown.about}" if shown.about_kind else shown.about


def since_text(words: Words, shown: _Shown) -> str:
    """From which day it runs, and what began it."""
    clock = shown.clock
    if clock.since is None or clock.from_on is None:
        return ""
    return f"{words.date(clock.from_on)} {term(words, clock.since)}"


def left_text(words: Words, shown: _Shown) -> str:
    """The days left, or how it ended."""
    said = _STATES.get(shown.clock.state)
    if said is not None or shown.days_left is None:
        return words.say(said or mark("not done yet"))
    if shown.clock.state is ClockState.OVER and shown.term.code in _RETAINED:
        return words.say(mark("no longer kept"))
    return days_text(words, shown.days_left)


def clause_text(words: Words, shown: _Shown) -> str:
    """The clause, how strongly it binds, and how surely it was read."""
    of = shown.term
    standing = f"{words.say(FORCES[of.force])} · {words.say(CERTAINTIES[of.certainty])}"
    return f"{citation_line(words, of.citation)} · {standing}"
