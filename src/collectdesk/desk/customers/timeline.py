"""The timeline of a customer's file: everything that happened, newest first, in one list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from collectdesk.desk.rules.rulebook import rule_by_id
from collectdesk.domain.happening import Event, EventKind
from collectdesk.domain.zones import CHINA_TIME

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.store.contact.complaints import Complaint
    from collectdesk.store.visits.visits import VisitRecord


def timeline_of(found: CustomerFile) -> tuple[Event, ...]:
    """Everything that happened, newest first."""
    written = _Timeline(found.people)
    _tell_work(written, found)
    _tell_visits(written, found)
    _tell_money(written, found)
    _tell_papers(written, found)
    _tell_lists(written, found)
    if found.case is not None:
        written.add(EventKind.OPENED, noon(found.case.opened_on), case_no=found.case.case_no)
        for pack in found.packs:
            written.add(EventKind.PACKED, noon(pack.built_on), pack.built_by, number=pack.number)
    return tuple(sorted(written.events, key=lambda event: event.at, reverse=True))


class _Timeline:
    """Collects events; ``by`` is an account id."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self.events: list[Event] = []
        self._people = people

    def add(self, kind: EventKind, at: datetime, by: str = "", note: str = "", **facts: Any) -> None:
        self.events.append(Event(kind, at, self._people.get(by, ""), facts, note))


def _whose(found: CustomerFile, kind: str, entry_id: str) -> dict[str, Any]:
    """Which entry an event shows; whether it was found to be another's, or came from another's file."""
    facts: dict[str, Any] = {"entry": (kind, entry_id)}
    for each in found.corrections:
        if each.subject_id == entry_id:
            facts |= {"struck": each.reason, "other": each.other_no}
        if each.new_id == entry_id:
            facts["came"] = each.other_no
    return facts


def _tell_work(written: _Timeline, found: CustomerFile) -> None:
    for contact in found.contacts:
        written.add(
            EventKind.CONTACT,
            contact.happened_at,
            contact.recorded_by,
            contact.note,
            channel=contact.channel,
            reached=contact.reached,
            outcome=contact.outcome,
            direction=contact.direction,
            identity=contact.identity,
            account=found.senders.get(contact.sender_id, ""),
            shots=sum(each.contact_id == contact.id for each in found.evidence),
            **_whose(found, "contact", contact.id),
        )
    for assessed in found.assessments:
        written.add(
            EventKind.ASSESSED,
            noon(assessed.assessed_on),
            assessed.recorded_by,
            willingness=assessed.willingness,
            ability=assessed.ability,
            level=assessed.level,
            strategy=assessed.strategy,
        )
    for hold in found.holds:
        written.add(
            EventKind.HELD, noon(hold.from_on), "", hold.reason, code=hold.code, until=hold.until_on,
            **_whose(found, "hold", hold.id),
        )  # fmt: skip
    for breach in found.breaches:
        rule = rule_by_id(breach.rule_id)
        written.add(
            EventKind.BREACH, breach.happened_at, breach.recorded_by, breach.measure, rule=breach.rule_id,
            sentence=rule.sentence if rule else None,
        )  # fmt: skip
    for each in found.complaints:
        _tell_complaint(written, each)


def _tell_complaint(written: _Timeline, each: Complaint) -> None:
    """Received, answered and closed, each on its day."""
    facts = {"number": each.number, "sort": each.kind, "channel": each.channel, "about": each.subject,
             "finding": each.finding}  # fmt: skip
    steps = (
        ("received", noon(each.received_on), each.recorded_by, each.said),
        ("answered", noon(each.answered_on) if each.answered_on else None, each.answered_by, each.answer),
        ("closed", each.closed_at, each.closed_by, each.result),
    )
    for what, at, by, note in reversed(steps):  # the newest first, where two have one day
        if at is not None:
            written.add(EventKind.COMPLAINT, at, by, note, what=what, **facts)


def _tell_record(written: _Timeline, found: CustomerFile, record: VisitRecord, visit_no: str) -> None:
    written.add(
        EventKind.RECORDED, record.findings.arrived_at, record.recorded_by, record.findings.narrative,
        visit_no=visit_no, met=record.findings.met, outcome=record.findings.outcome,
        **_whose(found, "visit", str(record.id)),
    )  # fmt: skip


def _tell_visits(written: _Timeline, found: CustomerFile) -> None:
    for asked in found.requests:
        written.add(
            EventKind.REQUESTED,
            asked.asked_at,
            asked.asked_by,
            asked.note,
            reason=asked.reason,
            state=asked.state,
        )
    numbers = {visit.id: visit.visit_no for visit in found.visits}
    for void in found.void_records:
        _tell_record(written, found, void, numbers.get(void.visit_id, ""))
    for visit in found.visits:
        record = found.records.get(visit.id)
        if record is None:
            written.add(EventKind.PLANNED, visit.planned_at, visit_no=visit.visit_no, state=visit.state)
            continue
        _tell_record(written, found, record, visit.visit_no)
        if record.signed_at is not None:
            written.add(EventKind.SIGNED, record.signed_at, record.signed_by, visit_no=visit.visit_no)


def _tell_money(written: _Timeline, found: CustomerFile) -> None:
    for promise in found.promises:
        written.add(
            EventKind.PROMISED,
            promise.promise.made_at,
            promise.recorded_by,
            amount=promise.promise.amount,
            due_on=promise.promise.due_on,
            state=promise.state,
            **_whose(found, "promise", str(promise.id)),
        )
    for plan in found.arrangements:
        written.add(
            EventKind.ARRANGED,
            noon(plan.made_on),
            plan.offered_by,
            plan.reason,
            number=plan.number,
            amount=plan.arrangement.schedule.amount,
            state=plan.arrangement.state,
        )
    for product in found.products:
        for paid in product.payments:
            written.add(
                EventKind.PAID, noon(paid.paid_on), amount=paid.amount, account=product.product.account_no
            )


def _tell_lists(written: _Timeline, found: CustomerFile) -> None:
    """What core banking's lists, the telephone company's receipts and amounts by hand said."""
    for each in found.noted:
        written.add(
            EventKind.NOTED, noon(each.as_of), each.recorded_by, each.note, sort=each.kind.value, amount=each.amount,
            state=each.state.value, said=each.said, account=each.account_no, source=each.source,
        )  # fmt: skip
    for receipt in found.receipts:
        written.add(
            EventKind.RECEIPT, noon(receipt.sent_on), "", receipt.reason, result=receipt.result, phone=receipt.phone
        )  # fmt: skip
    for taken in found.taken_in:
        written.add(
            EventKind.TAKEN_IN, taken.at, taken.by, file=taken.file_name, ledger=taken.kind, day=taken.data_date,
            changes=taken.changes, overdue=taken.overdue, dpd=taken.dpd,
        )  # fmt: skip


def _tell_papers(written: _Timeline, found: CustomerFile) -> None:
    for item in found.evidence:
        written.add(
            EventKind.FILED, item.recorded_at, item.recorded_by, sort=item.kind, name=item.original_name
        )
    for made in found.prints:
        written.add(
            EventKind.PRINTED, made.printed_at, made.printed_by, document=made.document, number=made.number
        )
    for asked in found.petitions:
        written.add(
            EventKind.PETITION, noon(asked.asked_on), asked.taken_by, asked.wish, sort=asked.kind, state=asked.state,
            due_on=asked.due_on,
        )  # fmt: skip
    for pair in found.wrong_pairs:
        written.add(
            EventKind.WRONG_PERSON, noon(pair.found_on), "", pair.note, value=pair.value, person=pair.person
        )


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CHINA_TIME)
