"""Rows of several PCs: what this PC is, the stations, the parcels, the cases that are out, the deeds done away."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.store.keys.sealing import b64, open_bytes, seal_bytes, unb64
from collectdesk.store.rows.parcels import (
    AwayDeedRow,
    CaseOutRow,
    ParcelRow,
    PostRow,
    StationPersonRow,
    StationRow,
)
from collectdesk.store.rows.visits import EvidenceRow
from collectdesk.store.stations.parcel_file import Pair
from collectdesk.store.vault.opening import driver_of
from collectdesk.store.work import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.store.work import View, Work

MASTER, STATION, LEAVING, LEFT = "master", "station", "leaving", "left"
"""What a PC is to its branch; a branch of one PC has no row at all."""
OUT, BACK = "out", "back"
ACCEPTED, REVOKED = "accepted", "revoked"
WAITING, MERGED, NOT_TAKEN, CONFLICT, DROPPED = "waiting", "merged", "refused", "conflict", "dropped"
OPEN_STATES: Final = (CONFLICT, NOT_TAKEN)
_WHAT: Final = "SELECT what, moving FROM branch_post LIMIT 1"
_HELD_OUT: Final = "SELECT station_id FROM case_out WHERE case_id = ? AND ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class Post:
    """What this PC is, its public keys, and the far end's."""

    id: str
    what: str
    public: str
    far_id: str
    far_name: str
    far_public: str
    trail_seq: int = 0
    moving: str = ""
    moving_to: str = ""


@dataclass(frozen=True, slots=True)
class Station:
    id: str
    name: str
    public: str = field(repr=False)
    state: str = ACCEPTED
    accepted_at: datetime | None = None
    out_no: int = 0
    back_no: int = 0
    merged_seq: int = 0
    trail_seq: int = 0
    trail_link: str = ""
    trail_key: str = ""
    revoked_at: datetime | None = None
    revoked_why: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    station_id: str
    direction: str
    number: int
    sha256: str
    made_at: datetime
    expires_at: datetime | None
    cases: int
    deeds: int
    last_seq: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CaseOut:
    id: str
    station_id: str
    case_id: str
    account_id: str
    parcel_no: int
    out_on: date


@dataclass(frozen=True, slots=True)
class AwayDeed:
    """A deed done at a station; ``deed`` are its words, empty once they are merged."""

    id: str
    station_id: str
    seq: int
    account_id: str
    action: str
    done_at: datetime
    case_id: str | None
    state: str
    parcel_no: int
    why: str
    deed: Any = field(repr=False)
    issued: Any = field(repr=False)
    seen: Any = field(repr=False)
    after: Any = field(repr=False)
    files: Any = field(repr=False)
    here: Any = field(repr=False)
    decided_by: str | None = None
    decided_at: datetime | None = None


# ---- this PC


def what(view: View) -> str:
    """What this PC is to the branch, or that it moves; asked before every deed, so past SQLAlchemy."""
    row = driver_of(view.connection).execute(_WHAT).fetchone()
    return str(row[1] or row[0]) if row else ""


def post(view: View) -> Post | None:
    row = view.row(
        sa.select(
            PostRow.id,
            PostRow.what,
            PostRow.public,
            PostRow.far_id,
            PostRow.far_name,
            PostRow.far_public,
            PostRow.trail_seq,
            PostRow.moving,
            PostRow.moving_to,
        )
    )
    return Post(*row) if row else None


def take_post(work: Work, kind: str) -> Post:
    """Make this PC a master or a station, with keys of its own; a PC that is one already stays what it is."""
    found = post(work)
    if found is not None:
        if kind and not found.what:
            change_post(work, found.id, what=kind)
            return replace(found, what=kind)
        return found
    pair, post_id = Pair.new(), new_id()
    sealed = b64(seal_bytes(work.keys.labelled("parcel"), pair.to_bytes(), post_id.encode()))
    work.add(
        PostRow,
        id=post_id,
        what=kind,
        public=pair.public,
        sealed_key=sealed,
        far_id="",
        far_name="",
        far_public="",
        trail_seq=0,
        moving="",
        moving_to="",
    )
    return Post(post_id, kind, pair.public, "", "", "")


