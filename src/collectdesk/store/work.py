"""A unit of reading (``View``) and of writing (``Work``): connection, actor, moment, and what the audit will name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.ids import BranchId
from collectdesk.domain.people import Actor
from collectdesk.domain.zones import local_day
from collectdesk.store.keys.root import RootKey
from collectdesk.store.rows.trail import CounterRow
from collectdesk.store.trouble import StaleRecord


def new_id() -> str:
    """32 hex digits by RFC 9562 version 7: unique anywhere, and in order of time, which keeps B-trees compact."""
    millis = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    number = millis << 80 | 0x7 << 76 | (random >> 62 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return f"{number:032x}"


_INSERTIONS: Final[dict[Any, sa.Insert]] = {}


def insertion(table: type[Any]) -> sa.Insert:
    """The insert of a table, made once: values given beside it cost a third of values built into it."""
    found = _INSERTIONS.get(table)
    if found is None:
        found = _INSERTIONS[table] = sa.insert(table.__table__)
    return found


@dataclass(slots=True)
class View:
    """One snapshot, read only."""

    connection: sa.Connection
    actor: Actor
    now: datetime
    branch_id: BranchId
    keys: RootKey = field(repr=False)
    step: Callable[[int, int], None] = field(repr=False)
    practice: bool = False
    evidence_folder: Path = Path("evidence")
    noted: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def folder(self) -> Path:
        """Where the branch lies, its keys file in it."""
        return self.evidence_folder.parent

    def note(self, **about: Any) -> None:
        """Ids and counts for the audit line; never names, notes or amounts."""
        self.noted.update(about)

    def coming_number(self, kind: str) -> int:
        """The number of a kind that ``next_number`` would give now."""
        where = (
            CounterRow.branch_id == self.branch_id,
            CounterRow.kind == kind,
            CounterRow.year == self.today.year,
        )
        return 1 + int(self.scalar(sa.select(CounterRow.last).where(*where)) or 0)

    def rows(self, statement: sa.Executable) -> list[Any]:
        """All rows of a statement, as named tuples."""
        return list(self.connection.execute(statement).all())

    def row(self, statement: sa.Executable) -> Any:
        """The first row or None."""
        return self.connection.execute(statement).first()

    def scalar(self, statement: sa.Executable) -> Any:
        return self.connection.execute(statement).scalar()


@dataclass(slots=True)
class Work(View):
    """One writing transaction; what it writes carries the actor, the moment and the branch.

    ``undo`` holds what to do about files when the transaction is rolled back, the last first.
    """

    undo: list[Callable[[], None]] = field(default_factory=list, repr=False)

    def stamp(self) -> dict[str, Any]:
        """The columns every new record carries."""
        return {
            "id": new_id(),
            "branch_id": self.branch_id,
            "version": 1,
            "recorded_at": self.now,
            "recorded_by": self.actor.id,
        }

    def add(self, table: type[Any], **values: Any) -> str:
        """Insert one record and return its id."""
        stamped = {**self.stamp(), **values}
        self.connection.execute(insertion(table), stamped)
        return str(stamped["id"])

    def add_many(self, table: type[Any], records: Sequence[Mapping[str, Any]]) -> None:
        """Insert many records in one statement each thousand."""
        for start in range(0, len(records), 1000):
            chunk = [{**self.stamp(), **record} for record in records[start : start + 1000]]
            self.connection.execute(insertion(table), chunk)

    def change(self, table: type[Any], record_id: str, version: int | None = None, **values: Any) -> None:
        """Update one record; with ``version`` only if nobody else changed it. Raises StaleRecord."""
        condition = table.id == record_id
        if version is not None:
            condition = sa.and_(condition, table.version == version)
        done = self.connection.execute(
            sa.update(table).where(condition).values(**values, version=table.version + 1),
        )
        if done.rowcount == 0:
            raise StaleRecord(table.__tablename__, record_id)

    def next_number(self, kind: str) -> int:
        """The next running number of a kind in this year, without gaps within committed work."""
        key = {"branch_id": self.branch_id, "kind": kind, "year": self.today.year}
        where = sa.and_(*(getattr(CounterRow, name) == value for name, value in key.items()))
        last = self.scalar(sa.select(CounterRow.last).where(where))
        if last is None:
            self.connection.execute(sa.insert(CounterRow).values(**key, last=1))
            return 1
        self.connection.execute(sa.update(CounterRow).where(where).values(last=last + 1))
        return int(last) + 1
