"""Owns what stands in the inbox: one row type for every kind of matter, and the columns of their list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.contact.complaints import ComplaintView
from collectdesk.desk.contact.noticing import NoticeView
from collectdesk.desk.customers.petitioning import PetitionWaiting
from collectdesk.desk.customers.phone_lists import MissingList
from collectdesk.desk.customers.today import BreachWaiting, PlanWaiting
from collectdesk.desk.people.deputy_papers import DeputyPaperWaiting
from collectdesk.desk.people.paper_approvals import PaperWaiting
from collectdesk.desk.rules.clocks import ClockWaiting
from collectdesk.desk.rules.rulebook import rule_by_id
from collectdesk.desk.vault.watch import MachineWaiting
from collectdesk.desk.visits.visiting import RequestLine
from collectdesk.domain.contact.legal_clocks import ClockState
from collectdesk.domain.ids import CaseId
from collectdesk.terms import term
from collectdesk.terms_clocks import left_text, name_text
from collectdesk.terms_complaints import standing_line
from collectdesk.terms_papers import confirm_line
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.segments import Segment
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collectdesk.desk.customers.today import Inbox
    from collectdesk.desk.paper.recording import WaitingRecord
    from collectdesk.words import Words


class Sort(Enum):
    """The kind of a matter; in this order they are worked."""

    PAPER = "paper"
    DEPUTY = "deputy"
    REQUEST = "request"
    RECORD = "record"
    PLAN = "plan"
    NOTICE = "notice"
    COMPLAINT = "complaint"
    CLOCK = "clock"
    PETITION = "petition"
    PHONES = "phone list"
    BREACH = "breach"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits. ``source`` is the desk's own line."""

    key: str
    sort: Sort
    case_id: str
    case_no: str
    name: str
    by: str
    at: datetime | None
    source: Any


SORT_WORDS: Final[dict[Sort, tuple[str, Tone]]] = {
    Sort.PAPER: (mark("Approval on paper"), Tone.WARN),
    Sort.DEPUTY: (mark("Deputy on paper"), Tone.WARN),
    Sort.REQUEST: (mark("Visit request"), Tone.WARN),
    Sort.RECORD: (mark("Visit record"), Tone.NOTICE),
    Sort.PLAN: (mark("Repayment plan"), Tone.GOOD),
    Sort.NOTICE: (mark("Notice"), Tone.NOTICE),
    Sort.CLOCK: (mark("Legal clock"), Tone.WARN),
    Sort.COMPLAINT: (mark("Grievance"), Tone.WARN),
    Sort.PETITION: (mark("Own data"), Tone.WARN),
    Sort.PHONES: (mark("Phone list"), Tone.DANGER),
    Sort.BREACH: (mark("Breach"), Tone.DANGER),
    Sort.MACHINE: (mark("This computer"), Tone.DANGER),
}
_PILLS: Final = (
    ("all", mark("All")),
    (Sort.PAPER.value, mark("On paper")),
    (Sort.DEPUTY.value, mark("Deputies")),
    (Sort.REQUEST.value, mark("Requests")),
    (Sort.RECORD.value, mark("Records")),
    (Sort.PLAN.value, mark("Plans")),
    (Sort.NOTICE.value, mark("Notices")),
    (Sort.CLOCK.value, mark("Legal clocks")),
    (Sort.COMPLAINT.value, mark("Complaints")),
    (Sort.PETITION.value, mark("Own data")),
    (Sort.PHONES.value, mark("Phone lists")),
    (Sort.BREACH.value, mark("Breaches")),
    (Sort.MACHINE.value, mark("Computer")),
)


_EVERY_DAY: Final = frozenset(
    {"all", *(sort.value for sort in (Sort.REQUEST, Sort.RECORD, Sort.PLAN, Sort.NOTICE, Sort.BREACH))}
)


