"""The Follow-up screen on a real branch: broken first, what is short, and what to do about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.solutions.following import ShowFollowUps, StartDay
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.ui.actions import Act
from collectdesk.ui.followup.lines import Standing
from collectdesk.ui.followup.page import FollowupPage
from helpers.branches import LI, OUYANG, WANG, Branch, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks

PATIENCE = 15000


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    """One promise for yesterday, one for next week, one plan that waits."""
    made = small_branch(tmp_path / "branch")
    made.promise(WANG, 50_000, date(2026, 3, 18))
    made.promise(OUYANG, 90_000, date(2026, 3, 27))
    made.offer(LI)
    made.advance(days=1)
    made.clerk(StartDay())
    yield made
    made.close()


def page_for(qtbot: QtBot, branch: Branch, login: str, tasks: Tasks, speech: Speech) -> FollowupPage:
    page = shown(qtbot, FollowupPage, office_of(branch, login, tasks, speech))
    qtbot.waitUntil(lambda: page.table.values.rowCount() == 3, timeout=PATIENCE)
    return page


def test_what_is_broken_stands_first_with_what_is_short(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = page_for(qtbot, branch, "clerk", tasks, speech)
    first = page.table.values.row_at(0)
    assert first is not None
    assert (first.of.name, first.standing, first.short) == (WANG, Standing.BROKEN, Money(50_000))
    page.segments.choose(Standing.COMING.value)
    assert [page.table.values.row_at(at).of.name for at in range(page.table.values.rowCount())] == [OUYANG]  # type: ignore[union-attr]


def test_a_promise_for_a_past_day_is_refused_beside_the_day(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = page_for(qtbot, branch, "clerk", tasks, speech)
    page.panel.promise_form.put({"amount": Money(30_000), "due_on": date(2026, 3, 1)})
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: bool(page.panel.promise_form.wrong("due_on")), timeout=PATIENCE)
    assert page.panel.promise_form.values()["amount"] == Money(30_000)


def test_a_new_promise_follows_the_broken_one(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = page_for(qtbot, branch, "clerk", tasks, speech)
    QTest.keyClicks(page.panel.promise_form.field("amount"), "300")
    QTest.keyClicks(page.panel.promise_form.field("due_on"), "3-26")
    QTest.keyClicks(page.panel.promise_form.field("evidence"), "message of today")
    QTest.keyClick(
        page.panel.promise_form.field("due_on"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: page.table.values.rowCount() == 4, timeout=PATIENCE)
    made = [
        p for p in branch.clerk(ShowFollowUps()).promises if p.state is PromiseState.ACTIVE and p.name == WANG
    ]
    assert [(p.amount, p.due_on, p.evidence) for p in made] == [
        (Money(30_000), date(2026, 3, 26), "message of today")
    ]


def test_a_clerk_sees_the_waiting_plan_and_cannot_decide_it(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = page_for(qtbot, branch, "clerk", tasks, speech)
    page.segments.choose(Standing.WAITING.value)
    qtbot.waitUntil(lambda: page.panel.name.text() == LI, timeout=PATIENCE)
    assert page.panel.decision.isHidden()


def test_a_supervisor_approves_the_waiting_plan_with_f2(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = page_for(qtbot, branch, "supervisor", tasks, speech)
    page.segments.choose(Standing.WAITING.value)
    qtbot.waitUntil(page.panel.decision.isVisible, timeout=PATIENCE)
    page.panel.decide_form.put({"reason": "It fits the income"})
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: page.table.values.rowCount() == 0, timeout=PATIENCE)
    plan = branch.clerk(ShowFollowUps()).plans[0]
    assert plan.state is ArrangementState.ACTIVE


def test_calling_opens_the_customers_file_at_the_log(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = page_for(qtbot, branch, "clerk", tasks, speech)
    with qtbot.waitSignal(page.opens) as gone:
        page.panel._open("log")
    assert gone.args == ["casefile", (branch.customer_id(WANG), "log")]
