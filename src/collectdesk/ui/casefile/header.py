"""Owns the head of a customer's file: who, how much, since when, what stands in the way, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from collectdesk.desk.contact.contacting import JudgeCall, NextLawfulCall
from collectdesk.desk.customers.file_parts import Trend
from collectdesk.desk.customers.files import ContactPoint, CustomerFile, KeptAssessment, Step
from collectdesk.domain.contact.contacts import Tally
from collectdesk.domain.customers.cases import CaseState
from collectdesk.domain.intake.noted import NotedState
from collectdesk.domain.people.people import Permission
from collectdesk.domain.rules.gate import Judgement
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.zones import local_day
from collectdesk.terms import code_term, term
from collectdesk.terms_risk import LEVELS
from collectdesk.terms_rules import windows_line
from collectdesk.ui.customers.columns import days_text, days_tone
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.call_verdict import call_line
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.choices import Flow
from collectdesk.ui.parts.elided import Elided
from collectdesk.ui.parts.facts import Fact, Figures
from collectdesk.ui.parts.fields import DateEdit
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

STATE_TONES = {
    CaseState.NEW: Tone.NOTICE,
    CaseState.SCREENING: Tone.NOTICE,
    CaseState.ACTIVE: Tone.WARN,
    CaseState.ARRANGED: Tone.GOOD,
    CaseState.ON_HOLD: Tone.SPECIAL,
    CaseState.LEGAL: Tone.DANGER,
    CaseState.CURED: Tone.GOOD,
}
ONE_LINE = 980
"""Pixels from which the chips stand beside the name instead of below it."""
LEVEL_TONES = {"low": Tone.GOOD, "medium": Tone.WARN, "high": Tone.DANGER}


def first_phone(file: CustomerFile, day: date) -> ContactPoint | None:
    """The number to call first: the customer's own, usable today; else any own number."""
    own = [point for point in file.points if point.kind == "phone" and not point.party]
    return next((point for point in own if point.is_usable_on(day)), own[0] if own else None)


def next_step(file: CustomerFile) -> Step | None:
    """The step that is due first."""
    return min(file.steps, key=lambda step: step.due_on, default=None)


