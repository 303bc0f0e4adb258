"""Makes one backup while the branch is in use: database, keys file, new evidence and packs, sealed by a manifest.

At a place every branch has a folder of its own; in it each backup is a folder of its moment, and ``objects``
holds evidence and packs of all of them, each file once, encrypted as it lies in the branch. A backup takes its
finished name only when all of it is on the disk, was opened with the branch's key and its trail walked.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.branch import DATABASE_FILE
from collectdesk.store.keys.header import KEYS_FILE, fsync_folder, read_header
from collectdesk.store.keys.root import RootKey
from collectdesk.store.results import packs
from collectdesk.store.results.packs import RESTING
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.server.address import require_file
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble, trouble_of
from collectdesk.store.vault import evidence, opening
from collectdesk.store.work import View

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
OBJECTS: Final = "objects"
EVIDENCE: Final = "evidence"
PACKS: Final = "packs"
PARTIAL: Final = ".partial"
_PAGES_A_STEP: Final = 2000
_READ: Final = 1 << 20
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A sealed file as the backup holds it, of evidence or a pack: name, size, digest of its sealed bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself, authenticated by the branch's key."""

    branch_id: str
    branch_name: str
    made_at: datetime
    schema_step: str
    trail: tuple[int, str]
    database_size: int
    database_sha256: str
    keys_sha256: str
    evidence: tuple[Kept, ...]
    missing: tuple[str, ...]
    broken_at: int | None = None
    mac: str = ""

    @property
    def packs(self) -> tuple[Kept, ...]:
        """Those of the sealed files that are packs at rest."""
        return tuple(kept for kept in self.evidence if home_of(kept.name) == PACKS)

    def sealed(self, keys: RootKey) -> Manifest:
        return replace(self, mac=self._mac(keys))

    def is_sealed_by(self, keys: RootKey) -> bool:
        return hmac.compare_digest(self._mac(keys), self.mac)

    def _mac(self, keys: RootKey) -> str:
        said = {name: value for name, value in self.as_json().items() if name != "mac"}
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hmac.digest(keys.labelled("backup"), text.encode("ascii"), "sha256").hex()

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "branch": self.branch_id,
            "name": self.branch_name,
            "made_at": self.made_at.isoformat(timespec="microseconds"),
            "schema": self.schema_step,
            "trail": list(self.trail),
            "database": [self.database_size, self.database_sha256],
            "keys": self.keys_sha256,
            "evidence": [[kept.name, kept.size, kept.sha256] for kept in self.evidence],
            "missing": list(self.missing),
            "broken_at": self.broken_at,
            "mac": self.mac,
        }


def home_of(name: str) -> str:
    """The branch's folder that a sealed file lies in."""
    return PACKS if name.endswith(RESTING) else EVIDENCE


def read_manifest(backup: Path) -> Manifest:
    """What a finished backup says of itself; raises StoreTrouble(backup_none | backup_damaged | backup_too_new)."""
    try:
        said = json.loads((backup / MANIFEST).read_text("utf-8"))
        if said["format"] > FORMAT:
            raise StoreTrouble("backup_too_new", found=said["format"], known=FORMAT)
        return Manifest(
            branch_id=str(said["branch"]),
            branch_name=str(said["name"]),
            made_at=datetime.fromisoformat(said["made_at"]),
            schema_step=str(said["schema"]),
            trail=(int(said["trail"][0]), str(said["trail"][1])),
            database_size=int(said["database"][0]),
            database_sha256=str(said["database"][1]),
            keys_sha256=str(said["keys"]),
            evidence=tuple(Kept(_name(n), int(size), str(sha)) for n, size, sha in said["evidence"]),
            missing=tuple(_name(name) for name in said["missing"]),
            broken_at=None if said["broken_at"] is None else int(said["broken_at"]),
            mac=str(said["mac"]),
        )
    except FileNotFoundError:
        raise StoreTrouble("backup_none", path=str(backup)) from None
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise StoreTrouble("backup_damaged", path=str(backup)) from error


def _name(text: str) -> str:
    """A stored name, which is a plain file name: a forged manifest mustn't lead out of its folder."""
    if Path(str(text)).name != text or text in {"", ".", ".."} or "\\" in text:
        raise ValueError("no file name")
    return text


# ---- where things lie


def folder_at(place: Path, branch_id: str) -> Path:
    """The branch's own folder at a place."""
    return place / f"CollectDesk-{branch_id[-12:]}"


