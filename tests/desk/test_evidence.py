"""Evidence: what is refused leaves nothing behind, what is taken in comes out as it was, at flat memory."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from collectdesk.domain.refusals import Refused
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import evidence

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

CONTENT = bytes(range(256)) * 2500  # over two chunks


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "店铺.jpg"
    path.write_bytes(CONTENT)
    return path


def test_a_photo_that_is_filed_already_is_refused_and_leaves_no_second_file(
    branch: Branch, photo: Path
) -> None:
    visit_id = branch.planned_visit()
    branch.attach(visit_id, photo)
    before = sorted(branch.evidence_folder.iterdir())
    with pytest.raises(Refused) as refused:
        branch.attach(visit_id, photo.rename(photo.with_name("again.jpg")))
    assert refused.value.code == "evidence.already_there"
    assert sorted(branch.evidence_folder.iterdir()) == before
    assert branch.ask(lambda view: evidence.orphans(view, branch.evidence_folder)) == []


def test_the_original_is_read_after_the_snapshot_is_closed(branch: Branch, photo: Path) -> None:
    visit_id = branch.planned_visit()
    branch.attach(visit_id, photo)
    (kept,) = branch.ask(lambda view: evidence.of_visit(view, visit_id))
    open_original = branch.ask(lambda view: evidence.opener(view, branch.evidence_folder, kept))
    with open_original() as original:
        assert hashlib.sha256(original.read(1000) + original.read()).hexdigest() == kept.sha256


@pytest.mark.parametrize("place", [7, 300_000, -1])
def test_an_altered_file_is_named_wherever_it_was_altered(branch: Branch, photo: Path, place: int) -> None:
    visit_id = branch.planned_visit()
    branch.attach(visit_id, photo)
    (kept,) = branch.ask(lambda view: evidence.of_visit(view, visit_id))
    stored = branch.evidence_folder / kept.stored_name
    sealed = bytearray(stored.read_bytes())
    sealed[place] ^= 1
    stored.write_bytes(sealed)
    open_original = branch.ask(lambda view: evidence.opener(view, branch.evidence_folder, kept))
    with pytest.raises(StoreTrouble) as trouble, open_original() as original:
        original.read()
    assert trouble.value.code == "store.evidence_altered"
    assert trouble.value.facts == {"name": "店铺.jpg"}


def test_a_missing_file_is_named(branch: Branch, photo: Path) -> None:
    visit_id = branch.planned_visit()
    branch.attach(visit_id, photo)
    (kept,) = branch.ask(lambda view: evidence.of_visit(view, visit_id))
    (branch.evidence_folder / kept.stored_name).unlink()
    open_original = branch.ask(lambda view: evidence.opener(view, branch.evidence_folder, kept))
    with pytest.raises(StoreTrouble) as trouble:
        open_original()
    assert (trouble.value.code, trouble.value.facts) == ("store.evidence_missing", {"name": "店铺.jpg"})
