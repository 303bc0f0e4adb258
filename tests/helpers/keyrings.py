"""A keyring in memory that passes for a safe one, for tests that need a real branch."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import keyring
from keyring.backend import KeyringBackend

from collectdesk.store.vault import shelf as shelves

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


class Ring(KeyringBackend):
    """What it does with an entry is up to the test: keep it, fail, or forget it silently."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.fault: Exception | None = None
        self.forgets = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.fault:
            raise self.fault
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.fault:
            raise self.fault
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@contextmanager
def safe_ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    """The system's keyring is this one, and it is on the list of the safe ones."""
    made, before = Ring(), keyring.get_keyring()
    monkeypatch.setattr(shelves, "_ALLOWED", {f"{Ring.__module__}.{Ring.__qualname__}": "ring"})
    keyring.set_keyring(made)
    try:
        yield made
    finally:
        keyring.set_keyring(before)
