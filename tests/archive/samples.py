"""Owns the tests' small packs: a fixed key, a fixed day, and a way to zip any files just as a pack is."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from collectdesk.archive.container import Container, stamp_of
from collectdesk.archive.pack import Pack, PackDescription, PayloadFile, build_pack
from collectdesk.archive.seal import SealKey

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOMENT = datetime(2026, 3, 18, 9, 30, 5, tzinfo=UTC)
NUMBER = "GD-2026-000001"
KEY = SealKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_KEY = SealKey(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
DESCRIPTION = PackDescription("城关支行", "Case file 案卷", "C-0001", "CollectDesk 0.1")
PAYLOAD = (
    PayloadFile("案卷.pdf", b"%PDF-1.7 not a real one", "application/pdf"),
    PayloadFile("visits/1/photo.jpg", bytes(range(256)), "image/jpeg"),
    PayloadFile("visits/1/note.txt", "无人在家".encode(), "text/plain; charset=utf-8"),
    PayloadFile("empty.txt", b"", "text/plain"),
)


def made(folder: Path, **changes: Any) -> Pack:
    """A pack in the folder, as the sample says but for the changes."""
    values: dict[str, Any] = {
        "number": NUMBER,
        "description": DESCRIPTION,
        "payload": PAYLOAD,
        "seal_with": KEY,
        "previous_seal": None,
        "moment": MOMENT,
    } | changes
    return build_pack(folder / f"{values['number']}.zip", **values)


def zipped(files: Iterable[tuple[str, bytes]], moment: datetime = MOMENT) -> bytes:
    """A zip exactly as a pack's is, around any files whatever: a forger with full knowledge of the format."""
    file = io.BytesIO()
    container = Container(file, stamp_of(moment))
    for name, content in files:
        container.add(name, [content])
    container.finish()
    return file.getvalue()
