"""Turns rows of cells into typed rows, and collects every finding of a row that can't be taken.

A row with any finding goes to ``bad`` whole. Of rows that contradict each other (the same account twice, one
customer number under two names) the first sound one is kept and the later ones name its line.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.products import days_past_due
from collectdesk.domain.intake.imports import (
    ROW_TYPES,
    BadRow,
    CustomerEntry,
    GuarantorEntry,
    InstalmentRow,
    LedgerKind,
    LedgerRow,
    OverdueRow,
    PaymentRow,
    ProductEntry,
)
from collectdesk.ledgers import fields
from collectdesk.ledgers.cells import ABSENT, READERS, Cell, Reader, Wrong, cell_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from collectdesk.ledgers.headings import Mapped
    from collectdesk.ledgers.tables import NumberedRow, Span

_TOTAL: Final = re.compile(
    r"(?:合计|小计|总计|共计|累计|本页|subtotal|total|grandtotal|sum)(?:$|[:(\d]|.{0,6}[条笔户页元])"
)
_REMARK: Final = re.compile(
    r"制表|审核|复核|打印|填表|备注|说明|注:|第\d+页|以下空白|数据日期|练习数据|preparedby|reviewedby|note:|practicedata"
)
_KNOWN_AT_MOST: Final = 4096
"""Values remembered per repetitive column."""
_DPD_TOLERANCE: Final = 1
"""Core systems differ on whether the due date itself counts as the first day."""

KEYS: Final = {
    LedgerKind.OVERDUE: ("account_no", "account.duplicate"),
    LedgerKind.INSTALMENTS: ("seq", "instalment.duplicate"),
    LedgerKind.PAYMENTS: ("reference", "payment.duplicate"),
    LedgerKind.PRODUCTS: ("account_no", "account.duplicate"),
    LedgerKind.CUSTOMERS: ("customer_no", "customer.twice"),
    LedgerKind.GUARANTORS: ("guarantor_name", "guarantor.duplicate"),
    LedgerKind.MESSAGES: ("reference", "message.duplicate"),
}
"""The column that a repeated row is reported under, and the code it gets."""


class Validation:
    """One table being validated: ``take`` each row below the headings, then read the results."""

    def __init__(
        self, mapped: Mapped, data_date: date | None, *, is_text: bool, spans: Iterable[Span] = ()
    ) -> None:
        self.rows: list[LedgerRow] = []
        self.bad: list[BadRow] = []
        self.totals_skipped = 0
        self.blank_skipped = 0
        self.data_date = data_date
        self._mapped = mapped
        self._kind = mapped.kind
        self._is_text = is_text
        self._folded_headings = [fields.folded(heading) for heading in mapped.headings]
        self._template = [ABSENT.get(name, "") for name in fields.ORDER[mapped.kind]]
        self._plan = [
            self._step(place, name)
            for place, name in enumerate(fields.ORDER[mapped.kind])
            if name in mapped.columns
        ]
        self._seen: dict[object, int] = {}
        self._customers: dict[str, tuple[int, str, str]] = {}
        personal = {at for name, at in mapped.columns.items() if name in fields.PERSONAL}
        self._spans = {at: sorted((top, end) for left, top, end in spans if left == at) for at in personal}
        self._carried: dict[int, tuple[Cell, int]] = {}

    def _step(self, place: int, name: str) -> tuple[int, int, Reader, bool, dict[str, object] | None]:
        """Where a value goes and its cell stands, how it is read, whether it is needed, what is known."""
        required = name in fields.REQUIRED[self._kind]
        known: dict[str, object] | None = {} if name in fields.REPETITIVE else None
        return place, self._mapped.columns[name], READERS[name], required, known

    def take(self, numbered: NumberedRow) -> None:
        """Validate one row below the headings."""
        line, cells = numbered
        if any(self._spans.values()):
            cells = self._filled_down(line, cells)
        if not any(cells) or all(isinstance(cell, str) and not cell.strip() for cell in cells):
            self.blank_skipped += 1
        elif self._is_no_record(cells):
            self.totals_skipped += 1
        else:
            self.judge(line, cells)

    def _filled_down(self, line: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Give a customer's cell merged over several rows to each of them; amounts are never multiplied."""
        filled = list(cells)
        for at, spans in self._spans.items():
            while spans and spans[0][1] < line:
                spans.pop(0)
            if spans and spans[0][0] == line and at < len(filled):
                self._carried[at] = (filled[at], spans[0][1])
            value, until = self._carried.get(at, ("", 0))
            if line <= until and at < len(filled) and filled[at] == "":
                filled[at] = value
        return filled

    def _is_no_record(self, cells: Sequence[Cell]) -> bool:
        """Totals, remarks and repeated headings: no account, or the word stands where the account would."""
        account = self._mapped.columns[fields.RECORD_KEY[self._kind]]
        stands = cell_text(cells[account]) if account < len(cells) else ""
        if stands[:1].isdigit():
            return False  # nearly every row ends here
        named = fields.folded(stands)
        repeats_heading = named == self._folded_headings[account]
        if named and not repeats_heading and not _TOTAL.match(named) and not _REMARK.match(named):
            return False
        texts = [fields.folded(text) for cell in cells if (text := cell_text(cell))]
        if repeats_heading:
            return texts == [heading for heading in self._folded_headings if heading]
        return any(map(_TOTAL.match, texts[:3])) or (len(texts) <= 4 and any(map(_REMARK.match, texts)))

    def taken(self) -> list[LedgerRow]:
        """The sound rows since the last time; what contradicts them is still found."""
        rows, self.rows = self.rows, []
        return rows

    def know(self, rows: Iterable[LedgerRow]) -> None:
        """Remember rows that were taken before, so that another one can't contradict them."""
        for row in rows:
            self._remember(row)

    def judge(self, line: int, cells: Sequence[Cell]) -> None:
        """Read one row that is a record; it joins ``rows`` or its findings join ``bad``."""
        width = len(self._mapped.headings)
        if self._is_text and len(cells) > width and any(cell_text(cell) for cell in cells[width:]):
            # The cells stand under the wrong headings from somewhere on: other findings would be noise.
            self._refuse(line, cells, -1, Wrong("row.shifted", found=len(cells), expected=width))
            return
        before = len(self.bad)
        values = self._values(line, cells)
        on = self._data_date_of(line, cells)
        row = _make(self._kind, line, values)
        for name, finding in self._contradictions(row, on):
            self._refuse(line, cells, self._mapped.columns.get(name, -1), finding)
        if len(self.bad) == before:
            self._remember(row)
            self.rows.append(row)

    def _values(self, line: int, cells: Sequence[Cell]) -> list[object]:
        """The row's values in the order of its fields; None where a cell was refused, which is noted."""
        values = self._template.copy()
        width = len(cells)
        for place, at, reader, required, known in self._plan:
            cell = cells[at] if at < width else ""
            try:
                if known is not None and isinstance(cell, str):
                    if cell not in known:
                        if len(known) > _KNOWN_AT_MOST:
                            known.clear()
                        known[cell] = values[place] if _is_left_out(cell, required) else reader(cell)
                    values[place] = known[cell]
                elif not _is_left_out(cell, required):
                    values[place] = reader(cell)
            except Wrong as wrong:
                values[place] = None
                self._refuse(line, cells, at, wrong)
        return values

    def _refuse(self, line: int, cells: Sequence[Cell], at: int, wrong: Wrong) -> None:
        column = self._mapped.headings[at] if 0 <= at < len(self._mapped.headings) else ""
        value = cell_text(cells[at]) if 0 <= at < len(cells) else ""
        self.bad.append(
            BadRow(line, column, value, wrong.code, wrong.facts, tuple(cell_text(cell) for cell in cells))
        )

    def _data_date_of(self, line: int, cells: Sequence[Cell]) -> date | None:
        """The date of a 数据日期 column, which must be one for the whole file."""
        at = self._mapped.columns.get(fields.DATA_DATE, -1)
        if not 0 <= at < len(cells) or is_blank(cells[at]):
            return self.data_date
        try:
            stated = READERS[fields.DATA_DATE](cells[at])
        except Wrong as wrong:
            self._refuse(line, cells, at, wrong)
            return self.data_date
        if self.data_date is None and isinstance(stated, date):
            self.data_date = stated
        elif stated != self.data_date:
            self._refuse(line, cells, at, Wrong("data_date.differs", expected=self.data_date))
        return self.data_date

    def _contradictions(self, row: LedgerRow, on: date | None) -> Iterable[tuple[str, Wrong]]:
        """What is wrong between the cells of a row, and with rows before it; a refused cell is None."""
        if isinstance(row, OverdueRow):
            yield from _overdue_contradictions(row, on)
            yield from self._other_person(row)
        elif isinstance(row, ProductEntry) and row.seq and row.due_on is None:
            yield "due_on", Wrong("value.missing")
        elif isinstance(row, PaymentRow) and on and _is_date(row.paid_on) and row.paid_on > on:
            yield "paid_on", Wrong("date.future", data_date=on)
        column, code = KEYS[self._kind]
        if (first := self._seen.get(_key(row))) is not None:
            yield column, Wrong(code, first_line=first)

    def _other_person(self, row: OverdueRow) -> Iterable[tuple[str, Wrong]]:
        known = self._customers.get(row.customer_no)
        if known is None:
            return
        first_line, name, id_no = known
        if row.name and row.name != name:
            yield "name", Wrong("customer.duplicate", first_line=first_line)
        if row.id_no and id_no and row.id_no != id_no:
            yield "id_no", Wrong("customer.duplicate", first_line=first_line)

    def _remember(self, row: LedgerRow) -> None:
        self._seen[_key(row)] = row.line
        if isinstance(row, OverdueRow):
            known = self._customers.get(row.customer_no)
            if known is None or not known[2]:
                self._customers[row.customer_no] = (known[0] if known else row.line, row.name, row.id_no)


