"""Owns the suggested order of a day or a week: sought while it is watched, beside the present times, then accepted."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.visits.order_accepting import AcceptOrder
from collectdesk.desk.visits.ordering import GatherOrder, Suggestion, Timed, accepting, suggest_order
from collectdesk.domain.refusals import ReasonNeeded
from collectdesk.domain.zones import local_day
from collectdesk.terms_board import through_areas
from collectdesk.terms_trouble import left_sentence
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.plan.ground_form import GroundForm
from collectdesk.ui.plan.tie_question import TIE, TieQuestion, tie_field
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.desk.progress import Progress
    from collectdesk.desk.visits.order_accepting import Accepted
    from collectdesk.desk.visits.order_gathering import OrderLine, OrderTask
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

DAY, WEEK = "day", "week"
SEEKING: Final = mark("Seeking a better order")


class OrderPage(QWidget):
    """A day's or a week's visits, better ordered. ``closed`` goes back to the plan; ``said`` carries a confirmation."""

    closed = Signal()
    said = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.found: Suggestion | None = None
        self._task: OrderTask | None = None
        self._newest: deque[Suggestion] = deque(maxlen=1)
        self._accepted: Accepted | None = None
        self._asked = 0
        self._lay_out()
        office.speech.changed.connect(self._write)

    def _lay_out(self) -> None:
        speech = self.office.speech
        self.day = DateEdit(speech, lambda: local_day(self.office.desk.now()))
        self.day.setFixedWidth(150)
        speech.bind(self.day, self.day.setAccessibleName, mark("Day of the order"))
        self.day.edited.connect(self.seek)
        self.span = Segments(speech, mark("How far ahead"))
        self.span.show_segments((Segment(DAY, mark("That day")), Segment(WEEK, mark("To the week's end"))))
        self.span.choose(DAY)
        self.span.picked.connect(self._span)
        self.accept_button = button(
            speech, mark("Take this order"), self.accept, icon="check", look="primary", key="F2"
        )
        back = button(speech, mark("Back to the plan"), self.closed.emit, icon="x", look="quiet", key="Esc")
        self.table = rows_table(
            speech, mark("Suggested order"), self._columns(), lambda one: one.stop, opens_on_click=False
        )
        self.table.set_empty(mark("No order yet"), mark("Choose a day with visits or approved requests."))
        self.progress = ProgressLine(speech)
        self.progress.cancelled.connect(self._stop)
        self.figures, self.saved = label(None, "", "heading"), label(None, "", "mute")
        self.wrong, self.notes = label(None, "", "wrong", wrap=True), label(None, "", "mute", wrap=True)
        self.form = Form(speech)
        self.form.add(TIE, mark("Teams unrelated"), tie_field(speech), needed=True)
        self.form.add("reason", mark("Written reason"), TextEdit(speech, mark("Why it is necessary")))
        self.tie = TieQuestion(self.form)
        self.draft = FormDraft(
            self.office,
            "visit_order",
            self.form,
            names=("reason",),
            blank=lambda: self.form.put({"reason": None}),
        )
        self.ground = GroundForm(self.office)
        self.ground.kept.connect(self.seek)
        self._lay_out_card(back)
        self._clear()

    def _lay_out_card(self, back: QWidget) -> None:
        card = Card(self.office.speech, mark("Suggested order"), flush=True)
        card.title.setProperty("look", "title")
        card.head.addWidget(self.span)
        card.head.addWidget(self.day)
        card.head.addWidget(self.accept_button)
        card.head.addWidget(back)
        inner = column(
            row(self.figures, self.saved, None),
            self.progress,
            self.wrong,
            self.notes,
            self.draft,
            self.form,
            spacing=6,
        )
        inner.setContentsMargins(12, 0, 12, 6)
        card.add(inner)
        card.add(self.ground)
        card.add(self.table, 1)
        outer = column(card)
        self.setLayout(outer)

    def _columns(self) -> tuple[Column[Timed], ...]:
        return (
            Column(mark("Team"), self._crew, Kind.BOLD),
            Column(mark("Starts at"), self._begins, sort=lambda one: one.begins_at),
            Column(mark("Present"), _was, tone=lambda one: Tone.NOTICE if one.moves else Tone.PLAIN),
            Column(mark("Customer"), lambda _w, one: self._line(one).name),
            Column(mark("Address"), lambda _w, one: self._line(one).address, Kind.MUTED, stretch=True),
            Column(
                mark("Drive"),
                lambda w, one: w.say(mark("{minutes} min"), minutes=one.minutes_there)
                + through_areas(w, one.through),
                sort=lambda one: one.minutes_there,
            ),
            Column(mark("Kilometres"), lambda _w, one: f"{one.metres / 1000:.1f}", Kind.NUMBER,
                   sort=lambda one: one.metres),
        )  # fmt: skip

    def _line(self, one: Timed) -> OrderLine:
        assert self._task is not None
        return self._task.line(one.stop)

    def _crew(self, words: Words, one: Timed) -> str:
        return _joined(words, self._task.crew(one.team)) if self._task is not None else ""

    def _begins(self, words: Words, one: Timed) -> str:
        if self.span.chosen == DAY:
            return words.clock(one.begins_at)
        return f"{words.weekday(local_day(one.begins_at))} {words.instant(one.begins_at)}"

    # ---- seeking

    def begin(self, day: date | None = None, *, week: bool = False) -> None:
        """Suggest an order for today, or for another day, alone or to the end of its week."""
        self.day.put(day or local_day(self.office.desk.now()))
        self.span.choose(WEEK if week else DAY)
        self.seek()
        self.table.setFocus()

    def _span(self, which: str) -> None:
        self.span.choose(which)
        self.seek()

    def seek(self) -> None:
        """Ask what the day holds, then seek off the window's thread."""
        self._clear()
        self._asked += 1
        day, asked = self.day.value(), self._asked
        if day is not None:
            self.draft.about(day.isoformat())
            self.office.run(
                GatherOrder(day, self.span.chosen == WEEK),
                owner=self,
                done=lambda task: self._gathered(asked, task),
                failed=self._refused,
            )

    def _clear(self) -> None:
        self._asked += 1  # what a search that still runs finds is nobody's any more
        self.found = self._task = self._accepted = None
        if self.progress._ticket is not None:
            self.progress.cancel()
        self.progress.end()
        self._newest.clear()
        self.table.show_rows(())
        self.ground.hide()
        self._write()

    def _gathered(self, asked: int, task: OrderTask) -> None:
        if asked != self._asked:
            return
        self._task = task
        newest = self._newest = deque(maxlen=1)  # a search that was left goes on writing into its own

        def work(steps: Progress) -> Suggestion:
            return suggest_order(task, steps, newest.append)

        ticket = self.office.outside(
            work,
            owner=self,
            done=lambda found: self._found(asked, found),
            failed=self._refused,
            progress=lambda done, most: self._step(asked, done, most),
        )
        self.progress.begin(SEEKING, ticket)

    def _step(self, asked: int, done: int, most: int) -> None:
        if asked != self._asked:
            return
        self.progress.step(done, most)
        if self._newest:
            self._show(self._newest.pop())

    def _stop(self) -> None:
        """Cancelled: the best so far stands at once, while the search runs out behind it."""
        best = self._newest.pop() if self._newest else self.found
        if best is not None and self._task is not None:
            self._asked += 1
            self.progress.end()
            self._show(best, finished=True)

    def _found(self, asked: int, found: Suggestion) -> None:
        if asked == self._asked:
            self.progress.end()
            self._show(found, finished=True)

    def _show(self, found: Suggestion, *, finished: bool = False) -> None:
        self.found = found
        self.table.show_rows(found.timed)
        self._write()
        self.accept_button.setEnabled(finished and bool(found.timed))

    def _refused(self, error: BaseException) -> None:
        self.progress.end()
        self.wrong.setText(wording.sentence(self.office.words, error))
        self.wrong.show()
        self.ground.offer(getattr(error, "code", "") == "ground.missing")

    # ---- what is told

    def _write(self) -> None:
        words, found = self.office.words, self.found
        self.wrong.hide()
        self.accept_button.setEnabled(False)
        new = "" if found is None else " ".join(f"{o.stop}>{o.team}" for o in found.timed if o.was is None)
        self.tie.ask(new)
        self.form.show_line("reason", self._needs_reason())
        self.form.setVisible(self._needs_reason() or bool(new))
        self.figures.setText("" if found is None else _figures(words, found))
        self.saved.setText("" if found is None else _saved(words, found))
        notes = [] if found is None else [*self._left_as_is(words), *_notes(words, found)]
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        if found is not None and not self.progress.appears.isActive() and self.progress._ticket is None:
            self.accept_button.setEnabled(bool(found.timed))

    def _needs_reason(self) -> bool:
        return self._accepted is not None and any(
            isinstance(one.error, ReasonNeeded) for one in self._accepted.left
        )

    def _left_as_is(self, words: Words) -> list[str]:
        if self._accepted is None or self.found is None:
            return []
        said = mark("Left as it was: {name}: {why}")
        return [
            words.say(
                said,
                name=one.number or self.found.task.line(one.id).name,
                why=wording.sentence(words, one.error),
            )
            for one in self._accepted.left
        ]

    # ---- accepting

    def accept(self) -> None:
        """Write the new times; what a rule refuses is named here and left."""
        typed = self.form.read()
        if self.found is None or typed is None or not self.accept_button.isEnabled():
            return
        self.accept_button.setEnabled(False)
        deed = accepting(self.found, typed["reason"] or "", crew_unrelated=typed[TIE])
        self.office.run(deed, owner=self, done=self._done, failed=self._refused)

    def _done(self, accepted: Accepted) -> None:
        self._accepted = accepted
        words = self.office.words
        self.said.emit(
            words.say(
                mark("{moved} visits have their new time, {planned} are planned."),
                moved=accepted.moved, planned=accepted.planned,
            )
        )  # fmt: skip
        if accepted.left:
            self._write()
        else:
            self.draft.done()
            self.closed.emit()

    @property
    def may(self) -> bool:
        """Whether this person may ask for an order and take it."""
        return self.office.may(GatherOrder.needs) and self.office.may(AcceptOrder.needs)


