"""Who signs in: added, given another role, given a new password, and leaving. Making roles takes two people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Final

from collectdesk.desk.people.passwords import require_good_password
from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys import admitting
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.slots import open_slot
from collectdesk.store.people import people, rights
from collectdesk.store.vault.shelf import shelf_for
from collectdesk.store.work import View, Work

_LOGIN: Final = re.compile(r"[\w][\w.-]{1,31}")
_NEVER_LAST: Final = (Role.SUPERVISOR, Role.ADMINISTRATOR)
"""Without one of them nobody could decide, or keep people."""


def require_new_person(login: str, name: str, password: str, taken: Iterable[str], branch: str) -> None:
    """What somebody must be before they can sign in, the first ones of a branch too; raises Refused with the field.

    ``taken`` are the names to sign in with that are or were somebody's.
    """
    if not login:
        raise Refused("person.login_missing", field="login")
    if not _LOGIN.fullmatch(login):
        raise Refused("person.login_shape", field="login")
    if login.casefold() in {known.casefold() for known in taken}:
        raise Refused("person.login_taken", field="login", login=login)
    if not name:
        raise Refused("person.name_missing", field="name")
    require_good_password(password, login, name, branch)


@dataclass(frozen=True, slots=True)
class AddPerson(Change[AccountId]):
    """Add somebody who signs in. They type their own password; ``staff_no`` says which visitor they are, if any."""

    needs: ClassVar = Permission.KEEP_PEOPLE
    action: ClassVar = "person.added"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    two_persons: ClassVar = True

    login: str
    name: str
    role: Role
    password: str = field(repr=False)
    staff_no: str = ""
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> AccountId:
        login, name = self.login.strip(), self.name.strip()
        taken = [known.login for known in people.known_accounts(work).values()]
        require_new_person(login, name, self.password, taken, people.branch_name(work))
        made = people.add_account(work, login=login, name=name, role=self.role, staff_id=self._staff_id(work))
        admitting.admit(work, work.folder, made, login, self.password)
        work.note(account=made, role=self.role.value)
        return made

    def _staff_id(self, work: Work) -> str | None:
        number = self.staff_no.strip()
        if not number:
            return None
        found = next((person.id for person in people.staff(work) if person.staff_no == number), None)
        if found is None:
            raise Refused("person.staff_unknown", field="staff_no", staff_no=number)
        return found


@dataclass(frozen=True, slots=True)
class ChangeRole(Change[None]):
    """Give somebody another role; the deeds they may do change at once, also in an open session."""

    needs: ClassVar = Permission.KEEP_PEOPLE
    action: ClassVar = "person.role_changed"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    two_persons: ClassVar = True

    login: str
    role: Role
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        who = _other(work, self.login)
        if who.role is self.role:
            raise Refused("person.same_role", field="role", who=who.name)
        _require_not_last(work, who)
        people.change_account(work, who.id, role=self.role)
        work.note(account=who.id, before=who.role.value, role=self.role.value)


@dataclass(frozen=True, slots=True)
class RemovePerson(Change[None]):
    """Somebody leaves: their slot goes and their sessions can do nothing more; what they did stays under their name."""

    needs: ClassVar = Permission.KEEP_PEOPLE
    action: ClassVar = "person.removed"
    touches: ClassVar = frozenset({Subject.PEOPLE, Subject.CASES})

    login: str

    def carry_out(self, work: Work) -> None:
        who = _other(work, self.login)
        _require_not_last(work, who)
        people.change_account(work, who.id, active=False)
        for held in rights.deputyships(work, since=work.today):
            if held.ended_on is None and who.id in (held.deputy, held.held.principal):
                rights.end_deputyship(work, held.held.id)
        freed = people.free_cases(work, who.id)
        admitting.let_go(work, work.folder, who.login, "left")
        work.note(account=who.id, cases=freed)


@dataclass(frozen=True, slots=True)
class ResetPassword(Change[None]):
    """Somebody forgot theirs and types a new one, beside an administrator and a second person."""

    needs: ClassVar = Permission.RESET_PASSWORD
    action: ClassVar = "password.reset"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    two_persons: ClassVar = True

    login: str
    password: str = field(repr=False)
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        who = _other(work, self.login)
        require_good_password(self.password, who.login, who.name, people.branch_name(work))
        admitting.admit(work, work.folder, who.id, who.login, self.password)
        work.note(account=who.id)


@dataclass(frozen=True, slots=True)
class ChangePassword(Change[None]):
    """One's own password, the old one given again."""

    needs: ClassVar = Permission.OWN_PASSWORD
    action: ClassVar = "password.changed"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    old: str = field(repr=False)
    password: str = field(repr=False)

    def carry_out(self, work: Work) -> None:
        header = read_header(work.folder)
        opened = open_slot(
            header, work.actor.login, self.old, shelf_for(header.kind, header.shelf, work.folder)
        )
        require_good_password(self.password, work.actor.login, work.actor.name, people.branch_name(work))
        admitting.change_password(work, work.folder, opened, self.password)


def _other(view: View, login: str) -> Actor:
    """Somebody else who still signs in; raises Refused."""
    found = next((who for who in rights.everybody(view) if who.login == login), None)
    if found is None:
        left = next((each for each in people.known_accounts(view).values() if each.login == login), None)
        if left is not None:
            raise Refused("person.has_left", who=left.name)
        raise Refused("person.unknown")
    if found.id == view.actor.id:
        raise Refused("person.oneself")
    return found


def _require_not_last(view: View, who: Actor) -> None:
    alike = [each for each in rights.everybody(view) if each.role is who.role]
    if who.role in _NEVER_LAST and len(alike) == 1:
        raise Refused("person.last_of_role", who=who.name, role=who.role)
