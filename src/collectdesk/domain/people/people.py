"""Who may do what: roles, permissions and the person acting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.ids import AccountId
from collectdesk.domain.refusals import Refused


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
    MERGE = "customer.merge"
    """Make one file of two, and take it back."""
    IMPORT = "ledger.import"
    UNDO_IMPORT = "ledger.undo"
    ASSESS = "risk.assess"
    REQUEST_VISIT = "visit.request"
    APPROVE_VISIT = "visit.approve"
    PLAN_VISIT = "visit.plan"
    PRINT_KIT = "kit.print"
    RECORD_VISIT = "visit.record"
    SIGN_OFF = "visit.sign_off"
    READ_INBOX = "inbox.read"
    """See what waits for a decision; a deputy holds it beside whatever they were named for."""
    END_HOLD = "hold.end"
    CONFIRM_PAPER = "paper.confirm"
    ASSIGN_CASE = "case.assign"
    NAME_DEPUTY = "deputy.name"
    OFFER_SOLUTION = "solution.offer"
    APPROVE_SOLUTION = "solution.approve"
    PRINT_RECORD = "record.print"
    BUILD_PACK = "pack.build"
    VERIFY_PACK = "pack.verify"
    READ_AUDIT = "audit.read"
    READ_RULES = "rules.read"
    KEEP_PEOPLE = "people.keep"
    BACK_UP = "branch.back_up"
    KEEP_BACKUPS = "branch.keep_backups"
    RESTORE = "branch.restore"
    ROTATE_KEYS = "keys.rotate"
    RESET_PASSWORD = "password.reset"
    OWN_PASSWORD = "password.own"
    NOTE_VERDICT = "pack.note_verdict"
    SECOND = "deed.second"
    """Be the second person where one isn't enough."""
    ACKNOWLEDGE = "breach.acknowledge"
    CLOSE_COMPLAINT = "complaint.close"
    """Give a complaint the longer term, and close it once it is answered."""
    KEEP_RULES = "rules.keep"
    LOOSEN_RULES = "rules.loosen"
    CLOSE_DAY = "day.close"
    APPROVE_NOTICE = "notice.approve"
    APPROVE_TEXT = "text.approve"
    KEEP_TEXTS = "text.keep"
    """Write texts to customers and the letterhead; somebody else approves them."""
    KEEP_CARD = "risk.keep_card"
    """Put a card learnt on the branch's outcomes in force, roll it back, keep what the branch has measured."""
    APPROVE_SENDER = "sender.approve"
    """Decide which accounts and lines the branch writes and calls from."""
    KEEP_STATIONS = "station.keep"
    """Accept and revoke the other PCs that work for this one."""
    SEND_PARCELS = "parcel.send"
    """Give work to another PC, take its results in and decide what contradicts."""
    CARRY_PARCELS = "parcel.carry"
    """On another PC: take work in, and pack what was done for the way back."""
    MOVE_BRANCH = "branch.move"
    """Bring the branch to a new PC."""


_CLERK = frozenset(
    {
        Permission.READ_CASES,
        Permission.WORK_CASES,
        Permission.REVEAL,
        Permission.IMPORT,
        Permission.UNDO_IMPORT,
        Permission.ASSESS,
        Permission.REQUEST_VISIT,
        Permission.PLAN_VISIT,
        Permission.RECORD_VISIT,
        Permission.OFFER_SOLUTION,
        Permission.VERIFY_PACK,
        Permission.NOTE_VERDICT,
        Permission.READ_RULES,
        Permission.OWN_PASSWORD,
        Permission.CARRY_PARCELS,
    }
)
ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.CLERK: _CLERK,
    Role.SUPERVISOR: _CLERK
    | {
        Permission.READ_INBOX,
        Permission.MERGE,
        Permission.APPROVE_VISIT,
        Permission.END_HOLD,
        Permission.CONFIRM_PAPER,
        Permission.ASSIGN_CASE,
        Permission.NAME_DEPUTY,
        Permission.PRINT_KIT,
        Permission.SIGN_OFF,
        Permission.APPROVE_SOLUTION,
        Permission.PRINT_RECORD,
        Permission.BUILD_PACK,
        Permission.READ_AUDIT,
        Permission.ACKNOWLEDGE,
        Permission.CLOSE_COMPLAINT,
        Permission.CLOSE_DAY,
        Permission.BACK_UP,
        Permission.KEEP_RULES,
        Permission.LOOSEN_RULES,
        Permission.SECOND,
        Permission.APPROVE_NOTICE,
        Permission.APPROVE_TEXT,
        Permission.KEEP_TEXTS,
        Permission.KEEP_CARD,
        Permission.APPROVE_SENDER,
        Permission.SEND_PARCELS,
    },
    # the administrator keeps people, rules and backups and holds no case permission
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.KEEP_PEOPLE,
            Permission.NAME_DEPUTY,
            Permission.BACK_UP,
            Permission.KEEP_BACKUPS,
            Permission.KEEP_RULES,
            Permission.KEEP_TEXTS,
            Permission.RESTORE,
            Permission.ROTATE_KEYS,
            Permission.RESET_PASSWORD,
            Permission.SECOND,
            Permission.READ_RULES,
            Permission.READ_AUDIT,
            Permission.VERIFY_PACK,
            Permission.OWN_PASSWORD,
            Permission.KEEP_STATIONS,
            Permission.CARRY_PARCELS,
            Permission.MOVE_BRANCH,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.READ_CASES,
            Permission.READ_AUDIT,
            Permission.READ_RULES,
            Permission.VERIFY_PACK,
            Permission.OWN_PASSWORD,
        }
    ),
    Role.UNATTENDED: frozenset({Permission.IMPORT, Permission.BACK_UP, Permission.VERIFY_PACK}),
}


