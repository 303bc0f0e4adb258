"""The supervisor's inbox: decided in the page, nothing half-written lost, the next matter open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.phone_lists import PrintPhoneList
from collectdesk.desk.customers.today import ShowInbox
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.people.people import Permission
from collectdesk.store.customers import lists
from collectdesk.ui.today.matters import Sort
from helpers.branches import LI, OUYANG, WANG, Branch, small_branch
from ui.test_today import names, press, said, today_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def choose_matter(page: Any, sort: Sort) -> None:
    assert page.inbox is not None
    assert page.inbox._matters is not None
    page.inbox.table.choose(next(m.key for m in page.inbox._matters if m.sort is sort))


def waiting(branch: Branch) -> int:
    return branch.supervisor(ShowInbox()).count


def test_a_supervisor_decides_and_the_next_matter_is_open(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.assess(LI)
    first = branch.request(LI)
    branch.request(WANG)
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        assert page.stack.currentWidget() is page.inbox
        qtbot.waitUntil(page.inbox.matter.behind.isVisible)
        QTest.keyClicks(
            page.inbox.decision.reason, "two experienced people go"
        )  # the risk is high: it is asked for
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(page.inbox._matters) == 1)
        assert page.inbox.table.chosen.name == WANG
        assert LI in said(page)
        assert first not in [m.source.request_id for m in page.inbox._matters]


def test_a_clock_set_back_stands_first_and_is_confirmed(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    branch.request(LI)
    branch.advance(hours=-3)
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        inbox = page.inbox
        qtbot.waitUntil(lambda: bool(inbox._matters) and inbox._matters[0].sort is Sort.MACHINE)
        choose_matter(page, Sort.MACHINE)
        told = [value.text() for _name, value in inbox.matter.facts._pairs]
        assert told[:2] == ["2026-03-18 09:00", "2026-03-18 06:00"]
        assert not inbox.decision.reason.isVisible()
        inbox.decision.buttons[Sort.MACHINE][0].click()
        qtbot.waitUntil(lambda: [m.sort for m in inbox._matters] == [Sort.REQUEST])
    assert "clock.confirmed" in branch.actions()


def test_a_no_without_a_reason_is_asked_for_one_and_nothing_is_decided(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.request(LI)
    branch.offer(WANG)
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        decision = page.inbox.decision
        for sort, no in ((Sort.REQUEST, 2), (Sort.PLAN, 1)):
            choose_matter(page, sort)
            QTest.mouseClick(decision.buttons[sort][no], Qt.MouseButton.LeftButton)
            qtbot.waitUntil(decision.wrong.isVisible)
            assert decision.wrong.text() == "Say why, so that the clerk knows what to do."
            assert decision.reason.hasFocus()
        assert waiting(branch) == 2
        QTest.keyClicks(decision.reason, "too long for this income")
        QTest.mouseClick(decision.buttons[Sort.PLAN][1], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: len(page.inbox._matters) == 1)
        assert decision.reason.value() is None


def _is_opened(batch: Any, count: int) -> bool:
    return len(batch.ready) == count


def test_several_requests_are_approved_at_once_but_only_those_that_were_opened(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    for name in (LI, WANG, OUYANG):
        branch.request(name)
    branch.assess(LI)  # at high risk an approval says why: it stays
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        batch = page.inbox.batch
        assert not batch.act.isVisibleTo(page), "nothing was opened yet"
        for count, name in enumerate((LI, WANG), start=1):
            page.inbox.table.choose(next(m.key for m in page.inbox._matters if m.name == name))
            qtbot.waitUntil(partial(_is_opened, batch, count))
        press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: len(page.inbox._matters) == 2)
        assert {matter.name for matter in page.inbox._matters} == {LI, OUYANG}
        assert "1 visit approved." in said(page)
        assert LI in said(page)


def test_ones_own_request_is_refused_as_a_line_and_stays(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    from collectdesk.desk.visits.visiting import RequestVisit
    from collectdesk.domain.visits.visits import RequestReason

    branch.supervisor(
        RequestVisit(branch.case_id(LI), branch.point_id("home"), RequestReason.VERIFICATION, "mine")
    )
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        QTest.mouseClick(page.inbox.decision.buttons[Sort.REQUEST][0], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.inbox.decision.wrong.isVisible)
        assert "colleague" in page.inbox.decision.wrong.text()
        assert waiting(branch) == 1


def test_a_record_is_read_in_full_before_it_is_signed_off(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.recorded_visit(LI)
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        choose_matter(page, Sort.RECORD)
        qtbot.waitUntil(lambda: page.inbox.matter._sheet is not None)
        shown = " ".join(value.text() for _, value in page.inbox.matter.facts._pairs)
        record = page.inbox.matter._sheet.record
        assert record.findings.narrative in shown
        sign, compared = page.inbox.decision.buttons[Sort.RECORD][:2]
        assert not sign.isVisible()  # the second visitor's word is missing: it is given first
        QTest.mouseClick(compared, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(sign.isVisible)
        QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not any(m.sort is Sort.RECORD for m in page.inbox._matters))
        assert "record.signed_off" in branch.actions()


def test_a_breach_shows_rule_and_clause_and_is_closed_only_with_a_measure(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    at = branch.today_at(23, days=-1)
    branch.clerk(LogContact(branch.case_id(LI), Channel.PHONE, at, Reached.NOBODY, ContactOutcome.NO_ANSWER))
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        choose_matter(page, Sort.BREACH)
        shown = {name.text(): value.text() for name, value in page.inbox.matter.facts._pairs}
        assert shown["Rule"]
        assert shown["Clause"]
        decision = page.inbox.decision
        QTest.mouseClick(decision.buttons[Sort.BREACH][0], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(decision.wrong.isVisible)
        QTest.keyClicks(decision.reason, "talked to the clerk")
        before = waiting(branch)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(page.inbox._matters) == before - 1)


def test_a_half_written_reason_waits_with_its_matter(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    branch.request(LI)
    branch.request(WANG)
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        press(Qt.Key.Key_F2)
        QTest.keyClicks(page.inbox.decision.reason, "ask again")
        QTest.keyClick(page.inbox.table, Qt.Key.Key_Down)
        assert page.inbox.decision.reason.value() is None
        QTest.keyClick(page.inbox.table, Qt.Key.Key_Up)
        assert page.inbox.decision.reason.value() == "ask again"


def test_the_worklist_is_a_click_away_and_counts_stand_on_the_pills(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        assert "Nothing waits for you" in page.inbox.table.accessibleDescription()
        assert not page.inbox.decision.isVisible()
        page.show_part("worklist")
        assert page.stack.currentWidget() is page.worklist
        assert page.parts._buttons["worklist"].text() == f"Worklist {len(names(page))}"
        assert page.office.may(Permission.WORK_CASES)


def test_a_phone_list_that_is_not_back_is_accounted_for_where_it_is_told(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    number = branch.ask(lambda view: lists.lines(view, lists.Wanted()))[0].number
    made = branch.clerk(PrintPhoneList(tmp_path / "a.pdf", (number,), "下午外呼", branch.now.date()))
    branch.advance(days=1)
    with today_of(qtbot, branch, "supervisor", tmp_path) as page:
        choose_matter(page, Sort.PHONES)
        assert page.inbox.matter.name.text() == made.number
        assert "下午外呼" in [value.text() for _name, value in page.inbox.matter.facts._pairs]
        lost, back = page.inbox.decision.buttons[Sort.PHONES][2], page.inbox.decision.buttons[Sort.PHONES][0]
        QTest.mouseClick(lost, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.inbox.decision.wrong.isVisible)
        QTest.mouseClick(back, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: Sort.PHONES not in {m.sort for m in page.inbox._matters})
        assert made.number in said(page)
