"""Owns what is kept beyond its term in the archive: the list of customers, and erasing it by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.customers.retaining import EraseExpired, OverLine, RetentionDesk, ShowRetention
from collectdesk.desk.people.staffing import ShowAccounts
from collectdesk.terms import code_term
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.choices import flowing
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.ui.office import Office


def kinds_text(words: Words, line: OverLine) -> str:
    """What is over its term of a customer."""
    named = (code_term(words, "kept", each.judged.kept.value) for each in line.lines)
    return ("、" if words.is_chinese else ", ").join(named)


OVER_COLUMNS: Final[tuple[Column[OverLine], ...]] = (
    Column(mark("Customer"), lambda _w, r: r.name, Kind.BOLD, width=90),
    Column(mark("Customer no."), lambda _w, r: r.customer_no, Kind.MUTED),
    Column(
        mark("Last closed on"), lambda w, r: w.date(r.closed_on) if r.closed_on else "", Kind.MUTED, width=110
    ),
    Column(mark("How many"), lambda w, r: w.number(r.rows), Kind.NUMBER, sort=lambda r: r.rows),
    Column(mark("What is held"), kinds_text, Kind.MUTED, stretch=True),
)


class RetentionPanel(QWidget):
    """What of the chosen customer is over its term, and the form by which two people erase it, or all that is listed.

    ``said`` carries a Note, ``found`` the register anew.
    """

    said = Signal(object)
    found = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.line: OverLine | None = None
        self._all: tuple[OverLine, ...] = ()
        self._backups = 0
        self._asked = False
        speech = office.speech
        self.facts = Facts()
        self.about = label(None, "", "mute", wrap=True)
        self.form = Form(speech)
        self.form.add("reason", mark("Reason"), TextEdit(longest=200), needed=True)
        self.second = add_second(self.form, office)
        self.draft = FormDraft(
            office, "retention", self.form, names=("reason",), blank=lambda: self.form.put({"reason": None})
        )
        self.one = button(speech, mark("Erase of this customer…"), lambda: self.erase(everybody=False))
        self.everybody = button(speech, mark("Erase of everybody listed…"), lambda: self.erase(everybody=True),
                                look="danger")  # fmt: skip
        self.card = Card(speech, mark("Over its term"))
        for part in (self.facts, self.about, self.draft, self.form):
            self.card.add(part)
        self.card.add(flowing(self.one, self.everybody))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.card)
        inside.addStretch(1)

    def load(self) -> None:
        """Ask what is over its term: each closed case is looked through, which takes a while."""
        self.draft.about("retention")
        self.office.run(ShowRetention(), owner=self, done=self._show, failed=self._refused)
        if not self._asked and self.office.may(ShowAccounts.needs):
            self._asked = True
            self.office.run(
                ShowAccounts(),
                owner=self,
                done=lambda people: offer_seconds(self.second, self.office, people),
            )

    def _show(self, desk: RetentionDesk) -> None:
        self._all, self._backups = desk.over, desk.backups
        self.found.emit(desk)
        self.retranslate()

    def show_line(self, line: OverLine | None) -> None:
        self.line = line
        self.retranslate()

    def retranslate(self) -> None:
        words, may = self.office.words, self.office.may(EraseExpired.needs)
        for part in (self.form, self.everybody):
            part.setVisible(may and bool(self._all))
        self.one.setVisible(may and self.line is not None)
        self.facts.show_facts(
            [
                Fact(code_term(words, "kept", each.judged.kept.value), each.term.source)
                for each in self.line.lines
            ]
            if self.line
            else []
        )
        kept = words.plural("{count} backup still holds it until it is removed.",
                            "{count} backups still hold it until they are removed.", self._backups)  # fmt: skip
        said = mark(
            "That somebody was called, visited or promised stays, as do identity, products and payments."
        )
        self.about.setText(f"{words.say(said)} {kept if self._backups else ''}".strip())

    def erase(self, *, everybody: bool) -> None:
        """Ask once more, then erase of the chosen customer or of all that are listed."""
        said = self.form.read()
        chosen = self._all if everybody else ((self.line,) if self.line else ())
        if said is None or not chosen or not self.everybody.isEnabled():
            return
        words = self.office.words
        sure = words.plural("What is over its term of {count} customer is erased for good.",
                            "What is over its term of {count} customers is erased for good.", len(chosen))  # fmt: skip
        if said["second"] and not ask.agrees(
            self, words.say(mark("Erase what is over its term?")), sure, words.say(mark("Erase it")),
            words.say(mark("Keep it")),
        ):  # fmt: skip
            return
        self.everybody.setEnabled(False)
        ids = tuple(each.customer_id for each in chosen)

        def deed_with(second: SecondPerson | None) -> EraseExpired:
            return EraseExpired(ids, str(said["reason"]), second)

        run_for_two(self.office, said, deed_with, owner=self, done=self._done, failed=self._refused)

    def _done(self, rows: int) -> None:
        self.everybody.setEnabled(True)
        self.draft.done()
        self.form.clear()
        words = self.office.words
        said = words.plural("{count} entry was erased.", "{count} entries were erased.", rows)
        self.said.emit(Note(said, Tone.GOOD))
        self.load()

    def _refused(self, error: BaseException) -> None:
        self.everybody.setEnabled(True)
        code = str(getattr(error, "code", ""))
        beside = "second_password" if code in ("store.wrong_password", "store.wait") else "second"
        text = wording.sentence(self.office.words, error)
        if beside == "second_password" or code.startswith("second."):
            self.form.refuse(beside, text)
        elif not self.form.take_refusal(error):
            self.said.emit(Note(text, Tone.DANGER))