DEPUTABLE: Final = (
    Permission.APPROVE_VISIT,
    Permission.SIGN_OFF,
    Permission.APPROVE_SOLUTION,
    Permission.ACKNOWLEDGE,
    Permission.END_HOLD,
    Permission.ASSIGN_CASE,
    Permission.PRINT_KIT,
    Permission.PRINT_RECORD,
    Permission.BUILD_PACK,
    Permission.APPROVE_NOTICE,
    Permission.CLOSE_COMPLAINT,
)
"""What a supervisor can hand to a deputy. Naming deputies, confirming paper and being the second person aren't."""
DEPUTY_ROLES: Final = frozenset({Role.CLERK, Role.SUPERVISOR})
"""Who can stand in: an administrator holds no case permission, an auditor changes nothing."""
LONGEST_DEPUTYSHIP: Final = 92
"""Days. Who stands in for longer holds the post: then the role is changed, with a second person."""


class DeputyStanding(Enum):
    """How a deputyship stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    STOPPED = "stopped"
    """Nobody confirmed the paper it rests on in time; it runs again once somebody does."""


@dataclass(frozen=True, slots=True)
class Deputyship:
    """Somebody may do named deeds in another's place, both days included."""

    id: str
    principal: AccountId
    permissions: frozenset[Permission]
    from_on: date
    until_on: date

    def covers(self, permission: Permission, on: date) -> bool:
        held = permission in self.permissions or permission is Permission.READ_INBOX
        return held and self.from_on <= on <= self.until_on


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in person: what every deed and audit line is done by."""

    id: AccountId
    login: str
    name: str
    role: Role
    stands_in: tuple[Deputyship, ...] = ()

    def may(self, permission: Permission, on: date | None = None) -> bool:
        """By the role; with a day also as somebody's deputy on that day."""
        return permission in ALLOWED[self.role] or bool(on and self.deputyships(permission, on))

    def deputyships(self, permission: Permission, on: date) -> tuple[Deputyship, ...]:
        """In whose place the person may do this on a day."""
        return tuple(each for each in self.stands_in if each.covers(permission, on))


def require_deputyship(
    deputy: Actor,
    principal: Actor,
    permissions: frozenset[Permission],
    *,
    from_on: date,
    until_on: date,
    today: date,
) -> None:
    """What a deputyship has to be before it is kept; raises Refused naming the field."""
    if not permissions:
        raise Refused("deputy.nothing_named", field="permissions")
    if not permissions <= set(DEPUTABLE):
        raise Refused("deputy.not_deputable", field="permissions")
    if principal.role is not Role.SUPERVISOR:
        raise Refused("deputy.not_a_supervisor", field="principal", who=principal.name)
    if deputy.id == principal.id:
        raise Refused("deputy.oneself", field="deputy")
    if deputy.role not in DEPUTY_ROLES:
        raise Refused("deputy.wrong_role", field="deputy", who=deputy.name)
    if until_on < from_on:
        raise Refused("deputy.ends_before_start", field="until_on", start=from_on)
    if until_on < today:
        raise Refused("deputy.past", field="until_on")
    if (until_on - from_on).days >= LONGEST_DEPUTYSHIP:
        raise Refused("deputy.too_long", field="until_on", days=LONGEST_DEPUTYSHIP)


def require_other_eyes(
    actor: Actor, permission: Permission, makers: frozenset[str], *, on: date, code: str
) -> Deputyship | None:
    """Four eyes: nobody decides what they made, neither themselves nor through a deputy of theirs.

    Gives the deputyship the deed is done under, None where the person's own role holds the permission; raises
    Refused with the deed's own ``code``, or four_eyes.as_deputy.
    """
    if actor.id in makers:
        raise Refused(code)
    if permission in ALLOWED[actor.role]:
        return None
    held = actor.deputyships(permission, on)
    found = next((each for each in held if each.principal not in makers), None)
    if held and found is None:
        raise Refused("four_eyes.as_deputy")
    return found
