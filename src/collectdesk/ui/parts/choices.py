"""Owns choice chips: a few answers side by side, one or several, by Tab, arrows, Space or the digit
before each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from collectdesk.ui.parts.buttons import OneOfMany
from collectdesk.ui.parts.typed import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from collectdesk.ui.speech import Speech


def flowing(*parts: QWidget, spacing: int = 8) -> Flow:
    """Things beside each other as far as the room goes: three verbs are wider than a panel in English."""
    made = Flow(spacing=spacing)
    for part in parts:
        made.addWidget(part)
    return made


class Flow(QLayout):
    """Things from left to right that go on in the next line when the room ends."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, moving=True)

    def sizeHint(self) -> QSize:
        widths = sum(item.sizeHint().width() + self._gap for item in self._items)
        return QSize(min(widths, 420), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, moving: bool) -> int:
        x, y, tallest = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():  # hidden: it takes no room
                continue
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, tallest = rect.x(), y + tallest + self._gap, 0
            if moving:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            tallest = max(tallest, hint.height())
        return y + tallest - rect.y()


class Choices(QWidget):
    """A field of chips. The value is the chosen value, or a frozenset of them when ``several``.

    Pressing the chosen chip takes the answer back, unless one ``must`` be chosen.
    """

    edited = Signal()

    def __init__(
        self,
        speech: Speech,
        offered: Sequence[tuple[Any, str]],
        *,
        several: bool = False,
        must: bool = False,
    ) -> None:
        super().__init__()
        self._several = several
        self._must = must
        self._speech = speech
        self._question = ""
        self._wanted: Any = None
        self._chips: list[tuple[Any, QPushButton]] = []
        self._flow = Flow(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._add(offered)

    def _add(self, offered: Sequence[tuple[Any, str]]) -> None:
        for value, sentence in offered:
            made = OneOfMany(self)
            made.setProperty("look", "choice")
            made.clicked.connect(lambda _checked=False, made=made: self._pressed(made))
            self._speech.bind(made, made.setText, sentence)
            made.setAccessibleDescription(self._question)
            self._flow.addWidget(made)
            self._chips.append((value, made))
        self._one_tab_stop()

    def offer(self, offered: Sequence[tuple[Any, str]]) -> None:
        """Offer other answers; those chosen stay as far as they are still there, as does what a draft kept."""
        if [(value, made.text()) for value, made in self._chips] == list(offered):
            return
        chosen = [value for value, made in self._chips if made.isChecked()]
        while (item := self._flow.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._chips.clear()
        self._add(offered)
        for value, made in self._chips:
            made.show()
            made.setChecked(value in chosen or plain(value) in (self._wanted or ()))
        self._one_tab_stop()
        self.updateGeometry()

    def _one_tab_stop(self) -> None:
        """Tab enters a single choice once, at the chosen chip; several chips are a stop each."""
        if self._several:
            return
        stop = next((made for _, made in self._chips if made.isChecked()), None)
        for at, (_, made) in enumerate(self._chips):
            reached = made is stop or (stop is None and at == 0)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus)
        if stop is not None or self._chips:
            self.setFocusProxy(stop or self._chips[0][1])

    def _pressed(self, made: QPushButton) -> None:
        if self._must and not made.isChecked():
            made.setChecked(True)
        if not self._several and made.isChecked():
            for _, other in self._chips:
                other.setChecked(other is made)
        self._one_tab_stop()
        self.edited.emit()

    def value(self) -> Any:
        chosen = [value for value, made in self._chips if made.isChecked()]
        return frozenset(chosen) if self._several else (chosen[0] if chosen else None)

    def put(self, value: Any) -> None:
        self._wanted = None
        wanted = set(value or ()) if self._several else {value}
        for each, made in self._chips:
            made.setChecked(each in wanted)
        self._one_tab_stop()
        self.edited.emit()

    def put_plain(self, typed: Any) -> None:
        """Choose what a draft kept, as far as it is still offered."""
        wanted = self._wanted = typed if self._several else [typed]
        found = [value for value, _ in self._chips if plain(value) in (wanted or ())]
        self.put(found if self._several else (found[0] if found else None))
        self._wanted = wanted  # what isn't offered yet may be, as soon as somebody is known

    def problem(self) -> str:
        return ""

    def widget(self) -> QWidget:
        return self

    def name_chips(self, question: str) -> None:
        """Tell a screen reader which question each chip answers."""
        self._question = question
        for _, made in self._chips:
            made.setAccessibleDescription(question)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = keys.get(Qt.Key(event.key()))
        digit = event.key() - Qt.Key.Key_1
        at = next((at for at, (_, made) in enumerate(self._chips) if made.hasFocus()), None)
        if step is not None and at is not None:
            self._go((at + step) % len(self._chips))
        elif 0 <= digit < len(self._chips):
            self._go(digit)
            self._chips[digit][1].click()
        else:
            super().keyPressEvent(event)

    def _go(self, at: int) -> None:
        made = self._chips[at][1]
        made.setFocus(Qt.FocusReason.TabFocusReason)
