"""Lists that people keep by name: each person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.store.rows.customers import SavedViewRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.store.work import View, Work


def keep(work: Work, name: str, wanted: Mapping[str, Any]) -> None:
    """Keep the actor's list under a name, in place of the one that has it."""
    known = work.scalar(sa.select(SavedViewRow.id).where(*_mine(work, name)))
    if known is None:
        work.add(SavedViewRow, account_id=work.actor.id, name=name, wanted=dict(wanted))
    else:
        work.change(SavedViewRow, known, wanted=dict(wanted))


def drop(work: Work, name: str) -> None:
    """Forget the actor's list of a name; nothing happens where there is none."""
    work.connection.execute(sa.delete(SavedViewRow).where(*_mine(work, name)))


def kept(view: View) -> list[tuple[str, Mapping[str, Any]]]:
    """The actor's lists by name."""
    mine = SavedViewRow.account_id == view.actor.id
    query = sa.select(SavedViewRow.name, SavedViewRow.wanted).where(mine).order_by(SavedViewRow.name)
    return [(row.name, row.wanted) for row in view.rows(query)]


def _mine(view: View, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (SavedViewRow.account_id == view.actor.id, SavedViewRow.name == name)
