"""Owns the start of the window's program: what must be set before Qt, fonts, colours, one instance, the
end.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from collectdesk import resources
from collectdesk.ui.clipboard import Clipboard
from collectdesk.ui.composing import Composing
from collectdesk.ui.crash import Crashes
from collectdesk.ui.idle import Idle
from collectdesk.ui.instance import OneWindow
from collectdesk.ui.machine import LETTERS, Machine
from collectdesk.ui.painted import OncePainted
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Lane, Tasks
from collectdesk.ui.theme import forget_pictures, theme
from collectdesk.ui.tokens import Tone
from collectdesk.words import CHINESE, for_language, mark

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator

    from collectdesk.desk.progress import Progress
    from collectdesk.desk.vault.access import Session
    from collectdesk.desk.vault.door import Door
    from collectdesk.ui.office import Office
    from collectdesk.ui.sign_in.cover import LockCover
    from collectdesk.ui.window import Window

FAMILIES: Final = (
    "Noto Sans SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Segoe UI",
    "sans-serif",
)
"""The bundled face first; never what Qt would fall to on a Chinese Windows (SimSun)."""

COLLECT_EVERY: Final = 20_000
"""Milliseconds between two collections of unreachable objects."""

AWAY: Final = mark("Nobody touched the keys or the mouse for {minutes} minutes.")

NOT_YOURS: Final = mark(
    "{name} is a pack of the archive. Whoever reads the archive can verify it: sign in as one of them."
)

ALREADY_OPEN: Final = 0
"""The exit code of a second start: it did what was wanted, the window came forward."""


def prepare(machine: Machine) -> None:
    """What has to be set before Qt's application is made."""
    if machine.letters != LETTERS[0]:
        os.environ.setdefault("QT_SCALE_FACTOR", str(machine.letters / 100))
    if sys.platform.startswith("linux"):
        # without ibus in this list people with fcitx can't type Chinese: the wheel has no fcitx
        # plugin of its own, and fcitx5 answers as ibus too
        said = [one for one in os.environ.get("QT_IM_MODULES", "wayland;fcitx").split(";") if one]
        os.environ["QT_IM_MODULES"] = ";".join([*said, *({"ibus"} - {*said})])


def open_application(arguments: Sequence[str], machine: Machine) -> QApplication:
    """Make the application with its style, fonts and colours."""
    prepare(machine)
    application = QApplication(list(arguments))
    application.setApplicationName("CollectDesk")
    application.setApplicationDisplayName("")
    application.setDesktopFileName("collectdesk")
    application.setStyle("Fusion")
    load_fonts(application)
    theme().use(machine.look, machine.density, is_still=machine.is_still)
    theme().follow_system()
    return application


def load_icon() -> None:
    """The picture in the task bar; drawing it loads a part of Qt that the first window's first picture doesn't need."""
    QGuiApplication.setWindowIcon(QIcon(str(resources.folder() / "icons" / "collectdesk.svg")))


def load_fonts(application: QApplication) -> None:
    """Load the bundled faces; a lacking one is no reason not to open, the system's faces follow."""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        file = resources.folder() / "fonts" / name
        if file.is_file():
            QFontDatabase.addApplicationFont(str(file))
    letters = QFont()
    letters.setFamilies(list(FAMILIES))
    letters.setPixelSize(13)
    application.setFont(letters)


