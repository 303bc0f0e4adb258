"""The worth of a visit in the window: beside the check, the request and the plan, with what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.ui.parts.worth_card import WorthCard
from collectdesk.ui.plan.page import PlanPage
from helpers.branches import LI, WANG, Branch, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_verdict_ways_and_assumptions_are_shown_and_nothing_of_them_is_hidden_for_good(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    card = WorthCard(office_of(branch, "clerk", tasks, speech))
    qtbot.addWidget(card)
    card.weigh(branch.case_id(WANG))
    qtbot.waitUntil(card.isVisible, timeout=15000)
    assert "unlikely to earn" in card.verdict.text()
    assert card.ways.values.rowCount() == 3
    assert "PRIOR" in card.basis.text()
    assert card.free.text()
    card.show_basis.click()
    assert card.figures.isVisible()
    assert card.figures.values.rowCount() == 14
    card.weigh("")
    assert not card.isVisible()


def test_a_plan_shows_the_worth_of_the_visit_it_is_for(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    branch.call(LI)
    branch.approve(branch.request(LI))
    page = shown(qtbot, PlanPage, office_of(branch, "clerk", tasks, speech))
    qtbot.waitUntil(lambda: "earn its cost" in page.planning.worth.verdict.text(), timeout=15000)
