"""Before a file is brought up to date: nobody else may have it open, and a checked copy is put beside it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.ids import AccountId, BranchId
from collectdesk.domain.people.people import Actor, Role
from collectdesk.store.keys.header import KEYS_FILE
from collectdesk.store.keys.root import RootKey
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault import opening
from collectdesk.store.vault.backup import (
    PARTIAL,
    copy_database,
    fsync_file,
    fsync_lenient,
    name_of,
    require_whole,
    snapshot,
)
from collectdesk.store.vault.presence import Presence
from collectdesk.store.work import View

BEFORE: Final = "before"
COPIES_KEPT: Final = 2
PROGRAM: Final = Actor(AccountId("program"), "program", "program", Role.UNATTENDED)


def copy_first(folder: Path, branch_id: BranchId, keys: RootKey, presence: Presence) -> Callable[[str], None]:
    """What is done before the first step: raises StoreTrouble(in_use | before_failed), and then nothing was changed."""

    def first(found: str) -> None:
        others = presence.others()
        if others:
            raise StoreTrouble("in_use", host=others[0].host, since=others[0].since)
        try:
            with told_as_trouble():
                keep_copy(folder, branch_id, keys, found)
        except (StoreTrouble, OSError) as error:
            raise StoreTrouble("before_failed", path=str(folder / BEFORE)) from error

    return first


def keep_copy(folder: Path, branch_id: BranchId, keys: RootKey, found: str) -> Path:
    """A copy of database and keys file as they are, checked; older copies go once it stands."""
    shelf = folder / BEFORE
    shelf.mkdir(exist_ok=True)
    for broken_off in shelf.glob(f"*{PARTIAL}"):
        shutil.rmtree(broken_off)
    target = shelf / f"{name_of(datetime.now(UTC))}_{found}"
    partial = target.with_name(target.name + PARTIAL)
    try:
        partial.mkdir()
        with snapshot(_bare_view(folder, branch_id, keys), folder / "branch.db") as (_taken, raw):
            copy_database(raw, partial / "branch.db", keys, lambda _done, _total: None)
        shutil.copyfile(folder / KEYS_FILE, partial / KEYS_FILE)
        fsync_file(partial / KEYS_FILE)
        _require_whole_copy(partial / "branch.db", keys)
        fsync_lenient(partial)
        shutil.rmtree(target, ignore_errors=True)
        partial.replace(target)
        fsync_lenient(shelf)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    for old in sorted(each for each in shelf.iterdir() if each.is_dir())[:-COPIES_KEPT]:
        with suppress(OSError):
            shutil.rmtree(old)
    return target


def _require_whole_copy(path: Path, keys: RootKey) -> None:
    engine = opening.still_engine(path, keys.labelled("database"))
    try:
        with engine.connect() as connection:
            require_whole(connection)
    finally:
        engine.dispose()


def _bare_view(folder: Path, branch_id: BranchId, keys: RootKey, connection: Any = None) -> View:
    return View(
        connection, PROGRAM, datetime.now(UTC), branch_id, keys, lambda _done, _total: None,
        evidence_folder=folder / "evidence",
    )  # fmt: skip


def trail_as_written(connection: sa.Connection) -> object:
    """Every entry's bytes and the head's: no step may change them, whatever else it does to the tables."""
    digest, count = hashlib.sha256(), 0
    for row in connection.exec_driver_sql(
        "SELECT seq, branch_id, at, account_id, action, about, previous, link FROM audit_entry ORDER BY seq"
    ):
        digest.update(repr(tuple(row)).encode())
        count += 1
    head = [tuple(row) for row in connection.exec_driver_sql("SELECT seq, link FROM audit_head")]
    return count, digest.hexdigest(), head
