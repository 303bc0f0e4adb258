"""Certificates for tests: somebody who vouches, and a server's own by that somebody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

if TYPE_CHECKING:
    from pathlib import Path


def authority(path: Path, name: str = "Test CA") -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Somebody who vouches; the certificate that a workstation is given lies at ``path``."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _begun(_named(name), _named(name), key).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), True
    )
    certificate = made.sign(key, SHA256())
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return certificate, key


def server_certificate(
    folder: Path, host: str, by: tuple[x509.Certificate, ec.EllipticCurvePrivateKey]
) -> tuple[Path, Path]:
    """A server's certificate and key for one host name, as two files."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _begun(_named(host), by[0].subject, key)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    certificate, secret = folder / "server.crt", folder / "server.key"
    certificate.write_bytes(made.sign(by[1], SHA256()).public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    secret.chmod(0o600)
    return certificate, secret


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _begun(subject: x509.Name, issuer: x509.Name, key: Any) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
    )  # fmt: skip