def _is_left_out(cell: Cell, required: bool) -> bool:
    """Whether a cell is blank and may be; raises Wrong where it is needed."""
    blank = is_blank(cell)
    if blank and required:
        raise Wrong("value.missing")
    return blank


def _make(kind: LedgerKind, line: int, values: list[object]) -> LedgerRow:
    row: Callable[..., LedgerRow] = ROW_TYPES[kind]
    return row(line, *values)


def _key(row: LedgerRow) -> object:
    if isinstance(row, InstalmentRow | ProductEntry):
        return row.account_no, row.seq
    if isinstance(row, GuarantorEntry):
        return row.customer_no, row.guarantor_name
    if isinstance(row, CustomerEntry):
        return row.customer_no
    return row.account_no if isinstance(row, OverdueRow) else row.reference


def _is_date(value: object) -> bool:
    return isinstance(value, date)


def _overdue_contradictions(row: OverdueRow, on: date | None) -> Iterable[tuple[str, Wrong]]:
    """Cells that were refused are None here, whatever the row's type says, and contradict nothing."""
    known: dict[str, object] = {"balance": row.balance, "overdue": row.overdue, "dpd": row.dpd}
    if known["balance"] is not None and known["overdue"] is not None and row.overdue > row.balance:
        yield "overdue", Wrong("overdue.above_balance")
    if on is None:
        return
    for name, day in (("opened_on", row.opened_on), ("oldest_unpaid_on", row.oldest_unpaid_on)):
        if day and day > on:
            yield name, Wrong("date.future", data_date=on)
    if known["dpd"] is not None and row.oldest_unpaid_on and row.oldest_unpaid_on <= on:
        counted = days_past_due(on, row.oldest_unpaid_on)
        if abs(counted - row.dpd) > _DPD_TOLERANCE:
            yield "dpd", Wrong("dpd.contradiction", counted=counted, since=row.oldest_unpaid_on, data_date=on)
    if row.id_no and row.id_no[6:14] > on.isoformat().replace("-", ""):
        yield "id_no", Wrong("id.date")
