"""The one way in: every deed passes ``Desk.run``, which weaves permission, transaction and audit around it.

A ``Change`` writes in one transaction with its audit line. A ``Lookup`` reads a snapshot on the read-only
connection. An ``Export`` gathers from a snapshot, draws into a partial file, settles in a transaction with
its audit line, and only then gives the file its name.
"""

from __future__ import annotations

import os
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.desk import meanwhile
from collectdesk.desk.admission import REFUSALS_KEPT, Admission, admit
from collectdesk.desk.considerate import beside_the_window
from collectdesk.desk.customers import masking
from collectdesk.desk.people.seconding import Sealer
from collectdesk.desk.people.signing import Signer, keep_signature, require_signer
from collectdesk.desk.progress import Progress, silent
from collectdesk.desk.stations import away, outbox
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.vault import clocks
from collectdesk.store import drafts
from collectdesk.store.branch import Store
from collectdesk.store.drafts import Draft
from collectdesk.store.keys.header import fsync_file, fsync_folder
from collectdesk.store.trail import anchors, audit
from collectdesk.store.trouble import StaleRecord, StoreTrouble, told_as_trouble
from collectdesk.store.work import View, Work

T = TypeVar("T")
P = TypeVar("P")


class Subject(Enum):
    """What a deed touches; every window that shows it hears of it."""

    CUSTOMERS = "customers"
    CASES = "cases"
    STEPS = "steps"
    VISITS = "visits"
    SOLUTIONS = "solutions"
    ARCHIVE = "archive"
    PEOPLE = "people"
    RULES = "rules"
    IMPORTS = "imports"
    BACKUPS = "backups"
    TRAIL = "trail"


EVERYTHING = frozenset(Subject)


class NotPermitted(Exception):
    """The person's role doesn't hold the permission the deed needs. Audited."""

    def __init__(self, needs: Permission, action: str) -> None:
        super().__init__(needs.value)
        self.code = "not_permitted"
        self.needs = needs
        self.facts: Mapping[str, Any] = {"needs": needs, "action": action}


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a deed gave back, and what it touched."""

    result: T
    touched: frozenset[Subject] = frozenset()


class Deed(ABC, Generic[T]):
    """What a person can do. Subclasses are frozen dataclasses whose fields are the deed's words."""

    needs: ClassVar[Permission]
    action: ClassVar[str]
    timed: ClassVar[bool] = False
    """Whether deadlines, lawful hours or a date on paper hang on the clock: such a deed waits while the clock has
    run backwards, until a supervisor has confirmed it. What happened is recorded whatever the clock says."""
    is_heavy: ClassVar[bool] = False
    """Whether it may compute for many seconds, beside a window that goes on being used."""
    two_persons: ClassVar[bool] = False
    """Whether one isn't enough. Such a deed has a field ``second: SecondPerson | None = None``, which
    ``desk/access.second_person`` fills and the pipeline checks before anything is done.
    """
    four_eyes: ClassVar[str] = ""
    """The code of the refusal where nobody may do this to their own work; ``makers`` says whose work it is."""

    def planned_for(self, view: View) -> Actor | None:
        """The actor of nobody's account whom a plan of the branch has authorised to this very deed."""
        del view
        return None

    def makers(self, view: View) -> frozenset[str]:
        """The accounts whose own work is decided, signed off or sealed; empty where it can't be found."""
        del view
        return frozenset()

    def signed_subject(self) -> str:
        """The id of what the actor signs personally with this deed; empty where it needs no signature."""
        return ""

    def is_for_two(self, actor: Actor) -> bool:
        """Whether this actor needs a second person; some deeds ask for one from some roles only."""
        del actor
        return self.two_persons


class Change(Deed[T]):
    """A deed that writes."""

    touches: ClassVar[frozenset[Subject]]

    @abstractmethod
    def carry_out(self, work: Work) -> T:
        """Do it inside the transaction; any exception undoes all of it."""


class Lookup(Deed[T]):
    """A deed that reads. ``audited`` where looking is itself sensitive; ``is_long`` where others needn't wait."""

    audited: ClassVar[bool] = False
    is_long: ClassVar[bool] = False

    @abstractmethod
    def look(self, view: View) -> T:
        """Read one snapshot and return frozen values, already masked for ``view.actor``."""

    def is_told(self, work: Work) -> bool:
        """Whether this looking goes into the trail: always, but for what is told once a day."""
        del work
        return True


