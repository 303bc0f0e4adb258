"""The board in the window: a drag past the rules does nothing, a lawful one is done and undone, keys do it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from collectdesk.desk.visits.visiting import ListVisits, VisitLine
from collectdesk.domain.places import Place
from collectdesk.store.visits import ground
from collectdesk.ui.actions import Act
from collectdesk.ui.plan.board_lanes import STEP
from collectdesk.ui.plan.page import PlanPage
from helpers.branches import LI, OUYANG, WANG, Branch, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.plan.board_page import BoardPage
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    with made.desk.store.write(made.actors["clerk"], made.now) as work:
        kept = ground.Ground(Place(25_000_000, 102_000_000), 60, 510, 1050, 3)
        ground.keep_ground(work, kept)
        for name, lat in ((LI, 25_050_000), (WANG, 24_950_000)):
            ground.locate(work, [(made.point_id("home", name), Place(lat, 102_000_000))], "map")
    for name, hour in ((LI, 14), (WANG, 16)):
        made.call(name)
        request_id = made.request(name)
        made.approve(request_id)
        made.plan(request_id, made.today_at(hour))
    made.call(OUYANG)
    made.approve(made.request(OUYANG))
    yield made
    made.close()


def opened(qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech, login: str = "supervisor") -> PlanPage:
    page = shown(qtbot, PlanPage, office_of(branch, login, tasks, speech))
    page.show_board()
    qtbot.waitUntil(lambda: page.board.board is not None and page.board.weighed is not None, timeout=15000)
    return page


def visit(branch: Branch, name: str) -> VisitLine:
    return next(line for line in branch.clerk(ListVisits()) if line.name == name)


def weighed(qtbot: QtBot, board: BoardPage) -> None:
    qtbot.waitUntil(lambda: board.weighed is not None and board.proposed is not None, timeout=15000)


def drag(board: BoardPage, stop: str, minutes: int, *, lanes: int = 0) -> None:
    """Drag a card with the mouse by so many minutes and lanes."""
    view, room = board.lanes, board.lanes.rect_of(stop)
    start = room.center().toPoint()
    wide = view.x_of(60) - view.x_of(0)
    end = start + QPoint(round(minutes / 60 * wide), lanes * 34)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def test_a_drag_into_the_other_visit_is_refused_in_words_and_moves_nothing(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    board = opened(qtbot, branch, tasks, speech).board
    before = visit(branch, LI)
    drag(board, before.visit_id, 110)
    weighed(qtbot, board)
    assert visit(branch, WANG).visit_no in board.trouble.text()
    assert not board.take_button.isEnabled()
    board.take()
    QTest.keyClick(board.lanes, Qt.Key.Key_Escape)
    assert board.proposed is None
    assert visit(branch, LI).planned_at == before.planned_at


def test_a_drag_where_nothing_is_odd_is_done_at_once_and_undone_from_the_line(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = opened(qtbot, branch, tasks, speech)
    said: list[object] = []
    page.said.connect(said.append)
    before = visit(branch, LI)
    drag(page.board, before.visit_id, -35)
    qtbot.waitUntil(lambda: visit(branch, LI).planned_at < before.planned_at, timeout=15000)
    assert abs((before.planned_at - visit(branch, LI).planned_at).total_seconds() / 60 - 35) <= STEP
    qtbot.waitUntil(lambda: bool(said), timeout=15000)
    said[-1].undo()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: visit(branch, LI).planned_at == before.planned_at, timeout=15000)


def test_keys_alone_choose_move_price_and_carry_out(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = opened(qtbot, branch, tasks, speech)
    board, before = page.board, visit(branch, WANG)
    QTest.keyClick(board.lanes, Qt.Key.Key_Right)
    assert board.chosen == before.visit_id
    assert board.table.chosen is not None
    assert board.table.chosen.id == before.visit_id
    assert board.map.place_of(before.visit_id) is not None
    for _ in range(3):
        QTest.keyClick(board.lanes, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    weighed(qtbot, board)
    assert "km on the road" in board.price.text()
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(
        lambda: (before.planned_at - visit(branch, WANG).planned_at).total_seconds() == 15 * 60, timeout=15000
    )
    QTest.keyClick(board.lanes, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: visit(branch, WANG).pinned, timeout=15000)


def test_a_request_is_placed_by_key_and_only_with_the_word_that_nobody_is_related(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    board = opened(qtbot, branch, tasks, speech).board
    (card,) = board.board.waiting()  # type: ignore[union-attr]
    assert card.name == OUYANG
    board.pick(card.id)
    QTest.keyClick(board.lanes, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert board.proposed is not None
    weighed(qtbot, board)
    while board.weighed is None or not board.weighed.is_possible:
        QTest.keyClick(board.lanes, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        weighed(qtbot, board)
    assert board.form.isVisible()
    tie = board.form.field("crew_unrelated")
    assert tie.value() is None  # a fact of this team and this customer: nothing stands there beforehand
    board.form.put({"reason": "客户已知情"})
    QTest.keyClick(board.lanes, Qt.Key.Key_Return)
    assert board.form.wrong("crew_unrelated") == "This is needed."
    for _ in range(2):
        QTest.keyClick(tie, Qt.Key.Key_Down)
    assert tie.value() is False
    qtbot.waitUntil(lambda: not board.take_button.isEnabled(), timeout=15000)
    assert "related" in " ".join(board.rules.texts)
    assert tie.isVisible()
    QTest.keyClick(tie, Qt.Key.Key_Up)
    assert tie.value() is True
    qtbot.waitUntil(board.take_button.isEnabled, timeout=15000)
    QTest.keyClick(board.lanes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(branch.clerk(ListVisits())) == 3, timeout=15000)
    qtbot.waitUntil(lambda: not board.board.waiting(), timeout=15000)  # type: ignore[union-attr]


def test_list_board_and_map_are_one_selection(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    board = opened(qtbot, branch, tasks, speech).board
    li, wang = visit(branch, LI).visit_id, visit(branch, WANG).visit_id
    place = board.map.place_of(wang)
    assert place is not None
    QTest.mouseClick(board.map, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert board.chosen == board.lanes.scene.chosen == wang  # type: ignore[union-attr]
    board.table.choose(li)
    assert board.chosen == board.map.scene.chosen == li  # type: ignore[union-attr]
    assert LI in board.lanes.accessibleDescription()
    QTest.keyClick(board.map, Qt.Key.Key_Right)
    assert board.chosen == wang


def test_an_auditor_sees_the_board_and_can_move_nothing(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    page = shown(qtbot, PlanPage, office_of(branch, "auditor", tasks, speech))
    page.show_board()
    board = page.board
    qtbot.waitUntil(lambda: board.board is not None, timeout=15000)
    assert board.take_button.isHidden()
    drag(board, visit(branch, LI).visit_id, -60)
    assert board.proposed is None
    page.acts()[Act.BACK]()
    assert page.faces.currentIndex() == 0
