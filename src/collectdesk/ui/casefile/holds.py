"""Owns the Holds tab: what stops collection, since when and until when; place one, end one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.contacting import EndHold, PlaceHold
from collectdesk.desk.files import CustomerFile, Hold
from collectdesk.domain.people import Permission
from collectdesk.terms import code_term
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.tab import Host, Tab, english_code, framed
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

CODES = (
    "dispute", "complaint", "hardship", "illness", "bereavement", "death", "incapacity", "minor", "disaster",
    "bankruptcy", "lawyer", "negotiation", "stop_request",
)  # fmt: skip
"""What a person can place; a running plan places its own."""


class HoldsTab(Tab):
    """All holds, standing ones first, beside the form for a new one."""

    sentence = mark("Holds")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.holds: ValueTable[Hold] = rows_table(
            self.speech, mark("Holds"), self._columns(), lambda hold: hold.id, opens_on_click=False
        )
        self.holds.set_empty(
            mark("Nothing stops collection"), mark("Place a hold for a dispute, an illness, a death …")
        )
        self.end = button(self.speech, mark("End the chosen hold"), self._end, icon="x")
        self.ends_hint = label(self.speech, mark("A supervisor can end a hold before its day."), "faint")
        self.place = ActForm(office, mark("Place a hold"), mark("Place the hold"), kept_as="hold")
        form = self.place.form
        form.add(
            "code",
            mark("Because of"),
            PickOne(self.speech, [(code, english_code("hold", code)) for code in CODES]),
            needed=True,
        )
        form.add(
            "until_on",
            mark("Until"),
            DateEdit(self.speech, self.today),
            hint=mark("Blank leaves it open-ended."),
        )
        form.add(
            "reason",
            mark("Reason"),
            NoteEdit(self.speech, mark("What was said or shown"), lines=3),
            needed=True,
        )
        self.place.submitted.connect(self._place)
        self._lay_out()
        self.holds.picked.connect(lambda _hold: self._offer_end())

    def _columns(self) -> tuple[Column[Hold], ...]:
        return (
            Column(mark("Hold"), lambda w, h: code_term(w, "hold", h.code), Kind.BOLD),
            Column(mark("State"), self._state, Kind.CHIP),
            Column(mark("From"), lambda w, h: w.date(h.from_on)),
            Column(mark("Until"), lambda w, h: w.date(h.ended_on or h.until_on)),
            Column(mark("Reason"), lambda w, h: code_term(w, "why", h.reason), Kind.MUTED, stretch=True),
        )

    def _state(self, words: Words, hold: Hold) -> Status:
        if hold.stands_on(self.today()):
            return Status(words.say(mark("In force")), Tone.SPECIAL, calls=True)
        return Status(words.say(mark("Ended")))

    def _lay_out(self) -> None:
        card = framed(Card(self.speech, mark("Holds"), flush=True), self.holds, 5)
        foot = row(self.ends_hint, None, self.end)
        foot.setContentsMargins(12, 0, 10, 4)
        card.add(foot)
        self._side = QWidget()
        self._side.setLayout(column(self.place, None))
        self.lay_beside(card, self._side, (3, 2), 1)

    def show_file(self, file: CustomerFile) -> None:
        day = self.today()
        self.holds.show_rows(sorted(file.holds, key=lambda hold: not hold.stands_on(day)))
        self.place.belongs_to(file.customer.id)
        self._side.setVisible(self.may(Permission.WORK_CASES))
        self._offer_end()

    def _offer_end(self) -> None:
        hold = self.holds.chosen
        standing = hold is not None and hold.stands_on(self.today())
        allowed = self.may(Permission.END_HOLD)
        self.end.setVisible(standing and allowed)
        self.ends_hint.setVisible(standing and not allowed and self.may(Permission.WORK_CASES))

    def _place(self, values: dict[str, Any]) -> None:
        deed = PlaceHold(self.case_id, values["code"], values["until_on"], values["reason"])
        said = self.office.say(
            mark("Collection stops: {hold}."), hold=code_term(self.office.words, "hold", values["code"])
        )
        self.run(deed, lambda _id: self._done(said), self.place.refuse)

    def _done(self, said: str) -> None:
        self.place.finish()
        self.host.confirm(said)
        self.holds.setFocus()

    def _end(self) -> None:
        hold = self.holds.chosen
        if hold is None:
            return
        said = self.office.say(mark("The hold has ended."))
        self.run(EndHold(self.case_id, hold.id), lambda _none: self.host.confirm(said), self.host.warn)

    def focus_first(self) -> None:
        if self.holds.values.rowCount() or not self._side.isVisible():
            self.holds.setFocus()
        else:
            self.place.form.focus("code")
