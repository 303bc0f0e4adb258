"""Owns a team's safety on the road: who drives, the code word, the call-in list, when to stop a visit and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.visits.driving import NameDriver
from collectdesk.desk.visits.rounds import RoundLine, RoundStop
from collectdesk.desk.visits.safety import MarkBack
from collectdesk.desk.visits.vehicles import GiveVehicle, ListVehicles, VehicleLine
from collectdesk.domain.visits.outings import GRACE
from collectdesk.domain.visits.sheets import RoundStage
from collectdesk.terms_safety import code_word_line, stop_lines
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.fields import PickOne
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.plan.staff_pick import StaffPick
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.visits.preparing import Staff
    from collectdesk.domain.visits.vehicles import Vehicle
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

_BEFORE: Final = (RoundStage.PLANNED, RoundStage.PRINTED, RoundStage.RELEASED)
_ON_THE_ROAD: Final = (RoundStage.RELEASED, RoundStage.OUT)


class RoadCard(Card):
    """Before the team leaves: its driver. On the road: who is to call in by when. ``said`` says what was noted."""

    said = Signal(str)

    def __init__(self, office: Office) -> None:
        speech = office.speech
        super().__init__()
        self.office = office
        self._line: RoundLine | None = None
        self._people: tuple[Staff, ...] = ()
        self._vehicles: tuple[Vehicle, ...] = ()
        self.driver = StaffPick(speech)
        speech.bind(self.driver, self.driver.setAccessibleName, mark("Who drives"))
        self.driver_label = label(speech, mark("Who drives"), "mute")
        self.driver_button = button(speech, mark("Let them drive"), self.name_driver, icon="user-check")
        self.vehicle = PickOne(speech, ())
        speech.bind(self.vehicle, self.vehicle.setAccessibleName, mark("What they drive"))
        self.vehicle_label = label(speech, mark("What they drive"), "mute")
        self.vehicle_button = button(speech, mark("Give them this one"), self.give_vehicle, icon="route")
        self.word = label(None, "", wrap=True)
        set_tone(self.word, "tone", Tone.SPECIAL.value)
        self.list = rows_table(
            speech, mark("Call-in list"), _COLUMNS, lambda stop: stop.visit_id, opens_on_click=False
        )
        self.list.setFixedHeight(104)
        self.called_button = button(
            speech, mark("They have called in"), self.called_in, icon="phone", key="Ctrl+J"
        )
        self.stop = label(None, "", "faint", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self._driver_row = row(self.driver_label, self.driver, self.driver_button)
        self._driver_row.setStretchFactor(self.driver, 1)
        self.add(self._driver_row)
        taken = row(self.vehicle_label, self.vehicle, self.vehicle_button)
        taken.setStretchFactor(self.vehicle, 1)
        self.add(taken)
        for part in (self.word, self.list):
            self.add(part)
        self._foot = row(self.stop, self.called_button)
        self._foot.setStretchFactor(self.stop, 1)
        self.add(self._foot)
        self.add(self.wrong)
        speech.changed.connect(self._write)

    def show_team(self, line: RoundLine | None) -> None:
        """The team in sight."""
        self._line = line
        self.wrong.hide()
        if line is not None and line.stage in _BEFORE and not self._people:
            self.office.run(ListStaff(), owner=self, done=self._take)
        if line is not None and line.stage in _BEFORE:
            self.office.run(ListVehicles(), owner=self, done=self._take_vehicles)
        self._offer()
        self._write()

    def _take(self, people: tuple[Staff, ...]) -> None:
        self._people = tuple(person for person in people if person.drives)
        self._offer()
        self._write()

    def _take_vehicles(self, found: tuple[VehicleLine, ...]) -> None:
        running = tuple(one.vehicle for one in found if one.vehicle.in_service)
        if running != self._vehicles:
            self._vehicles = running
            self.vehicle.offer([(one.id, one.plate) for one in running])
        self._offer()
        self._write()

    def _offer(self) -> None:
        line = self._line
        if line is not None:
            inside = (line.officer_id, line.safety_id)
            self.driver.show_staff([p for p in self._people if p.id not in inside], line.day)
            self.driver.put(line.driver_id or None)
            self.vehicle.put(line.vehicle_id or None)

    def _write(self) -> None:
        line, words = self._line, self.office.words
        if line is None:
            return
        names = line.stage in _BEFORE and bool(self._people) and self.office.may(NameDriver.needs)
        for part in (self.driver, self.driver_label, self.driver_button):
            part.setVisible(names)
        drives = line.stage in _BEFORE and bool(self._vehicles) and self.office.may(GiveVehicle.needs)
        for shown in (self.vehicle, self.vehicle_label, self.vehicle_button):
            shown.setVisible(drives)
        out = line.stage in _ON_THE_ROAD
        self.word.setText(code_word_line(words, line.code_word))
        self.word.setVisible(out and bool(line.code_word))
        self.list.show_rows(line.stops if out else ())
        self.list.setVisible(out)
        self.called_button.setVisible(line.stage is RoundStage.OUT and self.office.may(MarkBack.needs))
        self.stop.setText(
            words.say(
                mark("Stop and leave: {when}."),
                when=("；" if words.is_chinese else "; ").join(stop_lines(words)),
            )
        )
        self.stop.setVisible(out)
        self.setVisible(names or drives or out)

    def name_driver(self) -> None:
        """Keep who drives, or that nobody does."""
        line = self._line
        if line is None:
            return
        deed = NameDriver(line.day, line.officer_id, line.safety_id, str(self.driver.value() or ""))
        noted = self.office.say(
            mark("Noted who drives. A kit printed before names somebody else: print it again.")
        )
        self.office.run(deed, owner=self, done=lambda _none: self.said.emit(noted), failed=self._refused)

    def give_vehicle(self) -> None:
        """Keep what the team drives, or nothing of the register."""
        line = self._line
        if line is None:
            return
        deed = GiveVehicle(line.day, line.officer_id, line.safety_id, str(self.vehicle.value() or ""))
        noted = self.office.say(
            mark("Noted what they drive. A kit printed before names something else: print it again.")
        )
        self.office.run(deed, owner=self, done=lambda _none: self.said.emit(noted), failed=self._refused)

    def called_in(self) -> None:
        """Note that the team has called in after the chosen stop, else after the next one that is due."""
        line = self._line
        if line is None or line.stage is not RoundStage.OUT:
            return
        due = [stop for stop in line.stops if stop.called_in_at is None]
        chosen = self.list.chosen
        stop = chosen if chosen is not None and chosen.called_in_at is None else next(iter(due), None)
        if stop is None:
            return
        noted = self.office.say(mark("Noted: called in after {visit}."), visit=stop.number)
        self.office.run(
            MarkBack(stop.visit_id),
            owner=self,
            done=lambda _none: self.said.emit(noted),
            failed=self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        self.wrong.setText(wording.sentence(self.office.words, error))
        self.wrong.show()


def _called(words: Words, stop: RoundStop) -> Status:
    if stop.called_in_at is not None:
        return Status(words.say(mark("called in {at}"), at=words.clock(stop.called_in_at)), Tone.GOOD)
    assert stop.until is not None
    return Status(words.say(mark("alarm {at}"), at=words.clock(stop.until + GRACE)), Tone.NOTICE)


_COLUMNS: Final[tuple[Column[RoundStop], ...]] = (
    Column(mark("Call in by"), lambda w, stop: w.clock(stop.until) if stop.until else "—", Kind.BOLD,
           sort=lambda stop: stop.planned_at),
    Column(mark("Visit no."), lambda _w, stop: stop.number),
    Column(mark("Customer"), lambda _w, stop: stop.name, stretch=True),
    Column(mark("Called in"), _called, Kind.CHIP),
)  # fmt: skip
