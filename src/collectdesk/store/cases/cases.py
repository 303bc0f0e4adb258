"""Cases and what hangs on them: next steps, contacts, holds, rule decisions, breaches."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, IdentityProof, Reached
from collectdesk.domain.contact.holds import HoldScope, Reach
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import AccountId, CaseId, CustomerId, StepId
from collectdesk.store.keys.sealing import open_bytes
from collectdesk.store.people.holding import HOLDER
from collectdesk.store.rows.cases import (
    BreachRow,
    CaseRow,
    ContactRow,
    DecisionRow,
    EntryCorrectionRow,
    HoldRow,
    NextStepRow,
)
from collectdesk.store.trouble import StaleRecord, StoreTrouble
from collectdesk.store.work import View, Work

WHOLE = Reach()


@dataclass(frozen=True, slots=True)
class Case:
    id: CaseId
    case_no: str
    customer_id: CustomerId
    opened_on: date
    closed_on: date | None
    assigned_to: AccountId | None
    """Who works it today: its owner, or whoever stands in for them."""
    version: int
    owner: AccountId | None = None
    """Whose it is, also while somebody stands in."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done next."""

    id: StepId
    case_id: CaseId
    kind: StepKind
    due_on: date
    why: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class Contact:
    id: str
    channel: Channel
    direction: Direction
    happened_at: datetime
    reached: Reached
    outcome: ContactOutcome
    note: str
    point_id: str
    visit_id: str
    recorded_by: str
    recorded_at: datetime
    struck: str = ""
    """Why it belongs to another customer, where somebody found so: it is shown, and counts no more."""
    identity: IdentityProof | None = None
    sender_id: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    id: str
    code: str
    from_on: date
    until_on: date | None
    reason: str
    ended_on: date | None
    reach: Reach = WHOLE
    proof_due_on: date | None = None
    proof_came_on: date | None = None
    proof: str = ""

    def stands_on(self, day: date) -> bool:
        """A hold returns by itself on its last day; an ended one is over."""
        return (
            self.from_on <= day
            and (self.until_on is None or day <= self.until_on)
            and (self.ended_on is None or day < self.ended_on)
        )


@dataclass(frozen=True, slots=True)
class Breach:
    id: str
    case_id: CaseId
    subject_kind: str
    subject_id: str
    rule_id: str
    pack_id: str
    pack_version: str
    facts: Mapping[str, Any]
    happened_at: datetime
    recorded_by: str
    acknowledged_by: str
    measure: str


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """What the gate said of a planned act, as kept."""

    subject_id: str
    act: str
    rule_id: str
    pack_id: str
    pack_version: str
    outcome: str
    reason: str
    recorded_at: datetime


def case(view: View, case_id: str) -> Case:
    """One case; raises LookupError."""
    row = view.row(_CASE.where(CaseRow.id == case_id).params(held_on=view.today))
    if row is None:
        raise LookupError(f"no case {case_id}")
    return _case(row)


def case_by_no(view: View, case_no: str) -> Case | None:
    """The case of a number as it stands on paper, open or closed."""
    row = view.row(sa.select(CaseRow.id).where(CaseRow.case_no == case_no))
    return None if row is None else case(view, row.id)


def open_case_of(view: View, customer_id: str) -> Case | None:
    """The customer's open case, else the newest closed one, else None."""
    row = view.row(
        _CASE.where(CaseRow.customer_id == customer_id)
        .order_by(CaseRow.closed_on.is_not(None), CaseRow.opened_on.desc())
        .limit(1)
        .params(held_on=view.today),
    )
    return _case(row) if row else None


def close_case(work: Work, kept: Case) -> None:
    work.change(CaseRow, kept.id, kept.version, closed_on=work.today)


def case_key(view: View, case_id: str) -> bytes:
    """The case's own key for its evidence; deleting the wrapped copy is how evidence is disposed of.

    Raises StoreTrouble(evidence_disposed) once it was.
    """
    sealed = view.scalar(sa.select(CaseRow.sealed_key).where(CaseRow.id == case_id))
    if not sealed:
        raise StoreTrouble("evidence_disposed")
    return open_bytes(view.keys.labelled("evidence"), base64.b64decode(sealed), case_id.encode())


