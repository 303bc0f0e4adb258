"""Files of notices: the post office's batch list and the gateway's texts out, the post office's waybills in."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.contact.noticing import TOUCHED, judged_now, needs_seal, require_still_lawful
from collectdesk.desk.contact.serving import Proof, let_out, prove
from collectdesk.desk.pipeline import Change, Export, Lookup
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState, ServedBy
from collectdesk.domain.contact.post_rows import PostRow, read_rows
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.reports.contact.notice_in_words import tell_notice
from collectdesk.store.contact import notices
from collectdesk.store.people.people import branch_name
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.progress import Progress
    from collectdesk.domain.rules.gate import Decision
    from collectdesk.store.contact.notices import Notice
    from collectdesk.store.work import View, Work

MOST_ROWS = 5000
POST_HEADINGS = (
    "序号",
    "内件号",
    "收件人",
    "收件地址",
    "寄件人",
    "寄件地址",
    "寄件邮编",
    "寄件电话",
    "内件性质",
)
SMS_HEADINGS = ("短信编号", "接收号码", "短信内容")
EMAIL_HEADINGS = ("邮件编号", "收件地址", "主题", "正文")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A notice that stayed behind, and the rules that say why."""

    number: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: how many notices are in it, and which the rules kept back."""

    path: Path
    count: int
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class Listed:
    """The lines of a file with the notices behind them, and what is left out."""

    headings: tuple[str, ...]
    lines: list[tuple[str, ...]]
    kept: tuple[Notice, ...]
    left_out: tuple[LeftOut, ...]


def _write(gathered: Listed, partial: Path) -> None:
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(gathered.headings)
        writer.writerows(tuple(map(_harmless, line)) for line in gathered.lines)


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "@", "\t", "\r") else cell.replace("\n", " ")


def _lawful(view: View, found: Sequence[Notice]) -> tuple[tuple[Notice, ...], tuple[LeftOut, ...]]:
    """Which of them the rules let out now, each judged by itself."""
    kept, left = [], []
    for each in found:
        judged, _facts = judged_now(view, each)
        if judged.is_lawful:
            kept.append(each)
        else:
            left.append(LeftOut(each.number, judged.refusals))
    return tuple(kept), tuple(left)


@dataclass(frozen=True, slots=True)
class ExportPosts(Export[Written, Listed]):
    """Write the post office's batch list of the letters that are ready to go; it says nothing of what is in them."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.post_list_written"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    target: Path
    notice_ids: tuple[str, ...] = ()
    """None named: all that are ready."""

    def gather(self, view: View) -> Listed:
        ready = (NoticeState.APPROVED, NoticeState.SEALED)
        found = [
            each
            for each in _chosen(view, self.notice_ids, ready)
            if each.channel is Channel.LETTER
            and not (needs_seal(each) and each.state is NoticeState.APPROVED)
        ]
        kept, left = _lawful(view, sorted(found, key=lambda each: each.number))
        if not found:
            raise Refused("notice.none_to_post")
        lines = [_post_line(at, each) for at, each in enumerate(kept, 1)]
        return Listed(POST_HEADINGS, lines, kept, left)

    def draw(self, gathered: Listed, partial: Path, progress: Progress) -> None:
        _write(gathered, partial)
        progress.step(1, 1)

    def settle(self, work: Work, gathered: Listed, partial: Path) -> Written:
        del partial
        for each in gathered.kept:
            require_still_lawful(work, notices.notice(work, each.id))
        work.note(notices=[each.id for each in gathered.kept], left_out=len(gathered.left_out))
        return Written(self.target, len(gathered.kept), gathered.left_out)


