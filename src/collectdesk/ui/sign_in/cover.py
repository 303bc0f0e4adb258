"""Owns what a locked window shows: the branch, who may come back and a password; nothing of any customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from collectdesk.ui import wording
from collectdesk.ui.office import is_expected, report
from collectdesk.ui.outings import ALARM
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.sign_in.door import DoorForm
from collectdesk.ui.sign_in.fit import fit
from collectdesk.ui.theme import glyph, set_tone, theme, tokens
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.vault.door import Door
    from collectdesk.ui.speech import Speech

LOCKED: Final = mark("Locked")
WHO: Final = mark("Your work stands as you left it. The password opens it again.")


class LockCover(QWidget):
    """``unlocked`` carries login and password of the person who locked; ``other`` asks for the sign-in.

    ``notice`` is the one line that may be read by whoever passes: nameless, by whoever tells it.
    """

    unlocked = Signal(str, str)
    other = Signal()

    def __init__(self, speech: Speech, door: Door) -> None:
        super().__init__()
        self._speech = speech
        self._error: BaseException | None = None
        self._notice = ""
        self._facts: dict[str, object] = {}
        self.setProperty("look", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = QLabel()
        self.notice = label(None, "", "mute", wrap=True)
        self.notice.hide()
        self.form = DoorForm(speech, mark("Unlock"))
        self.form.submitted.connect(self.unlocked)
        self.form.show_door(door, door.logins[0])
        self.trouble = label(None, "", "wrong", wrap=True)
        self.trouble.hide()
        self.other_button = button(
            speech, mark("Sign in as someone else"), self.other.emit, look="quiet", icon="users"
        )
        self._lay_out(door)
        self.setFocusProxy(self.form.password)
        speech.changed.connect(self._write)
        theme().changed.connect(self._tint)
        self._tint()

    def _lay_out(self, door: Door) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(label(self._speech, LOCKED, "title"))
        names.addWidget(label(None, door.name, "faint", wrap=True))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        card = Card()
        card.setFixedWidth(440)
        card.layout().setContentsMargins(28, 24, 28, 20)  # type: ignore[union-attr]  # the card made it
        card.body.setSpacing(14)
        card.add(head)
        card.add(label(self._speech, WHO, "mute", wrap=True))
        card.add(self.notice)
        card.add(self.trouble)
        card.add(self.form)
        card.add(row(self.other_button, None))
        card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)

    def _tint(self) -> None:
        self._mark.setPixmap(glyph("lock", tokens().accent, 32))

    def tell(self, sentence: str, **facts: object) -> None:
        """Show a nameless line above the password, such as why the window locked; empty takes it back."""
        self._notice, self._facts = sentence, facts
        self._write()

    def sound_after(self, milliseconds: int | None) -> None:
        """Say, without a name, that visitors are overdue once that time has passed: the keys are gone by then, and
        whoever is still out must not be forgotten for it. None: nobody is expected back.
        """
        if milliseconds is None:
            return
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.timeout.connect(self._sound)
        self._alarm.start(milliseconds)

    def _sound(self) -> None:
        self.tell(ALARM)
        set_tone(self.notice, "tone", Tone.DANGER.value)
        QApplication.beep()

    def wait(self, *, waiting: bool) -> None:
        """Show that the key is being made."""
        self.form.wait(waiting=waiting)
        self.other_button.setEnabled(not waiting)
        if waiting:
            self.trouble.hide()

    def refuse(self, error: BaseException) -> None:
        """Say why it didn't open: a wrong password beside the field, anything else above it."""
        self.wait(waiting=False)
        if not is_expected(error):
            report(error)
            return
        self._error = error
        text = wording.sentence(self._speech.words, error)
        if getattr(error, "code", "") == "store.wrong_password":
            self.form.refuse(text)
            return
        self.trouble.setText(text)
        fit(self.trouble)
        self.trouble.show()

    def _write(self) -> None:
        self.notice.setVisible(bool(self._notice))
        self.notice.setText(self._speech.say(self._notice, **self._facts))
        fit(self.notice)
        if self._error is None:
            return
        text = wording.sentence(self._speech.words, self._error)
        self.trouble.setText(text)
        if self.form.wrong.isVisible():
            self.form.refuse(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.form.submit()
        else:
            super().keyPressEvent(event)
