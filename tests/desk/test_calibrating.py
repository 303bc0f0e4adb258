"""Learning from outcomes: out of sight while few, judged on the newest, adopted by two, rolled back, spared by lot."""

from __future__ import annotations

import pytest

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.risk.calibrating import (
    AdoptCard,
    HasOutcomes,
    RollCardBack,
    SetHoldOut,
    ShowCalibration,
)
from collectdesk.desk.risk.measuring import AdoptFigures, MeasureVisits, WithdrawFigures
from collectdesk.desk.risk.standing_card import HOLD_OUT, standing_card
from collectdesk.desk.risk.weighing import WeighVisit
from collectdesk.desk.solutions.following import StartDay
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.calibrated import CardKind
from collectdesk.domain.risk.judged import SHOWN_FROM
from collectdesk.domain.risk.risk_facts import BorrowerFacts
from collectdesk.store.cases import calibrating, cases, solutions
from helpers.branches import LI, Branch
from helpers.outcomes import seed_outcomes, seed_visits


def refused(branch: Branch, deed: object) -> str:
    with pytest.raises(Refused) as told:
        branch.supervisor(deed)  # type: ignore[arg-type]
    return str(told.value.code)


def test_below_fifty_outcomes_nothing_is_shown_and_nothing_learnt(branch: Branch) -> None:
    assert not branch.supervisor(HasOutcomes())
    seed_outcomes(branch, SHOWN_FROM - 1)
    assert not branch.supervisor(HasOutcomes())
    found = branch.supervisor(ShowCalibration())
    assert (found.matured, found.lines, found.groups) == (SHOWN_FROM - 1, (), ())
    second = branch.second("administrator")
    assert refused(branch, AdoptCard(CardKind.RESCALED, "试", second)) == "calibration.too_few"
    with pytest.raises(NotPermitted):
        branch.clerk(ShowCalibration())


def test_a_card_learnt_on_the_branchs_outcomes_is_judged_adopted_by_two_and_rolled_back(
    branch: Branch,
) -> None:
    seed_outcomes(branch, 320, pays=-0.35)
    assert branch.supervisor(HasOutcomes())
    found = branch.supervisor(ShowCalibration())
    assert found.matured == 320
    assert [line.kind for line in found.lines] == [CardKind.EXPERT, CardKind.RESCALED, CardKind.SHRUNK]
    assert sum(group.count for group in found.groups) == 320
    better = {line.kind for line in found.lines if line.candidate and line.candidate.is_better}
    assert (
        CardKind.RESCALED in better
    )  # half of those the expert trusts pay here: the odds are the branch's own
    assert all(line.candidate and line.candidate.learnt_on <= 320 - found.judged_on for line in found.lines)
    # two persons, a reason, and only what the outcomes allow
    assert refused(branch, AdoptCard(CardKind.RESCALED, "校准")) == "second.missing"
    second = branch.second("administrator")
    assert refused(branch, AdoptCard(CardKind.RESCALED, " ", second)) == "calibration.reason_missing"
    assert refused(branch, AdoptCard(CardKind.TABLES, "校准", second)) == "calibration.not_learnt"
    assert refused(branch, RollCardBack("无")) == "calibration.nothing_stands"
    branch.supervisor(AdoptCard(CardKind.RESCALED, "校准", second))
    assert branch.actions()[-1] == "calibration.card_adopted"
    # the same card again isn't surely better than itself
    assert refused(branch, AdoptCard(CardKind.RESCALED, "再", second)) == "calibration.not_better"
    # a check is now judged by the branch's own odds, and says so
    branch.assess(LI)
    kept = branch.ask(lambda view: solutions.assessments(view, branch.case_id(LI)))[0]
    assert 0 < kept.detail["learnt"]["chance"] < 1000
    assert kept.detail["learnt"]["expert_level"] in ("low", "medium", "high")
    points = {line["characteristic"] for line in kept.detail["result"]["willingness_points"]}
    assert "stage_now" in points  # the points a clerk explains stay the expert's
    branch.supervisor(RollCardBack("结果有变"))
    assert branch.ask(standing_card) is None
    branch.assess(LI)
    kept = branch.ask(lambda view: solutions.assessments(view, branch.case_id(LI)))[0]
    assert "learnt" not in kept.detail
    listed = branch.supervisor(ShowCalibration()).acts
    assert [act.kind for act in listed] == ["card.rolled_back", "card.adopted"]
    assert listed[1].second


def test_a_learnt_card_rests_by_itself_when_the_customers_have_changed(branch: Branch) -> None:
    seed_outcomes(branch, 300, pays=-0.35, newest=100)
    branch.supervisor(AdoptCard(CardKind.RESCALED, "校准", branch.second("administrator")))
    branch.clerk(StartDay())
    assert branch.ask(standing_card) is not None
    seed_outcomes(branch, 220, first=1000, oldest=59, newest=1, mild=True)
    branch.clerk(StartDay())
    assert branch.ask(standing_card) is None
    found = branch.supervisor(ShowCalibration())
    assert found.acts[0].kind == "card.rested"
    assert (found.drift or 0) >= 250
    assert "stage_now" in dict(found.drifting)  # and which rows moved is said


