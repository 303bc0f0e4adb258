"""Receipts: a paper for money that core banking has booked, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import next_copy, printing_of
from collectdesk.desk.customers.file_parts import allocated
from collectdesk.desk.customers.masking import account, id_no
from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.desk.pipeline import Export, Subject
from collectdesk.desk.visits.printing import Printed, Sheaf
from collectdesk.domain.intake.noted import Booked, reversed_references
from collectdesk.domain.money import ZERO
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.reports.solutions.receipt import RECEIPT_VERSION, ReceiptFacts, print_receipt
from collectdesk.store.customers import customers

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class PrintReceipt(Export[Printed, Sheaf]):
    """Print the receipt of a booked payment, by core banking's reference."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "receipt.printed"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    target: Path
    customer_id: str
    reference: str
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        who = customers.customer(view, self.customer_id)
        owned = {product.id: product for product in customers.products(view, who.id)}
        paid = customers.payments(view, [str(each) for each in owned])
        found = next((each for each in paid if each.reference == self.reference), None)
        if found is None:
            raise Refused("receipt.not_booked", reference=self.reference)
        mine = [each for each in paid if each.product_id == found.product_id]
        back = reversed_references(Booked(each.reference, each.paid_on, each.amount) for each in mine)
        if found.amount <= ZERO or found.reference in back:
            raise Refused("receipt.reversed", reference=self.reference)
        product = owned[found.product_id]
        parts = customers.instalments(view, [str(product.id)])
        subject, number = customers.payment_id(view, found.reference) or "", f"HD-{found.reference}"
        copy = next_copy(view, "receipt", subject)
        facts = ReceiptFacts(
            number=number, borrower=who.name, identity=id_no(who.id_no), product=product.kind,
            account=account(product.account_no), contract=product.contract_no, reference=found.reference,
            paid_on=found.paid_on, amount=found.amount, channel=found.channel,
            went=allocated(parts, mine, product.kind).get(found.reference), balance=product.balance,
            balance_on=product.as_of or view.today,
            code=make_code(view, CodeKind.RECEIPT, subject, 1, RECEIPT_VERSION), printing=printing_of(view, copy),
        )  # fmt: skip
        return Sheaf(facts, number, copy, subject)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_receipt(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        printed = gathered.printed(self.target, partial)
        gathered.register(work, "receipt", RECEIPT_VERSION, printed)
        work.note(customer=self.customer_id, copy=printed.copy)
        return printed
