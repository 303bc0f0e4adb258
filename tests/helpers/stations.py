"""A second PC for tests: a station of its own file beside a small branch, and the road of parcels between them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, TypeVar

from collectdesk.desk.people.signing import Signer, signer_from
from collectdesk.desk.pipeline import Deed, Desk
from collectdesk.desk.stations.parcels_in import TakenBack, TakeResultsIn
from collectdesk.desk.stations.parcels_out import Packed, PackOut
from collectdesk.desk.stations.station_parcels import PackBack, TakenIn, TakeWorkIn
from collectdesk.desk.stations.stations import (
    AcceptStation,
    Joined,
    Joining,
    ShowStations,
    WelcomePerson,
    join,
)
from collectdesk.domain.ids import BranchId
from collectdesk.store.branch import open_store
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.slots import open_slot
from collectdesk.store.vault.shelf import shelf_for
from helpers.branches import MORNING, Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.domain.people.people import Actor
    from collectdesk.store.keys.root import RootKey
    from collectdesk.store.work import View
    from helpers.branches import Branch

T = TypeVar("T")
OWN = "another password 1"


@dataclass
class StationPc:
    """The other PC, open; ``clerk`` runs a deed there as the clerk who was welcomed."""

    folder: Path
    desk: Desk
    clock: Clock
    joined: Joined
    _signing: bytes = b""

    def actor(self, login: str = "clerk") -> Actor:
        found = self.desk.store.actor(login)
        assert found is not None
        return found

    def run(self, login: str, deed: Deed[T]) -> T:
        return self.desk.run(deed, self.actor(login)).result

    def clerk(self, deed: Deed[T]) -> T:
        return self.run("clerk", deed)

    def ask(self, question: Callable[[View], T]) -> T:
        with self.desk.store.read(self.actor("keeper"), self.clock.at) as view:
            return question(view)

    def signer(self) -> Signer:
        if not self._signing:
            header = read_header(self.folder)
            opened = open_slot(header, "clerk", OWN, shelf_for(header.kind, header.shelf, self.folder))
            self._signing = opened.keys.signing
        return signer_from(self.actor(), self._signing, self.clock.at, None)

    def pack(self, target: Path, since: int = 0) -> Packed:
        return self.clerk(PackBack(target, self.signer(), since))

    def close(self) -> None:
        self.desk.store.close()


@lru_cache(maxsize=1)
def _joined() -> tuple[Path, Joined]:
    """Joined once and copied: stretching passwords takes longer than most tests."""
    import atexit

    kept = Path(mkdtemp(prefix="station-"))
    atexit.register(shutil.rmtree, kept, True)
    made = join(
        Joining(kept / "pc", "二楼电脑", "keeper", "马力", "keeper of the pc 2", practice=True),
        kept / "card.cdstation",
        lambda: MORNING.astimezone(UTC),
    )
    return kept, made


@lru_cache(maxsize=1)
def _root(folder: Path) -> RootKey:
    header = read_header(folder)
    return open_slot(
        header, "keeper", "keeper of the pc 2", shelf_for(header.kind, header.shelf, folder)
    ).roots[0]


def station_beside(branch: Branch, folder: Path) -> StationPc:
    """A station joined, and accepted on the branch by two people who compared the code."""
    kept, made = _joined()
    shutil.copytree(kept / "pc", folder)
    store = open_store(folder, BranchId(read_header(folder).database_id), _root(kept / "pc"))
    clock = Clock(datetime(2026, 3, 18, 1, 0, tzinfo=UTC))
    station = StationPc(folder, Desk(store, clock), clock, made)
    branch.administrator(AcceptStation(made.card, made.code, branch.second("supervisor")))
    return station


def send(branch: Branch, station: StationPc, target: Path, login: str = "clerk") -> TakenIn:
    """Work goes out to the station and is taken in there; the clerk sits down the first time."""
    packed = branch.supervisor(PackOut(station.joined.station_id, target, login))
    taken = station.run("keeper", TakeWorkIn(target, branch.run("administrator", ShowStations()).code))
    for who, code in packed.start_codes.items():
        station.run("keeper", WelcomePerson(who, code, OWN))
    return taken


def bring_back(branch: Branch, station: StationPc, target: Path) -> TakenBack:
    """What was done there is packed and taken in here."""
    station.pack(target)
    return branch.supervisor(TakeResultsIn(target))
