"""Wiring only: the two ways in, the command line and the window."""

from __future__ import annotations

import sys
from pathlib import Path

from collectdesk.store.vault.hideaway import leave_no_memory_behind, take_cover

PACKS = (".cdpack", ".zip")
"""How a pack's name ends: as it rests in the archive, and in clear."""


def _work_for_another() -> None:
    """Be the reader of foreign files, or the camera, where a frozen build started itself as one."""
    from collectdesk.sandbox.child import CHILD_ARGUMENT, run_child

    leave_no_memory_behind()
    if sys.argv[1:2] == [CHILD_ARGUMENT]:
        sys.exit(run_child(sys.stdin.buffer, sys.stdout.buffer))
    if sys.argv[1:2] == ["--camera-child"]:
        from collectdesk.ui import pictures  # loads Qt: only the camera may

        sys.exit(pictures.run_child(sys.argv[2:]))


def command_line() -> None:
    """``collectdesk …``"""
    _work_for_another()
    take_cover()
    from collectdesk.cli.commands import run

    sys.exit(run(sys.argv[1:], open_window=open_window, take_pictures=take_pictures))


def window() -> None:
    """``collectdesk-window [FOLDER | PACK]``: the window without a console, on a branch, or to verify a pack."""
    _work_for_another()
    take_cover()
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if given is not None and not given.is_dir() and given.suffix.lower() in PACKS:
        sys.exit(open_window(None, given))
    sys.exit(open_window(given))


def take_pictures(folder: Path, out: Path) -> int:
    """Photograph every screen of a branch into a folder, in a process of its own; gives the number of pictures."""
    from collectdesk.ui.pictures import in_child

    return in_child(folder, out)


def open_window(folder: Path | None, pack: Path | None = None) -> int:
    """Open the window on a branch, or on the one opened last, with a pack to verify; returns the exit code."""
    from collectdesk.ui.app import run

    return run(sys.argv[:1], folder, pack=pack)
