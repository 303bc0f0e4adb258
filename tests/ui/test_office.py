"""The window's way to the desk, on a real encrypted branch: what was touched is heard first, whoever
has gone.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pytest
import shiboken6
from PySide6.QtCore import QObject

from collectdesk.desk.pipeline import EVERYTHING, Change, Lookup, NotPermitted, Subject
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.store.people import people
from collectdesk.ui.office import Office, is_expected
from ui.samples import NOW, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.desk.pipeline import Desk
    from collectdesk.store.branch import Store
    from collectdesk.store.work import View, Work
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks

thread_of: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class WriteNothing(Change[int]):
    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "trial.written"
    touches: ClassVar = frozenset({Subject.CASES})
    fails: BaseException | None = None

    def carry_out(self, work: Work) -> int:
        thread_of["change"] = threading.current_thread().name
        if self.fails is not None:
            raise self.fails
        return 7


@dataclass(frozen=True, slots=True)
class LookAtNothing(Lookup[str]):
    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "trial.looked"

    def look(self, view: View) -> str:
        thread_of["lookup"] = threading.current_thread().name
        return view.actor.login


@pytest.fixture
def actor() -> Actor:
    return person()


@pytest.fixture
def office(desk: Desk, actor: Actor, tasks: Tasks, speech: Speech) -> Office:
    return Office(desk, actor, tasks, speech)


@pytest.fixture
def heard(office: Office) -> list[object]:
    told: list[object] = []
    office.touched.connect(told.append)
    return told


@pytest.fixture
def owner() -> Iterator[QObject]:
    made = QObject()
    yield made
    if shiboken6.isValid(made):
        shiboken6.delete(made)


def test_a_refusal_reaches_the_form_and_touches_nothing(
    qtbot: QtBot, office: Office, owner: QObject, heard: list[object]
) -> None:
    failed: list[BaseException] = []
    office.run(WriteNothing(Refused("visit.no_second_visitor")), owner=owner, failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert [str(error) for error in failed] == ["visit.no_second_visitor"]
    assert heard == []


def test_a_refusal_that_nobody_takes_is_shown_by_the_window(
    qtbot: QtBot, office: Office, owner: QObject
) -> None:
    with qtbot.waitSignal(office.troubled) as told:
        office.run(WriteNothing(Refused("visit.no_second_visitor")), owner=owner)
    assert isinstance(told.args[0], Refused)


def test_a_bug_goes_to_the_crash_window_and_the_form_may_go_on(
    qtbot: QtBot, office: Office, owner: QObject
) -> None:
    failed: list[BaseException] = []
    with qtbot.captureExceptions() as caught:
        office.run(WriteNothing(ZeroDivisionError()), owner=owner, failed=failed.append)
        qtbot.waitUntil(lambda: bool(failed))
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_a_driver_error_with_a_code_of_its_own_is_still_a_bug() -> None:
    class DriverError(Exception):
        code = "e3q8"

    assert not is_expected(DriverError())
    assert is_expected(Refused("x"))


@pytest.mark.parametrize("actor", [person(Role.AUDITOR)])
def test_what_the_role_may_not_do_is_refused_by_the_desk_too(
    qtbot: QtBot, office: Office, owner: QObject
) -> None:
    failed: list[BaseException] = []
    with office.desk.store.write(person(), office.desk.now()) as work:
        people.change_account(work, office.actor.id, role=Role.AUDITOR)
    assert not office.may(Permission.WORK_CASES)
    assert office.may(None)
    office.run(WriteNothing(), owner=owner, failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], NotPermitted)
    with office.desk.store.write(person(), office.desk.now()) as work:
        people.change_account(work, office.actor.id, role=Role.CLERK)


def test_what_was_touched_is_heard_before_the_form_is_done(
    qtbot: QtBot, office: Office, owner: QObject, heard: list[object]
) -> None:
    order: list[object] = []
    office.touched.connect(lambda _touched: order.append("touched"))
    office.run(WriteNothing(), owner=owner, done=order.append)
    qtbot.waitUntil(lambda: 7 in order)
    assert order == ["touched", 7]
    assert heard == [frozenset({Subject.CASES})]


def test_the_lists_hear_of_a_change_whose_form_was_closed_meanwhile(
    qtbot: QtBot, office: Office, owner: QObject, heard: list[object]
) -> None:
    done: list[int] = []
    office.run(WriteNothing(), owner=owner, done=done.append)
    shiboken6.delete(owner)
    qtbot.waitUntil(lambda: bool(heard))
    assert done == []


def test_changes_and_lookups_each_have_their_thread(qtbot: QtBot, office: Office, owner: QObject) -> None:
    results: list[object] = []
    office.run(WriteNothing(), owner=owner, done=results.append)
    office.run(LookAtNothing(), owner=owner, done=results.append)
    qtbot.waitUntil(lambda: len(results) == 2)
    assert thread_of["change"].startswith("desk-write")
    assert thread_of["lookup"].startswith("desk-read")
    assert set(results) == {7, "chenjing"}


def test_a_change_by_another_program_is_heard(
    qtbot: QtBot, office: Office, branch: Store, heard: list[object]
) -> None:
    from collectdesk.store.branch import open_store
    from collectdesk.store.trail import audit

    office.look_elsewhere()
    qtbot.waitUntil(lambda: not office._looking)
    assert heard == [], "the first look only learns where the file stands"
    other = open_store(branch.folder, branch.branch_id, branch.keys)
    with other.write(office.actor, NOW) as work:
        audit.append(work, "trial.elsewhere", {})
    other.close()
    office.look_elsewhere()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [EVERYTHING]


def test_the_language_is_told_once_when_it_changes(qtbot: QtBot, office: Office) -> None:
    told: list[str] = []
    office.language_changed.connect(lambda: told.append(office.words.language))
    office.use_language("zh_CN")
    office.use_language("zh_CN")
    assert told == ["zh_CN"]
