"""Sharing the cases out: whose case it is, which decides whose names and numbers a clerk sees without asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people import DEPUTY_ROLES, Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store import assignments, cases, rights
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class AssignCase(Change[None]):
    """Give a case to somebody who works cases; with an empty login it is nobody's, and everybody's, again."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "case.assigned"
    touches: ClassVar = frozenset({Subject.CASES, Subject.CUSTOMERS})

    case_id: str
    login: str

    def carry_out(self, work: Work) -> None:
        kept = cases.case(work, self.case_id)
        if kept.closed_on is not None:
            raise Refused("case.closed", closed_on=kept.closed_on)
        account_id = None
        if self.login:
            who = next((each for each in rights.everybody(work) if each.login == self.login), None)
            if who is None:
                raise Refused("person.unknown", field="login")
            if who.role not in DEPUTY_ROLES:
                raise Refused("assign.wrong_role", field="login", who=who.name)
            account_id = who.id
        assignments.assign(work, kept, account_id)
        work.note(case=kept.id, account=account_id or "")


@dataclass(frozen=True, slots=True)
class ListAssignable(Lookup[tuple[tuple[str, str], ...]]):
    """Login and name of everybody a case can be given to."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "case.assignable_listed"

    def look(self, view: View) -> tuple[tuple[str, str], ...]:
        return tuple((who.login, who.name) for who in rights.everybody(view) if who.role in DEPUTY_ROLES)
