"""Owns the card of what people asked for: hours, ways, places, agreements, and the zone they live in; and its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from collectdesk.desk.contact.wishing import EndWish, KeepWish, KeepZone
from collectdesk.domain.contact.wishes import AGREED, PLACES, WAYS, Wish, WishKind, clock
from collectdesk.domain.zones import OFFERED, zone_named
from collectdesk.terms import code_term
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.tab import english_code
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit, TimeEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.pipeline import Change
    from collectdesk.ui.office import Office
    from collectdesk.ui.speech import Speech

OWN = "own"
ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Line:
    """A wish, or the zone of somebody, as a row."""

    id: str
    kind: str
    whose: str
    said: str
    wish: Wish | None = None
    zone: str = ""


def lines_of(file: CustomerFile) -> list[Line]:
    """What stands in the file: zones first, then wishes that weren't taken back."""
    names = {each.party.id: each.party.name for each in file.around}
    found = [Line(ZONE, ZONE, "", "", zone=file.customer.time_zone)] if file.customer.time_zone else []
    found += [Line(f"{ZONE}:{each.party.id}", ZONE, each.party.name, "", zone=each.party.time_zone)
              for each in file.around if each.party.time_zone]  # fmt: skip
    found += [Line(wish.id, wish.kind.value, names.get(wish.party_id, ""), wish.proof, wish)
              for wish in file.wishes if wish.ended_on is None]  # fmt: skip
    return found


def _what(words: Words, line: Line, now: datetime) -> str:
    wish = line.wish
    if wish is None:
        name = code_term(words, "zone", line.zone) if line.zone in OFFERED else line.zone
        return words.say(
            mark("{zone}: it is {clock} there"), zone=name, clock=words.clock(now, zone_named(line.zone))
        )
    if wish.from_minute is not None and wish.until_minute is not None:
        return f"{clock(wish.from_minute):%H:%M} – {clock(wish.until_minute):%H:%M}"
    return code_term(words, "wish_value", wish.value) if wish.value else ""


def wishes_table(speech: Speech, now: Callable[[], datetime]) -> ValueTable[Line]:
    """The rows with whose they are; what widens is green, what narrows is amber."""

    def kind(words: Words, line: Line) -> Status:
        widens = line.wish is not None and line.wish.kind in AGREED
        tone = Tone.GOOD if widens else Tone.PLAIN if line.wish is None else Tone.WARN
        return Status(code_term(words, "wish", line.kind), tone)

    columns: tuple[Column[Line], ...] = (
        Column(mark("Wish"), kind, Kind.CHIP),
        Column(mark("What"), lambda w, line: _what(w, line, now()), Kind.BOLD, firm=True),
        Column(mark("Whose"), lambda w, line: line.whose or w.say(mark("The borrower"))),
        Column(mark("Said on"), lambda w, line: w.date(line.wish.said_on) if line.wish else "", Kind.MUTED),
        Column(mark("Proof"), lambda _w, line: line.said, Kind.MUTED, stretch=True),
    )
    table = rows_table(speech, mark("Wishes"), columns, lambda line: line.id, opens_on_click=False)
    table.set_empty(
        mark("No wishes are known"), mark("Hours, ways and places that people asked to be spared.")
    )
    return table


class WishForm(ActForm):
    """Whose wish, of what kind, and what belongs to that kind."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        told = {"wish.value_missing": "way"}
        super().__init__(office, mark("Keep a wish"), mark("Keep the wish"), kept_as="wish", fields_of=told)
        self._today = today
        speech, form = office.speech, self.form
        kinds = [(kind.value, english_code("wish", kind.value)) for kind in WishKind]
        kinds.append((ZONE, english_code("wish", ZONE)))
        form.add("whose", mark("Whose"), PickOne(speech, must=True))
        form.add("kind", mark("Wish"), PickOne(speech, kinds), needed=True)
        form.add("from_at", mark("From"), TimeEdit(speech), hint=mark("In the person's own time."))
        form.add("until_at", mark("Until"), TimeEdit(speech))
        form.add("way", mark("Which way"), PickOne(speech, _offered("wish_value", WAYS)))
        form.add("place", mark("Which place"), PickOne(speech, _offered("wish_value", PLACES)))
        form.add("time_zone", mark("Time zone"), PickOne(speech, _offered("zone", OFFERED)))
        form.add("said_on", mark("Said on"), DateEdit(speech, today))
        proof = TextEdit(speech, mark("Recording, letter, record of a visit …"))
        form.add("proof", mark("Proof"), proof)
        self.defaults = {"whose": OWN}
        form.field("kind").edited.connect(self._suit)
        self._suit()

    def show_file(self, file: CustomerFile) -> None:
        """Offer the people of this file."""
        whose: list[tuple[Any, str]] = [(OWN, mark("The borrower"))]
        whose += [(each.party.id, each.party.name) for each in file.around]
        field = self.form.field("whose")
        chosen = field.value()
        field.offer(whose)
        self.form.put({"whose": chosen or OWN})
        self.belongs_to(file.customer.id)
        self._suit()

    def _suit(self) -> None:
        """Only what the kind asks for."""
        kind = self.form.values()["kind"]
        asked = {
            WishKind.QUIET.value: ("from_at", "until_at"), WishKind.NOT_BY.value: ("way",),
            WishKind.NOT_AT.value: ("place",), ZONE: ("time_zone",),
        }.get(kind, ())  # fmt: skip
        for name in ("from_at", "until_at", "way", "place", "time_zone"):
            self.form.show_line(name, name in asked)
        for name in ("said_on", "proof"):
            self.form.show_line(name, kind != ZONE)

    def deed(self, customer_id: str, values: dict[str, Any]) -> Change[Any]:
        """What the form asks the desk to keep."""
        person = "" if values["whose"] == OWN else values["whose"]
        if values["kind"] == ZONE:
            return KeepZone(customer_id, values["time_zone"] or "", person)
        kind = WishKind(values["kind"])
        value = {WishKind.NOT_BY: values["way"], WishKind.NOT_AT: values["place"]}.get(kind) or ""
        is_quiet = kind is WishKind.QUIET
        return KeepWish(
            customer_id,
            kind,
            values["said_on"] or self._today(),
            value,
            values["from_at"] if is_quiet else None,
            values["until_at"] if is_quiet else None,
            values["proof"] or "",
            person,
        )


def end_deed(customer_id: str, line: Line) -> Change[Any]:
    """Take back a wish, or forget a zone."""
    if line.wish is not None:
        return EndWish(customer_id, line.wish.id)
    return KeepZone(customer_id, "", line.id.partition(":")[2])


def _offered(group: str, codes: Any) -> list[tuple[Any, str]]:
    return [(code, english_code(group, code)) for code in codes]
