"""The branch's particulars and the trail as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.vault.nameplate import ShowBranch
from collectdesk.desk.vault.trail import TellTrail
from collectdesk.domain.ids import CaseId
from collectdesk.store.cases import cases
from collectdesk.store.schema import HEAD
from helpers.branches import NAME, PRACTICE_DATE

if TYPE_CHECKING:
    from helpers.branches import Branch


def test_the_branch_says_what_support_asks_for_and_nothing_of_a_customer(branch: Branch) -> None:
    plate = branch.administrator(ShowBranch(branch.folder))
    assert (plate.name, plate.is_practice, plate.shelf) == (NAME, True, "practice")
    assert (plate.schema, plate.data_date) == (HEAD, PRACTICE_DATE)
    assert plate.database_id == branch.desk.store.branch_id


def test_a_clerk_reads_no_trail(branch: Branch) -> None:
    with pytest.raises(NotPermitted):
        branch.clerk(TellTrail())


def test_a_line_names_who_and_the_numbers_of_what_in_place_of_ids(branch: Branch) -> None:
    visit_id = branch.planned_visit()
    lines = {line.action: line for line in branch.auditor(TellTrail())}
    assert lines["visit.planned"].who == "陈静"
    case_no = branch.ask(lambda view: cases.case(view, CaseId(branch.case_id())).case_no)
    assert lines["visit.planned"].numbers == (case_no, "WF-2026-00001")
    assert lines["visit.planned"].about["visit"] == visit_id
    assert lines["branch.founded"].who == "system"  # nobody signed in yet
    assert lines["ledger.imported"].numbers[0].endswith(".csv")


def test_older_entries_follow_without_gap_or_repetition(branch: Branch) -> None:
    branch.planned_visit()
    newest = branch.auditor(TellTrail(limit=4))
    older = branch.auditor(TellTrail(limit=4, before=newest[-1].seq))
    numbers = [line.seq for line in (*newest, *older)]
    assert numbers == list(range(numbers[0], numbers[0] - 8, -1))
