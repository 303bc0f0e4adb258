"""A pack's case file as a PDF with a signature of its own, for a reader who has a PDF viewer and nothing else."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.archive.pdf_signature import PdfSigner, sign_pdf
from collectdesk.desk.archive.taking_out import Leaving, leaving, write_proven
from collectdesk.desk.pipeline import Export, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import Purpose
from collectdesk.store.people.people import branch_name
from collectdesk.store.results import packs

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.store.work import View, Work

CASE_FILE: Final = "data/case-file.pdf"


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A signed case file that left the branch; ``certificate`` is the fingerprint to compare with paper."""

    path: Path
    number: str
    sha256: str
    size: int
    certificate: str


@dataclass(frozen=True, slots=True)
class ToSign:
    """A pack, the branch's certificate, and its name."""

    pack: Leaving
    signer: PdfSigner
    branch: str


@dataclass(frozen=True, slots=True)
class SignCaseFile(Export[SignedCopy, ToSign]):
    """Write a pack's case file with the branch's signature in it, for a purpose that the trail keeps.

    The pack is read back first; it stays as it is. The certificate is made when it is first needed.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.pdf_signed"
    touches: ClassVar = frozenset({Subject.TRAIL, Subject.ARCHIVE})

    target: Path
    number: str
    purpose: Purpose

    def gather(self, view: View) -> ToSign:
        branch = branch_name(view)
        return ToSign(
            leaving(view, self.number), signer_of(view) or PdfSigner.generate(branch, view.now), branch
        )

    def draw(self, gathered: ToSign, partial: Path, progress: Progress) -> None:
        with tempfile.TemporaryDirectory() as folder:
            clear = Path(folder) / "pack.zip"
            write_proven(gathered.pack, clear, progress)
            with zipfile.ZipFile(clear) as opened:
                written = opened.read(f"{gathered.pack.kept.number}/{CASE_FILE}")
        partial.write_bytes(sign_pdf(written, gathered.signer, gathered.branch))

    def settle(self, work: Work, gathered: ToSign, partial: Path) -> SignedCopy:
        known, signer = signer_of(work), gathered.signer
        if known is None:
            packs.keep_pdf_signer(work, signer.to_bytes())
        elif known.certificate != signer.certificate:  # somebody else's first one came in between
            raise Refused("pack.signer_changed")
        written = partial.read_bytes()
        digest = hashlib.sha256(written).hexdigest()
        work.note(pack=gathered.pack.kept.id, purpose=self.purpose.value, sha256=digest)
        return SignedCopy(self.target, self.number, digest, len(written), signer.fingerprint)


def signer_of(view: View) -> PdfSigner | None:
    """The branch's certificate, None before it was first needed."""
    kept = packs.sealed_pdf_signer(view)
    return PdfSigner.from_bytes(kept) if kept else None
