"""Restoring: nothing is touched before the copy is proven and two people agree; the present is never thrown away."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.progress import Cancelled, Progress, silent
from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.backing_up import back_up_to
from collectdesk.desk.vault.door import look_at_door
from collectdesk.desk.vault.restoring import Consent, offers, prepare, restore
from collectdesk.domain.refusals import Refused
from collectdesk.store.branch import open_store
from collectdesk.store.keys.header import read_header, write_header
from collectdesk.store.keys.recovery_code import new_recovery_code
from collectdesk.store.keys.root import RootKey
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import backups, evidence
from collectdesk.store.vault import restoring as exchanging
from collectdesk.store.vault.decided import JOURNAL
from collectdesk.store.vault.door_book import BOOK
from helpers.branches import PASSWORD, Branch, small_branch
from store.older import BEFORE, RELEASED, Old

if TYPE_CHECKING:
    from collections.abc import Iterator

TWO = Consent("administrator", PASSWORD, "supervisor", PASSWORD)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    """Backed up by the test, then closed; ``tmp_path/branch`` is what is restored into."""
    made = small_branch(tmp_path / "branch")
    photo = tmp_path / "door.jpg"
    photo.write_bytes(os.urandom(300_000))
    made.recorded_visit(photo=photo)
    yield made
    made.close()


def backed_up(branch: Branch, stick: Path) -> Path:
    return branch.administrator(back_up_to(branch.desk, stick)).path


def image(folder: Path) -> dict[str, bytes]:
    """The branch's files; the book at the door isn't the branch, and notes who guessed."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".mark" and path.name != BOOK
    }


def refused(folder: Path, stick: Path, consent: Consent = TWO) -> str:
    """The code with which preparing was refused, with the branch's files as they were before."""
    before = image(folder)
    with pytest.raises((Refused, StoreTrouble)) as error:
        prepare(folder, offers(stick)[0], consent, silent())
    assert image(folder) == before
    return str(getattr(error.value, "code", ""))


# ---- refused


def test_a_place_without_a_backup_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        offers(tmp_path)
    assert error.value.code == "restore.none_there"


def test_a_half_backup_is_never_offered(branch: Branch, stick: Path) -> None:
    made = backed_up(branch, stick)
    shutil.copytree(made, made.with_name("2030-01-01_00-00-00.partial"))
    empty = made.with_name("2031-01-01_00-00-00")
    empty.mkdir()
    assert [offer.path for offer in offers(stick)] == [made]


@pytest.mark.parametrize(
    ("consent", "code"),
    [
        (replace(TWO, password="guess"), "store.wrong_password"),
        (replace(TWO, second_password="guess"), "store.wrong_password"),
        (replace(TWO, login="supervisor", second_login="administrator"), "restore.not_administrator"),
        (replace(TWO, second_login="administrator"), "second.same_person"),
        (replace(TWO, second_login="clerk"), "second.not_allowed"),
        (replace(TWO, second_login=""), "second.missing"),
        (replace(TWO, code="AAAAA-AAAAA"), "store.code_mistyped"),
        (replace(TWO, code=new_recovery_code()), "store.wrong_code"),
    ],
)
def test_without_two_who_may_nothing_is_restored(
    branch: Branch, stick: Path, consent: Consent, code: str
) -> None:
    backed_up(branch, stick)
    branch.close()
    assert refused(branch.folder, stick, consent) == code


@pytest.mark.parametrize(
    ("wrong", "login"),
    [
        (replace(TWO, password="guess"), "administrator"),
        (replace(TWO, second_password="guess"), "supervisor"),
    ],
)
def test_guessing_at_the_restore_is_guessing_at_the_door(
    branch: Branch, stick: Path, wrong: Consent, login: str
) -> None:
    backed_up(branch, stick)
    branch.close()
    told = [refused(branch.folder, stick, wrong) for _ in range(4)]
    assert told == [*["store.wrong_password"] * 3, "store.wait"]
    assert refused(branch.folder, stick) == "store.wait"  # the right one waits too
    with pytest.raises(StoreTrouble, match="wait"):
        sign_in(branch.folder, login, PASSWORD)
    other = sign_in(branch.folder, "auditor", PASSWORD)  # who takes the book into the trail
    try:
        with other.desk.store.read(other.actor, branch.now) as view:
            tried = [line for line in audit.lines(view, limit=9) if line.action == "sign_in.failed"]
        assert [line.about["times"] for line in tried] == [3]
    finally:
        other.desk.store.close()


