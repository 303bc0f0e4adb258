"""Owns how the worth of a visit is shown: verdict, trip, risk, the other ways, what it rests on, the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from collectdesk import terms_worth
from collectdesk.desk.risk.weighing import WeighVisit
from collectdesk.domain.risk.worth import Figure
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.theme import set_tone, theme
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.risk.weighed import Weighed
    from collectdesk.ui.office import Office


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to the customer as a row."""

    name: str
    brings: str
    costs: str
    net: str
    is_best: bool


_WAYS: tuple[Column[_Way], ...] = (
    Column(mark("Way"), lambda _w, r: r.name, Kind.BOLD, stretch=True),
    Column(mark("Brings"), lambda _w, r: r.brings, Kind.MONEY),
    Column(mark("Costs"), lambda _w, r: r.costs, Kind.MONEY),
    Column(
        mark("Net"), lambda _w, r: r.net, Kind.MONEY, tone=lambda r: Tone.GOOD if r.is_best else Tone.PLAIN
    ),
)
_FIGURES: tuple[Column[Figure], ...] = (
    Column(mark("Figure"), terms_worth.figure_name, Kind.BOLD, width=200),
    Column(mark("Value"), terms_worth.figure_value),
    Column(mark("Measured?"), terms_worth.figure_mark),
    Column(mark("Source"), lambda _w, f: f.source, Kind.MUTED, stretch=True),
)


class WorthCard(Card):
    """Asks for the worth of a visit to one case and shows it; hides while there is nothing to weigh."""

    def __init__(self, office: Office) -> None:
        speech = office.speech
        super().__init__(speech, mark("Is this visit worth it?"))
        self._office = office
        self._asked: tuple[str, str] = ("", "")
        self._found: Weighed | None = None
        self.verdict = label(None, "", "", wrap=True)
        self.facts = Facts()
        self.ways = rows_table(
            speech, mark("Ways to the customer"), _WAYS, lambda r: r.name, opens_on_click=False
        )
        self.next = label(None, "", "", wrap=True)
        self.free = label(speech, terms_worth.FREE, "faint", wrap=True)
        self.basis = label(None, "", "mute", wrap=True)
        self.show_basis = button(speech, mark("What it rests on"), self._toggle, look="quiet")
        self.figures = rows_table(
            speech, mark("What it rests on"), _FIGURES, lambda f: f.name, opens_on_click=False
        )
        parts: tuple[QWidget, ...] = (self.verdict, self.facts, self.ways, self.next, self.free)
        for part in parts:
            self.add(part)
        self.add(row(self.basis, None, self.show_basis))
        self.add(self.figures)
        for table in (self.ways, self.figures):
            table.setMinimumWidth(0)
            table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.figures.hide()
        self.figures.setMinimumHeight(36 + 8 * theme().row_height)
        speech.changed.connect(self._write)
        self.hide()

    def weigh(self, case_id: str, point_id: str = "") -> None:
        """Weigh a visit to a case at an address; an empty case hides the card."""
        self._asked = case_id, point_id
        if not case_id or not self._office.may(WeighVisit.needs):
            self._found = None
            self.hide()
            return
        asked = self._asked
        self._office.run(
            WeighVisit(case_id, point_id), owner=self,
            done=lambda found: self._take(asked, found), failed=lambda error: self._fail(asked, error),
        )  # fmt: skip

    def _take(self, asked: tuple[str, str], found: Weighed) -> None:
        if asked == self._asked:
            self._found = found
            self._write()
            self.show()

    def _fail(self, asked: tuple[str, str], error: BaseException) -> None:
        if asked != self._asked:
            return
        self._found = None
        self.verdict.setText(wording.sentence(self._office.words, error))
        self.show()

    def _toggle(self) -> None:
        self.figures.setVisible(not self.figures.isVisible())

    def _write(self) -> None:
        found, w = self._found, self._office.words
        if found is None:
            return
        self.verdict.setText(terms_worth.verdict(w, found))
        set_tone(self.verdict, "tone", (Tone.GOOD if found.worth.worth_it else Tone.WARN).value)
        self.facts.show_facts(
            [
                Fact(w.say(mark("Takes")), terms_worth.trip_line(w, found)),
                Fact(w.say(mark("Break-even")), terms_worth.break_even(w, found)),
                Fact(
                    w.say(mark("Risk")),
                    terms_worth.risk_line(w, found),
                    Tone.DANGER if found.care else Tone.PLAIN,
                ),
            ]
        )
        rows = [_Way(*each) for each in terms_worth.ways(w, found)]
        self.ways.show_rows(rows)
        self.ways.setFixedHeight(38 + len(rows) * theme().row_height)
        self.next.setText(terms_worth.suggestion(w, found))
        self.basis.setText(terms_worth.rests_on(w, found))
        self.figures.show_rows(found.worth.figures)
