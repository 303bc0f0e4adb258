"""What goes into an archive pack: gathered from one snapshot, then written without the database."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from collectdesk import resources
from collectdesk.archive.pack import Pack, PackDescription, PayloadFile, build_pack
from collectdesk.archive.paths import path_fault
from collectdesk.archive.seal import SealKey
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.desk.archive.case_gathering import case_document, case_facts, packs_asked, trail_document
from collectdesk.domain.rules.book import pack_digest
from collectdesk.reports.archive.case_in_words import print_case_file
from collectdesk.reports.visits.record_in_words import print_record, record_no, with_pictures
from collectdesk.store.cases import cases
from collectdesk.store.customers import merging
from collectdesk.store.results import packs
from collectdesk.store.trail import audit
from collectdesk.store.vault import evidence
from collectdesk.store.vault.sealed_files import write_sealed
from collectdesk.store.work import new_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from typing import BinaryIO

    from collectdesk.desk.progress import Progress
    from collectdesk.domain.rules.book import BoundPack
    from collectdesk.reports.archive.case_in_words import CaseFacts
    from collectdesk.store.vault.evidence import Evidence
    from collectdesk.store.work import View

COUNTER: Final = "pack"
_JSON: Final = "application/json"
PDF: Final = "application/pdf"
_TOML: Final = "application/toml"
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_UNSAFE: Final = re.compile(r'[<>:"/|?*\\%\s]+')


@dataclass(frozen=True, slots=True)
class FiledEvidence:
    """One original and what opens it once the snapshot is closed."""

    kept: Evidence
    open_original: Callable[[], BinaryIO]


@dataclass(slots=True)
class PackContent:
    """A pack on its way from the snapshot to the register."""

    number: str
    moment: datetime
    facts: CaseFacts
    document: dict[str, Any]
    trail: dict[str, Any]
    head: tuple[int, str]
    originals: tuple[FiledEvidence, ...]
    rules: tuple[BoundPack, ...]
    key: SealKey
    key_is_new: bool
    previous_seal: str | None
    made: Pack | None = None
    missing_glyphs: tuple[str, ...] = ()
    pack_id: str = ""
    resting_key: bytes = b""
    key_id: str = ""
    """The officer's key that seals; "" for the branch's own."""
    size: int = 0
    as_it_is: bool = False
    """Whether a photo that can't be decoded goes into the pack all the same, with a box in its place on paper."""


def pack_number(day: date, number: int) -> str:
    """As it stands on the slip and in the seal."""
    return f"GD-{day.year}-{number:05d}"


def gather_pack(view: View, case_id: str, seal: SealKey | None = None) -> PackContent:
    """Everything of one case from one snapshot; sealed by the officer's key, else by the branch's own, which is made
    on first use.
    """
    case = cases.case(view, case_id)
    head = audit.head(view)
    lines = audit.lines_naming(view, case.id, case.customer_id, *merging.former_ids(view, case.customer_id))
    raw = packs.sealed_archive_key(view)
    return PackContent(
        number=pack_number(view.today, view.coming_number(COUNTER)),
        moment=view.now,
        facts=case_facts(view, case.id, lines, head),
        document=case_document(view, case.id),
        trail=trail_document(lines, head),
        head=head,
        originals=tuple(
            FiledEvidence(kept, evidence.opener(view, view.evidence_folder, kept))
            for kept in evidence.of_case(view, case.id)
        ),
        rules=packs_asked(view, case.id),
        key=seal or (SealKey.generate() if raw is None else SealKey.from_bytes(raw)),
        key_is_new=raw is None and seal is None,
        previous_seal=packs.last_seal(view),
        pack_id=new_id(),
        resting_key=packs.new_resting_key(),
    )


def write_resting(content: PackContent, target: Path, language: str, progress: Progress) -> None:
    """The pack as it rests: built and read back where this process' temporary files go, then encrypted into place."""
    with tempfile.TemporaryDirectory() as folder:
        clear = Path(folder) / "pack.zip"
        write_pack(content, clear, language, progress)
        content.size = clear.stat().st_size
        with clear.open("rb") as source:
            write_sealed(source, target, content.resting_key, content.pack_id)


