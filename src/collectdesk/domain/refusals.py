"""Refusals of the work's own rules: a stable code and the facts, never a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A rule of the work forbids this; ``code`` is stable, ``facts`` fill the sentence made at the edge."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Any] = facts

    def __str__(self) -> str:
        # codes only: facts may name people, and exceptions end up in logs
        return self.code


class RuleBroken(Refused):
    """A rule of law or practice forbids the planned act; ``decisions`` say which, the clause, and the remedy.

    ``about`` names which of several acts it was, where one deed plans several: ``visit``.
    """

    def __init__(self, act: str, decisions: tuple[Any, ...], **about: object) -> None:
        super().__init__("rule.broken", act=act, rules=tuple(d.rule_id for d in decisions), **about)
        self.decisions = decisions


class ReasonNeeded(Refused):
    """A rule that says "should not" lets the act through with a reason; none was given."""

    def __init__(self, act: str, decisions: tuple[Any, ...], **about: object) -> None:
        super().__init__("rule.reason_needed", act=act, rules=tuple(d.rule_id for d in decisions), **about)
        self.decisions = decisions
