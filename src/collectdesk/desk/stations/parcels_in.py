"""Results of another PC, taken in on the master: each deed done again, what contradicts listed, a person decides."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.stations import away, replaying
from collectdesk.desk.stations.stations import Taken, require_master, vouched
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.keys.sealing import canonical
from collectdesk.store.people import people
from collectdesk.store.stations import parcel_file, parcels
from collectdesk.store.stations.parcel_file import Opened, is_signed
from collectdesk.store.stations.parcels import AwayDeed, Station
from collectdesk.store.trail.chain import ORIGIN, Linking, Stored

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

PACKER_DOMAIN: Final = b"collectdesk.parcel.packer.v1\x00"
_TOUCHES: Final = frozenset(
    {Subject.CASES, Subject.STEPS, Subject.CUSTOMERS, Subject.VISITS, Subject.SOLUTIONS}
)


@dataclass(frozen=True, slots=True)
class Came:
    """One deed of a parcel: whose, what, when, in which case, and what became of it."""

    id: str
    author: str
    action: str
    done_at: datetime
    case_no: str
    state: str
    why: str

    @property
    def is_taken(self) -> bool:
        """Whether it was simply done again."""
        return self.state == parcels.MERGED


@dataclass(frozen=True, slots=True)
class TakenBack(Taken):
    """What came of a station's parcel: deeds merged, waiting for a decision, not taken, and known already."""

    merged: int = 0
    conflicts: int = 0
    refused: int = 0
    known: int = 0
    came: tuple[Came, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeResultsIn(Change[TakenBack]):
    """Take a station's parcel in: whole, in one transaction, or not at all. The same one twice changes nothing.

    Raises Refused: parcel.… or station.… where it isn't from one of this branch's stations, altered, or with a gap.
    """

    needs: ClassVar = Permission.SEND_PARCELS
    action: ClassVar = "parcel.results_taken"
    touches: ClassVar = _TOUCHES

    path: Path

    def carry_out(self, work: Work) -> TakenBack:
        require_master(work)
        header = parcel_file.read_header(self.path)
        if header.get("branch") != work.branch_id or header.get("kind") != parcels.BACK:
            raise Refused("parcel.not_for_us", field="path", file=self.path.name)
        station = _known(work, str(header.get("station")))
        with self.path.open("rb") as file:
            opened = parcel_file.open_parcel(
                file, self.path.name, own=parcels.pair(work), far_public=station.public
            )
            return _take(work, station, opened)


def _known(view: View, station_id: str) -> Station:
    station = parcels.station(view, station_id)
    if station.state != parcels.ACCEPTED:
        raise Refused("station.revoked", field="path", name=station.name)
    return station


def _take(work: Work, station: Station, opened: Opened) -> TakenBack:
    document, number = opened.document, int(opened.header["number"])
    packer = _packer(work, station, document)
    coming = [_deed(station, number, each) for each in document["deeds"]]
    if parcels.known_parcel(work, station.id, parcels.BACK, number) is not None and all(
        each.seq <= station.merged_seq for each in coming
    ):
        work.note(station=station.id, parcel=number, sha256=opened.sha256, again=True)
        return TakenBack(station.name, number, opened.sha256, taken_before=True, known=len(coming))
    _require_next(station, coming)
    trail = _require_trail(station, document["trail"], coming)
    told = TakenBack(station.name, number, opened.sha256)
    with tempfile.TemporaryDirectory(prefix="parcel-", ignore_cleanup_errors=True) as place:
        for each in coming:
            told = _take_one(work, station, each, opened, Path(place), told)
    last = max([station.merged_seq, *[each.seq for each in coming]])
    parcels.change_station(
        work, station.id, merged_seq=last, back_no=max(number, station.back_no), trail_seq=trail[0],
        trail_link=trail[1], trail_key=trail[2],
    )  # fmt: skip
    if parcels.known_parcel(work, station.id, parcels.BACK, number) is None:
        parcels.add_parcel(
            work, station_id=station.id, direction=parcels.BACK, number=number, sha256=opened.sha256,
            made_at=datetime.fromisoformat(str(opened.header["made_at"])), expires_at=None, cases=0,
            deeds=len(coming) - told.known, last_seq=last,
        )  # fmt: skip
    work.note(
        station=station.id, parcel=number, sha256=opened.sha256, packed_by=packer, merged=told.merged,
        conflicts=told.conflicts, refused=told.refused, station_trail=f"{trail[0]}:{trail[1][:32]}",
    )  # fmt: skip
    return replace(told, came=_came(work, station))


def _came(view: View, station: Station) -> tuple[Came, ...]:
    """What this parcel brought, deed by deed; ``station`` as it was before it came."""
    names = people.account_names(view)
    numbers: dict[str, str] = {}

    def case_no(case_id: str | None) -> str:
        if case_id is None:
            return ""
        if case_id not in numbers:
            numbers[case_id] = cases.case(view, case_id).case_no
        return numbers[case_id]

    return tuple(
        Came(
            each.id, names.get(each.account_id, ""), each.action, each.done_at, case_no(each.case_id), each.state,
            each.why,
        )
        for each in parcels.deeds(view, station.id, since=station.merged_seq)
    )  # fmt: skip


def _take_one(
    work: Work, station: Station, one: AwayDeed, opened: Opened, place: Path, told: TakenBack
) -> TakenBack:
    """One deed of the parcel; its files are read from it whether they are wanted or not."""
    is_known = one.seq <= station.merged_seq

    def fetch(said: Mapping[str, Any], target: Path) -> None:
        digest = hashlib.sha256()
        with target.open("wb") as file:
            for piece in opened.file(int(said["size"])):
                digest.update(piece)
                if not is_known:
                    file.write(piece)
        if digest.hexdigest() != said["sha256"]:
            raise Refused("parcel.altered", field="path", file=str(said["name"]))

    files = replaying.files_of(one, place, fetch)
    if is_known:
        return replace(told, known=told.known + 1)
    fate = replaying.merge(work, one, files)
    state = {parcels.MERGED: "merged", parcels.CONFLICT: "conflicts"}.get(fate.state, "refused")
    _keep(work, one, fate, files)
    return replace(told, **{state: getattr(told, state) + 1})


def _keep(work: Work, one: AwayDeed, fate: replaying.Fate, files: Sequence[Path]) -> None:
    """The line that says what became of it; the words and files of what waits are kept, of what is merged not."""
    is_merged = fate.state == parcels.MERGED
    words = {"deed": {}, "issued": [], "seen": {}, "after": {}, "files": []} if is_merged else {
        "deed": one.deed, "issued": one.issued, "seen": one.seen, "after": one.after,
        "files": [{**said, "held": _held(path)} for said, path in zip(one.files, files, strict=True)],
    }  # fmt: skip
    parcels.add_deed(
        work,
        {
            "station_id": one.station_id, "seq": one.seq, "account_id": one.account_id, "action": one.action,
            "done_at": one.done_at, "case_id": one.case_id, "state": fate.state, "parcel_no": one.parcel_no,
            "why": fate.why, "here": dict(fate.here), **words,
        },
    )  # fmt: skip


def _held(path: Path) -> str:
    """A waiting deed's file, inside the encrypted database until a person has decided."""
    return path.read_bytes().hex()


def _deed(station: Station, number: int, said: Mapping[str, Any]) -> AwayDeed:
    """A deed as a parcel tells it; raises Refused(parcel.deed_unreadable)."""
    try:
        done_at = datetime.fromisoformat(str(said["done_at"]))
        away.class_of(str(said["action"]))
        return AwayDeed(
            "", station.id, int(said["seq"]), str(said["account"]), str(said["action"]), done_at,
            said["case"] if isinstance(said["case"], str) else None, parcels.WAITING, number, "", dict(said["deed"]),
            list(said["issued"]), dict(said["seen"]), dict(said["after"]), list(said["files"]), {},
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise Refused("parcel.deed_unreadable", field="path") from None


def _require_next(station: Station, coming: Sequence[AwayDeed]) -> None:
    """Without a gap: what lies between what was taken and what comes would be lost."""
    numbers = [each.seq for each in coming]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False:
        raise Refused("parcel.unreadable", field="path", file=station.name)
    if numbers and numbers[0] > station.merged_seq + 1:
        raise Refused("parcel.gap", field="path", first=station.merged_seq + 1, last=numbers[0] - 1)


def _require_trail(
    station: Station, trail: Mapping[str, Any], coming: Sequence[AwayDeed]
) -> tuple[int, str, str]:
    """The station's own trail since its last parcel: unbroken, under its own key, and it names every deed that
    comes. Gives where it stands now. Raises Refused(parcel.trail_broken).
    """
    keys = [(int(first), bytes.fromhex(str(key))) for first, key in trail["keys"]]
    own = hashlib.sha256(keys[0][1]).hexdigest()
    if station.trail_key not in ("", own):
        raise Refused("parcel.trail_broken", field="path", at=0)
    entries = [Stored(int(each[0]), *[str(part) for part in each[1:]]) for each in trail["entries"]]
    linking = [(first, Linking(key)) for first, key in keys]
    seq, link = (station.trail_seq, station.trail_link) if station.trail_seq else (0, ORIGIN)
    told: dict[int, tuple[str, str]] = {}
    for entry in entries:
        key = [each for first, each in linking if first <= entry.seq][-1]
        if not entry.fits(key, entry.seq):
            raise Refused("parcel.trail_broken", field="path", at=entry.seq)
        if entry.seq <= seq:
            if entry.seq == seq and entry.link != link:
                raise Refused("parcel.trail_broken", field="path", at=entry.seq)
            continue
        if entry.seq != seq + 1 or entry.previous != link:
            raise Refused("parcel.trail_broken", field="path", at=entry.seq)
        seq, link = entry.seq, entry.link
        _tell(entry, told)
    for each in coming:
        if each.seq > station.merged_seq and told.get(each.seq) != (each.action, each.account_id):
            raise Refused("parcel.trail_broken", field="path", at=seq)
    return seq, link, own


def _tell(entry: Stored, told: dict[int, tuple[str, str]]) -> None:
    import json

    number = json.loads(entry.about).get("away")
    if isinstance(number, int):
        told[number] = (entry.action, entry.account_id)


def _packer(work: Work, station: Station, document: dict[str, Any]) -> str:
    """Who packed it, by their own signature; the first one a person makes there is vouched for by their start code."""
    said = document.pop("packer")
    account, public = str(said["account"]), bytes.fromhex(str(said["public"]))
    vouch, known = parcels.persons(work, station.id).get(account, ("", ""))
    if not vouch or (known and known != public.hex()):
        raise Refused("parcel.packer_unknown", field="path")
    if not known and vouched(vouch, station.id, account, public) != said["vouched"]:
        raise Refused("parcel.packer_unknown", field="path")
    if not is_signed(public, bytes.fromhex(str(said["signature"])), PACKER_DOMAIN + canonical(document)):
        raise Refused("parcel.packer_unknown", field="path")
    if not known:
        parcels.change_person(work, station.id, account, signing=public.hex())
    return account


# ---- what waits for a person


@dataclass(frozen=True, slots=True)
class Side:
    """One thing that contradicts: as the station saw it, as it is here, what the station made of it."""

    what: str
    seen: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class WaitingDeed:
    """A deed of a station that wasn't simply taken, with both sides."""

    id: str
    station_name: str
    seq: int
    parcel_no: int
    action: str
    author: str
    done_at: datetime
    case_id: str | None
    case_no: str
    customer_name: str
    state: str
    why: str
    sides: tuple[Side, ...] = field(default=())
    made: tuple[tuple[str, str, str], ...] = ()
    """What it made of what it rested on: which, as it was, as it became there."""


@dataclass(frozen=True, slots=True)
class ListWaitingDeeds(Lookup["tuple[WaitingDeed, ...]"]):
    """What stations did that contradicts what was done here, or that couldn't be taken."""

    needs: ClassVar = Permission.SEND_PARCELS
    action: ClassVar = "parcel.waiting_listed"

    def look(self, view: View) -> tuple[WaitingDeed, ...]:
        names = people.account_names(view)
        stations = {each.id: each.name for each in parcels.stations(view)}
        found = parcels.deeds(view, states=parcels.OPEN_STATES)
        return tuple(_waiting(view, each, names, stations) for each in found if each.decided_at is None)


def _waiting(view: View, one: AwayDeed, names: Mapping[str, str], stations: Mapping[str, str]) -> WaitingDeed:
    kept = cases.case(view, one.case_id) if one.case_id else None
    sides = tuple(Side(key, *[str(part) for part in parts]) for key, parts in sorted(one.here.items()))
    return WaitingDeed(
        one.id, stations.get(one.station_id, ""), one.seq, one.parcel_no, one.action, names.get(one.account_id, ""),
        one.done_at, one.case_id, kept.case_no if kept else "",
        customers.customer(view, kept.customer_id).name if kept else "", one.state, one.why, sides,
        tuple(
            (key, str(one.seen.get(key, "")), str(now)) for key, now in one.after.items() if now != one.seen.get(key)
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecideWaiting(Change[str]):
    """Decide one line: the station's side is done as it was meant, or this PC's stays. Gives the state it is in."""

    needs: ClassVar = Permission.SEND_PARCELS
    action: ClassVar = "parcel.decided"
    touches: ClassVar = _TOUCHES

    deed_id: str
    take: bool

    def carry_out(self, work: Work) -> str:
        one = parcels.deed(work, self.deed_id)
        if one.state not in parcels.OPEN_STATES or one.decided_at is not None:
            raise Refused("parcel.decided_already", field="deed")
        state = self._take(work, one) if self.take else self._leave(work, one)
        parcels.change_deed(
            work, one.id, state=state, decided_by=work.actor.id, decided_at=work.now, **_blank(one)
        )
        work.note(
            station=one.station_id, away=one.seq, taken=self.take, state=state,
            **({"case": one.case_id} if one.case_id else {}),
        )  # fmt: skip
        return state

    def _take(self, work: Work, one: AwayDeed) -> str:
        fate = _again(work, one)
        if fate.state != parcels.MERGED:
            raise Refused("parcel.still_refused", field="deed", why=fate.why)
        return fate.state

    def _leave(self, work: Work, one: AwayDeed) -> str:
        """What happened is recorded all the same, without what lost."""
        rest = replaying.without_contested(one) if one.state == parcels.CONFLICT and not one.why else None
        if rest is None:
            return parcels.DROPPED
        fate = _again(work, replace(one, deed=rest))
        if fate.state != parcels.MERGED:
            raise Refused("parcel.still_refused", field="deed", why=fate.why)
        return fate.state


def _again(work: Work, one: AwayDeed) -> replaying.Fate:
    def fetch(said: Mapping[str, Any], target: Path) -> None:
        target.write_bytes(bytes.fromhex(str(said["held"])))

    with tempfile.TemporaryDirectory(prefix="parcel-", ignore_cleanup_errors=True) as place:
        return replaying.merge(work, one, replaying.files_of(one, Path(place), fetch), decided=True)


def _blank(one: AwayDeed) -> dict[str, Any]:
    """Nothing of what was said is kept once it is settled, neither side's: what counts stands in its own record, and
    the line and the trail tell by ids who decided about whose deed. Of files their digests stay.
    """
    kept = ("id", "size", "sha256", "came_sha256")
    return {
        "deed": {},
        "issued": [],
        "seen": {},
        "after": {},
        "here": {},
        "files": [{k: v for k, v in each.items() if k in kept} for each in one.files],
    }
