"""Owns the rotation: a copy of the branch under a new root, checked, swapped in by one rename; or nothing at all.

The keys file names both epochs from before the first byte is written until after the swap. Whatever kills the
program in between, the next opening asks the database which root it has, and finishes or rolls back
(``settle``). No step needs anybody's password but that of whoever began it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.ids import BranchId
from collectdesk.domain.people.people import Actor
from collectdesk.store.branch import DATABASE_FILE
from collectdesk.store.keys import openings, register, rewrapping, slots, workstation
from collectdesk.store.keys.header import KeysHeader, fsync_folder, write_header
from collectdesk.store.keys.root import RootKey
from collectdesk.store.keys.slots import Holder
from collectdesk.store.keys.workstation import Workstation
from collectdesk.store.server.address import require_file
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault import alone, opening
from collectdesk.store.vault.shelf import KeyShelf
from collectdesk.store.work import Work

NEXT_FILE: Final = "branch.next.db"
STAGES: Final = (
    "secret_kept", "both_named", "copied", "rewrapped", "verified", "swapped", "one_named",
)  # fmt: skip
"""What has been done when ``reached`` is called; tests kill the program there."""
_BESIDE: Final = ("", "-wal", "-shm", "-journal")

Reached = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a rotation is to change besides the root and the workstation's secret.

    ``replace_codes`` are envelopes that get a new code. Whoever was removed before is sealed to no more, nor is an
    envelope whose code opened the branch in a recovery that was cut off.
    """

    reason: str
    replace_codes: frozenset[str] = frozenset()
    about: dict[str, Any] = field(default_factory=dict)
    """Ids for the line in the trail."""


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """The keys as they stand now, and new envelopes' codes to print once, by the envelope's name."""

    header: KeysHeader
    root: RootKey = field(repr=False)
    codes: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One rotation under way."""

    folder: Path
    wish: Wish
    actor: Actor
    now: datetime
    old: RootKey = field(repr=False)
    new: RootKey = field(repr=False)
    station: Workstation = field(repr=False)
    spent: frozenset[str] = frozenset()

    def work(self, connection: sa.Connection, root: RootKey, step: Callable[[int, int], None]) -> Work:
        branch_id = BranchId(self.branch_id(connection))
        evidence = self.folder / "evidence"
        return Work(connection, self.actor, self.now, branch_id, root, step, evidence_folder=evidence)

    @staticmethod
    def branch_id(connection: sa.Connection) -> str:
        return str(connection.exec_driver_sql("SELECT id FROM branch").scalar())


def _nothing(_stage: str) -> None:
    """Nobody watches."""


def _no_step(_done: int, _total: int) -> None:
    """Nobody watches."""


def rekey(
    folder: Path,
    header: KeysHeader,
    old: RootKey,
    shelf: KeyShelf,
    wish: Wish,
    actor: Actor,
    now: datetime,
    *,
    step: Callable[[int, int], None] = _no_step,
    reached: Reached = _nothing,
) -> Rekeyed:
    """Give the branch a new root; nobody may have it open. Raises StoreTrouble (rekeying, open_elsewhere,
    keys_edited, full, copy_differs …) and leaves everything as it was.
    """
    require_file(folder)
    turn = _Turn(folder, wish, actor, now, old, old.successor(), workstation.new_workstation())
    with alone.only_one(folder), alone.alone_with(folder / DATABASE_FILE, old.labelled("database")) as held:
        station, holders, spent = _as_it_stands(turn, held.connection)
        turn = replace(turn, spent=spent)
        both, codes, added = _both(turn, header, station, holders)
        try:
            with told_as_trouble():
                workstation.put(header, shelf, turn.station)
                reached("secret_kept")
                write_header(folder, both)
                reached("both_named")
                _write_next(turn, held.connection, added, step, reached)
                after = _swap(turn, both, held, reached)
        except BaseException:
            _step_back(folder, header, held)
            raise
    return Rekeyed(after, turn.new, codes)


def settle(folder: Path, header: KeysHeader, roots: tuple[RootKey, ...]) -> tuple[KeysHeader, RootKey]:
    """The keys file with one epoch and the root that opens the branch; ends a rotation that was cut off.

    Raises StoreTrouble(rekeying) while one runs, and (wrong_key) when no root fits.
    """
    if not header.is_rotating:
        return header, roots[0]
    with alone.only_one(folder), told_as_trouble():
        fitting = next(
            (r for r in roots if opening.fits(folder / DATABASE_FILE, r.labelled("database"))), None
        )
        if fitting is None:
            raise StoreTrouble("wrong_key")
        _remove_next(folder)
        settled = header.only(fitting.epoch)
        write_header(folder, settled)
    return settled, fitting


def _step_back(folder: Path, header: KeysHeader, held: alone.Alone) -> None:
    """Undo what a failure left, unless the swap has happened: then opening finishes it."""
    with suppress(Exception):
        if held.stands():
            _remove_next(folder)
            write_header(folder, header)


# ---- the keys


def _as_it_stands(turn: _Turn, raw: Any) -> tuple[Workstation, list[Holder], frozenset[str]]:
    with opening.engine_over(raw).connect() as connection, connection.begin():
        work = turn.work(connection, turn.old, _no_step)
        return register.workstation_secret(work), register.holders(work), frozenset(openings.opened(work))


def _both(
    turn: _Turn, header: KeysHeader, station: Workstation, holders: list[Holder]
) -> tuple[KeysHeader, dict[str, str], list[Holder]]:
    """The keys file with both epochs: everybody who stays has both roots, nobody's password is needed."""
    known = workstation.known(header, station)
    going = turn.wish.replace_codes | turn.spent
    staying = [h for h in holders if h.kind != "code" or h.name not in going]
    epoch = workstation.succeeded(header, turn.new.epoch, turn.station, known)
    both = slots.seal_for_all(replace(header, epochs=(header.newest, epoch)), staying, turn.new)
    codes: dict[str, str] = {}
    added = []
    for name in sorted(turn.wish.replace_codes):
        both, holder, code = slots.add_code(both, turn.new, slots.envelope_name(name[:1]))
        codes[holder.name] = code
        added.append(holder)
    return both, codes, added


