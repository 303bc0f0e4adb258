"""The section of texts: a new version is asked for, decided by another, and the letterhead is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.letterheads import ShowLetterhead
from collectdesk.desk.contact.text_keeping import ListTexts, WriteText
from collectdesk.desk.pipeline import EVERYTHING
from collectdesk.domain.contact.texts import TextState
from collectdesk.ui.settings.texts import TextsSection
from helpers.branches import small_branch
from ui.desks import office_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from helpers.branches import Branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def section_for(qtbot: QtBot, branch: Branch, login: str, tasks: Tasks, speech: Speech) -> Any:
    office = office_of(branch, login, tasks, speech)
    made = TextsSection(office)
    qtbot.addWidget(made)
    office.touched.connect(made.refresh)
    made.resize(1000, 640)
    made.show()
    made.refresh(EVERYTHING)
    qtbot.waitUntil(lambda: made.table.values.rowCount() > 5)
    qtbot.waitUntil(lambda: made.head.form.values()["phone"] is not None)
    return made


def test_a_new_version_is_refused_beside_its_field_and_waits_for_another(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    section = section_for(qtbot, branch, "administrator", tasks, speech)
    assert section.approve_button.isHidden()
    section.table.choose(("sms_reminder", "zh_CN", 0))
    section.new_button.click()
    section.edit.form.put({"body": "不还就上黑名单", "reason": "改口径"})
    section.edit.submit()
    qtbot.waitUntil(lambda: "黑名单" in section.edit.form.wrong("body"))
    section.edit.form.put({"body": "{name}：请于{pay_by}前还款。"})
    section.edit.submit()
    qtbot.waitUntil(lambda: section.table.values.row_at(0).text.state is TextState.WAITING)


def test_a_supervisor_approves_what_waits_and_keeps_the_letterhead(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    text_id = branch.administrator(
        WriteText("sms_reminder", "zh_CN", "提醒", "{name}：请还款。", reason="改")
    )
    section = section_for(qtbot, branch, "supervisor", tasks, speech)
    section.table.choose(("sms_reminder", "zh_CN", 1))
    section.approve_button.click()
    qtbot.waitUntil(lambda: any(t.in_use for t in branch.clerk(ListTexts()) if t.text_id == text_id))
    section.head.form.put({"phone": "0871-60000009"})
    section.head.submit()
    qtbot.waitUntil(lambda: getattr(branch.clerk(ShowLetterhead()), "phone", "") == "0871-60000009")


def test_a_clerk_reads_the_texts_and_changes_none(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    section = section_for(qtbot, branch, "clerk", tasks, speech)
    assert section.new_button.isHidden()
    assert section.approve_button.isHidden()
    assert section.head.act.isHidden()
