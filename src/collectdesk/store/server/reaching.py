"""Opens a branch that a server holds, and makes a new one there."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from collectdesk.domain.ids import BranchId
from collectdesk.store.branch import Store
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.root import RootKey
from collectdesk.store.people.people import branch_of
from collectdesk.store.rows.people import BranchRow
from collectdesk.store.schema import require_known_step
from collectdesk.store.server import upgrading
from collectdesk.store.server.address import Address, Login, require_safe
from collectdesk.store.server.driver import ServerConnection, connect, engine_of
from collectdesk.store.server.way import ServerWay
from collectdesk.store.trouble import told_as_trouble
from collectdesk.store.vault.shelf import KeyShelf, shelf_for

_ENTRY: Final = "server"
_READERS: Final = 4


def login_of(folder: Path, address: Address) -> Login:
    """Who this workstation is to the server; an empty password where the keyring holds none."""
    header = read_header(folder)
    shelf = shelf_for(header.kind, header.shelf, folder)
    kept = shelf.fetch(address.keyring_name, _ENTRY)
    return Login(address.user, kept.decode() if kept else "")


def keep_password(shelf: KeyShelf, address: Address, password: str) -> None:
    """Put the password where this workstation's secrets lie; what was written is read back."""
    if password:  # a server may know this PC by its certificate or its system account
        shelf.put(address.keyring_name, _ENTRY, password.encode())


def open_on_server(folder: Path, branch_id: BranchId, keys: RootKey, address: Address) -> Store:
    """Open a branch on its server; raises StoreTrouble (server_gone, server_password, server_needs_tls, too_new …)."""
    require_safe(address)
    login = login_of(folder, address)
    writer = engine_of(address, login, branch_id, query_only=False, pool=1)
    reader = engine_of(address, login, branch_id, query_only=True, pool=_READERS)
    try:
        with told_as_trouble():
            upgrading.require_known(writer)
            upgrading.require_here(reader)
            name, kind, practice_date = branch_of(reader, branch_id)
    except BaseException:
        writer.dispose()
        reader.dispose()
        raise

    def dial() -> ServerConnection:
        return connect(address, login, branch_id)

    way = ServerWay(dial, branch_id)
    return Store(folder, branch_id, name, kind, practice_date, keys, writer, reader, way)


def try_out(address: Address, password: str, branch_id: str) -> tuple[str, str, bool]:
    """The server's version, the schema's step found there (empty without one), and whether the line is enciphered.

    Raises StoreTrouble (server_gone, server_password, server_certificate, server_role, server_collation, too_new).
    """
    engine = engine_of(address, Login(address.user, password), branch_id, query_only=False, pool=1)
    try:
        with told_as_trouble(), connect(address, Login(address.user, password), branch_id) as raw:
            upgrading.require_fit(raw)
            found = upgrading.revision(engine)
            if found is not None:
                require_known_step(found)
            version = raw.info.parameter_status("server_version") or ""
            return version, found or "", bool(raw.pgconn.ssl_in_use)
    finally:
        engine.dispose()


def make_tables(address: Address, login: Login, branch_id: str) -> sa.Engine:
    """Tables of the newest step for a branch to come, and a seat in it; the engine to fill them with.

    Raises StoreTrouble (server_gone, server_role, server_collation, too_new, server_taken).
    """
    require_safe(address)
    engine = engine_of(address, login, branch_id, query_only=False, pool=1)
    try:
        with told_as_trouble():
            upgrading.prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def begin_branch(address: Address, login: Login, branch: BranchRow) -> None:
    """The first row of a new branch on the server."""
    engine = make_tables(address, login, branch.id)
    columns = ("id", "name", "kind", "created_at", "practice_date")
    values: dict[str, str | datetime | date | None] = {name: getattr(branch, name) for name in columns}
    try:
        with told_as_trouble(), engine.begin() as connection:
            connection.execute(sa.insert(BranchRow).values(values))
    finally:
        engine.dispose()
