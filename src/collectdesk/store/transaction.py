"""Owns one writing transaction: it begins, commits or comes to nothing, whatever a deed does inside.

Written as one class in place of the context managers it is made of: every deed goes through it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.people.people import Role
from collectdesk.store.customers import upkeep
from collectdesk.store.dialect import is_server
from collectdesk.store.trouble import StoreTrouble, trouble_of
from collectdesk.store.unchanged import Unchanged
from collectdesk.store.vault import opening
from collectdesk.store.way import Way
from collectdesk.store.work import Work


class Session:
    """The one writing connection of an open branch, the driver's own under it, and what it may keep.

    A deed that writes prepared rows only never pays for SQLAlchemy's transaction; one that asks through it joins the
    same transaction.
    """

    __slots__ = ("connection", "raw", "unchanged", "way")

    def __init__(self, writer: sa.Engine, way: Way) -> None:
        self.connection, self.way = writer.connect(), way
        self.raw: Any = opening.driver_of(self.connection)
        # what others write to a server isn't told before their next word: nothing is kept of it
        self.unchanged = None if is_server(self.connection) else Unchanged(self.raw)

    def begin(self) -> None:
        self.way.begin(self.raw)
        if self.unchanged is not None:
            self.unchanged.begin()

    def commit(self) -> None:
        if self.connection.in_transaction():
            self.connection.commit()
        else:
            self.raw.execute("COMMIT")

    def roll_back(self) -> None:
        if self.unchanged is not None:
            self.unchanged.forget()
        if self.connection.get_transaction() is not None:  # also one whose commit failed
            self.connection.rollback()
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")


class Writing:
    """One transaction under the lock of the branch: ``with`` gives the work; any exception undoes all of it.

    ``begun`` gives the session once the branch is held, ``make`` the work in it; ``broke`` says whether the line
    itself was lost, and lets go of it. Raises StoreTrouble for what the environment failed to give.
    """

    __slots__ = ("_broke", "_contained", "_lock", "_make", "_open", "_session", "_work")

    def __init__(
        self,
        lock: threading.Lock,
        begun: Callable[[], Session],
        make: Callable[[Session], Work],
        broke: Callable[[BaseException], bool],
    ) -> None:
        self._lock, self._open, self._make, self._broke = lock, begun, make, broke
        self._contained: AbstractContextManager[None] | None = None
        self._session: Session | None = None
        self._work: Work | None = None

    def __enter__(self) -> Work:
        self._lock.acquire()
        try:
            session = self._session = self._open()
            work = self._work = self._make(session)
            if work.actor.role is Role.AUDITOR:
                # read-only in the database itself, but for the trail of what was read
                self._contained = session.way.telling_only(session.connection)
                self._contained.__enter__()
        except BaseException as error:
            self._undo(error)
            raise
        return work

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._undo(error)
            return
        session = self._session
        assert session is not None
        try:
            upkeep.settle(session.connection)  # lists and search are true the moment the change is
            self._let_out()
        except BaseException as failed:
            self._undo(failed)
            raise
        try:
            session.commit()
        except BaseException as failed:
            if not self._stands(session, failed):
                self._undo(failed)
                raise
        self._lock.release()
        for certain in self._work.settled if self._work is not None else ():
            with suppress(OSError):  # likewise
                certain()

    def _stands(self, session: Session, error: BaseException) -> bool:
        """Whether a deed whose last word was lost was written all the same.

        Raises StoreTrouble(server_unsure): then what was done beside it stays, too.
        """
        if not session.way.is_lost(error):
            return False
        self._broke(error)
        self._session = None
        kept = session.way.was_kept()
        if kept is None:
            self._lock.release()
            raise StoreTrouble("server_unsure") from error
        return kept

    def _let_out(self) -> None:
        contained, self._contained = self._contained, None
        if contained is not None:
            contained.__exit__(None, None, None)

    def _undo(self, error: BaseException) -> None:
        """Back to what was: the file first, then what was done beside it. Raises StoreTrouble for the driver's errors
        that people can act on.
        """
        try:
            self._let_out()
            if self._session is not None and not self._broke(error):
                self._session.roll_back()
        finally:
            self._lock.release()
            for step_back in reversed(self._work.undo if self._work is not None else []):
                with suppress(OSError):  # what can't be undone is found by the check for orphans
                    step_back()
        trouble = trouble_of(error) if isinstance(error, Exception) else None
        if trouble is not None:
            raise trouble from error
