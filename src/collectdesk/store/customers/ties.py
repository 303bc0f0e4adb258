"""Which files hold the same telephone numbers: the ties between customers that nobody had to enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.store.rows.customers import ContactPointRow, CustomerRow, RelatedPartyRow

if TYPE_CHECKING:
    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class SharedNumber:
    """A number that stands in another customer's file too. Parties are empty where it is the customer's own."""

    party: str
    other_id: str
    other_name: str
    other_party: str
    other_role: str


def shared_numbers(view: View, customer_id: str, most: int) -> list[SharedNumber]:
    """The other files that hold a number of this one, each way it does; nothing of blocked or erased numbers."""
    mine, theirs = aliased(ContactPointRow), aliased(ContactPointRow)
    party, other_party = aliased(RelatedPartyRow), aliased(RelatedPartyRow)
    query = (
        sa.select(
            party.name.label("party"), CustomerRow.id, CustomerRow.name, other_party.name.label("other_party"),
            other_party.role,
        )
        .select_from(mine)
        .join(theirs, sa.and_(theirs.value == mine.value, theirs.kind == "phone"))
        .join(CustomerRow, CustomerRow.id == theirs.customer_id)
        .outerjoin(party, party.id == mine.related_party_id)
        .outerjoin(other_party, other_party.id == theirs.related_party_id)
        .where(
            mine.customer_id == customer_id, mine.kind == "phone", mine.value != "", mine.standing != "blocked",
            theirs.customer_id != customer_id, theirs.standing != "blocked", CustomerRow.merged_into.is_(None),
        )
        .distinct()
        .order_by(CustomerRow.id)
        .limit(most)
    )  # fmt: skip
    return [
        SharedNumber(r.party or "", r.id, r.name, r.other_party or "", r.role or "") for r in view.rows(query)
    ]
