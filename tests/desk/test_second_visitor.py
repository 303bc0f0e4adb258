"""Owns the proof that a record is confirmed by whoever was there, locked after its sign-off, and keeps what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from collectdesk.desk.customers.correcting import CorrectEntry
from collectdesk.desk.paper.recording import ListWaitingRecords, OpenSheet, RecordVisit, SendBack, SignOff
from collectdesk.desk.paper.second_visitor import AddToRecord, SayAsSecond
from collectdesk.desk.visits.printing import PrintRecord
from collectdesk.domain.paper.records import Attitude, RecordState
from collectdesk.domain.paper.seconding import Difference, Way
from collectdesk.domain.refusals import Refused
from collectdesk.store.rows.people import AccountRow
from collectdesk.store.visits import visits
from desk.papers import pages

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.pipeline import Deed
    from helpers.branches import Branch


def refused(branch: Branch, login: str, deed: Deed[Any]) -> str:
    with pytest.raises(Refused) as told:
        branch.run(login, deed)
    return told.value.code


def join_staff(branch: Branch, login: str, staff_no: str) -> None:
    """The account belongs to somebody who goes out."""
    staff_id = branch.staff_id(staff_no)
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.change(AccountRow, branch.actors[login].id, staff_id=staff_id)


def test_a_record_waits_for_its_second_visitor_then_for_its_signature_then_is_locked(branch: Branch) -> None:
    visit_id = branch.recorded_visit()
    assert refused(branch, "supervisor", SignOff(visit_id)) == "record.second_awaited"
    assert refused(branch, "clerk", SayAsSecond(visit_id)) == "record.own_second"
    assert branch.supervisor(SayAsSecond(visit_id, (Difference("attitude", "回避"),), "按签名")) is Way.SHEET
    (waiting,) = branch.supervisor(ListWaitingRecords())
    assert waiting.is_seconded
    sheet = branch.supervisor(OpenSheet(visit_id))
    assert sheet.second.word is not None
    assert (sheet.second.visitor, sheet.second.given_by) == ("石磊", "周敏")
    assert sheet.second.word.differences == (Difference("attitude", "回避"),)

    branch.supervisor(SignOff(visit_id))
    branch.advance(minutes=29)
    branch.supervisor(SendBack(visit_id, "补充时间"))  # within the window a sign-off is taken back
    reopened = branch.clerk(OpenSheet(visit_id)).record
    assert reopened is not None
    assert (reopened.state, reopened.signed_at) == (RecordState.SENT_BACK, None)

    branch.record(visit_id, attitude=Attitude.EVASIVE)
    again = branch.supervisor(OpenSheet(visit_id))
    assert again.second.word is None  # what the second visitor said was of another text
    assert again.second.typed_again == 1
    assert again.second.before["attitude"] == "cooperative"
    branch.sign(visit_id)
    branch.advance(minutes=31)
    assert refused(branch, "supervisor", SendBack(visit_id, "太迟")) == "record.locked"
    assert refused(branch, "clerk", RecordVisit(visit_id, branch.findings())) == "visit.not_open"
    branch.clerk(AddToRecord(visit_id, "次日客户补交证明"))
    (added,) = branch.auditor(OpenSheet(visit_id)).second.added
    assert (added.note, added.by) == ("次日客户补交证明", "陈静")


def test_the_typist_mends_within_the_window_and_a_visitor_with_an_account_confirms_in_person(
    branch: Branch,
) -> None:
    branch.enrol("shilei", "clerk", "石磊")
    join_staff(branch, "shilei", "S01")
    visit_id = branch.recorded_visit()
    assert branch.clerk(OpenSheet(visit_id)).may_mend
    branch.advance(minutes=10)
    branch.record(visit_id, narrative="店铺二月起停业装修，五月复业，愿意分期。")
    branch.advance(minutes=31)
    assert not branch.clerk(OpenSheet(visit_id)).may_mend
    assert refused(branch, "clerk", RecordVisit(visit_id, branch.findings())) == "visit.not_open"
    assert branch.run("shilei", SayAsSecond(visit_id)) is Way.ACCOUNT
    assert refused(branch, "supervisor", SayAsSecond(visit_id)) == "record.second_given"
    assert branch.supervisor(OpenSheet(visit_id)).second.visitor == "石磊"


def test_a_locked_record_is_void_with_a_reason_and_what_was_added_is_never_changed(
    branch: Branch, tmp_path: Path
) -> None:
    visit_id = branch.recorded_visit()
    branch.sign(visit_id)
    branch.advance(days=1)
    branch.clerk(AddToRecord(visit_id, "补充"))
    record = branch.ask(lambda view: visits.record_of(view, visit_id))
    assert record is not None
    assert refused(branch, "supervisor", CorrectEntry(branch.case_id(), "visit", record.id, " ")).startswith(
        "correct."
    )
    with (
        pytest.raises(sa.exc.DatabaseError, match="stays as it was written"),
        branch.desk.store.write(branch.actors["clerk"], branch.now) as work,
    ):
        work.connection.exec_driver_sql("UPDATE record_entry SET note = 'x'")
    assert branch.supervisor(PrintRecord(tmp_path / "1.pdf", visit_id)).copy == 1
    branch.supervisor(CorrectEntry(branch.case_id(), "visit", record.id, "录错了整份单子"))
    sheet = branch.clerk(OpenSheet(visit_id))
    assert (sheet.record, sheet.promise) == (None, None)
    assert branch.ask(lambda view: visits.record(view, record.id)).state is RecordState.VOID
    # what it caused in the case goes, but not that the team came back: no alarm is raised for them again
    assert branch.ask(lambda view: visits.visit(view, visit_id)).back_at == record.findings.left_at
    void = sheet.voided
    assert void is not None
    assert (void.reason, void.by, void.other_no, void.added) == ("录错了整份单子", "周敏", "", ("补充",))
    _a_void_record_is_printed_as_one(branch, visit_id, record.id, tmp_path)


def _a_void_record_is_printed_as_one(branch: Branch, visit_id: str, void_id: str, folder: Path) -> None:
    """The same number and a copy mark; every page says that it is void, the first one why, who and when."""
    printed = branch.supervisor(PrintRecord(folder / "2.pdf", visit_id))
    assert (printed.number, printed.copy) == ("WF-2026-00001-R", 2)
    paper = pages(folder / "2.pdf")
    assert all("作废VOID" in page for page in paper)
    assert all(said in paper[0] for said in ("周敏已于2026-03-19", "录错了整份单子", "已作废"))
    branch.record(visit_id)
    branch.supervisor(PrintRecord(folder / "3.pdf", visit_id))
    assert not any("作废VOID" in page for page in pages(folder / "3.pdf"))
    branch.supervisor(PrintRecord(folder / "4.pdf", visit_id, "en", void_id))
    assert all("作废VOID" in page for page in pages(folder / "4.pdf"))
    assert branch.clerk(OpenSheet(visit_id)).voided is not None  # the new one says that one was voided before
    with pytest.raises(Refused, match=r"print\.no_record"):
        branch.supervisor(PrintRecord(folder / "5.pdf", visit_id, "en", visit_id))
