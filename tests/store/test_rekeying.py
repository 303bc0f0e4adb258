"""A rotation gives the branch a new root or leaves it as it was, wherever it is cut off."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.paper.codes import CodeKind, make_code, read_code
from collectdesk.desk.people.keeping_people import RemovePerson
from collectdesk.desk.vault.access import leave, sign_in
from collectdesk.domain.vault.trail import Anchor, Source
from collectdesk.store.branch import DATABASE_FILE, open_store
from collectdesk.store.keys import admitting, register, slots
from collectdesk.store.keys.header import KEYS_FILE, read_header, write_header
from collectdesk.store.keys.sealing import b64
from collectdesk.store.results import packs
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import alone, evidence, opening, rekeying
from collectdesk.store.vault.rekeying import NEXT_FILE, STAGES, Rekeyed, Wish
from collectdesk.store.vault.shelf import PracticeShelf
from helpers.branches import PASSWORD
from helpers.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.branches import Branch

PHOTO = "门口".encode() * 1000


class Cut(Exception):
    """The program is cut off here."""


def rotate(branch: Branch, wish: Wish | None = None, **words: Any) -> Rekeyed:
    """Rotate a branch that is closed, as the administrator."""
    store = branch.desk.store
    return rekeying.rekey(
        branch.folder, read_header(branch.folder), store.keys, PracticeShelf(branch.folder),
        wish or Wish("yearly"), branch.actors["administrator"], branch.now, **words,
    )  # fmt: skip


def cut_at(stage: str) -> Callable[[str], None]:
    def reached(at: str) -> None:
        if at == stage:
            raise Cut

    return reached


def file_photo(branch: Branch) -> str:
    case_id = branch.case_id()
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        evidence.keep(
            work, branch.evidence_folder, case_id, io.BytesIO(PHOTO), kind="photo", original_name="门口.jpg",
            media_type="image/jpeg",
        )  # fmt: skip
    return case_id


def test_after_a_rotation_everything_reads_as_before_under_the_new_root(branch: Branch) -> None:
    case_id = file_photo(branch)
    store, clerk = branch.desk.store, branch.actors["clerk"]
    with store.write(branch.actors["administrator"], branch.now) as work:
        packs.keep_archive_key(work, b"k" * 32)
    sheet = branch.ask(lambda view: make_code(view, CodeKind.SHEET, case_id, 1, 1))
    before = branch.ask(audit.verify)
    branch.close()
    done = rotate(branch)
    assert not opening.fits(branch.folder / DATABASE_FILE, store.keys.labelled("database"))
    session = sign_in(branch.folder, "clerk", PASSWORD, branch.clock)
    try:
        with session.desk.store.read(clerk, branch.now) as view:
            kept = evidence.of_case(view, case_id)[0]
            assert evidence.read(view, branch.evidence_folder, kept) == PHOTO
            assert packs.sealed_archive_key(view) == b"k" * 32
            assert read_code(view, sheet).is_about(case_id)
            assert read_code(view, make_code(view, CodeKind.SHEET, case_id, 1, 1)).is_about(case_id)
            verdict = audit.verify(view)
            assert verdict.intact
            assert verdict.entries == before.entries + 2  # the rotation and the sign-in
            printed = Anchor(before.entries, before.head, Source.PAPER)  # before the rotation
            assert audit.verify(view, anchors=(printed,)).intact
            assert [line.number for line in register.epochs(view)] == [1, 2]
            assert view.connection.exec_driver_sql("PRAGMA application_id").scalar() == opening.APPLICATION_ID
    finally:
        session.desk.store.close()
    assert done.root.epoch == 2
    assert not (branch.folder / NEXT_FILE).exists()
    assert not read_header(branch.folder).is_rotating


def test_a_second_rotation_still_reads_what_the_first_epoch_wrote(branch: Branch) -> None:
    sheet = branch.ask(lambda view: make_code(view, CodeKind.SHEET, branch.case_id(), 1, 1))
    branch.close()
    root = branch.desk.store.keys
    for _ in range(2):
        done = rekeying.rekey(
            branch.folder, read_header(branch.folder), root, PracticeShelf(branch.folder), Wish("yearly"),
            branch.actors["administrator"], branch.now,
        )  # fmt: skip
        root = done.root
    session = sign_in(branch.folder, "supervisor", PASSWORD, branch.clock)
    try:
        with session.desk.store.read(session.actor, branch.now) as view:
            assert audit.verify(view).intact
            assert read_code(view, sheet).is_about(branch_case(view))
    finally:
        session.desk.store.close()
    assert root.epoch == 3


def branch_case(view: Any) -> str:
    from helpers.branches import LI

    found = view.connection.exec_driver_sql(
        "SELECT k.id FROM customer_case k JOIN customer c ON c.id = k.customer_id WHERE c.name = ?", (LI,)
    )
    return str(found.scalar())


def test_a_removed_persons_old_keys_file_opens_the_old_backup_and_nothing_after_the_rotation(
    branch: Branch, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    branch.close()
    shutil.copytree(branch.folder, backup)
    session = sign_in(branch.folder, "administrator", PASSWORD, branch.clock)
    session.desk.run(RemovePerson("clerk"), session.actor)
    leave(session)
    rotate(branch, Wish("leaver"))
    stolen = tmp_path / "stolen"
    shutil.copytree(branch.folder, stolen)
    shutil.copy(backup / KEYS_FILE, stolen / KEYS_FILE)
    with pytest.raises(StoreTrouble) as error:
        sign_in(stolen, "clerk", PASSWORD, branch.clock)
    assert error.value.code == "store.wrong_key"
    with pytest.raises(StoreTrouble) as error:
        sign_in(branch.folder, "clerk", PASSWORD, branch.clock)
    assert error.value.code == "store.wrong_password"
    sign_in(backup, "clerk", PASSWORD, branch.clock).desk.store.close()  # as the wizard says it plainly
    session = sign_in(branch.folder, "supervisor", PASSWORD, branch.clock)
    session.desk.store.close()


def test_envelopes_stay_good_but_the_one_that_was_used(branch: Branch) -> None:
    store = branch.desk.store
    with store.write(branch.actors["administrator"], branch.now) as work:
        header = read_header(branch.folder)
        codes = {}
        for letter in ("A", "B"):
            header, holder, code = slots.add_code(header, store.keys, slots.envelope_name(letter))
            register.enrol(work, holder, None)
            codes[holder.name] = code
        admitting.replace_header(work, branch.folder, header)
    branch.close()
    used, other = codes
    done = rotate(branch, Wish("recovered", replace_codes=frozenset({used})))
    header = read_header(branch.folder)
    assert slots.open_code(header, codes[other]).roots[0].same_as(done.root)
    (fresh,) = done.codes
    assert fresh[0] == used[0]
    assert slots.open_code(header, done.codes[fresh]).roots[0].same_as(done.root)
    with pytest.raises(StoreTrouble) as error:
        slots.open_code(header, codes[used])
    assert error.value.code == "store.wrong_code"


def test_an_edited_keys_file_stops_the_rotation_before_anything_is_written(branch: Branch) -> None:
    branch.close()
    header, stranger = read_header(branch.folder), slots.new_keys().holder("person", "clerk")
    edited = [
        {**slot, "exchange": b64(stranger.exchange)} if slot["who"] == "clerk" else slot
        for slot in header.slots
    ]
    write_header(branch.folder, header.__class__(**{**_fields(header), "slots": tuple(edited)}))
    before = _content(branch.folder)
    with pytest.raises(StoreTrouble) as error:
        rotate(branch)
    assert error.value.code == "store.keys_edited"
    assert _content(branch.folder) == before


def _fields(header: Any) -> dict[str, Any]:
    return {name: getattr(header, name) for name in header.__slots__}


def _content(folder: Path) -> dict[str, bytes]:
    """The keys and the list of files: what a failed rotation leaves as it was."""
    names = sorted(p.name for p in folder.iterdir() if p.name != alone.LOCK_FILE)
    return {KEYS_FILE: (folder / KEYS_FILE).read_bytes(), "names": "|".join(names).encode()}


def test_nobody_rotates_while_a_program_has_the_branch_open(branch: Branch) -> None:
    before = (branch.folder / KEYS_FILE).read_bytes()
    with pytest.raises(StoreTrouble) as error:
        rotate(branch)
    assert error.value.code == "store.open_elsewhere"
    assert (branch.folder / KEYS_FILE).read_bytes() == before
    branch.call()  # and the program that has it open goes on


def test_a_second_rotation_at_once_and_a_sign_in_during_one_are_told_to_wait(branch: Branch) -> None:
    branch.close()
    told = []

    def meanwhile(stage: str) -> None:
        if stage != "copied":
            return
        for attempt in (
            lambda: rotate(branch),
            lambda: sign_in(branch.folder, "clerk", PASSWORD, branch.clock),
        ):
            with pytest.raises(StoreTrouble) as error:
                attempt()
            told.append(error.value.code)

    rotate(branch, reached=meanwhile)
    assert told == ["store.rekeying", "store.rekeying"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_rotation_that_fails_at_any_step_leaves_a_branch_that_opens(branch: Branch, stage: str) -> None:
    case_id = file_photo(branch)
    branch.close()
    with pytest.raises(Cut):
        rotate(branch, reached=cut_at(stage))
    after_the_swap = stage in ("swapped", "one_named")
    assert _opens_whole(branch, case_id) == (2 if after_the_swap else 1)


def _opens_whole(branch: Branch, case_id: str) -> int:
    """Sign in as everybody, check what the branch holds; returns the epoch it is in."""
    for login in ("clerk", "auditor"):
        session = sign_in(branch.folder, login, PASSWORD, branch.clock)
        try:
            store = session.desk.store
            with store.read(session.actor, branch.now) as view:
                assert audit.verify(view).intact
                kept = evidence.of_case(view, case_id)[0]
                assert evidence.read(view, branch.evidence_folder, kept) == PHOTO
                assert register.workstation_secret(view).id == read_header(branch.folder).newest.workstation
        finally:
            store.close()
    header = read_header(branch.folder)
    assert not header.is_rotating
    assert not (branch.folder / NEXT_FILE).exists()
    return store.keys.epoch


KILLED = """
import os, signal, sys
from pathlib import Path
from datetime import datetime, UTC
from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.people import Actor, Role
from collectdesk.store.vault import rekeying
from collectdesk.store.keys import slots
from collectdesk.store.keys.header import read_header
from collectdesk.store.vault.shelf import PracticeShelf

