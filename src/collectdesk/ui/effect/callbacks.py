"""Owns the callback list: visits about which somebody else asks the customer, the answer, and what gets better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.results.callbacks import (
    CallbackDesk,
    CallbackLine,
    ListCallbacks,
    NoteCallback,
    NoteCallbackResult,
    SetCallbackImprovement,
)
from collectdesk.domain.results.callbacks import SCORES, CallbackOutcome
from collectdesk.domain.zones import local_day
from collectdesk.terms import TERMS, term
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collectdesk.ui.office import Office

_WHO = mark(
    "Somebody asks who neither went nor holds the case. First look in the file whether a call is lawful now."
)
_OWN = mark("You went, typed the record, or hold the case: a colleague asks.")


def line_status(words: Words, line: CallbackLine) -> Status:
    """To be asked, or what was said."""
    if line.asked is None:
        return Status(words.say(mark("To be asked")), Tone.PLAIN if line.own else Tone.WARN)
    if line.asked.score is None:
        return Status(term(words, line.asked.outcome), Tone.PLAIN)
    told = words.say(mark("{score} of 5"), score=line.asked.score)
    open_still = bool(line.asked.improvement) and not line.asked.result
    return Status(told, Tone.WARN if open_still else Tone.GOOD if line.asked.score > 3 else Tone.DANGER)


class CallbacksView(QWidget):
    """``left`` goes back to the figures, ``opens`` asks for a customer's file, ``said`` carries a Note."""

    left = Signal()
    opens = Signal(str)
    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.line: CallbackLine | None = None
        self.shown: CallbackDesk | None = None
        speech = office.speech
        self.table = rows_table(
            speech, mark("Callbacks"), self._columns(),
            lambda r: r.asked.id if r.asked else r.visit_id, opens_on_click=False,
        )  # fmt: skip
        self.table.set_empty(
            mark("Nobody is to be asked"), mark("Visits come here once their record is signed off.")
        )
        self.table.picked.connect(self.show_line)
        self.table.opened.connect(lambda line: self.opens.emit(line.customer_id))
        listed = Card(speech, mark("Callbacks"), flush=True)
        listed.head.insertWidget(
            0, button(speech, mark("Figures"), self.left.emit, icon="history", key="Esc")
        )
        listed.add(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListBesideForm(listed, scrolled(self._panel())))
        self.show_line(None)

    def _columns(self) -> tuple[Column[CallbackLine], ...]:
        return (
            Column(mark("Customer"), lambda _w, r: r.name, Kind.BOLD, width=100),
            Column(mark("Case"), lambda _w, r: r.case_no, Kind.MUTED),
            Column(mark("Visit"), lambda _w, r: r.visit_no, Kind.MUTED),
            Column(mark("Visited"), lambda w, r: w.date(r.visited_on), Kind.MUTED),
            Column(mark("State"), line_status, Kind.CHIP, stretch=True),
        )

    def _panel(self) -> QWidget:
        speech, today = self.office.speech, lambda: local_day(self.office.desk.now())
        self.asking = Form(speech)
        outcomes = [(each.value, TERMS[each]) for each in CallbackOutcome]
        self.asking.add("outcome", mark("Outcome"), PickOne(speech, outcomes), needed=True)
        self.asking.add("score", mark("Satisfied (1–5)"), PickOne(speech, [(str(n), str(n)) for n in SCORES]))
        self.asking.add("asked_on", mark("Called on"), DateEdit(speech, today))
        self.asking.add("said", mark("In their words"), NoteEdit(speech))
        self.asking_draft = FormDraft(self.office, "callback", self.asking, blank=self.asking.clear)
        self.note = button(speech, mark("Note the answer"), self.note_it, look="primary", icon="check")
        self.ask_card = Card(speech, mark("Ask"))
        self.who = label(None, "", "mute", wrap=True)
        self.people = PickOne(speech)
        self.better = Form(speech)
        self.better.add("what", mark("What gets better"), TextEdit(longest=300))
        self.better.add("owner_id", mark("Who sees to it"), self.people)
        self.better.add("due_on", mark("To be done by"), DateEdit(speech, today))
        self.better.add("result", mark("What came of it"), TextEdit(longest=300))
        self.better_draft = FormDraft(self.office, "callback_better", self.better, blank=self.better.clear)
        self.set = button(speech, mark("Set the improvement"), self.set_it)
        self.done = button(speech, mark("Note the result"), self.note_result)
        self.told = label(None, "", "", wrap=True)
        self.better_card = Card(speech, mark("Improvement"))
        for card, parts in (
            (self.ask_card, (self.who, self.asking_draft, self.asking)),
            (self.better_card, (self.told, self.better_draft, self.better)),
        ):
            for part in parts:
                card.add(part)
        self.ask_card.add(row(None, self.note))
        self.better_card.add(row(None, self.done, self.set))
        panel = QWidget()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.ask_card)
        inside.addWidget(self.better_card)
        inside.addStretch(1)
        return panel

    # ---- showing

    def load(self) -> None:
        """Ask for the list."""
        self.office.run(ListCallbacks(), owner=self, done=self._show)

    def _show(self, found: CallbackDesk) -> None:
        self.shown = found
        self.people.offer(sorted(found.people.items(), key=lambda pair: pair[1]))
        self.table.show_rows([*found.waiting, *found.asked])

    def show_line(self, line: CallbackLine | None) -> None:
        """Show a visit to ask about, or what was said of one."""
        self.line = line
        asked = line.asked if line is not None else None
        may = self.office.may(NoteCallback.needs)
        self.ask_card.setVisible(line is not None and asked is None)
        self.better_card.setVisible(asked is not None)
        if line is None:
            return
        if asked is None:
            self.asking_draft.about(line.visit_id if may and not line.own else "")
        else:
            self.better_draft.about(asked.id if may else "")
        for part in (self.asking, self.note):
            part.setVisible(may and not line.own)
        for part in (self.better, self.set):
            part.setVisible(may)
        self.done.setVisible(may and asked is not None and bool(asked.improvement) and not asked.result)
        self.better.show_line("result", self.done.isVisibleTo(self.better_card))
        self.retranslate()

    def retranslate(self) -> None:
        line, words = self.line, self.office.words
        if line is None:
            return
        self.who.setText(words.say(_OWN if line.own else _WHO))
        asked = line.asked
        if asked is None or self.shown is None:
            return
        people = self.shown.people
        parts = [
            f"{line_status(words, line).text} · {words.date(asked.asked_on)} · {people.get(asked.asked_by, '')}"
        ]
        parts += [asked.said] if asked.said else []
        if asked.improvement:
            due = words.date(asked.improvement_due_on)
            parts.append(f"{asked.improvement} · {people.get(asked.improvement_owner, '')} · {due}")
        if asked.result:
            parts.append(f"{asked.result} · {words.date(asked.result_on)}")
        self.told.setText("\n".join(parts))

    # ---- deeds

    def note_it(self) -> None:
        """Note what the customer said."""
        said, line = self.asking.read(), self.line
        if said is None or line is None:
            return
        day = said["asked_on"] or local_day(self.office.desk.now())
        score = int(said["score"]) if said["score"] else None
        deed = NoteCallback(
            line.visit_id, day, CallbackOutcome(said["outcome"]), score, str(said["said"] or "")
        )
        self._run(deed, self.asking, lambda _made: self._noted())

    def _noted(self) -> None:
        self.asking_draft.done()
        self._told(mark("The answer is noted."))

    def set_it(self) -> None:
        """Say what gets better, who sees to it, and by when."""
        said, asked = self.better.read(), self.line.asked if self.line else None
        if said is None or asked is None:
            return
        if said["due_on"] is None:
            self.better.refuse("due_on", self.office.say(mark("This is needed.")))
            return
        deed = SetCallbackImprovement(
            asked.id, str(said["what"] or ""), str(said["owner_id"] or ""), said["due_on"]
        )
        self._run(deed, self.better, lambda _none: self._improved(mark("The improvement is set.")))

    def note_result(self) -> None:
        """Say what came of the improvement."""
        asked = self.line.asked if self.line else None
        if asked is not None:
            deed = NoteCallbackResult(asked.id, str(self.better.values()["result"] or ""))
            self._run(deed, self.better, lambda _none: self._improved(mark("The result is noted.")))

    def _improved(self, sentence: str) -> None:
        self.better_draft.done()
        self._told(sentence)

    def _told(self, sentence: str) -> None:
        self.said.emit(Note(self.office.say(sentence), Tone.GOOD))
        self.load()

    def _run(self, deed: Any, form: Form, done: Any) -> None:
        def refused(error: BaseException) -> None:
            if not form.take_refusal(error):
                self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))

        self.office.run(deed, owner=self, done=done, failed=refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
