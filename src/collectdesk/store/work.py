"""A unit of reading (``View``) and of writing (``Work``): connection, actor, moment, and what the audit will name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import repeat
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from collectdesk.domain.ids import BranchId
from collectdesk.domain.people.people import Actor
from collectdesk.domain.zones import local_day
from collectdesk.store import statements
from collectdesk.store.keys.root import RootKey
from collectdesk.store.rows.trail import CounterRow
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.unchanged import Unchanged

T = TypeVar("T")


def new_id() -> str:
    """32 hex digits by RFC 9562 version 7: unique anywhere, and in order of time, which keeps B-trees compact."""
    millis = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    number = millis << 80 | 0x7 << 76 | (random >> 62 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return f"{number:032x}"


def new_ids(count: int) -> list[str]:
    """Many ids at once, ascending in the order they are given out; the randomness is drawn in one piece.

    The twelve bits after the time count, so that of one call none lies before another.
    """
    began = time.time_ns() // 1_000_000
    drawn, made = os.urandom(8 * count).hex(), []
    for start in range(0, count, len(_COUNTED)):
        moment = f"{began + start // len(_COUNTED):012x}7"
        made += [
            f"{moment}{counted}8{drawn[at : at + 15]}"
            for counted, at in zip(_COUNTED, range(16 * start, 16 * count, 16), strict=False)
        ]
    return made


_COUNTED: Final = tuple(f"{number:03x}" for number in range(4096))
_AT_ONCE: Final = 5000
_INSERTIONS: Final[dict[Any, sa.Insert]] = {}


def insertion(table: type[Any]) -> sa.Insert:
    """The insert of a table, made once: values given beside it cost a third of values built into it."""
    found = _INSERTIONS.get(table)
    if found is None:
        found = _INSERTIONS[table] = sa.insert(table.__table__)
    return found


class _Remembered(dict[Any, Any]):
    """A value → the driver's value. Days repeat by the thousand, so the last few thousand are remembered."""

    def __init__(self, way: Callable[[Any], Any]) -> None:
        super().__init__()
        self._way = way

    def __missing__(self, value: Any) -> Any:
        if len(self) >= _AT_ONCE:
            self.clear()
        made = self[value] = self._way(value)
        return made


