"""Owns the slots: private keys wrapped by password and workstation or by a code, roots sealed to the public ones."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from collectdesk.store.keys import sealing, workstation
from collectdesk.store.keys.header import KeysHeader
from collectdesk.store.keys.recovery_code import new_recovery_code, parse_recovery_code
from collectdesk.store.keys.root import RootKey
from collectdesk.store.keys.sealing import b64, canonical, unb64
from collectdesk.store.keys.workstation import Workstation
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.shelf import KeyShelf

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


ENVELOPES: Final = ("A", "B")
"""Each holds a code of its own that opens the branch by itself: decision 0005 says why, and how both are kept."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The public side of a slot as the database keeps it: whom a root is sealed to.

    ``vouch`` is a secret that slot and database share: a root sealed without it isn't taken, so whoever can
    write the keys file but knows no key can't put their own root in. ``signing`` is empty for an envelope.
    """

    kind: str  # person | code
    name: str  # login, or the envelope's letter
    exchange: bytes
    signing: bytes
    vouch: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The private side: X25519, Ed25519 and the vouching secret, 32 bytes each."""

    exchange: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    vouch: bytes = field(repr=False)

    def holder(self, kind: str, name: str) -> Holder:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        exchange = X25519PrivateKey.from_private_bytes(self.exchange).public_key().public_bytes_raw()
        signing = Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw()
        return Holder(kind, name, exchange, signing if kind == "person" else b"", self.vouch)


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """What a slot gave: its keys, and the roots of the epochs that stand in the file, the newest first."""

    name: str
    workstation: Workstation | None
    keys: OwnKeys = field(repr=False)
    roots: tuple[RootKey, ...] = field(repr=False)


def new_keys() -> OwnKeys:
    return OwnKeys(secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(32))


# ---- people


def add_person(
    header: KeysHeader,
    root: RootKey,
    who: str,
    password: str,
    station: Workstation,
    keys: OwnKeys | None = None,
) -> tuple[KeysHeader, Holder]:
    """A slot for one person in place of an earlier one; without ``keys`` the person gets a new pair of each."""
    passes, memory = sealing.COSTS[header.kind]
    own = keys or new_keys()
    holder = own.holder("person", who)
    slot: dict[str, Any] = {
        "kind": "person",
        "who": who,
        "workstation": station.id,
        "salt": b64(secrets.token_bytes(16)),
        "t": passes,
        "m": memory,
        "p": 1,
        "exchange": b64(holder.exchange),
        "signing": b64(holder.signing),
    }
    key = sealing.derived(sealing.stretched(password, slot) + station.secret, unb64(slot["salt"]), "person")
    slot["sealed"] = _wrapped(header, slot, key, own)
    return header.with_slot({**slot, "roots": [sealed_root(header, holder, root)]}), holder


def open_slot(header: KeysHeader, who: str, password: str, shelf: KeyShelf) -> OpenSlot:
    """Open the person's slot; raises StoreTrouble(wrong_password | keyring_empty | keys_damaged)."""
    from argon2.exceptions import HashingError

    slot = header.slot("person", who)
    if slot is None:
        raise StoreTrouble("wrong_password", who=who)
    station = workstation.fetch(header, shelf, str(slot.get("workstation")))
    try:
        salt = unb64(slot["salt"])
        key = sealing.derived(sealing.stretched(password, slot) + station.secret, salt, "person")
    except (HashingError, ValueError, KeyError, TypeError) as error:
        raise StoreTrouble("keys_damaged") from error
    own = _unwrapped(header, slot, key, "wrong_password")
    return OpenSlot(who, station, own, _roots(header, own.holder("person", who), slot, own))


def open_person(header: KeysHeader, who: str, password: str, shelf: KeyShelf) -> RootKey:
    """The newest root that the person's slot opens; raises as ``open_slot``."""
    return open_slot(header, who, password, shelf).roots[0]


def open_signer(header: KeysHeader, who: str, password: str, shelf: KeyShelf) -> Ed25519PrivateKey:
    """The person's own signing key, with the password asked again; raises as ``open_slot``."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(open_slot(header, who, password, shelf).keys.signing)


# ---- envelopes


def envelope_name(letter: str) -> str:
    """A name for an envelope's next code, as A-7K3P: it stands on the paper, so that the newest can be told."""
    return f"{letter}-{new_recovery_code()[:4]}"


def add_code(
    header: KeysHeader,
    root: RootKey,
    envelope: str,
    code: str | None = None,
    *,
    typed_back: bool = False,
    keys: OwnKeys | None = None,
) -> tuple[KeysHeader, Holder, str]:
    """A slot for an envelope in place of an earlier one of that letter, and its code to be printed once."""
    code = code or new_recovery_code()
    own = keys or new_keys()
    holder = own.holder("code", envelope)
    slot: dict[str, Any] = {
        "kind": "code",
        "who": envelope,
        "typed_back": typed_back,
        "salt": b64(secrets.token_bytes(16)),
        "exchange": b64(holder.exchange),
    }
    key = sealing.derived(parse_recovery_code(code), unb64(slot["salt"]), "recovery")
    slot["sealed"] = _wrapped(header, slot, key, own)
    return header.with_slot({**slot, "roots": [sealed_root(header, holder, root)]}), holder, code


