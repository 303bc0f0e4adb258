"""Settings › People and the signature line: second persons in the page, deputies named, passwords asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.customers.today import ShowInbox
from collectdesk.desk.people.deputies import ListDeputies
from collectdesk.desk.vault import access
from collectdesk.domain.people.people import DeputyStanding, Permission, Role
from collectdesk.domain.visits.visits import RequestState
from collectdesk.store.trail import signatures
from collectdesk.store.visits import visits
from collectdesk.ui.today.matters import Sort
from helpers.branches import PASSWORD, PRACTICE_DATE, WANG, Branch, small_branch
from helpers.scans import blank
from ui.test_settings import settings_of, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

GOOD = "three tram tickets"


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def typed(form: Any, **values: Any) -> None:
    form.put(values)


def test_nobody_is_added_without_a_second_person_and_the_field_says_so(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "administrator", tmp_path, "people") as page:
        accounts = page.section.accounts
        whole = {"login": "linxia", "name": "林霞", "role": Role.SUPERVISOR, "password": GOOD, "again": GOOD}
        typed(accounts.new, **whole)
        page.section.save()
        settled(qtbot, page)
        assert "second person" in accounts.new.wrong("second")
        typed(accounts.new, second="supervisor", second_password="wrong")
        page.section.save()
        settled(qtbot, page)
        assert "password" in accounts.new.wrong("second_password").lower()
        assert accounts.new.values()["name"] == "林霞"  # nothing typed is lost
        typed(accounts.new, second_password=PASSWORD, again="another one here")
        page.section.save()
        assert accounts.new.wrong("again")
        typed(accounts.new, again=GOOD)
        page.section.save()
        settled(qtbot, page)
        qtbot.waitUntil(lambda: "linxia" in [line.login for line in accounts.table.values._rows])
        assert accounts.new.values()["password"] is None  # and no password stays behind
    access.leave(access.sign_in(branch.folder, "linxia", GOOD, branch.clock))


def test_wrong_passwords_at_the_door_stand_beside_the_account(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    for _ in range(2):
        with pytest.raises(Exception, match="wrong_password"):
            access.sign_in(branch.folder, "clerk", "wrong", branch.clock)
    access.leave(access.sign_in(branch.folder, "supervisor", PASSWORD, branch.clock))
    with settings_of(qtbot, branch, "administrator", tmp_path, "people") as page:
        qtbot.waitUntil(lambda: page.section.accounts.table.values.rowCount() == 4)
        lines = {line.login: line for line in page.section.accounts.table.values._rows}
        assert (lines["clerk"].tries, lines["supervisor"].tries) == (2, 0)
        assert lines["supervisor"].opened_at is not None


def test_a_supervisor_names_a_deputy_and_ends_it_without_a_dialog(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "supervisor", tmp_path, "people") as page:
        deputies = page.section.deputies
        page.section.pills.choose("deputies")
        page.section._go("deputies")
        qtbot.waitUntil(lambda: deputies.deputy.count() > 1)
        typed(
            deputies.form, deputy="clerk", permissions=frozenset({Permission.SIGN_OFF}), from_on=PRACTICE_DATE,
            until_on=PRACTICE_DATE - timedelta(days=1), reason="年休",
        )  # fmt: skip
        page.section.save()
        settled(qtbot, page)
        assert deputies.form.wrong("until_on")
        typed(deputies.form, until_on=PRACTICE_DATE + timedelta(days=5))
        page.section.save()
        qtbot.waitUntil(lambda: deputies.table.values.rowCount() == 1)
        deputies.table.choose(deputies.table.values.key_at(0))
        QTest.mouseClick(deputies.end_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        (line,) = branch.supervisor(ListDeputies())
        assert line.standing.value == "over"


def test_with_the_only_supervisor_away_a_deputy_stands_in_on_paper_until_it_runs_out(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    scan = tmp_path / "authorisation.png"
    blank("authorisation").save(scan)
    with settings_of(qtbot, branch, "administrator", tmp_path, "people") as page:
        deputies = page.section.deputies
        page.section.pills.choose("deputies")
        page.section._go("deputies")
        qtbot.waitUntil(lambda: deputies.deputy.count() > 1)
        typed(
            deputies.form, principal="supervisor", deputy="clerk", permissions=frozenset({Permission.APPROVE_VISIT}),
            from_on=PRACTICE_DATE, until_on=PRACTICE_DATE + timedelta(days=9), reason="住院", path=str(tmp_path),
            signed_on=PRACTICE_DATE,
        )  # fmt: skip
        page.section.save()
        qtbot.waitUntil(lambda: bool(deputies.form.wrong("path")))
        typed(deputies.form, path=str(scan), signed_on=None)
        page.section.save()
        assert deputies.form.wrong("signed_on")
        typed(deputies.form, signed_on=PRACTICE_DATE)
        page.section.save()
        qtbot.waitUntil(lambda: deputies.table.values.rowCount() == 1)
        assert not deputies.form.is_begun()
    branch.advance(days=6)
    with settings_of(qtbot, branch, "supervisor", tmp_path) as page:
        window = page.window()
        window.go("today")
        inbox = window.page.inbox
        qtbot.waitUntil(lambda: bool(inbox._matters))
        inbox.table.choose(next(m.key for m in inbox._matters if m.sort is Sort.DEPUTY))
        qtbot.waitUntil(lambda: bool(inbox.matter.scan._pages))  # the page itself is on the screen
        assert any("overdue" in value.text() for _name, value in inbox.matter.facts._pairs)
        inbox.decision.decide_first()
        qtbot.waitUntil(window.signature.isVisible)
        QTest.keyClicks(window.signature.password, PASSWORD)
        QTest.keyClick(window.signature.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: branch.supervisor(ShowInbox()).deputies == ())
    (line,) = branch.supervisor(ListDeputies())
    assert line.standing is DeputyStanding.RUNNING


def test_a_clerk_sees_who_stands_in_and_changes_their_own_password(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path, "people") as page:
        assert not page.section.deputies.may_name
        own = page.section.own
        typed(own.form, old="wrong", password=GOOD, again=GOOD)
        own.save()
        settled(qtbot, page)
        assert own.form.wrong("old")
        typed(own.form, old=PASSWORD)
        own.save()
        settled(qtbot, page)
        assert own.form.values() == {"old": None, "password": None, "again": None}
    access.leave(access.sign_in(branch.folder, "clerk", GOOD, branch.clock))


def test_one_password_signs_the_batch_on_the_screen_and_escape_signs_nothing(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    first, second = branch.request(), branch.request(WANG)

    def state(request_id: str) -> RequestState:
        return branch.ask(lambda view: visits.request(view, request_id)).state

    with settings_of(qtbot, branch, "supervisor", tmp_path) as page:
        window = page.window()
        window.go("today")
        inbox = window.page.inbox
        qtbot.waitUntil(lambda: len(inbox._matters or ()) == 2)
        inbox.table.choose(next(m.key for m in inbox._matters if m.sort is Sort.REQUEST))
        inbox.decision.decide_first()
        line = window.signature
        qtbot.waitUntil(line.isVisible)
        assert line.password.hasFocus()
        assert "2" in line.says.text()
        QTest.keyClick(line.password, Qt.Key.Key_Escape)
        assert not line.isVisible()
        assert {state(first), state(second)} == {RequestState.SUBMITTED}
        inbox.decision.decide_first()
        for password in ("wrong", PASSWORD):
            QTest.keyClicks(line.password, password)
            QTest.keyClick(line.password, Qt.Key.Key_Return)
            qtbot.waitUntil(line.sign.isEnabled)
        qtbot.waitUntil(lambda: len(inbox._matters or ()) == 1)
        assert line.password.text() == ""
        inbox.decision.decide_first()  # the second of the batch asks for nothing
        qtbot.waitUntil(lambda: branch.supervisor(ShowInbox()).count == 0)
        assert {state(first), state(second)} == {RequestState.APPROVED}
        assert branch.ask(signatures.count) == 2
