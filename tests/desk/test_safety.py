"""Visitors who are out aren't forgotten: overdue half an hour after the planned end, until somebody hears of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.safety import MarkBack, WhoIsOut
from collectdesk.domain.refusals import Refused
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


@pytest.fixture
def visit_id(branch: Branch, tmp_path: Path) -> str:
    """A visit for 14:30 to 15:15 tomorrow whose sheets are handed out."""
    planned = branch.planned_visit()
    branch.notify(planned)
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", (planned,)))
    return planned


def _planned(branch: Branch, visit_id: str) -> visits.Visit:
    return branch.ask(lambda view: visits.visit(view, visit_id))


def _go_to(branch: Branch, visit_id: str, minutes_after_end: int) -> None:
    ahead = _planned(branch, visit_id).until - branch.now
    branch.advance(minutes=int(ahead / timedelta(minutes=1)) + minutes_after_end)


def test_a_planned_visit_whose_sheets_lie_in_the_branch_sends_nobody_out(branch: Branch) -> None:
    visit_id = branch.planned_visit()
    _go_to(branch, visit_id, 90)
    assert branch.clerk(WhoIsOut()).outings == ()
    with pytest.raises(Refused, match="not_out"):
        branch.clerk(MarkBack(visit_id))


def test_nobody_is_out_before_the_visit_and_the_alarm_is_known_beforehand(
    branch: Branch, visit_id: str
) -> None:
    out = branch.clerk(WhoIsOut())
    assert out.outings == ()
    assert out.alarms == (_planned(branch, visit_id).until + timedelta(minutes=30),)


def test_a_team_is_overdue_half_an_hour_after_the_planned_end(branch: Branch, visit_id: str) -> None:
    _go_to(branch, visit_id, 29)
    out = branch.clerk(WhoIsOut())
    assert [outing.visit_id for outing in out.outings] == [visit_id]
    assert out.overdue == ()
    branch.advance(minutes=1)
    assert [outing.visit_id for outing in branch.supervisor(WhoIsOut()).overdue] == [visit_id]


def test_who_is_out_names_the_team_and_never_the_customer(branch: Branch, visit_id: str) -> None:
    _go_to(branch, visit_id, 45)
    (outing,) = branch.auditor(WhoIsOut()).overdue
    assert len(outing.crew) == 2
    assert all(outing.crew)
    assert not hasattr(outing, "name")


def test_the_word_that_they_are_back_ends_the_alarm_and_stands_in_the_trail(
    branch: Branch, visit_id: str
) -> None:
    _go_to(branch, visit_id, 45)
    when = branch.now - timedelta(minutes=20)
    branch.clerk(MarkBack(visit_id, when))
    assert branch.clerk(WhoIsOut()).overdue == ()
    assert branch.clerk(WhoIsOut()).alarms == ()
    assert _planned(branch, visit_id).back_at == when
    assert "visit.back" in branch.actions()


def test_a_return_that_has_not_happened_is_refused(branch: Branch, visit_id: str) -> None:
    _go_to(branch, visit_id, 45)
    with pytest.raises(Refused, match="in_future"):
        branch.clerk(MarkBack(visit_id, branch.now + timedelta(minutes=1)))
    with pytest.raises(Refused, match="before_start"):
        branch.clerk(MarkBack(visit_id, branch.now - timedelta(days=2)))
    assert branch.clerk(WhoIsOut()).overdue


def test_a_late_word_is_still_taken_after_the_record_may_be_typed(branch: Branch, visit_id: str) -> None:
    _go_to(branch, visit_id, 300)
    branch.clerk(MarkBack(visit_id))
    assert branch.clerk(WhoIsOut()).outings == ()
