"""The worth of a visit: what it rests on is never hidden, other ways stand beside it, the next step is a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.risk.weighing import WeighVisit
from collectdesk.desk.risk.worthing import FIGURES, UNLOCATED_METRES
from collectdesk.domain.places import Place
from collectdesk.domain.risk.risk import Strategy
from collectdesk.domain.risk.worth import Means
from collectdesk.store.cases import calibrating
from collectdesk.store.visits import ground
from collectdesk.store.visits.ground import Ground, keep_ground
from collectdesk.terms_worth import figure_mark, rests_on, ways
from collectdesk.words import CHINESE, ENGLISH, for_language
from helpers.branches import LI, WANG, Branch

if TYPE_CHECKING:
    from collectdesk.domain.risk.weighed import Weighed

DOOR = Place(25_000_000, 102_000_000)


def weighed(branch: Branch, name: str = LI) -> Weighed:
    return branch.clerk(WeighVisit(branch.case_id(name)))


def locate(branch: Branch, **north: int) -> None:
    """The branch at a round place, some homes so many micro-degrees north of it."""
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        keep_ground(work, Ground(DOOR, 60, 510, 1050, 3))
        for name, away in north.items():
            at = Place(DOOR.lat_e6 + away, DOOR.lon_e6)
            ground.locate(work, [(branch.point_id("home", {"li": LI, "wang": WANG}[name]), at)], "map")


def test_an_administrator_weighs_nothing(branch: Branch) -> None:
    with pytest.raises(NotPermitted):
        branch.administrator(WeighVisit(branch.case_id()))


def test_an_address_nobody_has_located_is_weighed_with_a_usual_way_and_says_so(branch: Branch) -> None:
    found = weighed(branch)
    assert not found.is_located
    assert found.trip.metres >= 2 * UNLOCATED_METRES
    assert found.joint is None


def test_a_large_debt_earns_the_trip_and_a_small_one_doesnt(branch: Branch) -> None:
    assert weighed(branch, LI).worth.worth_it
    small = weighed(branch, WANG)
    assert not small.worth.worth_it
    assert small.worth.break_even_overdue is not None
    assert small.worth.break_even_overdue.fen > small.overdue.fen
    assert small.suggestion.strategy is not Strategy.VISIT


def test_every_figure_stands_beside_it_with_its_mark_and_source(branch: Branch) -> None:
    found = weighed(branch)
    for words in (for_language(ENGLISH), for_language(CHINESE)):
        for figure in found.worth.figures:
            assert figure.source
            assert "PRIOR" in figure_mark(words, figure)
        assert "PRIOR" in rests_on(words, found)
        assert len(ways(words, found)) == 3


def test_a_figure_the_branch_measured_takes_the_assumptions_place_with_its_sample(branch: Branch) -> None:
    before = weighed(branch)
    said = {"value": 200, "low": 120, "high": 280, "sample": 312, "source": "own visits 2025"}
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        calibrating.add_act(work, FIGURES, {"figures": {"visit_uplift": said}}, "年度核定")
    after = weighed(branch)
    (own,) = after.measured
    assert (own.name, own.sample, own.mark) == ("visit_uplift", 312, "MEASURED")
    assert abs(after.worth.expected_recovery.fen - 2 * before.worth.expected_recovery.fen) <= 1
    told = figure_mark(for_language(ENGLISH), own)
    assert "measured" in told.lower()
    assert "10%" in told  # the assumption stands under it, never hidden


def test_a_planned_visit_nearby_makes_a_joint_trip_that_costs_less(branch: Branch) -> None:
    locate(branch, li=90_000, wang=92_000)
    planned = branch.planned_visit(LI, branch.today_at(15))
    found = weighed(branch, WANG)
    assert found.is_located
    assert found.joint is not None
    assert found.joint.on == branch.today_at(15).date()
    (joint,) = (each for each in found.worth.alternatives if each.means is Means.JOINT_TRIP)
    assert joint.cost.fen < found.worth.cost.fen
    assert planned


def test_a_standing_hold_and_a_persons_word_outrank_the_sums(branch: Branch) -> None:
    branch.hold("dispute")
    found = weighed(branch)
    assert found.suggestion.strategy is Strategy.PAUSE
    assert found.suggestion.reasons == ("hold.dispute",)


def test_nothing_is_written_by_weighing(branch: Branch) -> None:
    before = branch.actions()
    weighed(branch)
    assert branch.actions() == before
