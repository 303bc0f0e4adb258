"""Statements worded once and handed to the driver: a small deed must not pay for SQLAlchemy's unit of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.vault.opening import driver_of

Bind = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The text of one statement, and for each of its places the column and how its value is stored."""

    text: str
    places: tuple[tuple[str, Bind | None], ...]
    fixed: Mapping[str, Any]

    def values(self, record: Mapping[str, Any]) -> list[Any]:
        """One record in the order of the places; a missing column takes the table's own default."""
        found = []
        for name, bind in self.places:
            value = record[name] if name in record else self.fixed[name]
            found.append(value if bind is None else bind(value))
        return found


@dataclass(frozen=True, slots=True)
class Question:
    """A select worded once: its text, how its places are filled, and how what comes back is read."""

    text: str
    places: tuple[tuple[str, Bind | None], ...]
    fixed: Mapping[str, Any]
    reading: tuple[Bind | None, ...]

    def ask(self, connection: sa.Connection, **given: Any) -> list[tuple[Any, ...]]:
        """The rows in the order of the select's columns; raises what SQLAlchemy would, without parameters."""
        said = {**self.fixed, **given}
        values = [said[name] if bind is None else bind(said[name]) for name, bind in self.places]
        try:
            rows = driver_of(connection).execute(self.text, values).fetchall()
        except Exception as error:
            raise _as_told(connection, self.text, error) from error
        return [
            tuple(v if read is None else read(v) for v, read in zip(row, self.reading, strict=True))
            for row in rows
        ]


_QUESTIONS: Final[dict[Any, Question]] = {}
_INSERTS: Final[dict[tuple[str, Any, tuple[str, ...]], Prepared]] = {}
_UPDATES: Final[dict[tuple[str, Any, tuple[str, ...], bool], Prepared]] = {}
_ID: Final = "asked_id"
_VERSION: Final = "asked_version"


def question(connection: sa.Connection, statement: Any) -> Question:
    """The question of a statement that is kept in a constant, and so made once; its values are named by bindparam."""
    dialect = connection.dialect
    found = _QUESTIONS.get((dialect.name, statement))
    if found is None:
        compiled: Any = statement.compile(dialect=dialect)
        named = [(n, compiled.binds[n]) for n in compiled.positiontup]  # a name may stand at several places
        places = tuple((n, b.type.dialect_impl(dialect).bind_processor(dialect)) for n, b in named)
        reading = tuple(
            c.type.dialect_impl(dialect).result_processor(dialect, None) for c in statement.selected_columns
        )
        fixed = {n: b.value for n, b in named if not b.required}
        found = _QUESTIONS[dialect.name, statement] = Question(str(compiled), places, fixed, reading)
    return found


def insert(connection: sa.Connection, table: type[Any], *records: Mapping[str, Any]) -> None:
    """Insert records that name the same columns. Raises what SQLAlchemy would, without parameters."""
    key = (connection.dialect.name, table, tuple(records[0]))
    prepared = _INSERTS.get(key)
    if prepared is None:
        prepared = _INSERTS[key] = _prepared_insert(connection, table, records[0])
    if len(records) == 1:
        _run(connection, prepared, records[0])
    else:
        _run_many(connection, prepared, records)


def update(
    connection: sa.Connection,
    table: type[Any],
    record_id: str,
    version: int | None,
    values: Mapping[str, Any],
) -> int:
    """Update one record, with ``version`` only where nobody else changed it; returns how many rows that was."""
    key = (connection.dialect.name, table, tuple(values), version is not None)
    prepared = _UPDATES.get(key)
    if prepared is None:
        prepared = _UPDATES[key] = _prepared_update(connection, table, values, version is not None)
    asked = {**{_to(name): value for name, value in values.items()}, _ID: record_id, _VERSION: version}
    return int(_run(connection, prepared, asked).rowcount)


def _prepared_insert(connection: sa.Connection, table: type[Any], record: Mapping[str, Any]) -> Prepared:
    columns = table.__table__.columns
    fixed = {
        c.key: c.default.arg
        for c in columns
        if c.key not in record and c.default is not None and c.default.is_scalar
    }
    statement = sa.insert(table.__table__).values(
        {n: sa.bindparam(n, type_=columns[n].type) for n in (*record, *fixed)}
    )
    return _prepared(connection, statement, {n: columns[n].type for n in (*record, *fixed)}, fixed)


def _prepared_update(
    connection: sa.Connection, table: type[Any], values: Mapping[str, Any], versioned: bool
) -> Prepared:
    columns = table.__table__.columns
    types = {_to(name): columns[name].type for name in values} | {
        _ID: columns["id"].type,
        _VERSION: sa.Integer(),
    }
    statement = sa.update(table.__table__).where(columns["id"] == sa.bindparam(_ID))
    if versioned:
        statement = statement.where(columns["version"] == sa.bindparam(_VERSION))
    changed = {name: sa.bindparam(_to(name), type_=columns[name].type) for name in values}
    return _prepared(
        connection,
        statement.values({**changed, "version": columns["version"] + sa.literal_column("1")}),
        types,
        {},
    )


def _prepared(
    connection: sa.Connection, statement: Any, types: Mapping[str, Any], fixed: Mapping[str, Any]
) -> Prepared:
    dialect = connection.dialect
    compiled = statement.compile(dialect=dialect)
    assert compiled.positiontup is not None  # places are positions, in a file and on a server
    return Prepared(
        str(compiled),
        tuple((n, types[n].dialect_impl(dialect).bind_processor(dialect)) for n in compiled.positiontup),
        fixed,
    )


def _to(name: str) -> str:
    return f"to_{name}"  # SQLAlchemy keeps a column's own name to itself


def _run(connection: sa.Connection, prepared: Prepared, record: Mapping[str, Any]) -> Any:
    try:
        return driver_of(connection).execute(prepared.text, prepared.values(record))
    except Exception as error:
        raise _as_told(connection, prepared.text, error) from error


def _run_many(connection: sa.Connection, prepared: Prepared, records: Iterable[Mapping[str, Any]]) -> None:
    try:
        driver_of(connection).executemany(prepared.text, [prepared.values(record) for record in records])
    except Exception as error:
        raise _as_told(connection, prepared.text, error) from error


def _as_told(connection: sa.Connection, text: str, error: Exception) -> BaseException:
    """The driver's error as everything else in the store raises it; a value that can't be stored likewise."""
    return sa.exc.DBAPIError.instance(
        text, None, error, connection.dialect.loaded_dbapi.Error, hide_parameters=True
    )
