"""The driver's connection to PostgreSQL, made to answer as SQLCipher's does: the store asks both in the same words."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus
from sqlalchemy import event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.util import LRUCache

from collectdesk.store.server.address import Address, Login

SCHEMA: Final = "collectdesk"
PATIENCE_S: Final = 10
"""How long a connection may take to come about, and how long a deed waits for the one before it."""
_KEEP_ALIVE: Final[dict[str, Any]] = {
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
_STATEMENTS: Final[LRUCache[Any, Any]] = LRUCache(2_000)
READS: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
WRITES: Final = (
    f"BEGIN; SET LOCAL lock_timeout = '{PATIENCE_S}s';"
    " SELECT pg_advisory_xact_lock(hashtextextended(current_setting('app.branch'), 0))"
)
"""One deed of a branch after the other, as in its file: what a deed has read holds until it is done. Deeds of other
branches go on beside it, and nobody who reads waits."""


@lru_cache(maxsize=4096)
def placed(text: str) -> str:
    """A statement whose places are question marks, in the driver's own spelling."""
    if "?" not in text:
        return text
    return text.replace("%", "%%").replace("?", "%s")


class Cursor(psycopg.Cursor[Any]):
    """Takes the store's own statements, whose places are question marks, and SQLAlchemy's, whose places aren't."""

    def execute(self, query: Any, params: Any = None, **words: Any) -> Any:
        if isinstance(query, str) and params is not None and "%s" not in query:
            query = placed(query)
        return super().execute(query, params or None, **words)

    def executemany(self, query: Any, params_seq: Iterable[Any], **words: Any) -> None:
        if isinstance(query, str) and "%s" not in query:
            query = placed(query)
        super().executemany(query, params_seq, **words)


class ServerConnection(psycopg.Connection[Any]):
    """One connection in autocommit, as SQLCipher's: a transaction begins when the store says so."""

    @property
    def in_transaction(self) -> bool:
        return bool(self.pgconn.transaction_status != TransactionStatus.IDLE)

    @property
    def is_lost(self) -> bool:
        """Whether nothing can be asked over it any more."""
        return bool(self.closed or self.broken)

    def executemany(self, text: str, rows: Sequence[Any]) -> Any:
        """Run one statement for many rows."""
        cursor = self.cursor()
        cursor.executemany(text, rows)
        return cursor

    def ask(self, text: str, *values: Any) -> Any:
        """The first row of a question."""
        return self.execute(text, values).fetchone()

    def tell(self, text: str) -> None:
        """Run statements that take no values, in one journey."""
        self.execute(text, prepare=False)


class _Number(Loader):
    """A sum of whole numbers is one, as in the file; the database itself calls it a decimal."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text or "N" in text else int(text)


def connect(address: Address, login: Login, branch_id: str = "") -> ServerConnection:
    """A connection that sees one branch; raises the driver's OperationalError."""
    connection: ServerConnection = ServerConnection.connect(
        host=address.host,
        port=address.port,
        dbname=address.database,
        user=login.user,
        password=login.password or None,
        sslmode=address.sslmode,
        sslrootcert=address.root_certificate or None,
        connect_timeout=PATIENCE_S,
        application_name="CollectDesk",
        options=f"-c search_path={SCHEMA} -c app.branch={branch_id}",
        autocommit=True,
        **_KEEP_ALIVE,
    )
    connection.cursor_factory = Cursor
    connection.adapters.register_loader("numeric", _Number)
    return connection


class _Types(PGTypeCompiler):
    """A text's length is no bound in the file, so it is none here."""

    def visit_VARCHAR(self, type_: Any, **kw: Any) -> str:  # noqa: ARG002 - the library's own name
        return "VARCHAR"


_Compiler: Final[Any] = PGDialect_psycopg.statement_compiler


class LookingCompiler(_Compiler):  # type: ignore[misc]
    """Where a join takes the one row that a question names, the question is asked for each row of the left side.

    Below a policy the server doesn't look such a row up by its key, because it can't know whether the comparison
    tells of rows that nobody may see: it would read the whole table for one customer. Asked sideways, two keys are
    compared.
    """

    def visit_join(self, join: Any, asfrom: bool = False, from_linter: Any = None, **words: Any) -> str:
        on = join.onclause
        asks = isinstance(getattr(on, "right", None), sa.ScalarSelect) and on.operator is operator.eq
        if not asks or join.full or isinstance(join.right, sa.Join):
            return str(super().visit_join(join, asfrom=asfrom, from_linter=from_linter, **words))
        kind = "LEFT OUTER JOIN" if join.isouter else "JOIN"
        left, right = (
            self.process(side, asfrom=True, from_linter=from_linter, **words)
            for side in (join.left, join.right)
        )
        asked, key = self.process(on.right, **words), self.process(on.left, **words)
        if from_linter is not None:  # they hang together by what is asked, which the linter doesn't see
            from_linter.edges.update(product(join.left._from_objects, join.right._from_objects))
        name = f"asked_{right.split()[-1]}"
        return f"{left} {kind} LATERAL {asked} AS {name} (key) ON true {kind} {right} ON {key} = {name}.key"


class ServerDialect(PGDialect_psycopg):
    """PostgreSQL over that connection; two of them are alike, so that what one compiled serves the other."""

    supports_statement_cache = True
    type_compiler_cls = _Types
    statement_compiler = LookingCompiler

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("postgresql.collectdesk", __name__, ServerDialect.__name__)


def engine_of(address: Address, login: Login, branch_id: str, *, query_only: bool, pool: int) -> sa.Engine:
    """An engine over the server: for reading, snapshots on a few connections; for writing, one connection."""
    kept: dict[str, Any] = (
        {"poolclass": QueuePool, "pool_size": pool, "max_overflow": 0, "pool_use_lifo": True}
        if query_only
        else {"poolclass": StaticPool}
    )
    made = sa.create_engine(
        "postgresql+collectdesk://",
        creator=lambda: connect(address, login, branch_id),
        paramstyle="format",
        use_native_hstore=False,
        hide_parameters=True,
        execution_options={"compiled_cache": _STATEMENTS},
        **kept,
    )
    begins = READS if query_only else WRITES

    @event.listens_for(made, "begin")
    def _begin(connection: sa.Connection) -> None:
        raw: Any = connection.connection.driver_connection
        if not raw.in_transaction:
            raw.tell(begins)

    return made
