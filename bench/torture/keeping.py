"""The write paths that keep a branch: new keys, a schema step, backups onto a stick."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bench.torture.everyday import KEPT, at_work, head_of, judge, kept_of, open_again
from bench.torture.kills import BEGUN
from bench.torture.registry import Acknowledge, WritePath, register

from collectdesk.desk.vault.backing_up import back_up_to
from collectdesk.store import schema
from collectdesk.store.keys import admitting, slots
from collectdesk.store.keys import register as holders
from collectdesk.store.keys.header import read_header
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import backup, evidence, proving, rekeying
from collectdesk.store.vault.rekeying import NEXT_FILE, Wish
from collectdesk.store.vault.shelf import PracticeShelf
from collectdesk.store.vault.updating import PROGRAM
from helpers.branches import LI, MORNING, PASSWORD, WANG, small_branch
from store.older import BEFORE, RELEASED, Old

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectdesk.store.branch import Store


def prepare_keys(folder: Path) -> None:
    """A small branch with evidence and an envelope, whose code opens it whichever root it has."""
    branch = small_branch(folder / "branch")
    visit_id = branch.planned_visit(LI)
    photo = folder / "door.jpg"
    photo.write_bytes(os.urandom(90_000))
    branch.attach(visit_id, photo)
    store = branch.desk.store
    with store.write(branch.actors["administrator"], branch.now) as work:
        header, holder, code = slots.add_code(read_header(branch.folder), store.keys, "A-torture")
        holders.enrol(work, holder, None)
        admitting.replace_header(work, branch.folder, header)
    branch.close()
    kept = {"branch": store.branch_id, "code": code, "visit": visit_id}
    (folder / KEPT).write_text(json.dumps(kept), "utf-8")


# ---- new keys


def rotate(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """A deed, then new keys for the branch, over and over."""
    acknowledge(BEGUN)
    for _ in range(-(-rounds // 6)):
        with at_work(folder) as branch:
            branch.call(WANG)
            acknowledge(head_of(branch))
            root, actor, now = branch.desk.store.keys, branch.actors["administrator"], branch.now
        made = rekeying.rekey(
            folder / "branch", read_header(folder / "branch"), root, PracticeShelf(folder / "branch"),
            Wish("yearly"), actor, now,
        )  # fmt: skip
        acknowledge(f"epoch {made.root.epoch} -")


def judge_keys(folder: Path, acknowledged: list[str]) -> list[str]:
    """All that a branch may lose nothing of, in one epoch, and a person's own password still opens it."""
    return [*judge(folder, acknowledged), *_keys(folder, acknowledged)]


def _keys(folder: Path, acknowledged: list[str]) -> Iterator[str]:
    header = read_header(folder / "branch")
    if header.is_rotating or (folder / "branch" / NEXT_FILE).exists():
        yield "a rotation is neither done nor undone"
    last = max((int(word.split()[1]) for word in acknowledged if word.startswith("epoch ")), default=1)
    if header.newest.number < last:
        yield f"lost epoch {last}"
    try:
        root = slots.open_person(header, "administrator", PASSWORD, PracticeShelf(folder / "branch"))
        if not root.same_as(slots.open_code(header, kept_of(folder)["code"]).roots[0]):
            yield "password and envelope open two roots"
    except StoreTrouble as trouble:
        yield f"nobody signs in: {trouble.code}"


# ---- a schema step


def prepare_older(folder: Path) -> None:
    """A branch as an earlier release left it."""
    old = Old(RELEASED[-1], folder / "branch", BEFORE)
    kept = {"branch": old.branch_id, "root": old.keys._root.hex(), "visit": ""}
    (folder / KEPT).write_text(json.dumps(kept), "utf-8")


def migrate(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """Bring the branch up to date, and work on."""
    acknowledge(BEGUN)
    with at_work(folder) as branch:
        acknowledge(head_of(branch))
        branch.desk.drop_draft(branch.actors["clerk"], "contact", "")  # whoever writes first writes the lists
        for number in range(min(rounds, 50)):
            branch.hold("dispute" if number % 2 else "complaint", LI)
            acknowledge(head_of(branch))


def judge_older(folder: Path, acknowledged: list[str]) -> list[str]:
    """Opening it finishes what was cut off: the newest step, with every row of before."""
    try:
        return [*_migrated(folder), *judge(folder, acknowledged)]
    except StoreTrouble as trouble:
        return [f"doesn't open: {trouble.code} {trouble.facts}"]


def _migrated(folder: Path) -> Iterator[str]:
    store = open_again(folder)
    try:
        with store.write(PROGRAM, MORNING):
            pass  # whoever writes first writes the lists
        with store.read(PROGRAM, MORNING) as view:
            step = view.connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            found = proving.counts(view)
            if step != schema.HEAD:
                yield f"it stands at step {step}"
            if (found["customers"], found["evidence"]) != (3, 1):
                yield f"lost rows: {found}"
            for one in evidence.everything(view):
                evidence.read(view, view.evidence_folder, one)
    finally:
        store.close()


# ---- backups


def prepare_stick(folder: Path) -> None:
    prepare_keys(folder)
    (folder / "stick").mkdir()


def back_up(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """A deed and a backup, over and over; each brings what is new."""
    acknowledge(BEGUN)
    for number in range(-(-rounds // 6)):
        with at_work(folder) as branch:
            branch.advance(minutes=1)
            photo = folder / f"in-{os.getpid()}.jpg"
            photo.write_bytes(os.urandom(30_000 + number))
            branch.attach(kept_of(folder)["visit"], photo)
            acknowledge(head_of(branch))
            made = branch.administrator(back_up_to(branch.desk, folder / "stick"))
            acknowledge(f"backup {made.path.name} {made.trail[1]}")


def judge_stick(folder: Path, acknowledged: list[str]) -> list[str]:
    """The branch, and every backup that has its name: proven as a restore would prove it."""
    return [*judge(folder, acknowledged), *_stick(folder, acknowledged)]


def _stick(folder: Path, acknowledged: list[str]) -> Iterator[str]:
    store = open_again(folder)
    try:
        there = {path.name: path for path in backup.find_backups(folder / "stick")}
        promised = dict(word.split()[1:] for word in acknowledged if word.startswith("backup "))
        yield from (f"lost backup {name}" for name in promised if name not in there)
        for name, path in sorted(there.items())[-3:]:
            yield from _proven(store, path, promised.get(name))
    finally:
        store.close()


def _proven(store: Store, path: Path, link: str | None) -> Iterator[str]:
    try:
        found = proving.prove(path, store.keys, store.folder, lambda _d, _t: None, actor=PROGRAM, now=MORNING)
    except StoreTrouble as trouble:
        yield f"backup {path.name}: {trouble.code}"
        return
    if found.flaws:
        yield f"backup {path.name}: {found.flaws}"
    if link is not None and backup.read_manifest(path).trail[1] != link:
        yield f"backup {path.name} holds another trail"


ROTATION = register(WritePath("rotation", prepare_keys, rotate, judge_keys, lasts=0.6, survives=8))
MIGRATION = register(WritePath("migration", prepare_older, migrate, judge_older, lasts=1.2, survives=1))
BACKUP = register(WritePath("backup", prepare_stick, back_up, judge_stick, lasts=0.6, survives=8))
