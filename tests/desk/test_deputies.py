"""Deputies: who may be named for what and until when, and what they do stands as done in another's place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.customers.today import ShowInbox
from collectdesk.desk.paper.recording import SignOff
from collectdesk.desk.people.deputies import EndDeputyship, ListDeputies, NameDeputy
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.vault.watch import ConfirmClock
from collectdesk.desk.visits.visiting import DecideRequest, RequestVisit
from collectdesk.domain.people.people import DeputyStanding, Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestReason, RequestState, Verdict
from collectdesk.store.trail import audit
from collectdesk.terms_trouble import REFUSALS
from helpers.branches import LI, PRACTICE_DATE

if TYPE_CHECKING:
    from helpers.branches import Branch

APPROVE = frozenset({Permission.APPROVE_VISIT})


def deputy(**changes: Any) -> NameDeputy:
    said: dict[str, Any] = {
        "principal": "supervisor", "deputy": "second clerk", "permissions": APPROVE, "from_on": PRACTICE_DATE,
        "until_on": PRACTICE_DATE + timedelta(days=6), "reason": "年休", **changes,
    }  # fmt: skip
    return NameDeputy(**said)


@pytest.fixture(autouse=True)
def _second_clerk(branch: Branch) -> None:
    branch.enrol("second clerk", "clerk")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"permissions": frozenset()}, "deputy.nothing_named"),
        ({"permissions": frozenset({Permission.SECOND})}, "deputy.not_deputable"),
        ({"permissions": frozenset({Permission.NAME_DEPUTY})}, "deputy.not_deputable"),
        ({"deputy": "supervisor"}, "deputy.oneself"),
        ({"deputy": "administrator"}, "deputy.wrong_role"),
        ({"deputy": "auditor"}, "deputy.wrong_role"),
        ({"deputy": "nobody"}, "person.unknown"),
        ({"principal": "clerk"}, "deputy.only_own"),
        ({"until_on": PRACTICE_DATE - timedelta(days=1)}, "deputy.ends_before_start"),
        ({"from_on": date(2026, 1, 1), "until_on": date(2026, 1, 5)}, "deputy.past"),
        ({"until_on": PRACTICE_DATE + timedelta(days=92)}, "deputy.too_long"),
        ({"reason": " "}, "deputy.reason_missing"),
    ],
)
def test_a_deputy_that_should_not_be_is_refused(branch: Branch, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        branch.supervisor(deputy(**changes))
    assert refused.value.code == code
    assert code in REFUSALS
    assert branch.supervisor(ListDeputies()) == ()


def test_outside_the_dates_a_deputy_decides_nothing(branch: Branch) -> None:
    request_id = branch.request()
    branch.supervisor(
        deputy(from_on=PRACTICE_DATE + timedelta(days=1), until_on=PRACTICE_DATE + timedelta(days=2))
    )
    decide = DecideRequest(request_id, Verdict.APPROVE)
    with pytest.raises(NotPermitted):
        branch.run("second clerk", decide)
    branch.advance(days=3)
    with pytest.raises(NotPermitted):
        branch.run("second clerk", decide)
    branch.advance(days=-2)
    branch.supervisor(ConfirmClock())
    assert branch.run("second clerk", decide) is RequestState.APPROVED


def test_a_deputy_does_what_was_named_and_nothing_else(branch: Branch) -> None:
    visit_id = branch.recorded_visit()
    branch.supervisor(deputy())
    assert branch.run("second clerk", ShowInbox()).count == 1  # to decide anything, one must see it
    with pytest.raises(NotPermitted):
        branch.run("second clerk", SignOff(visit_id))


def test_what_a_deputy_decided_stands_in_the_trail_as_done_in_anothers_place(branch: Branch) -> None:
    request_id = branch.request()
    branch.supervisor(deputy())
    branch.run("second clerk", DecideRequest(request_id, Verdict.APPROVE))
    line = branch.ask(lambda view: audit.lines(view, limit=1))[0]
    assert (line.login, line.about["deputy_of"]) == ("second clerk", branch.actors["supervisor"].id)


def test_nobody_decides_their_own_as_a_deputy_nor_has_a_deputy_decide_it(branch: Branch) -> None:
    own = branch.request()
    branch.supervisor(deputy(deputy="clerk"))
    with pytest.raises(Refused) as refused:
        branch.run("clerk", DecideRequest(own, Verdict.APPROVE))
    assert refused.value.code == "four_eyes.own_request"
    of_principal = branch.run(
        "supervisor",
        RequestVisit(branch.case_id("王秀兰"), branch.point_id("home", "王秀兰"), RequestReason.VERIFICATION),
    )
    with pytest.raises(Refused) as refused:
        branch.run("clerk", DecideRequest(of_principal, Verdict.APPROVE))
    assert refused.value.code == "four_eyes.as_deputy"
    assert branch.actions()[-1] == "refused.visit.decided"


def test_a_deputyship_ends_when_it_is_ended_or_its_principal_no_longer_supervises(branch: Branch) -> None:
    request_id = branch.request()
    made = branch.supervisor(deputy())
    branch.supervisor(EndDeputyship(made))
    with pytest.raises(NotPermitted):
        branch.run("second clerk", DecideRequest(request_id, Verdict.APPROVE))
    with pytest.raises(Refused) as refused:
        branch.supervisor(EndDeputyship(made))
    assert refused.value.code == "deputy.over"
    branch.supervisor(deputy())
    branch.reassign("supervisor", "clerk")
    with pytest.raises(NotPermitted):
        branch.run("second clerk", DecideRequest(request_id, Verdict.APPROVE))


def test_an_administrator_names_a_deputy_for_a_supervisor_only_with_a_second_person(branch: Branch) -> None:
    with pytest.raises(Refused) as refused:
        branch.administrator(deputy())
    assert refused.value.code == "second.missing"
    branch.administrator(deputy(second=branch.second("supervisor")))
    with pytest.raises(Refused) as refused:
        branch.administrator(deputy(principal="clerk", second=branch.second("supervisor")))
    assert refused.value.code == "deputy.not_a_supervisor"
    (line,) = branch.supervisor(ListDeputies())
    assert (line.principal, line.deputy_login, line.standing) == (
        "周敏",
        "second clerk",
        DeputyStanding.RUNNING,
    )
    assert line.permissions == (Permission.APPROVE_VISIT,)


def test_the_right_is_asked_for_as_it_stands_now_not_as_it_was_at_the_sign_in(branch: Branch) -> None:
    request_id = branch.request(LI)
    branch.reassign("supervisor", "clerk")
    with pytest.raises(NotPermitted):  # the window still holds the actor of the morning
        branch.supervisor(DecideRequest(request_id, Verdict.APPROVE))
