"""Drafts: a person's own unsent typing, kept encrypted, seen by nobody else, without a line in the trail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.store.branch import DATABASE_FILE
from helpers.branches import Branch, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator

SUBJECT = "0" * 32


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_a_draft_is_its_writers_alone(branch: Branch) -> None:
    clerk, supervisor = branch.actors["clerk"], branch.actors["supervisor"]
    branch.desk.keep_draft(clerk, "visit_record", SUBJECT, "half a sentence")
    assert branch.desk.read_draft(supervisor, "visit_record", SUBJECT) is None
    branch.desk.drop_draft(supervisor, "visit_record", SUBJECT)
    kept = branch.desk.read_draft(clerk, "visit_record", SUBJECT)
    assert kept is not None
    assert (kept.content, kept.saved_at) == ("half a sentence", branch.now)


def test_the_latest_typing_takes_the_place_of_the_earlier(branch: Branch) -> None:
    clerk = branch.actors["clerk"]
    for content in ("one", "one two"):
        branch.desk.keep_draft(clerk, "visit_record", SUBJECT, content)
    kept = branch.desk.read_draft(clerk, "visit_record", SUBJECT)
    assert kept is not None
    assert kept.content == "one two"
    branch.desk.drop_draft(clerk, "visit_record", SUBJECT)
    assert branch.desk.read_draft(clerk, "visit_record", SUBJECT) is None


def test_a_draft_leaves_no_line_in_the_trail_and_no_letter_in_the_clear(branch: Branch) -> None:
    before = branch.actions()
    branch.desk.keep_draft(branch.actors["clerk"], "visit_record", SUBJECT, "a very private sentence")
    assert branch.actions() == before
    files = [path for path in branch.folder.iterdir() if path.name.startswith(DATABASE_FILE)]
    assert files
    assert not any(b"very private" in path.read_bytes() for path in files)
