"""The morning page: one person's day on paper, what was left over first, the teams that go out, a box to tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.page import Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import code_term, term
from collectdesk.terms_rules import windows_line
from collectdesk.terms_steps import HEADINGS, pages_line
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.customers.cases import StepKind
    from collectdesk.domain.customers.worklists import Tier
    from collectdesk.domain.money import Money
    from collectdesk.domain.rules.windows import Window

MORNING_PAGE_VERSION: Final = 1
MOST_LINES: Final = 120
"""Three pages: nobody does more in a day, and the rest stands in the program."""


@dataclass(frozen=True, slots=True)
class MorningLine:
    """One thing to do; ``name`` is masked for whoever prints."""

    case_no: str
    name: str
    overdue: Money
    dpd: int
    kind: StepKind
    why: str
    due_on: date
    days_late: int
    tier: Tier
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Going:
    """A visit of the day: when it begins, its number, to whom, and who goes."""

    at: datetime
    visit_no: str
    name: str
    crew: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MorningFacts:
    """One person's day; ``whose`` is empty for everybody's. ``pages``: day, crew and how many are missing."""

    day: date
    data_date: date | None
    whose: str
    lines: tuple[MorningLine, ...]
    total: int
    left_over: int
    minutes: int
    windows: tuple[Window, ...]
    going: tuple[Going, ...]
    pages: tuple[tuple[date, tuple[str, ...], int], ...]
    printing: Printing


def print_morning_page(path: Path, facts: MorningFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the page in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Morning page"))
    whose = facts.whose or words.say(mark("Everybody's work"))
    marks = Marks(facts.printing.branch, title, words.date(facts.day), words.say(mark("Internal")))
    paper = Paper(words, facts.printing, marks)
    flow = Flow(paper, size=9.0)
    flow.turn_page()
    flow.title(title, f"{whose} · {words.long_date(facts.day)}")
    _lay_glance(flow, facts)
    for day, crew, pages in facts.pages:
        flow.callout(pages_line(words, day, crew, pages), warn=True)
    _lay_going(flow, facts)
    _lay_lines(flow, facts)
    return paper.finish(path, step=step, done=0, total=1)


def _lay_glance(flow: Flow, facts: MorningFacts) -> None:
    words = flow.paper.words
    flow.glance((
        Fact(words.say(mark("To do")), words.number(facts.total)),
        Fact(words.say(mark("Left over from before")), words.number(facts.left_over), warn=facts.left_over > 0),
        Fact(words.say(mark("Hours")), f"{facts.minutes / 60:.1f}"),
        Fact(words.say(mark("Figures of")), words.date(facts.data_date)),
    ))  # fmt: skip
    hours = windows_line(words, facts.windows)
    flow.paragraph(words.say(mark("Calls lawful today: {hours}"), hours=hours))


def _lay_going(flow: Flow, facts: MorningFacts) -> None:
    words = flow.paper.words
    flow.heading(words.say(mark("Visits of today")))
    if not facts.going:
        flow.paragraph(words.say(mark("No visit is planned for today.")))
        return
    columns = (
        Column(words.say(mark("Begins")), 1), Column(words.say(mark("Visit no.")), 2),
        Column(words.say(mark("Customer")), 2), Column(words.say(mark("Team")), 3),
    )  # fmt: skip
    between = "、" if words.is_chinese else ", "
    flow.table(
        columns,
        [(words.clock(one.at), one.visit_no, one.name, between.join(one.crew)) for one in facts.going],
    )


def _lay_lines(flow: Flow, facts: MorningFacts) -> None:
    words = flow.paper.words
    columns = (
        Column("", 0.5, "centre"), Column(words.say(mark("Customer")), 1.5), Column(words.say(mark("Case no.")), 2),
        Column(words.say(mark("Overdue")), 1.7, "right"), Column(words.say(mark("Days")), 1.3, "right"),
        Column(words.say(mark("What to do")), 2), Column(words.say(mark("Why")), 3),
    )  # fmt: skip
    tier: Tier | None = None
    rows: list[tuple[str, ...]] = []
    for line in (*facts.lines, None):
        if tier is not None and (line is None or line.tier is not tier):
            flow.heading(_heading(flow, tier, rows))
            flow.table(columns, rows)
            flow.space(4)
            rows = []
        if line is None:
            break
        tier = line.tier
        rows.append((
            "□", line.name, line.case_no, words.money(line.overdue, sign=False), words.number(line.dpd),
            term(words, line.kind), _why(flow, line),
        ))  # fmt: skip
    if not facts.lines:
        flow.heading(words.say(mark("Work of today")))
        flow.paragraph(words.say(mark("Everything that was due is done")))
    elif facts.total > len(facts.lines):
        rest = words.number(facts.total - len(facts.lines))
        flow.paragraph(words.say(mark("{count} more stand in the program."), count=rest))


def _heading(flow: Flow, tier: Tier, rows: list[tuple[str, ...]]) -> str:
    words = flow.paper.words
    said = words.say(HEADINGS[tier])
    return f"{said} · {words.number(len(rows))}"


def _why(flow: Flow, line: MorningLine) -> str:
    words = flow.paper.words
    said = code_term(words, "why", line.why)
    if line.days_late > 0:
        late = words.plural("{count} day late", "{count} days late", line.days_late)
        return f"{said} · {late}"
    return f"{words.clock(line.at)} · {said}" if line.at is not None else said
