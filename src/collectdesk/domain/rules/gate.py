"""The gate: judges a planned act by the packs in force, and finds the breaches in what has happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from collectdesk.domain.calendar import Calendar
from collectdesk.domain.rules.conditions import Condition, IsYes
from collectdesk.domain.rules.facts import Facts, FactValue, check_facts
from collectdesk.domain.rules.packs import (
    BREACHABLE,
    Act,
    Bound,
    Certainty,
    Citation,
    Force,
    Outcome,
    Rule,
    RulePack,
    Wording,
    packs_in_force,
)
from collectdesk.domain.rules.remedies import TIMED, Param, Remedy
from collectdesk.domain.rules.windows import earliest_under, is_free_to_start

NONE_IN_FORCE: Final = "rules.none_in_force"
_ITSELF: Final = Wording("本程序", "This program")
_NO_PACK: Final = Rule(
    id=NONE_IN_FORCE,
    acts=frozenset(Act),
    binds=frozenset({Bound.BRANCH}),
    condition=Condition("", IsYes("act"), frozenset(), frozenset()),
    force=Force.BRANCH,
    outcome=Outcome.REFUSED,
    certainty=Certainty.READ,
    citation=Citation(_ITSELF, Wording("规则说明", "guide to rules"), None),
    sentence=Wording(
        "当日没有生效的规则包，受规则约束的行为暂停。",
        "No rule pack is in force on this day, so gated acts stop.",
    ),
    remedy=Remedy("load_pack"),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One rule that spoke: what it says, on which facts, and what would silence it."""

    rule_id: str
    pack_id: str
    pack_version: str
    outcome: Outcome
    force: Force
    certainty: Certainty
    citation: Citation
    sentence: Wording
    facts_used: tuple[tuple[str, FactValue], ...]
    remedy: Remedy
    missing_facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every rule that spoke about one act, heaviest first; ``packs`` names the versions that were asked."""

    act: Act
    on: date
    decisions: tuple[Decision, ...]
    packs: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        return self.decisions[0].outcome if self.decisions else Outcome.ALLOWED

    @property
    def is_lawful(self) -> bool:
        """Nothing refuses it; it may still need a reason."""
        return self.outcome is not Outcome.REFUSED

    @property
    def refusals(self) -> tuple[Decision, ...]:
        return self._of(Outcome.REFUSED)

    @property
    def needing_reason(self) -> tuple[Decision, ...]:
        return self._of(Outcome.NEEDS_REASON)

    @property
    def hints(self) -> tuple[Decision, ...]:
        return self._of(Outcome.HINT)

    @property
    def missing_facts(self) -> tuple[str, ...]:
        """Facts that would settle what the rules can't tell now."""
        return tuple(sorted({name for decision in self.decisions for name in decision.missing_facts}))

    def _of(self, outcome: Outcome) -> tuple[Decision, ...]:
        return tuple(decision for decision in self.decisions if decision.outcome is outcome)


def _decide(pack: RulePack, rule: Rule, facts: Facts, remedy: Remedy) -> Decision:
    used = tuple((name, facts[name]) for name in rule.condition.ordered if name in facts)
    return Decision(
        rule_id=rule.id,
        pack_id=pack.id,
        pack_version=pack.version,
        outcome=rule.outcome,
        force=rule.force,
        certainty=rule.certainty,
        citation=rule.citation,
        sentence=rule.sentence,
        facts_used=used,
        remedy=remedy,
        missing_facts=() if len(used) == len(rule.condition.ordered) else rule.condition.missing(facts),
    )


_Spoken = tuple[RulePack, Rule]


def _speaking(packs: Sequence[RulePack], act: Act, facts: Facts, on: date) -> list[_Spoken]:
    return [(pack, rule) for pack in packs for rule in pack.speaking(act, on, facts)]


_Moment = tuple[date, time]


def _earliest(
    packs: Sequence[RulePack],
    act: Act,
    facts: Facts,
    on: date,
    spoken: Sequence[_Spoken],
    calendar: Calendar | None,
) -> dict[str, _Moment]:
    """For each rule that refuses by time, the first day and start at which it and its like are all content."""
    timed = [rule for _, rule in spoken if _refuses_by_time(rule)]
    if not timed:
        return {}
    like_it = [rule for pack in packs for rule in pack.rules_for(act, on) if _refuses_by_time(rule)]
    together = earliest_under(like_it, facts, on, calendar)
    found: dict[str, _Moment] = {}
    for rule in timed:
        moment = together or earliest_under([rule], facts, on, calendar)
        if moment is not None:
            found[rule.id] = moment
    return found


def _refuses_by_time(rule: Rule) -> bool:
    return rule.remedy.code in TIMED and rule.outcome is Outcome.REFUSED


