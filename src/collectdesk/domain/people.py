"""Who may do what: roles, permissions and the person acting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from collectdesk.domain.ids import AccountId


class Role(Enum):
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    UNATTENDED = "unattended"


class Permission(Enum):
    """One per kind of deed; screens show a button by the same permission that the deed needs."""

    READ_CASES = "case.read"
    WORK_CASES = "case.work"
    REVEAL = "customer.reveal"
    IMPORT = "ledger.import"
    ASSESS = "risk.assess"
    REQUEST_VISIT = "visit.request"
    APPROVE_VISIT = "visit.approve"
    PLAN_VISIT = "visit.plan"
    PRINT_KIT = "kit.print"
    RECORD_VISIT = "visit.record"
    SIGN_OFF = "visit.sign_off"
    OFFER_SOLUTION = "solution.offer"
    APPROVE_SOLUTION = "solution.approve"
    PRINT_RECORD = "record.print"
    BUILD_PACK = "pack.build"
    VERIFY_PACK = "pack.verify"
    READ_AUDIT = "audit.read"
    READ_RULES = "rules.read"
    KEEP_PEOPLE = "people.keep"
    BACK_UP = "branch.back_up"
    ACKNOWLEDGE = "breach.acknowledge"
    CLOSE_DAY = "day.close"


_CLERK = frozenset(
    {
        Permission.READ_CASES,
        Permission.WORK_CASES,
        Permission.REVEAL,
        Permission.IMPORT,
        Permission.ASSESS,
        Permission.REQUEST_VISIT,
        Permission.PLAN_VISIT,
        Permission.RECORD_VISIT,
        Permission.OFFER_SOLUTION,
        Permission.VERIFY_PACK,
        Permission.READ_RULES,
    }
)
ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.CLERK: _CLERK,
    Role.SUPERVISOR: _CLERK
    | {
        Permission.APPROVE_VISIT,
        Permission.PRINT_KIT,
        Permission.SIGN_OFF,
        Permission.APPROVE_SOLUTION,
        Permission.PRINT_RECORD,
        Permission.BUILD_PACK,
        Permission.READ_AUDIT,
        Permission.ACKNOWLEDGE,
        Permission.CLOSE_DAY,
        Permission.BACK_UP,
    },
    # the administrator keeps people, rules and backups and holds no case permission
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.KEEP_PEOPLE,
            Permission.BACK_UP,
            Permission.READ_RULES,
            Permission.READ_AUDIT,
            Permission.VERIFY_PACK,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.READ_CASES,
            Permission.READ_AUDIT,
            Permission.READ_RULES,
            Permission.VERIFY_PACK,
        }
    ),
    Role.UNATTENDED: frozenset({Permission.IMPORT, Permission.BACK_UP, Permission.VERIFY_PACK}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in person: what every deed and audit line is done by."""

    id: AccountId
    login: str
    name: str
    role: Role

    def may(self, permission: Permission) -> bool:
        return permission in ALLOWED[self.role]

    @property
    def sees_names(self) -> bool:
        """Clerks and supervisors work with whole names; an auditor reads them masked, an administrator none."""
        return self.role in (Role.CLERK, Role.SUPERVISOR)
