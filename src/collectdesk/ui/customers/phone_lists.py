"""Owns the panel of phone lists: printing one of the rows in the list, and what became of those taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from collectdesk.desk.customers.phone_lists import (
    AccountForList,
    ListFate,
    ListPhoneLists,
    PhoneList,
    PhoneListDesk,
    PrintPhoneList,
    is_missing,
)
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.ui import ask
from collectdesk.ui.casefile.tab import english
from collectdesk.ui.customers.side_panel import SidePanel
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

_TONES = {
    ListFate.OUT: Tone.WARN,
    ListFate.RETURNED: Tone.GOOD,
    ListFate.DESTROYED: Tone.GOOD,
    ListFate.LOST: Tone.DANGER,
}
_ENDS = (ListFate.RETURNED, ListFate.DESTROYED, ListFate.LOST)


class PhoneListPanel(SidePanel):
    """One row is enough for a list on paper."""

    LEAST = 0

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._desk: PhoneListDesk | None = None
        self.show_cards(self._print_card(), self._register_card(), self._fate_card())
        self.speech.changed.connect(self._tell)

    def _print_card(self) -> Card:
        card, form = Card(self.speech, mark("Phone list")), Form(self.speech)
        self.which = label(None, "", "mute", wrap=True)
        form.add(
            "purpose",
            mark("Purpose"),
            TextEdit(self.speech, mark("Calls of the afternoon"), longest=60),
            needed=True,
        )
        form.add("return_by", mark("Back by"), DateEdit(self.speech, lambda: local_day(self.office.desk.now())),
                 hint=mark("Blank is today."))  # fmt: skip
        self.form = form
        self.draft = FormDraft(self.office, "phone_list", form)
        self.print_button = button(self.speech, mark("Print the list …"), self.save, look="primary", key="F2",
                                   icon="printer")  # fmt: skip
        for part in (self.draft, self.which, form):
            card.add(part)
        card.add(row(None, self.close_button(), self.print_button))
        return card

    def _register_card(self) -> Card:
        card = Card(self.speech, mark("Lists taken out"), flush=True)
        columns: tuple[Column[PhoneList], ...] = (
            Column(mark("List no."), lambda _w, p: p.number, Kind.BOLD, firm=True),
            Column(mark("Where it is"), self._state, Kind.CHIP),
            Column(mark("Taken out by"), self._holder, stretch=True),
            Column(mark("Back by"), lambda _w, p: f"{p.return_by:%m-%d}", width=62),
            Column(
                mark("Pages of the list"), lambda w, p: w.number(p.pages), Kind.NUMBER, sort=lambda p: p.pages
            ),
        )
        self.table = rows_table(
            self.speech, mark("Lists taken out"), columns, lambda p: p.id, opens_on_click=False
        )
        self.table.set_empty(
            mark("No list was taken out"), mark("Each list stays here until its pages are back.")
        )
        self.table.setMinimumHeight(190)
        self.table.picked.connect(lambda _list: self._offer())
        card.add(self.table, 1)
        return card

    def _fate_card(self) -> Card:
        self.fate_card = Card(self.speech, mark("What became of the chosen list"))
        self.fate_form = Form(self.speech)
        fates = PickOne(self.speech, [(fate, english(fate)) for fate in _ENDS])
        self.fate_form.add("fate", mark("Its pages"), fates, needed=True)
        self.fate_form.add(
            "why", mark("How it came about"), TextEdit(longest=200), hint=mark("Needed for a lost one.")
        )
        self.fate_draft = FormDraft(self.office, "phone_list_fate", self.fate_form)
        self.settle_button = button(self.speech, mark("Account for it"), self.settle, look="primary")
        self.fate_card.add(self.fate_draft)
        self.fate_card.add(self.fate_form)
        self.fate_card.add(row(None, self.settle_button))
        self.fate_card.hide()
        return self.fate_card

    def _holder(self, _words: Words, kept: PhoneList) -> str:
        return self._desk.people.get(kept.holder_id, "") if self._desk else ""

    def _state(self, words: Words, kept: PhoneList) -> Status:
        missing = is_missing(kept.fate, kept.return_by, local_day(self.office.desk.now()))
        return Status(term(words, kept.fate), Tone.DANGER if missing else _TONES[kept.fate], missing)

    # ---- what is asked

    def begin(self) -> None:
        """Read the register, and put the keyboard into the form."""
        self.load()
        self.draft.about("phone_list")
        self.form.focus("purpose")

    def load(self) -> None:
        """Ask which lists are out."""
        self.office.run(ListPhoneLists(), owner=self, done=self._show, failed=self.warned.emit)

    def choose(self, numbers: Sequence[int]) -> None:
        """The rows that would stand on the list."""
        super().choose(numbers)
        self._tell()

    def _tell(self) -> None:
        words, count = self.office.words, len(self._numbers)
        said = words.plural("{count} customer would stand on it; choose rows with Ctrl or Shift.",
                            "{count} customers would stand on it; choose rows with Ctrl or Shift.", count)  # fmt: skip
        self.which.setText(said)

    def _show(self, desk: PhoneListDesk) -> None:
        self._desk = desk
        self.table.show_rows(desk.lists)
        self._offer()

    def _offer(self) -> None:
        chosen = self.table.chosen
        is_out = chosen is not None and chosen.fate is ListFate.OUT
        self.fate_card.setVisible(is_out)
        if is_out and chosen is not None:
            self.fate_draft.about(chosen.id)

    # ---- deeds

    def save(self) -> None:
        """Print the list where the person wants it."""
        said, words = self.form.read(), self.office.words
        if said is None:
            return
        kinds, title = words.say(mark("PDF documents (*.pdf)")), words.say(mark("Where the list goes"))
        day = said["return_by"] or local_day(self.office.desk.now())
        target = ask.file_to_save(self, title, f"{words.say(mark('Phone list'))}.pdf", kinds)
        if target is None:
            return
        deed = PrintPhoneList(target, self._numbers, said["purpose"], day, words.language)
        self.office.run(
            deed, owner=self, done=self._printed, failed=lambda error: self.refuse(self.form, error)
        )

    def _printed(self, done: Printed) -> None:
        words = self.office.words
        self.draft.done()
        said = mark("{number} is written to {path}. Account for its pages when you are done.")
        self.told.emit(words.say(said, number=done.number, path=str(done.path)))
        self.load()

    def settle(self) -> None:
        """Write down what became of the chosen list."""
        said, chosen = self.fate_form.read(), self.table.chosen
        if said is None or chosen is None:
            return
        deed = AccountForList(chosen.id, said["fate"], said["why"] or "")
        self.office.run(
            deed, owner=self, done=lambda _none: self._settled(chosen),
            failed=lambda error: self.refuse(self.fate_form, error),
        )  # fmt: skip

    def _settled(self, kept: PhoneList) -> None:
        self.fate_draft.done()
        self.told.emit(self.office.say(mark("{number} is accounted for."), number=kept.number))
        self.load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
