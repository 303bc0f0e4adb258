"""How the branch's sources are read: one mapping of columns for each heading line, kept and found again."""

from __future__ import annotations

import sqlalchemy as sa

from collectdesk.domain.intake.imports import ColumnMapping, LedgerKind
from collectdesk.store.rows.customers import ImportMappingRow
from collectdesk.store.work import View, Work


def mappings(view: View) -> tuple[ColumnMapping, ...]:
    """Every source that was mapped, by name."""
    row = ImportMappingRow
    found = view.rows(sa.select(row.kind, row.columns, row.fingerprint, row.name).order_by(row.name, row.id))
    return tuple(
        ColumnMapping(
            LedgerKind(r.kind), {str(n): int(at) for n, at in r.columns.items()}, r.fingerprint, r.name
        )
        for r in found
    )


def keep(work: Work, mapping: ColumnMapping) -> None:
    """Keep a source, in place of what was known of these headings."""
    row = ImportMappingRow
    known = work.scalar(sa.select(row.id).where(row.fingerprint == mapping.fingerprint))
    name, kind, columns = mapping.name, mapping.kind.value, dict(mapping.columns)
    if known is not None:
        work.change(row, known, name=name, kind=kind, columns=columns)
    else:
        work.add(row, fingerprint=mapping.fingerprint, name=name, kind=kind, columns=columns)
