"""The People tab: who is around, how they are reached, and a wrong person stopped with a letter to print."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.domain.customers.finances import FinanceKind
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.money import Money
from collectdesk.ui import ask
from collectdesk.ui.casefile.person_forms import NoPlace, place_text, read_place
from collectdesk.words import CHINESE
from helpers.branches import LI, small_branch
from ui.test_casefile import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from helpers.branches import Branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@pytest.mark.parametrize("typed", ["here", "26.1", "91, 0", "26.1, 181", "26.1, 104.5, 3"])
def test_what_is_no_place_on_earth_is_no_coordinate(typed: str) -> None:
    with pytest.raises(NoPlace):
        read_place(typed)


def test_coordinates_are_read_as_they_are_shown() -> None:
    assert read_place("26.123456， 104.5") == (26_123_456, 104_500_000)
    assert read_place(place_text((26_123_456, -104_500_000))) == (26_123_456, -104_500_000)
    assert read_place(None) is None


def test_a_person_is_kept_with_enter_and_stands_in_the_list_with_what_may_be_done(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="people") as page:
        tab = page.tabs["people"]
        tab.add_person()
        form = tab.person_form
        form.submit()
        assert form.form.wrong("name")
        form.form.put({"role": PartyRole.CONTACT_PERSON, "name": "赵强", "refused_on": date(2026, 3, 2)})
        form.submit()
        qtbot.waitUntil(lambda: form.form.wrong("refused_why") != "")
        form.form.put({"refused_why": "来电要求"})
        QTest.keyClick(form.form.field("name"), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(page.file.around) == 2)
        assert form.isHidden()
        shown = [tab.people.values.data(tab.people.values.index(1, at)) for at in range(5)]
        assert shown[0] == "赵强"
        assert "Not to be contacted" in shown[2]


def test_esc_closes_a_form_and_what_was_typed_is_there_again(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="people") as page:
        tab = page.tabs["people"]
        tab.add_person()
        tab.person_form.form.put({"name": "孙"})
        QTest.keyClick(tab.person_form.form.field("name"), Qt.Key.Key_Escape)
        assert tab.person_form.isHidden()
        assert page.isVisible()
        tab.add_person()
        assert tab.person_form.form.values()["name"] == "孙"


def test_a_number_is_added_for_somebody_and_an_address_gets_its_access_note(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="people") as page:
        tab, form = page.tabs["people"], page.tabs["people"].point_form
        tab.add_point()
        form.form.put({"kind": ("phone", "mobile"), "whose": page.file.around[0].party.id, "value": "199 8888 7777",
                       "source": "reserved"})  # fmt: skip
        form.submit()
        qtbot.waitUntil(lambda: any(p.value == "19988887777" for p in page.file.points))
        tab.points.choose(branch.point_id("home"))
        tab.change_point()
        assert not form.form.field("value").isEnabled()
        form.form.put({"place": "nowhere", "access_note": "晚七点锁门"})
        form.submit()
        assert "no place on earth" in form.form.wrong("place")
        form.form.put({"place": "26.1, 104.5", "located_by": "visit"})
        form.submit()
        qtbot.waitUntil(lambda: any(p.access_note == "晚七点锁门" for p in page.file.points))


def test_a_wrong_person_is_blocked_and_the_letter_can_be_printed_at_once(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="people", language=CHINESE) as page:
        tab = page.tabs["people"]
        tab.points.choose(branch.point_id("mobile"))
        assert tab.apology_button.isHidden()
        tab.wrong_button.click()
        tab.wrong_form.form.put({"note": "接听者姓孙"})
        tab.wrong_form.act.click()
        qtbot.waitUntil(lambda: bool(page.file.wrong_pairs))
        tab.points.choose(branch.point_id("mobile"))
        qtbot.waitUntil(lambda: not tab.apology_button.isHidden())
        assert tab.wrong_button.isHidden()
        with ask.answered(tmp_path / "letter.pdf"):
            tab.apology_button.click()
            qtbot.waitUntil(lambda: "apology.printed" in branch.actions())
        assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")


def test_an_auditor_keeps_nobody(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "auditor", tmp_path, LI, tab="people") as page:
        tab = page.tabs["people"]
        for made in (tab.add_person_button, tab.change_person_button, tab.add_point_button, tab.change_point_button,
                     tab.wrong_button, tab.check_button, tab.apology_button):  # fmt: skip
            assert made.isHidden()


def test_the_timeline_is_searched_by_a_word(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    branch.call(note="下周发工资")
    branch.call(note="孩子住院")
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        tab = page.tabs["timeline"]
        tab.text.setText("住院")
        qtbot.waitUntil(lambda: len(tab.timeline.events) == 1)
        assert "孩子住院" in tab.timeline.events[0].text


def test_a_figure_is_written_down_summed_and_struck(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="finances") as page:
        tab = page.tabs["finances"]
        tab.add_button.click()
        form = tab.finance_form
        form.submit()
        assert form.form.wrong("source")
        form.form.put(
            {
                "kind": FinanceKind.WAGES,
                "amount": Money(4_000_00),
                "source": "visit",
                "as_of": date(2026, 3, 17),
            }
        )
        form.submit()
        qtbot.waitUntil(lambda: tab.entries.values.rowCount() == 1)
        assert any("4,000.00" in value.text() for _name, value in tab.sums._pairs)
        tab.strike_button.click()
        tab.strike_form.form.put({"why": "记错客户"})
        tab.strike_form.submit()
        qtbot.waitUntil(lambda: "finance.struck" in branch.actions())
        qtbot.waitUntil(tab.strike_button.isHidden)
        assert tab.entries.values.rowCount() == 1
