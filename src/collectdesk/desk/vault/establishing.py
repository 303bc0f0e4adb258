"""Setting up a real branch: who founds it, its envelopes, and the moment from which it stands.

Until both codes were typed back from their paper the branch lies aside and is no branch to anybody: a set-up that is
left or killed leaves nothing that opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from collectdesk.desk.people.keeping_people import require_new_person
from collectdesk.desk.pipeline import Desk
from collectdesk.desk.rules.rulekeeping import JURISDICTIONS, ChooseJurisdiction
from collectdesk.desk.vault.backing_up import BackedUp, PlanBackups, back_up_to
from collectdesk.desk.vault.branch_keys import PrintEnvelopes, TypeBackEnvelopes
from collectdesk.domain.people.people import Role
from collectdesk.domain.refusals import Refused
from collectdesk.store import rules
from collectdesk.store.branch import open_store
from collectdesk.store.trail import anchors
from collectdesk.store.vault.founding import NewPerson, found_branch
from collectdesk.store.vault.setting_up import Aside, hold_aside, require_free
from collectdesk.store.vault.shelf import SystemShelf

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Deed
    from collectdesk.desk.progress import Progress
    from collectdesk.domain.people.people import Actor
    from collectdesk.domain.vault.backups import Rhythm
    from collectdesk.store.branch import Store

__all__ = ["Charter", "Founding", "NewPerson", "establish", "founder", "require_ground", "require_place"]

T = TypeVar("T")
SYSTEM: Final = "system"
"""The keyring that this PC's system prefers, of those that are safe."""


@dataclass(frozen=True, slots=True)
class Charter:
    """What a new branch is to be. The administrator keeps people and keys, the supervisors decide on cases."""

    folder: Path
    name: str
    administrator: NewPerson
    supervisors: tuple[NewPerson, ...]
    jurisdiction: str = JURISDICTIONS[0]
    reason: str = ""
    """Why these rules bind the branch, in the founders' language; kept where others than the usual are chosen."""
    shelf: str = SYSTEM

    @property
    def people(self) -> tuple[NewPerson, ...]:
        return (self.administrator, *self.supervisors)


def require_place(folder: Path) -> None:
    """Raise StoreTrouble (network_folder, branch_there, folder_in_use) where no branch can be set up."""
    require_free(folder)


def require_ground(folder: Path, shelf: str = SYSTEM) -> None:
    """What can be said before anybody is named; raises as ``require_place``, or StoreTrouble(no_keyring)."""
    require_place(folder)
    SystemShelf(shelf).require()


def require_branch_name(name: str) -> None:
    """Raise Refused(branch.name_missing) where there is none: it stands on every paper."""
    if not name.strip():
        raise Refused("branch.name_missing", field="name")


def founder(login: str, name: str, password: str, before: tuple[NewPerson, ...], branch: str) -> NewPerson:
    """One of the first people, the administrator before all others, who are supervisors.

    Raises Refused (person.…, password.…) with the field.
    """
    require_new_person(login, name, password, [each.login for each in before], branch)
    return NewPerson(login, name, Role.SUPERVISOR if before else Role.ADMINISTRATOR, password)


def require_whole(charter: Charter) -> None:
    """Everything that can be said of a charter before the first byte is written."""
    require_ground(charter.folder, charter.shelf)
    require_branch_name(charter.name)
    if charter.jurisdiction not in JURISDICTIONS:
        raise Refused("rules.unknown_jurisdiction", field="jurisdiction", jurisdiction=charter.jurisdiction,
                      known=", ".join(JURISDICTIONS))  # fmt: skip
    roles = [person.role for person in charter.people]
    if not charter.supervisors or roles != [
        Role.ADMINISTRATOR,
        *[Role.SUPERVISOR] * len(charter.supervisors),
    ]:
        raise Refused("branch.supervisor_missing", field="supervisor")
    for at, person in enumerate(charter.people):
        founder(person.login, person.name, person.password, charter.people[:at], charter.name)


