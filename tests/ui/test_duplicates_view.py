"""Duplicates in the window: the pair side by side, one file by a key, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.merging import FindDuplicates, ListMergers
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.ui.customers.duplicates import SECOND
from collectdesk.words import CHINESE, ENGLISH
from desk.test_merging import second_file
from helpers.branches import LI, Branch, small_branch
from ui.test_customers_page import customers_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    made.take(LedgerKind.OVERDUE, [second_file(account_officer="马丽")])
    yield made
    made.close()


def test_a_clerk_is_offered_no_merging(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        assert "Duplicates" not in dict(page.tools.acts())


def test_a_pair_becomes_one_file_and_two_again(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "supervisor", tmp_path, CHINESE) as page:
        page.tools.doubles_asked.emit()
        view = page.duplicates
        qtbot.waitUntil(lambda: view.beside is not None)
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        assert view.form.wrong("reason")
        view.form.field("reason").setText("身份证号一致")
        view.form.field("take_account_officer").put(SECOND)
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: view.past.values.rowCount() == 1 and not view.pairs.values.rowCount())
        assert branch.clerk(OpenFile(branch.customer_id(LI))).customer.account_officer == "马丽"
        view.undo_button.click()
        qtbot.waitUntil(lambda: view.pairs.values.rowCount() == 1)
        assert [line.state for line in branch.supervisor(ListMergers())] == ["undone"]
        QTest.keyClick(view, Qt.Key.Key_Escape)
        assert page.whole.currentWidget() is page.split


def test_contradicting_numbers_can_only_be_kept_apart(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    branch.take(LedgerKind.OVERDUE, [second_file(id_no="530999198503071239")])
    with customers_of(qtbot, branch, "supervisor", tmp_path, ENGLISH) as page:
        page.tools.doubles_asked.emit()
        view = page.duplicates
        qtbot.waitUntil(lambda: view.beside is not None)
        assert not view.merge_button.isEnabled()
        assert "contradict" in view.wrong.text()
        view.form.field("reason").setText("Father and son")
        view.apart_button.click()
        qtbot.waitUntil(lambda: not branch.supervisor(FindDuplicates()))
