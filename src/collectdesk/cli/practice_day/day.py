"""What the practice day is played with: who sits at the desk, the clock, the papers, and the log of what was done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from collectdesk.cli.saying import Saying
from collectdesk.desk.customers.files import CustomerFile, OpenFile
from collectdesk.desk.customers.finding import ListCustomers
from collectdesk.desk.pipeline import Deed
from collectdesk.desk.vault.access import Session, leave, open_signer, sign_in
from collectdesk.desk.vault.practising import PASSWORD, PracticeFiles, cast, practice_files
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.practice.branch import PRACTICE_DATE, Part
from collectdesk.practice.story import Role
from collectdesk.store.cases.cases import Case
from collectdesk.words import LANGUAGES, Words, for_language

T = TypeVar("T")
MORNING: Final = time(9)


class DayClock:
    """The practice clock: a second on at each look, and moved forward by hand, never back."""

    def __init__(self, start: datetime) -> None:
        self._at = start.astimezone(UTC)

    def __call__(self) -> datetime:
        self._at += timedelta(seconds=1)
        return self._at

    def move_to(self, day: date, hour: int, minute: int = 0) -> None:
        """Wait until then."""
        self._at = max(self._at, datetime.combine(day, time(hour, minute), CHINA_TIME).astimezone(UTC))


@dataclass(slots=True)
class Day:
    """One practice day under way: both people signed in at the real file."""

    folder: Path
    out: Path
    clock: DayClock
    clerk: Session
    supervisor: Session
    saying: Saying
    files: PracticeFiles = field(init=False)
    cast: dict[Role, Part] = field(init=False)
    found: dict[str, str] = field(default_factory=dict)
    """Ids and numbers that a later step needs."""
    _cases: dict[Role, Case] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.files, self.cast = practice_files(self.folder), cast()

    @property
    def words(self) -> Words:
        return self.saying.words

    @property
    def today(self) -> date:
        return PRACTICE_DATE

    def on(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A clock time some days after the practice date."""
        return datetime.combine(self.today + timedelta(days=days), time(hour, minute), CHINA_TIME)

    def by_clerk(self, deed: Deed[T]) -> T:
        return self.clerk.desk.run(deed, self.clerk.actor).result

    def by_supervisor(self, deed: Deed[T]) -> T:
        """What is signed personally asks for the password again, as it would at the desk."""
        subject = deed.signed_subject()
        signer = open_signer(self.supervisor, PASSWORD, frozenset({subject})) if subject else None
        return self.supervisor.desk.run(deed, self.supervisor.actor, signer=signer).result

    def file_of(self, role: Role) -> CustomerFile:
        """The file of one of the cast."""
        number = self.cast[role].customer_no
        if number not in self.found:
            lines = self.by_clerk(ListCustomers(number))
            self.found[number] = next(line.customer_id for line in lines if line.customer_no == number)
        return self.by_clerk(OpenFile(self.found[number]))

    def case_id(self, role: Role) -> str:
        return self._case(role).id

    def case_no(self, role: Role) -> str:
        """What the log names instead of the person."""
        return self._case(role).case_no

    def _case(self, role: Role) -> Case:
        if role not in self._cases:
            case = self.file_of(role).case
            assert case is not None, "every one of the cast is overdue on the practice morning"
            self._cases[role] = case
        return self._cases[role]

    def number_of(self, role: Role) -> str:
        """The telephone of one of the cast, as a contact point."""
        points = self.file_of(role).points
        return next(p.id for p in points if p.kind == "phone" and not p.party)

    def sheet(self, language: str, name: str) -> Path:
        """Where a paper in a language goes; the folder stands from then on."""
        folder = self.out / language
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def in_both(self) -> Iterator[Words]:
        """The words of the desk first, then the other language's."""
        own = self.words.language
        for language in (own, *(each for each in LANGUAGES if each != own)):
            yield for_language(language)

    def note(self, step: str, said: str) -> None:
        """Keep a line of the log; the step's name in English, so that logs compare."""
        at = self.clock().astimezone(CHINA_TIME).isoformat(timespec="minutes")
        self.log.append({"at": at, "step": step, "done": said})

    def write_log(self) -> None:
        """Write day.txt for people and day.json for machines."""
        self.out.mkdir(parents=True, exist_ok=True)
        lines = [f"{each['at']}  {each['step']}: {each['done']}" for each in self.log]
        (self.out / "day.txt").write_text("\n".join(lines) + "\n", "utf-8")
        (self.out / "day.json").write_text(json.dumps(self.log, ensure_ascii=False, indent=1) + "\n", "utf-8")


Step = Callable[[Day], str]
"""One thing done; gives the sentence for the log. Raises what the deeds raise, or Unexpected."""


class Unexpected(Exception):
    """The day went another way than it should; the text says how."""


def require(holds: bool, otherwise: str) -> None:
    """Raise Unexpected unless it holds."""
    if not holds:
        raise Unexpected(otherwise)


@contextmanager
def opened_day(folder: Path, out: Path, saying: Saying) -> Iterator[Day]:
    """Sign clerk and supervisor in at a practice branch, under a clock of the day's own."""
    clock = DayClock(datetime.combine(PRACTICE_DATE, MORNING, CHINA_TIME))
    clerk = sign_in(folder, "clerk", PASSWORD, clock)
    try:
        supervisor = sign_in(folder, "supervisor", PASSWORD, clock)
        try:
            yield Day(folder, out, clock, clerk, supervisor, saying)
        finally:
            leave(supervisor)
    finally:
        leave(clerk)
