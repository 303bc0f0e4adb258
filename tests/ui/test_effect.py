"""The effect page: every number opens its rows, by mouse and by key, and nobody is ranked."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.charts import Ink
from collectdesk.desk.customers.own_buckets import SetBuckets
from collectdesk.desk.results.effect import Figure
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import Money
from collectdesk.domain.results.effect import Share
from collectdesk.terms_effect import MEANINGS, TITLES, percent, share_words
from collectdesk.terms_figures import short_money
from collectdesk.ui import ask
from collectdesk.ui.effect.page import EffectPage
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.parts.chart import colour_of
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.tokens import DARK, LIGHT, contrast
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import LI, OUYANG, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@contextmanager
def effect_of(
    qtbot: QtBot, branch: Branch, folder: Path, login: str = "supervisor", language: str = ENGLISH
) -> Iterator[Any]:
    """The real window of a person, open on Effect with its figures there."""
    tasks = Tasks()
    window = Window(
        Office(branch.desk, branch.actors[login], tasks, Speech(Words(language))), Machine(folder)
    )
    try:
        window.go("effect")
        page: Any = window.page
        assert isinstance(page, EffectPage)
        show_in_front(qtbot, window)
        qtbot.waitUntil(lambda: page.figures is not None and not tasks._running)
        yield page
    finally:
        tasks.close()
        QApplication.processEvents()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()


def rows_of(qtbot: QtBot, page: Any) -> list[str]:
    """The customers behind the number, once they have come."""
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.rows and not page.office.tasks._running)
    model = page.rows.table.values
    return [model.row_at(at).name for at in range(model.rowCount())]


def test_an_administrator_has_no_such_page(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    tasks = Tasks()
    speech = Speech(Words(ENGLISH))
    window = Window(Office(branch.desk, branch.actors["administrator"], tasks, speech), Machine(tmp_path))
    assert not window.go("effect")
    tasks.close()
    window.hide()
    window.deleteLater()
    QApplication.processEvents()


def test_a_day_that_is_none_keeps_the_figures(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with effect_of(qtbot, branch, tmp_path) as page:
        page.as_of.setText("31-31")
        page.as_of.editingFinished.emit()
        qtbot.waitUntil(lambda: not page.office.tasks._running)
        assert page.figures.overdue.products == 4


def test_as_of_a_day_before_the_first_list_nothing_is_overdue(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with effect_of(qtbot, branch, tmp_path) as page:
        QTest.keyClicks(page.as_of, "2026-03-01")
        QTest.keyClick(page.as_of, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.figures.overdue.products == 0)
        assert "¥ 0.00" in page.tiles[Figure.BUCKET].accessibleName()


def test_a_bar_a_row_and_a_tile_open_the_same_rows_and_escape_comes_back(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with effect_of(qtbot, branch, tmp_path) as page:
        chart = page.cards[0].chart
        area = next(area for area in chart.chart().areas if area.key == "M3")
        at = QPoint(int(area.x + 20), int(area.y + area.height / 2))
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
        assert rows_of(qtbot, page) == [LI]
        QTest.keyClick(page.rows.table, Qt.Key.Key_Escape)
        assert page.stack.currentIndex() == 0
        table = page.cards[0].table
        table.choose("M3")
        QTest.keyClick(table, Qt.Key.Key_Return)
        assert rows_of(qtbot, page) == [LI]
        QTest.keyClick(page.rows.table, Qt.Key.Key_Escape)
        QTest.keyClick(page.tiles[Figure.BUCKET], Qt.Key.Key_Return)
        assert rows_of(qtbot, page)[0] == OUYANG


def test_enter_on_a_row_opens_that_customer(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with effect_of(qtbot, branch, tmp_path) as page:
        page.open_rows(Figure.BUCKET, "M3")
        rows_of(qtbot, page)
        with qtbot.waitSignal(page.opens) as opened:
            QTest.keyClick(page.rows.table, Qt.Key.Key_Return)
        assert opened.args == ["casefile", branch.customer_id(LI)]
        qtbot.waitUntil(lambda: not page.office.tasks._running)


def test_an_empty_number_says_that_nothing_lies_behind_it(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with effect_of(qtbot, branch, tmp_path) as page:
        page.open_rows(Figure.VISIT, "")
        assert rows_of(qtbot, page) == []
        assert "Nothing lies behind" in page.rows.table.accessibleDescription()


def test_what_is_done_meanwhile_moves_the_figures(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with effect_of(qtbot, branch, tmp_path) as page:
        branch.call()
        QTest.keyClick(page.window(), Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: page.figures.right_party == Share(1, 1))
        assert "small sample" in page.tiles[Figure.CONTACT].accessibleName()


def test_the_page_speaks_chinese_at_once(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with effect_of(qtbot, branch, tmp_path) as page:
        page.office.use_language(CHINESE)
        assert page.cards[0].title.text() == Words(CHINESE).say(TITLES[Figure.BUCKET])
        assert page.tiles[Figure.BUCKET].toolTip() == Words(CHINESE).say(MEANINGS[Figure.BUCKET])


def test_every_number_is_defined_where_it_stands(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with effect_of(qtbot, branch, tmp_path) as page:
        assert all(tile.toolTip() for tile in page.tiles.values())
        assert all(card.table.toolTip() and card.title.toolTip() for card in page.cards)
        assert page.cards[0].chart._means("M2").startswith("M2 · 31–60")
        assert page.cards[0].chart.accessibleName()


def test_nobody_of_the_staff_is_named(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    branch.call()
    with effect_of(qtbot, branch, tmp_path) as page:
        page.open_rows(Figure.CONTACT, "")
        rows_of(qtbot, page)
        model = page.rows.table.values
        told = [str(model.data(model.index(0, at))) for at in range(model.columnCount())]
        assert LI in told
        assert "陈静" not in " ".join(told)


@pytest.mark.parametrize("now", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", [Ink.BAR, Ink.GOOD, Ink.BAD, Ink.MUTE])
def test_bars_can_be_told_from_the_card_and_good_from_bad(now: Any, ink: Ink) -> None:
    assert contrast(colour_of(ink, now), now.card) >= 3
    assert colour_of(Ink.GOOD, now) != colour_of(Ink.BAD, now)


def test_letters_on_a_deep_cell_can_be_read() -> None:
    for now in (LIGHT, DARK):
        for ink in (Ink.GOOD, Ink.BAD):
            assert contrast(colour_of(Ink.ON_BAR, now), colour_of(ink, now)) >= 4


def test_shares_always_show_both_numbers() -> None:
    words = Words(ENGLISH)
    assert percent(Share(0, 0)) == "—"
    assert share_words(words, Share(0, 0)) == "nothing to count yet"
    assert share_words(words, Share(3, 40)) == "3 of 40"
    assert "small sample" in share_words(words, Share(3, 4))


@pytest.mark.parametrize(
    ("yuan", "english", "chinese"),
    [("0", "0", "0"), ("999.40", "999", "999"), ("12345", "12.3K", "1.23万"), ("1234567", "1.23M", "123万")],
)
def test_amounts_beside_bars_are_three_digits_long(yuan: str, english: str, chinese: str) -> None:
    fen = Money.yuan(yuan).fen
    assert short_money(Words(ENGLISH), fen) == english
    assert short_money(Words(CHINESE), fen) == chinese


def test_measures_are_cut_opened_and_taken_along(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    branch.recorded_visit()
    with effect_of(qtbot, branch, tmp_path) as page:
        qtbot.waitUntil(lambda: page.measured.reasons.shown is not None)
        assert all(card.table.toolTip() for card in page.measured.all)
        assert page.measured.trend.chart._means("2026-03-18|M3").startswith("2026-03-18 · M3")
        reasons = page.measured.reasons
        area = next(area for area in reasons.chart.chart().areas if area.key == "income_down")
        at = QPoint(int(area.x + 5), int(area.y + area.height / 2))
        QTest.mouseClick(reasons.chart, Qt.MouseButton.LeftButton, pos=at)
        assert rows_of(qtbot, page) == [LI]
        QTest.keyClick(page.rows.table, Qt.Key.Key_Escape)
        page.cut.product.put("card")
        qtbot.waitUntil(lambda: page.figures.overdue.products == 3)
        page.open_rows(Figure.BUCKET, "")
        assert LI not in rows_of(qtbot, page)
        page.show_figures()
        page.cut.product.put(None)
        picture, sheet, paper = (tmp_path / name for name in ("trend.png", "figures.xlsx", "report.pdf"))
        with ask.answered(picture, sheet, paper):
            page.measured.trend.picture.click()
            page.sheet.click()
            page.report.click()
            qtbot.waitUntil(lambda: paper.exists() and sheet.exists() and not page.office.tasks._running)
        assert picture.read_bytes().startswith(b"\x89PNG")
        page.office.use_language(CHINESE)
        assert page.measured.reasons.shown.title == "逾期原因"


def test_the_branch_s_own_buckets_have_a_card_whose_lines_open_their_rows(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    deed = SetBuckets(ProductKind.LOAN, "早期 1, 中期 31", "支行办法", None, branch.second("administrator"))
    branch.supervisor(deed)
    with effect_of(qtbot, branch, tmp_path) as page:
        qtbot.waitUntil(lambda: page.measured.own.shown is not None)
        own = page.measured.own
        assert not own.isHidden()
        line = next(line for line in own.shown.lines if line.cells[2])
        own.pressed.emit(*own.target_of_row(str(own.shown.lines.index(line))))
        assert len(rows_of(qtbot, page)) == line.cells[2]
        assert line.cells[0] in page.rows.title.text()
