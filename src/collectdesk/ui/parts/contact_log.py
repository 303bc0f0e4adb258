"""Owns the quick contact log: what came of a call, in three keys when nobody answered."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy

from collectdesk.desk.contact.contacting import JudgeCall, LogContact
from collectdesk.desk.solutions.solving import HintPromise, PromiseGiven
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms import code_term
from collectdesk.terms_risk import promise_hint
from collectdesk.terms_rules import citation_line, remedy_sentence, windows_line
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.choices import Choices, Flow
from collectdesk.ui.parts.coach_note import CoachNote
from collectdesk.ui.parts.contact_fields import KIND_OF, REACHED, WAYS, Beside, Outcomes
from collectdesk.ui.parts.contact_proof import Proof
from collectdesk.ui.parts.draft_line import DraftLine
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, PickOne, TextEdit, TimeEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.promise_fields import ask_what_shows_it, promise_given
from collectdesk.ui.parts.script_panel import ScriptPanel
from collectdesk.ui.parts.typed import plain
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.ui.wording import field_of
from collectdesk.ui.wording import sentence as refusal
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collectdesk.desk.contact.contacting import Logged
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.domain.rules.gate import Judgement
    from collectdesk.domain.rules.windows import Window
    from collectdesk.domain.solutions.promises import PromiseHint
    from collectdesk.ui.office import Office

CALL: Final = (Channel.PHONE, Direction.OUTGOING)
NOBODY_TO_CALL: Final = mark("No number is on file")
NOWHERE: Final = mark("Nothing is on file")
NOT_YET: Final = mark("Opening the file…")
NOBODY: Final = mark("Nobody is chosen")
OF_A_PROMISE: Final = ("money_from", "evidence")  # who promised is who was reached


class ContactLog(Card):
    """``saved`` carries the deed and what the desk answered; ``saving`` comes before, when rows are as they
    were.
    """

    saving = Signal()
    saved = Signal(object, object)  # LogContact, Logged

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Log the contact"))
        self._office = office
        self._case_id = ""
        self.draft = DraftLine(office, "contact", self._as_draft, self._take_draft, self.clear)
        self._wanted: Any = None
        self._ready = self._save_asked = False
        self._time_is_own = False
        self._busy = False
        self._filling = False
        self._numbers: Sequence[Any] = ()
        self._judged: tuple[Judgement, tuple[Window, ...]] | None = None
        self._hints: tuple[PromiseHint, ...] = ()
        self._make_fields()
        self._lay_out()
        self._hint_soon = QTimer(self)
        self._hint_soon.setSingleShot(True)
        self._hint_soon.setInterval(250)
        self._hint_soon.timeout.connect(self._ask_hints)
        self._words_soon = QTimer(self)
        self._words_soon.setSingleShot(True)
        self._words_soon.setInterval(250)
        self._words_soon.timeout.connect(self._judge)
        self._clock = QTimer(self)
        self._clock.setInterval(20_000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        office.speech.changed.connect(self._speak_again)
        self.clear()

    # ---- building

    def _make_fields(self) -> None:
        speech = self._office.speech
        self.way = PickOne(speech, WAYS, must=True)
        self.way.setFixedWidth(96)
        self.number = PickOne(speech, must=True)
        self.number.setMinimumContentsLength(5)
        self.number.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reached = Choices(speech, REACHED)
        self.outcome = Outcomes(speech)
        self.amount = MoneyEdit()
        self.due_on = DateEdit(speech, self._today)
        self.note = TextEdit(speech, mark("What was said (optional)"), longest=1000)
        self.day = DateEdit(speech, self._today)
        self.time = TimeEdit(speech)
        self.lawful = Chip()
        self.why_not = label(None, "", "faint", wrap=True)
        self.hints = label(None, "", "faint", wrap=True)
        self.wrong_time = label(None, "", "wrong", wrap=True)
        form = self.form = Form(speech)
        self.by = Beside(self.way, self.number, (mark("Way of contact"), mark("Number")), speech)
        self.promise = Beside(self.amount, self.due_on, (mark("Amount (yuan)"), mark("Promised for")), speech)
        form.add("by", mark("How"), self.by)
        form.add("reached", mark("Reached"), self.reached, needed=True)
        form.add("outcome", mark("Result"), self.outcome, needed=True)
        form.add("promise", mark("Promise"), self.promise)
        ask_what_shows_it(form, speech, OF_A_PROMISE)
        self.proof = Proof(self._office, form)
        form.add("note", mark("Note"), self.note)
        self.proof.changed.connect(self._judge)
        self.way.edited.connect(self._way_changed)
        self.number.edited.connect(self._judge)
        self.reached.edited.connect(self._reached_changed)
        self.outcome.edited.connect(self._outcome_changed)
        for field in (self.amount, self.due_on, form.field("money_from")):
            field.edited.connect(lambda: self._hint_soon.start())  # noqa: PLW0108 - the timer is made below
        self.note.edited.connect(self._words_changed)
        for clock in (self.day, self.time):
            clock.edited.connect(self._time_edited)
            clock.edited.connect(self._typed)
        form.changed.connect(self._typed)

    def _lay_out(self) -> None:
        speech = self._office.speech
        self.lawful.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.head.addWidget(self.lawful)
        self.day.setFixedWidth(122)
        self.time.setFixedWidth(64)
        speech.bind(self.day, self.day.setAccessibleName, mark("Day of the contact"))
        speech.bind(self.time, self.time.setAccessibleName, mark("Time of the contact"))
        self.save_button = button(speech, mark("Log it"), self.save, look="primary", key="Ctrl+Enter")
        foot = Flow()
        at = label(speech, mark("At"), "mute")
        at.setMinimumHeight(self.day.sizeHint().height())
        for part in (at, self.day, self.time, self.save_button):
            foot.addWidget(part)
        self.body.setSpacing(6)
        self.add(self.draft)
        self.add(self.why_not)
        self.add(self.form)
        self.add(self.hints)
        self.add(foot)
        self.add(self.wrong_time)
        self.add(CoachNote(self._office, "contact"))
        self.script = ScriptPanel(self._office)
        self.add(self.script)
        for quiet in (self.why_not, self.hints, self.wrong_time, self.script):
            quiet.hide()

    def _typed(self) -> None:
        if not self._filling:
            self.draft.edited()

    # ---- whose contact

    @property
    def case_id(self) -> str:
        """The case that is logged for; empty when there is none."""
        return self._case_id

    def show_case(self, case_id: str, found: CustomerFile | None) -> None:
        """Log for this case; what was typed for another one is kept for when it is chosen again."""
        if case_id != self._case_id:
            self._case_id = case_id
            self._ready = self._save_asked = False
            self.draft.about(case_id)
            self._numbers = ()
            self._write_numbers()
        if found is not None:
            self._ready = True
            self._offer_numbers(found)
            if self._save_asked:
                self._save_asked = False
                self.save()
        self.setEnabled(bool(case_id))

    def _as_draft(self) -> str:
        if not self.is_begun:
            return ""
        at = [self.day.text(), self.time.text()] if self._time_is_own else None
        kept = {
            "by": plain(self._wanted or self.by.value()), "reached": plain(self.reached.value()),
            "outcome": plain(self.outcome.value()), "amount": self.amount.text(),
            "due_on": self.due_on.text(), "note": self.note.text(), "at": at, **self.proof.as_draft(),
            **{name: self.form.field(name).text() for name in OF_A_PROMISE},
        }  # fmt: skip
        return json.dumps(kept, ensure_ascii=False)

    def _take_draft(self, content: str) -> None:
        draft = json.loads(content)
        (channel, direction), number = draft["by"]
        reached = Reached(draft["reached"]) if draft["reached"] else None
        self._filling = True
        self._wanted = ((Channel(channel), Direction(direction)), number)
        self.reached.put(reached)
        self.outcome.offer(reached)
        self.outcome.put(ContactOutcome(draft["outcome"]) if draft["outcome"] else None)
        self.amount.setText(draft["amount"])
        self.due_on.setText(draft["due_on"])
        self.note.setText(draft["note"])
        for name in OF_A_PROMISE:
            self.form.field(name).setText(draft.get(name, ""))
        self.proof.take_draft(draft)
        if draft["at"] is not None:
            self.day.setText(draft["at"][0])
            self.time.setText(draft["at"][1])
            self._time_is_own = True
        self._filling = False
        self._outcome_changed()
        self._ask_hints()

    @property
    def is_begun(self) -> bool:
        """Whether something stands there that would be missed."""
        typed = self.reached.value() or self.note.value() or self.amount.text() or self.due_on.text()
        return bool(typed) or self.proof.is_begun

    def _offer_numbers(self, found: CustomerFile) -> None:
        # the customer's own numbers first: nobody rings a guarantor because of the order of a list
        self._numbers = sorted(found.points, key=lambda point: bool(point.party))
        if self._wanted is not None:
            self.way.put(self._wanted[0])
        self._choose_number()
        if self._wanted is not None:
            self.by.put(self._wanted)
            self._wanted = None
        self._judge()

    def _way_changed(self) -> None:
        if not self._filling:
            self._choose_number()
            self.proof.suit(self.way.value(), self.reached.value())
            self._judge()

    def _words_changed(self) -> None:
        """What is written to somebody is looked at for what may not be said; what was said is a fact."""
        if not self._filling and (self.way.value() or CALL)[0] is not Channel.PHONE:
            self._words_soon.start()

    def _fitting(self) -> list[Any]:
        """The numbers or addresses that the chosen way goes to."""
        kind = KIND_OF.get((self.way.value() or CALL)[0], "phone")
        return [point for point in self._numbers if point.kind == kind]

    def _choose_number(self) -> None:
        """Offer what the way goes to, and choose the first that may be used."""
        self._write_numbers()
        usable = [point for point in self._fitting() if point.is_usable_on(self._today())]
        if usable and self.number.value() not in {point.id for point in usable}:
            self.number.put(usable[0].id)

    def _write_numbers(self) -> None:
        words = self._office.words
        offered = []
        for point in self._fitting():
            parts = [point.value, code_term(words, "point", point.label)]
            if point.party:
                parts.append(point.party)
            if point.standing != "valid":
                parts.append(code_term(words, "standing", point.standing))
            offered.append((point.id, " · ".join(parts)))
        spoken = KIND_OF.get((self.way.value() or CALL)[0], "phone") == "phone"
        ready = NOBODY_TO_CALL if spoken else NOWHERE
        empty = ready if self._ready else NOT_YET if self._case_id else NOBODY
        self.number.offer(offered or [(None, empty)])

    def clear(self) -> None:
        """A blank log, for a call just made."""
        self._filling = True
        self.form.clear()
        self.way.put(CALL)
        self._write_numbers()
        self.outcome.offer(None)
        self._time_is_own = False
        self._hints = ()
        self._show_judgement(None)
        self._filling = False
        self._tick()
        self._outcome_changed()
        self._say_time("")
        self._show_hints()

    # ---- what depends on what

    def _reached_changed(self) -> None:
        reached = self.reached.value()
        self.outcome.offer(reached)
        if not self._filling and self._ready and (self.way.value() or CALL)[0] is Channel.PHONE:
            self.script.ask(self._case_id, self.number.value(), reached)
        if reached is not None and not self._filling:
            self.outcome.setFocus(Qt.FocusReason.TabFocusReason)

    def _outcome_changed(self) -> None:
        promised = self.outcome.value() is ContactOutcome.PROMISED
        self.form.show_line("outcome", self.reached.value() is not None)
        for name in ("promise", *OF_A_PROMISE):
            self.form.show_line(name, promised)
        self.proof.suit(self.way.value(), self.reached.value())
        if not promised:
            self._hints = ()
        self._show_hints()

    def _time_edited(self) -> None:
        if not self._filling:
            self._time_is_own = True
        self._say_time("")

    def _tick(self) -> None:
        """The time stands at now until somebody says otherwise."""
        if self._time_is_own:
            return
        now = self._now()
        self._filling = True
        self.day.put(now.date())
        self.time.put(now.time())
        self._filling = False

    def _now(self) -> datetime:
        return self._office.desk.now().astimezone(CHINA_TIME)

    def _today(self) -> date:
        return self._now().date()

    # ---- may it be done now

    def _judge(self) -> None:
        point_id, (channel, direction) = self.number.value(), self.way.value() or CALL
        if not self._filling:
            spoken = self._case_id if self._ready and channel is Channel.PHONE else ""
            self.script.ask(spoken, point_id, self.reached.value())
        if self._filling or not self._case_id or not point_id or direction is Direction.INCOMING:
            self._show_judgement(None)
            return
        written = "" if channel is Channel.PHONE else self.note.text()
        asked = JudgeCall(self._case_id, point_id, channel, self.proof.sender_id(), written)

        def judged(answer: tuple[Judgement, tuple[Window, ...]]) -> None:
            now = (self._case_id, self.number.value(), (self.way.value() or CALL)[0])
            if (asked.case_id, asked.point_id, asked.channel) == now:
                self._show_judgement(answer)

        self._office.run(asked, owner=self, done=judged, failed=lambda _error: self._show_judgement(None))

    def _show_judgement(self, answer: tuple[Judgement, tuple[Window, ...]] | None) -> None:
        self._judged = answer
        if answer is None:
            self.lawful.show_status(None)
            self.why_not.hide()
            return
        words, (judgement, windows) = self._office.words, answer
        hours, calls = windows_line(words, windows), (self.way.value() or CALL)[0] is Channel.PHONE
        if judgement.is_lawful:
            said = mark("Lawful now · {hours}") if calls else mark("May be written now · {hours}")
        else:
            said = mark("Not lawful now · {hours}") if calls else mark("Not to be written now · {hours}")
        tone = Tone.GOOD if judgement.is_lawful else Tone.DANGER
        self.lawful.show_status(Status(words.say(said, hours=hours), tone, calls=True))
        reasons = [
            f"{decision.sentence.text(chinese=words.is_chinese)} ({citation_line(words, decision.citation)}) "
            f"{remedy_sentence(words, decision.remedy)}"
            for decision in judgement.refusals
        ]
        self.why_not.setText("\n".join(reasons))
        self.why_not.setVisible(bool(reasons))

    # ---- promises

    def _ask_hints(self) -> None:
        amount, due_on = self.amount.value(), self.due_on.value()
        if amount is None or due_on is None or not self._case_id or amount.fen <= 0 or due_on < self._today():
            self._take_hints(())
            return
        self._office.run(
            HintPromise(self._case_id, amount, due_on, self.form.field("money_from").value() or ""),
            owner=self, done=self._take_hints,
            failed=lambda _error: self._take_hints(()),
        )  # fmt: skip

    def _take_hints(self, hints: tuple[PromiseHint, ...]) -> None:
        self._hints = hints if self.outcome.value() is ContactOutcome.PROMISED else ()
        self._show_hints()

    def _show_hints(self) -> None:
        words = self._office.words
        self.hints.setText("\n".join(promise_hint(words, hint) for hint in self._hints))
        self.hints.setVisible(bool(self._hints))

    # ---- saving

    def focus_log(self) -> None:
        """F2: put the keyboard where logging begins."""
        if self.isEnabled() and self.isVisible():
            self.form.focus("reached")

    def save(self) -> None:
        """Ctrl+Enter: take it down, or say beside the field what is missing."""
        if self._busy or not self._case_id:
            return
        if not self._ready:  # typed faster than the file opened: the number it was made to isn't known yet
            self._save_asked = True
            return
        deed = self._deed()
        if deed is None:
            return
        self._busy = True
        self.save_button.setEnabled(False)
        self.saving.emit()
        self._office.run(
            deed, owner=self, done=lambda logged: self._logged(deed, logged), failed=self._failed
        )

    def _deed(self) -> LogContact | None:
        values = self.form.read()
        if values is None:
            return None
        promise = None
        if values["outcome"] is ContactOutcome.PROMISED:
            promise = self._promise(values)
            if promise is None:
                return None
        at = self._happened_at()
        if at is None:
            return None
        (channel, direction), point_id = values["by"]
        return LogContact(
            self._case_id, channel, at, values["reached"], values["outcome"], direction,
            point_id=point_id, note=values["note"] or "", promise=promise,
            **self.proof.values((channel, direction), values["reached"]),
        )  # fmt: skip

    def _promise(self, values: Mapping[str, Any]) -> PromiseGiven | None:
        amount, due_on = values["promise"]
        if amount is None or due_on is None:
            self.form.refuse("promise", self._office.say(mark("A promise needs its amount and its day.")))
            (self.amount if amount is None else self.due_on).setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return promise_given({"amount": amount, "due_on": due_on, **values}, self._who(values))

    def _who(self, values: Mapping[str, Any]) -> str:
        """Whose number it was, where it wasn't the borrower who promised."""
        others = () if values["reached"] is Reached.DEBTOR else self._numbers
        return next((point.party or "" for point in others if point.id == values["by"][1]), "")

    def _happened_at(self) -> datetime | None:
        now = self._now()
        if not self._time_is_own:
            return now
        day, clock = self.day.value(), self.time.value()
        if day is None or clock is None:
            self._say_time(self._office.say(mark("Enter day and time, such as 2026-03-18 and 09:30.")))
            return None
        at = datetime.combine(day, clock, CHINA_TIME)
        # a time typed to the minute may be a few seconds ahead of the clock: that is now
        return now if now < at <= now + timedelta(minutes=1) else at

    def _logged(self, deed: LogContact, logged: Logged) -> None:
        self._idle()
        self.draft.forget(deed.case_id)
        self.saved.emit(deed, logged)

    def _failed(self, error: BaseException) -> None:
        self._idle()
        text = refusal(self._office.words, error)
        code = str(getattr(error, "code", ""))
        field = "promise" if code.startswith("promise.") else field_of(error)
        if field in self.form.values():
            self.form.refuse(field, text)
            return
        self._say_time(text)
        if field == "happened_at":
            self.time.setFocus(Qt.FocusReason.OtherFocusReason)

    def _idle(self) -> None:
        self._busy = False
        self.save_button.setEnabled(True)

    def _say_time(self, text: str) -> None:
        self.wrong_time.setText(text)
        self.wrong_time.setVisible(bool(text))
        set_tone(self.time, "wrong", bool(text))

    def _speak_again(self) -> None:
        self._write_numbers()
        self._show_judgement(self._judged)
        self._show_hints()
        self._say_time("")