def open_code(header: KeysHeader, code: str) -> OpenSlot:
    """Open whichever envelope's slot the code fits; raises StoreTrouble(code_mistyped | wrong_code | keys_damaged)."""
    typed = parse_recovery_code(code)
    for slot in header.slots:
        if slot["kind"] != "code":
            continue
        try:
            key = sealing.derived(typed, unb64(slot["salt"]), "recovery")
            own = _unwrapped(header, slot, key, "wrong_code")
        except (ValueError, KeyError, TypeError) as error:
            raise StoreTrouble("keys_damaged") from error
        except StoreTrouble as error:
            if error.code != "store.wrong_code":
                raise
            continue
        name = str(slot["who"])
        return OpenSlot(name, None, own, _roots(header, own.holder("code", name), slot, own))
    raise StoreTrouble("wrong_code")


# ---- roots


def sealed_root(header: KeysHeader, holder: Holder, root: RootKey) -> dict[str, Any]:
    """A root for one holder, as it stands in the slot."""
    bound = _root_bound(header, holder, root.epoch)
    sealed = root.sealed_to(holder.exchange, bound)
    return {"epoch": root.epoch, "sealed": b64(sealed), "vouched": b64(_vouched(holder, bound, sealed))}


def seal_for_all(header: KeysHeader, holders: Iterable[Holder], root: RootKey) -> KeysHeader:
    """Add an epoch's root to the slot of every holder, who needn't be there.

    Whom it is sealed to is the database's word. A slot with another public key than the database knows was
    edited: StoreTrouble(keys_edited). A slot the database doesn't know gets nothing.
    """
    known = {(holder.kind, holder.name): holder for holder in holders}
    slots = []
    for slot in header.slots:
        holder = known.get((slot["kind"], slot["who"]))
        if holder is not None:
            _require_same(slot, holder)
            others = [r for r in slot["roots"] if r["epoch"] != root.epoch]
            slots.append({**slot, "roots": [*others, sealed_root(header, holder, root)]})
        else:
            slots.append(slot)
    return replace(header, slots=tuple(slots))


def _require_same(slot: dict[str, Any], holder: Holder) -> None:
    expected = {
        "exchange": b64(holder.exchange),
        **({"signing": b64(holder.signing)} if holder.signing else {}),
    }
    if any(slot.get(name) != value for name, value in expected.items()):
        raise StoreTrouble("keys_edited", who=holder.name)


def _roots(header: KeysHeader, holder: Holder, slot: dict[str, Any], own: OwnKeys) -> tuple[RootKey, ...]:
    standing = {epoch.number for epoch in header.epochs}
    found = [
        RootKey(_root(header, holder, each, own), each["epoch"])
        for each in slot["roots"]
        if each["epoch"] in standing
    ]
    if not found:
        raise StoreTrouble("keys_damaged")
    return tuple(sorted(found, key=lambda root: -root.epoch))


def _root(header: KeysHeader, holder: Holder, each: dict[str, Any], own: OwnKeys) -> bytes:
    from cryptography.exceptions import InvalidTag

    bound = _root_bound(header, holder, each["epoch"])
    try:
        sealed = unb64(each["sealed"])
        if not hmac.compare_digest(_vouched(holder, bound, sealed), unb64(each["vouched"])):
            raise StoreTrouble("keys_edited", who=holder.name)
        return sealing.open_sealed(own.exchange, sealed, bound)
    except (InvalidTag, ValueError, TypeError) as error:
        raise StoreTrouble("keys_damaged") from error


def _root_bound(header: KeysHeader, holder: Holder, epoch: int) -> bytes:
    named = {"holder": [holder.kind, holder.name], "exchange": b64(holder.exchange), "epoch": epoch}
    return canonical([header.bound(), named])


def _vouched(holder: Holder, bound: bytes, sealed: bytes) -> bytes:
    return hmac.digest(holder.vouch, bound + b"|" + sealed, "sha256")


# ---- wrapping


def _wrapped(header: KeysHeader, slot: dict[str, Any], key: bytes, own: OwnKeys) -> str:
    return b64(sealing.seal_bytes(key, own.exchange + own.signing + own.vouch, _slot_bound(header, slot)))


def _unwrapped(header: KeysHeader, slot: dict[str, Any], key: bytes, trouble: str) -> OwnKeys:
    try:
        sealed = unb64(slot["sealed"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreTrouble("keys_damaged") from error
    raw = sealing.open_bytes(key, sealed, _slot_bound(header, slot), trouble)
    return OwnKeys(raw[:32], raw[32:64], raw[64:96])


def _slot_bound(header: KeysHeader, slot: dict[str, Any]) -> bytes:
    named = {k: v for k, v in slot.items() if k not in ("sealed", "roots")}
    return canonical([header.bound(), named])  # apart: a slot's own "kind" mustn't stand in for the branch's
