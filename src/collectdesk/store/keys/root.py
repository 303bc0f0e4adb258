"""Owns the root key of an epoch and the labels under which other keys come from it."""

from __future__ import annotations

import hmac
import secrets
from enum import Enum
from typing import Final

from collectdesk.store.keys import sealing
from collectdesk.store.trail.chain import Linking


class Fate(Enum):
    """What becomes of a label's key when the branch is rekeyed."""

    REPLACED = "replaced"
    REWRAPPED = "rewrapped"
    """What it seals is sealed again under the new epoch's key: see ``store/vault/rekeying.py``."""
    REMEMBERED = "remembered"
    """Kept, sealed under the new root: what was signed with it must still be checked."""


LABELS: Final = {
    "database": Fate.REPLACED,
    "evidence": Fate.REWRAPPED,
    "archive": Fate.REWRAPPED,
    "workstation": Fate.REWRAPPED,
    "parcel": Fate.REWRAPPED,
    "past": Fate.REWRAPPED,
    "backup": Fate.REPLACED,
    "audit": Fate.REMEMBERED,
    "code": Fate.REMEMBERED,
}
"""Every label there is. A new one is written here with its fate, or a rotation would lose what it seals."""


class RootKey:
    """The root key of one epoch; labelled keys come from it by HKDF-SHA256."""

    __slots__ = ("_derived", "_linking", "_root", "epoch")

    def __init__(self, root: bytes, epoch: int = 1) -> None:
        self._root = root
        self.epoch = epoch
        self._derived: dict[str, bytes] = {}  # every deed asks for the audit key
        self._linking: Linking | None = None

    def __repr__(self) -> str:
        return "RootKey(…)"

    def labelled(self, label: str) -> bytes:
        """32 bytes for one purpose: one of LABELS, else KeyError."""
        _ = LABELS[label]
        found = self._derived.get(label)
        if found is None:
            found = self._derived[label] = sealing.derived(self._root, b"", f"{label} epoch {self.epoch}")
        return found

    def linking(self) -> Linking:
        """What links the trail of this epoch: the audit key, begun once."""
        if self._linking is None:
            self._linking = Linking(self.labelled("audit"))
        return self._linking

    def same_as(self, other: RootKey) -> bool:
        """Whether both are one key."""
        return self.epoch == other.epoch and hmac.compare_digest(self._root, other._root)

    def sealed_to(self, public: bytes, bound: bytes) -> bytes:
        """The root, sealed to an X25519 public key."""
        return sealing.seal_to(public, self._root, bound)

    def successor(self) -> RootKey:
        """The next epoch's root: random, not derived from this one."""
        return RootKey(secrets.token_bytes(32), self.epoch + 1)


def new_root() -> RootKey:
    return RootKey(secrets.token_bytes(32))
