"""The branch's own texts to customers: rows to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.contact.texts import Text, TextKind, TextState
from collectdesk.store.rows.notices import TextRow

if TYPE_CHECKING:
    from datetime import datetime

    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class KeptText:
    """One version the branch has made, and who decided on it."""

    id: str
    text: Text
    reason: str
    made_by: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_reason: str
    row_version: int


def own_texts(view: View) -> list[KeptText]:
    """Every version the branch has made, newest first."""
    return _texts(view, sa.true())


def own_text(view: View, text_id: str) -> KeptText:
    """One version; raises LookupError."""
    found = _texts(view, TextRow.id == text_id)
    if not found:
        raise LookupError(f"no text {text_id}")
    return found[0]


def add_text(work: Work, text: Text, reason: str) -> str:
    """Keep a new version; its number is the next one of its code and language."""
    last = work.scalar(
        sa.select(sa.func.max(TextRow.text_version)).where(
            TextRow.code == text.code, TextRow.language == text.language
        )
    )
    return work.add(
        TextRow, code=text.code, language=text.language, text_version=int(last or 0) + 1, kind=text.kind.value,
        levels=list(text.levels), title=text.title, body=text.body, sentences=list(text.sentences),
        state=text.state.value, reason=reason, decided_by=None, decided_at=None, decision_reason="",
    )  # fmt: skip


def decide_text(work: Work, kept: KeptText, state: TextState, **values: Any) -> None:
    """Approve, refuse or withdraw a version; raises StaleRecord."""
    work.change(TextRow, kept.id, kept.row_version, state=state.value, **values)


def _texts(view: View, where: Any) -> list[KeptText]:
    rows = view.rows(sa.select(TextRow).where(where).order_by(TextRow.recorded_at.desc(), TextRow.id.desc()))
    return [
        KeptText(
            r.id,
            Text(
                r.code,
                TextKind(r.kind),
                r.language,
                tuple(r.levels),
                r.title,
                r.body,
                tuple(r.sentences),
                r.text_version,
                TextState(r.state),
            ),
            r.reason,
            r.recorded_by,
            r.recorded_at,
            r.decided_by or "",
            r.decided_at,
            r.decision_reason,
            r.version,
        )
        for r in rows
    ]
