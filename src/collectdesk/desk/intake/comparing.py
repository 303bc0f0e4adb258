"""Comparing a file that was read with what the branch knows, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from collectdesk.desk.customers import masking
from collectdesk.desk.intake.checking_figures import differences
from collectdesk.desk.intake.comparing_lists import compare_list
from collectdesk.desk.intake.imports import named_in
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.intake.import_diff import (
    DiffRow,
    Gathered,
    ImportDiff,
    is_tenfold,
    jumps,
)
from collectdesk.domain.intake.imports import InstalmentRow, Ledger, LedgerKind, OverdueRow, PaymentRow
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.store.cases import curing
from collectdesk.store.customers import customers as kept_customers
from collectdesk.store.intake import intake, intake_known
from collectdesk.store.intake.intake_known import KnownProduct
from collectdesk.store.intake.marks import Marks
from collectdesk.store.work import View

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART: Final = 5_000


@dataclass(frozen=True, slots=True)
class CompareImport(Lookup[ImportDiff]):
    """What taking a file in would change, in findings with their rows. ``whole`` None leaves it to the list's size."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.compared"
    is_heavy: ClassVar = True

    ledger: Ledger = field(repr=False)
    data_date: date | None = None
    whole: bool | None = None

    def look(self, view: View) -> ImportDiff:
        return compare(view, self.ledger, self.ledger.data_date or self.data_date, whole=self.whole)


def compare(view: View, ledger: Ledger, day: date | None, *, whole: bool | None = None) -> ImportDiff:
    """The diff of a file; without its day only what doesn't depend on it is compared."""
    earlier = intake.batch_with_digest(view, ledger.sha256)
    found = Gathered()
    may_be_whole = is_whole = False
    if ledger.kind is LedgerKind.OVERDUE:
        _Overdue(view, day or view.today, found).take(cast("Sequence[OverdueRow]", ledger.rows))
        if day is not None:
            listed, set_aside = named_in(ledger)
            gone, left = curing.find_unlisted(view, listed, set_aside, day, whole=whole)
            may_be_whole, is_whole = bool(gone or left), bool(gone)
            for row in gone:
                _note(view, found, "overdue.absent", 0, row.name, row.account_no, Money(row.overdue_fen), Money(0),
                      row.customer_no)  # fmt: skip
    elif ledger.kind is LedgerKind.INSTALMENTS:
        _instalments(view, cast("tuple[InstalmentRow, ...]", ledger.rows), day, found)
    elif ledger.kind is LedgerKind.PAYMENTS:
        _payments(view, cast("tuple[PaymentRow, ...]", ledger.rows), found)
    else:
        compare_list(view, ledger, found)
    return ImportDiff(
        found.ordered(), day, kept_customers.data_date(view), may_be_whole, is_whole, len(ledger.rows),
        earlier.file_name if earlier else "", earlier.recorded_at if earlier else None,
    )  # fmt: skip


def _note(
    view: View, found: Gathered, code: str, line: int, name: str, account_no: str, before: Any = None,
    after: Any = None, customer_no: str = "", told: str = "",
) -> None:  # fmt: skip
    def row() -> DiffRow:
        shown = masking.name(masking.sight(view.actor, None), name)
        return DiffRow(line, shown, account_no, told, before, after, customer_no)

    found.add(code, row)


