"""The other PCs of a branch: joining as one, being accepted by two people who compared the code, being revoked."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.people.keeping_people import require_new_person
from collectdesk.desk.people.passwords import require_good_password
from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.keys import admitting, register
from collectdesk.store.keys.header import fsync_file
from collectdesk.store.keys.sealing import canonical, derived
from collectdesk.store.people import people
from collectdesk.store.stations import parcels
from collectdesk.store.stations.parcel_file import Pair, code_of, is_signed, same_code
from collectdesk.store.stations.parcels import Parcel, Post, Station
from collectdesk.store.trail import audit
from collectdesk.store.vault.founding import NewPerson, found_branch
from collectdesk.store.vault.setting_up import require_free

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

FORMAT: Final = "collectdesk station 1"
_DOMAIN: Final = b"collectdesk.station.v1\x00"
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


# ---- joining, on the station


@dataclass(frozen=True, slots=True)
class Joining:
    """What a PC that is to work for a master needs to be told: its folder and name, and who keeps it."""

    folder: Path
    name: str
    keeper: str
    keeper_name: str
    password: str = field(repr=False)
    shelf: str = "system"
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """The card for the master, and the code to compare there."""

    station_id: str
    code: str
    card: Path


def join(asked: Joining, card: Path, clock: Callable[[], datetime] | None = None) -> Joined:
    """Make a station's own encrypted file with keys of its own, and the card that the master accepts it by.

    Raises Refused (station.name_missing, person.…, password.…) and StoreTrouble as founding a branch does.
    """
    name = asked.name.strip()
    if not name:
        raise Refused("station.name_missing", field="name")
    require_new_person(asked.keeper, asked.keeper_name, asked.password, [], name)
    require_free(asked.folder)
    practised = _practice_date() if asked.practice else None
    now = (
        datetime.combine(practised, time(9), CHINA_TIME)
        if practised and not clock
        else (clock or _machine_time)()
    )
    founded = found_branch(
        asked.folder, name=name, kind="practice" if asked.practice else "real",
        shelf_name="practice" if asked.practice else asked.shelf,
        people=(NewPerson(asked.keeper, asked.keeper_name, Role.ADMINISTRATOR, asked.password),), now=now,
        practice_date=practised,
    )  # fmt: skip
    try:
        actor = founded.store.actor(asked.keeper)
        assert actor is not None
        with founded.store.write(actor, now) as work:
            post = parcels.take_post(work, parcels.STATION)
            audit.append(work, "station.joined", {"station": post.id, "code": code_of(post.public)})
            own = parcels.pair(work)
        write_card(card, post.id, name, own)
    finally:
        founded.store.close()
    return Joined(post.id, code_of(post.public), card)


def _practice_date() -> date:
    """A practice branch keeps its own day, and so does a PC that works for one."""
    from collectdesk.practice.branch import PRACTICE_DATE

    return PRACTICE_DATE


def _machine_time() -> datetime:
    return datetime.now(UTC)


def write_card(card: Path, own_id: str, name: str, own: Pair) -> None:
    """Who a PC is: its id, name and public keys, signed by itself. The code is compared by people."""
    said = {"format": FORMAT, "id": own_id, "name": name, "public": own.public}
    signature = own.sign(_DOMAIN + canonical(said)).hex()
    card.parent.mkdir(parents=True, exist_ok=True)
    card.write_text(
        json.dumps({**said, "signature": signature}, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    fsync_file(card)


@dataclass(frozen=True, slots=True)
class Card:
    """Another PC as it describes itself."""

    id: str
    name: str
    public: str

    @property
    def code(self) -> str:
        return code_of(self.public)


def read_card(path: Path) -> Card:
    """A card that signs for itself; raises Refused(station.card_unreadable)."""
    try:
        said = json.loads(path.read_text("utf-8"))
        signature = bytes.fromhex(said.pop("signature"))
        public = bytes.fromhex(said["public"])
        fits = said["format"] == FORMAT and len(public) == 64 and len(said["id"]) == 32
        genuine = fits and is_signed(public[32:], signature, _DOMAIN + canonical(said))
        found = Card(str(said["id"]), str(said["name"])[:80], str(said["public"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        genuine = False
    if not genuine:
        raise Refused("station.card_unreadable", field="path", file=path.name)
    return found


# ---- on the master


@dataclass(frozen=True, slots=True)
class AcceptStation(Change[str]):
    """Let another PC work for this one. Its code was read from its own screen and typed here; two people."""

    needs: ClassVar = Permission.KEEP_STATIONS
    action: ClassVar = "station.accepted"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    two_persons: ClassVar = True

    path: Path
    code: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> str:
        card = read_card(self.path)
        if not same_code(self.code, card.public):
            raise Refused("station.code_differs", field="code")
        post = parcels.post(work)
        if post is not None and post.what == parcels.STATION:
            raise Refused("station.no_master")
        if any(each.id == card.id for each in parcels.stations(work)):
            raise Refused("station.known", field="path")
        parcels.take_post(work, parcels.MASTER)
        assert self.second is not None
        parcels.accept(work, card.id, card.name, card.public, self.second.id)
        work.note(station=card.id, code=card.code)
        return card.id


@dataclass(frozen=True, slots=True)
class RevokeStation(Change[int]):
    """A PC was lost or is needed no more: nothing of it is taken any more, its cases come back. What was taken
    before stays. Gives how many cases came back.
    """

    needs: ClassVar = Permission.KEEP_STATIONS
    action: ClassVar = "station.revoked"
    touches: ClassVar = frozenset({Subject.PEOPLE, Subject.CASES})
    two_persons: ClassVar = True

    station_id: str
    reason: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> int:
        found = parcels.station(work, self.station_id)
        if found.state == parcels.REVOKED:
            raise Refused("station.revoked", field="station", name=found.name)
        if not self.reason.strip():
            raise Refused("station.reason_missing", field="reason")
        parcels.change_station(
            work, found.id, state=parcels.REVOKED, revoked_at=work.now, revoked_why=self.reason.strip()
        )
        back = parcels.cases_out(work, found.id)
        for each in back:
            parcels.end_out(work, each.id, parcels.REVOKED)
        work.note(station=found.id, cases=len(back))
        return len(back)


# ---- who works at a station


def new_start_code() -> str:
    """Sixteen letters that prove at a station who somebody is: told on the master, typed there once."""
    text = "".join(secrets.choice(_LETTERS) for _each in range(16))
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def _clean(code: str) -> bytes:
    return "".join(code.upper().split()).replace("-", "").encode()


def verifier_of(code: str) -> str:
    """What a station checks a start code by; the code has 80 bits, so it needn't be made expensive."""
    return derived(_clean(code), b"", "start code").hex()


