"""The book at the door: wrong passwords given before anybody could unlock the trail, authenticated line by line.

It lies beside the database in clear and names logins only, never what was typed. Each line carries an HMAC over
itself and the line before, under a key derived from the workstation's secret. The next sign-in takes it into the
trail and begins it anew with a line that says when, so a line altered, cut out or exchanged is found, and so is a
book that was removed or put back from an earlier day. Lines cut off its end aren't, until that sign-in.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from collectdesk.domain.people.patience import still_to_wait
from collectdesk.store.keys import sealing, workstation
from collectdesk.store.keys.header import KeysHeader
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.shelf import KeyShelf

BOOK: Final = "branch.door"
_MOST_LINES: Final = 5000
"""A book that somebody filled by a program is read so far; the count goes on in its first line."""


@dataclass(frozen=True, slots=True)
class WrongTries:
    """Wrong passwords in a row for one login since it was opened last, and when the last one was."""

    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class BookRead:
    """The mark of the sign-in that began it, what was tried since, and whether it is as it was written."""

    mark: str
    failed: tuple[tuple[str, datetime], ...]
    standing: Mapping[str, WrongTries]
    intact: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class DoorBook:
    """The book of one branch on one workstation."""

    path: Path
    header: KeysHeader
    shelf: KeyShelf
    station: str
    """Which workstation's secret new lines are under; lines from before a change of secret name theirs."""
    _keys: dict[str, bytes] = field(default_factory=dict, repr=False)

    def read(self) -> BookRead:
        """All of it; what follows the first line that doesn't hold is left out, and ``intact`` is False."""
        try:
            with self.path.open("rb") as file:
                lines = file.read(_MOST_LINES * 400).splitlines()
        except FileNotFoundError:
            return BookRead("", (), {}, intact=True, missing=True)
        except OSError:
            return BookRead("", (), {}, intact=False, missing=False)
        failed: list[tuple[str, datetime]] = []
        mark, standing, previous = "", dict[str, WrongTries](), ""
        for place, line in enumerate(lines):
            entry = self._verified(line, place, previous)
            if entry is None:
                return BookRead(mark, tuple(failed), standing, intact=False, missing=False)
            at, previous = datetime.fromisoformat(entry["at"]), entry["mac"]
            if entry["what"] == "opened":
                mark, standing = (
                    entry["mark"],
                    {w: WrongTries(n, datetime.fromisoformat(t)) for w, n, t in entry["standing"]},
                )
            else:
                failed.append((entry["who"], at))
                earlier = standing.get(entry["who"])
                standing[entry["who"]] = WrongTries(1 + (earlier.count if earlier else 0), at)
        return BookRead(mark, tuple(failed), standing, intact=True, missing=False)

    def _verified(self, line: bytes, place: int, previous: str) -> dict[str, Any] | None:
        try:
            entry: dict[str, Any] = json.loads(line)
            given = entry["mac"]
            fits = hmac.compare_digest(self._mac(entry), given)
            return entry if fits and entry["n"] == place and entry["previous"] == previous else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, StoreTrouble):
            return None

    def require_patience(self, login: str, now: datetime) -> None:
        """Raise StoreTrouble(wait) while the wait after wrong passwords for this login isn't over."""
        found = self.read().standing.get(self._named(login))
        left = still_to_wait(found.count, found.last_at, now) if found else timedelta()
        if found and left > timedelta():
            raise StoreTrouble("wait", tries=found.count, seconds=max(1, round(left.total_seconds())))

    def note_failure(self, login: str, now: datetime) -> None:
        """One more wrong password; on a disk that can't be written it is refused all the same."""
        held = self._lines()
        if len(held) >= _MOST_LINES:
            return
        entry = {
            "n": len(held),
            "at": now.astimezone(UTC).isoformat(),
            "what": "failed",
            "who": self._named(login),
        }
        entry["previous"] = _mac_of(held[-1]) if held else ""
        with suppress(OSError):
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.write(self._line(entry))
                file.flush()
                os.fsync(file.fileno())

    def begin_anew(self, login: str, mark: str, now: datetime, read: BookRead) -> None:
        """After a sign-in: a first line with what still stands against the others."""
        others = [
            (who, kept.count, kept.last_at.isoformat())
            for who, kept in sorted(read.standing.items())
            if who != login
        ]
        entry = {
            "n": 0,
            "at": now.astimezone(UTC).isoformat(),
            "what": "opened",
            "mark": mark,
            "standing": others,
            "previous": "",
        }
        partial = self.path.with_suffix(".partial")
        with suppress(OSError):
            partial.write_bytes(self._line(entry))
            partial.replace(self.path)

    def _named(self, login: str) -> str:
        """The login if there is one like it; what else was typed may be a password in the wrong field."""
        return login if login in self.header.logins else ""

    def _lines(self) -> list[bytes]:
        try:
            return self.path.read_bytes().splitlines()
        except OSError:
            return []

    def _line(self, entry: dict[str, Any]) -> bytes:
        named = {**entry, "station": self.station}
        return json.dumps({**named, "mac": self._mac(named)}, sort_keys=True).encode() + b"\n"

    def _mac(self, entry: Mapping[str, Any]) -> str:
        said = {name: value for name, value in entry.items() if name != "mac"}
        text = json.dumps(said, sort_keys=True, separators=(",", ":"))
        return hmac.digest(self._key(str(entry["station"])), text.encode(), "sha256").hex()

    def _key(self, station: str) -> bytes:
        if station not in self._keys:
            secret = workstation.fetch(self.header, self.shelf, station).secret
            self._keys[station] = sealing.derived(secret, b"", f"door {self.header.database_id}")
        return self._keys[station]


def open_book(folder: Path, header: KeysHeader, shelf: KeyShelf) -> DoorBook | None:
    """The book, or None where this PC doesn't hold the workstation's secret: then no password opens anything."""
    try:
        station = workstation.fetch(header, shelf, header.newest.workstation)
    except StoreTrouble as trouble:
        if trouble.code == "store.keyring_empty":
            return None
        raise
    return DoorBook(folder / BOOK, header, shelf, station.id)


@contextmanager
def written_down(book: DoorBook | None, login: str, at: datetime | None = None) -> Iterator[None]:
    """Wherever a password is tried: first the wait after wrong ones, and a wrong one goes into the book.

    ``book`` is None where there is none to ask; ``at`` is the machine's time unless said otherwise.
    """
    now = at or datetime.now(UTC)
    if book is not None:
        book.require_patience(login, now)
    try:
        yield
    except StoreTrouble as trouble:
        if book is not None and trouble.code == "store.wrong_password":
            book.note_failure(login, now)
        raise


def _mac_of(line: bytes) -> str:
    try:
        return str(json.loads(line)["mac"])
    except (ValueError, KeyError, TypeError):
        return "unreadable"
