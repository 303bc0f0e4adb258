"""A redacted copy as a pack: the case file and the records with people made unreadable, sealed, without originals."""

from __future__ import annotations

import hmac
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from collectdesk.archive.pack import PackDescription, PayloadFile, build_pack
from collectdesk.archive.seal import SealKey
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.desk.archive import packing, redacting
from collectdesk.desk.archive.case_gathering import case_document, packs_asked
from collectdesk.desk.archive.redacted_records import redacted_document
from collectdesk.desk.archive.taking_out import TakenOut, taken_out
from collectdesk.desk.pipeline import Export
from collectdesk.desk.vault.archive_keys import require_key
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import Redaction
from collectdesk.reports.archive.case_in_words import print_case_file
from collectdesk.reports.archive.redaction_words import pseudonym, remark_of, withheld
from collectdesk.store.customers import customers
from collectdesk.store.results import packs

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from collectdesk.desk.progress import Progress
    from collectdesk.domain.rules.book import BoundPack
    from collectdesk.store.work import View, Work


@dataclass(slots=True)
class RedactedContent:
    """A redacted pack on its way out."""

    copy: redacting.Redacted
    document: dict[str, Any]
    customer: str
    rules: tuple[BoundPack, ...]
    key: SealKey
    key_is_new: bool
    hiding: bytes
    moment: datetime
    root_digest: str = ""


@dataclass(frozen=True, slots=True)
class PackRedacted(Export[TakenOut, RedactedContent]):
    """Write a redacted pack: case file, ``case.json`` with its schema, the rules; no original, no trail.

    Sealed by the officer's key opened for it, else by the branch's own. Its seal names that of the whole pack it was
    made from as the one before; it takes no number of the register and stands in nobody's chain.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.redacted_packed"

    target: Path
    number: str
    reader: Redaction
    language: str = "zh_CN"
    seal: SealKey | None = field(default=None, repr=False)

    def gather(self, view: View) -> RedactedContent:
        if self.target.exists():
            raise ArchiveTrouble("pack.exists", target=self.target.name)
        copy = redacting.PrintRedacted(self.target, self.number, self.reader, self.language).gather(view)
        require_key(view, self.seal)
        document, raw = case_document(view, copy.kept.case_id), packs.sealed_archive_key(view)
        who = customers.customer(view, document["case"][0]["customer_id"])
        hiding = hmac.digest(view.keys.labelled("archive"), f"redacted {self.number}".encode(), "sha256")
        return RedactedContent(
            copy=copy,
            document=document,
            customer=who.name,
            rules=packs_asked(view, copy.kept.case_id),
            key=self.seal or (SealKey.generate() if raw is None else SealKey.from_bytes(raw)),
            key_is_new=raw is None and self.seal is None,
            hiding=hiding,
            moment=view.now,
        )

    def draw(self, gathered: RedactedContent, partial: Path, progress: Progress) -> None:
        partial.unlink(missing_ok=True)  # left by a crash
        kept, hidden = gathered.copy.kept, gathered.copy.hidden
        names = {name: pseudonym(self.language, code) for name, code in hidden.items()}
        instead = withheld(self.language)
        told = redacting.redacted(gathered.copy.facts, names, self.reader, instead)
        told = replace(told, remark=remark_of(self.language, self.reader, kept.number))
        document = redacted_document(
            gathered.document, names, self.reader, gathered.customer, instead, gathered.hiding
        )
        with tempfile.TemporaryDirectory(prefix=".collectdesk-", dir=partial.parent) as folder:
            paper = Path(folder) / "case-file.pdf"
            print_case_file(paper, told, self.language)
            made = build_pack(
                partial,
                number=f"{kept.number}-{self.reader.value}",
                description=_description(gathered, self.reader),
                payload=[
                    PayloadFile(paper.name, paper, packing.PDF),
                    *packing.documents(document),
                    *packing.rule_files(gathered.rules),
                ],
                seal_with=gathered.key,
                previous_seal=bytes.fromhex(kept.seal_digest),
                moment=gathered.moment,
                step=progress.step,
            )
        gathered.root_digest = made.root_digest

    def settle(self, work: Work, gathered: RedactedContent, partial: Path) -> TakenOut:
        if gathered.key_is_new:
            if packs.sealed_archive_key(work) is not None:
                raise Refused("pack.meanwhile")
            packs.keep_archive_key(work, gathered.key.to_bytes())
        taken = taken_out(self.target, gathered.copy.kept, partial)
        work.note(
            pack=gathered.copy.kept.id,
            reader=self.reader.value,
            root=gathered.root_digest,
            sha256=taken.sha256,
        )
        return taken


def _description(gathered: RedactedContent, reader: Redaction) -> PackDescription:
    """In clear on the outside: what it is, and of which pack."""
    printing = gathered.copy.facts.printing
    extra = [("Redacted-For", reader.value)]
    if printing.practice:
        extra.append(("Practice-Data", "yes"))
    return PackDescription(
        organization=printing.branch,
        title=f"Redacted copy of {gathered.copy.kept.number}",
        case_id=gathered.copy.kept.number,
        software=packing.software(),
        extra=tuple(extra),
    )
