"""Teams on the road in the window: one key for the next step, and a day that isn't accounted for stays open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.people.staffing import EnrolStaff
from collectdesk.desk.visits.rounds import ShowRounds
from collectdesk.desk.visits.vehicles import KeepVehicle
from collectdesk.domain.money import Money
from collectdesk.domain.visits.sheets import Fate, RoundStage
from collectdesk.ui.actions import Act
from collectdesk.ui.plan.page import PlanPage
from helpers.branches import LI, PRACTICE_DATE, WANG, Branch, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.desk.visits.rounds import RoundLine
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def opened(qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech, login: str = "supervisor") -> PlanPage:
    page = shown(qtbot, PlanPage, office_of(branch, login, tasks, speech))
    QTest.mouseClick(page.rounds_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.rounds.chosen is not None, timeout=15000)
    return page


def line(branch: Branch) -> RoundLine:
    (found,) = branch.clerk(ShowRounds(PRACTICE_DATE))
    return found


def step(qtbot: QtBot, branch: Branch, page: PlanPage, stage: RoundStage) -> None:
    """F2, and what stands then, in the branch and on the page."""
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: line(branch).stage is stage, timeout=30000)
    qtbot.waitUntil(
        lambda: page.rounds.chosen is not None and page.rounds.chosen.stage is stage, timeout=15000
    )


def test_a_fallen_teams_day_is_given_to_others_on_the_page(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    branch.planned_visit(at=branch.today_at(15))
    days = PRACTICE_DATE, PRACTICE_DATE + timedelta(days=300)
    other = branch.administrator(EnrolStaff("C07", "宋岩", True, False, "PX", *days))
    page = opened(qtbot, branch, tasks, speech)
    card = page.rounds.reassign
    QTest.mouseClick(card.opener, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.officer.count() > 1)
    card.form.put({"to_officer_id": other, "to_safety_id": branch.staff_id("S01"), "reason": "客户已知情"})
    QTest.mouseClick(card.give_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line(branch).officer_id == other)


def test_one_key_takes_a_team_from_the_printer_to_the_account(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    visit = branch.planned_visit(LI, branch.today_at(14))
    car = branch.supervisor(KeepVehicle("云A11111", 5, PRACTICE_DATE))
    page = opened(qtbot, branch, tasks, speech)
    road = page.rounds.road
    qtbot.waitUntil(lambda: not road.vehicle.isHidden() and road.vehicle.count() == 2, timeout=15000)
    road.vehicle.put(car)
    QTest.mouseClick(road.vehicle_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line(branch).plate == "云A11111", timeout=15000)
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: page.preview.paper is not None, timeout=30000)
    page.preview.close_paper()
    page.show_rounds()
    rounds = page.rounds
    qtbot.waitUntil(
        lambda: rounds.chosen is not None and rounds.chosen.stage is RoundStage.PRINTED, timeout=15000
    )
    for stage in (RoundStage.RELEASED, RoundStage.OUT):
        step(qtbot, branch, page, stage)
    assert "ask nothing" in rounds.road.word.text()
    assert rounds.road.list.isVisible()
    assert rounds.sheets.isVisible()
    branch.advance(hours=6)
    QTest.mouseClick(rounds.road.called_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line(branch).stops[0].called_in_at is not None, timeout=15000)
    step(qtbot, branch, page, RoundStage.BACK)
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: "3 pages" in rounds.wrong.text(), timeout=15000)
    branch.record(visit)
    rounds.tally_form.put({"km": "42,5", "expenses": Money(3000)})
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: bool(rounds.tally_form.wrong("note")), timeout=15000)
    rounds.tally_form.put({"note": "停车"})
    step(qtbot, branch, page, RoundStage.CLOSED)
    assert line(branch).tally.metres == 42_500
    assert rounds.next_button.isHidden()


def test_what_fell_away_is_named_and_the_first_key_withdraws_it(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    branch.planned_visit(LI, branch.today_at(14))
    branch.planned_visit(WANG, branch.today_at(16))
    branch.hold("dispute", WANG)
    page = opened(qtbot, branch, tasks, speech, "clerk")
    assert WANG in page.rounds.fallen.text()
    assert page.rounds.next_button.text().strip() == "Withdraw what fell away"
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: [stop.name for stop in line(branch).stops] == [LI], timeout=15000)
    qtbot.waitUntil(page.rounds.fallen.isHidden, timeout=15000)
    assert page.rounds.next_button.isHidden()  # a clerk prints no kit


def test_a_lost_page_needs_its_reason_and_then_says_so(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech, tmp_path: Path
) -> None:
    from collectdesk.desk.visits.printing import PrintKit

    visit = branch.planned_visit(LI, branch.today_at(14))
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", (visit,)))
    page = opened(qtbot, branch, tasks, speech)
    rounds = page.rounds
    qtbot.waitUntil(lambda: rounds.sheets.values.rowCount() == 5, timeout=15000)
    rounds.sheets.choose(line(branch).sheets[1].sheet.id)
    rounds.fate_form.put({"fate": Fate.LOST})
    QTest.mouseClick(rounds.fate_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(rounds.fate_form.wrong("reason")), timeout=15000)
    rounds.fate_form.put({"reason": "落在出租车上"})
    QTest.mouseClick(rounds.fate_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line(branch).sheets[1].sheet.fate is Fate.LOST, timeout=15000)
