"""Owns Today: the worklist for whoever works cases, the inbox in front of it for whoever decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from collectdesk.desk.contact.purposes import REMINDS
from collectdesk.desk.customers.petitioning import DUE
from collectdesk.desk.pipeline import Subject
from collectdesk.desk.solutions.following import StartDay
from collectdesk.desk.visits.morning import PrintMorning
from collectdesk.domain.people.people import Permission
from collectdesk.ui.actions import Act
from collectdesk.ui.page import Page
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.pdf_preview import PdfPreview
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.today.inbox import InboxView
from collectdesk.ui.today.station_line import StationLine
from collectdesk.ui.today.worklist import WorklistView
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectdesk.desk.customers.today import WorkItem
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

SHOWN: Final = frozenset({
    Subject.CASES, Subject.STEPS, Subject.CUSTOMERS, Subject.SOLUTIONS, Subject.VISITS, Subject.IMPORTS,
    Subject.TRAIL,
})  # fmt: skip
INBOX: Final = "inbox"
WORKLIST: Final = "worklist"

TABS_BY_WHY: Final = {
    "handing.back_by": "handings", "handing.returned": "handings", "watch.review": "solutions",
    "disclosure.planned": "told", "report.planned": "told", "original.due_back": "originals",
}  # fmt: skip
"""Where a step is done whose kind alone doesn't say it."""


class TodayPage(Page):
    """What is to be done now, left over first; for a supervisor what waits for a decision."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._started = False
        self._counts: dict[str, int | None] = {INBOX: None, WORKLIST: None}
        self.worklist = WorklistView(office)
        self.worklist.opens.connect(self._open_item)
        self.worklist.said.connect(self.said)
        self.worklist.counted.connect(lambda count: self._count(WORKLIST, count))
        self.station = StationLine(office)
        self.station.said.connect(self.said)
        self.stack = QStackedWidget()
        self.inbox: InboxView | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.station)
        self.parts = Segments(office.speech, mark("Part of Today"))
        if office.may(InboxView.NEEDS):
            self.inbox = InboxView(office)
            self.inbox.opens.connect(self.opens)
            self.inbox.said.connect(self.said)
            self.inbox.counted.connect(lambda count: self._count(INBOX, count))
            self.stack.addWidget(self.inbox)
            self.parts.picked.connect(self.show_part)
            self._write_parts()
            layout.addLayout(row(self.parts, None))
        self.stack.addWidget(self.worklist)
        self.preview = PdfPreview(office)
        self.preview.said.connect(self.confirm)
        self.preview.closed.connect(lambda: self.show_part(WORKLIST))
        self.stack.addWidget(self.preview)
        self.stack.setCurrentIndex(0)
        self.worklist.morning_asked.connect(self.print_morning)
        layout.addWidget(self.stack, 1)

    def title(self) -> str:
        return self.office.say(mark("Today"))

    # ---- parts

    def show_part(self, part: str) -> None:
        """Show the inbox or the worklist."""
        if self.inbox is not None:
            self.parts.choose(part)
        in_front = self.inbox if part == INBOX and self.inbox is not None else self.worklist
        self.stack.setCurrentWidget(in_front)
        self.focus_first()

    def print_morning(self) -> None:
        """Make the morning page of whose list is shown; the preview prints it."""
        whose = self.worklist.whose.value() or ""
        deed = PrintMorning(self.preview.new_target("morning.pdf"), self.office.words.language, whose)
        self.office.run(deed, owner=self, done=self._look_at, failed=self.warn)

    def _look_at(self, paper: Printed) -> None:
        self.stack.setCurrentWidget(self.preview)
        self.preview.show_paper(paper)

    @property
    def _in_inbox(self) -> bool:
        return self.inbox is not None and self.stack.currentWidget() is self.inbox

    def _count(self, part: str, count: int) -> None:
        self._counts[part] = count
        if self.inbox is not None:
            self._write_parts()

    def _write_parts(self) -> None:
        self.parts.show_segments((
            Segment(INBOX, mark("Inbox"), self._counts[INBOX]),
            Segment(WORKLIST, mark("Worklist"), self._counts[WORKLIST]),
        ))  # fmt: skip

    # ---- what the window asks

    def refresh(self, touched: frozenset[Subject]) -> None:
        if not self._started:
            self._started = True
            if self.office.may(StartDay.needs):
                # promises and plans are judged as of today before anyone looks at the list
                self.office.run(
                    StartDay(), owner=self, done=lambda _judged: self._load(), failed=self._not_started
                )
                return
        if touched & SHOWN:
            self._load()

    def _not_started(self, error: BaseException) -> None:
        self.warn(error)
        self._load()

    def _load(self) -> None:
        self.worklist.load()
        self.station.load()
        if self.inbox is not None:
            self.inbox.load()

    def retranslate(self) -> None:
        self.worklist.retranslate()
        self.station.retranslate()
        if self.inbox is not None:
            self.inbox.retranslate()

    def focus_first(self) -> None:
        if self._in_inbox and self.inbox is not None:
            self.inbox.focus_first()
        else:
            self.worklist.focus_first()

    def open_target(self, target: Any) -> None:
        if target in (INBOX, WORKLIST):
            self.show_part(target)

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        if self.stack.currentWidget() is self.preview:
            return {Act.PRINT: self.preview.print_paper, Act.BACK: self.preview.close_paper}
        if self._in_inbox and self.inbox is not None:
            return {Act.MAIN: self.inbox.focus_decision}
        if self.office.may(Permission.WORK_CASES):
            return {Act.MAIN: self.worklist.focus_log, Act.PRINT: self.print_morning}
        return {}

    def hints(self) -> tuple[tuple[str, str], ...]:
        keys = [("↑↓", mark("Choose")), ("Enter", mark("Open the file"))]
        if self.office.may(Permission.WORK_CASES):
            keys += [("F2", mark("Log or decide")), ("1–9", mark("Answer")), ("Ctrl+Enter", mark("Save"))]
        return tuple(keys)

    def _open_item(self, item: WorkItem) -> None:
        """The customer's file, at the step that is due."""
        hint = "rights" if item.why == DUE else TABS_BY_WHY.get(item.why, item.kind)
        if item.why.startswith(REMINDS):
            hint = "log"  # reminding is a call or a message
        self.opens.emit("casefile", (item.customer_id, hint))
