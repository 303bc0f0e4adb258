"""Owns the tab of legal clocks: each term with what began it, its last day, the days left and the clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from collectdesk.desk.rules.clocks import CaseClock, NoteLegalFact, ShowClocks
from collectdesk.domain.contact.legal_clocks import ClockState, FactKind
from collectdesk.domain.people.people import Permission
from collectdesk.terms_clocks import about_text, clause_text, left_text, name_text, since_text
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.holds import product_text
from collectdesk.ui.casefile.tab import Host, Tab, english, framed
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.ui.office import Office

_TONES: Final = {ClockState.ALARM: Tone.WARN, ClockState.OVER: Tone.DANGER, ClockState.MET: Tone.GOOD,
                 ClockState.OPEN: Tone.WARN, ClockState.STILL: Tone.NOTICE}  # fmt: skip


def left_chip(words: Words, shown: CaseClock) -> Status:
    """The days left; what is over calls."""
    state = shown.clock.state
    return Status(left_text(words, shown), _TONES.get(state, Tone.PLAIN), state is ClockState.OVER)


COLUMNS: Final[tuple[Column[CaseClock], ...]] = (
    Column(mark("Term"), name_text, Kind.BOLD),
    Column(mark("What it is about"), about_text),
    Column(mark("Runs from"), since_text, Kind.MUTED, stretch=True),
    Column(mark("Ends"), lambda w, c: w.date(c.clock.ends_on), firm=True),
    Column(mark("Left"), left_chip, Kind.CHIP),
)


class ClocksTab(Tab):
    """The clocks of one customer's case; what the chosen one means stands below them."""

    sentence = mark("Legal clocks")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.table: ValueTable[CaseClock] = rows_table(
            self.speech, mark("Legal clocks"), COLUMNS, lambda c: (c.term.code, c.clock.subject_id, c.about),
            opens_on_click=False,
        )  # fmt: skip
        self.table.set_empty(mark("No term runs"), mark("Terms appear with what is overdue."))
        self.means = label(None, "", "mute", wrap=True)
        self.clause = label(None, "", "faint", wrap=True)
        self.table.picked.connect(self._explain)
        self.note = ActForm(office, mark("What a term hangs on"), mark("Note it"), kept_as="legal_fact")
        form = self.note.form
        kinds = [(kind, english(kind)) for kind in FactKind]
        form.add("kind", mark("What"), PickOne(self.speech, kinds), needed=True)
        self.product = PickOne(self.speech)
        form.add("product_id", mark("Product"), self.product, hint=mark("Blank: the whole debt"))
        form.add("happened_on", mark("On"), DateEdit(self.speech, self.today), needed=True)
        form.add(
            "proof", mark("Proof"), TextEdit(self.speech, mark("What it is and where it lies")), needed=True
        )
        self.note.submitted.connect(self._note)
        card = framed(Card(self.speech, mark("Legal clocks"), flush=True), self.table, 5)
        below = column(self.means, self.clause)
        below.setContentsMargins(12, 4, 12, 8)
        card.add(below)
        left = QWidget()
        left.setLayout(column(card))
        self._side = QWidget()
        self._side.setLayout(column(self.note, None))
        self.lay_beside(left, self._side, (5, 2), 1)

    def show_file(self, file: CustomerFile) -> None:
        self._side.setVisible(self.may(Permission.WORK_CASES))
        if file.case is None:
            self.table.show_rows(())
            return
        self.note.belongs_to(file.case.id)
        words = self.office.words
        self.product.offer(
            [(str(v.product.id), product_text(words, v.product)) for v in file.products if v.product.dpd > 0]
        )
        self.run(ShowClocks(file.case.id), self._show, self.host.warn)

    def _show(self, found: tuple[CaseClock, ...]) -> None:
        self.table.show_rows(found)
        self._explain(self.table.chosen)

    def _explain(self, shown: CaseClock | None) -> None:
        words = self.office.words
        self.means.setText(shown.term.means.text(chinese=words.is_chinese) if shown else "")
        self.clause.setText(clause_text(words, shown) if shown else "")

    def _note(self, values: dict[str, Any]) -> None:
        deed = NoteLegalFact(
            self.case_id, values["kind"], values["happened_on"], values["proof"], values["product_id"] or ""
        )

        def done(_id: str) -> None:
            self.note.finish()
            self.host.confirm(self.office.say(mark("It is noted; the clocks run by it.")))
            self.table.setFocus()

        self.run(deed, done, self.note.refuse)

    def focus_first(self) -> None:
        self.table.setFocus()
