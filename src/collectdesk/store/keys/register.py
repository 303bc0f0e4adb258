"""Owns what the database knows of the keys: whom roots may be sealed to, each epoch, and the workstation's secret."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from collectdesk.store import statements
from collectdesk.store.keys import sealing
from collectdesk.store.keys.root import LABELS, Fate, RootKey
from collectdesk.store.keys.sealing import b64, unb64
from collectdesk.store.keys.slots import Holder
from collectdesk.store.keys.workstation import Workstation
from collectdesk.store.rows.people import KeyEpochRow, KeyHolderRow
from collectdesk.store.rows.trail import AuditHeadRow
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.work import View, Work

REMEMBERED: Final = tuple(label for label, fate in LABELS.items() if fate is Fate.REMEMBERED)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A person's Ed25519 key and when it counted: a signature made then is checked with it."""

    account_id: str
    login: str
    signing: bytes
    since: datetime
    until: datetime | None

    def held_at(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class EpochLine:
    """One generation of keys, for people to read."""

    number: int
    began_at: datetime
    began_by: str
    reason: str
    first_seq: int


# ---- holders


def enrol(work: Work, holder: Holder, account_id: str | None) -> None:
    """Make a holder known in place of an earlier one of that name."""
    retire(work, holder.kind, holder.name, "replaced")
    work.add(
        KeyHolderRow,
        kind=holder.kind,
        name=holder.name,
        account_id=account_id,
        exchange=b64(holder.exchange),
        signing=b64(holder.signing),
        vouch=b64(holder.vouch),
        retired_at=None,
        retired_why="",
    )


def revouch(work: Work, holder: Holder) -> None:
    """Note a holder's new vouching secret; the keys stay."""
    work.connection.execute(
        sa.update(KeyHolderRow)
        .where(
            KeyHolderRow.kind == holder.kind,
            KeyHolderRow.name == holder.name,
            KeyHolderRow.retired_at.is_(None),
        )
        .values(vouch=b64(holder.vouch), version=KeyHolderRow.version + 1)
    )


def retire(work: Work, kind: str, name: str, why: str) -> bool:
    """Let a holder go: no root is sealed to it any more, its signatures can still be checked."""
    done = work.connection.execute(
        sa.update(KeyHolderRow)
        .where(KeyHolderRow.kind == kind, KeyHolderRow.name == name, KeyHolderRow.retired_at.is_(None))
        .values(retired_at=work.now, retired_why=why, version=KeyHolderRow.version + 1)
    )
    return bool(done.rowcount)


def holders(view: View) -> list[Holder]:
    """Everybody a root may be sealed to now."""
    query = sa.select(KeyHolderRow).where(KeyHolderRow.retired_at.is_(None)).order_by(KeyHolderRow.name)
    return [
        Holder(r.kind, r.name, unb64(r.exchange), unb64(r.signing), unb64(r.vouch)) for r in view.rows(query)
    ]


def envelopes(view: View) -> list[tuple[str, datetime]]:
    """The envelopes whose codes are good, and when each code was made."""
    query = (
        sa.select(KeyHolderRow.name, KeyHolderRow.recorded_at)
        .where(KeyHolderRow.kind == "code", KeyHolderRow.retired_at.is_(None))
        .order_by(KeyHolderRow.name)
    )
    return [(row.name, row.recorded_at) for row in view.rows(query)]


def public_keys(view: View, account_id: str | None = None) -> list[PublicKey]:
    """The signing keys of one person or of everybody, retired ones too, the oldest first."""
    query = (
        sa.select(KeyHolderRow)
        .where(KeyHolderRow.kind == "person", KeyHolderRow.account_id.is_not(None))
        .order_by(KeyHolderRow.recorded_at, KeyHolderRow.id)
    )
    if account_id is not None:
        query = query.where(KeyHolderRow.account_id == account_id)
    return [
        PublicKey(r.account_id, r.name, unb64(r.signing), r.recorded_at, r.retired_at)
        for r in view.rows(query)
    ]


def signing_key(view: View, account_id: str, at: datetime) -> bytes | None:
    """The public key that a person's signature of an instant is checked with."""
    return next((k.signing for k in reversed(public_keys(view, account_id)) if k.held_at(at)), None)


# ---- epochs


def begin_epoch(work: Work, number: int, reason: str, station: Workstation) -> None:
    """Open the books of an epoch whose root is ``work.keys``: the trail's next entry is the first under it."""
    head = work.scalar(sa.select(AuditHeadRow.seq)) or 0
    statements.insert(
        work.connection,
        KeyEpochRow,
        {
            "number": number,
            "began_at": work.now,
            "began_by": work.actor.id,
            "reason": reason,
            "first_seq": head + 1,
            "workstation": _sealed(work.keys, "workstation", number, station.secret),
            "remembered": "",
        },
    )


def remember_past(work: Work, old: RootKey) -> None:
    """Seal what must outlive ``old`` under ``work.keys``: its own remembered keys and those of epochs before."""
    for row in work.rows(sa.select(KeyEpochRow).order_by(KeyEpochRow.number)):
        keys = {label: b64(key) for label, key in _of_epoch(row.number, row.remembered, old).items()}
        sealed = _sealed(work.keys, "past", row.number, json.dumps(keys).encode())
        work.connection.execute(
            sa.update(KeyEpochRow)
            .where(KeyEpochRow.number == row.number)
            .values(remembered=sealed, workstation="")
        )


def epochs(view: View) -> list[EpochLine]:
    """Every generation of keys, the oldest first."""
    query = sa.select(KeyEpochRow).order_by(KeyEpochRow.number)
    return [EpochLine(r.number, r.began_at, r.began_by, r.reason, r.first_seq) for r in view.rows(query)]


def keys_in_order(view: View, label: str) -> list[tuple[int, bytes]]:
    """A remembered label's key in each epoch with the first entry of the trail it counts for, the oldest first."""
    if view.keys.epoch == 1:
        return [(1, view.keys.labelled(label))]  # there was none before it
    query = sa.select(KeyEpochRow.number, KeyEpochRow.first_seq, KeyEpochRow.remembered).order_by(
        KeyEpochRow.number
    )
    return [(r.first_seq, _of_epoch(r.number, r.remembered, view.keys)[label]) for r in view.rows(query)]


def workstation_secret(view: View) -> Workstation:
    """The secret that people's slots were made under, as the database keeps it for a wiped keyring."""
    row = view.row(
        sa.select(KeyEpochRow.number, KeyEpochRow.workstation).where(KeyEpochRow.number == view.keys.epoch)
    )
    if row is None:
        raise StoreTrouble("keys_damaged")
    return Workstation(_opened(view.keys, "workstation", row.number, row.workstation))


def _of_epoch(number: int, remembered: str, root: RootKey) -> dict[str, bytes]:
    if number == root.epoch:
        return {label: root.labelled(label) for label in REMEMBERED}
    kept = json.loads(_opened(root, "past", number, remembered))
    return {label: unb64(kept[label]) for label in REMEMBERED}


def _sealed(root: RootKey, label: str, number: int, plain: bytes) -> str:
    return b64(sealing.seal_bytes(root.labelled(label), plain, f"{label} {number}".encode()))


def _opened(root: RootKey, label: str, number: int, sealed: str) -> bytes:
    try:
        raw = unb64(sealed)
    except ValueError as error:
        raise StoreTrouble("damaged") from error
    return sealing.open_bytes(root.labelled(label), raw, f"{label} {number}".encode(), "damaged")
