"""Owns what the Plan page says beside an empty list: what waits elsewhere, the days ahead, and where to go on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from collectdesk.desk.visits.visiting import VisitLine
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import local_day
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from collectdesk.ui.office import Office


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day with visits that are still to be made: how many, by how many teams, and how many have no sheets yet."""

    day: date
    visits: int
    teams: int
    unprinted: int


class NextCard(Card):
    """What to do where nothing is left to do in the list. ``day_asked`` opens a day's board."""

    day_asked = Signal(object)

    def __init__(self, office: Office, ways: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        speech = office.speech
        super().__init__(speech, mark("What comes next"))
        self.office = office
        self._waiting = 0
        self._is_planned = False
        self.said = label(None, "", wrap=True)
        self.waiting = label(None, "", "mute", wrap=True)
        self.days = rows_table(speech, mark("Days ahead"), _COLUMNS, lambda one: one.day.isoformat())
        self.days.set_empty(
            mark("No day ahead has a visit"), mark("Plan an approved request, and its day stands here.")
        )
        self.days.opened.connect(lambda one: self.day_asked.emit(one.day))
        self.ways = [button(speech, sentence, go, icon=icon) for sentence, icon, go in ways]
        self.add(self.said)
        self.add(self.waiting)
        self.add(row(*self.ways, None))
        self.add(self.days, 1)
        speech.changed.connect(self._write)
        self._write()

    def show_plan(self, visits: Sequence[VisitLine], waiting: int, *, is_planned: bool) -> None:
        """The open visits by day, the requests that wait for a decision, and which of the lists is empty."""
        self._waiting, self._is_planned = waiting, is_planned
        by_day: dict[date, list[VisitLine]] = {}
        for one in visits:
            by_day.setdefault(local_day(one.planned_at), []).append(one)
        self.days.show_rows(
            [
                DayAhead(
                    day, len(mine), len(Counter((one.officer, one.safety) for one in mine)),
                    sum(one.state is VisitState.SCHEDULED for one in mine),
                )
                for day, mine in sorted(by_day.items())
            ]
        )  # fmt: skip
        self._write()

    def _write(self) -> None:
        words = self.office.words
        self.said.setText(words.say(_NO_VISIT if self._is_planned else _NO_REQUEST))
        count = words.plural("{count} request waits", "{count} requests wait", self._waiting)
        self.waiting.setText(
            words.say(mark("{requests} for a supervisor's decision, in Today."), requests=count)
        )
        self.waiting.setVisible(bool(self._waiting))


_NO_REQUEST: Final = mark(
    "Every approved request has its visit. Ask for the next one in a customer's file, under Visits; or go on with the "
    "days that are planned."
)
_NO_VISIT: Final = mark(
    "No visit is open on this day. Plan an approved request under “To plan”, or empty the day to see every open one."
)
_COLUMNS: Final[tuple[Column[DayAhead], ...]] = (
    Column(mark("Day"), lambda w, one: f"{w.date(one.day)}  {w.weekday(one.day)}", Kind.BOLD,
           sort=lambda one: one.day, stretch=True),
    Column(mark("Visits"), lambda w, one: w.number(one.visits), Kind.NUMBER, sort=lambda one: one.visits),
    Column(mark("Teams"), lambda w, one: w.number(one.teams), Kind.NUMBER, sort=lambda one: one.teams),
    Column(mark("Without sheets"), lambda w, one: w.number(one.unprinted) if one.unprinted else "", Kind.NUMBER,
           sort=lambda one: one.unprinted),
)  # fmt: skip
