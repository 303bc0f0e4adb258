"""The Complaints screen and tab: registered in a file, seen in the inbox, answered, made better, closed by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectdesk.desk.contact.complaints import ListComplaints
from collectdesk.domain.contact.complaints import (
    AnswerWay,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Finding,
    RootCause,
)
from collectdesk.store.cases import cases
from collectdesk.ui.casefile.page import CasefilePage
from collectdesk.ui.complaints.page import ComplaintsPage
from collectdesk.ui.today.inbox import InboxView
from collectdesk.ui.today.matters import Sort
from helpers.branches import LI, PRACTICE_DATE, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.office import Office
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from helpers.branches import Branch


def seen(page: ComplaintsPage) -> set[str]:
    return {name for name, made in page.buttons.items() if not made.isHidden()}


def register_in_the_file(qtbot: QtBot, branch: Branch, office: Office) -> None:
    """A clerk writes down what was brought; the desk asks who it is about, beside its field."""
    file = shown(qtbot, CasefilePage, office)
    file.open_target((branch.customer_id(LI), "complaints"))
    qtbot.waitUntil(lambda: file.file is not None)
    tab: Any = file.tabs["complaints"]
    form = tab.register
    qtbot.waitUntil(lambda: form.form.values()["complainant"] == LI)
    form.form.put({"channel": ComplaintChannel.HOTLINE, "said": "经理上门时嗓门很大"})
    form.submit()
    assert form.form.wrong("subject")
    form.form.put({"subject": "staff"})
    form.submit()
    qtbot.waitUntil(lambda: bool(form.form.wrong("about_id")))  # the desk asks who
    qtbot.waitUntil(lambda: form.about.count() > 1)
    form.about.put(branch.actors["supervisor"].id)
    form.submit()
    qtbot.waitUntil(lambda: tab.table.values.rowCount() == 1)
    assert form.form.values()["said"] is None
    form.kind.put(ComplaintKind.OBJECTION)
    assert form.subject.value() == "bureau"


def answered_and_improved(qtbot: QtBot, branch: Branch, page: ComplaintsPage) -> None:
    """The chosen one is answered by telephone; what gets better has an owner, a day and a result."""
    page.buttons["answer"].click()
    qtbot.waitUntil(page.answer.isVisible)
    page.answer.form.put({"finding": Finding.PARTLY, "root_cause": RootCause.CONDUCT, "text": "已核查录像。"})
    page.answer.submit()
    qtbot.waitUntil(lambda: bool(page.answer.form.wrong("point_id")))  # a letter needs an address
    page.answer.form.put({"way": AnswerWay.PHONE})
    page.answer.submit()
    qtbot.waitUntil(
        lambda: page.table.chosen is not None and page.table.chosen.complaint.answered_on == PRACTICE_DATE
    )
    page.buttons["improve"].click()
    page.improve.form.put({"what": "复训", "owner_id": branch.actors["clerk"].id, "due_on": PRACTICE_DATE})
    page.improve.submit()
    qtbot.waitUntil(lambda: "result" in seen(page))
    page.buttons["result"].click()
    page.result.form.put({"result": "已复训"})
    page.result.submit()
    qtbot.waitUntil(lambda: branch.clerk(ListComplaints())[0].complaint.result == "已复训")


def test_a_complaint_goes_from_the_file_through_the_register_to_another_persons_closing(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, speech: Speech
) -> None:
    branch = small_branch(tmp_path / "branch")
    clerk = office_of(branch, "clerk", tasks, speech)
    register_in_the_file(qtbot, branch, clerk)
    branch.enrol("boss", "supervisor")
    inbox = InboxView(office_of(branch, "boss", tasks, speech))
    qtbot.addWidget(inbox)
    inbox.show()
    inbox.load()
    qtbot.waitUntil(lambda: inbox.table.values.rowCount() > 0)
    matter = next(
        m for m in (inbox.table.values.row_at(at) for at in range(inbox.table.values.rowCount())) if m
    )
    assert matter.sort is Sort.COMPLAINT
    offered = inbox.decision.buttons[Sort.COMPLAINT]
    assert [each.isVisible() for each in offered] == [False, True]  # not to be closed before it is answered

    page = shown(qtbot, ComplaintsPage, clerk)
    page.open_target(branch.clerk(ListComplaints())[0].complaint.id)
    qtbot.waitUntil(lambda: page.table.chosen is not None)
    assert seen(page) == {"answer", "improve"}  # a clerk neither closes nor prints it
    answered_and_improved(qtbot, branch, page)

    inbox.load()
    qtbot.waitUntil(lambda: [each.isVisible() for each in offered] == [True, False])
    inbox.decision.decide_first()
    qtbot.waitUntil(lambda: branch.clerk(ListComplaints())[0].complaint.state is ComplaintState.CLOSED)
    assert not branch.ask(lambda view: cases.standing_holds(view, branch.case_id()))

    own = shown(qtbot, ComplaintsPage, office_of(branch, "supervisor", tasks, speech))
    own.open_target(branch.clerk(ListComplaints())[0].complaint.id)
    qtbot.waitUntil(lambda: own.table.chosen is not None)
    assert seen(own) == {"again", "print"}
    own.buttons["print"].click()
    qtbot.waitUntil(own.preview.isVisible)
    assert own.preview.paper is not None
    assert own.preview.paper.pages >= 1
    branch.close()
