"""A really full or read-only disk under the branch: a sentence, nothing changed, and on it goes with room."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.intake.undoing import UndoImport
from collectdesk.desk.paper.attaching import AttachEvidence
from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.backing_up import back_up_to
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.store import schema
from collectdesk.store.keys.header import KEYS_FILE, read_header
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import alone, backup, proving, rekeying
from collectdesk.store.vault.rekeying import Wish
from collectdesk.store.vault.shelf import PracticeShelf
from helpers.branches import PASSWORD, PRACTICE_DATE, Branch, overdue_rows, small_branch
from store.older import BEFORE, RELEASED, Old

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from collectdesk.desk.intake.imports import Imported

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="a small disk is mounted by root only",
)
MB = 1 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, 8 MB large."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.system(f"mount -t tmpfs -o size=8m tmpfs {place} 2>/dev/null") != 0:
        pytest.skip("mounting isn't allowed here")
    yield place
    os.system(f"umount -l {place}")


@contextmanager
def full(disk: Path, left: int = 0) -> Iterator[None]:
    """Fill the disk up to so many bytes."""
    filler = disk / "filler"
    room = shutil.disk_usage(disk).free - left
    with filler.open("wb") as file:
        file.write(b"x" * max(0, room))
    yield
    filler.unlink()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    assert os.system(f"mount -o remount,ro {disk}") == 0
    yield
    assert os.system(f"mount -o remount,rw {disk}") == 0


def told(act: Callable[[], object]) -> str:
    with pytest.raises(StoreTrouble) as error:
        act()
    return error.value.code


@pytest.mark.parametrize("left", [0, 20_000, 80_000])
def test_an_import_and_evidence_on_a_full_disk_change_nothing(disk: Path, tmp_path: Path, left: int) -> None:
    branch = small_branch(disk / "branch")
    visit = branch.planned_visit()
    photo = tmp_path / "door.jpg"
    photo.write_bytes(os.urandom(300_000))
    many = [row for _ in range(60) for row in overdue_rows()]
    before = branch.actions()
    with full(disk, left):
        assert told(lambda: branch.attach(visit, photo)) == "store.full"
        assert told(lambda: _import(branch, many)) == "store.full"
    assert branch.actions() == before
    assert not (disk / "branch" / "evidence").exists() or not list((disk / "branch" / "evidence").iterdir())
    branch.clerk(AttachEvidence(visit, photo, branch.evidence_folder, "photo"))
    _import(branch, many)
    assert branch.ask(audit.verify).intact
    branch.close()


def _import(branch: Branch, rows: Sequence[object]) -> Imported:
    from dataclasses import replace
    from datetime import timedelta

    fresh = [
        replace(row, line=at + 2, customer_no=f"KF{at:06d}", account_no=f"62250000000{at:06d}")  # type: ignore[type-var]
        for at, row in enumerate(rows)
    ]
    return branch.take(LedgerKind.OVERDUE, fresh, PRACTICE_DATE + timedelta(days=1))  # type: ignore[arg-type]


def test_opening_on_a_full_or_read_only_disk_says_so_and_opens_later(disk: Path) -> None:
    branch = small_branch(disk / "branch")
    branch.close()
    with full(disk):
        assert told(lambda: sign_in(disk / "branch", "clerk", PASSWORD)) == "store.full"
    with read_only(disk):
        assert told(lambda: sign_in(disk / "branch", "clerk", PASSWORD)) == "store.read_only"
    session = sign_in(disk / "branch", "clerk", PASSWORD)
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        assert audit.verify(view).intact
    session.desk.store.close()


@pytest.mark.parametrize("left", [0, 100_000, 900_000])
def test_a_migration_without_room_is_put_off_and_the_file_stays_as_it_was(disk: Path, left: int) -> None:
    old = Old(RELEASED[-1], disk / "branch", BEFORE)
    before = (disk / "branch" / "branch.db").read_bytes()
    with full(disk, left):
        assert told(old.open) in {"store.before_failed", "store.full"}
    assert (disk / "branch" / "branch.db").read_bytes() == before
    with read_only(disk):
        assert told(old.open) in {"store.read_only", "store.before_failed"}
    old.open().close()
    assert old.found_step() == schema.HEAD


@pytest.mark.parametrize("left", [0, 30_000, 400_000, 900_000])
def test_new_keys_without_room_leave_keys_and_branch_as_they_were(disk: Path, left: int) -> None:
    branch = small_branch(disk / "branch")
    branch.call()
    branch.close()
    with read_only(disk):
        assert told(lambda: _rotate(branch)) in {"store.read_only", "store.cannot_open"}
    before = _as_it_lies(branch.folder)
    with full(disk, left):
        assert told(lambda: _rotate(branch)) in {"store.full", "store.disk"}
        header = read_header(branch.folder)
        assert not header.is_rotating
        assert header.newest.number == 1
    assert _as_it_lies(branch.folder) == before
    _rotate(branch)
    session = sign_in(branch.folder, "clerk", PASSWORD)
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        assert audit.verify(view).intact
        assert view.keys.epoch == 2
    session.desk.store.close()


def _rotate(branch: Branch) -> None:
    folder = branch.folder
    rekeying.rekey(
        folder, read_header(folder), branch.desk.store.keys, PracticeShelf(folder), Wish("yearly"),
        branch.actors["administrator"], branch.now,
    )  # fmt: skip


def _as_it_lies(folder: Path) -> tuple[bytes, list[str]]:
    names = sorted(path.name for path in folder.iterdir() if path.name != alone.LOCK_FILE)
    beside = ("practice.", "branch.db-")  # the practice keyring, and the log that any opening makes
    return (folder / KEYS_FILE).read_bytes(), [name for name in names if not name.startswith(beside)]


def test_a_backup_that_the_branchs_own_full_disk_cant_register_leaves_none_on_the_stick(
    disk: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    branch = small_branch(disk / "branch")
    before = branch.actions()
    with full(disk):
        assert told(lambda: branch.administrator(back_up_to(branch.desk, stick))) == "store.full"
    assert backup.find_backups(stick) == []
    assert branch.actions() == before
    branch.advance(minutes=1)
    branch.administrator(back_up_to(branch.desk, stick))
    assert len(backup.find_backups(stick)) == 1
    branch.close()


@pytest.mark.parametrize("left", [0, 40_000])
def test_an_import_is_undone_whole_or_not_at_all_on_a_full_disk(disk: Path, left: int) -> None:
    branch = small_branch(disk / "branch")
    many = [row for _ in range(60) for row in overdue_rows()]
    taken = _import(branch, many)
    before = branch.actions(), branch.ask(proving.counts)
    with full(disk, left):
        assert told(lambda: branch.supervisor(UndoImport(taken.batch_id))) == "store.full"
    assert (branch.actions(), branch.ask(proving.counts)) == before
    branch.supervisor(UndoImport(taken.batch_id))
    assert branch.ask(audit.verify).intact
    branch.close()
