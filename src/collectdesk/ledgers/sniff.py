"""What a file is by its bytes, never by its name: text in which encoding, or workbook; else refused."""

from __future__ import annotations

import codecs
import mmap
import re
import zipfile
from enum import Enum
from functools import lru_cache
from hashlib import file_digest, sha256
from typing import IO, TYPE_CHECKING, Final

from collectdesk.domain.intake.imports import BadFile

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

    from collectdesk.ledgers.limits import Limits


class FileKind(Enum):
    """The forms an import file may have."""

    TEXT = "text"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old_workbook"
    SEALED = "sealed"
    MARKUP = "markup"


ENCODINGS: Final = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5hkscs")
"""What a person may choose when the encoding can't be told."""

_HEAD: Final = 64 * 1024
_CHUNK: Final = 1024 * 1024
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER_BINARY: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"MZ", b"\x7fELF",
    b"SQLite format 3", b"BM\x00", b"II*\x00", b"MM\x00*", b"{\\rtf",
)  # fmt: skip
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype|html|head|body|table|meta|\?xml)", re.IGNORECASE)
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x1a")) + b"\x7f"
_CONTROL_SHARE: Final = 0.005
_PLAUSIBLE_SHARE: Final = 0.8
"""Share of GB2312 level-1 characters among the Chinese ones; wrongly decoded text lies far below."""


def look(path: Path, limits: Limits) -> FileKind:
    """Decide what the file is; raises BadFile for everything that is neither a text table nor a workbook."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            if size > limits.file_bytes:
                raise BadFile("file.too_big", size_mb=size // _CHUNK, limit_mb=limits.file_bytes // _CHUNK)
            head = file.read(_HEAD)
            return _kind_of(file, head)
    except FileNotFoundError:
        raise BadFile("file.missing", name=path.name) from None
    except OSError as error:
        raise BadFile(
            "file.unreadable", name=path.name, reason=error.strerror or type(error).__name__
        ) from None


def _kind_of(file: IO[bytes], head: bytes) -> FileKind:
    if not head.removeprefix(codecs.BOM_UTF8).strip(b" \t\r\n\x00\x1a") and len(head) < _HEAD:
        raise BadFile("file.empty")
    if head.startswith(_OLE):
        return _old_office(file)
    if head.startswith(_ZIP):
        return _zip_kind(file)
    if b"%PDF-" in head[:1024]:
        raise BadFile("file.pdf")
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        return FileKind.MARKUP
    if head.startswith(_UTF16):
        return FileKind.TEXT
    controls = len(head) - len(head.translate(None, _CONTROL))
    if head.startswith(_OTHER_BINARY) or controls > max(2, len(head) * _CONTROL_SHARE):
        raise BadFile("file.binary")
    return FileKind.TEXT


def _old_office(file: IO[bytes]) -> FileKind:
    """A compound file: a protected workbook names its one stream in UTF-16."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        if held.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return FileKind.SEALED
        if any(held.find(name.encode("utf-16-le")) >= 0 for name in ("Workbook", "Book")):
            return FileKind.OLD_WORKBOOK
    raise BadFile("file.binary")


def _zip_kind(file: IO[bytes]) -> FileKind:
    try:
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError):
        raise BadFile("file.damaged") from None
    if "xl/workbook.xml" in names:
        return FileKind.WORKBOOK
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise BadFile("file.old_workbook")
    raise BadFile("file.zip")


def fingerprint(file: BufferedReader) -> str:
    """SHA-256 of the whole file, in hexadecimal."""
    file.seek(0)
    return file_digest(file, "sha256").hexdigest()


def fingerprint_of_lines(file: IO[bytes], limits: Limits) -> str:
    """SHA-256 of a text file, with flat memory; raises BadFile as soon as one line is too long."""
    file.seek(0)
    digest, since_break, lines = sha256(), 0, 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        since_break, lines = _follow_lines(chunk, since_break, lines, limits.line_bytes)
    return digest.hexdigest()


def _follow_lines(chunk: bytes, since_break: int, lines: int, limit: int) -> tuple[int, int]:
    """Carry the length of the unfinished line across chunks; old Mac files break lines by CR alone."""
    if b"\r" in chunk:
        chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lengths = [len(part) for part in chunk.split(b"\n")]
    lengths[0] += since_break
    for number, length in enumerate(lengths):
        if length > limit:
            raise BadFile("line.too_long", line=lines + number + 1, limit=limit)
    return lengths[-1], lines + len(lengths) - 1


def encoding_of(file: IO[bytes]) -> str:
    """BOM, then strict UTF-8, then strict GB18030 where the Chinese looks like Chinese; else BadFile.

    Guessing libraries were measured wrong on small files; a wrong guess here writes other people's names.
    """
    file.seek(0)
    head = file.read(4)
    if head.startswith(codecs.BOM_UTF8):
        return _demand(file, "utf-8-sig")
    if head.startswith(_UTF16):
        return _demand(file, "utf-16")
    if decodes(file, "utf-8"):
        return "utf-8"
    if decodes(file, "gb18030") and _looks_chinese(file):
        return "gb18030"
    raise BadFile("encoding.unclear")


def _demand(file: IO[bytes], encoding: str) -> str:
    if not decodes(file, encoding):
        raise BadFile("encoding.unclear")
    return encoding


def decodes(file: IO[bytes], encoding: str) -> bool:
    """Whether every byte of the file fits the encoding."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def opening_text(file: IO[bytes], encoding: str) -> str:
    """The beginning of a text file that is known to decode; a character cut at the end is left out."""
    file.seek(0)
    return codecs.getincrementaldecoder(encoding)("strict").decode(file.read(4 * _HEAD))


def _looks_chinese(file: IO[bytes]) -> bool:
    """Judged on the first chunk that holds anything but ASCII and wide forms."""
    file.seek(0)
    decoder, common = codecs.getincrementaldecoder("gb18030")("strict"), _level_one()
    while chunk := file.read(_CHUNK):
        letters = [char for char in decoder.decode(chunk) if ord(char) > 0x7F and not _is_wide_form(char)]
        if letters:
            return sum(char in common for char in letters) / len(letters) >= _PLAUSIBLE_SHARE
    return True


def _is_wide_form(char: str) -> bool:
    """Full-width digits and punctuation: they say nothing about the language being right."""
    return "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or char in "“”‘’—…·￥"


@lru_cache(maxsize=1)
def _level_one() -> frozenset[str]:
    """The 3,755 most common characters: rows 16 to 55 of GB2312."""
    return frozenset(
        bytes((lead, trail)).decode("gb2312")
        for lead in range(0xB0, 0xD8)
        for trail in range(0xA1, 0xFF)
        if not (lead == 0xD7 and trail > 0xF9)
    )
