"""Backups: whole, verified and registered, or not there at all; a stick that fails is told of in a sentence."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.progress import Cancelled, Progress
from collectdesk.desk.vault.backing_up import (
    SCHEDULE,
    BackedUp,
    DropBackupPlace,
    PlanBackups,
    ShowBackups,
    TellStanding,
    VerifyBackup,
    back_up_to,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.backups import BackupState, Occasion, Retention, Rhythm
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import backup as making
from collectdesk.store.vault import backups, opening
from helpers.branches import LI, Branch, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    photo = tmp_path / "door.jpg"
    photo.write_bytes(os.urandom(700_000))
    made.recorded_visit(photo=photo)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def back_up(branch: Branch, stick: Path, login: str = "administrator") -> BackedUp:
    return branch.run(login, back_up_to(branch.desk, stick))


def finished(stick: Path) -> list[str]:
    return [path.name for path in making.find_backups(stick)]


def left_over(stick: Path) -> list[Path]:
    return list(stick.rglob("*.partial"))


def states(branch: Branch) -> list[str]:
    return [each.state.value for each in branch.ask(lambda v: backups.backups(v, existing=False))]


# ---- a stick that fails


class Failing:
    """Makes the n-th file that is written below a folder fail, as a full or pulled stick would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, below: Path, number: int) -> None:
        self.left = number
        real = os.fsync

        def fsync(descriptor: int) -> None:
            link = Path(f"/proc/self/fd/{descriptor}")
            name = str(link.readlink()) if link.exists() else str(below)
            if name.startswith(str(below)):
                self.left -= 1
                if self.left == 0:
                    raise OSError(self.code, os.strerror(self.code))
            real(descriptor)

        self.code = errno.ENOSPC
        monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize(
    ("code", "told", "number"),
    [(errno.ENOSPC, "store.backup_full", number) for number in (1, 2, 4, 5, 6)]
    + [
        (errno.EIO, "store.backup_gone", 4),
        (errno.ENODEV, "store.backup_gone", 2),
        (errno.EROFS, "store.backup_read_only", 1),
        (errno.EFBIG, "store.backup_too_large", 4),
    ],
)
def test_a_stick_that_fails_at_any_write_leaves_nothing_that_looks_whole(
    branch: Branch, stick: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: str, number: int
) -> None:
    with monkeypatch.context() as patched:
        failing = Failing(patched, stick, number)
        failing.code = code
        with pytest.raises(StoreTrouble) as error:
            back_up(branch, stick)
    assert error.value.code == told
    assert finished(stick) == []
    assert left_over(stick) == []
    assert states(branch) == []
    assert back_up(branch, stick).missing == 0
    assert len(finished(stick)) == 1


needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="a small disk is mounted by root only",
)


@needs_root
@pytest.mark.parametrize("kilobytes", [100, 400, 900, 1300])
def test_a_really_full_stick_is_told_and_takes_a_backup_once_there_is_room(
    branch: Branch, stick: Path, kilobytes: int
) -> None:
    if os.system(f"mount -t tmpfs -o size={kilobytes}k tmpfs {stick} 2>/dev/null") != 0:
        pytest.skip("mounting isn't allowed here")
    try:
        with pytest.raises(StoreTrouble) as error:
            back_up(branch, stick)
        assert error.value.code == "store.backup_full"
        assert finished(stick) == []
        os.system(f"mount -o remount,size=20m {stick}")
        back_up(branch, stick)
        assert len(finished(stick)) == 1
    finally:
        os.system(f"umount {stick}")


@needs_root
def test_a_stick_that_may_not_be_written_is_told_so(branch: Branch, stick: Path) -> None:
    if os.system(f"mount -t tmpfs -o ro,size=1m tmpfs {stick} 2>/dev/null") != 0:
        pytest.skip("mounting isn't allowed here")
    try:
        with pytest.raises(StoreTrouble) as error:
            back_up(branch, stick)
        assert error.value.code == "store.backup_read_only"
    finally:
        os.system(f"umount {stick}")


def test_a_stick_that_isnt_in_is_never_made_on_the_pcs_own_disk(branch: Branch, tmp_path: Path) -> None:
    absent = tmp_path / "media" / "stick"
    with pytest.raises(StoreTrouble) as error:
        back_up(branch, absent)
    assert error.value.code == "store.backup_gone"
    assert not absent.exists()
    assert not absent.parent.exists()


