"""Where temporary files of this process and of its libraries go: a folder of this user alone, swept at every start.

Also keeps the process from leaving its memory behind: no core dumps, where the system lets a program say so.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

LOCK: Final = "in-use"
_VARIABLES: Final = ("TMPDIR", "TEMP", "TMP")
_PR_SET_DUMPABLE: Final = 4  # Linux, prctl(2)
_NO_ERROR_BOXES: Final = 0x0001 | 0x0002  # Windows, SetErrorMode: no dump of a crashed process is offered


def take_cover(parent: Path | None = None) -> Path:
    """Make this process' folder, sweep what crashed ones left, and let everything temporary go there."""
    from platformdirs import user_cache_path

    parent = parent or user_cache_path("CollectDesk", appauthor=False) / "temporary"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(parent)
    own = Path(tempfile.mkdtemp(prefix="run-", dir=parent))  # for this user alone
    held = _held(own / LOCK)
    assert held is not None
    tempfile.tempdir = str(own)
    os.environ |= dict.fromkeys(_VARIABLES, str(own))  # for children, and for libraries that don't ask Python
    atexit.register(_leave, own, held)
    return own


def sweep(parent: Path) -> int:
    """Remove the folders of processes that are gone; returns how many."""
    swept = 0
    for folder in parent.glob("run-*"):
        lock = _held(folder / LOCK)
        if lock is None:
            continue  # its process is alive
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)
        swept += not folder.exists()
    return swept


def leave_no_memory_behind() -> None:
    """No core dumps and, on Linux, no reading of this process by others of the same user."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(_NO_ERROR_BOXES)
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _held(path: Path) -> IO[bytes] | None:
    """The lock file, held until it is closed or the process ends, however it ends; None where another holds it."""
    try:
        path.parent.mkdir(exist_ok=True)
        file: IO[bytes] = path.open("ab")
    except OSError:
        return None
    try:
        _lock(file.fileno())
    except OSError:
        file.close()
        return None
    return file


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _leave(own: Path, held: IO[bytes]) -> None:
    held.close()
    shutil.rmtree(own, ignore_errors=True)
