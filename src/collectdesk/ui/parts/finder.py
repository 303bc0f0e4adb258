"""Owns the list below the search field: customers, pages, acts, settings, pages of the help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from collectdesk.ui.theme import glyph, tokens
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectdesk.ui.parts.search_edit import SearchEdit
    from collectdesk.ui.speech import Speech

_LINES: Final = 9
_PLACE: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: ``page`` and ``target`` say where Enter goes, ``key`` what it presses there; ``act`` triggers an
    action instead, ``topic`` opens a page of the help.
    """

    text: str
    icon: str = "circle-user"
    page: str = ""
    target: object = None
    act: str = ""
    key: str = ""
    topic: str = ""


class Finder(QFrame):
    """Shown while something is typed; Down, Up and Enter work from within the field.

    ``asked`` carries the text, so that a screen may answer with ``offer`` (its own hits for that text);
    ``taken`` carries the Hit.
    """

    asked = Signal(str)
    taken = Signal(object)

    def __init__(
        self, speech: Speech, field: SearchEdit, places: Callable[[str], list[Hit]], window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self._speech, self._field, self._places = speech, field, places
        self._hits: list[Hit] = []
        self._text = ""
        self.setProperty("look", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda line: self._take(line.data(_PLACE)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.addWidget(self._list)
        speech.bind(self, self._list.setAccessibleName, mark("Found"))
        field.textChanged.connect(self._typed)
        field.searched.connect(self.asked)
        field.installEventFilter(self)
        self.hide()

    @property
    def hits(self) -> tuple[Hit, ...]:
        return tuple(self._hits)

    def _typed(self, text: str) -> None:
        self._text = text.strip()
        if not self._text or not self._field.hasFocus():
            self.hide()
            return
        self._show([self._customers(), *self._fitting()])

    def _customers(self) -> Hit:
        sentence = self._speech.say(mark("Find “{text}” among the customers"), text=self._text)
        return Hit(sentence, "search", "customers", self._text)

    def _fitting(self) -> list[Hit]:
        return self._places(self._text)

    def offer(self, text: str, hits: Sequence[Hit]) -> None:
        """Add a screen's hits for a text, unless the person has typed on."""
        if text == self._text and text and self._field.hasFocus():
            self._show([self._customers(), *hits, *self._fitting()])

    def _show(self, hits: Sequence[Hit]) -> None:
        self._hits = list(hits[:_LINES])
        self._list.clear()
        for at, hit in enumerate(self._hits):
            line = QListWidgetItem(QIcon(glyph(hit.icon, tokens().mute, 16)), hit.text, self._list)
            line.setData(_PLACE, at)
        self._list.setCurrentRow(0)
        tall = self._list.sizeHintForRow(0) * len(self._hits) + 14
        corner = self._field.mapTo(self._window, QPoint(0, self._field.height() + 4))
        self.setGeometry(corner.x(), corner.y(), max(self._field.width(), 380), tall)
        self.raise_()
        self.show()

    def _take(self, at: int) -> None:
        hit = self._hits[at]
        self.hide()
        self._field.clear()
        self.taken.emit(hit)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if not self.isVisible() or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % len(self._hits))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._list.currentRow())
            return True
        return False
