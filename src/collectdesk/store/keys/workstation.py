"""Owns the workstation's secret: it rests in the keyring, and slots made under an earlier one still open by it."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field, replace

from collectdesk.store.keys import sealing
from collectdesk.store.keys.header import Epoch, KeysHeader
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.shelf import KeyShelf


@dataclass(frozen=True, slots=True)
class Workstation:
    """32 random bytes and the name by which keyring, slots and epochs know them."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Says nothing of the secret, and another secret can't pass for this one."""
        return sealing.derived(self.secret, b"", "workstation name").hex()[:16]


def new_workstation() -> Workstation:
    return Workstation(secrets.token_bytes(32))


def fetch(header: KeysHeader, shelf: KeyShelf, wanted: str) -> Workstation:
    """The secret a slot was made under: from the keyring, or sealed under a newer one that the keyring has.

    Raises StoreTrouble(keyring_empty | keys_damaged).
    """
    found = _on(shelf, header, wanted)
    if found is not None:
        return found
    for epoch in sorted(header.epochs, key=lambda each: -each.number):
        newer = _on(shelf, header, epoch.workstation)
        sealed = next((each["sealed"] for each in epoch.earlier if each["id"] == wanted), None)
        if newer is not None and sealed is not None:
            return _opened(header, newer, wanted, sealed)
    raise StoreTrouble("keyring_empty", shelf=shelf.name)


def put(header: KeysHeader, shelf: KeyShelf, workstation: Workstation) -> None:
    """Keep the secret in the keyring, read back."""
    shelf.put(header.database_id, workstation.id, workstation.secret)


def keep_newest(header: KeysHeader, shelf: KeyShelf, newest: Workstation) -> None:
    """On one of several PCs: new keys were made at another, and whoever signs in here goes on signing in here."""
    if newest.id == header.newest.workstation and _on(shelf, header, newest.id) is None:
        put(header, shelf, newest)


def succeeded(header: KeysHeader, number: int, new: Workstation, known: tuple[Workstation, ...]) -> Epoch:
    """The epoch of a number with a new secret; those of ``known`` that slots still need are sealed under it."""
    needed = {str(slot["workstation"]) for slot in header.slots if slot["kind"] == "person"}
    earlier = tuple(
        {"id": each.id, "sealed": _sealed(header, new, each)}
        for each in known
        if each.id in needed and each.id != new.id
    )
    return Epoch(number, new.id, earlier)


def known(header: KeysHeader, current: Workstation) -> tuple[Workstation, ...]:
    """The secret and every earlier one that it opens in this header."""
    opened = [
        _opened(header, current, each["id"], each["sealed"])
        for epoch in header.epochs
        if epoch.workstation == current.id
        for each in epoch.earlier
    ]
    return (current, *opened)


def without_unneeded(header: KeysHeader) -> KeysHeader:
    """The header without earlier secrets that no slot needs any more."""
    needed = {str(slot["workstation"]) for slot in header.slots if slot["kind"] == "person"}
    return replace(
        header,
        epochs=tuple(
            replace(epoch, earlier=tuple(each for each in epoch.earlier if each["id"] in needed))
            for epoch in header.epochs
        ),
    )


def _on(shelf: KeyShelf, header: KeysHeader, wanted: str) -> Workstation | None:
    secret = shelf.fetch(header.database_id, wanted)
    if secret is None:
        return None
    found = Workstation(secret)
    return (
        found if hmac.compare_digest(found.id, wanted) else None
    )  # somebody else's secret is as good as none


def _sealed(header: KeysHeader, new: Workstation, earlier: Workstation) -> str:
    key = sealing.derived(new.secret, b"", "earlier workstation")
    return sealing.b64(sealing.seal_bytes(key, earlier.secret, _bound(header, earlier.id)))


def _opened(header: KeysHeader, newer: Workstation, wanted: str, sealed: str) -> Workstation:
    key = sealing.derived(newer.secret, b"", "earlier workstation")
    try:
        raw = sealing.unb64(sealed)
    except ValueError as error:
        raise StoreTrouble("keys_damaged") from error
    return Workstation(sealing.open_bytes(key, raw, _bound(header, wanted), "keys_damaged"))


def _bound(header: KeysHeader, workstation: str) -> bytes:
    return sealing.canonical([header.bound(), {"workstation": workstation}])
