"""Keeps every customer's line and search tokens true inside the transaction that changed them.

Triggers note whom a change concerns (``line_due``); before the transaction ends their lines are written again,
and their tokens only if what they are made from has changed. The day of the next step moves with most deeds and
nothing else does: a trigger writes it into the line at once.
"""

# ruff: noqa: S608 - statements are put together from constants of this file and whole numbers only
from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.customers.products import ProductKind
from collectdesk.store.customers import tokens
from collectdesk.store.dialect import Worded
from collectdesk.store.vault.opening import driver_of

CHUNK: Final = 2000
TIDY_AFTER: Final = 20_000
"""After this many new token lists the index is merged into one piece, which takes a second or two."""
BITS: Final = {
    kind.value: 1 << at for at, kind in enumerate((ProductKind.LOAN, ProductKind.CARD, ProductKind.LEASE))
}
"""The bit of each kind of product in a line."""

_FIGURES: Final = (
    "kinds",
    "dpd",
    *(f"{kind}_dpd" for kind in BITS),
    "overdue_fen",
    "balance_fen",
    "listed",
    "case_no",
    "due_on",
)


def soonest(case_id: str) -> str:
    """The day of a case's next step, as SQL; the plus keeps SQLite from walking all open steps in order of days."""
    return f"(SELECT min(+s.due_on) FROM next_step s WHERE s.case_id = {case_id} AND +s.done_at IS NULL)"


_DUE: Final = f"(SELECT customer_id FROM line_due ORDER BY customer_id LIMIT {CHUNK})"
_ANY: Final = "SELECT 1 FROM line_due LIMIT 1"


def _each(text: str) -> Worded:
    """The due ones first, then what belongs to them: SQLite keeps this order, a server finds it by itself."""
    return Worded(text, text.replace("CROSS JOIN", "JOIN").replace("+s.", "s."))


_WHO: Final = _each(
    "SELECT c.id, c.name, c.id_no, c.customer_no, c.account_officer, l.number, l.officer, l.reading,"
    f" {', '.join(f'l.{name}' for name in _FIGURES)}, l.trace, c.merged_into"
    f" FROM {_DUE} d CROSS JOIN customer c ON c.id = d.customer_id LEFT JOIN customer_line l ON l.customer_id = c.id"
)
_OF_EACH: Final = (
    "SELECT p.customer_id, p.account_no, p.contract_no, p.kind, s.dpd, s.overdue_fen, s.balance_fen"
    f" FROM {_DUE} d {{}} JOIN product p ON p.customer_id = d.customer_id LEFT JOIN "
)
_NEWEST: Final = (
    "FROM product_state n WHERE n.product_id = p.id"
    " ORDER BY n.as_of DESC, n.recorded_at DESC, n.id DESC LIMIT 1"
)
_HELD: Final = Worded(
    _OF_EACH.format("CROSS") + f"product_state s ON s.id = (SELECT n.id {_NEWEST})",
    _OF_EACH.format("")
    + f"LATERAL (SELECT n.* {_NEWEST}) s ON true",  # below a policy no key is looked up by a question
)
_REACHED: Final = _each(
    f"SELECT p.customer_id, p.kind, p.value FROM {_DUE} d"
    " CROSS JOIN contact_point p ON p.customer_id = d.customer_id"
)
_WORKED: Final = _each(
    f"SELECT k.customer_id, k.case_no, {soonest('k.id')} AS due_on"
    f" FROM {_DUE} d CROSS JOIN customer_case k ON k.customer_id = d.customer_id"
    " WHERE k.closed_on IS NULL"
)
_MERGED: Final = _each(
    f"SELECT m.merged_into, m.customer_no, m.id_no FROM {_DUE} d"
    " CROSS JOIN customer m ON m.merged_into = d.customer_id"
)
_DONE: Final = f"DELETE FROM line_due WHERE customer_id IN {_DUE}"
_LAST: Final = "SELECT coalesce(max(number), 0) FROM customer_line"
_COLUMNS: Final = ("customer_no", "name", "officer", "reading", *_FIGURES, "trace")
_PUT: Final = (
    f"INSERT INTO customer_line (number, customer_id, {', '.join(_COLUMNS)})"
    f" VALUES ({', '.join('?' * (len(_COLUMNS) + 2))}) ON CONFLICT ({{}}) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)
)
_WRITE: Final = Worded(_PUT.format("number"), _PUT.format("branch_id, number"))
_LINE_GOES: Final = "DELETE FROM customer_line WHERE number = ?"
_LET_GO: Final = Worded(_LINE_GOES, _LINE_GOES)
_FORGET: Final = Worded("DELETE FROM found_by WHERE rowid = ?", "DELETE FROM found_by WHERE number = ?")
_FIND_BY: Final = Worded(
    "INSERT INTO found_by (rowid, tok) VALUES (?, ?)",
    "INSERT INTO found_by (number, tok)"
    " VALUES (?, array_append(string_to_array(?, ' '), current_setting('app.branch')))",
)
_TIDY: Final = Worded("INSERT INTO found_by (found_by) VALUES ('optimize')", "SELECT 1")
"""On a server it tidies itself."""


