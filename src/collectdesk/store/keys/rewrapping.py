"""Owns the list of what lies in the database sealed under a label of the root, and brings it under another root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.keys.root import RootKey
from collectdesk.store.keys.sealing import b64, open_bytes, seal_bytes, unb64
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.parcels import PostRow
from collectdesk.store.rows.people import BranchRow
from collectdesk.store.rows.visits import PackRow
from collectdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A column of sealed keys: under which label, and what each is bound to besides."""

    label: str
    table: Any
    column: str
    bound: str = "id"


WRAPPED: Final = (
    Wrapped("evidence", CaseRow, "sealed_key"),
    Wrapped("archive", BranchRow, "seal_key"),
    Wrapped("archive", BranchRow, "pdf_signer"),
    Wrapped("archive", PackRow, "sealed_key"),
    Wrapped("parcel", PostRow, "sealed_key"),
)
"""A column that a label of the root seals is written here, or a rotation would lose it."""
_AT_ONCE: Final = 2000


def rewrap(work: Work, old: RootKey) -> None:
    """Seal every wrapped key again under ``work.keys``; raises StoreTrouble(damaged) where one doesn't open."""
    for kind in WRAPPED:
        sealed, bound, key = (getattr(kind.table, name) for name in (kind.column, kind.bound, "id"))
        before, after = old.labelled(kind.label), work.keys.labelled(kind.label)
        rows = work.rows(sa.select(key.label("id"), bound.label("bound"), sealed.label("sealed")))
        changed = [
            {"_id": row.id, "_sealed": _again(row.sealed, row.bound, before, after)}
            for row in rows
            if row.sealed
        ]
        statement = (
            sa.update(kind.table.__table__)
            .where(key == sa.bindparam("_id"))
            .values({kind.column: sa.bindparam("_sealed")})
        )
        for start in range(0, len(changed), _AT_ONCE):
            work.connection.execute(statement, changed[start : start + _AT_ONCE])


def _again(sealed: str, bound: str, before: bytes, after: bytes) -> str:
    plain = open_bytes(before, unb64(sealed), bound.encode(), "damaged")
    return b64(seal_bytes(after, plain, bound.encode()))
