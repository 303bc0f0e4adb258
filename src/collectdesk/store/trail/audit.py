"""The audit trail: every entry is chained to the one before by a keyed hash, in the deed's own transaction.

Changes made without the key are found and placed. Whoever holds the key could rewrite what came after the
last outside anchor (an archive pack, the printed evening page): docs/security.md says so too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.vault.trail import Anchor, TrailVerdict
from collectdesk.store.rows.columns import instant_text
from collectdesk.store.rows.people import AccountRow
from collectdesk.store.rows.trail import AuditHeadRow, AuditRow
from collectdesk.store.trail import chain, walking
from collectdesk.store.trail.chain import ORIGIN, TEXTS, Stored
from collectdesk.store.vault.opening import driver_of
from collectdesk.store.work import View, Work

__all__ = [
    "ORIGIN",
    "Anchor",
    "AuditLine",
    "TrailVerdict",
    "append",
    "head",
    "lines",
    "lines_naming",
    "verify",
]

_ALL: Final = 2**31
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
"""Shown where somebody altered an instant beyond reading."""
_HEAD: Final = "SELECT seq, link FROM audit_head WHERE id = 1"
_APPEND: Final = f"INSERT INTO audit_entry (seq, {', '.join(TEXTS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names


def _written(value: object) -> object:
    return str(value) if isinstance(value, date) else sorted(value)  # type: ignore[call-overload]  # is_plain lets no other in


_ABOUT: Final = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=_written)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry as people read it."""

    seq: int
    at: datetime
    login: str
    action: str
    about: Mapping[str, Any]
    link: str


def append(work: Work, action: str, about: Mapping[str, Any]) -> None:
    """Add the deed's line to the chain."""
    if not chain.is_plain(about):
        raise ValueError(f"{action}: the trail holds ids and counts only")
    driver = driver_of(work.connection)
    # the head that is kept is the one this connection wrote last: a trigger refuses any that isn't the file's own
    last, previous = work.lasting("trail", lambda: driver.execute(_HEAD).fetchone() or (0, ORIGIN))
    seq, text = last + 1, _ABOUT.encode(about)
    at = instant_text(work.now)  # as it is stored: the link is over that
    entry = (work.branch_id, at, work.actor.id, action, text, previous)
    link = chain.linked(work.keys.linking(), seq, *entry)
    driver.execute(_APPEND, (seq, *entry, link))
    work.keep("trail", (seq, link))


def verify(view: View, *, anchors: Sequence[Anchor] = ()) -> TrailVerdict:
    """Walk the whole chain; ``anchors`` were remembered outside, which finds a cut tail and an old copy."""
    return walking.verify(view, anchors)


def times_of(view: View, action: str, since: datetime, *, at_most: int = 1000) -> list[datetime]:
    """When the actor did something since an instant, the newest first; looks at the action's newest lines only."""
    newest = (
        sa.select(AuditRow.account_id, AuditRow.at)
        .where(AuditRow.action == action)
        .order_by(AuditRow.seq.desc())
        .limit(at_most)
        .subquery()
    )
    mine = sa.select(newest.c.at).where(newest.c.account_id == view.actor.id, newest.c.at >= since)
    return [row.at for row in view.rows(mine)]


def head(view: View) -> tuple[int, str]:
    """Where the chain stands: what packs and the evening page remember."""
    row = view.row(sa.select(AuditHeadRow.seq, AuditHeadRow.link))
    return (row.seq, row.link) if row else (0, ORIGIN)


def latest(view: View) -> datetime | None:
    """The latest instant in the trail since the clock was last confirmed; None in an empty one."""
    found: datetime | None = view.scalar(sa.select(AuditHeadRow.latest))
    return found


def lines(
    view: View,
    *,
    limit: int = 500,
    before: int | None = None,
    about: str | None = None,
    action: str | None = None,
) -> list[AuditLine]:
    """The newest entries first; ``about`` keeps those naming an id, ``action`` those of one deed."""
    query = (
        sa.select(
            AuditRow.seq,
            sa.type_coerce(AuditRow.at, sa.String).label("at"),
            AccountRow.login,
            AuditRow.action,
            AuditRow.about,
            AuditRow.link,
        )
        .outerjoin(AccountRow, AccountRow.id == AuditRow.account_id)
        .order_by(AuditRow.seq.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditRow.seq < before)
    if action is not None:
        query = query.where(AuditRow.action == action)
    if about is not None:
        query = query.where(AuditRow.about.contains(about, autoescape=True))
    return [
        AuditLine(
            r.seq, walking.instant(r.at) or _NEVER, r.login or "system", r.action, _named(r.about), r.link
        )
        for r in view.rows(query)
    ]


def _named(stored: str) -> Mapping[str, Any]:
    """What the entry names; an altered one is still shown, as it stands."""
    try:
        found = json.loads(stored)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"unreadable": stored}


def entries(view: View) -> Iterator[Stored]:
    """Every entry as it lies in the file, the oldest first."""
    cursor = driver_of(view.connection).execute(chain.ALL.on(view.connection))
    try:
        while rows := cursor.fetchmany(2000):
            yield from map(chain.stored, rows)
    finally:
        cursor.close()


def lines_naming(view: View, *subject_ids: str) -> list[AuditLine]:
    """Every entry that names one of the ids, the oldest first: the extract that goes into an archive pack."""
    found = {line.seq: line for one in subject_ids for line in lines(view, limit=_ALL, about=one)}
    return [found[seq] for seq in sorted(found)]
