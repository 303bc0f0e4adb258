"""Importing core banking's files: read in a child process without keys, then one transaction or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Final, cast
from unicodedata import normalize

from collectdesk.desk.intake.schedule_sums import set_sums_aside
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.progress import Progress
from collectdesk.desk.solutions.curing import Leftover, Settled, settle_cured
from collectdesk.desk.solutions.monitor import judge_solutions
from collectdesk.desk.solutions.noting import settle_noted
from collectdesk.desk.solutions.solution_gathering import solution_table
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import BatchId
from collectdesk.domain.intake.imports import BadRow, ColumnMapping, Ledger, LedgerKind, OverdueRow
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.cases import case_opening, curing
from collectdesk.store.cases.solutions import arrangements, promises
from collectdesk.store.cases.watching import closed_since
from collectdesk.store.customers import customers
from collectdesk.store.intake import intake, intake_lists, intake_undo, mappings, set_aside
from collectdesk.store.intake.marks import Marks
from collectdesk.store.work import View, Work, new_id

_CASES_AT_ONCE: Final = 5_000


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
    undone_at: datetime | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile(Lookup[Ledger]):
    """Read and check a file without touching the branch: what would go in, what wouldn't, and why."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.read"
    is_heavy: ClassVar = True

    path: Path
    kind: LedgerKind | None = None
    data_date: date | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    password: str | None = field(default=None, repr=False)
    mapping: ColumnMapping | None = None
    """The columns as a person chose them; without one a known source is recognised by its headings."""

    def look(self, view: View) -> Ledger:
        from collectdesk.ledgers.child import read_in_child

        known = (self.mapping,) if self.mapping is not None else mappings.mappings(view)
        ledger = read_in_child(
            self.path, kind=self.kind, data_date=self.data_date, encoding=self.encoding, delimiter=self.delimiter,
            sheet=self.sheet, password=self.password, mappings=known, step=view.step,
        )  # fmt: skip
        return set_sums_aside(view, ledger, ledger.data_date or self.data_date)


@dataclass(frozen=True, slots=True)
class CommitImport(Change[Imported]):
    """Take a read file in: good rows as one transaction, bad ones into the quarantine."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.imported"
    is_heavy: ClassVar = True
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
    whole: bool | None = None
    """Whether an overdue list is the branch's whole one, so that what it leaves out is no longer overdue; None leaves
    it to the share of what stood overdue that the list names.
    """

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
        ledger = set_sums_aside(work, ledger, data_date)  # once more: other figures may have come in since
        if not ledger.rows:
            raise Refused("import.nothing_usable", file=ledger.file_name, bad=len(ledger.bad))
        whole = self.whole if ledger.kind is LedgerKind.OVERDUE else False
        batch_id = intake.add_batch(work, ledger, data_date, is_whole=bool(whole))
        counts, cured = settle_batch(work, ledger, batch_id, data_date, whole=whole)
        kept, broken, opened = counts.promises_kept, counts.promises_broken, counts.cases_opened
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
                b.undone_at,
                tuple(b.layout.get("headings", ())),
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
        return tuple(set_aside.quarantine(view, self.batch_id))


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


def settle_batch(
    work: Work, ledger: Ledger, batch_id: BatchId, data_date: date, *, whole: bool | None, is_new: bool = True
) -> tuple[intake.IntakeCounts, Settled]:
    """Take rows in as part of an import, and keep what followed of it, so that it can be taken back.

    A row mended later belongs to an import that isn't new: its own cases may have been worked on since.
    """
    began, done = new_id(), intake_undo.done_now(work)
    counts = take(work, ledger, batch_id, data_date, whole=whole)
    # a payments file decides for those who paid and for those who didn't; other lists hold no payments
    kept, broken = _judge(work, batch_id) if ledger.kind is LedgerKind.PAYMENTS else (0, 0)
    counts.amounts_confirmed, counts.amounts_contradicted = settle_noted(work, ledger.kind, batch_id)
    cured = settle_cured(work, batch_id if is_new else None)
    counts.cases_cured, counts.cases_relapsed = cured.cured, cured.relapsed
    counts.promises_kept, counts.promises_broken = kept, broken
    intake.keep_changes(work, batch_id, "next_step", intake_undo.steps_done(work, began, done))
    return counts, cured


def _judge(work: Work, batch_id: BatchId) -> tuple[int, int]:
    """Let payments decide promises and plans, and keep what they decided, so that it can be taken back."""
    promised = {p.id: p.state.value for p in promises(work, state=PromiseState.ACTIVE)}
    planned = {a.id: a.arrangement.state.value for a in arrangements(work, state=ArrangementState.ACTIVE)}
    kept, broken = judge_solutions(work)
    if kept or broken:
        now = {p.id: p.state.value for p in promises(work)} | {
            a.id: a.arrangement.state.value for a in arrangements(work)
        }
        for subject, before in (("promise", promised), ("arrangement", planned)):
            decided = [(i, "state", state, now[i]) for i, state in before.items() if now[i] != state]
            intake.keep_changes(work, batch_id, subject, decided)
    return kept, broken


def take(
    work: Work, ledger: Ledger, batch_id: BatchId, data_date: date, *, whole: bool | None
) -> intake.IntakeCounts:
    """The rows of a file into the branch, whatever its kind."""
    if ledger.kind is not LedgerKind.OVERDUE:
        return _take_list(work, ledger, batch_id, data_date)
    gone, unlisted = curing.take_unlisted(work, *named_in(ledger), batch_id, data_date, whole=whole)
    counts = intake.take_overdue(work, cast("tuple[OverdueRow, ...]", ledger.rows), batch_id, data_date)
    counts.products_gone, counts.unlisted = gone, unlisted
    overdue = curing.overdue_customers(work, counts)
    for start in range(0, len(overdue), _CASES_AT_ONCE):
        opened = case_opening.open_cases(work, overdue[start : start + _CASES_AT_ONCE])
        again = closed_since(work, opened, work.today - timedelta(days=solution_table().relapse_days))
        for why, some in (("case.relapsed", again), ("case.opened", opened.keys() - again)):
            new = [case_id for who, case_id in opened.items() if who in some]
            case_opening.add_first_steps(work, new, StepKind.CALL, work.today, why)
        counts.cases_opened += len(opened)
    return counts


def named_in(ledger: Ledger) -> tuple[Marks, frozenset[str]]:
    """The accounts of an overdue list, and the texts of its rows set aside: who stands there is named."""
    from collectdesk.ledgers.packed import column

    set_aside = {
        normalize("NFKC", cell).strip().removeprefix("'") for found in ledger.bad for cell in found.cells
    }
    return Marks(column(ledger.rows, "account_no")), frozenset(set_aside)


def _take_list(work: Work, ledger: Ledger, batch_id: BatchId, data_date: date) -> intake.IntakeCounts:
    rows: Any = ledger.rows
    if ledger.kind is LedgerKind.INSTALMENTS:
        return intake.take_instalments(work, rows, batch_id, data_date)
    if ledger.kind is LedgerKind.PAYMENTS:
        return intake.take_payments(work, rows, batch_id)
    if ledger.kind is LedgerKind.CUSTOMERS:
        return intake_lists.take_customers(work, rows, batch_id, data_date)
    if ledger.kind is LedgerKind.GUARANTORS:
        return intake_lists.take_guarantors(work, rows, batch_id, data_date)
    if ledger.kind is LedgerKind.PRODUCTS:
        return intake_lists.take_products(work, rows, batch_id, data_date)
    return intake_lists.take_deliveries(work, rows, batch_id)