class Export(Deed[T], Generic[T, P]):
    """A deed that makes a file or a folder. ``target`` is where it goes; an existing file is replaced only when
    complete. ``is_job`` is long work that others needn't wait for: it runs beside the desk's changes.
    """

    touches: ClassVar[frozenset[Subject]] = frozenset()
    is_job: ClassVar[bool] = False
    anchors: ClassVar[bool] = False
    """Whether the file remembers where the trail stood, so that the keyring is told to remember it too."""
    target: Path

    @abstractmethod
    def gather(self, view: View) -> P:
        """Read what the file shows from one snapshot."""

    @abstractmethod
    def draw(self, gathered: P, partial: Path, progress: Progress) -> None:
        """Make the file at ``partial``."""

    @abstractmethod
    def settle(self, work: Work, gathered: P, partial: Path) -> T:
        """Record that it was made; refuses if what was gathered no longer holds."""


def again_where_crossed(do: Callable[[], T]) -> T:
    """Do it anew where a server stopped it because it crossed somebody else's: nothing of it was kept."""
    for wait in (0.01, 0.05, 0.2, 0.5):
        try:
            return do()
        except StoreTrouble as trouble:
            if trouble.code != "store.server_again":
                raise
            time.sleep(wait)
    return do()


@dataclass(frozen=True, slots=True)
class Desk:
    """One branch, open: runs deeds for people."""

    store: Store
    now: Callable[[], datetime] = field(repr=False)
    sealer: Sealer = field(default_factory=Sealer, repr=False)

    def run(
        self, deed: Deed[T], actor: Actor, progress: Progress | None = None, signer: Signer | None = None
    ) -> Done[T]:
        """Run one deed; raises Refused, NotPermitted, StaleRecord, StoreTrouble, BadFile or Cancelled.

        ``signer`` comes from ``desk/access.open_signer`` for deeds that are signed; others don't use it.
        """
        try:
            with beside_the_window() if deed.is_heavy else nullcontext():
                return self._run_admitted(deed, actor, progress or silent(), signer)
        except NotPermitted:
            self._note_refusal(deed, actor, {"needs": deed.needs.value})
            raise
        except StaleRecord as stale:
            with suppress(StoreTrouble), self.store.read(actor, self.now()) as view:
                meanwhile.name_who(view, stale)
            raise
        except RuleBroken as refused:
            # what was planned and stopped is counted by rule: so the branch learns where its days go wrong
            self._note_refusal(deed, actor, {"rules": list(refused.facts["rules"]), **_about(deed)})
            raise
        except Refused as refused:
            if refused.code.startswith(REFUSALS_KEPT):
                self._note_refusal(deed, actor, {"refused": refused.code, **_about(deed)})
            raise

    def _admit(self, deed: Deed[Any], view: View, signer: Signer | None = None) -> Admission:
        """The right as the branch holds it now; the view goes on with the actor as the branch knows them."""
        found = admit(deed, view, self.sealer)
        if found is None:
            raise NotPermitted(deed.needs, deed.action)
        view.actor = found.actor
        require_signer(deed, view, signer)
        return found

    def _tell(self, deed: Deed[Any], work: Work, admitted: Admission, signer: Signer | None) -> None:
        """The deed's line in the trail, and the signature beside it."""
        about = {**work.noted, **admitted.named(), **({"signed": True} if deed.signed_subject() else {})}
        audit.append(work, deed.action, about)
        keep_signature(deed, work, signer, about)

    def _run_admitted(
        self, deed: Deed[T], actor: Actor, progress: Progress, signer: Signer | None
    ) -> Done[T]:
        if isinstance(deed, Change):
            return again_where_crossed(lambda: self._change(deed, actor, progress, signer))
        if isinstance(deed, Lookup):
            return self._look(deed, actor, progress)
        if isinstance(deed, Export):
            return self._export(deed, actor, progress, signer)
        raise TypeError(f"{type(deed).__name__} is neither Change, Lookup nor Export")

    def _note_refusal(self, deed: Deed[Any], actor: Actor, why: Mapping[str, Any]) -> None:
        def note() -> None:
            with self.store.write(actor, self.now()) as work:
                audit.append(work, f"refused.{deed.action}", why)

        again_where_crossed(note)

    # Drafts are a person's own unsent typing: kept beside the deeds, since a line in the trail for every
    # pause in typing would bury what was done. Nobody else sees them, and what is saved becomes a deed.

    def keep_draft(self, actor: Actor, form: str, subject_id: str, content: str) -> None:
        """Keep what the person has typed into a form about something, in place of what was kept before."""
        with self.store.write(actor, self.now()) as work:
            drafts.keep(work, form, subject_id, content)

    def read_draft(self, actor: Actor, form: str, subject_id: str) -> Draft | None:
        """The person's own draft, or None."""
        with self.store.read(actor, self.now()) as view:
            return drafts.read(view, form, subject_id)

    def drop_draft(self, actor: Actor, form: str, subject_id: str) -> None:
        """Forget the person's own draft; nothing happens where there is none."""
        with self.store.write(actor, self.now()) as work:
            drafts.drop(work, form, subject_id)

    def _change(self, deed: Change[T], actor: Actor, progress: Progress, signer: Signer | None) -> Done[T]:
        with self.store.write(actor, self.now(), progress.step) as work:
            admitted = self._admit(deed, work, signer)
            _require_steady(deed, work)
            result = outbox.carried_out(deed, work)
            self._tell(deed, work, admitted, signer)
        return Done(result, deed.touches)

    def _look(self, deed: Lookup[T], actor: Actor, progress: Progress) -> Done[T]:
        with self.store.read(actor, self.now(), progress.step) as view:
            admitted = self._admit(deed, view)
            result = deed.look(view)
        if deed.audited:
            again_where_crossed(lambda: self._tell_looking(deed, actor, {**view.noted, **admitted.named()}))
        return Done(masking.texts(result) if admitted.actor.role is Role.AUDITOR else result)

    def _tell_looking(self, deed: Lookup[Any], actor: Actor, about: Mapping[str, Any]) -> None:
        with self.store.write(actor, self.now()) as work:
            if deed.is_told(work):
                audit.append(work, deed.action, about)

    def _export(
        self, deed: Export[T, Any], actor: Actor, progress: Progress, signer: Signer | None
    ) -> Done[T]:
        with self.store.read(actor, self.now(), progress.step) as view:
            self._admit(deed, view, signer)
            away.require_open(deed, view)
            _require_steady(deed, view)
            gathered = deed.gather(view)
        deed.target.parent.mkdir(parents=True, exist_ok=True)
        partial = deed.target.with_name(deed.target.name + ".partial")
        try:
            with _naming(deed.target), told_as_trouble():  # the target's disk may be full too
                deed.draw(gathered, partial, progress)
                if partial.is_file():  # a folder syncs each of its own files while it is made
                    fsync_file(partial)
            with self.store.write(actor, self.now(), progress.step) as work:
                admitted = self._admit(deed, work, signer)  # again: drawing may have taken minutes
                result = deed.settle(work, gathered, partial)
                self._tell(deed, work, admitted, signer)
                with _naming(deed.target), told_as_trouble():
                    _put_in_place(work, partial, deed.target)
        finally:
            _remove(partial)
            _earlier(deed.target).unlink(missing_ok=True)
        if deed.anchors:
            anchors.move_on(self.store)
        return Done(result, deed.touches)


