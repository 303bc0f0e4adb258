"""The branch's own rule packs, its changes of rules, and the jurisdiction it has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.rules.changes import ChangeKind, RuleChange
from collectdesk.domain.rules.packs import Outcome, Wording
from collectdesk.store.rows.rules import RuleChangeRow, RulePackRow
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.work import View, Work

DEFAULT_JURISDICTION = "cn"


@dataclass(frozen=True, slots=True)
class OwnPack:
    """One version of a pack that the branch has loaded."""

    id: str
    pack_id: str
    pack_version: str
    jurisdiction: str
    file_name: str
    text: str
    digest: str
    reason: str
    loaded_by: str
    loaded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change of a rule as kept; ``ended_by`` where somebody ended it before its day."""

    id: str
    change: RuleChange
    ended_by: str


def own_packs(view: View, *, standing: bool = False) -> tuple[OwnPack, ...]:
    """Every pack the branch has loaded, oldest first; ``standing`` leaves the withdrawn ones out."""
    query = sa.select(RulePackRow).order_by(RulePackRow.recorded_at, RulePackRow.id)
    if standing:
        query = query.where(RulePackRow.withdrawn_at.is_(None))
    return tuple(
        OwnPack(
            row.id, row.pack_id, row.pack_version, row.jurisdiction, row.file_name, row.text, row.digest,
            row.reason, row.recorded_by, row.recorded_at, row.withdrawn_at, row.withdrawn_by or "",
            row.withdrawn_why,
        )
        for row in view.rows(query)
    )  # fmt: skip


def add_pack(work: Work, **values: Any) -> str:
    return work.add(
        RulePackRow, **values, withdrawn_at=None, withdrawn_by=None, withdrawn_why=""
    )  # fmt: skip


def withdraw_pack(work: Work, pack: OwnPack, why: str) -> None:
    work.change(RulePackRow, pack.id, withdrawn_at=work.now, withdrawn_by=work.actor.id, withdrawn_why=why)


def changes(view: View) -> tuple[KeptChange, ...]:
    """Every change ever made, oldest first: what is over still tells how a rule stood on an earlier day."""
    rows = view.rows(sa.select(RuleChangeRow).order_by(RuleChangeRow.recorded_at, RuleChangeRow.id))
    return tuple(KeptChange(row.id, _change(row), row.ended_by or "") for row in rows)


def add_change(work: Work, change: RuleChange) -> str:
    return work.add(
        RuleChangeRow,
        rule_id=change.rule_id,
        kind=change.kind.value,
        outcome=change.outcome.value if change.outcome else "",
        clause_zh=change.clause.zh if change.clause else "",
        clause_en=change.clause.en if change.clause else "",
        dated_on=change.dated_on,
        reason=change.reason,
        from_on=change.from_on,
        until_on=change.until_on,
        ended_by=None,
    )


def end_change(work: Work, kept: KeptChange) -> None:
    """Yesterday was its last day: from today on the rule stands as the pack says. Raises StaleRecord."""
    if kept.ended_by:
        raise StaleRecord("rule_change", kept.id)
    last = work.today - timedelta(days=1)
    work.change(RuleChangeRow, kept.id, until_on=last, ended_by=work.actor.id)


def jurisdiction(view: View) -> str:
    """Whose rules bind the branch; China's, unless it has chosen others."""
    chosen = (
        sa.select(RuleChangeRow.rule_id)
        .where(RuleChangeRow.kind == ChangeKind.JURISDICTION.value)
        .order_by(RuleChangeRow.recorded_at.desc(), RuleChangeRow.id.desc())
        .limit(1)
    )
    return str(view.scalar(chosen) or DEFAULT_JURISDICTION)


def marks(view: View) -> tuple[Any, ...]:
    """What changes whenever anything of the branch's rules does: cheap enough to ask at every deed."""
    packs = sa.select(sa.func.count(), sa.func.max(RulePackRow.id), sa.func.max(RulePackRow.withdrawn_at))
    made = sa.select(sa.func.count(), sa.func.max(RuleChangeRow.id), sa.func.sum(RuleChangeRow.version))
    return (view.branch_id, *view.row(packs.select_from(RulePackRow)),
            *view.row(made.select_from(RuleChangeRow)))  # fmt: skip


def _change(row: Any) -> RuleChange:
    day: date | None = row.dated_on
    return RuleChange(
        rule_id=row.rule_id,
        kind=ChangeKind(row.kind),
        by=row.recorded_by,
        at=row.recorded_at,
        reason=row.reason,
        from_on=row.from_on,
        until_on=row.until_on,
        outcome=Outcome(row.outcome) if row.outcome else None,
        clause=Wording(row.clause_zh, row.clause_en) if row.clause_zh else None,
        dated_on=day,
    )
