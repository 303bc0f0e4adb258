"""Owns the window's way to the desk: adds who acts, picks the thread, tells every screen what was touched."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from collectdesk.domain.zones import local_day
from collectdesk.ui.tasks import Closed, Failed, Lane, Tasks, Ticket, Told, Work

if TYPE_CHECKING:
    from collectdesk.desk.people.signing import Signer
    from collectdesk.desk.pipeline import Deed, Desk, Done
    from collectdesk.desk.progress import Progress
    from collectdesk.domain.people.people import Actor, Permission
    from collectdesk.ui.speech import Speech
    from collectdesk.words import Words

T = TypeVar("T")

LOOK_ELSEWHERE_EVERY: Final = 1000
"""Milliseconds between two looks whether another process changed the branch."""


class Office(QObject):
    """One signed-in person at one branch's desk."""

    touched = Signal(object)  # frozenset[Subject]; emitted before the asker's ``done``
    troubled = Signal(object)  # an expected error that no asker took: the window shows it as a line
    language_changed = Signal()
    leaving = Signal()  # the session is about to end: what is typed is to be kept now
    signed_out = Signal()
    coach_changed = Signal()
    scan_folder_chosen = Signal(str)
    restore_asked = Signal(object)  # the place whose backups are to be offered once the person has left
    keys_asked = Signal(
        str, str
    )  # the way and the reason with which the keys' wizard opens once the person has left

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        tasks: Tasks,
        speech: Speech,
        closed: frozenset[Permission] = frozenset(),
    ) -> None:
        from collectdesk.ui.printing.printers import Printers
        from collectdesk.ui.printing.tray import PrintTray
        from collectdesk.ui.signing import Signing  # these are for whoever is in: the door needs none of them

        super().__init__()
        self.closed = closed
        """What nobody does on this PC, because it works for another."""
        self.desk = desk
        self.actor = actor
        self.tasks = tasks
        self.speech = speech
        self.signing = Signing(self)
        self.tray = PrintTray(Printers(), self)
        self.has_left = False
        self.coach = False
        """Whether reasons and permitted wording stand where a decision is taken; see ``use_coach``."""
        self.scan_folder = ""
        """The folder that is watched for scans; whoever changes it emits ``scan_folder_chosen``."""
        self._looking = False
        self._elsewhere = QTimer(self)
        self._elsewhere.setInterval(LOOK_ELSEWHERE_EVERY)
        self._elsewhere.timeout.connect(self.look_elsewhere)
        speech.changed.connect(self.language_changed)

    @property
    def words(self) -> Words:
        """The words of this moment; read them at the time of use, since the language may be switched."""
        return self.speech.words

    def say(self, sentence: str, /, **facts: object) -> str:
        return self.speech.words.say(sentence, **facts)

    def use_coach(self, on: bool) -> None:
        """Coach this person from now on, or no more."""
        if on is not self.coach:
            self.coach = on
            self.coach_changed.emit()

    def may(self, permission: Permission | None) -> bool:
        """Whether the person holds a permission today, by role or as a deputy, and this PC is one to use it on; nothing
        needed is always held.
        """
        if permission is None:
            return True
        return permission not in self.closed and self.actor.may(permission, local_day(self.desk.now()))

    def run(
        self,
        deed: Deed[T],
        *,
        owner: QObject,
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        cancelled: Callable[[], None] | None = None,
        progress: Told | None = None,
        actor: Actor | None = None,
    ) -> Ticket:
        """Run a deed for the signed-in person: lookups on the reader, changes and exports on the writer, jobs
        beside both. ``actor`` is somebody else only for what a plan has authorised.

        ``touched`` is emitted even when ``owner`` has gone meanwhile; then ``done`` gets the result, or
        ``failed`` the error. Expected errors (they carry a ``code``) that nobody takes go to ``troubled``;
        a bug goes to the crash window in any case.
        """
        from collectdesk.desk.pipeline import Lookup

        lane = Lane.WRITE
        if isinstance(deed, Lookup):
            lane = Lane.LONG if deed.is_long else Lane.READ
        if getattr(deed, "is_job", False):
            lane = Lane.JOB
        guard = _Guard(self, owner, done, failed)
        # what was begun ends with the session that began it
        desk, who = self.desk, actor or self.actor

        def begin(signer: Signer | None) -> Ticket:
            return self.tasks.start(
                lane,
                lambda steps: desk.run(deed, who, steps, signer),
                owner=None,  # ``touched`` must be heard even without the asker; the guard looks whether it lives
                done=guard.finished,
                failed=guard.refused,
                cancelled=guard.alive(cancelled),
                progress=guard.alive(progress),
            )

        subject = deed.signed_subject()
        return self.signing.through(subject, begin, guard.refused) if subject else begin(None)

    def countersign(
        self,
        deed: Deed[T],
        login: str,
        password: str,
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Failed,
    ) -> Ticket:
        """Run one deed for somebody else, who gives login and password here; this session goes on."""
        guard = _Guard(self, owner, done, failed)
        desk, actor = self.desk, self.actor

        def signed(_steps: Progress) -> Done[T]:
            from collectdesk.desk.vault.access import countersign

            return countersign(desk, actor, login, password, deed)

        return self.tasks.start(Lane.WRITE, signed, owner=None, done=guard.finished, failed=guard.refused)

    def outside(
        self,
        work: Work[T],
        *,
        owner: QObject,
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        progress: Told | None = None,
    ) -> Ticket:
        """Read files outside the branch on a thread of their own, so that the desk stays free."""
        guard = _Guard(self, owner, done, failed)
        return self.tasks.start(
            Lane.OUTSIDE, work, owner=owner, done=done, failed=guard.refused, progress=progress
        )

    def use_language(self, language: str) -> None:
        self.speech.use(language)

    def watch(self) -> None:
        """Begin to notice what other processes change."""
        self._elsewhere.start()

    def look_elsewhere(self) -> None:
        """Ask once whether another process changed the branch; if so, everything may have been touched."""
        if self._looking:
            return
        self._looking = True
        store = self.desk.store
        self.tasks.start(
            Lane.READ,
            lambda _steps: store.changed_elsewhere(),
            owner=self,
            done=self._looked,
            failed=self._look_failed,
        )

    def _looked(self, changed: bool) -> None:
        self._looking = False
        if changed:
            from collectdesk.desk.pipeline import EVERYTHING

            self.touched.emit(EVERYTHING)

    def _look_failed(self, error: BaseException) -> None:
        # the next deed will meet the same trouble and say so; a line each second would bury the screen
        self._looking = False
        if not is_expected(error):
            report(error)

    def pause(self) -> None:
        """The session is about to end while the window stays: keep what is typed, look elsewhere no more."""
        self._elsewhere.stop()
        self.signing.forget()
        self.leaving.emit()

    def resume(self, desk: Desk) -> None:
        """The same person is back, with keys of their own: everything may have changed meanwhile."""
        from collectdesk.desk.pipeline import EVERYTHING

        self.desk = desk
        self._looking = False  # the look that was under way was told to stop
        self.touched.emit(EVERYTHING)
        self.watch()

    def sign_out(self) -> None:
        """The person leaves; the window closes its pages and the sign-in comes back."""
        self.has_left = True
        self.pause()
        self.signed_out.emit()


