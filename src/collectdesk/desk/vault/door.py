"""Owns what a branch shows before anybody has signed in; loads no database, since every start waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from collectdesk.store.keys.header import read_header
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.decided import is_unfinished

PRACTICE_PASSWORD: Final = "practice"
"""Of every account of a practice branch; its door says so."""


@dataclass(frozen=True, slots=True)
class Door:
    """What stands at the door of a branch, before anybody has signed in."""

    folder: Path
    name: str
    is_practice: bool
    logins: tuple[str, ...]


def look_at_door(folder: Path) -> Door:
    """Read the keys file's clear part; raises StoreTrouble (keys_missing, keys_damaged, keys_too_new)."""
    finish_what_was_decided(folder)
    header = read_header(folder)
    return Door(folder, header.branch_name, header.kind == "practice", header.logins)


def look_at_quiet_door(folder: Path) -> Door | None:
    """The door where it can be read at once; None where something is to be finished first or is wrong with it."""
    if is_unfinished(folder):
        return None
    try:
        return look_at_door(folder)
    except StoreTrouble:
        return None


def finish_what_was_decided(folder: Path) -> None:
    """A restore or a set-up that was decided and then cut off is carried to its end by whoever looks next."""
    if not is_unfinished(folder):
        return
    from collectdesk.store.vault import restoring
    from collectdesk.store.vault.setting_up import finish_founding

    restoring.finish(folder)
    finish_founding(folder)
