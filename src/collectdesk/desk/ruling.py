"""The rules in force, for those who ask which and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rulebook import rulebook
from collectdesk.domain.people import Permission
from collectdesk.domain.rules.loading import BadPack
from collectdesk.domain.rules.packs import Rule
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class PackInForce:
    """A rule pack in force, with its digest."""

    name: str
    version: str
    digest: str
    effective_from: date
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class RulesToday:
    """What is in force, and which packs couldn't be loaded and why."""

    day: date
    packs: tuple[PackInForce, ...]
    faults: tuple[BadPack, ...]


@dataclass(frozen=True, slots=True)
class ShowRules(Lookup[RulesToday]):
    """The rules in force on a day (default today)."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "rules.shown"

    day: date | None = None

    def look(self, view: View) -> RulesToday:
        book, faults = rulebook()
        day = self.day or view.today
        return RulesToday(
            day,
            tuple(
                PackInForce(
                    bound.pack.id,
                    bound.pack.version,
                    bound.digest,
                    bound.pack.effective_from,
                    bound.pack.rules,
                )
                for bound in book.in_force(day)
            ),
            faults,
        )


def rule_by_id(rule_id: str) -> Rule | None:
    """A rule of any loaded pack, for showing what a kept decision or breach was about."""
    return next((rule for pack in rulebook()[0].packs for rule in pack.rules if rule.id == rule_id), None)
