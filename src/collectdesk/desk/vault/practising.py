"""The practice branch: founded, staffed and filled by the same import deeds a real branch uses."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from collectdesk.desk.intake.imports import CommitImport, ReadFile
from collectdesk.desk.pipeline import Desk
from collectdesk.desk.progress import Progress, silent
from collectdesk.desk.vault.door import PRACTICE_PASSWORD
from collectdesk.desk.visits.grounds import HARD_MOST, REACH_KM, SHIFT
from collectdesk.domain.people.people import Role
from collectdesk.domain.places import Place
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.practice import story
from collectdesk.practice.branch import PRACTICE_DATE, Part, generate
from collectdesk.practice.files import write_morning, write_opening, write_week_later
from collectdesk.practice.places import DOOR, point_of
from collectdesk.store.branch import Store
from collectdesk.store.contact.notices import Letterhead, keep_letterhead
from collectdesk.store.keys.header import read_header
from collectdesk.store.people import people
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.founding import NewPerson, found_branch
from collectdesk.store.visits.ground import Ground, addresses, keep_ground, locate

PASSWORD: Final = PRACTICE_PASSWORD
"""Known to everybody and shown on the sign-in screen: a practice branch holds nobody's secret."""

LETTERHEAD: Final = Letterhead(
    "云岭支催", "云岭县城东街道人民路 1 号", "650000", "0871-60000000", "云岭县支行（练习）贷款归集户",
    "9900000000000000019", "云岭县支行（练习）",
)  # fmt: skip
"""Invented, as everything of the practice branch."""

WEEK_LATER: Final = "week later"
LEDGERS: Final = frozenset({".csv", ".xlsx", ".xlsm", ".txt"})

PEOPLE: Final = (
    NewPerson("clerk", "陈静", Role.CLERK, PASSWORD),
    NewPerson("supervisor", "周敏", Role.SUPERVISOR, PASSWORD),
    NewPerson("administrator", "高远", Role.ADMINISTRATOR, PASSWORD),
    NewPerson("auditor", "沈默", Role.AUDITOR, PASSWORD),
)
_STAFF: Final = (
    # staff number, name, collects, secures, months since the training
    ("C01", "梁宽", True, False, 3),
    ("C02", "何欣", True, False, 8),
    ("C03", "宋佳", True, False, 14),
    ("S01", "石磊", False, True, 2),
    ("S02", "马力", False, True, 6),
    ("S03", "丁锐", True, True, 5),
)


@dataclass(frozen=True, slots=True)
class PracticeFiles:
    """The import files of the practice days, ready in the branch's inbox."""

    morning: tuple[Path, ...]
    week_later: tuple[Path, ...]


def inbox(folder: Path) -> Path:
    """Where a practice branch keeps the files that 'core banking' delivers."""
    return folder / "inbox"


def delivered(folder: Path, today: date) -> tuple[Path, ...]:
    """The files that 'core banking' has delivered by a day: a file dated later in its name isn't there yet."""
    found = (each for each in inbox(folder).rglob("*") if each.suffix.lower() in LEDGERS)
    return tuple(sorted(each for each in found if (_dated(each) or today) <= today))


def _dated(path: Path) -> date | None:
    named = re.search(r"-(\d{4})(\d{2})(\d{2})(?!\d)", path.stem)
    try:
        return date(*map(int, named.groups())) if named else None
    except ValueError:
        return None


def practice_files(folder: Path) -> PracticeFiles:
    """The files in the inbox of a practice branch that stands already, overdue list first."""
    return PracticeFiles(
        tuple(sorted(inbox(folder).glob("practice-*"))),
        tuple(sorted((inbox(folder) / WEEK_LATER).glob("practice-*"))),
    )


def cast() -> dict[story.Role, Part]:
    """The borrowers with a part in the practice days: the same in every practice branch, whatever its size."""
    return {part.role: part for part in generate(borrowers=len(story.Role)).cast()}


