"""Owns the parcel's file: one key for the far end, sealed by HPKE; a body in sealed chunks; one signature over all.

Layout: the mark, the sender's Ed25519 signature (64 bytes), the header as JSON (ids and numbers only) and the content
key sealed to the receiver, each behind its length; then the body in sealed chunks, bound to the header. The body is
one JSON document behind its length, and after it the bytes of its ``files`` in their order.
"""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from collectdesk.domain.refusals import Refused
from collectdesk.store.keys.header import fsync_file
from collectdesk.store.keys.sealing import canonical, open_sealed, seal_to
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.sealed_files import read_sealed, seal_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MARK: Final = b"collectdesk parcel 1\n"
_DOMAIN: Final = b"collectdesk.parcel.v1\x00"
_SIGNATURE: Final = 64
_LONGEST: Final = 1 << 16
_LONGEST_DOCUMENT: Final = 1 << 30
_PART: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Pair:
    """A PC's own keys: X25519 to be sealed to, Ed25519 to sign with; 32 bytes each."""

    exchange: bytes = field(repr=False)
    signing: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Pair:
        return cls(secrets.token_bytes(32), secrets.token_bytes(32))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Pair:
        return cls(raw[:32], raw[32:])

    def to_bytes(self) -> bytes:
        return self.exchange + self.signing

    @property
    def public(self) -> str:
        """Both public halves as 128 hex digits."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        exchange = X25519PrivateKey.from_private_bytes(self.exchange).public_key().public_bytes_raw()
        return (
            exchange + Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw()
        ).hex()

    def sign(self, message: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.signing).sign(message)


def code_of(public: str) -> str:
    """A PC's code for people to compare: 80 bits of SHA-256 over its public keys, in groups of four."""
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = int.from_bytes(hashlib.sha256(_DOMAIN + bytes.fromhex(public)).digest()[:10], "big")
    text = "".join(letters[number >> 5 * (15 - place) & 31] for place in range(16))
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def same_code(typed: str, public: str) -> bool:
    """Whether somebody typed this PC's code, in any spelling."""

    def plain(code: str) -> str:
        return (
            "".join(code.upper().split())
            .replace("-", "")
            .replace("O", "0")
            .replace("I", "1")
            .replace("L", "1")
        )

    return plain(typed) == plain(code_of(public))


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 public key signed a message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was written: the file's SHA-256, and the header it has."""

    sha256: str
    header: Mapping[str, Any]


def write(
    target: Path,
    header: Mapping[str, Any],
    document: Mapping[str, Any],
    files: Iterable[Iterable[bytes]],
    *,
    own: Pair,
    far_public: str,
) -> Sealed:
    """Write a parcel for the PC of ``far_public``; ``files`` are the bytes of what the document names as ``files``."""
    head, key = canonical(dict(header)), secrets.token_bytes(32)
    bound = hashlib.sha256(head).hexdigest()
    sealed_key = seal_to(bytes.fromhex(far_public)[:32], key, MARK + bound.encode())
    with target.open("w+b") as file:
        file.write(MARK + bytes(_SIGNATURE))
        for part in (head, sealed_key):
            file.write(struct.pack(">I", len(part)) + part)
        source = cast("BinaryIO", io.BufferedReader(_Flow(_body(document, files)), _PART))
        for _chunk in seal_stream(source, file, key, bound):
            pass
        file.seek(len(MARK))
        file.write(own.sign(_signed(file)))
    fsync_file(target)
    return Sealed(digest_of(target), header)


def digest_of(path: Path) -> str:
    """SHA-256 of a whole file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(file: BinaryIO) -> bytes:
    found = hashlib.sha256()
    while piece := file.read(_PART):
        found.update(piece)
    return found.digest()


def _signed(file: BinaryIO) -> bytes:
    """What is signed: a digest of everything behind the signature; the file stands behind the mark afterwards."""
    file.flush()
    file.seek(len(MARK) + _SIGNATURE)
    digest = _digest(file)
    file.seek(len(MARK))
    return _DOMAIN + MARK + digest


def _body(document: Mapping[str, Any], files: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    text = canonical(dict(document))
    yield struct.pack(">Q", len(text)) + text
    for each in files:
        yield from each


class _Flow(io.RawIOBase):
    """Pieces of bytes as one stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)


# ---- reading


def read_header(path: Path) -> Mapping[str, Any]:
    """The clear part, nothing proven yet; raises Refused(parcel.unreadable)."""
    try:
        with path.open("rb") as file:
            _signature, head, _key = _front(file)
            found = json.loads(head)
    except (OSError, ValueError, struct.error):
        raise Refused("parcel.unreadable", field="path", file=path.name) from None
    if not isinstance(found, dict):
        raise Refused("parcel.unreadable", field="path", file=path.name)
    return found


def _front(file: BinaryIO) -> tuple[bytes, bytes, bytes]:
    if file.read(len(MARK)) != MARK:
        raise ValueError("no parcel")
    signature = file.read(_SIGNATURE)
    parts = []
    for _each in range(2):
        (size,) = struct.unpack(">I", file.read(4))
        if size > _LONGEST:
            raise ValueError("no parcel")
        parts.append(file.read(size))
    return signature, parts[0], parts[1]


class Opened:
    """A parcel whose signature was checked, being read: its document, then its files one after another."""

    def __init__(self, pieces: Iterator[bytes], sha256: str, header: Mapping[str, Any]) -> None:
        self._stream = io.BufferedReader(_Flow(pieces), _PART)
        self.sha256, self.header = sha256, header
        (size,) = struct.unpack(">Q", self._stream.read(8))
        if size > _LONGEST_DOCUMENT:
            raise ValueError("no parcel")
        self.document: dict[str, Any] = json.loads(self._stream.read(size))

    def file(self, size: int) -> Iterator[bytes]:
        """The bytes of the next file."""
        while size:
            piece = self._stream.read(min(size, _PART))
            if not piece:
                raise StoreTrouble("parcel_altered")
            size -= len(piece)
            yield piece


def open_parcel(file: BinaryIO, name: str, *, own: Pair, far_public: str) -> Opened:
    """Check the sender's signature over every byte, then open; the file has to stay open while it is read.

    Raises Refused (parcel.unreadable, parcel.altered, parcel.not_for_us).
    """
    from cryptography.exceptions import InvalidTag

    try:
        signature, head, sealed_key = _front(file)
        body_at = file.tell()
        message = _signed(file)
        if not is_signed(bytes.fromhex(far_public)[32:], signature, message):
            raise Refused("parcel.altered", field="path", file=name)
        file.seek(0)
        sha256 = _digest(file).hex()
        bound = hashlib.sha256(head).hexdigest()
        key = open_sealed(own.exchange, sealed_key, MARK + bound.encode())
        file.seek(body_at)
        return Opened(read_sealed(file, key, bound, "parcel_altered"), sha256, json.loads(head))
    except InvalidTag:
        raise Refused("parcel.not_for_us", field="path", file=name) from None
    except (ValueError, struct.error):
        raise Refused("parcel.unreadable", field="path", file=name) from None
