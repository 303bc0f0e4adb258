"""One branch, open: its engines, its keys, and the transactions deeds run in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import BranchId
from collectdesk.domain.people.people import Actor
from collectdesk.store.keys.root import RootKey
from collectdesk.store.server.address import ADDRESS_FILE, holding
from collectdesk.store.transaction import Session, Writing
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault import opening
from collectdesk.store.vault.places import require_local
from collectdesk.store.vault.presence import Presence
from collectdesk.store.way import FileWay, Way
from collectdesk.store.work import View, Work

DATABASE_FILE = "branch.db"
SPENT = RootKey(b"")
"""What stands where the keys stood, once they were dropped."""


def _no_step(_done: int, _total: int) -> None:
    """Work nobody watches."""


@dataclass(slots=True)
class Store:
    """The open file. One writer at a time; readers see snapshots and never wait for it."""

    folder: Path
    branch_id: BranchId
    name: str
    kind: str
    practice_date: date | None
    keys: RootKey = field(repr=False)
    _writer: sa.Engine = field(repr=False)
    _reader: sa.Engine = field(repr=False)
    _way: Way = field(repr=False)
    _writing: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _presence: Presence | None = field(default=None, repr=False)
    _session: Session | None = field(default=None, repr=False)
    _evidence: Path = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._evidence = self.folder / "evidence"  # put together once: every transaction carries it

    @property
    def is_practice(self) -> bool:
        return self.kind == "practice"

    def write(
        self,
        actor: Actor,
        now: datetime,
        step: Callable[[int, int], None] | None = None,
    ) -> Writing:
        """One writing transaction: commits at the end, rolls back on any exception."""

        def work(session: Session) -> Work:
            return Work(
                session.connection,
                actor,
                now,
                self.branch_id,
                self.keys,
                step or _no_step,
                self.is_practice,
                self._evidence,
                unchanged=session.unchanged,
            )

        return Writing(self._writing, self._begun, work, self._broke)

    def _begun(self) -> Session:
        """The one writing connection, its transaction begun; one that broke since the last deed is made anew."""
        for is_last in (False, True):
            session = self._session = self._session or Session(self._writer, self._way)
            try:
                session.begin()
            except Exception as error:
                if not self._broke(error):
                    if session.raw.in_transaction:
                        session.raw.execute("ROLLBACK")
                    raise
                if is_last:
                    raise
            else:
                return session
        raise StoreTrouble("server_gone")

    def _broke(self, error: BaseException) -> bool:
        """Whether the line itself broke: then the connection is forgotten."""
        session = self._session
        if not self._way.is_lost(error) and not getattr(session and session.raw, "is_lost", False):
            return False
        self._let_go()
        return True

    def _let_go(self) -> None:
        """Forget a connection that broke."""
        if self._session is not None:
            with suppress(Exception):
                self._session.connection.invalidate()
            with suppress(Exception):
                self._session.connection.close()
            self._session = None
        self._writer.dispose()

    @contextmanager
    def _snapshot(self) -> Iterator[sa.Connection]:
        """A reading connection with its snapshot begun; connections that broke meanwhile are made anew."""
        for is_last in (False, True):
            connection = self._reader.connect()
            try:
                begun = connection.begin()
            except Exception as error:
                if not self._way.is_lost(error):
                    connection.close()
                    raise
                with suppress(Exception):
                    connection.invalidate()
                    connection.close()
                self._reader.dispose()
                if is_last:
                    raise
            else:
                with connection, begun:
                    yield connection
                return

    @contextmanager
    def read(
        self, actor: Actor, now: datetime, step: Callable[[int, int], None] | None = None
    ) -> Iterator[View]:
        """One snapshot; writing through it is refused by the database itself."""
        with told_as_trouble(), self._snapshot() as connection:
            yield View(
                connection,
                actor,
                now,
                self.branch_id,
                self.keys,
                step or _no_step,
                self.is_practice,
                self.evidence_folder(),
            )

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A bare reading connection, for the store's own questions before anyone acts."""
        with told_as_trouble(), self._snapshot() as connection:
            yield connection

    def actor(self, login: str) -> Actor | None:
        """The active account of a login, or None."""
        from collectdesk.store.people.people import actor_by_login

        return actor_by_login(self._reader, login)

    def changed_elsewhere(self) -> bool:
        """Whether another program committed since the last call; False while this one writes."""
        if self._presence is not None:
            self._presence.touch()
        if not self._writing.acquire(blocking=False):
            return False
        try:
            with told_as_trouble():
                return self._way.changed(self._writer)
        finally:
            self._writing.release()

    def evidence_folder(self) -> Path:
        return self._evidence

    def packs_folder(self) -> Path:
        return self.folder / "packs"

    def close(self) -> None:
        """Let go of the branch, and of who has it open."""
        with self._writing:
            try:
                self._way.leave(self._writer)
            finally:
                if self._session is not None:
                    self._session.connection.close()
                    self._session = None
                self._reader.dispose()
                self._writer.dispose()
                if self._presence is not None:
                    self._presence.withdraw()

    def forget(self) -> None:
        """Close, and drop the keys: from here on every transaction is refused as ``store.shut``.

        A closed engine alone would open the file again, with the key that it remembers.
        """
        self.close()
        with self._writing:
            self._writer = self._reader = _Shut()
            self.keys = SPENT


