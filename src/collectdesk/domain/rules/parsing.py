"""Reads the text of a condition into typed questions; nothing is ever executed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final, TypeVar

from collectdesk.domain.rules.conditions import (
    SIGNS,
    Compare,
    Condition,
    Every,
    IsYes,
    Known,
    Not,
    OneOf,
    Operand,
    Overlaps,
    Question,
    SetHas,
    Some,
    TimeBetween,
    seconds,
)
from collectdesk.domain.rules.facts import REGISTRY, Fact, Kind, nearest

LONGEST: Final = 2_000
DEEPEST: Final = 30
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)|(?P<number>-?\d+)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign><=|>=|==|!=|<|>)|(?P<mark>[(){},*]))"
)
_KEYWORDS: Final = frozenset({"and", "or", "not", "in", "between", "any", "all", "none", "true", "false"})
_ORDERED: Final = (Kind.NUMBER, Kind.CLOCK, Kind.DAY)
_Value = TypeVar("_Value")


class BadCondition(Exception):
    """Where and why a condition can't be read: ``rules.bad_condition`` and its more particular codes."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, object] = facts


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            raise BadCondition(
                "rules.bad_condition", found=text[start], expected="condition", place=start + 1
            )
        found.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1))
        place = match.end()
    found.append(_Token("end", "", len(text) + 1))
    return found


