"""Lists and texts out, waybills in: the rules keep back what they forbid, no line is believed that fits no letter."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.notice_batches import MakeBatch
from collectdesk.desk.contact.notice_files import ExportMessages, ExportPosts, ReadPostFile, TakePostFile
from collectdesk.desk.contact.noticing import DecideNotice, ListNotices, MakeNotice, Wanted
from collectdesk.desk.contact.serving import SealNotices
from collectdesk.desk.intake.undoing import UndoImport
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.contact.post_rows import read_rows
from collectdesk.domain.intake.imports import Delivery, DeliveryEntry, LedgerKind
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sealed(branch: Branch, *names: str, level: str = "overdue_letter") -> list[str]:
    ids = []
    for name in names:
        wanted = Wanted(level, branch.point_id("home", name), Channel.LETTER, reason="到期")
        ids.append(branch.clerk(MakeNotice(branch.case_id(name), wanted)).notice_id)
        branch.supervisor(DecideNotice(ids[-1], approve=True))
    branch.clerk(SealNotices(tuple(ids), PRACTICE_DATE))
    return ids


def batch(branch: Branch, **said: Any) -> dict[str, Any]:
    facts = {"level": "first_reminder", "channel": Channel.SMS, **said}
    ids = tuple(branch.customer_id(name) for name in (LI, WANG, OUYANG))
    return {line.name: line for line in branch.clerk(MakeBatch(ids, **facts))}


def state_of(branch: Branch, name: str) -> NoticeState:
    return branch.clerk(ListNotices(branch.case_id(name)))[0].notice.state


def test_a_batch_judges_each_customer_and_names_who_is_left_out(branch: Branch) -> None:
    branch.hold("stop_request", WANG)
    done = batch(branch)
    assert done[WANG].made is None
    assert done[WANG].refused.code == "rule.reason_needed"
    assert done[LI].made is not None
    assert branch.clerk(ListNotices(branch.case_id(WANG))) == ()
    assert [line.made for line in batch(branch).values()] == [None, None, None], "too early for a second one"
    wrong = (
        ({"level": "unheard_of"}, "notice.level_unknown"),
        ({"channel": Channel.LETTER}, "notice.wrong_channel"),
    )
    for said, code in wrong:
        with pytest.raises(Refused) as refused:
            batch(branch, **said)
        assert refused.value.code == code
    with pytest.raises(Refused):
        branch.clerk(MakeBatch((), "first_reminder", Channel.SMS))


def test_messages_go_out_once_and_the_gateways_word_comes_back_and_can_be_undone(
    branch: Branch, tmp_path: Path
) -> None:
    made = batch(branch)
    branch.hold("negotiation", OUYANG)
    branch.hold("death", WANG)
    target = tmp_path / "sms.csv"
    written = branch.clerk(ExportMessages(target))
    assert written.count == 2
    assert [(one.number, [d.rule_id for d in one.decisions]) for one in written.left_out] == [
        (made[WANG].made.number, ["CN-HOLD-04"])
    ]
    head, first, *_ = rows_of(target)
    assert head == ["短信编号", "接收号码", "短信内容"]
    assert first[:2] == [made[LI].made.number, "19900000001"]
    assert "12,845.36" in first[2]
    assert "{" not in first[2]
    contact = branch.ask(lambda view: cases.contacts(view, branch.case_id()))[0]
    assert contact.channel is Channel.SMS
    assert branch.clerk(ExportMessages(target)).count == 0, (
        "what is sent isn't sent again; one is still kept back"
    )
    entry = DeliveryEntry(2, made[LI].made.number, "19900000001", PRACTICE_DATE, Delivery.DELIVERED, "")
    failed = DeliveryEntry(3, made[OUYANG].made.number, "19900000003", PRACTICE_DATE, Delivery.FAILED, "关机")
    taken = branch.take(LedgerKind.MESSAGES, [entry, failed])
    assert (state_of(branch, LI), state_of(branch, OUYANG)) == (NoticeState.DELIVERED, NoticeState.FAILED)
    branch.clerk(UndoImport(taken.batch_id))
    assert (state_of(branch, LI), state_of(branch, OUYANG)) == (NoticeState.POSTED, NoticeState.POSTED)


def test_the_post_offices_list_names_no_debt_and_leaves_out_what_may_not_go(
    branch: Branch, tmp_path: Path
) -> None:
    target = tmp_path / "post.csv"
    with pytest.raises(Refused) as refused:
        branch.clerk(ExportPosts(target))
    assert refused.value.code == "notice.none_to_post"
    sealed(branch, LI, WANG)
    branch.hold("dispute", WANG)
    written = branch.clerk(ExportPosts(target))
    assert (written.count, len(written.left_out)) == (1, 1)
    head, line = rows_of(target)
    assert "内件号" in head
    assert line[2] == LI
    text = target.read_text("utf-8-sig")
    assert not any(word in text for word in ("催", "逾期", "欠", "12,845", "AJ-"))
    assert state_of(branch, LI) is NoticeState.SEALED, "what the post has taken is known by its waybills"


def test_the_post_offices_file_brings_waybills_and_ends_and_believes_no_stray_line(
    branch: Branch, tmp_path: Path
) -> None:
    sealed(branch, LI, WANG, OUYANG)
    numbers = {
        name: branch.clerk(ListNotices(branch.case_id(name)))[0].notice.number for name in (LI, WANG, OUYANG)
    }
    file = tmp_path / "post.csv"
    file.write_text(
        "邮政大客户系统导出\n序号,内件号,邮件号,收寄日期,邮件状态,签收日期,签收人,退回原因\n"
        f"1,{numbers[LI]},XA12345678911,2026-03-17,已妥投,2026-03-18,本人,\n"
        f"2,{numbers[WANG]},XA12345678912,2026/03/17,退回,20260318,,查无此人\n"
        f"3,{numbers[OUYANG]},XA12345678913,2026-03-18,运输中,,,\n"
        "4,TZ-2026-09999,XA12345678914,2026-03-17,已妥投,2026-03-18,某人,\n"
        f"5,{numbers[LI]},XA12345678911,2026-03-17,已妥投,2026-03-18,本人,\n"
        f"6,{numbers[OUYANG]},XA12345678919,2026-03-17,已妥投,2026-03-18,本人,\n"
        f"7,{numbers[OUYANG]},XA12345678913,2026-03-17,已妥投,2026-03-40,本人,\n",
        "gb18030",
    )
    taken = branch.clerk(TakePostFile(branch.clerk(ReadPostFile(file))))
    assert (taken.posted, taken.ended) == (3, 2)
    assert [(left.line, left.why) for left in taken.left] == [
        (6, "notice.row_unknown"), (7, "notice.known_already"), (8, "notice.row_waybill"), (9, "notice.row_date"),
    ]  # fmt: skip
    shown = branch.clerk(ListNotices(branch.case_id(LI)))[0]
    assert shown.notice.state is NoticeState.DELIVERED
    assert shown.proof is not None
    assert (shown.proof.taken_by, shown.proof.happened_on) == ("本人", date(2026, 3, 18))
    assert (state_of(branch, WANG), state_of(branch, OUYANG)) == (NoticeState.RETURNED, NoticeState.POSTED)
    again = branch.clerk(TakePostFile(branch.clerk(ReadPostFile(file))))
    assert (again.posted, again.ended) == (0, 0)


def test_a_file_without_letters_and_waybills_is_refused_by_name(branch: Branch, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("客户号,姓名\n1,李明\n", "utf-8")
    with pytest.raises(Refused) as refused:
        branch.clerk(ReadPostFile(file))
    assert refused.value.code == "notice.post_headings"


def test_a_line_of_the_future_or_against_time_changes_nothing(branch: Branch) -> None:
    (notice_id,) = sealed(branch, LI)
    number = branch.clerk(ListNotices(branch.case_id(LI)))[0].notice.number
    head = ("内件号", "邮件号", "收寄日期", "邮件状态", "签收日期")
    for posted, ended, why in (
        ("2026-03-19", "", "notice.in_future"),
        ("2026-03-18", "2026-03-17", "notice.before_posted"),
    ):
        rows = read_rows((1, 2), (head, (number, "XA12345678911", posted, "妥投", ended)))
        assert rows is not None
        taken = branch.clerk(TakePostFile(rows))
        assert [left.why for left in taken.left] == [why]
    assert state_of(branch, LI) is NoticeState.SEALED
    assert notice_id
