"""Owns what a logged contact shows as its proof: how the person was identified, the account used, the screenshots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from collectdesk.desk.contact.senders import ListSenders
from collectdesk.domain.contact.contacts import (
    ASK_IDENTITY,
    OWN_ACCOUNTS,
    Channel,
    Direction,
    IdentityProof,
    Reached,
)
from collectdesk.ui import ask
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import PickOne
from collectdesk.ui.parts.typed import plain
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.desk.contact.senders import Register
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.form import Form
    from collectdesk.ui.speech import Speech

IDENTITY: Final[tuple[tuple[IdentityProof, str], ...]] = (
    (IdentityProof.ID_DIGITS, mark("ID digits")),
    (IdentityProof.BIRTH_DATE, mark("Birth date")),
    (IdentityProof.CONTRACT, mark("Contract fact")),
    (IdentityProof.ID_SHOWN, mark("ID card seen")),
    (IdentityProof.KNOWN, mark("Known in person")),
    (IdentityProof.NOT_VERIFIED, mark("Not verified")),
)
"""Short enough for chips; the full words are the glossary's."""
UNREGISTERED: Final = "-"
"""An account of nobody's register: what happened is logged all the same."""


class Shots(QWidget):
    """A field of files chosen from disk; the value is their paths."""

    edited = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._paths: tuple[Path, ...] = ()
        self._named = label(None, "", "faint", wrap=True)
        self._choose = button(speech, mark("Choose…"), self._ask, icon="camera")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._choose)
        layout.addWidget(self._named, 1)
        self.setFocusProxy(self._choose)

    def _ask(self) -> None:
        say = self._speech.say
        found = ask.files_to_open(
            self,
            say(mark("Choose the screenshots")),
            say(mark("Pictures and scans (*.png *.jpg *.jpeg *.pdf)")),
        )
        if found:
            self.put(found)
            self.edited.emit()

    def value(self) -> tuple[Path, ...] | None:
        return self._paths or None

    def put(self, value: Any) -> None:
        self._paths = tuple(Path(each) for each in value or ())
        self._named.setText(" · ".join(path.name for path in self._paths))

    def put_plain(self, typed: Any) -> None:
        self.put(typed)

    def problem(self) -> str:
        return ""

    def widget(self) -> QWidget:
        return self


class Proof(QObject):
    """The three fields in their form; each is asked only where it belongs."""

    changed = Signal()

    def __init__(self, office: Office, form: Form) -> None:
        super().__init__(form)
        self._office, self._form = office, form
        self._offered_for: Channel | None = None
        self._wanted: Any = None
        self.identity = Choices(office.speech, IDENTITY)
        self.account = PickOne(office.speech)
        self.shots = Shots(office.speech)
        form.add("identity", mark("Identified by"), self.identity)
        form.add(
            "sender", mark("Account"), self.account, hint=mark("Approved accounts stand in the settings.")
        )
        form.add("screenshots", mark("Screenshot"), self.shots)
        self.account.edited.connect(self.changed)

    def suit(self, way: tuple[Channel, Direction] | None, reached: Reached | None) -> None:
        """Ask what belongs to this way and to whoever was reached."""
        channel, direction = way or (Channel.PHONE, Direction.OUTGOING)
        by_account = channel in OWN_ACCOUNTS
        self._form.show_line("identity", reached in ASK_IDENTITY)
        self._form.show_line("sender", by_account and direction is Direction.OUTGOING)
        self._form.show_line("screenshots", by_account)
        if by_account and channel is not self._offered_for:
            self._offered_for = channel
            self._office.run(ListSenders(), owner=self, done=self._offer)

    def _offer(self, register: Register) -> None:
        """The accounts in use for this way, one's own first and chosen; and that it was another."""
        words, channel = self._office.words, self._offered_for
        usable = [line for line in register.lines if line.stands and line.sender.channel is channel]
        usable.sort(key=lambda line: not line.is_mine)
        offered = [(line.sender.id, f"{line.sender.number} · {line.owner}") for line in usable]
        self.account.offer([*offered, (UNREGISTERED, words.say(mark("An account that isn't approved")))])
        if self._wanted is not None:
            self.account.put(self._wanted)
            self._wanted = None
        elif usable and usable[0].is_mine:
            self.account.put(usable[0].sender.id)
        self.changed.emit()

    def sender_id(self) -> str | None:
        """The account it goes out by; None where none is chosen, or one that isn't on the register."""
        chosen = self.account.value()
        return None if chosen == UNREGISTERED else chosen

    def values(self, way: tuple[Channel, Direction], reached: Reached) -> dict[str, Any]:
        """What of it belongs to the contact, as the deed's words."""
        channel, direction = way
        by_account = channel in OWN_ACCOUNTS
        return {
            "identity": self.identity.value() if reached in ASK_IDENTITY else None,
            "sender_id": self.sender_id() if by_account and direction is Direction.OUTGOING else None,
            "screenshots": (self.shots.value() or ()) if by_account else (),
        }

    def as_draft(self) -> dict[str, Any]:
        """What a draft keeps of it."""
        return {
            "identity": plain(self.identity.value()),
            "sender": self.account.value(),
            "screenshots": [str(path) for path in self.shots.value() or ()],
        }

    def take_draft(self, kept: Mapping[str, Any]) -> None:
        """Put back what a draft kept; the account as soon as it is offered."""
        self.identity.put_plain(kept.get("identity"))
        self._wanted = kept.get("sender")
        self.shots.put(kept.get("screenshots"))

    @property
    def is_begun(self) -> bool:
        """Whether something stands there that would be missed."""
        return self.identity.value() is not None or self.shots.value() is not None