class _Shut(sa.Engine):
    """What stands where an engine stood, once the branch was let go of."""

    def __init__(self) -> None:
        """Nothing to hold."""

    def begin(self) -> Any:
        raise StoreTrouble("shut")

    connect = begin

    def dispose(self, close: bool = True) -> None:
        """Nothing to close."""


def open_store(folder: Path, branch_id: BranchId, keys: RootKey) -> Store:
    """Open the file beside its keys; raises StoreTrouble (missing, empty, wrong_key, damaged, too_new,
    network_folder, open_on_other_pc, in_use, before_failed).
    """
    if (folder / ADDRESS_FILE).exists() and (address := holding(folder)) is not None:
        from collectdesk.store.server.reaching import open_on_server

        return open_on_server(folder, branch_id, keys, address)
    path = folder / DATABASE_FILE
    require_local(folder)
    opening.require_branch_file(path)
    presence = Presence(folder)
    with told_as_trouble():
        presence.announce(datetime.now(UTC))
    try:
        return _open(folder, path, branch_id, keys, presence)
    except BaseException:
        presence.withdraw()
        raise


def _open(folder: Path, path: Path, branch_id: BranchId, keys: RootKey, presence: Presence) -> Store:
    from collectdesk.store.people.people import branch_of
    from collectdesk.store.schema import require_known_schema

    key = keys.labelled("database")
    writer = opening.engine(path, key, query_only=False, pool=1)
    reader = opening.engine(path, key, query_only=True, pool=4)
    try:
        with told_as_trouble():
            first, check = _before_steps(folder, branch_id, keys, presence)
            require_known_schema(writer, reader, first=first, check=check)
            name, kind, practice_date = branch_of(reader, branch_id)
            way = FileWay(writer)
    except BaseException:
        writer.dispose()
        reader.dispose()
        raise
    return Store(folder, branch_id, name, kind, practice_date, keys, writer, reader, way, _presence=presence)


def _before_steps(folder: Path, branch_id: BranchId, keys: RootKey, presence: Presence) -> tuple[Any, Any]:
    """What a migration does first and holds afterwards; loaded only when there is one."""

    def first(found: str) -> None:
        from collectdesk.store.vault.updating import copy_first

        copy_first(folder, branch_id, keys, presence)(found)

    def check(connection: sa.Connection) -> object:
        from collectdesk.store.vault.updating import trail_as_written

        return trail_as_written(connection)

    return first, check
