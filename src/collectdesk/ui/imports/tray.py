"""Owns the tray of unmatched money: what waits, and the form that notes which debt it is meant for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from collectdesk.desk.solutions.tray import Designate, ShowTray, Unmatched
from collectdesk.domain.people.people import Permission
from collectdesk.ui import wording
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

COLUMNS: tuple[Column[Unmatched], ...] = (
    Column(mark("Paid on"), lambda w, u: w.date(u.paid_on)),
    Column(
        mark("Amount"), lambda w, u: w.money(u.amount, sign=False), Kind.MONEY, sort=lambda u: u.amount.fen
    ),
    Column(mark("Account"), lambda _w, u: u.account_no, Kind.BOLD),
    Column(mark("Reference"), lambda _w, u: u.reference, Kind.MUTED),
    Column(mark("By way of"), lambda _w, u: u.channel, Kind.MUTED),
    Column(mark("Meant for"), lambda _w, u: f"{u.name} {u.meant_for}".strip(), stretch=True),
    Column(mark("By the word of"), lambda _w, u: u.said_by, Kind.MUTED),
)


class DesignateForm(ActForm):
    """Which debt the chosen money is meant for, and by whose word."""

    def __init__(self, office: Office) -> None:
        super().__init__(
            office, mark("What the chosen money is meant for"), mark("Note it"), kept_as="designate"
        )
        speech = office.speech
        self.form.add("account_no", mark("Account"), TextEdit(speech, mark("Blank takes the note back")))
        self.form.add("said_by", mark("By the word of"), TextEdit(speech, mark("for example: the borrower")))
        self.form.add("note", mark("Note"), TextEdit(speech))


class Tray(Card):
    """``left`` goes back to the register. Nothing here is guessed, and nothing is posted."""

    left = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Unmatched money"), flush=True)
        self._office = office
        speech = office.speech
        told = mark("It came in under accounts that nobody here knows. It waits until core banking posts it.")
        self.about = label(speech, told, "mute", wrap=True)
        self.trouble = label(None, "", "wrong", wrap=True)
        self.trouble.hide()
        self.table: ValueTable[Unmatched] = rows_table(
            speech, mark("Unmatched money"), COLUMNS, lambda u: u.id, opens_on_click=False
        )
        self.table.set_empty(mark("No money waits for its account"), mark("Every payment found its account."))
        self.designate = DesignateForm(office)
        self.head.addWidget(button(speech, mark("Back to the list"), self.left.emit))
        for line in (row(self.about), row(self.trouble)):
            line.setContentsMargins(12, 0, 12, 0)
            self.add(line)
        self.add(self.table, 1)
        self.add(self.designate)
        self.table.picked.connect(self._offer)
        self.designate.submitted.connect(self._note)
        self.designate.hide()

    def ask(self) -> None:
        """Read the tray anew."""
        self.trouble.hide()
        self._office.run(ShowTray(), owner=self, done=self._take, failed=self._say)

    def _take(self, found: tuple[Unmatched, ...]) -> None:
        self.table.show_rows(found)
        self._offer(self.table.chosen)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, chosen: Unmatched | None) -> None:
        self.designate.setVisible(chosen is not None and self._office.may(Permission.WORK_CASES))
        if chosen is not None:
            self.designate.belongs_to(chosen.id)

    def _note(self, values: dict[str, Any]) -> None:
        chosen = self.table.chosen
        if chosen is not None:
            said = (values[name] or "" for name in ("account_no", "said_by", "note"))
            self._office.run(
                Designate(chosen.id, *said), owner=self, done=lambda _none: self._noted(),
                failed=self.designate.refuse,
            )  # fmt: skip

    def _noted(self) -> None:
        self.designate.finish()
        self.ask()

    def _say(self, error: BaseException) -> None:
        self.trouble.setText(wording.sentence(self._office.words, error))
        self.trouble.show()
