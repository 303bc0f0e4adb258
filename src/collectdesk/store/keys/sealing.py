"""Owns the primitives as this program uses them: AES-256-GCM, HKDF-SHA256, HPKE (RFC 9180) over X25519, Argon2id."""

from __future__ import annotations

import base64
import json
import os
import unicodedata
from typing import Any, Final

from collectdesk.store.trouble import StoreTrouble

COSTS: Final = {"real": (3, 65536), "practice": (2, 19456)}  # Argon2id passes, KiB
_MOST: Final = (10, 2**19, 4)  # passes, KiB, lanes: two seconds or so, whatever a keys file says
_LEAST_MEMORY: Final = 8192


def seal_bytes(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """AES-256-GCM with a random nonce in front; ``bound`` is authenticated and not stored."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def open_bytes(key: bytes, sealed: bytes, bound: bytes, trouble: str = "evidence_altered") -> bytes:
    """Undo ``seal_bytes``; raises StoreTrouble(``trouble``) when anything differs."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound)
    except (InvalidTag, ValueError) as error:
        raise StoreTrouble(trouble) from error


def seal_to(public: bytes, plain: bytes, bound: bytes) -> bytes:
    """Seal to an X25519 public key: HPKE's mode without a sender, HKDF-SHA256 and AES-256-GCM."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return bytes(_suite().encrypt(plain, X25519PublicKey.from_public_bytes(public), bound))


def open_sealed(private: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Undo ``seal_to``; raises cryptography's InvalidTag or ValueError."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return bytes(_suite().decrypt(sealed, X25519PrivateKey.from_private_bytes(private), bound))


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def derived(secret: bytes, salt: bytes, label: str) -> bytes:
    """32 bytes for one purpose by HKDF-SHA256 (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt or None, f"collectdesk {label} v2".encode()).derive(secret)


def stretched(password: str, slot: dict[str, Any]) -> bytes:
    """A password made expensive by Argon2id; costs outside bounds are StoreTrouble(keys_damaged), before any work."""
    from argon2.low_level import Type, hash_secret_raw

    costs = [slot.get(name) for name in ("t", "m", "p")]
    bounded = all(type(cost) is int and 1 <= cost <= most for cost, most in zip(costs, _MOST, strict=True))
    if not bounded or slot["m"] < _LEAST_MEMORY:
        raise StoreTrouble("keys_damaged")  # a hostile file must not set the cost
    typed = unicodedata.normalize("NFKC", password).encode()
    return hash_secret_raw(typed, unb64(slot["salt"]), slot["t"], slot["m"], slot["p"], 32, Type.ID)


def canonical(value: Any) -> bytes:
    """One spelling of a JSON value, to be authenticated."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
