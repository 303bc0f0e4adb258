"""Owns where the branch stands and the table of roads: detours and speeds by distance, changed by a supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.visits.roads import OWN, KeepRoads, RoadBand, ShowRoads
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.plan.ground_form import GroundForm
from collectdesk.ui.settings.section import Section
from collectdesk.ui.settings.travel_areas import TravelAreasCard
from collectdesk.ui.settings.vehicles import VehiclesCard
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.visits.travel import Band, TravelTable
    from collectdesk.ui.office import Office

_LINES: Final = (
    ("up_to_km_0", mark("Nearest: up to km")),
    ("detour_per_mille_0", mark("Nearest: detour ‰")),
    ("km_per_hour_0", mark("Nearest: km/h")),
    ("up_to_km_1", mark("Further: up to km")),
    ("detour_per_mille_1", mark("Further: detour ‰")),
    ("km_per_hour_1", mark("Further: km/h")),
    ("up_to_km_2", mark("Farthest: up to km")),
    ("detour_per_mille_2", mark("Farthest: detour ‰")),
    ("km_per_hour_2", mark("Farthest: km/h")),
)
_NAMES: Final = ("up_to_km", "detour_per_mille", "km_per_hour")
_BANDS: Final = 3
SHIPPED_SOURCES: Final = (
    mark(
        "Short trips bend most: 25 Chinese cities, mean detour 1.324 and higher for short trips (Annals of GIS 2021, "
        "doi 10.1080/19475683.2021.1966503); speed: branch practice, PRIOR"
    ),
    mark(
        "Mean detour 1.324 (doi 10.1080/19475683.2021.1966503), 1.343 in 300 European cities "
        "(doi 10.1177/23998083231168870); with the first 3 km about 26 km/h to a door 10 km away, PRIOR"
    ),
    mark("Country roads bend less; with the kilometres before, about 37 km/h to a door 35 km away, PRIOR"),
)
"""What the shipped table rests on, so that it is read in both languages; a branch's own words stand as typed."""


class RoadsSection(Section):
    """The table in use; below it, for a supervisor, its figures to change and the branch's own door."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._table: TravelTable | None = None
        columns: tuple[Column[Band], ...] = (
            Column(mark("Up to"), lambda w, b: w.say(mark("{km} km"), km=b.up_to // 1000), Kind.BOLD),
            Column(mark("Detour"), lambda _w, b: f"{b.detour_per_mille / 1000:.2f}", Kind.NUMBER,
                   sort=lambda b: b.detour_per_mille),
            Column(mark("Speed"), lambda w, b: w.say(mark("{speed} km an hour"), speed=b.km_per_hour)),
            Column(mark("Rests on"), lambda w, b: w.say(b.source), Kind.MUTED, stretch=True),
        )  # fmt: skip
        self.table = rows_table(
            self.speech, mark("Table of roads"), columns, lambda b: str(b.up_to), opens_on_click=False
        )
        self.table.setFixedHeight(140)
        self.about = label(None, "", "mute", wrap=True)
        listed = Card(self.speech, mark("Roads of the area"))
        listed.add(self.table)
        listed.add(self.about)
        self.areas, self.vehicles = TravelAreasCard(office), VehiclesCard(office)
        for card in (self.areas, self.vehicles):
            card.told.connect(self.tell)
        parts: list[QWidget] = [listed, self.areas]
        self.may_keep = office.may(KeepRoads.needs)
        if self.may_keep:
            parts += [self._figures(), self._door()]
        parts.append(self.vehicles)
        held = QWidget()
        held.setLayout(column(*parts, None, spacing=12))
        self.body.addWidget(scrolled(held), 1)

    def _figures(self) -> Card:
        self.form = Form(self.speech)
        for name, sentence in _LINES:
            self.form.add(name, sentence, TextEdit(longest=5), needed=True)
        self.form.add("parking_minutes", mark("Minutes to park"), TextEdit(longest=2), needed=True)
        said = TextEdit(self.speech, mark("as twenty trips measured in March"))
        self.form.add("source", mark("Rests on"), said, needed=True)
        self.draft = FormDraft(self.office, "roads", self.form, names=("source",))
        self.draft.about("branch")
        card = Card(self.speech, mark("The branch's own figures"))
        card.add(self.draft)
        card.add(self.form)
        keep = button(self.speech, mark("Reckon by these"), self.save, icon="check", look="primary", key="F2")
        card.add(row(None, keep))
        return card

    def _door(self) -> Card:
        self.ground = GroundForm(self.office)
        self.ground.kept.connect(lambda: self.tell(Note(self.office.say(mark("Kept.")), Tone.GOOD)))
        card = Card(self.speech, mark("Where the branch stands"))
        card.add(self.ground)
        self.ground.offer(True)
        return card

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self._table is None or Subject.VISITS in touched:
            self.office.run(ShowRoads(), owner=self, done=self._show)
            self.vehicles.refresh()

    def _show(self, found: TravelTable) -> None:
        first, self._table = self._table is None, found
        self.table.show_rows(found.bands)
        self.areas.show_areas(found.areas)
        if self.may_keep and (first or not self.form.is_begun()):
            bands = found.bands[:_BANDS]
            figures = {
                f"{name}_{at}": str(value)
                for at, band in enumerate(bands)
                for name, value in zip(
                    _NAMES, (band.up_to // 1000, band.detour_per_mille, band.km_per_hour), strict=True
                )
            }
            self.form.put({**figures, "parking_minutes": str(found.parking_minutes)})
        self.retranslate()

    def retranslate(self) -> None:
        if self._table is None:
            return
        words = self.office.words
        own = mark("The branch's own figures. {minutes} minutes to park at each door.")
        shipped = mark("Shipped figures. {minutes} minutes to park at each door.")
        said = own if self._table.id == OWN else shipped
        self.about.setText(words.say(said, minutes=self._table.parking_minutes))

    def save(self) -> None:
        """Put the figures in force."""
        typed = self.form.read() if self.may_keep else None
        if typed is None:
            return
        figures: dict[str, int] = {}
        for name in (*(name for name, _ in _LINES), "parking_minutes"):
            if not str(typed[name]).strip().isdecimal():
                self.form.refuse(name, self.office.say(mark("Enter a whole number.")))
                return
            figures[name] = int(typed[name])
        bands = tuple(RoadBand(*(figures[f"{name}_{at}"] for name in _NAMES)) for at in range(_BANDS))
        deed = KeepRoads(figures["parking_minutes"], bands, typed["source"])
        self.office.run(deed, owner=self, done=lambda _none: self._kept(), failed=self._refused)

    def _kept(self) -> None:
        self.draft.done()
        self.tell(Note(self.office.say(mark("Every plan from now on reckons by these figures.")), Tone.GOOD))

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def focus_first(self) -> None:
        self.table.setFocus()
