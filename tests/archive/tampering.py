"""Owns the ways a pack is tampered with, each with the codes both verifiers must report for it."""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from archive.samples import KEY, MOMENT, NUMBER, zipped
from collectdesk.archive import bag
from collectdesk.archive.seal import write_seal

if TYPE_CHECKING:
    from collections.abc import Callable

Files = dict[str, bytes]
PHOTO, NOTE = "data/visits/1/photo.jpg", "data/visits/1/note.txt"


@dataclass(frozen=True)
class Tampering:
    """What is done to the bytes of a good pack, and every code (with its file) it must be found out by."""

    name: str
    act: Callable[[bytes], bytes]
    found: frozenset[tuple[str, str]]


def opened(pack: bytes) -> Files:
    """Name below the top folder → content, in the order of the zip."""
    with zipfile.ZipFile(io.BytesIO(pack)) as zipped_pack:
        return {name.partition("/")[2]: zipped_pack.read(name) for name in zipped_pack.namelist()}


def closed(files: Files, top: str = NUMBER) -> bytes:
    ordered = bag.in_pack_order(files)
    return zipped((f"{top}/{name}", files[name]) for name in ordered)


def _files(edit: Callable[[Files], object]) -> Callable[[bytes], bytes]:
    def act(pack: bytes) -> bytes:
        files = opened(pack)
        edit(files)
        return closed(files)

    return act


def _added(name: str, content: bytes = b"x", at: int | None = None) -> Callable[[bytes], bytes]:
    """One more entry, its name taken as it stands."""

    def act(pack: bytes) -> bytes:
        entries = [(f"{NUMBER}/{known}", text) for known, text in opened(pack).items()]
        entries.insert(len(entries) if at is None else at, (name, content))
        return zipped(entries)

    return act


def _swap(files: Files) -> None:
    files[PHOTO], files[NOTE] = files[NOTE], files[PHOTO]


def _fit_manifests(files: Files) -> None:
    """What a forger without the key can do: make every digest fit."""
    files[PHOTO] = b"another photo"
    digests = {name: hashlib.sha256(text).hexdigest() for name, text in files.items()}
    files[bag.MANIFEST] = bag.write_manifest({n: d for n, d in digests.items() if n.startswith("data/")})
    digests[bag.MANIFEST] = hashlib.sha256(files[bag.MANIFEST]).hexdigest()
    size = sum(len(text) for name, text in files.items() if name.startswith("data/"))
    old = files[bag.DESCRIPTION].split(b"Payload-Oxum: ")[1].split(b"\n")[0]
    files[bag.DESCRIPTION] = files[bag.DESCRIPTION].replace(old, f"{size}.4".encode())
    digests[bag.DESCRIPTION] = hashlib.sha256(files[bag.DESCRIPTION]).hexdigest()
    tags = {n: d for n, d in digests.items() if not n.startswith("data/") and n not in bag.UNLISTED}
    files[bag.TAG_MANIFEST] = bag.write_manifest(tags)


def reseal(files: Files, number: str = NUMBER) -> None:
    """Seal whatever stands there now with the branch's own key: what a faulty program could do."""
    tags = {
        name: hashlib.sha256(text).hexdigest()
        for name, text in files.items()
        if not name.startswith("data/") and name not in bag.UNLISTED
    }
    files[bag.TAG_MANIFEST] = bag.write_manifest(tags)
    root = hashlib.sha256(files[bag.TAG_MANIFEST]).hexdigest()
    files[bag.SEAL] = write_seal(KEY, number=number, root_digest=root, previous_seal=None, sealed_at=MOMENT)


def _fetch(files: Files) -> None:
    files["fetch.txt"] = b"http://x/ 1 data/x\n"
    reseal(files)


