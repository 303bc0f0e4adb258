"""The Notices tab: a notice is written with the rules' word beside it, and goes its way to the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.noticing import DecideNotice, ListNotices, MakeNotice, Wanted
from collectdesk.desk.pipeline import Subject
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState, ServedBy
from collectdesk.words import CHINESE
from helpers.branches import LI, PRACTICE_DATE, small_branch
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


def test_a_letter_goes_its_whole_way_from_the_form_to_the_proof(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="notices") as page:
        tab = page.tabs["notices"]
        qtbot.waitUntil(lambda: tab.make.level.count() > 1)
        tab.new_button.click()
        form = tab.make
        form.submit()
        assert form.form.wrong("level")
        form.level.put("formal_demand")
        assert form.channel.value() is Channel.LETTER
        assert form.point.value() == branch.point_id("home")
        qtbot.waitUntil(lambda: form.says.text() != "")
        form.sentences.put((0,))
        form.form.put({"extra": "不还就死"})
        form.submit()
        qtbot.waitUntil(lambda: "不还就死" in form.form.wrong("extra"))
        form.form.put({"extra": ""})
        form.submit()
        qtbot.waitUntil(lambda: tab.notices.values.rowCount() == 1)
        assert branch.clerk(ListNotices(branch.case_id()))[0].notice.state is NoticeState.DRAFTED
        assert shown(tab) == {"Put aside …"}
        branch.supervisor(DecideNotice(tab.notices.chosen.notice.id, approve=True))
        page.refresh(frozenset({Subject.CASES}))
        qtbot.waitUntil(lambda: "It is sealed" in shown(tab))
        assert "Given to the post …" not in shown(tab)
        tab.buttons["print"].click()
        qtbot.waitUntil(tab.preview.isVisible)
        tab.preview.close_paper()
        tab.buttons["seal"].click()
        qtbot.waitUntil(lambda: "Given to the post …" in shown(tab))
        tab.buttons["post"].click()
        tab.post.form.put({"posted_on": PRACTICE_DATE, "waybill": "RX1234567890CN"})
        tab.post.submit()
        qtbot.waitUntil(lambda: shown(tab) == {"Print the letter", "How it was served …"})
        tab.buttons["prove"].click()
        tab.proof.form.put(
            {"state": NoticeState.RETURNED, "happened_on": PRACTICE_DATE, "served_by": ServedBy.POST}
        )
        tab.proof.submit()
        qtbot.waitUntil(lambda: tab.proof.form.wrong("note") != "")
        tab.proof.form.put({"note": "原址查无此人", "address_holds": False})
        tab.proof.submit()
        qtbot.waitUntil(lambda: shown(tab) == set())
        assert tab.notices.chosen.notice.state is NoticeState.RETURNED
    standing = {point.label: point.standing for point in branch.points()}
    assert standing["home"] == "invalid"


def test_a_held_case_is_refused_beside_the_form_before_anything_is_written(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.hold("dispute")
    with file_of(qtbot, branch, "clerk", tmp_path, tab="notices", language=CHINESE) as page:
        tab = page.tabs["notices"]
        qtbot.waitUntil(lambda: tab.make.level.count() > 1)
        tab.open_new()
        tab.make.level.put("overdue_letter")
        qtbot.waitUntil(lambda: bool(tab.make.rules.texts))
        assert "异议" in " ".join(tab.make.rules.texts)
        tab.make.submit()
        qtbot.waitUntil(lambda: not tab.make.trouble.isHidden())
    assert branch.clerk(ListNotices(branch.case_id())) == ()


def test_an_auditor_sees_notices_masked_and_no_button(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    wanted = Wanted("first_reminder", branch.point_id("mobile"), Channel.SMS)
    branch.clerk(MakeNotice(branch.case_id(), wanted))
    with file_of(qtbot, branch, "auditor", tmp_path, tab="notices") as page:
        tab = page.tabs["notices"]
        qtbot.waitUntil(lambda: tab.notices.values.rowCount() == 1)
        assert not tab.new_button.isVisible()
        assert shown(tab) == set()
        assert tab.notices.chosen.addressee != LI
        qtbot.waitUntil(lambda: tab.words_of.text() != "")
        assert LI not in tab.words_of.text()


def shown(tab: Any) -> set[str]:
    """The buttons of the chosen notice that can be seen."""
    return {made.accessibleName() for made in tab.buttons.values() if not made.isHidden()}
