"""Brings the server's tables to the newest step by the same steps as a file's, and says where it can't."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.schema import HEAD, require_known_step, run_steps
from collectdesk.store.server import tenancy
from collectdesk.store.server.driver import SCHEMA, ServerConnection
from collectdesk.store.trouble import StoreTrouble

_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtext('collectdesk schema'))"
_COLLATION: Final = (
    "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()"
)
_RIGHTS: Final = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user"
MAKES: Final = "CREATE DATABASE {name} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0"


def require_fit(raw: ServerConnection) -> None:
    """Raises StoreTrouble (server_collation, server_role): a database that sorts by a language finds numbers wrong, and
    a superuser's session sees every branch.
    """
    encoding, collation = raw.ask(_COLLATION)
    if encoding != "UTF8" or collation.upper().replace("-", "") not in ("C", "POSIX", "C.UTF8"):
        raise StoreTrouble("server_collation", found=f"{encoding} {collation}")
    if raw.ask(_RIGHTS)[0]:
        raise StoreTrouble("server_role", user=raw.info.user)


def require_known(engine: sa.Engine) -> None:
    """Bring an older schema up, refuse a newer one or none. Raises StoreTrouble(not_a_branch | too_new)."""
    if require_known_step(revision(engine)) != HEAD:
        bring_up(engine)


def revision(engine: sa.Engine) -> str | None:
    """The schema's step on the server, or None where there are no tables yet."""
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if raw.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.alembic_version"]).fetchone()[0] is None:
            return None
        found: str | None = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return found


def bring_up(engine: sa.Engine) -> None:
    """Run the missing steps and lay the branches' fences over them, all or nothing; one program at a time."""
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.tell("BEGIN")
        with connection.begin():
            raw.tell(f"{_ONE_AT_A_TIME}; CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            tenancy.open_up(raw)
            run_steps(connection)
            tenancy.lay(raw)


def require_here(engine: sa.Engine) -> None:
    """Raises StoreTrouble(server_left) where the branch went back to its file."""
    with engine.connect() as connection, connection.begin():
        raw: Any = connection.connection.driver_connection
        if raw.execute("SELECT has_left()").fetchone()[0]:
            raise StoreTrouble("server_left")


def prepare(engine: sa.Engine) -> None:
    """Tables of the newest step, made or brought up, and a seat for this role in the branch that was named.

    Raises StoreTrouble (server_collation, server_role, too_new, server_taken).
    """
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        require_fit(raw)
    if revision(engine) is None:
        bring_up(engine)
    else:
        require_known(engine)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if not raw.execute("SELECT take_seat()").fetchone()[0]:
            raise StoreTrouble("server_taken")