def voucher_of(code: str) -> str:
    """What only the master and whoever knows the code can make."""
    return derived(_clean(code), b"", "start voucher").hex()


def vouched(voucher: str, station_id: str, account_id: str, signing: bytes) -> str:
    """That a signing key made at a station is this person's."""
    said = f"{station_id}|{account_id}|{signing.hex()}".encode()
    return hmac.digest(bytes.fromhex(voucher), said, hashlib.sha256).hex()


@dataclass(frozen=True, slots=True)
class WelcomePerson(Change[None]):
    """Somebody the master sent work for sits down here: their start code proves them, the password is their own."""

    needs: ClassVar = Permission.CARRY_PARCELS
    action: ClassVar = "station.welcomed"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    login: str
    code: str = field(repr=False)
    password: str = field(repr=False)

    def carry_out(self, work: Work) -> None:
        post = require_station(work)
        known = people.known_accounts(work).items()
        account_id, account = next(((i, n) for i, n in known if n.login == self.login.strip()), ("", None))
        waiting = parcels.persons(work, post.id).get(account_id, ("", ""))
        if account is None or not waiting[0] or waiting[1]:
            raise Refused("station.person_unknown", field="login", login=self.login.strip())
        if not hmac.compare_digest(verifier_of(self.code), waiting[0]):
            raise Refused("station.start_code_wrong", field="code")
        require_good_password(self.password, account.login, account.name, people.branch_name(work))
        admitting.admit(work, work.folder, account_id, account.login, self.password)
        public = register.signing_key(work, account_id, work.now)
        assert public is not None
        proof = vouched(voucher_of(self.code), post.id, account_id, public)
        parcels.change_person(work, post.id, account_id, signing=proof)
        work.note(account=account_id)


