"""Parcels between two PCs of one branch: two real encrypted files, and a stick between them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.keeping import ChangePoint, CheckPoint
from collectdesk.desk.paper.attaching import AttachEvidence
from collectdesk.desk.paper.recording import RecordVisit
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.desk.stations import replaying
from collectdesk.desk.stations.parcels_in import DecideWaiting, ListWaitingDeeds, TakeResultsIn
from collectdesk.desk.stations.parcels_out import ListCasesOut, PackOut, TakeCasesBack
from collectdesk.desk.stations.station_parcels import TakeWorkIn
from collectdesk.desk.stations.stations import RevokeStation, ShowStations
from collectdesk.desk.visits.visiting import RequestVisit
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.cases.solutions import promises
from collectdesk.store.customers import customers
from collectdesk.store.stations import parcel_file, parcels
from collectdesk.store.stations.parcel_file import Pair
from collectdesk.store.trail import audit
from collectdesk.store.vault import evidence
from collectdesk.store.visits import visits
from helpers.branches import LI, WANG, small_branch
from helpers.stations import bring_back, send, station_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectdesk.store.work import View
    from helpers.branches import Branch
    from helpers.stations import StationPc


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    opened = small_branch(tmp_path / "branch")
    for name in (LI, WANG):
        opened.supervisor(AssignCase(opened.case_id(name), "clerk"))
    yield opened
    opened.close()


@pytest.fixture
def station(branch: Branch, tmp_path: Path) -> Iterator[StationPc]:
    opened = station_beside(branch, tmp_path / "station")
    yield opened
    opened.close()


def _called(branch: Branch, station: StationPc, name: str = LI, **words: object) -> LogContact:
    said = {"outcome": ContactOutcome.REFUSED, "note": "现在没有钱", **words}
    return LogContact(branch.case_id(name), Channel.PHONE, station.clock.at, Reached.DEBTOR,
                      point_id=branch.point_id("mobile", name), **said)  # type: ignore[arg-type]  # fmt: skip


def test_a_day_away_comes_home_with_author_and_time(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    taken = send(branch, station, tmp_path / "out.cdparcel")
    assert (taken.cases, taken.newcomers) == (2, ("clerk",))
    shown = branch.clerk(OpenFile(branch.customer_id(LI))).away
    assert shown is not None
    assert (shown.station, shown.since) == ("二楼电脑", local_day(branch.now))
    assert station.clerk(OpenFile(branch.customer_id(LI))).away is None
    station.clock.at += timedelta(hours=1)
    done_at = station.clock.at
    done = station.clerk(_called(branch, station))
    station.clock.at += timedelta(hours=4)
    branch.advance(hours=6)
    back = bring_back(branch, station, tmp_path / "back.cdparcel")
    assert (back.merged, back.conflicts, back.refused) == (1, 0, 0)
    assert [(each.author, each.action, each.is_taken) for each in back.came] == [
        ("陈静", "contact.logged", True)
    ]
    kept = next(
        c for c in branch.ask(lambda v: cases.contacts(v, branch.case_id())) if c.id == done.contact_id
    )
    assert (kept.note, kept.happened_at) == ("现在没有钱", done_at)
    line = next(a for a in branch.ask(audit_lines) if a.action == "contact.logged" and "away" in a.about)
    assert (line.login, line.about["parcel"], line.about["done_at"]) == ("clerk", 1, done_at.isoformat())
    assert branch.ask(audit.verify).intact  # the chain holds over what another PC did
    # both trails name the same parcels by the same digests
    there = {a.about["sha256"] for a in _trail_of(station) if a.action.startswith("parcel.")}
    here = {a.about["sha256"] for a in branch.ask(audit_lines) if a.action.startswith("parcel.")}
    assert there == here
    assert len(here) == 2
    # the same stick again changes nothing; a second trip brings nothing twice
    again = branch.supervisor(TakeResultsIn(tmp_path / "back.cdparcel"))
    assert (again.taken_before, again.merged, again.known) == (True, 0, 1)
    assert bring_back(branch, station, tmp_path / "back2.cdparcel").merged == 0
    contacts = branch.ask(lambda v: [c.id for c in cases.contacts(v, branch.case_id())])
    assert contacts.count(done.contact_id) == 1
    # acknowledged with the next parcel out, and the station's rows are the master's
    assert send(branch, station, tmp_path / "out2.cdparcel", "").acknowledged == 1
    assert not station.ask(lambda v: parcels.deeds(v, states=(parcels.WAITING,)))
    assert contacts == station.ask(lambda v: [c.id for c in cases.contacts(v, branch.case_id())])


def audit_lines(view: View) -> list[audit.AuditLine]:
    return audit.lines(view, limit=10_000)


def _trail_of(station: StationPc) -> list[audit.AuditLine]:
    return station.ask(audit_lines)


def test_a_lost_stick_tells_nobody_a_name_and_an_altered_one_is_refused(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    out = tmp_path / "out.cdparcel"
    branch.supervisor(PackOut(station.joined.station_id, out, "clerk"))
    content = out.read_bytes()
    secrets = [
        LI,
        WANG,
        *[p.value for p in branch.points()],
        branch.case_id(),
        *[p.account_no for p in branch.products()],
    ]
    for each in secrets:
        for spelling in (each.encode(), each.encode("utf-16-le"), each.encode("gb18030")):
            assert len(spelling) < 6 or spelling not in content
    # whose PC it isn't can't open it, even when the label is changed to name it
    with pytest.raises(Refused, match=r"parcel\.not_for_us"), out.open("rb") as file:
        parcel_file.open_parcel(file, out.name, own=Pair.new(), far_public=_master(branch))
    for at in (10, 40, 120, len(content) // 2, len(content) - 1):
        bad = tmp_path / f"bad-{at}.cdparcel"
        bad.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(Refused, match=r"parcel\.(altered|unreadable|not_for_us|master_code_differs)"):
            station.run("keeper", TakeWorkIn(bad, branch.administrator(ShowStations()).code))
    cut = tmp_path / "cut.cdparcel"
    cut.write_bytes(content[:-20])
    with pytest.raises(Refused, match=r"parcel\.altered"):
        station.run("keeper", TakeWorkIn(cut, branch.administrator(ShowStations()).code))
    # nor one that another PC made up under its own key: the master's code was read from the master's screen
    with pytest.raises(Refused, match=r"parcel\.master_code_differs"):
        station.run("keeper", TakeWorkIn(out, station.joined.code))
    assert not station.ask(parcels.cases_out)
    assert station.run("keeper", TakeWorkIn(out, branch.administrator(ShowStations()).code)).cases == 2


def _master(branch: Branch) -> str:
    post = branch.ask(parcels.post)
    assert post is not None
    return post.public


def test_what_doesnt_go_along_isnt_there_and_what_isnt_done_away_says_why(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    send(branch, station, tmp_path / "out.cdparcel")
    names = station.ask(lambda v: [r[0] for r in v.rows(sa.text("SELECT name FROM customer"))])
    assert sorted(names) == sorted([LI, WANG])  # the third customer is nobody's there
    ids = station.ask(lambda v: [r[0] for r in v.rows(sa.text("SELECT id_no FROM customer"))])
    assert all("*" in each for each in ids)
    with pytest.raises(Refused, match=r"station\.closed"):
        station.clerk(RequestVisit(branch.case_id(), branch.point_id("home"), RequestReason.VERIFICATION))
    # at home a case that is out can be worked, and the trail says that it was out
    branch.call()
    assert branch.ask(audit_lines)[0].about["out_with"] == station.joined.station_id


def test_contradictions_are_listed_side_by_side_and_a_person_decides_each_way(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    send(branch, station, tmp_path / "out.cdparcel")
    home, mobile = branch.point_id("home"), branch.point_id("mobile")
    customer = branch.customer_id(LI)
    for point, holds in ((home, False), (mobile, False)):
        station.clerk(CheckPoint(customer, point, holds, "visit"))
    promised = station.clerk(
        _called(branch, station, WANG, outcome=ContactOutcome.PROMISED,
                promise=PromiseGiven(Money(70_000), date(2026, 3, 27)))
    )  # fmt: skip
    # meanwhile here: both points change in another way, and another promise is taken
    for point in (home, mobile):
        _rename(branch, customer, point)
    branch.promise(WANG)
    branch.advance(hours=1)
    back = bring_back(branch, station, tmp_path / "back.cdparcel")
    assert (back.merged, back.conflicts) == (0, 3)
    waiting = branch.supervisor(ListWaitingDeeds())
    sides = {(s.what, s.seen, s.here, s.there) for s in waiting[0].sides}
    assert ("point.access_note", "", "楼道无灯", "") in sides
    assert [w.customer_name for w in waiting] == [LI, LI, WANG]
    with pytest.raises(NotPermitted):
        branch.clerk(DecideWaiting(waiting[0].id, take=True))
    assert branch.supervisor(DecideWaiting(waiting[0].id, take=True)) == parcels.MERGED
    assert branch.supervisor(DecideWaiting(waiting[1].id, take=False)) == parcels.DROPPED
    assert branch.supervisor(DecideWaiting(waiting[2].id, take=False)) == parcels.MERGED
    for each in waiting:  # what was said, by either side, isn't kept once it is settled
        settled = branch.ask(partial(_deed, each.id))
        assert not any(
            (settled.deed, settled.issued, settled.seen, settled.after, settled.here, settled.files)
        )
    standing = {str(p.id): p.standing for p in branch.points()}
    assert (standing[home], standing[mobile]) == ("invalid", "valid")
    kept = branch.ask(lambda v: [c.id for c in cases.contacts(v, branch.case_id(WANG))])
    assert promised.contact_id in kept  # the call was made, whatever was promised in it counts no more
    running = branch.ask(lambda v: promises(v, case_id=branch.case_id(WANG), state=PromiseState.ACTIVE))
    assert [p.promise.amount for p in running] == [Money(50_000)]
    with pytest.raises(Refused, match=r"parcel\.decided_already"):
        branch.supervisor(DecideWaiting(waiting[0].id, take=True))
    # the clerk there hears what became of it
    fates = {seq: state for seq, state, _why in send(branch, station, tmp_path / "o2.cdparcel", "").fates}
    assert fates == {2: parcels.DROPPED}


def _deed(deed_id: str, view: View) -> parcels.AwayDeed:
    return parcels.deed(view, deed_id)


def _rename(branch: Branch, customer: str, point: str) -> None:
    known = next(p for p in branch.points() if p.id == point)
    branch.clerk(
        ChangePoint(customer, point, known.label, known.source, known.valid_from, access_note="楼道无灯")
    )


def test_a_deed_its_author_may_not_do_any_more_goes_to_the_list_and_the_rest_is_taken(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    send(branch, station, tmp_path / "out.cdparcel")
    station.clerk(_called(branch, station))
    branch.reassign("clerk", "auditor")
    branch.advance(hours=1)
    back = bring_back(branch, station, tmp_path / "back.cdparcel")
    assert (back.merged, back.refused) == (0, 1)
    waiting = branch.supervisor(ListWaitingDeeds())
    assert [w.why for w in waiting] == ["not_permitted"]
    with pytest.raises(Refused, match=r"parcel\.still_refused"):
        branch.supervisor(DecideWaiting(waiting[0].id, take=True))
    branch.reassign("clerk", "clerk")
    assert branch.supervisor(DecideWaiting(waiting[0].id, take=True)) == parcels.MERGED


def test_a_lost_station_is_revoked_and_its_cases_come_back(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    send(branch, station, tmp_path / "out.cdparcel")
    first = station.clerk(_called(branch, station))
    branch.advance(hours=1)
    bring_back(branch, station, tmp_path / "back.cdparcel")
    station.clerk(_called(branch, station, WANG))
    station.pack(tmp_path / "late.cdparcel")
    revoke = RevokeStation(station.joined.station_id, "电脑失窃", branch.second("supervisor"))
    assert branch.administrator(revoke) == 2
    with pytest.raises(Refused, match=r"station\.revoked"):
        branch.supervisor(TakeResultsIn(tmp_path / "late.cdparcel"))
    with pytest.raises(Refused, match=r"station\.revoked"):
        branch.supervisor(PackOut(station.joined.station_id, tmp_path / "out2.cdparcel", "clerk"))
    assert not branch.supervisor(ListCasesOut())
    assert first.contact_id in branch.ask(lambda v: [c.id for c in cases.contacts(v, branch.case_id())])
    with pytest.raises(Refused, match=r"second\.missing"):
        branch.administrator(RevokeStation(station.joined.station_id, "电脑失窃"))


def test_a_gap_an_expired_parcel_and_an_older_one_are_named(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    send(branch, station, tmp_path / "out.cdparcel")
    station.clerk(_called(branch, station))
    station.clerk(_called(branch, station, WANG))
    branch.advance(hours=1)
    with station.desk.store.write(station.actor(), station.clock.at) as work:
        first = parcels.deeds(work)[0]
        parcels.change_deed(work, first.id, state=parcels.MERGED)  # as if the master had it, which it hasn't
    station.pack(tmp_path / "gap.cdparcel")
    with pytest.raises(Refused, match=r"parcel\.gap") as gap:
        branch.supervisor(TakeResultsIn(tmp_path / "gap.cdparcel"))
    assert (gap.value.facts["first"], gap.value.facts["last"]) == (1, 1)
    station.pack(tmp_path / "whole.cdparcel", since=1)  # nothing is lost: it is packed from there on again
    assert branch.supervisor(TakeResultsIn(tmp_path / "whole.cdparcel")).merged == 2
    branch.supervisor(PackOut(station.joined.station_id, tmp_path / "late.cdparcel", "", good_for_days=1))
    station.clock.at += timedelta(days=3)
    with pytest.raises(Refused, match=r"parcel\.expired"):
        station.run("keeper", TakeWorkIn(tmp_path / "late.cdparcel"))
    with pytest.raises(Refused, match=r"parcel\.not_for_us"):
        station.run("keeper", TakeWorkIn(tmp_path / "whole.cdparcel"))
    branch.supervisor(PackOut(station.joined.station_id, tmp_path / "new.cdparcel", "", good_for_days=9))
    station.run("keeper", TakeWorkIn(tmp_path / "new.cdparcel"))
    with pytest.raises(Refused, match=r"parcel\.older"):
        station.run("keeper", TakeWorkIn(tmp_path / "out.cdparcel"))


def test_a_clock_that_ran_ahead_waits_for_its_time(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    send(branch, station, tmp_path / "out.cdparcel")
    station.clock.at += timedelta(hours=5)
    station.clerk(_called(branch, station))
    back = bring_back(branch, station, tmp_path / "back.cdparcel")
    assert back.conflicts == 1
    waiting = branch.supervisor(ListWaitingDeeds())
    assert waiting[0].why == "parcel.clock_ahead"
    with pytest.raises(Refused, match=r"parcel\.still_refused"):
        branch.supervisor(DecideWaiting(waiting[0].id, take=True))
    branch.advance(hours=6)
    assert branch.supervisor(DecideWaiting(waiting[0].id, take=True)) == parcels.MERGED


def test_a_stations_own_trail_is_checked_and_a_deed_slipped_in_is_found(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    send(branch, station, tmp_path / "out.cdparcel")
    station.clerk(_called(branch, station))
    with station.desk.store.write(station.actor(), station.clock.at) as work:
        true = parcels.deeds(work)[0]
        slipped = {name: getattr(true, name) for name in ("station_id", "account_id", "action", "done_at", "case_id",
                   "deed", "issued", "seen", "after", "files", "state", "parcel_no", "why")}  # fmt: skip
        parcels.add_deed(work, {**slipped, "seq": 2, "issued": []})
    station.pack(tmp_path / "back.cdparcel")
    branch.advance(hours=1)
    before = branch.actions()
    with pytest.raises(Refused, match=r"parcel\.trail_broken"):
        branch.supervisor(TakeResultsIn(tmp_path / "back.cdparcel"))
    assert branch.actions() == before  # nothing of it, not even the true one


def test_photos_and_a_record_come_home_and_a_case_taken_back_is_forgotten_there(
    branch: Branch, station: StationPc, tmp_path: Path
) -> None:
    visit_id = branch.planned_visit()
    station.clock.at = branch.now
    send(branch, station, tmp_path / "out.cdparcel")
    branch.advance(hours=2)
    station.clock.at = branch.now
    photo = tmp_path / "门牌.jpg"
    Image.new("RGB", (80, 60), (200, 30, 30)).save(photo)
    station.clerk(AttachEvidence(visit_id, photo, station.desk.store.evidence_folder()))
    found = branch.findings(arrived_at=branch.today_at(10, 2), left_at=branch.today_at(10, 40))
    recorded = station.clerk(RecordVisit(visit_id, found)).record_id
    branch.supervisor(TakeCasesBack(station.joined.station_id))
    # not acknowledged yet: the station keeps what the master doesn't have
    send(branch, station, tmp_path / "out2.cdparcel", "")
    assert station.ask(lambda v: cases.case(v, branch.case_id())).id == branch.case_id()
    branch.advance(hours=1)
    station.clock.at = branch.now
    assert bring_back(branch, station, tmp_path / "back.cdparcel").merged == 2
    record = branch.ask(lambda v: visits.record_of(v, visit_id))
    assert record is not None
    assert record.id == recorded
    kept = [e for e in branch.ask(lambda v: evidence.of_visit(v, visit_id)) if not e.copy_of]
    assert [e.original_name for e in kept] == ["门牌.jpg"]
    assert branch.ask(lambda v: evidence.read(v, branch.evidence_folder, kept[0]))
    branch.sign(visit_id)
    send(branch, station, tmp_path / "out3.cdparcel", "")
    assert not station.ask(lambda v: v.rows(sa.text("SELECT id FROM customer")))
    assert not station.ask(parcels.deeds)
    assert not list(station.desk.store.evidence_folder().glob("*"))


def test_killed_while_a_parcel_is_taken_in_nothing_is_half_there(
    branch: Branch, station: StationPc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(branch, station, tmp_path / "out.cdparcel")
    for name in (LI, WANG):
        station.clerk(_called(branch, station, name))
    station.pack(tmp_path / "back.cdparcel")
    branch.advance(hours=1)
    before = branch.actions()
    real = replaying.merge
    done: list[int] = []

    def cut_off(*args: object, **also: object) -> object:
        if done:
            raise KeyboardInterrupt
        done.append(1)
        return real(*args, **also)  # type: ignore[arg-type]

    monkeypatch.setattr(replaying, "merge", cut_off)
    with pytest.raises(KeyboardInterrupt):
        branch.supervisor(TakeResultsIn(tmp_path / "back.cdparcel"))
    monkeypatch.undo()
    assert branch.actions() == before
    assert not branch.ask(parcels.deeds)
    assert branch.supervisor(TakeResultsIn(tmp_path / "back.cdparcel")).merged == 2


MOVES = st.lists(
    st.sampled_from(("call there", "call here", "check there", "check here", "out", "back", "back again")),
    min_size=3, max_size=9,
)  # fmt: skip


@settings(
    max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
    derandomize=True,
)  # fmt: skip
@given(moves=MOVES)
def test_whatever_is_done_on_both_sides_in_whatever_order_nothing_is_lost_and_nothing_twice(
    tmp_path_factory: pytest.TempPathFactory, moves: list[str]
) -> None:
    place = tmp_path_factory.mktemp("both")
    here = small_branch(place / "branch")
    here.supervisor(AssignCase(here.case_id(), "clerk"))
    there = station_beside(here, place / "station")
    send(here, there, place / "0.cdparcel")
    done: set[str] = set()
    checks, newest = 0, place / "none"
    for number, move in enumerate([*moves, "back", "out"], 1):
        here.advance(minutes=7)
        there.clock.at = here.now
        if move == "call there":
            done.add(there.clerk(_called(here, there)).contact_id)
        elif move == "call here":
            done.add(here.call())
        elif move.startswith("check"):
            deed = CheckPoint(here.customer_id(LI), here.point_id("home"), number % 2 == 0, "call")
            (there if move == "check there" else here).clerk(deed)
            checks += move == "check there"
        elif move == "out":
            send(here, there, place / f"{number}.cdparcel", "")
        elif move == "back":
            newest = place / f"{number}.cdparcel"
            bring_back(here, there, newest)
        elif newest.exists():
            assert here.supervisor(TakeResultsIn(newest)).taken_before
    kept = here.ask(lambda v: [c.id for c in cases.contacts(v, here.case_id())])
    assert sorted(kept) == sorted(done)
    told = here.ask(lambda v: [d.seq for d in parcels.deeds(v)])
    assert told == list(range(1, len(told) + 1))
    merged = [a for a in here.ask(audit_lines) if a.action == "point.checked" and "away" in a.about]
    waiting = here.supervisor(ListWaitingDeeds())
    assert len(merged) + sum(w.action == "point.checked" for w in waiting) == checks
    assert here.ask(audit.verify).intact
    # once everything is decided and acknowledged both say the same
    for each in waiting:
        here.supervisor(DecideWaiting(each.id, take=False))
    send(here, there, place / "last.cdparcel", "")
    assert there.ask(lambda v: [c.id for c in cases.contacts(v, here.case_id())]) == kept
    standing = {p.id: p.standing for p in here.points()}
    assert standing == there.ask(
        lambda v: {p.id: p.standing for p in customers.points(v, here.customer_id(LI))}
    )
    there.close()
    here.close()
