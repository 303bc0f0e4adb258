"""Sharing out in the window: rows chosen with the keyboard, the form beside them, the list below it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.people.assigning import AssignCase, ShowSharings
from collectdesk.domain.people.sharing import ShareReason
from collectdesk.ui import ask
from collectdesk.ui.customers.sharing import CHOSEN
from collectdesk.words import CHINESE, ENGLISH
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG, Branch, small_branch
from ui.test_customers_page import customers_of, found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    made.enrol("colleague", "clerk", "孙蕾")
    for name in (LI, WANG, OUYANG):
        made.supervisor(AssignCase(made.case_id(name), "clerk"))
    yield made
    made.close()


def test_a_clerk_is_offered_no_sharing(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        assert "Share out" not in dict(page.tools.acts())


def test_rows_chosen_with_shift_are_shared_out_and_what_is_missing_is_said(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "supervisor", tmp_path, CHINESE) as page:
        found(qtbot, page, LI, WANG, OUYANG)
        page.tools.share_asked.emit()
        panel = page.sharing
        qtbot.waitUntil(lambda: panel.which.count() > 2)
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Home)
        QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert panel.which.value() == CHOSEN
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        assert panel.form.wrong("logins")
        panel.logins.put({"colleague"})
        panel.why.put(ShareReason.LEAVE)
        panel.form.field("until_on").put(PRACTICE_DATE + timedelta(days=3))
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: panel.table.values.rowCount() == 1)
        lines = branch.supervisor(ShowSharings()).lines
        assert [(line.holders, line.cases) for line in lines] == [(("孙蕾",), 2)]
        assert not panel.form.is_begun()


def test_a_whole_clerk_s_cases_their_sheet_and_their_way_back(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "supervisor", tmp_path, ENGLISH) as page:
        page.tools.share_asked.emit()
        panel = page.sharing
        qtbot.waitUntil(lambda: panel.which.count() > 2)
        panel.form.put({
            "held_by": "clerk", "logins": {"colleague"}, "why": ShareReason.ILLNESS,
            "until_on": PRACTICE_DATE + timedelta(days=1),
        })  # fmt: skip
        panel.share_button.click()
        qtbot.waitUntil(lambda: panel.table.values.rowCount() == 1)
        target = tmp_path / "sheet.pdf"
        with ask.answered(target):
            panel.sheet_button.click()
            qtbot.waitUntil(target.exists)
        panel.end_button.click()
        qtbot.waitUntil(lambda: not panel.end_button.isEnabled())
        assert not branch.supervisor(ShowSharings()).lines[0].runs
        QTest.keyClick(panel, Qt.Key.Key_Escape)
        assert page.beside.currentWidget() is page.summary