@pytest.mark.parametrize("name", ["branch.db", "manifest.json"])
def test_an_altered_backup_is_refused_before_anything_is_touched(
    branch: Branch, stick: Path, name: str
) -> None:
    made = backed_up(branch, stick)
    branch.close()
    content = bytearray((made / name).read_bytes())
    content[-40] ^= 1
    (made / name).write_bytes(content)
    assert refused(branch.folder, stick) in {"store.backup_altered", "store.backup_damaged"}


def test_another_branchs_backup_never_takes_this_ones_place(
    branch: Branch, stick: Path, tmp_path: Path
) -> None:
    from collectdesk.store.vault.founding import found_branch
    from helpers.branches import MORNING, PEOPLE

    backed_up(branch, stick)
    found_branch(
        tmp_path / "other",
        name="他行",
        kind="practice",
        shelf_name="practice",
        people=PEOPLE[2:3],
        now=MORNING,
    ).store.close()
    assert refused(tmp_path / "other", stick) == "restore.other_branch"


def test_a_branch_that_somebody_has_open_isnt_exchanged(branch: Branch, stick: Path) -> None:
    backed_up(branch, stick)
    prospect = prepare(branch.folder, offers(stick)[0], TWO, silent())
    with pytest.raises(StoreTrouble) as error:
        restore(prospect, silent())
    assert error.value.code == "store.in_use"
    assert not list(branch.folder.glob("staging-*"))
    branch.call()
    assert branch.ask(audit.verify).intact


def test_thinking_better_of_it_leaves_nothing(branch: Branch, stick: Path) -> None:
    backed_up(branch, stick)
    branch.close()
    before = image(branch.folder)
    prepare(branch.folder, offers(stick)[0], TWO, silent()).abandon()
    assert image(branch.folder) == before
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        prepare(branch.folder, offers(stick)[0], TWO, progress)
    assert image(branch.folder) == before
    prospect = prepare(branch.folder, offers(stick)[0], TWO, silent())
    with pytest.raises(Cancelled):
        restore(prospect, progress)
    assert image(branch.folder) == before


# ---- done


def test_what_would_be_lost_is_counted_before(branch: Branch, stick: Path, tmp_path: Path) -> None:
    backed_up(branch, stick)
    lines = len(branch.actions())
    branch.call()
    branch.call()
    gate = tmp_path / "gate.jpg"
    gate.write_bytes(b"gate" * 50)
    branch.attach(branch.planned_visit("王秀兰", at=branch.today_at(15)), gate)
    later = len(branch.actions()) - lines + 1  # the backup's own line isn't in it
    branch.close()
    prospect = prepare(branch.folder, offers(stick)[0], TWO, silent())
    prospect.abandon()
    assert prospect.loss.is_known
    assert prospect.loss.is_ancestor
    assert prospect.loss.entries == later
    assert prospect.loss.lost() == {"contacts": 4, "visits": 1, "evidence": 1}


def test_the_restored_branch_works_and_the_present_lies_aside(
    branch: Branch, stick: Path, tmp_path: Path
) -> None:
    backed_up(branch, stick)
    branch.call()
    gate = tmp_path / "gate.jpg"
    gate.write_bytes(b"gate" * 50)
    branch.attach(branch.planned_visit("王秀兰", at=branch.today_at(15)), gate)
    branch.clock.at = branch.clock.at.replace(hour=9)
    second = backed_up(branch, stick)  # one that the older branch knows nothing of
    contacts = _contacts(branch)
    keys, branch_id = branch.desk.store.keys, branch.desk.store.branch_id
    branch.close()
    done = restore(prepare(branch.folder, offers(stick)[1], TWO, silent()), silent())
    session = sign_in(branch.folder, "administrator", PASSWORD)
    store = session.desk.store
    with store.read(session.actor, session.desk.now()) as view:
        assert audit.verify(view).intact
        line = next(each for each in audit.lines(view) if each.action == "branch.restored")
        assert line.about["second"] == "supervisor"
        assert line.login == "administrator"
        assert second.name in [each.name for each in backups.backups(view)]
        kept = [e.stored_name for e in evidence.everything(view)]
    assert sorted(path.name for path in (branch.folder / "evidence").iterdir()) == kept
    store.close()
    assert not (branch.folder / JOURNAL).exists()
    assert not list(branch.folder.glob("staging-*"))
    # the present of before opens as it was: database, keys and the evidence that only it had
    shutil.copytree(done.aside, tmp_path / "aside")
    old = open_store(tmp_path / "aside", branch_id, keys)
    with old.read(branch.actors["clerk"], branch.now) as view:
        assert audit.verify(view).intact
        from collectdesk.store.vault.proving import counts

        assert counts(view)["contacts"] == contacts
    old.close()
    assert len(list((tmp_path / "aside" / "evidence").iterdir())) == 1


