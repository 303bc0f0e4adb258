"""The audit trail: every entry is chained to the one before by a keyed hash, in the deed's own transaction.

Changes made without the key are found and placed. Whoever holds the key could rewrite what came after the
last outside anchor (an archive pack, the printed evening page): docs/security.md says so too.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.keys.register import keys_in_order
from collectdesk.store.rows.people import AccountRow
from collectdesk.store.rows.trail import AuditHeadRow, AuditRow
from collectdesk.store.work import View, Work, insertion

_ALL: Final = 2**31
ORIGIN: Final = "0" * 64
_HEAD: Final = sa.select(AuditHeadRow.seq, AuditHeadRow.link)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry as people read it."""

    seq: int
    at: datetime
    login: str
    action: str
    about: Mapping[str, Any]
    link: str


@dataclass(frozen=True, slots=True)
class TrailVerdict:
    """Green, or red with the first place that doesn't hold and why: a code for the sentence."""

    intact: bool
    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def append(work: Work, action: str, about: Mapping[str, Any]) -> None:
    """Add the deed's line to the chain."""
    head = work.row(_HEAD)
    seq, previous = (head.seq + 1, head.link) if head else (1, ORIGIN)
    text = json.dumps(about, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    entry = {
        "seq": seq,
        "branch_id": work.branch_id,
        "at": work.now.astimezone(UTC),  # as it is stored: the link is over the stored text
        "account_id": work.actor.id,
        "action": action,
        "about": text,
        "previous": previous,
    }
    link = _link(work.keys.labelled("audit"), entry)
    work.connection.execute(insertion(AuditRow), {**entry, "link": link})


def verify(view: View, *, anchor: tuple[int, str] | None = None) -> TrailVerdict:
    """Walk the whole chain; ``anchor`` is (seq, link) remembered outside, which finds a cut tail."""
    keys = keys_in_order(view, "audit")
    expected_seq, previous = 1, ORIGIN
    total = view.scalar(sa.select(sa.func.count()).select_from(AuditRow)) or 0
    for row in _entries(view):
        while len(keys) > 1 and keys[1][0] <= expected_seq:
            keys.pop(0)
        problem = _problem(row, expected_seq, previous, keys[0][1])
        if (
            problem is None
            and anchor is not None
            and row.seq == anchor[0]
            and bytes(row.link) != anchor[1].encode()
        ):
            problem = "anchor_differs"
        if problem is not None:
            return TrailVerdict(False, total, previous, expected_seq, problem)
        if expected_seq % 2000 == 0:
            view.step(expected_seq, total)
        expected_seq, previous = expected_seq + 1, bytes(row.link).decode()
    head = view.row(sa.select(AuditHeadRow.seq, AuditHeadRow.link))
    if (head.seq, head.link) != (expected_seq - 1, previous) if head else expected_seq != 1:
        return TrailVerdict(False, total, previous, expected_seq, "head_differs")
    if anchor is not None and anchor[0] >= expected_seq:
        return TrailVerdict(False, total, previous, expected_seq, "tail_cut")
    return TrailVerdict(True, total, previous)


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


def lines(
    view: View, *, limit: int = 500, before: int | None = None, about: str | None = None
) -> list[AuditLine]:
    """The newest entries first; ``about`` keeps those naming an id."""
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
    if about is not None:
        query = query.where(AuditRow.about.contains(about, autoescape=True))
    return [
        AuditLine(r.seq, _instant(r.at), r.login or "system", r.action, _named(r.about), r.link)
        for r in view.rows(query)
    ]


def _instant(stored: Any) -> datetime:
    """When it was, or the beginning of time where somebody altered it beyond reading."""
    try:
        read = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
        return read.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def _named(stored: str) -> Mapping[str, Any]:
    """What the entry names; an altered one is still shown, as it stands."""
    try:
        found = json.loads(stored)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"unreadable": stored}


def lines_naming(view: View, *subject_ids: str) -> list[AuditLine]:
    """Every entry that names one of the ids, the oldest first: the extract that goes into an archive pack."""
    found = {line.seq: line for one in subject_ids for line in lines(view, limit=_ALL, about=one)}
    return [found[seq] for seq in sorted(found)]


def _entries(view: View) -> Iterator[Any]:
    result = view.connection.execution_options(yield_per=2000).execute(
        sa.select(AuditRow.seq, *(_as_stored(getattr(AuditRow, name)) for name in _TEXTS)).order_by(
            AuditRow.seq
        ),
    )
    yield from result


_TEXTS: Final = ("branch_id", "at", "account_id", "action", "about", "previous", "link")


def _as_stored(column: Any) -> Any:
    """The bytes as they lie in the file: parsing would take two spellings of one instant for the same,
    and altered bytes needn't even be text.
    """
    return sa.type_coerce(sa.cast(sa.type_coerce(column, sa.String), sa.LargeBinary), sa.LargeBinary).label(
        column.key
    )


def _problem(row: Any, expected_seq: int, previous: str, key: bytes) -> str | None:
    if row.seq != expected_seq:
        return "gap"
    stored = {name: bytes(getattr(row, name)).decode("utf-8", "backslashreplace") for name in _TEXTS}
    link = stored.pop("link")
    if stored["previous"] != previous:
        return "previous_differs"
    fits = hmac.compare_digest(_link(key, {"seq": row.seq, **stored}).encode(), link.encode())
    return None if fits else "entry_altered"


def _link(key: bytes, entry: Mapping[str, Any]) -> str:
    at = entry["at"]
    written = {**entry, "at": at if isinstance(at, str) else at.isoformat(timespec="microseconds")}
    text = json.dumps(written, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, text.encode("ascii"), "sha256").hex()