def _dated(remedy: Remedy, moment: _Moment | None) -> Remedy:
    if moment is None:
        return remedy
    told: tuple[tuple[str, Param], ...] = (("day", moment[0]), ("start", moment[1]))
    return Remedy(remedy.code, (*remedy.params, *told), remedy.makes)


def _decisions(
    packs: Sequence[RulePack], act: Act, facts: Facts, on: date, calendar: Calendar | None, *, dated: bool
) -> tuple[Decision, ...]:
    spoken = _speaking(packs, act, facts, on)
    earliest = _earliest(packs, act, facts, on, spoken, calendar) if dated else {}
    decisions = [
        _decide(pack, rule, facts, _dated(rule.remedy, earliest.get(rule.id))) for pack, rule in spoken
    ]
    if len(decisions) > 1:
        decisions.sort(key=_heaviest_first)
    return tuple(decisions)


_FORCES: Final = {force: place for place, force in enumerate(Force)}


def _heaviest_first(decision: Decision) -> tuple[int, bool, int, str, str]:
    """By outcome; then what is settled before what lacks a fact, and law before practice."""
    force = _FORCES[decision.force]
    return -decision.outcome.weight, bool(decision.missing_facts), force, decision.rule_id, decision.pack_id


def judge(
    packs: Iterable[RulePack],
    act: Act,
    facts: Facts,
    on: date,
    *,
    jurisdiction: str = "cn",
    calendar: Calendar | None = None,
    dated: bool = True,
) -> Judgement:
    """Judge a planned act by the packs in force ``on`` that day; ``calendar`` finds workdays for remedies.

    ``dated`` remedies of time name the earliest lawful day and start, as far as these facts can tell.

    Pure: the same packs and facts give the same judgement, in whatever order they come. A rule that lacks
    a fact speaks with its own outcome and names what is missing. Raises BadFact for an unknown name or wrong
    kind, and ValueError for a record: what happened is never gated, ``find_breaches`` marks it.
    """
    if act is Act.RECORD:
        raise ValueError("a record is never gated: find_breaches marks what happened")
    check_facts(facts)
    chosen = packs_in_force(packs, on, jurisdiction)
    names = tuple(pack.name for pack in chosen)
    if is_free_to_start(act, facts):
        return Judgement(act, on, (), names)
    if not chosen:
        nothing = RulePack("collectdesk", jurisdiction, "1", on, None, _ITSELF, (_NO_PACK,))
        return Judgement(act, on, (_decide(nothing, _NO_PACK, {"act": act.value}, _NO_PACK.remedy),), ())
    told = {**facts, "act": act.value}
    return Judgement(act, on, _decisions(chosen, act, told, on, calendar, dated=dated), names)


def _about_what_happened(
    packs: Iterable[RulePack], act: Act, facts: Facts, on: date, jurisdiction: str
) -> tuple[Decision, ...]:
    check_facts(facts)
    chosen = packs_in_force(packs, on, jurisdiction)
    told = {**facts, "act": act.value}
    spoken = _speaking(chosen, Act.RECORD, told, on)
    if act is not Act.RECORD and not is_free_to_start(act, facts):
        spoken += [one for one in _speaking(chosen, act, told, on) if Act.RECORD not in one[1].acts]
    counted = (
        _decide(pack, rule, told, rule.remedy)
        for pack, rule in spoken
        if rule.outcome is Outcome.REFUSED and rule.force in BREACHABLE
    )
    return tuple(sorted(counted, key=_heaviest_first))


def find_breaches(
    packs: Iterable[RulePack], act: Act, facts: Facts, on: date, *, jurisdiction: str = "cn"
) -> tuple[Decision, ...]:
    """The rules of law, regulation, standard and self-regulation that what happened has broken.

    Asks the rules on the act itself and those on records (identification shown, entry consent noted…). A rule
    that lacks a fact proves nothing and is left to ``find_unproven``. ``on`` is the day it happened.
    """
    found = _about_what_happened(packs, act, facts, on, jurisdiction)
    return tuple(decision for decision in found if not decision.missing_facts)


def find_unproven(
    packs: Iterable[RulePack], act: Act, facts: Facts, on: date, *, jurisdiction: str = "cn"
) -> tuple[Decision, ...]:
    """The same rules where a missing fact leaves it open: what the record should still say."""
    found = _about_what_happened(packs, act, facts, on, jurisdiction)
    return tuple(decision for decision in found if decision.missing_facts)


def facts_needed(
    packs: Iterable[RulePack], act: Act, on: date, *, jurisdiction: str = "cn"
) -> tuple[str, ...]:
    """Every fact that some rule in force may ask about an act: what a form has to know."""
    chosen = packs_in_force(packs, on, jurisdiction)
    return tuple(sorted({
        name for pack in chosen for rule in pack.rules_for(act, on) for name in rule.condition.names
    } - {"act"}))  # fmt: skip
