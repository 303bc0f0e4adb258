"""The letter of a notice: original, counterfoil, receipt with places for the seals, and the window envelope's page.

What a collection letter has to show: 商业银行信用卡业务监督管理办法 (2011), art. 69. Original, counterfoil and receipt
(正本 存根 回执), the paging seal (骑缝章) and the yearly number (文号) are the custom of official papers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.zones import local_day
from collectdesk.reports.contact.notice_in_words import NO_CASH, PENALTY_UNSTATED, Told, long_day, tell_notice
from collectdesk.reports.drawing.capitals import capital_amount
from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, Tick, signature_row, tick_row
from collectdesk.reports.drawing.page import (
    HAIR,
    LEFT,
    MM,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TOP,
    Drawn,
    Marks,
    Page,
    Paper,
    Printing,
    Step,
)
from collectdesk.reports.drawing.tagging import ARTIFACT
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from collectdesk.words import Words

NOTICE_VERSION: Final = 1
SEAL: Final = 42 * MM
WINDOW_LEFT: Final = 20 * MM
WINDOW_TOP: Final = PAGE_HEIGHT - 50 * MM
WAYS: Final = (
    mark("handed over"),
    mark("left at the door, witnessed"),
    mark("by post"),
    mark("electronically"),
)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """One letter: what it says, its numbers, the day it was approved, and the code of its receipt."""

    content: Mapping[str, Any]
    number: str
    letter_no: str
    approved_on: date
    code: str
    printing: Printing
    language: str = ""
    """Of a letter within a kit; a batch of letters is drawn in one language."""
    notice_id: str = ""
    page_codes: tuple[str, ...] = ()
    """Within a kit: the codes of the pages of the original."""


class _CodedFlow(Flow):
    """A letter within a kit: each page of the original carries the code of its place there."""

    codes: tuple[str, ...] = ()
    turned = 0

    def turn_page(self) -> Page:
        page = super().turn_page()
        if self.codes:
            lowest = draw_code(self.paper, self.codes[min(self.turned, len(self.codes) - 1)], RIGHT, TOP)
            self.y = lowest - 4 if self.turned else TOP
        self.turned += 1
        return page


def print_notice(
    path: Path, letters: tuple[LetterFacts, ...], language: str, step: Step | None = None
) -> Drawn:
    """Draw letters one after the other, each with its counterfoil, receipt and window page."""
    words = for_language(language)
    first = letters[0]
    title = str(first.content["title"]) if len(letters) == 1 else words.say(mark("Notices"))
    number = first.letter_no if len(letters) == 1 else ""
    paper = Paper(words, first.printing, Marks(first.printing.branch, title, number, ""))
    for done, facts in enumerate(letters):
        draw_letter(paper, facts, language)
        _draw_window(paper, facts)
        if step is not None:
            step(done, len(letters) + 1)
    return paper.finish(path, step=step, done=len(letters), total=len(letters) + 1)


def draw_letter(paper: Paper, facts: LetterFacts, language: str) -> int:
    """Draw a letter with its counterfoil and receipt in its own language; gives the pages of the original."""
    outer, paper.words = paper.words, for_language(language)
    begun = len(paper.pages)
    try:
        told = tell_notice(facts.content, facts.printing.branch, language)
        _draw_original(paper, facts, told)
        pages = len(paper.pages) - begun
        _draw_stubs(paper, facts, told)
    finally:
        paper.words = outer
    return pages


# ---- the original


def _draw_original(paper: Paper, facts: LetterFacts, told: Told) -> None:
    """On one page where a smaller letter allows it; what takes more has the seal beside its last words."""
    begun = len(paper.pages)
    for size in (10.5, 9.8, 9.2, 8.8, 10.5):
        del paper.pages[begun:]
        _lay_original(paper, facts, told, size)
        if len(paper.pages) == begun + 1:
            break
    for page in paper.pages[begun:]:
        paper.page = page
        _paging_margin(paper)


def _lay_original(paper: Paper, facts: LetterFacts, told: Told, size: float) -> None:
    words = paper.words
    flow = _CodedFlow(paper, size=size)
    flow.codes = facts.page_codes
    flow.marks = Marks(facts.printing.branch, words.say(mark("Original")), facts.letter_no, "")
    flow.turn_page()
    _head(flow, facts, told.title)
    if facts.page_codes:
        flow.y = min(flow.y, TOP - block_side() - 24)
    colon = "：" if words.is_chinese else ","
    flow.paragraph(f"{facts.content['addressee']}{colon}", bold=True)
    flow.paragraph(told.opening)
    flow.space(3)
    if told.about_debt:
        _table(flow, told)
    else:
        for text in told.added:  # an answer says what was found before it says on what it rests
            flow.paragraph(text)
    for at, (heading, text) in enumerate(told.parts):
        flow.heading(f"{'一二三四五六七八'[at]}、{heading}" if words.is_chinese else f"{at + 1}.  {heading}")
        flow.paragraph(text)
    for text in told.added if told.about_debt else ():
        flow.paragraph(text)
    flow.space(2)
    flow.need(SEAL + 58)
    if told.about_debt:
        flow.callout(words.say(NO_CASH))
    _contact(flow, facts)
    _signature(flow, facts)


def _head(flow: Flow, facts: LetterFacts, title: str) -> None:
    middle = (LEFT + RIGHT) / 2
    for text, size, gap in ((facts.printing.branch, 13, 20), (title, 19, 28), (facts.letter_no, 10, 20)):
        flow.y -= gap
        with flow.paper.tagged("H1" if text is title else "P"):
            flow.paper.text(middle, flow.y, text, size, bold=size > 10, align="centre")
    flow.paper.titled = True
    flow.y -= 14


def _table(flow: Flow, told: Told) -> None:
    words = flow.paper.words
    size, flow.size = flow.size, 8.5
    columns = (
        Column(words.say(mark("Product")), 3.6),
        Column(words.say(mark("Contract")), 2.6),
        Column(words.say(mark("Overdue since")), 2.3),
        Column(words.say(mark("Days overdue")), 1.5, "right"),
        Column(words.say(mark("Principal")), 2.1, "right"),
        Column(words.say(mark("Interest")), 1.9, "right"),
        Column(words.say(mark("Fees")), 1.5, "right"),
        Column(words.say(mark("Overdue amount")), 2.3, "right"),
    )
    rows = [
        (one.product, one.contract, one.since, one.dpd, one.principal, one.interest, one.fees, one.overdue)
        for one in told.lines
    ]
    flow.table(columns, rows)
    capital = capital_amount(told.overdue) if words.is_chinese else ""
    asked = Fact(
        words.say(mark("Overdue in all")), f"{words.money(told.overdue)}  {capital}".strip(), strong=True
    )
    flow.facts((asked, Fact(words.say(mark("Figures as of")), words.date(told.as_of))))
    flow.space(2)
    flow.paragraph(words.say(PENALTY_UNSTATED), ink=MUTED)
    flow.size = size


def _contact(flow: Flow, facts: LetterFacts) -> None:
    words, head = flow.paper.words, facts.content["letterhead"]
    said = words.say(
        mark("Contact: {branch}, {address}, telephone {phone}"),
        branch=facts.printing.branch,
        address=head["address"],
        phone=head["phone"],
    )
    flow.paragraph(said)


def _signature(flow: Flow, facts: LetterFacts) -> None:
    """Branch and date at the right, in the place of the seal: it is set over both."""
    words, paper = flow.paper.words, flow.paper
    flow.need(SEAL + 10)
    left, top = RIGHT - SEAL - 6 * MM, flow.y - 6
    dashed_box(paper, left, top - SEAL, SEAL, SEAL)
    paper.text(
        left + SEAL / 2, top - 11, words.say(mark("(place for the seal)")), 8, ink=MUTED, align="centre"
    )
    paper.text(left + SEAL / 2, top - SEAL / 2, facts.printing.branch, 10.5, bold=True, align="centre")
    day = long_day(facts.approved_on, words)
    paper.text(left + SEAL / 2, top - SEAL / 2 - 18, day, 10.5, align="centre")
    flow.y = top - SEAL - 4


def _paging_margin(paper: Paper) -> None:
    """A dashed line down the right margin: the paging seal runs over the edges of the sheets there."""
    x = PAGE_WIDTH - 12 * MM
    dashed(paper, x, 30 * MM, x, PAGE_HEIGHT - 30 * MM)
    middle, chinese = PAGE_HEIGHT / 2, paper.words.is_chinese
    said = paper.words.say(mark("paging seal"))
    pieces = list(said) if chinese else said.split(" ")
    with paper.within(ARTIFACT):
        for at, piece in enumerate(pieces):
            paper.text(x + 6 * MM, middle - at * 10, piece, 7 if chinese else 6, ink=MUTED, align="centre")


# ---- counterfoil and receipt


def _draw_stubs(paper: Paper, facts: LetterFacts, told: Told) -> None:
    words = paper.words
    flow = Flow(paper, size=9.5)
    flow.marks = Marks(facts.printing.branch, words.say(mark("Counterfoil and receipt")), facts.letter_no, "")
    flow.turn_page()
    flow.title(words.say(mark("Counterfoil")), words.say(mark("Kept by the branch")))
    flow.facts(_about(facts, told, words))
    flow.space(3)
    flow.facts(
        [Fact(words.say(name), " ") for name in (mark("Sealed by, on"), mark("Posted on, waybill"))],
        columns=2,
    )
    flow.space(14)
    _cut(flow, facts)
    lowest = draw_code(paper, facts.code, RIGHT, flow.y)
    flow.title(
        words.say(mark("Receipt")), words.say(mark("To be returned to the branch")), room=block_side() + 10
    )
    flow.y = min(flow.y, lowest) - 4
    flow.facts(
        [
            Fact(words.say(mark("Document")), f"{told.title}  {facts.letter_no}", wide=True),
            Fact(words.say(mark("Addressee")), str(facts.content["addressee"])),
            Fact(words.say(mark("Place of service")), " "),
        ]
    )
    tick_row(
        flow, words.say(mark("Way of service")), [Tick(words.say(way)) for way in WAYS], label_width=32 * MM
    )
    taken = mark("Taken by somebody else: name and relation")
    for name in (taken, mark("Refused: reason"), mark("Witness")):
        flow.facts([Fact(words.say(name), " ", wide=True)], key_width=52 * MM)
    flow.space(4)
    signature_row(
        flow,
        [Signer(words.say(mark("Received by"))), Signer(words.say(mark("Server one"))),
         Signer(words.say(mark("Server two")))],
        height=24 * MM,
    )  # fmt: skip


def _about(facts: LetterFacts, told: Told, words: Words) -> list[Fact]:
    content = facts.content
    return [
        Fact(words.say(mark("Document")), told.title, strong=True),
        Fact(words.say(mark("Letter no.")), facts.letter_no, strong=True),
        Fact(words.say(mark("Running no.")), facts.number),
        Fact(words.say(mark("Case no.")), str(content["case_no"])),
        Fact(words.say(mark("Addressee")), str(content["addressee"])),
        *([Fact(words.say(mark("Overdue in all")), words.money(told.overdue))] if told.about_debt else []),
        Fact(words.say(mark("Sent to")), str(content["reach"]), wide=True),
        Fact(words.say(mark("Approved on")), words.date(facts.approved_on)),
        Fact(words.say(mark("Printed on")), words.date(local_day(facts.printing.printed_at))),
    ]


def _cut(flow: Flow, facts: LetterFacts) -> None:
    """The line between counterfoil and receipt, with the number on both sides: the paging seal is set across it."""
    paper = flow.paper
    dashed(paper, LEFT - 8 * MM, flow.y, RIGHT + 6 * MM, flow.y)
    middle = (LEFT + RIGHT) / 2
    said = paper.words.say(mark("{number} · paging seal across this line"), number=facts.letter_no)
    paper.text(middle, flow.y + 4, said, 8, ink=MUTED, align="centre")
    with paper.within(ARTIFACT):
        paper.text(middle, flow.y - 11, said, 8, ink=MUTED, align="centre")
    flow.space(24)


# ---- the window envelope


def _draw_window(paper: Paper, facts: LetterFacts) -> None:
    """Only whom it is for and where to return it: no word of the branch, of a debt, of a number of the case."""
    words, content = paper.words, facts.content
    paper.start_page(Marks("", "", "", ""))
    flow = Flow(paper, size=12, left=WINDOW_LEFT, right=WINDOW_LEFT + 85 * MM)
    flow.y = WINDOW_TOP
    name = f"{content['addressee']}  收" if words.is_chinese else str(content["addressee"])
    lines = [content["reach"], name] if words.is_chinese else [name, content["reach"]]
    for text in lines:
        flow.paragraph(str(text), bold=text == name)
    for third in (1, 2):
        y = PAGE_HEIGHT * third / 3
        paper.line(4 * MM, y, 9 * MM, y, ink=HAIR)
    head = content["letterhead"]
    back = words.say(mark("If undeliverable, return to {postcode} {address}"), postcode=head["postcode"],
                     address=head["address"])  # fmt: skip
    paper.text(WINDOW_LEFT, PAGE_HEIGHT * 2 / 3 + 12, back, 8, ink=MUTED)


# ---- dashes


def dashed(paper: Paper, x1: float, y1: float, x2: float, y2: float, *, dash: float = 4.0) -> None:
    """A dashed line, level or upright."""
    length = abs(x2 - x1) + abs(y2 - y1)
    along = ((x2 - x1) / length, (y2 - y1) / length)
    at = 0.0
    while at < length:
        end = min(at + dash, length)
        paper.line(
            x1 + along[0] * at, y1 + along[1] * at, x1 + along[0] * end, y1 + along[1] * end, ink=MUTED
        )
        at += 2 * dash


def dashed_box(paper: Paper, x: float, y: float, width: float, height: float) -> None:
    for ends in ((x, y, x + width, y), (x, y + height, x + width, y + height), (x, y, x, y + height),
                 (x + width, y, x + width, y + height)):  # fmt: skip
        dashed(paper, *ends)
