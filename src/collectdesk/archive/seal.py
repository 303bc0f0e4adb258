"""Owns the seal: the archive officer's Ed25519 key, and the text of seal.json that chains pack to pack."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self

from collectdesk.archive.trouble import ArchiveTrouble

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DOMAIN: Final = b"collectdesk.archive.seal.v1\x00"
"""Stands before every signed statement, so that no signature made for another purpose passes as a seal."""
TRAIL_DOMAIN: Final = b"collectdesk.trail.export.v1\x00"
"""Likewise before a signed extract of the audit trail."""
SHORTEST_PASSPHRASE: Final = 12
_ROUNDS: Final = 600_000  # OWASP Password Storage Cheat Sheet (2023) for PBKDF2-HMAC-SHA256
_FIELD_PRIME: Final = 2**255 - 19

_SEAL: Final = re.compile(
    rb'(\{\n  "format": "collectdesk-seal/1",\n'
    rb'  "number": "([^"\\\x00-\x1f]{1,240})",\n'
    rb'  "root_sha256": "([0-9a-f]{64})",\n'
    rb'  "previous_seal_sha256": (null|"[0-9a-f]{64}"),\n'
    rb'  "sealed_at": "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)",\n'
    rb'  "public_key": "([0-9a-f]{64})")'
    rb',\n  "signature": "([0-9a-f]{128})"\n\}\n'
)


class SealKey:
    """The archive officer's private key, open in memory for one batch. Its repr never shows the secret."""

    __slots__ = ("_private", "public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public: Final = private.public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return f"SealKey({self.fingerprint})"

    @classmethod
    def generate(cls) -> Self:
        """Make a new random key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """The key of 32 raw bytes (RFC 8032), as ``to_bytes`` gave them. Raises ArchiveTrouble ``key.damaged``."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        try:
            return cls(Ed25519PrivateKey.from_private_bytes(raw))
        except ValueError:
            raise ArchiveTrouble("key.damaged") from None

    def to_bytes(self) -> bytes:
        """The 32 raw bytes, for a caller that wraps them under a key of its own."""
        return self._private.private_bytes_raw()

    @classmethod
    def from_encrypted(cls, pem: bytes, passphrase: str) -> Self:
        """Open an encrypted PKCS#8 key. Raises ArchiveTrouble ``key.passphrase_wrong`` or ``key.damaged``."""
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            private = load_pem_private_key(pem, passphrase.encode())
        except ValueError as refused:
            wrong = "password" in str(refused).lower()
            raise ArchiveTrouble("key.passphrase_wrong" if wrong else "key.damaged") from None
        except (TypeError, UnsupportedAlgorithm):
            raise ArchiveTrouble("key.damaged") from None
        if not isinstance(private, Ed25519PrivateKey):
            raise ArchiveTrouble("key.damaged")
        return cls(private)

    def to_encrypted(self, passphrase: str) -> bytes:
        """The key as encrypted PKCS#8 PEM, which OpenSSL reads too. Raises ``key.passphrase_short``."""
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise ArchiveTrouble("key.passphrase_short", shortest=SHORTEST_PASSPHRASE)
        return _encrypted_pem(self._private, passphrase.encode())

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public)

    def sign(self, statement: bytes) -> bytes:
        """The 64-byte Ed25519 signature over the domain prefix and the statement."""
        return self._private.sign(DOMAIN + statement)

    def sign_trail(self, statement: bytes) -> bytes:
        """The same over an extract of the audit trail: neither passes for the other."""
        return self._private.sign(TRAIL_DOMAIN + statement)


