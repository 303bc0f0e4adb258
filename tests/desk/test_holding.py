"""Holds that reach as far as their reason, and what becomes of them: proof asked for, run out, returned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.contacting import JudgeCall, LogContact
from collectdesk.desk.contact.holding import EndHold, PlaceHold, ProveHold
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.today import ShowToday
from collectdesk.desk.solutions.following import StartDay
from collectdesk.desk.visits.visiting import RequestVisit
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.contact.holds import HoldScope, Reach
from collectdesk.domain.customers.cases import CaseState, StepKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.store.trouble import StaleRecord
from helpers.branches import LI

if TYPE_CHECKING:
    from helpers.branches import Branch

WHOLE = Reach()
CALLS = Reach(HoldScope.CHANNEL, "call")
VISITS = Reach(HoldScope.SUBJECT, "visits")


def hold(branch: Branch, reach: Reach = WHOLE, code: str = "dispute", **more: object) -> str:
    deed = PlaceHold(branch.case_id(), code, None, "客户对金额有异议", reach, **more)  # type: ignore[arg-type]
    return str(branch.clerk(deed))


def may_call(branch: Branch) -> bool:
    return bool(branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))[0].is_lawful)


@pytest.mark.parametrize(
    "reach",
    [
        Reach(HoldScope.PRODUCT, "0" * 32),
        Reach(HoldScope.CHANNEL, "pigeon"),
        Reach(HoldScope.SUBJECT, "weather"),
        Reach(HoldScope.CUSTOMER, "x"),
    ],
)
def test_a_hold_that_would_stop_nothing_is_refused(branch: Branch, reach: Reach) -> None:
    with pytest.raises(Refused, match="reach_unknown"):
        hold(branch, reach)
    with pytest.raises(Refused, match="ends_in_past"):
        hold(branch, proof_due_on=branch.now.date() - timedelta(days=1))


def test_a_hold_on_calls_leaves_visits_to_be_asked_for(branch: Branch) -> None:
    hold(branch, CALLS)
    assert not may_call(branch)
    assert branch.clerk(
        RequestVisit(branch.case_id(), branch.point_id("home"), RequestReason.VERIFICATION, "电话停催")
    )


def test_a_hold_about_visits_leaves_calls_alone_and_stops_visits(branch: Branch) -> None:
    hold(branch, VISITS, "complaint")
    assert may_call(branch)
    with pytest.raises(Refused, match="case_held"):
        branch.clerk(RequestVisit(branch.case_id(), branch.point_id("home"), RequestReason.VERIFICATION))


def test_a_hold_about_one_person_stops_that_person_only(branch: Branch) -> None:
    clerk = branch.actors["clerk"]
    hold(branch, Reach(HoldScope.SUBJECT, f"staff:{clerk.id}"), "complaint")
    assert not may_call(branch)
    judged = branch.supervisor(JudgeCall(branch.case_id(), branch.point_id("mobile")))[0]
    assert judged.is_lawful


def test_a_hold_on_one_product_stands_in_the_way_only_where_nothing_else_is_overdue(branch: Branch) -> None:
    file = branch.clerk(OpenFile(branch.customer_id(LI)))
    owed = [view.product for view in file.products if view.product.dpd > 0]
    hold(branch, Reach(HoldScope.PRODUCT, owed[0].id))
    assert may_call(branch) is (len(owed) > 1)
    for product in owed[1:]:
        hold(branch, Reach(HoldScope.PRODUCT, product.id))
    assert not may_call(branch)
    assert branch.clerk(OpenFile(branch.customer_id(LI))).state is not CaseState.ON_HOLD


def test_what_happened_against_a_hold_is_recorded_and_marked(branch: Branch) -> None:
    hold(branch, CALLS, "lawyer")
    deed = LogContact(
        branch.case_id(), Channel.PHONE, branch.now, Reached.DEBTOR, ContactOutcome.NOTED,
        point_id=branch.point_id("mobile"),
    )  # fmt: skip
    assert branch.clerk(deed).contact_id


def test_the_proof_is_asked_for_in_today_until_it_has_come(branch: Branch) -> None:
    due = branch.now.date()
    held = hold(branch, proof_due_on=due)
    waiting = [i for i in branch.clerk(ShowToday()).items if i.kind is StepKind.DEADLINE]
    assert [(i.why, i.due_on) for i in waiting] == [("hold.proof_due", due)]
    with pytest.raises(Refused, match="proof_missing"):
        branch.clerk(ProveHold(branch.case_id(), held, " "))
    branch.clerk(ProveHold(branch.case_id(), held, "医院证明，档案柜3-2"))
    assert not [i for i in branch.clerk(ShowToday()).items if i.kind is StepKind.DEADLINE]
    kept = next(h for h in branch.clerk(OpenFile(branch.customer_id(LI))).holds if h.id == held)
    assert (kept.proof_came_on, kept.proof) == (due, "医院证明，档案柜3-2")


def test_a_hold_returns_by_itself_after_its_last_day_and_a_call_is_due(branch: Branch) -> None:
    branch.clerk(PlaceHold(branch.case_id(), "negotiation", branch.now.date(), "协商三日"))
    assert not may_call(branch)
    branch.advance(days=1)
    branch.clerk(StartDay())
    assert may_call(branch)
    steps = branch.clerk(OpenFile(branch.customer_id(LI))).steps
    assert ("call", "hold.returned") in [(s.kind.value, s.why) for s in steps]
    assert not [s for s in steps if s.why == "hold.negotiation"]


def test_an_ended_hold_is_neither_proven_nor_ended_again(branch: Branch) -> None:
    held = hold(branch, proof_due_on=branch.now.date())
    branch.supervisor(EndHold(branch.case_id(), held))
    for again in (ProveHold(branch.case_id(), held, "x"),):
        with pytest.raises(StaleRecord):
            branch.clerk(again)
    with pytest.raises(StaleRecord):
        branch.supervisor(EndHold(branch.case_id(), held))
