"""Owns the screen of one customer's file: it asks for the file, holds its tabs, and marks a past day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QTabBar, QVBoxLayout, QWidget

from collectdesk.desk.contact.contacting import LogContact, Logged
from collectdesk.desk.customers.files import CustomerFile, OpenFile, ReadFileAgain
from collectdesk.desk.pipeline import Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.ui import wording
from collectdesk.ui.actions import Act
from collectdesk.ui.casefile.away import AwayBanner
from collectdesk.ui.casefile.clocks import ClocksTab
from collectdesk.ui.casefile.complaints import ComplaintsTab
from collectdesk.ui.casefile.documents import DocumentsTab
from collectdesk.ui.casefile.finances import FinancesTab
from collectdesk.ui.casefile.handings import HandingsTab
from collectdesk.ui.casefile.header import Header, PastBanner
from collectdesk.ui.casefile.history import HistoryTab
from collectdesk.ui.casefile.holds import HoldsTab
from collectdesk.ui.casefile.notices import NoticesTab
from collectdesk.ui.casefile.originals import OriginalsTab
from collectdesk.ui.casefile.people import PeopleTab
from collectdesk.ui.casefile.petitions import PetitionsTab
from collectdesk.ui.casefile.products import ProductsTab
from collectdesk.ui.casefile.risk import RiskTab
from collectdesk.ui.casefile.solutions import SolutionsTab
from collectdesk.ui.casefile.tab import Tab
from collectdesk.ui.casefile.tabs import Tabs
from collectdesk.ui.casefile.told import ToldTab
from collectdesk.ui.casefile.visits import VisitsTab
from collectdesk.ui.office import Office
from collectdesk.ui.page import Note, Page
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import column, row
from collectdesk.ui.parts.contact_log import ContactLog
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

TABS: Mapping[str, type[Tab]] = {
    "timeline": HistoryTab,
    "products": ProductsTab,
    "people": PeopleTab,
    "finances": FinancesTab,
    "risk": RiskTab,
    "visits": VisitsTab,
    "solutions": SolutionsTab,
    "notices": NoticesTab,
    "told": ToldTab,
    "handings": HandingsTab,
    "holds": HoldsTab,
    "complaints": ComplaintsTab,
    "clocks": ClocksTab,
    "documents": DocumentsTab,
    "originals": OriginalsTab,
    "rights": PetitionsTab,
}
HINTS: Mapping[str, str] = {
    "call": "log", "assess": "risk", "request_visit": "visits", "plan_visit": "visits", "notify": "visits",
    "record_visit": "visits", "solution": "solutions", "follow_promise": "solutions", "follow_plan": "solutions",
    "promise_broken": "solutions", "plan_broken": "solutions", "review": "timeline", "hold": "holds",
    "deadline": "holds",
}  # fmt: skip
"""Where the hint of a target leads: a tab's id stands for itself, a step's kind for the tab it is done on."""
LOG_WIDTH, NARROW, LOW = 412, 900, 460
_SHOWN_BY = frozenset(
    {
        Subject.CUSTOMERS,
        Subject.CASES,
        Subject.STEPS,
        Subject.VISITS,
        Subject.SOLUTIONS,
        Subject.ARCHIVE,
        Subject.IMPORTS,
    }
)


class CasefilePage(Page):
    """``open_target`` takes a customer's id, or the id with a hint: a tab's id, a step's kind, "log", or a past day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.file: CustomerFile | None = None
        self._customer_id = ""
        self._opened_id = ""
        self._past: date | None = None
        self._hint = ""
        self._asked = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)
        self.header = Header(office, self.open_log, lambda: self.show_tab("holds"), self._day_typed)
        self.past = PastBanner(office, lambda: self.show_day(None))
        self.away = AwayBanner(office)
        self.log = ContactLog(office)
        self.tabs = Tabs(tuple(TABS), lambda name: TABS[name](office, self))
        self._lay_out()
        self._add_keys()
        self.log.saved.connect(self._logged)
        self._show_emptiness(mark("No file is open yet"))

    # ---- building

    def _lay_out(self) -> None:
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        for _ in self.tabs:
            self.bar.addTab("")
        self.bar.currentChanged.connect(self._turned)
        self.speech.bind(self.bar, self.bar.setAccessibleName, mark("Parts of the file"))
        self._log_room = QScrollArea()
        self._log_room.setWidgetResizable(True)
        self._log_room.setFrameShape(QFrame.Shape.NoFrame)
        self._log_room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        held = QWidget()
        held.setProperty("look", "clear")
        held.setLayout(column(self.log, None))
        self._log_room.setWidget(held)
        self._log_room.setMinimumWidth(LOG_WIDTH)
        self._log_room.hide()
        self._left = QWidget()
        self._left.setLayout(column(self.bar, self.tabs.stack, spacing=6))
        beside = row(self._left, self._log_room, spacing=12)
        beside.setStretch(0, 1)
        self._whole = QWidget()
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for part in (self.past, self.away, self.header):
            whole.addWidget(part)
        whole.addLayout(beside, 1)
        self._empty = self._emptiness()
        layout = column(self._whole, self._empty)
        layout.setContentsMargins(16, 10, 16, 8)
        self.setLayout(layout)
        self._name_tabs()

    def _emptiness(self) -> QWidget:
        held = QWidget()
        layout = QVBoxLayout(held)
        self._says = label(None, "", "heading", wrap=True)
        self._says.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        go = button(
            self.speech, mark("Go to the customers"), lambda: self.opens.emit("customers", None), key="Alt+2"
        )
        layout.addStretch(1)
        layout.addWidget(self._says)
        layout.addLayout(row(None, go, None))
        layout.addStretch(1)
        return held

    def _add_keys(self) -> None:
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+PgDown", 1), ("Alt+Right", 1),
                           ("Ctrl+Shift+Tab", -1), ("Ctrl+PgUp", -1), ("Alt+Left", -1)):  # fmt: skip
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda step=step: self.turn(step))

    def _name_tabs(self) -> None:
        for at, kind in enumerate(TABS.values()):
            self.bar.setTabText(at, self.office.say(kind.sentence))

    # ---- what the window asks of a page

    def title(self) -> str:
        name = self.file.customer.name if self.file else ""
        said = self.office.say(mark("Customer file"))
        return f"{name} · {said}" if name else said

    def hints(self) -> tuple[tuple[str, str], ...]:
        log = (("F2", mark("Log a contact")),) if self._may_log() else ()
        return (*log, ("Alt+←→", mark("Other tab")), ("Esc", mark("Back")))

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        return {Act.MAIN: self.open_log}

    def open_target(self, target: Any) -> None:
        customer_id, hint = target if isinstance(target, tuple) else (target, "")
        day = hint if isinstance(hint, date) else None
        self._hint = "" if day else str(hint.value if isinstance(hint, Enum) else hint or "")
        if customer_id != self._customer_id or day:
            self._customer_id, self._past = str(customer_id), day
            self.header.day.put(day)
            self.close_log()
        self._soon.start(0)

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self._customer_id and touched & _SHOWN_BY:
            self._soon.start(0)

    def retranslate(self) -> None:
        self._name_tabs()
        self.header.speak()
        if self.file is not None:
            self.tabs.show_file(self.file)
        self._says.setText(self.office.say(self._says_what))

    def focus_first(self) -> None:
        if self.file is None:
            self.setFocus()
        elif not self._log_room.isVisible():
            self.current.focus_first()

    # ---- the file

    @property
    def is_past(self) -> bool:
        """Whether a past day is shown, on which nothing can be changed."""
        return self._past is not None

    @property
    def current(self) -> Tab:
        """The tab in sight."""
        return self.tabs[self.tabs.ids[self.bar.currentIndex()]]

    def _ask(self) -> None:
        """Ask for the file; opening it goes into the trail, reading it again doesn't."""
        self._asked += 1
        asked = self._asked
        opening = self._opened_id != self._customer_id
        deed: Lookup[CustomerFile] = (
            OpenFile(self._customer_id, self._past)
            if opening
            else ReadFileAgain(self._customer_id, self._past)
        )
        self.office.run(
            deed, owner=self, done=lambda file: self._show(asked, file), failed=lambda e: self._fail(asked, e)
        )

    def _show(self, asked: int, file: CustomerFile) -> None:
        if asked != self._asked:
            return
        is_new = self._opened_id != file.customer.id
        self._opened_id = file.customer.id
        self.file = file
        self._whole.show()
        self._empty.hide()
        self.past.show_day(file.past_day)
        self.away.show_file(file)
        self.header.day.put(file.past_day)
        self.header.show_file(file)
        self.tabs.show_file(file)
        self._turned(self.bar.currentIndex())
        self._say_title()
        self._follow_hint(is_new=is_new)

    def _fail(self, asked: int, error: BaseException) -> None:
        if asked != self._asked:
            return
        if self.file is not None and self.file.customer.id == self._customer_id:
            self.warn(error)
        else:
            self.file = None
            self._show_emptiness(wording.sentence(self.office.words, error))

    def _show_emptiness(self, sentence: str) -> None:
        self._says_what = sentence
        self._says.setText(self.office.say(sentence))
        self._whole.hide()
        self._empty.show()

    def _say_title(self) -> None:
        window = self.window()
        if hasattr(window, "_show_title") and self.isVisible():
            window._show_title()

    def _follow_hint(self, *, is_new: bool) -> None:
        hint, self._hint = self._hint, ""
        wanted = HINTS.get(hint, hint)
        if wanted == "log" and self._may_log():
            self.open_log()
        elif wanted in self.tabs:
            self.show_tab(wanted)
        elif is_new:
            self.show_tab("timeline")

    # ---- tabs and the day

    def part(self) -> str:
        return self.tabs.ids[self.bar.currentIndex()]

    def show_tab(self, name: str) -> None:
        """Bring a tab to sight and put the keyboard there."""
        self.bar.setCurrentIndex(self.tabs.ids.index(name))
        if self.isVisible():
            self.current.focus_first()

    def turn(self, step: int) -> None:
        """The next tab, or the one before."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + step) % self.bar.count())
        self.current.focus_first()

    def _turned(self, at: int) -> None:
        self.tabs.turn_to(self.tabs.ids[at])

    def _day_typed(self) -> None:
        typed = self.header.day.value()
        if self.header.day.text().strip() and typed is None:
            self.warn(self.office.say(self.header.day.problem()))
            return
        self.show_day(typed)

    def show_day(self, day: date | None) -> None:
        """Show the file as it stood at the end of a past day; None, today or later is the file as it is."""
        if day is not None and day >= local_day(self.office.desk.now()):
            day = None
        if day is None:
            self.header.day.put(None)
        if day != self._past and self._customer_id:
            self._past = day
            self.close_log()
            self._soon.start(0)

    def go(self, page: str, target: object) -> None:
        """Open something on another page."""
        self.opens.emit(page, target)

    # ---- the quick log

    def _may_log(self) -> bool:
        file = self.file
        return (
            file is not None
            and file.case is not None
            and not self.is_past
            and self.office.may(Permission.WORK_CASES)
        )

    def open_log(self, point_id: str = "") -> None:
        """Open the quick log beside the tabs; what was typed for another customer is kept for them."""
        file = self.file
        if file is None or file.case is None or not self._may_log():
            return
        self._log_room.show()
        self._share_width()
        self.log.show_case(file.case.id, file)
        if point_id:
            self.log.number.put(point_id)
        self.log.focus_log()

    def close_log(self) -> None:
        """Hide the log; what is typed stays in it for this customer."""
        if not self._log_room.isHidden():
            self._log_room.hide()
            self._left.show()
            if self.isVisible() and self.file is not None:
                self.current.focus_first()

    def _logged(self, deed: LogContact, logged: Logged) -> None:
        self.close_log()
        words = self.office.words
        text = words.say(mark("Logged: {outcome}."), outcome=term(words, deed.outcome))
        if not logged.breaches:
            self.confirm(text)
            return
        said = [breach.sentence.text(chinese=words.is_chinese) for breach in logged.breaches]
        told = words.say(mark("This was a breach; the supervisor is told:"))
        self.said.emit(Note("\n".join((f"{text} {told}", *said)), Tone.WARN))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._log_room.isHidden():
            self.close_log()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.be_low(low=self.height() < LOW)
        if not self._log_room.isHidden():
            self._share_width()

    def _share_width(self) -> None:
        """In a narrow window the log stands alone: half a timeline beside half a form helps nobody."""
        narrow = self.width() < NARROW
        self._left.setVisible(not narrow)
        self._log_room.setMaximumWidth(self.width() if narrow else LOG_WIDTH)
