"""Backups: made while the branch is in use, planned by rhythm, registered, and shown to stand or to be late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar, Final

from collectdesk.desk.pipeline import Change, Desk, Export, Lookup, Subject
from collectdesk.desk.progress import Progress
from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault import backups as planning
from collectdesk.domain.vault.backups import (
    MOST_KEPT,
    BackupState,
    Occasion,
    PlaceId,
    Retention,
    Rhythm,
    Standing,
)
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import backup, backups
from collectdesk.store.vault.backup import Manifest
from collectdesk.store.vault.backups import Backup, Place
from collectdesk.store.vault.filelock import FileLock
from collectdesk.store.vault.proving import Proof, prove
from collectdesk.store.work import View, Work

SCHEDULE: Final = Actor(AccountId("schedule"), "schedule", "schedule", Role.UNATTENDED)
"""Whom a planned backup is made by: the plan authorises it, whoever sits at the desk."""
_LOCK: Final = "making.lock"

__all__ = [
    "SCHEDULE",
    "BackUp",
    "BackedUp",
    "Backup",
    "BackupDesk",
    "BackupsAtFoot",
    "DropBackupPlace",
    "PlaceLine",
    "PlanBackups",
    "Proof",
    "ShowBackups",
    "TellStanding",
    "VerifyBackup",
    "back_up_to",
    "newest_at",
    "path_of",
    "require_place",
]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A finished, verified backup. ``missing`` counts evidence that the branch itself lacks."""

    path: Path
    made_at: datetime
    trail: tuple[int, str]
    size: int
    evidence: int
    missing: int
    broken_at: int | None
    packs: int = 0


@dataclass(slots=True)
class Errand:
    """A backup on its way from the snapshot to the register."""

    view: View = field(repr=False)
    leaving: dict[planning.BackupId, str]
    known: frozenset[str] = frozenset()
    manifest: Manifest | None = None
    found: list[tuple[Path, Manifest]] = field(default_factory=list)
    """Finished backups of this branch that its register doesn't know."""


@dataclass(frozen=True, slots=True)
class BackUp(Export[BackedUp, Errand]):
    """Back the branch up into ``target``, a new folder at a place; whole, verified and registered, or not at all."""

    needs: ClassVar = Permission.BACK_UP
    action: ClassVar = "backup.made"
    touches: ClassVar = frozenset({Subject.BACKUPS})
    is_job: ClassVar = True

    target: Path
    occasion: Occasion = Occasion.BY_HAND

    @property
    def place(self) -> Path:
        return self.target.parent.parent

    def planned_for(self, view: View) -> Actor | None:
        """A planned backup is the plan's own deed, whoever sits at the desk; it goes where the plan says."""
        if self.occasion is not Occasion.PLANNED or view.actor != SCHEDULE:
            return None
        return SCHEDULE if any(each.folder == self.place for each in backups.places(view)) else None

    def gather(self, view: View) -> Errand:
        require_place(view, self.place)
        if self.target.exists():
            raise Refused("backup.exists", name=self.target.name)
        with backup.told_as_backup_trouble():
            self.target.parent.mkdir(exist_ok=True)
        kept = backups.backups(view, place=self.place)
        leaving = {each.id: each.name for each in kept if each.state is BackupState.LEAVING}
        here = {i: name for i, name in leaving.items() if backups.exists(self.target.parent, name)}
        return Errand(view, here, frozenset(each.name for each in kept))

    def draw(self, gathered: Errand, partial: Path, progress: Progress) -> None:
        with _alone_at(self.target.parent):
            backups.sweep(self.target.parent, gathered.leaving.values(), partial)
            gathered.found = backups.unregistered(self.target.parent, gathered.known, gathered.view.keys)
            gathered.manifest = backup.make_backup(gathered.view, partial, progress.step)

    def settle(self, work: Work, gathered: Errand, partial: Path) -> BackedUp:  # noqa: ARG002 - the pipeline's shape
        made = gathered.manifest
        assert made is not None
        gone = [i for i, n in gathered.leaving.items() if not backups.exists(self.target.parent, n)]
        backups.set_states(work, gone, BackupState.REMOVED)
        for path, manifest in gathered.found:
            backups.add_backup(work, path, manifest, Occasion.FOUND)
        backup_id = backups.add_backup(work, self.target, made, self.occasion)
        self._let_old_ones_go(work)
        work.note(
            backup=backup_id,
            occasion=self.occasion.value,
            entries=made.trail[0],
            evidence=len(made.evidence) - len(made.packs),
            packs=len(made.packs),
            missing=len(made.missing),
        )
        return BackedUp(
            self.target,
            made.made_at,
            made.trail,
            made.database_size,
            len(made.evidence) - len(made.packs),
            len(made.missing),
            made.broken_at,
            len(made.packs),
        )

    def _let_old_ones_go(self, work: Work) -> None:
        """By the place's plan; where nobody planned, nothing goes."""
        plan = next((each for each in backups.places(work) if each.folder == self.place), None)
        if plan is None:
            return
        standing = [
            each
            for each in backups.backups(work, place=self.place)
            if each.state is BackupState.KEPT and each.is_sound
        ]
        kept = planning.choose_kept([(each.id, each.made_on) for each in standing], plan.keep)
        backups.set_states(work, [each.id for each in standing if each.id not in kept], BackupState.LEAVING)


def back_up_to(desk: Desk, place: Path, occasion: Occasion = Occasion.BY_HAND) -> BackUp:
    """The deed that makes a backup now, at a place."""
    folder = backup.folder_at(place.absolute(), desk.store.branch_id)
    return BackUp(folder / backup.name_of(desk.now()), occasion)


