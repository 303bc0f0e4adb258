"""Owns the forms of the People tab: a person, a number or address, its verification, and the wrong person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.customers.keeping import CHECKED_BY, LABELS, LOCATED_BY, SOURCES
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.tab import english_code
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.desk.customers.file_parts import Party
    from collectdesk.desk.customers.files import ContactPoint, CustomerFile
    from collectdesk.ui.office import Office

OWN: Final = "own"
"""The customer's own number or address, among whom it may belong to."""
MICRO: Final = 1_000_000


class SideForm(ActForm):
    """A form that takes the side of the tab; ``left`` says that it was closed without being done."""

    left = Signal()

    def __init__(self, office: Office, title: str, verb: str, kept_as: str) -> None:
        super().__init__(office, title, verb, kept_as=kept_as)
        self.add_act(mark("Cancel"), self.leave)

    def begin(self, subject: str, defaults: dict[str, Any]) -> None:
        """Begin with what is known of a subject; what was typed about it before comes back instead."""
        is_same, typed = subject == self.draft.subject, self.has_draft()
        self.defaults = defaults
        self.belongs_to(subject)
        if is_same and not typed:
            self._blank()

    def leave(self) -> None:
        """Close the form; what was typed stays for this customer."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


class PersonForm(SideForm):
    """Somebody around the customer."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("Somebody around the customer"), mark("Keep the person"), "person")
        speech = office.speech
        self.party: Party | None = None
        form = self.form
        roles = [(role, english_code("party", role.value)) for role in PartyRole]
        form.add("role", mark("Role"), PickOne(speech, roles), needed=True)
        form.add("name", mark("Name"), TextEdit(longest=60), needed=True)
        liable = [(True, mark("Yes, owes too")), (False, mark("No"))]
        form.add("liable", mark("Liable"), PickOne(speech, liable), hint=mark("Blank: not known"))
        form.add("until_on", mark("Guarantee ends"), DateEdit(speech, today))
        form.add("refused_on", mark("Asked not to be contacted on"), DateEdit(speech, today))
        form.add("refused_why", mark("What they said"), TextEdit())
        form.add("note", mark("Note"), NoteEdit(speech, lines=2))
        form.field("role").edited.connect(self._suit)
        self._suit()

    def show_party(self, party: Party | None, customer_id: str) -> None:
        """Begin with what is known of somebody, or with a blank."""
        self.party = party
        known = {} if party is None else {
            "role": party.role, "name": party.name, "liable": party.liable, "until_on": party.until_on,
            "refused_on": party.refused_on, "refused_why": party.refused_why or None, "note": party.note or None,
        }  # fmt: skip
        self.begin(f"{customer_id}:{party.id if party else ''}", known)
        self._suit()
        self.form.focus("role" if party is None else "refused_on")

    def _suit(self) -> None:
        """Only what the role asks for."""
        role = self.form.values()["role"]
        self.form.show_line("until_on", role is PartyRole.GUARANTOR)
        self.form.show_line("liable", role in (PartyRole.SPOUSE, PartyRole.GUARANTOR, PartyRole.HEIR))


