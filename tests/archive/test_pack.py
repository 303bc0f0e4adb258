"""A pack is there whole or not at all, always the same bytes, and any BagIt tool accepts what is in it."""

from __future__ import annotations

import errno
import hashlib
import io
import logging
import tracemalloc
import zipfile
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from archive.samples import DESCRIPTION, KEY, MOMENT, NUMBER, OTHER_KEY, PAYLOAD, made
from collectdesk.archive import pack as building
from collectdesk.archive.pack import PackDescription, PayloadFile
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.archive.verdict import Outcome
from collectdesk.archive.verify import verify_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOLDEN = "8c7137d3b1e88928db8b4b323c0ddbf4c6a38637859f4ec71ff5db1a17e3a518"
"""SHA-256 of the sample pack with a verifier of one line: a change here changes the format."""


def trouble(folder: Path, **changes: Any) -> ArchiveTrouble:
    """What making such a pack raises; nothing may be left in the folder."""
    with pytest.raises(ArchiveTrouble) as raised:
        made(folder, **changes)
    assert list(folder.iterdir()) == []
    return raised.value


def text_file(name: str, source: Any = b"x", media_type: str = "text/plain") -> PayloadFile:
    return PayloadFile(name, source, media_type)


class Breaking(io.RawIOBase):
    """A stick pulled out in the middle: some bytes, then an error."""

    def __init__(self, fault: BaseException) -> None:
        self.fault = fault
        self.reads = 0

    def readable(self) -> bool:
        return True

    def read(self, _size: int = -1) -> bytes:
        self.reads += 1
        if self.reads > 3:
            raise self.fault
        return b"x" * 10_000


def breaking(fault: BaseException) -> Callable[[], BinaryIO]:
    return lambda: Breaking(fault)  # type: ignore[return-value]


def test_a_source_that_breaks_midway_leaves_nothing_and_is_named(tmp_path: Path) -> None:
    found = trouble(tmp_path, payload=[*PAYLOAD, text_file("late.bin", breaking(OSError(errno.EIO, "gone")))])
    assert (found.code, found.facts["file"]) == ("pack.source_unreadable", "late.bin")


def test_a_missing_source_leaves_nothing_and_is_named(tmp_path: Path) -> None:
    found = trouble(tmp_path, payload=[text_file("photo.jpg", tmp_path / "none.jpg")])
    assert found.code == "pack.source_unreadable"
    assert found.facts == {"file": "photo.jpg", "reason": "FileNotFoundError"}


@pytest.mark.parametrize("fault", [ValueError("a bug"), KeyboardInterrupt()])
def test_any_other_exception_goes_through_and_leaves_nothing(tmp_path: Path, fault: BaseException) -> None:
    with pytest.raises(type(fault)):
        made(tmp_path, payload=[text_file("late.bin", breaking(fault))])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("after", [0, 3, 8])
def test_a_cancel_while_writing_or_reading_back_leaves_nothing(tmp_path: Path, after: int) -> None:
    class CancelledError(Exception):
        pass

    steps: list[tuple[int, int]] = []

    def step(done: int, total: int) -> None:
        steps.append((done, total))
        if len(steps) > after:
            raise CancelledError

    with pytest.raises(CancelledError):
        made(tmp_path, step=step)
    assert list(tmp_path.iterdir()) == []


class FullDisk(io.FileIO):
    """A file on a disk with room for so many bytes."""

    room = 0

    def write(self, content: Any, /) -> int:
        if self.tell() + len(content) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content) or 0


@pytest.mark.parametrize("room", [0, 100, 1_500, 25_000])
def test_a_full_disk_leaves_nothing_and_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr(FullDisk, "room", room)
    monkeypatch.setattr(building, "_created", lambda partial: FullDisk(partial, "w"))
    assert trouble(tmp_path).code == "pack.disk_full"


def test_a_disk_that_swallows_bytes_is_found_before_the_pack_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lying(io.FileIO):
        def write(self, content: Any, /) -> int:
            spoilt = bytes(content).replace("无人在家".encode(), "有人在家".encode())
            return super().write(spoilt) or 0

    monkeypatch.setattr(building, "_created", lambda partial: Lying(partial, "w"))
    found = trouble(tmp_path)
    assert found.code == "pack.not_verified"
    assert found.facts["file"] == "data/visits/1/note.txt"


def test_a_folder_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveTrouble) as raised:
        made(tmp_path / "none")
    assert (raised.value.code, raised.value.facts) == ("pack.not_written", {"reason": "ENOENT"})


def test_a_sealed_pack_is_never_overwritten(tmp_path: Path) -> None:
    first = made(tmp_path).path.read_bytes()
    with pytest.raises(ArchiveTrouble) as raised:
        made(tmp_path, payload=())
    assert raised.value.code == "pack.exists"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [first]