@dataclass(slots=True)
class _Standing:
    """What the tables say of one customer."""

    row: Any
    numbers: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    kinds: int = 0
    dpd: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    """Days past due of the worst product of each kind: a branch's own buckets are of a kind."""
    overdue: int = 0
    balance: int = 0
    case_no: str = ""
    """Of the open case, if there is one."""
    due_on: str | None = None

    @property
    def listed(self) -> int:
        return int(bool(self.case_no) or self.dpd > 0)

    def figures(self) -> tuple[int | str | None, ...]:
        """What a line shows and filters by, in the order of ``_FIGURES``."""
        days = (self.by_kind.get(kind, 0) for kind in BITS)
        owed = (self.overdue, self.balance)
        return (self.kinds, self.dpd, *days, *owed, self.listed, self.case_no, self.due_on)

    def trace(self) -> str:
        """A digest of what the tokens are made from."""
        parts = (
            tokens.VERSION,
            self.row.name,
            self._gravity(),
            *sorted(self.numbers),
            "",
            *sorted(self.places),
        )
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()

    def tokens(self) -> str:
        made = [*tokens.name_tokens(self.row.name), *tokens.number_tokens(self.numbers)]
        made += tokens.place_tokens(self.places)
        return " ".join([*made, self._gravity()])

    def _gravity(self) -> str:
        return tokens.gravity(self.dpd, listed=bool(self.listed))


def settle(connection: sa.Connection) -> int:
    """Write the lines of everybody a change concerned; returns how many token lists were made."""
    run = connection.exec_driver_sql
    raw, made = driver_of(connection), 0
    while (
        raw.execute(_ANY).fetchone() is not None
    ):  # after every deed: a bare question, so that most end here
        made += _settle_some(connection)
        run(_DONE)
    if made > TIDY_AFTER:
        run(_TIDY.on(connection))
    return made


def _settle_some(connection: sa.Connection) -> int:
    """The lines of the first so many customers that are due."""
    last = connection.exec_driver_sql(_LAST).scalar() or 0
    lines: list[tuple[Any, ...]] = []
    gone: list[tuple[int]] = []
    let_go: list[tuple[int]] = []
    found_by: list[tuple[int, str]] = []
    for standing in _standings(connection):
        row, trace = standing.row, standing.trace()
        number = row.number
        if row.merged_into:  # another's file now: found by its numbers there, and nowhere else
            if number is not None:
                let_go.append((number,))
            continue
        if number is None:
            number = last = last + 1
        figures = standing.figures()
        known = tuple(getattr(row, name) for name in _FIGURES)
        if (trace, figures, row.account_officer) == (row.trace, known, row.officer):
            continue
        reading = row.reading
        if trace != row.trace:
            reading = tokens.reading_of(row.name)
            found_by.append((number, standing.tokens()))
            if row.number is not None:
                gone.append((number,))
        who = (row.customer_no, row.name, row.account_officer)
        lines.append((number, row.id, *who, reading, *figures, trace))
    for statement, values in (
        (_LET_GO, let_go),
        (_WRITE, lines),
        (_FORGET, gone + let_go),
        (_FIND_BY, found_by),
    ):
        if values:
            connection.exec_driver_sql(statement.on(connection), values)
    return len(found_by)


def _standings(connection: sa.Connection) -> list[_Standing]:
    run = connection.exec_driver_sql
    found = {row.id: _Standing(row, [row.id_no, row.customer_no]) for row in run(_WHO.on(connection))}
    for row in run(_MERGED.on(connection)):
        found[row.merged_into].numbers += (row.customer_no, row.id_no)
    for row in run(_HELD.on(connection)):
        one = found[row.customer_id]
        one.numbers += (row.account_no, row.contract_no)
        one.kinds |= BITS.get(row.kind, 0)
        one.dpd = max(one.dpd, row.dpd or 0)
        one.by_kind[row.kind] = max(one.by_kind.get(row.kind, 0), row.dpd or 0)
        one.overdue += row.overdue_fen or 0
        one.balance += row.balance_fen or 0
    for row in run(_REACHED.on(connection)):
        if row.kind == "address":
            found[row.customer_id].places.append(row.value)
        else:
            found[row.customer_id].numbers.append(row.value)
    for row in run(_WORKED.on(connection)):
        one = found[row.customer_id]
        one.case_no, one.due_on = row.case_no, row.due_on
    return list(found.values())
