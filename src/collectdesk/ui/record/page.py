"""Owns the Record screen: sheets that came back are typed up, typed records are signed off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from collectdesk.desk.paper.recording import (
    FindByCode,
    ListWaitingRecords,
    OpenSheet,
    Recorded,
    RecordVisit,
    SignOff,
    WaitingRecord,
)
from collectdesk.desk.paper.scanning import ShowTray, Tray, TrayPage
from collectdesk.desk.paper.visit_papers import PrintCustodySlip, PrintRegister, month_of
from collectdesk.desk.pipeline import Subject
from collectdesk.desk.visits.printing import PrintRecord
from collectdesk.desk.visits.visiting import ListVisits, VisitLine
from collectdesk.domain.paper.scans import MOST_GUESSES
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import local_day
from collectdesk.ui import wording
from collectdesk.ui.actions import Act
from collectdesk.ui.page import Page
from collectdesk.ui.parts.beside import Beside
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.pdf_preview import PdfPreview
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.record.columns import TO_RECORD, TRAY, WAITING
from collectdesk.ui.record.next_card import RECORD, SCANS, SIGN, NextCard, PanelOrNext, Way
from collectdesk.ui.record.paper import TypingBesidePaper
from collectdesk.ui.record.signing_panel import SigningPanel
from collectdesk.ui.record.tray import TrayPanel
from collectdesk.ui.record.typing_panel import TypingPanel
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectdesk.desk.paper.recording import RecordSheet
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

_ORDER: Final = (RECORD, SIGN, SCANS)
LIST_WIDTH: Final = 372


class RecordPage(Page):
    """Visits at the left, the sheet at the right."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._wanted: str | None = None
        self._alone: str | None = None
        self._visits: tuple[VisitLine, ...] = ()
        self._waiting: tuple[WaitingRecord, ...] = ()
        self.setAcceptDrops(True)
        self._tray: tuple[TrayPage, ...] = ()
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.main_act)

    def _lay_out(self) -> None:
        self.preview = PdfPreview(self.office)
        self.preview.said.connect(self.confirm)
        self.preview.closed.connect(self._close_paper)
        self.split = Beside(self._lists(), self._sheets(), lambda width: max(300, width - LIST_WIDTH))
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        self.faces = QStackedWidget()
        self.faces.addWidget(self.split)
        self.faces.addWidget(self.preview)
        outer = column(self.faces)
        outer.setContentsMargins(16, 10, 16, 12)
        self.setLayout(outer)
        self._count()
        self._pick(SIGN if self.office.may(SignOff.needs) else RECORD)

    def _lists(self) -> QWidget:
        speech = self.speech
        self.segments = Segments(speech, mark("Show"))
        self.segments.picked.connect(self._pick)
        self.code = TextEdit(speech, mark("Scan or type the code of a sheet"), longest=80)
        speech.bind(self.code, self.code.setAccessibleName, mark("Code of the sheet"))
        self.code.returnPressed.connect(self.find_code)
        self.code.edited.connect(lambda: self._code_wrong(""))
        self.wrong_code = label(None, "", "wrong", wrap=True)
        self.wrong_code.hide()
        self.visits = rows_table(
            speech, mark("Visits to record"), TO_RECORD, lambda v: v.visit_id, opens_on_click=False
        )
        self.visits.set_empty(
            mark("Every visit is recorded"),
            mark("Visits of today and before stand here until they are typed up."),
        )
        self.waiting = rows_table(
            speech, mark("Records to sign"), WAITING, lambda w: w.visit.visit_id, opens_on_click=False
        )
        self.waiting.set_empty(
            mark("No record waits for a signature"), mark("Records stand here once they are typed up.")
        )
        self.tray = rows_table(
            speech, mark("Scanned pages that wait"), TRAY, lambda page: page.id, opens_on_click=False
        )
        self.tray.set_empty(
            mark("No scanned page waits"),
            mark("Pages with our code file themselves; what can't be filed stands here."),
        )
        self.lists = QStackedWidget()
        for table in (self.visits, self.waiting, self.tray):
            self.lists.addWidget(table)
        card = Card(speech, mark("Record"), flush=True)
        card.title.setProperty("look", "title")
        held = column(row(self.segments, None), self.code, self.wrong_code, spacing=8)
        held.setContentsMargins(10, 0, 10, 0)
        card.add(held)
        card.add(self.lists, 1)
        registers = self._registers()
        card.add(registers)
        registers.setVisible(self.office.may(PrintRegister.needs))  # only now that it has a place
        return card

    def _registers(self) -> QWidget:
        """The registers on paper: today's, this month's, and what there is of the visit in sight."""
        speech, held = self.speech, QWidget()
        made = [
            button(
                speech, mark("Today's register"), lambda: self.print_register(0), icon="printer", look="quiet"
            ),
            button(speech, mark("The month's"), lambda: self.print_register(1), look="quiet"),
            button(speech, mark("This visit's"), lambda: self.print_register(2), look="quiet"),
        ]
        line = row(*made, None)
        line.setContentsMargins(6, 0, 6, 0)
        held.setLayout(line)
        return held

    def print_register(self, which: int) -> None:
        """Draw a register and show it: 0 of the day, 1 of the month, 2 of the visit in sight."""
        today, target = local_day(self.office.desk.now()), self.preview.new_target("register.pdf")
        language = self.office.words.language
        if which == 2:
            if not self._in_sight():
                return
            deed = PrintRegister(target, visit_id=self._in_sight(), language=language)
        else:
            first, last = month_of(today) if which else (today, today)
            deed = PrintRegister(target, first, last, language=language)
        self.office.run(deed, owner=self, done=self._show_paper)

    def _in_sight(self) -> str:
        if self.segments.chosen == SIGN and self.signing.sheet is not None:
            return str(self.signing.sheet.visit.visit_id)
        return self.typing.keeper.subject

    def print_slip(self, visit_id: str) -> None:
        """Draw the custody slip of a visit's evidence and show it."""
        deed = PrintCustodySlip(self.preview.new_target("custody.pdf"), visit_id, self.office.words.language)
        self.office.run(deed, owner=self, done=self._show_paper)

    def print_void(self, visit_id: str, record_id: str) -> None:
        """Draw a void record, marked as one, and show it."""
        deed = PrintRecord(
            self.preview.new_target("record.pdf"), visit_id, self.office.words.language, record_id
        )
        self.office.run(deed, owner=self, done=self._show_paper)

    def _sheets(self) -> QWidget:
        speech = self.speech
        self.typing = TypingPanel(self.office)
        self.signing = SigningPanel(self.office, self.preview.new_target)
        self.signing.printed.connect(self._show_paper)
        self.signing.mend_asked.connect(self._mend)
        self.marked = Card(speech, mark("Marked as breaches"))
        self.rules = RuleLines(speech)
        self.marked.add(
            label(
                speech,
                mark("The record stands as it was typed. The supervisor decides what is done about it."),
                "mute",
                wrap=True,
            )
        )
        self.marked.add(self.rules)
        self.marked.head.addWidget(button(speech, mark("Close"), self.marked.hide, look="quiet"))
        self.marked.hide()
        self.sheets = QStackedWidget()
        self.typed = TypingBesidePaper(self.office, self.typing)
        self.beside_visits = PanelOrNext(self.typing, self.typed, NextCard(speech, self._ways()))
        self.beside_waiting = PanelOrNext(
            self.signing, scrolled(self.signing), NextCard(speech, self._ways())
        )
        self.sheets.addWidget(self.beside_visits)
        self.sheets.addWidget(self.beside_waiting)
        self.scans = TrayPanel(self.office)
        self.scans.said.connect(self.confirm)
        self.tray.picked.connect(self._show_scan)
        for number in range(MOST_GUESSES):
            shortcut = QShortcut(QKeySequence(str(number + 1)), self.tray)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda number=number: self.scans.file_guess(number))
        self.sheets.addWidget(self.scans)
        held = QWidget()
        beside = column(self.marked, self.sheets)
        beside.setStretch(1, 1)
        held.setLayout(beside)
        self.typing.saved.connect(self._saved)
        for panel in (self.typing, self.signing):
            panel.evidence.slip_asked.connect(self.print_slip)
            panel.file_asked.connect(lambda customer: self.opens.emit("casefile", customer))
            panel.void_wanted.connect(self.print_void)
        self.signing.said.connect(self.confirm)
        self.visits.picked.connect(self._show_visit)
        self.visits.opened.connect(lambda _line: self._go_to_form())
        self.waiting.picked.connect(self._show_record)
        self.waiting.opened.connect(lambda _line: self._go_to_verdict())
        return held

    def _ways(self) -> tuple[Way, ...]:
        """Where somebody goes on who has nothing left to do in a list."""
        return (
            (RECORD, mark("Visits to record"), "clipboard-pen", lambda: self._go_to(RECORD)),
            (SIGN, mark("Records to sign"), "user-check", lambda: self._go_to(SIGN)),
            (SCANS, mark("Scanned pages"), "file-text", lambda: self._go_to(SCANS)),
            ("last", mark("Show the record just signed"), "history", self._show_last),
            ("today", mark("Go to Today"), "check", lambda: self.opens.emit("today", None)),
        )

    def _go_to(self, which: str) -> None:
        self._pick(which)
        self.focus_first()

    def _show_last(self) -> None:
        if self.signing.last is not None:
            self._open_as_it_stands(self.signing.last[0])

    def _say_next(self) -> None:
        """Beside an empty list what waits elsewhere; what somebody may not do isn't offered."""
        may_type = self.office.may(RecordVisit.needs)
        may = {RECORD: may_type, SIGN: self.office.may(SignOff.needs), SCANS: may_type}
        counts = {RECORD: len(self._visits), SIGN: len(self._waiting), SCANS: len(self._tray)}
        for which, beside in ((RECORD, self.beside_visits), (SIGN, self.beside_waiting)):
            last = which == SIGN and self.signing.last is not None
            beside.next.show_counts(self.office.words, which, counts, may, last=last)

    # ---- the shell's questions

    def title(self) -> str:
        return self.office.say(mark("Record"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & {Subject.VISITS, Subject.CASES}:
            self.office.run(ListVisits(), owner=self, done=self._take_visits)
            self.office.run(ListWaitingRecords(), owner=self, done=self._take_waiting)
            if self.office.may(ShowTray.needs):
                self.office.run(ShowTray(), owner=self, done=self._take_tray)

    def retranslate(self) -> None:
        self._say_next()

    def focus_first(self) -> None:
        tables: dict[str, QWidget] = {SIGN: self.waiting, SCANS: self.tray}
        tables.get(self.segments.chosen, self.visits).setFocus()

    def open_target(self, target: Any) -> None:
        """A visit, a case or a customer, by id."""
        self._wanted = str(target)
        if not self._choose_wanted():
            self.refresh(frozenset({Subject.VISITS}))

    def may_leave(self) -> bool:
        self.typing.keeper.flush()
        return True

    def hideEvent(self, event: Any) -> None:
        self.typing.keeper.flush()
        super().hideEvent(event)

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        if self.preview.paper is not None:
            return {Act.PRINT: self.preview.print_paper, Act.BACK: self.preview.close_paper}
        new = self.scans.pick if self.segments.chosen == SCANS else self._go_to_code
        acts: dict[Act, Callable[[], object]] = {Act.MAIN: self.main_act, Act.NEW: new}
        if self.split.is_inside:
            acts[Act.BACK] = self._come_back
        if self.segments.chosen == SIGN and self.signing.sheet is not None:
            acts[Act.PRINT] = self.signing.print_record
        return acts

    def hints(self) -> tuple[tuple[str, str], ...]:
        if self.segments.chosen == SCANS:
            return (
                ("1 – 5", mark("File as guessed")),
                ("F2", mark("File by the best guess")),
                ("Ctrl+N", mark("Add scans")),
            )
        return (
            ("Enter", mark("Go to the form")),
            ("F2", mark("Save, or sign off")),
            ("Ctrl+N", mark("Scan a code")),
            ("Ctrl+P", mark("Print the record")),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Scans dropped beside the pages, on the list or the head, are taken like those dropped on them."""
        if self.segments.chosen == SCANS:
            self.scans.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.scans.dropEvent(event)

    def main_act(self) -> None:
        """F2: save the record, sign it off, or file the scanned page by the best guess."""
        if self.segments.chosen == SCANS:
            self.scans.file_guess(0)
        elif self.segments.chosen == SIGN:
            self.signing.sign_off()
        elif self.office.may(RecordVisit.needs):
            self.typing.save()

    # ---- lists

    def _pick(self, which: str) -> None:
        self.lists.setCurrentIndex(_ORDER.index(which))
        self.sheets.setCurrentIndex(_ORDER.index(which))
        if which != RECORD:
            self.typing.keeper.flush()
        self.segments.choose(which)
        self.turned.emit()

    def _count(self) -> None:
        self.segments.show_segments(
            (
                Segment(RECORD, mark("To record"), len(self._visits)),
                Segment(SIGN, mark("Waiting for sign-off"), len(self._waiting)),
                Segment(SCANS, mark("Scans"), len(self._tray)),
            )
        )
        self._say_next()

    def _take_visits(self, found: tuple[VisitLine, ...]) -> None:
        today = local_day(self.office.desk.now())
        due = [
            line
            for line in found
            if local_day(line.planned_at) <= today or line.state is VisitState.SENT_BACK
        ]
        self._visits = tuple(
            sorted(due, key=lambda line: (line.state is not VisitState.SENT_BACK, line.planned_at))
        )
        self._count()
        self.visits.show_rows(self._visits)
        self._choose_wanted()

    def _take_waiting(self, found: tuple[WaitingRecord, ...]) -> None:
        self._waiting = found
        self._count()
        self.waiting.show_rows(found)
        if not self._choose_wanted() and self._wanted:
            self._open_as_it_stands(self._wanted)
        self._wanted = None

    def _take_tray(self, found: Tray) -> None:
        self._tray = found.pages
        self._count()
        self.scans.show_tray(found)
        self.tray.show_rows(found.pages)
        if not found.pages:
            self.scans.show_page(None)

    def _show_scan(self, page: TrayPage | None) -> None:
        self.scans.show_page(page)

    def _open_as_it_stands(self, wanted: str) -> None:
        """Show a visit that is in neither list: signed off, called off or still to come."""

        def opened(_sheet: RecordSheet) -> None:
            self._alone = wanted
            self._pick(SIGN)
            self.waiting.clearSelection()
            self.signing.open_visit(wanted)
            self.split.go_into()

        # a case or a customer without such a visit is no mistake: the lists stay as they are
        self.office.run(OpenSheet(wanted), owner=self, done=opened, failed=lambda _error: None)

    def _choose_wanted(self) -> bool:
        wanted = self._wanted
        for visit in self._visits:
            if wanted in (visit.visit_id, visit.case_id, visit.customer_id):
                self._wanted = None
                self._pick(RECORD)
                return self.visits.choose(visit.visit_id)
        for record in self._waiting:
            if wanted in (record.visit.visit_id, record.visit.case_id, record.visit.customer_id):
                self._wanted = None
                self._pick(SIGN)
                return self.waiting.choose(record.visit.visit_id)
        return False

    def _show_visit(self, line: VisitLine | None) -> None:
        self.typing.open_visit(line.visit_id if line else None)

    def _show_record(self, line: WaitingRecord | None) -> None:
        if line is not None:
            self._alone = None
        self.signing.open_visit(line.visit.visit_id if line else self._alone)

    def _show_paper(self, paper: Printed) -> None:
        self.preview.show_paper(paper)
        self.faces.setCurrentWidget(self.preview)

    def _close_paper(self) -> None:
        self.faces.setCurrentIndex(0)
        self.focus_first()

    def _mend(self, visit_id: str) -> None:
        """Type again what was typed a short while ago."""
        self._pick(RECORD)
        self.visits.clearSelection()
        self.typing.open_visit(visit_id)
        self.split.go_into()

    def _go_to_form(self) -> None:
        self.split.go_into()
        self.typing.form.focus("arrived")

    def _go_to_verdict(self) -> None:
        self.split.go_into()
        self.signing.focus_next_act()

    def _come_back(self) -> None:
        self.split.come_back()
        self.focus_first()

    # ---- codes

    def _go_to_code(self) -> None:
        self.code.setFocus()
        self.code.selectAll()

    def find_code(self) -> None:
        """Open the visit whose code or number was scanned or typed."""
        if self.code.value():
            self.office.run(
                FindByCode(self.code.value()),
                owner=self,
                done=self._found,
                failed=lambda error: self._code_wrong(wording.sentence(self.office.words, error)),
            )

    def _found(self, visit_id: str) -> None:
        self.code.clear()
        self._wanted = visit_id
        if self._choose_wanted():
            if self.segments.chosen == RECORD:
                self._go_to_form()
            return
        self._wanted = None
        self._open_as_it_stands(visit_id)

    def _code_wrong(self, text: str) -> None:
        self.wrong_code.setText(text)
        self.wrong_code.setVisible(bool(text))

    # ---- after saving

    def _saved(self, number: str, recorded: Recorded) -> None:
        self.marked.setVisible(bool(recorded.breaches))
        self.marked.say_beside(number)
        self.rules.show_rulings(recorded.breaches, Tone.DANGER, remedies=False)
        self.confirm(self.office.say(mark("{number} is recorded and waits for sign-off."), number=number))
        self.visits.setFocus()
