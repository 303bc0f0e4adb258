"""The timeline in the window: an entry on the wrong customer is marked by key and stays to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.customers.files import EventKind
from collectdesk.domain.contact.contacts import ContactOutcome
from collectdesk.store.cases import cases
from helpers.branches import LI, WANG, Branch, small_branch
from ui.test_casefile import file_now, file_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    made.advance(minutes=1)
    made.call(LI, ContactOutcome.REFUSED)
    made.advance(minutes=1)
    yield made
    made.close()


def test_an_entry_of_another_customer_is_marked_and_both_files_show_it(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    other = branch.ask(lambda view: cases.case(view, branch.case_id(WANG))).case_no
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        tab = page.tabs["timeline"]
        at = next(i for i, e in enumerate(tab.file.timeline) if e.kind is EventKind.CONTACT)
        tab.timeline.setCurrentIndex(tab.timeline.model().index(at, 0))
        assert tab.wrong_button.isEnabled()
        tab.wrong_button.click()
        QTest.keyClick(tab.correction, Qt.Key.Key_Return)
        assert tab.correction.form.wrong("reason")
        tab.correction.form.field("reason").setText("接错电话")
        tab.correction.form.field("right_case_no").setText("AJ-0")
        tab.correction.submit()
        qtbot.waitUntil(lambda: bool(tab.correction.form.wrong("right_case_no")))
        tab.correction.form.field("right_case_no").setText(other)
        tab.correction.submit()
        qtbot.waitUntil(lambda: any("接错电话" in event.text for event in tab.timeline.events))
        assert tab.correction.isHidden()
        assert not tab.correction.has_draft()
    came = [e.facts for e in file_now(branch, WANG).timeline if e.kind is EventKind.CONTACT]
    assert [each["came"] for each in came] == [
        branch.ask(lambda v: cases.case(v, branch.case_id(LI))).case_no
    ]


def test_what_nobody_typed_can_t_be_marked(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        tab = page.tabs["timeline"]
        at = next(i for i, e in enumerate(tab.file.timeline) if e.kind is EventKind.OPENED)
        tab.timeline.setCurrentIndex(tab.timeline.model().index(at, 0))
        assert not tab.wrong_button.isEnabled()