class Header(Card):
    """Chips, figures and the next step; the day of the view at the right."""

    def __init__(
        self, office: Office, log: Callable[[], object], hold: Callable[[], object], day: Callable[[], object]
    ) -> None:
        super().__init__()
        self._office = office
        self._file: CustomerFile | None = None
        self._call: tuple[Judgement, tuple[Window, ...]] | None = None
        self._next_call: datetime | None = None
        speech = office.speech
        self.name = Elided("title")
        self.numbers = label(None, "", "mute")
        self.numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.chips = QWidget()
        self._flow = Flow(self.chips)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.chips.setSizePolicy(policy)
        self.figures = Figures()
        self.line = Elided("caption")
        self.next = Elided()
        self.call = label(None, "", "mute")
        self.log = button(speech, mark("Log a contact"), log, icon="phone", key="F2")
        self.hold = button(speech, mark("Hold"), hold, icon="lock")
        self.day = DateEdit(speech, lambda: local_day(office.desk.now()))
        self.day.setFixedWidth(132)
        speech.bind(self.day, self.day.setAccessibleName, mark("As of"))
        speech.bind(self.day, self.day.setToolTip, mark("Show the file as it stood on a past day"))
        self.day.editingFinished.connect(day)
        self._lay_out()

    def _lay_out(self) -> None:
        tools = row(label(self._office.speech, mark("As of"), "mute"), self.day, self.hold, self.log)
        self._top = row(self.name, self.numbers, None, tools, spacing=10)
        self._below = row()
        self.add(self._top)
        self.add(self._below)
        self._below.addWidget(self.chips)
        self._chips_in = self._below
        self.add(self.figures)
        self.add(self.line)
        self.line.hide()
        self.add(row(self.next, self.call, None, spacing=18))
        self.body.setSpacing(6)

    def be_low(self, *, low: bool) -> None:
        """In a low window the figures stand closer, so that the tabs keep their room."""
        self.body.setSpacing(2 if low else 6)
        less = -6 if low else 0
        self.setContentsMargins(0, less, 0, less)
        self.figures.setVisible(not low)
        self.line.setVisible(low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self._top if event.size().width() >= ONE_LINE else self._below
        if wanted is not self._chips_in:
            self._chips_in.removeWidget(self.chips)
            if wanted is self._top:
                self._top.insertWidget(2, self.chips, 100)
            else:
                self._below.addWidget(self.chips)
            self._chips_in = wanted

    def show_file(self, file: CustomerFile) -> None:
        """Show whose file it is and how it stands."""
        if self._file is None or self._file.customer.id != file.customer.id or file.past_day:
            self._call = self._next_call = None
        self._file = file
        self.speak()
        self._ask_call()

    def speak(self) -> None:
        """Write everything in the language of this moment."""
        file, words = self._file, self._office.words
        if file is None:
            return
        self.name.setText(file.customer.name)
        case_no = file.case.case_no if file.case else words.say(mark("No open case"))
        self.numbers.setText(f"{file.customer.customer_no}  ·  {case_no}")
        acting = file.case is not None and file.past_day is None
        self.log.setVisible(acting and self._office.may(Permission.WORK_CASES))
        self.hold.setVisible(acting and self._office.may(Permission.WORK_CASES))
        self._show_chips(file, words)
        self._show_figures(file, words)
        self._show_next(file, words)
        self._show_call()

    def _show_chips(self, file: CustomerFile, words: Words) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for status in chips(words, file, file.past_day or local_day(self._office.desk.now())):
            made = Chip(status, self.chips)
            self._flow.addWidget(made)
            made.show()
        self.chips.updateGeometry()

    def _show_figures(self, file: CustomerFile, words: Words) -> None:
        say = words.say
        since = min(
            (v.product.oldest_unpaid_on for v in file.products if v.product.oldest_unpaid_on), default=None
        )
        stated = file.as_of is not None  # before the first list nobody knows, which isn't nought
        facts = (
            Fact(say(mark("Overdue amount")), words.money(file.overdue if stated else None)),
            Fact(say(mark("Balance")), words.money(file.balance if stated else None)),
            Fact(
                say(mark("Days overdue")), days_text(words, file.dpd) if stated else "—", days_tone(file.dpd)
            ),
            Fact(say(mark("Owed since")), words.date(since)),
            Fact(
                say(mark("Since {day}"), day=words.date(file.trend.since))
                if file.trend
                else say(mark("Since a month ago")),
                *trend_text(words, file.trend),
            ),
            Fact(say(mark("As stated on")), words.date(file.as_of)),
            Fact(say(mark("Tried / reached")), tally_text(words, file.tally)),
        )
        self.figures.show_facts(facts)
        self.line.setText("   ".join(f"{fact.label} {fact.value}" for fact in facts[:-2]))

    def _show_next(self, file: CustomerFile, words: Words) -> None:
        step = next_step(file)
        self.next.setVisible(file.past_day is None and file.case is not None)
        if step is None:
            self.next.setText(words.say(mark("Nothing is to be done next.")))
            set_tone(self.next, "tone", Tone.PLAIN.value)
            return
        late = step.due_on < local_day(self._office.desk.now())
        self.next.setText(
            words.say(
                mark("Next: {step}, due {day} ({why})"),
                step=term(words, step.kind),
                day=words.date(step.due_on),
                why=code_term(words, "why", step.why),
            )
        )
        set_tone(self.next, "tone", (Tone.DANGER if late else Tone.PLAIN).value)

    # ---- may the customer be called

    def _ask_call(self) -> None:
        file = self._file
        if file is None or file.case is None or file.past_day is not None:
            return
        phone = first_phone(file, local_day(self._office.desk.now()))
        if phone is None:
            return
        asked = file.customer.id
        self._office.run(
            JudgeCall(file.case.id, phone.id),
            owner=self,
            done=lambda found: self._judged(asked, found),
            failed=lambda _error: None,  # the line stays away; the log and the People tab say more
        )
        self._ask_next_call(file.case.id, phone.id, asked)

    def _ask_next_call(self, case_id: str, phone_id: str, asked: str) -> None:
        def answered(at: datetime | None) -> None:
            if self._file is not None and self._file.customer.id == asked:
                self._next_call = at
                self._show_call()

        self._office.run(
            NextLawfulCall(case_id, phone_id), owner=self, done=answered, failed=lambda _error: None
        )

    def _judged(self, asked: str, found: tuple[Judgement, tuple[Window, ...]]) -> None:
        if self._file is not None and self._file.customer.id == asked:
            self._call = found
            self._show_call()

    def _show_call(self) -> None:
        self.call.setVisible(self._call is not None)
        if self._call is None:
            return
        words = self._office.words
        judgement, windows = self._call
        if judgement.refusals:
            text, tone = words.say(mark("Not to be called now")), Tone.DANGER
        elif judgement.needing_reason:
            text, tone = words.say(mark("A call needs a reason")), Tone.WARN
        else:
            text, tone = words.say(mark("May be called now")), Tone.GOOD
        if judgement.refusals and self._next_call is not None:
            hours = words.say(mark("lawful again from {at}"), at=words.instant(self._next_call))
        elif windows:
            hours = words.say(mark("lawful today {hours}"), hours=windows_line(words, windows))
        else:
            hours = ""
        self.call.setText(f"{text}  ·  {hours}" if hours else text)
        set_tone(self.call, "tone", tone.value)
        self.call.setToolTip(call_line(words, judgement, windows)[1])


def chips(words: Words, file: CustomerFile, day: date) -> list[Status]:
    """State, risk and the standing holds with their end."""
    made = []
    if file.state is not None:
        made.append(Status(term(words, file.state), STATE_TONES.get(file.state, Tone.PLAIN)))
    made.append(Status(file.bucket.value, days_tone(file.dpd), calls=file.dpd > 90))
    newest: KeptAssessment | None = file.assessments[0] if file.assessments else None
    if newest is not None:
        expired = newest.expires_on < day
        text = words.say(LEVELS.get(newest.level, newest.level))
        if expired:
            text = words.say(mark("{level}, expired"), level=text)
        tone = Tone.PLAIN if expired else LEVEL_TONES.get(newest.level, Tone.PLAIN)
        made.append(Status(text, tone, calls=tone is Tone.DANGER))
    else:
        made.append(Status(words.say(mark("Risk not checked"))))
    waiting = sum(each.state is NotedState.PROVISIONAL for each in file.noted)
    if waiting:
        said = words.plural("{count} provisional amount", "{count} provisional amounts", waiting)
        made.append(Status(said, Tone.WARN))
    for hold in file.holds:
        if hold.stands_on(day):
            made.append(Status(hold_text(words, hold.code, hold.until_on), Tone.SPECIAL, calls=True))
    return made


def tally_text(words: Words, counted: Tally) -> str:
    """What the branch tried, and how often the customer was spoken with."""
    return f"{words.number(counted.attempts)} / {words.number(counted.right_party)}"


def trend_text(words: Words, trend: Trend | None) -> tuple[str, Tone]:
    """How the arrears moved: the amount with its sign, and the buckets where they differ."""
    if trend is None:
        return "—", Tone.PLAIN
    sign = "+" if trend.change.fen > 0 else ""
    moved = f"{sign}{words.money(trend.change, sign=False)}"
    if trend.bucket_then is not trend.bucket_now:
        moved = f"{moved}  {trend.bucket_then.value} → {trend.bucket_now.value}"
    return moved, Tone.DANGER if trend.is_worse else Tone.GOOD if trend.is_better else Tone.PLAIN


def hold_text(words: Words, code: str, until: date | None) -> str:
    """A hold with its end."""
    name = code_term(words, "hold", code)
    if until is None:
        return words.say(mark("Hold: {hold}, open-ended"), hold=name)
    return words.say(mark("Hold: {hold} until {day}"), hold=name, day=words.date(until))


class PastBanner(QFrame):
    """The strip that says that a past day is shown, with the way back."""

    def __init__(self, office: Office, back: Callable[[], object]) -> None:
        super().__init__()
        self._office = office
        self.setProperty("look", "banner")
        self.setProperty("tone", "warn")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._day: date | None = None
        self.text = label(None, "", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(button(office.speech, mark("Back to today"), back, icon="history"))
        office.speech.changed.connect(self._speak)
        self.hide()

    def show_day(self, day: date | None) -> None:
        """Say which past day is shown; None hides the strip."""
        self._day = day
        self.setVisible(day is not None)
        self._speak()

    def _speak(self) -> None:
        if self._day is not None:
            words = self._office.words
            text = mark(
                "The file as it stood on {day}. Nothing can be changed here. Requests, visits, promises and plans "
                "of that time stand with the state they have today."
            )
            self.text.setText(words.say(text, day=words.date(self._day)))
