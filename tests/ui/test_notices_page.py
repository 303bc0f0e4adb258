"""The Notices screen: batches from the customers' rows, files out and in, and the supervisor's inbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.noticing import DecideNotice, ListNotices, MakeNotice, Wanted
from collectdesk.desk.customers.finding import Wanted as WantedList
from collectdesk.desk.customers.today import ShowInbox
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.store.customers import lists
from collectdesk.ui import ask
from collectdesk.ui.notices.page import NoticesPage
from collectdesk.ui.today.matters import Sort, matters_of, what_text
from collectdesk.words import for_language
from helpers.branches import LI, OUYANG, WANG, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from helpers.branches import Branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def seen(page: Any) -> set[str]:
    return {name for name, made in page.buttons.items() if not made.isHidden()}


def test_a_batch_names_who_is_left_out_and_its_messages_go_to_the_gateway(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech, tmp_path: Path
) -> None:
    branch.hold("death", WANG)
    page = shown(qtbot, NoticesPage, office_of(branch, "clerk", tasks, speech))
    numbers = tuple(branch.ask(lambda view: lists.numbers(view, WantedList(listed=False))))
    page.open_target(numbers)
    qtbot.waitUntil(page.batch.isVisible)
    page.batch.submit()
    assert page.batch.form.wrong("level")
    page.batch.level.put("first_reminder")
    assert page.batch.channel.value() is Channel.SMS
    page.batch.submit()
    qtbot.waitUntil(lambda: page.results.values.rowCount() == 3)
    first = page.results.values.row_at(0)
    assert first is not None
    assert (first.name, first.made) == (WANG, None)
    qtbot.waitUntil(lambda: seen(page) == {"sms"})
    target = tmp_path / "sms.csv"
    with ask.answered(target):
        page.buttons["sms"].click()
    qtbot.waitUntil(lambda: seen(page) == {"waybills"})
    assert len(target.read_text("utf-8-sig").splitlines()) == 3
    assert branch.clerk(ListNotices(branch.case_id(OUYANG)))[0].notice.state is NoticeState.POSTED


def test_letters_are_printed_sealed_listed_for_the_post_and_come_back_proven(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech, tmp_path: Path
) -> None:
    wanted = Wanted("overdue_letter", branch.point_id("home"), Channel.LETTER)
    made = branch.clerk(MakeNotice(branch.case_id(), wanted))
    branch.supervisor(DecideNotice(made.notice_id, approve=True))
    page = shown(qtbot, NoticesPage, office_of(branch, "clerk", tasks, speech))
    qtbot.waitUntil(lambda: seen(page) == {"print", "request", "seal", "waybills"})
    page.buttons["request"].click()
    qtbot.waitUntil(page.preview.isVisible)
    page.preview.close_paper()
    page.buttons["seal"].click()
    qtbot.waitUntil(lambda: seen(page) == {"print", "post", "waybills"})
    target, back = tmp_path / "post.csv", tmp_path / "back.csv"
    with ask.answered(target):
        page.buttons["post"].click()
    qtbot.waitUntil(target.exists)
    back.write_text(f"内件号,邮件号,收寄日期,状态,签收日期\n{made.number},XA12345678911,2026-03-18,妥投,2026-03-18\n"
                    "TZ-1,XA12345678912,2026-03-18,妥投,\n", "utf-8")  # fmt: skip
    with ask.answered(back):
        page.buttons["waybills"].click()
    qtbot.waitUntil(lambda: "TZ-1" in page.told.text(), timeout=15_000)
    qtbot.waitUntil(lambda: seen(page) == set())
    assert branch.clerk(ListNotices(branch.case_id()))[0].notice.state is NoticeState.DELIVERED


def test_what_waits_stands_in_the_supervisors_inbox_with_its_words(branch: Branch) -> None:
    wanted = Wanted("overdue_letter", branch.point_id("home"), Channel.LETTER)
    made = branch.clerk(MakeNotice(branch.case_id(), wanted))
    (matter,) = matters_of(branch.supervisor(ShowInbox()))
    assert (matter.sort, matter.name, matter.by) == (Sort.NOTICE, LI, "陈静")
    assert what_text(for_language("zh_CN"), matter) == "逾期催收通知书 · 信函"
    branch.supervisor(DecideNotice(made.notice_id, approve=True))
    assert matters_of(branch.supervisor(ShowInbox())) == ()


def test_an_auditor_sees_the_lists_and_no_act(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    wanted = Wanted("first_reminder", branch.point_id("mobile"), Channel.SMS)
    branch.clerk(MakeNotice(branch.case_id(), wanted))
    page = shown(qtbot, NoticesPage, office_of(branch, "auditor", tasks, speech))
    qtbot.waitUntil(lambda: page.table.values.rowCount() == 1)
    assert seen(page) == set()
    only = page.table.values.row_at(0)
    assert only is not None
    assert only.customer != LI