def write_pack(content: PackContent, target: Path, language: str, progress: Progress) -> None:
    """Draw the papers beside the target and seal everything into it.

    Raises StoreTrouble naming a missing or altered file of evidence, ArchiveTrouble, Cancelled; then nothing
    is left at the target.
    """
    with tempfile.TemporaryDirectory(prefix=".collectdesk-", dir=target.parent) as folder:
        payload = [
            *_papers(content, Path(folder), language, progress),
            *documents(content.document),
            PayloadFile("audit.json", _json(content.trail), _JSON),
            *_evidence(content),
            *rule_files(content.rules),
        ]
        content.made = build_pack(
            target,
            number=content.number,
            description=_description(content),
            payload=payload,
            seal_with=content.key,
            previous_seal=bytes.fromhex(content.previous_seal) if content.previous_seal else None,
            moment=content.moment,
            step=progress.step,
        )


def _papers(content: PackContent, folder: Path, language: str, progress: Progress) -> list[PayloadFile]:
    """The case file and each signed record as PDF/A."""
    records, unreadable = with_pictures(content.facts.records)
    if unreadable and not content.as_it_is:
        raise ArchiveTrouble("pack.photo_unreadable", file=unreadable[0])
    papers = len(records) + 1
    path = folder / "case-file.pdf"
    facts = replace(content.facts, records=records)
    missing = [*print_case_file(path, facts, language).missing_glyphs]
    payload = [PayloadFile(path.name, path, PDF)]
    for number, record in enumerate(records, 1):
        progress.step(number, papers)
        path = folder / f"{record_no(record.visit_no)}.pdf"
        missing += print_record(path, record, language).missing_glyphs
        payload.append(PayloadFile(f"records/{path.name}", path, PDF))
    progress.step(papers, papers)
    content.missing_glyphs = tuple(dict.fromkeys(missing))
    return payload


def documents(document: dict[str, Any]) -> list[PayloadFile]:
    """The records of the case and the schema they fit."""
    schema = resources.path("templates", "case.schema.json").read_bytes().replace(b"\r\n", b"\n")
    return [
        PayloadFile("case.json", _json(document), _JSON),
        PayloadFile("case.schema.json", schema, "application/schema+json"),
    ]


def _evidence(content: PackContent) -> list[PayloadFile]:
    return [
        PayloadFile(
            f"evidence/{evidence_name(number, one.kept.original_name)}",
            one.open_original,
            _media_type(one.kept.media_type),
        )
        for number, one in enumerate(content.originals, 1)
    ]


def evidence_name(number: int, original: str) -> str:
    """A name that every system can unpack, as near to the original as may be: ``001-门口.jpg``."""
    plain = unicodedata.normalize("NFC", original)
    kept = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})
    name = f"{number:03d}-{_UNSAFE.sub('_', kept).strip(' .')}"
    if path_fault(f"evidence/{name}") is None and len(name) <= 80:
        return name
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", original)
    return f"{number:03d}{ending[0] if ending else ''}"


def rule_files(rules: tuple[BoundPack, ...]) -> list[PayloadFile]:
    """The text of each rule pack as its digest counts it, and a list of the digests."""
    payload, listed = [], []
    for bound in rules:
        name = bound.file_name.rpartition("/")[2]
        payload.append(PayloadFile(f"rules/{name}", bound.text.encode(), _TOML))
        pack = bound.pack
        listed.append(
            {
                "file": name,
                "id": pack.id,
                "version": pack.version,
                "effective_from": pack.effective_from.isoformat(),
                "effective_to": pack.effective_to.isoformat() if pack.effective_to else None,
                "sha256": bound.digest if not bound.changes else pack_digest(bound.text),
                "changes": [change.words.split("\x1f") for change in bound.changes],
            }
        )
    return [*payload, PayloadFile("rules/rules.json", _json({"packs": listed}), _JSON)]


def _description(content: PackContent) -> PackDescription:
    """In clear on the outside of the pack: numbers only, no person."""
    extra = [("Audit-Head", f"{content.head[0]} {content.head[1]}")]
    if content.facts.printing.practice:
        extra.append(("Practice-Data", "yes"))
    return PackDescription(
        organization=content.facts.printing.branch,
        title=f"Case file {content.facts.case_no}",
        case_id=content.facts.case_no,
        software=software(),
        extra=tuple(extra),
    )


def software() -> str:
    """What made the pack, with its version where that is known."""
    try:
        return f"CollectDesk {metadata.version('collectdesk')}"
    except metadata.PackageNotFoundError:
        return "CollectDesk"


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _media_type(given: str) -> str:
    """What the file was taken in as, unless its name had no known ending."""
    return given if _MEDIA_TYPE.fullmatch(given) else "application/octet-stream"
