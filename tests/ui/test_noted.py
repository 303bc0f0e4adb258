"""Amounts noted by hand in the window: noted and struck in the file, listed beside the imports, opened by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.solutions.noting import NoteAmount, NotedKind, NotedState, PaidStage
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from helpers.branches import ACCOUNTS, LI, PRACTICE_DATE, payment_row, small_branch
from ui.test_casefile import file_of
from ui.test_imports_page import imports_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from helpers.branches import Branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_an_amount_is_noted_from_the_chosen_product_and_struck_with_its_reason(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="products") as page:
        tab = page.tabs["products"]
        assert not tab.by_hand.isVisible()
        QTest.mouseClick(tab.add_button, Qt.MouseButton.LeftButton)
        form = tab.note_form
        assert form.form.values()["product"] == tab.products.chosen.product.id
        form.submit()
        assert form.form.wrong("amount")
        form.form.put(
            {"kind": NotedKind.PAID, "amount": Money(300_00), "as_of": PRACTICE_DATE, "source": "slip"}
        )
        form.submit()
        qtbot.waitUntil(lambda: tab.noted.values.rowCount() == 1)
        assert tab.by_hand.isVisible()
        assert not form.isVisible()
        tab.noted.selectRow(0)
        QTest.mouseClick(tab.prove_button, Qt.MouseButton.LeftButton)
        tab.prove_form.form.put({"proof": "柜面回单 0471"})
        tab.prove_form.submit()
        qtbot.waitUntil(lambda: tab.noted.values.row_at(0).stage is PaidStage.PROVEN)
        tab.payments.selectRow(0)
        QTest.mouseClick(tab.receipt_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: tab.paper.isVisible() and tab.paper.paper is not None)
        assert not tab.payments.isVisible()
        tab.paper.close_paper()
        assert tab.payments.isVisible()
        tab.noted.selectRow(0)
        QTest.mouseClick(tab.strike_button, Qt.MouseButton.LeftButton)
        tab.strike_form.form.put({"why": "记错客户"})
        tab.strike_form.submit()
        qtbot.waitUntil(lambda: tab.noted.values.row_at(0).state is NotedState.STRUCK)
        assert not tab.strike_button.isVisible()


def test_an_auditor_may_read_but_not_note(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "auditor", tmp_path, tab="products") as page:
        assert not page.tabs["products"].add_button.isVisible()


def test_the_list_beside_the_imports_opens_by_its_key_and_leads_to_the_file(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    (branch.folder / "inbox").mkdir(exist_ok=True)
    (branch.folder / "inbox" / "morning.csv").write_text("x", "utf-8")
    product = branch.products(LI)[0]
    branch.clerk(
        NoteAmount(branch.customer_id(LI), product.id, NotedKind.PAID, Money(300_00), PRACTICE_DATE, "slip")
    )
    branch.take(LedgerKind.PAYMENTS, [payment_row("HK-9", "6228480000000009999", PRACTICE_DATE, 500_00),
                                      payment_row("HK-8", ACCOUNTS[LI], PRACTICE_DATE, 1)])  # fmt: skip
    with imports_of(qtbot, branch, tmp_path) as page:
        QTest.keyClick(page, Qt.Key.Key_F6)
        tray = page.tray
        qtbot.waitUntil(lambda: tray.table.values.rowCount() == 1)
        tray.table.selectRow(0)
        tray.designate.form.put({"account_no": "123", "said_by": "借款人"})
        tray.designate.submit()
        qtbot.waitUntil(lambda: bool(tray.designate.form.wrong("account_no")))
        tray.designate.form.put({"account_no": ACCOUNTS[LI]})
        tray.designate.submit()
        qtbot.waitUntil(lambda: tray.table.values.row_at(0).said_by == "借款人")
        QTest.keyClick(page, Qt.Key.Key_F7)
        listed = page.by_hand
        qtbot.waitUntil(lambda: listed.table.values.rowCount() == 1)
        assert page.stack.currentWidget() is listed
        with qtbot.waitSignal(page.opens) as opened:
            QTest.keyClick(listed.table, Qt.Key.Key_Return)
        assert opened.args == ["casefile", (branch.customer_id(LI), "products")]
