"""The suggested order in the window: what is missing is asked for, the order is seen and taken, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.visits.visiting import ListVisits
from collectdesk.domain.places import Place
from collectdesk.store.visits import ground
from collectdesk.ui.actions import Act
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


def planned(branch: Branch) -> None:
    """Two visits of this afternoon, both located: the one in the north and the one in the south."""
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        for name, lat in ((LI, 25_050_000), (WANG, 24_950_000)):
            ground.locate(work, [(branch.point_id("home", name), Place(lat, 102_000_000))], "map")
    for name, hour in ((LI, 14), (WANG, 16)):
        branch.call(name)
        request_id = branch.request(name)
        branch.approve(request_id)
        branch.plan(request_id, branch.today_at(hour))


def test_where_the_branch_stands_is_asked_once_then_the_order_is_seen_and_taken(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    planned(branch)
    page = shown(qtbot, PlanPage, office_of(branch, "supervisor", tasks, speech))
    QTest.mouseClick(page.order_button, Qt.MouseButton.LeftButton)
    order = page.order
    qtbot.waitUntil(order.ground.isVisible, timeout=15000)
    assert "where the branch stands" in order.wrong.text()
    order.ground.form.put({"lat": "25,0", "lon": "102.0"})
    order.ground.keep()
    assert order.ground.form.wrong("lat")
    order.ground.form.put({"lat": "25.0"})
    order.ground.keep()
    qtbot.waitUntil(order.accept_button.isEnabled, timeout=30000)
    assert not order.ground.isVisible()
    assert "2 visits" in order.figures.text()
    # cancelled, the best so far stands at once and can be taken, while the search runs out behind it
    order.seek()
    qtbot.waitUntil(lambda: bool(order._newest) or order.found is not None, timeout=30000)
    order.progress.cancel()
    assert order.found is not None
    assert order.accept_button.isEnabled()
    before = [line.planned_at for line in branch.clerk(ListVisits())]
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: page.faces.currentIndex() == 0, timeout=15000)
    assert [line.planned_at for line in branch.clerk(ListVisits())] != before


def test_a_day_without_visits_says_so_and_esc_goes_back(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = shown(qtbot, PlanPage, office_of(branch, "clerk", tasks, speech))
    page.suggest()
    qtbot.waitUntil(page.order.wrong.isVisible, timeout=15000)
    assert not page.order.accept_button.isEnabled()
    page.acts()[Act.BACK]()
    assert page.faces.currentIndex() == 0


def test_who_may_not_plan_sees_no_such_button_and_a_supervisor_pins_a_time(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    planned(branch)
    auditor = shown(qtbot, PlanPage, office_of(branch, "auditor", tasks, speech))
    assert auditor.order_button.isHidden()
    page = shown(qtbot, PlanPage, office_of(branch, "supervisor", tasks, speech))
    visit = branch.clerk(ListVisits())[0]
    page.open_target(visit.visit_id)
    qtbot.waitUntil(lambda: page.visit._ahead is not None, timeout=15000)
    QTest.mouseClick(page.visit.pin_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: branch.clerk(ListVisits())[0].pinned, timeout=15000)
    qtbot.waitUntil(lambda: page.visit.pin_button.text().strip() == "Let the time go", timeout=15000)
