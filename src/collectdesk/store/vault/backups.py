"""The register: where backups go, which exist, which case's key still lies in which, and taking old ones away."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.backups import BackupId, BackupState, Occasion, PlaceId, Retention, Rhythm
from collectdesk.domain.zones import local_day
from collectdesk.store.keys.root import RootKey
from collectdesk.store.rows.backups import BackupPlaceRow, BackupRow
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.backup import (
    OBJECTS,
    PARTIAL,
    Manifest,
    backups_in,
    fsync_lenient,
    read_manifest,
    told_as_backup_trouble,
)
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or stick that gets a backup by its rhythm."""

    id: PlaceId
    folder: Path
    rhythm: Rhythm
    keep: Retention
    version: int


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup of the register. ``missing`` counts evidence that the branch itself lacked."""

    id: BackupId
    place: Path
    name: str
    occasion: Occasion
    state: BackupState
    made_at: datetime
    trail: tuple[int, str]
    schema_step: str
    size: int
    evidence: int
    missing: int
    broken_at: int | None
    verified_at: datetime
    made_by: str
    removed_at: datetime | None

    @property
    def made_on(self) -> date:
        return local_day(self.made_at)

    @property
    def is_sound(self) -> bool:
        """Whether it holds all there should be and its trail was whole; others don't count as a backup."""
        return self.missing == 0 and self.broken_at is None


def places(view: View) -> list[Place]:
    """Where backups go, in the order they were planned."""
    query = sa.select(BackupPlaceRow).where(BackupPlaceRow.active).order_by(BackupPlaceRow.recorded_at)
    return [
        Place(
            PlaceId(row.id),
            Path(row.folder),
            Rhythm(row.rhythm),
            Retention(row.daily, row.weekly, row.monthly),
            row.version,
        )
        for row in view.rows(query)
    ]


def place(view: View, place_id: str) -> Place:
    """One planned place; raises Refused(backup.place_unknown)."""
    found = next((each for each in places(view) if each.id == place_id), None)
    if found is None:
        raise Refused("backup.place_unknown")
    return found


def plan_place(work: Work, folder: Path, rhythm: Rhythm, keep: Retention) -> PlaceId:
    """Plan a place, or change the plan of one that is planned already."""
    said: dict[str, Any] = {
        "rhythm": rhythm.value,
        "daily": keep.daily,
        "weekly": keep.weekly,
        "monthly": keep.monthly,
        "active": True,
    }
    before = work.scalar(sa.select(BackupPlaceRow.id).where(BackupPlaceRow.folder == str(folder)))
    if before is not None:
        work.change(BackupPlaceRow, before, **said)
        return PlaceId(before)
    return PlaceId(work.add(BackupPlaceRow, folder=str(folder), **said))


def drop_place(work: Work, kept: Place) -> None:
    """Plan no more backups to a place; those that are there stay."""
    work.change(BackupPlaceRow, kept.id, kept.version, active=False)


def add_backup(work: Work, target: Path, manifest: Manifest, occasion: Occasion) -> BackupId:
    """Register a finished backup."""
    return BackupId(
        work.add(
            BackupRow,
            place=str(target.parent.parent),
            name=target.name,
            occasion=occasion.value,
            state=BackupState.KEPT.value,
            snapshot_at=manifest.made_at,
            trail_seq=manifest.trail[0],
            trail_link=manifest.trail[1],
            schema_step=manifest.schema_step,
            sha256=manifest.database_sha256,
            size=manifest.database_size,
            evidence=len(manifest.evidence),
            evidence_missing=len(manifest.missing),
            broken_at=manifest.broken_at,
            verified_at=manifest.made_at,
            removed_at=None,
        )
    )


def set_states(work: Work, ids: Iterable[BackupId], state: BackupState) -> None:
    """Mark backups as leaving or removed."""
    removed: dict[str, Any] = {"removed_at": work.now} if state is BackupState.REMOVED else {}
    for each in ids:
        work.change(BackupRow, each, state=state.value, **removed)


def backups(view: View, *, place: Path | None = None, existing: bool = True) -> list[Backup]:
    """The register, oldest first; ``existing`` leaves out what was removed."""
    query = sa.select(BackupRow).order_by(BackupRow.snapshot_at, BackupRow.id)
    if place is not None:
        query = query.where(BackupRow.place == str(place))
    if existing:
        query = query.where(BackupRow.state != BackupState.REMOVED.value)
    return [_backup(row) for row in view.rows(query)]


def _backup(row: BackupRow) -> Backup:
    return Backup(
        BackupId(row.id),
        Path(row.place),
        row.name,
        Occasion(row.occasion),
        BackupState(row.state),
        row.snapshot_at,
        (row.trail_seq, row.trail_link),
        row.schema_step,
        row.size,
        row.evidence,
        row.evidence_missing,
        row.broken_at,
        row.verified_at,
        row.recorded_by,
        row.removed_at,
    )


def last_made(view: View, place: Path | None = None, *, sound: bool = False) -> date | None:
    """The day of the newest backup, at one place or at any; ``sound`` asks for the newest without a flaw."""
    found = [each for each in backups(view, place=place) if each.is_sound or not sound]
    return found[-1].made_on if found else None


def holding_case(view: View, case_id: str) -> list[Backup]:
    """The backups that still hold a case's key and evidence: every one made since the case was opened that
    wasn't removed. A certificate of disposal names them.
    """
    opened_at = view.scalar(sa.select(CaseRow.recorded_at).where(CaseRow.id == case_id))
    return [each for each in backups(view) if opened_at is None or each.made_at >= opened_at]


# ---- taking old ones away


def sweep(folder: Path, leaving: Collection[str], keeping: Path) -> None:
    """Take away a branch's backups of these names, what broke off before, and evidence no backup needs.

    ``keeping`` is the partial backup being made, which stays. A backup leaves its finished name first, so that
    none that is half gone looks whole.
    """
    with told_as_backup_trouble():
        for name in leaving:
            if (folder / name).is_dir():
                (folder / name).replace(folder / (name + PARTIAL))
        fsync_lenient(folder)
        for partial in folder.glob(f"*{PARTIAL}"):
            if partial != keeping:
                shutil.rmtree(partial)
    remove_unneeded(folder)


def remove_unneeded(folder: Path) -> int:
    """Remove evidence that no finished backup names; nothing where one of them can't be read."""
    needed: set[str] = set()
    try:
        for backup in backups_in(folder):
            needed |= {kept.name for kept in read_manifest(backup).evidence}
    except StoreTrouble:
        return 0
    gone = 0
    for path in (folder / OBJECTS).glob("*/*"):
        if path.name not in needed:
            with suppress(OSError):
                path.unlink()
                gone += 1
    return gone


def exists(folder: Path, name: str) -> bool:
    """Whether a backup's folder is still there, whole or half gone."""
    return (folder / name).exists() or (folder / (name + PARTIAL)).exists()


def unregistered(folder: Path, known: Collection[str], keys: RootKey) -> list[tuple[Path, Manifest]]:
    """Finished backups that this branch made and its register doesn't know, oldest first."""
    found = []
    for path in backups_in(folder):
        if path.name in known:
            continue
        with suppress(StoreTrouble):
            manifest = read_manifest(path)
            if manifest.is_sealed_by(keys):
                found.append((path, manifest))
    return found
