"""One branch, open: its engines, its keys, and the transactions deeds run in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import BranchId
from collectdesk.domain.people import Actor, Role
from collectdesk.store import opening, upkeep
from collectdesk.store.keys.root import RootKey
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
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
    _writing: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _seen: int = field(default=0, repr=False)

    @property
    def is_practice(self) -> bool:
        return self.kind == "practice"

    @contextmanager
    def write(
        self,
        actor: Actor,
        now: datetime,
        step: Callable[[int, int], None] | None = None,
    ) -> Iterator[Work]:
        """One writing transaction: commits at the end, rolls back on any exception."""
        undo: list[Callable[[], None]] = []
        try:
            with (
                self._writing,
                told_as_trouble(),
                self._writer.begin() as connection,
                self._kept_in(connection, actor),
            ):
                yield Work(
                    connection,
                    actor,
                    now,
                    self.branch_id,
                    self.keys,
                    step or _no_step,
                    self.is_practice,
                    self.evidence_folder(),
                    undo=undo,
                )
                upkeep.settle(connection)  # lists and search are true the moment the change is
        except BaseException:
            for step_back in reversed(undo):
                with suppress(OSError):  # what can't be undone is found by the check for orphans
                    step_back()
            raise

    @staticmethod
    def _kept_in(connection: sa.Connection, actor: Actor) -> AbstractContextManager[None]:
        """An auditor's session is read-only in the database itself, but for the trail of what was read."""
        return opening.telling_only(connection) if actor.role is Role.AUDITOR else nullcontext()

    @contextmanager
    def read(
        self, actor: Actor, now: datetime, step: Callable[[int, int], None] | None = None
    ) -> Iterator[View]:
        """One snapshot; writing through it is refused by the database itself."""
        with told_as_trouble(), self._reader.connect() as connection, connection.begin():
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
        with told_as_trouble(), self._reader.connect() as connection:
            yield connection

    def actor(self, login: str) -> Actor | None:
        """The active account of a login, or None."""
        from collectdesk.store.people import actor_by_login

        return actor_by_login(self._reader, login)

    def changed_elsewhere(self) -> bool:
        """Whether another program committed since the last call; False while this one writes."""
        if not self._writing.acquire(blocking=False):
            return False
        try:
            with told_as_trouble():
                seen = _version_seen(self._writer)
        finally:
            self._writing.release()
        changed, self._seen = seen != self._seen, seen
        return changed

    def evidence_folder(self) -> Path:
        return self.folder / "evidence"

    def packs_folder(self) -> Path:
        return self.folder / "packs"

    def close(self) -> None:
        """Checkpoint and let go of the file; what can't be folded in now stays safe in the WAL beside it."""
        with self._writing:
            try:
                with suppress(StoreTrouble), told_as_trouble(), self._writer.connect() as connection:
                    raw = connection.connection.driver_connection
                    assert raw is not None
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                self._reader.dispose()
                self._writer.dispose()

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


def _version_seen(writer: sa.Engine) -> int:
    """A number that moves when another connection commits; only to be compared on one connection."""
    with writer.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        return int(raw.execute("PRAGMA data_version").fetchone()[0])


def open_store(folder: Path, branch_id: BranchId, keys: RootKey) -> Store:
    """Open the file beside its keys; raises StoreTrouble (missing, empty, wrong_key, damaged, too_new)."""
    from collectdesk.store.people import branch_of
    from collectdesk.store.schema import require_known_schema

    path = folder / DATABASE_FILE
    opening.require_branch_file(path)
    key = keys.labelled("database")
    writer = opening.engine(path, key, query_only=False, pool=1)
    reader = opening.engine(path, key, query_only=True, pool=4)
    try:
        with told_as_trouble():
            require_known_schema(writer, reader)
            name, kind, practice_date = branch_of(reader, branch_id)
            seen = _version_seen(writer)
    except BaseException:
        writer.dispose()
        reader.dispose()
        raise
    return Store(folder, branch_id, name, kind, practice_date, keys, writer, reader, _seen=seen)
