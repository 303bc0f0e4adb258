"""Work for another PC, on the master: which cases go, the parcel they go in, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.stations.stations import new_start_code, require_master, verifier_of, voucher_of
from collectdesk.domain.people.people import Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.people import people
from collectdesk.store.people.assignments import held_cases
from collectdesk.store.stations import parcel_cases, parcel_file, parcels
from collectdesk.store.stations.parcel_file import Pair
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.store.stations.parcels import Station
    from collectdesk.store.work import View, Work

TAKES_ALONG: Final = (Role.CLERK, Role.SUPERVISOR)
GOOD_FOR_DAYS: Final = 14
"""How long a parcel may be under way before nobody takes it in any more."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel that was written: what it holds, its digest, and the start codes of people who are new there."""

    path: Path
    number: int
    sha256: str
    cases: int
    deeds: int
    start_codes: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class _Going:
    """What was gathered for one parcel."""

    station: Station
    number: int
    cases: tuple[tuple[str, str], ...]
    """Case and whose it is, those that were out already included."""
    fresh: frozenset[str]
    codes: Mapping[str, tuple[str, str]] = field(repr=False)
    """By account: login and start code, of people who are new at the station."""
    document: Mapping[str, Any] = field(repr=False)
    header: Mapping[str, Any]
    own: Pair = field(repr=False)
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PackOut(Export[Packed, _Going]):
    """Pack what a clerk works on for a station: the cases out with it already as they stand now, the clerk's open
    cases beside them, and what was taken in from there. ``login`` empty: only what is out already, as an answer.
    """

    needs: ClassVar = Permission.SEND_PARCELS
    action: ClassVar = "parcel.packed"
    touches: ClassVar = frozenset({Subject.CASES})

    station_id: str
    target: Path
    login: str = ""
    good_for_days: int = GOOD_FOR_DAYS

    def gather(self, view: View) -> _Going:
        post = require_master(view)
        station = _active(view, self.station_id)
        if not 1 <= self.good_for_days <= 90:
            raise Refused("parcel.days", field="days")
        chosen, fresh = going(view, station, self.login.strip())
        known = parcels.persons(view, station.id)
        who = {account for _case, account in chosen}
        codes = {
            each: (people.known_accounts(view)[each].login, new_start_code()) for each in who - known.keys()
        }
        number, expires = station.out_no + 1, view.now + timedelta(days=self.good_for_days)
        header = {
            "kind": parcels.OUT, "branch": view.branch_id, "station": station.id, "number": number,
            "made_at": view.now.isoformat(), "expires_at": expires.isoformat(), "from": post.public,
        }  # fmt: skip
        rows = parcel_cases.case_rows(view, [case for case, _account in chosen])
        for row in rows["customer_case"]:
            row["assigned_to"] = dict(chosen)[row["id"]]  # there it is theirs, also where they stand in here
        document = {
            "files": [],
            "master": {"name": people.branch_name(view), "id": view.branch_id},
            "cases": [list(each) for each in chosen],
            "accounts": parcel_cases.account_rows(view, {*who, *known}),
            "starts": {each: verifier_of(code) for each, (_login, code) in codes.items()},
            "rows": rows,
            "branch_rows": parcel_cases.branch_rows(view),
            "taken": {"seq": station.merged_seq, "trail": station.trail_seq, "fates": _fates(view, station)},
        }
        own = parcels.pair(view)
        return _Going(station, number, chosen, fresh, codes, document, header, own, view.now, expires)

    def draw(self, gathered: _Going, partial: Path, progress: Progress) -> None:
        del progress
        parcel_file.write(
            partial,
            gathered.header,
            gathered.document,
            (),
            own=gathered.own,
            far_public=gathered.station.public,
        )

    def settle(self, work: Work, gathered: _Going, partial: Path) -> Packed:
        now = parcels.station(work, gathered.station.id)
        if (now.out_no, now.state, now.merged_seq) != (
            gathered.station.out_no, parcels.ACCEPTED, gathered.station.merged_seq,
        ):  # fmt: skip
            raise StaleRecord("station", now.id)
        sha256 = parcel_file.digest_of(partial)
        for case, account in gathered.cases:
            if case in gathered.fresh:
                parcels.send_out(work, now.id, case, account, gathered.number)
        for account, (_login, code) in gathered.codes.items():
            parcels.add_person(work, now.id, account, voucher_of(code))
        parcels.change_station(work, now.id, out_no=gathered.number)
        parcels.add_parcel(
            work, station_id=now.id, direction=parcels.OUT, number=gathered.number, sha256=sha256,
            made_at=gathered.made_at, expires_at=gathered.expires_at, cases=len(gathered.cases), deeds=0,
            last_seq=now.merged_seq,
        )  # fmt: skip
        work.note(
            station=now.id,
            parcel=gathered.number,
            sha256=sha256,
            cases=[case for case, _who in gathered.cases][:200],
        )
        return Packed(
            self.target, gathered.number, sha256, len(gathered.cases), 0,
            dict(gathered.codes.values()),
        )  # fmt: skip


