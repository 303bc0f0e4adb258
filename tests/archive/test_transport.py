"""The container for transport: what its slip's passphrase opens is the pack byte for byte, and a byte changed shows."""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from collectdesk.archive.transport import new_passphrase, write_container

if TYPE_CHECKING:
    from pathlib import Path


def opened(container: Path, passphrase: str) -> bytes:
    """Read by WinZip's description alone, block by block."""
    whole = container.read_bytes()
    size, names, extras = struct.unpack("<IxxxxHH", whole[18:30])
    start = 30 + names + extras
    salt, check = whole[start : start + 16], whole[start + 16 : start + 18]
    keys = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt, 1000, 66)
    if keys[64:] != check:
        raise PermissionError
    sealed, mac = whole[start + 18 : start + size - 10], whole[start + size - 10 : start + size]
    if hmac.digest(keys[32:64], sealed, "sha1")[:10] != mac:
        raise ArithmeticError
    plain = bytearray()
    for number in range(-(-len(sealed) // 16)):
        block = (
            Cipher(algorithms.AES(keys[:32]), modes.ECB())
            .encryptor()
            .update((number + 1).to_bytes(16, "little"))
        )
        plain += bytes(a ^ b for a, b in zip(sealed[16 * number : 16 * number + 16], block, strict=False))
    return bytes(plain)


@pytest.mark.parametrize("size", [0, 1, 16, 4000, (1 << 16) + 5])
def test_any_archiver_that_knows_the_format_gets_the_pack_back(tmp_path: Path, size: int) -> None:
    source, target, said = tmp_path / "pack.zip", tmp_path / "container.zip", new_passphrase()
    content = bytes(at % 251 for at in range(size))
    source.write_bytes(content)
    write_container(target, source, "GD-2026-00001.zip", said, lambda _done, _total: None)
    assert opened(target, said) == content
    with pytest.raises(PermissionError):
        opened(target, new_passphrase())
    with zipfile.ZipFile(target) as listed:  # what an archiver shows before it asks
        (entry,) = listed.infolist()
    assert (entry.filename, entry.file_size, entry.compress_type, entry.flag_bits) == (
        "GD-2026-00001.zip",
        size,
        99,
        1,
    )
    assert entry.extra == struct.pack("<HHHBBBH", 0x9901, 7, 2, 0x41, 0x45, 3, 0)
    if size:
        spoilt = bytearray(target.read_bytes())
        spoilt[30 + len(entry.filename) + 11 + 18] ^= 1
        target.write_bytes(spoilt)
        with pytest.raises(ArithmeticError):
            opened(target, said)


def test_a_passphrase_is_drawn_with_a_hundred_and_fifty_bits() -> None:
    drawn = {new_passphrase() for _ in range(50)}
    assert len(drawn) == 50
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}", one) for one in drawn)
