"""Taking a whole import back: its facts go, what it changed returns, and what people have worked on stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.intake.noted import NotedState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.intake.intake_known import select_in
from collectdesk.store.rows.cases import ArrangementRow, CaseRow, NextStepRow, PromiseRow
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    DeliveryRow,
    ImportBatchRow,
    ImportChangeRow,
    InstalmentRow,
    NotedAmountRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    RelatedPartyRow,
)
from collectdesk.store.rows.every import METADATA
from collectdesk.store.work import View, Work

_BY_IMPORT: Final = frozenset({"next_step", "customer_case", "import_change", "quarantine"})
"""Tables that an import itself writes: a row of theirs is no sign of a person's work."""
_FACTS: Final = (ProductStateRow, InstalmentRow, PaymentRow)


@dataclass(frozen=True, slots=True)
class Batch:
    """An import as far as undoing it needs: its records' ids lie between its own and ``until``."""

    id: str
    kind: str
    file_name: str
    state: str
    until: str


def batch(view: View, batch_id: str) -> Batch | None:
    """One import; None where there is none."""
    row = ImportBatchRow
    found = view.row(
        sa.select(row.id, row.kind, row.file_name, row.state, row.layout).where(row.id == batch_id)
    )
    if found is None:
        return None
    return Batch(found.id, found.kind, found.file_name, found.state, found.layout.get("until", ""))


def done_now(work: Work) -> frozenset[str]:
    """The steps that were done at this very moment, by whatever came before."""
    step = NextStepRow
    return frozenset(r[0] for r in work.rows(sa.select(step.id).where(step.done_at == work.now)))


def steps_done(work: Work, began: str, before: frozenset[str]) -> list[tuple[str, str, str, str]]:
    """The steps that waited before an import, which began with this id, and that it has done, as changes to be kept;
    ``before`` are those that were done before it began.
    """
    step = NextStepRow
    found = work.rows(sa.select(step.id, step.outcome).where(step.done_at == work.now, step.id < began))
    return [(r.id, "outcome", "", r.outcome) for r in found if r.id not in before]


def worked_on(view: View, undone: Batch) -> dict[str, str]:
    """Customers of whom something was recorded by a person after the import → why they stay."""
    found: dict[str, str] = {}
    for table in METADATA.sorted_tables:
        if table.name in _BY_IMPORT or "id" not in table.c:
            continue
        later = [table.c.id > undone.id]
        if "batch_id" in table.c:
            later.append(table.c.batch_id.is_(None))
        for owner in _owners(table, later):
            found |= {r[0]: "worked" for r in view.rows(owner)}
    step = NextStepRow
    by_import = sa.select(ImportChangeRow.subject_id).where(ImportChangeRow.subject == "next_step")
    done = (
        sa.select(CaseRow.customer_id).join(step, step.case_id == CaseRow.id)
        .where(step.done_at.is_not(None), step.id > undone.id, step.id.not_in(by_import))
    )  # fmt: skip
    found |= {r[0]: "worked" for r in view.rows(done)}
    return found | _plans_decided(view, undone)


def _owners(table: sa.Table, later: Sequence[Any]) -> list[sa.Select[Any]]:
    """The customers a table's later rows belong to, by each of its ways to a case or a customer."""
    case, ways = CaseRow.__table__, []
    for key in table.foreign_keys:
        if key.column is case.c.id:
            ways.append(sa.select(case.c.customer_id).join(table, key.parent == case.c.id).where(*later))
        elif key.column is CustomerRow.__table__.c.id:
            ways.append(sa.select(key.parent).where(*later))
    return ways


def _plans_decided(view: View, undone: Batch) -> dict[str, str]:
    """A plan that the import completed or broke has ended holds and set steps: it isn't taken back unseen."""
    plan, change = ArrangementRow, ImportChangeRow
    query = (
        sa.select(CaseRow.customer_id).join(plan, plan.case_id == CaseRow.id)
        .join(change, change.subject_id == plan.id)
        .where(change.batch_id == undone.id, change.subject == "arrangement")
    )  # fmt: skip
    return {r[0]: "plan_decided" for r in view.rows(query)}


def touched(view: View, undone: Batch) -> set[str]:
    """The customers of whom the import brought or changed anything."""
    found: set[str] = set()
    for table in (RelatedPartyRow, ContactPointRow, ProductRow, DeliveryRow):
        found |= {
            r[0]
            for r in view.rows(sa.select(table.customer_id).where(table.batch_id == undone.id).distinct())
        }
    found |= {r[0] for r in view.rows(sa.select(CustomerRow.id).where(CustomerRow.batch_id == undone.id))}
    for fact in _FACTS:
        query = (
            sa.select(ProductRow.customer_id).join(fact, fact.product_id == ProductRow.id)
            .where(fact.batch_id == undone.id).distinct()
        )  # fmt: skip
        found |= {r[0] for r in view.rows(query)}
    changed = sa.select(ImportChangeRow.subject_id).where(
        ImportChangeRow.batch_id == undone.id, ImportChangeRow.subject == "customer"
    )
    return found | {r[0] for r in view.rows(changed)}


