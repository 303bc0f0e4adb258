"""Sharing the cases out: whose case it is, which decides whose names and numbers a clerk sees without asking."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import DEPUTY_ROLES, Actor, Permission, Role
from collectdesk.domain.people.sharing import ShareReason, require_span, share_out
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.people import assignments, people, rights
from collectdesk.store.people.assignments import HeldCase, Share
from collectdesk.store.work import View, Work, new_id

_CASES = frozenset({Subject.CASES, Subject.CUSTOMERS, Subject.STEPS})
NOBODY = "-"
"""Stands for a login where the cases are meant that are nobody's yet."""


@dataclass(frozen=True, slots=True)
class AssignCase(Change[None]):
    """Give a case to somebody who works cases; with an empty login it is nobody's, and everybody's, again."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "case.assigned"
    touches: ClassVar = _CASES

    case_id: str
    login: str

    def carry_out(self, work: Work) -> None:
        kept = cases.case(work, self.case_id)
        if kept.closed_on is not None:
            raise Refused("case.closed", closed_on=kept.closed_on)
        account_id = _worker(work, self.login, "login").id if self.login else None
        assignments.assign(work, kept, account_id)
        work.note(case=kept.id, account=account_id or "")


@dataclass(frozen=True, slots=True)
class Shared:
    """What came of a sharing: how many cases each got, and how many stayed with who has them already."""

    sharing_id: str
    given: tuple[tuple[str, int], ...]
    stayed: int

    @property
    def count(self) -> int:
        return sum(count for _name, count in self.given)


@dataclass(frozen=True, slots=True)
class ShareCases(Change[Shared]):
    """Give many cases to one or several: those of chosen customers, or all that one person (or nobody) works.

    ``numbers`` are the customers' numbers in the list; else ``held_by`` is a login, "-" for nobody's. With
    ``until_on`` somebody stands in, both days included, and the cases go back by themselves; without, for good.
    """

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "case.shared_out"
    timed: ClassVar = True
    touches: ClassVar = _CASES

    logins: tuple[str, ...]
    why: ShareReason
    numbers: tuple[int, ...] = ()
    held_by: str = ""
    from_on: date | None = None
    until_on: date | None = None

    def carry_out(self, work: Work) -> Shared:
        begins = self.from_on or work.today
        require_span(begins, self.until_on, work.today)
        if not self.logins:
            raise Refused("share.nobody_named", field="logins")
        chosen = tuple(dict.fromkeys(_worker(work, login, "logins").id for login in self.logins))
        everything = assignments.held_cases(work, begins)
        wanted = self._wanted(work, everything, chosen)
        load = Counter(held.holder for held in everything)
        moving = [held for held in wanted if held.holder not in chosen]
        pairs = share_out(moving, chosen, load)
        sharing_id = new_id()
        same = {"from_on": begins, "until_on": self.until_on, "why": self.why.value}
        assignments.give(work, pairs, sharing_id, **same)
        given = Counter(holder for _held, holder in pairs)
        work.note(
            sharing=sharing_id, cases=[held.id for held, _holder in pairs], accounts=list(chosen),
            from_on=begins, until_on=self.until_on or "", why=self.why.value,
        )  # fmt: skip
        names = people.account_names(work)
        return Shared(
            sharing_id, tuple((names[each], given[each]) for each in chosen), len(wanted) - len(moving)
        )

    def _wanted(self, work: Work, everything: list[HeldCase], chosen: tuple[str, ...]) -> list[HeldCase]:
        if self.numbers:
            asked = set(self.numbers)
            found = [held for held in everything if held.number in asked]
        else:
            holder = "" if self.held_by == NOBODY else _known(work, self.held_by, "held_by").id
            if holder in chosen:
                raise Refused("share.to_oneself", field="logins")
            found = [held for held in everything if held.holder == holder]
        if not found:
            raise Refused("share.no_cases", field="held_by")
        return found


@dataclass(frozen=True, slots=True)
class EndSharing(Change[int]):
    """Somebody is back before the day: the cases of a sharing go back now; how many."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "case.sharing_ended"
    touches: ClassVar = _CASES

    sharing_id: str

    def carry_out(self, work: Work) -> int:
        ended = assignments.end_shares(work, sharing_id=self.sharing_id)
        if not ended:
            raise Refused("share.over")
        work.note(sharing=self.sharing_id, cases=ended)
        return ended


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works cases, and how many they work today."""

    login: str
    name: str
    role: Role
    cases: int


@dataclass(frozen=True, slots=True)
class SharingLine:
    """One sharing: whose cases went to whom, for which days. ``back`` is how many have gone back early."""

    sharing_id: str
    owners: tuple[str, ...]
    holders: tuple[str, ...]
    cases: int
    from_on: date
    until_on: date | None
    why: ShareReason
    back: int
    runs: bool
    """Whether it runs or is still to come, so that it can be ended."""


@dataclass(frozen=True, slots=True)
class Sharings:
    """Who works how many cases, how many are nobody's, and what was shared out lately."""

    workers: tuple[Worker, ...]
    nobodys: int
    lines: tuple[SharingLine, ...]


@dataclass(frozen=True, slots=True)
class ShowSharings(Lookup[Sharings]):
    """How the cases are shared out today, and what changed hands in the last quarter or is still to."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "case.sharings_shown"

    def look(self, view: View) -> Sharings:
        names = people.account_names(view)
        load = Counter(held.holder for held in assignments.held_cases(view, view.today))
        workers = tuple(
            Worker(who.login, who.name, who.role, load[who.id])
            for who in rights.everybody(view)
            if who.role in DEPUTY_ROLES
        )
        grouped: dict[str, list[Share]] = {}
        for share in assignments.shares(view, since=date.fromordinal(view.today.toordinal() - 92)):
            grouped.setdefault(share.sharing_id, []).append(share)
        lines = tuple(_sharing_line(each, names, view.today) for each in grouped.values())
        return Sharings(workers, load[""], lines)


@dataclass(frozen=True, slots=True)
class ListAssignable(Lookup[tuple[tuple[str, str], ...]]):
    """Login and name of everybody a case can be given to."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "case.assignable_listed"

    def look(self, view: View) -> tuple[tuple[str, str], ...]:
        return tuple((who.login, who.name) for who in rights.everybody(view) if who.role in DEPUTY_ROLES)


def _sharing_line(parts: list[Share], names: dict[str, str], today: date) -> SharingLine:
    first = parts[0]
    back = sum(part.ended_on is not None for part in parts)
    runs = first.until_on is not None and first.until_on >= today and back < len(parts)
    owners = dict.fromkeys(names.get(part.owner_id, "") for part in parts)
    holders = dict.fromkeys(names.get(part.holder_id, "") for part in parts)
    return SharingLine(
        first.sharing_id, tuple(owners), tuple(holders), len(parts), first.from_on, first.until_on,
        ShareReason(first.why), back, runs,
    )  # fmt: skip


def _known(view: View, login: str, field: str) -> Actor:
    found = next((each for each in rights.everybody(view) if each.login == login), None)
    if found is None:
        raise Refused("person.unknown", field=field)
    return found


def _worker(view: View, login: str, field: str) -> Actor:
    who = _known(view, login, field)
    if who.role not in DEPUTY_ROLES:
        raise Refused("assign.wrong_role", field=field, who=who.name)
    return who
