"""Finds customers by what a person typed: name, pinyin, initials, address, customer and case number; and, where
the asker was let through, whole identity, phone and account numbers or their last four.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from collectdesk.store.customers import tokens
from collectdesk.store.customers.tokens import Question, Sought
from collectdesk.store.dialect import Worded, is_server

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collectdesk.store.work import View

AT_MOST: Final = 200
"""Found at most: nobody reads more, and the answer has to be there before the next key."""
_FEW: Final = 50
"""So few are put in order by their lines, which are shown anyway."""
_LONG: Final = 3
"""With so many tokens a query costs more than reading the lines of all that it found."""
_RUNNING: Final = 5  # digits of a case's running number
_LAST_LETTER: Final = "\U0010ffff"

_BY_TOKENS: Final = Worded(
    "SELECT rowid FROM found_by WHERE found_by MATCH ? LIMIT ?",
    "SELECT find_by(string_to_array(?, chr(31)), ?)",
)
_AMONG: Final = (
    "SELECT number FROM customer_line WHERE number {} AND listed >= ?"
    " ORDER BY listed DESC, dpd DESC, number DESC"
)
_WORST_FIRST: Final = Worded(
    _AMONG.format("IN (SELECT value FROM json_each(?))"),
    _AMONG.format("= ANY (CAST(translate(?, '[]', '{}') AS bigint[]))"),
)
_NUMBERED: Final = (
    "SELECT number FROM customer_line WHERE customer_no >= ? AND customer_no < ? AND listed >= ?"
    " ORDER BY customer_no LIMIT ?"
)
_BY_CUSTOMER_NO: Final = Worded(_NUMBERED, _NUMBERED)
_OF_CASES: Final = (
    "SELECT l.number FROM customer_case k {} customer_line l ON l.customer_id = k.customer_id"
    " WHERE k.case_no >= ? AND k.case_no < ? AND l.listed >= ? ORDER BY k.case_no LIMIT ?"
)
_BY_CASE_NO: Final = Worded(_OF_CASES.format("CROSS JOIN"), _OF_CASES.format("JOIN"))


@dataclass(slots=True)
class Hits:
    """Numbers of ``customer_line``, the best first; ``capped`` when there are more."""

    numbers: list[int] = field(default_factory=list)
    capped: bool = False

    def add(self, found: Iterable[int], limit: int) -> None:
        """Those that aren't there yet, as long as there is room."""
        seen = set(self.numbers)
        for number in found:
            if number not in seen:
                if len(self.numbers) >= limit:
                    self.capped = True
                    return
                seen.add(number)
                self.numbers.append(number)


def find_open(view: View, typed: str, *, listed: bool, names: bool, limit: int = AT_MOST) -> Hits:
    """By what stands in every list whole: customer and case number; with ``names`` also name and address.

    ``listed`` keeps those that are overdue or have an open case.
    """
    asked, hits = tokens.question(typed), Hits()
    if asked.sought is Sought.NOTHING:
        return hits
    if asked.sought in (Sought.NUMBER, Sought.CODE):
        hits.add(_by_own_numbers(view, typed.strip(), asked, listed=listed, limit=limit), limit)
    if names:
        _add_names(view, asked, hits, listed=listed, limit=limit)
    return hits


def find_guarded(view: View, typed: str, *, listed: bool, limit: int = AT_MOST) -> Hits:
    """By a whole identity, phone, account or contract number, or by the last four of one."""
    hits = Hits()
    wanted = tokens.asks_number(tokens.question(typed))
    if wanted:
        hits.add(_by_tokens(view, wanted, listed=listed, limit=limit), limit)
    return hits


def _add_names(view: View, asked: Question, hits: Hits, *, listed: bool, limit: int) -> None:
    for wanted in (*tokens.asks_name(asked), tokens.asks_place(asked)):
        if len(hits.numbers) >= limit:
            hits.capped = True
            return
        if wanted:
            hits.add(_by_tokens(view, wanted, listed=listed, limit=limit), limit)


def _by_tokens(view: View, wanted: list[str], *, listed: bool, limit: int) -> list[int]:
    """The worst first, then whoever is on no list; one more than ``limit`` says that there are more."""
    most = limit if len(wanted) >= _LONG else _FEW
    few = _by_words(view, wanted, most + 1)
    if len(few) <= most:
        return _numbers(view, _WORST_FIRST, json.dumps(few), int(listed)) if few else []
    found: dict[int, None] = {}
    for gravity in (*tokens.GRAVITIES, *([] if listed else [""])):
        if len(found) > limit:
            break
        said = [*wanted, gravity] if gravity else wanted
        found |= dict.fromkeys(_by_words(view, said, limit + 1))
    return list(found)[: limit + 1]


def _by_words(view: View, wanted: list[str], most: int) -> list[int]:
    """The numbers of those who have all of these tokens, at most so many."""
    there = is_server(view.connection)
    return _numbers(view, _BY_TOKENS, "\x1f".join(wanted) if there else tokens.expression(wanted), most)


def _by_own_numbers(view: View, typed: str, asked: Question, *, listed: bool, limit: int) -> list[int]:
    """By the beginning of a customer number or case number, or the running number of a case."""
    text, least = typed.upper(), int(listed)
    found: list[int] = []
    if len(text) > 1:
        found += _numbers(view, _BY_CUSTOMER_NO, text, text + _LAST_LETTER, least, limit + 1)
        found += _numbers(view, _BY_CASE_NO, text, text + _LAST_LETTER, least, limit + 1)
    if asked.sought is Sought.NUMBER and len(asked.text) <= _RUNNING:
        for year in (view.today.year, view.today.year - 1):
            case_no = f"AJ-{year}-{asked.text:0>{_RUNNING}}"
            found += _numbers(view, _BY_CASE_NO, case_no, case_no + "\x01", least, 1)
    return found


def _numbers(view: View, statement: Worded, *values: Any) -> list[int]:
    # the driver's own cursor: hundreds of plain numbers, of which a row object each would cost more than the search
    raw: Any = view.connection.connection.driver_connection
    return [row[0] for row in raw.execute(statement.on(view.connection), values).fetchall()]
