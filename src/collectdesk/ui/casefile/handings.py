"""Owns the tab of a case in other hands: giving it out with its file, and taking it back with what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from collectdesk.desk.solutions.handing_out import HandOut, ListHandings, PrintHandingFile, TakeBack
from collectdesk.domain.solutions.handing import RESULTS, Handing, HandingState, Taker
from collectdesk.terms import term
from collectdesk.ui.casefile.paper_view import PaperView
from collectdesk.ui.casefile.person_forms import Side, SideForm
from collectdesk.ui.casefile.tab import Host, Tab, english, framed
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.ui.office import Office

_TONES: Final = {HandingState.OUT: Tone.NOTICE, HandingState.RETURNED: Tone.GOOD}


def _state(words: Words, shown: Handing) -> Status:
    return Status(term(words, shown.state), _TONES[shown.state])


COLUMNS: tuple[Column[Handing], ...] = (
    Column(mark("Hand-over no."), lambda _w, h: h.number, Kind.BOLD),
    Column(mark("To whom"), lambda w, h: term(w, h.taker)),
    Column(mark("Receiver"), lambda _w, h: h.receiver, Kind.MUTED, stretch=True),
    Column(mark("Out since"), lambda w, h: w.date(h.handed_on)),
    Column(mark("Back by"), lambda w, h: w.date(h.back_by) if h.back_by else "—"),
    Column(mark("State"), _state, Kind.CHIP),
)


class HandForm(SideForm):
    """Who takes the case, what for, until when."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("Give the case out"), mark("Give it out"), "handing")
        speech, form = office.speech, self.form
        form.add("taker", mark("To whom"), PickOne(speech, [(t, english(t)) for t in Taker]), needed=True)
        form.add("receiver", mark("Receiver"), TextEdit(longest=120), needed=True)
        form.add("reference", mark("File number there"), TextEdit(longest=120))
        where = mark("What it is and where it lies")
        form.add("agreement", mark("Entrusting agreement"), TextEdit(speech, where, longest=200))
        form.add("assessment", mark("Impact assessment"), TextEdit(speech, where, longest=200))
        form.add("back_by", mark("Back by"), DateEdit(speech, today))
        form.add("reason", mark("What for"), NoteEdit(speech, lines=2), needed=True)
        form.field("taker").edited.connect(self.suit)
        self.suit()

    def suit(self) -> None:
        """An agency needs an agreement and an assessment; a court has none."""
        for name in ("agreement", "assessment"):
            self.form.show_line(name, self.form.values()["taker"] is Taker.AGENCY)


