"""Which of many rules speak about an act: those that one fact settles are never asked about the others.

A rule speaks unless its condition is no, and a conjunction is no as soon as one part is. Parts that hang on a
single fact are answered once for each value the fact has held, for all rules together, as one bit a rule; only
what is left after every fact has spoken is asked in full. The answers are the conditions' own, word for word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from collectdesk.domain.rules.conditions import Ask, Every, Not, Question, Some, quick
from collectdesk.domain.rules.facts import Facts, FactValue

if TYPE_CHECKING:
    from collectdesk.domain.rules.packs import Rule

_REMEMBERED: Final = 4_000
"""Values of one fact whose answers are kept: a clock alone has 86,400."""


def conjuncts(question: Question) -> Iterator[Question]:
    """The parts of which a single no makes the whole a no."""
    match question:
        case Every(parts):
            for part in parts:
                yield from conjuncts(part)
        case Not(Some(parts)):
            for part in parts:
                yield from conjuncts(Not(part))
        case Not(Not(part)):
            yield from conjuncts(part)
        case _:
            yield question


@dataclass(slots=True)
class _Column:
    """What one fact settles by itself: its questions, each with the bit of its rule."""

    name: str
    asks: list[tuple[int, Ask]] = field(default_factory=list)
    known: dict[FactValue | None, int] = field(default_factory=dict)

    def settled(self, value: FactValue | None) -> int:
        """The bits of the rules that this value silences."""
        facts = {} if value is None else {self.name: value}
        found = 0
        for bit, ask in self.asks:
            if ask(facts) is False:
                found |= bit
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        self.known[value] = found
        return found


class Sieve:
    """The rules on one kind of act, arranged by the facts that settle them."""

    __slots__ = ("_all", "_columns", "_rest", "_rules")

    def __init__(self, rules: Sequence[Rule]) -> None:
        columns: dict[str, _Column] = {}
        self._rules = tuple(rules)
        self._rest: list[tuple[Ask, ...]] = []
        for place, rule in enumerate(self._rules):
            rest = list[Ask]()
            for part in conjuncts(rule.condition.question):
                names = part.names()
                if len(names) == 1:
                    (name,) = names
                    columns.setdefault(name, _Column(name)).asks.append((1 << place, quick(part)))
                else:
                    rest.append(quick(part))
            self._rest.append(tuple(rest))
        self._all = (1 << len(self._rules)) - 1
        self._columns = tuple(sorted(columns.values(), key=lambda column: -len(column.asks)))

    def speaking(self, facts: Facts) -> list[Rule]:
        """The rules whose condition isn't no, in the order they were given."""
        silenced = 0
        for column in self._columns:
            value = facts.get(column.name)
            found = column.known.get(value)
            silenced |= column.settled(value) if found is None else found
        left = self._all & ~silenced
        spoken: list[Rule] = []
        while left:
            bit = left & -left
            left ^= bit
            place = bit.bit_length() - 1
            for ask in self._rest[place]:
                if ask(facts) is False:
                    break
            else:
                spoken.append(self._rules[place])
        return spoken
