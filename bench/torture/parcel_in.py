"""The write path of another PC's results: its deeds with their photos come in whole, or nothing of them does."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from bench.torture.everyday import at_work, judge, kept_of, prepare
from bench.torture.kills import BEGUN
from bench.torture.registry import Acknowledge, WritePath, register

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.paper.attaching import AttachEvidence
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.desk.stations.parcels_in import TakeResultsIn
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.store.cases import cases
from collectdesk.store.stations import parcels
from collectdesk.store.vault import evidence
from helpers.branches import LI, WANG
from helpers.stations import send, station_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectdesk.store.work import View
    from helpers.branches import Branch

TAKEN: Final = "taken"
BACK: Final = "back.cdparcel"
CALLS, PHOTOS = 20, 3


def prepare_parcel(folder: Path) -> None:
    """A branch, and the parcel that a station brings back to it: calls, and photos of a visit."""
    prepare(folder)
    with at_work(folder) as branch:
        for name in (LI, WANG):
            branch.supervisor(AssignCase(branch.case_id(name), "clerk"))
        station = station_beside(branch, folder / "station")
        station.clock.at = branch.now
        try:
            send(branch, station, folder / "out.cdparcel")
            for number in range(CALLS):
                name = (LI, WANG)[number % 2]
                station.clock.at += timedelta(seconds=7)
                station.clerk(
                    LogContact(branch.case_id(name), Channel.PHONE, station.clock.at, Reached.DEBTOR,
                               point_id=branch.point_id("mobile", name), outcome=ContactOutcome.REFUSED,
                               note=f"call {number}")
                )  # fmt: skip
            for number in range(PHOTOS):
                photo = folder / f"photo-{number}.jpg"
                photo.write_bytes(os.urandom(70_000 * (1 + number)))
                deed = AttachEvidence(kept_of(folder)["visit"], photo, station.desk.store.evidence_folder())
                station.clerk(deed)
            station.pack(folder / BACK)
        finally:
            station.close()


def take_in(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """Take it in, and again: the second time changes nothing."""
    with at_work(folder) as branch:
        branch.advance(hours=1)
        acknowledge(BEGUN)
        for _ in range(min(rounds, 12)):
            branch.supervisor(TakeResultsIn(folder / BACK))
            acknowledge(TAKEN)


def judge_parcel(folder: Path, acknowledged: list[str]) -> list[str]:
    """Whole or not at all; taken again, nothing is there twice."""
    wrong = []
    with at_work(folder) as branch:
        branch.advance(hours=1)
        wrong += list(_counted(folder, branch, acknowledged, "as the crash left it"))
        again = branch.supervisor(TakeResultsIn(folder / BACK))
        if again.merged + again.known != CALLS + PHOTOS:
            wrong.append(f"taken again: {again.merged} merged, {again.known} known")
        wrong += list(_counted(folder, branch, [TAKEN], "taken again"))
    return [*wrong, *judge(folder, [])]


def _contacts(case_id: str, view: View) -> list[cases.Contact]:
    return cases.contacts(view, case_id)


def _counted(folder: Path, branch: Branch, acknowledged: list[str], when: str) -> Iterator[str]:
    visit = kept_of(folder)["visit"]
    deeds = len(branch.ask(parcels.deeds))
    said = [each.note for name in (LI, WANG) for each in branch.ask(partial(_contacts, branch.case_id(name)))]
    calls = sum(each.startswith("call ") for each in said)
    photos = sum(not each.copy_of for each in branch.ask(lambda v: evidence.of_visit(v, visit)))
    found = (deeds, calls, photos)
    if found not in ((0, 0, 0), (CALLS + PHOTOS, CALLS, PHOTOS)):
        yield f"{when}: neither whole nor nothing: {deeds} deeds, {calls} calls, {photos} photos"
    if TAKEN in acknowledged and not deeds:
        yield f"{when}: what was taken in is gone"


PARCEL = register(WritePath("parcel", prepare_parcel, take_in, judge_parcel, lasts=1.0, survives=1))
