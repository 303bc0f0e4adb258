"""Owns one planned visit: its facts, the notice to the customer, the kit, and calling it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.visits.order_accepting import PinVisit
from collectdesk.desk.visits.preparing import OpenVisit
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.safety import MarkBack
from collectdesk.desk.visits.visiting import CancelVisit
from collectdesk.domain.people.people import Permission
from collectdesk.domain.visits.visits import VisitState
from collectdesk.terms import term
from collectdesk.terms_asking import suits_line
from collectdesk.terms_safety import incident_line
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Chip
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.plan.columns import crew_of, state_of
from collectdesk.ui.plan.kit_card import KitCard
from collectdesk.ui.plan.telling import Telling
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from collectdesk.desk.visits.preparing import VisitAhead
    from collectdesk.desk.visits.visiting import VisitLine
    from collectdesk.ui.office import Office

OPEN = (VisitState.SCHEDULED, VisitState.KIT_PRINTED)


class VisitPanel(QWidget):
    """Beside the list of planned visits."""

    file_asked = Signal(str)
    sheet_asked = Signal(str)
    said = Signal(str)

    def __init__(self, office: Office, target: Callable[[str], Path]) -> None:
        super().__init__()
        self.office = office
        self._line: VisitLine | None = None
        self._ahead: VisitAhead | None = None
        speech = office.speech
        self.name, self.about, self.chip = label(None, "", "heading"), label(None, "", "mute"), Chip()
        self.facts = Facts()
        self.head = Card()
        self.head.add(row(self.name, self.about, None, self.chip))
        self.head.add(self.facts)
        self.record_button = button(speech, mark("Record the visit"), self._record, icon="clipboard-pen")
        self.pin_button = button(speech, mark("Pin the time"), self.pin, icon="lock", look="quiet")
        opener = button(speech, mark("Open the file"), self._open_file, icon="file-text", look="quiet")
        self.back_button = button(speech, mark("They are back"), self.mark_back, icon="check")
        self.head.add(row(self.record_button, self.back_button, opener, self.pin_button, None))
        self.telling = Telling(office)
        self.telling.told.connect(self.said.emit)
        self.calling_off = self._calling_off()
        self.kit = KitCard(office, target)
        self.setLayout(column(self.head, self.telling, self.kit, self.calling_off, None))
        speech.changed.connect(self._write)

    def _calling_off(self) -> Card:
        speech = self.office.speech
        card = Card(speech, mark("Call the visit off"))
        self.off_form = Form(speech)
        self.off_form.add("reason", mark("Reason"), TextEdit(speech, mark("Why the visit is called off")))
        self.off_button = button(speech, mark("Call off"), self.call_off, icon="x", look="danger")
        self.off_draft = FormDraft(self.office, "visit_called_off", self.off_form)
        card.add(self.off_draft)
        card.add(self.off_form)
        card.add(row(None, self.off_button))
        return card

    def show_visit(self, line: VisitLine | None, known: Sequence[VisitLine] = ()) -> None:
        """Show this visit; its details are read from the desk."""
        if line is None or self._line is None or line.visit_id != self._line.visit_id:
            self._ahead = None
        self._line = line
        self.off_draft.about(line.visit_id if line else "")
        self.setVisible(line is not None)
        self._write()
        if line is not None:
            self.kit.show_visit(line, known)
            self.office.run(OpenVisit(line.visit_id), owner=self, done=self._take)

    def _take(self, ahead: VisitAhead) -> None:
        if self._line is not None and ahead.visit.visit_id == self._line.visit_id:
            self._ahead = ahead
            self.telling.show_visit(ahead)
            self._write()

    def _write(self) -> None:
        line, words = self._line, self.office.words
        if line is None:
            return
        open_still = line.state in OPEN
        self.name.setText(line.name)
        self.about.setText(line.visit_no)
        self.chip.show_status(state_of(words, line))
        self.record_button.setVisible(
            self.office.may(Permission.RECORD_VISIT) and line.state in (*OPEN, VisitState.SENT_BACK)
        )
        self.back_button.setVisible(
            self.office.may(MarkBack.needs) and line.state is VisitState.KIT_PRINTED and line.back_at is None
        )
        self.pin_button.setVisible(self.office.may(PinVisit.needs) and line.state is VisitState.SCHEDULED)
        self.pin_button.setText(words.say(mark("Let the time go") if line.pinned else mark("Pin the time")))
        self.telling.setVisible(
            self._ahead is not None and self.office.may(Permission.WORK_CASES) and open_still
        )
        self.kit.setVisible(self.office.may(PrintKit.needs) and open_still)
        self.calling_off.setVisible(self.office.may(CancelVisit.needs) and open_still)
        until = words.say(
            mark("{start}, {minutes} minutes"), start=words.instant(line.planned_at), minutes=line.minutes
        )
        facts = [
            Fact(
                words.say(mark("When")),
                words.say(mark("{when} · pinned"), when=until) if line.pinned else until,
            ),
            Fact(words.say(mark("Team")), crew_of(words, line)),
            Fact(words.say(mark("Address")), line.address),
            Fact(words.say(mark("Approach")), term(words, line.approach)),
        ]
        if line.back_at is not None:
            facts.append(Fact(words.say(mark("Back")), words.instant(line.back_at), Tone.GOOD))
        if self._ahead is not None:
            facts += self._told_ahead(self._ahead)
        self.facts.show_facts(facts)

    def _told_ahead(self, ahead: VisitAhead) -> list[Fact]:
        words = self.office.words
        facts = [
            Fact(words.say(mark("Overdue")), f"{words.money(ahead.overdue)} · {words.days(ahead.dpd)}"),
            Fact(words.say(mark("Reason")), term(words, ahead.reason)),
        ]
        suits = suits_line(words, ahead.suits, ahead.preferred)
        if suits:
            facts.append(Fact(words.say(mark("Preferred time")), suits))
        for one in ahead.incidents:
            facts.append(Fact(words.say(mark("What befell")), incident_line(words, one), Tone.DANGER))
        if ahead.caution:
            facts.append(Fact(words.say(mark("Caution")), ahead.caution, Tone.WARN))
        return facts

    def main_act(self) -> None:
        """F2: note the answer while the customer doesn't know, else record the visit."""
        if self._line is None or self._line.state not in OPEN:
            return
        if self.telling.isVisible() and not self.telling.is_told:
            self.telling.note()
        else:
            self._record()

    def mark_back(self) -> None:
        """Note that the team is back, or has called in safe."""
        if self._line is None:
            return
        number = self._line.visit_no
        self.office.run(
            MarkBack(self._line.visit_id),
            owner=self,
            done=lambda _none: self.said.emit(
                self.office.say(mark("The team of {number} is back."), number=number)
            ),
        )

    def pin(self) -> None:
        """Hold the time against any suggested order, or let it go again."""
        line = self._line
        if line is None:
            return
        sentence = mark("The time may be moved again.") if line.pinned else mark("The time is pinned.")
        self.office.run(
            PinVisit(line.visit_id, not line.pinned), owner=self,
            done=lambda _pinned: self.said.emit(self.office.say(sentence)), failed=self.office.troubled.emit,
        )  # fmt: skip

    def call_off(self) -> None:
        """Call the visit off for the reason that stands there."""
        typed = self.off_form.read()
        if typed is None or self._line is None:
            return
        gone = self._line
        self.office.run(
            CancelVisit(gone.visit_id, typed["reason"] or ""),
            owner=self,
            done=lambda _none: self._called_off(gone.visit_no),
            failed=self._not_called_off,
        )

    def _called_off(self, number: str) -> None:
        self.off_draft.done()
        self.said.emit(self.office.say(mark("Visit {number} is called off."), number=number))

    def _not_called_off(self, error: BaseException) -> None:
        if not self.off_form.take_refusal(error):
            self.office.troubled.emit(error)

    def _record(self) -> None:
        if self._line is not None:
            self.sheet_asked.emit(self._line.visit_id)

    def _open_file(self) -> None:
        if self._line is not None:
            self.file_asked.emit(self._line.customer_id)
