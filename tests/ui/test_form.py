"""Forms: nothing typed is lost or misread, what is wrong is said beside its field, the keyboard reaches
all.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import (
    DateEdit,
    MoneyEdit,
    NoteEdit,
    PickOne,
    TextEdit,
    TimeEdit,
    read_clock,
    read_day,
)
from collectdesk.ui.parts.form import Form
from ui.samples import show_in_front

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.words import Words

TODAY = date(2026, 3, 18)


@pytest.fixture
def form(qtbot: QtBot, speech: Speech) -> Form:
    made = Form(speech)
    qtbot.addWidget(made)
    made.add("day", "Today", DateEdit(speech, lambda: TODAY), needed=True)
    made.add("clock", "Data of", TimeEdit(speech))
    made.add("amount", "Owed", MoneyEdit(), needed=True)
    made.add("met", "Who", Choices(speech, (("one", "yes"), ("two", "no"))), needed=True)
    made.add("why", "Why", Choices(speech, (("a", "yes"), ("b", "no")), several=True))
    made.add("second", "Second", PickOne(speech, ((5, "Today"), (6, "Plan"))))
    made.add("name", "Name", TextEdit())
    made.add("note", "Note", NoteEdit())
    return made


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-18", TODAY), ("20260318", TODAY), ("2026年3月18日", TODAY), ("２０２６．３．１８", TODAY),
        ("3-18", TODAY), ("0318", TODAY), ("3/18", TODAY), ("今天", TODAY), ("Tomorrow", date(2026, 3, 19)),
        ("+3", date(2026, 3, 21)), ("-18", date(2026, 2, 28)),
        ("2026-02-30", None), ("13-40", None), ("", None), ("soon", None), ("2026", None), ("99999999", None),
    ],
)  # fmt: skip
def test_days_are_read_as_clerks_write_them(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:30", time(9, 30)), ("0930", time(9, 30)), ("930", time(9, 30)), ("9点30分", time(9, 30)),
        ("９：３０", time(9, 30)), ("9", time(9)), ("9点", time(9)), ("0:05", time(0, 5)),
        ("24:00", None), ("12:60", None), ("25:10", None), ("", None), ("noon", None),
    ],
)  # fmt: skip
def test_times_are_read_as_clerks_write_them(text: str, clock: time | None) -> None:
    assert read_clock(text) == clock


@given(st.text(max_size=12))
def test_no_text_makes_a_reader_stumble(text: str) -> None:
    read_day(text, TODAY)
    read_clock(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_set_out_is_read_back(day: date) -> None:
    assert read_day(day.isoformat(), TODAY) == day


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("day", "2026-02-30", "This isn't a day, such as 2026-03-18, 3-18 or +3."),
        ("clock", "25:10", "This isn't a time, such as 09:30 or 1430."),
        ("amount", "12.345", "This isn't an amount in yuan, such as 1,234.50."),
        ("amount", "100 USD", "Only yuan are entered here, such as 1,234.50: no other currency is kept."),
        ("amount", "-5", "The amount may not be negative."),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(form: Form, name: str, text: str, said: str) -> None:
    form.field(name).setText(text)
    assert form.read() is None
    assert form.wrong(name) == said
    assert form.field(name).accessibleDescription() == said
    assert form.field(name).text() == text, "what was typed was lost"


def test_what_is_needed_and_blank_is_said_and_the_first_is_gone_to(qtbot: QtBot, form: Form) -> None:
    show_in_front(qtbot, form)
    form.put({"day": TODAY})
    assert form.read() is None
    assert (form.wrong("day"), form.wrong("amount"), form.wrong("met")) == (
        "", "This is needed.", "This is needed.",
    )  # fmt: skip
    qtbot.waitUntil(form.field("amount").hasFocus)
    form.close()


def test_a_form_that_is_whole_gives_values_of_the_domain(form: Form) -> None:
    form.field("day").setText("3-20")
    form.field("clock").setText("1430")
    form.field("amount").setText("１,234.5元")
    form.put({"met": "two", "why": ["a", "b"], "second": 6, "name": "  Li ", "note": "said\nso "})
    assert form.read() == {
        "day": date(2026, 3, 20), "clock": time(14, 30), "amount": Money(123_450), "met": "two",
        "why": frozenset("ab"), "second": 6, "name": "Li", "note": "said\nso",
    }  # fmt: skip


def test_a_refusal_goes_to_the_field_it_names_and_goes_when_that_is_edited(
    form: Form, chinese: Words
) -> None:
    assert form.take_refusal(Refused("trial.late", field="day"))
    assert "trial.late" in form.wrong("day")
    form.field("day").setText("3-20")
    assert form.wrong("day") == ""
    assert not form.take_refusal(Refused("trial.late", field="elsewhere"))
    assert not form.take_refusal(Refused("trial.late"))


def test_setting_values_is_no_edit_and_typing_is(qtbot: QtBot, form: Form) -> None:
    with qtbot.assertNotEmitted(form.changed):
        form.put({"name": "Li", "met": "one", "second": 5})
    with qtbot.waitSignal(form.changed):
        QTest.keyClicks(form.field("name"), "x")
    form.clear()
    assert set(form.values().values()) == {None, frozenset()}


def test_every_input_has_a_name_for_a_screen_reader(form: Form) -> None:
    inputs: list[QWidget] = [line.field.widget() for line in form._lines.values()]
    spoken = [QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) for each in inputs]
    assert spoken[0] == "Today (needed)"
    assert all(spoken)


def test_tab_reaches_every_field_in_the_order_of_the_eye(qtbot: QtBot, form: Form) -> None:
    show_in_front(qtbot, form)
    form.focus("day")
    qtbot.waitUntil(form.field("day").hasFocus)
    walked: list[Any] = []
    for _ in range(12):
        here = focused()
        if here is form.field("day") and walked:
            break
        walked.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    homes = [
        next(n for n, line in form._lines.items() if _inside(each, line.field.widget())) for each in walked
    ]
    assert list(dict.fromkeys(homes)) == list(form._lines)
    assert homes.count("met") == 1, "one choice is one stop"
    form.close()


def focused() -> QWidget:
    """The widget that has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def _inside(widget: QWidget | None, parent: QWidget) -> bool:
    return widget is parent or (widget is not None and parent.isAncestorOf(widget))


