"""Owns the form in which everybody changes their own password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from collectdesk.desk.people.keeping_people import ChangePassword
from collectdesk.domain.refusals import Refused
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.form import Form
from collectdesk.ui.settings.second_person import PasswordEdit
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office


class OwnPassword(Card):
    """The old one, the new one twice."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Your password"))
        self.office = office
        self.form = Form(office.speech)
        self.form.add("old", mark("The password of today"), PasswordEdit(), needed=True)
        hint = mark("12 characters or more; a few words that only you would put together are best.")
        self.form.add("password", mark("New password"), PasswordEdit(), needed=True, hint=hint)
        self.form.add("again", mark("Password again"), PasswordEdit(), needed=True)
        self.add(self.form)
        self.add(row(None, button(office.speech, mark("Change it"), self.save, look="primary", key="F2")))

    def save(self) -> None:
        """Change it as typed."""
        said = self.form.read()
        if said is None:
            return
        if said["password"] != said["again"]:
            self.form.refuse("again", wording.sentence(self.office.words, Refused("password.differs")))
            return
        deed = ChangePassword(said["old"], said["password"])
        self.office.run(deed, owner=self, done=self._done, failed=self._failed)

    def _done(self, _none: Any) -> None:
        self.form.clear()
        self.said.emit(
            Note(self.office.say(mark("Your password was changed. The next sign-in takes the new one.")))
        )

    def _failed(self, error: BaseException) -> None:
        if getattr(error, "code", "") == "store.wrong_password":
            self.form.refuse("old", wording.sentence(self.office.words, error))
        elif not self.form.take_refusal(error):
            self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))
