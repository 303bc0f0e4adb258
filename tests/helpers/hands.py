"""Hands and eyes of a person at the real window: keys, clicks, what stands on the screen; waits, never sleeps.

Buttons and fields are found by what a person reads or a screen reader says, so a test fails when a name goes missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from collectdesk.ui.parts.buttons import OneOfMany
from collectdesk.ui.parts.chip import Chip
from collectdesk.ui.parts.value_table import ValueTable

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.app import Shell
    from collectdesk.ui.page import Page
    from collectdesk.ui.window import Window

W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 15_000
HESITATION_MS = 300
"""A screen waits this long at most after a key before it works something out; drafts are kept later."""
LEFT = Qt.MouseButton.LeftButton


class Hands:
    """One person at one window; every act ends when the window has come to rest."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot = qtbot
        self.shell = shell

    # ---- where

    @property
    def window(self) -> Window:
        """The window of whoever is signed in."""
        assert self.shell.window is not None, "nobody is signed in"
        return self.shell.window

    @property
    def page(self) -> Page:
        """The page in sight."""
        found = self.window.page
        assert found is not None
        return found

    @property
    def sight(self) -> QWidget:
        """The window in front: the sign-in, or the person's."""
        front = self.shell.window or self.shell.door
        assert front is not None
        return front

    def say(self, sentence: str, **facts: object) -> str:
        """A sentence as the window says it now."""
        return self.shell.speech.say(sentence, **facts)

    # ---- waiting

    def wait(self, holds: Callable[[], object], why: str = "") -> None:
        """Wait until something holds; fails with what was waited for and what stands on the screen."""
        try:
            self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)
        except Exception as error:
            told = why or getattr(holds, "__name__", "")
            raise AssertionError(
                f"waited in vain for: {told}\non the screen: {self.text()[:3000]}"
            ) from error

    def rest(self) -> None:
        """Wait until nothing is read or written any more and every timer that follows typing has fired."""
        quiet = 0

        def at_rest() -> bool:
            nonlocal quiet
            QApplication.processEvents()
            busy = any(not ticket.ended for ticket in self.shell.tasks._running)
            quiet = 0 if busy or self._typing_pauses() else quiet + 1
            return quiet > 2

        self.wait(at_rest, "the window to come to rest")

    def _typing_pauses(self) -> bool:
        from PySide6.QtCore import QTimer

        top = self.shell.window
        timers = top.findChildren(QTimer) if top is not None else []
        return any(
            each.isSingleShot() and each.isActive() and each.interval() <= HESITATION_MS for each in timers
        )

    # ---- keys

    def keys(self, *sequences: str) -> None:
        """Press keys by their names, such as ``Ctrl+I`` or ``Down``, where the keyboard is."""
        for sequence in sequences:
            pressed = QKeySequence(sequence)[0]  # type: ignore[index]  # its stub forgot
            QTest.keyClick(self._front(), pressed.key(), pressed.keyboardModifiers())
            QApplication.processEvents()
        self.rest()

    def _front(self) -> Any:
        """The system window that has the keyboard: a list that hangs open takes it from the window."""
        popup = QApplication.activePopupWidget()
        held = popup or self.sight
        return held.windowHandle() or QGuiApplication.focusWindow()

    def write(self, text: str) -> None:
        """Type where the keyboard is; Chinese comes from an input method, as it does for a clerk."""
        for part in _typed_or_composed(text):
            at = QApplication.focusWidget()
            assert at is not None, f"nowhere to type {text!r}"
            if part.isascii():
                QTest.keyClicks(at, part)
            else:
                composed = QInputMethodEvent()
                composed.setCommitString(part)
                QApplication.sendEvent(at, composed)
        self.rest()

    def fill(self, name: str, text: str) -> None:
        """Click into a field, empty it, type."""
        self.click(self.field(name))
        QTest.keyClick(self.field(name), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(self.field(name), Qt.Key.Key_Delete)
        self.write(text)

    # ---- mouse

    def click(self, widget: QWidget) -> None:
        """Click the middle of a widget, once it has scrolled into sight."""
        _bring_to_sight(widget)
        QApplication.processEvents()
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, widget.rect().center())
        self.rest()

    def press(self, sentence: str, **facts: object) -> None:
        """Click the button that says this."""
        self.click(self.button(sentence, **facts))

    def press_segment(self, sentence: str) -> None:
        """Click a pill above a list; its count follows its word."""
        said = self.say(sentence)
        found = [
            each
            for each in self.visible(OneOfMany)
            if re.fullmatch(rf"{re.escape(said)}( [\d,]+)?", each.text())
        ]
        self.click(self._one(found, f"pill {said!r}"))

    def press_file(self, name: str) -> None:
        """Click the button that bears a name which is in no catalogue."""
        self.click(
            self._one(
                [b for b in self.visible(QAbstractButton) if _plain(b.text()) == name], f"button {name!r}"
            )
        )

    def choose(self, field: str, *sentences: str) -> None:
        """Click answers of a question with chips."""
        for sentence in sentences:
            self.click(self._one(self._chips(field, sentence), f"chip {sentence!r} of {field!r}"))

    def pick(self, field: str, starts: str) -> None:
        """Choose a line of a drop-down list by how it begins, with the keyboard."""
        box = self.field(field)
        assert isinstance(box, QComboBox)
        at = next((at for at in range(box.count()) if box.itemText(at).startswith(self.say(starts))), None)
        assert at is not None, f"{starts!r} isn't offered: {[box.itemText(i) for i in range(box.count())]}"
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(at):
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() == at, f"the keyboard stops at {box.currentText()!r}"
        self.rest()

    def pick_first(self, field: str) -> None:
        """Choose the first line of a drop-down list that isn't blank."""
        box = self.field(field)
        assert isinstance(box, QComboBox)
        self.pick(field, next(box.itemText(at) for at in range(box.count()) if box.itemText(at)))

    def turn_to(self, tab: str) -> None:
        """Click a tab of the customer's file."""
        bar = self._one(list(self.visible(QTabBar)), "row of tabs")
        at = next(at for at in range(bar.count()) if bar.tabText(at) == self.say(tab))
        QTest.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, bar.tabRect(at).center())
        self.rest()

    def choose_row(self, table: str, holds: str) -> None:
        """Click the row in which a text stands."""
        found = self.table(table)
        at = next(
            (at for at, cells in enumerate(self.rows(table)) if any(holds in cell for cell in cells)), None
        )
        assert at is not None, f"no row with {holds!r} in {table}: {self.rows(table)}"
        place = found.visualRect(found.model().index(at, 1)).center()
        QTest.mouseClick(found.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
        self.rest()

    # ---- eyes

    def visible(self, kind: type[W]) -> Iterator[W]:
        """What of a kind stands on the screen."""
        return (each for each in self.sight.findChildren(kind) if each.isVisibleTo(self.sight))

    def button(self, sentence: str, **facts: object) -> QAbstractButton:
        """The button in sight that says this."""
        said = self.say(sentence, **facts)
        found = [each for each in self.visible(QAbstractButton) if _plain(each.text()) == said]
        return self._one(found, f"button {said!r}")

    def has_button(self, sentence: str) -> bool:
        """Whether a button in sight says this."""
        said = self.say(sentence)
        return any(_plain(each.text()) == said for each in self.visible(QAbstractButton))

    def field(self, name: str) -> QWidget:
        """The input in sight that a screen reader calls this."""
        said = self.say(name)
        inputs = [each for kind in (QLineEdit, QPlainTextEdit, QComboBox) for each in self.visible(kind)]
        names = (said, f"{said} ({self.say('needed')})")
        found = [each for each in inputs if each.accessibleName() in names]
        return self._one(found, f"field {said!r} among {[each.accessibleName() for each in inputs]}")

    def _chips(self, field: str, sentence: str) -> list[QAbstractButton]:
        question, said = self.say(field), self.say(sentence)
        return [
            each
            for each in self.visible(QAbstractButton)
            if each.accessibleDescription() == question and _plain(each.text()) == said
        ]

    def table(self, name: str) -> ValueTable[Any]:
        """The table in sight that a screen reader calls this."""
        said = self.say(name)
        return self._one(
            [each for each in self.visible(ValueTable) if each.accessibleName() == said], f"table {said!r}"
        )

    def rows(self, table: str) -> list[list[str]]:
        """What a table shows, cell by cell."""
        model = self.table(table).model()
        columns = range(model.columnCount())
        return [
            [str(model.index(row, column).data() or "") for column in columns]
            for row in range(model.rowCount())
        ]

    def row(self, table: str, holds: str) -> str:
        """The row in which a text stands, as one line; empty when there is none."""
        return next((" | ".join(row) for row in self.rows(table) if any(holds in cell for cell in row)), "")

    def text(self) -> str:
        """Everything that can be read on the screen now, line by line."""
        return "\n".join(text for _widget, text in self.texts())

    def texts(self) -> list[tuple[QWidget, str]]:
        """Every text in sight with the widget it stands on."""
        found: list[tuple[QWidget, str]] = []
        for each in self.visible(QWidget):
            found += [(each, text) for text in texts_of(each) if text.strip()]
        return found

    def sees(self, text: str) -> bool:
        """Whether a text stands on the screen."""
        return text in self.text()

    @property
    def banner(self) -> str:
        """The line above the page."""
        return self.window.banner.text

    @staticmethod
    def _one(found: list[W], what: str) -> W:
        assert len(found) == 1, f"{len(found)} in sight, not one: {what}"
        return found[0]


def texts_of(widget: QWidget) -> list[str]:
    """What a widget says to people: its own text, its titles, its cells, its placeholder."""
    if isinstance(widget, QLabel):
        return [widget.text()]
    if isinstance(widget, QAbstractButton):
        return [_plain(widget.text())]
    if isinstance(widget, Chip):
        return [widget.accessibleName()]
    if isinstance(widget, QLineEdit):
        return [
            widget.placeholderText(),
            "" if widget.echoMode() is QLineEdit.EchoMode.Password else widget.text(),
        ]
    if isinstance(widget, QPlainTextEdit):
        return [widget.placeholderText(), widget.toPlainText()]
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, QTabBar):
        return [widget.tabText(at) for at in range(widget.count())]
    if isinstance(widget, ValueTable):
        return _texts_of_table(widget)
    return []


def _texts_of_table(table: ValueTable[Any]) -> list[str]:
    model = table.model()
    columns = range(model.columnCount())
    titles = [str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in columns]
    cells = [str(model.index(row, at).data() or "") for row in range(model.rowCount()) for at in columns]
    return [*titles, *cells] if cells else [*titles, table.accessibleDescription()]


def _plain(text: str) -> str:
    return text.replace("\u2009", "").replace("&", "").strip()


def _typed_or_composed(text: str) -> list[str]:
    parts: list[str] = []
    for letter in text:
        if parts and parts[-1].isascii() == letter.isascii():
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _bring_to_sight(widget: QWidget) -> None:
    from PySide6.QtWidgets import QScrollArea

    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


_dragged: list[QMimeData] = []


def dropped(*paths: Path) -> QDropEvent:
    """Files as the desktop lets them go over a page."""
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    _dragged[:] = [held]  # Qt doesn't own it
    return QDropEvent(
        QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, held, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
