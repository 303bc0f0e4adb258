"""What people ask for about being contacted, and the zone they live in: the rules ask it at every act."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.contacting import JudgeCall, LogContact, NextLawfulCall
from collectdesk.desk.contact.wishing import EndWish, KeepWish, KeepZone
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.keeping import KeepPerson
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.contact.wishes import WishKind
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.trouble import StaleRecord
from helpers.branches import LI

if TYPE_CHECKING:
    from helpers.branches import Branch


def wish(branch: Branch, kind: WishKind, **more: Any) -> str:
    return str(branch.clerk(KeepWish(branch.customer_id(LI), kind, branch.now.date(), **more)))


def judged(branch: Branch) -> set[str]:
    found = branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))[0]
    return {decision.rule_id for decision in found.decisions}


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        (WishKind.EVENING, {}, "proof_missing"),
        (WishKind.OFTENER, {"proof": " "}, "proof_missing"),
        (WishKind.NOT_BY, {"value": "pigeon"}, "value_missing"),
        (WishKind.NOT_AT, {}, "value_missing"),
        (WishKind.QUIET, {"from_at": time(9)}, "hours_missing"),
        (WishKind.QUIET, {"from_at": time(9), "until_at": time(9)}, "hours_missing"),
    ],
)
def test_a_wish_that_says_nothing_is_refused(
    branch: Branch, kind: WishKind, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        wish(branch, kind, **more)


def test_a_wish_of_tomorrow_or_of_another_customers_person_is_refused(branch: Branch) -> None:
    tomorrow = branch.now.date() + timedelta(days=1)
    with pytest.raises(Refused, match="in_future"):
        branch.clerk(KeepWish(branch.customer_id(LI), WishKind.NOT_BY, tomorrow, "call"))
    with pytest.raises(LookupError):
        branch.clerk(
            KeepWish(branch.customer_id(LI), WishKind.NOT_BY, branch.now.date(), "call", person_id="0" * 32)
        )


def test_hours_to_be_left_alone_are_shown_and_ask_for_a_reason(branch: Branch) -> None:
    wish(branch, WishKind.QUIET, from_at=time(8), until_at=time(12))
    assert "CN-WISH-01" in judged(branch)
    first = wish(branch, WishKind.QUIET, from_at=time(13), until_at=time(14))
    assert "CN-WISH-01" not in judged(branch), "the newer wish takes the older one's place"
    with pytest.raises(StaleRecord):
        branch.clerk(EndWish(branch.customer_id(LI), "0" * 32))
    branch.clerk(EndWish(branch.customer_id(LI), first))
    assert all(w.ended_on is not None for w in branch.clerk(OpenFile(branch.customer_id(LI))).wishes)


def test_ways_and_places_are_respected_each_for_itself(branch: Branch) -> None:
    wish(branch, WishKind.NOT_BY, value="visit")
    wish(branch, WishKind.NOT_AT, value="work")
    assert not judged(branch) & {"CN-WISH-02", "CN-WISH-03"}
    wish(branch, WishKind.NOT_BY, value="call")
    assert "CN-WISH-02" in judged(branch)
    with pytest.raises(Refused, match="known"):
        wish(branch, WishKind.NOT_BY, value="call")


def test_a_proven_agreement_makes_a_call_at_night_lawful_and_an_unproven_time_stays_a_breach(
    branch: Branch,
) -> None:
    night = branch.today_at(23, days=-1)
    call = LogContact(
        branch.case_id(), Channel.PHONE, night.astimezone(UTC), Reached.DEBTOR, ContactOutcome.NOTED,
        point_id=branch.point_id("mobile"),
    )  # fmt: skip
    assert branch.clerk(call).breaches
    said_on = night.date()
    branch.clerk(KeepWish(branch.customer_id(LI), WishKind.EVENING, said_on, proof="3月2日来信，附卷"))
    later = LogContact(
        branch.case_id(), Channel.PHONE, (night + timedelta(minutes=5)).astimezone(UTC), Reached.DEBTOR,
        ContactOutcome.NOTED, point_id=branch.point_id("mobile"),
    )  # fmt: skip
    assert not {d.rule_id for d in branch.clerk(later).breaches} & {"CN-TIME-01", "CN-TIME-02"}


def test_hours_are_those_of_the_persons_own_zone_and_lists_show_them_by_the_branchs_clock(
    branch: Branch,
) -> None:
    with pytest.raises(Refused, match=r"zone\.unknown"):
        branch.clerk(KeepZone(branch.customer_id(LI), "Mars/Base"))
    branch.clerk(KeepZone(branch.customer_id(LI), "Europe/Paris"))
    morning = datetime(branch.now.year, branch.now.month, branch.now.day, 9, 30, tzinfo=CHINA_TIME)
    branch.clock.at = morning.astimezone(UTC)  # half past two in Paris
    found, hours = branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))
    assert not found.is_lawful
    told = found.refusals[0].remedy
    assert (told.param("day"), told.param("start")) == (morning.date(), time(15)), "eight o'clock there"
    assert [(w.start, w.end) for w in hours] == [(time(0), time(5)), (time(15), time(0))]
    again = branch.clerk(NextLawfulCall(branch.case_id(), branch.point_id("mobile")))
    assert again is not None
    assert again.astimezone(CHINA_TIME) == morning.replace(hour=15, minute=0)
    branch.clerk(KeepZone(branch.customer_id(LI), ""))
    assert branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))[0].is_lawful


def test_summer_time_moves_the_hours_of_people_elsewhere(branch: Branch) -> None:
    branch.clerk(KeepZone(branch.customer_id(LI), "Europe/Paris"))
    branch.clock.at = datetime(2026, 3, 28, 6, tzinfo=UTC)
    before = branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))[1]
    branch.clock.at = datetime(2026, 3, 30, 6, tzinfo=UTC)
    after = branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))[1]
    assert (before[-1].start, after[-1].start) == (time(15), time(14))


def test_somebody_around_the_customer_keeps_a_zone_of_their_own(branch: Branch) -> None:
    person = branch.clerk(KeepPerson(branch.customer_id(LI), PartyRole.GUARANTOR, "顾远行"))
    branch.clerk(KeepZone(branch.customer_id(LI), "America/New_York", person))
    around = {p.party.name: p.party.time_zone for p in branch.clerk(OpenFile(branch.customer_id(LI))).around}
    assert around["顾远行"] == "America/New_York"
    assert branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))[0].is_lawful
