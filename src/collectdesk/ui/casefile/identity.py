"""Owns the card of the identity number: masked, whole for a minute once a reason is in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer

from collectdesk.desk.customers.files import CustomerFile
from collectdesk.desk.customers.revealing import RevealIdentity
from collectdesk.domain.people.people import Permission
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.casefile.tab import Tab
    from collectdesk.ui.office import Office

REVEALED_FOR: Final = 60_000
"""Milliseconds an identity number stays whole: long enough to compare it, too short to forget it."""


class IdentityCard(Card):
    """The number, and the form that asks for the reason."""

    def __init__(self, office: Office, tab: Tab) -> None:
        super().__init__(office.speech, mark("Identity number"))
        self._office, self._tab = office, tab
        self._revealed = ""
        self._customer = ""
        self._hides = QTimer(self)
        self._hides.setSingleShot(True)
        self._hides.setInterval(REVEALED_FOR)
        self._hides.timeout.connect(self.hide_identity)
        self.number = label(None, "", "figure")
        self.hint = label(
            office.speech,
            mark("Whole for a minute; the reason goes into the trail, the number never."),
            "faint",
            wrap=True,
        )
        self.reveal = ActForm(office, "", mark("Show the number"), kept_as="reveal")
        self.reveal.setProperty("look", "")
        self.reveal.setContentsMargins(-14, -12, -14, -12)  # a card in a card needs no second margin
        why = TextEdit(office.speech, mark("Why is the whole number needed?"))
        self.reveal.form.add("reason", mark("Reason"), why, needed=True)
        self.reveal.submitted.connect(self._reveal)
        office.leaving.connect(self.hide_identity)
        for part in (self.number, self.hint, self.reveal):
            self.add(part)

    def show_file(self, file: CustomerFile) -> None:
        """Show the customer's number, masked unless it was revealed a moment ago."""
        if file.customer.id != self._customer:
            self._customer = file.customer.id
            self.hide_identity()
        self.number.setText(self._revealed or file.customer.id_no)
        allowed = self._office.may(Permission.REVEAL) and not self._tab.host.is_past
        self.reveal.belongs_to(file.customer.id)
        self.reveal.setVisible(allowed)
        self.hint.setVisible(allowed)

    def _reveal(self, values: dict[str, Any]) -> None:
        self._tab.run(RevealIdentity(self._customer, values["reason"]), self._show, self.reveal.refuse)

    def _show(self, number: str) -> None:
        self._revealed = number
        self.number.setText(number)
        self.reveal.finish()
        self._hides.start()

    def hide_identity(self) -> None:
        """Mask the number again."""
        self._revealed = ""
        self._hides.stop()
        if self._tab.file is not None:
            self.number.setText(self._tab.file.customer.id_no)
