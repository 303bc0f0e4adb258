"""Rule packs as values: who is bound to what, by which clause, how strongly, and how surely it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.rules.conditions import Condition
from collectdesk.domain.rules.facts import Facts
from collectdesk.domain.rules.remedies import Remedy
from collectdesk.domain.rules.sieve import Sieve


class Act(Enum):
    """What a rule may constrain. A record is never gated: what happened is recorded, breach or not."""

    CALL = "call"
    MESSAGE = "message"
    LETTER = "letter"
    VISIT = "visit"
    DISCLOSURE = "disclosure"
    SOLUTION = "solution"
    REPORT = "report"
    RECORD = "record"
    RETENTION = "retention"


CONTACTS = frozenset({Act.CALL, Act.MESSAGE, Act.LETTER, Act.VISIT})
"""Acts that reach a person; incoming ones are never blocked."""


class Outcome(Enum):
    ALLOWED = "allowed"
    HINT = "hint"
    NEEDS_REASON = "needs_reason"
    REFUSED = "refused"

    @property
    def weight(self) -> int:
        """0 allowed … 3 refused; a judgement is as heavy as its heaviest decision."""
        return _WEIGHTS[self]


_WEIGHTS = {Outcome.ALLOWED: 0, Outcome.HINT: 1, Outcome.NEEDS_REASON: 2, Outcome.REFUSED: 3}


class Force(Enum):
    """How strongly a source binds, strongest first."""

    LAW = "law"
    REGULATION = "regulation"
    RECOMMENDED_STANDARD = "recommended_standard"
    SELF_REGULATION = "self_regulation"
    BRANCH = "branch"
    PRACTICE = "practice"


BREACHABLE = frozenset({Force.LAW, Force.REGULATION, Force.RECOMMENDED_STANDARD, Force.SELF_REGULATION})
"""Forces whose refusals make an act that happened a breach; the branch's own orders and practice don't."""


class Certainty(Enum):
    """How surely the source was read when the rule was written."""

    READ = "read"
    SECONDARY = "secondary"
    MEMORY = "memory"


class Bound(Enum):
    """Whom a source binds."""

    EVERYBODY = "everybody"
    LENDER = "lender"
    CARD_ISSUER = "card_issuer"
    AGENCY = "agency"
    ASSOCIATION_MEMBER = "association_member"
    CREDIT_REPORTER = "credit_reporter"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in both languages."""

    zh: str
    en: str

    def text(self, *, chinese: bool) -> str:
        return self.zh if chinese else self.en


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from; ``dated_on`` is when the instrument took effect, if there is one."""

    instrument: Wording
    clause: Wording
    dated_on: date | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: it speaks when its condition is true, or can't be told for lack of a fact."""

    id: str
    acts: frozenset[Act]
    binds: frozenset[Bound]
    condition: Condition
    force: Force
    outcome: Outcome
    certainty: Certainty
    citation: Citation
    sentence: Wording
    remedy: Remedy
    note: str = ""
    effective_from: date | None = None
    effective_to: date | None = None

    def is_in_force(self, on: date) -> bool:
        return is_within(on, self.effective_from, self.effective_to)


def is_within(on: date, first: date | None, last: date | None) -> bool:
    """Both ends belong to the range; None is open."""
    return (first is None or first <= on) and (last is None or on <= last)


_REMEMBERED: Final = 4_000
"""Answers of ``rules_for`` kept by a pack: judging a year asks the same days again and again."""


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """A legal term as a branch keeps it: shorter or longer than the law asks for, or reminding earlier.

    ``months`` and ``days`` are None where the length stays; no ``alarms`` means the shipped ones.
    """

    code: str
    months: int | None
    days: int | None
    alarms: tuple[int, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class RulePack:
    """A version of a jurisdiction's or a branch's rules; ``adds_to`` names the pack made stricter."""

    id: str
    jurisdiction: str
    version: str
    effective_from: date
    effective_to: date | None
    title: Wording
    rules: tuple[Rule, ...]
    adds_to: str = ""
    terms: tuple[OwnTerm, ...] = ()
    _known: dict[tuple[Act, date], tuple[Rule, ...]] = field(
        init=False, repr=False, compare=False, hash=False
    )
    _sieves: dict[tuple[Act, date], Sieve] = field(init=False, repr=False, compare=False, hash=False)
    _made: dict[tuple[int, ...], Sieve] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        for remembered in ("_known", "_sieves", "_made"):
            object.__setattr__(self, remembered, {})

    def is_in_force(self, on: date) -> bool:
        return is_within(on, self.effective_from, self.effective_to)

    def rules_for(self, act: Act, on: date) -> tuple[Rule, ...]:
        """The rules that constrain an act on a day, in the order of the pack."""
        found = self._known.get((act, on))
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = tuple(rule for rule in self.rules if act in rule.acts and rule.is_in_force(on))
            self._known[act, on] = found
        return found

    def speaking(self, act: Act, on: date, facts: Facts) -> list[Rule]:
        """Of the rules on an act on a day those whose condition isn't no, in the order of the pack."""
        sieve = self._sieves.get((act, on))
        if sieve is None:
            rules = self.rules_for(act, on)
            # most days know the same rules: they share one sieve, and what it has learnt
            sieve = self._made.setdefault(tuple(map(id, rules)), Sieve(rules))
            if len(self._sieves) >= _REMEMBERED:
                self._sieves.clear()
            self._sieves[act, on] = sieve
        return sieve.speaking(facts)

    @property
    def name(self) -> str:
        return f"{self.id} {self.version}"


def packs_in_force(packs: Iterable[RulePack], on: date, jurisdiction: str) -> tuple[RulePack, ...]:
    """Of each pack id the version that took effect last; none at all unless a pack stands on its own."""
    latest: dict[str, RulePack] = {}
    for pack in packs:
        if pack.jurisdiction != jurisdiction or not pack.is_in_force(on):
            continue
        other = latest.get(pack.id)
        if other is None or (other.effective_from, other.version) < (pack.effective_from, pack.version):
            latest[pack.id] = pack
    standing = {pack.id for pack in latest.values() if not pack.adds_to}
    kept = (pack for pack in latest.values() if not pack.adds_to or pack.adds_to in standing)
    return tuple(sorted(kept, key=lambda pack: (bool(pack.adds_to), pack.id)))
