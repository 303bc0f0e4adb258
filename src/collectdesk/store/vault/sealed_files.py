"""Owns files that rest encrypted: sealed chunk by chunk, each bound to the file's id, its place and whether it ends.

Nothing can be cut, swapped or moved between files; memory stays at one chunk however large the file is.
"""

from __future__ import annotations

import hashlib
import os
import struct
from typing import TYPE_CHECKING, BinaryIO, Final

from collectdesk.store.keys.header import fsync_folder
from collectdesk.store.keys.sealing import open_bytes, seal_bytes
from collectdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK: Final = 1 << 18


def write_sealed(source: BinaryIO, target: Path, key: bytes, bound_to: str) -> tuple[str, int]:
    """Write the stream in sealed chunks and give its SHA-256 and size; a crash leaves the whole file or none of that
    name.
    """
    partial = target.with_name(target.name + ".partial")
    digest, size = hashlib.sha256(), 0
    try:
        with partial.open("wb") as file:
            for chunk in seal_stream(source, file, key, bound_to):
                digest.update(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        fsync_folder(target.parent)  # else a power cut could keep the row and lose the file's name
    finally:
        partial.unlink(missing_ok=True)
    return digest.hexdigest(), size


def seal_stream(source: BinaryIO, file: BinaryIO, key: bytes, bound_to: str) -> Iterator[bytes]:
    """Write a stream in sealed chunks where the file stands; gives each chunk's plain bytes once it is written."""
    for number, chunk, last in _chunks(source):
        sealed = seal_bytes(key, chunk, _bound(bound_to, number, last))
        file.write(struct.pack(">I?", len(sealed), last) + sealed)
        yield chunk


def read_sealed(file: BinaryIO, key: bytes, bound_to: str, trouble: str = "damaged") -> Iterator[bytes]:
    """The bytes in chunks; raises StoreTrouble(``trouble``) where the file isn't what was written."""
    number, last = 0, False
    while not last:
        head = file.read(5)
        if len(head) != 5:
            raise StoreTrouble(trouble)
        size, last = struct.unpack(">I?", head)
        if size > CHUNK + 64:
            raise StoreTrouble(trouble)
        yield open_bytes(key, file.read(size), _bound(bound_to, number, last), trouble)
        number += 1
    if file.read(1):
        raise StoreTrouble(trouble)


def _chunks(source: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    number, chunk = 0, source.read(CHUNK)
    while True:
        following = source.read(CHUNK)
        yield number, chunk, not following
        if not following:
            return
        number, chunk = number + 1, following


def _bound(bound_to: str, number: int, last: bool) -> bytes:
    return f"{bound_to}|{number}|{int(last)}".encode()
