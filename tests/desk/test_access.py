"""Two people at one desk: a supervisor signs one deed beside the clerk, whose session goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.vault.access import countersign, leave, sign_in
from collectdesk.desk.visits.visiting import DecideRequest, RequestVisit
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestReason, RequestState, Verdict
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from helpers.branches import PASSWORD, Branch, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def approve(branch: Branch, login: str, password: str = PASSWORD) -> RequestState:
    deed = DecideRequest(branch.request(), Verdict.APPROVE)
    return countersign(branch.desk, branch.actors["clerk"], login, password, deed).result


def lines(branch: Branch) -> list[tuple[str, str]]:
    """Who did what, oldest first."""
    found = branch.ask(lambda view: audit.lines(view, limit=1000))
    return [(line.login, line.action) for line in reversed(found)]


def test_the_trail_names_the_supervisor_at_the_clerks_desk(branch: Branch) -> None:
    assert approve(branch, "supervisor") is RequestState.APPROVED
    said = lines(branch)
    at = said.index(("supervisor", "session.opened"))
    assert said[at:] == [
        ("supervisor", "session.opened"), ("supervisor", "visit.decided"), ("supervisor", "session.closed"),
    ]  # fmt: skip


def test_a_wrong_password_decides_nothing(branch: Branch) -> None:
    with pytest.raises(StoreTrouble, match="wrong_password"):
        approve(branch, "supervisor", "nonsense")
    assert "visit.decided" not in [action for _who, action in lines(branch)]


def test_a_clerk_cannot_countersign_and_the_session_is_left_all_the_same(branch: Branch) -> None:
    with pytest.raises(NotPermitted):
        approve(branch, "clerk")
    assert lines(branch)[-1] == ("clerk", "session.closed")


def test_nobody_countersigns_their_own(branch: Branch) -> None:
    request = branch.run("supervisor", _asked(branch))
    with pytest.raises(Refused):
        countersign(
            branch.desk,
            branch.actors["clerk"],
            "supervisor",
            PASSWORD,
            DecideRequest(request, Verdict.APPROVE),
        )


def _asked(branch: Branch) -> RequestVisit:
    return RequestVisit(branch.case_id(), branch.point_id("home"), RequestReason.VERIFICATION)


def test_who_has_left_can_do_nothing_more(branch: Branch) -> None:
    session = sign_in(branch.folder, "clerk", PASSWORD, branch.clock)
    leave(session)
    with pytest.raises(StoreTrouble, match="shut"):
        session.desk.run(_asked(branch), session.actor)
