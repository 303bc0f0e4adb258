"""Owns the People tab: who can be reached where, whether they may be called now, and the identity number."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from collectdesk.desk.contacting import JudgeCall
from collectdesk.desk.files import ContactPoint, CustomerFile
from collectdesk.desk.revealing import RevealContacts, Revealed, RevealIdentity
from collectdesk.domain.people import Permission
from collectdesk.domain.rules.gate import Judgement
from collectdesk.domain.rules.windows import Window
from collectdesk.terms import code_term
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.tab import Host, Tab, framed
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

REVEALED_FOR = 60_000
"""Milliseconds an identity number stays whole: long enough to compare it, too short to forget it."""
_STANDINGS = {"valid": Tone.GOOD, "invalid": Tone.PLAIN, "blocked": Tone.DANGER}


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


POINTS: tuple[Column[ContactPoint], ...] = (
    Column(mark("Kind"), kind_text, Kind.BOLD),
    Column(mark("Number or address"), lambda _w, p: p.value, stretch=True),
    Column(mark("Whose"), who_text),
    Column(mark("Source"), lambda w, p: code_term(w, "source", p.source), Kind.MUTED),
    Column(mark("State"), _standing, Kind.CHIP),
)


class PeopleTab(Tab):
    """The contact points beside what the rules say of the chosen one, and the identity number below that."""

    sentence = mark("People")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self._judged: tuple[Judgement, tuple[Window, ...]] | None = None
        self._revealed = ""
        self._points: tuple[ContactPoint, ...] = ()
        self._customer = ""
        self._hides = QTimer(self)
        self._hides.setSingleShot(True)
        self._hides.setInterval(REVEALED_FOR)
        self._hides.timeout.connect(self.hide_identity)
        self.points: ValueTable[ContactPoint] = rows_table(
            self.speech, mark("Contact points"), POINTS, lambda p: p.id, opens_on_click=False
        )
        self.points.set_empty(mark("No number and no address"), mark("The overdue list brings them."))
        self.points.picked.connect(self._picked)
        self.points.opened.connect(lambda _point: self._log())
        self._lay_out()

    def _lay_out(self) -> None:
        listed = framed(Card(self.speech, mark("Contact points"), flush=True), self.points, 5)
        side = QWidget()
        stacked = column(self._call_card(), self._contacts_form(), self._identity_card(), None)
        side.setLayout(stacked)
        self.lay_beside(listed, side, (3, 2), 1)

    def _call_card(self) -> Card:
        card = Card(self.speech, mark("Contact now?"))
        self.verdict = CallVerdict()
        self.about = Facts()
        self.log_here = button(self.speech, mark("Log a contact"), self._log, icon="phone", key="F2")
        card.add(self.verdict)
        card.add(self.about)
        card.add(row(None, self.log_here))
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

    def _identity_card(self) -> Card:
        card = Card(self.speech, mark("Identity number"))
        self.identity = label(None, "", "figure")
        self.hint = label(
            self.speech,
            mark("Whole for a minute; the reason goes into the trail, the number never."),
            "faint",
            wrap=True,
        )
        self.reveal = ActForm(self.office, "", mark("Show the number"), kept_as="reveal")
        self.reveal.setProperty("look", "")
        self.reveal.setContentsMargins(-14, -12, -14, -12)  # a card in a card needs no second margin
        self.reveal.form.add(
            "reason",
            mark("Reason"),
            TextEdit(self.speech, mark("Why is the whole number needed?")),
            needed=True,
        )
        self.reveal.submitted.connect(self._reveal)
        self.office.leaving.connect(self.hide_identity)
        card.add(self.identity)
        card.add(self.hint)
        card.add(self.reveal)
        return card

    def show_file(self, file: CustomerFile) -> None:
        if file.customer.id != self._customer:
            self._customer = file.customer.id
            self.hide_identity()
        self.identity.setText(self._revealed or file.customer.id_no)
        allowed = self.office.may(Permission.REVEAL) and not self.host.is_past
        self.reveal.belongs_to(file.customer.id)
        self.reveal.setVisible(allowed)
        self.hint.setVisible(allowed)
        self.contacts.belongs_to(file.customer.id)
        self.contacts.setVisible(allowed and file.is_masked)
        self.points.show_rows(self._points or file.points)
        self._picked(self.points.chosen)

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
        if point is None:
            return
        self.about.show_facts(
            [
                Fact(kind_text(words, point), point.value),
                Fact(words.say(mark("Valid from")), words.date(point.valid_from)),
                Fact(words.say(mark("Valid until")), words.date(point.valid_until)),
                Fact(words.say(mark("Checked on")), words.date(point.checked_on)),
            ]
        )
        self.verdict.show_verdict(*self._verdict(words, point))

    def _verdict(self, words: Words, point: ContactPoint) -> tuple[str, str, Tone]:
        if self.host.is_past:
            return words.say(mark("Rules are asked for today only.")), "", Tone.PLAIN
        if point.standing == "blocked":
            return (
                words.say(mark("Blocked: this is somebody else's. It is never used again.")),
                "",
                Tone.DANGER,
            )
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

    # ---- the identity number

    def _reveal(self, values: dict[str, str]) -> None:
        self.run(RevealIdentity(self._customer, values["reason"]), self._show_identity, self.reveal.refuse)

    def _show_identity(self, number: str) -> None:
        self._revealed = number
        self.identity.setText(number)
        self.reveal.finish()
        self._hides.start()

    def _reveal_contacts(self, values: dict[str, str]) -> None:
        self.run(RevealContacts(self._customer, values["reason"]), self._show_contacts, self.contacts.refuse)

    def _show_contacts(self, found: Revealed) -> None:
        self._points = found.points
        self.whose.setText(found.name)
        self.whose.show()
        self.points.show_rows(found.points)
        self.contacts.finish()
        self._hides.start()

    def hide_identity(self) -> None:
        """Mask the number, and another's names and numbers, again."""
        self._revealed, self._points = "", ()
        self._hides.stop()
        self.whose.clear()
        self.whose.hide()
        if self.file is not None:
            self.identity.setText(self.file.customer.id_no)
            self.points.show_rows(self.file.points)

    def focus_first(self) -> None:
        self.points.setFocus()
