"""The rules in force, for those who ask which and why, and what the branch has made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rules.rulebook import BranchRules, rules_of
from collectdesk.domain.people.people import Permission
from collectdesk.domain.rules.changes import ChangeKind, RuleChange
from collectdesk.domain.rules.loading import BadPack
from collectdesk.domain.rules.packs import Rule
from collectdesk.store import rules
from collectdesk.store.people import people
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class PackInForce:
    """A rule pack in force, with its digest; ``own`` where the branch has loaded it itself."""

    name: str
    version: str
    digest: str
    effective_from: date
    rules: tuple[Rule, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of a rule, with who made it by name."""

    id: str
    change: RuleChange
    by: str
    ended_by: str


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack that the branch has loaded, whether it stands or was withdrawn."""

    kept: rules.OwnPack
    loaded_by: str
    withdrawn_by: str


@dataclass(frozen=True, slots=True)
class RulesToday:
    """What is in force, which packs couldn't be loaded and why, and every change the branch has made."""

    day: date
    jurisdiction: str
    packs: tuple[PackInForce, ...]
    faults: tuple[BadPack, ...]
    changes: tuple[ChangeLine, ...] = ()
    loaded: tuple[PackLine, ...] = ()

    def changes_of(self, rule_id: str) -> tuple[ChangeLine, ...]:
        """What was done to a rule, newest first."""
        return tuple(line for line in reversed(self.changes) if line.change.rule_id == rule_id)

    def loosening_of(self, rule_id: str) -> ChangeLine | None:
        """The loosening that stands on the day, if any."""
        for line in self.changes_of(rule_id):
            change = line.change
            over = line.ended_by or (change.until_on is not None and change.until_on < self.day)
            if change.kind is ChangeKind.LOOSENED and not over:
                return line
        return None


@dataclass(frozen=True, slots=True)
class ShowRules(Lookup[RulesToday]):
    """The rules in force on a day (default today), of the branch's jurisdiction or another one."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "rules.shown"

    day: date | None = None
    jurisdiction: str = ""

    def look(self, view: View) -> RulesToday:
        found = rules_of(view)
        day, where = self.day or view.today, self.jurisdiction or found.jurisdiction
        names = {str(one): name for one, name in people.account_names(view).items()}
        mine = rules.own_packs(view)
        standing = {(pack.pack_id, pack.pack_version) for pack in mine if pack.withdrawn_at is None}
        return RulesToday(
            day,
            where,
            tuple(
                PackInForce(
                    bound.pack.id,
                    bound.pack.version,
                    bound.digest,
                    bound.pack.effective_from,
                    tuple(rule for rule in bound.pack.rules if rule.is_in_force(day)),
                    (bound.pack.id, bound.pack.version.partition("+")[0]) in standing,
                )
                for bound in found.book.in_force(day, where)
            ),
            found.faults,
            tuple(
                ChangeLine(line.id, line.change, names.get(line.change.by, ""), names.get(line.ended_by, ""))
                for line in rules.changes(view)
            ),
            tuple(
                PackLine(pack, names.get(pack.loaded_by, ""), names.get(pack.withdrawn_by, ""))
                for pack in mine
            ),
        )


@dataclass(frozen=True, slots=True)
class ReadRules(Lookup[BranchRules]):
    """The branch's whole book, for judging an act that a script tells."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "rules.read"

    def look(self, view: View) -> BranchRules:
        return rules_of(view)
