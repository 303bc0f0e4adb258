"""The phone list in the window: the chosen rows on paper, then what became of it, beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.customers.phone_lists import ListFate, ListPhoneLists
from collectdesk.ui import ask
from collectdesk.words import ENGLISH
from helpers.branches import LI, OUYANG, WANG, Branch, small_branch
from ui.test_customers_page import customers_of, found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_the_chosen_rows_are_printed_and_their_list_is_accounted_for(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path, ENGLISH) as page:
        found(qtbot, page, LI, WANG, OUYANG)
        said = [action.text() for action in page.tools.more_menu().actions()]
        assert "Phone list" in said
        page.tools.phones_asked.emit()
        panel = page.phones
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Home)
        QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert "2 customers" in panel.which.text()
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        assert panel.form.wrong("purpose")
        panel.form.put({"purpose": "下午外呼"})
        target = tmp_path / "list.pdf"
        with ask.answered(target):
            QTest.keyClick(page.window(), Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: panel.table.values.rowCount() == 1)
        assert target.stat().st_size > 1000
        qtbot.waitUntil(lambda: panel.fate_card.isVisibleTo(page))
        panel.fate_form.put({"fate": ListFate.LOST})
        panel.settle_button.click()
        qtbot.waitUntil(lambda: bool(panel.fate_form.wrong("why")))
        panel.fate_form.put({"why": "公交车上遗失，已报告主管"})
        panel.settle_button.click()
        qtbot.waitUntil(lambda: not panel.fate_card.isVisibleTo(page))
        (kept,) = branch.clerk(ListPhoneLists()).lists
        assert (kept.fate, kept.customers) == (ListFate.LOST, 2)
        QTest.keyClick(panel.table, Qt.Key.Key_Escape)
        assert page._panel is None