def _machine_time() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Founding:
    """A branch on its way: ``codes`` by the envelopes' names until they were typed back, then nobody knows them."""

    charter: Charter
    codes: Mapping[str, str] = field(repr=False)
    _aside: Aside
    _desk: Desk = field(repr=False)
    _founder: Actor
    _is_typed: bool = False
    _is_closed: bool = False
    _stands: bool = False

    @property
    def stands(self) -> bool:
        """Whether it is a branch now."""
        return self._stands

    def print_sheets(self, target: Path, language: str, progress: Progress | None = None) -> int:
        """Write a page for each envelope to a PDF; gives the number of pages."""
        if not target.parent.is_dir():
            raise Refused("option.recovery_out")
        if target.absolute().is_relative_to(self.charter.folder.absolute()):
            raise Refused("branch.sheets_inside", path=str(self.charter.folder))
        return self._run(PrintEnvelopes(target, self.codes, language), progress)

    def type_back(self, codes: tuple[str, ...]) -> None:
        """Take both codes as they stand on the paper: from then on the branch stands.

        Raises StoreTrouble (code_mistyped, wrong_code, full …) or Refused(envelope.missing) with nothing decided.
        """
        if not self._is_typed:
            self._run(TypeBackEnvelopes(codes))
            self._is_typed, self.codes = True, {}
        if not self._stands:
            self._take_place()

    def _take_place(self) -> None:
        store = self._desk.store
        if not self._is_closed:  # else the disk was full a moment ago, and this is the second try
            anchors.move_on(store)
            store.close()
            self._is_closed = True
        self._aside.take_place()
        self._stands = True
        self._desk = Desk(open_store(self.charter.folder, store.branch_id, store.keys), self._desk.now)
        store.forget()

    def plan_backup(self, place: Path, rhythm: Rhythm, progress: Progress | None = None) -> BackedUp:
        """Plan backups to a stick or folder and make the first one at once."""
        self._run(PlanBackups(place, rhythm))
        return self._run(back_up_to(self._desk, place), progress)

    def _run(self, deed: Deed[T], progress: Progress | None = None) -> T:
        return self._desk.run(deed, self._founder, progress).result

    def end(self) -> None:
        """Let go of it: a branch that stands is left in good order, one that doesn't leaves nothing."""
        store = self._desk.store
        if self._stands:
            anchors.move_on(store)
        store.forget()
        self.codes = {}
        self._aside.abandon()


def establish(charter: Charter, clock: Callable[[], datetime] = _machine_time) -> Founding:
    """Make a branch aside, its keys in the keyring of this PC and read back; whoever gets it ends it.

    Raises Refused (person.…, password.…, branch.…) or StoreTrouble (no_keyring, keyring_discards, network_folder,
    branch_there, folder_in_use, setting_up, full …) with nothing left behind.
    """
    require_whole(charter)
    aside = hold_aside(charter.folder)
    try:
        founded = found_branch(
            aside.folder,
            name=charter.name.strip(),
            kind="real",
            shelf_name=charter.shelf,
            people=charter.people,
            now=clock(),
        )
        try:
            return _begun(charter, founded.store, founded.codes, aside, clock)
        except BaseException:
            founded.store.forget()
            raise
    except BaseException:
        aside.abandon()
        raise


def _begun(
    charter: Charter, store: Store, codes: Mapping[str, str], aside: Aside, clock: Callable[[], datetime]
) -> Founding:
    desk = Desk(store, clock)
    founder, decides = store.actor(charter.administrator.login), store.actor(charter.supervisors[0].login)
    assert founder is not None
    assert decides is not None
    with store.read(founder, clock()) as view:
        usual = rules.jurisdiction(view)
    if charter.jurisdiction != usual:
        # both have just typed their passwords here: the one decides, the other consents
        beside = desk.sealer.seal(founder, clock())
        desk.run(
            ChooseJurisdiction(charter.jurisdiction, charter.reason or charter.jurisdiction, beside), decides
        )
    return Founding(charter, codes, aside, desk, founder)
