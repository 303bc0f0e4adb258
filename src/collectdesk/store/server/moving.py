"""A branch from its file to a server and back: every row, counted, with the trail walked on both sides, or nothing."""

# ruff: noqa: S608 - statements are put together from names of this program's own tables
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.ids import BranchId
from collectdesk.store.branch import DATABASE_FILE
from collectdesk.store.customers import upkeep
from collectdesk.store.keys.header import fsync_file, fsync_folder
from collectdesk.store.keys.root import RootKey
from collectdesk.store.rows.every import METADATA
from collectdesk.store.schema import upgrade
from collectdesk.store.server.address import Address, write_address
from collectdesk.store.server.driver import engine_of
from collectdesk.store.server.reaching import login_of, make_tables
from collectdesk.store.trail import walking
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault import alone, opening
from collectdesk.store.vault.updating import PROGRAM
from collectdesk.store.work import View

MOVED: Final = "branch.db.moved"
"""The file of before, once its branch is on a server: encrypted as ever, and opened by nobody."""
COMING: Final = "branch.db.coming"
_LIT_BY_OTHERS: Final = ("audit_head", "line_due")
"""Written by the triggers of what is copied."""
_AT_ONCE: Final = 2000

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What went over: rows of every table, and where the trail stands on both sides."""

    rows: int
    tables: int
    seq: int
    link: str


def to_server(folder: Path, branch_id: BranchId, keys: RootKey, address: Address, step: Step) -> Moved:
    """Bring a branch's rows from its file to the server it is connected to; nobody may have it open.

    Raises StoreTrouble (open_elsewhere, server_…, move_differs); the file stays the branch then.
    """
    login = login_of(folder, address)
    path = folder / DATABASE_FILE
    opening.require_branch_file(path)
    with alone.alone_with(path, keys.labelled("database")) as held:
        engine = make_tables(address, login, branch_id)
        try:
            with told_as_trouble():
                moved = _filled_there(
                    engine, opening.engine_over(held.connection), folder, branch_id, keys, step
                )
        finally:
            engine.dispose()
    write_address(folder, replace(address, holds=True))  # from here on the server is the branch
    _put_aside(path)
    return moved


def _put_aside(path: Path) -> None:
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.replace(path.with_name(MOVED))
    fsync_folder(path.parent)


def _filled_there(
    engine: sa.Engine, file: sa.Engine, folder: Path, branch_id: BranchId, keys: RootKey, step: Step
) -> Moved:
    with engine.connect() as there, there.begin(), file.connect() as here, here.begin():
        before = _verified(_view(folder, branch_id, keys, here))
        raw: Any = opening.driver_of(there)
        if raw.execute("SELECT has_left()").fetchone()[0]:
            _clear(raw, branch_id)
        elif raw.execute("SELECT count(*) FROM branch").fetchone()[0]:
            raise_unless(_heads(here) == _heads(there), "server_has_branch")
            return _agreed(here, there, before, folder, branch_id, keys)
        total = sum(_counts(here).values())
        done = 0
        for table in METADATA.sorted_tables:
            if table.name in _LIT_BY_OTHERS:
                continue
            done = _copied_there(opening.driver_of(here), raw, table, done, total, step)
        raw.execute("UPDATE customer_line SET trace = ''")
        upkeep.settle(there)
        latest = opening.driver_of(here).execute("SELECT latest FROM audit_head").fetchone()
        raw.execute("UPDATE audit_head SET latest = ?", latest)
        return _agreed(here, there, before, folder, branch_id, keys)


def _clear(raw: Any, branch_id: str) -> None:
    """Take away what a branch left behind when it went back to its file; only then may its trail go, too."""
    raw.execute("SELECT set_config('app.clearing', ?, true)", [branch_id])
    for name in ("found_by", *(table.name for table in reversed(METADATA.sorted_tables))):
        raw.tell(f"DELETE FROM {name}")
    raw.tell("DELETE FROM line_due")
    raw.execute("SELECT set_config('app.clearing', '', true)")
    raw.tell("SELECT leave_seat(true)")


def _copied_there(here: Any, there: Any, table: sa.Table, done: int, total: int, step: Step) -> int:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    order = " ORDER BY seq" if table.name == "audit_entry" else ""
    cursor = here.execute(f"SELECT {names} FROM {table.name}")
    # through a table without policies, since the quick way in isn't open to one that has some
    there.tell(f"CREATE TEMP TABLE came AS SELECT {names} FROM {table.name} WHERE false")
    with there.cursor() as writer, writer.copy(f"COPY came ({names}) FROM STDIN") as copy:
        while rows := cursor.fetchmany(_AT_ONCE):
            for row in rows:
                copy.write_row(row)
            done += len(rows)
            step(done, total)
    there.tell(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM came{order}; DROP TABLE came")
    return done


def to_file(folder: Path, branch_id: BranchId, keys: RootKey, address: Address, step: Step) -> Moved:
    """Bring a branch's rows from its server back into a file of this folder; the server lets nobody write meanwhile.

    Raises StoreTrouble (server_…, move_differs, full); the server stays the branch then.
    """
    login = login_of(folder, address)
    engine = engine_of(address, login, branch_id, query_only=False, pool=1)
    coming = folder / COMING
    try:
        with told_as_trouble(), engine.connect() as there, there.begin():
            raw = opening.driver_of(there)
            if raw.execute("SELECT has_left()").fetchone()[0]:
                return _finished(folder, branch_id, keys, address)
            moved = _filled_here(there, coming, folder, branch_id, keys, step)
            raw.execute("SELECT leave_seat(false)")
    finally:
        engine.dispose()
    _take_place(folder, address)
    return moved


def _finished(folder: Path, branch_id: BranchId, keys: RootKey, address: Address) -> Moved:
    """An earlier move was cut off between the server's last word and the file's name."""
    coming = folder / COMING
    if not coming.exists():
        raise StoreTrouble("server_left")
    file = opening.engine(coming, keys.labelled("database"), query_only=False, pool=1)
    try:
        with file.connect() as here, here.begin():
            seq, link = _verified(_view(folder, branch_id, keys, here))
            counts = _counts(here)
    finally:
        file.dispose()
    _take_place(folder, address)
    return Moved(sum(counts.values()), len(counts), seq, link)


def _take_place(folder: Path, address: Address) -> None:
    (folder / COMING).replace(folder / DATABASE_FILE)
    fsync_folder(folder)
    write_address(folder, replace(address, holds=False))
    (folder / MOVED).unlink(missing_ok=True)  # the file of before it went there; this one goes on from it


def _filled_here(
    there: sa.Connection, coming: Path, folder: Path, branch_id: BranchId, keys: RootKey, step: Step
) -> Moved:
    before = _verified(_view(folder, branch_id, keys, there))
    for ending in ("", "-wal", "-shm"):
        coming.with_name(coming.name + ending).unlink(missing_ok=True)
    key = keys.labelled("database")
    opening.connect(coming, key, mode="rwc").close()
    file = opening.engine(coming, key, query_only=False, pool=1)
    try:
        upgrade(file)
        total = sum(_counts(there).values())
        done = 0
        with file.connect() as here:
            raw: Any = opening.driver_of(here)
            raw.execute("PRAGMA foreign_keys=OFF")
            with here.begin():
                for table in METADATA.sorted_tables:
                    if table.name not in _LIT_BY_OTHERS:
                        done = _copied_here(opening.driver_of(there), raw, table, done, total, step)
                raw.execute("UPDATE customer_line SET trace = ''")
                upkeep.settle(here)
                latest = opening.driver_of(there).execute("SELECT latest FROM audit_head").fetchone()
                raw.execute("UPDATE audit_head SET latest = ?", latest)
                raise_unless(not raw.execute("PRAGMA foreign_key_check").fetchall(), "move_differs")
                moved = _agreed(there, here, before, folder, branch_id, keys)
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        file.dispose()
    fsync_file(coming)
    return moved


def _copied_here(there: Any, here: Any, table: sa.Table, done: int, total: int, step: Step) -> int:
    asked = ", ".join(_as_in_file(column) for column in table.columns)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    places = ", ".join("?" * len(table.columns))
    order = " ORDER BY seq" if table.name == "audit_entry" else ""
    for rows in _portions(there, f"SELECT {asked} FROM {table.name}{order}"):
        here.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", rows)
        done += len(rows)
        step(done, total)
    return done


def _portions(raw: Any, text: str) -> Iterator[list[Any]]:
    """Rows of a statement in portions, held on the server and not in this program's memory."""
    raw.tell(f"DECLARE going CURSOR FOR {text}")
    try:
        while rows := raw.execute(f"FETCH {_AT_ONCE} FROM going").fetchall():
            yield rows
    finally:
        if raw.in_transaction and not raw.is_lost:
            raw.tell("CLOSE going")


