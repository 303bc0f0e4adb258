"""Where the workstation's secret rests: the operating system's keyring, or for practice branches a file beside them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from collectdesk.store.trouble import StoreTrouble

_ALLOWED: Final = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    }
)


class KeyShelf(Protocol):
    """Holds one secret per database id, and beside it where that branch's trail last stood."""

    name: str

    def fetch(self, database_id: str) -> bytes | None: ...

    def put(self, database_id: str, secret: bytes) -> None: ...

    def recall(self, database_id: str) -> str | None: ...

    def remember(self, database_id: str, anchor: str) -> None: ...


class SystemShelf:
    """The operating system's keyring, by an allow-list: some backends store in the clear or discard silently."""

    name = "system"

    def fetch(self, database_id: str) -> bytes | None:
        import keyring
        import keyring.errors

        self._require_allowed()
        try:
            found = keyring.get_password(f"CollectDesk {database_id}", "workstation")
        except keyring.errors.KeyringError as error:
            raise StoreTrouble("keyring_locked") from error
        try:
            return bytes.fromhex(found) if found else None
        except ValueError:
            return None  # somebody else's entry under our name is as good as none

    def put(self, database_id: str, secret: bytes) -> None:
        import keyring
        import keyring.errors

        self._require_allowed()
        try:
            keyring.set_password(f"CollectDesk {database_id}", "workstation", secret.hex())
        except keyring.errors.KeyringError as error:
            raise StoreTrouble("keyring_locked") from error
        if self.fetch(database_id) != secret:
            raise StoreTrouble("keyring_discards")

    def recall(self, database_id: str) -> str | None:
        import keyring
        import keyring.errors

        self._require_allowed()
        try:
            return keyring.get_password(f"CollectDesk {database_id}", "trail")
        except keyring.errors.KeyringError as error:
            raise StoreTrouble("keyring_locked") from error

    def remember(self, database_id: str, anchor: str) -> None:
        import keyring
        import keyring.errors

        self._require_allowed()
        try:
            keyring.set_password(f"CollectDesk {database_id}", "trail", anchor)
        except keyring.errors.KeyringError as error:
            raise StoreTrouble("keyring_locked") from error

    @staticmethod
    def _require_allowed() -> None:
        import keyring

        backend = type(keyring.get_keyring())
        if f"{backend.__module__}.{backend.__qualname__}" not in _ALLOWED:
            raise StoreTrouble("no_keyring", backend=backend.__qualname__)


class PracticeShelf:
    """A file beside a practice branch: honest about protecting nothing, refused for real branches by the caller."""

    name = "practice"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "practice.workstation"
        self._trail = folder / "practice.trail"

    def fetch(self, database_id: str) -> bytes | None:
        try:
            kept_for, secret = self._path.read_text("ascii").split()
            return bytes.fromhex(secret) if kept_for == database_id else None
        except (FileNotFoundError, ValueError):
            return None

    def put(self, database_id: str, secret: bytes) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{database_id} {secret.hex()}\n")

    def recall(self, database_id: str) -> str | None:
        try:
            kept_for, anchor = self._trail.read_text("ascii").split()
        except (OSError, ValueError):
            return None
        return anchor if kept_for == database_id else None

    def remember(self, database_id: str, anchor: str) -> None:
        with suppress(OSError):  # a practice branch is no worse without it
            self._trail.write_text(f"{database_id} {anchor}\n", "ascii")


def shelf_for(kind: str, name: str, folder: Path) -> KeyShelf:
    """The shelf a branch names; the practice shelf opens practice branches only."""
    if name == "practice":
        if kind != "practice":
            raise StoreTrouble("practice_shelf_on_real_branch")
        return PracticeShelf(folder)
    return SystemShelf()
