"""The customer file: an offer that wasn't signed at once is signed where it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.domain.arrangements import ArrangementState
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
