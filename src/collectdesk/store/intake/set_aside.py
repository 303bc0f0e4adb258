"""Rows an import set aside: what waits to be mended, what a person typed meanwhile, and that a row is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.intake.imports import BadRow
from collectdesk.store.rows.customers import ImportBatchRow, QuarantineRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.domain.ids import BatchId
    from collectdesk.store.intake.intake import IntakeCounts
    from collectdesk.store.work import View, Work


def mark_mended(work: Work, batch_id: BatchId, line: int, counts: IntakeCounts) -> None:
    """A row of the quarantine is in: its findings are done with, and the import counts it."""
    row, batch = QuarantineRow, ImportBatchRow
    work.connection.execute(
        sa.update(row).where(row.batch_id == batch_id, row.line == line)
        .values(mended_at=work.now, mended_by=work.actor.id, version=row.version + 1)
    )  # fmt: skip
    kept = work.row(sa.select(batch.good, batch.bad, batch.counts).where(batch.id == batch_id))
    added = {k: v + kept.counts.get(k, 0) for k, v in counts.figures().items()}
    work.change(batch, batch_id, good=kept.good + 1, bad=kept.bad - 1, counts={**kept.counts, **added})


def keep_cells(
    work: Work, batch_id: BatchId, line: int, cells: Sequence[str], findings: Sequence[BadRow]
) -> None:
    """Rows that still can't go in, with what is said of them now; one of them with the cells a person typed."""
    row = QuarantineRow
    for found in findings:
        said: dict[str, Any] = {"code": found.code, "column": found.column, "facts": dict(found.facts)}
        if found.line == line:
            said |= {"cells": list(cells), "value": found.value}
        work.connection.execute(
            sa.update(row).where(row.batch_id == batch_id, row.line == found.line, row.mended_at.is_(None))
            .values(**said, version=row.version + 1)
        )  # fmt: skip


def quarantine(view: View, batch_id: str) -> list[BadRow]:
    """The findings of one import that wait to be mended, by line."""
    rows = view.rows(
        sa.select(
            QuarantineRow.line,
            QuarantineRow.column,
            QuarantineRow.value,
            QuarantineRow.code,
            QuarantineRow.facts,
            QuarantineRow.cells,
        )
        .where(QuarantineRow.batch_id == batch_id, QuarantineRow.mended_at.is_(None))
        .order_by(QuarantineRow.line, QuarantineRow.id)
    )
    return [BadRow(r.line, r.column, r.value, r.code, r.facts, tuple(r.cells)) for r in rows]
