"""Owns the People tab: who is around the customer, who can be reached where, and whether they may be now."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from collectdesk.desk.contact.contacting import JudgeCall
from collectdesk.desk.customers.file_parts import PersonView
from collectdesk.desk.customers.files import ContactPoint, CustomerFile
from collectdesk.desk.customers.keeping import (
    Blocked,
    ChangePoint,
    CheckPoint,
    KeepPerson,
    KeepPoint,
    PrintApology,
    WrongPerson,
)
from collectdesk.desk.customers.revealing import RevealContacts, Revealed
from collectdesk.desk.pipeline import Change
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.customers.parties import MayContact
from collectdesk.domain.people.people import Permission
from collectdesk.domain.rules.gate import Judgement
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.zones import OFFERED, zone_named
from collectdesk.terms import code_term
from collectdesk.ui import ask
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.identity import REVEALED_FOR, IdentityCard
from collectdesk.ui.casefile.person_forms import (
    OWN,
    CheckForm,
    NoPlace,
    PersonForm,
    PointForm,
    Side,
    WrongForm,
    read_place,
)
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.casefile.ties import TiesCard
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.call_verdict import CallVerdict, call_line
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

_STANDINGS = {"valid": Tone.GOOD, "invalid": Tone.PLAIN, "blocked": Tone.DANGER}
_MAY = {MayContact.ABOUT_THE_DEBT: Tone.GOOD, MayContact.TO_PASS_ON: Tone.WARN, MayContact.NOT: Tone.DANGER}


def kind_text(words: Words, point: ContactPoint) -> str:
    """What sort of number or address it is."""
    return code_term(words, "point", point.label)


def who_text(words: Words, point: ContactPoint) -> str:
    """Whose it is: the borrower's own, or a related person's with the role."""
    if not point.party:
        return words.say(mark("The borrower"))
    return f"{point.party} · {code_term(words, 'party', point.party_role)}"


def point_text(words: Words, point: ContactPoint) -> str:
    """A contact point in one line, for lists to choose from."""
    who = f"（{point.party}）" if words.is_chinese else f" ({point.party})"
    return f"{kind_text(words, point)} {point.value}{who if point.party else ''}"


def _standing(words: Words, point: ContactPoint) -> Status:
    text = code_term(words, "standing", point.standing)
    return Status(text, _STANDINGS.get(point.standing, Tone.PLAIN), calls=point.standing == "blocked")


def _verified(words: Words, point: ContactPoint) -> str:
    return words.date(point.checked_on) if point.checked_on else "—"


def _may(words: Words, person: PersonView) -> Status:
    text = code_term(words, "may_contact", person.answer.may.value)
    return Status(text, _MAY[person.answer.may], calls=person.answer.may is MayContact.NOT)


def _why(words: Words, person: PersonView) -> str:
    why = code_term(words, "party_why", person.answer.why)
    said = person.party.refused_why if person.answer.why == "refused" else ""
    return f"{why}: {said}" if said else why


POINTS: tuple[Column[ContactPoint], ...] = (
    Column(mark("Kind"), kind_text, Kind.BOLD, firm=True),
    Column(mark("Number or address"), lambda _w, p: p.value, stretch=True),
    Column(mark("Whose"), who_text),
    Column(mark("Source"), lambda w, p: code_term(w, "source", p.source), Kind.MUTED),
    Column(mark("Verified on"), _verified, Kind.MUTED),
    Column(mark("State"), _standing, Kind.CHIP),
)
PEOPLE: tuple[Column[PersonView], ...] = (
    Column(mark("Name"), lambda _w, p: p.party.name, Kind.BOLD, firm=True),
    Column(mark("Role"), lambda w, p: code_term(w, "party", p.party.role.value)),
    Column(mark("Contact"), _may, Kind.CHIP),
    Column(mark("Since when"), lambda w, p: w.date(p.answer.since) if p.answer.since else "—", Kind.MUTED),
    Column(mark("Because"), _why, Kind.MUTED, stretch=True),
)


class PeopleTab(Tab):
    """People above the contact points; at the side what the rules say of the chosen one, or the form of an act."""

    sentence = mark("People")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self._judged: tuple[Judgement, tuple[Window, ...]] | None = None
        self._points: tuple[ContactPoint, ...] = ()
        self._customer = ""
        self._hides = QTimer(self)
        self._hides.setSingleShot(True)
        self._hides.setInterval(REVEALED_FOR)
        self._hides.timeout.connect(self.hide_contacts)
        speech = self.speech
        self.people: ValueTable[PersonView] = rows_table(
            speech, mark("People"), PEOPLE, lambda each: each.party.id, opens_on_click=False
        )
        self.people.set_empty(mark("Nobody else is known"), mark("Guarantors come with the overdue list."))
        self.points: ValueTable[ContactPoint] = rows_table(
            speech, mark("Contact points"), POINTS, lambda point: point.id, opens_on_click=False
        )
        self.points.set_empty(
            mark("No number and no address"),
            mark("They come with the overdue list; add what the customer tells."),
        )
        self.person_form = PersonForm(office, self.today)
        self.point_form = PointForm(office, self.today)
        self.check_form, self.wrong_form = CheckForm(office), WrongForm(office)
        self.identity = IdentityCard(office, self)
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.points.picked.connect(self._picked)
        self.points.opened.connect(lambda _point: self._log())
        self.people.opened.connect(lambda _person: self.change_person())
        self.person_form.submitted.connect(self._keep_person)
        self.point_form.submitted.connect(self._keep_point)
        self.check_form.submitted.connect(self._check)
        self.wrong_form.submitted.connect(self._block)

    def _lay_out(self) -> None:
        speech = self.speech
        self.add_person_button = button(
            speech, mark("Add a person"), self.add_person, icon="plus", look="quiet"
        )
        self.change_person_button = button(
            speech, mark("Change"), self.change_person, icon="pencil", look="quiet"
        )
        self.add_point_button = button(speech, mark("Add"), self.add_point, icon="plus", look="quiet")
        self.change_point_button = button(
            speech, mark("Change"), self.change_point, icon="pencil", look="quiet"
        )
        around = Card(speech, mark("People"), flush=True)
        for made in (self.add_person_button, self.change_person_button):
            around.head.addWidget(made)
        reached = Card(speech, mark("Contact points"), flush=True)
        for made in (self.add_point_button, self.change_point_button):
            reached.head.addWidget(made)
        self.map = TiesCard(self, self.people, reached)
        around.head.insertWidget(around.head.count() - 2, self.map.toggle)
        left = QWidget()
        halves = column(framed(around, self.people, 3), framed(reached, self.points, 5), self.map)
        halves.setStretch(0, 2)
        halves.setStretch(1, 3)
        halves.setStretch(2, 3)
        left.setLayout(halves)
        resting = QWidget()
        resting.setLayout(column(self._call_card(), self._contacts_form(), self.identity, None))
        self.side = Side(resting, self.person_form, self.point_form, self.check_form, self.wrong_form)
        self.lay_beside(left, self.side, (5, 3), 1)

    def _call_card(self) -> Card:
        card, speech = Card(self.speech, mark("Contact now?")), self.speech
        self.verdict = CallVerdict()
        self.about = Facts()
        self.log_here = button(speech, mark("Log a contact"), self._log, icon="phone", key="F2")
        self.check_button = button(
            speech, mark("Verified …"), lambda: self._open(self.check_form), icon="check"
        )
        self.wrong_button = button(
            speech, mark("Wrong person …"), lambda: self._open(self.wrong_form), icon="x"
        )
        self.apology_button = button(speech, mark("Print the apology"), self.print_apology, icon="printer")
        card.add(self.verdict)
        card.add(self.about)
        card.add(row(self.check_button, self.wrong_button, None))
        card.add(row(self.apology_button, None, self.log_here))
        return card

    def _contacts_form(self) -> ActForm:
        """For a case that isn't one's own: names and numbers are hidden until a purpose is given."""
        self.contacts = ActForm(
            self.office, mark("Another's case"), mark("Show names and numbers"), kept_as="reveal_contacts"
        )
        self.whose = label(None, "", "figure")
        self.contacts.form.add(
            "reason",
            mark("Purpose"),
            TextEdit(self.speech, mark("Why do you need them?")),
            needed=True,
            hint=mark("Whole for a minute; that they were seen goes into the trail."),
        )
        self.contacts.add(self.whose)
        self.whose.hide()
        self.contacts.submitted.connect(self._reveal_contacts)
        return self.contacts

    def show_file(self, file: CustomerFile) -> None:
        if file.customer.id != self._customer:
            self._customer = file.customer.id
            self.hide_contacts()
        self.identity.show_file(file)
        self.map.show_file(file)
        self.contacts.belongs_to(file.customer.id)
        self.contacts.setVisible(
            self.office.may(Permission.REVEAL) and not self.host.is_past and file.is_masked
        )
        self.people.show_rows(file.around)
        self.points.show_rows(self._points or file.points)
        allowed = self._may_keep()
        for made in (self.add_person_button, self.add_point_button):
            made.setVisible(allowed)
        self.change_person_button.setVisible(allowed and bool(file.around))
        for form in (self.check_form, self.wrong_form):
            form.belongs_to(file.customer.id)
        self._picked(self.points.chosen)

    def _may_keep(self) -> bool:
        return self.file is not None and not self.host.is_past and self.office.may(Permission.WORK_CASES)

    # ---- may it be used now

    def _picked(self, point: ContactPoint | None) -> None:
        self._judged = None
        self.log_here.setVisible(point is not None and self.may(Permission.WORK_CASES))
        if point is not None and point.kind == "phone" and self.case_id and not self.host.is_past:
            asked = point.id
            self.run(
                JudgeCall(self.case_id, asked),
                lambda found: self._answer(asked, found),
                lambda e: self._fail(asked, e),
            )
        self._speak()

    def _is_chosen(self, point_id: str) -> bool:
        return self.points.chosen is not None and self.points.chosen.id == point_id

    def _answer(self, point_id: str, found: tuple[Judgement, tuple[Window, ...]]) -> None:
        if self._is_chosen(point_id):
            self._judged = found
            self._speak()

    def _fail(self, point_id: str, error: BaseException) -> None:
        if self._is_chosen(point_id):
            self.host.warn(error)

    def _speak(self) -> None:
        point, words = self.points.chosen, self.office.words
        self.verdict.show_verdict("")
        self.about.setVisible(point is not None)
        usable = point is not None and point.standing != "blocked" and self._may_keep()
        for made in (self.check_button, self.wrong_button, self.change_point_button):
            made.setVisible(usable)
        self.apology_button.setVisible(self._pair_id() != "" and self._may_keep())
        if point is None:
            return
        self.about.show_facts([fact for fact in self._about(words, point) if fact.value])
        self.verdict.show_verdict(*self._verdict(words, point))

    def _about(self, words: Words, point: ContactPoint) -> list[Fact]:
        say = words.say
        span = (
            f"{words.date(point.valid_from)} – {words.date(point.valid_until) if point.valid_until else ''}"
        )
        how = code_term(words, "checked_by", point.checked_how) if point.checked_how else ""
        checked = " · ".join(
            part for part in (words.date(point.checked_on) if point.checked_on else "", how) if part
        )
        place = ""
        if point.place is not None:
            lat, lon = (each / 1_000_000 for each in point.place)
            place = f"{lat:.5f}, {lon:.5f} · {code_term(words, 'located_by', point.located_by)}"
        return [
            Fact(kind_text(words, point), point.value),
            Fact(say(mark("Source")), code_term(words, "source", point.source)),
            Fact(say(mark("Their clock")), self._their_clock(words, point)),
            Fact(say(mark("Valid")), span),
            Fact(say(mark("Verification")), checked or say(mark("not yet"))),
            Fact(say(mark("Access")), point.access_note),
            Fact(say(mark("Coordinates")), place),
        ]

    def _their_clock(self, words: Words, point: ContactPoint) -> str:
        """What time it is for whoever lives elsewhere; the lawful hours beside it are by the branch's clock."""
        if self.file is None:
            return ""
        around = {each.party.id: each.party.time_zone for each in self.file.around}
        zone = around.get(point.party_id, "") if point.party_id else self.file.customer.time_zone
        if not zone:
            return ""
        name = code_term(words, "zone", zone) if zone in OFFERED else zone
        return f"{words.clock(self.office.desk.now(), zone_named(zone))} · {name}"

    def _verdict(self, words: Words, point: ContactPoint) -> tuple[str, str, Tone]:
        if self.host.is_past:
            return words.say(mark("Rules are asked for today only.")), "", Tone.PLAIN
        if point.standing == "blocked":
            said = mark("Blocked: this isn't theirs. It is never used for them again.")
            return words.say(said), "", Tone.DANGER
        if point.standing == "invalid":
            return words.say(mark("Not valid any more: nobody is reached here.")), "", Tone.WARN
        if point.kind != "phone":
            return words.say(mark("A visit here is judged when it is planned.")), "", Tone.PLAIN
        if not self.case_id:
            return words.say(mark("No open case: there is no reason to call.")), "", Tone.PLAIN
        if self._judged is None:
            return "", "", Tone.PLAIN
        return call_line(words, *self._judged)

    def _log(self) -> None:
        if self.points.chosen is not None and self.may(Permission.WORK_CASES):
            self.host.open_log(self.points.chosen.id)

    # ---- keeping people and points

    def add_person(self) -> None:
        """A blank form for somebody new."""
        self._open_person(None)

    def change_person(self) -> None:
        """The chosen person's form."""
        if self.people.chosen is not None:
            self._open_person(self.people.chosen)

    def _open_person(self, person: PersonView | None) -> None:
        if self._may_keep() and self.file is not None:
            self.side.show_form(self.person_form)
            self.person_form.show_party(person.party if person else None, self.file.customer.id)

    def add_point(self) -> None:
        """A blank form for another number or address."""
        self._open_point(None)

    def change_point(self) -> None:
        """The chosen number's or address's form."""
        if self.points.chosen is not None:
            self._open_point(self.points.chosen)

    def _open_point(self, point: ContactPoint | None) -> None:
        if self._may_keep() and self.file is not None:
            self.side.show_form(self.point_form)
            self.point_form.show_point(point, self.file)

    def _open(self, form: CheckForm | WrongForm) -> None:
        self.side.show_form(form)
        form.form.focus(next(iter(form.form.values())))

    def _keep_person(self, values: dict[str, Any]) -> None:
        assert self.file is not None
        known = self.person_form.party
        deed = KeepPerson(
            self.file.customer.id, values["role"], values["name"], values["liable"], values["refused_on"],
            values["refused_why"] or "", values["until_on"], values["note"] or "",
            known.id if known else None, known.version if known else None,
        )  # fmt: skip
        said = self.office.say(mark("{name} is kept."), name=values["name"])
        self.run(deed, lambda _id: self._kept(self.person_form, said), self.person_form.refuse)

    def _keep_point(self, values: dict[str, Any]) -> None:
        try:
            place = read_place(values["place"])
        except NoPlace:
            wrong = mark("This is no place on earth, such as 26.123456, 104.654321.")
            self.point_form.refuse_field("place", wrong)
            return
        said = self.office.say(mark("Kept: {reach}."), reach=values["value"])

        def done(_kept: Any) -> None:
            self._kept(self.point_form, said)

        self.run(self._point_deed(values, place), done, self.point_form.refuse)

    def _point_deed(self, values: dict[str, Any], place: tuple[int, int] | None) -> Change[Any]:
        assert self.file is not None
        customer_id, point, (kind, name) = self.file.customer.id, self.point_form.point, values["kind"]
        source, start, end = values["source"], values["valid_from"], values["valid_until"]
        access = values["access_note"] or ""
        if point is not None:
            begins, located = start or point.valid_from, values["located_by"] or ""
            return ChangePoint(customer_id, point.id, name, source, begins, end, access, place, located)
        whose = None if values["whose"] == OWN else values["whose"]
        return KeepPoint(customer_id, kind, name, values["value"], source, whose, start, end, access)

    def _check(self, values: dict[str, Any]) -> None:
        point = self.points.chosen
        if self.file is None or point is None:
            return
        deed = CheckPoint(self.file.customer.id, point.id, values["holds"], values["how"])
        said = self.office.say(mark("Verified: {reach}."), reach=point.value)
        self.run(deed, lambda _none: self._kept(self.check_form, said), self.check_form.refuse)

    def _block(self, values: dict[str, Any]) -> None:
        point = self.points.chosen
        if self.file is None or point is None:
            return
        deed = WrongPerson(self.file.customer.id, point.id, values["note"] or "")
        self.run(deed, self._blocked, self.wrong_form.refuse)

    def _blocked(self, done: Blocked) -> None:
        said = self.office.say(
            mark("Blocked for this person in {files} places; plans changed in {cases} cases. Print the apology now."),
            files=self.office.words.number(done.points), cases=self.office.words.number(done.cases),
        )  # fmt: skip
        self._kept(self.wrong_form, said)

    def _kept(self, form: PersonForm | PointForm | CheckForm | WrongForm, said: str) -> None:
        form.finish()
        self.side.rest()
        self.host.confirm(said)
        self.points.setFocus()

    # ---- the apology

    def _pair_id(self) -> str:
        """The wrong pair that the chosen point holds; empty when it holds none."""
        point = self.points.chosen
        if self.file is None or point is None or point.standing != "blocked":
            return ""
        person = point.party or self.file.customer.name
        return next((p.id for p in self.file.wrong_pairs if (p.value, p.person) == (point.value, person)), "")

    def print_apology(self) -> None:
        """Write the letter where the person wants it."""
        pair_id, words = self._pair_id(), self.office.words
        kinds = words.say(mark("PDF documents (*.pdf)"))
        proposed = f"{words.say(mark('An apology'))}.pdf"
        target = (
            ask.file_to_save(self, words.say(mark("Print the apology")), proposed, kinds) if pair_id else None
        )
        if target is None:
            return

        def printed(done: Printed) -> None:
            self.host.confirm(
                words.say(mark("{number} is written to {path}."), number=done.number, path=str(done.path))
            )

        self.run(PrintApology(target, pair_id, words.language), printed, self.host.warn)

    # ---- another's case

    def _reveal_contacts(self, values: dict[str, str]) -> None:
        self.run(RevealContacts(self._customer, values["reason"]), self._show_contacts, self.contacts.refuse)

    def _show_contacts(self, found: Revealed) -> None:
        self._points = found.points
        self.whose.setText(found.name)
        self.whose.show()
        self.points.show_rows(found.points)
        self.contacts.finish()
        self._hides.start()

    def hide_contacts(self) -> None:
        """Mask another's names and numbers again."""
        self._points = ()
        self._hides.stop()
        self.whose.clear()
        self.whose.hide()
        if self.file is not None:
            self.points.show_rows(self.file.points)

    def focus_first(self) -> None:
        self.points.setFocus()

    def hide_identity(self) -> None:
        """Mask the identity number, and another's names and numbers, again."""
        self.identity.hide_identity()
        self.hide_contacts()