@contextmanager
def _naming(target: Path) -> Iterator[None]:
    """What fails while a file is made is told with its name: the disk it goes to is seldom the branch's own."""
    try:
        yield
    except (StoreTrouble, ArchiveTrouble) as trouble:
        if not trouble.facts.get("file"):
            trouble.facts = {**trouble.facts, "file": target.name}
        raise


def _remove(partial: Path) -> None:
    """What broke off leaves nothing, a file or a folder; what the disk won't let go has no finished name."""
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)


def _put_in_place(work: Work, partial: Path, target: Path) -> None:
    """Give a finished file or folder its name, inside the transaction: a failed rename rolls the audit line back, and
    a failed commit takes it back, with what stood there before in its place.
    """
    earlier = _earlier(target)
    if target.is_file():
        _keep_also_as(earlier, target)

    def take_back() -> None:
        if earlier.exists():
            earlier.replace(target)
        else:
            _remove(target)

    partial.replace(target)
    work.undo.append(take_back)  # only now: what a failed rename left in place isn't ours to take away
    fsync_folder(target.parent)  # else a power cut could keep the line and lose the file


def _keep_also_as(second: Path, path: Path) -> None:
    """A second name for a file, or a copy where the disk knows no second names."""
    second.unlink(missing_ok=True)
    try:
        os.link(path, second)
    except OSError:
        shutil.copyfile(path, second)


def _earlier(target: Path) -> Path:
    return target.with_name(f".{target.name}.earlier")


def _require_steady(deed: Deed[Any], view: View) -> None:
    """Raises Refused(clock.went_back) for a timed deed while the clock shows less than was recorded already."""
    back = clocks.went_back(audit.latest(view), view.now) if deed.timed else None
    if back is not None:
        raise Refused("clock.went_back", before=back.before, now=back.now)


def _about(deed: Deed[Any]) -> dict[str, str]:
    """The ids a deed names, so that a refusal can be followed to its case."""
    named = {name: getattr(deed, f"{name}_id", None) for name in ("case", "request", "visit")}
    return {name: value for name, value in named.items() if isinstance(value, str)}
