"""Owns being alone with a branch: one program at a time may rekey it, and no other has the file open meanwhile."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault import opening

LOCK_FILE: Final = "branch.rekeying"
PAGE: Final = 4096


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the branch's lock for rekeying; the system lets go of it when the program dies. Raises
    StoreTrouble(rekeying) while another program holds it, (read_only | full) where none can be made.
    """
    with told_as_trouble():
        descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(descriptor)
        except OSError as error:
            raise StoreTrouble("rekeying") from error
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Alone:
    """The branch file, open for nobody else, with nothing left in a log beside it.

    A program that waits for the lock has the file open by its old name; ``spoil`` makes sure that it can't go on
    in a file that has been replaced.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.connection: Any = _alone(path, key)
        self._path, self._key = path, key
        # only now: closing any descriptor of a file drops the locks that this program holds on it elsewhere
        self._descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))

    def stands(self) -> bool:
        """Whether the file that is held still has its name."""
        if self._descriptor < 0:  # closed for the replacing: what lies there now says it
            return opening.fits(self._path, self._key)
        return os.path.samestat(os.fstat(self._descriptor), self._path.stat())

    def let_replace(self) -> None:
        """Where the system doesn't rename over an open file, close it just before."""
        if os.name == "nt":
            self.close()

    def spoil(self) -> None:
        """Overwrite the replaced file's first page: it opens by no key any more."""
        if self._descriptor >= 0:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, secrets.token_bytes(PAGE))
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


@contextmanager
def alone_with(path: Path, key: bytes) -> Iterator[Alone]:
    """Hold the file alone; raises StoreTrouble(open_elsewhere) while any other program has it open."""
    with told_as_trouble():
        held = Alone(path, key)
    try:
        yield held
    finally:
        held.close()


def _alone(path: Path, key: bytes) -> Any:
    try:
        connection = opening.connect(path, key, timeout=1)
    except opening.driver_error() as error:
        raise _elsewhere(error) from error
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        # leaving the log folds it in and removes it, which nobody may do while another has the file open
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except opening.driver_error() as error:
        connection.close()
        raise _elsewhere(error) from error
    return connection


def _elsewhere(error: Any) -> BaseException:
    busy = (getattr(error, "sqlite_errorname", "") or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return StoreTrouble("open_elsewhere") if busy else error
