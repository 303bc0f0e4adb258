"""What may be said on a call: the branch's approved script for whoever is on the line, with the facts it fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.contact.customer_texts import texts_in_use
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.contact.scripts import Script
from collectdesk.domain.contact.texts import Text, TextKind
from collectdesk.domain.customers.parties import rule_role
from collectdesk.domain.money import total
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices
from collectdesk.store.customers import customers, parties
from collectdesk.store.people.people import branch_name

if TYPE_CHECKING:
    from collectdesk.store.work import View

_BY_REACHED: Final = {
    Reached.DEBTOR: "debtor",
    Reached.GUARANTOR: "guarantor",
    Reached.FAMILY: "third_party",
    Reached.THIRD_PARTY: "third_party",
    Reached.WRONG_PERSON: "third_party",
}
_BY_ROLE: Final = {
    "debtor": "debtor",
    "joint_borrower": "debtor",
    "spouse_liable": "debtor",
    "guarantor": "guarantor",
}
"""Whoever isn't liable, or represents somebody, hears nothing of a debt from a script."""


@dataclass(frozen=True, slots=True)
class ShowScript(Lookup[Script]):
    """The script for the number about to be called, or for whoever was reached there."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "script.shown"

    case_id: str
    point_id: str | None = None
    reached: Reached | None = None
    language: str = "zh_CN"

    def look(self, view: View) -> Script:
        kept = cases.case(view, self.case_id)
        party = parties.party_of_point(view, self.point_id) if self.point_id else None
        role = "debtor" if party is None else rule_role(party.role, liable=party.liable)
        audience = _BY_REACHED.get(self.reached or Reached.NOBODY) or _BY_ROLE.get(role, "third_party")
        seen = masking.of_case(view, kept)
        owed = [p for p in customers.products(view, kept.customer_id) if p.dpd > 0]
        borrower = masking.name(seen, customers.customer(view, kept.customer_id).name)
        spoken_with = masking.name(seen, party.name) if party is not None else borrower
        head = notices.letterhead(view)
        return Script(
            audience=audience,
            text=_script(view, audience, self.language),
            name=borrower if self.reached is Reached.DEBTOR else spoken_with,
            borrower=borrower,
            branch=branch_name(view),
            caller=view.actor.name,
            phone=head.phone if head else "",
            address=head.address if head else "",
            account=head.account_no if head else "",
            as_of=max((p.as_of for p in owed if p.as_of), default=None),
            since=min((p.oldest_unpaid_on for p in owed if p.oldest_unpaid_on), default=None),
            dpd=max((p.dpd for p in owed), default=0),
            overdue=total([p.overdue for p in owed]),
            balance=total([p.balance for p in owed]),
            contracts=tuple(p.contract_no for p in owed if p.contract_no),
        )


def _script(view: View, audience: str, language: str) -> Text:
    """The branch's newest approved script, else the shipped one; raises Refused(notice.no_text)."""
    for text in texts_in_use(view):
        if text.kind is TextKind.SCRIPT and text.language == language and audience in text.levels:
            return text
    raise Refused("notice.no_text", field="level")