def _was(words: Words, one: Timed) -> str:
    return words.say(mark("new")) if one.was is None else words.clock(one.was)


def _joined(words: Words, names: tuple[str, ...]) -> str:
    return ("、" if words.is_chinese else ", ").join(name for name in names if name)


def _figures(words: Words, found: Suggestion) -> str:
    count = words.plural("{count} visit", "{count} visits", len(found.timed))
    return words.say(
        mark("{visits}, {km} km, {minutes} min on the road"),
        visits=count, km=f"{found.price.metres / 1000:.1f}", minutes=found.price.driving,
    )  # fmt: skip


def _saved(words: Words, found: Suggestion) -> str:
    if found.minutes_saved <= 0:
        return words.say(mark("The present order takes no more road."))
    return words.say(
        mark("saves {minutes} min and {km} km beside the present order"),
        minutes=found.minutes_saved, km=f"{max(0, found.metres_saved) / 1000:.1f}",
    )  # fmt: skip


def _notes(words: Words, found: Suggestion) -> list[str]:
    """What isn't in the order, each with its reason."""
    task, said = found.task, []
    for left in found.plan.left:
        line = task.line(left.id)
        said.append(
            words.say(mark("Left out: {name}, {address}: {why}."), name=line.name, address=line.address,
                      why=left_sentence(words, left))
        )  # fmt: skip
    for zone in found.plan.zones:
        names = _joined(words, tuple(task.line(stop).name for stop in zone.stops))
        said.append(
            words.say(mark("Without a time, since nobody has located them yet: {zone}: {names}."),
                      zone=zone.name or words.say(mark("unknown quarter")), names=names)
        )  # fmt: skip
    for idle in found.plan.idle:
        crew = _joined(words, task.crew(idle.id))
        said.append(words.say(mark("Team {crew}: {why}."), crew=crew, why=left_sentence(words, idle)))
    return said
