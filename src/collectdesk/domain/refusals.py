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