def name_of(moment: datetime) -> str:
    """A backup's name: its moment in branch time, in the order of time."""
    return moment.astimezone(CHINA_TIME).strftime("%Y-%m-%d_%H-%M-%S")


def object_path(backup: Path, name: str) -> Path:
    """Where a backup's evidence lies: 256 folders, since a stick's file system holds few files in one."""
    return backup.parent / OBJECTS / Path(name).stem[-2:].lower() / name


def backups_in(folder: Path) -> list[Path]:
    """The finished backups of a branch's folder, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(each for each in folder.iterdir() if each.suffix != PARTIAL and (each / MANIFEST).is_file())


def find_backups(place: Path) -> list[Path]:
    """The finished backups at a place, in a branch's folder of it, or the one that it is itself; oldest first."""
    if (place / MANIFEST).is_file():
        return [place]
    with told_as_backup_trouble():
        here = backups_in(place)
        below = [b for each in sorted(place.glob("CollectDesk-*")) for b in backups_in(each)]
    return here + below


# ---- making one


def make_backup(view: View, partial: Path, step: Step) -> Manifest:
    """Write all of a backup into the folder ``partial`` and check it there; raises StoreTrouble(backup_* | …).

    ``view`` says whose branch; the copy is of a snapshot taken now. Other programs go on writing meanwhile.
    """
    source = view.evidence_folder.parent
    with told_as_backup_trouble():
        partial.mkdir(parents=True)
        with snapshot(view, source / DATABASE_FILE) as (taken, raw):
            copy_database(raw, partial / DATABASE_FILE, view.keys, staged(step, 0, 3))
            manifest = _describe(taken, source, partial, staged(step, 1, 3))
        broken_at = check_in_place(view, partial, manifest.trail, staged(step, 2, 3))
        sealed = replace(manifest, broken_at=broken_at).sealed(view.keys)
        _write_whole(partial / MANIFEST, json.dumps(sealed.as_json(), indent=0).encode())
        fsync_lenient(partial)
        fsync_lenient(partial.parent)
    step(3000, 3000)
    return sealed


@contextmanager
def snapshot(view: View, path: Path) -> Iterator[tuple[View, Any]]:
    """A view on the file as it is now, and its raw connection, on which backup may take its time."""
    require_file(path.parent)
    engine = opening.engine(path, view.keys.labelled("database"), query_only=True, pool=1)
    try:
        with engine.connect() as connection, connection.begin():
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # here the snapshot begins
            yield replace(view, connection=connection, noted={}), raw
    finally:
        engine.dispose()


def copy_database(raw: Any, target: Path, keys: RootKey, step: Step) -> None:
    """Copy a snapshot page by page, encrypted as the branch is. The open snapshot keeps SQLite from starting
    over when somebody writes, which a copy in steps would otherwise do for ever.
    """
    copied = opening.connect(target, keys.labelled("database"), mode="rwc")
    try:
        raw.backup(
            copied, pages=_PAGES_A_STEP, progress=lambda _status, left, total: step(total - left, total)
        )
    finally:
        copied.close()
    fsync_file(target)


def _describe(taken: View, source: Path, partial: Path, step: Step) -> Manifest:
    """Bring the evidence and the keys along, and say what there is."""
    kept, missing = _copy_sealed(taken, source, partial, step)
    keys_file = (source / KEYS_FILE).read_bytes()
    _write_whole(partial / KEYS_FILE, keys_file)
    return Manifest(
        branch_id=taken.branch_id,
        branch_name=read_header(partial).branch_name,
        made_at=taken.now,
        schema_step=str(taken.scalar(sa.text("SELECT version_num FROM alembic_version"))),
        trail=audit.head(taken),
        database_size=(partial / DATABASE_FILE).stat().st_size,
        database_sha256=digest_of(partial / DATABASE_FILE),
        keys_sha256=hashlib.sha256(keys_file).hexdigest(),
        evidence=tuple(kept),
        missing=tuple(missing),
    )


