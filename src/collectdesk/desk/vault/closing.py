"""Closing the day: the trail's root goes on the evening page, and the keyring remembers it too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.pipeline import Export, Lookup, Subject
from collectdesk.desk.visits.printing import Printed
from collectdesk.desk.visits.safety import WhoIsOut
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.trail import Closing, Root, root_of
from collectdesk.reports.vault.evening_page import EveningFacts, print_evening_page
from collectdesk.store.people.people import staff
from collectdesk.store.trail import audit, closings
from collectdesk.store.visits import rounds

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.store.work import View, Work

EVENING: Final = "evening"
"""What is signed with the page: the day itself; which one, and the root, stand in the statement."""


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """The finished page and the root that stands on it."""

    paper: Printed
    root: Root


@dataclass(slots=True)
class EveningPage:
    """The page on its way from the snapshot to the register."""

    facts: EveningFacts
    head: tuple[int, str]
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class CloseDay(Export[ClosedDay, EveningPage]):
    """Print the evening page, sign it and remember the root. What is done later today stands on the next one."""

    needs: ClassVar = Permission.CLOSE_DAY
    action: ClassVar = "day.closed"
    timed: ClassVar = True
    anchors: ClassVar = True
    touches: ClassVar = frozenset({Subject.TRAIL})

    target: Path
    language: str = "zh_CN"

    def signed_subject(self) -> str:
        return EVENING

    def gather(self, view: View) -> EveningPage:
        _require_all_back(view)
        head, before = audit.head(view), closings.last(view)
        counts = closings.counted_since(view, before.seq if before else 0)
        facts = EveningFacts(
            day=view.today,
            root=root_of(head),
            entries=sum(counts.values()),
            counts=counts,
            before=root_of((before.seq, before.link)) if before else None,
            before_on=before.day if before else None,
            printing=printing_of(view),
        )
        return EveningPage(facts, head)

    def draw(self, gathered: EveningPage, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_evening_page(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: EveningPage, partial: Path) -> ClosedDay:
        drawn, root = gathered.drawn, gathered.facts.root
        assert drawn is not None
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        number = f"EV-{gathered.facts.day:%Y%m%d}"
        paper = Printed(self.target, drawn.pages, 1, number, digest, drawn.missing_glyphs)
        closing_id = closings.add(work, gathered.facts.day, gathered.head, gathered.facts.entries)
        work.note(closing=closing_id, through=root.seq, root=root.digits)
        return ClosedDay(paper, root)


def _require_all_back(view: View) -> None:
    """Raises Refused while a team is out: the page would say the day is over when it isn't."""
    out = [outing.crew for outing in WhoIsOut().look(view).outings]
    names = {str(person.id): person.name for person in staff(view, former=True)}
    out += [
        tuple(names.get(one, "") for one in kept.crew)
        for kept in rounds.open_rounds(view)
        if kept.out_at is not None and kept.back_at is None
    ]
    if out:
        teams = dict.fromkeys(" + ".join(name for name in crew if name) for crew in out)
        raise Refused("day.teams_out", teams="; ".join(teams))


@dataclass(frozen=True, slots=True)
class ListClosings(Lookup[tuple[Closing, ...]]):
    """The evening pages so far, the newest first."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "day.closings_listed"

    def look(self, view: View) -> tuple[Closing, ...]:
        return tuple(closings.newest(view))