def pair(view: View) -> Pair:
    """The private keys of this PC."""
    row = view.row(sa.select(PostRow.id, PostRow.sealed_key))
    if row is None:
        raise Refused("parcel.no_post")
    return Pair.from_bytes(
        open_bytes(view.keys.labelled("parcel"), unb64(row.sealed_key), row.id.encode(), "damaged")
    )


def change_post(work: Work, post_id: str, **values: Any) -> None:
    work.change(PostRow, post_id, **values)


# ---- stations


def stations(view: View) -> list[Station]:
    """Every station there ever was, the first accepted first."""
    r = StationRow
    query = sa.select(
        r.id, r.name, r.public, r.state, r.recorded_at, r.out_no, r.back_no, r.merged_seq, r.trail_seq, r.trail_link,
        r.trail_key, r.revoked_at, r.revoked_why,
    ).order_by(r.recorded_at, r.id)  # fmt: skip
    return [Station(*row) for row in view.rows(query)]


def station(view: View, station_id: str) -> Station:
    """One of them; raises Refused(station.unknown)."""
    found = next((each for each in stations(view) if each.id == station_id), None)
    if found is None:
        raise Refused("station.unknown", field="station")
    return found


def accept(work: Work, station_id: str, name: str, public: str, second_id: str) -> None:
    work.add(
        StationRow, id=station_id, name=name, public=public, state=ACCEPTED, second_id=second_id, out_no=0, back_no=0,
        merged_seq=0, trail_seq=0, trail_link="", trail_key="", revoked_at=None, revoked_why="",
    )  # fmt: skip


def change_station(work: Work, station_id: str, **values: Any) -> None:
    work.change(StationRow, station_id, **values)


def persons(view: View, station_id: str) -> dict[str, tuple[str, str]]:
    """By account: what proves their key, and the signing key that was proven; both hex."""
    r = StationPersonRow
    query = sa.select(r.account_id, r.vouch, r.signing).where(r.station_id == station_id)
    return {row.account_id: (row.vouch, row.signing) for row in view.rows(query)}


def add_person(work: Work, station_id: str, account_id: str, vouch: str, signing: str = "") -> None:
    work.add(StationPersonRow, station_id=station_id, account_id=account_id, vouch=vouch, signing=signing)


def change_person(work: Work, station_id: str, account_id: str, **values: Any) -> None:
    r = StationPersonRow
    work.connection.execute(
        sa.update(r)
        .where(r.station_id == station_id, r.account_id == account_id)
        .values(**values, version=r.version + 1)
    )


# ---- parcels


def parcels(view: View, station_id: str | None = None) -> list[Parcel]:
    """What was packed and taken in, the newest first."""
    r = ParcelRow
    query = sa.select(
        r.station_id, r.direction, r.number, r.sha256, r.made_at, r.expires_at, r.cases, r.deeds, r.last_seq,
        r.recorded_at,
    ).order_by(r.recorded_at.desc(), r.id.desc())  # fmt: skip
    if station_id is not None:
        query = query.where(r.station_id == station_id)
    return [Parcel(*row) for row in view.rows(query)]


def known_parcel(view: View, station_id: str, direction: str, number: int) -> Parcel | None:
    return next(
        (p for p in parcels(view, station_id) if (p.direction, p.number) == (direction, number)), None
    )


def due_on(view: View, station_id: str) -> date | None:
    """Until when the newest parcel that went to a station is good."""
    newest = next((p for p in parcels(view, station_id) if p.direction == OUT), None)
    return local_day(newest.expires_at) if newest is not None and newest.expires_at else None


def add_parcel(work: Work, **values: Any) -> None:
    work.add(ParcelRow, **values)


def newest_no(view: View, direction: str) -> int:
    return int(
        view.scalar(sa.select(sa.func.max(ParcelRow.number)).where(ParcelRow.direction == direction)) or 0
    )


# ---- cases that are out


def cases_out(view: View, station_id: str | None = None) -> list[CaseOut]:
    r = CaseOutRow
    query = sa.select(r.id, r.station_id, r.case_id, r.account_id, r.parcel_no, r.out_on).where(
        r.ended_at.is_(None)
    )
    if station_id is not None:
        query = query.where(r.station_id == station_id)
    return [CaseOut(*row) for row in view.rows(query.order_by(r.recorded_at, r.id))]