def _as_in_file(column: sa.Column[Any]) -> str:
    """Days and lists lie in a file as the text they are, yes and no as a number."""
    if isinstance(column.type, (sa.JSON, sa.Date)):
        return f'"{column.name}"::text'
    return f'"{column.name}"::int' if isinstance(column.type, sa.Boolean) else f'"{column.name}"'


def raise_unless(holds: bool, code: str) -> None:
    if not holds:
        raise StoreTrouble(code)


def _agreed(
    source: sa.Connection, target: sa.Connection, before: tuple[int, str], folder: Path, branch_id: BranchId,
    keys: RootKey,
) -> Moved:  # fmt: skip
    """Rows of every table, the trail's walk and its head: the same on both sides. Raises StoreTrouble(move_differs)."""
    counts = _counts(source)
    raise_unless(counts == _counts(target), "move_differs")
    after = _verified(_view(folder, branch_id, keys, target))
    raise_unless(before == after, "move_differs")
    return Moved(sum(counts.values()), len(counts), *after)


def _counts(connection: sa.Connection) -> dict[str, int]:
    raw = opening.driver_of(connection)
    names = [table.name for table in METADATA.sorted_tables if table.name != "line_due"]
    return {name: int(raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in names}


def _heads(connection: sa.Connection) -> tuple[Any, ...]:
    return tuple(opening.driver_of(connection).execute("SELECT seq, link FROM audit_head").fetchone() or ())


def _verified(view: View) -> tuple[int, str]:
    """Where the trail stands; raises StoreTrouble(move_trail) where it doesn't hold."""
    found = walking.verify(view)
    if not found.intact:
        raise StoreTrouble("move_trail", seq=found.broken_at or 0)
    return found.entries, found.head


def _view(folder: Path, branch_id: BranchId, keys: RootKey, connection: sa.Connection) -> View:
    return View(
        connection, PROGRAM, datetime.now(UTC), branch_id, keys, lambda _done, _total: None,
        evidence_folder=folder / "evidence",
    )  # fmt: skip
