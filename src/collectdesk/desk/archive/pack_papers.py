"""Papers of archive packs: the slip that a pack is held against years later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.archive.signed_copies import signer_of
from collectdesk.desk.pipeline import Export
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.reports.archive.pack_slip import SlipFacts, print_slip
from collectdesk.store.cases import casebook
from collectdesk.store.people.people import account_names
from collectdesk.store.results import packs

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.store.work import View, Work


@dataclass(slots=True)
class Slip:
    """A slip on its way to paper."""

    facts: SlipFacts
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class PrintPackSlip(Export[Printed, Slip]):
    """Print the slip of a pack of the register, by its number."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.slip_printed"

    target: Path
    number: str
    language: str = "zh_CN"

    def gather(self, view: View) -> Slip:
        kept = next((one for one in packs.packs(view) if one.number == self.number), None)
        if kept is None:
            raise Refused("pack.unknown", number=self.number)
        names = {str(one): name for one, name in account_names(view).items()}
        signer = signer_of(view)
        return Slip(
            SlipFacts(
                kept.number, casebook.case_numbers(view)[kept.case_id], kept.built_on, names.get(kept.built_by, ""),
                kept.files, kept.size, kept.root_digest, kept.seal_digest, kept.fingerprint, printing_of(view),
                signer.fingerprint if signer else "",
            )
        )  # fmt: skip

    def draw(self, gathered: Slip, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_slip(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: Slip, partial: Path) -> Printed:
        drawn = gathered.drawn
        assert drawn is not None
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        work.note(pack=self.number, sha256=digest)
        return Printed(self.target, drawn.pages, 1, self.number, digest, drawn.missing_glyphs)
