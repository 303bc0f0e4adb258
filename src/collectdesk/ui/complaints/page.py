"""Owns the Complaints screen: the register, what is known of the chosen one, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from collectdesk.desk.archive.chronology import PrintChronology
from collectdesk.desk.contact.complaints import (
    CloseComplaint,
    ComplaintView,
    ListColleagues,
    ListComplaints,
    MarkObjection,
    is_closable,
)
from collectdesk.desk.customers.files import CustomerFile, ReadFileAgain
from collectdesk.desk.pipeline import Subject
from collectdesk.domain.contact.complaints import AnswerWay, ComplaintKind, ComplaintState
from collectdesk.domain.people.people import Permission
from collectdesk.domain.zones import local_day
from collectdesk.ui.casefile.person_forms import Side
from collectdesk.ui.complaints.columns import REGISTER
from collectdesk.ui.complaints.forms import AgainForm, AnswerForm, ImproveForm, ResultForm, StepForm
from collectdesk.ui.page import Page
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.choices import Flow
from collectdesk.ui.parts.facts import Facts
from collectdesk.ui.parts.register_face import RegisterFace
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.segments import Segment
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.today.matter_facts import complaint_facts
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.ui.complaints.forms import Colleagues
    from collectdesk.ui.office import Office

_GROUPS: Final = (
    (ComplaintState.RECEIVED, mark("To answer")),
    (ComplaintState.ANSWERED, mark("Answered")),
    (ComplaintState.CLOSED, mark("Concluded")),
)
_SHOWN_BY: Final = frozenset({Subject.CASES, Subject.STEPS})


class ComplaintsPage(Page):
    """``open_target`` takes a complaint's id."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._found: tuple[ComplaintView, ...] = ()
        self._wanted = ""
        self._asked = ""
        speech = self.speech
        self.table: ValueTable[ComplaintView] = rows_table(
            speech, mark("Complaints"), REGISTER, lambda shown: shown.complaint.id, opens_on_click=False
        )
        self.table.set_empty(
            mark("Nothing stands here"),
            mark("Complaints and bureau objections are registered in a customer's file."),
        )
        self.answer = AnswerForm(office, self._today)
        self.improve = ImproveForm(office, self._today)
        self.result = ResultForm(office)
        self.again = AgainForm(office)
        self.forms = (self.answer, self.improve, self.result, self.again)
        self._lay_out()
        for form in self.forms:
            form.submitted.connect(lambda values, form=form: self._act(form, values))
        self.segments.picked.connect(lambda _group: self._show())
        self.table.picked.connect(self._picked)
        self.table.opened.connect(
            lambda shown: self.opens.emit("casefile", (shown.customer_id, "complaints"))
        )
        self.preview.said.connect(self.confirm)
        self._picked(None)

    def _lay_out(self) -> None:
        speech = self.speech
        self.facts = Facts()
        inner = QWidget()
        inner.setLayout(column(self.facts, None))
        room = scrolled(inner, by_keys=True)
        speech.bind(room, room.setAccessibleName, mark("What is known"))
        self.buttons = {
            "answer": button(speech, mark("Answer it"), self._begin_answer, look="primary"),
            "mark": button(speech, mark("Marked at the bureau today"), self._mark),
            "improve": button(speech, mark("Set an improvement"), self._begin_improve),
            "result": button(speech, mark("Note the result"), self._begin_result),
            "close": button(speech, mark("Close it"), self._close, look="primary", icon="check"),
            "again": button(speech, mark("Take it up again"), self._begin_again),
            "print": button(speech, mark("Print the chronology"), self._print, icon="printer", key="Ctrl+P"),
        }
        flow = Flow(spacing=8)
        for made in self.buttons.values():
            flow.addWidget(made)
        self.detail = Card(speech, mark("The chosen one"))
        self.detail.add(room, 1)
        self.detail.add(flow)
        self.side = Side(self.detail, *self.forms, fills=True)
        self.face = RegisterFace(
            self.office, mark("Complaints and bureau objections"), self.table, self.side, share=(3, 2)
        )
        self.segments, self.preview = self.face.segments, self.face.preview
        self.setLayout(column(self.face))

    # ---- what the window asks of a page

    def title(self) -> str:
        return self.office.say(mark("Complaints"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & _SHOWN_BY:
            self.office.run(ListComplaints(), owner=self, done=self._take, failed=self.warn)
            self.office.run(ListColleagues(), owner=self, done=self._offer)

    def retranslate(self) -> None:
        self._picked(self.table.chosen)

    def focus_first(self) -> None:
        self.table.setFocus()

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("↑↓", mark("Choose")), ("Enter", mark("Open the file")))

    def open_target(self, target: Any) -> None:
        """Show one complaint."""
        self._wanted = str(target or "")
        self._choose()

    # ---- showing

    def _offer(self, who: Colleagues) -> None:
        self.improve.owner.offer(who)

    def _take(self, found: tuple[ComplaintView, ...]) -> None:
        self._found = found
        states = [each.complaint.state for each in found]
        self.segments.show_segments(
            [Segment(state.value, said, states.count(state)) for state, said in _GROUPS]
        )
        self._show()
        self._choose()

    def _choose(self) -> None:
        wanted = next((each for each in self._found if each.complaint.id == self._wanted), None)
        if wanted is not None:
            self._wanted = ""
            self.segments.choose(wanted.complaint.state.value)
            self._show()
            self.table.choose(wanted.complaint.id)

    def _show(self) -> None:
        chosen = self.segments.chosen or ComplaintState.RECEIVED.value
        self.table.show_rows([each for each in self._found if each.complaint.state.value == chosen])
        self._picked(self.table.chosen)

    def _picked(self, shown: ComplaintView | None) -> None:
        self.side.rest()
        self.facts.show_facts(complaint_facts(self.office.words, shown) if shown is not None else ())
        fits = self._fits(shown) if shown is not None else frozenset[str]()
        for name, made in self.buttons.items():
            made.setVisible(name in fits)

    def _fits(self, shown: ComplaintView) -> frozenset[str]:
        """What can be done with it now by this person."""
        kept, may = shown.complaint, self.office.may
        fits = {"print"} if may(Permission.PRINT_RECORD) else set()
        if not may(Permission.WORK_CASES):
            return frozenset(fits)
        if kept.state is ComplaintState.CLOSED:
            return frozenset(fits | {"again"})
        fits.add("result" if kept.improvement and not kept.result else "improve")
        if kept.kind is ComplaintKind.OBJECTION and kept.marked_on is None:
            fits.add("mark")
        if kept.state is ComplaintState.RECEIVED:
            fits.add("answer")
        elif is_closable(shown) and may(Permission.CLOSE_COMPLAINT):
            fits.add("close")
        return frozenset(fits)

    def _today(self) -> date:
        return local_day(self.office.desk.now())

    # ---- acts

    def _begin(self, form: StepForm, defaults: dict[str, Any], first: str) -> None:
        shown = self.table.chosen
        if shown is not None:
            form.begin(shown.complaint.id, defaults)
            self.side.show_form(form)
            form.form.focus(first)

    def _begin_answer(self) -> None:
        shown = self.table.chosen
        if shown is None:
            return
        defaults = {
            "way": AnswerWay.LETTER,
            "language": self.office.words.language,
            "answered_on": self._today(),
        }
        self._begin(self.answer, defaults, "finding")
        self._asked = shown.complaint.id

        def known(file: CustomerFile) -> None:
            if self._asked == shown.complaint.id:
                self.answer.offer_points(file.points)

        self.office.run(ReadFileAgain(shown.customer_id), owner=self, done=known, failed=self.warn)

    def _begin_improve(self) -> None:
        self._begin(self.improve, {}, "what")

    def _begin_result(self) -> None:
        self._begin(self.result, {}, "result")

    def _begin_again(self) -> None:
        self._begin(self.again, {}, "why")

    def _act(self, form: StepForm, values: dict[str, Any]) -> None:
        shown = self.table.chosen
        if shown is None:
            return
        self._wanted = shown.complaint.id

        def done(_result: object) -> None:
            form.finish()
            self.side.rest()
            self._confirm_done(shown)

        self.office.run(form.deed(shown.complaint.id, values), owner=self, done=done, failed=form.refuse)

    def _confirm_done(self, shown: ComplaintView) -> None:
        self.confirm(self.office.say(mark("{number} is kept."), number=shown.complaint.number))
        self.table.setFocus()

    def _mark(self) -> None:
        shown = self.table.chosen
        if shown is not None:
            self._wanted = shown.complaint.id
            deed = MarkObjection(shown.complaint.id, self._today())
            self.office.run(deed, owner=self, done=lambda _none: self._confirm_done(shown), failed=self.warn)

    def _close(self) -> None:
        shown = self.table.chosen
        if shown is not None:
            deed = CloseComplaint(shown.complaint.id)
            self.office.run(deed, owner=self, done=lambda _none: self._confirm_done(shown), failed=self.warn)

    def _print(self) -> None:
        shown = self.table.chosen
        if shown is not None:
            target = self.preview.new_target("chronology.pdf")
            deed = PrintChronology(target, shown.complaint.case_id, self.office.words.language)
            self.office.run(deed, owner=self, done=self.face.show_paper, failed=self.warn)
