"""Owns the right side of the worklist: who it is, the figures, the next step with its reason, the short past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSizePolicy

from collectdesk.desk.contact.contacting import PostponeStep
from collectdesk.terms import code_term, term
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.choices import Flow
from collectdesk.ui.parts.contact_log import NOBODY, NOT_YET
from collectdesk.ui.parts.elided import Elided
from collectdesk.ui.parts.facts import Fact, Figures
from collectdesk.ui.parts.happened import timeline_event
from collectdesk.ui.parts.timeline import NOTHING, Event, Timeline
from collectdesk.ui.theme import set_tone
from collectdesk.ui.today.columns import (
    LONG_OVERDUE,
    due_text,
    priority_text,
    products_text,
    step_chip,
    why_text,
)
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.customers.today import WorkItem
    from collectdesk.ui.office import Office


SHOWN: Final = 30
"""The newest events; the customer's file shows all of them."""
UNOPENED: Final = mark("The file didn't open. Choose the customer again.")


class Person(QObject):
    """Two cards, ``head`` and ``past``; ``opened`` asks for the customer's whole file, ``later_asked`` for
    another day.
    """

    opened = Signal()
    later_asked = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._item: WorkItem | None = None
        self._file: CustomerFile | None = None
        speech = office.speech
        self.name = Elided("heading")
        self.about = Elided("mute")
        self.state = Chip()
        self.figures = Figures()
        self.step = Chip()
        self.why = Elided("mute")
        self.first = label(None, "", "mute", wrap=True)
        self.held = label(None, "", "", wrap=True)
        self.held.hide()
        self.open_button = button(
            speech, mark("Open the file"), self.opened.emit, icon="file-text", key="Enter"
        )
        self.later_button = button(speech, mark("Another day…"), self.later_asked.emit, look="quiet")
        self.head = Card()
        self.head.add(row(self.name, self.about, None, self.state))
        self.state.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        # a large amount or a narrow side puts the button into the next line
        wrapped = Flow(spacing=12)
        wrapped.addWidget(self.figures)
        wrapped.addWidget(self.open_button)
        self.head.add(wrapped)
        self.head.add(row(self.step, self.why, None, self.later_button))
        self.head.add(self.first)
        self.head.add(self.held)
        self.past = Card(flush=True)
        self.timeline = Timeline(speech)
        self.past.add(self.timeline, 1)
        self.show_item(None)

    def show_item(self, item: WorkItem | None) -> None:
        """What the list knows, at once; the rest follows with the file."""
        if item is None or self._item is None or item.customer_id != self._item.customer_id:
            self._file = None
            self.timeline.set_empty(NOT_YET if item is not None else NOBODY)
            self.timeline.show_events(())
        self._item = item
        self._write()

    def show_file(self, found: CustomerFile) -> None:
        """What the customer's file adds."""
        self._file = found
        self._write()
        self.timeline.set_empty(NOTHING)
        self.timeline.show_events(self._newest(found))

    def _newest(self, found: CustomerFile) -> list[Event]:
        words = self._office.words
        return [timeline_event(words, at, event) for at, event in enumerate(found.timeline[:SHOWN])]

    def show_unopened(self) -> None:
        """The file didn't open; the line above the page says why."""
        self.timeline.set_empty(UNOPENED)

    def retranslate(self) -> None:
        self._write()
        if self._file is not None:
            self.timeline.show_events(self._newest(self._file))

    def _write(self) -> None:
        words, item = self._office.words, self._item
        for part in (self.figures, self.why, self.first, self.open_button, self.about):
            part.setVisible(item is not None)
        self.later_button.setVisible(item is not None and self._office.may(PostponeStep.needs))
        if item is None:
            self.name.setText(words.say(NOBODY))
            self.state.show_status(None)
            self.step.show_status(None)
            self.held.hide()
            return
        self.name.setText(item.name)
        self.about.setText(f"{item.case_no} · {products_text(words, item.kinds)}")
        self.step.show_status(step_chip(words, item.kind))
        self.why.setText(f"{why_text(words, item)} · {due_text(words, item)}")
        self.first.setText(priority_text(words, item))
        set_tone(self.why, "tone", Tone.DANGER.value if item.days_late > 0 else "")
        facts = [
            Fact(words.say(mark("Overdue")), words.money(item.overdue)),
            Fact(
                words.say(mark("Days overdue")),
                words.number(item.dpd),
                Tone.DANGER if item.dpd > LONG_OVERDUE else Tone.PLAIN,
            ),
        ]
        self.figures.show_facts(facts)
        self._write_state()

    def _write_state(self) -> None:
        words, found = self._office.words, self._file
        if found is None:
            self.state.show_status(None)
            self.held.hide()
            return
        self.state.show_status(Status(term(words, found.state)) if found.state else None)
        holds = sorted(code_term(words, "hold", code) for code in found.standing_holds)
        self.held.setText(
            words.say(mark("On hold: {holds}"), holds=("、" if words.is_chinese else ", ").join(holds))
        )
        set_tone(self.held, "tone", Tone.WARN.value)
        self.held.setVisible(bool(holds))
