"""Mending rows that an import set aside: a cell is corrected, the row read again, and taken in if it holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from collectdesk.desk.imports import settle_batch
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.imports import BadRow, Ledger, LedgerKind, LedgerRow
from collectdesk.domain.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store import intake
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Mended:
    """The file with the row among the good ones, or with what is still wrong with it."""

    ledger: Ledger
    line: int
    still: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True)
class MendRow(Lookup[Mended]):
    """Read a row of a file again with mended cells, before the file is taken in."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.row_mended"

    ledger: Ledger = field(repr=False)
    line: int
    cells: tuple[str, ...] = field(repr=False)
    data_date: date | None = None

    def look(self, view: View) -> Mended:  # noqa: ARG002 - the file was read before
        ledger = self.ledger
        row, still = _reread(ledger, self.line, self.cells, ledger.data_date or self.data_date)
        others = tuple(finding for finding in ledger.bad if finding.line != self.line)
        if row is None:
            bad = tuple(sorted((*others, *still), key=lambda finding: finding.line))
            return Mended(replace(ledger, bad=bad), self.line, still)
        rows: Any = tuple(sorted((*ledger.rows, row), key=lambda each: each.line))
        return Mended(replace(ledger, rows=rows, bad=others), self.line, ())


@dataclass(frozen=True, slots=True)
class MendQuarantine(Change[tuple[BadRow, ...]]):
    """Take a row of an earlier import in after its cells were mended; gives back what is still wrong with it."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.quarantine_mended"
    touches: ClassVar = frozenset(
        {Subject.CUSTOMERS, Subject.CASES, Subject.STEPS, Subject.SOLUTIONS, Subject.IMPORTS}
    )

    batch_id: str
    line: int
    cells: tuple[str, ...] = field(repr=False)

    def carry_out(self, work: Work) -> tuple[BadRow, ...]:
        kept = intake.kept_layout(work, self.batch_id)
        if kept is None or not kept.columns:
            raise Refused("import.unknown")
        if not any(finding.line == self.line for finding in intake.quarantine(work, self.batch_id)):
            raise Refused("quarantine.mended_already")
        ledger = Ledger(
            LedgerKind(kept.kind), kept.file_name, kept.sha256, "", "", "," if kept.is_text else "", kept.headings,
            kept.data_date, (), (), 0, 0, kept.columns,
        )  # fmt: skip
        row, still = _reread(ledger, self.line, self.cells, kept.data_date)
        if row is None:
            return still
        counts, _ = settle_batch(
            work, replace(ledger, rows=(row,)), kept.batch_id, kept.data_date, whole=False, is_new=False
        )
        intake.mark_mended(work, kept.batch_id, self.line, counts)
        work.note(batch=kept.batch_id, line=self.line)
        return ()


def _reread(
    ledger: Ledger, line: int, cells: tuple[str, ...], day: date | None
) -> tuple[LedgerRow | None, tuple[BadRow, ...]]:
    from collectdesk.ledgers.mend import reread

    return reread(
        ledger.kind, ledger.headings, ledger.columns, day, line, cells, is_text=bool(ledger.delimiter),
        others=ledger.rows,
    )  # fmt: skip