def _copy_sealed(taken: View, source: Path, partial: Path, step: Step) -> tuple[list[Kept], list[str]]:
    """New files only: a sealed file never changes under its name, and what an earlier backup brought stays."""
    known = known_objects(partial.parent, taken.keys)
    kept: list[Kept] = []
    missing: list[str] = []
    touched: set[Path] = set()
    names = [item.stored_name for item in held_evidence(taken)] + held_packs(taken)
    for number, name in enumerate(names):
        step(number, len(names))
        origin, target = source / home_of(name) / name, object_path(partial, name)
        before = known.get(name)
        if before is not None and target.is_file() and target.stat().st_size == before.size:
            kept.append(before)
        elif origin.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            kept.append(_copy_file(origin, target))
            touched.add(target.parent)
        else:
            missing.append(name)
    for folder in touched:
        fsync_lenient(folder)
    if touched:
        fsync_lenient(partial.parent / OBJECTS)
    return kept, missing


def held_evidence(view: View) -> list[evidence.Evidence]:
    """All evidence that can still be read: what was disposed of with its case's key is no loss."""
    disposed = {row.id for row in view.rows(sa.select(CaseRow.id).where(CaseRow.sealed_key == ""))}
    return [each for each in evidence.everything(view) if each.case_id not in disposed]


def held_packs(view: View) -> list[str]:
    """The files of all packs that rest sealed and weren't disposed of."""
    return [kept.file_name for kept in packs.packs(view) if kept.rests_sealed and kept.disposed_at is None]


def known_objects(folder: Path, keys: RootKey) -> dict[str, Kept]:
    """The sealed files that the newest backup of a branch's folder knows, of those that this branch sealed."""
    for backup in reversed(backups_in(folder)):
        with suppress(StoreTrouble):
            manifest = read_manifest(backup)
            if manifest.is_sealed_by(keys):
                return {kept.name: kept for kept in manifest.evidence}
    return {}


def _copy_file(origin: Path, target: Path) -> Kept:
    """Copy under a partial name, on the disk before it gets its own."""
    partial = target.with_name(target.name + PARTIAL)
    digest, size = hashlib.sha256(), 0
    with origin.open("rb") as reading, partial.open("wb") as writing:
        while chunk := reading.read(_READ):
            digest.update(chunk)
            size += writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    partial.replace(target)
    return Kept(target.name, size, digest.hexdigest())


def check_in_place(view: View, backup: Path, head: tuple[int, str], step: Step) -> int | None:
    """Open the copy with the branch's key, look at every page and walk its trail; raises StoreTrouble(backup_damaged).

    A trail that is broken in the branch itself is no reason to lose the rest: the answer is where it breaks.
    """
    engine = opening.still_engine(backup / DATABASE_FILE, view.keys.labelled("database"))
    try:
        with engine.connect() as connection:
            require_whole(connection)
            copied = replace(view, connection=connection, noted={}, step=step)
            verdict = audit.verify(copied)
            if audit.head(copied) != head:
                raise StoreTrouble("backup_damaged", path="")
            return verdict.broken_at
    finally:
        engine.dispose()


def require_whole(connection: sa.Connection) -> None:
    """Every page authentic and in order, every link kept; raises StoreTrouble(backup_damaged)."""
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    order = connection.exec_driver_sql("PRAGMA integrity_check").all()
    links = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if pages or links or [tuple(row) for row in order] != [("ok",)]:
        raise StoreTrouble("backup_damaged", path="")


# ---- files


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_whole(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def fsync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def fsync_lenient(folder: Path) -> None:
    """Make names outlive a power cut, where the file system of a stick or share can promise it."""
    try:
        fsync_folder(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES):
            raise


def staged(step: Step, number: int, count: int) -> Step:
    """One of several stages of a work, each an equal part of the whole."""
    return lambda done, total: step(1000 * number + 1000 * done // max(1, total), 1000 * count)


_BY_ERRNO: Final = {
    errno.ENOSPC: "backup_full",
    errno.EDQUOT: "backup_full",
    errno.EFBIG: "backup_too_large",
    errno.EROFS: "backup_read_only",
    errno.EACCES: "backup_read_only",
    errno.EPERM: "backup_read_only",
}
_BY_TROUBLE: Final = {
    "store.full": "backup_full",
    "store.read_only": "backup_read_only",
    "store.cannot_open": "backup_gone",
    "store.disk": "backup_gone",
}


@contextmanager
def told_as_backup_trouble() -> Iterator[None]:
    """What fails while a backup is written or read is told of its disk, not of the branch's."""
    try:
        yield
    except OSError as error:
        raise StoreTrouble(_BY_ERRNO.get(error.errno or 0, "backup_gone")) from error
    except StoreTrouble:
        raise
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        code = _BY_TROUBLE.get(trouble.code, trouble.code.removeprefix("store."))
        raise StoreTrouble(code, **trouble.facts) from error
