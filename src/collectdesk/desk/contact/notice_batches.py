"""Notices to many customers at once: each one judged by itself, the refused listed with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.contact.customer_texts import levels
from collectdesk.desk.contact.notice_content import Wanted
from collectdesk.desk.contact.noticing import KINDS, TOUCHED, Made, make_notice
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, lists

if TYPE_CHECKING:
    from collectdesk.store.work import Work

MOST = 500


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What became of one customer's notice: its number, or the refusal with its facts and decisions."""

    customer_id: str
    customer_no: str
    name: str
    made: Made | None
    refused: Refused | None


@dataclass(frozen=True, slots=True)
class MakeBatch(Change[tuple[BatchLine, ...]]):
    """Write the same notice to many borrowers; whom a rule or the clock stops is left out and named."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.batch_made"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    customer_ids: tuple[str, ...]
    level: str
    channel: Channel
    language: str = "zh_CN"
    sentences: tuple[int, ...] = ()
    reason: str = ""
    numbers: tuple[int, ...] = ()
    """Customers by the number that lists know them by, beside the ids."""

    def carry_out(self, work: Work) -> tuple[BatchLine, ...]:
        if len(self.customer_ids) + len(self.numbers) > MOST:
            raise Refused("notice.batch_too_long", most=MOST)
        found = [line.customer_id for line in lists.lines_of(work, self.numbers)] if self.numbers else []
        ids = tuple(dict.fromkeys((*self.customer_ids, *found)))
        if not ids:
            raise Refused("notice.none_chosen")
        level = levels().level(self.level)
        if self.channel not in level.channels:
            raise Refused("notice.wrong_channel", field="channel", channel=self.channel)
        done = []
        for at, customer_id in enumerate(ids):
            done.append(self._line(work, customer_id))
            work.step(at, len(ids))
        work.note(level=self.level, made=sum(line.made is not None for line in done),
                  refused=sum(line.refused is not None for line in done))  # fmt: skip
        return tuple(done)

    def _line(self, work: Work, customer_id: str) -> BatchLine:
        who = customers.customer(work, customer_id)
        kept = cases.open_case_of(work, customer_id)
        name = masking.name(masking.of_case(work, kept), who.name)
        saved = work.connection.begin_nested()
        try:
            made = make_notice(work, self._case(kept), self._wanted(work, customer_id))
        except Refused as refused:
            saved.rollback()
            work.remembered.clear()
            return BatchLine(customer_id, who.customer_no, name, None, refused)
        saved.commit()
        return BatchLine(customer_id, who.customer_no, name, made, None)

    def _case(self, kept: cases.Case | None) -> str:
        if kept is None or kept.closed_on is not None:
            raise Refused("notice.no_case")
        return kept.id

    def _wanted(self, work: Work, customer_id: str) -> Wanted:
        points = customers.points(work, customer_id)
        own = [
            p for p in points if p.kind == KINDS[self.channel] and not p.party and p.is_usable_on(work.today)
        ]
        if not own:
            raise Refused("notice.point_unusable")
        return Wanted(self.level, own[0].id, self.channel, self.language, sentences=self.sentences,
                      reason=self.reason)  # fmt: skip
