"""Proves a backup before anybody trusts it: every byte of it is as it was made, it opens, its trail holds,
and every file of evidence is what was filed.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from collectdesk.domain.ids import BranchId
from collectdesk.domain.people.people import Actor
from collectdesk.domain.vault.trail import Anchor, Source
from collectdesk.store.branch import DATABASE_FILE, Store, open_store
from collectdesk.store.keys.header import KEYS_FILE
from collectdesk.store.keys.root import RootKey
from collectdesk.store.rows.cases import ArrangementRow, CaseRow, ContactRow, HoldRow, PromiseRow
from collectdesk.store.rows.customers import CustomerRow, ImportBatchRow, PaymentRow
from collectdesk.store.rows.trail import AuditRow
from collectdesk.store.rows.visits import EvidenceRow, PackRow, VisitRecordRow, VisitRow
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import evidence
from collectdesk.store.vault.backup import (
    PACKS,
    Kept,
    Manifest,
    Step,
    digest_of,
    fsync_file,
    held_evidence,
    held_packs,
    home_of,
    object_path,
    read_manifest,
    require_whole,
    staged,
    told_as_backup_trouble,
)
from collectdesk.store.work import View

STAGING: Final = "staging-"
_COUNTED: Final = {
    "customers": CustomerRow,
    "cases": CaseRow,
    "contacts": ContactRow,
    "visits": VisitRow,
    "records": VisitRecordRow,
    "evidence": EvidenceRow,
    "promises": PromiseRow,
    "plans": ArrangementRow,
    "holds": HoldRow,
    "imports": ImportBatchRow,
    "payments": PaymentRow,
    "packs": PackRow,
}
"""What people ask after: the code of each count, and its table."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A backup that opens and whose trail holds. ``flaws`` names files of evidence that are missing or altered."""

    made_at: datetime
    branch_name: str
    schema_step: str
    trail: tuple[int, str]
    counts: dict[str, int]
    evidence: int
    flaws: tuple[str, ...]
    broken_at: int | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """What the present holds and the backup doesn't. ``is_known`` is False where the present can't be read;
    ``is_ancestor`` whether the backup is an earlier moment of this very history.
    """

    is_known: bool
    is_ancestor: bool = False
    entries: int = 0
    counts: dict[str, int] | None = None
    present_at: datetime | None = None

    def lost(self) -> dict[str, int]:
        """The counts that aren't nought."""
        return {name: count for name, count in (self.counts or {}).items() if count}


def prove(backup: Path, keys: RootKey, beside: Path, step: Step, *, actor: Actor, now: datetime) -> Proof:
    """Prove a backup in a folder of its own ``beside``, which is gone afterwards.

    Raises StoreTrouble(backup_none | backup_damaged | backup_altered | backup_trail | backup_too_new | too_new | …).
    """
    with told_as_backup_trouble(), staged_copy(backup, keys, beside, staged(step, 0, 2)) as folder:
        return proof_of(backup, folder, keys, staged(step, 1, 2), actor=actor, now=now)


@contextmanager
def staged_copy(backup: Path, keys: RootKey, beside: Path, step: Step) -> Iterator[Path]:
    """Database and keys file of a backup, copied and found to be what its manifest says; gone at the end."""
    folder = beside / f"{STAGING}{secrets.token_hex(4)}"
    try:
        copy_aside(backup, keys, folder, step)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_aside(backup: Path, keys: RootKey, folder: Path, step: Step) -> Manifest:
    """Copy database and keys file into a new folder; raises StoreTrouble(backup_altered) where a byte differs."""
    manifest = read_manifest(backup)
    if not manifest.is_sealed_by(keys):
        raise StoreTrouble("backup_altered", path=str(backup))
    folder.mkdir(parents=True)
    for number, (name, digest) in enumerate(
        ((DATABASE_FILE, manifest.database_sha256), (KEYS_FILE, manifest.keys_sha256))
    ):
        step(number, 2)
        if not (backup / name).is_file():
            raise StoreTrouble("backup_damaged", path=str(backup))
        shutil.copyfile(backup / name, folder / name)
        if digest_of(folder / name) != digest:
            raise StoreTrouble("backup_altered", path=str(backup))
        fsync_file(folder / name)
    return manifest


def proof_of(backup: Path, folder: Path, keys: RootKey, step: Step, *, actor: Actor, now: datetime) -> Proof:
    """Open the staged copy, which brings an older one up to date, and go through all of it."""
    manifest = read_manifest(backup)
    store = open_store(folder, BranchId(manifest.branch_id), keys)
    try:
        with store.read(actor, now) as view:
            require_whole(view.connection)
            walked = replace(view, step=staged(step, 0, 2))
            verdict = audit.verify(walked, anchors=(Anchor(*manifest.trail, Source.BACKUP, backup.name),))
            if (
                verdict.broken_at != manifest.broken_at
            ):  # one that broke in the branch itself is told, not refused
                raise StoreTrouble("backup_trail", at=verdict.broken_at or manifest.trail[0])
            flaws = check_evidence(view, backup, staged(step, 1, 2))
            return Proof(
                manifest.made_at,
                manifest.branch_name,
                manifest.schema_step,
                manifest.trail,
                counts(view),
                len(manifest.evidence),
                flaws,
                verdict.broken_at,
            )
    finally:
        store.close()


def check_evidence(view: View, backup: Path, step: Step) -> tuple[str, ...]:
    """The stored names of evidence and packs that the backup should hold and can't give back as they were filed."""
    items, flaws = held_evidence(view), []
    for number, item in enumerate(items):
        step(number, len(items))
        try:
            digest = hashlib.sha256()
            for chunk in evidence.stream(view, object_path(backup, item.stored_name).parent, item):
                digest.update(chunk)
            if digest.hexdigest() != item.sha256:
                flaws.append(item.stored_name)
        except StoreTrouble:
            flaws.append(item.stored_name)
    manifest = read_manifest(backup)
    known = {kept.name: kept for kept in manifest.packs}
    if known or any(
        home_of(name) == PACKS for name in manifest.missing
    ):  # else made before packs were in backups
        flaws += [name for name in held_packs(view) if not _is_there(backup, known.get(name))]
    return tuple(flaws)


def _is_there(backup: Path, kept: Kept | None) -> bool:
    """Whether a pack's sealed bytes are what the manifest says; its own seals are judged when it is opened."""
    path = object_path(backup, kept.name) if kept else None
    return kept is not None and path is not None and path.is_file() and digest_of(path) == kept.sha256


def counts(view: View) -> dict[str, int]:
    """How many there are of what people ask after."""
    return {
        name: int(view.scalar(sa.select(sa.func.count()).select_from(table)) or 0)
        for name, table in _COUNTED.items()
    }


def compare(present: Store, proof: Proof, *, actor: Actor, now: datetime) -> Loss:
    """What would be lost if the backup took the place of the present."""
    with present.read(actor, now) as view:
        seq, link = proof.trail
        same = view.scalar(sa.select(AuditRow.link).where(AuditRow.seq == seq)) == link
        now_there = counts(view)
        last, _link = audit.head(view)
        at = view.scalar(sa.select(AuditRow.at).order_by(AuditRow.seq.desc()).limit(1))
    return Loss(
        True,
        same,
        max(0, last - seq),
        {name: max(0, count - proof.counts.get(name, 0)) for name, count in now_there.items()},
        at,
    )