def _resealed(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def edit(files: Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)
        reseal(files)

    return _files(edit)


def _replaced(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def edit(files: Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)

    return _files(edit)


def _foreign(method: int = zipfile.ZIP_DEFLATED, content: bytes = b"hello " * 3) -> Callable[[bytes], bytes]:
    def act(_pack: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as foreign:
            foreign.writestr("a/b.txt", content)
        return file.getvalue()

    return act


def _record(
    name: str, offset: int, layout: str, value: int, *, central: bool = True
) -> Callable[[bytes], bytes]:
    """Overwrite one field of a file's record in the zip's directory."""

    def act(pack: bytes) -> bytes:
        whole = f"{NUMBER}/{name}".encode()
        at = (pack.rindex(whole) - 46) if central else (pack.index(whole) - 30)
        return (
            pack[: at + offset] + struct.pack(layout, value) + pack[at + offset + struct.calcsize(layout) :]
        )

    return act


def _overlapping(pack: bytes) -> bytes:
    """A second record that points at the first file's bytes again, as overlap bombs do."""
    tail = list(struct.unpack("<4s4H2LH", pack[-22:]))
    directory = pack[tail[6] : -22]
    length = 46 + struct.unpack_from("<H", directory, 28)[0]
    again = directory[:length].replace(b"/bagit.txt", b"/bagiu.txt")
    tail[3], tail[4], tail[5] = tail[3] + 1, tail[4] + 1, tail[5] + length
    return pack[: tail[6]] + directory[:length] + again + directory[length:] + struct.pack("<4s4H2LH", *tail)


def _reordered(pack: bytes) -> bytes:
    return zipped([(f"{NUMBER}/{name}", text) for name, text in reversed(opened(pack).items())])


def _case(name: str, act: Callable[[bytes], bytes], *found: tuple[str, str]) -> Tampering:
    return Tampering(name, act, frozenset(found))


_TOP = NUMBER + "/"
_LINK = (stat.S_IFLNK | 0o777) << 16
_DEVICE = (stat.S_IFCHR | 0o644) << 16

TAMPERINGS = (
    _case("a payload file rewritten", _replaced(PHOTO, b"\x00", b"\x01"), ("file.altered", PHOTO)),
    _case(
        "a payload file taken out",
        _files(lambda files: files.pop(NOTE)),
        ("file.missing", NOTE), ("bag.description", bag.DESCRIPTION),
    ),
    _case(
        "a payload file put in",
        _files(lambda files: files.update({"data/new.txt": b"x"})),
        ("file.extra", "data/new.txt"), ("bag.description", bag.DESCRIPTION),
    ),
    _case(
        "a tag file put in",
        _files(lambda files: files.update({"new.txt": b"x"})), ("file.extra", "new.txt"),
    ),
    _case("two files swapped", _files(_swap), ("file.altered", PHOTO), ("file.altered", NOTE)),
    _case(
        "the verifier replaced",
        _replaced(bag.VERIFIER, b"import", b"IMPORT"), ("file.altered", bag.VERIFIER),
    ),
    _case(
        "the verifier taken out",
        _files(lambda files: files.pop(bag.VERIFIER)),
        ("file.missing", bag.VERIFIER),
    ),
    _case("all digests made to fit", _files(_fit_manifests), ("seal.root", bag.SEAL)),
    _case("an empty seal", _files(lambda files: files.update({bag.SEAL: b""})), ("seal.malformed", bag.SEAL)),
    _case(
        "an endless seal",
        _files(lambda files: files.update({bag.SEAL: b"[" * 100_000})),
        ("seal.malformed", bag.SEAL),
    ),
    _case("a blank in the seal", _replaced(bag.SEAL, b'": "', b'":  "'), ("seal.malformed", bag.SEAL)),
    _case(
        "an impossible day in the seal",
        _replaced(bag.SEAL, b"-03-18", b"-02-30"), ("seal.malformed", bag.SEAL),
    ),
    _case(
        "the seal's day moved", _replaced(bag.SEAL, b"-03-18", b"-03-17"),
        ("seal.signature", bag.SEAL), ("zip.date", ""),
    ),
    _case(
        "the seal's number changed", _replaced(bag.SEAL, b"000001", b"000002"),
        ("seal.signature", bag.SEAL), ("seal.number", bag.SEAL), ("bag.description", bag.DESCRIPTION),
    ),
    _case(
        "a link cut out of the chain", _replaced(bag.SEAL, b"null", b'"' + b"0" * 64 + b'"'),
        ("seal.signature", bag.SEAL),
    ),
    _case("no seal", _files(lambda files: files.pop(bag.SEAL)), ("file.missing", bag.SEAL)),
    _case(
        "the top folder renamed",
        lambda pack: closed(opened(pack), "GD-2026-000009"), ("seal.number", bag.SEAL),
    ),
    _case(
        "sealed with another number within",
        _resealed(bag.DESCRIPTION, b"000001", b"000002"),
        ("bag.description", bag.DESCRIPTION),
    ),
    _case(
        "sealed as another version",
        _resealed(bag.DECLARATION, b"1.0", b"0.9"), ("bag.version", bag.DECLARATION),
    ),
    _case(
        "sealed with a path that leaves the bag", _resealed(bag.MANIFEST, b"data/empty", b"data/../empty"),
        ("manifest.malformed", bag.MANIFEST),
        *(("file.extra", name) for name in ("data/empty.txt", PHOTO, NOTE, "data/案卷.pdf")),
    ),
    _case(
        "fetch.txt put in and sealed",
        _files(_fetch),
        ("bag.fetch", "fetch.txt"),
    ),
    _case("the same name twice", _added(_TOP + PHOTO, at=3), ("path.duplicate", _TOP + PHOTO)),
    _case(
        "the same name in capitals",
        _added(_TOP + "data/EMPTY.TXT", at=3), ("path.duplicate", _TOP + "data/EMPTY.TXT")
    ),
    _case("a name that climbs out", _added("../evil.txt"), ("path.dots", "../evil.txt")),
    _case("a name with backslashes", _added("..\\evil.txt"), ("path.dots", "..\\evil.txt")),
    _case("an absolute name", _added("/etc/cron.d/evil"), ("path.absolute", "/etc/cron.d/evil")),
    _case("a drive letter", _added("C:/evil.txt"), ("path.absolute", "C:/evil.txt")),
    _case("a device name", _added(_TOP + "data/nul.txt"), ("path.reserved", _TOP + "data/nul.txt")),
    _case(
        "a hidden mark in a name",
        _added(_TOP + "a\u202efdp.exe"), ("path.character", _TOP + "a\u202efdp.exe"),
    ),
    _case("a decomposed name", _added(_TOP + "e\u0301"), ("path.not_nfc", _TOP + "e\u0301")),
    _case("an entry for a folder", _added(_TOP + "data/"), ("entry.folder", _TOP + "data/")),
    _case("a file beside the top folder", _added("other/x.txt"), ("zip.top_folder", "")),
    _case("another order", _reordered, ("zip.order", "")),
    _case(
        "another date",
        lambda pack: zipped([(_TOP + n, t) for n, t in opened(pack).items()], MOMENT + timedelta(days=1)),
        ("zip.date", ""),
    ),
    _case("marked as encrypted", _record(PHOTO, 8, "<H", 1), ("entry.encrypted", _TOP + PHOTO)),
    _case("marked as a link", _record(PHOTO, 38, "<L", _LINK), ("entry.symlink", _TOP + PHOTO)),
    _case("marked as a device", _record(PHOTO, 38, "<L", _DEVICE), ("entry.special", _TOP + PHOTO)),
    _case("a huge size claimed", _record(PHOTO, 24, "<L", 2**31), ("entry.bomb", _TOP + PHOTO)),
    _case("another checksum in the directory", _record(PHOTO, 16, "<L", 1), ("entry.header", _TOP + PHOTO)),
    _case("an unreadable name", _record(PHOTO, 46, "<B", 0xFF), ("entry.name", "\\xff" + (_TOP + PHOTO)[1:])),
    _case(
        "another date in one header",
        _record(PHOTO, 12, "<H", 1, central=False),
        ("entry.header", _TOP + PHOTO),
    ),
    _case("records that overlap", _overlapping, ("entry.header", _TOP + "bagiu.txt")),
    _case("bytes appended", lambda pack: pack + b"x", ("zip.trailing", "")),
    _case("bytes put before", lambda pack: b"x" + pack, ("zip.structure", "")),
    _case("cut off in the middle", lambda pack: pack[: len(pack) // 2], ("zip.unreadable", "")),
    _case("cut off by one byte", lambda pack: pack[:-1], ("zip.trailing", "")),
    _case("emptied", lambda _pack: b"", ("zip.unreadable", "")),
    _case("a text file", lambda _pack: b"not a pack " * 50, ("zip.unreadable", "")),
    _case("a foreign compressed zip", _foreign(), ("entry.compressed", "a/b.txt")),
    _case("a foreign stored zip", _foreign(zipfile.ZIP_STORED), ("entry.header", "a/b.txt")),
    _case("a zip bomb", _foreign(content=bytes(20_000_000)), ("entry.bomb", "a/b.txt")),
    _case(
        "too many files claimed",
        lambda pack: pack[:-14] + b"\xff\xff\xff\xff" + pack[-10:], ("zip.too_many", ""),
    ),
    _case(
        "an empty zip", lambda _pack: b"PK\x05\x06" + bytes(18),
        *(("file.missing", name) for name in bag.REQUIRED), ("bag.version", bag.DECLARATION),
    ),
)  # fmt: skip
