"""The inner page of a visit sheet, for the two visitors only: what is owed, what to say, when to leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.choices import (
    Choices,
    calm_guidance,
    permitted_sentences,
    third_person_guidance,
)
from collectdesk.reports.drawing.codes import SHEET_SIDE, block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Blank, Tick, tick_row, writing_lines
from collectdesk.reports.drawing.page import BOTTOM, INK, LEFT, MM, RIGHT, TOP, WARN, Marks, Paper
from collectdesk.reports.visits.visit_kit_door import draw_corner_marks, draw_fold_marks, ticks
from collectdesk.terms_records import FURTHER
from collectdesk.terms_safety import stop_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.reports.visits.visit_kit_parts import KitMember, KitStop


@dataclass(frozen=True, slots=True)
class _Fit:
    """How large and how much: tried from the first to the last until the page holds everything."""

    size: float
    points: int = 40
    letters: int = 2000
    rows: int = 8


_KEY: Final = 24 * MM
_NOTE_LINE: Final = 6.5 * MM

_FITS: Final = (
    _Fit(9.0),
    _Fit(8.5),
    _Fit(8.0),
    _Fit(7.5, rows=6),
    _Fit(7.1, rows=5),
    _Fit(6.8, points=6, letters=160, rows=4),
    _Fit(6.6, points=4, letters=100, rows=3),
    _Fit(6.4, points=3, letters=60, rows=2),
)


def draw_inside_page(paper: Paper, stop: KitStop, crew: tuple[KitMember, ...], choices: Choices) -> None:
    """Draw exactly one page: smaller first, then shortened with a note that the case file has the rest."""
    words = paper.words
    marks = Marks(
        paper.printing.branch,
        words.say("Visit sheet, inside"),
        stop.visit_no,
        words.say("Confidential: for the visitors only"),
    )
    page = paper.start_page(marks)
    for fit in _FITS:
        page.clear()
        flow = Flow(paper, size=fit.size)
        flow.may_turn = False
        _Inside(flow, stop, fit).draw(crew, choices)
        if not flow.overflowed:
            break
    draw_fold_marks(paper)
    draw_corner_marks(paper)


class _Inside:
    """One try at the inner page."""

    def __init__(self, flow: Flow, stop: KitStop, fit: _Fit) -> None:
        self.flow = flow
        self.stop = stop
        self.fit = fit
        self.words = flow.paper.words

    def draw(self, crew: tuple[KitMember, ...], choices: Choices) -> None:
        self._draw_head(crew)
        self._draw_products()
        self._draw_talk()
        self._draw_safety()
        self._draw_contacts()
        self._draw_ticks(choices)
        law = self.words.say(
            "Lawful hours: {hours} ({clause})", hours=self.stop.lawful_hours, clause=self.stop.lawful_clause
        )
        self.flow.space(4)
        self.flow.paragraph(law, bold=True)
        free = int((self.flow.y - BOTTOM - 12) // _NOTE_LINE)
        if free >= 2:
            writing_lines(self.flow, self.words.say("Notes for the file only"), free, pitch=_NOTE_LINE)

    def _draw_head(self, crew: tuple[KitMember, ...]) -> None:
        flow, stop, say = self.flow, self.stop, self.words.say
        lowest = draw_code(flow.paper, stop.inside_payload, RIGHT, TOP, side=SHEET_SIDE)
        flow.right = RIGHT - block_side(SHEET_SIDE) - 4
        flow.space(2)
        flow.callout(
            say("Fold inwards at the marks. Never show, read out or leave behind."),
            heading=say("For the two visitors only"),
            warn=True,
        )
        dpd = max((product.dpd for product in stop.products), default=0)
        flow.facts(
            (
                Fact(say("Case no."), stop.case_no),
                Fact(say("Customer"), self._cut(stop.customer), strong=True),
                Fact(say("Overdue in all"), self.words.money(stop.owed), strong=True),
                Fact(say("Days overdue"), f"{self.words.days(dpd)}   {stop.bucket}", strong=True),
                Fact(say("Risk"), self._cut(stop.risk)),
                Fact(say("Told beforehand"), self._cut(stop.notified)),
            ),
            key_width=_KEY,
        )
        flow.right = RIGHT
        flow.y = min(flow.y, lowest)
        roles = "   ".join(f"{member.role} {member.name}" for member in crew)
        flow.facts((Fact(say("Crew"), roles, wide=True),), key_width=_KEY)
        flow.space(5)

    def _draw_products(self) -> None:
        say, money = self.words.say, self.words.money
        columns = (
            Column(say("Product"), 3),
            Column(say("Account"), 4),
            Column(say("Balance"), 3, "right"),
            Column(say("Overdue amount"), 3, "right"),
            Column(say("Days overdue"), 2, "right"),
            Column(say("Unpaid since"), 2.6, "centre"),
        )
        shown = self.stop.products[: self.fit.rows]
        rows = [
            (
                item.product,
                item.account,
                money(item.balance),
                money(item.overdue),
                self.words.number(item.dpd),
                self.words.date(item.oldest_unpaid_on),
            )
            for item in shown
        ]
        self.flow.table(columns, rows, empty=say("No products."))
        self._note_left_out(len(self.stop.products) - len(shown))
        for line in self.stop.noted[: self.fit.rows]:
            self.flow.paragraph(self._cut(line))

    def _draw_talk(self) -> None:
        say, stop = self.words.say, self.stop
        may_say = stop.may_say or permitted_sentences(self.words, self.flow.paper.printing.branch)
        third = stop.third_person or third_person_guidance(self.words, stop.ask_for)
        self._side_by_side(
            (
                (say("Approach"), (stop.approach,) if stop.approach else (), False),
                (say("Talking points"), stop.talking_points, False),
            ),
            ((say("You may say"), may_say, False), (say("To anybody else"), third, True)),
        )

    def _draw_safety(self) -> None:
        say, stop = self.words.say, self.stop
        if stop.cautions:
            self.flow.callout("\n".join(self._shown(stop.cautions)), heading=say("Caution"), warn=True)
        self._side_by_side(
            ((say("Stay calm"), stop.calm or calm_guidance(self.words), False),),
            ((say("Stop at once and leave when"), stop.stop_when or stop_lines(self.words), True),),
        )

    def _side_by_side(
        self,
        left: Sequence[tuple[str, tuple[str, ...], bool]],
        right: Sequence[tuple[str, tuple[str, ...], bool]],
    ) -> None:
        flow, gap = self.flow, 5 * MM
        middle = (LEFT + RIGHT) / 2
        lows = []
        for blocks, bounds in ((left, (LEFT, middle - gap / 2)), (right, (middle + gap / 2, RIGHT))):
            half = Flow(flow.paper, size=flow.size, left=bounds[0], right=bounds[1])
            half.may_turn, half.y = False, flow.y
            for heading, points, warn in blocks:
                self._draw_block(half, heading, self._shown(points), warn=warn)
            lows.append(half.y)
            flow.overflowed = flow.overflowed or half.overflowed
        flow.y = min(lows) - 2

    def _draw_block(self, half: Flow, heading: str, points: Sequence[str], *, warn: bool) -> None:
        if not points:
            return
        half.space(2)
        half.need(half.size + 6)
        half.y -= half.size + 3
        with half.paper.tagged(half.paper.headline()):
            ink = WARN if warn else INK
            half.paper.text(half.left, half.y, heading, half.size + 0.5, bold=True, ink=ink)
        half.space(2)
        half.points(points)

    def _draw_contacts(self) -> None:
        say = self.words.say
        columns = (
            Column(say("Last contacts"), 3),
            Column(say("Channel"), 2),
            Column(say("Person spoken to"), 3),
            Column(say("Result"), 8),
        )
        shown = self.stop.contacts[: self.fit.rows]
        rows = [
            (self.words.instant(contact.at), contact.channel, contact.person, self._cut(contact.result))
            for contact in shown
        ]
        if rows:
            self.flow.table(columns, rows)
            self._note_left_out(len(self.stop.contacts) - len(shown))

    def _draw_ticks(self, choices: Choices) -> None:
        say = self.words.say
        rows: tuple[tuple[str, list[Tick | Blank]], ...] = (
            (say("Overdue reasons"), [*ticks("overdue_reasons", choices.reasons)]),
            (say("Income"), [*ticks("income", choices.incomes), Blank(say("a month"), 20)]),
            (
                say("Outgoings"),
                [
                    Blank(say("Household"), 20),
                    Blank(say("Other debts"), 20),
                    Blank(say("Can pay a month"), 20),
                ],
            ),
            (say("Family"), [*ticks("family", choices.family)]),
            (say("Attitude"), [*ticks("attitude", choices.attitudes)]),
            (say(FURTHER["condition"]), [*ticks("condition", choices.conditions), Blank(say("Assets"), 40)]),
            (say(FURTHER["vulnerable"]), [*ticks("vulnerable", choices.vulnerable)]),
            (
                say(FURTHER["offers_made"]),
                [
                    *ticks("offers_made", choices.offers),
                    Tick(say(FURTHER["consequences"]), code="consequences=yes"),
                ],
            ),
            (
                say(FURTHER["raised"]),
                [*ticks("raised", choices.raised), Blank(say(FURTHER["raised_note"]), 50)],
            ),
        )
        for label, items in rows:
            tick_row(self.flow, label, items, label_width=_KEY)

    def _shown(self, points: Sequence[str]) -> list[str]:
        shown = [self._cut(point) for point in points[: self.fit.points]]
        if len(points) > len(shown):
            shown.append(self.words.say("More in the case file."))
        return shown

    def _cut(self, text: str) -> str:
        return text if len(text) <= self.fit.letters else text[: self.fit.letters] + "…"

    def _note_left_out(self, count: int) -> None:
        if count > 0:
            self.flow.paragraph(self.words.say("{count} more in the case file.", count=count))