def test_the_lot_spares_cases_a_visit_only_while_it_is_switched_on(branch: Branch) -> None:
    assert refused(branch, SetHoldOut(60, "测")) == "calibration.hold_out_range"
    assert refused(branch, SetHoldOut(50, "")) == "calibration.reason_missing"
    assert branch.supervisor(SetHoldOut(50, "测算上门作用")) == 50
    assert branch.actions()[-1] == "calibration.hold_out_set"
    branch.call(LI)
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        calibrating.add_act(work, HOLD_OUT, {"share": 1000, "salt": "every"}, "人人抽中")
    branch.assess(LI)
    kept = branch.ask(lambda view: solutions.assessments(view, branch.case_id(LI)))[0]
    assert (kept.strategy, kept.visit_warranted, kept.detail["held_out"]) == ("call", False, True)
    assert kept.detail["result"]["visit_reasons"] == ["visit.held_out"]
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        cases.add_step(work, branch.case_id(LI), StepKind.DEADLINE, branch.now.date(), "limitation")
    branch.assess(LI)
    kept = branch.ask(lambda view: solutions.assessments(view, branch.case_id(LI)))[0]
    assert "held_out" not in kept.detail  # a deadline is near: nobody draws lots then
    branch.supervisor(SetHoldOut(0, "测完"))


def test_visits_figures_overlay_the_assumptions_by_two_persons_and_never_hide_them(branch: Branch) -> None:
    before = branch.clerk(WeighVisit(branch.case_id(LI)))
    branch.recorded_visit()
    seeded = seed_outcomes(branch, 240, pays=0.1, newest=90)
    second = branch.second("administrator")
    assert refused(branch, AdoptFigures("年度", second)) == "worth.too_few"
    assert refused(branch, WithdrawFigures("年度")) == "worth.nothing_measured"
    seed_visits(branch, seeded[::2])
    told = branch.supervisor(MeasureVisits())
    assert told.in_force_since is None
    assert told.found.visited >= 50
    assert {one.name for one in told.found.figures} == {"visit_reached", "visit_uplift", "visit_share"}
    assert all(one.low <= one.value <= one.high for one in told.found.figures)
    assert refused(branch, AdoptFigures("年度")) == "second.missing"
    branch.supervisor(AdoptFigures("年度", second))
    after = branch.clerk(WeighVisit(branch.case_id(LI)))
    own = {figure.name: figure for figure in after.measured}
    assert own["visit_uplift"].assumed == {f.name: f for f in before.worth.figures}["visit_uplift"]
    assert own["visit_uplift"].sample == told.found.visited + told.found.compared
    branch.supervisor(WithdrawFigures("口径有误"))
    assert branch.clerk(WeighVisit(branch.case_id(LI))).worth == before.worth


def test_two_parameters_are_learnt_from_fifty_outcomes_and_rows_from_two_hundred(branch: Branch) -> None:
    seed_outcomes(branch, SHOWN_FROM, pays=-0.2)
    found = branch.supervisor(ShowCalibration())
    assert (found.matured, [line.kind for line in found.lines]) == (50, [CardKind.EXPERT, CardKind.RESCALED])
    assert found.lines[1].candidate is not None
    assert (found.lines[1].candidate.learnt_on, found.judged_on) == (30, 20)  # out of time, even then
    seed_outcomes(branch, 150, first=1000, pays=-0.2)
    kinds = [line.kind for line in branch.supervisor(ShowCalibration()).lines]
    assert kinds == [CardKind.EXPERT, CardKind.RESCALED, CardKind.SHRUNK]


def test_from_three_thousand_outcomes_own_points_and_grids_challenge_are_read_and_adopted(
    branch: Branch,
) -> None:
    def truth(facts: BorrowerFacts) -> float:
        """Who owes little and uses little pays; either alone doesn't help: no sum of points can say that."""
        small, spare = facts.stage_now == 1, facts.utilisation_now == 200
        return 0.92 if small and spare else 0.3

    seed_outcomes(branch, 3_000, truth=truth)
    found = branch.supervisor(ShowCalibration())
    lines = {line.kind: line for line in found.lines}
    assert list(lines) == [CardKind.EXPERT, CardKind.RESCALED, CardKind.SHRUNK, CardKind.TABLES]
    own = lines[CardKind.TABLES]
    assert own.candidate is not None
    assert own.candidate.is_better
    assert own.candidate.gain[1] > 0
    assert sum(group.count for group in found.groups) == 3_000
    # what a clerk can read: a band's odds against not knowing, and a grid in which both together tell
    assert own.sheet is not None
    grid = next(each for each in own.sheet.grids if set(each.names) == {"stage_now", "utilisation_now"})
    assert len({odds for line in grid.odds for odds in line}) > 1
    for row in {line.characteristic for line in own.sheet.rows}:
        listed = sorted(
            (line for line in own.sheet.rows if line.characteristic == row), key=lambda r: r.points
        )
        assert [line.odds for line in listed] == sorted((line.odds for line in listed), reverse=True)
    experts = lines[CardKind.EXPERT].sheet
    assert experts is not None
    assert not experts.grids
    branch.supervisor(AdoptCard(CardKind.TABLES, "样本已足", branch.second("administrator")))
    standing = branch.ask(standing_card)
    assert standing is not None
    assert standing.card == own.candidate.card  # grids and all, as it was judged
    branch.assess(LI)
    kept = branch.ask(lambda view: solutions.assessments(view, branch.case_id(LI)))[0]
    assert 0 < kept.detail["learnt"]["chance"] < 1000
    branch.supervisor(RollCardBack("复核"))
    assert branch.ask(standing_card) is None
