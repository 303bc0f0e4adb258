"""Owns the quick log of a contact: who was reached and what came of it, by digits and Enter, from any screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from collectdesk.desk.contacting import JudgeCall, LogContact, Logged
from collectdesk.desk.solving import HintPromise, MakePromise
from collectdesk.domain.contacts import OUTCOMES, Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.money import Money
from collectdesk.domain.people import Permission
from collectdesk.domain.rules.gate import Judgement
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.terms import term
from collectdesk.terms_rules import citation_line, remedy_sentence, windows_line
from collectdesk.ui import wording
from collectdesk.ui.office import Office
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, NoteEdit, PickOne, TimeEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.speech import Speech
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import ENGLISH, Words, for_language, mark

_CHANNELS = (
    (Channel.PHONE, mark("Phone")),
    (Channel.SMS, mark("Text message")),
    (Channel.WECHAT, mark("WeChat")),
    (Channel.LETTER, mark("Letter")),
)
_DIRECTIONS = ((Direction.OUTGOING, mark("Outgoing")), (Direction.INCOMING, mark("Incoming")))
_NAMED = tuple(Reached)
_FIELDS = {"promise.due_before_made": "due_on", "promise.amount_not_positive": "amount"}


@dataclass(frozen=True, slots=True)
class Reach:
    """A number or address to reach somebody by; ``text`` as people read it."""

    point_id: str
    text: str
    is_phone: bool


@dataclass(frozen=True, slots=True)
class Logging:
    """Whose contact is logged."""

    case_id: str
    name: str
    reaches: tuple[Reach, ...]


def call_line(words: Words, judgement: Judgement, windows: tuple[Window, ...]) -> tuple[str, Tone]:
    """Whether a call is lawful now, and if not why, by which clause, and when it is."""
    hours = words.say(mark("Lawful today: {hours}"), hours=windows_line(words, windows))
    if judgement.is_lawful and not judgement.needing_reason:
        return words.say(mark("May be called now.")) + (
            " " if not words.is_chinese else ""
        ) + hours, Tone.GOOD
    said = []
    for decision in judgement.refusals or judgement.needing_reason:
        clause = citation_line(words, decision.citation)
        sentence = decision.sentence.text(chinese=words.is_chinese)
        remedy = remedy_sentence(words, decision.remedy)
        said.append(
            f"{sentence}（{clause}）{remedy}" if words.is_chinese else f"{sentence} ({clause}) {remedy}"
        )
    head = mark("Not to be called now.") if judgement.refusals else mark("Only with a reason.")
    lines = [words.say(head), *said, *([hours] if windows else [])]
    return "\n".join(lines), Tone.DANGER if judgement.refusals else Tone.WARN


class MomentEdit(QWidget):
    """A day and a time; blank means now."""

    edited = Signal()

    def __init__(self, speech: Speech, today: Callable[[], date]) -> None:
        super().__init__()
        self.day, self.clock = DateEdit(speech, today), TimeEdit(speech)
        speech.bind(self.clock, self.clock.setAccessibleName, mark("Time"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.day, 3)
        layout.addWidget(self.clock, 2)
        self.setFocusProxy(self.day)
        self.day.edited.connect(self.edited)
        self.clock.edited.connect(self.edited)

    def value(self) -> datetime | None:
        day, clock = self.day.value(), self.clock.value()
        return None if day is None or clock is None else datetime.combine(day, clock, CHINA_TIME)

    def put(self, value: Any) -> None:
        local = value.astimezone(CHINA_TIME) if value else None
        self.day.put(local.date() if local else None)
        self.clock.put(time(local.hour, local.minute) if local else None)

    def problem(self) -> str:
        wrong = self.day.problem() or self.clock.problem()
        if wrong:
            return wrong
        half = (self.day.value() is None) != (self.clock.value() is None)
        return mark("Enter both the day and the time, or leave both blank for now.") if half else ""

    def widget(self) -> QWidget:
        return self


class OutcomeField(QWidget):
    """The results that fit the person reached, as chips."""

    edited = Signal()

    def __init__(self, speech: Speech, words_of: Callable[[ContactOutcome], str]) -> None:
        super().__init__()
        self._reached = Reached.NOBODY
        self._sets: dict[Reached, Choices] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for reached, outcomes in OUTCOMES.items():
            offered = Choices(speech, [(each, words_of(each)) for each in outcomes])
            offered.edited.connect(self.edited)
            offered.setVisible(reached is self._reached)
            layout.addWidget(offered)
            self._sets[reached] = offered
        self.setFocusProxy(self._sets[self._reached])

    def follow(self, reached: Reached) -> None:
        """Offer what can come of reaching this person."""
        if reached is self._reached:
            return
        self._reached = reached
        for each, offered in self._sets.items():
            offered.setVisible(each is reached)
        self.setFocusProxy(self._sets[reached])

    def value(self) -> ContactOutcome | None:
        chosen: ContactOutcome | None = self._sets[self._reached].value()
        return chosen

    def put(self, value: Any) -> None:
        for offered in self._sets.values():
            offered.put(value)

    def problem(self) -> str:
        return ""

    def widget(self) -> QWidget:
        return self


class ContactLog(Card):
    """Opened by F2 for one case. ``logged`` carries the Note to show; ``closed`` follows Esc and saving.

    What is typed stays until it is saved, also over Esc: opening it again for the same case shows it.
    """

    logged = Signal(object)
    closed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Log a contact"))
        self._office = office
        self._for: Logging | None = None
        self._saving = False
        self._judgement: tuple[Judgement, tuple[Window, ...]] | None = None
        self.form = Form(office.speech)
        self.advice = label(None, "", "mute", wrap=True)
        self.trouble = label(None, "", "wrong", wrap=True)
        self.trouble.hide()
        self._add_fields()
        self.save = button(office.speech, mark("Record"), self.record, look="primary", key="Enter")
        self.add(self.advice)
        self.add(self.form)
        self.add(self.trouble)
        self.add(
            row(None, button(office.speech, mark("Close"), self.leave, look="quiet", key="Esc"), self.save)
        )
        office.speech.changed.connect(self._speak)
        self.hide()

    def _add_fields(self) -> None:
        speech, form = self._office.speech, self.form
        self.reached = Choices(speech, [(each, _english(each)) for each in _NAMED])
        self.outcome = OutcomeField(speech, _english)
        self.point = PickOne(speech)
        form.add("reached", mark("Reached"), self.reached, needed=True)
        form.add("outcome", mark("Result"), self.outcome, needed=True)
        form.add("amount", mark("Promised (yuan)"), MoneyEdit(), needed=True)
        form.add("due_on", mark("Promised for"), DateEdit(speech, self._today), needed=True)
        form.add("note", mark("Note"), NoteEdit(speech, mark("What was said"), lines=2))
        form.add("point_id", mark("Number"), self.point)
        form.add("channel", mark("Channel"), Choices(speech, _CHANNELS), needed=True)
        form.add("direction", mark("Direction"), Choices(speech, _DIRECTIONS), needed=True)
        form.add("happened_at", mark("When"), MomentEdit(speech, self._today), hint=mark("Blank means now."))
        self.reached.edited.connect(self._follow_reached)
        self.outcome.edited.connect(self._show_promise)
        self.point.edited.connect(self._judge)
        self._show_promise()

    def _today(self) -> date:
        return local_day(self._office.desk.now())

    # ---- opening and leaving

    @property
    def may_be_used(self) -> bool:
        """Whether the person may log contacts at all."""
        return self._office.may(Permission.WORK_CASES)

    def open_for(self, who: Logging, point_id: str = "") -> None:
        """Show the log for a case and put the keyboard on the first question."""
        if self._for is None or self._for.case_id != who.case_id:
            self._clear()
        self._for = who
        self.say_beside(who.name)
        self.point.offer([(each.point_id, each.text) for each in who.reaches])
        wanted = point_id or (
            self.point.value() or next((r.point_id for r in who.reaches if r.is_phone), None)
        )
        self.point.put(wanted)
        self.show()
        self._judge()
        QTimer.singleShot(0, self, lambda: self.form.focus("reached"))

    def leave(self) -> None:
        """Hide the log; what is typed stays for this case."""
        self.hide()
        self.closed.emit()

    def _clear(self) -> None:
        self.form.clear()
        self.form.put({"channel": Channel.PHONE, "direction": Direction.OUTGOING})
        self.trouble.hide()
        self._show_promise()

    def has_draft(self) -> bool:
        """Whether something was typed that isn't saved."""
        values = self.form.values()
        return any(values[name] is not None for name in ("reached", "outcome", "note", "amount", "due_on"))

    # ---- what depends on what

    def _follow_reached(self) -> None:
        reached = self.reached.value()
        if reached is None:
            return
        self.outcome.follow(reached)
        self._show_promise()
        if self.reached.isAncestorOf(self._focused()):
            QTimer.singleShot(0, self, lambda: self.form.focus("outcome"))

    def _focused(self) -> QWidget:
        return self.window().focusWidget() or self

    def _show_promise(self) -> None:
        promised = self.outcome.value() is ContactOutcome.PROMISED
        for name in ("amount", "due_on"):
            self.form.show_line(name, promised)

    # ---- may it be called

    def _judge(self) -> None:
        self._judgement = None
        self.advice.setText("")
        reach = self._reach()
        if self._for is None or reach is None or not reach.is_phone or not self.isVisible():
            return
        asked = (self._for.case_id, reach.point_id)
        self._office.run(
            JudgeCall(*asked),
            owner=self,
            done=lambda found: self._judged(asked, found),
            failed=lambda _error: None,
        )

    def _reach(self) -> Reach | None:
        reaches: Sequence[Reach] = self._for.reaches if self._for else ()
        return next((each for each in reaches if each.point_id == self.point.value()), None)

    def _judged(self, asked: tuple[str, str], found: tuple[Judgement, tuple[Window, ...]]) -> None:
        reach = self._reach()
        if self._for is not None and reach is not None and asked == (self._for.case_id, reach.point_id):
            self._judgement = found
            self._speak()

    def _speak(self) -> None:
        if self._judgement is not None:
            text, tone = call_line(self._office.words, *self._judgement)
            self.advice.setText(text)
            set_tone(self.advice, "tone", tone.value)

    # ---- saving

    def record(self) -> None:
        """Save the contact; the log stays open where something is missing or refused."""
        if self._for is None or self._saving:
            return
        values = self._read()
        if values is None:
            return
        self.trouble.hide()
        self._set_saving(saving=True)
        if values["outcome"] is not ContactOutcome.PROMISED:
            self._log(values)
            return
        # a promise that can't be is refused before anything is written
        asked = HintPromise(self._for.case_id, values["amount"], values["due_on"])
        self._office.run(asked, owner=self, done=lambda _hints: self._log(values), failed=self._refused)

    def _log(self, values: dict[str, Any]) -> None:
        assert self._for is not None
        deed = LogContact(
            self._for.case_id,
            values["channel"],
            values["happened_at"] or self._office.desk.now(),
            values["reached"],
            values["outcome"],
            values["direction"],
            values["point_id"],
            note=values["note"] or "",
        )
        self._office.run(deed, owner=self, done=lambda done: self._logged(done, values), failed=self._refused)

    def _read(self) -> dict[str, Any] | None:
        hidden = self.outcome.value() is not ContactOutcome.PROMISED
        if hidden:  # a hidden line is no question
            self.form.put({"amount": Money(1), "due_on": self._today()})
        values = self.form.read()
        if hidden:
            self.form.put({"amount": None, "due_on": None})
        return values

    def _logged(self, logged: Logged, values: dict[str, Any]) -> None:
        who = self._for
        if who is not None and values["outcome"] is ContactOutcome.PROMISED:
            promise = MakePromise(who.case_id, values["amount"], values["due_on"], who.name)
            self._office.run(
                promise, owner=self, done=lambda _id: self._finish(logged), failed=self._promise_refused
            )
        else:
            self._finish(logged)

    def _finish(self, logged: Logged | None) -> None:
        words = self._office.words
        name = self._for.name if self._for else ""
        self._set_saving(saving=False)
        self._clear()
        self.leave()
        if logged is None:
            return
        if not logged.breaches:
            self.logged.emit(Note(words.say(mark("Contact with {name} recorded."), name=name)))
            return
        said = [breach.sentence.text(chinese=words.is_chinese) for breach in logged.breaches]
        text = words.say(mark("Contact with {name} recorded, and marked as a breach:"), name=name)
        after = words.say(mark("The supervisor is told."))
        self.logged.emit(Note("\n".join((text, *said, after)), Tone.WARN))

    def _refused(self, error: BaseException) -> None:
        self._set_saving(saving=False)
        field = _FIELDS.get(str(getattr(error, "code", "")))
        if field:
            self.form.refuse(field, wording.sentence(self._office.words, error))
        elif not self.form.take_refusal(error):
            self._say(wording.sentence(self._office.words, error))

    def _promise_refused(self, error: BaseException) -> None:
        words = self._office.words
        kept = words.say(mark("The contact is recorded, the promise is not:"))
        self._finish(None)
        self.logged.emit(Note(f"{kept} {wording.sentence(words, error)}", Tone.DANGER))

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.show()

    def _set_saving(self, *, saving: bool) -> None:
        self._saving = saving
        self.save.setEnabled(not saving)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.record()
        else:
            super().keyPressEvent(event)


def _english(code: Reached | ContactOutcome) -> str:
    """The English of a code, which is its key in every catalogue: chips bind to it and follow the language."""
    return term(for_language(ENGLISH), code)
