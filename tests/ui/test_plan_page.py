"""The Plan screen on a real branch: what the rules say while typing, and what a person would lose if it failed."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from collectdesk.desk.visits.visiting import ListRequests, ListVisits
from collectdesk.domain.contact.contacts import Channel, ContactOutcome
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.ui import ask
from collectdesk.ui.actions import Act
from collectdesk.ui.page import Note
from collectdesk.ui.plan.page import PLANNED, PlanPage
from helpers.branches import LI, OUYANG, WANG, Branch, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@pytest.fixture
def requests(branch: Branch) -> list[str]:
    """Two approved requests that wait for a plan."""
    made = []
    for name in (LI, OUYANG):
        branch.call(name)
        made.append(branch.request(name))
        branch.approve(made[-1])
        branch.advance(minutes=1)
    return made


@pytest.fixture
def page(qtbot: QtBot, branch: Branch, requests: list[str], tasks: Tasks, speech: Speech) -> PlanPage:
    assert requests
    made = shown(qtbot, PlanPage, office_of(branch, "clerk", tasks, speech))
    qtbot.waitUntil(lambda: made.planning.advice._told[0] is not None, timeout=15000)
    return made


def advised(qtbot: QtBot, page: PlanPage, clock: str) -> None:
    """Type another start and wait for what the rules say of it."""
    before = page.planning.advice._told[1]
    page.planning.form.field("clock").setText(clock)
    qtbot.waitUntil(lambda: page.planning.advice._told[1] not in (before, None), timeout=15000)


def test_a_forbidden_hour_is_refused_with_its_clause_and_the_way_out(qtbot: QtBot, page: PlanPage) -> None:
    advised(qtbot, page, "22:30")
    texts = " ".join(page.planning.advice.refusals.texts)
    assert "22:00" in texts
    assert "GB/T 45251" in texts
    assert "Recommended standard" in texts
    assert "Trade practice · Trade practice" not in texts
    last_today, next_morning = page.planning.advice.refusals.offers
    assert "21:15" in last_today.text()
    QTest.mouseClick(next_morning, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.planning.advice.verdict.isVisible, timeout=15000)
    assert page.planning.form.values()["clock"] == time(8)
    assert page.planning.form.values()["day"] == date(2026, 3, 20)


def test_planning_at_a_forbidden_hour_keeps_what_was_typed_and_plans_nothing(
    qtbot: QtBot, page: PlanPage, branch: Branch
) -> None:
    page.planning.form.put({"caution": "Dog in the yard", "crew_unrelated": True})
    advised(qtbot, page, "22:30")
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: not page.planning._sending, timeout=15000)
    assert page.planning.advice.refusals.texts
    assert page.planning.form.values()["caution"] == "Dog in the yard"
    assert branch.clerk(ListVisits()) == ()


def test_a_team_related_to_the_customer_is_refused_with_its_clause_and_plans_nothing(
    qtbot: QtBot, page: PlanPage, branch: Branch
) -> None:
    unrelated = page.planning.form.field("crew_unrelated")
    assert unrelated.value() is None
    assert not page.planning.advice.refusals.texts
    page.acts()[Act.MAIN]()
    assert page.planning.form.wrong("crew_unrelated") == "This is needed."
    unrelated.setFocus()
    QTest.keyClicks(unrelated, "No")
    assert unrelated.value() is False
    qtbot.waitUntil(lambda: bool(page.planning.advice.refusals.texts), timeout=15000)
    texts = " ".join(page.planning.advice.refusals.texts)
    assert "related to the customer" in texts
    assert "Conflicts of interest" in texts
    assert not page.planning.advice.verdict.isVisible()
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: not page.planning._sending, timeout=15000)
    assert branch.clerk(ListVisits()) == ()


def test_that_nobody_is_related_is_asked_anew_for_the_next_customer(
    qtbot: QtBot, page: PlanPage, branch: Branch
) -> None:
    page.planning.form.put({"crew_unrelated": False})
    first = page.planning._request
    other = next(line for line in branch.clerk(ListRequests(RequestState.APPROVED)) if line != first)
    page.planning.show_request(other)
    assert page.planning.form.values()["crew_unrelated"] is None


def test_somebody_who_is_on_another_visit_is_named_by_it(
    qtbot: QtBot, page: PlanPage, branch: Branch, requests: list[str]
) -> None:
    branch.plan(requests[1], branch.today_at(9, days=1))
    page.planning.advise()
    qtbot.waitUntil(lambda: bool(page.planning.advice.clashing), timeout=15000)
    assert page.planning.advice.clashing in page.planning.advice.clash.text()
    QTest.mouseClick(page.planning.advice.after, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.planning.form.values()["clock"] == time(10, 15), timeout=15000)


def test_the_untrained_stand_in_the_list_and_cannot_be_chosen(page: PlanPage) -> None:
    officers = page.planning.officer
    at = next(at for at in range(officers.count()) if "何欣" in officers.itemText(at))
    assert "never trained" in officers.itemText(at)
    assert not officers.model().flags(officers.model().index(at, 0)) & Qt.ItemFlag.ItemIsEnabled


def test_f2_plans_and_the_next_request_is_open(qtbot: QtBot, page: PlanPage, branch: Branch) -> None:
    notes: list[Note] = []
    page.said.connect(notes.append)
    first = page.planning.name.text()
    if not page.planning.form.field("reason").isHidden():
        page.planning.form.put({"reason": "The customer knows"})
    page.planning.form.put({"crew_unrelated": True})
    QTest.keyClick(page.planning.form.field("clock"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.planning.name.text() not in ("", first), timeout=15000)
    qtbot.waitUntil(lambda: len(notes) == 1, timeout=15000)
    assert [line.state for line in branch.clerk(ListVisits())] == [VisitState.SCHEDULED]
    assert len(branch.clerk(ListRequests(RequestState.APPROVED))) == 1
    # the next start follows the visit just planned
    assert page.planning.form.values()["clock"] == time(10, 15)


def test_the_answer_of_the_customer_is_noted_and_calling_off_needs_a_reason(
    qtbot: QtBot, page: PlanPage, branch: Branch, requests: list[str]
) -> None:
    visit_id = branch.plan(requests[0], branch.today_at(9, days=1))
    page.open_target(visit_id)
    qtbot.waitUntil(lambda: page.visit._ahead is not None, timeout=15000)
    telling = page.visit.telling
    assert not telling.is_told
    telling.note()
    assert telling.form.wrong("answer_phone")
    telling.form.put({"channel": Channel.PHONE, "answer_phone": ContactOutcome.VISIT_AGREED})
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: telling.is_told, timeout=15000)
    QTest.mouseClick(page.visit.off_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.visit.off_form.wrong("reason")), timeout=15000)
    page.visit.off_form.put({"reason": "The customer is ill"})
    QTest.mouseClick(page.visit.off_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: branch.clerk(ListVisits()) == (), timeout=15000)


def test_the_kit_is_printed_looked_at_and_leaves_no_file(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech, tmp_path: Path
) -> None:
    visit_id = branch.planned_visit(WANG, branch.today_at(10))
    page = shown(qtbot, PlanPage, office_of(branch, "supervisor", tasks, speech))
    page.open_target(visit_id)
    qtbot.waitUntil(lambda: page.visit._ahead is not None, timeout=15000)
    page.acts()[Act.PRINT]()
    qtbot.waitUntil(lambda: bool(page.preview.view._pages), timeout=30000)
    assert page.preview.paper is not None
    file = page.preview.paper.path
    copy = tmp_path / "kept.pdf"
    with ask.answered(copy):
        page.preview.save_copy()
    qtbot.waitUntil(copy.exists, timeout=15000)
    page.acts()[Act.BACK]()
    assert not file.exists()
    assert page.faces.currentIndex() == 0


def test_a_hold_that_came_in_since_stops_the_kit_and_says_which_visit(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    visit_id = branch.planned_visit(WANG, branch.today_at(10))
    branch.hold("complaint", WANG)
    page = shown(qtbot, PlanPage, office_of(branch, "supervisor", tasks, speech))
    page.open_target(visit_id)
    qtbot.waitUntil(lambda: page.visit._ahead is not None, timeout=15000)
    page.visit.kit.print_kit()
    qtbot.waitUntil(lambda: bool(page.visit.kit.rules.texts), timeout=15000)
    assert "WF-2026-00001" in page.visit.kit.wrong.text()
    assert page.preview.paper is None


def test_an_auditor_sees_the_plans_and_can_do_nothing(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech, requests: list[str]
) -> None:
    branch.plan(requests[0], branch.today_at(9) + timedelta(days=1))
    page = shown(qtbot, PlanPage, office_of(branch, "auditor", tasks, speech))
    page.segments.choose(PLANNED)
    qtbot.waitUntil(lambda: page.visit._ahead is not None, timeout=15000)
    assert page.visit.kit.isHidden()
    assert page.visit.telling.isHidden()
    assert page.visit.calling_off.isHidden()
    assert page.planning.plan_button.isHidden()


def test_the_panel_fits_beside_the_list(qtbot: QtBot, page: PlanPage) -> None:
    page.resize(1218, 668)  # what the rail and the bars leave of 1366 × 768
    area = page.details.currentWidget()
    assert isinstance(area, QScrollArea)
    panel = area.widget()
    assert panel is not None
    qtbot.waitUntil(lambda: area.width() < 500)
    assert panel.minimumSizeHint().width() <= area.viewport().width()
