"""The risk in the file: a person's word beside the card's, and the extra approval at the clerk's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.domain.risk.overriding import OverrideCode
from collectdesk.domain.risk.risk import RiskLevel
from helpers.branches import WANG, Branch
from ui.test_casefile import branch, file_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

__all__ = ["branch"]


def test_a_persons_word_stands_in_place_of_the_cards_and_is_shown_with_its_reason(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.assess(WANG)
    with file_of(qtbot, branch, "clerk", tmp_path, WANG, tab="risk") as page:
        tab = page.tabs["risk"]
        tab._open_override()
        tab.override.form.put({"level": RiskLevel.LOW, "code": OverrideCode.OTHER, "reason": "态度好转"})
        tab.override.submit()
        qtbot.waitUntil(lambda: bool(tab.override.form.wrong("level")))
        assert "supervisor" in tab.override.form.wrong("level")
        tab.override.form.put({"level": RiskLevel.HIGH, "code": OverrideCode.SAFETY, "reason": "扬言动手"})
        tab.override.submit()
        qtbot.waitUntil(lambda: "扬言动手" in tab.overruled.text())
        assert "Level: Medium risk → High risk" in tab.moved.lines.text()
        assert tab.end_override.isVisibleTo(page)
        assert tab.way.points.text()


def test_a_high_risk_approval_at_the_clerks_desk_asks_for_its_reason(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.assess()
    branch.request()
    with file_of(qtbot, branch, "clerk", tmp_path, tab="visits") as page:
        tab = page.tabs["visits"]
        assert tab.why.isVisibleTo(page)
        tab.why.setText("已看风险提示")
        tab.why.editingFinished.emit()
        assert tab.countersign._deed.reason == "已看风险提示"
