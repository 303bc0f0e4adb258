"""Drafts: what somebody was typing, kept in the encrypted file so that a crash loses nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from collectdesk.store.rows.people import DraftRow
from collectdesk.store.work import View, Work, new_id


@dataclass(frozen=True, slots=True)
class Draft:
    """``content`` is the form's own text, usually JSON; the store doesn't read it."""

    content: str = field(repr=False)
    saved_at: datetime


def keep(work: Work, form: str, subject_id: str, content: str) -> None:
    """Keep the actor's draft, in place of an earlier one."""
    drop(work, form, subject_id)
    work.connection.execute(
        sa.insert(DraftRow).values(
            id=new_id(),
            branch_id=work.branch_id,
            account_id=work.actor.id,
            form=form,
            subject_id=subject_id,
            content=content,
            saved_at=work.now,
        )
    )


def read(view: View, form: str, subject_id: str) -> Draft | None:
    """The actor's own draft, or None."""
    row = view.row(sa.select(DraftRow.content, DraftRow.saved_at).where(*_own(view, form, subject_id)))
    return Draft(row.content, row.saved_at) if row else None


def drop(work: Work, form: str, subject_id: str) -> None:
    """Forget the actor's own draft."""
    work.connection.execute(sa.delete(DraftRow).where(*_own(work, form, subject_id)))


def _own(view: View, form: str, subject_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        DraftRow.account_id == view.actor.id,
        DraftRow.form == form,
        DraftRow.subject_id == subject_id,
    )