def case_out(view: View, case_id: str) -> CaseOut | None:
    """With whom a case is out now; None where it isn't."""
    r = CaseOutRow
    row = view.row(
        sa.select(r.id, r.station_id, r.case_id, r.account_id, r.parcel_no, r.out_on).where(
            r.case_id == case_id, r.ended_at.is_(None)
        )
    )
    return CaseOut(*row) if row else None


def is_out(view: View, case_id: str) -> str:
    """The station a case is out with; empty where it isn't."""
    row = driver_of(view.connection).execute(_HELD_OUT, (case_id,)).fetchone()
    return str(row[0]) if row else ""


def send_out(work: Work, station_id: str, case_id: str, account_id: str, number: int) -> None:
    work.add(
        CaseOutRow, station_id=station_id, case_id=case_id, account_id=account_id, parcel_no=number, out_on=work.today,
        ended_at=None, ended_why="",
    )  # fmt: skip


def end_out(work: Work, row_id: str, why: str) -> None:
    work.change(CaseOutRow, row_id, ended_at=work.now, ended_why=why)


# ---- deeds done away

_AWAY: Final = tuple(
    getattr(AwayDeedRow, name)
    for name in (
        "id", "station_id", "seq", "account_id", "action", "done_at", "case_id", "state", "parcel_no", "why", "deed",
        "issued", "seen", "after", "files", "here", "decided_by", "decided_at",
    )
)  # fmt: skip


def deeds(
    view: View, station_id: str | None = None, *, states: tuple[str, ...] = (), since: int = 0
) -> list[AwayDeed]:
    """Deeds done away in their order, from ``since`` on."""
    query = sa.select(*_AWAY).where(AwayDeedRow.seq > since)
    if station_id is not None:
        query = query.where(AwayDeedRow.station_id == station_id)
    if states:
        query = query.where(AwayDeedRow.state.in_(states))
    return [AwayDeed(*row) for row in view.rows(query.order_by(AwayDeedRow.station_id, AwayDeedRow.seq))]


def deed(view: View, deed_id: str) -> AwayDeed:
    """One of them; raises Refused(parcel.deed_unknown)."""
    row = view.row(sa.select(*_AWAY).where(AwayDeedRow.id == deed_id))
    if row is None:
        raise Refused("parcel.deed_unknown", field="deed")
    return AwayDeed(*row)


def last_seq(view: View, station_id: str) -> int:
    return int(
        view.scalar(sa.select(sa.func.max(AwayDeedRow.seq)).where(AwayDeedRow.station_id == station_id)) or 0
    )


def add_deed(work: Work, values: Mapping[str, Any]) -> str:
    return work.add(AwayDeedRow, **{"here": {}, "decided_by": None, "decided_at": None, **values})


def change_deed(work: Work, deed_id: str, **values: Any) -> None:
    work.change(AwayDeedRow, deed_id, **values)


def forget_deeds(work: Work, case_ids: list[str]) -> None:
    """On a station: nothing is left of what was done in cases that were taken back and acknowledged."""
    work.connection.execute(sa.delete(AwayDeedRow).where(AwayDeedRow.case_id.in_(case_ids)))


def files_among(view: View, evidence_ids: list[str]) -> list[dict[str, Any]]:
    """The files that a deed took in, without the copies made of them, in their order."""
    row = EvidenceRow
    query = sa.select(row.id, row.original_name, row.size, row.sha256, row.came_sha256).where(
        row.id.in_(evidence_ids), row.copy_of == ""
    )
    found = {r.id: r for r in view.rows(query)}
    return [
        {
            "id": each, "name": found[each].original_name, "size": found[each].size, "sha256": found[each].sha256,
            "came_sha256": found[each].came_sha256,
        }
        for each in evidence_ids
        if each in found
    ]  # fmt: skip


def as_it_came(work: Work, sha256: str, came_sha256: str) -> None:
    """Give a file the digest it had when a station first saw it."""
    for row in work.rows(sa.select(EvidenceRow.id).where(EvidenceRow.sha256 == sha256)):
        work.change(EvidenceRow, row.id, came_sha256=came_sha256)
