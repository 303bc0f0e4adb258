"""Owns what the one writing connection has read once and keeps while nobody has changed it.

``PRAGMA data_version``, asked once a transaction holds the file, tells of every other connection's commit. Triggers of
this connection's own (TEMP: nothing of them lies in the file) tell of its own writes, whatever statement made them. A
transaction that is rolled back forgets everything.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")

WATCHED: Final = ("account", "deputyship", "deputy_paper")
"""The tables from which it follows who may do what."""
_SEEN: Final = "PRAGMA data_version"
_AT_MOST: Final = 512


class Unchanged:
    """Facts by key, true for the transaction that asks."""

    __slots__ = ("_facts", "_moved", "_raw", "_seen")

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._facts: dict[Hashable, Any] = {}
        self._moved = False
        self._seen = -1
        raw.create_function("rights_moved", 0, self._note)
        for table in WATCHED:
            for act in ("INSERT", "UPDATE", "DELETE"):
                raw.execute(
                    f"CREATE TEMP TRIGGER {table}_{act.lower()}_moves_rights AFTER {act} ON main.{table}"
                    " BEGIN SELECT rights_moved(); END"
                )

    def _note(self) -> None:
        self._moved = True

    def begin(self) -> None:
        """Once the transaction holds the file: what another connection changed meanwhile is forgotten."""
        (seen,) = self._raw.execute(_SEEN).fetchone()
        if seen != self._seen or self._moved or len(self._facts) > _AT_MOST:
            self.forget()
            self._seen = seen

    def forget(self) -> None:
        """After a transaction that came to nothing, or one that changed who may do what."""
        self._facts.clear()
        self._moved = False

    def rows_written(self) -> int:
        """How many rows this connection has changed so far, those of triggers included: SQLite counts them."""
        return int(self._raw.total_changes)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` reads, read once; anew as long as this transaction itself has changed who may do what."""
        if self._moved:
            return make()
        if key not in self._facts:
            self._facts[key] = make()
        found: T = self._facts[key]
        return found

    def keep(self, key: Hashable, value: object) -> None:
        """What this transaction has just written, and need not read again; gone if it is rolled back."""
        self._facts[key] = value
