"""Owns the second visitor's word on a record: given, awaited, or typed; differences stand side by side."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from collectdesk.desk.paper.second_visitor import SayAsSecond
from collectdesk.domain.paper.records import Findings, RecordState
from collectdesk.domain.paper.seconding import Difference
from collectdesk.terms_records import FIELDS, column_value, field_name, second_line
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.paired_form import PairedForm
from collectdesk.ui.parts.two_sides import TwoSides
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.paper.recording import RecordSheet
    from collectdesk.ui.office import Office

NOTE: Final = "second_note"


class SecondCard(Card):
    """``said`` carries a sentence once a word is in."""

    said = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Second visitor"))
        self._office = office
        self._sheet: RecordSheet | None = None
        self.line = label(None, "", wrap=True)
        self.differences, self.before_heading, self.before = (
            TwoSides(),
            label(None, "", "mute", wrap=True),
            TwoSides(),
        )
        for part in (self.line, self.differences, self.before_heading, self.before):
            self.add(part)
        self._lay_form()
        office.speech.changed.connect(self._write)

    def _lay_form(self) -> None:
        speech = self._office.speech
        self.form = PairedForm(speech)
        names = tuple(FIELDS)
        for at, name in enumerate(names):
            add = self.form.add_beside if at % 2 else self.form.add_pair
            add(name, FIELDS[name], TextEdit(speech, longest=300))
        self.form.add(NOTE, mark("Remark"), TextEdit(speech, longest=300))
        self.draft = FormDraft(self._office, "record_second", self.form)
        self.form.changed.connect(self._fit)
        self.hint = label(
            speech, mark("Type only what the second visitor says otherwise."), "mute", wrap=True
        )
        self.differs = button(speech, mark("Differs in something"), self.open_form, look="quiet")
        self.confirm = button(speech, mark("As it was recorded"), self.give, icon="user-check")
        self.keep = button(speech, mark("Keep the differences"), self.give, look="primary")
        for part in (self.draft, self.hint, self.form):
            self.add(part)
        self.add(row(None, self.differs, self.confirm, self.keep))
        self.form.hide()
        self.hint.hide()

    def show_sheet(self, sheet: RecordSheet) -> None:
        """Show the word on this visit's record."""
        other = self._sheet is None or self._sheet.visit.visit_id != sheet.visit.visit_id
        self._sheet = sheet
        if other:
            self.form.hide()
            self.draft.about(sheet.visit.visit_id if self._may_give() else "")
        self._write()

    def _may_give(self) -> bool:
        sheet, office = self._sheet, self._office
        if sheet is None or sheet.record is None or sheet.second.word is not None:
            return False
        mine = sheet.record.recorded_by == office.actor.id
        waits = sheet.record.state is RecordState.RECORDED
        return waits and not mine and office.may(SayAsSecond.needs)

    def _write(self) -> None:
        sheet, words = self._sheet, self._office.words
        if sheet is None or sheet.record is None:
            return
        found, second = sheet.record.findings, sheet.second
        self.line.setText(self._sentence(sheet))
        told = second.word.differences if second.word else ()
        self.differences.show_sides(
            (words.say(mark("The record says")), words.say(mark("The second visitor says"))),
            [(field_name(words, one.field), column_value(words, one.field, getattr(found, one.field)), one.told)
             for one in told],
        )  # fmt: skip
        changed = [
            (field_name(words, name), column_value(words, name, value), column_value(words, name, _now(found, name)))
            for name, value in second.before.items()
        ]  # fmt: skip
        self.before_heading.setText(
            words.say(
                mark("Typed again {count} times; the last time this changed:"), count=second.typed_again
            )
        )
        self.before_heading.setVisible(bool(changed))
        self.before.show_sides((words.say(mark("Before")), words.say(mark("Now"))), changed)
        for name in FIELDS:
            self.form.field(name).setPlaceholderText(column_value(words, name, getattr(found, name)))
        self._fit()

    def _sentence(self, sheet: RecordSheet) -> str:
        words, second = self._office.words, sheet.second
        said = second_line(words, second.visitor, second.word, second.given_by)
        if second.word is not None:
            return f"{said}\n{second.word.note}" if second.word.note else said
        if not self._may_give():
            return said
        how = (
            words.say(mark("You were there: is it as it was?"))
            if second.by_account
            else words.say(
                mark("Compare the signature on the sheet and what is written on it with this record.")
            )
        )
        return f"{said} {how}" if not words.is_chinese else f"{said}{how}"

    def _fit(self) -> None:
        may, typing = self._may_give(), bool(self._told())
        if self.form.is_begun():
            self.form.setVisible(may)
        opened = may and not self.form.isHidden()
        self.form.setVisible(opened)
        self.hint.setVisible(opened)
        self.differs.setVisible(may and not opened)
        self.confirm.setVisible(may and not typing)
        self.keep.setVisible(may and typing)

    def _told(self) -> tuple[Difference, ...]:
        values = self.form.values()
        return tuple(Difference(name, values[name]) for name in FIELDS if values[name])

    def open_form(self) -> None:
        """Ask for what differs, field by field."""
        self.form.show()
        self._fit()
        self.form.focus("arrived_at")

    def give(self) -> None:
        """Give the word as it stands: confirmed, or with the differences typed."""
        if self._sheet is None or not self._may_give():
            return
        sheet, told = self._sheet, self._told()
        deed = SayAsSecond(sheet.visit.visit_id, told, self.form.values()[NOTE] or "")
        number, words = sheet.visit.visit_no, self._office.words
        said = (
            words.plural(
                "{number}: the second visitor differs in {count} point.",
                "{number}: the second visitor differs in {count} points.",
                len(told),
                number=number,
            )
            if told
            else words.say(mark("{number}: confirmed by the second visitor."), number=number)
        )
        self._office.run(
            deed,
            owner=self,
            done=lambda _way: self._given(said),
            failed=self._refused,
        )

    def _given(self, said: str) -> None:
        self.draft.done()
        self.form.hide()
        self.said.emit(said)

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self._office.troubled.emit(error)


def _now(found: Findings, column: str) -> object:
    """What a column holds now, as the value of its field."""
    from collectdesk.domain.paper.further import plain

    if column == "further":
        return plain(found.further)
    name = "identity" if column == "identity_confirmed" else column
    known = {each.name for each in fields(found)}
    return getattr(found, name) if name in known else ""
