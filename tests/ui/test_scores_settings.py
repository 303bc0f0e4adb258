"""The scorecard in the window: every open case scored now; a bad card is named by line, a good one in force by two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.pipeline import EVERYTHING
from collectdesk.desk.risk.own_cards import ShowOwnRules
from collectdesk.desk.rules.own_texts import OwnKind
from collectdesk.ui.settings.scores import ScoresSection
from helpers.branches import LI, PASSWORD, small_branch
from ui.desks import office_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


def test_every_case_is_scored_a_bad_card_is_named_by_line_and_a_good_one_put_in_force_by_two(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, speech: Speech
) -> None:
    branch = small_branch(tmp_path / "branch")
    branch.assess(LI)
    office = office_of(branch, "supervisor", tasks, speech)
    made = ScoresSection(office)
    qtbot.addWidget(made)
    office.touched.connect(made.refresh)
    made.resize(1000, 640)
    made.show()
    made.refresh(EVERYTHING)
    card = made.files[OwnKind.SCORECARD]
    qtbot.waitUntil(lambda: made.found is not None and "cn-expert-1" in card.line.text(), timeout=20000)
    assert made.found is not None
    assert made.cases.values.rowCount() == len(made.found.cases) > 1
    QTest.mouseClick(card.change, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.adopt.isVisible() and card.form.field("second").count() > 1, timeout=20000)
    assert not made.listed.isVisible()
    assert not made.files[OwnKind.WAYS].isVisible()
    QTest.mouseClick(card.start, Qt.MouseButton.LeftButton)
    good = (
        (card.text.value() or "")
        .replace('id = "cn-expert-1"', 'id = "own"', 1)
        .replace("low_from = 55", "low_from = 90")
    )
    card.form.put({"text": good.replace("points = 40,", "points = 400,", 1), "reason": "本行口径"})
    QTest.mouseClick(card.attempt, Qt.MouseButton.LeftButton)
    line = next(at for at, said in enumerate(good.splitlines(), 1) if "points = 40," in said)
    qtbot.waitUntil(lambda: str(line) in card.form.wrong("text"), timeout=20000)
    card.form.put({"text": good})
    QTest.mouseClick(card.attempt, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.told.text().count("\n") == 2, timeout=20000)
    card.form.put({"second": "administrator", "second_password": PASSWORD})
    QTest.mouseClick(card.adopt, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: branch.clerk(ShowOwnRules(OwnKind.SCORECARD)).is_own, timeout=20000)
    qtbot.waitUntil(made.listed.isVisible, timeout=20000)
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20000)
    branch.close()
