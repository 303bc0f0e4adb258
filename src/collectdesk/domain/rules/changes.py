"""What a branch changes in a loaded pack: a citation confirmed, a rule loosened for a time, and never in silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from collectdesk.domain.rules.packs import Certainty, Citation, Outcome, Rule, RulePack, Wording

SOFTER = (Outcome.NEEDS_REASON, Outcome.HINT)
"""What a rule may be loosened to: it always goes on speaking."""


class ChangeKind(Enum):
    CONFIRMED = "confirmed"
    LOOSENED = "loosened"
    JURISDICTION = "jurisdiction"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One change of one rule: by whom, when and why; ``outcome`` of a loosening, clause and date of a confirmation.

    Of a choice of jurisdiction ``rule_id`` is what was chosen.
    """

    rule_id: str
    kind: ChangeKind
    by: str
    at: datetime
    reason: str
    from_on: date
    until_on: date | None = None
    outcome: Outcome | None = None
    clause: Wording | None = None
    dated_on: date | None = None

    @property
    def words(self) -> str:
        """Everything that the change says, in one line that a digest can stand for."""
        parts = (self.rule_id, self.kind.value, self.by, self.at.isoformat(), self.reason, str(self.from_on),
                 str(self.until_on), self.outcome.value if self.outcome else "",
                 f"{self.clause.zh}|{self.clause.en}" if self.clause else "", str(self.dated_on))  # fmt: skip
        return "\x1f".join(parts)


def changed_rules(rules: Sequence[Rule], changes: Sequence[RuleChange]) -> tuple[Rule, ...]:
    """The rules with every change in its time: a loosened rule stands three times, before, during and after."""
    found: list[Rule] = []
    for rule in rules:
        own = [change for change in changes if change.rule_id == rule.id]
        spans = [_confirmed(rule, own)]
        for change in own:
            if change.kind is ChangeKind.LOOSENED:
                spans = [part for span in spans for part in _loosened(span, change)]
        found += spans
    return tuple(found)


def _confirmed(rule: Rule, changes: Iterable[RuleChange]) -> Rule:
    """The newest confirmation counts: the clause as it was read at its source."""
    for change in changes:
        if change.kind is ChangeKind.CONFIRMED:
            old = rule.citation
            read = Citation(old.instrument, change.clause or old.clause, change.dated_on or old.dated_on)
            rule = replace(rule, citation=read, certainty=Certainty.READ)
    return rule


def _loosened(rule: Rule, change: RuleChange) -> list[Rule]:
    first = max(filter(None, (rule.effective_from, change.from_on)))
    last = min(filter(None, (rule.effective_to, change.until_on)), default=None)
    if change.outcome is None or rule.outcome.weight <= change.outcome.weight:
        return [rule]
    if (last is not None and last < first) or (rule.effective_to is not None and rule.effective_to < first):
        return [rule]
    parts = [replace(rule, outcome=change.outcome, effective_from=first, effective_to=last)]
    if rule.effective_from is None or rule.effective_from < first:
        parts.insert(0, replace(rule, effective_to=first - timedelta(days=1)))
    if last is not None and (rule.effective_to is None or last < rule.effective_to):
        parts.append(replace(rule, effective_from=last + timedelta(days=1)))
    return parts


@dataclass(frozen=True, slots=True)
class Softening:
    """A rule that a new pack would drop, or let speak more softly."""

    rule_id: str
    before: Outcome
    after: Outcome | None


def softenings(before: Sequence[RulePack], after: Sequence[RulePack], on: date) -> tuple[Softening, ...]:
    """What is looser in ``after`` than in ``before`` on a day: rules gone, outcomes lower, conditions rewritten.

    A rewritten condition can't be compared by reading it: it counts as softer unless the rule is a new one.
    """
    old, new = _standing(before, on), _standing(after, on)
    found = []
    for name, rule in sorted(old.items()):
        other = new.get(name)
        if other is None:
            found.append(Softening(name, rule.outcome, None))
        elif other.outcome.weight < rule.outcome.weight or _narrower(rule, other):
            found.append(Softening(name, rule.outcome, other.outcome))
    kept = {term for pack in after for term in pack.terms}
    gone = {term.code for pack in before for term in pack.terms if term not in kept}
    found += [Softening(code, Outcome.HINT, None) for code in sorted(gone)]
    return tuple(found)


def _narrower(rule: Rule, other: Rule) -> bool:
    return other.condition.text != rule.condition.text or not rule.acts <= other.acts


def _standing(packs: Iterable[RulePack], on: date) -> dict[str, Rule]:
    return {rule.id: rule for pack in packs for rule in pack.rules if rule.is_in_force(on)}
