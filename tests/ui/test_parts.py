"""The smaller parts: search with an input method, long work, notes, events, documents, pills, boxes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from collectdesk.ui import ask
from collectdesk.ui.page import Note
from collectdesk.ui.parts.banner import Banner
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import ListBesideDetail
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.facts import Fact, Facts, Figures
from collectdesk.ui.parts.pdf_view import PdfView
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.search_edit import SearchEdit
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.timeline import Event, Timeline
from collectdesk.ui.tasks import Lane, Ticket
from collectdesk.ui.tokens import Tone
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.words import Words


@pytest.fixture
def search(qtbot: QtBot, speech: Speech) -> SearchEdit:
    made = SearchEdit(speech, "Search", "Search customers, pages and acts")
    qtbot.addWidget(made)
    return made


def compose(field: SearchEdit, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_letters_still_being_composed_are_not_searched_for(qtbot: QtBot, search: SearchEdit) -> None:
    show_in_front(qtbot, search)
    with qtbot.assertNotEmitted(search.searched, wait=300):
        compose(search, "wang")
        QTest.keyClick(search, Qt.Key.Key_Return)
    with qtbot.waitSignal(search.searched) as told:
        compose(search, "", "王")
    assert told.args == ["王"]
    search.close()


def test_a_search_waits_for_a_pause_and_is_not_repeated(qtbot: QtBot, search: SearchEdit) -> None:
    heard: list[str] = []
    search.searched.connect(heard.append)
    QTest.keyClicks(search, "li")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["li"])
    QTest.keyClicks(search, " ")
    search.search_now()
    assert heard == ["li"]
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert heard == ["li", "li"], "Enter searches again"
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert (search.text(), heard[-1]) == ("", "")


class StoppedTicket(Ticket):
    """A ticket that remembers being cancelled."""

    def __init__(self) -> None:
        from collectdesk.desk.progress import Progress

        super().__init__(Lane.WRITE, Progress())
        self.ended = False


def test_short_work_is_never_told_and_long_work_can_be_stopped(qtbot: QtBot, speech: Speech) -> None:
    line = ProgressLine(speech)
    qtbot.addWidget(line)
    short = StoppedTicket()
    line.begin("Import", short)
    short.ended = True
    line.appears.timeout.emit()
    assert not line.isVisible()
    long = StoppedTicket()
    line.begin("Import", long)
    line.appears.timeout.emit()
    assert line.isVisible()
    line.step(1_200, 3_000)
    assert "1,200 / 3,000" in {each.text() for each in line.findChildren(QLabel)}
    line.cancel()
    assert long._progress._stopped
    line.end()
    assert not line.isVisible()


def test_a_note_with_an_undo_and_a_warning_stay_until_they_are_closed(qtbot: QtBot, speech: Speech) -> None:
    banner, undone = Banner(speech), list[str]()
    qtbot.addWidget(banner)
    banner.tell(Note("gone wrong", Tone.DANGER))
    assert not banner.fades.isActive()
    banner.tell(Note("saved", undo=lambda: undone.append("back")))
    assert (banner.text, banner.fades.isActive()) == ("saved", False)
    banner._undo.click()
    assert (undone, banner.text) == (["back"], "")
    banner.tell(Note("saved"))
    banner.fades.timeout.emit()
    assert not banner.isVisible()


def test_any_number_of_events_wrap_scroll_and_keep_the_chosen_one(qtbot: QtBot, speech: Speech) -> None:
    line = Timeline(speech)
    qtbot.addWidget(line)
    line.resize(320, 400)
    line.show()
    assert not line.grab().isNull(), "empty"
    long = "客户称因失业无力偿还，" * 20
    events = [Event(at, f"03-{at % 28 + 1:02d} · 电话", long if at == 1 else "短") for at in range(2_000)]
    line.show_events(events)
    qtbot.waitUntil(lambda: line.visualRect(line.model().index(1, 0)).height() > 100)
    assert line.verticalScrollBar().maximum() > 0
    assert line.horizontalScrollBar().maximum() == 0
    line.setCurrentIndex(line.model().index(3, 0))
    line.show_events(events[1:])
    assert line.currentIndex().row() == 2
    with qtbot.waitSignal(line.opened) as opened:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened.args == [3]
    spoken = line.model().data(line.model().index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"03-02 · 电话: {long}"
    line.close()


def test_pills_keep_the_choice_show_counts_and_walk_by_arrows(
    qtbot: QtBot, speech: Speech, chinese: Words
) -> None:
    pills = Segments(speech, "Pages", (Segment("a", "Today", 12_000), Segment("b", "Plan")))
    qtbot.addWidget(pills)
    show_in_front(qtbot, pills)
    assert [made.text() for made in pills._buttons.values()] == ["Today 12,000", "Plan"]
    with qtbot.waitSignal(pills.picked) as picked:
        QTest.keyClick(pills._buttons["a"], Qt.Key.Key_Right)
    assert picked.args == ["b"]
    pills.show_segments((Segment("b", "Plan", 3), Segment("c", "Record", 4)))
    assert pills.chosen == "b"
    speech.speak(chinese)
    assert [made.text() for made in pills._buttons.values()] == ["上门计划 3", "登记 4"]
    pills.show_segments((Segment("c", "Record", 4),))
    assert pills.chosen == "c"
    pills.close()


def picture(width: int) -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(width, int(width * 1.4), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub says bytes, Qt takes text
    return bytes(store.data())


def test_a_document_asks_only_for_pages_in_sight_and_drops_late_ones(qtbot: QtBot, speech: Speech) -> None:
    view = PdfView(speech)
    qtbot.addWidget(view)
    asked: list[tuple[int, Callable[[bytes], None]]] = []
    view.resize(500, 600)
    view.show_document(90, lambda page, _width, deliver: asked.append((page, deliver)))
    view.show()
    qtbot.waitUntil(lambda: bool(asked))
    assert [page for page, _ in asked] == [0]
    late = asked[0][1]
    with qtbot.waitSignal(view.turned) as turned:
        view.go_to(50)
    assert turned.args == [50]
    view.zoom(1)
    late(picture(200))
    assert view._pages == {}
    assert view.accessibleDescription() == "Page 51 of 90"
    asked.clear()
    view.grab()
    for page, deliver in asked:
        deliver(picture(100))
        assert page in view._pages
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == 89
    view.close()


def test_a_picture_that_cannot_be_read_leaves_a_white_page(qtbot: QtBot, speech: Speech) -> None:
    view = PdfView(speech)
    qtbot.addWidget(view)
    view.show_document(1, lambda _page, _width, deliver: deliver(b"no picture"))
    assert not view.grab().isNull()


def test_facts_show_what_lacks_as_a_dash_and_hide_what_is_left_over(qtbot: QtBot) -> None:
    facts, figures = Facts(columns=2), Figures()
    for shown in (facts, figures):
        qtbot.addWidget(shown)
        shown.show_facts([Fact("客户", "李军"), Fact("地址", ""), Fact("逾期", "186", Tone.DANGER)])
        shown.show_facts([Fact("客户", "")])
    texts = [each.text() for each in facts.findChildren(QLabel) if not each.isHidden()]
    assert texts == ["客户", "—"]


def test_a_name_is_never_markup(qtbot: QtBot) -> None:
    made = label(None, "<img src='file:///etc/passwd'>")
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText


def test_a_chip_without_a_word_is_not_shown(qtbot: QtBot) -> None:
    chip = Chip(Status("失联", Tone.WARN, calls=True))
    qtbot.addWidget(chip)
    assert (chip.accessibleName(), chip.isHidden()) == ("失联", False)
    chip.show_status(None)
    assert chip.isHidden()


def test_a_button_has_its_name_and_teaches_its_key(qtbot: QtBot, speech: Speech, chinese: Words) -> None:
    pressed: list[int] = []
    made = button(speech, "Print", lambda: pressed.append(1), icon="printer", key="Ctrl+P")
    qtbot.addWidget(made)
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert (pressed, made.accessibleName(), made.toolTip()) == ([1], "Print", "Print  Ctrl+P")
    speech.speak(chinese)
    assert made.toolTip() == "打印  Ctrl+P"


def test_on_a_narrow_window_the_list_keeps_its_room(qtbot: QtBot) -> None:
    split = ListBesideDetail(QLabel("—"), QLabel("—"))
    qtbot.addWidget(split)
    split.resize(1100, 300)
    split.show()
    assert split.sizes()[1] > 0
    split.resize(700, 300)
    qtbot.waitUntil(lambda: split.sizes()[1] == 0)
    split.resize(1100, 300)
    qtbot.waitUntil(lambda: split.sizes()[1] > 0)
    split.close()


def test_boxes_are_answered_in_advance_one_by_one() -> None:
    with ask.answered(True, " a reason ", "", "x.csv", ["a", "b"], None, "here"):
        assert ask.agrees(None, "t", "q", "y", "n")
        assert ask.text(None, "t", "q") == "a reason"
        assert ask.text(None, "t", "q") is None
        assert ask.file_to_open(None, "t", "k") == Path("x.csv")
        assert ask.files_to_open(None, "t", "k") == (Path("a"), Path("b"))
        assert ask.file_to_save(None, "t", "p", "k") is None
        assert ask.folder(None, "t") == Path("here")


@pytest.mark.parametrize("answers", [(), (True, True)])
def test_a_box_too_many_or_too_few_fails_the_test(answers: tuple[Any, ...]) -> None:
    with pytest.raises(AssertionError), ask.answered(*answers):
        ask.agrees(None, "t", "q", "y", "n")


def test_a_real_question_takes_no_for_escape(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "_answers", None)  # a real box is meant here
    from PySide6.QtCore import QTimer

    def leave() -> None:
        box = QApplication.activeModalWidget()
        if box is None:
            QTimer.singleShot(10, leave)
        else:
            QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, leave)
    assert ask.agrees(None, "t", "Close without saving?", "Close", "Stay") is False