def _post_line(at: int, kept: Notice) -> tuple[str, ...]:
    content, head = kept.content, kept.content["letterhead"]
    return (str(at), kept.number, str(content["addressee"]), str(content["reach"]), head["address"], head["address"],
            head["postcode"], head["phone"], "文件")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportMessages(Export[Written, Listed]):
    """Write the texts that are ready for the branch's gateway: text messages, or e-mails. What is written is sent."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.messages_written"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    target: Path
    channel: Channel = Channel.SMS
    notice_ids: tuple[str, ...] = ()
    """None named: all that are ready."""

    def gather(self, view: View) -> Listed:
        ready = _chosen(view, self.notice_ids, (NoticeState.APPROVED,))
        found = [each for each in ready if each.channel is self.channel]
        if not found:
            raise Refused("notice.none_to_send")
        kept, left = _lawful(view, sorted(found, key=lambda each: each.number))
        branch = branch_name(view)
        told = [(each, tell_notice(each.content, branch, each.language)) for each in kept]
        if self.channel is Channel.EMAIL:
            lines = [(each.number, str(each.content["reach"]), text.title, text.plain) for each, text in told]
            return Listed(EMAIL_HEADINGS, list(lines), kept, left)
        texts = [(each.number, str(each.content["reach"]), text.plain) for each, text in told]
        return Listed(SMS_HEADINGS, list(texts), kept, left)

    def draw(self, gathered: Listed, partial: Path, progress: Progress) -> None:
        _write(gathered, partial)
        progress.step(1, 1)

    def settle(self, work: Work, gathered: Listed, partial: Path) -> Written:
        del partial
        for each in gathered.kept:
            now = notices.notice(work, each.id)
            if now.version != each.version:
                raise StaleRecord("notice", each.id)
            require_still_lawful(work, now)
            let_out(work, now, work.today)
        work.note(notices=[each.id for each in gathered.kept], left_out=len(gathered.left_out))
        return Written(self.target, len(gathered.kept), gathered.left_out)


def _chosen(view: View, ids: tuple[str, ...], states: tuple[NoticeState, ...]) -> list[Notice]:
    if not ids:
        return notices.notices_in(view, states)
    found = [notices.notice(view, each) for each in ids]
    for each in found:
        if each.state not in states:
            raise Refused("notice.not_printable", number=each.number, state=each.state)
    return found


# ---- the post office's file


@dataclass(frozen=True, slots=True)
class ReadPostFile(Lookup[tuple[PostRow, ...]]):
    """Read the post office's file, in a child without keys; raises BadFile or Refused(notice.post_headings)."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.post_file_read"
    is_long: ClassVar = True

    path: Path = field(repr=False)

    def look(self, view: View) -> tuple[PostRow, ...]:
        from collectdesk.ledgers.child import look_in_child

        found = look_in_child(self.path, rows=MOST_ROWS + 1, step=view.step)
        if len(found.rows) > MOST_ROWS:
            raise Refused("notice.post_file_long", most=MOST_ROWS)
        rows = read_rows(found.lines, found.rows)
        if rows is None:
            raise Refused("notice.post_headings", file=self.path.name)
        return rows


@dataclass(frozen=True, slots=True)
class RowLeft:
    """A line that changed nothing, and the code of why."""

    line: int
    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class PostTaken:
    """What a file of the post office brought."""

    posted: int
    ended: int
    left: tuple[RowLeft, ...]


@dataclass(frozen=True, slots=True)
class TakePostFile(Change[PostTaken]):
    """Note waybills and ends from the post office's rows; a line that fits nothing is named and changes nothing."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.post_file_taken"
    touches: ClassVar = TOUCHED

    rows: tuple[PostRow, ...]

    def carry_out(self, work: Work) -> PostTaken:
        posted = ended = 0
        left: list[RowLeft] = []
        for row in self.rows:
            try:
                newly, over = _take(work, row)
            except Refused as refused:
                left.append(RowLeft(row.line, row.reference or row.waybill, refused.code))
                continue
            posted, ended = posted + newly, ended + over
        work.note(posted=posted, ended=ended, left=len(left))
        return PostTaken(posted, ended, tuple(left))


def _take(work: Work, row: PostRow) -> tuple[bool, bool]:
    """Everything a line says, or nothing: what would be refused is refused before anything is written."""
    if row.trouble:
        raise Refused(f"notice.row_{row.trouble}")
    kept = _notice_of(work, row)
    posted_on = row.posted_on or row.ended_on or work.today
    ended_on = row.ended_on or posted_on
    if max(posted_on, ended_on) > work.today:
        raise Refused("notice.in_future")
    if ended_on < posted_on:
        raise Refused("notice.before_posted", posted=posted_on)
    newly = kept.state in (NoticeState.APPROVED, NoticeState.SEALED)
    if newly and needs_seal(kept) and kept.state is NoticeState.APPROVED:
        raise Refused("notice.unsealed")
    if not newly and kept.state is not NoticeState.POSTED:
        raise Refused("notice.known_already")
    if not newly and row.result is None:
        raise Refused("notice.known_already")
    if newly:
        let_out(work, kept, posted_on, waybill=row.waybill or None)
    if row.result is not None:
        note = row.note or (row.waybill if row.result is not NoticeState.DELIVERED else "")
        proof = Proof(row.result, ended_on, ServedBy.POST, row.taken_by, note)
        prove(work, notices.notice(work, kept.id), proof)
    return newly, row.result is not None


def _notice_of(work: Work, row: PostRow) -> Notice:
    named = notices.notice_by_no(work, row.reference) if row.reference else None
    by_waybill = notices.notice_by_no(work, row.waybill) if row.waybill else None
    kept = named or by_waybill
    if kept is None or kept.channel is not Channel.LETTER:
        raise Refused("notice.row_unknown")
    other = named is not None and by_waybill is not None and named.id != by_waybill.id
    if other or (kept.waybill and row.waybill and kept.waybill != row.waybill):
        raise Refused("notice.row_waybill")
    return kept
