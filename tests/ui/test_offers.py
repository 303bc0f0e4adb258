"""The three plans beside the plan's form: from what the household has, filled in by one press, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from collectdesk.desk.customers.finances import FinanceKind, NoteFinance
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.offers import OfferKind
from collectdesk.words import CHINESE
from helpers.branches import LI, Branch, overdue_row, overdue_rows, small_branch
from ui.test_casefile import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def earns(branch: Branch, yuan: int) -> None:
    said = (FinanceKind.WAGES, Money(yuan * 100), "customer", date(2026, 3, 18))
    branch.clerk(NoteFinance(branch.customer_id(LI), *said))


def offered(tab: Any) -> list[OfferKind]:
    return [kind for kind, made in tab.offers.buttons.items() if made.isVisibleTo(tab)]


def test_without_an_income_the_card_says_what_to_do(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.open_form("plan")
        qtbot.waitUntil(lambda: tab.offers._found is not None)
        assert "Finances" in tab.offers.able.text()
        assert offered(tab) == []


def test_one_press_fills_the_form_and_the_reason_is_left_to_say(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    earns(branch, 2000)
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.open_form("plan")
        tab.plan.form.put({"amount": Money(9_000_00)})
        tab.plan.form.field("amount").edited.emit()
        qtbot.waitUntil(lambda: offered(tab) == list(OfferKind))
        safe = tab.offers._found.offers[0]
        tab.offers.buttons[OfferKind.SAFE].click()
        values = tab.plan.form.values()
        assert values["count"] == safe.count
        assert values["amount"] == Money(9_000_00)
        assert values["first_due_on"] == tab.offers._found.first_due_on
        qtbot.waitUntil(lambda: tab.plan.preview.values.rowCount() == safe.count)
        assert tab.plan.form.field("reason").hasFocus()


def test_the_ways_stand_beside_each_other_and_the_chosen_one_opens(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions", language=CHINESE) as page:
        tab = page.tabs["solutions"]
        tab.open_form("ways")
        board, form = tab.ways, tab.ways.asked.form
        assert board.table.values.rowCount() == 0
        form.put({"first_due_on": date(2026, 4, 10), "contract_rate": Decimal("0.06"), "months_added": 30})
        form.changed.emit()
        qtbot.waitUntil(lambda: board.table.values.rowCount() == len(ArrangementKind))
        assert "58.63" in board.late.text()
        board.table.choose(ArrangementKind.EXTENSION)
        qtbot.waitUntil(lambda: any("展期" in text for text in board.rules.texts))
        form.put({"count": 99})
        form.changed.emit()
        qtbot.waitUntil(lambda: "99" in board.trouble.text())
        tab.open_form("promise")
        assert not board.isVisibleTo(tab)


def test_a_leases_residual_value_stands_apart_from_its_rents(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    lease = overdue_row(4, "何锦", "6228480000000000999", ProductKind.LEASE, 6_000_00, 60_000_00, 50)
    branch.take(LedgerKind.OVERDUE, [*overdue_rows(), lease])
    with file_of(qtbot, branch, "clerk", tmp_path, name="何锦", tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.open_form("ways")
        board, form = tab.ways, tab.ways.asked.form
        form.put({"first_due_on": date(2026, 4, 10), "residual": Money(10_000_00)})
        form.changed.emit()
        qtbot.waitUntil(lambda: board.table.values.rowCount() > 0)
        board.table.choose(ArrangementKind.REAGEING)
        told = [each.text() for each in board.facts.findChildren(QLabel)]
        assert "11 × ¥\N{NO-BREAK SPACE}4,166.67, the last ¥\N{NO-BREAK SPACE}14,166.63" in told
        form.put({"residual": Money(10**9)})
        form.changed.emit()
        qtbot.waitUntil(lambda: "10,000,000.00" in board.trouble.text())
        assert board.trouble.isVisibleTo(tab)


def test_more_people_and_another_pay_day_change_the_plans(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    earns(branch, 4000)
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions", language=CHINESE) as page:
        tab = page.tabs["solutions"]
        tab.open_form("plan")
        qtbot.waitUntil(lambda: tab.offers._found is not None and tab.offers._found.able is not None)
        alone = tab.offers._found.able
        tab.offers.form.put({"persons": 3, "pay_day": 5})
        tab.offers.form.changed.emit()
        qtbot.waitUntil(lambda: tab.offers._found.able != alone)
        assert tab.offers._found.able.likely < alone.likely
        assert tab.offers._found.first_due_on.day == 5
        tab.offers.form.put({"pay_day": 45})
        tab.offers.form.changed.emit()
        qtbot.waitUntil(lambda: "45" in tab.offers.able.text())
        assert offered(tab) == []
