"""What the tests of the whole share: Qt as the program sets it up, a practice branch founded once, people at it."""

from __future__ import annotations

import gc
import shutil
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from collectdesk.desk.customers.finding import ListCustomers
from collectdesk.desk.vault import access
from collectdesk.desk.vault.practising import PASSWORD, PracticeFiles, found_practice_branch, practice_files
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.trail import audit
from collectdesk.ui.app import Shell, load_fonts
from collectdesk.ui.casefile.page import TABS
from collectdesk.ui.machine import Machine
from collectdesk.ui.sign_in.page import SignInPage
from collectdesk.ui.theme import Density, Look, theme
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE
from helpers.branches import Clock
from helpers.hands import LEFT, Hands, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

BORROWERS = 40
SCREEN = (1366, 768)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screenless Qt says of each window what it can't do; that is no news."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


class Strays(QObject):
    """Notes what shows itself as a window of its own for a blink: it takes the keyboard away from the clerk."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            popup = watched.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup
            if not isinstance(watched, (Window, SignInPage)) and not popup:
                self.seen.append(f"{type(watched).__name__} {' '.join(texts_of(watched))!r}")
        return False


class Workplace(Hands):
    """One PC at a practice branch: its people come and go, its clock is moved by hand."""

    def __init__(self, qtbot: QtBot, folder: Path, settings: Path, clock: Clock, language: str) -> None:
        machine = Machine(
            settings, language=language, look=Look.LIGHT, last_branch=str(folder), offers_tours=False
        )
        machine.save()
        super().__init__(qtbot, Shell(machine, settings / "window.log"))
        self.folder = folder
        self.clock = clock
        self.strays = Strays()
        QApplication.instance().installEventFilter(self.strays)  # type: ignore[union-attr]  # pytest-qt made it

    @property
    def files(self) -> PracticeFiles:
        """The import files that wait in the branch's inbox."""
        return practice_files(self.folder)

    def move_to(self, day: date, hour: int, minute: int = 0) -> None:
        """Wait until then."""
        then = datetime.combine(day, time(hour, minute), CHINA_TIME)
        assert then >= self.clock.at, "time goes one way"
        self.clock.at = then

    def open(self) -> None:
        """Start the program: the sign-in stands on the screen."""
        assert self.shell.take(self.folder)
        self.shell.show_door()
        self._at_the_door()

    def _at_the_door(self) -> None:
        self.wait(lambda: self.shell.door is not None and self.has_button("Sign in"), "the sign-in")
        self.rest()
        self.wait(self._has_keyboard, "the keyboard to go to the sign-in")

    def sign_in(self, who: str, password: str = PASSWORD) -> None:
        """Choose the account, type the password, press Enter."""
        self.press(who)
        self.write(password)
        self.keys("Return")
        if self.shell.window is None:
            return
        self.window.resize(*SCREEN)
        self.rest()
        self.wait(self._has_keyboard, "the keyboard to go to the window")
        self.rest()

    def _has_keyboard(self) -> bool:
        self.sight.activateWindow()  # without a window manager nobody else does it once the sign-in has gone
        return self.sight.isActiveWindow()

    def sign(self, password: str = PASSWORD) -> None:
        """Give the password again, where the line above the page asks for it."""
        assert self.window.signature.isVisible(), "nothing asks for a signature"
        self.write(password)
        self.keys("Return")

    def sign_out(self) -> None:
        """Leave by the keys; the sign-in comes back."""
        self.keys("Ctrl+Shift+Q")
        self._at_the_door()

    def choose_customer(self, name: str) -> None:
        """Open a customer's file from the list of customers."""
        self.keys("Alt+2")
        self.choose_row("Customers", name)
        self.keys("Return")
        assert self.window.page_id == "casefile"

    def choose_section(self, sentence: str) -> None:
        """Click a section of the settings."""
        listed = next(iter(self.visible(QListWidget)))
        item = next(i for at in range(listed.count()) if (i := listed.item(at)).text() == self.say(sentence))
        QTest.mouseClick(listed.viewport(), LEFT, pos=listed.visualItemRect(item).center())
        self.rest()

    def screens(self) -> Iterator[str]:
        """Each page of the person in turn, each tab of a customer's file and each section of the settings."""
        for page in self.window.specs:
            self.open_screen(page)
            if page == "casefile":
                for tab in TABS:
                    self.page.show_tab(tab)  # type: ignore[attr-defined]  # the customer's file has tabs
                    self.rest()
                    yield f"{page}/{tab}"
            elif page == "settings":
                for spec in self.page.specs:  # type: ignore[attr-defined]  # the settings have sections
                    self.page.show_section(spec.id)  # type: ignore[attr-defined]
                    self.rest()
                    yield f"{page}/{spec.id}"
            else:
                yield page

    def open_screen(self, page: str) -> None:
        """Open a page, a customer's file with the first customer, and wait until it has come to rest."""
        self.window.go(page, self._somebody() if page == "casefile" else None)
        self.rest()

    def _somebody(self) -> str:
        office = self.shell.office
        assert office is not None
        return office.desk.run(ListCustomers(), office.actor).result[0].customer_id

    def deeds(self) -> list[str]:
        """What the trail says was done, oldest first, but for the files that were looked into."""
        office = self.shell.office
        assert office is not None
        with office.desk.store.read(office.actor, self.clock.at) as view:
            lines = reversed(audit.lines(view, limit=10_000))
            return [line.action for line in lines if line.action != "customer.opened"]

    def screenshot(self, name: str) -> None:
        self.sight.grab().save(f"/tmp/whole/{name}.png")

    def close(self) -> None:
        """Turn the program off, whoever sits there."""
        window, door, office = self.shell.window, self.shell.door, self.shell.office
        if office is not None:
            office._elsewhere.stop()
        for each in (window, door):
            if each is not None:
                each.hide()
                for timer in each.findChildren(QTimer):
                    timer.stop()  # none fires while the rest is being put away
        self.shell.end()
        if door is not None:
            door.deleteLater()
        QApplication.instance().removeEventFilter(self.strays)  # type: ignore[union-attr]
        assert not self.strays.seen, f"windows of their own for a blink: {self.strays.seen}"


@pytest.fixture(autouse=True)
def looks(qapp: QApplication) -> Iterator[None]:
    """Every test begins light and roomy; no garbage is collected while workers run."""
    gc.disable()
    if "Noto" not in qapp.font().family():
        qapp.setStyle("Fusion")
        load_fonts(qapp)
    theme().use(Look.LIGHT, Density.ROOMY)
    yield
    qapp.processEvents()
    gc.enable()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice branch as it stands on its first morning; tests work on copies."""
    folder = tmp_path_factory.mktemp("founded") / "branch"
    found_practice_branch(folder, borrowers=BORROWERS)
    return folder


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of everybody who signs in: nine o'clock on the practice morning until it is moved."""
    made = Clock()
    monkeypatch.setattr(access, "clock_of", lambda _store: made)
    return made


@pytest.fixture
def workplace(
    qtbot: QtBot, founded: Path, tmp_path: Path, clock: Clock
) -> Iterator[Callable[..., Workplace]]:
    """Makes a workplace with its own copy of the branch, and turns everything off at the end."""
    opened: list[Workplace] = []

    def make(language: str = CHINESE) -> Workplace:
        folder = tmp_path / "branch"
        shutil.copytree(founded, folder)
        opened.append(Workplace(qtbot, folder, tmp_path / "settings", clock, language))
        opened[-1].open()
        return opened[-1]

    yield make
    for each in opened:
        each.close()
