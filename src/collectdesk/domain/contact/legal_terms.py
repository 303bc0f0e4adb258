"""The terms that run beside collection, as data: how long each is, where it stands, and when it reminds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.rules.packs import Certainty, Citation, Force, Wording
from collectdesk.domain.solutions.months import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collectdesk.domain.calendar import Calendar
    from collectdesk.domain.rules.packs import OwnTerm

CODES: Final = (
    "limitation", "guarantee", "bureau_objection", "bureau_notice", "bureau_retention", "recordings", "complaint",
    "complaint_extended",
)  # fmt: skip


class TermsBroken(ValueError):
    """The table of terms can't be used; says where."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term. ``alarms`` are the days left at which it reminds, the longest first; none means it never does."""

    code: str
    name: Wording
    means: Wording
    months: int
    days: int
    next_workday: bool
    alarms: tuple[int, ...]
    force: Force
    certainty: Certainty
    citation: Citation

    @property
    def lead(self) -> int:
        """Days before its end from which it is shown as due."""
        return self.alarms[0] if self.alarms else 0

    def ends_on(self, start: date, calendar: Calendar) -> date:
        """The last day of the term, the day it starts from not counted (民法典 arts 201–203).

        Months and years end on the day of the same number, or on the last day of a shorter month.
        """
        end = add_months(start, self.months) + timedelta(days=self.days)
        return calendar.workday_from(end) if self.next_workday else end

    @property
    def length(self) -> tuple[int, int]:
        """Months and days, for comparing two terms of one kind."""
        return self.months, self.days

    def alarm(self, days_left: int) -> int | None:
        """The nearest threshold that so many days left have reached; None while it is far off."""
        return min((one for one in self.alarms if days_left <= one), default=None)


@dataclass(frozen=True, slots=True)
class Terms:
    """Every term of a jurisdiction."""

    id: str
    version: str
    terms: Mapping[str, Term]

    def __getitem__(self, code: str) -> Term:
        return self.terms[code]


SHORTER: Final = frozenset({"bureau_objection", "complaint", "complaint_extended"})
"""Answers: a branch may promise them earlier than it has to."""
LONGER: Final = frozenset({"recordings"})
"""What is kept: a branch may keep it longer."""


def is_stricter(term: Term, own: OwnTerm) -> bool:
    """Whether a branch's own term only asks for more: an earlier answer, a longer keeping, an earlier reminder."""
    if own.alarms and (not term.alarms or own.alarms[0] < term.alarms[0]):
        return False
    if own.months is None or own.days is None:
        return True
    length = (own.months, own.days)
    if term.code in SHORTER:
        return (0, 0) < length <= term.length
    return term.code in LONGER and length >= term.length


def with_own(terms: Terms, own: Iterable[OwnTerm]) -> Terms:
    """The terms as a branch keeps them; one that asks for less than the law is passed over."""
    found = dict(terms.terms)
    for each in own:
        term = found.get(each.code)
        if term is None or not is_stricter(term, each):
            continue
        changed = replace(term, alarms=each.alarms or term.alarms)
        if each.months is not None and each.days is not None:
            changed = replace(
                changed, months=each.months, days=each.days, force=Force.BRANCH, certainty=Certainty.READ,
                citation=each.citation,
            )  # fmt: skip
        found[each.code] = changed
    return replace(terms, terms=found)


def load_terms(text: str) -> Terms:
    """The terms of a TOML text; raises TermsBroken."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
        found = [_term(table) for table in content["term"]]
        kept = Terms(str(content["id"]), str(content["version"]), {term.code: term for term in found})
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise TermsBroken(str(error)) from None
    if sorted(term.code for term in found) != sorted(CODES):
        raise TermsBroken(f"every one of {', '.join(CODES)} stands once")
    return kept


def _term(table: Mapping[str, Any]) -> Term:
    lengths = {name: table.get(name, 0) for name in ("years", "months", "days")}
    alarms = tuple(table["alarms"])
    if not all(type(one) is int and one >= 0 for one in (*lengths.values(), *alarms)):
        raise TermsBroken(f"{table['code']}: lengths and alarms are whole numbers from nought")
    if list(alarms) != sorted(set(alarms), reverse=True):
        raise TermsBroken(f"{table['code']}: the alarms come nearer")
    if alarms and not any(lengths.values()):
        raise TermsBroken(f"{table['code']}: what has no length has no alarm")
    return Term(
        code=str(table["code"]),
        name=_said(table["name"]),
        means=_said(table["means"]),
        months=12 * lengths["years"] + lengths["months"],
        days=lengths["days"],
        next_workday=bool(table["next_workday"]),
        alarms=alarms,
        force=Force(table["force"]),
        certainty=Certainty(table["certainty"]),
        citation=Citation(_said(table["instrument"]), _said(table["clause"]), _day(table.get("dated_on"))),
    )


def _said(table: Mapping[str, Any]) -> Wording:
    return Wording(str(table["zh"]), str(table["en"]))


def _day(value: object) -> date | None:
    if value is not None and type(value) is not date:
        raise TermsBroken(f"{value} is no day")
    return value
