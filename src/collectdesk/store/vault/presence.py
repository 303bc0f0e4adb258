"""Who has the branch open: a mark beside it for each program, so that two PCs never write to one file.

Programs of one PC may share a branch: SQLite's locks let one write at a time and the others wait. Those locks
mean nothing between PCs, so a fresh mark of another PC keeps everybody else out. A mark is held by a lock of
the operating system, which ends with its program; between PCs that lock may not be seen, so there the mark's
age counts too.
"""

from __future__ import annotations

import hashlib
import json
import platform
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.filelock import FileLock, is_held

FOLDER: Final = "open"
EXCHANGE: Final = "exchange.lock"
"""Held while a restored branch takes the place of the present: nobody opens it meanwhile."""
FRESH_S: Final = 180.0
"""Seconds for which another PC's mark counts although its lock can't be seen."""
TOUCH_EVERY_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One program that has the branch open."""

    host: str
    since: str
    path: Path
    is_here: bool


class Presence:
    """The mark of this program; ``announce`` first looks for other PCs."""

    def __init__(self, folder: Path) -> None:
        self._marks = folder / FOLDER
        # the name says which PC it is, since a power cut may leave the file without its words
        self._lock = FileLock(self._marks / f"{_pc()}-{secrets.token_hex(8)}.mark")
        self._touched = 0.0

    def announce(self, now: datetime) -> None:
        """Raise StoreTrouble(open_on_other_pc) when another PC has the branch open; else leave our mark."""
        says = json.dumps({"host": this_host(), "since": now.isoformat(timespec="seconds")})
        try:
            self._marks.mkdir(exist_ok=True)
            self._lock.take(says.encode())
        except PermissionError as error:
            raise StoreTrouble("read_only") from error
        self._touched = time.monotonic()
        if is_held(self._marks.parent / EXCHANGE):
            self.withdraw()
            raise StoreTrouble("in_use", host=this_host(), since=now.isoformat(timespec="seconds"))
        away = [mark for mark in self.others() if not mark.is_here]
        if away:
            self.withdraw()
            raise StoreTrouble("open_on_other_pc", host=away[0].host, since=away[0].since)

    def others(self) -> list[Mark]:
        """The other programs that live; marks left behind by a crash are taken away."""
        found = []
        for path in sorted(self._marks.glob("*.mark")):
            if path == self._lock.path:
                continue
            mark = _read(path)
            if is_held(path) or (not mark.is_here and self._is_fresh(path)):
                found.append(mark)
            else:
                with suppress(OSError):
                    path.unlink()
        return found

    def _is_fresh(self, path: Path) -> bool:
        """Compared with our own mark where we have one: both ages then come from one clock, the file server's."""
        try:
            left_at = path.stat().st_mtime
        except OSError:
            return False
        try:
            self._lock.touch()
            return self._lock.path.stat().st_mtime - left_at < FRESH_S
        except OSError:
            return time.time() - left_at < FRESH_S

    def touch(self) -> None:
        """Keep the mark fresh; cheap enough to be called every second."""
        if time.monotonic() - self._touched > TOUCH_EVERY_S:
            self._touched = time.monotonic()
            self._lock.touch()

    def withdraw(self) -> None:
        """Take the mark away."""
        self._lock.release()


def this_host() -> str:
    """The name by which people know this PC."""
    return platform.node() or "?"


def _pc() -> str:
    """The name of this PC as eight digits, for the name of a file."""
    return hashlib.sha256(this_host().encode()).hexdigest()[:8]


def require_alone(folder: Path) -> None:
    """Raise StoreTrouble(in_use) while any program has the branch open: its files are about to be exchanged."""
    if not (folder / FOLDER).is_dir():
        return
    others = Presence(folder).others()
    if others:
        raise StoreTrouble("in_use", host=others[0].host, since=others[0].since)


@contextmanager
def exchanging(folder: Path) -> Iterator[None]:
    """Keep everybody out while the branch's files are exchanged; raises StoreTrouble(in_use) where somebody is in.

    Who opens leaves a mark and then looks for this lock; this takes the lock and then looks for marks: whichever comes
    first, one of the two sees the other.
    """
    lock = FileLock(folder / EXCHANGE)
    if not lock.take():
        raise StoreTrouble("in_use", host=this_host(), since="?")
    try:
        require_alone(folder)
        yield
    finally:
        lock.release()


def _read(path: Path) -> Mark:
    try:
        said = json.loads(path.read_text("utf-8"))
        host, since = str(said["host"]), str(said["since"])
    except (OSError, ValueError, KeyError, TypeError):
        host, since = "?", "?"
    return Mark(host, since, path, host == this_host() or (host == "?" and path.name.startswith(f"{_pc()}-")))