folder, stage = Path(sys.argv[1]), sys.argv[2]
header, shelf = read_header(folder), PracticeShelf(folder)
root = slots.open_person(header, "administrator", "practice", shelf)
actor = Actor(AccountId(sys.argv[3]), "administrator", "x", Role.ADMINISTRATOR)

def reached(at):
    if at == stage:
        os.kill(os.getpid(), signal.SIGKILL)

rekeying.rekey(folder, header, root, shelf, rekeying.Wish("yearly"), actor, datetime.now(UTC), reached=reached)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("stage", STAGES)
def test_a_program_killed_at_any_step_leaves_a_branch_that_opens_with_every_row(
    branch: Branch, stage: str
) -> None:
    case_id = file_photo(branch)
    rows = branch.ask(lambda view: rekeying._counts(view.connection.connection.driver_connection))
    branch.close()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(branch.folder), stage, branch.actors["administrator"].id],
        env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    epoch = _opens_whole(branch, case_id)
    assert epoch == (2 if stage in ("swapped", "one_named") else 1)
    store = open_store(branch.folder, branch.desk.store.branch_id, _root(branch))
    with store.read(branch.actors["clerk"], branch.now) as view:
        after = rekeying._counts(view.connection.connection.driver_connection)
    store.close()
    del rows["audit_entry"], rows["sign_in"]
    rows["key_epoch"] = epoch
    assert {name: after[name] for name in rows} == rows


