"""The tray of unmatched money: nothing in it is guessed; a person notes whose word says what, core banking posts it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.intake import unmatched
from collectdesk.store.intake.unmatched import Unmatched
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

__all__ = ["Designate", "ShowTray", "Unmatched"]


@dataclass(frozen=True, slots=True)
class ShowTray(Lookup[tuple[Unmatched, ...]]):
    """Money that came in under accounts nobody here knows, the oldest first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "tray.shown"

    def look(self, view: View) -> tuple[Unmatched, ...]:
        seen, none = masking.of_customers(view), masking.without_case(view)
        return tuple(
            replace(
                each, account_no=masking.account(each.account_no), meant_for=masking.account(each.meant_for),
                name=masking.name(seen.get(each.customer_id, none), each.name) if each.name else "",
            )
            for each in unmatched.unmatched(view)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Designate(Change[None]):
    """Note which debt unmatched money is meant for, by whose word. It stays unmatched until core banking posts it.

    An empty account takes the note back.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "tray.designated"
    touches: ClassVar = frozenset({Subject.IMPORTS})

    unmatched_id: str
    account_no: str
    said_by: str = ""
    note: str = ""

    def carry_out(self, work: Work) -> None:
        if all(each.id != self.unmatched_id for each in unmatched.unmatched(work)):
            raise StaleRecord("unmatched_payment", self.unmatched_id)
        account = self.account_no.strip()
        product_id = unmatched.product_by_account(work, account) if account else None
        if account and product_id is None:
            raise Refused("tray.account_unknown", field="account_no")
        if account and not self.said_by.strip():
            raise Refused("tray.said_by_missing", field="said_by")
        said_by, note = (self.said_by.strip(), self.note.strip()) if account else ("", "")
        unmatched.designate(work, self.unmatched_id, product_id, said_by, note)
        work.note(unmatched=self.unmatched_id, product=product_id or "none")
