"""A file held by this process: the operating system lets go of it when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_FAR: Final = 1 << 30
"""The byte that is locked on Windows: beyond what the file says, so that others can still read it."""


class FileLock:
    """``take`` answers whether the file is ours now. Held twice in one process is held by the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self, says: bytes = b"") -> bool:
        """Take the file and write into it; False when another holds it. Raises OSError where it can't be made."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        try:
            if says:
                os.ftruncate(descriptor, 0)
                os.write(descriptor, says)
        except OSError:
            self.release()
            raise
        return True

    def touch(self) -> None:
        """Show that the holder lives, to those who can't see its lock."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.utime(self.path)

    def release(self) -> None:
        """Let go, and take the file away."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if os.name == "nt":  # there an open file can't be removed
            os.close(descriptor)
        with suppress(OSError):
            self.path.unlink()
        if os.name != "nt":  # here it is removed while still held: nobody takes a file that is about to go
            os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether a living process holds the file; one that is gone is held by nobody."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _locked(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _locked(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import errno
    import fcntl

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # a file system without locks can't tell: whoever asks counts as the holder
            return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
        return True