def add_step(
    work: Work,
    case_id: str,
    kind: StepKind,
    due_on: date,
    why: str,
    subject_id: str | None = None,
) -> None:
    """Set what is to be done next; the same step for the same subject is moved, not doubled."""
    same = work.row(
        sa.select(NextStepRow.id).where(
            NextStepRow.case_id == case_id,
            NextStepRow.kind == kind.value,
            NextStepRow.done_at.is_(None),
            NextStepRow.subject_id == subject_id if subject_id else NextStepRow.subject_id.is_(None),
        )
    )
    if same:
        work.change(NextStepRow, same.id, due_on=due_on, why=why)
        return
    work.add(
        NextStepRow,
        case_id=case_id,
        kind=kind.value,
        due_on=due_on,
        why=why,
        subject_id=subject_id,
        done_at=None,
        done_by=None,
    )


def finish_steps(
    work: Work, case_id: str, kinds: Iterable[StepKind], outcome: str, subject_id: str | None = None
) -> None:
    """Mark steps of these kinds done."""
    named = NextStepRow.kind.in_([kind.value for kind in kinds])
    where = [NextStepRow.case_id == case_id, NextStepRow.done_at.is_(None), named]
    if subject_id is not None:
        where.append(NextStepRow.subject_id == subject_id)
    work.connection.execute(
        sa.update(NextStepRow)
        .where(*where)
        .values(done_at=work.now, done_by=work.actor.id, outcome=outcome, version=NextStepRow.version + 1)
    )


def move_step(work: Work, step_id: str, due_on: date, why: str) -> CaseId:
    """Put an open step off; returns its case, for the trail. Raises StaleRecord when it was done meanwhile."""
    step = open_step(work, step_id)
    work.change(NextStepRow, step_id, due_on=due_on, why=why)
    return step.case_id


def finish_step(work: Work, step: Step, outcome: str) -> None:
    """Mark one step done."""
    work.change(NextStepRow, step.id, done_at=work.now, done_by=work.actor.id, outcome=outcome)


def open_step(view: View, step_id: str) -> Step:
    """One step that is still to be done; raises StaleRecord when it is done or gone."""
    row = view.row(_STEP.where(NextStepRow.id == step_id, NextStepRow.done_at.is_(None)))
    if row is None:
        raise StaleRecord(NextStepRow.__tablename__, step_id)
    return _step(row)


def steps(view: View, *, until: date | None = None, case_id: str | None = None) -> list[Step]:
    """Open steps, the oldest first: what wasn't done yesterday can't be hidden."""
    query = _STEP.where(NextStepRow.done_at.is_(None)).order_by(
        NextStepRow.due_on, NextStepRow.recorded_at, NextStepRow.id
    )
    if until is not None:
        query = query.where(NextStepRow.due_on <= until)
    if case_id is not None:
        query = query.where(NextStepRow.case_id == case_id)
    return [_step(row) for row in view.rows(query)]


def deadlines(view: View, first: date, last: date) -> list[Step]:
    """What has to be done by a day from ``first`` to ``last``."""
    due = NextStepRow.due_on.between(first, last), NextStepRow.kind == StepKind.DEADLINE.value
    return [_step(row) for row in view.rows(_STEP.where(NextStepRow.done_at.is_(None), *due))]


def steps_of(view: View, case_ids: Sequence[str]) -> list[Step]:
    """The open steps of some cases, the oldest first."""
    found: list[Any] = []
    for start in range(0, len(case_ids), 1000):
        asked = NextStepRow.case_id.in_(case_ids[start : start + 1000])
        found += view.rows(
            _STEP.add_columns(NextStepRow.recorded_at).where(NextStepRow.done_at.is_(None), asked)
        )
    found.sort(key=lambda row: (row.due_on, row.recorded_at, row.id))
    return [_step(row) for row in found]


_STEP = sa.select(
    NextStepRow.id,
    NextStepRow.case_id,
    NextStepRow.kind,
    NextStepRow.due_on,
    NextStepRow.why,
    NextStepRow.subject_id,
)