def take_back(work: Work, undone: Batch, stay: Iterable[str]) -> dict[str, int]:
    """Take everything back but what belongs to the customers who stay; returns how many rows went, by table."""
    kept = list(stay)
    removed: dict[str, int] = {}
    _restore(work, undone, kept)
    _take_cases_back(work, undone, kept, removed)
    mine = sa.select(ProductRow.id).where(ProductRow.customer_id.not_in(kept))
    for fact in _FACTS:
        _delete(work, fact, [fact.batch_id == undone.id, fact.product_id.in_(mine)], removed)
    _delete(
        work, DeliveryRow, [DeliveryRow.batch_id == undone.id, DeliveryRow.customer_id.not_in(kept)], removed
    )
    for table in (ContactPointRow, RelatedPartyRow, ProductRow):
        where = [table.batch_id == undone.id, table.customer_id.not_in(kept), *_unreferenced(table.__table__)]
        _delete(work, table, where, removed)
    where = [
        CustomerRow.batch_id == undone.id,
        CustomerRow.id.not_in(kept),
        *_unreferenced(CustomerRow.__table__),
    ]
    _delete(work, CustomerRow, where, removed)
    work.change(ImportBatchRow, undone.id, state="undone", undone_at=work.now, undone_by=work.actor.id)
    return removed


def _delete(work: Work, table: type[Any], where: Sequence[Any], removed: dict[str, int]) -> None:
    removed[table.__tablename__] = work.connection.execute(sa.delete(table).where(*where)).rowcount


def _unreferenced(table: Any) -> list[Any]:
    """That no record anywhere points to it: a later list, a visit, a contact. A list's own line of somebody goes
    with them.
    """
    return [
        ~sa.exists().where(key.parent == table.c.id)
        for other in METADATA.sorted_tables
        for key in other.foreign_keys
        if key.column is table.c.id and other is not table and "id" in other.c
    ]


def _take_cases_back(work: Work, undone: Batch, kept: list[str], removed: dict[str, int]) -> None:
    """Cases that the import opened and nobody worked on, with the steps it set; steps it set in other cases too."""
    case, step = CaseRow, NextStepRow
    between = [case.id > undone.id, case.id < undone.until, case.customer_id.not_in(kept)]
    ours = sa.select(case.id).where(case.customer_id.not_in(kept))
    set_by_it = [step.id > undone.id, step.id < undone.until, step.done_at.is_(None), step.case_id.in_(ours)]
    _delete(work, step, set_by_it, removed)
    _delete(work, case, [*between, *_unreferenced(case.__table__)], removed)


def _restore(work: Work, undone: Batch, kept: list[str]) -> None:
    """Put back what the import changed, where nobody has changed it since."""
    change = ImportChangeRow
    rows = work.rows(
        sa.select(change.subject, change.subject_id, change.field, change.before, change.after)
        .where(change.batch_id == undone.id)
    )  # fmt: skip
    stays = set(kept)
    for subject, table, owner in (
        ("customer", CustomerRow, CustomerRow.id), ("contact_point", ContactPointRow, ContactPointRow.customer_id),
    ):  # fmt: skip
        mine = [r for r in rows if r.subject == subject]
        owners = dict(
            tuple(r) for r in select_in(work, (table.id, owner), table.id, (r.subject_id for r in mine))
        )
        for r in mine:
            if owners.get(r.subject_id) not in stays:
                column = getattr(table, r.field)
                work.connection.execute(
                    sa.update(table).where(table.id == r.subject_id, column == r.after)
                    .values({r.field: r.before, "version": table.version + 1})
                )  # fmt: skip
    _restore_steps(work, [r for r in rows if r.subject == "next_step"], stays)
    _restore_promises(work, [r for r in rows if r.subject == "promise"], stays)
    _restore_noted(work, undone, stays)


def _restore_steps(work: Work, rows: Sequence[Any], stays: set[str]) -> None:
    for row in rows:
        step = NextStepRow
        owner = work.scalar(
            sa.select(CaseRow.customer_id)
            .join(step, step.case_id == CaseRow.id)
            .where(step.id == row.subject_id)
        )
        if owner is not None and owner not in stays:
            work.connection.execute(
                sa.update(step).where(step.id == row.subject_id, step.outcome == row.after)
                .values(done_at=None, done_by=None, outcome="", version=step.version + 1)
            )  # fmt: skip


def _restore_promises(work: Work, rows: Sequence[Any], stays: set[str]) -> None:
    """A promise that the payments decided runs again."""
    promise = PromiseRow
    for row in rows:
        owner = work.scalar(
            sa.select(CaseRow.customer_id).join(promise, promise.case_id == CaseRow.id)
            .where(promise.id == row.subject_id)
        )  # fmt: skip
        if owner is not None and owner not in stays:
            work.connection.execute(
                sa.update(promise).where(promise.id == row.subject_id, promise.state == row.after)
                .values(state=PromiseState.ACTIVE.value, paid_fen=0, version=promise.version + 1)
            )  # fmt: skip


def _restore_noted(work: Work, undone: Batch, stays: set[str]) -> None:
    """An amount noted by hand that the import confirmed or contradicted waits for core banking's word again."""
    row = NotedAmountRow
    settled = work.rows(sa.select(row.id, row.customer_id).where(row.settled_by == undone.id))
    for noted_id in (r.id for r in settled if r.customer_id not in stays):
        work.connection.execute(
            sa.update(row).where(row.id == noted_id, row.state != NotedState.STRUCK.value)
            .values(state=NotedState.PROVISIONAL.value, said_fen=None, settled_on=None, settled_by=None, reference="",
                    version=row.version + 1)
        )  # fmt: skip


def remaining(view: View, undone: Batch) -> set[str]:
    """Customers whose records of the import couldn't go, since something later names them."""
    found = {r[0] for r in view.rows(sa.select(CustomerRow.id).where(CustomerRow.batch_id == undone.id))}
    for table in (ProductRow, ContactPointRow, RelatedPartyRow):
        found |= {
            r[0]
            for r in view.rows(sa.select(table.customer_id).where(table.batch_id == undone.id).distinct())
        }
    return found
