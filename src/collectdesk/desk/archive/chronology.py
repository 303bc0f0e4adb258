"""The chronology of a case on paper: its timeline, its notices and every decision of the rules, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from collectdesk.desk.archive.gathering import next_copy, printing_of
from collectdesk.desk.contact.customer_texts import levels
from collectdesk.desk.customers import masking
from collectdesk.desk.customers.files import read_file
from collectdesk.desk.customers.timeline import noon
from collectdesk.desk.pipeline import Export, Subject
from collectdesk.desk.rules.rulebook import rule_by_id
from collectdesk.desk.visits.printing import Printed, Sheaf
from collectdesk.domain.contact.complaints import ComplaintState
from collectdesk.domain.happening import Event, EventKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.rules.packs import Act, Outcome
from collectdesk.domain.zones import local_day
from collectdesk.reports.archive.chronology import CHRONOLOGY_VERSION, ChronologyFacts, print_chronology
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class PrintChronology(Export[Printed, Sheaf]):
    """Print everything that happened in a case, with what the rules said of each planned act; names are masked as on
    every internal paper, since it goes to whoever looks into a complaint.
    """

    needs: ClassVar = Permission.PRINT_RECORD
    action: ClassVar = "chronology.printed"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CASES})

    target: Path
    case_id: str
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        kept = cases.case(view, self.case_id)
        copy = next_copy(view, "chronology", kept.id)
        number = f"SX-{kept.case_no.removeprefix('AJ-')}-{copy}"
        return Sheaf(_facts(view, kept, copy), number, copy, kept.id)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_chronology(
            partial, gathered.facts, gathered.number, self.language, progress.step
        )

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        printed = gathered.printed(self.target, partial)
        gathered.register(work, "chronology", CHRONOLOGY_VERSION, printed)
        work.note(case=self.case_id, number=printed.number)
        return printed


def _facts(view: View, kept: cases.Case, copy: int) -> ChronologyFacts:
    found = read_file(view, kept.customer_id)
    told = found.timeline if found.case and found.case.id == kept.id else ()
    events = [*reversed(told), *_notices(view, kept.id, found.people)]
    events += _decisions(view, kept.id)
    return ChronologyFacts(
        kept.case_no,
        masking.name(masking.Sight(names=False, contacts=False), found.customer.name),
        kept.opened_on,
        kept.closed_on or view.today,
        tuple(sorted(events, key=_place)),
        tuple(c.number for c in found.complaints if c.state is not ComplaintState.CLOSED),
        printing_of(view, copy),
    )


def _place(event: Event) -> tuple[date, bool, datetime]:
    """Its place in the order: what is known by its day alone stands before what has an hour."""
    day = local_day(event.at)
    return day, event.at != noon(day), event.at


def _notices(view: View, case_id: str, people: Any) -> list[Event]:
    """Each notice with every state it came to."""
    known = {each.id: each for each in notices.notices_of(view, case_id)}
    found = []
    for event in notices.events_of(view, list(known)):
        of = known[event.notice_id]
        facts = {"name": levels().level(of.level).name, "number": of.letter_no or of.number, "channel": of.channel,
                 "state": event.state}  # fmt: skip
        on = event.recorded_at if event.recorded_at.date() == event.happened_on else noon(event.happened_on)
        found.append(Event(EventKind.NOTICE, on, people.get(event.recorded_by, ""), facts, event.note))
    return found


def _decisions(view: View, case_id: str) -> list[Event]:
    return [_decision(kept.recorded_at, kept) for kept in cases.decisions(view, case_id)]


def _decision(at: datetime, kept: cases.KeptDecision) -> Event:
    rule = rule_by_id(kept.rule_id) if kept.rule_id else None
    facts = {"act": Act(kept.act), "outcome": Outcome(kept.outcome), "rule": rule}
    return Event(EventKind.DECIDED, at, "", facts, kept.reason)
