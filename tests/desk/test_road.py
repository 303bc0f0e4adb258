"""On the road: a driver who may go along, a code word, a call-in list, threats told on, certificates, own roads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.people.certificates import AttachCertificate, ListCertificates, LookAtCertificate
from collectdesk.desk.people.rota import KeepLeave, KeepTie
from collectdesk.desk.people.staffing import EnrolStaff
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.visits.driving import NameDriver
from collectdesk.desk.visits.kit_gathering import gather_kit
from collectdesk.desk.visits.preparing import OpenVisit
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.roads import (
    DropTravelArea,
    KeepRoads,
    KeepTravelArea,
    RoadBand,
    ShowRoads,
    shipped_table,
)
from collectdesk.desk.visits.rounds import (
    CloseRound,
    MarkOut,
    MarkRoundBack,
    ReleaseRound,
    RoundLine,
    ShowRounds,
)
from collectdesk.desk.visits.safety import MarkBack
from collectdesk.desk.visits.vehicles import GiveVehicle, KeepVehicle, ListVehicles
from collectdesk.domain.paper.records import Attitude
from collectdesk.domain.people.going_out import LeaveKind, TieKind
from collectdesk.domain.places import Datum, Place
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.code_words import CODE_WORDS
from collectdesk.domain.visits.sheets import Tally
from collectdesk.terms_safety import CODE_WORDS as NAMED
from collectdesk.terms_safety import code_word_line, incident_line
from collectdesk.words import CHINESE, ENGLISH, for_language
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG, Branch, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAYS = PRACTICE_DATE, PRACTICE_DATE + timedelta(days=300)


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    made = small_branch(tmp_path_factory.mktemp("road") / "branch")
    yield made
    made.close()


def line(branch: Branch, login: str = "clerk") -> RoundLine:
    (found,) = branch.run(login, ShowRounds(PRACTICE_DATE))
    return found


def refused(branch: Branch, login: str, deed: object) -> str:
    with pytest.raises(Refused) as error:
        branch.run(login, deed)  # type: ignore[arg-type]
    return error.value.code


def test_a_team_goes_out_with_its_driver_its_code_word_and_a_list_of_calls(
    branch: Branch, tmp_path: Path
) -> None:
    crew = branch.staff_id("C01"), branch.staff_id("S01")
    drives = branch.administrator(EnrolStaff("D01", "孙师傅", False, False, "PX-D", *DAYS, True))
    untrained = branch.administrator(EnrolStaff("D02", "钱师傅", False, False, drives=True))
    assert refused(branch, "clerk", NameDriver(PRACTICE_DATE, *crew, drives)) == "round.empty"
    visit = branch.planned_visit(LI, branch.today_at(15))

    # nobody untrained, away, related or needed at the door drives
    assert refused(branch, "clerk", NameDriver(PRACTICE_DATE, *crew, crew[1])) == "driver.unknown"
    assert refused(branch, "clerk", NameDriver(PRACTICE_DATE, *crew, untrained)) == "driver.untrained"
    tie = branch.supervisor(KeepTie(drives, customer_no(branch, LI), TieKind.RELATIVE))
    assert refused(branch, "clerk", NameDriver(PRACTICE_DATE, *crew, drives)) == "driver.related"
    end_tie(branch, tie)
    leave = branch.supervisor(KeepLeave(untrained, LeaveKind.SICK, PRACTICE_DATE))
    assert leave == ()
    branch.clerk(NameDriver(PRACTICE_DATE, *crew, drives))
    assert line(branch).driver == "孙师傅"

    _released_and_called_in(branch, visit, tmp_path)


def _released_and_called_in(branch: Branch, visit: str, tmp_path: Path) -> None:
    crew = branch.staff_id("C01"), branch.staff_id("S01")
    # the route names the driver; the code word comes with the release and stands on no paper
    kit = branch.ask(lambda view: gather_kit(view, (visit,), ""))
    assert kit.facts.way.driver == "孙师傅  D01"
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", (visit,)))
    assert line(branch).code_word == ""
    branch.supervisor(ReleaseRound(PRACTICE_DATE, *crew))
    word = line(branch).code_word
    assert word in CODE_WORDS
    assert line(branch, "auditor").code_word == ""
    for language in (CHINESE, ENGLISH):
        assert for_language(language).say(NAMED[word]) in code_word_line(for_language(language), word)
    branch.clerk(MarkOut(line(branch).round_id))
    assert refused(branch, "clerk", NameDriver(PRACTICE_DATE, *crew)) == "round.gone"

    # each stop calls in; the list says until when
    (stop,) = line(branch).stops
    assert (stop.until, stop.called_in_at) == (branch.today_at(15, 45), None)
    branch.advance(hours=7)
    branch.clerk(MarkBack(visit))
    (stop,) = line(branch).stops
    assert stop.called_in_at == branch.now

    # what befell this team is told to the next one, on the screen and on the sheet
    branch.record(visit, attitude=Attitude.HOSTILE, narrative="手持木棍威胁，已离开")
    again = branch.planned_visit(LI, branch.today_at(10, days=1))
    (known,) = branch.clerk(OpenVisit(again)).incidents
    assert "木棍" in incident_line(for_language(CHINESE), known)
    kit = branch.ask(lambda view: gather_kit(view, (again,), "客户已知情"))
    assert kit.facts.stops[0].incidents == (known,)


def customer_no(branch: Branch, name: str) -> str:
    from collectdesk.store.customers import customers

    return branch.ask(lambda view: customers.customer(view, branch.customer_id(name)).customer_no)


def end_tie(branch: Branch, tie: str) -> None:
    from collectdesk.desk.people.rota import EndTie

    branch.supervisor(EndTie(tie))


def test_every_code_word_has_its_words() -> None:
    assert set(NAMED) == set(CODE_WORDS)


def test_a_certificate_is_attached_by_who_keeps_people_and_seen_by_who_leads(
    branch: Branch, tmp_path: Path
) -> None:
    from PIL import Image

    staff = branch.staff_id("C01")
    (tmp_path / "证书.txt").write_bytes(b"not a paper")
    Image.new("RGB", (300, 200), "white").save(tmp_path / "证书.jpg")
    administer = "administrator"
    assert refused(branch, administer, AttachCertificate(staff, tmp_path / "证书.txt")) == "certificate.kind"
    assert (
        refused(branch, administer, AttachCertificate(staff, tmp_path / "gone.pdf"))
        == "certificate.unreadable"
    )
    assert refused(branch, administer, AttachCertificate(branch.staff_id("C02"), tmp_path / "证书.jpg")) == (
        "certificate.no_training"
    )
    with pytest.raises(NotPermitted):
        branch.clerk(AttachCertificate(staff, tmp_path / "证书.jpg"))
    branch.administrator(AttachCertificate(staff, tmp_path / "证书.jpg"))
    assert refused(branch, administer, AttachCertificate(staff, tmp_path / "证书.jpg")) == "certificate.known"
    (kept,) = branch.supervisor(ListCertificates(staff))
    assert (kept.name, kept.number, kept.attached_on) == ("证书.jpg", kept.number, PRACTICE_DATE)
    assert branch.supervisor(LookAtCertificate(kept.id)).picture.startswith(b"\xff\xd8\xff")


def test_the_branch_changes_the_table_of_roads_and_every_plan_reckons_by_it(branch: Branch) -> None:
    bands = (RoadBand(5, 1400, 20), RoadBand(500, 1200, 50))
    with pytest.raises(NotPermitted):
        branch.clerk(KeepRoads(5, bands, "实测"))
    for wrong, code in (
        (KeepRoads(5, bands, " "), "roads.source_missing"),
        (KeepRoads(90, bands, "实测"), "roads.parking"),
        (KeepRoads(5, (), "实测"), "roads.no_bands"),
        (KeepRoads(5, (replace(bands[0], km_per_hour=200),), "实测"), "roads.figure"),
        (KeepRoads(5, bands[::-1], "实测"), "roads.bands"),
    ):
        assert refused(branch, "supervisor", wrong) == code
    assert branch.clerk(ShowRoads()) == shipped_table()
    branch.supervisor(KeepRoads(5, bands, "三月实测二十趟"))
    own = branch.clerk(ShowRoads())
    assert (
        own.leg_over(4_000).minutes == 25
    )  # 5.6 km of road at 20 km/h, five minutes to park, rounded up to five
    assert own.source == "三月实测二十趟"


def test_an_area_of_its_own_slows_the_way_through_it_until_it_is_given_up(branch: Branch) -> None:
    area = KeepTravelArea("老城", 25.0, 102.0, Datum.WGS84, 2, 1800, 10, "实测")
    with pytest.raises(NotPermitted):
        branch.clerk(area)
    assert refused(branch, "supervisor", replace(area, reach_km=0.01)) == "roads.figure"
    branch.supervisor(area)
    assert refused(branch, "supervisor", replace(area, name="新城", lat=25.02)) == "roads.area_overlaps"
    ends = Place(25_000_000, 101_960_000), Place(25_000_000, 102_040_000)
    leg = branch.clerk(ShowRoads()).leg(*ends)
    assert leg.through == ("老城",)
    branch.supervisor(replace(area, km_per_hour=30))
    faster = branch.clerk(ShowRoads()).leg(*ends)
    assert faster.minutes < leg.minutes
    branch.supervisor(DropTravelArea("老城"))
    assert branch.clerk(ShowRoads()).leg(*ends).through == ()
    assert refused(branch, "supervisor", DropTravelArea("老城")) == "roads.area_unknown"


def test_one_vehicle_one_team_inspected_with_a_seat_for_everybody(branch: Branch, tmp_path: Path) -> None:
    day = PRACTICE_DATE + timedelta(days=1)
    branch.planned_visit(WANG, branch.today_at(14, days=1))
    other = branch.administrator(EnrolStaff("C08", "宋岩", True, False, "PX-8", *DAYS))
    mate = branch.administrator(EnrolStaff("S08", "丁工", False, True, "PX-9", *DAYS))
    branch.planned_visit(OUYANG, branch.today_at(14, days=1), officer_id=other, safety_id=mate)
    first, second = (branch.staff_id("C01"), branch.staff_id("S01")), (other, mate)
    assert branch.clerk(ListVehicles()) == ()
    with pytest.raises(NotPermitted):
        branch.clerk(KeepVehicle("云A11111", 5, day))
    assert refused(branch, "supervisor", KeepVehicle(" ", 5, day)) == "vehicle.plate"
    car = branch.supervisor(KeepVehicle("云a11111", 5, PRACTICE_DATE))
    assert refused(branch, "clerk", GiveVehicle(day, *first, car)) == "vehicle.uninspected"
    assert (
        branch.supervisor(KeepVehicle("云A11111", 2, day, is_hired=True)) == car
    )  # changed, not entered twice
    branch.clerk(GiveVehicle(day, *first, car))
    assert refused(branch, "clerk", GiveVehicle(day, *second, car)) == "vehicle.busy"
    drives = branch.administrator(EnrolStaff("D08", "孙司机", False, False, "PX-D8", *DAYS, True))
    assert refused(branch, "clerk", NameDriver(day, *first, drives)) == "vehicle.seats_few"
    branch.clerk(GiveVehicle(day, *first))
    branch.clerk(GiveVehicle(day, *second, car))
    lines = [one for one in branch.clerk(ShowRounds(day)) if one.plate]
    visits = tuple(stop.visit_id for one in lines for stop in one.stops)
    kit = branch.ask(lambda view: gather_kit(view, visits, "客户已知情"))
    assert kit.facts.way.driver == "云A11111"

    branch.advance(hours=24)
    branch.supervisor(KeepVehicle("云A11111", 2, day, in_service=False))
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", visits, reason="客户已知情"))
    assert refused(branch, "supervisor", ReleaseRound(day, *second)) == "vehicle.in_garage"
    branch.supervisor(KeepVehicle("云A11111", 5, day))
    branch.supervisor(ReleaseRound(day, *second))
    (out,) = [one for one in branch.clerk(ShowRounds(day)) if one.plate]
    branch.clerk(MarkOut(out.round_id))
    branch.advance(hours=5)
    branch.clerk(MarkRoundBack(out.round_id))
    for visit in visits:
        branch.record(visit)
    assert refused(branch, "clerk", CloseRound(out.round_id)) == "round.metres_of_vehicle"
    branch.clerk(CloseRound(out.round_id, Tally(42_500)))
    (kept,) = branch.clerk(ListVehicles())
    assert (kept.days_out, kept.metres) == (1, 42_500)
