"""Complaints and bureau objections in a case file: what was brought, what was answered, and what got better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.domain.contact.complaints import AnswerWay, ComplaintKind, RootCause
from collectdesk.reports.drawing.flow import Fact, Flow
from collectdesk.terms import code_term, term
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from collectdesk.domain.contact.complaints import ComplaintChannel, ComplaintState


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """One complaint or objection from the register; people are names, days without an answer are None."""

    number: str
    kind: ComplaintKind
    state: ComplaintState
    reference: str
    complainant: str
    channel: ComplaintChannel
    received_on: date
    received_by: str
    subject: str
    about: str
    said: str
    due_on: date
    extended_why: str
    marked_on: date | None
    finding: str
    root_cause: str
    answer: str
    answer_way: str
    answered_on: date | None
    answered_by: str
    letter_no: str
    improvement: str
    owner: str
    improvement_due_on: date | None
    result: str
    result_on: date | None
    closed_by: str
    closed_at: datetime | None
    reopened_why: str


@dataclass(frozen=True, slots=True)
class CaseComplaint:
    """A complaint in words: its heading, key and value pairs, and what was said and answered in full."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]


def complaint_in_words(words: Words, facts: ComplaintFacts) -> CaseComplaint:
    """What is printed of one of them."""
    return CaseComplaint(
        f"{term(words, facts.kind)}  {facts.number}",
        (*_brought(words, facts), *_answered(words, facts), *_ended(words, facts)),
        tuple((words.say(key), text) for key, text in _texts(facts) if text),
    )


def _brought(words: Words, facts: ComplaintFacts) -> tuple[tuple[str, str], ...]:
    say = words.say
    subject = code_term(words, "complaint_about", facts.subject)
    marked = ((say(mark("Marked at the bureau on")), words.date(facts.marked_on)),)
    return (
        (say(mark("State")), term(words, facts.state)),
        (say(mark("Number given by others")), facts.reference or "—"),
        (say(mark("Brought by")), f"{facts.complainant or '—'}  {term(words, facts.channel)}"),
        (say(mark("Received on")), f"{words.date(facts.received_on)}  {facts.received_by}"),
        (say(mark("What it is about")), "  ".join(filter(None, (subject, facts.about)))),
        (say(mark("Answer by")), words.date(facts.due_on)),
        *(marked if facts.kind is ComplaintKind.OBJECTION else ()),
    )


def _answered(words: Words, facts: ComplaintFacts) -> tuple[tuple[str, str], ...]:
    say = words.say
    if facts.answered_on is None:
        return ((say(mark("Answered on")), "—"),)
    way = term(words, AnswerWay(facts.answer_way))
    return (
        (say(mark("Answered on")), f"{words.date(facts.answered_on)}  {facts.answered_by}"),
        (say(mark("Way of the answer")), "  ".join(filter(None, (way, facts.letter_no)))),
        (say(mark("Finding of the review")), code_term(words, "finding", facts.finding)),
        (say(mark("Root cause")), term(words, RootCause(facts.root_cause))),
    )


def _ended(words: Words, facts: ComplaintFacts) -> tuple[tuple[str, str], ...]:
    say = words.say
    found = []
    if facts.improvement:
        found.append((say(mark("Owner and day")), f"{facts.owner}  {words.date(facts.improvement_due_on)}"))
        found.append((say(mark("Result noted on")), words.date(facts.result_on)))
    if facts.closed_at:
        found.append((say(mark("Concluded by")), f"{facts.closed_by}  {words.instant(facts.closed_at)}"))
    return tuple(found)


def _texts(facts: ComplaintFacts) -> tuple[tuple[str, str], ...]:
    return (
        (mark("What was brought forward"), facts.said),
        (mark("Why it took the longer term"), facts.extended_why),
        (mark("What is answered"), facts.answer),
        (mark("To get better"), facts.improvement),
        (mark("Result of the improvement"), facts.result),
        (mark("Why it was taken up again"), facts.reopened_why),
    )


def lay_complaints(flow: Flow, complaints: Sequence[CaseComplaint]) -> None:
    """Each with its facts, then the words as they were said."""
    if not complaints:
        flow.paragraph(flow.paper.words.say(mark("None on file.")))
    for each in complaints:
        flow.heading(each.heading, keep=130)
        flow.facts([*(Fact(key, value) for key, value in each.facts),
                    *(Fact(key, text, wide=True) for key, text in each.texts)])  # fmt: skip
        flow.space(6)
