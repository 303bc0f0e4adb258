"""Owns the form at the door: the account, the password, and the sign that the key is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.sign_in.fit import fit
from collectdesk.ui.theme import set_tone, theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.vault.door import Door
    from collectdesk.ui.parts.fields import PickOne
    from collectdesk.ui.speech import Speech

CHIPS_AT_MOST: Final = 5
"""A branch with more accounts shows them in a list."""
PRACTICE_ACCOUNTS: Final = {
    "clerk": mark("Clerk"),
    "supervisor": mark("Supervisor"),
    "administrator": mark("Administrator"),
    "auditor": mark("Auditor"),
}
"""Who a practice login is, so that a newcomer knows whom to try."""
PUBLISHED: Final = mark("The password of every practice account is: {password}")


class DoorForm(QWidget):
    """``submitted`` carries login and password."""

    submitted = Signal(str, str)

    def __init__(self, speech: Speech, verb: str = mark("Sign in")) -> None:
        super().__init__()
        self._speech = speech
        self._door: Door | None = None
        self.account: Choices | PickOne | None = None
        self._held = QVBoxLayout()
        self._held.setContentsMargins(0, 0, 0, 0)
        self._who = label(speech, mark("Account"), "mute")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.password.returnPressed.connect(self.submit)
        self.password.textEdited.connect(lambda _text: self.refuse(""))
        speech.bind(self.password, self.password.setAccessibleName, mark("Password"))
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.published = label(None, "", "faint", wrap=True)
        self.enter = button(speech, verb, self.submit, look="primary", key="Enter")
        self.enter.setMinimumHeight(34)
        self.waiting = QProgressBar()
        self.waiting.setRange(0, 1 if theme().is_still else 0)  # a bar that runs to and fro moves by itself
        self.waiting.setTextVisible(False)
        speech.bind(self.waiting, self.waiting.setAccessibleName, mark("Opening the branch"))
        kept = self.waiting.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the card doesn't jump when the bar comes
        self.waiting.setSizePolicy(kept)
        self.waiting.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        secret = label(speech, mark("Password"), "mute")
        secret.setBuddy(self.password)
        parts = (self.password, self.wrong, self.published)
        layout.addWidget(self._who)
        layout.addLayout(self._held)
        layout.addSpacing(6)
        layout.addWidget(secret)
        for part in parts:
            layout.addWidget(part)
        layout.addSpacing(8)
        layout.addWidget(self.enter)
        layout.addWidget(self.waiting)
        speech.changed.connect(self._write)

    def show_door(self, door: Door, last_login: str) -> None:
        """Offer the accounts of a branch; the one used last on this PC stands chosen."""
        self._door = door
        offered = tuple((login, self._name(login)) for login in door.logins)
        made = self._offering(offered)
        if self.account is not None:
            self._held.removeWidget(self.account)
            self.account.deleteLater()
        self.account = made
        self._held.addWidget(made)
        self._who.setBuddy(made)
        self._speech.bind(made, made.setAccessibleName, mark("Account"))
        QWidget.setTabOrder(made, self.password)
        made.put(last_login if last_login in door.logins else (door.logins[0] if door.logins else None))
        made.edited.connect(self._account_changed)
        self.password.clear()
        self.refuse("")
        self._write()

    def _offering(self, offered: tuple[tuple[str, str], ...]) -> Choices | PickOne:
        if len(offered) <= CHIPS_AT_MOST:
            return Choices(self._speech, offered, must=True)
        from collectdesk.ui.parts.fields import PickOne  # all fields of all forms: few doors need them

        return PickOne(self._speech, offered, must=True)

    def _name(self, login: str) -> str:
        """A practice account is named by its role; a person's login stands as it is."""
        is_practice = self._door is not None and self._door.is_practice
        return PRACTICE_ACCOUNTS.get(login, login) if is_practice else login

    def _account_changed(self) -> None:
        self.refuse("")
        self.password.setFocus()
        self.password.selectAll()  # what was typed for another account isn't added to

    def _write(self) -> None:
        is_practice = self._door is not None and self._door.is_practice
        self.published.setVisible(is_practice)
        if is_practice:
            from collectdesk.desk.vault.door import PRACTICE_PASSWORD

            self.published.setText(self._speech.say(PUBLISHED, password=PRACTICE_PASSWORD))

    def focus_first(self) -> None:
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Ask to be let in with what stands there."""
        login: Any = self.account.value() if self.account is not None else None
        if not self.password.text():
            self.refuse(self._speech.say(mark("Enter the password.")))
            return
        if login and self.enter.isEnabled():
            self.submitted.emit(login, self.password.text())

    def refuse(self, text: str) -> None:
        """Say beside the password why it didn't open; empty takes that back."""
        self.wrong.setText(text)
        fit(self.wrong)
        self.wrong.setVisible(bool(text))
        set_tone(self.password, "wrong", bool(text))
        self.password.setAccessibleDescription(text)
        if text:
            self.password.selectAll()
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self, *, waiting: bool) -> None:
        """Show that the key is being made, and take no second try meanwhile."""
        self.waiting.setVisible(waiting)
        self.enter.setEnabled(not waiting)
        self.password.setReadOnly(waiting)
        if self.account is not None:
            self.account.setEnabled(not waiting)
