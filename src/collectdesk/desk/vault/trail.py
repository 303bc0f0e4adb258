"""The audit trail for those who check: green or red, and where."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, ClassVar, Final, cast

from collectdesk.archive.extract import line_of, write_extract
from collectdesk.archive.seal import SealKey
from collectdesk.archive.verdict import Outcome
from collectdesk.archive.verify import verify_pack
from collectdesk.desk.pipeline import Export, Lookup
from collectdesk.desk.progress import Progress
from collectdesk.desk.vault.archive_keys import own_fingerprints
from collectdesk.domain.people.people import Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.trail import Anchor, Root, Source, TrailVerdict, parse_anchor, root_of
from collectdesk.store.people.people import accounts
from collectdesk.store.results import packs
from collectdesk.store.trail import anchors, audit, signatures, trail
from collectdesk.store.trail.audit import AuditLine
from collectdesk.store.work import View, Work

_PACK_HEAD: Final = re.compile(r"(?m)^Audit-Head: (\d+) ([0-9a-f]{64})$")
_LONGEST_DESCRIPTION: Final = 65536


def anchor_typed(text: str) -> Anchor:
    """An anchor as it stands on paper, ``812:3f9a…``; raises Refused(option.anchor)."""
    found = parse_anchor(text)
    if found is None:
        raise Refused("option.anchor", value=text)
    return found


@dataclass(frozen=True, slots=True)
class VerifyTrail(Lookup[TrailVerdict]):
    """Walk the whole chain, and hold it against the keyring, the register, the closed days, and what is given:
    ``typed`` from an evening page or a slip, ``packs`` whose seal is the branch's own.
    """

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "audit.verified"
    audited: ClassVar = True

    typed: tuple[Anchor, ...] = ()
    packs: tuple[Path, ...] = ()

    def look(self, view: View) -> TrailVerdict:
        keyring = anchors.of_keyring(view.folder)
        given = (*self.typed, *(_pack_anchor(view, path) for path in self.packs))
        held = (*given, *((keyring,) if keyring else ()), *anchors.inside(view))
        verdict = audit.verify(view, anchors=held)
        view.note(intact=verdict.intact, entries=verdict.entries, anchors=len(held))
        if verdict.reason is not None:
            view.note(reason=verdict.reason.value, at=verdict.broken_at)
        return verdict


def _pack_anchor(view: View, path: Path) -> Anchor:
    """What a pack remembers, once its seal is proven to be the branch's own. Raises Refused(trail.pack_unproven)."""
    own = own_fingerprints(view)
    verdict = verify_pack(path, fingerprint=own, step=view.step)
    if not own or verdict.outcome is not Outcome.GREEN:
        raise Refused("trail.pack_unproven", name=path.name)
    with zipfile.ZipFile(path) as pack:
        (name,) = (one for one in pack.namelist() if one.endswith("/bag-info.txt"))
        described = pack.read(name)[:_LONGEST_DESCRIPTION].decode()
    found = _PACK_HEAD.search(described)
    if found is None:
        raise Refused("trail.pack_unproven", name=path.name)
    return Anchor(int(found[1]), found[2], Source.PACK, path.name)


@dataclass(slots=True)
class Extract:
    """The trail on its way out: its lines in a temporary file, since a branch writes half a million a year."""

    header: dict[str, Any]
    lines: IO[bytes]
    key: SealKey
    key_is_new: bool
    root: Root


@dataclass(frozen=True, slots=True)
class ExportedTrail:
    """The finished extract; ``fingerprint`` is the key's, to be compared with the one on paper."""

    path: Path
    entries: int
    fingerprint: str
    root: Root


@dataclass(frozen=True, slots=True)
class ExportTrail(Export[ExportedTrail, Extract]):
    """The whole trail for somebody without the program's key: signed, with the people's logins beside their ids."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "audit.exported"
    anchors: ClassVar = True

    target: Path

    def gather(self, view: View) -> Extract:
        raw, root = packs.sealed_archive_key(view), root_of(audit.head(view))
        if raw is None and view.actor.role is Role.AUDITOR:
            raise Refused("trail.no_seal_yet")  # whose session may write nothing but the trail
        key = SealKey.generate() if raw is None else SealKey.from_bytes(raw)
        people = {person.id: person.login for person in accounts(view)}
        header = {"branch": view.branch_id, "at": view.now.isoformat(), "people": people, "through": root.seq}
        lines = tempfile.SpooledTemporaryFile(max_size=2**24)  # noqa: SIM115 - closed by draw
        for number, entry in enumerate(audit.entries(view), 1):
            lines.write(line_of(asdict(entry)))
            if number % 2000 == 0:
                view.step(number, root.seq)
        return Extract(header, cast("IO[bytes]", lines), key, raw is None, root)

    def draw(self, gathered: Extract, partial: Path, progress: Progress) -> None:  # noqa: ARG002 - seconds at most
        with gathered.lines as lines:
            lines.seek(0)
            write_extract(partial, gathered.header, lines, gathered.key)

    def settle(self, work: Work, gathered: Extract, partial: Path) -> ExportedTrail:  # noqa: ARG002 - nothing to read
        if gathered.key_is_new:
            if packs.sealed_archive_key(work) is not None:
                raise Refused("pack.meanwhile")
            packs.keep_archive_key(work, gathered.key.to_bytes())
        work.note(through=gathered.root.seq, root=gathered.root.digits)
        return ExportedTrail(self.target, gathered.root.seq, gathered.key.fingerprint, gathered.root)


@dataclass(frozen=True, slots=True)
class ReadTrail(Lookup[tuple[AuditLine, ...]]):
    """The newest entries, or those before a number; ``about`` keeps those naming an id."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "audit.read"

    limit: int = 500
    before: int | None = None
    about: str | None = None

    def look(self, view: View) -> tuple[AuditLine, ...]:
        return tuple(audit.lines(view, limit=self.limit, before=self.before, about=self.about))


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry for a person to read: who by name, and the numbers of what it was about.

    ``acted_for`` is whom a deputy stood in for and ``second`` who consented beside; ``fault`` is why a personal
    signature doesn't hold, empty where it does, None where the deed isn't signed.
    """

    seq: int
    at: datetime
    who: str
    action: str
    numbers: tuple[str, ...]
    about: Mapping[str, Any]
    link: str
    acted_for: str = ""
    second: str = ""
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class TellTrail(Lookup[tuple[TrailLine, ...]]):
    """The newest entries, or those before a number, with names and numbers in place of ids."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "audit.read"

    limit: int = 500
    before: int | None = None

    def look(self, view: View) -> tuple[TrailLine, ...]:
        found = audit.lines(view, limit=self.limit, before=self.before)
        people = accounts(view)
        names = {person.login: person.name for person in people}
        by_id = {str(person.id): person.name for person in people}
        numbers = trail.numbers_of(view, {str(value) for line in found for value in line.about.values()})
        faults = signatures.faults(view, found[-1].seq, found[0].seq) if found else {}
        return tuple(
            TrailLine(
                line.seq,
                line.at,
                names.get(line.login, line.login),
                line.action,
                tuple(dict.fromkeys(numbers[v] for v in map(str, line.about.values()) if v in numbers)),
                line.about,
                line.link,
                by_id.get(str(line.about.get("deputy_of")), ""),
                by_id.get(str(line.about.get("second")), ""),
                faults.get(line.seq),
            )
            for line in found
        )
