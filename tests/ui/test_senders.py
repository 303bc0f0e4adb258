"""Approved accounts in the window: entered and approved in the settings, chosen in the log, its screenshot filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.pipeline import EVERYTHING
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, IdentityProof, Reached
from collectdesk.domain.contact.senders import SenderState
from collectdesk.store.cases import cases
from collectdesk.store.vault import evidence
from collectdesk.ui import ask
from collectdesk.ui.parts.contact_log import ContactLog
from collectdesk.ui.settings.senders import SendersSection
from helpers.branches import LI, small_branch
from ui.desks import office_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from helpers.branches import Branch


def section_for(qtbot: QtBot, branch: Branch, login: str, tasks: Tasks, speech: Speech) -> SendersSection:
    office = office_of(branch, login, tasks, speech)
    made = SendersSection(office)
    qtbot.addWidget(made)
    office.touched.connect(made.refresh)
    made.resize(1000, 640)
    made.show()
    made.refresh(EVERYTHING)
    return made


def test_an_account_is_entered_approved_and_written_from_with_its_screenshot(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, speech: Speech
) -> None:
    branch = small_branch(tmp_path / "branch")
    clerk = section_for(qtbot, branch, "clerk", tasks, speech)
    clerk.enter.submit()
    assert clerk.enter.form.wrong("number") == "This is needed."
    mine = branch.actors["clerk"].id
    qtbot.waitUntil(lambda: clerk.enter.owner.count() > 1)
    clerk.enter.form.put({"channel": Channel.WECOM, "number": "陈静-企微", "owner_id": mine,
                          "since_on": branch.now.date()})  # fmt: skip
    clerk.enter.submit()
    qtbot.waitUntil(lambda: clerk.table.values.rowCount() == 1)
    assert clerk.approve_button.isHidden()
    boss = section_for(qtbot, branch, "supervisor", tasks, speech)
    qtbot.waitUntil(lambda: boss.table.values.rowCount() == 1)
    boss.table.choose(clerk.table.values.row_at(0).sender.id)  # type: ignore[union-attr]
    boss.approve_button.click()

    def approved() -> bool:
        line = boss.table.values.row_at(0)
        return line is not None and line.sender.state is SenderState.APPROVED

    qtbot.waitUntil(approved)
    office = office_of(branch, "clerk", tasks, speech)
    log: Any = ContactLog(office)
    qtbot.addWidget(log)
    log.show()
    log.show_case(branch.case_id(), branch.clerk(OpenFile(branch.customer_id(LI))))
    log.way.put((Channel.WECOM, Direction.OUTGOING))
    qtbot.waitUntil(lambda: log.proof.account.currentText().startswith("陈静-企微"))
    log.note.setText("再不还款后果自负")
    qtbot.waitUntil(lambda: "threat" in log.why_not.text().lower(), timeout=5000)
    log.note.setText("请核对账目")
    qtbot.waitUntil(lambda: not log.why_not.text())
    shot = tmp_path / "chat.png"
    shot.write_bytes(b"\x89PNG the chat")
    log.reached.put(Reached.DEBTOR)
    log.outcome.offer(Reached.DEBTOR)
    log.outcome.put(ContactOutcome.CALL_BACK)
    log.proof.identity.put(IdentityProof.CONTRACT)
    with ask.answered((shot,)):
        log.proof.shots._choose.click()
    assert log.proof.shots.value() == (shot,)
    log.save()
    qtbot.waitUntil(lambda: branch.ask(lambda v: bool(evidence.of_case(v, branch.case_id()))))
    kept = branch.ask(lambda v: cases.contacts(v, branch.case_id()))[0]
    assert (kept.channel, kept.identity) == (Channel.WECOM, IdentityProof.CONTRACT)
    assert kept.sender_id == boss.table.values.row_at(0).sender.id  # type: ignore[union-attr]
    branch.close()