def remove_practice_branch(folder: Path) -> None:
    """Delete a practice branch, so that it can be made anew; raises Refused(demo.not_practice) on any other folder."""
    if not folder.exists():
        return
    if read_header(folder).kind != "practice":
        raise Refused("demo.not_practice", path=str(folder))
    shutil.rmtree(folder)


def found_practice_branch(
    folder: Path,
    *,
    borrowers: int = 3000,
    practice_date: date = PRACTICE_DATE,
    progress: Progress | None = None,
    shelf_name: str = "practice",
) -> PracticeFiles:
    """Found a practice branch and import its opening position; the day's files wait in its inbox.

    Raises StoreTrouble (folder_in_use, full …). Nothing is left behind when it fails.
    """
    progress = progress or silent()
    eve = datetime.combine(practice_date - timedelta(days=1), time(17), CHINA_TIME).astimezone(UTC)
    clock = _advancing(eve)
    founded = found_branch(
        folder,
        name="云岭县支行（练习）",
        kind="practice",
        shelf_name=shelf_name,
        people=PEOPLE,
        now=clock(),
        practice_date=practice_date,
    )
    try:
        desk = Desk(founded.store, clock)
        _staff(founded.store, clock())
        files = _fill(desk, folder, borrowers, practice_date, progress)
    except BaseException:
        founded.store.close()  # before its folder goes: closing writes once more
        shutil.rmtree(folder, ignore_errors=True)
        raise
    founded.store.close()
    return files


def _fill(desk: Desk, folder: Path, borrowers: int, practice_date: date, progress: Progress) -> PracticeFiles:
    clerk = desk.store.actor("clerk")
    if clerk is None:
        raise StoreTrouble("damaged")
    branch = generate(borrowers=borrowers, practice_date=practice_date)
    opening = write_opening(inbox(folder) / "opening", branch)
    # the next file is read in its child while this one is written: on two cores a third of the wait is saved
    with ThreadPoolExecutor(1, "practice-reader") as reader:
        waiting = [reader.submit(desk.run, ReadFile(path), clerk) for path in opening]
        try:
            for number, read in enumerate(waiting):
                progress.step(number, len(opening))
                desk.run(CommitImport(read.result().result), clerk)
        except BaseException:
            reader.shutdown(cancel_futures=True)
            raise
    _locate(desk)
    progress.step(len(opening), len(opening))
    shutil.rmtree(inbox(folder) / "opening")
    return PracticeFiles(
        write_morning(inbox(folder), branch).files, write_week_later(inbox(folder) / WEEK_LATER, branch)
    )


def _locate(desk: Desk) -> None:
    """Give the invented addresses their invented coordinates, and the branch its own."""
    keeper = desk.store.actor("administrator")
    assert keeper is not None
    with desk.store.write(keeper, desk.now()) as work:
        places = ((point, point_of(text)) for point, text in addresses(work))
        found = [(point, Place(*at)) for point, at in places if at is not None]
        locate(work, found, "map")
        keep_ground(work, Ground(Place(*DOOR), REACH_KM, *SHIFT, HARD_MOST))
        keep_letterhead(work, LETTERHEAD)
        audit.append(work, "ground.kept", {"located": len(found)})


def _staff(store: Store, now: datetime) -> None:
    keeper = store.actor("administrator")
    assert keeper is not None
    with store.write(keeper, now) as work:
        for number, name, collects, secures, months in _STAFF:
            trained = now.astimezone(CHINA_TIME).date() - timedelta(days=30 * months)
            people.enrol_staff(
                work,
                staff_no=number,
                name=name,
                collects=collects,
                secures=secures,
                trained=(trained, trained + timedelta(days=365)),
                certificate=f"PX-{number}",
                experienced=(trained, trained + timedelta(days=730)) if secures else None,
            )
        audit.append(work, "staff.enrolled", {"people": len(_STAFF)})


def _advancing(start: datetime) -> Callable[[], datetime]:
    """A clock for the eve: one second on at each look, so that the trail has an order."""
    seconds = 0

    def now() -> datetime:
        nonlocal seconds
        seconds += 1
        return start + timedelta(seconds=seconds)

    return now
