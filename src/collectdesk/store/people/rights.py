"""Who holds which right now: the account as it stands, and the deputyships in its favour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.paper_approvals import PaperState
from collectdesk.domain.people.people import Actor, Deputyship, Permission, Role
from collectdesk.store import statements
from collectdesk.store.rows.people import AccountRow
from collectdesk.store.rows.rights import DeputyPaperRow, DeputyshipRow
from collectdesk.store.work import View, Work

_PRINCIPAL: Final = aliased(AccountRow)
_STANDING: Final = (
    sa.select(
        AccountRow.id,
        AccountRow.login,
        AccountRow.name,
        AccountRow.role,
        DeputyshipRow.id.label("deputyship_id"),
        DeputyshipRow.principal_id,
        DeputyshipRow.permissions,
        DeputyshipRow.from_on,
        DeputyshipRow.until_on,
    )
    .outerjoin(
        DeputyshipRow,
        sa.and_(
            DeputyshipRow.deputy_id == AccountRow.id,
            DeputyshipRow.until_on >= sa.bindparam("today"),
            DeputyshipRow.ended_on.is_(None),
            # a deputy of somebody who has left, or is no supervisor any more, stands in for nobody
            sa.exists().where(
                _PRINCIPAL.id == DeputyshipRow.principal_id,
                _PRINCIPAL.active,
                _PRINCIPAL.role == Role.SUPERVISOR.value,
            ),
            # nor one whose paper nobody confirmed in time
            ~sa.exists().where(
                DeputyPaperRow.deputyship_id == DeputyshipRow.id,
                DeputyPaperRow.state != PaperState.CONFIRMED.value,
                DeputyPaperRow.due_on < sa.bindparam("today"),
            ),
        ),
    )
    .where(AccountRow.active)
    .order_by(AccountRow.login, DeputyshipRow.from_on, DeputyshipRow.id)
)
_ONE: Final = _STANDING.where(AccountRow.id == sa.bindparam("account"))
"""Made once: it is asked before every deed."""


class _Standing(NamedTuple):
    """One row of it: an account, with one of the deputyships in its favour or none."""

    id: str
    login: str
    name: str
    role: str
    deputyship_id: str | None
    principal_id: str
    permissions: list[str]
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class KeptDeputyship:
    """A deputyship as people read it; ids of accounts."""

    held: Deputyship
    deputy: AccountId
    reason: str
    named_by: str
    ended_on: date | None
    paper: PaperState | None = None
    """How the paper stands on which it rests; None where it was named at the desk."""
    confirm_by: date | None = None


def standing(view: View, account_id: str) -> Actor | None:
    """The account as it stands in this snapshot, deputyships that haven't run out included; None for who left."""
    today = view.today
    return view.lasting(("standing", account_id, today), lambda: _standing(view, account_id, today))


def _standing(view: View, account_id: str, today: date) -> Actor | None:
    asked = statements.question(view.connection, _ONE)
    found = asked.ask(view.connection, today=today, account=account_id)
    return _actor([_Standing(*row) for row in found]) if found else None


def everybody(view: View) -> list[Actor]:
    """All active accounts by login, with the deputyships that haven't run out."""
    by_id: dict[str, list[_Standing]] = {}
    for row in statements.question(view.connection, _STANDING).ask(view.connection, today=view.today):
        standing_row = _Standing(*row)
        by_id.setdefault(standing_row.id, []).append(standing_row)
    return [_actor(rows) for rows in by_id.values()]


def _actor(rows: Sequence[_Standing]) -> Actor:
    held = tuple(
        Deputyship(
            row.deputyship_id,
            AccountId(row.principal_id),
            frozenset(map(Permission, row.permissions)),
            row.from_on,
            row.until_on,
        )
        for row in rows
        if row.deputyship_id is not None
    )
    return Actor(AccountId(rows[0].id), rows[0].login, rows[0].name, Role(rows[0].role), held)


def add_deputyship(work: Work, deputy: str, held: Deputyship, reason: str) -> str:
    """Keep a deputyship; its ``id`` is made here."""
    return work.add(
        DeputyshipRow,
        principal_id=held.principal,
        deputy_id=deputy,
        permissions=sorted(each.value for each in held.permissions),
        from_on=held.from_on,
        until_on=held.until_on,
        reason=reason,
        ended_on=None,
        ended_by=None,
    )


def deputyships(view: View, *, since: date | None = None) -> list[KeptDeputyship]:
    """All of them, the newest first; ``since`` leaves out what ran out or was ended before that day."""
    row = DeputyshipRow
    query = sa.select(
        row.id, row.principal_id, row.deputy_id, row.permissions, row.from_on, row.until_on, row.reason,
        row.recorded_by, row.ended_on, DeputyPaperRow.state, DeputyPaperRow.due_on,
    ).outerjoin(DeputyPaperRow, DeputyPaperRow.deputyship_id == row.id).order_by(
        row.from_on.desc(), row.id.desc()
    )  # fmt: skip
    if since is not None:
        query = query.where(row.until_on >= since, sa.or_(row.ended_on.is_(None), row.ended_on >= since))
    return [
        KeptDeputyship(
            Deputyship(
                r.id,
                AccountId(r.principal_id),
                frozenset(map(Permission, r.permissions)),
                r.from_on,
                r.until_on,
            ),
            AccountId(r.deputy_id),
            r.reason,
            r.recorded_by,
            r.ended_on,
            None if r.state is None else PaperState(r.state),
            r.due_on,
        )
        for r in view.rows(query)
    ]


def end_deputyship(work: Work, deputyship_id: str) -> None:
    """End one today; what was done under it stays done."""
    work.change(DeputyshipRow, deputyship_id, ended_on=work.today, ended_by=work.actor.id)