def test_choices_answer_to_arrows_space_and_digits(qtbot: QtBot, form: Form) -> None:
    show_in_front(qtbot, form)
    met = form.field("met")
    met.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert met.value() == "one"
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert met.value() == "two"
    QTest.keyClick(focused(), Qt.Key.Key_1)
    assert met.value() == "one"
    QTest.keyClick(focused(), Qt.Key.Key_1)
    assert met.value() is None, "a choice can be taken back"
    form.close()


def test_arrows_step_through_days_and_quarters(qtbot: QtBot, form: Form) -> None:
    day, clock = form.field("day"), form.field("clock")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_PageDown):
        QTest.keyClick(day, key)
    assert day.value() == date(2026, 2, 19)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(clock, key)
    assert clock.value() == time(8, 45)


def test_labels_choices_and_complaints_follow_the_language(
    qtbot: QtBot, form: Form, speech: Speech, chinese: Words
) -> None:
    form.put({"met": "two", "second": 6})
    speech.speak(chinese)
    assert form.field("day").accessibleName() == "今日 (必填)"
    assert form.field("second").currentText() == "上门计划"
    assert form.values()["met"] == "two"
    form.read()
    assert form.wrong("amount") == "此项必填。"


def test_offering_other_choices_keeps_the_one_that_is_still_there(qtbot: QtBot, form: Form) -> None:
    second = form.field("second")
    second.put(6)
    second.offer(((6, "Plan"), (7, "Record")))
    assert second.value() == 6
    second.offer(((7, "Record"),))
    assert second.value() is None


def test_the_calendar_sets_the_day(qtbot: QtBot, form: Form) -> None:
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QCalendarWidget

    show_in_front(qtbot, form)
    form.field("day")._show.trigger()
    calendar = form.field("day").findChild(QCalendarWidget)
    calendar.clicked.emit(QDate(2026, 4, 1))
    assert form.field("day").value() == date(2026, 4, 1)
    form.close()
