"""Owns the supervisor's inbox: what waits, what is known about it, and the decision; then the next is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.customers.today import ShowInbox, ShowMatter
from collectdesk.desk.paper.recording import OpenSheet
from collectdesk.ui.page import Note
from collectdesk.ui.parts.card import Card, ListBesideDetail, row
from collectdesk.ui.parts.segments import Segments
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.today.batch import BatchApproval
from collectdesk.ui.today.decision import DecisionCard
from collectdesk.ui.today.matter import MatterCard
from collectdesk.ui.today.matters import MATTER_COLUMNS, Matter, Sort, matter_pills, matters_of, subjects_of
from collectdesk.ui.tokens import Tone
from collectdesk.ui.wording import sentence as refusal
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.customers.today import Inbox
    from collectdesk.desk.paper.recording import RecordSheet
    from collectdesk.domain.people.people import Permission
    from collectdesk.ui.office import Office

_TABS: Final = {Sort.COMPLAINT: "complaints", Sort.CLOCK: "clocks"}
"""Where in the file a matter stands."""
RESTS: Final = 140
"""Milliseconds the cursor rests on a matter before the file behind it is opened."""


class InboxView(QWidget):
    """``opens`` goes to a page, ``said`` carries a Note, ``counted`` how much waits."""

    NEEDS: ClassVar[Permission] = ShowInbox.needs
    opens = Signal(str, object)
    said = Signal(object)
    counted = Signal(int)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._matters: tuple[Matter, ...] | None = None
        self._next: object = None
        self._asked = self._shown = ""
        self._file: CustomerFile | None = None
        self._lay_out()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESTS)
        self._rest.timeout.connect(self._open_detail)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            pressed = QShortcut(QKeySequence(keys), self)
            pressed.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            pressed.activated.connect(self.decision.decide_first)

    def _lay_out(self) -> None:
        speech = self._office.speech
        self.pills = Segments(speech, mark("Show"))
        self.pills.picked.connect(lambda _group: self._show_matters())
        self.table = rows_table(
            speech, mark("Inbox"), MATTER_COLUMNS, lambda matter: matter.key, opens_on_click=False
        )
        self.table.set_empty(
            mark("Nothing waits for you"),
            mark("Visit requests, records to sign off, plans and breaches appear here by themselves."),
        )
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _matter: self._open_file())
        self.batch = BatchApproval(self._office)
        self.batch.deciding.connect(self._remember_next)
        self.batch.decided.connect(self._decided)
        card = Card(speech, mark("Waits for you"), flush=True)
        card.title.setProperty("look", "title")
        card.head.addWidget(self.batch)
        pills = row(self.pills, None)
        pills.setContentsMargins(10, 0, 10, 0)
        card.add(pills)
        card.add(self.table, 1)
        self.card = card
        self.matter = MatterCard(self._office)
        self.matter.opened.connect(self._open_file)
        self.decision = DecisionCard(self._office)
        self.decision.deciding.connect(self._remember_next)
        self.decision.decided.connect(self._decided)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        side.addWidget(self.matter, 1)
        side.addWidget(self.decision)
        held = QWidget()
        held.setLayout(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.sides = ListBesideDetail(card, held)
        whole.addWidget(self.sides)

        batch = QShortcut(QKeySequence("Ctrl+Shift+A"), self)
        batch.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        batch.activated.connect(self.batch.approve)

    # ---- the list

    def load(self) -> None:
        """Ask what waits now."""
        self._office.run(ShowInbox(), owner=self, done=self._show, failed=self._not_shown)

    def _not_shown(self, error: BaseException) -> None:
        self.table.show_note(refusal(self._office.words, error))

    def _show(self, inbox: Inbox) -> None:
        self._matters = matters_of(inbox)
        self.batch.show_matters(self._matters)
        self._office.signing.shown = subjects_of(inbox)
        self._asked = ""
        self.pills.show_segments(matter_pills(self._matters))
        self._show_matters()
        self.counted.emit(len(self._matters))

    def _show_matters(self) -> None:
        if self._matters is None:
            return
        chosen = self.pills.chosen
        self.table.show_rows([m for m in self._matters if chosen in ("", "all", m.sort.value)])
        if self._next is not None:
            self.table.choose(self._next)
            self._next = None
        self._picked(self.table.chosen)

    def retranslate(self) -> None:
        """Write again what isn't bound."""
        self.matter.retranslate()

    # ---- the chosen one

    def _picked(self, matter: Matter | None) -> None:
        key = matter.key if matter else ""
        self.matter.show_matter(matter)
        self.decision.show_matter(matter)
        if matter is None:
            self._rest.stop()
            self._shown = self._asked = ""
            self._file = None
            return
        if key != self._shown:
            self._shown, self._asked = key, ""  # an answer still under way is another matter's
            self._file = None
        if self._asked != key:
            self._rest.start()

    def _open_detail(self) -> None:
        matter = self.table.chosen
        if matter is None or self._asked == matter.key or matter.sort is Sort.MACHINE or not matter.case_id:
            return
        self._asked = asked = matter.key

        def opened(found: CustomerFile) -> None:
            self.batch.opened(asked)
            if self._asked == asked:
                self._file = found
                self.matter.show_file(found)

        def sheet_opened(sheet: RecordSheet) -> None:
            if self._asked == asked:
                self.matter.show_sheet(sheet)

        self._office.run(ShowMatter(matter.case_id), owner=self, done=opened, failed=self._not_opened)
        if matter.sort is Sort.RECORD:
            visit_id: Any = matter.source.visit.visit_id
            self._office.run(OpenSheet(visit_id), owner=self, done=sheet_opened, failed=self._not_opened)

    def _not_opened(self, error: BaseException) -> None:
        self._asked = ""
        self.said.emit(Note(refusal(self._office.words, error), Tone.DANGER))

    def _open_file(self) -> None:
        matter = self.table.chosen
        if matter is not None and matter.sort is Sort.PETITION:
            self.opens.emit("casefile", (matter.source.petition.customer_id, "rights"))
        elif self._file is not None:
            hint = _TABS.get(matter.sort) if matter is not None else None
            self.opens.emit("casefile", (self._file.customer.id, hint))

    # ---- deciding

    def _remember_next(self) -> None:
        at, model = self.table.currentIndex().row(), self.table.values
        self._next = model.key_at(at + 1) if at + 1 < model.rowCount() else None

    def _decided(self, text: str) -> None:
        self.said.emit(Note(text, Tone.GOOD))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_decision(self) -> None:
        self.sides.show_detail(True)
        self.decision.focus_reason()

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
