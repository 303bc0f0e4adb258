"""Owns the keys section: the card with every key, in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.ui.actions import ACTIONS
from collectdesk.ui.keys import KeysCard
from collectdesk.ui.settings.section import Section

if TYPE_CHECKING:
    from collectdesk.ui.office import Office


class KeysSection(Section):
    """The same card that the help shows as its last page."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.card = KeysCard(self.speech, [each for each in ACTIONS if office.may(each.permission)])
        self.card.told.connect(self.said)
        self.body.addWidget(self.card, 1)

    def print_out(self) -> None:
        self.card.print_out()

    def focus_first(self) -> None:
        self.card.table.setFocus()
