"""Drafts: every form keeps what is typed, encrypted, and offers it back until the deed is done."""

from __future__ import annotations

import json
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.ui.casefile.page import CasefilePage
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import DraftLine, FormDraft
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit, TimeEdit
from collectdesk.ui.parts.form import Form
from helpers.branches import LI, WANG, Branch, small_branch
from ui.desks import office_of, shown
from ui.samples import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.office import Office
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    made = small_branch(tmp_path_factory.mktemp("drafts") / "branch")
    yield made
    made.close()


@pytest.fixture
def office(branch: Branch, tasks: Tasks, speech: Speech) -> Office:
    return office_of(branch, "clerk", tasks, speech)


def a_form(qtbot: QtBot, office: Office, kept_as: str) -> tuple[Form, FormDraft]:
    form = Form(office.speech)
    qtbot.addWidget(form)
    form.add("text", "Text", TextEdit())
    form.add("day", "Day", DateEdit(office.speech, NOW.date))
    form.add("at", "At", TimeEdit(office.speech))
    form.add("note", "Note", NoteEdit())
    form.add("one", "One", PickOne(office.speech, ((time(9), "nine"), ("b", "B"))))
    form.add("chips", "Chips", Choices(office.speech, (("x", "X"), ("y", "Y")), several=True))
    draft = FormDraft(office, kept_as, form)
    qtbot.addWidget(draft)
    return form, draft


def kept(branch: Branch, form: str, subject: str) -> str | None:
    found = branch.desk.read_draft(branch.actors["clerk"], form, subject)
    return found.content if found else None


def test_after_a_crash_the_form_stands_as_it_was_typed(qtbot: QtBot, branch: Branch, office: Office) -> None:
    form, draft = a_form(qtbot, office, "crash")
    draft.about("a")
    QTest.keyClicks(form.field("text"), "lives with his mother")
    QTest.keyClicks(form.field("day"), "2026-0")
    form.field("one").put("b")
    form.field("chips").put({"y"})
    qtbot.waitUntil(lambda: kept(branch, "crash", "a") is not None)
    again, line = a_form(qtbot, office, "crash")
    line.about("a")
    qtbot.waitUntil(lambda: again.field("text").text() != "")
    assert again.field("day").text() == "2026-0", "half a day is no less typed"
    assert again.field("one").value() == "b"
    assert again.field("chips").value() == {"y"}
    assert "Continued from your draft" in line.said.text()


def test_a_draft_goes_when_the_deed_is_done(qtbot: QtBot, branch: Branch, office: Office) -> None:
    form, draft = a_form(qtbot, office, "done")
    draft.about("a")
    QTest.keyClicks(form.field("text"), "typed")
    qtbot.waitUntil(lambda: kept(branch, "done", "a") is not None)
    draft.done()
    qtbot.waitUntil(lambda: kept(branch, "done", "a") is None)
    assert form.field("text").text() == ""


def test_another_subject_sees_nothing_of_it_and_it_comes_back_with_its_own(
    qtbot: QtBot, office: Office
) -> None:
    form, draft = a_form(qtbot, office, "two")
    draft.about("a")
    QTest.keyClicks(form.field("text"), "of a")
    draft.about("b")
    assert form.field("text").text() == ""
    draft.about("a")
    assert form.field("text").text() == "of a"


def test_putting_a_draft_aside_can_be_taken_back(qtbot: QtBot, office: Office) -> None:
    form, draft = a_form(qtbot, office, "aside")
    draft.about("a")
    QTest.keyClicks(form.field("text"), "typed")
    draft.start_afresh()
    assert form.field("text").text() == ""
    assert "put aside" in draft.said.text()
    draft.undo()
    assert form.field("text").text() == "typed"


def test_a_draft_that_comes_late_is_not_laid_over_what_is_typed(qtbot: QtBot, office: Office) -> None:
    form, draft = a_form(qtbot, office, "late")
    draft.about("a")
    QTest.keyClicks(form.field("text"), "new")

    class Old:
        content = json.dumps({"text": "old"})
        saved_at = NOW

    draft._found("a", Old())
    assert form.field("text").text() == "new"


