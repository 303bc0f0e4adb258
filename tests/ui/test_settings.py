"""Settings: who sees what, rules found by any word, the trail green or red, people added, looks kept."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.desk.pipeline import EVERYTHING
from collectdesk.desk.vault.trail import ExportTrail
from collectdesk.domain.people.going_out import LeaveKind, TieKind
from collectdesk.store.visits import visits
from collectdesk.ui import ask
from collectdesk.ui.actions import Act
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.parts.signature_line import SignatureLine
from collectdesk.ui.settings.page import SettingsPage
from collectdesk.ui.settings.trail import signature_status
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.theme import Density, Look, theme
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import PASSWORD, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.domain.vault.trail import TrailVerdict


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@contextmanager
def settings_of(qtbot: QtBot, branch: Branch, login: str, folder: Path, section: str = "") -> Iterator[Any]:
    """The real window of a person, open on a section of Settings."""
    tasks = Tasks()
    window = Window(Office(branch.desk, branch.actors[login], tasks, Speech(Words(ENGLISH))), Machine(folder))
    try:
        window.go("settings", section or None)
        page: Any = window.page
        assert isinstance(page, SettingsPage)
        show_in_front(qtbot, window)
        settled(qtbot, page)
        yield page
    finally:
        tasks.close()
        QApplication.processEvents()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()


def settled(qtbot: QtBot, page: Any) -> None:
    qtbot.waitUntil(lambda: not page.office.tasks._running)


def ids(page: Any) -> list[str]:
    return [spec.id for spec in page.specs]


def test_a_clerk_sees_no_trail_and_no_accounts(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path, "people") as page:
        assert "trail" not in ids(page)
        page.show_section("trail")
        assert page.section is page.sections["people"]
        assert not hasattr(page.section, "accounts")


def test_only_an_administrator_has_the_forms_of_people(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with settings_of(qtbot, branch, "auditor", tmp_path, "staff") as page:
        assert not hasattr(page.section, "person")
        page.acts()[Act.MAIN]()
        settled(qtbot, page)
        assert len(page.section.table.values._rows) == 3


# ---- rules


def test_a_rule_is_found_by_its_number_its_words_or_its_law(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path) as page:
        section = page.section
        for text in ("cn-time-01", "22:00", "45251"):
            section.search.setText(text)
            section.search.search_now()
            assert "CN-TIME-01" in [
                section.table.values.row_at(at).rule.id for at in range(section.table.values.rowCount())
            ]
        section.search.setText("no such rule anywhere")
        section.search.search_now()
        assert section.table.values.rowCount() == 0
        assert "No rule fits" in section.table.accessibleDescription()
        assert section.name.text() == ""


def test_a_rule_shows_force_and_certainty_and_what_makes_the_act_lawful(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path) as page:
        section = page.section
        section.table.choose(("cn", "CN-TIME-01"))
        told = {name.text(): value.text() for name, value in section.facts._pairs}
        assert told["Force"] == "Recommended standard"
        assert told["Certainty"] == "Read at second hand"
        assert "45251" in told["Source"]
        assert told["What makes it lawful"].startswith("Stay between")
        assert "SHA-256" in section.packs.text()
        assert section.faults.isHidden()


# ---- trail


def test_a_changed_entry_turns_the_trail_red_and_names_its_place(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.call()
    with branch.desk.store._writer.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET action = 'day.started' WHERE seq = 3")
    with settings_of(qtbot, branch, "auditor", tmp_path, "trail") as page:
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: page.section._verdict is not None)
        settled(qtbot, page)
        assert "Entry 3 of 2026-03-18 09:00 isn't as the program wrote it" in page.section.said_of.text()
        assert page.section.chip.accessibleName() == "Not whole"


def test_a_whole_trail_is_green_with_its_head_to_compare(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "supervisor", tmp_path, "trail") as page:
        page.section.verify.click()
        qtbot.waitUntil(lambda: page.section._verdict is not None)
        settled(qtbot, page)
        verdict: TrailVerdict = page.section._verdict
        assert verdict.intact
        assert page.section.chip.accessibleName() == "Whole"
        assert verdict.head[:8] in page.section.head_link.text()
        first = page.section.table.values.row_at(0)
        assert (first.who, first.action) == ("周敏", "signature.verified")


def test_the_trail_speaks_chinese_at_once(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with settings_of(qtbot, branch, "auditor", tmp_path, "trail") as page:
        page.office.use_language(CHINESE)
        model = page.section.table.values
        shown = [str(model.data(model.index(at, 3))) for at in range(model.rowCount())]
        assert all(any(ord(letter) > 0x2E7F for letter in text) for text in shown)


def test_the_day_is_closed_looked_at_and_held_against_its_own_paper(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.call()
    with settings_of(qtbot, branch, "supervisor", tmp_path, "trail") as page:
        section = page.section
        assert "No evening page yet" in section.closing.said_of.text()
        page.acts()[Act.PRINT]()
        line = page.window().findChild(SignatureLine)
        assert line.isVisible()  # the password is asked again
        QTest.keyClick(line.password, Qt.Key.Key_Escape)
        assert "sign" in section.closing.wrong.text()
        page.acts()[Act.PRINT]()
        QTest.keyClicks(line.password, PASSWORD)
        QTest.keyClick(line.password, Qt.Key.Key_Return)
        qtbot.waitUntil(section.preview.isVisible, timeout=20_000)
        settled(qtbot, page)
        assert not section.listed.isVisible()
        section.preview.close_paper()
        qtbot.waitUntil(section.listed.isVisible)
        page.refresh(EVERYTHING)
        qtbot.waitUntil(lambda: "Last page: 2026-03-18" in section.closing.said_of.text())
        settled(qtbot, page)
        root = section.closing.said_of.text().partition("root ")[2]
        seq = section.closing._last.seq
        section.paper.setText(f"{seq}:{root}")
        section.verify.click()
        qtbot.waitUntil(lambda: section._verdict is not None)
        settled(qtbot, page)
        assert section.chip.accessibleName() == "Whole"
        assert "the paper" in section.held.text()
        assert section.signed.text() == "All personal signatures hold: 1."
        closed = next(line for line in section._lines if line.action == "day.closed")
        assert signature_status(page.office.words, closed).text == "Signed"
        section.paper.setText("812")
        told: list[Any] = []
        section.said.connect(told.append)
        section.verify.click()
        assert "isn't an anchor" in told[0].text


def test_the_auditor_exports_and_closes_nothing(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    target = tmp_path / "trail.jsonl"
    branch.supervisor(ExportTrail(target))  # the seal is made with it
    target.unlink()
    with settings_of(qtbot, branch, "auditor", tmp_path, "trail") as page:
        assert not page.section.closing.close_day.isVisible()
        told: list[Any] = []
        page.section.said.connect(told.append)
        with ask.answered(target):
            page.section.export.click()
        qtbot.waitUntil(lambda: bool(told))
        settled(qtbot, page)
        assert "Key fingerprint" in told[0].text
    assert target.stat().st_size > 1000


# ---- staff


def fill(page: Any, **values: Any) -> None:
    page.section.person.put(values)


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "administrator", tmp_path, "staff") as page:
        fill(page, staff_no="C01", name="田宁", duties={"collects"})
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        settled(qtbot, page)
        assert "C01" in page.section.person.wrong("staff_no")
        assert page.section.person.values()["name"] == "田宁"


def test_a_blank_form_says_what_is_needed_and_asks_nobody(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "administrator", tmp_path, "staff") as page:
        before = branch.actions()
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        assert page.section.person.wrong("duties")
        assert branch.actions() == before


def test_a_person_is_added_and_then_trained(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with settings_of(qtbot, branch, "administrator", tmp_path, "staff") as page:
        section = page.section
        QTest.keyClicks(section.person.field("staff_no"), "S09")
        QTest.keyClicks(section.person.field("name"), "tian")
        fill(page, duties={"secures"})
        QTest.keyClick(page.window(), Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: section.table.values.rowCount() == 4)
        assert section.person.values()["staff_no"] is None  # ready for the next one
        line = next(each for each in section._lines if each.staff_no == "S09")
        section.table.choose(line.id)
        section.training.put(
            {"certificate": "PX-9", "trained_from": date(2026, 3, 1), "trained_until": date(2027, 3, 1)}
        )
        section.add_training.click()
        qtbot.waitUntil(lambda: any(each.certificate == "PX-9" for each in section._lines))
        assert branch.actions()[-1] == "training.added"


def test_a_supervisor_keeps_leave_and_ties_and_hears_which_visits_have_to_go_to_others(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    visit_id = branch.planned_visit(at=branch.today_at(15))
    with settings_of(qtbot, branch, "supervisor", tmp_path, "staff") as page:
        section, officer = page.section, branch.staff_id("C01")
        section.table.choose(officer)
        qtbot.waitUntil(lambda: section.lead._person is not None and section.lead._person.ahead == 1)
        section.lead.forms["leave"].put({"kind": LeaveKind.SICK, "from_on": date(2026, 3, 18)})
        section.lead.keep_buttons["leave"].click()
        qtbot.waitUntil(lambda: section.lead.table.values.rowCount() == 1)
        assert branch.ask(lambda view: visits.visit(view, visit_id)).visit_no in page.window().banner.text
        qtbot.waitUntil(lambda: any(line.away_until for line in section._lines))
        section.lead.pills.picked.emit("tie")
        section.lead.forms["tie"].put({"customer_no": "KH9", "kind": TieKind.RELATIVE})
        section.lead.keep_buttons["tie"].click()
        qtbot.waitUntil(lambda: "KH9" in section.lead.forms["tie"].wrong("customer_no"))
        section.lead.pills.picked.emit("leave")
        section.lead.table.choose(section.lead._person.leaves[0].id)
        section.lead.end_buttons["leave"].click()
        qtbot.waitUntil(lambda: section.lead.table.values.rowCount() == 0)
    with settings_of(qtbot, branch, "administrator", tmp_path, "staff") as page:
        page.section.table.choose(officer)
        page.section.works.form.put({"days": frozenset({1, 2}), "drives": True})
        page.section.works.keep_button.click()
        qtbot.waitUntil(lambda: any(line.drives for line in page.section._lines))


def test_what_is_typed_stays_while_another_section_is_looked_at(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "administrator", tmp_path, "staff") as page:
        fill(page, name="田宁")
        page.show_section("rules")
        page.show_section("staff")
        settled(qtbot, page)
        assert page.section.person.values()["name"] == "田宁"


# ---- people, branch, look, keys


def test_the_branch_is_told_as_it_is(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path, "branch") as page:
        told = {name.text(): value.text() for name, value in page.section.facts._pairs}
        assert told["Kind"] == "Practice branch"
        assert told["Figures stand on"] == "2026-03-18"
        assert told["Folder"] == str(branch.folder)
        assert page.section.practice.isVisible()


def test_looks_take_hold_at_once_and_are_kept_on_this_pc(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path, "look") as page:
        section = page.section
        dark = next(made for value, made in section.look._chips if value is Look.DARK)
        QTest.mouseClick(dark, Qt.MouseButton.LeftButton)
        dense = next(made for value, made in section.density._chips if value is Density.DENSE)
        QTest.mouseClick(dense, Qt.MouseButton.LeftButton)
        chinese = next(made for value, made in section.language._chips if value == CHINESE)
        QTest.mouseClick(chinese, Qt.MouseButton.LeftButton)
        assert (theme().look, theme().density) == (Look.DARK, Density.DENSE)
        kept = Machine.load(tmp_path)
        assert (kept.look, kept.density, kept.language) == (Look.DARK, Density.DENSE, CHINESE)
        assert page.title() == Words(CHINESE).say("Settings")


def test_a_key_that_switches_the_look_is_seen_in_the_section(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path, "look") as page:
        page.window().trigger(Act.LOOK.value)
        assert page.section.look.value() is Look.DARK


def test_the_keys_are_written_to_a_pdf_and_a_bad_place_is_told(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path, "keys") as page:
        with ask.answered(None):
            QTest.keyClick(page.window(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        target = tmp_path / "keys.pdf"
        with ask.answered(target):
            page.section.card.keep()
        assert target.read_bytes().startswith(b"%PDF-")
        assert str(target) in page.window().banner.text
        assert "Alt+1" in {row.key for row in page.section.card.table.values._rows}
        with ask.answered(tmp_path / "nowhere" / "keys.pdf"):
            page.section.card.keep()
        assert "can't be written" in page.window().banner.text
