"""Walks the chain and says where it breaks, and how: changed, missing, inserted, moved, cut off, put back."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain as joined
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.vault.trail import Anchor, Break, TrailVerdict
from collectdesk.store.keys.register import keys_in_order
from collectdesk.store.rows.columns import Rows
from collectdesk.store.trail import chain
from collectdesk.store.trail.chain import ORIGIN, Linking, Stored
from collectdesk.store.vault.opening import driver_of
from collectdesk.store.work import View

_NEAR: Final = 20_000  # how far from its place an entry's own number is looked for: a tenth of a second
_AHEAD: Final = 3


@dataclass(frozen=True, slots=True)
class _Break:
    seq: int
    reason: Break
    at: str = ""
    written_as: int | None = None
    anchor: Anchor | None = None


def verify(view: View, anchors: Sequence[Anchor] = ()) -> TrailVerdict:
    """Walk the whole chain, and hold it against what was remembered outside."""
    walk = _Walk(view, tuple(anchors))
    found = walk.first_break()
    if found is None:
        return TrailVerdict(True, walk.total, walk.link, anchors=walk.anchors)
    return TrailVerdict(
        False, walk.total, walk.link, found.seq, found.reason, instant(found.at), found.written_as, found.anchor,
        walk.anchors,
    )  # fmt: skip


def instant(stored: Any) -> datetime | None:
    """When it was, or None where somebody altered it beyond reading."""
    try:
        read = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
        return read.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


class _Walk:
    """One pass; ``link``, ``seq`` and ``at`` belong to the last entry that holds."""

    def __init__(self, view: View, anchors: tuple[Anchor, ...]) -> None:
        self.view, self.anchors = view, anchors
        self.keys = [(first, Linking(key)) for first, key in keys_in_order(view, "audit")]
        self.driver = driver_of(view.connection)
        self.total: int = self.driver.execute("SELECT count(*) FROM audit_entry").fetchone()[0]
        self.link, self.seq = ORIGIN, 0
        self.last: Any = None
        self.remembered: dict[int, list[Anchor]] = {}
        for anchor in anchors:
            self.remembered.setdefault(anchor.seq, []).append(anchor)

    def first_break(self) -> _Break | None:
        for row in self._rows():
            link = self._followed(row)
            if link is None:
                return self._placed(chain.stored(row))
            for anchor in self.remembered.get(row[0], ()):
                if not anchor.agrees(link):
                    return _Break(row[0], Break.ANCHOR_DIFFERS, chain.stored(row).at, anchor=anchor)
            self.seq, self.link, self.last = row[0], link, row
            if self.seq % 2000 == 0:
                self.view.step(self.seq, self.total)
        return self._end()

    def _followed(self, row: Any) -> str | None:
        """The link of a row that follows the last one and is as it was written; None for any other. Bytes that aren't
        ASCII were never written by the program, which keeps nothing else, so they are looked at no further here.
        """
        seq, *stored = row
        if seq != self.seq + 1:
            return None
        try:
            branch_id, at, account_id, action, about, previous, link = [str(one, "ascii") for one in stored]
        except (UnicodeDecodeError, TypeError):
            return None
        if previous != self.link:
            return None
        right = chain.linked(self._key_of(seq), seq, branch_id, at, account_id, action, about, previous)
        return right if hmac.compare_digest(right, link) else None

    def _key_of(self, seq: int) -> Linking:
        """The key of the epoch in which an entry was written."""
        found = self.keys[0][1]
        for first, key in self.keys[1:]:
            if first > seq:
                break
            found = key
        return found

    @property
    def at(self) -> str:
        """When the last entry that holds was written."""
        return chain.stored(self.last).at if self.last else ""

    def _rows(self) -> Iterator[Any]:
        cursor = self.driver.execute(chain.ALL.on(self.view.connection))
        try:
            while rows := cursor.fetchmany(2000):
                yield from rows
        finally:
            cursor.close()

    def _end(self) -> _Break | None:
        """The chain holds to its last entry: is that the end the branch and others remember?"""
        head = self.driver.execute("SELECT seq, link FROM audit_head WHERE id = 1").fetchone()
        if (tuple(head) if head else (0, ORIGIN)) != (self.seq, self.link):
            return _Break(self.seq + 1, Break.HEAD_DIFFERS, self.at)
        beyond = [anchor for anchor in self.anchors if anchor.seq > self.seq]
        if not beyond:
            return None
        newest = max(beyond, key=lambda anchor: anchor.seq)
        reason = Break.TAIL_CUT if _newest_record(self.view) > self.at else Break.PUT_BACK
        return _Break(self.seq + 1, reason, self.at, anchor=newest)

    def _placed(self, entry: Stored) -> _Break:
        """What happened at the first entry that doesn't hold; told by where each neighbour was written."""
        place = self.seq + 1
        if entry.seq > place:
            return _Break(place, Break.MISSING, self.at)
        if entry.seq < place:
            return _Break(place, Break.INSERTED, entry.at)  # numbers below the first
        after = self._after(entry.seq)
        own, homes = self._home(entry), [self._home(one) for one in after]
        if own == place:
            return _Break(place, Break.FOLLOWS_ANOTHER, entry.at)
        if self._is_shifted_down(own, homes, place):
            return _Break(place, Break.INSERTED, entry.at)
        if own is None:
            return _Break(place, Break.CHANGED, entry.at)
        if own > place and (not homes or homes[0] == own + 1):
            return _Break(place, Break.MISSING, self.at)  # removed, and what followed given new numbers
        return _Break(place, Break.MOVED, entry.at, own)

    def _is_shifted_down(self, own: int | None, homes: list[int | None], place: int) -> bool:
        """Whether the entry that belongs here, and those after it, stand one further down."""
        if not homes or homes[0] != place:
            return False
        return own is None or (homes[1] == place + 1 if len(homes) > 1 else own < place)

    def _after(self, seq: int) -> list[Stored]:
        return [
            chain.stored(row)
            for row in self.driver.execute(
                chain.FROM_ONE.on(self.view.connection), (seq + 1, _AHEAD)
            ).fetchall()
        ]

    def _home(self, entry: Stored) -> int | None:
        """The number under which the program wrote an entry, by its own hash; None for one it never wrote so."""
        near = range(1, min(_NEAR, max(self.total, entry.seq) + 1))
        for away in joined((0,), near):
            for seq in {entry.seq + away, entry.seq - away}:
                if seq > 0 and entry.fits(self._key_of(seq), seq):
                    return seq
        return None


def _newest_record(view: View) -> str:
    """The instant of the newest record of any kind: a trail cut short leaves the records of its lost end behind."""
    tables = [table for table in Rows.metadata.sorted_tables if "recorded_at" in table.columns]
    found = (view.scalar(sa.select(sa.func.max(sa.type_coerce(t.c.recorded_at, sa.String)))) for t in tables)
    return max((str(one) for one in found if one), default="")