@dataclass(slots=True)
class _Overdue:
    """An overdue list beside what is known of its customers and accounts."""

    view: View
    day: date
    found: Gathered
    seen: Marks = field(default_factory=Marks)

    def take(self, rows: Sequence[OverdueRow]) -> None:
        """Compare the rows, a few thousand at a time."""
        part: list[OverdueRow] = []
        for count, row in enumerate(rows):
            part.append(row)
            if len(part) == _PART:
                self.view.step(count, len(rows))
                self._take_part(part)
                part = []
        self._take_part(part)

    def _take_part(self, rows: Sequence[OverdueRow]) -> None:
        view = self.view
        people = intake_known.customers(view, {row.customer_no for row in rows})
        ids = [known.id for known in people.values()]
        points, parties = intake_known.points(view, ids), intake_known.parties(view, ids)
        products = intake_known.products(view, {row.account_no for row in rows}, None) if people else {}
        # as long as that day's payments aren't in, the program's own count would be behind core banking's
        paid_to = intake.payments_known_to(view)
        own = (
            intake_known.own_figures(view, [p.id for p in products.values()], self.day)
            if products and paid_to is not None and paid_to >= self.day
            else {}
        )
        for row in rows:
            person = people.get(row.customer_no)
            if self.seen.add(row.customer_no):
                if person is None:
                    self.note("customer.new", row, None, row.overdue)
                else:
                    self.person(row, person, points.get(person.id, set()), parties.get(person.id, set()))
            product = products.get(row.account_no)
            if product is None:
                if person is not None:
                    self.note("product.new", row, None, row.overdue)
            else:
                self.figures(row, product, own.get(product.id))

    def note(self, code: str, row: OverdueRow, before: Any, after: Any, told: str = "") -> None:
        _note(
            self.view,
            self.found,
            code,
            row.line,
            row.name,
            row.account_no,
            before,
            after,
            row.customer_no,
            told,
        )

    def person(self, row: OverdueRow, known: Any, points: set[tuple[str, str, str]], parties: Any) -> None:
        if row.name != known.name:
            self.note(
                "name.changed", row, masking.name(masking.sight(self.view.actor, None), known.name), row.name
            )
        if row.id_no and row.id_no != known.id_no:
            self.note("id.changed" if known.id_no else "phone.new", row,
                      masking.id_no(known.id_no), masking.id_no(row.id_no), "id_no")  # fmt: skip
        if row.account_officer and row.account_officer != known.account_officer:
            self.note("officer.changed", row, known.account_officer, row.account_officer)
        for kind, label, value in (
            ("phone", "mobile", row.phone),
            ("address", "home", row.home_address),
            ("address", "work", row.work_address),
        ):
            if not value or any(k == kind and v == value for k, _, v in points):
                continue
            before = sorted(v for k, at, v in points if (k, at) == (kind, label))
            code = ("phone.changed" if before else "phone.new") if kind == "phone" else "address.new"
            self.note(code, row, before[-1] if before else None, value, label)
        if row.guarantor_name and ("guarantor", row.guarantor_name) not in parties:
            self.note("guarantor.new", row, None, row.guarantor_name)

    def figures(self, row: OverdueRow, known: KnownProduct, own: tuple[int, Money] | None) -> None:
        now_overdue = row.overdue.fen > 0 or row.dpd > 0
        if known.as_of is not None and known.as_of > self.day:
            self.note("state.older", row, known.as_of, self.day)
            return
        for told, before, after in (
            ("balance", known.balance, row.balance), ("overdue", known.overdue, row.overdue),
        ):  # fmt: skip
            if is_tenfold(before, after):
                self.note("amount.tenfold", row, before, after, told)
        if jumps(known.dpd, known.as_of, row.dpd, self.day):
            self.note("dpd.jump", row, known.dpd, row.dpd)
        differing = differences(row.product_kind, row.dpd, row.balance, row.five_class, own)
        for code, (ours, theirs) in differing.items():
            self.note(code, row, ours, theirs)
        if now_overdue and not known.is_overdue:
            self.note("overdue.new", row, known.overdue, row.overdue)
        elif known.is_overdue and not now_overdue:
            self.note("overdue.gone", row, known.overdue, row.overdue)
        elif (known.balance, known.overdue) != (row.balance, row.overdue):
            self.note("amount.moved", row, known.overdue, row.overdue)
        elif known.as_of == self.day and known.dpd == row.dpd:
            self.note("same", row, None, None)
        else:
            self.note("amount.same", row, known.dpd, row.dpd)


def _instalments(view: View, rows: tuple[InstalmentRow, ...], day: date | None, found: Gathered) -> None:
    products = intake_known.products(view, {row.account_no for row in rows}, day)
    stated = intake_known.instalments(view, [p.id for p in products.values()], day)
    for row in rows:
        product = products.get(row.account_no)
        if product is None:
            _note(view, found, "account.unknown", row.line, "", row.account_no, None, row.seq)
            continue
        held = stated.get((product.id, row.seq))
        code = (
            "instalment.new" if held is None
            else "instalment.changed" if intake.instalment_moves(held, row) else "same"
        )  # fmt: skip
        before = Money(held.paid_fen) if held is not None else None
        _note(
            view, found, code, row.line, product.name, row.account_no, before, row.paid, product.customer_no
        )


def _payments(view: View, rows: tuple[PaymentRow, ...], found: Gathered) -> None:
    products = intake_known.products(view, {row.account_no for row in rows}, None)
    booked = intake_known.payments(view, {row.reference for row in rows})
    for row in rows:
        product, held = products.get(row.account_no), booked.get(row.reference)
        name, number = (product.name, product.customer_no) if product else ("", "")

        def note(
            code: str, before: Any, row: PaymentRow = row, name: str = name, number: str = number
        ) -> None:
            _note(view, found, code, row.line, name, row.account_no, before, row.amount, number)

        if product is None:
            note("account.unknown", None)
        elif held is not None:
            same = (held.product_id, held.amount_fen, held.paid_on) == (
                product.id,
                row.amount.fen,
                row.paid_on,
            )
            note("payment.known" if same else "payment.contradicts", Money(held.amount_fen))
        else:
            note("payment.new", None)
            if product.balance.fen and row.amount > product.balance:
                note("payment.above_balance", product.balance)
