"""Owns the panel in which a supervisor decides at the clerk's desk, with their own login and password."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent

from collectdesk.ui import wording
from collectdesk.ui.office import is_expected, report
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.sign_in.door import DoorForm
from collectdesk.ui.sign_in.fit import fit
from collectdesk.ui.tasks import Lane
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Deed
    from collectdesk.desk.vault.door import Door
    from collectdesk.ui.office import Office

WAITS = mark("This waits for a supervisor, who may decide it here.")
ONLY_THIS = mark("The password signs this one deed; your own session goes on.")


class Countersign(Card):
    """Shown where something waits for somebody else's word. ``signed`` comes once the deed is done.

    The password is asked for each time and kept nowhere.
    """

    signed = Signal()

    def __init__(self, office: Office, verb: str) -> None:
        super().__init__(office.speech, mark("Waits for a supervisor"))
        self._office = office
        self._deed: Deed[Any] | None = None
        speech = office.speech
        self.begin_button = button(speech, mark("Countersign here"), self.begin, icon="user-check")
        self._says = label(speech, WAITS, "mute", wrap=True)
        self._only = label(speech, ONLY_THIS, "faint", wrap=True)
        self.form = DoorForm(speech, verb)
        self.form.submitted.connect(self._sign)
        self.trouble = label(None, "", "wrong", wrap=True)
        self.cancel_button = button(speech, mark("Cancel"), self.fold, look="quiet")
        self.add(self._says)
        self.add(self.trouble)
        self.add(self.form)
        self.add(row(self._only, self.cancel_button))
        self.add(row(None, self.begin_button))
        self.fold()
        self.hide()

    def offer(self, deed: Deed[Any] | None) -> None:
        """Offer this deed to whoever may do it; None when nothing waits, or the person may do it alone."""
        wanted = deed if deed is not None and not self._office.may(deed.needs) else None
        if wanted != self._deed:
            self.fold()
        self._deed = wanted
        self.setVisible(wanted is not None)

    def begin(self) -> None:
        """Ask who signs: everybody with an account here, but for the person who sits here."""
        folder = self._office.desk.store.folder
        self._office.tasks.start(
            Lane.OUTSIDE, lambda _steps: _door_of(folder), owner=self, done=self._ask, failed=self._refused
        )  # fmt: skip

    def _ask(self, door: Door) -> None:
        others = tuple(login for login in door.logins if login != self._office.actor.login)
        self.form.show_door(replace(door, logins=others), "supervisor")
        self._unfold(True)
        self.form.focus_first()

    def fold(self) -> None:
        """Put the question away, and what was typed as password with it."""
        self.form.password.clear()
        self.form.refuse("")
        self.trouble.hide()
        self._unfold(False)

    def _unfold(self, asks: bool) -> None:
        self.begin_button.setVisible(not asks)
        self._says.setVisible(not asks)
        for part in (self.form, self._only, self.cancel_button):
            part.setVisible(asks)

    def _sign(self, login: str, password: str) -> None:
        if self._deed is None:
            return
        self.form.wait(waiting=True)
        self.trouble.hide()
        self._office.countersign(
            self._deed, login, password, owner=self, done=lambda _result: self._done(), failed=self._refused
        )

    def _done(self) -> None:
        self.form.wait(waiting=False)
        self.fold()
        self.signed.emit()

    def _refused(self, error: BaseException) -> None:
        self.form.wait(waiting=False)
        if not is_expected(error):
            report(error)
            return
        text = wording.sentence(self._office.words, error)
        if getattr(error, "code", "") == "store.wrong_password":
            self.form.refuse(text)
            return
        self.form.password.clear()
        self.trouble.setText(text)
        fit(self.trouble)
        self.trouble.show()

    def hideEvent(self, event: QHideEvent) -> None:
        self.form.password.clear()
        super().hideEvent(event)


def _door_of(folder: Any) -> Door:
    from collectdesk.desk.vault.door import look_at_door

    return look_at_door(folder)