def test_what_a_power_cut_left_half_written_is_replaced(tmp_path: Path) -> None:
    (tmp_path / f"{NUMBER}.zip.partial").write_bytes(b"half" * 100_000)
    pack = made(tmp_path)
    assert list(tmp_path.iterdir()) == [pack.path]
    assert verify_pack(pack.path, fingerprint=KEY.fingerprint).outcome is Outcome.GREEN


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payload": [text_file("../x")]}, "path.dots"),
        ({"payload": [text_file("/x")]}, "path.absolute"),
        ({"payload": [text_file("a/Con.txt")]}, "path.reserved"),
        ({"payload": [text_file("e\u0301")]}, "path.not_nfc"),
        ({"payload": [text_file("a.txt"), text_file("A.txt")]}, "path.duplicate"),
        ({"payload": [text_file("a"), text_file("a/b")]}, "path.file_and_folder"),
        ({"payload": [text_file("a/" * 90 + "b")]}, "path.too_long"),  # with the number and data/ in front
        ({"payload": [text_file("a", media_type="text")]}, "pack.media_type"),
        ({"payload": [text_file("a", media_type="text/plain\nx  data/b")]}, "pack.media_type"),
        ({"payload": [text_file(f"{count}") for count in range(20_000)]}, "pack.too_many"),
        ({"number": "GD/1"}, "pack.number"),
        ({"number": '1"2'}, "pack.number"),
        ({"number": ""}, "pack.number"),
        ({"description": PackDescription("x\nPayload-Oxum: 1.1", "t", "c", "s")}, "pack.field"),
        ({"description": PackDescription("", "t", "c", "s")}, "pack.field"),
        ({"description": PackDescription("o", "t", "c", "s", (("Payload-Oxum", "1.1"),))}, "pack.field"),
        ({"description": PackDescription("o", "t", "c", "s", (("A: b", "x"),))}, "pack.field"),
    ],
)
def test_what_would_not_make_a_sound_pack_is_refused(
    tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    assert trouble(tmp_path, **changes).code == code


def test_a_pack_larger_than_a_stick_takes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectdesk.archive.container.MOST_BYTES", 600)
    assert trouble(tmp_path).code == "pack.too_large"


def test_a_moment_without_zone_or_a_half_digest_is_a_fault_of_the_program(tmp_path: Path) -> None:
    for changes in ({"moment": datetime(2026, 3, 18)}, {"previous_seal": b"short"}):  # noqa: DTZ001
        with pytest.raises(ValueError, match=r"zone|digest"):
            made(tmp_path, **changes)
    assert list(tmp_path.iterdir()) == []


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(bytes(range(256)))
    sources: list[Any] = [tmp_path / "photo", bytes(range(256)), lambda: io.BytesIO(bytes(range(256)))]
    contents = []
    for place, source in enumerate(sources):
        (tmp_path / str(place)).mkdir()
        payload = [text_file("photo", source), *reversed(PAYLOAD)]
        moment = MOMENT.astimezone(timezone(timedelta(hours=8 * place))) + timedelta(microseconds=place)
        contents.append(made(tmp_path / str(place), payload=payload, moment=moment).path.read_bytes())
    assert contents[0] == contents[1] == contents[2]


def test_the_container_is_the_same_bytes_on_every_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "verify.py").write_bytes(b"pinned\n")
    monkeypatch.setattr("collectdesk.resources.path", lambda *_parts: tmp_path / "verify.py")
    content = made(tmp_path).path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == GOLDEN


def test_the_payload_is_in_it_unchanged_with_its_kinds(tmp_path: Path) -> None:
    pack = made(tmp_path)
    with zipfile.ZipFile(pack.path) as zipped:
        assert zipped.testzip() is None
        for one in PAYLOAD:
            assert zipped.read(f"{NUMBER}/data/{one.path_in_pack}") == one.source
        kinds = zipped.read(f"{NUMBER}/media-types.txt").decode()
        assert "image/jpeg  data/visits/1/photo.jpg\n" in kinds
        tag_manifest = zipped.read(f"{NUMBER}/tagmanifest-sha256.txt")
        seal = zipped.read(f"{NUMBER}/seal.json")
    assert pack.root_digest == hashlib.sha256(tag_manifest).hexdigest()
    assert pack.seal_digest == hashlib.sha256(seal).hexdigest()
    assert (pack.number, pack.files, pack.bytes) == (NUMBER, 4, 291)


# bagit 1.9.0 itself calls re.sub in a way that Python 3.13 deprecates
@pytest.mark.filterwarnings("ignore:'count' is passed as positional argument:DeprecationWarning")
def test_any_bagit_tool_accepts_the_unpacked_pack(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bagit = pytest.importorskip("bagit")
    caplog.set_level(logging.CRITICAL, logger="bagit")
    description = PackDescription(
        "城关支行", "Case 案卷", "C-1", "CollectDesk", (("Contact-Name", "档案室"),)
    )
    with zipfile.ZipFile(made(tmp_path, description=description).path) as zipped:
        zipped.extractall(tmp_path)
    unpacked = bagit.Bag(str(tmp_path / NUMBER))
    assert unpacked.validate()
    assert unpacked.info["External-Identifier"] == NUMBER
    assert unpacked.info["Contact-Name"] == "档案室"
    (tmp_path / NUMBER / "data" / "案卷.pdf").write_bytes(b"%PDF-1.7 not a real onE")
    assert not unpacked.is_valid()


def test_progress_covers_the_writing_and_the_reading_back(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    made(tmp_path, step=lambda done, total: steps.append((done, total)))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert all(0 < done <= total for done, total in steps)
    assert steps[-1][0] == steps[-1][1]


def test_memory_stays_flat_for_a_large_recording(tmp_path: Path) -> None:
    (tmp_path / "recording").write_bytes(bytes(40_000_000))
    tracemalloc.start()
    try:
        pack = made(tmp_path, payload=[text_file("recording.wav", tmp_path / "recording", "audio/wav")])
        verify_pack(pack.path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000


def test_each_pack_names_its_own_signer_and_its_link(tmp_path: Path) -> None:
    first = made(tmp_path)
    second = made(
        tmp_path,
        number="GD-2026-000002",
        seal_with=OTHER_KEY,
        description=DESCRIPTION,
        previous_seal=bytes.fromhex(first.seal_digest),
    )
    seal = verify_pack(second.path).seal
    assert seal is not None
    assert seal.previous_seal == first.seal_digest
    assert seal.fingerprint == OTHER_KEY.fingerprint
