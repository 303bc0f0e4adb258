"""The board: nothing is moved past the rules, what was promised or pinned is respected, nothing is dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.visits.board import Board, ShowBoard
from collectdesk.desk.visits.board_moves import MoveVisit, WeighMove
from collectdesk.desk.visits.notifying import NotifyCustomer
from collectdesk.desk.visits.order_accepting import PinVisit
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.visiting import ListVisits, VisitLine
from collectdesk.domain.contact.contacts import Channel, ContactOutcome
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.visits.visits import VisitState
from desk.test_ordering import TOMORROW, planned, settle
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG, Branch

if TYPE_CHECKING:
    from pathlib import Path


def board(branch: Branch) -> Board:
    return branch.clerk(ShowBoard(TOMORROW))


def line(branch: Branch, visit_id: str) -> VisitLine:
    return next(one for one in branch.clerk(ListVisits(TOMORROW)) if one.visit_id == visit_id)


def move(branch: Branch, visit_id: str, hour: int, minute: int = 0, safety: str = "S01") -> MoveVisit:
    at = branch.today_at(hour, minute, days=1)
    return MoveVisit(visit_id, at, branch.staff_id("C01"), branch.staff_id(safety))


def weigh(branch: Branch, stop: str, hour: int, minute: int = 0) -> WeighMove:
    return WeighMove(
        stop, branch.today_at(hour, minute, days=1), branch.staff_id("C01"), branch.staff_id("S01")
    )


def test_a_move_into_the_evening_is_refused_with_its_rule_and_changes_nothing(branch: Branch) -> None:
    visit = planned(branch, LI, 10)
    with pytest.raises(RuleBroken):
        branch.clerk(move(branch, visit, 22))
    weighed = branch.clerk(weigh(branch, visit, 22))
    assert not weighed.is_possible
    assert weighed.starts
    assert line(branch, visit).planned_at == branch.today_at(10, days=1)


def test_a_team_is_never_at_two_doors_at_once(branch: Branch) -> None:
    planned(branch, LI, 10)
    other = planned(branch, WANG, 14)
    with pytest.raises(Refused) as error:
        branch.clerk(move(branch, other, 10, 30))
    assert error.value.code == "plan.crew_busy"
    weighed = branch.clerk(weigh(branch, other, 10, 30))
    assert weighed.refused is not None
    assert weighed.refused.code == "plan.crew_busy"
    assert not weighed.is_possible


def test_a_visit_may_be_pushed_by_less_than_its_own_length(branch: Branch) -> None:
    visit = planned(branch, LI, 10)
    branch.clerk(move(branch, visit, 10, 15))
    assert line(branch, visit).planned_at == branch.today_at(10, 15, days=1)
    assert "visit.moved" in branch.actions()


def test_what_a_supervisor_pinned_only_a_supervisor_moves(branch: Branch) -> None:
    visit = planned(branch, LI, 10)
    branch.supervisor(PinVisit(visit))
    with pytest.raises(Refused) as error:
        branch.clerk(move(branch, visit, 11))
    assert error.value.code == "order.pinned"
    branch.supervisor(move(branch, visit, 11))
    assert line(branch, visit).pinned


def test_a_time_that_is_past_and_a_visit_that_is_over_cant_be_moved(branch: Branch) -> None:
    visit = planned(branch, LI, 10)
    branch.advance(days=1, hours=3)
    with pytest.raises(Refused) as error:
        branch.clerk(MoveVisit(visit, branch.today_at(11), branch.staff_id("C01"), branch.staff_id("S01")))
    assert error.value.code == "plan.in_past"


def test_a_customer_who_was_told_is_to_be_told_again_and_the_price_says_how_much_later(
    branch: Branch,
) -> None:
    visit = planned(branch, LI, 10)
    branch.clerk(
        NotifyCustomer(visit, branch.point_id("mobile", LI), Channel.PHONE, ContactOutcome.VISIT_AGREED)
    )
    weighed = branch.clerk(weigh(branch, visit, 11, 30))
    assert weighed.later == 90
    assert not weighed.is_plain
    assert branch.clerk(move(branch, visit, 11, 30)).tell_again
    steps = branch.clerk(OpenFile(branch.customer_id(LI))).steps
    assert StepKind.NOTIFY in [step.kind for step in steps]


def test_printed_sheets_of_a_moved_visit_are_to_be_pulled_out_and_printed_anew(
    branch: Branch, tmp_path: Path
) -> None:
    visit = planned(branch, LI, 10)
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", (visit,), reason="客户失联"))
    assert board(branch).card(visit).fixed == "printed"  # type: ignore[union-attr]
    moved = branch.supervisor(move(branch, visit, 11))
    assert moved.pull_out
    assert line(branch, visit).state is VisitState.SCHEDULED


def test_an_untrained_second_is_refused(branch: Branch) -> None:
    visit = planned(branch, LI, 10)
    with pytest.raises(RuleBroken):
        branch.clerk(move(branch, visit, 11, safety="C02"))


def test_the_price_counts_the_road_and_what_becomes_too_tight(branch: Branch) -> None:
    settle(branch, LI, WANG)
    planned(branch, LI, 10)
    other = planned(branch, WANG, 14)
    weighed = branch.clerk(weigh(branch, other, 10, 45))
    assert weighed.road is not None
    assert weighed.road.minutes == 0
    assert [strain.code for strain in weighed.road.strains] == ["road_short"]
    assert weighed.is_possible
    assert not weighed.is_plain


def test_without_the_branchs_place_the_board_stands_but_prices_nothing(branch: Branch) -> None:
    visit = planned(branch, LI, 10)
    assert board(branch).door is None
    weighed = branch.clerk(weigh(branch, visit, 11))
    assert weighed.road is None
    assert weighed.is_plain


def test_every_approved_request_stands_on_the_board_with_why_it_isnt_placed(branch: Branch) -> None:
    settle(branch, LI)
    for name in (LI, OUYANG):
        branch.call(name)
        branch.approve(branch.request(name))
    waiting = {card.name: card.why for card in board(branch).waiting()}
    assert waiting[LI] is None
    left = waiting[OUYANG]
    assert left is not None
    assert left.why == "not_located"


def test_a_past_day_shows_what_was_and_offers_nothing_to_place(branch: Branch) -> None:
    branch.call(LI)
    branch.approve(branch.request(LI))
    past = branch.clerk(ShowBoard(PRACTICE_DATE - timedelta(days=1)))
    assert past.cards == ()


def test_an_auditor_reads_the_board_without_the_names_in_full(branch: Branch) -> None:
    planned(branch, LI, 10)
    (card,) = branch.auditor(ShowBoard(TOMORROW)).cards
    assert LI not in card.name