def path_of(desk: Desk, kept: Backup) -> Path:
    """Where a backup of the register lies."""
    return backup.folder_at(kept.place, desk.store.branch_id) / kept.name


def newest_at(place: Path) -> Path:
    """The newest finished backup at a place; raises StoreTrouble(backup_none)."""
    found = backup.find_backups(place)
    if not found:
        raise StoreTrouble("backup_none", path=str(place))
    return found[-1]


def require_place(view: View, place: Path) -> None:
    """Raise StoreTrouble(backup_gone) where the stick isn't in, Refused(backup.inside_branch) in the branch's folder.

    A folder that isn't there is never made: a stick that was pulled would be "made" on the PC's own disk.
    """
    if not place.is_dir():
        raise StoreTrouble("backup_gone", path=str(place))
    if place.resolve().is_relative_to(view.evidence_folder.parent.resolve()):
        raise Refused("backup.inside_branch", path=str(place))


@contextmanager
def _alone_at(folder: Path) -> Iterator[None]:
    """One backup at a time for each place, whichever program makes it."""
    with backup.told_as_backup_trouble():
        lock = FileLock(folder / _LOCK)
        if not lock.take():
            raise Refused("backup.under_way")
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One planned place and how it stands: ``is_there`` is whether the folder can be seen now."""

    id: PlaceId
    folder: Path
    rhythm: Rhythm
    keep: Retention
    last_on: date | None
    is_due: bool
    is_there: bool


@dataclass(frozen=True, slots=True)
class BackupDesk:
    """All about backups: the plan, the register newest first, and how the branch stands."""

    places: tuple[PlaceLine, ...]
    backups: tuple[Backup, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class ShowBackups(Lookup[BackupDesk]):
    """The plan and the register of backups."""

    needs: ClassVar = Permission.BACK_UP
    action: ClassVar = "backup.listed"

    def look(self, view: View) -> BackupDesk:
        lines = _place_lines(view)
        return BackupDesk(lines, tuple(reversed(backups.backups(view))), _standing(view, lines))


@dataclass(frozen=True, slots=True)
class BackupsAtFoot:
    """What everybody sees of backups: how the branch stands, and the places that wait for one now."""

    standing: Standing
    due: tuple[Path, ...]
    is_practice: bool
    is_planned: bool


@dataclass(frozen=True, slots=True)
class TellStanding(Lookup[BackupsAtFoot]):
    """How the branch stands with its backups, for the foot of every window."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "backup.standing_shown"

    def look(self, view: View) -> BackupsAtFoot:
        lines = _place_lines(view)
        due = tuple(line.folder for line in lines if line.is_due and line.is_there)
        return BackupsAtFoot(_standing(view, lines), due, view.practice, bool(lines))


def _place_lines(view: View) -> tuple[PlaceLine, ...]:
    return tuple(_place_line(view, each) for each in backups.places(view))


def _place_line(view: View, place: Place) -> PlaceLine:
    last_on = backups.last_made(view, place.folder)
    return PlaceLine(
        place.id,
        place.folder,
        place.rhythm,
        place.keep,
        last_on,
        planning.is_due(place.rhythm, last_on, view.today),
        place.folder.is_dir(),
    )


def _standing(view: View, lines: tuple[PlaceLine, ...]) -> Standing:
    return planning.standing(backups.last_made(view, sound=True), (line.rhythm for line in lines), view.today)


@dataclass(frozen=True, slots=True)
class PlanBackups(Change[PlaceId]):
    """Plan backups to a folder or stick: how often, and how many days, weeks and months stay."""

    needs: ClassVar = Permission.KEEP_BACKUPS
    action: ClassVar = "backup.planned"
    touches: ClassVar = frozenset({Subject.BACKUPS})

    folder: Path
    rhythm: Rhythm
    keep: Retention = Retention()  # noqa: RUF009 - frozen

    def carry_out(self, work: Work) -> PlaceId:
        require_place(work, self.folder)
        counts = (self.keep.daily, self.keep.weekly, self.keep.monthly)
        if not any(counts) or not all(0 <= count <= MOST_KEPT for count in counts):
            raise Refused("backup.retention", field="keep", most=MOST_KEPT)
        place_id = backups.plan_place(work, self.folder.absolute(), self.rhythm, self.keep)
        work.note(
            place=place_id, rhythm=self.rhythm.value, daily=counts[0], weekly=counts[1], monthly=counts[2]
        )
        return place_id


@dataclass(frozen=True, slots=True)
class DropBackupPlace(Change[None]):
    """Plan no more backups to a place; those that are there stay."""

    needs: ClassVar = Permission.KEEP_BACKUPS
    action: ClassVar = "backup.plan_dropped"
    touches: ClassVar = frozenset({Subject.BACKUPS})

    place_id: PlaceId

    def carry_out(self, work: Work) -> None:
        backups.drop_place(work, backups.place(work, self.place_id))
        work.note(place=self.place_id)


@dataclass(frozen=True, slots=True)
class VerifyBackup(Lookup[Proof]):
    """Prove a backup: copy it aside, open it, walk its trail, decipher every file of evidence. Nothing is restored."""

    needs: ClassVar = Permission.BACK_UP
    action: ClassVar = "backup.verified"
    audited: ClassVar = True
    is_job: ClassVar = True

    path: Path

    def look(self, view: View) -> Proof:
        proof = prove(
            self.path, view.keys, view.evidence_folder.parent, view.step, actor=view.actor, now=view.now
        )
        view.note(entries=proof.trail[0], evidence=proof.evidence, flaws=len(proof.flaws))
        return proof
