"""Puts a proven backup in the place of the present, which is kept aside; a crash leaves one or the other.

What is to take the place lies ready in a staging folder. Writing ``restore.json`` decides it: before, the
present stands untouched; after, whoever opens the branch next finishes the exchange, which can be begun again at
any point.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.branch import DATABASE_FILE, Store
from collectdesk.store.keys.header import KEYS_FILE
from collectdesk.store.keys.root import RootKey
from collectdesk.store.rows.backups import BackupRow
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault.backup import (
    EVIDENCE,
    PACKS,
    Manifest,
    Step,
    digest_of,
    fsync_lenient,
    home_of,
    name_of,
    object_path,
    told_as_backup_trouble,
)
from collectdesk.store.vault.decided import JOURNAL
from collectdesk.store.vault.filelock import FileLock, is_held
from collectdesk.store.vault.presence import exchanging
from collectdesk.store.vault.proving import STAGING, copy_aside
from collectdesk.store.work import Work

ASIDE: Final = "aside"
_HELD: Final = "staging.lock"
_HOMES: Final = (EVIDENCE, PACKS)
_FILES: Final = (f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm", KEYS_FILE, DATABASE_FILE)


@dataclass(slots=True)
class Staging:
    """A backup's database and keys, copied and checked, waiting beside the present."""

    folder: Path
    backup: Path
    manifest: Manifest
    _lock: FileLock

    def abandon(self) -> None:
        """The present stays; nothing is left of the attempt."""
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def stage(branch: Path, backup: Path, keys: RootKey, step: Step) -> Staging:
    """Copy a backup beside the present; raises StoreTrouble(backup_altered | backup_damaged | full …)."""
    sweep_staging(branch)
    folder = branch / f"{STAGING}{secrets.token_hex(4)}"
    lock = FileLock(folder / _HELD)
    try:
        with told_as_backup_trouble():
            branch.mkdir(parents=True, exist_ok=True)
            manifest = copy_aside(backup, keys, folder, step)
            lock.take()
    except BaseException:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Staging(folder, backup, manifest, lock)


def sweep_staging(branch: Path) -> None:
    """Take away what an attempt that broke off has left."""
    if not branch.is_dir() or (branch / JOURNAL).exists():
        return
    for folder in branch.glob(f"{STAGING}*"):
        if not is_held(folder / _HELD):
            shutil.rmtree(folder, ignore_errors=True)


def stage_evidence(branch: Path, staging: Staging, step: Step) -> tuple[list[str], int]:
    """Bring the evidence and packs that the present lacks or holds altered; gives what of the present has to go
    aside, and how many files the backup itself lacks. A backup from before packs were in them leaves those alone.
    """
    for home in _HOMES:
        (staging.folder / home).mkdir(exist_ok=True)
    named = {kept.name for kept in staging.manifest.evidence}
    homes = _HOMES if staging.manifest.packs else (EVIDENCE,)
    there = {path.name for home in homes for path in (branch / home).glob("*") if home_of(path.name) == home}
    goes = sorted(there - named)
    lacking = 0
    for number, kept in enumerate(staging.manifest.evidence):
        step(number, len(named))
        standing = branch / home_of(kept.name) / kept.name
        if kept.name in there and standing.stat().st_size == kept.size and digest_of(standing) == kept.sha256:
            continue
        origin = object_path(staging.backup, kept.name)
        if origin.is_file():
            _copy_synced(origin, staging.folder / home_of(kept.name) / kept.name)
            goes += [kept.name] if kept.name in there else []
        else:
            lacking += 1
    for home in _HOMES:
        fsync_lenient(staging.folder / home)
    return goes, lacking


def _copy_synced(origin: Path, target: Path) -> None:
    with origin.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def carry_over_register(present: Store, work: Work) -> int:
    """Take along what the register says of backups made since: they exist, whatever the restored branch knew."""
    with present.reading() as connection:
        rows = [dict(row) for row in connection.execute(sa.select(BackupRow.__table__)).mappings()]
    known = {row.id: row.state for row in work.rows(sa.select(BackupRow.id, BackupRow.state))}
    fresh = [row for row in rows if row["id"] not in known]
    if fresh:
        work.connection.execute(sa.insert(BackupRow), fresh)
    for row in rows:
        if row["id"] in known and row["state"] != known[row["id"]]:
            work.change(BackupRow, row["id"], state=row["state"], removed_at=row["removed_at"])
    return len(fresh)


def exchange(branch: Path, staging: Staging, goes: Sequence[str], now: datetime) -> Path:
    """Decide the exchange and carry it out; gives the folder where the present was put aside.

    Raises StoreTrouble(in_use) while any program has the branch open. From the journal on there is only forward.
    """
    with exchanging(branch):
        aside = _decide(branch, staging, goes, now)
        _finish(branch)
    staging._lock.release()
    return aside


def _decide(branch: Path, staging: Staging, goes: Sequence[str], now: datetime) -> Path:
    """Write the journal: from here on there is only forward."""
    aside = f"{ASIDE}/{name_of(now)}"
    while (branch / aside).exists():
        aside += "+"
    journal = {
        "staging": staging.folder.name,
        "aside": aside,
        "out": [name for name in _FILES if (branch / name).exists()],
        "evidence": list(goes),
    }
    with told_as_trouble():
        fsync_lenient(staging.folder)
        partial = branch / f"{JOURNAL}.partial"
        with partial.open("w", encoding="utf-8") as file:
            json.dump(journal, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(branch / JOURNAL)
        fsync_lenient(branch)
    return branch / aside


def finish(branch: Path) -> bool:
    """Finish an exchange that was decided; False where there is none. Raises StoreTrouble (restore_unfinished)."""
    if _journal(branch) is None:
        return False
    with exchanging(branch):
        return _finish(branch)


def _finish(branch: Path) -> bool:
    journal = _journal(branch)
    if journal is None:
        return False
    staging, aside = branch / journal["staging"], branch / journal["aside"]
    try:
        for home in _HOMES:
            (aside / home).mkdir(parents=True, exist_ok=True)
            (branch / home).mkdir(exist_ok=True)
        for name in journal["out"]:
            _move(branch / name, aside / name)
        for name in journal["evidence"]:
            _move(branch / home_of(name) / name, aside / home_of(name) / name)
        for home in _HOMES:
            for path in sorted((staging / home).glob("*")):
                path.replace(branch / home / path.name)
        for name in (KEYS_FILE, DATABASE_FILE):
            if (staging / name).exists():
                (staging / name).replace(branch / name)
        for folder in (*(at / home for at in (aside, branch) for home in _HOMES), aside, branch):
            fsync_lenient(folder)
        (branch / JOURNAL).unlink()
        fsync_lenient(branch)
    except OSError as error:
        raise StoreTrouble("restore_unfinished", path=str(branch)) from error
    shutil.rmtree(staging, ignore_errors=True)
    return True


def _move(origin: Path, target: Path) -> None:
    """Move once: what lies at the target already is the present's own, and what lies here now is the restored."""
    if not target.exists():
        with suppress(FileNotFoundError):
            origin.replace(target)


def _journal(branch: Path) -> dict[str, Any] | None:
    try:
        said = json.loads((branch / JOURNAL).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StoreTrouble("restore_unfinished", path=str(branch)) from error
    return said if isinstance(said, dict) else None
