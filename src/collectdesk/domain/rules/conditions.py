"""Conditions of rules as trees of small questions; each answers yes, no, or names the missing facts."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final, Protocol

from collectdesk.domain.rules.facts import Facts

DAY_SECONDS: Final = 86_400
SIGNS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def seconds(clock: time) -> int:
    """Seconds since midnight; parts of a second are dropped."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second


class Question(Protocol):
    """A node of a condition."""

    def truth(self, facts: Facts) -> bool | None:
        """Yes, no, or None where a missing fact decides."""

    def names(self) -> frozenset[str]:
        """Every fact the question may read."""

    def clocks(self) -> frozenset[int]:
        """Seconds of the day at which the answer may change."""

    def missing(self, facts: Facts) -> frozenset[str]:
        """The facts whose absence keeps the answer open; empty where it is yes or no."""


class _Leaf:
    """What questions about single facts share: they are open exactly while one of their facts is missing."""

    __slots__ = ()

    def names(self) -> frozenset[str]:
        return frozenset()

    def truth(self, facts: Facts) -> bool | None:
        raise KeyError(facts)  # pragma: no cover - every leaf answers for itself

    def clocks(self) -> frozenset[int]:
        return frozenset()

    def missing(self, facts: Facts) -> frozenset[str]:
        if self.truth(facts) is not None:
            return frozenset()
        return frozenset(name for name in self.names() if name not in facts)


@dataclass(frozen=True, slots=True)
class Operand:
    """A fixed value, or a fact times a whole factor (``term_months * 2``)."""

    value: int | time | date | str | bool | None = None
    name: str = ""
    factor: int = 1

    def worth(self, facts: Facts) -> Any:
        if not self.name:
            return self.value
        found = facts.get(self.name)
        return found * self.factor if self.factor != 1 and isinstance(found, int) else found


@dataclass(frozen=True, slots=True)
class IsYes(_Leaf):
    name: str

    def truth(self, facts: Facts) -> bool | None:
        found = facts.get(self.name)
        return None if found is None else found is True

    def names(self) -> frozenset[str]:
        return frozenset({self.name})


@dataclass(frozen=True, slots=True)
class Compare(_Leaf):
    left: Operand
    sign: str
    right: Operand

    def truth(self, facts: Facts) -> bool | None:
        left, right = self.left.worth(facts), self.right.worth(facts)
        return None if left is None or right is None else SIGNS[self.sign](left, right)

    def names(self) -> frozenset[str]:
        return frozenset(side.name for side in (self.left, self.right) if side.name)

    def clocks(self) -> frozenset[int]:
        fixed = (side.value for side in (self.left, self.right))
        return frozenset(seconds(value) for value in fixed if isinstance(value, time))


@dataclass(frozen=True, slots=True)
class OneOf(_Leaf):
    name: str
    choices: frozenset[str] | frozenset[int]
    negated: bool = False

    def truth(self, facts: Facts) -> bool | None:
        found = facts.get(self.name)
        return None if found is None else (found in self.choices) is not self.negated

    def names(self) -> frozenset[str]:
        return frozenset({self.name})


@dataclass(frozen=True, slots=True)
class SetHas(_Leaf):
    """``holds any {…}``, ``holds all {…}``, ``holds none {…}``."""

    name: str
    how: str
    choices: frozenset[str]

    def truth(self, facts: Facts) -> bool | None:
        found = facts.get(self.name)
        if not isinstance(found, frozenset):
            return None
        if self.how == "all":
            return self.choices <= found
        return found.isdisjoint(self.choices) is (self.how == "none")

    def names(self) -> frozenset[str]:
        return frozenset({self.name})


@dataclass(frozen=True, slots=True)
class TimeBetween(_Leaf):
    """Is a clock inside [start, end)? The range may cross midnight: [22:00, 08:00)."""

    name: str
    start: int
    end: int

    def truth(self, facts: Facts) -> bool | None:
        found = facts.get(self.name)
        if not isinstance(found, time):
            return None
        return (seconds(found) - self.start) % DAY_SECONDS < (self.end - self.start) % DAY_SECONDS

    def names(self) -> frozenset[str]:
        return frozenset({self.name})

    def clocks(self) -> frozenset[int]:
        return frozenset({self.start, self.end})


