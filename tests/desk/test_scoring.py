"""The whole branch at once says of each case what its own check says, and tries another card without writing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.borrower_facts import borrower_facts
from collectdesk.desk.customers.finances import FinanceKind, NoteEnquiry, NoteFinance
from collectdesk.desk.risk.assessing import AssessRisk
from collectdesk.desk.risk.own_cards import AdoptOwnRules, ShowOwnRules, TryOwnRules, WithdrawOwnRules
from collectdesk.desk.risk.playbook import ShowWays
from collectdesk.desk.risk.scoring import ScoreBranch
from collectdesk.desk.rules.own_texts import OwnKind, shipped
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.risk import Strategy
from collectdesk.domain.risk.risk_facts import IncomeSource
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.store.rows.customers import RelatedPartyRow
from helpers.branches import LI, PRACTICE_DATE, WANG

if TYPE_CHECKING:
    from helpers.branches import Branch

CARD, CARD_NAME = shipped(OwnKind.SCORECARD)
WAYS, _ = shipped(OwnKind.WAYS)


def refused(branch: Branch, deed: object) -> str:
    with pytest.raises(Refused) as told:
        branch.supervisor(deed)  # type: ignore[arg-type]
    return str(told.value.code)


def test_what_the_bureau_says_what_secures_the_debt_and_who_owes_too_reach_the_check(branch: Branch) -> None:
    customer = branch.customer_id(LI)
    before = branch.ask(lambda view: borrower_facts(view, branch.case_id(LI)))
    assert (before.other_lenders_overdue, before.has_collateral, before.income_source) == (None, None, None)

    def asked(on: date, others: int | None) -> None:
        said = ("post_loan", on, date(2023, 5, 6), "合同第 9 条")
        branch.clerk(NoteEnquiry(customer, *said, others_overdue=others))

    with pytest.raises(Refused) as told:
        asked(PRACTICE_DATE, 100)
    assert told.value.code == "enquiry.others_range"
    asked(date(2026, 1, 5), 0)
    asked(date(2026, 3, 1), 2)
    asked(date(2026, 3, 10), None)  # says nothing of other lenders: the one before stands
    for kind, source in (
        (FinanceKind.COLLATERAL, "document"), (FinanceKind.SUPPORT, "customer"), (FinanceKind.WAGES, "document"),
    ):  # fmt: skip
        branch.clerk(NoteFinance(customer, kind, Money(3_000_00), source, PRACTICE_DATE))
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        for role, until in (("joint_borrower", None), ("contact_person", None)):
            work.add(RelatedPartyRow, customer_id=customer, role=role, name="王五", liable=None, contact_since=None,
                     until_on=until)  # fmt: skip
    found = branch.ask(lambda view: borrower_facts(view, branch.case_id(LI)))
    assert (found.other_lenders_overdue, found.has_collateral, found.has_guarantor) == (2, True, True)
    assert found.income_source is IncomeSource.CONFIRMED_STABLE
    points = {line.characteristic: line.points
              for line in branch.clerk(AssessRisk(branch.case_id(LI))).assessment.ability_points}  # fmt: skip
    assert (points["other_lenders_overdue"], points["has_collateral"], points["has_guarantor"]) == (-10, 4, 6)


def test_the_whole_branch_says_of_each_case_what_its_own_check_says_and_writes_nothing(
    branch: Branch,
) -> None:
    branch.call(LI)
    before = len(branch.actions())
    scores = branch.clerk(ScoreBranch())
    assert len(branch.actions()) == before
    assert {one.case_id for one in scores.cases} >= {branch.case_id(LI), branch.case_id(WANG)}
    assert scores.unchecked == len(scores.cases) == sum(scores.levels.values())
    for name in (LI, WANG):
        said = next(one for one in scores.cases if one.case_id == branch.case_id(name))
        made = branch.clerk(AssessRisk(said.case_id)).assessment
        assert (said.willingness, said.ability, said.total) == (made.willingness, made.ability, made.total)
        assert (said.level, said.quadrant, said.strategy) == (made.level, made.quadrant, made.strategy)
    again = branch.clerk(ScoreBranch())
    assert again.unchecked == len(scores.cases) - 2
    assert not again.moved
    branch.hold("dispute", LI)
    assert [(one.case_id, one.strategy) for one in branch.clerk(ScoreBranch()).moved] == [
        (branch.case_id(LI), Strategy.PAUSE)
    ]


def test_a_bad_card_is_refused_by_file_line_row_and_field_and_the_shipped_one_stands(branch: Branch) -> None:
    second = branch.second("administrator")
    for told, wrong, code in (
        ('field = "granted"', 'field = "age"', "scorecard.unknown_field"),
        ("points = 40,", "points = 400,", "scorecard.out_of_range"),
        ("below = 600, points = 18", "below = 700, points = 18", "scorecard.bands_overlap"),
        ("below = -100, points = 15", "below = -200, points = 15", "scorecard.bands_gap"),
        ("medium_from = 35", 'medium_from = "x"', "scorecard.not_whole"),
    ):
        assert told in CARD, told
        with pytest.raises(BadScorecard) as bad:
            branch.supervisor(
                AdoptOwnRules(OwnKind.SCORECARD, CARD.replace(told, wrong, 1), "试", "own.toml", second)
            )
        assert (bad.value.code, bad.value.file) == (code, "own.toml")
        assert bad.value.line > 0
        assert bad.value.field
    # bands that the reasons' sentences don't speak of
    moved = CARD.replace("below = 600, points = 18", "below = 500, points = 18", 1).replace(
        "from = 600, below = 900", "from = 500, below = 900", 1
    )
    with pytest.raises(BadScorecard) as bad:
        branch.supervisor(TryOwnRules(OwnKind.SCORECARD, moved, "own.toml"))
    assert (bad.value.code, bad.value.row) == ("scorecard.reason_untrue", "utilisation_now")
    assert not branch.clerk(ShowOwnRules(OwnKind.SCORECARD)).is_own
    assert refused(branch, WithdrawOwnRules(OwnKind.SCORECARD, "试")) == "steps.no_own_plans"


def test_own_points_and_ways_are_tried_on_every_case_put_in_force_by_two_and_taken_back(
    branch: Branch,
) -> None:
    second = branch.second("administrator")
    own = CARD.replace('id = "cn-expert-1"', 'id = "yunling-card"', 1).replace(
        "low_from = 55", "low_from = 90", 1
    )
    tried = branch.supervisor(TryOwnRules(OwnKind.SCORECARD, own))
    assert (tried.id, tried.now.card_id, tried.would.card_id) == (
        "yunling-card",
        "cn-expert-1",
        "yunling-card",
    )
    assert tried.changed == sum(
        (a.level, a.strategy) != (b.level, b.strategy)
        for a, b in zip(
            *(sorted(s.cases, key=lambda one: one.case_id) for s in (tried.now, tried.would)), strict=True
        )
    )
    assert refused(branch, AdoptOwnRules(OwnKind.SCORECARD, own, "本行口径")) == "second.missing"
    found = branch.supervisor(AdoptOwnRules(OwnKind.SCORECARD, own, "本行口径", second=second))
    assert (found.id, found.is_own, bool(found.second)) == ("yunling-card", True, True)
    made = branch.clerk(AssessRisk(branch.case_id(LI))).assessment
    assert made.scorecard_id == "yunling-card"
    assert (
        refused(branch, AdoptOwnRules(OwnKind.SCORECARD, own, "再", second=second)) == "steps.version_taken"
    )
    assert not branch.supervisor(WithdrawOwnRules(OwnKind.SCORECARD, "回到标准")).is_own
    assert branch.actions()[-1] == "risk.rules_withdrawn"
    assert branch.clerk(AssessRisk(branch.case_id(LI))).assessment.scorecard_id == "cn-expert-1"
    ways = WAYS.replace('id = "cn-ways-1"', 'id = "yunling-ways"', 1).replace(
        'unwilling_unable = "call"', 'unwilling_unable = "letter"', 1
    ).replace("简短友好地提醒", "本行的提醒", 1)  # fmt: skip
    assert branch.supervisor(TryOwnRules(OwnKind.WAYS, ways)).id == "yunling-ways"
    branch.supervisor(AdoptOwnRules(OwnKind.WAYS, ways, "少打电话", second=second))
    assert "本行的提醒" in branch.clerk(ShowWays())[Strategy.REMIND].approach.zh
