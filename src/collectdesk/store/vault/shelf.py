"""Where the workstation's secret rests: the operating system's keyring, or for practice branches a file beside them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol

from collectdesk.store.keys.header import fsync_folder
from collectdesk.store.trouble import StoreTrouble

_ALLOWED: Final = {
    "keyring.backends.Windows.WinVaultKeyring": "windows",
    "keyring.backends.macOS.Keyring": "macos",
    "keyring.backends.SecretService.Keyring": "secretservice",
    "keyring.backends.libsecret.Keyring": "libsecret",
    "keyring.backends.kwallet.DBusKeyring": "kwallet",
}
"""The keyrings that keep a secret in a protected way, and the name by which a headless use asks for one."""
NAMES: Final = ("system", *_ALLOWED.values(), "practice")


class KeyShelf(Protocol):
    """Holds secrets by database and by the workstation's name for them, and where each branch's trail last stood."""

    name: str

    def fetch(self, database_id: str, workstation: str) -> bytes | None: ...

    def put(self, database_id: str, workstation: str, secret: bytes) -> None: ...

    def recall(self, database_id: str) -> str | None: ...

    def remember(self, database_id: str, anchor: str) -> None: ...


class SystemShelf:
    """The operating system's keyring, by an allow-list: some backends store in the clear or discard silently.

    ``name`` is "system" for the one the system prefers, else one of NAMES: then that one or none.
    """

    def __init__(self, name: str = "system") -> None:
        self.name = name

    def fetch(self, database_id: str, workstation: str) -> bytes | None:
        import keyring.errors

        ring = self._ring()
        try:
            found = ring.get_password(_entry(database_id, workstation), "workstation")
        except keyring.errors.KeyringError as error:
            raise StoreTrouble("keyring_locked") from error
        try:
            return bytes.fromhex(found) if found else None
        except ValueError:
            return None  # somebody else's entry under our name is as good as none

    def put(self, database_id: str, workstation: str, secret: bytes) -> None:
        import keyring.errors

        ring = self._ring()
        try:
            ring.set_password(_entry(database_id, workstation), "workstation", secret.hex())
        except keyring.errors.KeyringError as error:
            raise StoreTrouble("keyring_locked") from error
        if self.fetch(database_id, workstation) != secret:
            raise StoreTrouble("keyring_discards")

    def recall(self, database_id: str) -> str | None:
        import keyring.errors

        ring = self._ring()
        try:
            found: str | None = ring.get_password(_entry(database_id, "trail"), "trail")
        except keyring.errors.KeyringError as error:
            raise StoreTrouble("keyring_locked") from error
        return found

    def remember(self, database_id: str, anchor: str) -> None:
        import keyring.errors

        ring = self._ring()
        try:
            ring.set_password(_entry(database_id, "trail"), "trail", anchor)
        except keyring.errors.KeyringError as error:
            raise StoreTrouble("keyring_locked") from error

    def require(self) -> None:
        """Raise StoreTrouble(no_keyring) where this PC has none that is safe."""
        self._ring()

    def _ring(self) -> Any:
        """The allow-listed keyring; where the system offers several at once, the first of them that is allowed."""
        import keyring

        offered = keyring.get_keyring()
        for ring in getattr(offered, "backends", None) or (offered,):
            called = _ALLOWED.get(f"{type(ring).__module__}.{type(ring).__qualname__}")
            if called is not None and self.name in ("system", called):
                return ring
        raise StoreTrouble("no_keyring", backend=type(offered).__qualname__)


def _entry(database_id: str, workstation: str) -> str:
    # one service a secret: Windows keeps one entry a service, and a second would push the first aside
    return f"CollectDesk {database_id} {workstation}"


class PracticeShelf:
    """A file beside a practice branch: honest about protecting nothing, refused for real branches by the caller."""

    name = "practice"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "practice.workstation"
        self._trail = folder / "practice.trail"

    def fetch(self, database_id: str, workstation: str) -> bytes | None:
        try:
            return self._kept().get((database_id, workstation))
        except (FileNotFoundError, ValueError):
            return None

    def put(self, database_id: str, workstation: str, secret: bytes) -> None:
        try:
            kept = self._kept()
        except (FileNotFoundError, ValueError):
            kept = {}
        kept[database_id, workstation] = secret
        partial = self._path.with_name(f"{self._path.name}.partial")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(f"{database} {name} {held.hex()}\n" for (database, name), held in kept.items())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path)  # a power cut leaves the secrets of before or these, never none
        fsync_folder(self._path.parent)

    def _kept(self) -> dict[tuple[str, str], bytes]:
        lines = [line.split() for line in self._path.read_text("ascii").splitlines()]
        return {(database, name): bytes.fromhex(secret) for database, name, secret in lines}

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
    if name not in NAMES:
        raise StoreTrouble("keys_damaged")
    return SystemShelf(name)
