"""The branch's keys in the window: envelopes from the settings, new keys and recovery at the door."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.vault.branch_keys import MakeEnvelopes, TypeBackEnvelopes
from collectdesk.store.keys.header import read_header
from collectdesk.ui import ask
from collectdesk.ui.app import Shell
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.settings.branch_keys import BranchKeysSection
from collectdesk.ui.sign_in.happenings import CASES, CODE, RENEW, STEPS, WAY_OF
from collectdesk.ui.sign_in.page import SignInPage
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.theme import Look
from collectdesk.words import ENGLISH, Words
from helpers.branches import PASSWORD, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@pytest.fixture
def codes(branch: Branch) -> list[str]:
    """The codes of both envelopes of a branch that is closed again."""
    made = branch.administrator(MakeEnvelopes(branch.second("supervisor")))
    branch.administrator(TypeBackEnvelopes(tuple(made.values())))
    branch.close()
    return [made[name] for name in sorted(made)]


@pytest.fixture
def door(qtbot: QtBot, branch: Branch, tmp_path: Path) -> Iterator[SignInPage]:
    branch.close()
    machine = Machine(tmp_path / "machine", language=ENGLISH, look=Look.LIGHT, last_branch=str(branch.folder))
    shell = Shell(machine, tmp_path / "window.log")
    page = SignInPage(shell)
    shell.door = page
    qtbot.addWidget(page)
    show_in_front(qtbot, page)
    qtbot.waitUntil(page.door.isVisible)
    yield page
    page.close()
    shell.end()


def section_of(qtbot: QtBot, branch: Branch, login: str, tasks: Tasks) -> BranchKeysSection:
    section = BranchKeysSection(Office(branch.desk, branch.actors[login], tasks, Speech(Words(ENGLISH))))
    qtbot.addWidget(section)
    section.resize(1000, 700)
    show_in_front(qtbot, section)
    section.refresh(frozenset())
    qtbot.waitUntil(lambda: section._plate is not None)
    return section


def fill(form: Any, **values: Any) -> None:
    form.put(values)


# ---- the section


def test_the_section_says_what_is_to_be_done_and_an_auditor_only_reads(
    qtbot: QtBot, branch: Branch, tasks: Tasks
) -> None:
    section = section_of(qtbot, branch, "administrator", tasks)
    assert "Generation 1" in section.generation.text()
    assert section.lines.text().count("waits to be typed back") == 2
    assert section.warning.isVisible()
    for case, steps in STEPS.items():
        section.happening.put(case)
        section.retranslate()
        assert steps[0] in section.steps.text()
    auditor = section_of(qtbot, branch, "auditor", tasks)
    assert not auditor.envelopes.isVisible()
    assert not auditor.renew.isVisible()


def test_envelopes_are_made_with_a_second_person_printed_and_typed_back(
    qtbot: QtBot, branch: Branch, tasks: Tasks, tmp_path: Path
) -> None:
    section = section_of(qtbot, branch, "administrator", tasks)
    QTest.mouseClick(section.make, Qt.MouseButton.LeftButton)
    assert section.making.wrong("login")
    target = tmp_path / "sheets.pdf"
    for login, password, wrong in (("supervisor", "no", "don't fit"), ("clerk", PASSWORD, "second person")):
        fill(section.making, login=login, password=password)
        with ask.answered(target):
            QTest.mouseClick(section.make, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(section.make.isEnabled, timeout=20_000)
        assert wrong in section.making.wrong("password") + section.making.wrong("login")
        section.making.accept_all()
    fill(section.making, login="supervisor", password=PASSWORD)
    with ask.answered(target):
        QTest.mouseClick(section.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists, timeout=20_000)
    section.refresh(frozenset())
    fill(section.typing, code1="ABC")
    QTest.mouseClick(section.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(section.typing.wrong("code1")))
    first, second = codes_on(target)
    fill(section.typing, code1=first, code2=second)
    QTest.mouseClick(section.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not any(section.typing.values().values()))
    assert all(slot["typed_back"] for slot in read_header(branch.folder).slots if slot["kind"] == "code")


def codes_on(sheet: Path) -> list[str]:
    document = pypdfium2.PdfDocument(sheet)
    try:
        texts = [page.get_textpage().get_text_bounded().splitlines() for page in document]
    finally:
        document.close()
    starts = [next(at for at, line in enumerate(text) if line.startswith("Envelope ")) for text in texts]
    return ["".join(text[at + 1 : at + 3]).replace(" ", "") for text, at in zip(texts, starts, strict=True)]


def test_the_drill_is_noted_by_two_people_and_stands_in_the_register(
    qtbot: QtBot, branch: Branch, tasks: Tasks
) -> None:
    section = section_of(qtbot, branch, "administrator", tasks)
    qtbot.waitUntil(lambda: section._drills is not None)
    assert not section.drilling.isVisible()
    section.happening.put("drill")
    section.retranslate()
    assert "due by 2027-03-18" in section.held.text()
    fill(section.drill, envelope="A", opened=True, login="supervisor", password="no")
    QTest.mouseClick(section.note, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(section.drill.wrong("password")), timeout=20_000)
    fill(section.drill, password=PASSWORD)
    QTest.mouseClick(section.note, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.drill.values()["login"] is None, timeout=20_000)
    section.refresh(frozenset({Subject.PEOPLE}))
    qtbot.waitUntil(lambda: "周敏" in section.held.text())
    auditor = section_of(qtbot, branch, "auditor", tasks)
    auditor.happening.put("drill")
    auditor.retranslate()
    assert not auditor.note.isVisible()


# ---- the door


def test_new_keys_from_the_settings_wait_at_the_door_with_the_reason(
    qtbot: QtBot, branch: Branch, tasks: Tasks
) -> None:
    section = section_of(qtbot, branch, "administrator", tasks)
    section.happening.put("leaver")
    section.retranslate()
    with qtbot.waitSignal(section.office.keys_asked) as asked:
        QTest.mouseClick(section.renew, Qt.MouseButton.LeftButton)
    assert asked.args == [RENEW, "leaver"]
    section.happening.put("forgotten")
    section.retranslate()
    assert section.renew.isHidden()
    with qtbot.waitSignal(section.office.keys_asked) as asked:
        QTest.mouseClick(section.at_door, Qt.MouseButton.LeftButton)
    assert asked.args == [CODE, "forgotten"]


def test_each_case_is_a_wizard_of_its_own_with_its_steps_and_its_way(door: SignInPage) -> None:
    door.begin_keys()
    for case, _name in CASES:
        door.keys.case.put(case)
        door.keys._take_case()
        assert all(step in door.keys.about.text() for step in STEPS[case]), case
        asks_code = not door.keys.form.field("code").isHidden()
        assert asks_code is (WAY_OF[case] == CODE), case
        assert (not door.keys.way.isHidden()) is (case == "stolen"), case
    door.begin_keys(RENEW, "yearly")
    assert (door.keys.case.value(), door.keys.form.field("code").isHidden()) == ("drill", True)


def test_two_people_give_new_keys_at_the_door(qtbot: QtBot, branch: Branch, door: SignInPage) -> None:
    door.begin_keys(RENEW, "leaver")
    form = door.keys.form
    fill(form, login="supervisor", password=PASSWORD, second="administrator", second_password=PASSWORD)
    QTest.mouseClick(door.keys.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(door.keys.wrong.isVisible, timeout=20_000)
    assert "Your role may not do this" in door.keys.wrong.text()
    fill(form, login="administrator", second="supervisor")
    QTest.mouseClick(door.keys.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: door.done.isVisible() and door.door.isVisible(), timeout=30_000)
    assert "new keys" in door.done.text()
    assert read_header(branch.folder).newest.number == 2
    assert form.values()["password"] is None  # nothing of the secrets stays in the form


def test_an_envelope_opens_a_branch_whose_keyring_was_emptied(
    qtbot: QtBot, branch: Branch, codes: list[str], door: SignInPage, tmp_path: Path
) -> None:
    (branch.folder / "practice.workstation").unlink()
    QTest.mouseClick(door.envelope, Qt.MouseButton.LeftButton)
    fill(
        door.keys.form, code="ABC", login="administrator", password=PASSWORD, second="supervisor",
        second_password=PASSWORD,
    )  # fmt: skip
    target = tmp_path / "sheet.pdf"
    with ask.answered(target):
        QTest.mouseClick(door.keys.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(door.keys.wrong.isVisible, timeout=20_000)
    assert "mistyped" in door.keys.wrong.text()
    fill(door.keys.form, code=codes[0])
    with ask.answered(target):
        QTest.mouseClick(door.keys.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: door.done.isVisible() and door.door.isVisible(), timeout=30_000)
    assert str(target) in door.done.text()
    assert len(codes_on(target)) == 1
    QApplication.processEvents()


def test_leaving_the_wizard_changes_nothing_and_keeps_no_secret(
    qtbot: QtBot, branch: Branch, door: SignInPage
) -> None:
    before = (branch.folder / "branch.keys.json").read_bytes()
    door.begin_keys()
    fill(door.keys.form, code="ABC", password=PASSWORD)
    QTest.mouseClick(door.keys.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(door.door.isVisible)
    assert not any(door.keys.form.values()[name] for name in ("code", "password", "second_password"))
    assert (branch.folder / "branch.keys.json").read_bytes() == before


def test_removing_a_person_offers_new_keys_and_says_what_they_dont_undo(
    qtbot: QtBot, branch: Branch, tasks: Tasks
) -> None:
    from collectdesk.ui.settings.accounts import NEW_KEYS, Accounts

    office = Office(branch.desk, branch.actors["administrator"], tasks, Speech(Words(ENGLISH)))
    accounts = Accounts(office)
    qtbot.addWidget(accounts)
    show_in_front(qtbot, accounts)
    accounts.load()
    qtbot.waitUntil(lambda: accounts.table.model().rowCount() == 4)
    assert "Backups made before stay readable" in NEW_KEYS
    asked: list[tuple[str, str]] = []

    def heard(way: str, reason: str) -> None:
        asked.append((way, reason))

    office.keys_asked.connect(heard)
    for login, answer in (("auditor", False), ("clerk", True)):
        accounts.table.choose(login)
        before = len(asked)
        with ask.answered(answer):
            accounts._remove()
            qtbot.waitUntil(lambda: not ask._answers, timeout=20_000)
        assert login not in read_header(branch.folder).logins
        assert asked[before:] == ([(RENEW, "leaver")] if answer else [])
