"""Owns the keys file beside the database: read it, check its shape, replace it whole."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from collectdesk.store.keys.sealing import COSTS
from collectdesk.store.trouble import StoreTrouble

KEYS_FILE: Final = "branch.keys.json"
FORMAT: Final = 2
_LARGEST: Final = 1 << 20
"""Bytes. Three hundred people in two epochs fill a third of it."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One generation of keys. ``workstation`` names the secret in the keyring; ``earlier`` holds secrets of before,
    sealed under that one, for slots whose owner hasn't signed in since.
    """

    number: int
    workstation: str
    earlier: tuple[dict[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class KeysHeader:
    """What the keys file says in clear and every slot authenticates: it can't be edited into another kind."""

    database_id: str
    kind: str  # real | practice
    branch_name: str
    shelf: str  # system | practice, or a keyring's own name
    epochs: tuple[Epoch, ...]
    slots: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    @property
    def logins(self) -> tuple[str, ...]:
        return tuple(str(slot["who"]) for slot in self.slots if slot["kind"] == "person")

    @property
    def newest(self) -> Epoch:
        return max(self.epochs, key=lambda epoch: epoch.number)

    @property
    def is_rotating(self) -> bool:
        """Whether a rotation began that hasn't ended: both epochs stand here until it has."""
        return len(self.epochs) > 1

    def bound(self) -> dict[str, Any]:
        return {"format": FORMAT, "database": self.database_id, "kind": self.kind, "shelf": self.shelf}

    def slot(self, kind: str, name: str) -> dict[str, Any] | None:
        return next((s for s in self.slots if s["kind"] == kind and s["who"] == name), None)

    def with_slot(self, slot: dict[str, Any]) -> KeysHeader:
        """With a slot in place of the holder's earlier one."""
        others = tuple(s for s in self.slots if (s["kind"], s["who"]) != (slot["kind"], slot["who"]))
        return replace(self, slots=(*others, slot))

    def without(self, kind: str, name: str) -> KeysHeader:
        return replace(self, slots=tuple(s for s in self.slots if (s["kind"], s["who"]) != (kind, name)))

    def only(self, epoch: int) -> KeysHeader:
        """With one epoch only: other roots go, and so do holders that this epoch's root wasn't sealed to."""
        kept = tuple({**s, "roots": [r for r in s["roots"] if r["epoch"] == epoch]} for s in self.slots)
        return replace(
            self,
            epochs=tuple(each for each in self.epochs if each.number == epoch),
            slots=tuple(slot for slot in kept if slot["roots"]),
        )


def read_header(folder: Path) -> KeysHeader:
    """Read the keys file beside a branch; raises StoreTrouble(keys_missing | _damaged | _too_new | _too_old)."""
    path = folder / KEYS_FILE
    try:
        return _header(json.loads(_text(path)))
    except FileNotFoundError:
        raise StoreTrouble("keys_missing", path=str(path)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreTrouble("keys_damaged", path=str(path)) from error


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise ValueError("too large to be a keys file")
    return path.read_text("utf-8")


def _header(content: dict[str, Any]) -> KeysHeader:
    """The header of a parsed keys file; any mistake in it is a ValueError, KeyError, TypeError or AttributeError."""
    if type(content["format"]) is int and content["format"] != FORMAT:
        way = "keys_too_new" if content["format"] > FORMAT else "keys_too_old"
        raise StoreTrouble(way, found=content["format"], known=FORMAT)
    database_id, kind, branch_name, shelf = (content[n] for n in ("database", "kind", "branch", "shelf"))
    texts = (database_id, kind, branch_name, shelf)
    if content["format"] != FORMAT or not all(isinstance(text, str) for text in texts):
        raise ValueError("not a keys file of this program")
    epochs = tuple(_epoch(each) for each in content["epochs"])
    if kind not in COSTS or not 1 <= len(epochs) <= 2 or len({e.number for e in epochs}) != len(epochs):
        raise ValueError("not a keys file of this program")
    return KeysHeader(
        database_id, kind, branch_name, shelf, epochs, tuple(_slot(slot) for slot in content["slots"])
    )


def _epoch(content: dict[str, Any]) -> Epoch:
    number, workstation = content["number"], content["workstation"]
    if type(number) is not int or number < 1 or not isinstance(workstation, str):
        raise ValueError("an epoch has no number")
    earlier = tuple({name: str(one[name]) for name in ("id", "sealed")} for one in content["earlier"])
    return Epoch(number, workstation, earlier)


def _slot(content: dict[str, Any]) -> dict[str, Any]:
    slot = dict(content)
    if slot["kind"] not in ("person", "code") or not isinstance(slot["who"], str):
        raise ValueError("a slot names nobody")
    roots = [{"epoch": r["epoch"], "sealed": r["sealed"], "vouched": r["vouched"]} for r in slot["roots"]]
    if not all(type(root["epoch"]) is int for root in roots):
        raise ValueError("a root has no epoch")
    return {**slot, "roots": roots}


def write_header(folder: Path, header: KeysHeader) -> None:
    """Replace the keys file whole: a crash leaves the old one or the new one."""
    path = folder / KEYS_FILE
    content = {
        **header.bound(),
        "branch": header.branch_name,
        "epochs": [
            {"number": each.number, "workstation": each.workstation, "earlier": list(each.earlier)}
            for each in header.epochs
        ],
        "slots": list(header.slots),
    }
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    fsync_folder(folder)


def fsync_file(path: Path) -> None:
    """Make a finished file's content outlive a power cut, before it gets its name."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def fsync_folder(folder: Path) -> None:
    """Make a rename outlive a power cut; Windows keeps its directory entries by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
