"""Owns what is done with a list as a whole: keep it by name, choose its columns, take it out as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from collectdesk.desk.customers.views import DropView, ExportList, KeepView, ListViews, SavedView
from collectdesk.domain.people.people import Permission
from collectdesk.domain.zones import local_day
from collectdesk.ui import ask, wording
from collectdesk.ui.customers.columns import HIDDEN_AT_FIRST, NEEDED
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from collectdesk.desk.customers.finding import CustomerLine, Wanted
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.value_model import Column


class KeepLine(QWidget):
    """A line in the page that asks for the name of a list; Enter keeps it, Esc leaves it."""

    named = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        speech = office.speech
        self.name = TextEdit(speech, mark("Name of this list"), longest=40)
        self.name.setMaximumWidth(260)
        speech.bind(self.name, self.name.setAccessibleName, mark("Name of this list"))
        self.wrong = label(None, "", "wrong")
        keep = button(speech, mark("Keep the list"), self._keep, look="primary", key="Enter")
        leave = button(speech, mark("Cancel"), self.hide, look="quiet", key="Esc")
        self.setLayout(
            row(label(speech, mark("Keep this list as"), "mute"), self.name, keep, leave, self.wrong, None)
        )
        self.hide()

    def ask_name(self) -> None:
        """Show the line, blank, and put the keyboard there."""
        self.wrong.setText("")
        self.name.put(None)
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def refuse(self, error: BaseException) -> None:
        """Say what is wrong with the name."""
        self.wrong.setText(wording.sentence(self._office.words, error))

    def _keep(self) -> None:
        name = self.name.value()
        if name is None:
            self.wrong.setText(self._office.say(mark("A list is found again by its name.")))
        else:
            self.named.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class Tools(QObject):
    """Buttons with their menus. ``chosen`` carries a kept list to show, ``columns_changed`` the columns' ids."""

    chosen = Signal(object)
    columns_changed = Signal(object)
    share_asked = Signal()
    doubles_asked = Signal()
    notices_asked = Signal()
    phones_asked = Signal()

    def __init__(self, office: Office, columns: Sequence[Column[CustomerLine]]) -> None:
        super().__init__()
        self._office = office
        self._columns = tuple(columns)
        self.shown: tuple[str, ...] = tuple(c.id for c in columns if c.id not in HIDDEN_AT_FIRST)
        self.views: tuple[SavedView, ...] = ()
        self.wanted: Callable[[], Wanted] | None = None
        self.numbers: Callable[[], tuple[int, ...] | None] = lambda: None
        self.day: Callable[[], date | None] = lambda: None
        self.told: Callable[[str], None] = lambda _text: None
        self.warned: Callable[[BaseException], None] = lambda _error: None
        speech = office.speech
        self.lists = button(speech, mark("Lists"), self._show_lists, icon="archive")
        self.choose = button(speech, mark("Columns"), self._show_columns, icon="settings")
        if not office.may(Permission.WORK_CASES):
            self.lists.hide()
        self.keep_line = KeepLine(office)
        self.keep_line.named.connect(self._keep)
        self.more = button(speech, mark("More"), self._show_more, icon="list-checks")
        if not self.acts():
            self.more.hide()
        self.buttons = (self.lists, self.choose, self.more)

    def acts(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """What the person may do with the whole list now and then: its words, and what begins it."""
        every = (
            (mark("Take out"), self.take_out, Permission.WORK_CASES),
            (mark("Notices"), self.notices_asked.emit, Permission.WORK_CASES),
            (mark("Phone list"), self.phones_asked.emit, Permission.WORK_CASES),
            (mark("Share out"), self.share_asked.emit, Permission.ASSIGN_CASE),
            (mark("Duplicates"), self.doubles_asked.emit, Permission.MERGE),
        )
        return tuple((said, begin) for said, begin, needed in every if self._office.may(needed))

    def more_menu(self) -> QMenu:
        """One line for each of those acts."""
        menu = QMenu(self.more)
        for said, begin in self.acts():
            menu.addAction(self._office.say(said)).triggered.connect(lambda _on=False, begin=begin: begin())
        return menu

    # ---- columns

    def use(self, ids: Sequence[str]) -> None:
        """Show these columns; unknown ids fall away, needed ones stay, none at all means the usual ones."""
        known = [c.id for c in self._columns if c.id in ids or c.id in NEEDED]
        self.shown = (
            tuple(known) if ids else tuple(c.id for c in self._columns if c.id not in HIDDEN_AT_FIRST)
        )
        self.columns_changed.emit(self.shown)

    def columns_menu(self) -> QMenu:
        """Every column that may be taken away, those shown marked."""
        menu, say = QMenu(self.choose), self._office.say
        for column in self._columns:
            if column.id in NEEDED:
                continue
            line = menu.addAction(say(column.title))
            line.setCheckable(True)
            line.setChecked(column.id in self.shown)
            line.triggered.connect(lambda on, identity=column.id: self._switch(identity, on))
        menu.addSeparator()
        menu.addAction(say(mark("The usual columns"))).triggered.connect(lambda: self._switch("", on=False))
        return menu

    def _switch(self, identity: str, on: bool) -> None:
        if not identity:
            self.use(())
        else:
            self.use([c.id for c in self._columns if (c.id in self.shown and c.id != identity) or
                      (on and c.id == identity)])  # fmt: skip
        self.keep_layout()

    def keep_layout(self) -> None:
        """Remember how the list was left, so that it comes back so."""
        if self._office.may(Permission.WORK_CASES) and self.wanted is not None:
            self._office.run(KeepView("", self.wanted(), self.shown), owner=self, failed=self.warned)

    # ---- kept lists

    def read_views(self, then: Callable[[], None] | None = None) -> None:
        """Ask for the person's lists; ``then`` runs once they are there."""

        def read(views: tuple[SavedView, ...]) -> None:
            self.views = views
            if then is not None:
                then()

        self._office.run(ListViews(), owner=self, done=read, failed=self.warned)

    def left_as(self) -> SavedView | None:
        """How the list was left."""
        return next((view for view in self.views if not view.name), None)

    def lists_menu(self) -> QMenu:
        """The kept lists with their counts, keeping this one, and forgetting one."""
        menu, words = QMenu(self.lists), self._office.words
        named = [view for view in self.views if view.name]
        for view in named:
            count = "" if view.count is None else f"   {words.number(view.count)}"
            menu.addAction(f"{view.name}{count}").triggered.connect(
                lambda _on=False, v=view: self.chosen.emit(v)
            )
        if named:
            menu.addSeparator()
        menu.addAction(words.say(mark("Keep this list …"))).triggered.connect(self.keep_line.ask_name)
        if named:
            gone = menu.addMenu(words.say(mark("Forget a list")))
            for view in named:
                gone.addAction(view.name).triggered.connect(lambda _on=False, v=view: self._drop(v))
        return menu

    def _keep(self, name: str) -> None:
        assert self.wanted is not None

        def kept(_none: None) -> None:
            self.keep_line.hide()
            self.told(self._office.say(mark("Kept as “{name}”; find it under “Lists”."), name=name))
            self.read_views()

        self._office.run(
            KeepView(name, self.wanted(), self.shown), owner=self, done=kept, failed=self.keep_line.refuse
        )

    def _drop(self, view: SavedView) -> None:
        def dropped(_none: None) -> None:
            self.told(self._office.say(mark("The list “{name}” is forgotten."), name=view.name))
            self.read_views()

        self._office.run(DropView(view.name), owner=self, done=dropped, failed=self.warned)

    # ---- as a table

    def take_out(self) -> None:
        """Write the list as a workbook, masked, where the person wants it."""
        assert self.wanted is not None
        words = self._office.words
        day = local_day(self._office.desk.now())
        proposed = f"{words.say(mark('Customers'))}_{day:%Y%m%d}.xlsx"
        kinds = words.say(mark("Workbooks (*.xlsx)"))
        target = ask.file_to_save(self.more, words.say(mark("Take the list out as a table")), proposed, kinds)
        if target is None:
            return
        if target.suffix.lower() != ".xlsx":
            target = target.with_name(f"{target.name}.xlsx")

        def written(count: int) -> None:
            self.told(words.say(mark("{count} customers written to {path}, names masked."),
                                count=words.number(count), path=str(target)))  # fmt: skip

        deed = ExportList(target, self.wanted(), words.language, self.numbers(), self.day())
        self._office.run(deed, owner=self, done=written, failed=self.warned)

    # ---- menus

    def _show_lists(self) -> None:
        self._pop_up(self.lists_menu(), self.lists)

    def _show_more(self) -> None:
        self._pop_up(self.more_menu(), self.more)

    def _show_columns(self) -> None:
        self._pop_up(self.columns_menu(), self.choose)

    def _pop_up(self, menu: QMenu, below: QPushButton) -> None:
        menu.exec(below.mapToGlobal(QPoint(0, below.height())))
        menu.deleteLater()