def test_a_backup_inside_the_branch_would_burn_with_it(branch: Branch) -> None:
    (branch.folder / "backups").mkdir()
    with pytest.raises(Refused) as error:
        back_up(branch, branch.folder / "backups")
    assert error.value.code == "backup.inside_branch"


def test_two_programs_dont_make_one_backup(branch: Branch, stick: Path) -> None:
    from collectdesk.store.vault.filelock import FileLock

    deed = back_up_to(branch.desk, stick)
    deed.target.parent.mkdir()
    other = FileLock(deed.target.parent / "making.lock")
    assert other.take()
    with pytest.raises(Refused) as error:
        branch.administrator(deed)
    assert error.value.code == "backup.under_way"
    other.release()
    branch.administrator(deed)
    with pytest.raises(Refused) as error:
        branch.administrator(deed)
    assert error.value.code == "backup.exists"


def test_cancelling_leaves_nothing(branch: Branch, stick: Path) -> None:
    for at in (1, 2):
        progress = Progress()
        seen = 0

        def told(_done: int, _total: int, at: int = at, progress: Progress = progress) -> None:
            nonlocal seen
            seen += 1
            if seen == at:
                progress.cancel()

        progress._told = told
        with pytest.raises(Cancelled):
            branch.desk.run(back_up_to(branch.desk, stick), branch.actors["administrator"], progress)
        assert finished(stick) == []
        assert left_over(stick) == []


def test_a_clerk_and_an_auditor_make_none_and_only_the_administrator_plans(
    branch: Branch, stick: Path
) -> None:
    for login in ("clerk", "auditor"):
        with pytest.raises(NotPermitted):
            back_up(branch, stick, login)
    with pytest.raises(NotPermitted):
        branch.supervisor(PlanBackups(stick, Rhythm.DAILY))


# ---- one that stands


def test_a_backup_holds_everything_and_proves_itself(branch: Branch, stick: Path) -> None:
    made = back_up(branch, stick)
    proof = branch.administrator(VerifyBackup(made.path))
    assert proof.counts["customers"] == 3
    assert proof.counts["records"] == 1
    assert proof.counts["evidence"] == 1
    assert proof.flaws == ()
    assert proof.trail == made.trail
    assert sorted(path.name for path in made.path.iterdir()) == [
        "branch.db",
        "branch.keys.json",
        "manifest.json",
    ]
    assert not list(branch.folder.glob("staging-*"))


def test_nothing_in_a_backup_can_be_read_without_the_key(branch: Branch, stick: Path) -> None:
    back_up(branch, stick)
    everything = b"".join(path.read_bytes() for path in stick.rglob("*") if path.is_file())
    for secret in (LI.encode(), b"SQLite format 3", b"6228480000000000471", b"door.jpg"):
        assert secret not in everything


