"""Owns the people section: who signs in with which role, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.staffing import AccountLine, ShowAccounts
from collectdesk.domain.people import ALLOWED, Permission, Role
from collectdesk.terms import term
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.section import Section
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

PERMISSIONS = {
    Permission.READ_CASES: mark("Read customers and cases"),
    Permission.WORK_CASES: mark("Work on cases: log contacts, place holds"),
    Permission.REVEAL: mark("See a whole identity number, with a reason"),
    Permission.IMPORT: mark("Import core banking's files"),
    Permission.ASSESS: mark("Assess the risk"),
    Permission.REQUEST_VISIT: mark("Ask for a visit"),
    Permission.APPROVE_VISIT: mark("Decide visit requests"),
    Permission.PLAN_VISIT: mark("Plan visits"),
    Permission.PRINT_KIT: mark("Print visit kits"),
    Permission.RECORD_VISIT: mark("Type visit records up"),
    Permission.SIGN_OFF: mark("Sign visit records off"),
    Permission.OFFER_SOLUTION: mark("Offer repayment plans"),
    Permission.APPROVE_SOLUTION: mark("Decide repayment plans"),
    Permission.PRINT_RECORD: mark("Print visit records"),
    Permission.BUILD_PACK: mark("Build archive packs"),
    Permission.VERIFY_PACK: mark("Verify archive packs"),
    Permission.READ_AUDIT: mark("Read and verify the audit trail"),
    Permission.READ_RULES: mark("Read the rules"),
    Permission.KEEP_PEOPLE: mark("Keep people and trainings"),
    Permission.BACK_UP: mark("Back the branch up"),
    Permission.ACKNOWLEDGE: mark("Acknowledge breaches"),
    Permission.CLOSE_DAY: mark("Close the day"),
}
ROLES = (Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.UNATTENDED)


@dataclass(frozen=True, slots=True)
class Right:
    """One permission and who holds it."""

    permission: Permission
    sentence: str

    def of(self, role: Role) -> str:
        return "✓" if self.permission in ALLOWED[role] else ""


RIGHTS = tuple(Right(permission, PERMISSIONS[permission]) for permission in Permission)


def _right_of(role: Role, title: str) -> Column[Right]:
    return Column(title, lambda _w, r: r.of(role), sort=lambda r: r.of(role), width=92)


class PeopleSection(Section):
    """Read only: accounts are made when the branch is founded."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._seen = False
        rights: tuple[Column[Right], ...] = (
            Column(mark("May"), lambda w, r: w.say(r.sentence), Kind.BOLD, stretch=True),
            _right_of(Role.CLERK, mark("Clerk")),
            _right_of(Role.SUPERVISOR, mark("Supervisor")),
            _right_of(Role.ADMINISTRATOR, mark("Administrator")),
            _right_of(Role.AUDITOR, mark("Auditor")),
            _right_of(Role.UNATTENDED, mark("Unattended")),
        )
        self.rights = rows_table(
            self.speech, mark("Who may do what"), rights, lambda r: r.permission, opens_on_click=False
        )
        table = Card(self.speech, mark("Who may do what"), flush=True)
        table.add(self.rights, 1)
        self.rights.show_rows(RIGHTS)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        if office.may(ShowAccounts.needs):
            beside.addWidget(self._accounts(), 2)
        beside.addWidget(table, 5)
        self.body.addLayout(beside, 1)

    def _accounts(self) -> Card:
        columns: tuple[Column[AccountLine], ...] = (
            Column(mark("Name"), lambda _w, r: r.name, Kind.BOLD),
            Column(mark("Login"), lambda _w, r: r.login, Kind.MUTED),
            Column(mark("Role"), lambda w, r: term(w, r.role), stretch=True),
        )
        self.accounts = rows_table(
            self.speech, mark("Accounts"), columns, lambda r: r.login, opens_on_click=False
        )
        card = Card(self.speech, mark("Accounts"), flush=True)
        card.add(self.accounts, 1)
        return card

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self.office.may(ShowAccounts.needs) and (not self._seen or Subject.PEOPLE in touched):
            self._seen = True
            self.office.run(ShowAccounts(), owner=self, done=self.accounts.show_rows)

    def focus_first(self) -> None:
        self.rights.setFocus()
