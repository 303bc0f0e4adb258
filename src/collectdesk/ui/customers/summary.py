"""Owns the short look at the customer under the cursor, from what the list knows already."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.customers.call_hours import CallHours
from collectdesk.desk.customers.finding import CustomerLine
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import bucket_of
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.ui.customers.columns import days_tone, hours_text, hours_tone, is_late, kinds_text
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.facts import Fact, Facts, Figures
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark


class Summary(QWidget):
    """Figures, products and the next step of one customer, with the way into the file."""

    def __init__(
        self, office: Office, opened: Callable[[], None], hours: Callable[[int], CallHours | None]
    ) -> None:
        super().__init__()
        self._office = office
        self._hours = hours
        speech = office.speech
        self.name = label(None, "", "heading", wrap=True)
        self.number = label(None, "", "mute")
        self.bucket = Chip()
        self.figures = Figures()
        self.facts = Facts()
        self.open = button(
            speech, mark("Open the file"), opened, icon="file-text", look="primary", key="Enter"
        )
        self._card = Card()
        self._card.add(row(self.name, None, self.bucket))
        self._card.add(self.number)
        self._card.add(self.figures)
        self._card.add(self.facts)
        self._card.add(row(self.open, None))
        self._hint = label(speech, mark("Choose a customer to see how they stand."), "mute", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)
        layout.addWidget(self._hint)
        layout.addStretch(1)
        self.show_line(None)

    def show_line(self, line: CustomerLine | None) -> None:
        """Show how a customer stands; None shows a hint instead."""
        self._card.setVisible(line is not None)
        self._hint.setVisible(line is None)
        if line is None:
            return
        words = self._office.words
        self.name.setText(line.name)
        self.number.setText("  ·  ".join(part for part in (line.customer_no, line.case_no) if part))
        self.bucket.show_status(
            Status(
                " · ".join((bucket_of(line.dpd).value, *line.own)), days_tone(line.dpd), calls=line.dpd > 90
            )
        )
        self.figures.show_facts(
            (
                Fact(words.say(mark("Overdue amount")), words.money(line.overdue)),
                Fact(words.say(mark("Days overdue")), words.number(line.dpd), days_tone(line.dpd)),
            )
        )
        self.facts.show_facts(self._about(line))

    def _about(self, line: CustomerLine) -> list[Fact]:
        words = self._office.words
        say = words.say
        step = term(words, StepKind(line.next_kind)) if line.next_kind else say(mark("Nothing is to be done"))
        late = is_late(line, local_day(self._office.desk.now()))
        known = self._hours(line.number)
        by_hand = words.plural(
            "{count} amount waits for core banking", "{count} amounts wait for core banking", line.noted
        )
        return [
            Fact(say(mark("Balance")), words.money(line.balance)),
            *([Fact(say(mark("Noted by hand")), by_hand, Tone.WARN)] if line.noted else []),
            Fact(say(mark("Products")), kinds_text(words, line.kinds)),
            Fact(say(mark("Next step")), step),
            *([Fact(say(mark("Call today")), hours_text(words, known), hours_tone(known))] if known else []),
            Fact(say(mark("Due")), words.date(line.next_due_on), Tone.DANGER if late else Tone.PLAIN),
        ]
