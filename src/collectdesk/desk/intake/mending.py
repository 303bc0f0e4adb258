"""Mending rows that an import set aside: a cell is corrected, the row read again, and taken in if it holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from collectdesk.desk.intake.imports import settle_batch
from collectdesk.desk.intake.schedule_sums import of_account, set_sums_aside, without_sums
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.intake.imports import BadRow, Ledger, LedgerKind, LedgerRow
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.intake import intake, set_aside
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

    def look(self, view: View) -> Mended:
        day = self.ledger.data_date or self.data_date
        ledger, together = without_sums(self.ledger, self.line)
        row, still = _reread(ledger, self.line, self.cells, day)
        others = tuple(finding for finding in ledger.bad if finding.line != self.line)
        bad = tuple(sorted((*others, *still), key=lambda finding: finding.line))
        rows: Any = ledger.rows
        if row is not None or together:
            joined = (*rows, *together) if row is None else (*rows, *together, row)
            rows = tuple(sorted(joined, key=lambda each: each.line))
        ledger = set_sums_aside(view, replace(ledger, rows=rows, bad=bad), day)
        return Mended(ledger, self.line, tuple(each for each in ledger.bad if each.line == self.line))


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
        waiting = tuple(set_aside.quarantine(work, self.batch_id))
        if not any(finding.line == self.line for finding in waiting):
            raise Refused("quarantine.mended_already")
        ledger = Ledger(
            LedgerKind(kept.kind), kept.file_name, kept.sha256, "", "", "," if kept.is_text else "", kept.headings,
            kept.data_date, (), waiting, 0, 0, kept.columns,
        )  # fmt: skip
        row, still = _reread(ledger, self.line, self.cells, kept.data_date)
        if row is None:
            return still
        rows = (*of_account(without_sums(ledger, self.line)[1], row), row)
        ledger = set_sums_aside(work, replace(ledger, rows=rows, bad=()), kept.data_date)
        work.note(batch=kept.batch_id, line=self.line)
        if ledger.bad:  # another row of the schedule may need mending too: what was typed is kept until then
            set_aside.keep_cells(work, kept.batch_id, self.line, self.cells, ledger.bad)
            return tuple(each for each in ledger.bad if each.line == self.line)
        counts, _ = settle_batch(work, ledger, kept.batch_id, kept.data_date, whole=False, is_new=False)
        for each in rows:
            set_aside.mark_mended(
                work, kept.batch_id, each.line, counts if each is row else intake.IntakeCounts()
            )
        return ()


def _reread(
    ledger: Ledger, line: int, cells: tuple[str, ...], day: date | None
) -> tuple[LedgerRow | None, tuple[BadRow, ...]]:
    from collectdesk.ledgers.mend import reread

    return reread(
        ledger.kind, ledger.headings, ledger.columns, day, line, cells, is_text=bool(ledger.delimiter),
        others=ledger.rows,
    )  # fmt: skip
