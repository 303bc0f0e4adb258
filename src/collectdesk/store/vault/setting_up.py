"""Where a real branch is made until it stands: aside, in a folder of its own within the branch's.

Before it is decided that the branch stands, whoever looks finds none; after it whoever looks next finishes the move.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from collectdesk.store.branch import DATABASE_FILE
from collectdesk.store.keys.header import KEYS_FILE, fsync_folder
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault.decided import ASIDE, DECIDED
from collectdesk.store.vault.filelock import FileLock
from collectdesk.store.vault.places import require_local

_HELD: Final = "setting-up.lock"


@dataclass(slots=True)
class Aside:
    """The place beside which a branch is being made, held by this program."""

    target: Path
    _lock: FileLock
    _made: bool

    @property
    def folder(self) -> Path:
        """Where the branch is made; missing until it is."""
        return self.target / ASIDE

    def take_place(self) -> None:
        """Decide that the branch stands and bring it where it belongs; its store is closed. May be begun again."""
        with told_as_trouble():
            fsync_folder(self.folder)
            fsync_folder(self.target)
            _decide(self.folder / DECIDED)
            _move_in(self.target)
        self._lock.release()

    def abandon(self) -> None:
        """Nothing is left of the attempt; a branch that stands already isn't touched."""
        is_decided = (self.folder / DECIDED).exists()
        if not is_decided:
            shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()
        if self._made and not is_decided:
            with suppress(OSError):
                self.target.rmdir()


def require_free(target: Path) -> None:
    """Raise StoreTrouble (network_folder, branch_there, folder_in_use) where no branch can be made."""
    require_local(target)
    if target.exists() and not target.is_dir():
        raise StoreTrouble("folder_in_use", path=str(target))
    names = {each.name for each in target.iterdir()} if target.is_dir() else set()
    if names & {DATABASE_FILE, KEYS_FILE} or (target / ASIDE / DECIDED).exists():
        raise StoreTrouble("branch_there", path=str(target))
    if names - {ASIDE, _HELD}:
        raise StoreTrouble("folder_in_use", path=str(target))


def hold_aside(target: Path) -> Aside:
    """Hold a folder for a new branch and sweep what an attempt that broke off has left.

    Raises StoreTrouble (setting_up, network_folder, branch_there, folder_in_use, read_only, full …).
    """
    with told_as_trouble():
        require_free(target)
        made = not target.exists()
        target.mkdir(parents=True, exist_ok=True)
        lock = FileLock(target / _HELD)
        if not lock.take():
            raise StoreTrouble("setting_up", path=str(target))
        shutil.rmtree(target / ASIDE, ignore_errors=True)
        return Aside(target, lock, made)


def finish_founding(target: Path) -> None:
    """Finish the move of a branch that was decided; one that wasn't is left alone."""
    if not (target / ASIDE / DECIDED).exists():
        return
    lock = FileLock(target / _HELD)
    with told_as_trouble():
        if not lock.take():
            raise StoreTrouble("setting_up", path=str(target))
        try:
            _move_in(target)
        finally:
            lock.release()


def _move_in(target: Path) -> None:
    """Everything but the keys file, then that: without it there is no door. What was moved is moved no more."""
    aside = target / ASIDE
    others = sorted(each for each in aside.iterdir() if each.name not in (KEYS_FILE, DECIDED))
    for each in others:
        each.replace(target / each.name)
    fsync_folder(target)
    if (aside / KEYS_FILE).exists():
        (aside / KEYS_FILE).replace(target / KEYS_FILE)
    fsync_folder(target)
    (aside / DECIDED).unlink()
    with suppress(OSError):  # an empty folder is no worse than none
        aside.rmdir()


def _decide(path: Path) -> None:
    with path.open("wb") as file:
        os.fsync(file.fileno())
    fsync_folder(path.parent)
