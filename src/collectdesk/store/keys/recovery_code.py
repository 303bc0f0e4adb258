"""Owns the recovery code as people read and type it: 160 random bits and a checksum in Crockford's base 32."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from collectdesk.store.trouble import StoreTrouble

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LETTERS: Final = 34


def new_recovery_code() -> str:
    """160 random bits and 10 bits of checksum, in groups of five letters."""
    raw = secrets.token_bytes(20)
    number = int.from_bytes(raw, "big")
    letters = [_ALPHABET[number >> 5 * i & 31] for i in range(31, -1, -1)]
    check = _checksum(raw)
    text = "".join([*letters, _ALPHABET[check >> 5], _ALPHABET[check & 31]])
    return "-".join(text[i : i + 5] for i in range(0, len(text), 5))


def parse_recovery_code(code: str) -> bytes:
    """The 20 bytes of a typed code; forgiving of case, spaces, O/0 and I/L/1. Raises StoreTrouble(code_mistyped)."""
    folded = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    letters = [c for c in folded if c in _ALPHABET]
    if len(letters) != LETTERS:
        raise StoreTrouble("code_mistyped", letters=len(letters))
    number = 0
    for letter in letters[:32]:
        number = number << 5 | _ALPHABET.index(letter)
    raw = number.to_bytes(20, "big")
    if _ALPHABET.index(letters[32]) << 5 | _ALPHABET.index(letters[33]) != _checksum(raw):
        raise StoreTrouble("code_mistyped", letters=LETTERS)
    return raw


def _checksum(raw: bytes) -> int:
    return int.from_bytes(hashlib.sha256(raw).digest()[:2], "big") >> 6
