"""What the command line prints: sentences for people, JSON for machines, exit codes for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any, Final, TextIO

from collectdesk.domain.money import Money
from collectdesk.domain.rules.gate import Decision
from collectdesk.words import Words, mark

DONE: Final = 0
REFUSED: Final = 1
"""A rule, a permission or the state of things forbids it; nothing was done."""
UNUSABLE: Final = 2
"""Nothing was done because the input is unusable; also a red verdict."""
QUARANTINED: Final = 3
"""Done, with rows in quarantine; also a verdict that leaves something unproven."""


class Saying:
    """Prints one command's outcome in one of the two ways."""

    def __init__(self, words: Words, *, as_json: bool, out: TextIO | None = None) -> None:
        self.words = words
        self.as_json = as_json
        self._out = out

    def say(self, sentence: str, /, **facts: object) -> None:
        """A line for people; machines don't get it."""
        if not self.as_json:
            self._put(self.words.say(sentence, **facts))

    def line(self, text: str) -> None:
        """A line already in words."""
        if not self.as_json:
            self._put(text)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns aligned by the width people see: a Chinese character takes two places."""
        if self.as_json:
            return
        widths = [max([_width(h), *(_width(row[i]) for row in rows)]) for i, h in enumerate(headings)]
        for row in (headings, *rows):
            self._put(
                "  ".join(
                    cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
                ).rstrip()
            )

    def _put(self, text: str) -> None:
        # at once: a reader at the other end of a pipe follows long work line by line
        print(text, file=self._out or sys.stdout, flush=True)

    def breaches(self, found: Sequence[Decision]) -> None:
        """What was marked as a breach of which rule: never refused, always said."""
        for breach in found:
            said = breach.sentence.text(chinese=self.words.is_chinese)
            self.say(mark("Marked as a breach of {rule}: {sentence}"), rule=breach.rule_id, sentence=said)

    def result(self, value: Any) -> None:
        """The outcome for machines."""
        if self.as_json:
            self._put(json.dumps(plain(value), ensure_ascii=False, indent=1, sort_keys=True))

    def trouble(self, text: str, error: BaseException) -> None:
        """What went wrong, on the error stream; machines get code, facts and the rules that refused."""
        if not self.as_json:
            print(text, file=sys.stderr)
            return
        told: dict[str, Any] = {
            "error": getattr(error, "code", type(error).__name__),
            "sentence": text,
            "facts": getattr(error, "facts", {}),
        }
        rules = [_ruling(decision, self.words) for decision in getattr(error, "decisions", ())]
        if rules:
            told["rules"] = rules
        self._put(json.dumps(plain(told), ensure_ascii=False, indent=1, sort_keys=True))


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
    if isinstance(value, bytes):
        return value.hex()
    return value


def _ruling(decision: Decision, words: Words) -> dict[str, Any]:
    """A rule that spoke: its id, clause, sentence, and what would make the act lawful."""
    from collectdesk.terms_rules import citation_line, remedy_sentence

    return {
        "rule": decision.rule_id,
        "pack": f"{decision.pack_id} {decision.pack_version}",
        "sentence": decision.sentence.text(chinese=words.is_chinese),
        "clause": citation_line(words, decision.citation),
        "remedy": remedy_sentence(words, decision.remedy),
    }


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
