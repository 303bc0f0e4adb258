"""The yearly drill: an envelope and a backup tried on a spare folder, noted by two people, and asked for again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.vault.branch_keys import YEARLY
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.store.keys import register
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.slots import ENVELOPES
from collectdesk.store.people.people import accounts
from collectdesk.store.trail import audit
from collectdesk.store.work import View, Work

NOTED: Final = "keys.drill_noted"


@dataclass(frozen=True, slots=True)
class NoteDrill(Change[None]):
    """Note in the trail that the drill was held: which envelope opened the copy, or that it didn't."""

    needs: ClassVar = Permission.ROTATE_KEYS
    action: ClassVar = NOTED
    touches: ClassVar = frozenset({Subject.PEOPLE})
    two_persons: ClassVar = True

    envelope: str
    """A or B."""
    opened: bool
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        if self.envelope not in ENVELOPES:
            raise Refused("drill.envelope", field="envelope", known=", ".join(ENVELOPES))
        names = [slot["who"] for slot in read_header(work.folder).slots if slot["kind"] == "code"]
        tried = next((name for name in names if name.startswith(self.envelope)), self.envelope)
        work.note(envelope=tried, opened=self.opened)


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill of the register."""

    held_on: date
    by: str
    second: str
    envelope: str
    opened: bool


@dataclass(frozen=True, slots=True)
class DrillRegister:
    """The drills, the newest first, and the day by which the next one is due."""

    drills: tuple[Drill, ...]
    due_on: date
    is_due: bool


@dataclass(frozen=True, slots=True)
class ShowDrills(Lookup[DrillRegister]):
    """When the drill was held, by whom, and when it is due again: a year after the last one that opened the copy."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "keys.drills_shown"

    def look(self, view: View) -> DrillRegister:
        people = accounts(view)
        logins = {person.login: person.name for person in people}
        names = {str(person.id): person.name for person in people}
        drills = tuple(
            Drill(
                local_day(line.at),
                logins.get(line.login, line.login),
                names.get(str(line.about.get("second")), ""),
                str(line.about.get("envelope", "")),
                line.about.get("opened") is True,
            )
            for line in audit.lines(view, action=NOTED)
        )
        good = next((drill.held_on for drill in drills if drill.opened), None)
        due_on = (good or local_day(register.epochs(view)[0].began_at)) + YEARLY
        return DrillRegister(drills, due_on, view.today > due_on)
