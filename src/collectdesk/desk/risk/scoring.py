"""Every open case scored at once, without writing: who stands where today, and what another card would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.customers.borrower_facts import facts_of
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.risk.playbook import quadrant_ways, scorecard
from collectdesk.desk.risk.standing_card import standing_card
from collectdesk.desk.risk.worthing import worths_of
from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.people.people import Permission
from collectdesk.domain.risk.calibrated import by_branch
from collectdesk.domain.risk.risk import Assessment, Quadrant, RiskLevel, Strategy, assess
from collectdesk.store.customers import lists
from collectdesk.store.customers.borrowers import holds_today, newest_checks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.domain.risk.risk_scorecard import Scorecard
    from collectdesk.store.customers.lists import CustomerLine
    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class CaseScore:
    """What a check of one case would say now, beside what its newest frozen check said; empty where none is."""

    case_id: CaseId
    customer_id: CustomerId
    case_no: str
    name: str
    willingness: int
    ability: int
    total: int
    quadrant: Quadrant
    level: RiskLevel
    strategy: Strategy
    level_before: str = ""
    strategy_before: str = ""

    @property
    def is_checked(self) -> bool:
        return bool(self.level_before)

    @property
    def has_moved(self) -> bool:
        """Whether level or way differ from the newest check."""
        now = (self.level.value, self.strategy.value)
        return self.is_checked and now != (self.level_before, self.strategy_before)


@dataclass(frozen=True, slots=True)
class BranchScores:
    """Every open case, the greatest risk first."""

    card_id: str
    card_version: int
    cases: tuple[CaseScore, ...]

    @property
    def levels(self) -> Mapping[RiskLevel, int]:
        return Counter(one.level for one in self.cases)

    @property
    def quadrants(self) -> Mapping[Quadrant, int]:
        return Counter(one.quadrant for one in self.cases)

    @property
    def ways(self) -> Mapping[Strategy, int]:
        return Counter(one.strategy for one in self.cases)

    @property
    def moved(self) -> tuple[CaseScore, ...]:
        return tuple(one for one in self.cases if one.has_moved)

    @property
    def unchecked(self) -> int:
        return sum(not one.is_checked for one in self.cases)


@dataclass(frozen=True, slots=True)
class ScoreBranch(Lookup[BranchScores]):
    """Score every open case by what the file knows now. Nothing is frozen: a check is a person's own deed."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "risk.branch_scored"
    is_long: ClassVar = True

    def look(self, view: View) -> BranchScores:
        return score_branch(view, scorecard(view), quadrant_ways(view))


def score_branch(view: View, card: Scorecard, ways: Mapping[Quadrant, Strategy]) -> BranchScores:
    """Every open case by a card and its ways, those in force or others."""
    found = lists.lines(view, lists.Wanted(only_cases=True), limit=1_000_000)
    lines = {line.case_id: line for line in found if line.case_id is not None}
    facts, holds, before = facts_of(view, lines), holds_today(view), newest_checks(view)
    first = {id_: assess(facts[id_], card, holds=holds.get(id_, _NONE), ways=ways) for id_ in lines}
    turning = [id_ for id_, said in first.items() if _turns_on_worth(said)]
    worth = worths_of(view, {lines[id_].customer_id: lines[id_].overdue for id_ in turning})
    for id_ in turning:
        stands, pays = holds.get(id_, _NONE), worth[lines[id_].customer_id].pays
        first[id_] = assess(facts[id_], card, holds=stands, ways=ways, visit_pays=pays)
    made = [
        _score(view, line, _by_branch(view, first[id_], card), before.get(id_, ("", "")))
        for id_, line in lines.items()
    ]
    made.sort(key=lambda one: (one.total, one.case_no))
    return BranchScores(card.id, card.version, tuple(made))


_NONE: Final[AbstractSet[str]] = frozenset()


def _turns_on_worth(found: Assessment) -> bool:
    return found.strategy is Strategy.VISIT or "visit.weigh_first" in found.visit_reasons


def _by_branch(view: View, found: Assessment, card: Scorecard) -> Assessment:
    standing = standing_card(view)
    said = by_branch(found, standing.card, card, standing.act.id) if standing else None
    return said[0] if said is not None else found


def _score(view: View, line: CustomerLine, found: Assessment, before: tuple[str, str]) -> CaseScore:
    seen = masking.sight(view.actor, line.assigned_to)
    made = CaseScore(
        CaseId(line.case_id or ""), CustomerId(line.customer_id), line.case_no, masking.name(seen, line.name),
        found.willingness, found.ability, found.total, found.quadrant, found.level, found.strategy,
    )  # fmt: skip
    return replace(made, level_before=before[0], strategy_before=before[1])
