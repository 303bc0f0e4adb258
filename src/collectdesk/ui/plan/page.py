"""Owns the Plan screen: approved requests become visits, planned visits are prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.visits.visiting import ListRequests, ListVisits, PlanVisit, RequestLine, VisitLine
from collectdesk.domain.visits.visits import RequestState
from collectdesk.domain.zones import local_day
from collectdesk.ui.actions import Act
from collectdesk.ui.page import Page
from collectdesk.ui.parts.beside import Beside
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.fields import DateEdit
from collectdesk.ui.parts.pdf_preview import PdfPreview
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.plan.board_page import BoardPage
from collectdesk.ui.plan.columns import REQUESTS, VISITS
from collectdesk.ui.plan.diary_page import DiaryPage
from collectdesk.ui.plan.next_card import NextCard
from collectdesk.ui.plan.order_page import OrderPage
from collectdesk.ui.plan.planning import Planning
from collectdesk.ui.plan.rounds_page import RoundsPage
from collectdesk.ui.plan.visit_panel import VisitPanel
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

TO_PLAN, PLANNED = "to_plan", "planned"


class PlanPage(Page):
    """Requests or visits at the left; at the right the plan's form or the visit's preparation."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._wanted: str | None = None
        self._requests: tuple[RequestLine, ...] = ()
        self._visits: tuple[VisitLine, ...] = ()
        self._ahead: tuple[VisitLine, ...] = ()
        self._waiting = 0
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.main_act)
        order = QShortcut(QKeySequence("Ctrl+O"), self)
        order.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        order.activated.connect(self.suggest)
        teams = QShortcut(QKeySequence("Ctrl+T"), self)
        teams.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        teams.activated.connect(self.show_rounds)
        boarding = QShortcut(QKeySequence("Ctrl+B"), self)
        boarding.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        boarding.activated.connect(self.show_board)
        diary = QShortcut(QKeySequence("Ctrl+D"), self)
        diary.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        diary.activated.connect(self.show_diary)

    def _lay_out(self) -> None:
        speech = self.speech
        self.segments = Segments(speech, mark("Show"))
        self.segments.picked.connect(self._pick)
        self.day = DateEdit(speech, lambda: local_day(self.office.desk.now()))
        self.day.setFixedWidth(150)
        speech.bind(self.day, self.day.setPlaceholderText, mark("Every open visit"))
        speech.bind(self.day, self.day.setAccessibleName, mark("Day of the visits"))
        self.day.edited.connect(self._read_visits)
        self.requests = rows_table(
            speech, mark("Requests to plan"), REQUESTS, lambda r: r.request_id, opens_on_click=False
        )
        self.requests.set_empty(
            mark("No approved request waits for a plan"),
            mark("A visit is asked for in the customer's file; a supervisor approves it."),
        )
        self.visits = rows_table(
            speech, mark("Planned visits"), VISITS, lambda v: v.visit_id, opens_on_click=False
        )
        self.visits.set_empty(
            mark("No visit is planned"),
            mark("Plan an approved request, or empty the day to see every open one."),
        )
        self.lists = QStackedWidget()
        self.lists.addWidget(self.requests)
        self.lists.addWidget(self.visits)
        card = Card(speech, mark("Plan"), flush=True)
        card.title.setProperty("look", "title")
        self._lay_out_order()
        card.head.addWidget(self.diary_button)
        card.head.addWidget(self.board_button)
        card.head.addWidget(self.order_button)
        card.head.addWidget(self.rounds_button)
        # not before it has its place: shown without a parent it would be a window of its own for a blink
        self.order_button.setVisible(self.order.may)
        self.diary.week_button.setVisible(self.order.may)
        which = row(self.segments, None, self.day)
        which.setContentsMargins(12, 0, 10, 0)
        card.add(which)
        card.add(self.lists, 1)
        for table, show in ((self.requests, self._show_request), (self.visits, self._show_visit)):
            table.picked.connect(show)
            table.opened.connect(lambda _line: self._go_into())
        self._lay_out_faces(card)
        self._count()
        self._pick(TO_PLAN)

    def _lay_out_faces(self, card: Card) -> None:
        self.preview = PdfPreview(self.office)
        self.preview.said.connect(self.confirm)
        self.preview.closed.connect(self._close_paper)
        self.faces = QStackedWidget()
        # the plan and its rules need a little more room than other details
        self.split = Beside(card, self._details(), lambda width: min(440, max(300, width * 2 // 5)))
        self.faces.addWidget(self.split)
        self.faces.addWidget(self.preview)
        self.faces.addWidget(self.order)
        self.faces.addWidget(self.board)
        self.faces.addWidget(self.diary)
        self._lay_out_rounds()
        outer = column(self.faces)
        outer.setContentsMargins(16, 10, 16, 12)
        self.setLayout(outer)

    def _lay_out_order(self) -> None:
        self.order = OrderPage(self.office)
        self.order.closed.connect(self._close_paper)
        self.order.said.connect(self.confirm)
        self.order_button = button(
            self.speech, mark("Suggest an order for today"), self.suggest, icon="route", key="Ctrl+O"
        )

        self.board = BoardPage(self.office)
        self.board.closed.connect(self._close_paper)
        self.board.order_asked.connect(self.suggest)
        self.board.said.connect(self.confirm)
        self.board_button = button(self.speech, mark("Board"), self.show_board, icon="clock", key="Ctrl+B")
        self.diary = DiaryPage(self.office)
        self.diary.closed.connect(self._close_paper)
        self.diary.file_asked.connect(lambda customer: self.opens.emit("casefile", customer))
        self.diary.day_asked.connect(self._board_of)
        self.diary.week_asked.connect(self._order_week)
        self.diary_button = button(
            self.speech, mark("Calendar"), self.show_diary, icon="calendar", key="Ctrl+D"
        )
        self.rounds_button = button(self.speech, mark("Teams"), self.show_rounds, icon="users", key="Ctrl+T")

    def _lay_out_rounds(self) -> None:
        self.rounds = RoundsPage(self.office, self.preview.new_target)
        self.rounds.closed.connect(self._close_paper)
        self.rounds.said.connect(self.confirm)
        self.rounds.printed.connect(self._show_paper)
        self.faces.addWidget(self.rounds)

    def _details(self) -> QWidget:
        self.planning = Planning(self.office)
        self.visit = VisitPanel(self.office, self.preview.new_target)
        self.visit.kit.printed.connect(self._show_paper)
        self.planning.planned.connect(self._planned)
        self.planning.file_asked.connect(lambda customer: self.opens.emit("casefile", customer))
        self.visit.file_asked.connect(lambda customer: self.opens.emit("casefile", customer))
        self.visit.sheet_asked.connect(lambda visit_id: self.opens.emit("record", visit_id))
        self.visit.said.connect(self.confirm)
        self.planning.setVisible(False)
        self.visit.setVisible(False)
        self.details = QStackedWidget()
        for panel in (self.planning, self.visit):
            self.details.addWidget(scrolled(panel))
        ways = (
            (mark("Customers"), "users", lambda: self.opens.emit("customers", None)),
            (mark("Today's teams"), "route", self.show_rounds),
            (mark("Calendar"), "calendar", self.show_diary),
        )
        self.next = NextCard(self.office, ways)
        self.next.day_asked.connect(self._board_of)
        self.details.addWidget(self.next)
        return self.details

    # ---- the shell's questions

    def title(self) -> str:
        return self.office.say(mark("Plan"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & {Subject.VISITS, Subject.CASES, Subject.STEPS}:
            self._read_requests()
            self._read_visits()
            self._read_ahead()
        if Subject.PEOPLE in touched or not self.planning.officer.count():
            self.planning.read_staff()

    def retranslate(self) -> None:
        self.planning.retranslate()

    def focus_first(self) -> None:
        (self.requests if self.segments.chosen == TO_PLAN else self.visits).setFocus()

    def open_target(self, target: Any) -> None:
        """A request, a visit, a case or a customer, by id; or a day, to see its visits."""
        self._wanted = str(target)
        if not self._choose_wanted():
            self.refresh(frozenset({Subject.VISITS}))

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        if self.preview.paper is not None:
            return {Act.PRINT: self.preview.print_paper, Act.BACK: self.preview.close_paper}
        if self.faces.currentWidget() is self.order:
            return {Act.MAIN: self.order.accept, Act.BACK: self.order.closed.emit}
        if self.faces.currentWidget() is self.board:
            return {Act.MAIN: self.board.take, Act.BACK: self.board.back}
        if self.faces.currentWidget() is self.diary:
            return {Act.BACK: self.diary.closed.emit}
        if self.faces.currentWidget() is self.rounds:
            return {Act.MAIN: self.rounds.go_on, Act.BACK: self.rounds.closed.emit}
        acts: dict[Act, Callable[[], object]] = {Act.MAIN: self.main_act}
        if self.split.is_inside:
            acts[Act.BACK] = self._come_back
        if self.segments.chosen == PLANNED and not self.visit.kit.isHidden():
            acts[Act.PRINT] = self.visit.kit.print_kit
        return acts

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("↑↓", mark("Choose")),
            ("F2", mark("Plan, or note the answer")),
            ("Ctrl+P", mark("Print the kit")),
            ("Ctrl+O", mark("Suggest an order")),
            ("Ctrl+B", mark("Board")),
            ("Ctrl+T", mark("Teams")),
            ("Ctrl+D", mark("Calendar")),
        )

    def main_act(self) -> None:
        """F2: plan the request, or go on with the visit."""
        if self.segments.chosen == TO_PLAN:
            if self.office.may(PlanVisit.needs):
                self.planning.plan()
        else:
            self.visit.main_act()

    def suggest(self) -> None:
        """Today's visits and approved requests in a good order."""
        if self.order.may:
            self.faces.setCurrentWidget(self.order)
            self.order.begin()

    def show_board(self) -> None:
        """The day's teams and hours; of the day that is chosen in the list, else of today."""
        self.faces.setCurrentWidget(self.board)
        self.board.begin(self.day.value() if self.segments.chosen == PLANNED else None)

    def show_diary(self) -> None:
        """The weeks ahead: visits, promises, deadlines, leave and holidays."""
        self.faces.setCurrentWidget(self.diary)
        self.diary.begin()

    def _board_of(self, day: date) -> None:
        self.faces.setCurrentWidget(self.board)
        self.board.begin(day)

    def _order_week(self, day: date) -> None:
        if self.order.may:
            self.faces.setCurrentWidget(self.order)
            self.order.begin(day, week=True)

    def show_rounds(self) -> None:
        """The day's teams: recheck, print, release, out, back, accounted for."""
        self.faces.setCurrentWidget(self.rounds)
        self.rounds.begin()

    # ---- lists

    def _pick(self, which: str) -> None:
        to_plan = which == TO_PLAN
        self.lists.setCurrentWidget(self.requests if to_plan else self.visits)
        self.day.setVisible(not to_plan)
        self.segments.choose(which)
        self._show_face()

    def _show_face(self) -> None:
        """The details of the list's line; beside an empty list what comes next."""
        to_plan = self.segments.chosen == TO_PLAN
        listed = self._requests if to_plan else self._visits
        self.next.show_plan(self._ahead, self._waiting, is_planned=not to_plan)
        self.details.setCurrentIndex((0 if to_plan else 1) if listed else 2)

    def _read_ahead(self) -> None:
        self.office.run(ListRequests(RequestState.SUBMITTED), owner=self, done=self._take_waiting)
        self.office.run(ListVisits(None), owner=self, done=self._take_ahead)

    def _take_waiting(self, found: tuple[RequestLine, ...]) -> None:
        self._waiting = len(found)
        self._show_face()

    def _take_ahead(self, found: tuple[VisitLine, ...]) -> None:
        self._ahead = found
        self._show_face()

    def _count(self) -> None:
        self.segments.show_segments(
            (
                Segment(TO_PLAN, mark("To plan"), len(self._requests)),
                Segment(PLANNED, mark("Planned"), len(self._visits)),
            )
        )

    def _read_requests(self) -> None:
        self.office.run(ListRequests(RequestState.APPROVED), owner=self, done=self._take_requests)

    def _take_requests(self, found: tuple[RequestLine, ...]) -> None:
        self._requests = found
        self._count()
        self.requests.show_rows(found)
        self._show_face()
        self._choose_wanted()

    def _read_visits(self) -> None:
        day: date | None = self.day.value()
        self.office.run(ListVisits(day), owner=self, done=self._take_visits)

    def _take_visits(self, found: tuple[VisitLine, ...]) -> None:
        self._visits = tuple(sorted(found, key=lambda line: line.planned_at))
        self._count()
        self.visits.show_rows(self._visits)
        self._show_face()
        self._choose_wanted()

    def _choose_wanted(self) -> bool:
        wanted = self._wanted
        for request in self._requests:
            if wanted in (request.request_id, request.case_id, request.customer_id):
                self._wanted = None
                self._pick(TO_PLAN)
                return self.requests.choose(request.request_id)
        for visit in self._visits:
            if wanted in (visit.visit_id, visit.case_id, visit.customer_id, visit.visit_no):
                self._wanted = None
                self._pick(PLANNED)
                return self.visits.choose(visit.visit_id)
        return False

    def _show_request(self, line: RequestLine | None) -> None:
        may_plan = self.office.may(PlanVisit.needs)
        self.planning.show_request(line)
        self.planning.plan_button.setVisible(may_plan)

    def _show_visit(self, line: VisitLine | None) -> None:
        self.visit.show_visit(line, self._visits)

    def _go_into(self) -> None:
        self.split.go_into()
        if self.segments.chosen == TO_PLAN:
            self.planning.form.focus("day")
        elif not self.visit.telling.isHidden():
            self.visit.telling.form.focus("channel")

    def _come_back(self) -> None:
        self.split.come_back()
        self.focus_first()

    def _show_paper(self, paper: Printed) -> None:
        self.preview.show_paper(paper)
        self.faces.setCurrentWidget(self.preview)

    def _close_paper(self) -> None:
        self.faces.setCurrentIndex(0)
        self.focus_first()

    def _planned(self, visit_id: str, _request_id: str) -> None:
        line = next((each for each in self._visits if each.visit_id == visit_id), None)
        number = line.visit_no if line else ""
        self.confirm(
            self.office.say(
                mark("Visit {number} is planned. Tell the customer under “Planned”."), number=number
            )
            if number
            else self.office.say(mark("The visit is planned. Tell the customer under “Planned”."))
        )
