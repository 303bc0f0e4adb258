"""How long a recording is, by what its file says of itself: WAV, and MP4 or M4A where the index stands first."""

from __future__ import annotations

import struct
from typing import Final

LONGEST_LABEL: Final = 40
LONGEST_SECONDS: Final = 24 * 3600


def length_of(head: bytes, size: int) -> int | None:
    """Whole seconds, rounded up; None where the first bytes don't say. ``size`` is the whole file's."""
    seconds = _wav(head, size) if head[:4] == b"RIFF" else _mp4(head) if head[4:8] == b"ftyp" else None
    return seconds if seconds is not None and 0 < seconds <= LONGEST_SECONDS else None


def _wav(head: bytes, size: int) -> int | None:
    at, rate = 12, 0
    while at + 8 <= len(head):
        name, length = head[at : at + 4], struct.unpack_from("<I", head, at + 4)[0]
        if name == b"fmt " and at + 20 <= len(head):
            rate = struct.unpack_from("<I", head, at + 16)[0]
        elif name == b"data":
            return -(-min(length, size - at - 8) // rate) if rate else None
        at += 8 + length + length % 2
    return None


def _mp4(head: bytes) -> int | None:
    at = head.find(b"mvhd")
    if at < 0 or at + 36 > len(head):
        return None
    wide = head[at + 4] == 1
    scale, length = struct.unpack_from(">IQ" if wide else ">II", head, at + (24 if wide else 16))
    return -(-length // scale) if scale else None
