"""Opens the encrypted file by its raw key, with the settings that were measured to keep every commit."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from collectdesk.store.trouble import StoreTrouble

APPLICATION_ID: Final = 0x43446B31
"""\"CDk1\": a foreign or zero-length file is never taken for a branch."""

_SETTINGS: Final = (
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "cache_size=-65536",
    "journal_size_limit=67108864",
)


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
    """An engine over the file; writers begin IMMEDIATE, readers DEFERRED and refused any write."""
    from sqlcipher3 import dbapi2

    def opened() -> Any:
        connection = connect(path, key)
        if query_only:
            connection.execute("PRAGMA query_only=ON")
        return connection

    made = sa.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=opened,
        poolclass=QueuePool,
        pool_size=pool,
        max_overflow=0,
        pool_use_lifo=True,  # the connection used last has its pages deciphered already
        hide_parameters=True,
    )
    begin = "BEGIN DEFERRED" if query_only else "BEGIN IMMEDIATE"

    @event.listens_for(made, "begin")
    def _begin(connection: sa.Connection) -> None:
        # the driver begins lazily by itself, which loses DDL rollback; so we say when
        connection.exec_driver_sql(begin)

    return made
