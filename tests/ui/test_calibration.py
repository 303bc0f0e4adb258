"""Calibration in the window: out of sight while few, then cards side by side, the plot, and what is put in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from collectdesk.desk.pipeline import EVERYTHING
from collectdesk.desk.risk.playbook import shipped_card
from collectdesk.desk.risk.standing_card import standing_card
from collectdesk.domain.risk.calibrated import CalibratedCard, CardKind, PointGrid
from collectdesk.domain.risk.card_sheet import sheet_of
from collectdesk.domain.risk.judged import CardLine
from collectdesk.ui.settings.calibration import CalibrationSection
from collectdesk.ui.settings.card_sheet import CardSheetCard
from collectdesk.ui.settings.page import SettingsPage
from helpers.branches import PASSWORD, small_branch
from helpers.outcomes import seed_outcomes
from ui.desks import office_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


def test_calibration_is_out_of_sight_until_there_are_outcomes_then_a_card_is_adopted_by_two(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, speech: Speech
) -> None:
    branch = small_branch(tmp_path / "branch")
    office = office_of(branch, "supervisor", tasks, speech)
    page = SettingsPage(office)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    item = page.list.item(next(at for at, spec in enumerate(page.specs) if spec.id == "calibration"))
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20000)
    assert item.isHidden()
    seed_outcomes(branch, 320, pays=-0.35)
    page.refresh(EVERYTHING)
    qtbot.waitUntil(lambda: not item.isHidden(), timeout=20000)
    page.open_target("calibration")
    made = page.section
    assert isinstance(made, CalibrationSection)
    qtbot.waitUntil(lambda: made.found is not None and made.what.count() > 4, timeout=30000)
    assert made.cards.values.rowCount() == 3
    assert made.cards.choose("shrunk")  # and how the chosen one reckons, band by band
    assert made.sheet.table.values.rowCount() > 20
    assert made.chart.chart().shapes
    assert made.chart.accessibleName()
    qtbot.waitUntil(lambda: made.act.isVisibleTo(made), timeout=20000)
    made.form.put({"what": "rescaled", "reason": "按本行结果校准"})
    QTest.mouseClick(made.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20000)
    assert branch.ask(standing_card) is None  # one person isn't enough
    qtbot.waitUntil(lambda: made.form.field("second").count() > 1, timeout=20000)
    made.form.put({"second": "administrator", "second_password": PASSWORD})
    QTest.mouseClick(made.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: branch.ask(standing_card) is not None, timeout=30000)
    qtbot.waitUntil(lambda: not tasks.busy, timeout=30000)
    branch.close()


def test_a_grid_of_two_rows_stands_below_the_bands_with_every_cell_said(speech: Speech, qtbot: QtBot) -> None:
    own = CalibratedCard(CardKind.TABLES, 0, 0, {"trend": {10: -693, 4: 0, 0: 0}}, "",
                         (PointGrid(("trend", "has_guarantor"), {0: {6: 693}}),))  # fmt: skip
    made = CardSheetCard(speech)
    qtbot.addWidget(made)
    made.show()
    made.show_line(speech.words, CardLine(CardKind.TABLES, False, None, sheet_of(own, shipped_card())))
    (grid,) = made.shown
    assert grid.accessibleName()
    texts = [label.text() for label in grid.findChildren(QLabel)]
    assert texts.count("× 2.00") == 1
    assert texts.count("× 1.00") == 5  # three trends, a guarantor or none
    made.show_line(speech.words, None)
    assert made.shown == []
