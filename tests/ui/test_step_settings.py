"""Plans of steps in the window: the week ahead, drafts that wait, and letting them go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.pipeline import EVERYTHING
from collectdesk.desk.risk.own_plans import ShowPlans
from collectdesk.ui.settings.steps import StepsSection
from helpers.branches import LI, PASSWORD, Branch, small_branch
from ui.desks import office_of

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


def section(qtbot: QtBot, branch: Branch, login: str, tasks: Tasks, speech: Speech) -> StepsSection:
    office = office_of(branch, login, tasks, speech)
    made = StepsSection(office)
    qtbot.addWidget(made)
    office.touched.connect(made.refresh)
    made.resize(1000, 640)
    made.show()
    made.refresh(EVERYTHING)
    qtbot.waitUntil(lambda: bool(made.told.text()), timeout=20000)
    return made


def test_an_auditor_sees_the_week_and_no_button(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    made = section(qtbot, branch, "auditor", tasks, speech)
    assert made.ahead.values.rowCount()
    assert not made.draft.isVisible()


def test_own_plans_are_tried_beside_those_that_stand_and_put_in_force_by_two(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    made = section(qtbot, branch, "supervisor", tasks, speech)
    qtbot.waitUntil(lambda: "cn-steps-1" in made.own.line.text(), timeout=20000)
    QTest.mouseClick(made.own.change, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: made.own.adopt.isVisible() and made.own.form.field("second").count() > 1, timeout=20000
    )
    assert not made.listed.isVisible()  # the tables make room for the text
    QTest.mouseClick(made.own.start, Qt.MouseButton.LeftButton)
    text = (made.own.text.value() or "").replace('id = "cn-steps-1"', 'id = "own"', 1)
    made.own.form.put({"text": text.replace("minutes = 8", "minutes = 16"), "reason": "人手不足"})
    QTest.mouseClick(made.own.attempt, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(made.own.told.text()), timeout=20000)
    made.own.form.put({"second": "administrator", "second_password": PASSWORD})
    QTest.mouseClick(made.own.adopt, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: branch.clerk(ShowPlans()).is_own, timeout=20000)
    qtbot.waitUntil(made.listed.isVisible, timeout=20000)


def test_what_is_drafted_waits_and_goes_only_when_it_is_released(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    made = section(qtbot, branch, "clerk", tasks, speech)
    assert not made.drafts.values.rowCount()
    QTest.mouseClick(made.draft, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.drafts.values.rowCount() == 3, timeout=20000)
    assert made.listed.subtitle.text() == "3 missed"
    QTest.mouseClick(made.release, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.drafts.values.rowCount() == 0, timeout=20000)
    steps = branch.clerk(OpenFile(branch.customer_id(LI))).steps
    assert any(step.why == "steps.consider_a_visit" for step in steps)
