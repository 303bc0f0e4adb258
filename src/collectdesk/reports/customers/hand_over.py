"""The hand-over sheet: what somebody takes over with the cases of another, each case a line, names masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.products import bucket_of
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import code_term, term
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.customers.cases import StepKind
    from collectdesk.domain.money import Money

HAND_OVER_VERSION: Final = 1
_HOW: Final = (
    mark("Begin with what is due first; what stands under “To watch” can't wait for a first look."),
    mark("Names are masked here; the file shows them to whoever works the case."),
    mark("Hand this sheet back or shred it when the cases have gone back."),
)


@dataclass(frozen=True, slots=True)
class HandedPromise:
    amount: Money
    due_on: date


@dataclass(frozen=True, slots=True)
class HandedCase:
    """One case as it stands; ``name`` is masked, ``holds`` are codes."""

    case_no: str
    name: str
    overdue: Money
    dpd: int
    step: StepKind | None
    due_on: date | None
    holds: tuple[str, ...] = ()
    promises: tuple[HandedPromise, ...] = ()
    visits: tuple[datetime, ...] = ()
    plans: int = 0


@dataclass(frozen=True, slots=True)
class HandOverFacts:
    """Who takes over whose cases, for which days; ``until_on`` None is for good. Why isn't on paper: an illness is
    nobody's concern.
    """

    owners: tuple[str, ...]
    holder: str
    from_on: date
    until_on: date | None
    cases: tuple[HandedCase, ...]
    printing: Printing


def print_hand_over(
    path: Path, sheets: tuple[HandOverFacts, ...], number: str, language: str, step: Step | None = None
) -> Drawn:
    """Draw a sheet for each who takes cases over, in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Hand-over sheet"))
    printing = sheets[0].printing
    paper = Paper(words, printing, Marks(printing.branch, title, number, words.say(mark("Internal"))))
    flow = Flow(paper, size=8.5)
    for facts in sheets:
        flow.turn_page()
        flow.title(title, number)
        _lay_head(flow, facts, words)
        _lay_cases(flow, facts, words)
        flow.points([words.say(each) for each in _HOW])
        flow.space(8)
        signers = (
            Signer(words.say(mark("Handed over")), facts.owners[0] if len(facts.owners) == 1 else ""),
            Signer(words.say(mark("Taken over")), facts.holder),
        )
        signature_row(flow, signers, height=22 * MM)
    return paper.finish(path, step=step)


def _lay_head(flow: Flow, facts: HandOverFacts, words: Words) -> None:
    owners = ("、" if words.is_chinese else ", ").join(
        owner or words.say(mark("nobody's until now")) for owner in facts.owners
    )
    until = words.date(facts.until_on) if facts.until_on else words.say(mark("for good"))
    late = sum(bool(case.due_on and case.due_on < facts.from_on) for case in facts.cases)
    flow.facts((
        Fact(words.say(mark("From whom")), owners),
        Fact(words.say(mark("To whom")), facts.holder, strong=True),
        Fact(words.say(mark("From – to")), f"{words.date(facts.from_on)} – {until}", wide=True),
        Fact(words.say(mark("How many cases")), words.number(len(facts.cases)), strong=True),
        Fact(words.say(mark("Late already")), words.number(late), warn=bool(late)),
    ))  # fmt: skip
    flow.space(8)


def _lay_cases(flow: Flow, facts: HandOverFacts, words: Words) -> None:
    columns = (
        Column(words.say(mark("Case no.")), 1.9),
        Column(words.say(mark("Customer")), 1.2),
        Column(words.say(mark("Overdue")), 1.5, "right"),
        Column(words.say(mark("Days")), 1.3, "right"),
        Column(words.say(mark("Due")), 1.3),
        Column(words.say(mark("Next step")), 1.8),
        Column(words.say(mark("To watch")), 3.3),
    )
    rows = [
        [
            case.case_no,
            case.name,
            words.money(case.overdue, sign=False),
            f"{words.number(case.dpd)} · {bucket_of(case.dpd).value}",
            words.date(case.due_on) if case.due_on else "",
            term(words, case.step) if case.step else "",
            watched(case, words),
        ]
        for case in facts.cases
    ]
    late = [bool(case.due_on and case.due_on < facts.from_on) for case in facts.cases]
    flow.table(columns, rows, warn=lambda at: late[at])


def watched(case: HandedCase, words: Words) -> str:
    """What somebody new to the case has to know at once."""
    said = [code_term(words, "hold", code) for code in case.holds]
    said += [
        words.say(
            mark("promised {amount} by {day}"), amount=words.money(each.amount), day=words.date(each.due_on)
        )
        for each in case.promises
    ]
    said += [words.say(mark("visit {at}"), at=words.instant(at)) for at in case.visits]
    if case.plans:
        said.append(words.say(mark("a plan is running")))
    return ("；" if words.is_chinese else "; ").join(said)
