"""The way to a branch on a server: a deed's transaction, what becomes of it when the line breaks, who else wrote."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Final

import psycopg
import sqlalchemy as sa

from collectdesk.store.server.driver import WRITES, ServerConnection
from collectdesk.store.server.tenancy import CHANNEL
from collectdesk.store.vault import opening

_ASKED_AGAIN: Final = (0.0, 0.5, 1.5)
"""Seconds to wait before asking what became of a deed: a server that was restarted needs a moment."""


class ServerWay:
    """A branch on a shared server; ``dial`` makes one more connection to it."""

    def __init__(self, dial: Callable[[], ServerConnection], branch_id: str) -> None:
        self._dial, self._branch_id = dial, branch_id
        self._ear: ServerConnection | None = None
        self._own: set[int] = set()
        self._number = ""

    def begin(self, raw: Any) -> None:
        cursor = raw.execute(f"{WRITES}; SELECT pg_current_xact_id()::text", prepare=False)
        while cursor.nextset():
            pass
        self._number = cursor.fetchone()[0]
        self._own.add(raw.info.backend_pid)

    @contextmanager
    def telling_only(self, connection: sa.Connection) -> Iterator[None]:
        opening.driver_of(connection).execute("SELECT set_config('app.reads_only', 'on', true)")
        yield

    def is_lost(self, error: BaseException) -> bool:
        found = getattr(error, "orig", None) or error
        state = getattr(found, "sqlstate", None) or ""
        return isinstance(found, psycopg.OperationalError) and (not state or state.startswith(("08", "57P")))

    def was_kept(self) -> bool | None:
        """Asked anew by the transaction's own number, which the server remembers."""
        for wait in _ASKED_AGAIN:
            time.sleep(wait)
            with suppress(psycopg.Error), closing(self._dial()) as raw:
                found = raw.ask("SELECT pg_xact_status(?::xid8)", self._number)[0]
                if found != "in progress":
                    return bool(found == "committed")
        return None

    def changed(self, writer: sa.Engine) -> bool:  # noqa: ARG002 - a server tells by itself
        ear = self._ear
        if ear is None or ear.is_lost:
            first = ear is None
            self._ear = None
            self._ear = self._listening()
            return not first  # what was said while nobody listened
        ear.pgconn.consume_input()  # what has come already; nothing is asked and nothing waited for
        found = False
        while (told := ear.pgconn.notifies()) is not None:
            found |= told.extra == self._branch_id.encode() and told.be_pid not in self._own
        return found

    def _listening(self) -> ServerConnection:
        ear = self._dial()
        ear.tell(f"LISTEN {CHANNEL}")
        return ear

    def leave(self, writer: sa.Engine) -> None:  # noqa: ARG002 - a server keeps its own house
        if self._ear is not None:
            self._ear.close()
            self._ear = None