class QtWords(QObject):
    """Qt's own texts (file boxes, calendars, context menus) in the window's language."""

    def __init__(self, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._translator: QTranslator | None = None
        speech.changed.connect(self.follow)

    def follow(self) -> None:
        """Load the translation that fits, drop the one that doesn't."""
        from PySide6.QtCore import (  # all languages and countries of the world
            QLibraryInfo,
            QLocale,
            QTranslator,
        )

        if self._translator is not None:
            QApplication.removeTranslator(self._translator)
            self._translator = None
        chinese = self._speech.words.language == CHINESE
        region = QLocale.Country.China if chinese else QLocale.Country.UnitedKingdom
        QLocale.setDefault(QLocale(QLocale.Language.Chinese if chinese else QLocale.Language.English, region))
        if chinese:
            translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load("qtbase_zh_CN", folder):
                QApplication.installTranslator(translator)
                self._translator = translator


class Sweeper(QObject):
    """Collects garbage on the window's thread only: a collection in a worker destroys widgets and crashes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(COLLECT_EVERY)
        self._timer.timeout.connect(gc.collect)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()


SignIn = Callable[["Shell"], QWidget]
"""Makes the sign-in: a widget with a signal ``entered(object)`` that carries the Session."""


class Shell(QObject):
    """From the sign-in to the window and back; holds what outlives a person's stay."""

    def __init__(self, machine: Machine, log_file: Path, sign_in: SignIn | None = None) -> None:
        super().__init__()
        self.machine = machine
        self.speech = Speech(for_language(machine.language), self)
        self.qt_words = QtWords(self.speech, self)
        self.tasks = Tasks(self)
        self.crashes = Crashes(self.speech, log_file, self)
        self.sweeper = Sweeper(self)
        self.window: Window | None = None
        self.office: Office | None = None
        self.one: OneWindow | None = None
        self.cover: LockCover | None = None
        self.composing = Composing(self)
        self.idle = Idle(self)
        self.idle.gone.connect(lambda: self.lock(AWAY))
        self.clipboard = Clipboard(self)
        self._session: Session | None = None
        self._greeted: list[tuple[str, Tone]] = []
        self._folder = Path()
        self._pack: Path | None = None
        self._sign_in = sign_in or _screen_sign_in
        self.door: QWidget | None = None
        self._stands = False

    def take(self, folder: Path, pack: Path | None = None) -> bool:
        """Hold a branch folder for this process; False when another window has it, was raised and has the pack."""
        one = OneWindow(folder, self)
        if not one.take(pack, listens=self._stands):
            return False
        if self.one is not None:
            self.one.release()
        self.one = one
        one.raised.connect(self.come_forward)
        one.brought.connect(self.look_at_pack)
        return True

    def look_at_pack(self, pack: Path) -> None:
        """Verify a pack that somebody opened from their files: now, or once somebody has signed in."""
        self._pack = pack
        if self.window is not None and not self.window.is_covered:
            self._show_pack()

    def _show_pack(self) -> None:
        window, pack = self.window, self._pack
        if window is None or pack is None:
            return
        self._pack = None
        if not window.go("archive", pack):
            self._greet(self.speech.say(NOT_YOURS, name=pack.name), Tone.WARN)

    def show_door(self) -> None:
        """Show the sign-in."""
        door = self._sign_in(self)
        door.entered.connect(self.enter)  # type: ignore[attr-defined]  # every sign-in has it; see SignIn
        self.door = door
        self._painted = OncePainted(door, self._warm_up)
        door.show()

    def _warm_up(self) -> None:
        """What the first paint doesn't need: Qt's own words, hearing second starts, the log, all behind the door."""
        self._stands = True
        load_icon()
        self.qt_words.follow()
        self.crashes.keep_log()
        if self.one is not None:
            self.one.listen()
        if self.tasks.is_open:
            self.tasks.start(Lane.READ, _warm, owner=None)

    def enter(self, session: Session) -> None:
        """Open the window for the person who signed in."""
        from collectdesk.ui.office import Office
        from collectdesk.ui.window import Window

        self._session = session
        self.office = Office(session.desk, session.actor, self.tasks, self.speech, session.closed)
        self.window = Window(self.office, Machine.load(self.machine.folder))
        self.office.signed_out.connect(self._left)
        self.office.restore_asked.connect(self._restore_from)
        self.office.keys_asked.connect(self._open_keys)
        self.window.closed.connect(self._closed)
        self.window.lock_asked.connect(self.lock)
        self.window.lock_after_changed.connect(self._wait_for_idle)
        self.window.go(next(iter(self.window.specs)))
        self.window.show()
        if self.window.machine.offers_tours:
            self.window.first_hour.begin()
        self.office.watch()
        if self.door is not None:
            self.door.close()
            self.door.deleteLater()
            self.door = None
        self.window.activateWindow()  # else the keyboard may go with the sign-in
        self._greeted = []
        self._tell_of_tries(session)
        # after the first page has asked for what it shows
        QTimer.singleShot(0, self.window, self._remind_of_drill)
        QTimer.singleShot(0, self.window, self._alarm_of_papers)
        QTimer.singleShot(0, self.window, self._show_pack)
        self._wait_for_idle()

    def _tell_of_tries(self, session: Session) -> None:
        """What was tried under this name since its owner was in last, so that they notice what wasn't them."""
        before, words = session.before, self.speech.words
        if self.window is None or not before.tries or before.tried_at is None:
            return
        said = words.plural(
            "{count} wrong password was given under your name since you were in last, at {at}. If it wasn't "
            "you, tell the supervisor.",
            "{count} wrong passwords were given under your name since you were in last, the last at {at}. If it wasn't "
            "you, tell the supervisor.",
            before.tries,
            at=words.instant(before.tried_at),
        )
        self._greet(said, Tone.WARN)

    def _greet(self, text: str, tone: Tone) -> None:
        """Say it beside what was said at this sign-in already: one line would take the other's place."""
        from collectdesk.ui.page import Note

        self._greeted.append((text, tone))
        if self.window is not None:
            worst = Tone.DANGER if any(one is Tone.DANGER for _, one in self._greeted) else Tone.WARN
            self.window.tell(Note("\n".join(said for said, _ in self._greeted), worst))

    def _remind_of_drill(self) -> None:
        """Whoever could hold the yearly drill is told when it is overdue."""
        from collectdesk.desk.vault.drills import DrillRegister, ShowDrills
        from collectdesk.domain.people.people import Permission
        from collectdesk.terms_keys import drill_due

        window, office = self.window, self.office
        if window is None or office is None or office.has_left or not office.may(Permission.SECOND):
            return

        def told(found: DrillRegister) -> None:
            if found.is_due:
                self._greet(drill_due(office.words, found.due_on, is_due=True), Tone.WARN)

        office.run(ShowDrills(), owner=window, done=told, failed=lambda _error: None)

    def _alarm_of_papers(self) -> None:
        """Papers nobody confirmed in time: told to whoever acted on them and to all who answer for the branch."""
        from collectdesk.desk.people.deputy_papers import PapersLate, ShowPapersLate
        from collectdesk.terms_papers import papers_late_line

        window, office = self.window, self.office
        if window is None or office is None or office.has_left or not office.may(ShowPapersLate.needs):
            return

        def told(found: PapersLate) -> None:
            if found.count:
                said = papers_late_line(office.words, found.approvals, found.deputies, found.since)
                self._greet(said, Tone.DANGER)

        office.run(ShowPapersLate(), owner=window, done=told, failed=lambda _error: None)

    def come_forward(self) -> None:
        """A second start was tried."""
        if self.window is not None:
            self.window.come_forward()
        elif self.door is not None:
            self.door.raise_()
            self.door.activateWindow()

    def _left(self) -> None:
        self._let_go_of_branch()
        self.show_door()

    def _restore_from(self, place: object) -> None:
        """Restoring exchanges the branch's files, so its window goes first; the wizard waits at the door."""
        if self.window is not None and self.window.sign_out():
            begin = getattr(self.door, "begin_restore", None)
            if begin is not None:
                begin(place)

    def _open_keys(self, way: str, reason: str) -> None:
        """New keys need the branch for themselves, so its window goes first; the wizard waits at the door."""
        if self.window is not None and self.window.sign_out():
            begin = getattr(self.door, "begin_keys", None)
            if begin is not None:
                begin(way, reason)

    def _closed(self) -> None:
        if self.office is not None and not self.office.has_left:
            QApplication.quit()

    # ---- locking

    def lock(self, why: str = "") -> None:
        """End the session behind a cover: jobs under way finish with their keys, then the keys are dropped."""
        session, window, office = self._session, self.window, self.office
        if session is None or window is None or office is None:
            return
        self.idle.stop()
        self.clipboard.clear()
        self._session = None
        office.pause()
        store = session.desk.store
        self._folder = store.folder
        from collectdesk.ui.sign_in.cover import LockCover

        self.cover = LockCover(
            self.speech, _plate(store.folder, store.name, session.actor.login, practice=store.is_practice)
        )
        self.cover.unlocked.connect(self._unlock)
        self.cover.other.connect(self._let_another_in)
        self.cover.tell(why, minutes=window.machine.lock_after)
        self.cover.sound_after(window.outings.waits())
        window.cover(self.cover)
        self.tasks.last(lambda _steps: _leave(session))

    def _wait_for_idle(self) -> None:
        if self.window is not None and self._session is not None:
            self.idle.begin(self.window.machine.lock_after)

    def _unlock(self, login: str, password: str) -> None:
        """Try the password; the key is derived off this thread, beside what still finishes."""
        if self.cover is None:
            return
        self.cover.wait(waiting=True)
        folder = self._folder
        self.tasks.start(
            Lane.READ,
            lambda _steps: _enter(folder, login, password),
            owner=self.cover,
            done=self._unlocked,
            failed=self.cover.refuse,
        )

    def _unlocked(self, session: Session) -> None:
        window, office = self.window, self.office
        if window is None or office is None:
            return
        if session.actor != office.actor:  # a role changed meanwhile: its pages aren't those that stand here
            self._put_window_away()
            self.enter(session)
            return
        self._session, self.cover = session, None
        window.uncover()
        office.resume(session.desk)
        self._wait_for_idle()
        self._show_pack()
        self._greeted = []
        self._alarm_of_papers()  # a window may stay open for weeks, and their days run out meanwhile

    def _let_another_in(self) -> None:
        """Somebody else needs the PC: the window goes, what was typed in it is kept for its person."""
        self._put_window_away()
        self.show_door()

    def _put_window_away(self) -> None:
        window, self.window, self.office, self.cover = self.window, None, None, None
        if window is not None:
            window.machine.keep_geometry("window", window.saveGeometry())
            window.hide()
            window.deleteLater()

    def _let_go_of_branch(self) -> None:
        self.idle.stop()
        self.clipboard.clear()
        session, self._session = self._session, None
        window, self.window, self.office, self.cover = self.window, None, None, None
        if window is not None:
            window.deleteLater()
        if session is not None:
            self.tasks.last(lambda _steps: _leave(session))

    def end(self) -> None:
        """Finish what is being written, then let go of everything, in this order."""
        self._let_go_of_branch()
        self.tasks.close()
        if self.one is not None:
            self.one.release()
        self.sweeper.stop()
        forget_pictures()


def _leave(session: Session) -> None:
    from collectdesk.desk.vault.access import leave

    leave(session)


def _enter(folder: Path, login: str, password: str) -> Session:
    from collectdesk.desk.vault.access import sign_in

    return sign_in(folder, login, password)


def _plate(folder: Path, name: str, login: str, *, practice: bool) -> Door:
    """What a locked branch shows at its door: the one who may come back."""
    from collectdesk.desk.vault.door import Door

    return Door(folder, name, practice, (login,))


def _warm(_steps: Progress) -> None:
    from importlib import import_module

    for name in ("desk.vault.access", "terms_trouble", "ui.window", "ui.sign_in.cover"):
        import_module(f"collectdesk.{name}")


def _screen_sign_in(shell: Shell) -> QWidget:
    from importlib import import_module

    made: QWidget = import_module("collectdesk.ui.sign_in.page").SignInPage(shell)
    return made


def run(
    arguments: Sequence[str],
    folder: Path | None = None,
    sign_in: SignIn | None = None,
    pack: Path | None = None,
) -> int:
    """Run the window's program to its end and give the exit code. ``folder`` is the branch to offer first, ``pack``
    what is verified once somebody has signed in.
    """
    from platformdirs import user_log_path

    machine = Machine.load()
    if folder is not None:
        machine = machine.with_(last_branch=str(folder))
    application = open_application(arguments, machine)
    application.setQuitOnLastWindowClosed(False)
    log_file = user_log_path("CollectDesk", appauthor=False) / "window.log"
    shell = Shell(machine, log_file, sign_in)
    if machine.last_branch and not shell.take(Path(machine.last_branch), pack):
        shell.end()
        return ALREADY_OPEN
    if pack is not None:
        shell.look_at_pack(pack)
    shell.crashes.install()
    shell.show_door()
    code = application.exec()
    shell.end()
    return code
