"""Deputies: named for deeds, from a day to a day; what they do stands in the trail as done in another's place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.paper_approvals import PaperState
from collectdesk.domain.people.people import (
    Actor,
    Deputyship,
    DeputyStanding,
    Permission,
    Role,
    require_deputyship,
)
from collectdesk.domain.refusals import Refused
from collectdesk.store.people import people, rights
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class DeputyLine:
    """Who stands in for whom, for what and until when; names as the branch knows them."""

    id: str
    principal: str
    principal_login: str
    deputy: str
    deputy_login: str
    permissions: tuple[Permission, ...]
    from_on: date
    until_on: date
    reason: str
    named_by: str
    standing: DeputyStanding
    paper: PaperState | None = None
    """How the authorisation on paper stands; None where it was named at the desk."""
    confirm_by: date | None = None


@dataclass(frozen=True, slots=True)
class NameDeputy(Change[str]):
    """Name somebody to do chosen deeds in a supervisor's place, both days included.

    A supervisor names their own; an administrator names a supervisor's with a second person.
    """

    needs: ClassVar = Permission.NAME_DEPUTY
    action: ClassVar = "deputy.named"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    principal: str
    deputy: str
    permissions: frozenset[Permission]
    from_on: date
    until_on: date
    reason: str
    second: SecondPerson | None = None

    def is_for_two(self, actor: Actor) -> bool:
        return actor.role is not Role.SUPERVISOR

    def carry_out(self, work: Work) -> str:
        principal, deputy = (
            account_of(work, self.principal, "principal"),
            account_of(work, self.deputy, "deputy"),
        )
        if work.actor.role is Role.SUPERVISOR and principal.id != work.actor.id:
            raise Refused("deputy.only_own", field="principal")
        require_deputyship(
            deputy,
            principal,
            self.permissions,
            from_on=self.from_on,
            until_on=self.until_on,
            today=work.today,
        )
        if not self.reason.strip():
            raise Refused("deputy.reason_missing", field="reason")
        held = Deputyship("", principal.id, self.permissions, self.from_on, self.until_on)
        made = rights.add_deputyship(work, deputy.id, held, self.reason.strip())
        work.note(
            deputyship=made, principal=principal.id, deputy=deputy.id, from_on=self.from_on,
            until_on=self.until_on, permissions=sorted(each.value for each in self.permissions),
        )  # fmt: skip
        return made


@dataclass(frozen=True, slots=True)
class EndDeputyship(Change[None]):
    """End a deputyship before its last day; a supervisor ends their own, an administrator anybody's."""

    needs: ClassVar = Permission.NAME_DEPUTY
    action: ClassVar = "deputy.ended"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    deputyship_id: str

    def carry_out(self, work: Work) -> None:
        found = next(
            (d for d in rights.deputyships(work, since=work.today) if d.held.id == self.deputyship_id), None
        )
        if found is None or found.ended_on is not None:
            raise Refused("deputy.over")
        if work.actor.role is Role.SUPERVISOR and found.held.principal != work.actor.id:
            raise Refused("deputy.only_own")
        rights.end_deputyship(work, found.held.id)
        work.note(deputyship=found.held.id, deputy=found.deputy)


@dataclass(frozen=True, slots=True)
class ListDeputies(Lookup[tuple[DeputyLine, ...]]):
    """Who stands in for whom, the newest first; what is over for a year is left to the trail."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "deputy.listed"

    def look(self, view: View) -> tuple[DeputyLine, ...]:
        named = people.known_accounts(view)
        since = view.today.replace(year=view.today.year - 1, day=1)
        return tuple(_line(kept, named, view.today) for kept in rights.deputyships(view, since=since))


def account_of(work: Work, login: str, field: str) -> Actor:
    """The active account of a login; raises Refused(person.unknown) naming the field."""
    found = next((who for who in rights.everybody(work) if who.login == login), None)
    if found is None:
        raise Refused("person.unknown", field=field)
    return found


def _line(kept: rights.KeptDeputyship, named: dict[str, people.Named], today: date) -> DeputyLine:
    principal, deputy = named[kept.held.principal], named[kept.deputy]
    return DeputyLine(
        kept.held.id,
        principal.name,
        principal.login,
        deputy.name,
        deputy.login,
        tuple(each for each in Permission if each in kept.held.permissions),
        kept.held.from_on,
        kept.held.until_on,
        kept.reason,
        named[AccountId(kept.named_by)].name if kept.named_by in named else "",
        _standing(kept, today),
        kept.paper,
        kept.confirm_by,
    )


def _standing(kept: rights.KeptDeputyship, today: date) -> DeputyStanding:
    if kept.ended_on is not None or kept.held.until_on < today:
        return DeputyStanding.OVER
    if kept.confirm_by is not None and kept.paper is not PaperState.CONFIRMED and today > kept.confirm_by:
        return DeputyStanding.STOPPED
    return DeputyStanding.COMING if kept.held.from_on > today else DeputyStanding.RUNNING
