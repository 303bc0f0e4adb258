"""Owns what stands in the inbox: one row type for every kind of matter, and the columns of their list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.ruling import rule_by_id
from collectdesk.desk.today import BreachWaiting, PlanWaiting
from collectdesk.desk.visiting import RequestLine
from collectdesk.desk.watch import MachineWaiting
from collectdesk.terms import term
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.segments import Segment
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collectdesk.desk.recording import WaitingRecord
    from collectdesk.desk.today import Inbox
    from collectdesk.words import Words


class Sort(Enum):
    """The kind of a matter; in this order they are worked."""

    REQUEST = "request"
    RECORD = "record"
    PLAN = "plan"
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
    Sort.REQUEST: (mark("Visit request"), Tone.WARN),
    Sort.RECORD: (mark("Visit record"), Tone.NOTICE),
    Sort.PLAN: (mark("Repayment plan"), Tone.GOOD),
    Sort.BREACH: (mark("Breach"), Tone.DANGER),
    Sort.MACHINE: (mark("This computer"), Tone.DANGER),
}
_PILLS: Final = (
    ("all", mark("All")),
    (Sort.REQUEST.value, mark("Requests")),
    (Sort.RECORD.value, mark("Records")),
    (Sort.PLAN.value, mark("Plans")),
    (Sort.BREACH.value, mark("Breaches")),
    (Sort.MACHINE.value, mark("Computer")),
)


def matters_of(inbox: Inbox) -> tuple[Matter, ...]:
    """Everything that waits: what the machine holds up first, then requests."""
    return (
        *map(_machine, inbox.machine), *map(_request, inbox.requests), *map(_record, inbox.records),
        *map(_plan, inbox.plans), *map(_breach, inbox.breaches),
    )  # fmt: skip


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


def _breach(line: BreachWaiting) -> Matter:
    return Matter(
        f"breach {line.breach_id}", Sort.BREACH, line.case_id, line.case_no, line.name, line.recorded_by,
        line.happened_at, line,
    )  # fmt: skip


def _machine(waiting: MachineWaiting) -> Matter:
    what, at = ("clock", waiting.clock.now) if waiting.clock else ("anchor", None)
    return Matter(f"machine {what}", Sort.MACHINE, "", "", "", "", at, waiting)


def sort_chip(words: Words, sort: Sort) -> Status:
    sentence, tone = SORT_WORDS[sort]
    return Status(words.say(sentence), tone, sort in (Sort.BREACH, Sort.MACHINE))


def what_text(words: Words, matter: Matter) -> str:
    """The matter in a few words, for the list."""
    source = matter.source
    if isinstance(source, RequestLine):
        return f"{term(words, source.reason)} · {words.money(source.overdue)}"
    if isinstance(source, PlanWaiting):
        return words.say(
            mark("{amount} in {count} instalments"),
            amount=words.money(source.amount),
            count=source.instalments,
        )
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
    Column(mark("What waits"), lambda w, m: sort_chip(w, m.sort), Kind.CHIP),
    Column(mark("Customer"), lambda _w, m: m.name, Kind.BOLD, width=76),
    Column(mark("Case no."), lambda _w, m: m.case_no, Kind.MUTED),
    Column(mark("In short"), what_text, stretch=True),
    Column(mark("Sent by"), lambda _w, m: m.by, Kind.MUTED),
    Column(mark("Since"), lambda w, m: w.instant(m.at) if m.at else "", Kind.MUTED),
)


def matter_pills(matters: Sequence[Matter]) -> tuple[Segment, ...]:
    """One for each kind; the computer's only while it holds something up."""
    held_up = any(matter.sort is Sort.MACHINE for matter in matters)
    return tuple(
        Segment(
            group, sentence, len(matters) if group == "all" else sum(m.sort.value == group for m in matters)
        )
        for group, sentence in _PILLS
        if held_up or group != Sort.MACHINE.value
    )
