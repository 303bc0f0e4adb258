"""The scan tray in the window: files come in, a page is filed by one key or put aside, what can't be opened stays."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.paper.recording import OpenSheet
from collectdesk.desk.paper.scanning import PagesOfVisit
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.domain.paper.oddities import Odd
from collectdesk.domain.paper.records import Entry, Met, VisitOutcome
from collectdesk.domain.paper.scans import ScanState
from collectdesk.reports.visits.kit_in_words import SHEET_VERSION
from collectdesk.store.visits import scans as scan_store
from collectdesk.ui import ask
from collectdesk.ui.actions import Act
from collectdesk.ui.page import Note
from collectdesk.ui.record.next_card import RECORD, SCANS
from collectdesk.ui.record.page import RecordPage
from helpers.branches import LI, Branch, small_branch
from helpers.hands import dropped
from helpers.scans import as_pdf, blank, page_images, ticked
from ui.desks import office_of, shown
from ui.test_record_page import answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks

PATIENCE = 60_000


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_pages_come_in_and_the_rest_is_filed_by_one_key_or_put_aside(
    qtbot: QtBot, branch: Branch, tmp_path: Path, tasks: Tasks, speech: Speech
) -> None:
    visit_id = branch.planned_visit(LI)
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", (visit_id,)))
    branch.advance(hours=5)
    boxes = branch.ask(lambda view: scan_store.templates(view, visit_id, 1, SHEET_VERSION))[0]
    door = ticked(
        page_images(tmp_path / "kit.pdf")[2], boxes, ("met=borrower", "entry=consented", "outcome=paid")
    )
    watched = tmp_path / "scanner"
    watched.mkdir()
    stack = as_pdf(watched / "stack.pdf", [door, blank("the inside page, its code torn off")])
    (tmp_path / "empty.pdf").write_bytes(b"")
    page = shown(qtbot, RecordPage, office_of(branch, "clerk", tasks, speech))
    said: list[Note] = []
    page.said.connect(said.append)
    page._pick(SCANS)

    # the scanner's folder: taken in once it is complete, then out of the way
    scans = page.scans
    with ask.answered(watched):
        scans.pick_folder()
    scans.keeper.watch(str(watched))
    scans.keeper.look()
    qtbot.waitUntil(lambda: not scans.keeper._looking, timeout=PATIENCE)
    scans.keeper.look()
    qtbot.waitUntil(lambda: len(page._tray) == 1 and not scans.keeper._busy, timeout=PATIENCE)
    assert (watched / "taken" / "stack.pdf").exists()
    assert not stack.exists()
    assert said[-1].text == "stack.pdf: 1 page filed, 1 in the tray."
    scans.keeper.watch("")

    _what_cannot_be_opened_stays(qtbot, page, tmp_path / "empty.pdf")
    _one_key_files(qtbot, page, branch, visit_id)
    _putting_aside_takes_a_reason(qtbot, page)
    _the_form_stands_beside_the_pages(qtbot, page, branch, visit_id)
    _a_page_that_came_twice_has_its_keys(qtbot, page, branch, visit_id, [
        as_pdf(tmp_path / f"again{number}.pdf", [door]) for number in (1, 2)
    ])  # fmt: skip


def _what_cannot_be_opened_stays(qtbot: QtBot, page: RecordPage, empty: Path) -> None:
    scans = page.scans
    page.dropEvent(dropped(empty))  # on the list beside the pages
    qtbot.waitUntil(lambda: len(page._tray) == 2, timeout=PATIENCE)
    page.tray.choose(next(one.id for one in page._tray if one.state is ScanState.UNREADABLE))
    assert scans.why.text() == "The file is empty. Scan it again."
    assert not scans.paper.isVisible()
    QTest.qWait(0)
    assert scans._side.x() == 0  # without a picture the cards stay at the list


def _one_key_files(qtbot: QtBot, page: RecordPage, branch: Branch, visit_id: str) -> None:
    scans = page.scans
    # the page without its code is guessed beside its neighbour: one key files it
    page.tray.choose(next(one.id for one in page._tray if one.state is ScanState.WAITING))
    assert [made.text().startswith("1   李明 · page 2 of visit") for made in scans._guess_buttons] == [True]
    qtbot.waitUntil(lambda: bool(scans.paper._pages), timeout=PATIENCE)
    assert "Page 2 of visit" in scans.missing.text()
    page.tray.setFocus()
    QTest.keyClick(page.tray, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(page._tray) == 1, timeout=PATIENCE)
    assert [one.sheet_page for one in branch.clerk(PagesOfVisit(visit_id))] == [1, 2]
    qtbot.waitUntil(lambda: not scans.back.isVisible(), timeout=PATIENCE)


def _putting_aside_takes_a_reason(qtbot: QtBot, page: RecordPage) -> None:
    scans = page.scans
    qtbot.waitUntil(
        lambda: scans.page is not None and scans.page.source_name == "empty.pdf", timeout=PATIENCE
    )
    scans.put_aside()
    qtbot.waitUntil(lambda: bool(scans.form.wrong("reason")), timeout=PATIENCE)
    scans.form.put({"reason": "空文件"})
    scans.put_aside()
    qtbot.waitUntil(lambda: not page._tray, timeout=PATIENCE)
    assert not scans.about.isVisible()


def _a_page_that_came_twice_has_its_keys(
    qtbot: QtBot, page: RecordPage, branch: Branch, visit_id: str, twice: list[Path]
) -> None:
    page._pick(SCANS)
    with ask.answered(twice):
        page.acts()[Act.NEW]()
    qtbot.waitUntil(lambda: len(page._tray) == 2 and not page.scans.keeper._busy, timeout=PATIENCE)
    page.tray.choose(page._tray[0].id)
    first = branch.clerk(PagesOfVisit(visit_id))[0].id
    assert page.scans.paper._ids == (page._tray[0].id, first)  # the one that is filed stands below it
    page.tray.setFocus()
    for key, left in ((Qt.Key.Key_1, 1), (Qt.Key.Key_2, 0)):
        QTest.keyClick(page.tray, key)
        qtbot.waitUntil(lambda left=left: len(page._tray) == left, timeout=PATIENCE)  # type: ignore[misc]
    assert [one.sheet_page for one in branch.clerk(PagesOfVisit(visit_id))] == [
        1,
        2,
        0,
    ]  # kept beside, read once
    assert [
        one.reason for one in branch.ask(lambda view: scan_store._pages(view, sa.true()))
        if one.state is ScanState.ASIDE and one.source_name == twice[1].name
    ] == ["scan.came_twice"]  # fmt: skip


def _the_form_stands_beside_the_pages(qtbot: QtBot, page: RecordPage, branch: Branch, visit_id: str) -> None:
    # the form beside the pages: what the boxes say stands in it, but isn't saved before somebody compared it
    with qtbot.waitSignal(page.turned):  # the keys at the foot are those of the form now
        page._pick(RECORD)
    page.visits.choose(visit_id)
    typing = page.typing
    qtbot.waitUntil(lambda: len(typing.boxes._found) == 3, timeout=PATIENCE)
    assert page.typed.paper.count == 2
    values = typing.form.values()
    assert (values["met"], values["entry"], values["outcome"]) == (
        Met.BORROWER,
        Entry.CONSENTED,
        VisitOutcome.PAID,
    )
    form_answers = {**answers(), "met": Met.BORROWER, "entry": Entry.CONSENTED, "outcome": VisitOutcome.PAID}
    typing.form.put(form_answers)
    typing.form.changed.emit()
    page.acts()[Act.MAIN]()
    assert typing.boxes.wrong.text().startswith("Compare what was read")
    assert branch.clerk(OpenSheet(visit_id)).record is None
    typing.form.put({"outcome": VisitOutcome.HARDSHIP})
    typing.form.changed.emit()
    assert typing.boxes.pending == ("met", "entry")
    assert typing.boxes._buttons["outcome"].text() == "Typed otherwise"
    typing.boxes.compare("met")
    typing.boxes.compare_all()

    # what hardly goes together is asked about once, and saved as it is when the person says so again
    typing.form.put({"left": time(9, 32)})
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: bool(typing.questions.asked), timeout=PATIENCE)
    assert typing.questions.lines.text() == "A talk, and the visit took 1 min. Are the times right?"
    assert branch.clerk(OpenSheet(visit_id)).record is None
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: not typing._sending and typing._sheet is None, timeout=PATIENCE)
    assert [one.kind for one in branch.supervisor(OpenSheet(visit_id)).questions] == [Odd.SHORT_TALK]
