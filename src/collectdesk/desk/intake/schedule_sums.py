"""Setting aside schedules whose sum isn't core banking's: an account's instalments go in together or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import (
    BadRow,
    InstalmentRow,
    Ledger,
    LedgerKind,
    LedgerRow,
    ProductEntry,
)
from collectdesk.domain.intake.schedule_sums import CODES, Listed, Stated, sum_finding
from collectdesk.domain.money import Money
from collectdesk.store.intake import intake_known
from collectdesk.store.work import View

_KINDS = frozenset({LedgerKind.INSTALMENTS, LedgerKind.PRODUCTS})


def set_sums_aside(view: View, ledger: Ledger, day: date | None) -> Ledger:
    """The file with every schedule among the rows set aside that contradicts core banking's figures."""
    if ledger.kind not in _KINDS:
        return ledger
    found = _findings(view, ledger, day)
    if not found:
        return ledger
    rows: list[Any] = [row for row in ledger.rows if _account(row) not in found]
    bad = [_bad_row(ledger, row, *found[_account(row)]) for row in ledger.rows if _account(row) in found]
    return replace(ledger, rows=tuple(rows), bad=_in_order((*ledger.bad, *bad)))


def without_sums(ledger: Ledger, line: int) -> tuple[Ledger, tuple[LedgerRow, ...]]:
    """The file without its findings about sums, and the rows they were about, read again from their cells.

    The ``line`` that is being mended isn't among them.
    """
    from collectdesk.ledgers.mend import read_rows

    about = [(f.line, f.cells) for f in ledger.bad if f.code in CODES and f.line != line]
    kept = tuple(finding for finding in ledger.bad if finding.code not in CODES)
    rows, _ = read_rows(ledger.kind, ledger.headings, ledger.columns, ledger.data_date, about)
    return replace(ledger, bad=kept), rows


def of_account(rows: tuple[LedgerRow, ...], row: LedgerRow) -> tuple[LedgerRow, ...]:
    """Those of the rows that are of the same account."""
    return tuple(each for each in rows if _account(each) == _account(row))


def _findings(view: View, ledger: Ledger, day: date | None) -> dict[str, tuple[str, dict[str, Money]]]:
    listed: dict[str, Listed] = {}
    entries: dict[str, ProductEntry] = {}
    for row in ledger.rows:
        if isinstance(row, ProductEntry):
            entries.setdefault(row.account_no, row)
        if isinstance(row, InstalmentRow | ProductEntry) and row.seq:
            listed.setdefault(row.account_no, Listed()).add(row.seq, row.principal, row.paid)
    known = intake_known.products(view, listed, day)
    found: dict[str, tuple[str, dict[str, Money]]] = {}
    for account, sums in listed.items():
        stated = _stated(known.get(account), entries.get(account), day)
        if stated is None:
            continue
        finding = sum_finding(sums, stated, is_whole=ledger.kind is LedgerKind.PRODUCTS)
        if finding is not None:
            found[account] = (finding[0], dict(finding[1]))
    return found


def _stated(
    known: intake_known.KnownProduct | None, entry: ProductEntry | None, day: date | None
) -> Stated | None:
    """What the list itself says of the product counts before what an older one said."""
    if known is None and entry is None:
        return None
    balance = known.balance if known and known.origin == "stated" and known.as_of == day else None
    kind = entry.product_kind if entry else ProductKind(known.kind) if known else ProductKind.LOAN
    granted = entry.granted if entry and entry.granted.fen else known.granted if known else Money(0)
    return Stated(kind, granted, balance)


def _bad_row(ledger: Ledger, row: Any, code: str, figures: dict[str, Money]) -> BadRow:
    from collectdesk.ledgers.mend import cells_of

    at = ledger.columns.get("principal", -1)
    cells = cells_of(row, ledger.columns, len(ledger.headings))
    facts = {name: f"{amount.fen // 100:,}.{amount.fen % 100:02}" for name, amount in figures.items()}
    heading = ledger.headings[at] if 0 <= at < len(ledger.headings) else ""
    return BadRow(row.line, heading, cells[at] if 0 <= at < len(cells) else "", code, facts, cells)


def _account(row: Any) -> str:
    return getattr(row, "account_no", "")


def _in_order(bad: tuple[BadRow, ...]) -> tuple[BadRow, ...]:
    return tuple(sorted(bad, key=lambda finding: finding.line))
