"""Evidence on the disk: round trips around the chunk border, and every tampering, loss and leftover found."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import evidence, sealed_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.store.vault.evidence import Evidence
    from helpers.branches import Branch

SMALL = 64
SECRET = "李明家门口的照片".encode()


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_files, "CHUNK", SMALL)


def keep(branch: Branch, content: bytes, name: str = "门口.jpg") -> Evidence:
    case_id = branch.case_id()
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        return evidence.keep(
            work, branch.evidence_folder, case_id, io.BytesIO(content), kind="photo", original_name=name,
            media_type="image/jpeg",
        )  # fmt: skip


def read(branch: Branch, kept: Evidence) -> bytes:
    return branch.ask(lambda view: evidence.read(view, branch.evidence_folder, kept))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chunks=st.integers(0, 4), more=st.integers(-1, 1))
def test_every_size_around_a_chunk_border_comes_back_whole(branch: Branch, chunks: int, more: int) -> None:
    content = bytes(range(256)) * 2
    content = content[: max(0, chunks * SMALL + more)]
    kept = keep(branch, content)
    assert (kept.size, read(branch, kept)) == (len(content), content)
    stored = (branch.evidence_folder / kept.stored_name).read_bytes()
    assert len(content) < 8 or content[:8] not in stored


def chunks_of(stored: bytes) -> list[bytes]:
    found = []
    while stored:
        (size,) = struct.unpack(">I", stored[:4])
        found.append(stored[: 5 + size])
        stored = stored[5 + size :]
    return found


def _flip(stored: bytes, place: int) -> bytes:
    return stored[:place] + bytes([stored[place] ^ 1]) + stored[place + 1 :]


TAMPERINGS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "swapped": lambda c: [c[1], c[0], *c[2:]],
    "cut at the end": lambda c: c[:-1],
    "cut in the middle": lambda c: [c[0], *c[2:]],
    "doubled": lambda c: [c[0], c[0], *c[1:]],
    "appended": lambda c: [*c, c[-1]],
    "a byte more": lambda c: [*c, b"\0"],
    "a byte less": lambda c: [*c[:-1], c[-1][:-1]],
    "nothing left": lambda _: [],
    "altered": lambda c: [_flip(c[0], 20), *c[1:]],
    "called the last": lambda c: [_flip(c[0], 4)],
    "the last called not": lambda c: [*c[:-1], _flip(c[-1], 4)],
    "a huge size": lambda c: [b"\xff\xff\xff\xff" + c[0][4:], *c[1:]],
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_every_tampering_is_found_and_the_file_named(branch: Branch, tampering: str) -> None:
    kept = keep(branch, SECRET * 12)
    path = branch.evidence_folder / kept.stored_name
    path.write_bytes(b"".join(TAMPERINGS[tampering](chunks_of(path.read_bytes()))))
    with pytest.raises(StoreTrouble) as error:
        read(branch, kept)
    assert error.value.code == "store.evidence_altered"
    assert error.value.facts["name"] == "门口.jpg"


def test_one_files_bytes_dont_pass_for_anothers(branch: Branch) -> None:
    one, two = keep(branch, b"one" * 50), keep(branch, b"two" * 50)
    folder = branch.evidence_folder
    (folder / one.stored_name).write_bytes((folder / two.stored_name).read_bytes())
    with pytest.raises(StoreTrouble):
        read(branch, one)


def test_a_lost_file_is_named_as_missing(branch: Branch) -> None:
    kept = keep(branch, SECRET)
    (branch.evidence_folder / kept.stored_name).unlink()
    with pytest.raises(StoreTrouble) as error:
        read(branch, kept)
    assert error.value.code == "store.evidence_missing"


def test_the_disk_holds_neither_the_picture_nor_its_name(branch: Branch) -> None:
    keep(branch, SECRET * 50)
    for path in branch.evidence_folder.iterdir():
        assert SECRET not in path.read_bytes()
        assert "门口" not in path.name
        assert path.suffix == ".cde"


def test_what_a_crash_left_between_file_and_row_is_listed(branch: Branch) -> None:
    kept = keep(branch, SECRET)
    folder = branch.evidence_folder
    assert branch.ask(lambda view: evidence.orphans(view, folder)) == []
    (folder / "f00.cde").write_bytes(b"x")
    (folder / "f01.cde.partial").write_bytes(b"x")
    assert branch.ask(lambda view: evidence.orphans(view, folder)) == ["f00.cde", "f01.cde.partial"]
    assert read(branch, kept) == SECRET


def test_a_source_that_fails_half_way_leaves_no_file(branch: Branch) -> None:
    class Torn(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > SMALL:
                raise OSError(5, "the stick was pulled out")
            return super().read(size)

    case_id = branch.case_id()
    with pytest.raises(Exception), branch.desk.store.write(branch.actors["clerk"], branch.now) as work:  # noqa: B017, PT011
        evidence.keep(
            work,
            branch.evidence_folder,
            case_id,
            Torn(SECRET * 50),
            kind="photo",
            original_name="x",
            media_type="x",
        )
    assert not list(branch.evidence_folder.iterdir())