def test_what_is_typed_is_kept_at_once_when_the_session_ends(
    qtbot: QtBot, branch: Branch, office: Office
) -> None:
    form, draft = a_form(qtbot, office, "leaving")
    draft.about("a")
    QTest.keyClicks(form.field("text"), "last words")
    assert kept(branch, "leaving", "a") is None
    office.pause()
    qtbot.waitUntil(lambda: kept(branch, "leaving", "a") is not None)


def test_a_choice_that_is_offered_later_is_chosen_then(qtbot: QtBot, office: Office) -> None:
    pick = PickOne(office.speech)
    qtbot.addWidget(pick)
    pick.put_plain("b")
    assert pick.value() is None
    pick.offer((("a", "A"), ("b", "B")))
    assert pick.value() == "b"


CASEFILE = {
    "visits": lambda page: page.tabs["visits"].ask.form.field("note"),
    "holds": lambda page: page.tabs["holds"].place.form.field("reason"),
    "promise": lambda page: page.tabs["solutions"].promise.form.field("money_from"),
    "plan": lambda page: page.tabs["solutions"].plan.form.field("reason"),
    "contact": lambda page: page.log.note,
}


@pytest.mark.parametrize("form", CASEFILE)
def test_a_form_of_the_file_outlives_the_window(
    qtbot: QtBot, branch: Branch, office: Office, tasks: Tasks, speech: Speech, form: str
) -> None:
    def open_file() -> CasefilePage:
        page = shown(qtbot, CasefilePage, office_of(branch, "clerk", tasks, speech))
        page.open_target((branch.customer_id(WANG if form == "plan" else LI), "log"))
        qtbot.waitUntil(lambda: page.file is not None and bool(page.log.case_id))
        return page

    page = open_file()
    field: Any = CASEFILE[form](page)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.put("what she said")
    page.office.pause()
    page.close()
    again: Any = CASEFILE[form](open_file())
    qtbot.waitUntil(lambda: again.value() == "what she said", timeout=10_000)


def test_every_form_of_the_window_keeps_its_draft() -> None:
    """Whoever adds a form attaches a draft to it, or says here why not."""
    import re
    from pathlib import Path

    from collectdesk.ui import parts

    rooms = Path(parts.__file__).parents[1]
    spared = {
        "settings/look.py": "choices that take hold at once",
        "parts/form.py": "the form itself",
        "casefile/act_form.py": "",
        "sign_in/door.py": "a password is never kept",
        "archive/verifying.py": "a fingerprint is read off paper again",
        "archive/leaving.py": "two choices from lists, nothing is typed",
        "settings/own_password.py": "a password is never kept",
        "settings/branch_keys.py": "a password and codes are never kept",
        "sign_in/keys_wizard.py": "a password and codes are never kept, and nobody is signed in to keep them for",
        "sign_in/set_up.py": "a password and codes are never kept, and there is no branch to keep them in",
        "sign_in/joining.py": "a password and codes are never kept, and nobody is signed in to keep them for",
        "sign_in/restoring.py": "a password and codes are never kept, and nobody is signed in to keep them for",
    }
    bare = [
        path.relative_to(rooms).as_posix()
        for path in rooms.rglob("*.py")
        if re.search(r"= (Form|PairedForm)\(", path.read_text("utf-8"))
        and not re.search(r"FormDraft\(|DraftLine\(|ActForm\b", path.read_text("utf-8"))
    ]
    assert set(bare) <= set(spared), sorted(set(bare) - set(spared))


def test_a_line_with_nothing_to_say_takes_no_room(qtbot: QtBot, office: Office) -> None:
    _form, draft = a_form(qtbot, office, "quiet")
    assert isinstance(draft, DraftLine)
    assert draft.isHidden()
