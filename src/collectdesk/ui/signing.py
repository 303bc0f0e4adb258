"""Owns the asking for the password before something is signed: one asking covers what stands on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from collectdesk.desk.progress import Progress
from collectdesk.domain.refusals import Refused
from collectdesk.ui.tasks import Lane, Ticket

if TYPE_CHECKING:
    from collectdesk.desk.people.signing import Signer
    from collectdesk.ui.office import Office

Begin = Callable[["Signer"], Ticket]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A deed that waits for the password: what it is about, what begins it, whom to tell that it didn't."""

    subject: str
    begin: Begin
    refused: Callable[[BaseException], None]
    ticket: Ticket


class Signing(QObject):
    """``wanted`` carries how many subjects a password would cover; ``settled`` comes when it is given or not."""

    wanted = Signal(int)
    wrong = Signal(object)
    settled = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self.signer: Signer | None = None
        self.shown: frozenset[str] = frozenset()
        """What stands on the screen to be signed; the page in sight says so."""
        self._waiting: _Waiting | None = None

    def through(self, subject: str, begin: Begin, refused: Callable[[BaseException], None]) -> Ticket:
        """Begin at once where a password given before covers the subject; else ask for it first."""
        if self.signer is not None and self.signer.is_for(subject, self._office.desk.now()):
            return begin(self.signer)
        self.cancel()
        ticket = Ticket(Lane.WRITE, Progress())
        self._waiting = _Waiting(subject, begin, refused, ticket)
        self.wanted.emit(len(self.shown | {subject}))
        return ticket

    def give(self, password: str) -> None:
        """Open the signing key off this thread; a wrong password leaves the deed waiting."""
        waiting, office = self._waiting, self._office
        if waiting is None:
            return
        covers, desk, actor = self.shown | {waiting.subject}, office.desk, office.actor

        def opened(_steps: Progress) -> Signer:
            from collectdesk.desk.vault.access import Session, open_signer

            return open_signer(Session(desk, actor), password, covers)

        office.tasks.start(Lane.WRITE, opened, owner=self, done=self._opened, failed=self.wrong.emit)

    def _opened(self, signer: Signer) -> None:
        waiting, self._waiting, self.signer = self._waiting, None, signer
        self.settled.emit()
        if waiting is not None:
            begun = waiting.begin(signer)
            waiting.ticket._future, waiting.ticket._progress = begun._future, begun._progress

    def cancel(self) -> None:
        """Nothing is signed: whoever waits hears why."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.ticket.ended = True
            self.settled.emit()
            waiting.refused(Refused("signature.missing", field="password"))

    def forget(self) -> None:
        """The person goes away: what the password covered is covered no more."""
        self.signer = None
        self.cancel()