@dataclass(frozen=True, slots=True)
class Overlaps(_Leaf):
    """Does [from, to) of the act touch [start, end)? Both may cross midnight; no length is a point."""

    from_name: str
    to_name: str
    start: int
    end: int

    def truth(self, facts: Facts) -> bool | None:
        begin, finish = facts.get(self.from_name), facts.get(self.to_name)
        if not isinstance(begin, time):
            return None
        first = seconds(begin)
        if (first - self.start) % DAY_SECONDS < (self.end - self.start) % DAY_SECONDS:
            return True
        if not isinstance(finish, time):
            return None
        return (self.start - first) % DAY_SECONDS < (seconds(finish) - first) % DAY_SECONDS

    def names(self) -> frozenset[str]:
        return frozenset({self.from_name, self.to_name})

    def clocks(self) -> frozenset[int]:
        return frozenset({self.start, self.end})


@dataclass(frozen=True, slots=True)
class Known(_Leaf):
    """Is the fact there at all? The only question that a missing fact answers."""

    name: str

    def truth(self, facts: Facts) -> bool | None:
        return self.name in facts

    def names(self) -> frozenset[str]:
        return frozenset({self.name})


@dataclass(frozen=True, slots=True)
class Not:
    part: Question

    def truth(self, facts: Facts) -> bool | None:
        answer = self.part.truth(facts)
        return None if answer is None else not answer

    def names(self) -> frozenset[str]:
        return self.part.names()

    def clocks(self) -> frozenset[int]:
        return self.part.clocks()

    def missing(self, facts: Facts) -> frozenset[str]:
        return self.part.missing(facts)


@dataclass(frozen=True, slots=True)
class Every:
    """``a and b``: one no settles it, whatever is missing beside it."""

    parts: tuple[Question, ...]

    def truth(self, facts: Facts) -> bool | None:
        result: bool | None = True
        for part in self.parts:
            answer = part.truth(facts)
            if answer is False:
                return False
            if answer is None:
                result = None
        return result

    def names(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.names() for part in self.parts))

    def clocks(self) -> frozenset[int]:
        return frozenset[int]().union(*(part.clocks() for part in self.parts))

    def missing(self, facts: Facts) -> frozenset[str]:
        if self.truth(facts) is not None:
            return frozenset()
        return frozenset[str]().union(*(part.missing(facts) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Some:
    """``a or b``: one yes settles it, whatever is missing beside it."""

    parts: tuple[Question, ...]

    def truth(self, facts: Facts) -> bool | None:
        result: bool | None = False
        for part in self.parts:
            answer = part.truth(facts)
            if answer is True:
                return True
            if answer is None:
                result = None
        return result

    def names(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.names() for part in self.parts))

    def clocks(self) -> frozenset[int]:
        return frozenset[int]().union(*(part.clocks() for part in self.parts))

    def missing(self, facts: Facts) -> frozenset[str]:
        if self.truth(facts) is not None:
            return frozenset()
        return frozenset[str]().union(*(part.missing(facts) for part in self.parts))


Ask = Callable[[Facts], "bool | None"]


def quick(question: Question) -> Ask:
    """The question as a plain function: a comparison with a fixed value, the commonest kind, is asked directly."""
    match question:
        case Compare(Operand(name=name, factor=1), sign, Operand(name="", value=value)) if name:
            compare = SIGNS[sign]

            def ask(facts: Facts) -> bool | None:
                found = facts.get(name)
                return None if found is None else compare(found, value)

            return ask
        case Not(part):
            return _negated(quick(part))
        case Every(parts):
            return _joined(tuple(map(quick, parts)), settling=False)
        case Some(parts):
            return _joined(tuple(map(quick, parts)), settling=True)
        case _:
            return question.truth


def _negated(ask: Ask) -> Ask:
    def negated(facts: Facts) -> bool | None:
        answer = ask(facts)
        return None if answer is None else not answer

    return negated


def _joined(asks: tuple[Ask, ...], *, settling: bool) -> Ask:
    def joined(facts: Facts) -> bool | None:
        result: bool | None = not settling
        for ask in asks:
            answer = ask(facts)
            if answer is settling:
                return settling
            if answer is None:
                result = None
        return result

    return joined


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition with the text it came from; names and clocks are worked out once."""

    text: str
    question: Question
    names: frozenset[str]
    clocks: frozenset[int]
    truth: Ask = field(init=False, repr=False, compare=False, hash=False)
    """Yes, no, or None where a missing fact decides."""
    ordered: tuple[str, ...] = field(init=False, repr=False, compare=False, hash=False)
    """The names in order, as decisions show them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "ordered", tuple(sorted(self.names)))
        object.__setattr__(self, "truth", quick(self.question))

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """Names of the facts that keep the answer open, in order."""
        return tuple(sorted(self.question.missing(facts)))
