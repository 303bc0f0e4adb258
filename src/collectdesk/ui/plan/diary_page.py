"""Owns the calendar in the window: five weeks, the chosen day's visits, promises, deadlines, leave and holidays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.visits.diary import ShowDiary
from collectdesk.domain.visits.diary import DiaryDay, Entry, EntryKind
from collectdesk.domain.zones import local_day
from collectdesk.terms_diary import KINDS, day_line, entry_line
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.plan.diary_grid import DAYS, DiaryGrid
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

WEEKS: Final = 5
_TONES: Final = {
    EntryKind.VISIT: Tone.NOTICE, EntryKind.PROMISE: Tone.GOOD, EntryKind.DEADLINE: Tone.DANGER,
    EntryKind.EXPIRY: Tone.WARN, EntryKind.LEAVE: Tone.SPECIAL, EntryKind.DEPUTY: Tone.SPECIAL,
}  # fmt: skip


class DiaryPage(QWidget):
    """``closed`` goes back to the plan; ``file_asked`` opens a customer, ``day_asked`` the board of a day."""

    closed = Signal()
    file_asked = Signal(str)
    day_asked = Signal(object)
    week_asked = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._days: tuple[DiaryDay, ...] = ()
        self._first = date.min
        self._chosen = date.min
        self._lay_out()
        office.touched.connect(self._touched)
        office.speech.changed.connect(self._write)

    def _lay_out(self) -> None:
        speech = self.office.speech
        self.grid = DiaryGrid(speech)
        self.grid.picked.connect(self._pick)
        self.grid.wanted.connect(self.show_from)
        self.grid.opened.connect(self._enter)
        card = Card(speech, mark("Calendar"))
        card.title.setProperty("look", "title")
        today = button(speech, mark("Today"), lambda: self.show_from(self._today()), look="quiet")
        self.week_button = button(speech, mark("Plan this week"), self._ask_week, icon="route")
        back = button(speech, mark("Back to the plan"), self.closed.emit, icon="x", look="quiet", key="Esc")
        for part in (today, self.week_button, back):
            card.head.addWidget(part)
        card.add(self.grid, 1)
        self.name = label(None, "", "heading", wrap=True)
        named = mark("What stands in the day")
        self.table = rows_table(speech, named, _COLUMNS, lambda one: f"{one.kind.value}.{one.id}")
        self.table.set_empty(mark("Nothing stands in this day"), mark("Choose another day with the arrows."))
        self.table.opened.connect(self._open)
        self.board_button = button(
            speech, mark("Board of this day"), lambda: self.day_asked.emit(self._chosen), icon="clock"
        )
        side = Card()
        side.add(self.name)
        side.add(row(self.board_button, None))
        side.add(self.table, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(card)
        split.addWidget(side)
        split.setSizes([760, 500])
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.setLayout(column(split))

    def _today(self) -> date:
        return local_day(self.office.desk.now())

    # ---- reading

    def begin(self) -> None:
        """The week of today and the four after it, or the days that were chosen before."""
        if self._chosen == date.min:
            self._chosen = self._today()
            self._first = monday(self._chosen)
        self.read()
        self.grid.setFocus()

    def show_from(self, day: date) -> None:
        """Choose a day; the weeks move so that it is among them."""
        self._chosen = day
        if not self._first <= day < self._first + timedelta(weeks=WEEKS):
            self._first = monday(day) if day < self._first else monday(day) - timedelta(weeks=WEEKS - 1)
        if day == self._today():
            self._first = monday(day)
        self.read()

    def read(self) -> None:
        """Ask what stands in the days."""
        deed = ShowDiary(self._first, self._first + timedelta(days=WEEKS * DAYS - 1))
        self.office.run(deed, owner=self, done=self._show, failed=self.office.troubled.emit)

    def _touched(self, subjects: frozenset[Subject]) -> None:
        if self.isVisible() and subjects & {Subject.VISITS, Subject.CASES, Subject.STEPS, Subject.PEOPLE}:
            self.read()

    def _show(self, days: tuple[DiaryDay, ...]) -> None:
        if days and days[0].day == self._first:
            self._days = days
            self._write()

    # ---- the chosen day

    def _pick(self, day: date) -> None:
        self._chosen = day
        self._write()

    def _write(self) -> None:
        self.grid.show_days(self._days, self._today(), self._chosen)
        day = self.grid.day
        self.name.setText(day_line(self.office.words, day) if day is not None else "")
        self.table.show_rows(day.entries if day is not None else ())

    def _enter(self) -> None:
        if self.grid.day is not None and self.grid.day.entries:
            self.table.setFocus()

    def _open(self, entry: Entry) -> None:
        if entry.customer_id:
            self.file_asked.emit(entry.customer_id)

    def _ask_week(self) -> None:
        self.week_asked.emit(max(self._chosen, self._today()))


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _kind(words: Words, entry: Entry) -> Status:
    return Status(words.say(KINDS[entry.kind]), _TONES[entry.kind])


_COLUMNS: Final[tuple[Column[Entry], ...]] = (
    Column(
        mark("Time"), lambda w, one: w.clock(one.at) if one.at is not None else "", sort=lambda one: one.at
    ),
    Column(mark("What"), _kind, Kind.CHIP),
    Column(mark("Person"), lambda _w, one: one.name, Kind.BOLD),
    Column(mark("More"), entry_line, Kind.MUTED, stretch=True),
)
