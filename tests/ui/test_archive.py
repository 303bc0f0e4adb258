"""The archive page: what is missing leads where it is done, packs are sealed or nothing is left, red names its file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.domain.results.archiving import Missing
from collectdesk.ui import ask
from collectdesk.ui.archive.page import ArchivePage
from collectdesk.ui.archive.points import POINTS
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.pages import PAGES
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import LI, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LONG = 30_000
"""Milliseconds that a pack may take on a busy machine."""


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@contextmanager
def archive_of(qtbot: QtBot, branch: Branch, login: str, folder: Path) -> Iterator[Any]:
    """The real window of a person, open on Archive with its lists there."""
    tasks = Tasks()
    office = Office(branch.desk, branch.actors[login], tasks, Speech(Words(ENGLISH)))
    office.signing.signer = branch.signer(login)
    window = Window(office, Machine(folder))
    try:
        window.go("archive")
        page: Any = window.page
        assert isinstance(page, ArchivePage)
        show_in_front(qtbot, window)
        settled(qtbot, page)
        yield page
    finally:
        tasks.close()
        QApplication.processEvents()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()


def settled(qtbot: QtBot, page: Any) -> None:
    qtbot.waitUntil(lambda: not page.office.tasks._running, timeout=LONG)


def said(page: Any) -> str:
    text: str = page.window().banner.text
    return text


def signed_case(branch: Branch) -> None:
    """A visit made, typed up and signed off."""
    branch.sign(branch.recorded_visit())


def build(qtbot: QtBot, page: Any) -> None:
    """Choose the first case that lacks something and press F2."""
    page.segments.choose("lacking")
    QTest.keyClick(page.window(), Qt.Key.Key_F2)
    settled(qtbot, page)


def taken_out(qtbot: QtBot, page: Any, target: Path) -> Path:
    """The pack of the register, taken out in the clear for the branch's lawyer."""
    page.segments.choose("packs")
    leaving = page.verify_panel.leaving
    leaving.take.click()
    assert leaving.form.wrong("purpose")  # nothing leaves without saying what for
    leaving.form.put({"purpose": "lawyer"})
    with ask.answered(target):
        leaving.take.click()
    qtbot.waitUntil(target.exists, timeout=LONG)
    settled(qtbot, page)
    return target


def test_an_administrator_reads_no_case_and_verifies_all_the_same(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with archive_of(qtbot, branch, "administrator", tmp_path) as page:
        assert page.archive is None
        assert page.verify_panel.choose.isVisible()
        rubbish = tmp_path / "rubbish.zip"
        rubbish.write_bytes(b"no pack")
        with ask.answered(rubbish):
            QTest.keyClick(page.window(), Qt.Key.Key_F2)
        settled(qtbot, page)
        assert page.verify_panel.foreign_verdict.chip.accessibleName() == "Damaged or altered"
        assert "isn't a pack" in page.verify_panel.foreign_verdict.reasons.text()


def test_who_may_not_build_sees_who_does(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    signed_case(branch)
    with archive_of(qtbot, branch, "clerk", tmp_path) as page:
        page.segments.choose("lacking")
        assert not page.case_panel.build.isVisible()
        assert "supervisor" in page.case_panel.why.text()
        page.main_act()  # F2 does nothing, and asks nothing
        settled(qtbot, page)
        assert "refused.pack.built" not in branch.actions()


def test_an_empty_archive_says_where_to_look(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        assert "No case is ready" in page.cases.accessibleDescription()
        assert page.case_panel.isHidden()


def test_every_missing_thing_leads_to_a_page_that_exists() -> None:
    assert set(POINTS) == set(Missing)
    assert {point.page for point in POINTS.values()} <= {spec.id for spec in PAGES}


def test_what_is_missing_stands_there_with_its_link(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    signed_case(branch)
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        page.segments.choose("lacking")
        sign, text, go = page.case_panel._rows[Missing.STILL_OVERDUE]
        assert (sign.text(), text.text()) == ("✕", "Something is still overdue · Clerk")
        assert page.case_panel._rows[Missing.NO_SIGNED_RECORD][1].text() == "A visit record is signed off"
        assert not page.case_panel.close_case.isEnabled()
        with qtbot.waitSignal(page.opens) as opened:
            go.click()
        assert opened.args == ["casefile", (branch.customer_id(LI), "products")]
        settled(qtbot, page)


def test_a_pack_is_built_verified_noted_and_found_out_when_altered(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    signed_case(branch)
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        panel = page.case_panel
        build(qtbot, page)
        qtbot.waitUntil(lambda: panel.built is not None and len(page.archive.packs) == 1, timeout=LONG)
        assert panel.built.number in said(page)
        told = {name.text(): value.text() for name, value in panel.facts._pairs}
        assert told["Root digest"].replace(" ", "").replace("\n", "") == panel.built.root_digest
        assert told["Key fingerprint"] == panel.built.fingerprint
        page.segments.choose("packs")
        page.case_panel.show_case(page.case_panel.line)  # a fresh list shows the case again
        assert not page.case_panel.isVisible(), "one panel shows through beneath the other"
        QTest.keyClick(page.packs, Qt.Key.Key_Return)  # Enter verifies
        settled(qtbot, page)
        verify = page.verify_panel
        qtbot.waitUntil(lambda: verify.verdict.verdict is not None and "noted" in said(page), timeout=LONG)
        assert verify.verdict.chip.accessibleName() == "Intact and signed by the branch"
        assert branch.actions()[-2:] == ["pack.verified", "pack.verdict_noted"]
        slip = tmp_path / "slip.pdf"
        with ask.answered(slip):
            verify.slip.click()
        qtbot.waitUntil(slip.exists, timeout=LONG)
        settled(qtbot, page)
        altered_beside_it(qtbot, page, taken_out(qtbot, page, tmp_path / "LI.zip"), tmp_path / "altered.zip")


def altered_beside_it(qtbot: QtBot, page: Any, pack: Path, altered: Path) -> None:
    """One byte is turned round: red, with the file's name, and the register isn't told of another file."""
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    with ask.answered(altered):
        page.verify_panel.choose.click()
    settled(qtbot, page)
    card = page.verify_panel.foreign_verdict
    qtbot.waitUntil(lambda: card.verdict is not None)
    assert card.chip.accessibleName() == "Damaged or altered"
    assert "data/" in card.reasons.text()
    assert page.archive.packs[0].verdict == "green"
    page.office.use_language(CHINESE)
    assert "封存" in card.reasons.text() or "损坏" in card.reasons.text()


def test_a_fingerprint_of_another_branch_is_never_green(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    signed_case(branch)
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        build(qtbot, page)
        qtbot.waitUntil(lambda: len(page.archive.packs) == 1, timeout=LONG)
        target = taken_out(qtbot, page, tmp_path / "LI.zip")
        page.verify_panel.form.put({"fingerprint": "0000 " * 8})
        with ask.answered(target):
            page.verify_panel.verify_file()
        settled(qtbot, page)
        qtbot.waitUntil(lambda: page.verify_panel.foreign_verdict.verdict is not None)
        assert "another key" in page.verify_panel.foreign_verdict.reasons.text()


def test_a_customer_opens_by_enter(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    signed_case(branch)
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        page.segments.choose("lacking")
        with qtbot.waitSignal(page.opens) as opened:
            QTest.keyClick(page.cases, Qt.Key.Key_Return)
        assert opened.args == ["casefile", branch.customer_id(LI)]
        settled(qtbot, page)
