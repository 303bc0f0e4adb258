"""Owns how the customer is told of the visit: by phone or text message, at which number, what they answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from collectdesk.desk.visits.notifying import Became, NotifyCustomer, ShowVisitText, Told
from collectdesk.domain.contact.contacts import Channel, ContactOutcome
from collectdesk.domain.refusals import ReasonNeeded
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.terms import code_term, term
from collectdesk.terms_visit_text import visit_text
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit, TimeEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import ENGLISH, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.desk.visits.preparing import Notice, VisitAhead
    from collectdesk.domain.contact.scripts import VisitText
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

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
    """The notice before the visit, with the text for it. ``told`` carries what came of the answer, as a sentence."""

    told = Signal(str)

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
        self._add_another_time()
        self.form.add("note", mark("Note"), TextEdit(speech, mark("What was said")))
        self.note_button = button(speech, mark("Note the answer"), self.note, icon="phone")
        said = (*self._offered.values(), "note", *_ANOTHER)
        self.draft = FormDraft(
            office,
            "visit_told",
            self.form,
            names=("channel", *said),
            is_begun=lambda: self.form.is_begun(said),
        )
        self._text = label(None, "", "mute", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text_of: tuple[str, Channel] | None = None
        self._said = ""
        self.rules = RuleLines(speech)
        self.add(self._past)
        self.add(self._text)
        self.add(self.draft)
        self.add(self.form)
        self.add(self.rules)
        self.add(row(None, self.note_button))
        self.form.changed.connect(self._fit)
        speech.changed.connect(self._write)

    def _add_another_time(self) -> None:
        """What the customer would rather have: a time at once, or in words for whoever plans it again."""
        speech, form = self.office.speech, self.form
        today = lambda: local_day(self.office.desk.now())  # noqa: E731 - two fields ask the same
        form.add("wants_day", mark("Other day"), DateEdit(speech, today))
        form.add("wants_clock", mark("Other time"), TimeEdit(speech))
        form.add("wants", mark("Or in words"), TextEdit(speech, mark("as Saturday morning, at the shop")))
        form.add("reason", mark("Written reason"), TextEdit(speech, mark("Why it is necessary")))
        form.show_line("reason", False)

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
        other = chosen is Channel.PHONE and (
            self.form.values()[self._offered[Channel.PHONE]] is ContactOutcome.OTHER_TIME
        )
        for name in _ANOTHER:
            self.form.show_line(name, other)
        if not other:
            self.form.show_line("reason", False)
        self._ask_text(chosen)

    def _ask_text(self, channel: Channel | None) -> None:
        if self._ahead is None or channel is None or self.is_told:
            self._text.hide()
            return
        wanted = self._ahead.visit.visit_id, channel
        if wanted == self._text_of:
            self._text.show()
            return
        self._text_of = wanted
        deed = ShowVisitText(*wanted, self.office.words.language)
        self.office.run(
            deed,
            owner=self,
            done=lambda found: self._show_text(wanted, found),
            failed=lambda _e: self._text.hide(),
        )

    def _show_text(self, asked: tuple[str, Channel], found: VisitText) -> None:
        if asked == self._text_of:
            lines = visit_text(self.office.words, found)
            self._said = "\n".join(lines)
            self._text.setText(self._said)
            self._text.show()

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
        wants_at = self._wanted(typed) if answer is ContactOutcome.OTHER_TIME else None
        if answer is ContactOutcome.OTHER_TIME and (typed["wants_day"] is None) != (
            typed["wants_clock"] is None
        ):
            missing = "wants_clock" if typed["wants_clock"] is None else "wants_day"
            self.form.refuse(missing, self.office.say(mark("A day needs its hour, and an hour its day.")))
            return
        self.rules.show_rulings((), Tone.PLAIN)
        said = typed["note"] or (self._said if channel is Channel.SMS else "")
        deed = NotifyCustomer(
            self._ahead.visit.visit_id, typed["point_id"], channel, answer, said, wants_at,
            (typed["wants"] or "") if answer is ContactOutcome.OTHER_TIME else "", typed["reason"] or "",
        )  # fmt: skip
        self.office.run(
            deed, owner=self, done=lambda told: self._done(answer, told, wants_at), failed=self._refused
        )

    @staticmethod
    def _wanted(typed: Mapping[str, Any]) -> datetime | None:
        day, clock = typed["wants_day"], typed["wants_clock"]
        return datetime.combine(day, clock, CHINA_TIME) if day is not None and clock is not None else None

    def _done(self, answer: ContactOutcome, told: Told, wants_at: datetime | None) -> None:
        channel = self.form.values()["channel"]
        self.draft.done()
        self.form.put({"channel": channel})
        self.told.emit(_told_sentence(self.office.words, answer, told, wants_at))

    def _refused(self, error: BaseException) -> None:
        decisions = getattr(error, "decisions", ())
        if decisions:
            self.rules.show_rulings(decisions, Tone.DANGER)
            if isinstance(error, ReasonNeeded):
                self.form.show_line("reason", True)
                self.form.refuse("reason", self.office.say(mark("Write down why it is necessary.")))
            return
        if not self.form.take_refusal(error):
            self.office.troubled.emit(error)


_ANOTHER: Final = ("wants_day", "wants_clock", "wants")


def _told_sentence(words: Words, answer: ContactOutcome, told: Told, wants_at: datetime | None) -> str:
    """What was noted, what became of the plan, and which sheets hold no longer."""
    said = [words.say(mark("Noted: {answer}."), answer=term(words, answer))]
    if told.became is Became.MOVED and wants_at is not None:
        said.append(words.say(mark("The visit is moved to {at}."), at=words.instant(wants_at)))
    elif told.became is Became.WAITS:
        said.append(words.say(mark("The visit waits for a plan again, with what the customer asked for.")))
    elif told.became is Became.CALLED_OFF:
        said.append(words.say(mark("The visit is called off.")))
    if told.pull_out:
        said.append(words.say(mark("Its printed sheets hold no longer: pull them out.")))
    return ("" if words.is_chinese else " ").join(said)
