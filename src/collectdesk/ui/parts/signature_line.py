"""Owns the line that asks for the password before a signature: above the page, one field, Enter signs, Esc doesn't."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office


class SignatureLine(QFrame):
    """Hidden until something is to be signed; gives the keyboard back afterwards."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._before: QWidget | None = None
        self._count = 1
        self._error: BaseException | None = None
        self.setProperty("look", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        speech = office.speech
        self.says = label(None, "", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.password.setFixedWidth(200)
        speech.bind(self.password, self.password.setAccessibleName, mark("Password"))
        speech.bind(self.password, self.password.setPlaceholderText, mark("Password"))
        self.password.returnPressed.connect(self._give)
        self.sign = button(speech, mark("Sign"), self._give, look="primary", key="Enter")
        self.leave = button(speech, mark("Don't sign"), office.signing.cancel, look="quiet", key="Esc")
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.says)
        told.addWidget(self.wrong)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(8)
        line.addLayout(told, 1)
        for part in (self.password, self.sign, self.leave):
            line.addWidget(part)
        self.hide()
        set_tone(self, "tone", Tone.NOTICE.value)
        office.signing.wanted.connect(self._ask)
        office.signing.wrong.connect(self._refuse)
        office.signing.settled.connect(self._settle)
        speech.changed.connect(self._write)

    def _ask(self, count: int) -> None:
        window = self.window()
        self._before, self._count, self._error = window.focusWidget(), count, None
        self.password.clear()
        self._write()
        self.show()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self) -> None:
        words = self._office.words
        one = mark("You sign this personally: give your password again.")
        several = mark(
            "You sign personally: give your password again. For ten minutes it covers the {count} matters that "
            "stand on the screen."
        )
        self.says.setText(words.say(one) if self._count == 1 else words.say(several, count=self._count))
        said = wording.sentence(words, self._error) if self._error else ""
        self.wrong.setText(said)
        self.wrong.setVisible(bool(said))
        self.password.setAccessibleDescription(said or self.says.text())
        set_tone(self.password, "wrong", bool(said))

    def _give(self) -> None:
        if self.password.text() and self.sign.isEnabled():
            self._wait(waiting=True)
            self._office.signing.give(self.password.text())

    def _wait(self, *, waiting: bool) -> None:
        self.sign.setEnabled(not waiting)
        self.password.setReadOnly(waiting)

    def _refuse(self, error: BaseException) -> None:
        self._wait(waiting=False)
        self._error = error
        self._write()
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        self._wait(waiting=False)
        had_keyboard = self.isAncestorOf(self.window().focusWidget() or self)
        self.password.clear()  # the field keeps no password, also not for its undo
        self.hide()
        if had_keyboard and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._office.signing.cancel()
        else:
            super().keyPressEvent(event)
