"""Countersigning at the clerk's desk: shown only where something waits, and the clerk's session goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.domain.visits.visits import RequestState
from collectdesk.ui.casefile.page import CasefilePage
from collectdesk.ui.record.page import RecordPage
from collectdesk.ui.sign_in.countersign import Countersign
from helpers.branches import LI, PASSWORD, Branch, small_branch
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


def sign(qtbot: QtBot, panel: Countersign, password: str = PASSWORD) -> None:
    """Press the button, type the password, press Enter."""
    QTest.mouseClick(panel.begin_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.form.isVisible)
    QTest.keyClicks(panel.form.password, password)
    QTest.keyClick(panel.form.password, Qt.Key.Key_Return)


def at_visits(qtbot: QtBot, branch: Branch, login: str, tasks: Tasks, speech: Speech) -> CasefilePage:
    page = shown(qtbot, CasefilePage, office_of(branch, login, tasks, speech))
    page.open_target((branch.customer_id(LI), "visits"))
    qtbot.waitUntil(lambda: page.file is not None and page.current is page.tabs["visits"])
    return page


def test_a_clerks_request_is_approved_at_the_clerks_desk(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    branch.request()
    page = at_visits(qtbot, branch, "clerk", tasks, speech)
    panel = page.tabs["visits"].countersign  # type: ignore[attr-defined]  # the Visits tab's own
    qtbot.waitUntil(panel.isVisible)
    assert not panel.form.isVisible()
    sign(qtbot, panel, "nonsense")
    qtbot.waitUntil(panel.form.wrong.isVisible, timeout=PATIENCE)
    assert "don't fit" in panel.form.wrong.text()
    panel.form.password.clear()
    with qtbot.waitSignal(panel.signed, timeout=PATIENCE):
        QTest.keyClicks(panel.form.password, PASSWORD)
        QTest.keyClick(panel.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert panel.form.password.text() == ""
    file = branch.clerk(OpenFile(branch.customer_id(LI)))
    assert file.requests[0].state is RequestState.APPROVED
    assert page.office.actor.login == "clerk"


def test_a_supervisor_sees_no_panel_but_their_own_inbox(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    branch.request()
    page = at_visits(qtbot, branch, "supervisor", tasks, speech)
    assert not page.tabs["visits"].countersign.isVisible()  # type: ignore[attr-defined]


def test_where_nothing_waits_nothing_is_offered(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    branch.approve(branch.request())
    page = at_visits(qtbot, branch, "clerk", tasks, speech)
    assert not page.tabs["visits"].countersign.isVisible()  # type: ignore[attr-defined]


def test_a_record_is_signed_off_at_the_clerks_desk(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    visit_id = branch.recorded_visit()
    branch.compare(visit_id)
    page = shown(qtbot, RecordPage, office_of(branch, "clerk", tasks, speech))
    page.open_target(visit_id)
    panel = page.signing.countersign
    qtbot.waitUntil(panel.isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(panel.signed, timeout=PATIENCE):
        sign(qtbot, panel)
    qtbot.waitUntil(lambda: not panel.isVisible())


def test_the_password_does_not_wait_for_the_next_person(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    branch.request()
    page = at_visits(qtbot, branch, "clerk", tasks, speech)
    panel = page.tabs["visits"].countersign  # type: ignore[attr-defined]
    QTest.mouseClick(panel.begin_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.form.isVisible)
    QTest.keyClicks(panel.form.password, PASSWORD)
    page.show_tab("timeline")
    assert panel.form.password.text() == ""
