"""Importing core banking's files: read in a child process without keys, then one transaction or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar, cast
from unicodedata import normalize

from collectdesk.desk.curing import Leftover, settle_cured
from collectdesk.desk.following import judge_solutions
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.progress import Progress
from collectdesk.domain.cases import StepKind
from collectdesk.domain.ids import BatchId
from collectdesk.domain.imports import BadRow, InstalmentRow, Ledger, LedgerKind, OverdueRow, PaymentRow
from collectdesk.domain.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store import cases, curing, customers, intake
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    ``cured`` cases owe nothing overdue any more, ``relapsed`` ones do again; ``leftovers`` are the visits still
    planned in cured cases. ``unlisted`` products are left out by a list that seems to be a part, and stand as before.
    """

    batch_id: BatchId
    kind: LedgerKind
    file_name: str
    data_date: date
    good: int
    bad_rows: int
    counts: Mapping[str, int]
    bad: tuple[BadRow, ...] = field(repr=False)
    cases_opened: int = 0
    promises_kept: int = 0
    promises_broken: int = 0
    cured: int = 0
    relapsed: int = 0
    unlisted: int = 0
    leftovers: tuple[Leftover, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchLine:
    """An import in the register."""

    id: BatchId
    kind: LedgerKind
    file_name: str
    data_date: date
    good: int
    bad: int
    counts: Mapping[str, int]
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True, slots=True)
class ReadFile(Lookup[Ledger]):
    """Read and check a file without touching the branch: what would go in, what wouldn't, and why."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.read"

    path: Path
    kind: LedgerKind | None = None
    data_date: date | None = None

    def look(self, view: View) -> Ledger:
        from collectdesk.ledgers.child import read_in_child

        return read_in_child(self.path, kind=self.kind, data_date=self.data_date, step=view.step)


@dataclass(frozen=True, slots=True)
class CommitImport(Change[Imported]):
    """Take a read file in: good rows as one transaction, bad ones into the quarantine."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.imported"
    touches: ClassVar = frozenset(
        {
            Subject.CUSTOMERS,
            Subject.CASES,
            Subject.STEPS,
            Subject.SOLUTIONS,
            Subject.IMPORTS,
        }
    )

    ledger: Ledger = field(repr=False)
    data_date: date | None = None

    def carry_out(self, work: Work) -> Imported:
        ledger = self.ledger
        data_date = ledger.data_date or self.data_date
        if data_date is None:
            raise Refused("import.data_date_missing", file=ledger.file_name)
        known = intake.batch_with_digest(work, ledger.sha256)
        if known is not None:
            raise Refused(
                "import.same_file", file=ledger.file_name, earlier=known.file_name, at=known.recorded_at
            )
        if not ledger.rows:
            raise Refused("import.nothing_usable", file=ledger.file_name, bad=len(ledger.bad))
        batch_id = intake.add_batch(work, ledger, data_date, ledger.bad)
        counts, opened = _take(work, ledger, batch_id, data_date)
        # a payments file decides for those who paid and for those who didn't; other lists hold no payments
        kept, broken = judge_solutions(work, None) if ledger.kind is LedgerKind.PAYMENTS else (0, 0)
        cured = settle_cured(work)
        counts.cases_cured, counts.cases_relapsed = cured.cured, cured.relapsed
        counts.promises_kept, counts.promises_broken = kept, broken
        intake.finish_batch(work, batch_id, counts)
        bad_rows = len({finding.line for finding in ledger.bad})
        work.note(
            batch=batch_id, kind=ledger.kind.value, good=len(ledger.rows), bad=bad_rows, **counts.figures()
        )
        return Imported(
            batch_id,
            ledger.kind,
            ledger.file_name,
            data_date,
            len(ledger.rows),
            bad_rows,
            counts.figures(),
            ledger.bad,
            opened,
            kept,
            broken,
            cured.cured,
            cured.relapsed,
            counts.unlisted,
            cured.leftovers,
        )


@dataclass(frozen=True, slots=True)
class ListImports(Lookup[tuple[BatchLine, ...]]):
    """The register of imports, newest first."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.listed"

    def look(self, view: View) -> tuple[BatchLine, ...]:
        return tuple(
            BatchLine(
                BatchId(b.id),
                LedgerKind(b.kind),
                b.file_name,
                b.data_date,
                b.good,
                b.bad,
                b.counts,
                b.recorded_at,
                b.name,
            )
            for b in intake.batches(view)
        )


@dataclass(frozen=True, slots=True)
class AskDataDate(Lookup[date | None]):
    """The day that core banking's figures stand on; None before the first overdue list."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "ledger.data_date_shown"

    def look(self, view: View) -> date | None:
        return customers.data_date(view)


@dataclass(frozen=True, slots=True)
class ShowQuarantine(Lookup[tuple[BadRow, ...]]):
    """What an import left out, with the reason of each finding."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.quarantine_shown"

    batch_id: str

    def look(self, view: View) -> tuple[BadRow, ...]:
        return tuple(intake.quarantine(view, self.batch_id))


@dataclass(frozen=True, slots=True)
class ExportQuarantine(Export[int, Ledger]):
    """Write the rows that a file leaves out, with their reasons, as a table that can be sent back to be mended.

    The result is the number of findings.
    """

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.quarantine_exported"

    ledger: Ledger = field(repr=False)
    target: Path = field(repr=False)
    language: str

    def gather(self, view: View) -> Ledger:  # noqa: ARG002 - the file was read before; the hook asks
        return self.ledger

    def draw(self, gathered: Ledger, partial: Path, progress: Progress) -> None:
        from collectdesk.ledgers.quarantine import write_quarantine_in

        progress.step(0, len(gathered.bad))
        write_quarantine_in(partial, gathered, self.language)

    def settle(self, work: Work, gathered: Ledger, partial: Path) -> int:  # noqa: ARG002 - the hook
        work.note(kind=gathered.kind.value, sha256=gathered.sha256, findings=len(gathered.bad))
        return len(gathered.bad)


def _take(work: Work, ledger: Ledger, batch_id: BatchId, data_date: date) -> tuple[intake.IntakeCounts, int]:
    if ledger.kind is LedgerKind.INSTALMENTS:
        return intake.take_instalments(
            work, cast("tuple[InstalmentRow, ...]", ledger.rows), batch_id, data_date
        ), 0
    if ledger.kind is LedgerKind.PAYMENTS:
        return intake.take_payments(work, cast("tuple[PaymentRow, ...]", ledger.rows), batch_id), 0
    rows = cast("tuple[OverdueRow, ...]", ledger.rows)
    set_aside = {normalize("NFKC", cell).strip() for finding in ledger.bad for cell in finding.cells}
    gone, unlisted = curing.take_unlisted(
        work, {row.account_no for row in rows}, set_aside, batch_id, data_date
    )
    counts = intake.take_overdue(work, rows, batch_id, data_date)
    counts.products_gone, counts.unlisted = gone, unlisted
    overdue = intake.overdue_customers(work, counts.touched_customers)
    opened = cases.open_cases(work, overdue)
    for case_id in opened.values():
        cases.add_step(work, case_id, StepKind.CALL, work.today, "case.opened")
    counts.cases_opened = len(opened)
    return counts, len(opened)
