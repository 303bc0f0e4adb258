"""A container for transport: one file in a zip, encrypted as every common archiver opens it.

The format is WinZip's AE-2 with AES-256 (https://www.winzip.com/en/support/aes-encryption/): 7-Zip, WinRAR, Bandizip
and WinZip ask for the passphrase and open it, so the receiver needs nothing of ours. It stretches the passphrase by
1,000 rounds only; what protects the container is a passphrase drawn by lot with 150 bits, never one made up.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import struct
from typing import TYPE_CHECKING, Final

from collectdesk.archive.trouble import ArchiveTrouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

_CHUNK: Final = 1 << 16
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are mistyped."""
_GROUPS, _GROUP = 6, 5
_SALT, _KEY, _CHECK, _MAC = 16, 32, 2, 10
_MOST: Final = 2**32 - 4096
_STAMP: Final = (0, 0x21)
"""1980-01-01: the container says nothing of when; the pack inside does."""


def new_passphrase() -> str:
    """Thirty letters and digits in groups of five, drawn by lot."""
    drawn = [secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(drawn[at : at + _GROUP]) for at in range(0, len(drawn), _GROUP))


def write_container(
    target: Path, source: Path, name: str, passphrase: str, step: Callable[[int, int], None]
) -> None:
    """Write ``source`` as ``name`` (plain ASCII) into an encrypted zip; memory stays at one chunk."""
    size = source.stat().st_size
    if size > _MOST:
        raise ArchiveTrouble("container.too_large", most=_MOST)
    salt = os.urandom(_SALT)
    keys = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt, 1000, 2 * _KEY + _CHECK)
    stored = _SALT + _CHECK + size + _MAC
    written = name.encode("ascii")
    extra = struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, 3, 0)  # AE-2, "AE", AES-256, stored
    common = struct.pack("<HHHHHIIIHH", 51, 1, 99, *_STAMP, 0, stored, size, len(written), len(extra))
    with target.open("wb") as file, source.open("rb") as plain:
        file.write(b"PK\x03\x04" + common + written + extra)
        file.write(salt + keys[2 * _KEY :])
        file.write(_encrypted(file, plain, keys, size, step))
        start = file.tell()
        central = struct.pack("<H", 51) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0)
        file.write(b"PK\x01\x02" + central + written + extra)
        end = struct.pack("<HHHHIIH", 0, 0, 1, 1, file.tell() - start, start, 0)
        file.write(b"PK\x05\x06" + end)
        file.flush()
        os.fsync(file.fileno())


def _encrypted(
    file: BinaryIO, plain: BinaryIO, keys: bytes, size: int, step: Callable[[int, int], None]
) -> bytes:
    """Write the ciphertext and give its authentication code."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    blocks = Cipher(algorithms.AES(keys[:_KEY]), modes.ECB()).encryptor()  # noqa: S305 - counter mode is built on it
    mac = hmac.new(keys[_KEY : 2 * _KEY], digestmod="sha1")
    counter, done = 1, 0
    while chunk := plain.read(_CHUNK):
        count = -(-len(chunk) // 16)
        # the format counts in little-endian, which the library's own counter mode doesn't
        counters = b"".join(number.to_bytes(16, "little") for number in range(counter, counter + count))
        stream = blocks.update(counters)[: len(chunk)]
        sealed = (int.from_bytes(chunk, "little") ^ int.from_bytes(stream, "little")).to_bytes(
            len(chunk), "little"
        )
        mac.update(sealed)
        file.write(sealed)
        counter, done = counter + count, done + len(chunk)
        step(done, size)
    return mac.digest()[:_MAC]