@dataclass(frozen=True, slots=True)
class _Bulk:
    """One table's insert for many rows: the driver's text, and how each value becomes the driver's, in its order."""

    text: str
    ways: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    defaults: Mapping[str, Any]

    def rows(self, records: Sequence[Mapping[str, Any]], same: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows, made a column at a time; ``same`` holds what all of them share."""
        ids = iter(new_ids(len(records)))
        columns: list[Iterable[Any]] = []
        for name, way in self.ways:
            if name == "id":
                columns.append([record.get("id") or next(ids) for record in records])
            elif name in records[0]:
                values = [record[name] for record in records]
                columns.append(values if way is None else map(way, values))
            else:
                value = same[name] if name in same else self.defaults[name]
                columns.append(repeat(value if way is None else way(value)))
        return list(zip(*columns, strict=False))


_BULKS: Final[dict[Any, _Bulk]] = {}


def _bulk(table: type[Any], names: frozenset[str], dialect: sa.Dialect) -> _Bulk:
    """Made once: past SQLAlchemy's own handling of values, a row costs a third."""
    key = (dialect.name, table, names)
    found = _BULKS.get(key)
    if found is None:
        columns = table.__table__.columns
        defaults = {
            c.name: c.default.arg
            for c in columns
            if c.default is not None and c.default.is_scalar and c.name not in names
        }
        compiled = sa.insert(table.__table__).compile(dialect=dialect, column_keys=[*names, *defaults])
        order = compiled.positiontup or ()
        ways = tuple((name, _way(columns[name].type, dialect)) for name in order)
        found = _BULKS[key] = _Bulk(str(compiled), ways, defaults)
    return found


def _way(kind: Any, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """How a value of a column's type is handed to the driver; None where it is handed over as it is."""
    plain = kind if isinstance(kind, sa.TypeDecorator) else kind.dialect_impl(dialect)
    way: Callable[[Any], Any] | None = plain.bind_processor(dialect)
    return way if way is None or isinstance(kind, sa.JSON) else _Remembered(way).__getitem__


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
    remembered: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """What was worked out once in this snapshot and asked for many times."""

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once in this snapshot: nothing can change it meanwhile."""
        if key not in self.remembered:
            self.remembered[key] = make()
        found: T = self.remembered[key]
        return found

    def lasting(self, key: Hashable, make: Callable[[], T]) -> T:
        """What may be kept from one deed to the next on the connection that writes; here it is read."""
        del key
        return make()

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

    ``undo`` holds what to do about files when the transaction is rolled back, the last first. ``to_write`` is how
    many rows a long deed expects to write; every few thousand it tells how far it is, and can be stopped.
    """

    undo: list[Callable[[], None]] = field(default_factory=list, repr=False)
    settled: list[Callable[[], None]] = field(default_factory=list, repr=False)
    """What to do about files once the transaction is certain."""
    to_write: int = 0
    written: int = 0
    issued: list[tuple[str, str]] | None = field(default=None, repr=False)
    """On a station: the table and id of every record added, so that the master gives them the same ids."""
    foreseen: dict[str, list[str]] = field(default_factory=dict, repr=False)
    """On the master, for a deed done at a station: the ids that its records got there, by table, in order."""
    unchanged: Unchanged | None = field(default=None, repr=False)
    remembered_at: int = -1

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once until this transaction writes a row, whichever way it does."""
        if self.unchanged is None:
            return make()
        written = self.unchanged.rows_written()
        if written != self.remembered_at:
            self.remembered.clear()
            self.remembered_at = written
        return View.once(self, key, make)

    def lasting(self, key: Hashable, make: Callable[[], T]) -> T:
        return make() if self.unchanged is None else self.unchanged.once(key, make)

    def keep(self, key: Hashable, value: object) -> None:
        """What this transaction has just written and the next will ask for."""
        if self.unchanged is not None:
            self.unchanged.keep(key, value)

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
        if self.foreseen and "id" not in values and self.foreseen.get(table.__tablename__):
            stamped["id"] = self.foreseen[table.__tablename__].pop(0)
        if self.issued is not None:
            self.issued.append((table.__tablename__, str(stamped["id"])))
        statements.insert(self.connection, table, stamped)
        return str(stamped["id"])

    def add_many(self, table: type[Any], records: Sequence[Mapping[str, Any]]) -> None:
        """Insert many records, a few thousand at a time; every one of them names the same columns."""
        stamp = self.stamp()
        dialect = self.connection.dialect
        for start in range(0, len(records), _AT_ONCE):
            chunk = records[start : start + _AT_ONCE]
            if dialect.positional:
                bulk = _bulk(table, frozenset({*stamp, *chunk[0]}), dialect)
                self.connection.exec_driver_sql(bulk.text, bulk.rows(chunk, stamp))
            else:
                self.connection.execute(
                    insertion(table), [{**stamp, "id": new_id(), **record} for record in chunk]
                )
            self.written += len(chunk)
            self.step(self.written, max(self.written, self.to_write))

    def change(self, table: type[Any], record_id: str, version: int | None = None, **values: Any) -> None:
        """Update one record; with ``version`` only if nobody else changed it. Raises StaleRecord."""
        if statements.update(self.connection, table, record_id, version, values) == 0:
            raise StaleRecord(table.__tablename__, record_id)

    def change_many(self, table: type[Any], name: str, values: Sequence[tuple[str, Any]]) -> None:
        """Set one column of many records to (id, value) each; for what nobody else can have open."""
        if not values:
            return
        column = table.__table__.columns[name]
        statement = (
            sa.update(table.__table__)
            .where(table.__table__.columns["id"] == sa.bindparam("of_id"))
            .values({column: sa.bindparam("put_value"), "version": table.__table__.columns["version"] + 1})
        )
        for start in range(0, len(values), _AT_ONCE):
            chunk = [{"of_id": i, "put_value": v} for i, v in values[start : start + _AT_ONCE]]
            self.connection.execute(statement, chunk)

    def next_number(self, kind: str) -> int:
        """The next running number of a kind in this year, without gaps within committed work."""
        return self.next_numbers(kind, 1)[0]

    def next_numbers(self, kind: str, count: int) -> range:
        """The next running numbers of a kind in this year."""
        key = {"branch_id": self.branch_id, "kind": kind, "year": self.today.year}
        where = sa.and_(*(getattr(CounterRow, name) == value for name, value in key.items()))
        last = self.scalar(sa.select(CounterRow.last).where(where))
        if last is None:
            self.connection.execute(sa.insert(CounterRow).values(**key, last=count))
            return range(1, count + 1)
        self.connection.execute(sa.update(CounterRow).where(where).values(last=last + count))
        return range(int(last) + 1, int(last) + 1 + count)
