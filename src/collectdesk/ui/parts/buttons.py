"""Owns how buttons and headings are made, so that each has its icon, its key in the tooltip and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from collectdesk.ui.theme import set_glyph

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from collectdesk.ui.speech import Speech


ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class OneOfMany(QPushButton):
    """A button of a row: the arrows go to the row, which knows the order; Qt's own would go where they
    like.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)


def button(
    speech: Speech,
    sentence: str,
    pressed: Callable[[], object] | None = None,
    *,
    icon: str = "",
    look: str = "",
    key: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A push button. ``look``: primary (one per page), quiet, danger; ``key`` is shown in the tooltip."""
    made = QPushButton(parent)
    made.setProperty("look", look)
    made.setAutoDefault(False)
    if icon:
        set_glyph(made, icon, {"primary": "on_accent", "danger": "danger"}.get(look, "mute"), 16)
    # a thin space keeps the icon off the word; Fusion leaves none
    speech.bind(made, lambda text: _name(made, text, bool(icon), key), sentence)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def _name(made: QPushButton, text: str, spaced: bool, key: str) -> None:
    made.setText(f"\u2009{text}" if spaced else text)
    made.setAccessibleName(text)
    made.setToolTip(f"{text}  {key}" if key else "")


def label(speech: Speech | None, sentence: str, look: str = "", *, wrap: bool = False) -> QLabel:
    """A label. ``look``: title, heading, caption, mute, faint, figure. Without speech the text stands
    as it is.
    """
    made = QLabel()
    made.setProperty("look", look)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)  # a customer's name is never markup
    if speech is None:
        made.setText(sentence)
    elif sentence:
        speech.bind(made, made.setText, sentence)
    return made


def hairline(*, upright: bool = False) -> QFrame:
    """A line of one pixel between groups."""
    made = QFrame()
    made.setProperty("look", "line")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made
