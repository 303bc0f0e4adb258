"""Packs where they rest: found in their folder, opened for as long as they are read, never left in the clear."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from collectdesk.domain.refusals import Refused
from collectdesk.store.results import packs
from collectdesk.store.vault.sealed_files import CHUNK, read_sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from collectdesk.store.results.packs import KeptPack
    from collectdesk.store.work import View


def resting_file(view: View, kept: KeptPack, path: Path | None = None) -> Path:
    """Where a pack rests; raises Refused(pack.disposed | pack.file_missing) naming the file."""
    if kept.disposed_at is not None:
        raise Refused("pack.disposed")
    found = path or packs.packs_folder(view) / kept.file_name
    if not found.is_file():
        raise Refused("pack.file_missing", file=found.name, number=kept.number)
    return found


def writer_of(view: View, kept: KeptPack, path: Path | None = None) -> Callable[[Path], None]:
    """What writes the pack in the clear later, when the snapshot is closed: its key is taken along."""
    resting, key, pack_id = resting_file(view, kept, path), packs.resting_key(view, kept.id), str(kept.id)

    def write(target: Path) -> None:
        with resting.open("rb") as sealed, target.open("wb") as clear:
            for chunk in _chunks(sealed, key, pack_id):
                clear.write(chunk)

    return write


def _chunks(sealed: BinaryIO, key: bytes | None, pack_id: str) -> Iterator[bytes]:
    if key is None:  # built before packs rested encrypted
        return iter(lambda: sealed.read(CHUNK), b"")
    return read_sealed(sealed, key, pack_id, "pack_altered")


@contextmanager
def in_clear(view: View, kept: KeptPack, path: Path | None = None) -> Iterator[Path]:
    """The pack as a zip where this process' temporary files go, gone when it was read."""
    with tempfile.TemporaryDirectory() as folder:
        clear = Path(folder) / f"{kept.number}.zip"
        writer_of(view, kept, path)(clear)
        yield clear