class PointForm(SideForm):
    """A number or address: a new one, or what is known of one that stands there."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("Number or address"), mark("Keep the contact point"), "point")
        speech = office.speech
        self.point: ContactPoint | None = None
        form = self.form
        kinds = [
            ((kind, name), english_code("point", name)) for kind, names in LABELS.items() for name in names
        ]
        form.add("kind", mark("Kind"), PickOne(speech, kinds), needed=True)
        form.add("whose", mark("Whose"), PickOne(speech, must=True))
        form.add("value", mark("Number or address"), TextEdit(longest=160), needed=True)
        sources = [(source, english_code("source", source)) for source in SOURCES]
        form.add("source", mark("Source"), PickOne(speech, sources), needed=True)
        form.add("valid_from", mark("Valid from"), DateEdit(speech, today))
        form.add("valid_until", mark("Valid until"), DateEdit(speech, today))
        access = TextEdit(speech, mark("The gate closes at 19:00"), longest=120)
        form.add("access_note", mark("Access"), access)
        form.add("place", mark("Coordinates"), TextEdit(speech, mark("latitude, longitude")))
        located = [(way, english_code("located_by", way)) for way in LOCATED_BY]
        form.add("located_by", mark("Obtained"), PickOne(speech, located))
        form.field("kind").edited.connect(self._suit)

    def show_point(self, point: ContactPoint | None, file: CustomerFile) -> None:
        """Begin with what is known of a number or address, or with a blank."""
        self.point = point
        whose: list[tuple[Any, str]] = [(OWN, mark("The borrower"))]
        whose += [(each.party.id, each.party.name) for each in file.around]
        self.form.field("whose").offer(whose)
        known: dict[str, Any] = {"whose": OWN} if point is None else {
            "kind": (point.kind, point.label), "whose": point.party_id or OWN, "value": point.value,
            "source": point.source, "valid_from": point.valid_from, "valid_until": point.valid_until,
            "access_note": point.access_note or None, "place": place_text(point.place),
            "located_by": point.located_by or None,
        }  # fmt: skip
        self.begin(f"{file.customer.id}:{point.id if point else ''}", known)
        for name in (
            "whose",
            "value",
        ):  # which number it is and whose is never changed: that would be another one
            self.form.field(name).widget().setEnabled(point is None)
        self._suit()
        self.form.focus("kind" if point is None else "access_note")

    def _suit(self) -> None:
        kind = self.form.values()["kind"]
        lies = kind is not None and kind[0] == "address"
        self.form.show_line("access_note", lies)
        for name in ("place", "located_by"):
            self.form.show_line(name, lies and self.point is not None)


class CheckForm(SideForm):
    """How somebody verified that a number or address holds, or doesn't."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Verification"), mark("Keep the result"), "check")
        speech = office.speech
        ways = [(way, english_code("checked_by", way)) for way in CHECKED_BY]
        self.form.add("how", mark("How"), PickOne(speech, ways), needed=True)
        holds = [(True, mark("It holds")), (False, mark("Nobody is reached there any more"))]
        self.form.add("holds", mark("Result"), PickOne(speech, holds, must=True))
        self.defaults = {"holds": True}


class WrongForm(SideForm):
    """Says what blocking does before it is done."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Wrong person"), mark("Block for this person"), "wrong_person")
        speech = office.speech
        said = mark(
            "This number or address will never be used for this person again, in any case. What is planned there "
            "is stopped. Others who share it keep it. Afterwards an apology can be printed; it names neither the "
            "debtor nor a debt."
        )
        self.form.add("note", mark("Who was there"), NoteEdit(speech, lines=2))
        self.body.insertWidget(0, label(speech, said, "mute", wrap=True))


class Side(QWidget):
    """Shows the resting cards, or one form in their place; cards that ``fills`` take the whole height."""

    def __init__(self, resting: QWidget, *forms: SideForm, fills: bool = False) -> None:
        super().__init__()
        self._resting, self._forms = resting, forms
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(resting, int(fills))
        for form in forms:
            layout.addWidget(form)
            form.left.connect(self.rest)
        layout.addStretch(int(not fills))
        self.rest()

    def show_form(self, form: SideForm) -> None:
        """One form alone."""
        self._resting.hide()
        for each in self._forms:
            each.setVisible(each is form)

    def rest(self) -> None:
        """The cards again."""
        for form in self._forms:
            form.hide()
        self._resting.show()


def place_text(place: tuple[int, int] | None) -> str | None:
    """Coordinates as people read them."""
    return None if place is None else f"{place[0] / MICRO:.6f}, {place[1] / MICRO:.6f}"


class NoPlace(ValueError):
    """What is typed is no place on earth."""


def read_place(text: str | None) -> tuple[int, int] | None:
    """Latitude and longitude in millionths of a degree; raises NoPlace."""
    if not text:
        return None
    try:
        lat, lon = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError as error:
        raise NoPlace(text) from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise NoPlace(text)
    return round(lat * MICRO), round(lon * MICRO)