def is_signed(public: bytes, statement: bytes, signature: bytes) -> bool:
    """Whether the 32-byte key signed the statement as a seal; a key that RFC 8032 rejects did not."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(public) != 32 or int.from_bytes(public, "little") % 2**255 >= _FIELD_PRIME:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, DOMAIN + statement)
    except InvalidSignature:
        return False
    return True


def fingerprint_of(public: bytes) -> str:
    """First 32 hex digits of the SHA-256 of the raw public key, in groups of four, as printed on paper."""
    digits = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def plain_fingerprint(typed: str) -> str | None:
    """The 32 hex digits of a fingerprint as typed (spaces, hyphens, capitals); None when it is none."""
    digits = re.sub(r"[\s:-]", "", typed).lower()
    return digits if re.fullmatch(r"[0-9a-f]{32}", digits) else None


@dataclass(frozen=True, slots=True)
class Seal:
    """The parsed seal.json. Digests are hex SHA-256; ``digest`` is that of the whole file."""

    number: str
    root_digest: str
    previous_seal: str | None
    sealed_at: datetime
    public_key: bytes
    statement: bytes
    signature: bytes
    digest: str

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public_key)

    @property
    def is_authentic(self) -> bool:
        """Whether its own key signed it; whose key that is, only the fingerprint on paper tells."""
        return is_signed(self.public_key, self.statement, self.signature)


def write_seal(
    key: SealKey, *, number: str, root_digest: str, previous_seal: bytes | None, sealed_at: datetime
) -> bytes:
    """The exact bytes of seal.json; the signature covers everything before its own line."""
    previous = f'"{previous_seal.hex()}"' if previous_seal else "null"
    statement = (
        '{\n  "format": "collectdesk-seal/1",\n'
        f'  "number": "{number}",\n'
        f'  "root_sha256": "{root_digest}",\n'
        f'  "previous_seal_sha256": {previous},\n'
        f'  "sealed_at": "{sealed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",\n'
        f'  "public_key": "{key.public.hex()}"'
    ).encode()
    return statement + f',\n  "signature": "{key.sign(statement).hex()}"\n}}\n'.encode()


def read_seal(text: bytes) -> Seal | None:
    """Parse seal.json; None unless it is exactly as ``write_seal`` makes it: no byte is free."""
    match = _SEAL.fullmatch(text)
    if not match:
        return None
    statement, number, root, previous, sealed_at, public, signature = match.groups()
    try:
        return Seal(
            number=number.decode(),
            root_digest=root.decode(),
            previous_seal=None if previous == b"null" else previous.strip(b'"').decode(),
            sealed_at=datetime.strptime(sealed_at.decode(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            public_key=bytes.fromhex(public.decode()),
            statement=statement,
            signature=bytes.fromhex(signature.decode()),
            digest=hashlib.sha256(text).hexdigest(),
        )
    except ValueError:  # not UTF-8, or no such day
        return None


def _encrypted_pem(private: Ed25519PrivateKey, passphrase: bytes) -> bytes:
    """PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC (RFC 8018).

    Written here since the library's own PKCS#8 encryption stretches by 2,048 rounds and takes no other.
    """
    from cryptography.hazmat.primitives import padding, serialization
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    salt, start = os.urandom(16), os.urandom(16)
    secret = hashlib.pbkdf2_hmac("sha256", passphrase, salt, _ROUNDS)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(secret), modes.CBC(start)).encryptor()
    sealed = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    hmac_sha256 = _der(0x30, _oid("2a864886f70d0209"), _der(0x05))
    rounds = _der(0x02, _ROUNDS.to_bytes(3, "big"))
    stretching = _der(0x30, _oid("2a864886f70d01050c"), _der(0x30, _der(0x04, salt), rounds, hmac_sha256))
    cipher = _der(0x30, _oid("60864801650304012a"), _der(0x04, start))
    scheme = _der(0x30, _oid("2a864886f70d01050d"), _der(0x30, stretching, cipher))
    text = base64.b64encode(_der(0x30, scheme, _der(0x04, sealed))).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    label = "ENCRYPTED PRIVATE KEY"
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    length = bytes([len(content)]) if len(content) < 128 else bytes([0x81, len(content)])
    return bytes([tag]) + length + content


def _oid(content: str) -> bytes:
    return _der(0x06, bytes.fromhex(content))