def _step(row: Any) -> Step:
    return Step(
        StepId(row.id), CaseId(row.case_id), StepKind(row.kind), row.due_on, row.why, row.subject_id or ""
    )


def add_contact(work: Work, case_id: str, **values: Any) -> str:
    """Record a contact as it happened; enums by their values."""
    plain = {k: v.value if isinstance(v, Enum) else v for k, v in values.items()}
    return work.add(ContactRow, case_id=case_id, **{"identity_proof": "", "sender_id": None, **plain})


def correct_visit_contact(work: Work, visit_id: str, **values: Any) -> None:
    """Let the contact log follow a visit record that was typed again."""
    plain = {k: v.value if isinstance(v, (Reached, ContactOutcome)) else v for k, v in values.items()}
    work.connection.execute(
        sa.update(ContactRow)
        .where(ContactRow.visit_id == visit_id, ContactRow.channel == Channel.VISIT.value)
        .values(**plain, version=ContactRow.version + 1)
    )


def contacts(view: View, case_id: str, *, struck: bool = False) -> list[Contact]:
    """Every contact of a case, newest first; with ``struck`` also those found to be another customer's."""
    query = (
        sa.select(ContactRow)
        .outerjoin(EntryCorrectionRow, EntryCorrectionRow.subject_id == ContactRow.id)
        .where(ContactRow.case_id == case_id)
    )
    if not struck:
        query = query.where(EntryCorrectionRow.id.is_(None))
    rows = view.rows(
        query.with_only_columns(
            ContactRow.id,
            ContactRow.channel,
            ContactRow.direction,
            ContactRow.happened_at,
            ContactRow.reached,
            ContactRow.outcome,
            ContactRow.note,
            ContactRow.point_id,
            ContactRow.visit_id,
            ContactRow.recorded_by,
            ContactRow.recorded_at,
            ContactRow.identity_proof,
            ContactRow.sender_id,
            EntryCorrectionRow.reason.label("struck"),
        ).order_by(ContactRow.happened_at.desc(), ContactRow.id.desc())
    )
    return [contact_of(r) for r in rows]


def contact_of(row: Any) -> Contact:
    """A contact as its row says."""
    return Contact(
        row.id, Channel(row.channel), Direction(row.direction), row.happened_at, Reached(row.reached),
        ContactOutcome(row.outcome), row.note, row.point_id or "", row.visit_id or "", row.recorded_by,
        row.recorded_at, getattr(row, "struck", "") or "",
        IdentityProof(row.identity_proof) if row.identity_proof else None, row.sender_id or "",
    )  # fmt: skip


def add_hold(
    work: Work,
    case_id: str,
    code: str,
    until_on: date | None,
    reason: str,
    source_id: str | None = None,
    *,
    reach: Reach = WHOLE,
    proof_due_on: date | None = None,
) -> str:
    """Stop collection as far as the hold reaches; ``proof_due_on`` is until when its proof is asked for."""
    return work.add(
        HoldRow,
        case_id=case_id,
        code=code,
        from_on=work.today,
        until_on=until_on,
        reason=reason,
        source_id=source_id,
        ended_on=None,
        scope=reach.scope.value,
        scope_id=reach.of,
        proof_due_on=proof_due_on,
        proof_came_on=None,
        proof="",
    )


def end_holds(work: Work, *, hold_id: str | None = None, source_id: str | None = None) -> None:
    """End one hold, or those a source (an arrangement) brought."""
    where = HoldRow.id == hold_id if hold_id else HoldRow.source_id == source_id
    work.connection.execute(
        sa.update(HoldRow)
        .where(where, HoldRow.ended_on.is_(None))
        .values(ended_on=work.today, version=HoldRow.version + 1)
    )


