"""Owns the entering of where the branch stands, asked for once, where the first order is sought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.visits.grounds import KeepGround
from collectdesk.domain.places import Datum
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import column, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office


DATUMS: Final = (
    (Datum.WGS84, mark("GPS (WGS-84)")),
    (Datum.GCJ02, mark("Amap or Tencent (GCJ-02)")),
    (Datum.BD09, mark("Baidu (BD-09)")),
)


class GroundForm(QWidget):
    """Latitude, longitude and what they were read off. ``kept`` once they are."""

    kept = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        speech = office.speech
        self.form = Form(speech)
        self.form.add("lat", mark("Latitude"), TextEdit(speech, mark("as 25.04")), needed=True)
        self.form.add("lon", mark("Longitude"), TextEdit(speech, mark("as 102.71")), needed=True)
        datums = PickOne(speech, DATUMS, must=True)
        self.form.add("datum", mark("Read off"), datums, needed=True)
        self.form.put({"datum": Datum.WGS84})
        self.draft = FormDraft(
            office,
            "ground",
            self.form,
            names=("lat", "lon"),
            blank=lambda: self.form.put({"lat": None, "lon": None}),
        )
        keep = button(speech, mark("The branch stands here"), self.keep, icon="map-pin")
        outer = column(self.draft, self.form, row(None, keep))
        outer.setContentsMargins(12, 0, 12, 6)
        self.setLayout(outer)

    def offer(self, wanted: bool) -> None:
        """Ask, if it is wanted and the person may answer."""
        self.setVisible(wanted and self.office.may(KeepGround.needs))
        if wanted:
            self.draft.about("branch")

    def keep(self) -> None:
        """Keep what is typed; a refusal stands beside its field."""
        typed = self.form.read()
        if typed is None:
            return
        figures = []
        for name in ("lat", "lon"):
            try:
                figures.append(float(typed[name]))
            except ValueError:
                self.form.refuse(name, self.office.say(mark("Enter the figure in degrees, as 25.04.")))
                return
        deed = KeepGround(figures[0], figures[1], typed["datum"])
        self.office.run(deed, owner=self, done=lambda _none: self._kept(), failed=self._refused)

    def _kept(self) -> None:
        self.draft.done()
        self.kept.emit()

    def _refused(self, error: BaseException) -> None:
        from collectdesk.ui import wording

        if not self.form.take_refusal(error):
            self.form.refuse("lat", wording.sentence(self.office.words, error))
