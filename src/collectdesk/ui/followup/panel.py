"""Owns one promise or plan: what was agreed, paid and is short, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.solutions.following import PlanLine, PromiseLine
from collectdesk.desk.solutions.solving import DecidePlan, HintPromise, MakePromise, OfferPlan
from collectdesk.desk.solutions.watching import WatchedLine
from collectdesk.domain.people.people import Permission
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseHint
from collectdesk.domain.zones import local_day
from collectdesk.terms_risk import promise_hint
from collectdesk.ui import wording
from collectdesk.ui.followup.lines import Line, Standing, kind_of, state_of
from collectdesk.ui.followup.watch import WatchCard
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Chip
from collectdesk.ui.parts.coach_note import CoachNote
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts, Figures
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.promise_fields import ask_what_shows_it, promise_given
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.ui.office import Office

SHOWN = 6
"""Instalments shown beside the list; the whole plan stands in the customer's file."""


class FollowUpPanel(QWidget):
    """Beside the list. ``file_asked`` carries the customer and which part of the file to open."""

    file_asked = Signal(str, str)
    said = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._line: Line | None = None
        self.watch = WatchCard(office)
        self.watch.done.connect(self.said)
        parts = (self._head(), self._decision(), self.watch, self._promise(), self._schedule())
        self.setLayout(column(*parts, None))
        office.speech.changed.connect(self._write)
        self.setVisible(False)

    def _head(self) -> Card:
        speech = self.office.speech
        self.name, self.about, self.chip = label(None, "", "heading"), label(None, "", "mute"), Chip()
        self.figures, self.facts = Figures(), Facts()
        call = button(speech, mark("Call"), lambda: self._open("log"), icon="phone")
        self.offer_button = button(
            speech, mark("Offer a plan"), lambda: self._open("solutions"), icon="handshake"
        )
        opener = button(speech, mark("Open the file"), lambda: self._open(""), icon="file-text", look="quiet")
        card = Card()
        card.add(row(self.name, self.about, None))
        card.add(row(self.chip, None))
        card.add(self.figures)
        card.add(self.facts)
        card.add(row(call, self.offer_button, opener, None))
        self.offer_button.setVisible(self.office.may(OfferPlan.needs))
        call.setVisible(self.office.may(Permission.WORK_CASES))
        return card

    def _decision(self) -> Card:
        speech = self.office.speech
        self.decision = Card(speech, mark("The plan waits for approval"))
        self.decide_form = Form(speech)
        self.decide_form.add("reason", mark("Reason"), TextEdit(speech, mark("Why yes or why no")))
        self.decide_draft = FormDraft(self.office, "plan_followed", self.decide_form)
        self.decision.add(self.decide_draft)
        self.decision.add(self.decide_form)
        self.decision.add(CoachNote(self.office, "arrangement"))
        self.refuse_button = button(speech, mark("Refuse"), lambda: self.decide(approve=False), icon="x")
        self.approve_button = button(
            speech, mark("Approve"), lambda: self.decide(approve=True), icon="check", look="primary", key="F2"
        )
        self.decision.add(row(None, self.refuse_button, self.approve_button))
        return self.decision

    def _promise(self) -> Card:
        speech = self.office.speech
        self.promising = Card(speech, mark("New promise"))
        form = self.promise_form = Form(speech)
        form.add("amount", mark("Amount (yuan)"), MoneyEdit(), needed=True)
        form.add("due_on", mark("Promised for"), DateEdit(speech, self._today), needed=True)
        ask_what_shows_it(form, speech)
        form.changed.connect(self._hint)
        self.hint = label(None, "", "mute", wrap=True)
        self.promise_button = button(
            speech, mark("Take the promise"), self.promise, icon="handshake", look="primary", key="F2"
        )
        self.promise_draft = FormDraft(self.office, "promise_followed", form)
        self.promising.add(self.promise_draft)
        self.promising.add(form)
        self.promising.add(CoachNote(self.office, "promise"))
        self.promising.add(self.hint)
        self.promising.add(row(None, self.promise_button))
        return self.promising

    def _schedule(self) -> Card:
        self.schedule = Card(self.office.speech, mark("Instalments"))
        self.parts = Facts()
        self.schedule.add(self.parts)
        return self.schedule

    def _today(self) -> date:
        return local_day(self.office.desk.now())

    # ---- showing

    def show_line(self, line: Line | None) -> None:
        """Show this one; what was typed for another one is kept for it."""
        if line is None or self._line is None or line.key != self._line.key:
            self.hint.setText("")
        self._line = line
        for draft in (self.promise_draft, self.decide_draft):
            draft.about(line.key if line else "")
        self.setVisible(line is not None)
        self._write()

    def _write(self) -> None:
        line, words = self._line, self.office.words
        if line is None:
            return
        self.name.setText(line.of.name)
        self.about.setText(f"{line.of.case_no} · {kind_of(words, line)}")
        self.chip.show_status(state_of(words, line))
        short = Tone.DANGER if line.standing is Standing.BROKEN and line.short.fen else Tone.PLAIN
        self.figures.show_facts(
            (
                Fact(words.say(mark("Agreed")), words.money(line.amount)),
                Fact(words.say(mark("Paid")), words.money(line.paid)),
                Fact(words.say(mark("Short")), words.money(line.short), short),
            )
        )
        if isinstance(line.of, PromiseLine):
            self.facts.show_facts(self._of_promise(line.of))
        elif isinstance(line.of, PlanLine):
            self._write_plan(line.of)
        else:
            self._write_watched(line.of)
        self.watch.show_watch(line.of if isinstance(line.of, WatchedLine) else None)
        waits = line.standing is Standing.WAITING
        self.decision.setVisible(waits and self.office.may(DecidePlan.needs))
        may_promise = self.office.may(MakePromise.needs)
        self.promising.setVisible(may_promise and isinstance(line.of, PromiseLine))
        self.schedule.setVisible(line.is_plan)

    def _write_watched(self, line: WatchedLine) -> None:
        """Since when and until when, and what stands out."""
        words = self.office.words
        again = Tone.DANGER if line.overdue.fen else Tone.PLAIN
        self.figures.show_facts((Fact(words.say(mark("Overdue")), words.money(line.overdue), again),))
        told = [
            Fact(words.say(mark("Watched since")), words.date(line.since)),
            Fact(words.say(mark("Watched until")), words.date(line.until_on)),
        ]
        if line.number:
            late = Tone.WARN if line.late else Tone.PLAIN
            told.append(Fact(words.say(mark("Paid after their day")), words.number(line.late), late))
        if line.is_closed:
            told.append(Fact(words.say(mark("Case")), words.say(mark("closed meanwhile"))))
        self.facts.show_facts(told)

    def _of_promise(self, promise: PromiseLine) -> list[Fact]:
        words = self.office.words
        late = promise.days_left < 0
        due = words.date(promise.due_on)
        facts = [
            Fact(words.say(mark("Promised on")), words.date(promise.made_on)),
            Fact(words.say(mark("Promised for")), due, Tone.DANGER if late else Tone.PLAIN),
        ]
        if promise.promised_by:
            facts.append(Fact(words.say(mark("Promised by")), promise.promised_by))
        if promise.money_from:
            facts.append(Fact(words.say(mark("Money from")), promise.money_from))
        if promise.evidence:
            facts.append(Fact(words.say(mark("Shown by")), promise.evidence))
        return facts

    def _write_plan(self, plan: PlanLine) -> None:
        words = self.office.words
        self.facts.show_facts(
            [
                Fact(words.say(mark("Next due")), words.date(plan.check.next_due_on)),
                Fact(words.say(mark("Still to pay")), words.money(plan.check.remaining)),
                Fact(words.say(mark("Offered by")), plan.offered_by),
                Fact(words.say(mark("Because")), plan.reason),
            ]
        )
        parts = plan.schedule.instalments
        missed = set(plan.check.missed)
        shown = [
            Fact(
                words.date(part.due_on),
                words.money(part.due),
                Tone.DANGER
                if part.seq in missed and plan.state is not ArrangementState.SIGNED
                else Tone.PLAIN,
            )
            for part in parts[:SHOWN]
        ]
        self.parts.show_facts(shown)
        more = len(parts) - len(shown)
        self.schedule.say_beside(
            words.say(mark("{count} in all"), count=words.number(len(parts))) if more else ""
        )

    # ---- acting

    def _open(self, part: str) -> None:
        if self._line is not None:
            self.file_asked.emit(self._line.of.customer_id, part)

    def main_act(self) -> None:
        """F2: decide the waiting plan, else take the promise that stands there."""
        if not self.decision.isHidden():
            self.decide(approve=True)
        elif not self.promising.isHidden():
            self.promise()

    def decide(self, *, approve: bool) -> None:
        """Approve or refuse the plan that waits."""
        if self._line is None or not isinstance(self._line.of, PlanLine):
            return
        number, reason = self._line.of.number, self.decide_form.values()["reason"] or ""
        sentence = (
            mark("Plan {number} is approved and runs.") if approve else mark("Plan {number} is refused.")
        )
        self.office.run(
            DecidePlan(self._line.key, approve, reason),
            owner=self,
            done=lambda _state: self._decided(self.office.say(sentence, number=number)),
            failed=self._not_decided,
        )

    def _decided(self, said: str) -> None:
        self.decide_draft.done()
        self.said.emit(said)

    def _not_decided(self, error: BaseException) -> None:
        if not self.decide_form.take_refusal(error):
            self.decide_form.refuse("reason", wording.sentence(self.office.words, error))

    def _hint(self) -> None:
        typed = self.promise_form.values()
        if self._line is None or typed["amount"] is None or typed["due_on"] is None:
            self.hint.setText("")
            return
        deed = HintPromise(self._line.of.case_id, typed["amount"], typed["due_on"], typed["money_from"] or "")
        self.office.run(deed, owner=self, done=self._take_hints, failed=lambda _error: self.hint.setText(""))

    def _take_hints(self, hints: tuple[PromiseHint, ...]) -> None:
        words = self.office.words
        self.hint.setText("\n".join(promise_hint(words, hint) for hint in hints))

    def promise(self) -> None:
        """Take the new promise down; it replaces one that still runs."""
        typed = self.promise_form.read()
        if typed is None or self._line is None:
            return
        said = self.office.say(
            mark("A promise of {amount} for {day} is taken down."),
            amount=self.office.words.money(typed["amount"]),
            day=self.office.words.date(typed["due_on"]),
        )
        self.office.run(
            MakePromise.of(self._line.of.case_id, promise_given(typed)),
            owner=self,
            done=lambda _id: self._promised(said),
            failed=self._not_promised,
        )

    def _promised(self, said: str) -> None:
        self.promise_draft.done()
        self.hint.setText("")
        self.said.emit(said)

    def _not_promised(self, error: BaseException) -> None:
        code = str(getattr(error, "code", ""))
        name = wording.field_of(error) or ("amount" if "amount" in code else "due_on")
        self.promise_form.refuse(name, wording.sentence(self.office.words, error))
