"""What a verification says: green, unproven or red, with each finding as a code and facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.archive.seal import Seal


class Outcome(Enum):
    """GREEN: intact and sealed by the key on paper. UNPROVEN: intact, signer open. RED: do not rely on it."""

    GREEN = "green"
    UNPROVEN = "unproven"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for red: a code of ``FINDING_CODES``, the file it is about ("": the whole pack), facts."""

    code: str
    file: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one verification. Of a red pack ``number``, ``root_digest`` and ``seal`` are only claims.

    ``root_digest``: hex SHA-256 of tagmanifest-sha256.txt. ``files`` and ``bytes`` count the payload.
    """

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    number: str | None = None
    root_digest: str | None = None
    seal: Seal | None = None
    files: int = 0
    bytes: int = 0

    @property
    def seal_digest(self) -> str | None:
        """Hex SHA-256 of seal.json, the link that the next pack's seal carries."""
        return self.seal.digest if self.seal else None


PATH_CODES: Final = frozenset(
    "path." + kind
    for kind in (
        "empty", "absolute", "dots", "too_long", "character", "ending", "reserved", "not_nfc",
        "duplicate", "two_spellings", "file_and_folder",
    )
)  # fmt: skip
FINDING_CODES: Final = PATH_CODES | {
    "container.altered",  # a resting pack whose encryption doesn't hold
    "container.unreadable",  # no such file, no permission, a disk fault
    "zip.unreadable", "zip.trailing", "zip.structure", "zip.too_many", "zip.order", "zip.date",
    "zip.top_folder",
    "entry.name", "entry.encrypted", "entry.bomb", "entry.compressed", "entry.symlink", "entry.special",
    "entry.folder", "entry.header", "entry.crc",
    "bag.too_many", "bag.too_large", "bag.fetch", "bag.version", "bag.description",
    "file.missing", "file.extra", "file.altered",
    "manifest.malformed",
    "seal.malformed", "seal.root", "seal.number", "seal.signature",
    "signer.other", "fingerprint.malformed",
}  # fmt: skip
"""Every code ``verify_pack`` can report, so that the tables of sentences can be tested for gaps."""