class BackForm(SideForm):
    """What came of it, and whether the papers are back."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Take the case back"), mark("It is back"), "handing_back")
        speech, form = office.speech, self.form
        form.add("result", mark("What it led to"), PickOne(speech), needed=True)
        form.add("papers_back", mark("All papers back"),
                 Choices(speech, ((True, mark("Yes")), (False, mark("No"))), must=True))  # fmt: skip
        form.add("note", mark("Note"), NoteEdit(speech, lines=3))
        self.defaults = {"papers_back": True}

    def about(self, words: Words, shown: Handing) -> None:
        """Offer what can come from there."""
        self.form.field("result").offer([(each, term(words, each)) for each in RESULTS[shown.taker]])


class HandingsTab(Tab):
    """Every time the case went out at the left, the chosen one or a form at the right."""

    sentence = mark("Handed out")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        speech = self.speech
        self.list: ValueTable[Handing] = rows_table(
            speech, mark("Handed out"), COLUMNS, lambda h: h.id, opens_on_click=False
        )
        self.list.set_empty(
            mark("The case is with the branch"),
            mark(
                "A court, an arbitration or an agency gets it with its file, and gives it back with a slip."
            ),
        )
        self.facts = Facts()
        self.hand, self.back = HandForm(office, self.today), BackForm(office)
        self.print_button = button(speech, mark("Print the hand-over file"), self.print_file, icon="printer")
        self.back_button = button(speech, mark("Take the case back …"), self._open_back, look="primary")
        self._lay_out()
        self.paper = PaperView(self)
        self.list.picked.connect(lambda _one: self._show_chosen())
        self.hand.submitted.connect(self._hand_out)
        self.back.submitted.connect(self._take_back)

    def _lay_out(self) -> None:
        listed = Card(self.speech, mark("Handed out"), flush=True)
        self.new_button = button(
            self.speech, mark("Give the case out …"), self._begin, icon="plus", look="quiet"
        )
        listed.head.addWidget(self.new_button)
        left = QWidget()
        left.setLayout(column(framed(listed, self.list, 5)))
        chosen = Card(self.speech, mark("The chosen one"))
        chosen.add(self.facts)
        chosen.add(row(None, self.print_button, self.back_button))
        self.side = Side(chosen, self.hand, self.back)
        for form in (self.hand, self.back):
            form.left.connect(self.list.setFocus)
        self.lay_beside(left, self.side, (3, 2), 1)

    # ---- showing

    def show_file(self, file: CustomerFile) -> None:
        self.hand.belongs_to(file.customer.id)
        self.back.belongs_to(file.customer.id)
        self.new_button.setVisible(self.may(HandOut.needs))
        self.paper.cover()
        self._show_chosen()
        if self.case_id:
            self.run(ListHandings(self.case_id), self._show, self.host.warn)
        else:
            self._show(())

    def _show(self, found: tuple[Handing, ...]) -> None:
        self.list.show_rows(found)
        if self.list.chosen is None and found:
            self.list.choose(found[0].id)
        is_out = any(each.state is HandingState.OUT for each in found)
        self.new_button.setVisible(self.may(HandOut.needs) and not is_out)
        self._show_chosen()

    def _show_chosen(self) -> None:
        shown, words = self.list.chosen, self.office.words
        is_out = shown is not None and shown.state is HandingState.OUT
        self.print_button.setVisible(shown is not None and self.may(PrintHandingFile.needs))
        self.back_button.setVisible(is_out and self.may(TakeBack.needs))
        if shown is None:
            self.facts.show_facts([])
            return
        papers = {True: words.say(mark("all back")), False: words.say(mark("not all back"))}
        told = [
            Fact(words.say(mark("What for")), shown.reason),
            Fact(words.say(mark("File number there")), shown.reference or "—"),
            Fact(words.say(mark("Entrusting agreement")), shown.agreement or "—"),
            Fact(words.say(mark("Overdue when it went out")), words.money(shown.overdue)),
            Fact(words.say(mark("By")), shown.recorded_by),
        ]
        if shown.result is not None and shown.returned_on is not None:
            told += [
                Fact(words.say(mark("Returned on")), words.date(shown.returned_on)),
                Fact(words.say(mark("What it led to")), term(words, shown.result)),
                Fact(words.say(mark("Papers")), papers[bool(shown.papers_back)],
                     Tone.PLAIN if shown.papers_back else Tone.WARN),
                Fact(words.say(mark("Note")), shown.note or "—"),
            ]  # fmt: skip
        self.facts.show_facts(told)

    def focus_first(self) -> None:
        self.list.setFocus()

    # ---- acts

    def _begin(self) -> None:
        self.hand.suit()
        self.side.show_form(self.hand)
        self.hand.form.focus("taker")

    def _hand_out(self, values: dict[str, Any]) -> None:
        proofs = ("agreement", "assessment") if values["taker"] is Taker.AGENCY else ()
        deed = HandOut(
            self.case_id, values["taker"], values["receiver"] or "", values["reason"] or "", values["back_by"],
            values["reference"] or "", *(values[name] or "" for name in proofs),
        )  # fmt: skip
        said = mark("The case is given out: print its file.")
        self.run(deed, lambda _id: self._finish(self.hand, said), self.hand.refuse)

    def _open_back(self) -> None:
        shown = self.list.chosen
        if shown is not None:
            self.back.about(self.office.words, shown)
            self.back.form.put({**self.back.form.values(), "papers_back": True})
            self.side.show_form(self.back)
            self.back.form.focus("result")

    def _take_back(self, values: dict[str, Any]) -> None:
        shown = self.list.chosen
        if shown is not None:
            deed = TakeBack(shown.id, values["result"], values["papers_back"] is True, values["note"] or "")
            said = mark("The case is back; its next step stands in Today.")
            self.run(deed, lambda _none: self._finish(self.back, said), self.back.refuse)

    def _finish(self, form: SideForm, said: str) -> None:
        form.finish()
        self.side.rest()
        self.host.confirm(self.office.say(said))
        self.list.setFocus()

    def print_file(self) -> None:
        """Look at the hand-over file, and print it."""
        shown, language = self.list.chosen, self.office.words.language
        if shown is not None:
            handing_id = shown.id
            self.paper.make(
                f"{shown.number}.pdf",
                lambda target: PrintHandingFile(target, handing_id, language),
                self.host.warn,
            )
