"""What the store speaks to an encrypted file, and where a server is spoken to otherwise.

Every engine over a file has one dialect, so that a statement is compiled once in the life of the program.

SQLAlchemy keeps compiled statements per engine, and a session has two (one reads, one writes); each sign-in made both
anew and paid for every statement again, half of what the first hour's deeds cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.util import LRUCache

if TYPE_CHECKING:
    from collections.abc import Callable

_STATEMENTS: Final[LRUCache[Any, Any]] = LRUCache(2_000)
"""Statements without their values, which SQLAlchemy takes out before it keeps one."""


class HintingCompiler(SQLiteCompiler):
    """Writes what ``Select.with_hint`` says behind the table, such as INDEXED BY: SQLite's planner knows how many rows
    an index has, not how few of them a filter keeps.
    """

    def get_from_hint_text(self, _table: Any, text: str | None) -> str | None:
        return text


class EncryptedDialect(SQLiteDialect_pysqlite):
    """SQLite over sqlcipher3's driver. Two of them are alike: what one compiled serves the other."""

    driver = "sqlcipher3"
    statement_compiler = HintingCompiler
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        """The driver, loaded when the first file is opened."""
        from sqlcipher3 import dbapi2

        return dbapi2

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.sqlcipher3", __name__, EncryptedDialect.__name__)


def engine_of(opened: Callable[[], Any], **pool: Any) -> sa.Engine:
    """An engine over connections that `opened` makes; `pool` says how many it keeps, in SQLAlchemy's words.

    What goes into a statement stands in no log and no error.
    """
    return sa.create_engine(
        "sqlite+sqlcipher3://",
        creator=opened,
        hide_parameters=True,
        execution_options={"compiled_cache": _STATEMENTS},
        **pool,
    )


def is_server(connection: sa.Connection) -> bool:
    """Whether this is a shared server, and not a branch's own file."""
    return connection.dialect.name == "postgresql"


@dataclass(frozen=True, slots=True)
class Worded:
    """One statement for the driver, in the words of a file and in those of a server; places are question marks."""

    file: str
    server: str

    def on(self, connection: sa.Connection) -> str:
        return self.server if is_server(connection) else self.file


def server_of(connection: sa.Connection) -> tuple[str, bool] | None:
    """Where the server is that this connection speaks to, and whether the line is enciphered; None for a file."""
    if not is_server(connection):
        return None
    raw: Any = connection.connection.driver_connection
    return f"{raw.info.host}:{raw.info.port}/{raw.info.dbname}", bool(raw.pgconn.ssl_in_use)


def overwrite_what_goes(connection: sa.Connection) -> None:
    """Else deleted bytes stay in their page's free room; a server's own pages are its keeper's (docs/security.md)."""
    if not is_server(connection):
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


# SQLite's own functions, as a server says the same


class json_extract(GenericFunction[str]):  # noqa: N801 - SQL's own name
    inherit_cache = True


class json_each(GenericFunction[str]):  # noqa: N801 - SQL's own name
    """The members of a list: numbers of the whole text, or texts of one of its names."""

    inherit_cache = True


@compiles(json_extract, "postgresql")
def _member(element: Any, compiler: Any, **words: Any) -> str:
    held, path = (compiler.process(each, **words) for each in element.clauses)
    return f"(CAST({held} AS json) ->> substr({path}, 3))"


@compiles(json_each, "postgresql")
def _members(element: Any, compiler: Any, **words: Any) -> str:
    held, *path = (compiler.process(each, **words) for each in element.clauses)
    if path:
        return f"json_array_elements_text(CAST({held} AS json) -> substr({path[0]}, 3))"
    # plain numbers on both sides: below a policy the server looks a key up by nothing that could tell of other rows
    return f"(SELECT unnest(CAST(translate(CAST({held} AS text), '[]', '{{}}') AS bigint[])) AS value)"
