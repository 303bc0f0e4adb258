"""What happened against a rule is recorded as it happened and marked; what was lawful isn't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.contacting import AcknowledgeBreach, LogContact
from collectdesk.desk.customers.files import EventKind, OpenFile
from collectdesk.desk.customers.today import ShowInbox
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.refusals import Refused
from collectdesk.terms_trouble import sentence
from collectdesk.words import for_language
from helpers.branches import LI

if TYPE_CHECKING:
    from helpers.branches import Branch


@pytest.mark.parametrize(("hour", "minute"), [(22, 40), (7, 59), (3, 0)])
def test_a_call_at_night_is_marked_and_waits_for_the_supervisor(
    branch: Branch, hour: int, minute: int
) -> None:
    branch.advance(days=1, hours=1)
    at = branch.today_at(hour, minute, days=-1)
    call = LogContact(branch.case_id(), Channel.PHONE, at, Reached.NOBODY, ContactOutcome.NO_ANSWER)
    found = {breach.rule_id for breach in branch.clerk(call).breaches}
    assert "CN-TIME-01" in found
    waiting = branch.supervisor(ShowInbox()).breaches
    assert {breach.rule_id for breach in waiting} == found
    assert {breach.happened_at for breach in waiting} == {at}


@pytest.mark.parametrize(
    ("hour", "direction"), [(8, Direction.OUTGOING), (21, Direction.OUTGOING), (23, Direction.INCOMING)]
)
def test_a_call_by_day_or_one_that_came_in_is_no_breach(
    branch: Branch, hour: int, direction: Direction
) -> None:
    branch.advance(days=1, hours=1)
    at = branch.today_at(hour, days=-1)
    call = LogContact(
        branch.case_id(),
        Channel.PHONE,
        at,
        Reached.DEBTOR,
        ContactOutcome.NOTED,
        direction,
        branch.point_id("mobile"),
    )
    assert branch.clerk(call).breaches == ()


def test_a_supervisor_cant_settle_their_own_breach_which_stays_for_a_colleague_and_the_auditor(
    branch: Branch,
) -> None:
    branch.advance(days=1, hours=1)
    at = branch.today_at(22, 40, days=-1)
    branch.supervisor(
        LogContact(branch.case_id(), Channel.PHONE, at, Reached.NOBODY, ContactOutcome.NO_ANSWER)
    )
    own = branch.supervisor(ShowInbox()).breaches[0]
    with pytest.raises(Refused) as error:
        branch.supervisor(AcknowledgeBreach(own.breach_id, "已自查"))
    assert error.value.code == "four_eyes.own_breach"
    assert "Another supervisor" in sentence(for_language("en"), error.value)
    assert "另一位主管" in sentence(for_language("zh_CN"), error.value)
    assert own in branch.supervisor(ShowInbox()).breaches
    seen = branch.auditor(OpenFile(branch.customer_id(LI))).timeline
    assert EventKind.BREACH in {event.kind for event in seen}