def _root(branch: Branch) -> Any:
    return slots.open_person(
        read_header(branch.folder), "administrator", PASSWORD, PracticeShelf(branch.folder)
    )


def test_a_file_that_calls_itself_otherwise_than_its_keys_is_refused(branch: Branch) -> None:
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.connection.exec_driver_sql("UPDATE branch SET kind = 'real'")
    branch.close()
    with pytest.raises(StoreTrouble) as error:
        sign_in(branch.folder, "clerk", PASSWORD, branch.clock)
    assert error.value.code == "store.other_kind"


def test_a_program_that_waited_for_the_file_doesnt_go_on_in_the_one_that_was_replaced(branch: Branch) -> None:
    """It has the file open by its old name; what it wrote there would be lost."""
    branch.close()
    path, key = branch.folder / DATABASE_FILE, branch.desk.store.keys.labelled("database")
    with path.open("rb") as waiting:
        rotate(branch)
        replaced = waiting.read()
    other = branch.folder.parent / "replaced.db"
    other.write_bytes(replaced)
    assert not opening.fits(other, key)
    assert not opening.fits(other, _root(branch).labelled("database"))


def _holders(branch: Branch) -> list[slots.Holder]:
    store = open_store(branch.folder, branch.desk.store.branch_id, _root(branch))
    with store.read(branch.actors["clerk"], branch.now) as view:
        found = register.holders(view)
    store.close()
    return found


def test_a_slot_moves_to_the_new_workstation_secret_at_its_owners_next_sign_in(branch: Branch) -> None:
    branch.close()
    rotate(branch)
    header = read_header(branch.folder)
    assert len(header.newest.earlier) == 1
    assert {slot["workstation"] for slot in header.slots if slot["kind"] == "person"} != {
        header.newest.workstation
    }
    before = {holder.name: holder for holder in _holders(branch)}
    for login in header.logins:
        sign_in(branch.folder, login, PASSWORD, branch.clock).desk.store.close()
    for holder in _holders(branch):  # the vouching secret is another, the keys are the same
        assert holder.signing == before[holder.name].signing
        assert (holder.vouch != before[holder.name].vouch) == (holder.kind == "person")
    header = read_header(branch.folder)
    assert header.newest.earlier == ()
    assert {slot["workstation"] for slot in header.slots if slot["kind"] == "person"} == {
        header.newest.workstation
    }
