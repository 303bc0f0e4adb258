"""A planned visit with what its preparation needs, and the way from a code on paper to its visit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.desk.paper.recording import FindByCode
from collectdesk.desk.visits.preparing import OpenVisit
from collectdesk.domain.contact.contacts import ContactOutcome
from collectdesk.domain.refusals import Refused
from helpers.branches import LI, Branch, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@pytest.mark.parametrize("text", ["", "hello", "CD1:K:XXXX:YYYY", "WF-2026-99999"])
def test_what_is_no_code_of_this_branch_is_refused(branch: Branch, text: str) -> None:
    with pytest.raises(Refused, match=r"code\."):
        branch.clerk(FindByCode(text))


def test_the_code_of_an_agreement_names_no_visit(branch: Branch) -> None:
    offered = branch.offer()
    code = branch.ask(lambda view: make_code(view, CodeKind.AGREEMENT, offered, 1, 1))
    with pytest.raises(Refused, match=r"code\.not_a_visit"):
        branch.clerk(FindByCode(code))


def test_a_sheet_is_found_by_its_code_or_its_number(branch: Branch) -> None:
    visit_id = branch.planned_visit()
    number = branch.clerk(OpenVisit(visit_id)).visit.visit_no
    code = branch.ask(lambda view: make_code(view, CodeKind.SHEET, visit_id, 2, 1))
    assert branch.clerk(FindByCode(code.lower())) == visit_id
    assert branch.clerk(FindByCode(f" {number.lower()} ")) == visit_id


def test_a_planned_visit_tells_whom_to_call_and_what_was_answered(branch: Branch) -> None:
    ahead = branch.clerk(OpenVisit(branch.planned_visit(caution="狗")))
    assert [point.id for point in ahead.phones] == [branch.point_id("mobile")]
    assert [notice.outcome for notice in ahead.notices] == [ContactOutcome.MESSAGE_SENT]
    assert ahead.caution == "狗"
    assert ahead.visit.customer_id == branch.customer_id(LI)


def test_an_auditor_reads_the_number_masked(branch: Branch) -> None:
    ahead = branch.auditor(OpenVisit(branch.planned_visit()))
    assert "*" in ahead.phones[0].value