def test_people_go_on_writing_while_it_is_made(
    branch: Branch, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy is of the moment it began; what is written meanwhile is in the branch and in the next one."""
    monkeypatch.setattr(making, "_PAGES_A_STEP", 5)
    written: list[str] = []

    def told(_done: int, _total: int) -> None:
        if len(written) < 20:
            written.append(branch.call())

    made = branch.desk.run(
        back_up_to(branch.desk, stick), branch.actors["administrator"], Progress(told)
    ).result
    assert len(written) == 20
    proof = branch.administrator(VerifyBackup(made.path))
    assert proof.counts["contacts"] < branch_contacts(branch)
    assert made.trail[0] == proof.trail[0]


def branch_contacts(branch: Branch) -> int:
    from collectdesk.store.vault.proving import counts

    return branch.ask(counts)["contacts"]


def test_the_next_backup_brings_only_what_is_new(branch: Branch, stick: Path, tmp_path: Path) -> None:
    back_up(branch, stick)
    objects = {path: path.stat().st_mtime_ns for path in stick.rglob("*.cde")}
    visit = branch.planned_visit("王秀兰", at=branch.today_at(15))
    second = tmp_path / "gate.jpg"
    second.write_bytes(os.urandom(5_000))
    branch.attach(visit, second)
    branch.clock.at += timedelta(hours=1)
    made = back_up(branch, stick)
    after = {path: path.stat().st_mtime_ns for path in stick.rglob("*.cde")}
    assert len(after) == 2
    assert {path: at for path, at in after.items() if path in objects} == objects
    assert branch.administrator(VerifyBackup(made.path)).flaws == ()


def test_a_photo_missing_from_the_branch_is_counted_and_no_sound_backup(branch: Branch, stick: Path) -> None:
    for path in branch.evidence_folder.iterdir():
        path.unlink()
    made = back_up(branch, stick)
    assert made.missing == 1
    assert branch.administrator(ShowBackups()).standing.is_late


def test_a_tampered_trail_doesnt_keep_the_rest_from_being_saved(branch: Branch, stick: Path) -> None:
    with branch.desk.store._writer.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET action = 'day.started' WHERE seq = 3")
    made = back_up(branch, stick)
    assert made.broken_at == 3
    assert branch.administrator(VerifyBackup(made.path)).broken_at == 3
    assert branch.administrator(ShowBackups()).standing.is_late


# ---- one that was altered


@pytest.mark.parametrize("name", ["branch.db", "branch.keys.json", "manifest.json", "object", "gone"])
def test_every_altered_part_is_found(branch: Branch, stick: Path, name: str) -> None:
    made = back_up(branch, stick)
    (sealed,) = stick.rglob("*.cde")
    if name == "gone":
        sealed.unlink()
    else:
        spoilt = sealed if name == "object" else made.path / name
        content = bytearray(spoilt.read_bytes())
        content[len(content) // 2] ^= 1
        spoilt.write_bytes(content)
    if name in ("object", "gone"):
        assert branch.administrator(VerifyBackup(made.path)).flaws == (sealed.name,)
        return
    with pytest.raises(StoreTrouble) as error:
        branch.administrator(VerifyBackup(made.path))
    assert error.value.code in {"store.backup_altered", "store.backup_damaged"}


def test_a_manifest_that_leads_out_of_its_folder_is_refused(branch: Branch, stick: Path) -> None:
    made = back_up(branch, stick)
    manifest = made.path / "manifest.json"
    text = manifest.read_text("utf-8")
    (sealed,) = stick.rglob("*.cde")
    manifest.write_text(text.replace(sealed.name, "../../../" + sealed.name), "utf-8")
    with pytest.raises(StoreTrouble) as error:
        making.read_manifest(made.path)
    assert error.value.code == "store.backup_damaged"


# ---- schedule and retention


def test_old_backups_go_only_after_a_newer_one_stands_and_the_register_never_lies(
    branch: Branch, stick: Path
) -> None:
    branch.administrator(PlanBackups(stick, Rhythm.DAILY, Retention(2, 0, 0)))
    for _day in range(5):
        back_up(branch, stick)
        there = set(finished(stick))
        said = branch.ask(backups.backups)
        assert {each.name for each in said} == there
        branch.clock.at += timedelta(days=1)
    assert states(branch) == ["removed", "removed", "leaving", "kept", "kept"]
    for path in making.find_backups(stick):
        assert branch.administrator(VerifyBackup(path)).flaws == ()


def test_evidence_that_no_backup_names_goes_with_the_last_that_did(branch: Branch, stick: Path) -> None:
    branch.administrator(PlanBackups(stick, Rhythm.DAILY, Retention(1, 0, 0)))
    made = back_up(branch, stick)
    stray = made.path.parent / "objects" / "00" / ("0" * 32 + ".cde")
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left by a backup that broke off")
    (made.path.parent / "2020-01-01_00-00-00.partial").mkdir()
    branch.clock.at += timedelta(days=1)
    back_up(branch, stick)
    assert not stray.exists()
    assert left_over(stick) == []


def test_a_backup_that_nobody_can_read_keeps_all_evidence(branch: Branch, stick: Path) -> None:
    made = back_up(branch, stick)
    (made.path / "manifest.json").write_text("{", "utf-8")
    (sealed,) = stick.rglob("*.cde")
    stray = sealed.with_name("f" * 32 + ".cde")
    stray.write_bytes(b"perhaps of the one that can't be read")
    branch.clock.at += timedelta(days=1)
    back_up(branch, stick)
    assert stray.exists()


def test_a_backup_that_the_register_forgot_is_found_again_and_named(branch: Branch, stick: Path) -> None:
    """As after restoring an earlier state on a new PC: a certificate of disposal must name what exists."""
    forgotten = back_up(branch, stick)
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.connection.exec_driver_sql("DELETE FROM backup")
    branch.clock.at += timedelta(days=1)
    back_up(branch, stick)
    found = branch.administrator(ShowBackups()).backups
    assert [(each.name, each.occasion) for each in found][1] == (forgotten.path.name, Occasion.FOUND)
    assert found[1].made_at == forgotten.made_at


def test_without_a_plan_nothing_is_ever_removed(branch: Branch, stick: Path) -> None:
    for _day in range(4):
        back_up(branch, stick)
        branch.clock.at += timedelta(days=40)
    assert len(finished(stick)) == 4
    assert set(states(branch)) == {"kept"}


def test_the_schedule_makes_what_is_due_whoever_sits_there(branch: Branch, stick: Path) -> None:
    branch.administrator(PlanBackups(stick, Rhythm.DAILY))
    told = branch.clerk(TellStanding())
    assert told.due == (stick,)
    assert told.standing.is_late
    branch.desk.run(back_up_to(branch.desk, stick, Occasion.PLANNED), SCHEDULE)
    told = branch.clerk(TellStanding())
    assert told.due == ()
    assert not told.standing.is_late
    branch.clock.at += timedelta(days=1)
    assert branch.clerk(TellStanding()).due == (stick,)
    shutil.rmtree(stick)
    assert branch.clerk(TellStanding()).due == ()
    branch.clock.at += timedelta(days=3)
    assert branch.clerk(TellStanding()).standing.is_late


def test_a_plan_that_keeps_nothing_is_refused_and_a_dropped_one_is_gone(branch: Branch, stick: Path) -> None:
    with pytest.raises(Refused) as error:
        branch.administrator(PlanBackups(stick, Rhythm.DAILY, Retention(0, 0, 0)))
    assert error.value.code == "backup.retention"
    place_id = branch.administrator(PlanBackups(stick, Rhythm.DAILY))
    assert branch.administrator(PlanBackups(stick, Rhythm.WEEKLY)) == place_id
    (line,) = branch.administrator(ShowBackups()).places
    assert line.rhythm is Rhythm.WEEKLY
    branch.administrator(DropBackupPlace(place_id))
    assert branch.administrator(ShowBackups()).places == ()
    with pytest.raises(Refused) as error:
        branch.administrator(DropBackupPlace(place_id))
    assert error.value.code == "backup.place_unknown"


def test_the_register_names_the_backups_that_hold_a_cases_key(branch: Branch, stick: Path) -> None:
    case_id = branch.case_id(LI)
    first = back_up(branch, stick)
    assert [each.name for each in branch.ask(lambda v: backups.holding_case(v, case_id))] == [first.path.name]
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        backups.set_states(work, [each.id for each in backups.backups(work)], BackupState.REMOVED)
    assert branch.ask(lambda v: backups.holding_case(v, case_id)) == []


# ---- what the file is opened with


def test_every_connection_of_the_branch_keeps_the_log_and_waits_for_the_disk(branch: Branch) -> None:
    def settings(engine: Any) -> tuple[str, int, int]:
        with engine.connect() as connection:
            ask = connection.exec_driver_sql
            return (
                str(ask("PRAGMA journal_mode").scalar()),
                int(ask("PRAGMA synchronous").scalar() or 0),
                int(ask("PRAGMA foreign_keys").scalar() or 0),
            )

    store = branch.desk.store
    assert settings(store._writer) == settings(store._reader) == ("wal", 2, 1)
    raw = opening.connect(branch.folder / "branch.db", store.keys.labelled("database"))
    assert raw.execute("PRAGMA synchronous").fetchone()[0] == 2
    raw.close()


def test_a_backup_goes_on_beside_a_thread_that_writes(branch: Branch, stick: Path) -> None:
    stop = threading.Event()
    errors: list[BaseException] = []

    def write() -> None:
        try:
            while not stop.is_set():
                branch.call()
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            errors.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = back_up(branch, stick)
    finally:
        stop.set()
        writer.join()
    assert errors == []
    assert branch.administrator(VerifyBackup(made.path)).broken_at is None
