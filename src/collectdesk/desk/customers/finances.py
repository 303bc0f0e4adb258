"""A customer's money by hand, each figure with its source, and credit-report enquiries with their authorisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.customers.finances import FinanceKind, Household, household
from collectdesk.domain.money import ZERO, Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.customers import customers, finances
from collectdesk.store.customers.finances import Enquiry, Finance
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

__all__ = [
    "Enquiry", "Finance", "FinanceKind", "Finances", "Household", "NoteEnquiry", "NoteFinance", "ShowFinances",
    "StrikeFinance",
]  # fmt: skip

FINANCE_SOURCES: Final = ("customer", "document", "visit", "report", "public")
PURPOSES: Final = ("post_loan", "restructure", "guarantee")
"""What the authorisation has to name: 征信业管理条例 (2013), art. 18 asks for written consent with the purpose."""

MOST_LENDERS: Final = 99


@dataclass(frozen=True, slots=True)
class Finances:
    """Everything written down, the sums of what isn't struck, and the enquiries."""

    entries: tuple[Finance, ...]
    household: Household
    enquiries: tuple[Enquiry, ...]


@dataclass(frozen=True, slots=True)
class ShowFinances(Lookup[Finances]):
    """A customer's money as it was written down; the file's opening is in the trail already."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "finance.shown"

    customer_id: str

    def look(self, view: View) -> Finances:
        entries = tuple(finances.finances(view, self.customer_id))
        standing = household((each.kind, each.amount) for each in entries if each.struck_on is None)
        return Finances(entries, standing, tuple(finances.enquiries(view, self.customer_id)))


@dataclass(frozen=True, slots=True)
class NoteFinance(Change[str]):
    """Write down what the customer earns, spends, owns or owes elsewhere, and who says so."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "finance.noted"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    customer_id: str
    kind: FinanceKind
    amount: Money
    source: str
    as_of: date
    note: str = ""

    def carry_out(self, work: Work) -> str:
        customers.customer(work, self.customer_id)
        if self.amount <= ZERO:
            raise Refused("finance.no_amount", field="amount")
        if self.source not in FINANCE_SOURCES:
            raise Refused("finance.source_missing", field="source")
        if self.as_of > work.today:
            raise Refused("finance.in_future", field="as_of")
        kept = finances.add_finance(
            work, self.customer_id, kind=self.kind.value, amount_fen=self.amount.fen, source=self.source,
            as_of=self.as_of, note=self.note.strip(),
        )  # fmt: skip
        work.note(customer=self.customer_id, finance=kept)
        return kept


@dataclass(frozen=True, slots=True)
class StrikeFinance(Change[None]):
    """A figure was wrong, or another customer's: it stays in sight, struck, and counts no more."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "finance.struck"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    customer_id: str
    finance_id: str
    why: str

    def carry_out(self, work: Work) -> None:
        known = next((e for e in finances.finances(work, self.customer_id) if e.id == self.finance_id), None)
        if known is None or known.struck_on is not None:
            raise StaleRecord("finance", self.finance_id)
        if not self.why.strip():
            raise Refused("finance.why_missing", field="why")
        finances.strike(work, self.finance_id, self.why.strip())
        work.note(customer=self.customer_id, finance=self.finance_id)


@dataclass(frozen=True, slots=True)
class NoteEnquiry(Change[str]):
    """Keep a credit-report enquiry (征信查询): nobody asks without an authorisation of that day or before."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "enquiry.noted"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    customer_id: str
    purpose: str
    asked_on: date
    authorised_on: date
    authorisation: str
    report_no: str = ""
    result: str = ""
    others_overdue: int | None = None
    """How many other lenders the report shows overdue: the risk check counts the newest report that says so."""

    def carry_out(self, work: Work) -> str:
        customers.customer(work, self.customer_id)
        if self.purpose not in PURPOSES:
            raise Refused("enquiry.purpose_missing", field="purpose")
        if self.asked_on > work.today:
            raise Refused("enquiry.in_future", field="asked_on")
        if self.authorised_on > self.asked_on:
            raise Refused("enquiry.not_authorised", field="authorised_on")
        if not self.authorisation.strip():
            raise Refused("enquiry.authorisation_missing", field="authorisation")
        if self.others_overdue is not None and not 0 <= self.others_overdue <= MOST_LENDERS:
            raise Refused("enquiry.others_range", field="others_overdue", most=MOST_LENDERS)
        kept = finances.add_enquiry(
            work, self.customer_id, purpose=self.purpose, asked_on=self.asked_on, authorised_on=self.authorised_on,
            authorisation=self.authorisation.strip(), report_no=self.report_no.strip(), result=self.result.strip(),
            others_overdue=self.others_overdue,
        )  # fmt: skip
        work.note(customer=self.customer_id, enquiry=kept)
        return kept