def matters_of(inbox: Inbox) -> tuple[Matter, ...]:
    """Everything that waits: what the machine holds up first, then what was approved on paper, since it has a day."""
    return (
        *map(_machine, inbox.machine), *map(_paper, inbox.papers), *map(_deputy, inbox.deputies),
        *map(_request, inbox.requests),
        *map(_record, inbox.records),
        *map(_plan, inbox.plans), *map(_notice, inbox.notices), *map(_complaint, inbox.complaints),
        *map(_clock, inbox.clocks),
        *map(_petition, inbox.petitions), *map(_phones, inbox.phone_lists), *map(_breach, inbox.breaches),
    )  # fmt: skip


def subjects_of(inbox: Inbox) -> frozenset[str]:
    """What one password covers: everything that stands in the inbox to be signed."""
    return frozenset(
        [
            *(line.request_id for line in inbox.requests),
            *(line.visit.visit_id for line in inbox.records),
            *(line.arrangement_id for line in inbox.plans),
            *(line.paper_id for line in inbox.papers),
            *(line.paper_id for line in inbox.deputies),
        ]
    )


def _paper(line: PaperWaiting) -> Matter:
    return Matter(
        f"paper {line.paper_id}", Sort.PAPER, line.case_id, line.case_no, line.name, line.taken_by, None, line
    )


def _deputy(line: DeputyPaperWaiting) -> Matter:
    return Matter(f"deputy {line.paper_id}", Sort.DEPUTY, "", "", line.deputy, line.taken_by, None, line)


def _request(line: RequestLine) -> Matter:
    return Matter(
        f"request {line.request_id}", Sort.REQUEST, line.case_id, line.case_no, line.name, line.asked_by,
        line.asked_at, line,
    )  # fmt: skip


def _record(line: WaitingRecord) -> Matter:
    visit = line.visit
    return Matter(
        f"record {visit.visit_id}", Sort.RECORD, visit.case_id, visit.case_no, visit.name, line.recorded_by,
        line.recorded_at, line,
    )  # fmt: skip


def _plan(line: PlanWaiting) -> Matter:
    return Matter(
        f"plan {line.arrangement_id}",
        Sort.PLAN,
        line.case_id,
        line.case_no,
        line.name,
        line.offered_by,
        None,
        line,
    )


def _notice(line: NoticeView) -> Matter:
    kept = line.notice
    return Matter(
        f"notice {kept.id}", Sort.NOTICE, CaseId(kept.case_id), line.case_no, line.customer, line.made_by,
        kept.made_at, line,
    )  # fmt: skip


def _clock(line: ClockWaiting) -> Matter:
    about = f"{line.shown.term.code}.{line.shown.clock.subject_id}"
    return Matter(f"clock {about}", Sort.CLOCK, CaseId(line.case_id), line.case_no, line.name, "", None, line)


def _complaint(line: ComplaintView) -> Matter:
    kept = line.complaint
    return Matter(
        f"complaint {kept.id}", Sort.COMPLAINT, kept.case_id, line.case_no, line.name, line.received_by,
        kept.recorded_at, line,
    )  # fmt: skip


def _petition(line: PetitionWaiting) -> Matter:
    kept = line.petition
    return Matter(
        f"petition {kept.id}",
        Sort.PETITION,
        line.case_id,
        line.case_no,
        kept.name,
        line.taken_by,
        kept.taken_at,
        line,
    )


def _breach(line: BreachWaiting) -> Matter:
    return Matter(
        f"breach {line.breach_id}", Sort.BREACH, line.case_id, line.case_no, line.name, line.recorded_by,
        line.happened_at, line,
    )  # fmt: skip


def _phones(line: MissingList) -> Matter:
    kept = line.kept
    return Matter(f"phones {kept.id}", Sort.PHONES, "", kept.number, "", line.holder, kept.printed_at, line)


def _machine(waiting: MachineWaiting) -> Matter:
    what, at = ("clock", waiting.clock.now) if waiting.clock else ("anchor", None)
    return Matter(f"machine {what}", Sort.MACHINE, "", "", "", "", at, waiting)


