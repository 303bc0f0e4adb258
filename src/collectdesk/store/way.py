"""How a branch is reached: as a file of this PC, or on a shared server. The store asks every way the same."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from typing import Any, Protocol

import sqlalchemy as sa

from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault import opening


class Way(Protocol):
    """What differs between a file and a server in a transaction's life."""

    def begin(self, raw: Any) -> None:
        """Begin one deed: nobody else writes to this branch until it is done."""
        ...

    def telling_only(self, connection: sa.Connection) -> AbstractContextManager[None]:
        """An auditor's session: reads, and tells the trail."""
        ...

    def is_lost(self, error: BaseException) -> bool:
        """Whether the way itself broke, so that the connection is of no use any more."""
        ...

    def was_kept(self) -> bool | None:
        """Whether the deed whose last word was lost on its way was written; None where nobody can tell yet."""
        ...

    def changed(self, writer: sa.Engine) -> bool:
        """Whether somebody else wrote since the last call."""
        ...

    def leave(self, writer: sa.Engine) -> None:
        """What is done before the last connection closes."""
        ...


class FileWay:
    """The branch's own encrypted file."""

    def __init__(self, writer: sa.Engine) -> None:
        self._seen = _version(writer)

    def begin(self, raw: Any) -> None:
        raw.execute(opening.BEGIN)

    def telling_only(self, connection: sa.Connection) -> AbstractContextManager[None]:
        return opening.telling_only(connection)

    def is_lost(self, error: BaseException) -> bool:  # noqa: ARG002 - a file doesn't go away by itself
        return False

    def was_kept(self) -> bool | None:
        return False

    def changed(self, writer: sa.Engine) -> bool:
        seen = _version(writer)
        changed, self._seen = seen != self._seen, seen
        return changed

    def leave(self, writer: sa.Engine) -> None:
        """Checkpoint; what can't be folded in now stays safe in the log beside the file."""
        with suppress(StoreTrouble), told_as_trouble(), writer.connect() as connection:
            opening.driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _version(writer: sa.Engine) -> int:
    """A number that moves when another connection commits; only to be compared on one connection."""
    with writer.connect() as connection:
        return int(opening.driver_of(connection).execute("PRAGMA data_version").fetchone()[0])
