"""The write path of a restore: a backup takes the present's place, the present is put aside, nothing in between."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bench.torture.everyday import at_work, head_of, judge, kept_of, open_again, prepare
from bench.torture.kills import BEGUN
from bench.torture.registry import Acknowledge, WritePath, register

from collectdesk.desk.progress import silent
from collectdesk.desk.vault import restoring
from collectdesk.desk.vault.backing_up import back_up_to
from collectdesk.store.branch import open_store
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import evidence
from collectdesk.store.vault import restoring as exchanging
from collectdesk.store.vault.updating import PROGRAM
from helpers.branches import MORNING, PASSWORD, WANG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers.branches import Branch

RESTORED = "restored"


def prepare_restore(folder: Path) -> None:
    """A branch with a backup on a stick, and one photo and one call that came after it."""
    prepare(folder)
    (folder / "stick").mkdir()
    with at_work(folder) as branch:
        _photo(branch, folder, "before")
        branch.administrator(back_up_to(branch.desk, folder / "stick"))
        _photo(branch, folder, "after")
        branch.call(WANG)
        (folder / "present").write_text(head_of(branch), "utf-8")


def _photo(branch: Branch, folder: Path, name: str) -> None:
    path = folder / f"{name}.jpg"
    path.write_bytes(name.encode() * 9000)
    branch.attach(kept_of(folder)["visit"], path)


def restore(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """Restore the backup, by two people."""
    del rounds  # once: what was restored has no later present to go back from
    acknowledge(BEGUN)
    consent = restoring.Consent("administrator", PASSWORD, "supervisor", PASSWORD)
    (offer,) = restoring.offers(folder / "stick")
    restoring.restore(restoring.prepare(folder / "branch", offer, consent, silent()), silent())
    acknowledge(RESTORED)


def judge_restore(folder: Path, acknowledged: list[str]) -> list[str]:
    """The branch is the present or the backup, whole; with the backup in place the present lies aside, whole."""
    try:
        exchanging.finish(folder / "branch")
        wrong = list(_which(folder, acknowledged))
    except StoreTrouble as trouble:
        return [f"can't be finished: {trouble.code} {trouble.facts}"]
    return [*wrong, *judge(folder, [])]


def _which(folder: Path, acknowledged: list[str]) -> Iterator[str]:
    store = open_again(folder)
    try:
        with store.read(PROGRAM, MORNING) as view:
            photos = len(evidence.of_visit(view, kept_of(folder)["visit"]))
        present = (folder / "present").read_text("utf-8").split()[1:]
        if photos == 2:
            if RESTORED in acknowledged:
                yield "what was restored is gone"
            with store.read(PROGRAM, MORNING) as view:
                seq, link = audit.head(view)
            if [str(seq), link] != present:
                yield f"the present ends at {seq}, not at {present[0]}"
        elif photos == 1:
            yield from _aside(folder, present)
        else:
            yield f"neither the present nor the backup: {photos} photos"
    finally:
        store.close()


def _aside(folder: Path, present: list[str]) -> Iterator[str]:
    there = list((folder / "branch" / "aside").iterdir())
    if len(there) != 1:
        yield f"{len(there)} folders aside"
        return
    store = open_again(folder)
    keys, branch_id = store.keys, store.branch_id
    store.close()
    old = open_store(there[0], branch_id, keys)
    try:
        with old.read(PROGRAM, MORNING) as view:
            seq, link = audit.head(view)
        if [str(seq), link] != present:
            yield f"what lies aside ends at {seq}, not at {present[0]}"
    finally:
        old.close()


RESTORE = register(WritePath("restore", prepare_restore, restore, judge_restore, lasts=2.5, survives=1))
