"""Papers to the printer: each kind to its own, several in the order wanted, none lost where a printer fails."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from reportlab.pdfgen.canvas import Canvas

from collectdesk.desk.visits.visiting import ListVisits
from collectdesk.ui import ask
from collectdesk.ui.machine import Machine
from collectdesk.ui.plan.kit_card import KitCard
from collectdesk.ui.printing import printers
from collectdesk.ui.printing.printers import ASK, Printers
from collectdesk.ui.printing.tray import PrintTray, Waiting
from collectdesk.ui.printing.tray_window import TrayWindow
from helpers.branches import LI, WANG, Branch, small_branch
from ui.desks import office_of
from ui.test_pdf_preview import pages_in, printer_into

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.office import Office
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks

FRONT, BACK = "Front desk", "Back office"


def paper(number: str, pages: int = 1) -> Waiting:
    into = io.BytesIO()
    canvas = Canvas(into)
    for page in range(pages):
        canvas.drawString(80, 700, f"{number} page {page + 1}")
        canvas.showPage()
    canvas.save()
    return Waiting(number, pages, into.getvalue())


def numbers(tray: PrintTray) -> list[str]:
    return [each.number for each in tray.papers]


@pytest.fixture
def two_printers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "installed", lambda: (FRONT, BACK))


@pytest.mark.usefixtures("two_printers")
def test_each_kind_keeps_its_printer_and_a_printer_that_went_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Printers(Machine.load(tmp_path)).choose("TZ", FRONT)
    again = Printers(Machine.load(tmp_path))
    assert (again.of("TZ"), again.of("WF")) == (FRONT, ASK)
    again.choose("TZ", ASK)
    assert again.of("TZ") == ASK
    again.choose("TZ", FRONT)
    monkeypatch.setattr(printers, "installed", lambda: (BACK,))
    assert again.of("TZ") == ASK


def test_a_print_into_a_file_is_no_choice_of_a_printer(tmp_path: Path) -> None:
    kept = Printers(Machine.load(tmp_path))
    with ask.answered(printer_into(tmp_path / "a.pdf")):
        assert kept.open("TZ", 1, None) is not None
    with ask.answered(None):
        assert kept.open("TZ", 1, None) is None


def test_papers_lie_in_the_order_of_their_kinds_as_last_arranged(tmp_path: Path) -> None:
    tray = PrintTray(Printers(Machine.load(tmp_path)))
    for number in ("K-20260301-C01", "TZ-1", "JL-1"):
        tray.add(paper(number))
    assert tray.move(2, -2) == 0
    assert numbers(tray) == ["JL-1", "K-20260301-C01", "TZ-1"]
    later = PrintTray(Printers(Machine.load(tmp_path)))
    for number in ("TZ-2", "XX-9", "K-20260302-C01", "JL-2", "K-20260302-C02"):
        later.add(paper(number))
    assert numbers(later) == ["JL-2", "K-20260302-C01", "K-20260302-C02", "TZ-2", "XX-9"]


def test_a_paper_made_again_takes_the_place_of_the_one_before() -> None:
    tray = PrintTray(Printers())
    tray.add(paper("TZ-1"))
    tray.add(paper("TZ-2"))
    tray.add(paper("TZ-1", pages=3))
    assert [(each.number, each.pages) for each in tray.papers] == [("TZ-1", 3), ("TZ-2", 1)]
    assert tray.move(0, -1) == 0


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@pytest.fixture
def office(branch: Branch, tasks: Tasks, speech: Speech) -> Office:
    return office_of(branch, "supervisor", tasks, speech)


def test_everything_is_printed_whole_in_order_by_keys_and_the_tray_is_empty(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    for number, pages in (("TZ-1", 1), ("TZ-2", 2), ("K-1", 1)):
        office.tray.add(paper(number, pages))
    window = TrayWindow(office, office.tray)
    qtbot.addWidget(window)
    window.come_forward()
    qtbot.waitUntil(window.isActiveWindow)
    window.table.choose("K-1")
    QTest.keyClick(window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert numbers(office.tray) == ["TZ-1", "K-1", "TZ-2"]
    said: list[str] = []
    window.said.connect(said.append)
    with ask.answered(printer_into(tmp_path / "out.pdf")):
        QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(said), timeout=120_000)
    made = {each.name: pages_in(each) for each in tmp_path.glob("out*.pdf")}
    assert made == {"out.pdf": 1, "out-K-1.pdf": 1, "out-TZ-2.pdf": 2}
    assert numbers(office.tray) == []
    assert not window.isVisible()


@pytest.mark.qt_log_ignore("QPdf|QPainter|open", extend=True)
def test_a_printer_that_refuses_is_named_and_the_papers_stay(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    office.tray.add(paper("TZ-1"))
    office.tray.add(paper("TZ-2"))
    window = TrayWindow(office, office.tray)
    qtbot.addWidget(window)
    nowhere = printer_into(tmp_path / "gone" / "out.pdf")
    with ask.answered(nowhere):
        window.print_all()
    qtbot.waitUntil(lambda: not window.is_printing, timeout=120_000)
    assert "TZ-1" in window.wrong.text()
    assert numbers(office.tray) == ["TZ-1", "TZ-2"]


def test_the_kits_of_all_teams_lie_together(
    qtbot: QtBot, branch: Branch, office: Office, tmp_path: Path
) -> None:
    branch.planned_visit(LI, branch.today_at(10))
    branch.planned_visit(WANG, branch.today_at(14))
    first, second = branch.clerk(ListVisits())
    other = replace(second, officer="another team", planned_at=second.planned_at)
    card = KitCard(office, lambda name: tmp_path / name)
    qtbot.addWidget(card)
    card.show_visit(first, (other, first))
    asked: list[bool] = []
    office.tray.asked.connect(lambda: asked.append(True))
    assert not card.all_button.isHidden()
    card.print_all()
    qtbot.waitUntil(lambda: bool(asked), timeout=120_000)
    assert all(each.kind == "K" for each in office.tray.papers)
    card.show_visit(first, (first,))
    assert card.all_button.isHidden()
