"""The branch report: one page to read standing, then every table with its chart, then the registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.results.figures import Figure
from collectdesk.reports.drawing.chart_paper import lay_chart
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.page import TOP, Drawn, Marks, Paper
from collectdesk.reports.results.figure_sheet import ShownFigures, period_words, tables_of
from collectdesk.terms_effect import percent, share_words
from collectdesk.terms_figures import FigureTable, Value, cell_words, rate_percent
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.reports.drawing.page import Step


@dataclass(frozen=True, slots=True)
class Register:
    """One register of the period by its kind: visits, notices, complaints, packs, roots."""

    kind: str
    rows: tuple[tuple[Value, ...], ...]


_NUMBERED: Final = (mark("Number"), mark("Case no."), mark("Day"), mark("State"))
_REGISTERS: Final = {
    "visits": (mark("Register of visits"), _NUMBERED, (2, 2, 2, 2)),
    "notices": (mark("Register of notices"), _NUMBERED, (3, 2, 2, 2)),
    "complaints": (
        mark("Register of complaints"),
        (mark("Number"), mark("Case no."), mark("Received"), mark("State")),
        (2, 2, 2, 2),
    ),
    "packs": (
        mark("Register of packs"),
        (mark("Number"), mark("Case no."), mark("Built"), mark("Root digest")),
        (2, 2, 1.6, 6),
    ),
    "roots": (mark("Register of audit roots"), (mark("Entry"), mark("Day"), mark("Root")), (1, 1.6, 6)),
}
"""Title, headings and widths of the columns."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the report shows."""

    shown: ShownFigures
    registers: tuple[Register, ...]


def print_report(path: Path, facts: ReportFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the report in a language (zh_CN, en)."""
    words = for_language(language)
    printing = facts.shown.printing
    title = words.say(mark("Branch report"))
    period = period_words(words, facts.shown.figures.period)
    marks = Marks(printing.branch, title, period, words.say(mark("Internal")))
    paper = Paper(words, printing, marks)
    flow = Flow(paper, size=9)
    flow.turn_page()
    paper.bookmark(title, 0, TOP)
    flow.title(title, "   ".join((period, *(cell_words(words, one) for one in facts.shown.cut))))
    _lay_first_page(flow, words, facts.shown)
    tables = tables_of(words, facts.shown)
    total = len(tables) + len(facts.registers) + 1
    flow.turn_page()
    for at, table in enumerate(tables):
        _lay_table(flow, words, table)
        if step is not None:
            step(at + 1, total)
    for at, register in enumerate(facts.registers):
        _lay_register(flow, words, register)
        if step is not None:
            step(len(tables) + at + 1, total)
    return paper.finish(path, step=step, done=total - 1, total=total)


def _lay_first_page(flow: Flow, words: Words, shown: ShownFigures) -> None:
    """What a supervisor reads standing: six numbers, the trend, what rules stopped, and what waits."""
    figures, measures, say = shown.figures, shown.measures, words.say
    beside = measures.beside
    flow.glance((
        Fact(say(mark("Overdue")), words.money(figures.overdue.overdue)),
        Fact(say(mark("Recovery rate")), rate_percent(measures.recovery)),
        Fact(say(mark("Cure rate")), percent(measures.cure)),
    ))  # fmt: skip
    flow.glance((
        Fact(say(mark("Promises kept")), f"{percent(figures.kept)}  ({share_words(words, figures.kept)})"),
        Fact(say(mark("Visits")), words.number(sum(count for _, count in figures.visits))),
        Fact(say(mark("Breaches")), words.number(sum(each.breached for each in figures.rules)),
             warn=any(each.breached for each in figures.rules)),
    ))  # fmt: skip
    tables = {table.figure: table for table in tables_of(words, shown)}
    old = [each for each in figures.buckets if each.bucket is not Bucket.M0 and each.bucket.first_day > 90]
    flow.heading(say(mark("Trend by bucket")))
    lay_chart(flow, tables[Figure.TREND].draw, _alt(tables[Figure.TREND]))
    said = mark("Past ninety days: {count} products with {amount} overdue.")
    fen = sum(each.overdue.fen for each in old)
    flow.paragraph(
        say(
            said,
            count=words.number(sum(each.products for each in old)),
            amount=f"¥ {fen // 100:,}.{fen % 100:02d}",
        )
    )
    flow.heading(say(mark("Did visits help?")))
    lay_chart(flow, tables[Figure.AFTER_VISIT].draw, _alt(tables[Figure.AFTER_VISIT]))
    if beside.difference is None:
        flow.paragraph(say(mark("No visit of this period can be judged beside a similar case yet.")))
    else:
        told = mark(
            "Visited cases are {points} percentage points ahead ({visited}; {others} looks at similar cases)."
        )
        flow.paragraph(
            say(told, points=f"{beside.difference / 10:+.1f}", visited=share_words(words, beside.visited),
                others=words.number(beside.others.of))
        )  # fmt: skip
    flow.heading(say(mark("Results")))
    _lay_rows(flow, words, tables[Figure.PAID])
    flow.callout(
        say(mark("Who is visited isn't drawn by lot: a difference is no proof. Small samples are marked.")),
        heading=say(mark("How to read this")),
    )


def _alt(table: FigureTable) -> str:
    """What a chart shows; its figures stand in the table of the same name."""
    return f"{table.title}\n{table.meaning}"


def _lay_table(flow: Flow, words: Words, table: FigureTable) -> None:
    flow.heading(table.title, keep=130, bookmark=1)
    flow.size -= 1
    flow.paragraph(table.meaning)
    flow.size += 1
    if table.lines:
        lay_chart(flow, table.draw, _alt(table), share=0.8)
    _lay_rows(flow, words, table)
    flow.space(6)


def _lay_rows(flow: Flow, words: Words, table: FigureTable) -> None:
    columns = [
        Column(heading, 3 if at == 0 else 2, "right" if _is_number(table, at) else "left")
        for at, heading in enumerate(table.headings)
    ]
    width = len(columns)
    rows = [
        [cell_words(words, cell) if cell != "" else "" for cell in (*line.cells, *[""] * width)[:width]]
        for line in table.lines
    ]
    flow.table(columns, rows, empty=table.empty or words.say(mark("Nothing to count yet.")))


def _is_number(table: FigureTable, at: int) -> bool:
    return at > 0 and any(
        len(line.cells) > at and not isinstance(line.cells[at], str) for line in table.lines
    )


def _lay_register(flow: Flow, words: Words, register: Register) -> None:
    title, headings, shares = _REGISTERS[register.kind]
    flow.heading(words.say(title), keep=60, bookmark=1)
    columns = [Column(words.say(heading), share) for heading, share in zip(headings, shares, strict=True)]
    rows = [[cell_words(words, cell) for cell in row] for row in register.rows]
    flow.size -= 1
    flow.table(columns, rows, empty=words.say(mark("None in this period.")))
    flow.size += 1
