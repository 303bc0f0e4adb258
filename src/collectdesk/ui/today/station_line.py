"""Owns the line above Today on a PC that works for another: whose it is, what is here, when it is due back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.stations.station_parcels import Standing
    from collectdesk.ui.office import Office


class StationLine(QFrame):
    """Out of sight where a PC works for nobody. ``said`` carries a Note."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        from collectdesk.ui.settings.this_station import WayBack

        self._office = office
        self._standing: Standing | None = None
        self.setProperty("look", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = label(None, "", wrap=True)
        self.way_back = WayBack(office, self)
        self.way_back.said.connect(self.said)
        self.bring = button(office.speech, mark("Bring back…"), self.way_back.bring, icon="upload")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.bring)
        self.hide()

    def load(self) -> None:
        """Ask how this PC stands with its master."""
        from collectdesk.desk.stations.station_parcels import ShowStanding

        if self._office.closed and self._office.may(ShowStanding.needs):
            self._office.run(ShowStanding(), owner=self, done=self._show)

    def _show(self, standing: Standing | None) -> None:
        self._standing = standing
        self.retranslate()

    def retranslate(self) -> None:
        """Write it in the language of this moment."""
        from collectdesk.ui.settings.this_station import is_late, works_for

        standing = self._standing
        self.setVisible(standing is not None)
        if standing is None:
            return
        late = is_late(self._office, standing)
        set_tone(self, "tone", (Tone.WARN if late else Tone.NOTICE).value)
        self.text.setText(works_for(self._office.words, standing))
        self.bring.setVisible(standing.is_welcome)
