"""Owns how the customer is told of the visit: by phone or text message, at which number, what they answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from collectdesk.desk.visiting import NotifyCustomer
from collectdesk.domain.contacts import Channel, ContactOutcome
from collectdesk.terms import code_term, term
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import ENGLISH, for_language, mark

if TYPE_CHECKING:
    from collectdesk.desk.preparing import Notice, VisitAhead
    from collectdesk.ui.office import Office

ANSWERS: Final = {
    Channel.PHONE: (
        ContactOutcome.VISIT_AGREED,
        ContactOutcome.OTHER_TIME,
        ContactOutcome.VISIT_DECLINED,
        ContactOutcome.NO_ANSWER,
        ContactOutcome.SWITCHED_OFF,
    ),
    Channel.SMS: (ContactOutcome.MESSAGE_SENT,),
}
TOLD: Final = frozenset(
    {
        ContactOutcome.VISIT_AGREED,
        ContactOutcome.MESSAGE_SENT,
        ContactOutcome.OTHER_TIME,
        ContactOutcome.VISIT_DECLINED,
    }
)


class Telling(Card):
    """The notice before the visit. ``told`` carries what was answered."""

    told = Signal(object)

    def __init__(self, office: Office) -> None:
        speech, english = office.speech, for_language(ENGLISH)
        super().__init__(speech, mark("Tell the customer"))
        self.office = office
        self._ahead: VisitAhead | None = None
        self._past = label(None, "", wrap=True)
        self._earlier: list[QLabel] = []
        self.form = Form(speech)
        self.phones = PickOne(speech, must=True)
        self.form.add(
            "channel",
            mark("How"),
            Choices(speech, [(each, term(english, each)) for each in ANSWERS], must=True),
            needed=True,
        )
        self.form.add("point_id", mark("Number"), self.phones, needed=True)
        self._offered: dict[Channel, str] = {}
        for channel, answers in ANSWERS.items():
            name = self._offered[channel] = f"answer_{channel.value}"
            chips = Choices(speech, [(each, term(english, each)) for each in answers])
            self.form.add(name, mark("Customer's answer"), chips)
        self.form.add("note", mark("Note"), TextEdit(speech, mark("What was said")))
        self.note_button = button(speech, mark("Note the answer"), self.note, icon="phone")
        said = (*self._offered.values(), "note")
        self.draft = FormDraft(
            office,
            "visit_told",
            self.form,
            names=("channel", *said),
            is_begun=lambda: self.form.is_begun(said),
        )
        self.add(self._past)
        self.add(self.draft)
        self.add(self.form)
        self.add(row(None, self.note_button))
        self.form.changed.connect(self._fit)
        speech.changed.connect(self._write)

    @property
    def is_told(self) -> bool:
        """Whether the customer knows of the visit."""
        return self._ahead is not None and any(each.outcome in TOLD for each in self._ahead.notices)

    def show_visit(self, ahead: VisitAhead) -> None:
        """Tell this customer; what was begun for another one is kept for them."""
        self.draft.about(ahead.visit.visit_id)
        self._ahead = ahead
        self._write()
        self.form.put({"channel": self.form.values()["channel"] or Channel.PHONE})
        self._fit()

    def _write(self) -> None:
        if self._ahead is None:
            return
        words = self.office.words
        self.phones.offer(
            [(p.id, f"{p.value}  {code_term(words, 'point', p.label)}") for p in self._ahead.phones]
        )
        lines = [self._line(each) for each in self._ahead.notices]
        none_yet = mark("The customer hasn't been told of the visit yet.")
        self._past.setText("\n".join(lines) or words.say(none_yet))
        tone = Tone.GOOD if self.is_told else Tone.WARN
        set_tone(self._past, "tone", tone.value)

    def _line(self, notice: Notice) -> str:
        words = self.office.words
        said = f"{words.instant(notice.at)} · {term(words, notice.channel)} · {term(words, notice.outcome)}"
        return f"{said} · {notice.note}" if notice.note else said

    def _fit(self) -> None:
        chosen = self.form.values()["channel"]
        for channel, name in self._offered.items():
            self.form.show_line(name, channel is chosen and len(ANSWERS[channel]) > 1)

    def note(self) -> None:
        """Record what the customer answered."""
        typed = self.form.read()
        if typed is None or self._ahead is None:
            return
        channel: Channel = typed["channel"]
        answers = ANSWERS[channel]
        answer = answers[0] if len(answers) == 1 else typed[self._offered[channel]]
        if answer is None:
            self.form.refuse(
                self._offered[channel], self.office.say(mark("Choose what the customer answered."))
            )
            return
        deed = NotifyCustomer(
            self._ahead.visit.visit_id, typed["point_id"], channel, answer, typed["note"] or ""
        )
        self.office.run(deed, owner=self, done=lambda _id: self._done(answer), failed=self._refused)

    def _done(self, answer: ContactOutcome) -> None:
        channel = self.form.values()["channel"]
        self.draft.done()
        self.form.put({"channel": channel})
        self.told.emit(answer)

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.office.troubled.emit(error)