class _Guard:
    """Between a deed's end and its asker: tells what was touched first, then the asker if it still lives."""

    def __init__(
        self,
        office: Office,
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Failed | None,
    ) -> None:
        self._office = office
        self._owner = owner
        self._done = done
        self._failed = failed

    def _lives(self) -> bool:
        import shiboken6

        return shiboken6.isValid(self._owner)

    def alive(self, told: Callable[..., None] | None) -> Callable[..., None] | None:
        """The same callback, silent once the asker has gone."""
        if told is None:
            return None
        return lambda *values: told(*values) if self._lives() else None

    def finished(self, outcome: Done[Any]) -> None:
        if outcome.touched:
            self._office.touched.emit(outcome.touched)
        if self._done is not None and self._lives():
            self._done(outcome.result)

    def refused(self, error: BaseException) -> None:
        if not is_expected(error):
            report(error)
        elif self._failed is None and not isinstance(error, Closed):
            self._office.troubled.emit(error)
        if self._failed is not None and self._lives():
            self._failed(error)


def is_expected(error: BaseException) -> bool:
    """Whether the error is one of the house's own, a code with facts; never a bug."""
    return isinstance(getattr(error, "code", None), str) and isinstance(
        getattr(error, "facts", None), Mapping
    )


def report(error: BaseException) -> None:
    """Hand a bug to the crash window."""
    sys.excepthook(type(error), error, error.__traceback__)
