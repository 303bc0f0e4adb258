"""Owns the field in which an archive officer's key is opened: for one pack or one batch, and never kept longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.vault.archive_keys import OpenArchiveKey
from collectdesk.ui import wording
from collectdesk.ui.parts.form import MISSING, Form
from collectdesk.ui.settings.second_person import PasswordEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.vault.archive_keys import SealKey
    from collectdesk.ui.office import Office


class SealForm(Form):
    """There only while the branch has an officer's key."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech)
        self._office = office
        self.is_needed = False
        self.add("passphrase", mark("Passphrase of your archive key"), PasswordEdit())

    def show_needed(self, needed: bool) -> None:
        self.is_needed = needed
        self.setVisible(needed)

    def open_then(self, go_on: Callable[[SealKey | None], None]) -> None:
        """Open the key and go on; without an officer's key at once. What is wrong stands beside the field."""
        if not self.is_needed:
            go_on(None)
            return
        typed = self.values()["passphrase"]
        if not typed:
            self.refuse("passphrase", self._office.say(MISSING))
            return

        def opened(seal: SealKey) -> None:
            self.clear()
            go_on(seal)

        self._office.run(OpenArchiveKey(typed), owner=self, done=opened, failed=self._wrong)

    def _wrong(self, error: BaseException) -> None:
        if not self.take_refusal(error):
            self.refuse("passphrase", wording.sentence(self._office.words, error))