def _contacts(branch: Branch) -> int:
    from collectdesk.store.vault.proving import counts

    return branch.ask(counts)["contacts"]


@pytest.mark.parametrize("damage", ["empty", "garbage", "no database", "no evidence"])
def test_a_present_that_cant_be_read_is_restored_all_the_same(
    branch: Branch, stick: Path, damage: str
) -> None:
    backed_up(branch, stick)
    branch.close()
    database = branch.folder / "branch.db"
    if damage == "no database":
        database.unlink()
    elif damage == "no evidence":
        shutil.rmtree(branch.folder / "evidence")
    else:
        database.write_bytes(b"" if damage == "empty" else os.urandom(9000))
    prospect = prepare(branch.folder, offers(stick)[0], TWO, silent())
    assert prospect.loss.is_known is (damage == "no evidence")
    restore(prospect, silent())
    session = sign_in(branch.folder, "clerk", PASSWORD)
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        assert audit.verify(view).intact
        (kept,) = evidence.everything(view)
        assert len(evidence.read(view, branch.folder / "evidence", kept)) == 300_000
    session.desk.store.close()


def test_on_another_pc_the_stick_and_the_recovery_code_are_enough(tmp_path: Path, stick: Path) -> None:
    from collectdesk.desk.pipeline import Desk
    from collectdesk.store.vault.founding import found_branch
    from helpers.branches import MORNING, PEOPLE

    founded = found_branch(
        tmp_path / "old pc",
        name="云岭县支行",
        kind="practice",
        shelf_name="practice",
        people=PEOPLE,
        now=MORNING,
    )
    desk = Desk(founded.store, lambda: MORNING)
    administrator = founded.store.actor("administrator")
    assert administrator is not None
    desk.run(back_up_to(desk, stick), administrator)
    founded.store.close()
    shutil.rmtree(tmp_path / "old pc")
    new = tmp_path / "new pc" / "branch"
    code = next(iter(founded.codes.values()))
    assert refused_at(new, stick, Consent("administrator", "short", code=code)).startswith("password.")
    assert (
        refused_at(new, stick, Consent("clerk", "a new pass phrase 2026", code=code))
        == "restore.not_administrator"
    )
    assert refused_at(new, stick, TWO) == "store.keyring_empty"
    prospect = prepare(
        new, offers(stick)[0], Consent("administrator", "a new pass phrase 2026", code=code), silent()
    )
    assert not prospect.loss.is_known
    restore(prospect, silent())
    assert look_at_door(new).name == "云岭县支行"
    session = sign_in(new, "administrator", "a new pass phrase 2026")
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        line = next(each for each in audit.lines(view) if each.action == "branch.restored")
        assert line.about["second"] == "recovery_code"
    session.desk.store.close()


def refused_at(folder: Path, stick: Path, consent: Consent) -> str:
    with pytest.raises((Refused, StoreTrouble)) as error:
        prepare(folder, offers(stick)[0], consent, silent())
    return str(getattr(error.value, "code", ""))


def test_who_left_since_the_backup_doesnt_come_back_with_it(branch: Branch, stick: Path) -> None:
    """The present's keys file stays where its key is the backup's: it knows today's people and passwords."""
    backed_up(branch, stick)
    branch.close()
    header = read_header(branch.folder)
    remaining = tuple(slot for slot in header.slots if slot.get("who") != "clerk")
    write_header(branch.folder, replace(header, slots=remaining))
    restore(prepare(branch.folder, offers(stick)[0], TWO, silent()), silent())
    assert "clerk" not in look_at_door(branch.folder).logins


def test_an_altered_photo_of_the_present_is_exchanged_for_the_backups(branch: Branch, stick: Path) -> None:
    backed_up(branch, stick)
    branch.close()
    (sealed,) = (branch.folder / "evidence").iterdir()
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:-1] + b"!")
    done = restore(prepare(branch.folder, offers(stick)[0], TWO, silent()), silent())
    assert sealed.read_bytes() == whole
    assert (done.aside / "evidence" / sealed.name).read_bytes() == whole[:-1] + b"!"


