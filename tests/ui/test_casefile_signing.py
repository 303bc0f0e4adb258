"""The customer file: an offer that wasn't signed at once is signed where it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.customers.today import ShowInbox
from collectdesk.domain.people.paper_approvals import PaperKind
from collectdesk.domain.solutions.arrangements import ArrangementState
from helpers.branches import Branch, small_branch
from ui.test_casefile import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_an_offer_put_down_unsigned_is_signed_in_the_file_later(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.open_form("plan")
        tab.plan.form.put(
            {"count": 6, "first_due_on": date(2026, 4, 20), "reason": "收入下降", "signed": False}
        )
        tab.plan.submit()
        qtbot.waitUntil(lambda: len(page.file.arrangements) == 1)
        assert page.file.arrangements[0].arrangement.state is ArrangementState.OFFER
        qtbot.waitUntil(lambda: tab.sign.isVisibleTo(page))
        QTest.mouseClick(tab.sign.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.file.arrangements[0].arrangement.state is ArrangementState.SIGNED)
        assert not tab.sign.isVisibleTo(page)


def test_a_plan_runs_on_a_paper_that_a_supervisor_signed(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.offer()
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.plans.choose(page.file.arrangements[0].id)
        qtbot.waitUntil(lambda: tab.paper.isVisibleTo(page))
        qtbot.waitUntil(lambda: tab.paper.approver.count() > 1)
        tab.paper.form.put({"approver": "supervisor", "approved_on": date(2026, 3, 1), "path": str(scan)})
        QTest.mouseClick(tab.paper.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(tab.paper.form.wrong("approved_on")))
        tab.paper.form.put({"approved_on": date(2026, 3, 17)})
        QTest.mouseClick(tab.paper.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.file.arrangements[0].arrangement.state is ArrangementState.ACTIVE)
        assert not tab.paper.isVisibleTo(page)
    with file_of(qtbot, branch, "supervisor", tmp_path / "two", tab="solutions") as page:
        assert not page.tabs["solutions"].paper.isVisibleTo(page)
    (waiting,) = branch.supervisor(ShowInbox()).papers
    assert waiting.kind is PaperKind.PLAN


def test_a_supervisor_decides_at_the_desk_and_is_offered_no_paper(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.offer()
    with file_of(qtbot, branch, "supervisor", tmp_path, tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.plans.choose(page.file.arrangements[0].id)
        qtbot.waitUntil(lambda: tab.decide.isVisibleTo(page))
        assert not tab.paper.isVisibleTo(page)
