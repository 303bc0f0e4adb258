"""Owns the screen of all customers: searched while typing, filtered, sorted, opened by click or Enter."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from collectdesk.desk.contact.notice_batches import MOST
from collectdesk.desk.customers.call_hours import CallHours
from collectdesk.desk.customers.finding import (
    CountLists,
    Counts,
    CustomerLine,
    Found,
    ListOfficers,
    Order,
    Wanted,
)
from collectdesk.desk.customers.views import SavedView
from collectdesk.desk.pipeline import Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.ui import wording
from collectdesk.ui.actions import Act
from collectdesk.ui.customers.asking import Asking, is_number
from collectdesk.ui.customers.columns import ORDERS, columns
from collectdesk.ui.customers.duplicates import DuplicatesView
from collectdesk.ui.customers.filters import Filters
from collectdesk.ui.customers.past_line import PastLine
from collectdesk.ui.customers.phone_lists import PhoneListPanel
from collectdesk.ui.customers.sharing import SharePanel
from collectdesk.ui.customers.side_panel import SidePanel, WideList
from collectdesk.ui.customers.summary import Summary
from collectdesk.ui.customers.tools import Tools
from collectdesk.ui.office import Office
from collectdesk.ui.page import Page
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.clip import Clip
from collectdesk.ui.parts.fields import DateEdit
from collectdesk.ui.parts.paged_table import PagedTable
from collectdesk.ui.parts.search_edit import SearchEdit
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_model import Column, spoken
from collectdesk.words import mark

_SHOWN_BY = frozenset({Subject.CUSTOMERS, Subject.CASES, Subject.STEPS, Subject.IMPORTS})
OVERDUE, ALL = "overdue", "all"
SHARING = 352
"""Pixels that the form needs which shares cases out."""
HOURS_KEPT = 10_000
"""Rows whose lawful hours are remembered: all that are shown at once, and many that were."""
MOST_CHOSEN = 20_000
"""So many rows are chosen by hand at most; whole clerks are named instead."""


class CustomersPage(Page):
    """The list beside a short look: its beginning at once, the rest read when it comes into sight."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self._hours: dict[int, CallHours] = {}
        self._every = {column.id: column for column in columns(self._today, self._hours_of)}
        self.asking = Asking(office, self)
        self.field = SearchEdit(speech, mark("Name, number"), mark("Search the customers"))
        speech.bind(self.field, self.field.setToolTip, mark("Name, pinyin, initials, address, number"))
        self.field.setMinimumWidth(140)
        self.field.setMaximumWidth(340)
        self.filter = Segments(speech, mark("Show"))
        self.day = DateEdit(speech, self._today)
        self.day.setFixedWidth(132)
        speech.bind(self.day, self.day.setAccessibleName, mark("As of"))
        speech.bind(self.day, self.day.setToolTip, mark("Show the list as it stood on a past day"))
        self.past = PastLine(office, lambda: self.show_day(None))
        self.tools = Tools(office, tuple(self._every.values()))
        self.filters = Filters(speech, self.tools.buttons)
        self.table: PagedTable[CustomerLine] = PagedTable(
            speech,
            mark("Customers"),
            self._columns(),
            lambda line: line.number,
            self.asking.page,
            several=True,
        )
        self.summary = Summary(office, self._open_chosen, self._hours_of)
        self.sharing: SharePanel | None = None
        self.phones: PhoneListPanel | None = None
        self.duplicates: DuplicatesView | None = None
        self.clip = Clip(self)
        self._found: Found | None = None
        self._count: int | None = None
        self._counts: Counts | None = None
        self._entered = False
        self._began = False
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.field.searched.connect(lambda _text: self.ask())
        self.field.installEventFilter(self)
        self.filter.picked.connect(lambda _id: self.ask())
        self.day.editingFinished.connect(self._day_typed)
        self.filters.changed.connect(lambda _wanted: self.ask())
        self.table.opened.connect(self._open)
        self.table.picked.connect(self.summary.show_line)
        self.table.sort_asked.connect(self._sort)
        self.asking.began.connect(self._begin)
        self.asking.sought.connect(self._show_sought)
        self.asking.all_numbers.connect(self._lengthen)
        self.asking.timed.connect(self._show_hours)
        self.asking.in_sight = self._untimed
        self.table.verticalScrollBar().valueChanged.connect(lambda _at: self.asking.ask_hours())
        self.asking.failed.connect(self._fail)
        self.asking.refused.connect(self.warn)
        self.tools.chosen.connect(self.show_view)
        self.tools.share_asked.connect(self.share_out)
        self.tools.doubles_asked.connect(self.show_duplicates)
        self.tools.notices_asked.connect(self.write_notices)
        self.tools.phones_asked.connect(self.list_phones)
        self.table.marked.connect(lambda _count: self._tell_marked())
        self.tools.columns_changed.connect(lambda _ids: self.table.values.show_columns(self._columns()))
        self.tools.wanted = self.wanted
        self.tools.numbers = self._sought_numbers
        self.tools.day = lambda: self.asking.day
        self.tools.told, self.tools.warned = self.confirm, self.warn
        copies = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copies.setContext(Qt.ShortcutContext.WidgetShortcut)
        copies.activated.connect(self.copy)

    def _lay_out(self) -> None:
        self.card = Card(self.speech, mark("Customers"), flush=True)
        self.card.title.setProperty("look", "title")
        self.card.head.addWidget(self.field, 1)
        self.card.head.addWidget(self.filter)
        self.as_of = label(self.speech, mark("As of"), "mute")
        self.card.head.addWidget(self.as_of)
        self.card.head.addWidget(self.day)
        self.by_number = label(None, "", "faint")
        above = column(self.past, self.filters, self.tools.keep_line, self.by_number, spacing=6)
        above.setContentsMargins(10, 0, 10, 0)
        self.by_number.hide()
        self.card.add(above)
        self.card.add(self.table, 1)
        self.beside = QStackedWidget()
        self.beside.addWidget(self.summary)
        self.split = WideList(self.card, self.beside)
        self.whole = QStackedWidget()
        self.whole.addWidget(self.split)
        layout = column(self.whole)
        layout.setContentsMargins(16, 10, 16, 12)
        self.setLayout(layout)
        self._say_scopes()

    def _columns(self) -> list[Column[CustomerLine]]:
        return [self._every[identity] for identity in self.tools.shown]

    def _today(self) -> date:
        return local_day(self.office.desk.now())

    def title(self) -> str:
        return self.office.say(mark("Customers"))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("↑↓", mark("Choose")), ("Enter", mark("Open the file")), ("Ctrl+C", mark("Copy the line")),
                ("Ctrl+I", mark("Import")))  # fmt: skip

    def focus_first(self) -> None:
        self.table.setFocus()

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        if self.duplicates is not None and self.whole.currentWidget() is self.duplicates:
            return {Act.MAIN: self.duplicates.save}
        panel = self._panel
        return {Act.MAIN: panel.save if panel is not None else self._open_chosen}

    def search(self, text: str) -> None:
        """Show whom the text fits, among all customers, since who was asked for may not be overdue."""
        self.field.setText(text)
        self.filter.choose(ALL)
        self._entered = True
        self.field.search_now(again=True)

    def refresh(self, touched: frozenset[Subject]) -> None:
        if not self._began:
            self._began = True
            self._come_back()
        elif touched & _SHOWN_BY:
            self._hours.clear()
            self.asking.ask_again()
            self._count_again()
            if self._panel is not None:
                self._panel.load()

    def retranslate(self) -> None:
        self._say_count()
        self._say_scopes()
        self.summary.show_line(self.table.chosen)

    # ---- asking the desk

    def wanted(self) -> Wanted:
        """The list as it is wished for now."""
        listed = self.filter.chosen == OVERDUE
        return replace(self.filters.wanted, text=self.field.text().strip(), listed=listed)

    def _come_back(self) -> None:
        """The list as the person left it: columns, filters and order, without what was typed."""
        self.ask()
        self._count_again()

        def left() -> None:
            view = self.tools.left_as()
            if view is not None and not self.field.text():
                self.show_view(replace(view, wanted=replace(view.wanted, text="")))

        self.tools.read_views(left)

    def show_view(self, view: SavedView) -> None:
        """Show a kept list."""
        self.tools.use(view.columns)
        self.field.setText(view.wanted.text)
        self.field.forget_pause()
        self.filter.choose_quietly(OVERDUE if view.wanted.listed else ALL)
        self.filters.show_wanted(view.wanted)
        self._mark_order(view.wanted)
        self.ask()

    def _day_typed(self) -> None:
        typed = self.day.value()
        if self.day.text().strip() and typed is None:
            self.warn(self.office.say(self.day.problem()))
        else:
            self.show_day(typed)

    def show_day(self, day: date | None) -> None:
        """Show the list as it stood at the end of a past day; None, today or later is the list as it is."""
        past = day if day is not None and day < self._today() else None
        self.day.put(past)
        if past == self.asking.day:
            return
        self.asking.day = past
        self.past.show_day(past)
        self.filters.show_counts(None if past else self._counts)
        self._say_scopes()
        self.ask()

    def ask(self) -> None:
        """Ask for the list; an answer to an older question is dropped."""
        self.asking.ask(self.wanted())

    def _begin(self, found: Found) -> None:
        self._take(found)
        self.by_number.hide()

    def _show_sought(self, found: Found) -> None:
        self._take(found)
        said = mark("Searched by number as well; this stands in the trail.")
        if not is_number(self.field.text()):
            said = mark("Searched among hidden names as well; this stands in the trail.")
        self.by_number.setText(self.office.say(said))
        self.by_number.show()

    def _hours_of(self, number: int) -> CallHours | None:
        """Of a past day nobody asks when to call."""
        return self._hours.get(number) if self.asking.day is None else None

    def _untimed(self) -> list[CustomerLine]:
        """The rows in sight whose lawful hours aren't known yet."""
        first, last = self._in_sight()
        rows = (self.table.values.row_at(at) for at in range(first, last + 1))
        return [line for line in rows if line is not None and line.number not in self._hours]

    def _in_sight(self) -> tuple[int, int]:
        """The places of the first and the last row in sight."""
        first, last = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        return max(first, 0), last if last >= 0 else self.table.values.rowCount() - 1

    def _show_hours(self, hours: Mapping[int, CallHours]) -> None:
        """Write the lawful hours of rows that are shown already."""
        if len(self._hours) > HOURS_KEPT:
            self._hours.clear()
        self._hours.update(hours)
        self.table.paged.say_again(*self._in_sight())

    def _take(self, found: Found) -> None:
        self._found, self._count = found, len(found.numbers) if found.whole else None
        self._say_what_to_do()
        self.table.show_ids(found.numbers, found.lines)
        self._say_count()
        if self._entered:
            self._entered = False
            self.table.setFocus()

    def _lengthen(self, numbers: array[int]) -> None:
        if numbers == self.table.paged.ids:
            self.table.paged.read_again()
        else:
            self.table.paged.lengthen(numbers)
        self._count = len(numbers)
        self._say_count()

    def _fail(self, error: BaseException) -> None:
        self.table.show_note(wording.sentence(self.office.words, error))

    def _count_again(self) -> None:
        self.office.run(CountLists(), owner=self, done=self._show_counts, failed=self.warn)
        self.office.run(ListOfficers(), owner=self, done=self._show_officers, failed=self.warn)

    def _show_counts(self, counts: Counts) -> None:
        self._counts = counts
        self.filters.show_counts(None if self.asking.day else counts)
        self._say_scopes()

    def _show_officers(self, officers: tuple[str, ...]) -> None:
        self.filters.officers = officers

    def _sought_numbers(self) -> tuple[int, ...] | None:
        """What a search found; None for a list without a text, which is asked for afresh."""
        return tuple(self._found.numbers) if self._found and self.field.text().strip() else None

    # ---- words

    def _say_scopes(self) -> None:
        known = (
            self._counts if self.asking.day is None else None
        )  # of a past day only the list in sight is counted
        listed, everybody = (known.listed, known.everybody) if known else (None, None)
        self.filter.show_segments(
            (Segment(OVERDUE, mark("Overdue"), listed), Segment(ALL, mark("All customers"), everybody))
        )

    def _say_count(self) -> None:
        words = self.office.words
        if self._count is None:
            self.card.say_beside("")
        elif self._found is not None and self._found.capped:
            self.card.say_beside(words.say(mark("more than {count}"), count=words.number(self._count)))
        else:
            self.card.say_beside(words.plural("{count} customer", "{count} customers", self._count))

    def _say_what_to_do(self) -> None:
        text, overdue = self.field.text().strip(), self.filter.chosen == OVERDUE
        if text:
            hint = mark("Try fewer letters, the initials, or “All customers”.") if overdue else mark(
                "Try fewer letters, the pinyin, the initials or the customer number."
            )  # fmt: skip
            self.table.set_empty(mark("Nobody fits"), hint)
        elif self.wanted() != Wanted(
            listed=overdue, order=self.wanted().order, descending=self.wanted().descending
        ):
            self.table.set_empty(mark("Nobody fits"), mark("Take a filter off."))
        elif self.asking.day is not None:
            self.table.set_empty(
                mark("Nobody stood here that day"), mark("No imported list speaks of that day.")
            )
        elif self.office.may(Permission.IMPORT):
            self.table.set_empty(
                mark("Nobody is overdue") if overdue else mark("No customers yet"),
                mark("Import today's overdue list with Ctrl+I."),
            )
        else:
            self.table.set_empty(mark("No customers yet"), mark("A clerk imports the overdue list."))

    # ---- order

    def _sort(self, at: int, descending: bool) -> None:
        order = ORDERS[self.table.values.columns[at].id] if at >= 0 else Order.DPD
        self.filters.wanted = replace(self.filters.wanted, order=order, descending=descending or at < 0)
        self.ask()
        self.tools.keep_layout()

    def _mark_order(self, wanted: Wanted) -> None:
        usual = Wanted()
        shown = [each.id for each in self.table.values.columns]
        named = next((each for each, order in ORDERS.items() if order is wanted.order), "")
        sorted_by = (wanted.order, wanted.descending) != (usual.order, usual.descending) and named in shown
        self.table.values.order_by(shown.index(named) if sorted_by else None, descending=wanted.descending)

    # ---- duplicates

    def show_duplicates(self) -> None:
        """Show the files that may be one person's, in place of the list."""
        if self.duplicates is None:
            self.duplicates = DuplicatesView(self.office)
            self.duplicates.closed.connect(self._end_duplicates)
            self.duplicates.told.connect(self.confirm)
            self.duplicates.warned.connect(self.warn)
            self.whole.addWidget(self.duplicates)
        self.whole.setCurrentWidget(self.duplicates)
        self.duplicates.begin()

    def _end_duplicates(self) -> None:
        self.whole.setCurrentWidget(self.split)
        self.table.setFocus()

    # ---- panels in the look's place: sharing out, phone lists

    @property
    def _panel(self) -> SidePanel | None:
        shown = self.beside.currentWidget()
        return shown if isinstance(shown, SidePanel) else None

    def share_out(self) -> None:
        """Open the form that gives cases to somebody, beside the list in which they are chosen."""
        if self.sharing is None:
            self.sharing = SharePanel(self.office)
            self._take_in(self.sharing)
        self._open_panel(self.sharing)

    def list_phones(self) -> None:
        """Open the phone lists: print one of the rows, account for those taken out."""
        if self.phones is None:
            self.phones = PhoneListPanel(self.office)
            self._take_in(self.phones)
        self._open_panel(self.phones)

    def _take_in(self, panel: SidePanel) -> None:
        panel.closed.connect(self._end_panel)
        panel.told.connect(self.confirm)
        panel.warned.connect(self.warn)
        self.beside.addWidget(panel)

    def _open_panel(self, panel: SidePanel) -> None:
        self.beside.setCurrentWidget(panel)
        self._offer_days(False)
        self.split.DETAIL = SHARING
        self.split.show_detail(True)
        self._tell_marked()
        panel.begin()

    def write_notices(self) -> None:
        """Write the same notice to the customers that are marked, or to the one under the cursor."""
        if self.table.count_marked() > MOST:
            self.warn(Refused("notice.batch_too_long", most=MOST))
            return
        numbers = [number for number in self.table.marked_keys() if isinstance(number, int)]
        if numbers:
            self.opens.emit("notices", tuple(numbers))

    def _tell_marked(self) -> None:
        """One row is where the cursor stands; several are chosen."""
        panel = self._panel
        if panel is None:
            return
        marked = self.table.marked_keys() if panel.LEAST < self.table.count_marked() <= MOST_CHOSEN else []
        panel.choose([number for number in marked if isinstance(number, int)])

    def _offer_days(self, offered: bool) -> None:
        """A past day has no place beside a panel that deals with today's rows, and its room is needed."""
        for part in (self.as_of, self.day):
            part.setVisible(offered or self.asking.day is not None)

    def _end_panel(self) -> None:
        self._offer_days(True)
        self.beside.setCurrentWidget(self.summary)
        self.split.DETAIL = WideList.DETAIL
        self.split.show_detail(self.split.width() >= self.split.NARROW)
        self.table.setFocus()

    # ---- opening, copying

    def copy(self) -> None:
        """Copy the chosen line, as it is shown, for a minute."""
        line = self.table.chosen
        if line is None:
            return
        words = self.office.words
        self.clip.copy("\t".join(spoken(each.text(words, line)) for each in self.table.values.columns))
        self.confirm(words.say(mark("The line is copied; the clipboard is cleared in a minute.")))

    def _open(self, line: CustomerLine) -> None:
        self.opens.emit(
            "casefile", (line.customer_id, self.asking.day) if self.asking.day else line.customer_id
        )

    def _open_chosen(self) -> None:
        if self.table.chosen is not None:
            self._open(self.table.chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.table.values.rowCount():
                self.table.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._entered = True  # the list takes the keyboard once the answer is there
                self.asking.seek()
        return super().eventFilter(watched, event)
