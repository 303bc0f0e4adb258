"""The case file of the archive pack: cover, contents with page ranges, then the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.domain.zones import CHINA_TIME
from collectdesk.reports.archive import case_sections as sections
from collectdesk.reports.archive.case_closing import lay_closing
from collectdesk.reports.archive.case_complaints import lay_complaints
from collectdesk.reports.archive.case_notices import lay_notices
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import (
    ACCENT,
    LEFT,
    MM,
    PAGE_WIDTH,
    RIGHT,
    TOP,
    Drawn,
    Marks,
    Page,
    Paper,
    Step,
)
from collectdesk.reports.visits.visit_record import VisitRecord, lay_visit_record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from collectdesk.reports.archive.case_parts import CaseFile
    from collectdesk.words import Words


@dataclass(frozen=True, slots=True)
class _Document:
    """One document of the file: how it stands in the contents, and what lays it out."""

    title: str
    handler: str
    day: date | None
    remark: str
    lay: Callable[[Flow], None]


@dataclass(frozen=True, slots=True)
class _Laid:
    document: _Document
    pages: list[Page]


def draw_case_file(path: Path, content: CaseFile, words: Words, *, step: Step | None = None) -> Drawn:
    """Write the whole file. ``step`` is called after every document and when the file is written.

    The documents are laid out first and the contents after them, so that page ranges are known in one pass.
    """
    marks = Marks(content.printing.branch, words.say("Case file"), content.case_no, words.say("Confidential"))
    paper = Paper(words, content.printing, marks)
    paper.stamp = content.case_no
    documents = _documents(content, words)
    laid: list[_Laid] = []
    for number, document in enumerate(documents, 1):
        before = len(paper.pages)
        flow = Flow(paper)
        flow.turn_page()
        document.lay(flow)
        laid.append(_Laid(document, paper.pages[before:]))
        if step is not None:
            step(number, len(documents) + 1)
    _put_contents_before(paper, content, laid)
    return paper.finish(path, step=step, done=len(documents), total=len(documents) + 1)


def _documents(content: CaseFile, words: Words) -> list[_Document]:
    say = words.say
    compiler = content.cover.compiled_by

    def section(title: str, lay: Callable[[Flow, CaseFile], None], remark: str = "") -> _Document:
        def lay_titled(flow: Flow) -> None:
            flow.paper.bookmark(title, 0, TOP)
            flow.title(title, f"{content.case_no}   {content.customer}")
            lay(flow, content)

        return _Document(title, compiler, content.made_on, remark, lay_titled)

    def count(rows: tuple[object, ...]) -> str:
        return words.plural("{count} entry", "{count} entries", len(rows))

    return [
        section(say("Customer and products"), sections.lay_customer),
        section(say("Risk assessments"), sections.lay_assessments, count(content.assessments)),
        section(say("Contact log"), sections.lay_contacts, count(content.contacts)),
        section(say("Notices and service"), _lay_notices, count(content.notices)),
        *(_visit_document(visit, words) for visit in content.visits),
        section(say("Arrangements and promises"), sections.lay_arrangements, count(content.arrangements)),
        section(say("Payments received"), sections.lay_payments, count(content.payments)),
        section(say("Complaints and objections"), _lay_complaints, count(content.complaints)),
        section(say("Rule decisions and breaches"), sections.lay_rules, count(content.decisions)),
        section(say("Audit extract"), sections.lay_audit, count(content.audit)),
        *([section(say("Closing note"), _lay_closing)] if content.closing is not None else []),
    ]


def _lay_notices(flow: Flow, content: CaseFile) -> None:
    lay_notices(flow, content.notices)


def _lay_complaints(flow: Flow, content: CaseFile) -> None:
    lay_complaints(flow, content.complaints)


def _lay_closing(flow: Flow, content: CaseFile) -> None:
    if content.closing is not None:
        lay_closing(flow, content.closing)


def _visit_document(visit: VisitRecord, words: Words) -> _Document:
    return _Document(
        title=f"{words.say('Visit record')} {visit.visit_no}",
        handler="、".join(visitor.name for visitor in visit.team),
        day=(visit.arrived_at or visit.planned_from).astimezone(CHINA_TIME).date(),
        remark=visit.findings.outcome,
        lay=lambda flow: lay_visit_record(flow, visit),
    )


def _put_contents_before(paper: Paper, content: CaseFile, laid: list[_Laid]) -> None:
    """Cover and contents go first; the contents are laid again should they need another page than guessed."""
    body = paper.pages
    guessed = 1
    while True:
        paper.pages = []
        _lay_cover(paper, content, len(laid), len(body) + 1 + guessed)
        _lay_contents(paper, content, laid, first=2 + guessed)
        if len(paper.pages) == 1 + guessed:
            break
        guessed = len(paper.pages) - 1
    paper.pages += body


def _lay_cover(paper: Paper, content: CaseFile, documents: int, pages: int) -> None:
    words, cover = paper.words, content.cover
    flow = Flow(paper, size=11, left=LEFT + 12 * MM, right=RIGHT - 12 * MM)
    flow.turn_page()
    paper.bookmark(words.say("File cover"), 0, TOP)
    middle = PAGE_WIDTH / 2 + (LEFT + RIGHT - PAGE_WIDTH) / 2
    flow.space(26 * MM)
    paper.text(middle, flow.y, cover.fonds, 15, bold=True, ink=ACCENT, align="centre")
    flow.space(15 * MM)
    with paper.tagged("H1"):
        paper.text(middle, flow.y, words.say("Case file"), 30, bold=True, ink=ACCENT, align="centre")
    flow.space(16 * MM)
    with paper.tagged("P"):
        for line in flow.wrapped(cover.title, 14, flow.width, bold=True):
            paper.text(middle, flow.y, line, 14, bold=True, align="centre")
            flow.space(21)
    paper.titled = True
    flow.space(8 * MM)
    period = f"{words.date(cover.from_on)} – {words.date(cover.to_on)}"
    flow.facts(
        (
            Fact(words.say("File no."), cover.file_no, wide=True, strong=True),
            Fact(words.say("File category"), cover.category, wide=True),
            Fact(words.say("Case no."), content.case_no),
            Fact(words.say("State"), content.state),
            Fact(words.say("Customer"), content.customer, strong=True),
            Fact(words.say("Customer no."), content.customer_no),
            Fact(words.say("Period"), period),
            Fact(words.say("Retention"), cover.retention, strong=True),
            Fact(words.say("Number of documents"), words.number(documents)),
            Fact(words.say("Number of pages"), words.number(pages)),
            Fact(words.say("Security grade"), cover.security),
            Fact(words.say("Filed on"), words.date(content.made_on)),
            Fact(words.say("Remark"), cover.remark, wide=True),
        ),
        key_width=28 * MM,
    )
    flow.space(10 * MM)
    signers = (
        Signer(words.say("Compiled by"), cover.compiled_by),
        Signer(words.say("Checked by"), cover.checked_by),
    )
    signature_row(flow, signers, height=24 * MM)


def _lay_contents(paper: Paper, content: CaseFile, laid: list[_Laid], *, first: int) -> None:
    words = paper.words
    flow = Flow(paper)
    flow.turn_page()
    title = words.say("Contents of the file")
    paper.bookmark(title, 0, TOP)
    named = dict.fromkeys((content.cover.file_no, content.case_no, content.customer))
    flow.title(title, "   ".join(named))
    columns = (
        Column(words.say("No."), 1.3, "centre"),
        Column(words.say("Document title"), 5.4),
        Column(words.say("Responsible"), 3.8),
        Column(words.say("Handled by"), 2.6),
        Column(words.say("Date"), 2.9, "centre"),
        Column(words.say("Nature"), 2.1, "centre"),
        Column(words.say("Pages from – to"), 2.1, "centre"),
        Column(words.say("Remark"), 2.6),
    )
    rows = []
    page = first
    for number, entry in enumerate(laid, 1):
        document, last = entry.document, page + len(entry.pages) - 1
        rows.append(
            (
                str(number),
                document.title,
                content.printing.branch,
                document.handler,
                words.date(document.day),
                words.say("Printout"),
                f"{page} – {last}" if last > page else str(page),
                document.remark or "—",
            )
        )
        page = last + 1

    def link(row: int, top: float, bottom: float) -> None:
        said = f"{rows[row][1]}  {rows[row][6]}"
        paper.link((flow.left, bottom, flow.right, top), laid[row].pages[0], flow.last_row.kids[1], said)

    flow.table(columns, rows, on_row=link)
