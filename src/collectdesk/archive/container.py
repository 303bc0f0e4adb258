"""Owns the zip around a bag: one exact sequence of bytes, written here and re-derived here when it is read.

Layout: APPNOTE.TXT 6.3.10 (pkware.cachefly.net), sections 4.3.7, 4.3.12 and 4.3.16. Files are stored, never
compressed, back to back, with one date, no extra fields and no comments. A reader that knows the names,
sizes, checksums and the date therefore knows every other byte too, and a changed one shows, wherever it is.
Nothing is ever inflated.
"""

from __future__ import annotations

import errno
import stat
import struct
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from collectdesk.archive.bag import MOST_BYTES, MOST_FILES, in_pack_order
from collectdesk.archive.paths import clashes, path_fault
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.archive.verdict import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

CHUNK: Final = 2**20
MOST_DIRECTORY_BYTES: Final = MOST_FILES * 1024
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s2B5H3L5H2L")
_TAIL: Final = struct.Struct("<4s4H2LH")
_UNIX: Final = 3
_VERSION: Final = 20
_UTF8: Final = 0x800
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_MODE: Final = (stat.S_IFREG | 0o644) << 16
_BOMB_RATIO: Final = 100
_LONGEST_COMMENT: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored file: bytes ``size``, CRC-32, offset of its local header, its date as zip packs it."""

    name: str
    size: int
    crc: int
    offset: int
    stamp: tuple[int, int]

    @property
    def start(self) -> int:
        """Offset of the first byte of the content."""
        return self.offset + _LOCAL.size + len(self.name.encode())

    @property
    def flags(self) -> int:
        return 0 if self.name.isascii() else _UTF8

    def local_header(self) -> bytes:
        name, (day, time) = self.name.encode(), self.stamp
        return _LOCAL.pack(
            b"PK\x03\x04", _VERSION, self.flags, 0, time, day, self.crc, self.size, self.size, len(name), 0
        ) + name  # fmt: skip

    def central_header(self) -> bytes:
        name, (day, time) = self.name.encode(), self.stamp
        return _CENTRAL.pack(
            b"PK\x01\x02", _VERSION, _UNIX, _VERSION, self.flags, 0, time, day,
            self.crc, self.size, self.size, len(name), 0, 0, 0, 0, _MODE, self.offset,
        ) + name  # fmt: skip


def stamp_of(moment: datetime) -> tuple[int, int]:
    """Date and time of an instant as zip packs them: UTC, two-second steps. Years 1980 to 2107."""
    at = moment.astimezone(UTC)
    return (at.year - 1980) << 9 | at.month << 5 | at.day, at.hour << 11 | at.minute << 5 | at.second // 2


class Container:
    """Writes the zip. Raises ArchiveTrouble ``pack.disk_full``, ``pack.not_written``, ``pack.too_large``."""

    def __init__(self, file: BinaryIO, stamp: tuple[int, int]) -> None:
        self._file = file
        self._stamp = stamp
        self._entries: list[Entry] = []
        self._end = 0

    def add(self, name: str, chunks: Iterable[bytes | memoryview]) -> tuple[str, int]:
        """Store one file; return its hex SHA-256 and size in bytes. The header is filled in afterwards."""
        start = Entry(name, 0, 0, self._end, self._stamp).start
        digest, crc, size = sha256(), 0, 0
        self._write(bytes(start - self._end))
        for chunk in chunks:
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            if start + size > MOST_BYTES:
                raise ArchiveTrouble("pack.too_large", file=name, most=MOST_BYTES)
            self._write(chunk)
        entry = Entry(name, size, crc, self._end, self._stamp)
        self._end = start + size
        with _disk_faults():
            self._file.seek(entry.offset)
            self._file.write(entry.local_header())
            self._file.seek(self._end)
        self._entries.append(entry)
        return digest.hexdigest(), size

    def finish(self) -> None:
        """Write the directory of the zip and its last record."""
        directory = b"".join(entry.central_header() for entry in self._entries)
        if self._end + len(directory) + _TAIL.size > MOST_BYTES:
            raise ArchiveTrouble("pack.too_large", file="", most=MOST_BYTES)
        self._write(directory + _tail(len(self._entries), len(directory), self._end))

    def _write(self, chunk: bytes | memoryview) -> None:
        with _disk_faults():
            self._file.write(chunk)


@contextmanager
def _disk_faults() -> Iterator[None]:
    """What the target's disk refuses, told apart from what a source refuses."""
    try:
        yield
    except OSError as refused:
        raise disk_trouble(refused) from refused


def disk_trouble(refused: OSError) -> ArchiveTrouble:
    """The trouble that an operating system error on the target's disk means."""
    full = refused.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
    reason = errno.errorcode.get(refused.errno or 0, "EIO")
    return ArchiveTrouble("pack.disk_full" if full else "pack.not_written", reason=reason)


def _tail(count: int, directory_size: int, directory_at: int) -> bytes:
    return _TAIL.pack(b"PK\x05\x06", 0, 0, count, count, directory_size, directory_at, 0)