def test_an_exchange_that_broke_off_is_finished_by_whoever_opens_next(
    branch: Branch, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(branch, stick)
    branch.call()
    branch.close()
    prospect = prepare(branch.folder, offers(stick)[0], TWO, silent())
    with monkeypatch.context() as patched:

        def stop(_branch: Path) -> bool:
            raise StoreTrouble("restore_unfinished", path="")

        patched.setattr(exchanging, "_finish", stop)
        with pytest.raises(StoreTrouble):
            restore(prospect, silent())
    assert (branch.folder / JOURNAL).exists()
    session = sign_in(branch.folder, "clerk", PASSWORD)
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        assert "branch.restored" in [each.action for each in audit.lines(view)]
    session.desk.store.close()
    assert not list(branch.folder.glob("staging-*"))


def test_a_backup_of_an_older_schema_is_brought_up_to_date_in_the_copy_only(
    tmp_path: Path, stick: Path
) -> None:
    from collectdesk.store.vault.backup import (
        MANIFEST,
        Manifest,
        digest_of,
        folder_at,
        object_path,
    )

    old = Old(RELEASED[-1], tmp_path / "branch", BEFORE)
    released, keys, header = tmp_path / "released", old.keys, read_header(tmp_path / "branch")
    shutil.copytree(tmp_path / "branch", released)
    backup = folder_at(stick, header.database_id) / "2026-03-01_17-00-00"
    backup.mkdir(parents=True)
    for name in ("branch.db", "branch.keys.json"):
        shutil.copyfile(released / name, backup / name)
    (sealed,) = (released / "evidence").iterdir()
    object_path(backup, sealed.name).parent.mkdir(parents=True)
    shutil.copyfile(sealed, object_path(backup, sealed.name))
    import json
    from datetime import UTC, datetime

    from collectdesk.store.vault.backup import Kept

    manifest = Manifest(
        header.database_id, header.branch_name, datetime(2026, 3, 1, 9, tzinfo=UTC), old.step,
        _head(released, keys),
        (backup / "branch.db").stat().st_size, digest_of(backup / "branch.db"), digest_of(backup / "branch.keys.json"),
        (Kept(sealed.name, sealed.stat().st_size, digest_of(sealed)),), (),
    ).sealed(keys)  # fmt: skip
    (backup / MANIFEST).write_text(json.dumps(manifest.as_json()), "utf-8")
    before = image(backup)
    prospect = prepare(tmp_path / "branch", offers(stick)[0], TWO, silent())
    assert prospect.proof.counts["customers"] == 3
    assert prospect.proof.flaws == ()
    restore(prospect, silent())
    assert image(backup) == before
    sign_in(tmp_path / "branch", "clerk", PASSWORD).desk.store.close()


def _head(released: Path, keys: RootKey) -> tuple[int, str]:
    from collectdesk.store.vault import opening

    engine = opening.still_engine(released / "branch.db", keys.labelled("database"))
    with engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT seq, link FROM audit_head").one()
    engine.dispose()
    return int(row[0]), str(row[1])


def test_what_was_disposed_of_since_stays_disposed_of(branch: Branch, stick: Path) -> None:
    from collectdesk.store.vault import disposal

    backed_up(branch, stick)
    case_id = branch.case_id("李明")
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        certificate = disposal.dispose(work, case_id, "保管期满")
    assert [Path(each).name for each in certificate.backups] == [offers(stick)[0].path.name]
    branch.close()
    restore(prepare(branch.folder, offers(stick)[0], TWO, silent()), silent())
    session = sign_in(branch.folder, "administrator", PASSWORD)
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        assert [each.case_id for each in disposal.since(view)] == [case_id]
        (kept,) = evidence.everything(view)
        with pytest.raises(StoreTrouble):
            evidence.read(view, branch.folder / "evidence", kept)
        line = next(each for each in audit.lines(view) if each.action == "branch.restored")
        assert line.about["disposed_again"] == 1
    session.desk.store.close()


def test_disposed_evidence_is_no_flaw_of_a_backup(branch: Branch, stick: Path) -> None:
    from collectdesk.desk.vault.backing_up import VerifyBackup
    from collectdesk.store.vault import disposal

    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        disposal.dispose(work, branch.case_id("李明"), "保管期满")
    for path in branch.evidence_folder.iterdir():
        path.unlink()
    made = branch.administrator(back_up_to(branch.desk, stick))
    assert made.missing == 0
    assert branch.administrator(VerifyBackup(made.path)).flaws == ()
