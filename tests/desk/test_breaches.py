"""What happened against a rule is recorded as it happened and marked; what was lawful isn't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contacting import LogContact
from collectdesk.desk.today import ShowInbox
from collectdesk.domain.contacts import Channel, ContactOutcome, Direction, Reached

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
