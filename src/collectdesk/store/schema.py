"""The schema's steps: brings a file to the newest one, and refuses a file newer than the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.opening import APPLICATION_ID

HEAD: Final = "0051"
"""The newest step this program knows; tests hold it true to the folder."""

Check = Callable[[sa.Connection], object]
"""Looks at the file inside the transaction of a migration: what it answers before must be what it answers after."""


def require_known_schema(
    writer: sa.Engine, reader: sa.Engine, *, first: Callable[[str], None], check: Check
) -> None:
    """Migrate an older file, accept the newest, refuse a newer one. Raises StoreTrouble(not_a_branch | too_new).

    Asked through the reader: looking takes no lock, so a branch opens while another program writes to it.
    ``first`` is called with the step found before anything is changed.
    """
    found = require_known_step(_revision(reader))
    if found != HEAD:
        first(found)
        upgrade(writer, check)


def require_known_step(found: str | None) -> str:
    """The step of a branch, in a file or on a server, that this program can begin from.

    Raises StoreTrouble(not_a_branch | too_new).
    """
    if found is None:
        raise StoreTrouble("not_a_branch")
    if found != HEAD and found not in known_steps():
        raise StoreTrouble("too_new", found=found, known=HEAD)
    return found


def known_steps() -> frozenset[str]:
    """Every step this program can begin from."""
    folder = Path(__file__).parent / "migrations" / "versions"
    return frozenset(path.name[:4] for path in folder.glob("[0-9][0-9][0-9][0-9]_*.py*"))


def upgrade(writer: sa.Engine, check: Check = lambda _connection: None) -> None:
    """Run the missing steps in one transaction: batch alterations need foreign keys off *before* it begins,
    else re-creating a parent silently deletes its children. What doesn't hold afterwards is undone.
    """
    with writer.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                before = check(connection)
                run_steps(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise StoreTrouble("migration_broke_links", table=broken[0][0])
                if check(connection) != before:
                    raise StoreTrouble("migration_broke_trail")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")


def run_steps(connection: sa.Connection) -> None:
    """Every missing step, inside the connection's transaction; the same ones for a file and for a server."""
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", "collectdesk.store:migrations")
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def _revision(reader: sa.Engine) -> str | None:
    with reader.connect() as connection:
        if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
            return None
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
