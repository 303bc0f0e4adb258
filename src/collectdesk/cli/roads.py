"""The table of roads and certificates on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.people.certificates import AttachCertificate, ListCertificates
from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.roads import DropTravelArea, KeepRoads, KeepTravelArea, RoadBand, ShowRoads
from collectdesk.desk.visits.vehicles import KeepVehicle, ListVehicles
from collectdesk.domain.places import Datum
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.vehicles import Vehicle
from collectdesk.terms_safety import driven_line, state_of, whose
from collectdesk.words import mark


def roads(opened: Session, options: Namespace, saying: Saying) -> int:
    """The table in use; with bands, the branch's own in its place."""
    words = saying.words
    if options.band:
        now = run(opened, ShowRoads())
        parking = now.parking_minutes if options.parking is None else options.parking
        run(opened, KeepRoads(parking, tuple(RoadBand(*one) for one in options.band), options.source))
        saying.say(mark("Every plan from now on reckons by these figures."))
    if options.area:
        _keep_area(opened, options)
        saying.say(mark("Every plan from now on reckons by these figures."))
    if options.drop_area:
        run(opened, DropTravelArea(options.drop_area))
        saying.say(mark("{name} is given up: its roads go by the distance again."), name=options.drop_area)
    table = run(opened, ShowRoads())
    headings = (mark("Up to"), mark("Detour"), mark("Speed"), mark("Rests on"))
    saying.table(
        [words.say(heading) for heading in headings],
        [
            [words.say(mark("{km} km"), km=one.up_to // 1000), f"{one.detour_per_mille / 1000:.2f}",
             words.say(mark("{speed} km an hour"), speed=one.km_per_hour), one.source]
            for one in table.bands
        ],
    )  # fmt: skip
    for area in table.areas:
        saying.say(
            mark("{name}: {reach} km around {lat}, {lon}: detour {detour}, {speed} km an hour ({source})"),
            name=area.name, reach=f"{area.reach / 1000:g}", lat=area.centre.lat, lon=area.centre.lon,
            detour=f"{area.detour_per_mille / 1000:.2f}", speed=area.km_per_hour, source=area.source,
        )  # fmt: skip
    saying.result(
        {"id": table.id, "parking_minutes": table.parking_minutes,
         "areas": [{"name": one.name, "lat": one.centre.lat, "lon": one.centre.lon, "reach_metres": one.reach,
                    "detour_per_mille": one.detour_per_mille, "km_per_hour": one.km_per_hour, "source": one.source}
                   for one in table.areas],
         "bands": [{"up_to_km": one.up_to // 1000, "detour_per_mille": one.detour_per_mille,
                    "km_per_hour": one.km_per_hour, "source": one.source} for one in table.bands]}
    )  # fmt: skip
    return DONE


def _keep_area(opened: Session, options: Namespace) -> None:
    if options.centre is None:
        raise Refused("roads.area_centre", field="centre")
    lat, lon = options.centre
    deed = KeepTravelArea(
        options.area,
        lat,
        lon,
        Datum(options.datum),
        options.reach,
        options.detour,
        options.speed,
        options.source,
    )
    run(opened, deed)


def vehicle(opened: Session, options: Namespace, saying: Saying) -> int:
    """The register; with a plate, that vehicle entered or changed."""
    words = saying.words
    if options.plate:
        if options.inspected_until is None:
            raise Refused("vehicle.inspection", field="inspected_until")
        run(
            opened,
            KeepVehicle(
                options.plate, options.seats, options.inspected_until, options.hired, not options.out_of_service,
                options.note,
            ),
        )  # fmt: skip
        saying.say(mark("The register has {plate}."), plate=options.plate)
    found = run(opened, ListVehicles())
    headings = (
        mark("Plate"),
        mark("Seats"),
        mark("Inspected until"),
        mark("Whose"),
        mark("State"),
        mark("This year"),
    )
    saying.table(
        [words.say(heading) for heading in headings],
        [
            [one.vehicle.plate, str(one.vehicle.seats), words.date(one.vehicle.inspected_until),
             whose(words, one.vehicle), state_of(words, one.vehicle), driven_line(words, one.days_out, one.metres)]
            for one in found
        ],
    )  # fmt: skip
    saying.result(
        [{"plate": one.vehicle.plate, "seats": one.vehicle.seats, "inspected_until": one.vehicle.inspected_until,
          "is_hired": one.vehicle.is_hired, "in_service": one.vehicle.in_service, "days_out": one.days_out,
          "metres": one.metres} for one in found]
    )  # fmt: skip
    return DONE


def vehicle_by_plate(opened: Session, plate: str) -> Vehicle:
    """The vehicle of a plate; raises Refused(vehicle.unknown)."""
    for one in run(opened, ListVehicles()):
        if one.vehicle.plate == plate.strip().upper():
            found: Vehicle = one.vehicle
            return found
    raise Refused("vehicle.unknown", field="plate", plate=plate)


def certificate(opened: Session, options: Namespace, saying: Saying) -> int:
    """The certificates of one person; with a file, one more."""
    people = {person.staff_no: str(person.id) for person in run(opened, ListStaff())}
    if options.staff not in people:
        raise Refused("staff.number_unknown", number=options.staff, known=", ".join(sorted(people)))
    staff_id = people[options.staff]
    if options.file is not None:
        run(opened, AttachCertificate(staff_id, options.file))
        saying.say(mark("The certificate is attached."))
    found = run(opened, ListCertificates(staff_id))
    for one in found:
        saying.line(f"{one.number}  {one.name}  {saying.words.date(one.attached_on)}")
    saying.result([{"number": one.number, "file": one.name, "attached_on": one.attached_on} for one in found])
    return DONE