def going(view: View, station: Station, login: str) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """Which cases go to a station and whose they are, and those of them that weren't out yet.

    Raises Refused (parcel.nobody, parcel.nothing).
    """
    out = {each.case_id: each.account_id for each in parcels.cases_out(view, station.id)}
    fresh: dict[str, str] = {}
    if login:
        known = people.known_accounts(view)
        account = next((i for i, n in known.items() if n.login == login and n.active), None)
        if account is None or known[account].role not in TAKES_ALONG:
            raise Refused("parcel.nobody", field="login", login=login)
        elsewhere = {each.case_id for each in parcels.cases_out(view)}
        mine = {each.id for each in held_cases(view, view.today) if each.holder == account}
        fresh = dict.fromkeys(sorted(mine - elsewhere), account)
        if not fresh and not out:
            raise Refused("parcel.nothing", field="login", login=login)
    return tuple({**out, **fresh}.items()), frozenset(fresh)


def _active(view: View, station_id: str) -> Station:
    """An accepted station; raises Refused (station.unknown, station.revoked)."""
    found = parcels.station(view, station_id)
    if found.state != parcels.ACCEPTED:
        raise Refused("station.revoked", field="station", name=found.name)
    return found


def _fates(view: View, station: Station) -> list[list[Any]]:
    """What became of deeds that weren't simply taken: so that whoever did them knows."""
    odd = (parcels.CONFLICT, parcels.NOT_TAKEN, parcels.DROPPED)
    return [[each.seq, each.state, each.why] for each in parcels.deeds(view, station.id, states=odd)]


@dataclass(frozen=True, slots=True)
class TakeCasesBack(Change[int]):
    """Cases that are out come back to this PC; the station forgets them with its next parcel, once all it did in
    them has arrived here. Without ``case_ids`` all that are out with it. Gives how many.
    """

    needs: ClassVar = Permission.SEND_PARCELS
    action: ClassVar = "parcel.cases_back"
    touches: ClassVar = frozenset({Subject.CASES})

    station_id: str
    case_ids: tuple[str, ...] = ()

    def carry_out(self, work: Work) -> int:
        out = parcels.cases_out(work, parcels.station(work, self.station_id).id)
        chosen = [each for each in out if not self.case_ids or each.case_id in self.case_ids]
        for each in chosen:
            parcels.end_out(work, each.id, "taken_back")
        work.note(station=self.station_id, cases=len(chosen))
        return len(chosen)


@dataclass(frozen=True, slots=True)
class OutLine:
    """One case that is out: with whom, whose, since which parcel."""

    case_id: str
    case_no: str
    customer_name: str
    station_name: str
    holder: str
    parcel_no: int
    out_on: date
    """Since when."""
    due_on: date | None
    """Until when the station's newest parcel is good."""
    station_id: str = ""


@dataclass(frozen=True, slots=True)
class ListCasesOut(Lookup["tuple[OutLine, ...]"]):
    """Every case that is out with a station."""

    needs: ClassVar = Permission.SEND_PARCELS
    action: ClassVar = "parcel.cases_listed"

    def look(self, view: View) -> tuple[OutLine, ...]:
        stations = {each.id: each.name for each in parcels.stations(view)}
        names, due = people.account_names(view), {each: parcels.due_on(view, each) for each in stations}
        return tuple(_out_line(view, each, stations, names, due) for each in parcels.cases_out(view))


def _out_line(
    view: View, out: parcels.CaseOut, stations: Mapping[str, str], names: Mapping[str, str],
    due: Mapping[str, date | None],
) -> OutLine:  # fmt: skip
    kept = cases.case(view, out.case_id)
    customer = customers.customer(view, kept.customer_id)
    return OutLine(
        out.case_id, kept.case_no, customer.name, stations.get(out.station_id, ""), names.get(out.account_id, ""),
        out.parcel_no, out.out_on, due.get(out.station_id), out.station_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoingCase:
    """One case that would go along."""

    case_id: str
    case_no: str
    customer_name: str
    is_out: bool
    """Whether it is out with that station already and goes as it stands now."""


@dataclass(frozen=True, slots=True)
class Packing:
    """What a parcel would hold: whose cases, how many rows of each kind go with them, who would be new there."""

    cases: tuple[GoingCase, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    is_new_there: bool = False


@dataclass(frozen=True, slots=True)
class ShowPacking(Lookup[Packing]):
    """What would go to a station with somebody's work, before it is packed."""

    needs: ClassVar = Permission.SEND_PARCELS
    action: ClassVar = "parcel.cases_listed"

    station_id: str
    login: str = ""

    def look(self, view: View) -> Packing:
        require_master(view)
        station = _active(view, self.station_id)
        chosen, fresh = going(view, station, self.login.strip())
        every = [cases.case(view, case) for case, _account in chosen]
        lines = (
            GoingCase(each.id, each.case_no, customers.customer(view, each.customer_id).name, each.id not in fresh)
            for each in every
        )  # fmt: skip
        rows = parcel_cases.case_rows(view, [each.id for each in every])
        known = parcels.persons(view, station.id)
        return Packing(
            tuple(lines),
            {name: len(rows.get(name, ())) for name in GOES_ALONG},
            any(account not in known for _case, account in chosen),
        )


GOES_ALONG: Final = ("product", "contact_point", "related_party", "contact", "next_step", "visit", "promise")
"""What is counted of a parcel before it is packed; the rest hangs on these."""


@dataclass(frozen=True, slots=True)
class ListTakers(Lookup["tuple[tuple[str, str], ...]"]):
    """Who can be given work for another PC: login and name."""

    needs: ClassVar = Permission.SEND_PARCELS
    action: ClassVar = "parcel.cases_listed"

    def look(self, view: View) -> tuple[tuple[str, str], ...]:
        known = people.known_accounts(view).values()
        return tuple(sorted((n.login, n.name) for n in known if n.active and n.role in TAKES_ALONG))