class _Reader:
    """One pass over the tokens of one condition: or < and < not < question."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _is(self, text: str) -> bool:
        return self._next.text == text

    def _accept(self, text: str) -> bool:
        if not self._is(text):
            return False
        self._at += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise self._unexpected(text)

    def _unexpected(self, expected: str, token: _Token | None = None) -> BadCondition:
        token = token or self._next
        return BadCondition(
            "rules.bad_condition", found=token.text or "end", expected=expected, place=token.place
        )

    def whole(self) -> Question:
        question = self._either()
        if self._next.kind != "end":
            raise self._unexpected("end")
        return question

    def _either(self) -> Question:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadCondition("rules.too_deep", place=self._next.place, most=DEEPEST)
        parts = [self._both()]
        while self._accept("or"):
            parts.append(self._both())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _both(self) -> Question:
        parts = [self._negated()]
        while self._accept("and"):
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _negated(self) -> Question:
        turns = 0
        while self._accept("not"):
            turns += 1
        question = self._single()
        return Not(question) if turns % 2 else question

    def _single(self) -> Question:
        if self._accept("("):
            question = self._either()
            self._expect(")")
            return question
        calls: dict[str, Callable[[], Question]] = {
            "time_between": self._time_between, "overlaps": self._overlaps, "known": self._known,
        }  # fmt: skip
        call = calls.get(self._next.text)
        if call is not None:
            self._take()
            self._expect("(")
            question = call()
            self._expect(")")
            return question
        return self._about_fact()

    def _time_between(self) -> Question:
        name = self._fact(Kind.CLOCK).name
        self._expect(",")
        return TimeBetween(name, *self._range())

    def _overlaps(self) -> Question:
        first = self._fact(Kind.CLOCK).name
        self._expect(",")
        last = self._fact(Kind.CLOCK).name
        self._expect(",")
        return Overlaps(first, last, *self._range())

    def _range(self) -> tuple[int, int]:
        place = self._next.place
        start = seconds(self._clock())
        self._expect(",")
        end = seconds(self._clock())
        if start == end:
            raise BadCondition("rules.empty_range", place=place)
        return start, end

    def _known(self) -> Question:
        return Known(self._fact().name)

    def _fact(self, *kinds: Kind) -> Fact:
        token = self._take()
        if token.kind != "word" or token.text in _KEYWORDS:
            raise self._unexpected("fact", token)
        fact = REGISTRY.get(token.text)
        if fact is None:
            raise BadCondition(
                "rules.unknown_fact", name=token.text, nearest=nearest(token.text), place=token.place
            )
        if kinds and fact.kind not in kinds:
            raise self._wrong_kind(fact, "/".join(kind.value for kind in kinds), token)
        return fact

    def _wrong_kind(self, fact: Fact, wanted: str, token: _Token) -> BadCondition:
        return BadCondition(
            "rules.wrong_kind", name=fact.name, kind=fact.kind.value, found=wanted, place=token.place
        )

    def _about_fact(self) -> Question:
        token = self._next
        fact = self._fact()
        negated = self._is("not") and self._tokens[self._at + 1].text == "in"
        if negated:
            self._take()
        if self._accept("in"):
            return self._one_of(fact, token, negated=negated)
        if self._next.text in ("any", "all", "none"):
            if fact.kind is not Kind.CODES:
                raise self._wrong_kind(fact, Kind.CODES.value, token)
            return SetHas(fact.name, self._take().text, self._braced(lambda: self._code(fact)))
        factor = self._factor(fact, token)
        if self._is("between"):
            return self._between(fact, factor, token)
        if self._next.kind == "sign":
            return self._comparison(fact, factor)
        if fact.kind is not Kind.YES_NO:
            raise self._wrong_kind(fact, Kind.YES_NO.value, token)
        return IsYes(fact.name)

    def _one_of(self, fact: Fact, token: _Token, *, negated: bool) -> Question:
        if fact.kind is Kind.CODE:
            return OneOf(fact.name, self._braced(lambda: self._code(fact)), negated)
        if fact.kind is Kind.NUMBER:
            return OneOf(fact.name, self._braced(self._number), negated)
        raise self._wrong_kind(fact, Kind.CODE.value, token)

    def _braced(self, one: Callable[[], _Value]) -> frozenset[_Value]:
        self._expect("{")
        found = [one()]
        while self._accept(","):
            found.append(one())
        self._expect("}")
        return frozenset(found)

    def _factor(self, fact: Fact, token: _Token) -> int:
        if not self._accept("*"):
            return 1
        if fact.kind is not Kind.NUMBER:
            raise self._wrong_kind(fact, Kind.NUMBER.value, token)
        return self._number()

    def _between(self, fact: Fact, factor: int, token: _Token) -> Question:
        if fact.kind not in _ORDERED:
            raise self._wrong_kind(fact, "number/clock/day", token)
        self._take()
        low = self._operand(fact)
        self._expect("and")
        high = self._operand(fact)
        subject = Operand(name=fact.name, factor=factor)
        return Every((Compare(subject, ">=", low), Compare(subject, "<=", high)))

    def _comparison(self, fact: Fact, factor: int) -> Question:
        sign = self._take()
        if fact.kind is Kind.CODES or (fact.kind not in _ORDERED and sign.text not in ("==", "!=")):
            raise self._wrong_kind(fact, sign.text, sign)
        assert sign.text in SIGNS
        return Compare(Operand(name=fact.name, factor=factor), sign.text, self._operand(fact))

    def _operand(self, fact: Fact) -> Operand:
        """The other side: a literal of the fact's kind, or another fact of the same kind."""
        token = self._next
        if fact.kind is Kind.CODE:
            return Operand(self._code(fact))
        if fact.kind is Kind.YES_NO:
            if token.text not in ("true", "false"):
                raise self._wrong_kind(fact, token.text or "end", token)
            return Operand(self._take().text == "true")
        if token.kind == "word":
            other = self._fact(fact.kind)
            return Operand(name=other.name, factor=self._factor(other, token))
        literals: Mapping[Kind, Callable[[], int | time | date]] = {
            Kind.NUMBER: self._number, Kind.CLOCK: self._clock, Kind.DAY: self._day,
        }  # fmt: skip
        if token.kind != fact.kind.value:
            raise self._wrong_kind(fact, token.text or "end", token)
        return Operand(literals[fact.kind]())

    def _code(self, fact: Fact) -> str:
        token = self._take()
        if token.kind != "word":
            raise self._unexpected("code", token)
        if token.text not in fact.codes:
            raise BadCondition(
                "rules.unknown_code", name=fact.name, value=token.text, known=", ".join(fact.codes),
                place=token.place,
            )  # fmt: skip
        return token.text

    def _number(self) -> int:
        token = self._take()
        if token.kind != "number":
            raise self._unexpected("number", token)
        return int(token.text)

    def _clock(self) -> time:
        token = self._take()
        if token.kind != "clock":
            raise self._unexpected("clock", token)
        try:
            return time.fromisoformat(token.text if token.text[2] == ":" else f"0{token.text}")
        except ValueError as error:
            raise self._unexpected("clock", token) from error

    def _day(self) -> date:
        token = self._take()
        try:
            return date.fromisoformat(token.text)
        except ValueError as error:
            raise self._unexpected("day", token) from error


def parse_condition(text: str) -> Condition:
    """Read one condition. Raises BadCondition with the place (1-based column) of what can't be read."""
    if len(text) > LONGEST:
        raise BadCondition("rules.too_long", length=len(text), most=LONGEST, place=LONGEST)
    question = _Reader(text).whole()
    return Condition(text, question, question.names(), question.clocks())