def holds(view: View, case_id: str) -> list[Hold]:
    rows = view.rows(
        sa.select(
            HoldRow.id,
            HoldRow.code,
            HoldRow.from_on,
            HoldRow.until_on,
            HoldRow.reason,
            HoldRow.ended_on,
            HoldRow.scope,
            HoldRow.scope_id,
            HoldRow.proof_due_on,
            HoldRow.proof_came_on,
            HoldRow.proof,
        )
        .where(HoldRow.case_id == case_id)
        .order_by(HoldRow.from_on.desc(), HoldRow.id.desc())
    )
    return [
        Hold(r.id, r.code, r.from_on, r.until_on, r.reason, r.ended_on, Reach(HoldScope(r.scope), r.scope_id),
             r.proof_due_on, r.proof_came_on, r.proof)
        for r in rows
    ]  # fmt: skip


def prove_hold(work: Work, hold_id: str, proof: str) -> None:
    """The proof a hold rests on has come."""
    work.change(HoldRow, hold_id, proof_came_on=work.today, proof=proof)


def standing_holds(view: View, case_id: str, day: date | None = None) -> frozenset[str]:
    """Codes of the holds that stand on a day (default today)."""
    return frozenset(hold.code for hold in holds(view, case_id) if hold.stands_on(day or view.today))


def keep_decision(work: Work, case_id: str, subject_id: str, act: str, **values: Any) -> None:
    work.add(DecisionRow, case_id=case_id, subject_id=subject_id, act=act, **values)


def decisions(view: View, case_id: str) -> list[KeptDecision]:
    rows = view.rows(
        sa.select(
            DecisionRow.subject_id, DecisionRow.act, DecisionRow.rule_id, DecisionRow.pack_id,
            DecisionRow.pack_version, DecisionRow.outcome, DecisionRow.reason, DecisionRow.recorded_at,
        )
        .where(DecisionRow.case_id == case_id)
        .order_by(DecisionRow.recorded_at, DecisionRow.rule_id)
    )  # fmt: skip
    return [KeptDecision(*row) for row in rows]


def add_breach(work: Work, case_id: str, subject_kind: str, subject_id: str, **values: Any) -> str:
    return work.add(
        BreachRow,
        case_id=case_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        acknowledged_at=None,
        acknowledged_by=None,
        **values,
    )


def breaches(view: View, *, case_id: str | None = None, waiting: bool = False) -> list[Breach]:
    """Breaches of a case, or all those no supervisor has acknowledged."""
    row = BreachRow
    query = sa.select(
        row.id, row.case_id, row.subject_kind, row.subject_id, row.rule_id, row.pack_id, row.pack_version,
        row.facts, row.happened_at, row.recorded_by, row.acknowledged_by, row.measure,
    ).order_by(row.happened_at)  # fmt: skip
    if case_id is not None:
        query = query.where(BreachRow.case_id == case_id)
    if waiting:
        query = query.where(BreachRow.acknowledged_at.is_(None))
    return [
        Breach(r.id, CaseId(r.case_id), r.subject_kind, r.subject_id, r.rule_id, r.pack_id, r.pack_version,
               r.facts, r.happened_at, r.recorded_by, r.acknowledged_by or "", r.measure)
        for r in view.rows(query)
    ]  # fmt: skip


def acknowledge_breach(work: Work, breach_id: str, measure: str) -> CaseId:
    """Keep what is done about a breach; returns its case, for the trail.

    Raises StaleRecord when somebody has acknowledged it already: their measure stays.
    """
    waiting = next((breach for breach in breaches(work, waiting=True) if breach.id == breach_id), None)
    if waiting is None:
        raise StaleRecord(BreachRow.__tablename__, breach_id)
    work.change(
        BreachRow, breach_id, acknowledged_at=work.now, acknowledged_by=work.actor.id, measure=measure
    )
    return waiting.case_id


_CASE = sa.select(
    CaseRow.id,
    CaseRow.case_no,
    CaseRow.customer_id,
    CaseRow.opened_on,
    CaseRow.closed_on,
    HOLDER.label("holder"),
    CaseRow.assigned_to,
    CaseRow.version,
)


def _case(row: Any) -> Case:
    return Case(
        CaseId(row.id),
        row.case_no,
        CustomerId(row.customer_id),
        row.opened_on,
        row.closed_on,
        AccountId(row.holder) if row.holder else None,
        row.version,
        AccountId(row.assigned_to) if row.assigned_to else None,
    )
