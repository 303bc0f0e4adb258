"""Owns what the rules say of a plan while it is typed: the day, a green line or the refusals, the way out."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms_rules import windows_line
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import column
from collectdesk.ui.parts.rule_lines import Offer, RuleLines
from collectdesk.ui.plan.day_bar import DayBar
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.ui.wording import sentence
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.rules.advising import PlanAdvice
    from collectdesk.desk.visits.visiting import VisitLine
    from collectdesk.domain.rules.gate import Decision
    from collectdesk.ui.speech import Speech

WAITING = mark("Choose the day, the time and two people: the rules answer at once.")
LAWFUL = mark("Lawful: nothing stands against this plan.")
WITH_REASON = mark("Lawful with a written reason.")
NO_DRIVER = mark("Nobody of the team drives: arrange a driver.")
UNSUITED = mark("Outside the times the customer asked for.")


class Advice(QWidget):
    """Below the plan's form. ``wanted`` carries the day and the start that would be lawful."""

    wanted = Signal(object, object)
    after_asked = Signal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._told: tuple[PlanAdvice | None, datetime | None] = (None, None)
        self.bar = DayBar()
        self.windows = label(None, "", "mute", wrap=True)
        self.verdict = label(None, "", wrap=True)
        self.clash = label(None, "", wrap=True)
        set_tone(self.clash, "tone", Tone.DANGER.value)
        self.after = button(speech, mark("Start after it"), lambda: self.after_asked.emit(self.clashing))
        self.refusals = RuleLines(speech)
        self.reasons = RuleLines(speech)
        self.hints = RuleLines(speech)
        self.rules = column(self.refusals, self.reasons, self.hints, spacing=8)
        """What speaks, to be placed below the button that plans."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.bar, self.windows, self.verdict, self.clash, self.after):
            layout.addWidget(part)
        speech.changed.connect(self._write)
        self.wait()

    @property
    def clashing(self) -> str:
        """The number of the visit at which somebody of the team is then; empty when nobody is."""
        advice = self._told[0]
        return advice.clash if advice is not None else ""

    def wait(self) -> None:
        """Nothing can be judged yet."""
        self._told = (None, None)
        self.bar.show_day((), (), None, lawful=False)
        self._write()

    def show_advice(
        self,
        advice: PlanAdvice,
        at: datetime,
        minutes: int,
        crew: Sequence[str],
        that_day: Sequence[VisitLine],
    ) -> None:
        """Show what the rules say; ``crew`` are the names of the two, whose other visits stand in the bar."""
        self._told = (advice, at)
        taken = [
            (visit.planned_at, visit.minutes)
            for visit in that_day
            if visit.state is not VisitState.CANCELLED and {visit.officer, visit.safety} & set(crew)
        ]
        lawful = advice.judgement.is_lawful and not advice.clash and advice.away is None
        self.bar.show_day(advice.windows, taken, (at, minutes), lawful=lawful)
        self._write()

    def show_refusals(self, decisions: Sequence[Decision], starts: Sequence[datetime]) -> None:
        """Show the rules that refused the plan itself, and the lawful starts nearest to it."""
        self.refusals.show_rulings(decisions, Tone.DANGER, self._offers(starts))

    def _write(self) -> None:
        say, advice = self._speech.say, self._told[0]
        self.windows.setVisible(advice is not None)
        self.clash.setVisible(bool(self.clashing))
        self.after.setVisible(bool(self.clashing))
        self.bar.setVisible(advice is not None)
        if advice is None:
            self.verdict.setText(say(WAITING))
            set_tone(self.verdict, "tone", "")
            for part in (self.refusals, self.reasons, self.hints):
                part.show_rulings((), Tone.PLAIN)
            return
        told = self._hours(advice)
        self.windows.setText(say(mark("Lawful starts that day: {windows}"), windows=told))
        self.bar.setAccessibleName(self.windows.text())
        self.clash.setText(say(mark("Somebody of the team is on visit {visit} then."), visit=advice.clash))
        self._write_verdict(advice)
        judged = advice.judgement
        self.refusals.show_rulings(judged.refusals, Tone.DANGER, self._offers(advice.starts))
        self.reasons.show_rulings(judged.needing_reason, Tone.WARN)
        self.hints.show_rulings(judged.hints, Tone.PLAIN)

    def _hours(self, advice: PlanAdvice) -> str:
        if not advice.windows:
            return windows_line(self._speech.words, ())
        spans = (
            f"{each.start:%H:%M}–{'24:00' if each.end == time(0) else f'{each.end:%H:%M}'}"
            for each in advice.windows
        )
        return ("、" if self._speech.words.is_chinese else ", ").join(spans)

    def _write_verdict(self, advice: PlanAdvice) -> None:
        judged = advice.judgement
        self.verdict.setVisible(judged.is_lawful and not advice.clash)
        needs = bool(judged.needing_reason)
        said = self._speech.say(WITH_REASON if needs else LAWFUL)
        if advice.away is not None:
            self.verdict.setText(sentence(self._speech.words, advice.away))
            set_tone(self.verdict, "tone", Tone.DANGER.value)
            return
        hints = [self._speech.say(UNSUITED)] if not advice.suits else []
        hints += [] if advice.drives else [self._speech.say(NO_DRIVER)]
        self.verdict.setText(" ".join((said, *hints)))
        set_tone(self.verdict, "tone", (Tone.WARN if needs or hints else Tone.GOOD).value)

    def _offers(self, starts: Sequence[datetime]) -> list[Offer]:
        return [self._offer(each.astimezone(CHINA_TIME)) for each in starts]

    def _offer(self, at: datetime) -> Offer:
        words = self._speech.words
        text = words.say(mark("Take {day} {start}"), day=words.date(at.date()), start=f"{at:%H:%M}")
        return text, lambda: self.wanted.emit(at.date(), at.time())
