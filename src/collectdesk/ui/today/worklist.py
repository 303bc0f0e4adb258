"""Owns the worklist: what is due beside the chosen customer, with the next item open after each act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from collectdesk.desk.customers.files import OpenFile, ReadFileAgain
from collectdesk.desk.customers.today import ShowLoads, ShowToday
from collectdesk.domain.contact.contacts import hold_after, step_after
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission, Role
from collectdesk.terms import code_term, term
from collectdesk.terms_rules import citation_line, windows_line
from collectdesk.terms_steps import improvement_line, load_line, pages_line, phone_list_line
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, ListBesideDetail, row
from collectdesk.ui.parts.contact_log import ContactLog
from collectdesk.ui.parts.fields import PickOne
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.segments import Segments
from collectdesk.ui.today.columns import pills
from collectdesk.ui.today.listing import TodayTable
from collectdesk.ui.today.person import Person
from collectdesk.ui.today.step_card import LaterCard, ReviewCard
from collectdesk.ui.tokens import Tone
from collectdesk.ui.wording import sentence as refusal
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.contact.contacting import LogContact, Logged
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.customers.today import PersonLoad, WorkItem, Worklist
    from collectdesk.ui.office import Office

RESTS: Final = 140
"""Milliseconds the cursor rests on a row before its file is opened: opening is written in the trail."""
TIMELINE_AT_LEAST: Final = 56

ALL_DONE: Final = (
    mark("Everything that was due is done"),
    mark("Steps of the coming days appear here when they fall due. Follow-up shows running promises."),
)
NOTHING_YET: Final = (
    mark("No overdue list is imported yet"),
    mark("Import today's overdue list with Ctrl+I; every overdue customer then has a next step here."),
)
NONE_OF_KIND: Final = (mark("Nothing of this kind is due"), mark("The filter above shows the other kinds."))


class WorklistView(QWidget):
    """``opens`` carries an item whose customer's file is wanted, ``said`` a Note, ``counted`` how many
    are due.
    """

    opens = Signal(object)
    said = Signal(object)
    counted = Signal(int)
    morning_asked = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._list: Worklist | None = None
        self._next: object = None
        self._asked = self._opened = ""
        self._lay_out()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESTS)
        self._rest.timeout.connect(self._open_detail)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            pressed = QShortcut(QKeySequence(keys), self)
            pressed.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            pressed.activated.connect(self._save)

    def _lay_out(self) -> None:
        speech = self._office.speech
        self.pills = Segments(speech, mark("Show"))
        self.pills.picked.connect(lambda _group: self._show_items())
        self.whose = PickOne(speech, must=True)
        speech.bind(self.whose, self.whose.setAccessibleName, mark("Whose list"))
        self.whose.offer(self._choices(()))
        self.whose.put(self._office.actor.id if self._office.actor.role is Role.CLERK else "")
        self.whose.edited.connect(self.load)
        self.missing = label(None, "", "wrong", wrap=True)
        self.missing.setContentsMargins(12, 0, 12, 0)
        self.table = TodayTable(self._office)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self.opens)
        self.hours = label(None, "", "mute")
        card = Card(speech, mark("Work of today"), flush=True)
        card.title.setProperty("look", "title")
        card.head.addWidget(self.hours)
        self.morning = button(
            speech, mark("Morning page"), self.morning_asked.emit, icon="printer", key="Ctrl+P"
        )
        card.head.addWidget(self.morning)
        self.morning.setVisible(self._office.may(Permission.WORK_CASES))
        pills = row(self.pills, None, self.whose)
        pills.setContentsMargins(10, 0, 10, 0)
        card.add(pills)
        card.add(self.missing)
        card.add(self.table, 1)
        self.missing.hide()
        self.card = card
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.sides = ListBesideDetail(card, self._side())
        whole.addWidget(self.sides)

    def _side(self) -> QWidget:
        """The chosen customer, what can be done, and what happened before."""
        self.person = Person(self._office)
        self.person.opened.connect(lambda: self._open(self.table.chosen))
        self.log = ContactLog(self._office)
        self.log.saving.connect(self._remember_next)
        self.log.saved.connect(self._saved)
        self.review, self.later = ReviewCard(self._office), LaterCard(self._office)
        self.person.later_asked.connect(self._ask_later)
        for asked in (self.review, self.later):
            asked.saving.connect(self._remember_next)
            asked.refused.connect(self._stay)
            asked.saved.connect(self._step_saved)
            asked.hide()
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        side.addWidget(self.person.head)
        side.addWidget(self.later)
        side.addWidget(self.review)
        side.addWidget(self.log)
        self.person.past.setMinimumHeight(TIMELINE_AT_LEAST)
        side.addWidget(self.person.past, 1)
        held = QWidget()
        held.setLayout(side)
        self.log.setVisible(self._office.may(Permission.WORK_CASES))
        # on a small screen the side scrolls rather than push the window beyond it
        return scrolled(held)

    # ---- the list

    def load(self) -> None:
        """Ask what is due now, and for whoever shares work out how it lies on whom."""
        whose = self.whose.value() or ""
        self._office.run(ShowToday(whose), owner=self, done=self._show, failed=self._not_shown)
        if self._office.may(Permission.ASSIGN_CASE):
            self._office.run(ShowLoads(), owner=self, done=self._show_loads)

    def _choices(self, loads: tuple[PersonLoad, ...]) -> list[tuple[str, str]]:
        """Everybody's list, one's own, and for whoever shares work out that of each person with its hours."""
        words, own = self._office.words, self._office.actor.id
        listed = [
            (one.account_id, load_line(words, one.name, one.items, one.minutes))
            for one in loads
            if one.account_id != own
        ]
        return [("", mark("Everybody's work")), (own, mark("My work")), *listed]

    def _show_loads(self, loads: tuple[PersonLoad, ...]) -> None:
        self.whose.offer(self._choices(loads))

    def _not_shown(self, error: BaseException) -> None:
        self.table.show_note(refusal(self._office.words, error))

    def _show(self, found: Worklist) -> None:
        self._list = found
        self._asked = ""  # what was changed may be in the chosen file
        self.pills.show_segments(pills(found))
        self._write()
        self._show_items()
        self.counted.emit(found.total)

    def _show_items(self) -> None:
        if self._list is None:
            return
        empty = NONE_OF_KIND if self._list.items else ALL_DONE if self._list.data_date else NOTHING_YET
        self.table.set_empty(*empty)
        self.table.show_list(self._list, self.pills.chosen)
        if self._next is not None:
            self.table.choose(self._next)
            self._next = None
        self._picked(self.table.chosen)

    def _write(self) -> None:
        words = self._office.words
        if self._list is None:
            return
        late = self._list.left_over
        said = [words.say(mark("{count} to do"), count=words.number(self._list.total))]
        if late:
            said.append(words.say(mark("{count} left over"), count=words.number(late)))
        self.card.say_beside(" · ".join(said))
        told = [pages_line(words, one.day, one.crew, one.pages) for one in self._list.pages]
        told += [phone_list_line(words, one.kept.number, one.holder, one.kept.return_by)
                 for one in self._list.phone_lists]  # fmt: skip
        told += [
            improvement_line(
                words, one.improvement, one.due_on, one.owner, number=one.number, case_no=one.case_no,
                is_late=one.is_late,
            )
            for one in self._list.improvements
        ]  # fmt: skip
        self.missing.setText("\n".join(told))
        self.missing.setVisible(bool(told))
        hours = windows_line(words, self._list.call_windows)
        self.hours.setText(words.say(mark("Calls lawful today: {hours}"), hours=hours))

    def retranslate(self) -> None:
        """Write again what isn't bound."""
        self._write()
        self.person.retranslate()

    # ---- the chosen one

    def _picked(self, item: WorkItem | None) -> None:
        self.person.show_item(item)
        self._show_step(item)
        if item is None:
            self._rest.stop()
            self._asked = ""
            self.log.show_case("", None)
            return
        if item.case_id != self.log.case_id:
            self._asked = ""  # an answer still under way is another customer's
            self.log.show_case(item.case_id, None)
        if self._asked != item.customer_id:
            self._rest.start()

    def _show_step(self, item: WorkItem | None) -> None:
        for card in (self.review, self.later):
            card.show_item(item)
        reviewed = item is not None and item.kind is StepKind.REVIEW
        self.review.setVisible(reviewed and self._office.may(Permission.WORK_CASES))
        self.later.setVisible(self.later.is_begun)

    def _ask_later(self) -> None:
        """Ask for another day; pressed again, the question goes, unless it is half answered."""
        self.later.setVisible(not self.later.isVisible() or self.later.is_begun)
        if self.later.isVisible():
            self.later.focus_first()

    def _open_detail(self) -> None:
        item = self.table.chosen
        if item is None or self._asked == item.customer_id:
            return
        self._asked = asked = item.customer_id

        def opened(found: CustomerFile) -> None:
            if self._asked == asked:
                self.person.show_file(found)
                self.log.show_case(item.case_id, found)

        # reading again what lies open already is no second opening in the trail
        again = self._opened == asked
        self._opened = asked
        deed = ReadFileAgain(asked) if again else OpenFile(asked)
        self._office.run(deed, owner=self, done=opened, failed=self._not_opened)

    def _not_opened(self, error: BaseException) -> None:
        self._asked = ""
        self.person.show_unopened()
        self.said.emit(Note(refusal(self._office.words, error), Tone.DANGER))

    def _open(self, item: WorkItem | None) -> None:
        if item is not None:
            self.opens.emit(item)

    # ---- logging

    def focus_log(self) -> None:
        self.sides.show_detail(True)
        if self.review.isVisible():
            self.review.focus_first()
        else:
            self.log.focus_log()

    def _save(self) -> None:
        there = QApplication.focusWidget()
        cards = (self.review, self.later)
        asked = next((card for card in cards if there is not None and card.isAncestorOf(there)), None)
        if asked is not None:
            asked.save()
        elif self.log.isVisible():
            self.log.save()

    def _remember_next(self) -> None:
        """The row after this one, before the rows change: it is open when the log is saved."""
        at, model = self.table.currentIndex().row(), self.table.values
        self._next = model.key_at(at + 1) if at + 1 < model.rowCount() else None

    def _stay(self) -> None:
        self._next = None

    def _step_saved(self, told: str) -> None:
        self.said.emit(Note(told, Tone.GOOD))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, deed: LogContact, logged: Logged) -> None:
        self.said.emit(Note(self._what_was_set(deed, logged), Tone.WARN if logged.breaches else Tone.GOOD))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _what_was_set(self, deed: LogContact, logged: Logged) -> str:
        words, today = self._office.words, self._list.day if self._list else deed.happened_at.date()
        said = [words.say(mark("Logged: {outcome}."), outcome=term(words, deed.outcome))]
        step, hold = step_after(deed.outcome, today), hold_after(deed.outcome)
        if deed.promise is not None:
            said.append(words.say(
                mark("{amount} promised for {day}; it is followed up then."),
                amount=words.money(deed.promise.amount), day=words.date(deed.promise.due_on),
            ))  # fmt: skip
        elif step is not None:
            said.append(words.say(
                mark("Next step: {step}, {day}."), step=term(words, step.kind), day=words.date(step.due_on)
            ))  # fmt: skip
        elif hold is not None:
            said.append(words.say(
                mark("Collection is on hold ({hold}) until it is reviewed."),
                hold=code_term(words, "hold", hold),
            ))  # fmt: skip
        for breach in logged.breaches:
            said.append(words.say(
                mark("Marked as a breach, shown to the supervisor: {rule} ({clause})"),
                rule=breach.sentence.text(chinese=words.is_chinese),
                clause=citation_line(words, breach.citation),
            ))  # fmt: skip
        return ("" if words.is_chinese else " ").join(said)

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
