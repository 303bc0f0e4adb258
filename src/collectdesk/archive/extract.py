"""Owns the signed extract of the audit trail: a text anybody can read, and verify with the public key alone.

Line 1 is the header, then one line for each entry, the last line holds count, digest and signature. The keyed links
stand in it as they are: without the audit key they can't be recomputed, yet each names the one before it, and the
signature covers every byte. ``resources/templates/verify_trail.py`` checks it on a bare Python.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from collectdesk.archive.seal import SealKey

FORMAT: Final = "collectdesk-trail/1"


def line_of(content: Mapping[str, Any]) -> bytes:
    """One line: JSON with its keys in order, ASCII only, so that no byte is free."""
    return (
        json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"
    )


def write_extract(target: Path, header: Mapping[str, Any], entries: Iterable[bytes], key: SealKey) -> int:
    """Write the extract; ``entries`` are lines of ``line_of``. Returns how many."""
    digest, count = hashlib.sha256(), 0
    with target.open("wb") as file:

        def put(line: bytes) -> None:
            digest.update(line)
            file.write(line)

        put(line_of({**header, "format": FORMAT, "public_key": key.public.hex()}))
        for line in entries:
            put(line)
            count += 1
        signature = key.sign_trail(digest.digest())
        file.write(line_of({"entries": count, "sha256": digest.hexdigest(), "signature": signature.hex()}))
    return count
