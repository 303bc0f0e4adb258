"""Many packs in one go: one that fails is named and stays open, the others stand, and a second run goes on."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from collectdesk.cli.packing import pack_ready
from collectdesk.cli.saying import DONE, QUARANTINED, Saying
from collectdesk.desk.archive.filing import ListArchive
from collectdesk.desk.vault.access import Session
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.practice.photos import door_photo
from collectdesk.words import ENGLISH, Words
from desk.papers import cure
from helpers.branches import ACCOUNTS, WANG, overdue_row, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers.branches import Branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def run(branch: Branch, out: Path) -> int:
    session = Session(branch.desk, branch.actors["supervisor"], signer=branch.signer("supervisor"))
    return pack_ready(session, Namespace(out=out, seal_fd=None), Saying(Words(ENGLISH), as_json=False))


def test_packs_go_on_where_one_fails_and_a_second_run_builds_only_what_is_left(
    branch: Branch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, out = tmp_path / "door.jpg", tmp_path / "packs"
    photo.write_bytes(door_photo(3))
    branch.sign(branch.recorded_visit())
    branch.advance(hours=2)
    visit = branch.planned_visit(WANG, branch.today_at(14))
    branch.advance(hours=2)
    branch.attach(visit, photo)
    branch.record(visit, arrived_at=branch.today_at(14, 2), left_at=branch.today_at(14, 30))
    branch.sign(visit)
    cure(branch)
    day = date(2026, 4, 1)
    fine = overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, 0, 23_155_88, 0, oldest_unpaid_on=None)
    branch.take(LedgerKind.OVERDUE, [fine], day)
    assert [line.missing for line in branch.supervisor(ListArchive()).cases] == [(), ()]
    stored, _upright = sorted(
        branch.evidence_folder.iterdir(), key=lambda each: each.stat().st_size, reverse=True
    )
    kept = stored.read_bytes()
    stored.unlink()
    assert run(branch, out) == QUARANTINED
    told = capsys.readouterr().out
    assert "door.jpg" in told
    assert sorted(path.suffix for path in out.iterdir()) == [".pdf", ".txt"]
    assert "door.jpg" in (out / "failed.txt").read_text("utf-8")
    stored.write_bytes(kept)
    assert run(branch, out) == DONE
    assert len(list(out.glob("*.pdf"))) == 2
    assert len(list((branch.folder / "packs").glob("*.cdpack"))) == 2
    assert run(branch, out) == DONE
    assert "0 packs built" in capsys.readouterr().out
