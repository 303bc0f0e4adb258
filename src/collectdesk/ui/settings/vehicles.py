"""Owns the register of vehicles: plate, seats, inspection, own or hired, in service, and what each drove this year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.desk.visits.vehicles import KeepVehicle, ListVehicles, VehicleLine
from collectdesk.domain.zones import local_day
from collectdesk.terms_safety import driven_line, state_of, whose
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.ui.office import Office

_WHOSE = ((False, mark("the branch's own")), (True, mark("hired")))
_STATES = ((True, mark("in service")), (False, mark("out of service")))


class VehiclesCard(Card):
    """The register; for a supervisor the form beneath. ``told`` says what was kept."""

    told = Signal(object)

    def __init__(self, office: Office) -> None:
        speech = office.speech
        super().__init__(speech, mark("Vehicles"))
        self.office = office
        columns: tuple[Column[VehicleLine], ...] = (
            Column(mark("Plate"), lambda _w, one: one.vehicle.plate, Kind.BOLD),
            Column(mark("Seats"), lambda w, one: w.number(one.vehicle.seats), Kind.NUMBER,
                   sort=lambda one: one.vehicle.seats),
            Column(mark("Inspected until"), lambda w, one: w.date(one.vehicle.inspected_until),
                   tone=lambda one: Tone.DANGER if one.vehicle.inspected_until < self._today() else Tone.PLAIN),
            Column(mark("Whose"), lambda w, one: whose(w, one.vehicle)),
            Column(mark("State"), lambda w, one: state_of(w, one.vehicle)),
            Column(mark("This year"), lambda w, one: driven_line(w, one.days_out, one.metres)),
            Column(mark("Note"), lambda _w, one: one.vehicle.note, Kind.MUTED, stretch=True),
        )  # fmt: skip
        self.table = rows_table(
            speech, mark("Vehicles"), columns, lambda one: one.vehicle.id, opens_on_click=False
        )
        self.table.set_empty(
            mark("No register of vehicles is kept"),
            mark("A branch that keeps none needs none. Enter the first one below."),
        )
        self.table.setFixedHeight(140)
        self.add(self.table)
        if office.may(KeepVehicle.needs):
            self._lay_out_form()

    def _today(self) -> date:
        return local_day(self.office.desk.now())

    def _lay_out_form(self) -> None:
        speech = self.office.speech
        self.form = Form(speech)
        self.form.add("plate", mark("Plate"), TextEdit(longest=12), needed=True)
        self.form.add("seats", mark("Seats"), TextEdit(longest=2), needed=True)
        until = DateEdit(speech, lambda: local_day(self.office.desk.now()))
        self.form.add("inspected_until", mark("Inspected until"), until, needed=True)
        self.form.add("is_hired", mark("Whose"), PickOne(speech, _WHOSE, must=True), needed=True)
        self.form.add("in_service", mark("State"), PickOne(speech, _STATES, must=True), needed=True)
        self.form.add("note", mark("Note"), TextEdit(speech, longest=80))
        self._start()
        self.draft = FormDraft(self.office, "vehicle", self.form, names=("plate", "note"), blank=self._blank)
        self.draft.about("branch")
        self.add(self.draft)
        self.add(self.form)
        keep = button(speech, mark("Keep the vehicle"), self.keep, icon="check")
        self.add(row(None, keep))
        self.table.picked.connect(self._offer)

    def _start(self) -> None:
        self.form.put({"seats": "5", "is_hired": False, "in_service": True})
        self._as_put = self.form.as_typed()

    def _blank(self) -> None:
        self.form.put(dict.fromkeys(("plate", "inspected_until", "note")))
        self._start()

    def refresh(self) -> None:
        """Ask again what stands in the register."""
        self.office.run(ListVehicles(), owner=self, done=self.table.show_rows)

    def _offer(self, line: VehicleLine | None) -> None:
        """The chosen vehicle, to be changed, unless another one is being typed."""
        if line is None or self.form.as_typed() != self._as_put:
            return
        one = line.vehicle
        self.form.put(
            {"plate": one.plate, "seats": str(one.seats), "inspected_until": one.inspected_until,
             "is_hired": one.is_hired, "in_service": one.in_service, "note": one.note or None}
        )  # fmt: skip
        self._as_put = self.form.as_typed()

    def keep(self) -> None:
        """Keep the vehicle as typed; a refusal stands beside its field."""
        typed = self.form.read()
        if typed is None:
            return
        if not str(typed["seats"]).strip().isdecimal():
            self.form.refuse("seats", self.office.say(mark("Enter a whole number.")))
            return
        deed = KeepVehicle(
            typed["plate"], int(typed["seats"]), typed["inspected_until"], typed["is_hired"], typed["in_service"],
            typed["note"] or "",
        )  # fmt: skip
        self.office.run(deed, owner=self, done=lambda _id: self._kept(typed["plate"]), failed=self._refused)

    def _kept(self, plate: str) -> None:
        self.draft.done()
        self.refresh()
        said = self.office.say(mark("The register has {plate}."), plate=plate)
        self.told.emit(Note(said, Tone.GOOD))

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.told.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))
