"""Owns the window: rail, top bar, the pages and the line above them, the foot, and what each key does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from collectdesk.domain.people.people import Permission
from collectdesk.ui import wording
from collectdesk.ui.actions import ACTIONS, Act, Action, action_of, with_key
from collectdesk.ui.backup_keeper import BackupKeeper
from collectdesk.ui.customers.offering import Offering
from collectdesk.ui.help.first_hour import FirstHour
from collectdesk.ui.outings import AlarmStrip, OutingWatch
from collectdesk.ui.page import Note, Page
from collectdesk.ui.pages import PAGES, PageSpec
from collectdesk.ui.parts.banner import Banner
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.finder import Finder, Hit
from collectdesk.ui.parts.rail import Rail
from collectdesk.ui.parts.signature_line import SignatureLine
from collectdesk.ui.parts.status_line import StatusLine
from collectdesk.ui.parts.top_bar import TopBar
from collectdesk.ui.places import Places
from collectdesk.ui.printing.printers import Printers
from collectdesk.ui.scan_keeper import ScanKeeper
from collectdesk.ui.theme import Density, Look, theme
from collectdesk.ui.tokens import Tone
from collectdesk.words import CHINESE, ENGLISH, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.pipeline import Subject
    from collectdesk.ui.help.window import HelpWindow
    from collectdesk.ui.machine import Machine
    from collectdesk.ui.office import Office
    from collectdesk.ui.printing.tray_window import TrayWindow

PRACTICE = mark("PRACTICE BRANCH   Nothing here is real, nothing leaves this PC")

SIZE, LEAST, FRAME = QSize(1366, 768), QSize(1024, 600), QSize(4, 40)
"""What a window is made for, the least that it works in, and what a title bar and borders take away."""


class Window(QMainWindow):
    """One signed-in person's window. ``lock_asked`` is answered by ``cover`` with a widget that asks
    who is there.
    """

    lock_asked = Signal()
    lock_after_changed = Signal()
    closed = Signal()

    def __init__(self, office: Office, machine: Machine, pages: Sequence[PageSpec] = PAGES) -> None:
        super().__init__()
        self.office = office
        self.machine = machine
        self.specs = {spec.id: spec for spec in pages if office.may(spec.permission)}
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, frozenset[Subject]] = {}
        self._trail: list[str] = []
        self._help: HelpWindow | None = None
        self._tray: TrayWindow | None = None
        office.tray.printers = Printers(machine)
        office.tray.asked.connect(self.show_tray)
        self.acts: dict[str, QAction] = {}
        self._make_actions()
        self._lay_out()
        theme().dress(self)
        office.touched.connect(self._touched)
        office.troubled.connect(self._troubled)
        office.language_changed.connect(self._retranslate)
        office.signed_out.connect(self.close)
        self._retranslate()
        self.resize(first_size(self.screen().availableGeometry().size()))
        self.restoreGeometry(machine.geometry("window"))
        self._ask_data_date()
        self.outings.look()

    # ---- building

    def _lay_out(self) -> None:
        office, speech = self.office, self.office.speech
        store = office.desk.store
        self.practice = QLabel()
        self.practice.setProperty("look", "practice")
        self.practice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.practice.setFixedHeight(22)
        speech.bind(self.practice, self.practice.setText, PRACTICE)
        self.rail = Rail(speech, tuple(self.specs.values()))
        self.rail.chosen.connect(self.go)
        self.top = TopBar(speech, office.actor.name, self.acts)
        self.top.brings.setVisible(self.acts[Act.IMPORT.value].isVisible())
        self.banner = Banner(speech)
        self.signature = SignatureLine(office)
        self.first_hour = FirstHour(self)
        self.outings = OutingWatch(office, self)
        self.alarm = AlarmStrip(office)
        self.outings.changed.connect(self.alarm.show_out)
        self.stack = QStackedWidget()
        self.finder = Finder(speech, self.top.search, Places(office, self._offered()).fitting, self)
        self.finder.taken.connect(self._found)
        self._offering = Offering(office, self.finder)
        self.foot = StatusLine(speech, office.actor, store.name)
        self.setStatusBar(self.foot)
        self.backups = BackupKeeper(office, self.foot.backup)
        self.backups.said.connect(self.tell)
        self._watch_scans()
        self._covers = QStackedWidget()
        self._covers.addWidget(self._body())
        self.setCentralWidget(self._covers)
        # not before it has its place: shown without a parent it would be a window of its own for a blink
        self.practice.setVisible(store.is_practice)
        # Tab goes the way of the eye: search, the page, then the rail
        QWidget.setTabOrder(self.top.search, self.stack)

    def _watch_scans(self) -> None:
        """Take in what the scanner lays into its folder, whatever page is in sight."""
        self.scans = ScanKeeper(self.office, self)
        self.scans.failed.connect(self.office.troubled)
        self.office.scan_folder = self.machine.scan_folder
        self.office.scan_folder_chosen.connect(self._take_scan_folder)
        if self.office.may(Permission.RECORD_VISIT):
            self.scans.watch(self.office.scan_folder)

    def _take_scan_folder(self, folder: str) -> None:
        self.office.scan_folder = folder
        self.machine = self.machine.with_(scan_folder=folder)
        self.scans.watch(folder)

    def _body(self) -> QWidget:
        work = QVBoxLayout()
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        line = QVBoxLayout()
        line.setContentsMargins(16, 8, 16, 0)
        line.addWidget(self.alarm)
        line.addWidget(self.banner)
        line.addWidget(self.signature)
        line.addWidget(self.first_hour)
        work.addWidget(self.top)
        work.addLayout(line)
        work.addWidget(self.stack, 1)
        sides = row(spacing=0)
        sides.addWidget(self.rail)
        sides.addLayout(work, 1)
        body = QWidget()
        body.setProperty("look", "ground")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.practice)
        whole.addLayout(sides, 1)
        return body

    def _make_actions(self) -> None:
        for action in ACTIONS:
            made = QAction(self)
            if action.id != Act.BACK.value:  # Esc belongs to the innermost part first; see keyPressEvent
                made.setShortcut(QKeySequence(action.shortcut))
            made.setVisible(self._may(action))
            made.setEnabled(self._may(action))
            made.triggered.connect(lambda _checked=False, action=action: self.trigger(action.id))
            self.addAction(made)
            self.acts[action.id] = made

    def _may(self, action: Action) -> bool:
        reachable = not action.opens or action.opens in self.specs
        return reachable and self.office.may(action.permission)

    def _offered(self) -> list[Action]:
        return [action for action in ACTIONS if self._may(action)]

    # ---- pages

    @property
    def page(self) -> Page | None:
        """The page in sight."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def page_id(self) -> str:
        """The id of the page in sight; empty before the first."""
        return next((identity for identity, page in self._pages.items() if page is self.page), "")

    def go(self, identity: str, target: Any = None) -> bool:
        """Show a page, and something in particular on it; False when the person may not, or stays where
        they are.
        """
        before = self.page_id
        if identity not in self.specs:
            return False
        if before and before != identity and self.page is not None and not self.page.may_leave():
            self.rail.mark_page(before)
            return False
        if before and before != identity:
            self._trail = [*self._trail[-19:], before]
            self.banner.clear()
        page = self._pages.get(identity) or self._build(identity)
        self.stack.setCurrentWidget(page)
        self.rail.mark_page(identity)
        if target is not None:
            page.open_target(target)
        self._catch_up(identity)
        self._show_title()
        self.first_hour.came(identity)
        page.focus_first()
        return True

    def _build(self, identity: str) -> Page:
        from collectdesk.desk.pipeline import EVERYTHING

        page = self.specs[identity].factory(self.office)
        page.opens.connect(self.go)
        page.said.connect(self.tell)
        page.turned.connect(self._show_title)
        self._pages[identity] = page
        self._stale[identity] = EVERYTHING
        self.stack.addWidget(page)
        return page

    def _touched(self, touched: frozenset[Subject]) -> None:
        from collectdesk.desk.pipeline import Subject

        if Subject.IMPORTS in touched:
            self._ask_data_date()
        for identity in self._pages:
            self._stale[identity] = self._stale.get(identity, frozenset()) | touched
        self._catch_up(self.page_id)

    def _ask_data_date(self) -> None:
        from collectdesk.desk.intake.imports import AskDataDate

        if self.office.may(AskDataDate.needs):
            self.office.run(AskDataDate(), owner=self, done=self.foot.show_data_date)

    def _catch_up(self, identity: str) -> None:
        stale = self._stale.pop(identity, frozenset())
        if stale:
            self._pages[identity].refresh(stale)

    def back(self) -> None:
        """The page before this one; a note above the page goes first."""
        if self.banner.isVisible():
            self.banner.clear()
        elif self._trail:
            trail = self._trail
            if self.go(trail[-1]):
                self._trail = trail[:-1]

    # ---- what keys, menu and finder do

    def trigger(self, identity: str) -> None:
        """Do an action: the page in sight first, else the shell."""
        action = action_of(identity)
        if not self._may(action) or self.is_covered:
            return
        if action in ACTIONS and action.id.startswith("page."):
            self.go(action.opens)
            return
        act = Act(identity)
        own = self.page.acts().get(act) if self.page is not None else None
        if own is not None:
            own()
        elif act is Act.IMPORT:
            self.go("imports")
        else:
            self._shell_act(act)

    def _shell_act(self, act: Act) -> None:
        deeds = {
            Act.FIND: self._find,
            Act.BACK: self.back,
            Act.HELP: self.show_help,
            Act.TOUR: self.first_hour.show_tour,
            Act.COACH: self.first_hour.switch_coach,
            Act.TRAY: self.show_tray,
            Act.RELOAD: self._reload,
            Act.SETTINGS: lambda: self.go("settings"),
            Act.LANGUAGE: self._switch_language,
            Act.LOOK: self._switch_look,
            Act.DENSITY: self._switch_density,
            Act.LOCK: self.lock_asked.emit,
            Act.SIGN_OUT: self.sign_out,
        }
        if act in deeds:
            deeds[act]()

    def _find(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def _found(self, hit: Hit) -> None:
        if hit.act:
            self.trigger(hit.act)
        elif hit.topic:
            self.show_help(hit.topic)
        elif hit.key:
            if self.go(hit.page):
                self._press(hit.key)
        elif hit.page == "customers" and isinstance(hit.target, str):
            if self.go("customers") and self.page is not None:
                self.page.search(hit.target)
        else:
            self.go(hit.page, hit.target)

    def _press(self, key: str) -> None:
        """Do what a key does on the page in sight: one of its own shortcuts, else the window's."""
        wanted = QKeySequence(key)
        own = self.page.findChildren(QShortcut) if self.page is not None else []
        for shortcut in own:
            if shortcut.key() == wanted and shortcut.isEnabled():
                shortcut.activated.emit()
                return
        for identity, act in self.acts.items():
            if act.shortcut() == wanted:
                self.trigger(identity)
                return

    def _reload(self) -> None:
        from collectdesk.desk.pipeline import EVERYTHING

        self._touched(EVERYTHING)

    def show_help(self, topic: str = "") -> None:
        """The guide beside the work: a page of it, else the one that explains what is in sight."""
        if self._help is None:
            from collectdesk.ui.help.window import HelpWindow

            self._help = HelpWindow(self.office.speech, self._offered(), self)
            self._help.keys.told.connect(self.tell)
            self._help.tour_asked.connect(self.first_hour.show_tour)
        if topic:
            self._help.open_topic(topic)
        else:
            part = self.page.part() if self.page is not None else ""
            self._help.open_screen(f"{self.page_id}/{part}" if part else self.page_id)

    def show_tray(self) -> None:
        """The papers that wait to be printed together."""
        if self._tray is None:
            from collectdesk.ui.printing.tray_window import TrayWindow

            self._tray = TrayWindow(self.office, self.office.tray, self)
            self._tray.said.connect(lambda text: self.tell(Note(text, Tone.GOOD)))
        self._tray.come_forward()

    def _switch_language(self) -> None:
        self.office.use_language(ENGLISH if self.office.words.is_chinese else CHINESE)
        self.machine = self.machine.with_(language=self.office.words.language)

    def _switch_look(self) -> None:
        look = Look.LIGHT if theme().tokens.dark else Look.DARK
        theme().use(look)
        self.machine = self.machine.with_(look=look)

    def _switch_density(self) -> None:
        density = Density.DENSE if theme().density is Density.ROOMY else Density.ROOMY
        theme().use(density=density)
        self.machine = self.machine.with_(density=density)

    def sign_out(self) -> bool:
        """Leave, unless something that can't be kept holds the person here; drafts were kept as they were typed."""
        if self.page is not None and not self.page.may_leave():
            return False
        self.office.sign_out()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.first_hour.tour is not None:
            self.first_hour.end_tour()
        elif event.key() == Qt.Key.Key_Escape:
            self.trigger(Act.BACK.value)
        else:
            super().keyPressEvent(event)

    # ---- saying

    def tell(self, note: Note) -> None:
        """Show a line above the page."""
        self.banner.tell(note)

    def _troubled(self, error: BaseException) -> None:
        if self.is_covered:
            return  # what was asked too late for the session is asked again by the person who comes back
        self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def _retranslate(self) -> None:
        for action in ACTIONS:
            text = self.office.say(action.sentence)
            self.acts[action.id].setText(text)
            self.acts[action.id].setToolTip(with_key(text, action.shortcut))
        for page in self._pages.values():
            page.retranslate()
        self._show_title()

    def _show_title(self) -> None:
        page = None if self.is_covered else self.page
        self.setWindowTitle(f"{page.title()} – CollectDesk" if page and page.title() else "CollectDesk")
        self.foot.show_keys(page.hints() if page else ())

    # ---- covering, closing

    @property
    def is_covered(self) -> bool:
        """Whether something stands before the pages, so that nothing of them is seen or done."""
        return self._covers.currentIndex() != 0

    def cover(self, asks: QWidget) -> None:
        """Hide everything behind a widget, such as the one that asks who is there after a lock: also the
        title, which the task bar shows, and every menu, box and window that stands open.
        """
        self.uncover()
        self.first_hour.end_tour()
        self._covers.addWidget(asks)
        self._covers.setCurrentWidget(asks)
        self.foot.hide()
        self.finder.hide()
        self.office.tray.clear()
        self._show_title()
        put_away(self)
        asks.setFocus()

    def uncover(self) -> None:
        """Show the pages again, as they were left, with the keyboard where it was."""
        while (gone := self._covers.widget(1)) is not None:
            self._covers.removeWidget(gone)
            gone.deleteLater()
        self.foot.show()
        self._show_title()

    def come_forward(self) -> None:
        """A second start was tried: this is the window it meant."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        # behind a lock nobody may be asked about what stands there; what is typed was kept when it locked
        asks = not self.office.has_left and not self.is_covered
        if asks and self.page is not None and not self.page.may_leave():
            event.ignore()
            return
        if asks:
            self.office.pause()
        self.machine.keep_geometry("window", self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()


def first_size(room: QSize) -> QSize:
    """A window's size before anybody chose one: whole on the screen, with the frame that the desktop puts around it.

    A screen too small for that is left to the desktop, which maximises or scrolls as it is used to.
    """
    left = room - FRAME
    return SIZE.boundedTo(left) if left.width() >= LEAST.width() and left.height() >= LEAST.height() else SIZE


def put_away(window: QWidget) -> None:
    """Close what else of the program stands on the screen: menus, lists, calendars, boxes, other windows.

    A box is answered as by Esc, which loses nothing.
    """
    QToolTip.hideText()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        if QApplication.activePopupWidget() is popup:
            break  # one that doesn't let itself be closed mustn't keep the window from locking
    for each in QApplication.topLevelWidgets():
        if each is window or not each.isVisible():
            continue
        if isinstance(each, QDialog):
            each.reject()
        each.hide()
