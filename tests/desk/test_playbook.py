"""The playbook: which way a quadrant takes is told by a file, and check and worth card suggest the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk import resources
from collectdesk.desk.risk.playbook import shipped_card, shipped_playbook
from collectdesk.desk.risk.weighing import WeighVisit
from collectdesk.domain.money import Money
from collectdesk.domain.risk.risk import QUADRANT_WAYS, Quadrant, Strategy, assess
from collectdesk.domain.risk.risk_facts import BorrowerFacts
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.domain.risk.ways import load_ways
from collectdesk.terms_worth import suggestion
from collectdesk.words import CHINESE, ENGLISH, for_language
from helpers.branches import LI

if TYPE_CHECKING:
    from helpers.branches import Branch


def test_which_way_a_quadrant_takes_is_told_by_the_file_and_nobody_willing_is_visited() -> None:
    assert shipped_playbook().quadrants == QUADRANT_WAYS
    text = resources.path("strategies", "cn-ways-1.toml").read_text("utf-8")
    for told, wrong in (
        ('unwilling_able = "visit"', 'unwilling_able = "fly"'),
        ('willing_able = "remind"', 'willing_able = "visit"'),
        ('willing_unable = "hardship_plan"', 'willing_unable = "pause"'),
        ('unwilling_unable = "call"', 'somebody = "call"'),
    ):
        with pytest.raises(BadScorecard):
            load_ways(text.replace(told, wrong, 1), "own.toml")
    own = load_ways(text.replace('unwilling_able = "visit"', 'unwilling_able = "letter"', 1), "own.toml")
    facts = BorrowerFacts(stage_now=3, times_overdue_6m=6, months_without_payment_6m=6, granted=Money(99_000_000),
                          utilisation_now=100, monthly_payment_ratio=200, pay_ratio=900, call_attempts=2)  # fmt: skip
    usual, other = (
        assess(facts, shipped_card(), visit_pays=True, ways=ways) for ways in (QUADRANT_WAYS, own.quadrants)
    )
    assert usual.quadrant is Quadrant.UNWILLING_ABLE
    assert (usual.strategy, other.strategy) == (Strategy.VISIT, Strategy.LETTER)
    assert other.visit_reasons == ("visit.by_branch",)


def test_the_check_and_the_worth_card_never_suggest_different_ways_of_the_same_facts(branch: Branch) -> None:
    branch.call(LI)
    branch.assess(LI)
    found = branch.clerk(WeighVisit(branch.case_id(LI)))
    assert found.checked is not None
    assert found.checked.strategy is found.suggestion.strategy
    assert found.differs is None
    branch.hold("dispute", LI)
    after = branch.clerk(WeighVisit(branch.case_id(LI)))
    assert after.differs is not None  # and where they do, because the file has changed, it is said
    for words in (for_language(ENGLISH), for_language(CHINESE)):
        assert words.date(after.differs.on) in suggestion(words, after)
