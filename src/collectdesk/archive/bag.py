"""Owns the tag files of a BagIt 1.0 bag (RFC 8493): their names, how they are written, how strictly read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from collectdesk.archive.paths import clashes, path_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DECLARATION: Final = "bagit.txt"
DESCRIPTION: Final = "bag-info.txt"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
MEDIA_TYPES: Final = "media-types.txt"
VERIFIER: Final = "verify.py"
SEAL: Final = "seal.json"
PAYLOAD: Final = "data/"

UNLISTED: Final = (TAG_MANIFEST, SEAL)
"""The seal signs the tag manifest's digest, so neither can stand in it: the seal vouches for both itself."""
REQUIRED: Final = (DECLARATION, DESCRIPTION, MANIFEST, TAG_MANIFEST, SEAL)

DECLARATION_TEXT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

MOST_FILES: Final = 20_000
"""Files in one pack; keeps a verification's memory small and is far above any case."""
MOST_BYTES: Final = 2**32 - 2
"""Bytes of one pack: what a stick's FAT32 holds, and a zip without the 64-bit extensions."""
MOST_MANIFEST_BYTES: Final = 16 * 2**20
MOST_SEAL_BYTES: Final = 4096

_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")


class MalformedManifest(ValueError):
    """A manifest line that no pack writes; ``line`` is 1-based, 0 for the file as a whole."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def write_manifest(digests: Mapping[str, str]) -> bytes:
    """``digest  path`` lines sorted by the path's UTF-8 bytes."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests, key=str.encode)).encode()


def read_manifest(text: bytes, *, of_payload: bool) -> dict[str, str]:
    """Path → hex digest. Raises MalformedManifest, also for a path that must not stand in this manifest."""
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError:
        raise MalformedManifest(0) from None
    if lines.pop():  # the last line ends too
        raise MalformedManifest(len(lines) + 1)
    digests: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if not match or match[2] in digests or not _may_list(match[2], of_payload=of_payload):
            raise MalformedManifest(number)
        digests[match[2]] = match[1]
    if any(clashes(digests)):
        raise MalformedManifest(0)
    return digests


def _may_list(name: str, *, of_payload: bool) -> bool:
    if path_fault(name) or name in UNLISTED:
        return False
    return name.startswith(PAYLOAD) is of_payload


def write_description(fields: Iterable[tuple[str, str]]) -> bytes:
    """The lines of bag-info.txt in the order given; values are single lines, checked by the caller."""
    return "".join(f"{label}: {value}\n" for label, value in fields).encode()


def is_described(text: bytes, *, number: str, payload_bytes: int, payload_files: int) -> bool:
    """Whether bag-info.txt names this pack and counts this payload, each exactly once."""
    lines = text.split(b"\n")
    identifiers = [line for line in lines if line.lower().startswith(b"external-identifier:")]
    counts = [line for line in lines if line.lower().startswith(b"payload-oxum:")]
    return identifiers == [f"External-Identifier: {number}".encode()] and counts == [
        f"Payload-Oxum: {payload_bytes}.{payload_files}".encode()
    ]


def in_pack_order(names: Iterable[str]) -> list[str]:
    """The one order of files in a pack: the declaration, the payload, other tag files, tag manifest, seal."""

    def place(name: str) -> tuple[int, bytes]:
        if name in UNLISTED:
            return 3 + UNLISTED.index(name), b""
        return (0 if name == DECLARATION else 1 if name.startswith(PAYLOAD) else 2), name.encode()

    return sorted(names, key=place)