class ZipContents:
    """The files of a pack, by name below its one top folder. Whatever is not as written becomes a finding."""

    def __init__(self, file: BinaryIO, findings: list[Finding]) -> None:
        self._file = file
        self._findings = findings
        self._entries: dict[str, Entry] = {}
        self.top_folder: str | None = None
        self.stamp: tuple[int, int] | None = None
        entries = _read_entries(file, findings)
        if not findings and entries:
            self._place(entries)

    @property
    def sizes(self) -> dict[str, int]:
        """Name → bytes, in the order of the zip."""
        return {name: entry.size for name, entry in self._entries.items()}

    def _place(self, entries: list[Entry]) -> None:
        tops = {entry.name.partition("/")[0] for entry in entries}
        if len(tops) != 1 or any("/" not in entry.name for entry in entries):
            self._findings.append(Finding("zip.top_folder", "", {"count": len(tops)}))
            return
        self.top_folder, self.stamp = tops.pop(), entries[0].stamp
        self._entries = {entry.name.partition("/")[2]: entry for entry in entries}
        if in_pack_order(self._entries) != list(self._entries):
            self._findings.append(Finding("zip.order"))

    def chunks(self, name: str) -> Iterator[memoryview]:
        """The file's bytes in one reused buffer; a wrong checksum becomes a finding when all is read."""
        entry = self._entries[name]
        self._file.seek(entry.start)
        buffer, left, crc = memoryview(bytearray(min(CHUNK, entry.size))), entry.size, 0
        while left:
            got = self._file.readinto(buffer[: min(left, CHUNK)])  # type: ignore[attr-defined] # raw and buffered
            if not got:
                break
            crc = zlib.crc32(buffer[:got], crc)
            left -= got
            yield buffer[:got]
        if left or crc != entry.crc:
            self._findings.append(Finding("entry.crc", name))


def _read_entries(file: BinaryIO, findings: list[Finding]) -> list[Entry]:
    """The entries of a zip whose every header is as this program writes it; else findings."""
    size = file.seek(0, 2)
    directory, count = _read_directory(file, size, findings)
    entries = _parse_directory(directory, size, findings)
    if not findings and len(entries) != count:
        findings.append(Finding("zip.structure"))
    if not findings:
        for name, code in clashes(entry.name for entry in entries):
            findings.append(Finding(code, name))
    if not findings:
        _compare_headers(file, entries, size - _TAIL.size - len(directory), directory, findings)
    return entries


def _read_directory(file: BinaryIO, size: int, findings: list[Finding]) -> tuple[bytes, int]:
    file.seek(max(0, size - _TAIL.size))
    tail = file.read(_TAIL.size)
    if len(tail) < _TAIL.size or not tail.startswith(b"PK\x05\x06"):
        file.seek(max(0, size - _TAIL.size - _LONGEST_COMMENT))
        trailing = b"PK\x05\x06" in file.read(_LONGEST_COMMENT + _TAIL.size)
        findings.append(Finding("zip.trailing" if trailing else "zip.unreadable"))
        return b"", 0
    count, directory_size, directory_at = _TAIL.unpack(tail)[4:7]
    if count > MOST_FILES:
        findings.append(Finding("zip.too_many", "", {"count": count, "most": MOST_FILES}))
    elif (
        size > MOST_BYTES
        or directory_at + directory_size + _TAIL.size != size
        or tail != _tail(count, directory_size, directory_at)
        or directory_size > MOST_DIRECTORY_BYTES
    ):
        findings.append(Finding("zip.structure"))
    else:
        file.seek(directory_at)
        return file.read(directory_size), count
    return b"", 0


def _parse_directory(directory: bytes, size: int, findings: list[Finding]) -> list[Entry]:
    entries: list[Entry] = []
    at = 0
    while at < len(directory):
        if len(directory) - at < _CENTRAL.size or directory[at : at + 4] != b"PK\x01\x02":
            findings.append(Finding("zip.structure"))
            return []
        record = _CENTRAL.unpack_from(directory, at)
        lengths = record[11:14]
        at += _CENTRAL.size
        raw_name = directory[at : at + lengths[0]]
        at += sum(lengths)
        name = _decoded(raw_name, record[4])
        fault = "entry.name" if name is None else _fault(name, record, size)
        shown = raw_name.decode("utf-8", "backslashreplace") if name is None else name
        if fault or name is None:
            findings.append(Finding(fault or "entry.name", shown))
            continue
        day_and_time = (record[7], record[6])
        entries.append(Entry(name, record[10], record[8], record[17], day_and_time))
    return entries


def _decoded(raw_name: bytes, flags: int) -> str | None:
    try:
        return raw_name.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError:
        return None


def _fault(name: str, record: tuple[int, ...], size: int) -> str | None:
    flags, method, packed, unpacked, attributes = record[4], record[5], record[9], record[10], record[16]
    kind = stat.S_IFMT(attributes >> 16)
    if flags & _ENCRYPTED:
        return "entry.encrypted"
    if kind == stat.S_IFLNK:
        return "entry.symlink"
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "entry.special"
    if unpacked > _BOMB_RATIO * max(packed, 1) or (method == 0 and unpacked > size):
        return "entry.bomb"
    if method != 0:
        return "entry.compressed"
    if name.endswith("/"):
        return "entry.folder"
    return path_fault(name)


def _compare_headers(
    file: BinaryIO, entries: list[Entry], directory_at: int, directory: bytes, findings: list[Finding]
) -> None:
    """Every header against the one this program would write, and no byte between the files."""
    end, at = 0, 0
    for entry in entries:
        expected = Entry(entry.name, entry.size, entry.crc, end, entries[0].stamp)
        after = at + _CENTRAL.size + len(entry.name.encode())
        file.seek(end)
        # the local header first: where there is none, the offset may not even fit a record
        is_local = file.read(expected.start - end) == expected.local_header()
        if not is_local or directory[at:after] != expected.central_header():
            findings.append(Finding("entry.header", entry.name))
            return
        at, end = after, expected.start + expected.size
    if end != directory_at:
        findings.append(Finding("zip.structure"))
