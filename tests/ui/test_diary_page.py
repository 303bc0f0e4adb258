"""The calendar in the window: days by the arrows, a day's things beside it, and from there to the week's plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.visits.visiting import ListVisits
from collectdesk.domain.contact.contacts import Channel, ContactOutcome
from collectdesk.ui.actions import Act
from collectdesk.ui.plan.page import PlanPage
from helpers.branches import LI, OUYANG, PRACTICE_DATE, Branch, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks

PATIENCE = 20_000


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_the_calendar_is_walked_by_keys_and_the_plan_follows_another_time_on_the_phone(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    request_id = branch.request(LI)
    branch.approve(request_id)
    visit = branch.plan(request_id, branch.today_at(15, days=1))
    branch.promise(OUYANG)
    page = shown(qtbot, PlanPage, office_of(branch, "supervisor", tasks, speech))
    QTest.mouseClick(page.diary_button, Qt.MouseButton.LeftButton)
    diary = page.diary
    qtbot.waitUntil(lambda: diary.grid.day is not None, timeout=PATIENCE)
    assert diary.grid.chosen == PRACTICE_DATE
    QTest.keyClick(diary.grid, Qt.Key.Key_Right)
    assert "1 visit" in diary.name.text()
    assert diary.table.values.rowCount() == 1
    opened: list[str] = []
    page.opens.connect(lambda which, _target: opened.append(which))
    QTest.keyClick(diary.grid, Qt.Key.Key_Return)
    diary._open(diary.grid.day.entries[0])  # type: ignore[union-attr]
    assert opened == ["casefile"]
    QTest.keyClick(diary.grid, Qt.Key.Key_Down)
    assert diary.grid.chosen == PRACTICE_DATE + timedelta(days=8)
    QTest.keyClick(diary.grid, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: diary.grid.chosen == PRACTICE_DATE + timedelta(days=36), timeout=PATIENCE)
    QTest.keyClick(diary.grid, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: diary.grid.chosen == PRACTICE_DATE, timeout=PATIENCE)
    QTest.mouseClick(diary.week_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.order.ground.isVisible, timeout=PATIENCE)
    assert page.order.span.chosen == "week"
    page.acts()[Act.BACK]()

    # on the phone: another time, a forbidden hour first
    page._pick("planned")
    page.visits.choose(visit)
    telling = page.visit.telling
    qtbot.waitUntil(lambda: telling.isVisible() and bool(telling._text.text()), timeout=PATIENCE)
    assert "staff cards" in telling._text.text()
    telling.form.put({"channel": Channel.PHONE, "answer_phone": ContactOutcome.OTHER_TIME})
    telling._fit()
    late = branch.today_at(23, days=1)
    telling.form.put({"wants_day": late.date(), "wants_clock": late.time()})
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(telling.rules.isVisible, timeout=PATIENCE)
    fine = branch.today_at(10, days=2)
    telling.form.put({"wants_day": fine.date(), "wants_clock": fine.time()})
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: branch.clerk(ListVisits())[0].planned_at == fine, timeout=PATIENCE)
