"""What the command line prints: sentences for people, JSON for machines, exit codes for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any, Final

from collectdesk.domain.money import Money
from collectdesk.words import Words

DONE: Final = 0
REFUSED: Final = 1
"""A rule, a permission or the state of things forbids it; nothing was done."""
UNUSABLE: Final = 2
"""Nothing was done because the input is unusable; also a red verdict."""
QUARANTINED: Final = 3
"""Done, with rows in quarantine; also a verdict that leaves something unproven."""


class Saying:
    """Prints one command's outcome in one of the two ways."""

    def __init__(self, words: Words, *, as_json: bool) -> None:
        self.words = words
        self.as_json = as_json

    def say(self, sentence: str, /, **facts: object) -> None:
        """A line for people; machines don't get it."""
        if not self.as_json:
            print(self.words.say(sentence, **facts))

    def line(self, text: str) -> None:
        """A line already in words."""
        if not self.as_json:
            print(text)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns aligned by the width people see: a Chinese character takes two places."""
        if self.as_json:
            return
        widths = [max([_width(h), *(_width(row[i]) for row in rows)]) for i, h in enumerate(headings)]
        for row in (headings, *rows):
            print(
                "  ".join(
                    cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
                ).rstrip()
            )

    def result(self, value: Any) -> None:
        """The outcome for machines."""
        if self.as_json:
            print(json.dumps(plain(value), ensure_ascii=False, indent=1, sort_keys=True))

    def trouble(self, text: str, code: str) -> None:
        """What went wrong, on the error stream; machines get the code too."""
        if self.as_json:
            print(json.dumps({"error": code, "sentence": text}, ensure_ascii=False))
        else:
            print(text, file=sys.stderr)


def plain(value: Any) -> Any:
    """A value as JSON holds it: money in fen with its currency, days and instants in ISO form, enums by value."""
    if is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Money):
            return {"fen": value.fen, "currency": value.currency}
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.repr}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return sorted(str(plain(v)) for v in value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return value


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
