"""Guesses what a column holds: from its heading, then from what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from collectdesk.domain.intake.imports import Guess, LedgerKind
from collectdesk.ledgers import fields
from collectdesk.ledgers.cells import Wrong, amount, day, delivery, dpd, is_blank, phone, product, resident_id

HEADING: Final = "heading"
CONTENT: Final = "content"
_SHARE: Final = 0.8
"""So many of a column's cells must read as something for the column to be taken for it."""
_NAME: Final = re.compile(r"[\u4e00-\u9fff·]{2,6}")
_ADDRESS: Final = re.compile(r".*[省市县区镇乡村路街号室].*")
_ACCOUNT: Final = re.compile(r"[A-Za-z]{0,4}\d{12,28}")
_NUMBER: Final = re.compile(r"[A-Za-z]{0,6}\d{4,14}")
_DECIMAL: Final = re.compile(r"[\d,]+\.\d{2}")
_WHOLE: Final = re.compile(r"\d{1,4}")


def _reads(reader: Callable[[str], object]) -> Callable[[str], bool]:
    def told(text: str) -> bool:
        try:
            reader(text)
        except Wrong:
            return False
        return True

    return told


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.fullmatch(text.strip()))


_TESTS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("id", _reads(resident_id)),
    ("phone", lambda text: len(text.strip()) == 11 and _reads(phone)(text)),
    ("product", _reads(product)),
    ("delivery", lambda text: not text.strip().isdigit() and _reads(delivery)(text)),
    ("day", lambda text: not _matches(_DECIMAL)(text) and len(text.strip()) >= 8 and _reads(day)(text)),
    ("account", _matches(_ACCOUNT)),
    ("address", lambda text: len(text.strip()) >= 6 and _matches(_ADDRESS)(text)),
    ("name", _matches(_NAME)),
    ("amount", lambda text: _matches(_DECIMAL)(text) and _reads(amount)(text)),
    ("count", lambda text: _matches(_WHOLE)(text) and _reads(dpd)(text)),
    ("number", _matches(_NUMBER)),
)
"""What a cell can look like, the most telling first."""

_SORT_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id_no",),
    "phone": ("phone", "guarantor_phone", "second_phone"),
    "product": ("product_kind",),
    "delivery": ("result",),
    "account": ("account_no", "reference"),
    "address": ("home_address", "work_address", "registered_address", "guarantor_address"),
    "name": ("name", "guarantor_name", "account_officer"),
    "day": ("due_on", "paid_on", "sent_on", "opened_on", "oldest_unpaid_on"),
    "amount": ("granted", "balance", "overdue", "amount", "principal", "interest", "fee", "paid"),
    "count": ("dpd", "seq"),
    "number": ("customer_no", "reference", "contract_no", "account_no"),
}
"""The fields that a column of some look may be, in the order in which they are given out."""


def guesses(kind: LedgerKind, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Guess, ...]:
    """One guess for each column, of a list of some kind; no field is guessed twice."""
    known = fields.FIELD_OF[kind]
    named: dict[int, str] = {}
    for at, heading in enumerate(headings):
        field = known.get(fields.folded(heading), "") if heading else ""
        if field and field not in named.values():
            named[at] = field
    told = {at: (field, HEADING) for at, field in named.items()}
    open_fields = [f for f in (*fields.ORDER[kind],) if f not in named.values()]
    looks = {at: _look(rows, at) for at in range(len(headings)) if at not in named}
    for at, field in _by_content(looks, open_fields, rows).items():
        told[at] = (field, CONTENT)
    return tuple(Guess(at, heading, *told.get(at, ("", ""))) for at, heading in enumerate(headings))


def kind_by_content(width: int, rows: Sequence[Sequence[str]]) -> LedgerKind:
    """The kind of list whose needed fields are all there and that explains most columns; in doubt an overdue list."""

    def covered(kind: LedgerKind) -> tuple[bool, int, bool]:
        found = {guess.field for guess in guesses(kind, [""] * width, rows)} - {""}
        return found.issuperset(fields.REQUIRED[kind]), len(found), kind is LedgerKind.OVERDUE

    return max(LedgerKind, key=covered)


def _look(rows: Sequence[Sequence[str]], at: int) -> str:
    """What most of a column's cells look like."""
    cells = [row[at] for row in rows if at < len(row) and not is_blank(row[at])]
    if not cells:
        return ""
    return next(
        (look for look, is_one in _TESTS if sum(map(is_one, cells)) >= max(1, _SHARE * len(cells))), ""
    )


def _by_content(
    looks: dict[int, str], open_fields: list[str], rows: Sequence[Sequence[str]]
) -> dict[int, str]:
    given: dict[int, str] = {}
    for look, candidates in _SORT_FIELDS.items():
        free = [field for field in candidates if field in open_fields]
        columns = [at for at, found in looks.items() if found == look]
        if look == "amount":  # what was granted is the most, what is overdue the least
            columns.sort(key=lambda at: -_sum(rows, at))
            if len(columns) < len(free) and "granted" in free:
                free.remove("granted")
        for at, field in zip(columns, free, strict=False):
            given[at] = field
            open_fields.remove(field)
    return given


def _sum(rows: Sequence[Sequence[str]], at: int) -> int:
    total = 0
    for row in rows:
        try:
            total += amount(row[at]).fen if at < len(row) else 0
        except Wrong:
            continue
    return total