def sort_chip(words: Words, matter: Matter) -> Status:
    """What kind it is; a paper whose last day has passed is red."""
    sentence, tone = SORT_WORDS[matter.sort]
    source = matter.source
    if isinstance(source, ClockWaiting):
        is_late = source.shown.clock.state is ClockState.OVER
        return Status(words.say(sentence), Tone.DANGER if is_late else tone, is_late)
    if isinstance(source, ComplaintView):
        return Status(
            term(words, source.complaint.kind), Tone.DANGER if source.is_late else tone, source.is_late
        )
    is_over = (isinstance(source, (PaperWaiting, DeputyPaperWaiting)) and source.is_over) or (
        isinstance(source, PetitionWaiting) and source.is_late
    )
    return Status(
        words.say(sentence),
        Tone.DANGER if is_over else tone,
        is_over or matter.sort in (Sort.PHONES, Sort.BREACH, Sort.MACHINE),
    )


def what_text(words: Words, matter: Matter) -> str:
    """The matter in a few words, for the list."""
    source = matter.source
    if isinstance(source, (PaperWaiting, DeputyPaperWaiting)):
        return confirm_line(words, source.due_on, is_over=source.is_over)
    if isinstance(source, RequestLine):
        return f"{term(words, source.reason)} · {words.money(source.overdue)}"
    if isinstance(source, PlanWaiting):
        return words.say(
            mark("{amount} in {count} instalments"),
            amount=words.money(source.amount),
            count=source.instalments,
        )
    if isinstance(source, NoticeView):
        return f"{source.name.text(chinese=words.is_chinese)} · {term(words, source.notice.channel)}"
    if isinstance(source, ClockWaiting):
        return f"{name_text(words, source.shown)} · {left_text(words, source.shown)}"
    if isinstance(source, ComplaintView):
        return standing_line(words, source)
    if isinstance(source, PetitionWaiting):
        said = mark("{kind}: answer by {day}, overdue") if source.is_late else mark("{kind}: answer by {day}")
        return words.say(said, kind=term(words, source.petition.kind), day=words.date(source.petition.due_on))
    if isinstance(source, MissingList):
        return words.say(mark("Should be back by {day}"), day=words.date(source.kept.return_by))
    if isinstance(source, BreachWaiting):
        rule = rule_by_id(source.rule_id)
        said = rule.sentence.text(chinese=words.is_chinese) if rule else source.rule_id
        return shorten(said, 18 if words.is_chinese else 34)
    if isinstance(source, MachineWaiting):
        said = mark("The clock went back") if source.clock else mark("The keyring remembers another trail")
        return words.say(said)
    return f"{source.visit.visit_no} · {source.visit.officer}"


def shorten(text: str, most: int) -> str:
    """The beginning of a sentence; the whole of it stands beside the list."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


MATTER_COLUMNS: Final[tuple[Column[Matter], ...]] = (
    Column(mark("What waits"), sort_chip, Kind.CHIP),
    Column(mark("Customer"), lambda _w, m: m.name, Kind.BOLD, width=76),
    Column(mark("Case no."), lambda _w, m: m.case_no, Kind.MUTED),
    Column(mark("In short"), what_text, stretch=True),
    Column(mark("Sent by"), lambda _w, m: m.by, Kind.MUTED),
    Column(mark("Since"), lambda w, m: w.instant(m.at) if m.at else "", Kind.MUTED),
)


def matter_pills(matters: Sequence[Matter]) -> tuple[Segment, ...]:
    """One for each kind of every day; a rarer kind only while one waits, so that all of them can be read."""
    counts = Counter(matter.sort.value for matter in matters)
    return tuple(
        Segment(group, sentence, len(matters) if group == "all" else counts[group])
        for group, sentence in _PILLS
        if group in _EVERY_DAY or counts[group]
    )
