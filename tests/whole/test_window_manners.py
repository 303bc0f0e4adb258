"""Manners of the real window: nothing typed is lost, nobody is shut out, everything has a name and a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from collectdesk import resources
from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.today import ShowToday
from collectdesk.desk.vault import access
from collectdesk.desk.vault.practising import PASSWORD, cast
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.practice.story import Role
from collectdesk.ui.instance import OneWindow
from collectdesk.ui.parts.buttons import OneOfMany
from collectdesk.words import CHINESE, ENGLISH

if TYPE_CHECKING:
    from helpers.branches import Clock
    from whole.conftest import Workplace

Make = Callable[..., "Workplace"]
KEEPS = cast()[Role.KEEPS].name
TYPED: Final = "客户说下周发工资"
ALLOWED: Final = re.compile(
    r"\b[AB]-[0-9A-Z]{4}\b"
    r"|CollectDesk|CN-[A-Z]+-\d+|PRACTICE( DATA)?|Ctrl|Shift|Alt|Enter|Esc|Tab|Space|Home|End|Page|Up|Down|F\d+|EN|CSV"
    r"|XLSX?|PDF|PRIOR|SHA-256|[A-Z]{1,3}-?[\d-]+(-[\d-]+)*|[CM]\d\d?|KH\d+|practice[\w.-]*|GB(/T)? ?[\d-]+|cn[\w.-]*"
    r"|DK\S*|WF\S*|AJ\S*|English|https?:\S+|[0-9a-f]{8,}|v?\d[\w.]*|zh_CN|KB|kB|MB|Menu|SQLCipher"
    r"|AES\S*|Python|Qt|ISO\S*|PX-\S+|GPS|WGS-84|Annals of GIS|doi \S+"
)
"""Words of the Latin alphabet that stand in Chinese text rightly: names, keys, formats, numbers."""


def test_a_switch_of_language_keeps_what_is_typed(workplace: Make) -> None:
    at = workplace(CHINESE)
    at.sign_in("Clerk")
    at.choose_row("Worklist", KEEPS)
    at.keys("F2", "2")
    at.fill("Note", TYPED)
    at.keys("Ctrl+Shift+L")
    assert at.shell.speech.words.language == ENGLISH
    assert _text_of(at.field("Note")) == TYPED
    chosen = at.table("Worklist").chosen
    assert chosen is not None
    assert chosen.name == KEEPS, "the language took the chosen customer away"
    at.keys("Ctrl+Return")
    assert at.sees(at.say("This is needed.")), "a result that is missing isn't asked for"
    at.keys("Ctrl+Shift+L")
    assert _text_of(at.field("Note")) == TYPED


def test_esc_and_other_pages_lose_nothing_that_is_typed(workplace: Make) -> None:
    at = workplace(CHINESE)
    at.sign_in("Clerk")
    at.choose_row("Worklist", KEEPS)
    at.keys("F2", "2")
    at.fill("Note", TYPED)
    at.keys("Esc", "Esc")
    at.keys("Alt+6", "Esc", "Alt+1")
    at.choose_row("Worklist", KEEPS)
    assert _text_of(at.field("Note")) == TYPED


def test_what_is_typed_waits_for_its_person_over_signing_out(workplace: Make) -> None:
    at = workplace(CHINESE)
    at.sign_in("Clerk")
    at.choose_row("Worklist", KEEPS)
    at.keys("F2", "2")
    at.fill("Note", TYPED)
    at.keys("Ctrl+Shift+Q")
    at.wait(lambda: at.shell.window is None)
    at.sign_in("Clerk")
    at.choose_row("Worklist", KEEPS)
    at.keys("F2")
    at.wait(lambda: _text_of(at.field("Note")) == TYPED, "the draft to come back")


def test_a_second_start_raises_the_window_that_is_there(workplace: Make) -> None:
    at = workplace(CHINESE)
    at.sign_in("Clerk")
    at.window.showMinimized()
    second = OneWindow(at.folder)
    assert not second.take()
    at.wait(lambda: not at.window.isMinimized(), "the window to come forward")


def test_a_pack_opened_from_the_files_is_judged_once_somebody_has_signed_in(workplace: Make) -> None:
    at = workplace(CHINESE)
    broken = at.folder.parent / "damaged.cdpack"
    broken.write_bytes(b"no pack at all")
    at.shell.look_at_pack(broken)
    at.sign_in("Supervisor")
    at.wait(lambda: at.window.page_id == "archive", "the archive to come")
    at.wait(lambda: "damaged.cdpack" in at.text(), "the verdict of the file")
    second = OneWindow(at.folder)
    again = at.folder.parent / "other.zip"
    again.write_bytes(b"PK")
    assert not second.take(again)
    at.wait(lambda: "other.zip" in at.text(), "the verdict of the second file")


def test_what_another_process_changes_appears_on_the_open_screen(workplace: Make, clock: Clock) -> None:
    at = workplace(CHINESE)
    at.sign_in("Supervisor")
    at.press_segment("Worklist")
    before = len(at.rows("Worklist"))
    session = access.sign_in(at.folder, "clerk", PASSWORD, clock)
    try:
        item = session.desk.run(ShowToday(), session.actor).result.items[0]
        deed = LogContact(item.case_id, Channel.PHONE, clock.at, Reached.NOBODY, ContactOutcome.NO_ANSWER)
        session.desk.run(deed, session.actor)
    finally:
        access.leave(session)
    at.wait(lambda: len(at.rows("Worklist")) < before, "the other process's call to leave the list")


# ---- every page


def test_every_page_speaks_chinese_has_names_and_is_reached_by_keyboard(workplace: Make) -> None:
    at = workplace(CHINESE)
    found: list[str] = []
    for who in ("Clerk", "Supervisor", "Administrator", "Auditor"):
        at.sign_in(who)
        for page in at.screens():
            found += [
                f"{who} {page}: {each}" for each in (*_untranslated(at), *_nameless(at), *_out_of_reach(at))
            ]
        at.sign_out()
    assert not found, "\n".join(dict.fromkeys(found))


def _untranslated(at: Workplace) -> list[str]:
    found = []
    for widget, text in at.texts():
        left = ALLOWED.sub("", text.replace(str(at.folder), ""))
        if text in LOGINS or _is_for_english_readers(text):
            continue
        if re.search(r"[A-Za-z]{2,}", left):
            found.append(f"English in the Chinese window, {type(widget).__name__}: {text!r}")
    return found


def _is_for_english_readers(text: str) -> bool:
    """Texts to customers who read English stand in the settings as they are."""
    shipped = resources.path("notices", "texts.toml").read_text("utf-8")
    lines = [line.removeprefix("+ ").strip() for line in text.splitlines()]
    return all(line in shipped for line in lines if line)


LOGINS: Final = ("administrator", "auditor", "clerk", "supervisor")
INPUTS: Final = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


def _inputs(at: Workplace) -> list[QWidget]:
    return [
        each
        for each in at.visible(QWidget)
        if isinstance(each, INPUTS) and each.isEnabledTo(at.window) and not _is_inside_another(each)
    ]


def _is_inside_another(each: QWidget) -> bool:
    """Parts that Qt makes: a field's buttons, a table's corner, a tab bar's arrows."""
    above = each.parentWidget()
    inside = isinstance(above, (QLineEdit, QComboBox, QAbstractItemView))
    return (
        inside
        or each.objectName().startswith("qt_")
        or (type(each) is QToolButton and not each.focusPolicy())
    )


