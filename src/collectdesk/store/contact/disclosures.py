"""Who was told of a debt, and reports of it: rows to plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.contact.contacts import IdentityProof
from collectdesk.domain.contact.disclosures import Disclosure, DisclosureState, Recipient
from collectdesk.store.rows.duties import DisclosureRow

if TYPE_CHECKING:
    from datetime import datetime

    from collectdesk.store.work import View, Work


def of_case(view: View, case_id: str) -> list[Disclosure]:
    """Everything of a case, newest first."""
    return _read(view, DisclosureRow.case_id == case_id)


def disclosure(view: View, disclosure_id: str) -> Disclosure:
    """One of them; raises LookupError."""
    found = _read(view, DisclosureRow.id == disclosure_id)
    if not found:
        raise LookupError(f"no disclosure {disclosure_id}")
    return found[0]


def add(work: Work, case_id: str, **values: Any) -> str:
    """Keep one; gives its id."""
    return work.add(DisclosureRow, case_id=case_id, **values)


def settle(work: Work, kept: Disclosure, state: DisclosureState, done_at: datetime | None, note: str) -> None:
    """What became of it; raises StaleRecord."""
    work.change(DisclosureRow, kept.id, kept.row_version, state=state.value, done_at=done_at, note=note)


def _read(view: View, where: Any) -> list[Disclosure]:
    rows = view.rows(
        sa.select(DisclosureRow)
        .where(where)
        .order_by(DisclosureRow.recorded_at.desc(), DisclosureRow.id.desc())
    )
    return [
        Disclosure(
            r.id, r.case_id, Recipient(r.to), r.recipient, r.purpose, r.what, r.tells_debt,
            IdentityProof(r.identity), r.consent, r.agreement, r.assessment, DisclosureState(r.state),
            r.planned_on, r.done_at, r.reason, r.note, r.recorded_by, r.version,
        )
        for r in rows
    ]  # fmt: skip
