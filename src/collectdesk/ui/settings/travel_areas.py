"""Owns the named areas with roads of their own: an old town, hills; entered, changed and given up by a supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.desk.visits.roads import DropTravelArea, KeepTravelArea
from collectdesk.domain.places import Datum
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.plan.ground_form import DATUMS
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.visits.travel import TravelArea
    from collectdesk.ui.office import Office

_FIGURES = ("lat", "lon", "reach", "detour_per_mille", "km_per_hour")


class TravelAreasCard(Card):
    """The areas in use; for a supervisor the form beneath. ``told`` says what was kept."""

    told = Signal(object)

    def __init__(self, office: Office) -> None:
        speech = office.speech
        super().__init__(speech, mark("Areas with roads of their own"))
        self.office = office
        columns: tuple[Column[TravelArea], ...] = (
            Column(mark("Area"), lambda _w, one: one.name, Kind.BOLD),
            Column(mark("Its middle"), lambda _w, one: f"{one.centre.lat:.4f}, {one.centre.lon:.4f}", Kind.MUTED),
            Column(mark("Reaches"), lambda w, one: w.say(mark("{km} km"), km=f"{one.reach / 1000:g}")),
            Column(mark("Detour"), lambda _w, one: f"{one.detour_per_mille / 1000:.2f}", Kind.NUMBER,
                   sort=lambda one: one.detour_per_mille),
            Column(mark("Speed"), lambda w, one: w.say(mark("{speed} km an hour"), speed=one.km_per_hour)),
            Column(mark("Rests on"), lambda _w, one: one.source, Kind.MUTED, stretch=True),
        )  # fmt: skip
        self.table = rows_table(
            speech, mark("Areas with roads of their own"), columns, lambda one: one.name, opens_on_click=False
        )
        self.table.set_empty(
            mark("Every road goes by its distance"),
            mark("Where a part of town is slower or more winding, give it figures of its own below."),
        )
        self.table.setFixedHeight(140)
        self.add(self.table)
        self.may_keep = office.may(KeepTravelArea.needs)
        if self.may_keep:
            self._lay_out_form()

    def _lay_out_form(self) -> None:
        speech = self.office.speech
        self.form = Form(speech)
        self.form.add("name", mark("Area"), TextEdit(speech, mark("as old town"), longest=40), needed=True)
        self.form.add("lat", mark("Latitude of its middle"), TextEdit(speech, mark("as 25.04")), needed=True)
        self.form.add(
            "lon", mark("Longitude of its middle"), TextEdit(speech, mark("as 102.71")), needed=True
        )
        self.form.add("datum", mark("Read off"), PickOne(speech, DATUMS, must=True), needed=True)
        self.form.add("reach", mark("Reaches, km around it"), TextEdit(longest=5), needed=True)
        self.form.add("detour_per_mille", mark("Detour ‰"), TextEdit(longest=5), needed=True)
        self.form.add("km_per_hour", mark("km/h"), TextEdit(longest=5), needed=True)
        said = TextEdit(speech, mark("as twenty trips measured in March"))
        self.form.add("source", mark("Rests on"), said, needed=True)
        self.form.put({"datum": Datum.WGS84})
        self._as_put = self.form.as_typed()
        self.draft = FormDraft(self.office, "travel_area", self.form, names=("name", "source"),
                               blank=self._blank)  # fmt: skip
        self.draft.about("branch")
        self.add(self.draft)
        self.add(self.form)
        self.drop_button = button(speech, mark("Give this area up"), self.drop, icon="x", look="quiet")
        keep = button(speech, mark("Keep the area"), self.keep, icon="check")
        self.add(row(None, self.drop_button, keep))
        self.table.picked.connect(self._offer)

    def _blank(self) -> None:
        self.form.put({**dict.fromkeys(("name", "source", *_FIGURES)), "datum": Datum.WGS84})
        self._as_put = self.form.as_typed()

    def show_areas(self, areas: tuple[TravelArea, ...]) -> None:
        """The areas in use."""
        self.table.show_rows(areas)
        if self.may_keep:
            self.drop_button.setVisible(bool(areas))

    def _offer(self, area: TravelArea | None) -> None:
        """The chosen area's figures, to be changed, unless another one is being typed."""
        if area is None or self.form.as_typed() != self._as_put:
            return
        self.form.put(
            {"name": area.name, "lat": f"{area.centre.lat:g}", "lon": f"{area.centre.lon:g}",
             "datum": Datum.WGS84, "reach": f"{area.reach / 1000:g}", "source": area.source,
             "detour_per_mille": str(area.detour_per_mille), "km_per_hour": str(area.km_per_hour)}
        )  # fmt: skip
        self._as_put = self.form.as_typed()

    def keep(self) -> None:
        """Keep the area as typed; a refusal stands beside its field."""
        typed = self.form.read()
        if typed is None:
            return
        figures: dict[str, float] = {}
        for name in _FIGURES:
            try:
                figures[name] = float(typed[name])
            except ValueError:
                self.form.refuse(name, self.office.say(mark("Enter a figure.")))
                return
        deed = KeepTravelArea(
            typed["name"], figures["lat"], figures["lon"], typed["datum"], figures["reach"],
            round(figures["detour_per_mille"]), round(figures["km_per_hour"]), typed["source"],
        )  # fmt: skip
        self.office.run(deed, owner=self, done=lambda _none: self._kept(), failed=self._refused)

    def drop(self) -> None:
        """Give the chosen area up."""
        area = self.table.chosen
        if area is None:
            return
        said = self.office.say(
            mark("{name} is given up: its roads go by the distance again."), name=area.name
        )
        self.office.run(
            DropTravelArea(area.name), owner=self, failed=self._refused,
            done=lambda _none: self.told.emit(Note(said, Tone.GOOD)),
        )  # fmt: skip

    def _kept(self) -> None:
        self.draft.done()
        self.told.emit(
            Note(self.office.say(mark("Every plan from now on reckons by these figures.")), Tone.GOOD)
        )

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.told.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))