@dataclass(frozen=True, slots=True)
class Taken:
    """A parcel that was taken in, on either side: from whom, its number, its digest, whether it was here before."""

    far_name: str
    number: int
    sha256: str
    taken_before: bool = False


def require_station(view: View) -> Post:
    """What this PC is; raises Refused(parcel.no_station) where it is no station."""
    post = parcels.post(view)
    if post is None or post.what != parcels.STATION:
        raise Refused("parcel.no_station")
    return post


def require_master(view: View) -> Post:
    """Likewise for the master; raises Refused(parcel.no_master)."""
    post = parcels.post(view)
    if post is None or post.what != parcels.MASTER:
        raise Refused("parcel.no_master")
    return post


# ---- looking


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station as people see it: its code, what is out with it, what came from it."""

    station: Station
    code: str
    cases_out: int
    out_since: date | None
    """Since when the first of them is out."""
    newest_out: Parcel | None
    newest_back: Parcel | None
    to_decide: int
    not_taken: int

    @property
    def is_accepted(self) -> bool:
        """Whether work goes there and comes from there."""
        return self.station.state == parcels.ACCEPTED


@dataclass(frozen=True, slots=True)
class HasOtherPcs(Lookup[bool]):
    """Whether this PC has to do with another, or whether the person could begin it: who can do neither sees nothing."""

    needs: ClassVar = Permission.OWN_PASSWORD
    action: ClassVar = "station.shown"

    def look(self, view: View) -> bool:
        found = parcels.post(view)
        return (found is not None and view.actor.may(Permission.CARRY_PARCELS)) or view.actor.may(
            Permission.KEEP_STATIONS
        )


@dataclass(frozen=True, slots=True)
class StationBoard:
    """All of this PC's doings with others; ``post`` is None where the branch has one PC only."""

    post: Post | None
    code: str = ""
    stations: tuple[StationLine, ...] = ()
    waiting: int = 0
    held: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_station(self) -> bool:
        """Whether this PC works for another."""
        return self.post is not None and self.post.what == parcels.STATION

    @property
    def is_master(self) -> bool:
        """Whether others work for this one."""
        return self.post is not None and self.post.what == parcels.MASTER


@dataclass(frozen=True, slots=True)
class ShowStations(Lookup[StationBoard]):
    """Which PCs work for this one, or what this one has to bring back."""

    needs: ClassVar = Permission.CARRY_PARCELS
    action: ClassVar = "station.shown"

    def look(self, view: View) -> StationBoard:
        post = parcels.post(view)
        if post is None:
            return StationBoard(None)
        if post.what == parcels.STATION:
            waiting = parcels.deeds(view, post.id, states=(parcels.WAITING,))
            return StationBoard(
                post, code_of(post.public), waiting=len(waiting), held=len(parcels.cases_out(view))
            )
        lines = tuple(_line(view, each) for each in parcels.stations(view))
        return StationBoard(post, code_of(post.public), lines)


def _line(view: View, station: Station) -> StationLine:
    known, out = parcels.parcels(view, station.id), parcels.cases_out(view, station.id)
    open_ones = [each.state for each in parcels.deeds(view, station.id, states=parcels.OPEN_STATES)]

    def newest(direction: str) -> Parcel | None:
        return next((each for each in known if each.direction == direction), None)

    return StationLine(
        station, code_of(station.public), len(out), min((each.out_on for each in out), default=None),
        newest(parcels.OUT), newest(parcels.BACK), open_ones.count(parcels.CONFLICT),
        open_ones.count(parcels.NOT_TAKEN),
    )  # fmt: skip


def as_author(account_id: Any, login: str = "") -> Actor:
    """Somebody by their id only, to be looked up by the branch before anything is done."""
    return Actor(account_id, login, login, Role.UNATTENDED)
