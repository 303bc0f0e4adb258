"""A branch's own scorecard and ways: tried on every open case before they count, in force by two, taken back by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.risk.playbook import quadrant_ways, read_card, read_ways, scorecard, shipped_card
from collectdesk.desk.risk.scoring import BranchScores, score_branch
from collectdesk.desk.rules.own_texts import (
    OwnKind,
    own_act,
    put_in_force,
    require_short,
    standing,
    take_back,
)
from collectdesk.domain.people.people import Permission
from collectdesk.domain.risk.own_card import require_true_words
from collectdesk.domain.risk.ways import Playbook
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.domain.risk.risk_scorecard import Scorecard
    from collectdesk.store.work import View, Work

_TOUCHES: Final = frozenset({Subject.CASES, Subject.RULES})


@dataclass(frozen=True, slots=True)
class OwnInForce:
    """The file that stands, its own text, and since when and by whom where it is the branch's own."""

    kind: OwnKind
    id: str
    version: int
    text: str
    is_own: bool
    since: date | None = None
    by: str = ""
    second: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RulesTried:
    """Every open case by the file that stands and by the new one."""

    id: str
    version: int
    now: BranchScores
    would: BranchScores

    @property
    def changed(self) -> int:
        """How many cases would stand at another level or be told another way."""
        stands = {one.case_id: (one.level, one.strategy) for one in self.now.cases}
        return sum(stands.get(one.case_id) != (one.level, one.strategy) for one in self.would.cases)


@dataclass(frozen=True, slots=True)
class ShowOwnRules(Lookup[OwnInForce]):
    """The scorecard or the ways that stand, as a text to start from."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "risk.rules_shown"

    kind: OwnKind

    def look(self, view: View) -> OwnInForce:
        text, file_name = standing(view, self.kind)
        name, version = _version(read_own(self.kind, text, file_name))
        act = own_act(view, self.kind)
        if act is None:
            return OwnInForce(self.kind, name, version, text, is_own=False)
        names = account_names(view)
        return OwnInForce(
            self.kind, name, version, text, is_own=True, since=act.recorded_at.date(),
            by=names.get(act.recorded_by, ""), second=names.get(act.second, ""), reason=act.reason,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TryOwnRules(Lookup[RulesTried]):
    """Check a file and score every open case by it without writing, beside the one that stands."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "risk.rules_tried"
    is_long: ClassVar = True

    kind: OwnKind
    text: str
    file_name: str = "own.toml"

    def look(self, view: View) -> RulesTried:
        found = read_own(self.kind, self.text, self.file_name)
        card, ways = scorecard(view), quadrant_ways(view)
        now = score_branch(view, card, ways)
        would = (
            score_branch(view, card, found.quadrants)
            if isinstance(found, Playbook)
            else score_branch(view, found, ways)
        )
        return RulesTried(*_version(found), now, would)


@dataclass(frozen=True, slots=True)
class AdoptOwnRules(Change[OwnInForce]):
    """Put a scorecard or ways of the branch's own in force, by two persons; bad ones are refused by line and field.

    A card learnt on the outcomes of another scorecard rests from then on: its points were others.
    """

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "risk.rules_adopted"
    touches: ClassVar = _TOUCHES
    two_persons: ClassVar = True

    kind: OwnKind
    text: str
    reason: str
    file_name: str = "own.toml"
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> OwnInForce:
        found = _version(read_own(self.kind, self.text, self.file_name))
        before = _version(read_own(self.kind, *standing(work, self.kind)))
        by = self.reason, self.second.id if self.second else ""
        put_in_force(work, self.kind, self.text, self.file_name, (found, before), by)
        return ShowOwnRules(self.kind).look(work)


@dataclass(frozen=True, slots=True)
class WithdrawOwnRules(Change[OwnInForce]):
    """Take the branch's own scorecard or ways back: what came with the program stands again."""

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "risk.rules_withdrawn"
    touches: ClassVar = _TOUCHES

    kind: OwnKind
    reason: str

    def carry_out(self, work: Work) -> OwnInForce:
        take_back(work, self.kind, self.reason)
        return ShowOwnRules(self.kind).look(work)


def read_own(kind: OwnKind, text: str, file_name: str) -> Scorecard | Playbook:
    """A scorecard or ways from a text; raises BadScorecard naming file, line, row and field."""
    require_short(text)
    if kind is OwnKind.WAYS:
        return read_ways(text, file_name)
    card = read_card(text, file_name)
    require_true_words(card, shipped_card(), text, file_name)
    return card


def _version(found: Scorecard | Playbook) -> tuple[str, int]:
    return found.id, found.version
