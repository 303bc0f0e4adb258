"""The table of roads and certificates on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.access import Session
from collectdesk.desk.certificates import AttachCertificate, ListCertificates
from collectdesk.desk.roads import KeepRoads, RoadBand, ShowRoads
from collectdesk.desk.staffing import ListStaff
from collectdesk.domain.refusals import Refused
from collectdesk.words import mark


def roads(opened: Session, options: Namespace, saying: Saying) -> int:
    """The table in use; with bands, the branch's own in its place."""
    words = saying.words
    if options.band:
        now = run(opened, ShowRoads())
        parking = now.parking_minutes if options.parking is None else options.parking
        run(opened, KeepRoads(parking, tuple(RoadBand(*one) for one in options.band), options.source))
        saying.say(mark("Every plan from now on reckons by these figures."))
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
    saying.result(
        {"id": table.id, "parking_minutes": table.parking_minutes,
         "bands": [{"up_to_km": one.up_to // 1000, "detour_per_mille": one.detour_per_mille,
                    "km_per_hour": one.km_per_hour, "source": one.source} for one in table.bands]}
    )  # fmt: skip
    return DONE


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
