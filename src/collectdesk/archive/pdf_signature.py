"""A PDF's own signature (PAdES B-B) for readers with a viewer only: the branch's certificate, signing, judging.

The certificate signs itself. A viewer proves with it that no byte changed; whose signature it is, only its fingerprint
on paper tells, as with the packs' seal. Nothing is fetched from anywhere: no time stamp, no list of revoked ones.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from collectdesk.archive.trouble import ArchiveTrouble

if TYPE_CHECKING:
    from datetime import datetime

_FIELD: Final = "CollectDesk"
_GOOD_FOR: Final = timedelta(days=3652)
"""As long as most case files are kept: a viewer judges the signature by its own moment."""


@dataclass(frozen=True, slots=True)
class PdfSigner:
    """The branch's certificate and its P-256 key: viewers read no Ed25519. Both in DER."""

    certificate: bytes
    key: bytes = field(repr=False)

    @classmethod
    def generate(cls, branch: str, moment: datetime) -> Self:
        """A new key and a certificate in the branch's name, signed by itself."""
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, branch[:64] or "CollectDesk")])
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(moment - timedelta(days=1))
            .not_valid_after(moment + _GOOD_FOR)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        secret = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(built.public_bytes(serialization.Encoding.DER), secret)

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        """What ``to_bytes`` gave. Raises ArchiveTrouble ``key.damaged``."""
        try:
            said = json.loads(kept)
            return cls(b64decode(said["certificate"]), b64decode(said["key"]))
        except (ValueError, KeyError, TypeError):
            raise ArchiveTrouble("key.damaged") from None

    def to_bytes(self) -> bytes:
        """Both together, for a caller that wraps them under a key of its own."""
        parts = {"certificate": self.certificate, "key": self.key}
        return json.dumps({name: b64encode(part).decode("ascii") for name, part in parts.items()}).encode()

    @property
    def fingerprint(self) -> str:
        """The certificate's SHA-256 as viewers show it, eight hex digits a group."""
        digits = hashlib.sha256(self.certificate).hexdigest()
        return " ".join(digits[at : at + 8] for at in range(0, 64, 8))


def sign_pdf(clear: bytes, signer: PdfSigner, branch: str) -> bytes:
    """The PDF with an invisible signature behind it; what was signed stands unchanged before it.

    Raises ArchiveTrouble ``pdf.not_signed`` when what came out doesn't hold.
    """
    import io

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, fields, signers

    asked = PdfSignatureMetadata(
        field_name=_FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256",
        name=branch, certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    written = IncrementalPdfFileWriter(io.BytesIO(clear))
    signed = bytes(signers.PdfSigner(asked, signer=_signer(signer)).sign_pdf(written).getvalue())
    if not signed.startswith(clear) or not is_whole(signed, signer.certificate):
        raise ArchiveTrouble("pdf.not_signed")
    return signed


def _signer(signer: PdfSigner) -> Any:
    from asn1crypto import keys, x509
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    known: Any = SimpleCertificateStore
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(signer.certificate),
        signing_key=keys.PrivateKeyInfo.load(signer.key),
        cert_registry=known(),
    )


def is_whole(signed: bytes, certificate: bytes) -> bool:
    """Whether this certificate's key signed the whole file and no byte changed since. Fetches nothing.

    Whose certificate it is isn't judged: that tells its fingerprint on paper.
    """
    import io

    from asn1crypto import x509
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import ValueErrorWithMessage
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    known = x509.Certificate.load(certificate)
    try:
        found = PdfFileReader(io.BytesIO(signed)).embedded_signatures
        if len(found) != 1 or found[0].signer_cert.dump() != certificate:
            return False
        context = ValidationContext(trust_roots=[known], allow_fetching=False)
        status = validate_pdf_signature(found[0], context)
    except (PdfError, ValueErrorWithMessage, ValueError, KeyError):
        return False
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return bool(status.intact and status.valid and whole)