def _nameless(at: Workplace) -> list[str]:
    """Inputs that a screen reader, which asks through the system's interface, finds without a name or a role."""
    found = []
    for each in _inputs(at):
        told = QAccessible.queryAccessibleInterface(each)
        role = told.role() if told is not None else QAccessible.Role.NoRole
        if role in (QAccessible.Role.NoRole, QAccessible.Role.Client) or (
            not told.state().focusable and (each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        ):
            found.append(f"no role for a screen reader: {type(each).__name__} {role!r}")
        said = (
            each.accessibleName()
            or (each.text() if isinstance(each, QAbstractButton) else "")
            or each.toolTip()
        )
        if not said.strip():
            found.append(
                f"no name for a screen reader: {type(each).__name__} in {type(each.parentWidget()).__name__}"
            )
    return found


def _out_of_reach(at: Workplace) -> list[str]:
    """Inputs that Tab doesn't come to; chips of one question and tabs are one stop, arrows move in them."""
    reached = _walked_by_tab(at)
    found = []
    for each in _inputs(at):
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each not in reached:
            found.append(f"Tab never comes to: {type(each).__name__} {each.accessibleName()!r}")
        by_arrows = isinstance(each, QAbstractButton) and (isinstance(each, OneOfMany) or each.group())
        if (
            isinstance(each, QAbstractButton)
            and not each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not by_arrows
        ):
            found.append(f"no key presses: {type(each).__name__} {each.text() or each.toolTip()!r}")
    return found


def _walked_by_tab(at: Workplace) -> set[QWidget]:
    reached: set[QWidget] = set()
    begun = QApplication.focusWidget()
    for _ in range(150):
        now = QApplication.focusWidget()
        if now is None or (now in reached and now is begun and len(reached) > 1):
            break
        reached.add(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return reached


def _text_of(field: QWidget) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()  # type: ignore[attr-defined]