# ---- the copy


def _write_next(
    turn: _Turn, raw: Any, added: list[Holder], step: Callable[[int, int], None], reached: Reached
) -> None:
    path = turn.folder / NEXT_FILE
    _remove_next(turn.folder)
    step(0, 4)
    _copy(raw, path, turn.new.labelled("database"))
    reached("copied")
    step(1, 4)
    before = _counts(raw)
    with _engine(path, turn.new) as made, made.connect() as connection, connection.begin():
        if _counts(connection.connection.driver_connection) != before:
            raise StoreTrouble("copy_differs")
        _rewrap(turn.work(connection, turn.new, _no_step), turn, added)
    reached("rewrapped")
    step(2, 4)
    _verify(turn, raw, path)
    _sync(path)
    reached("verified")
    step(3, 4)


def _copy(raw: Any, path: Path, key: bytes) -> None:
    """Page by page under the other key: rowids, triggers and the application's mark stay as they are, which
    ``sqlcipher_export`` doesn't promise.
    """
    target = opening.connect(path, key, mode="rwc")
    try:
        raw.backup(target, pages=-1)
    finally:
        target.close()


@contextmanager
def _engine(path: Path, root: RootKey) -> Iterator[sa.Engine]:
    made = opening.engine(path, root.labelled("database"), query_only=False, pool=1)
    try:
        yield made
    finally:
        made.dispose()


def _rewrap(work: Work, turn: _Turn, added: list[Holder]) -> None:
    """Bring everything the old root sealed under the new one, and write the first line of the new epoch."""
    rewrapping.rewrap(work, turn.old)
    register.remember_past(work, turn.old)
    register.begin_epoch(work, turn.new.epoch, turn.wish.reason, turn.station)
    for envelope in sorted(turn.wish.replace_codes | turn.spent):
        register.retire(work, "code", envelope, turn.wish.reason)
    for holder in added:
        register.enrol(work, holder, None)
    told = {"epoch": turn.new.epoch, "reason": turn.wish.reason, **turn.wish.about}
    audit.append(work, "keys.rotated", told)


def _verify(turn: _Turn, raw: Any, path: Path) -> None:
    """The copy is sound, and its trail says what the original's says; raises StoreTrouble(copy_differs)."""
    with opening.engine_over(raw).connect() as connection, connection.begin():
        before = audit.verify(turn.work(connection, turn.old, _no_step))
    with _engine(path, turn.new) as made, made.connect() as connection:
        raw_copy: Any = connection.connection.driver_connection
        raw_copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the cipher's check reads the file, not the log
        sound = [
            raw_copy.execute("PRAGMA cipher_integrity_check").fetchall() == [],
            raw_copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)],
            raw_copy.execute("PRAGMA foreign_key_check").fetchall() == [],
        ]
        with connection.begin():
            after = audit.verify(turn.work(connection, turn.new, _no_step))
    same = (before.intact, before.broken_at, before.entries + 1) == (
        after.intact,
        after.broken_at,
        after.entries,
    )
    if not all(sound) or not same:
        raise StoreTrouble("copy_differs")


def _counts(raw: Any) -> dict[str, int]:
    """The rows of every table."""
    tables = raw.execute("SELECT name FROM sqlite_schema WHERE type='table' AND rootpage>0 ORDER BY name")
    found = {}
    for (name,) in tables.fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        found[name] = raw.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0]  # noqa: S608 - a table's own name
    return found


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove_next(folder: Path) -> None:
    for ending in _BESIDE:
        (folder / f"{NEXT_FILE}{ending}").unlink(missing_ok=True)


# ---- the swap


def _swap(turn: _Turn, both: KeysHeader, held: alone.Alone, reached: Reached) -> KeysHeader:
    """One rename decides; before it the old root rules, after it the new one."""
    leftover = [turn.folder / f"{NEXT_FILE}{ending}" for ending in ("-wal", "-journal")]
    if any(path.exists() and path.stat().st_size for path in leftover):
        raise StoreTrouble("copy_differs")  # what lies in a log wouldn't come along
    held.let_replace()
    (turn.folder / NEXT_FILE).replace(turn.folder / DATABASE_FILE)
    fsync_folder(turn.folder)
    reached("swapped")
    held.spoil()
    after = both.only(turn.new.epoch)
    write_header(turn.folder, after)
    reached("one_named")
    return after
