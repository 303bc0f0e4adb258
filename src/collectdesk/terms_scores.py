"""Sentences of a branch scored at once, and of the scorecard and the ways that a branch may write for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from collectdesk import terms_risk
from collectdesk.domain.risk.risk import Quadrant, RiskLevel
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collectdesk.words import Words

KINDS: Final[Mapping[str, str]] = {"scorecard": mark("Scorecard"), "ways": mark("Ways")}


def rules_line(w: Words, name: str, version: int, since: date | None, by: str, second: str) -> str:
    """Which scorecard or ways stand, and since when and by whom where they are the branch's own."""
    if since is None:
        return w.say(
            mark("{file} version {version}, as it came with the program."), file=name, version=version
        )
    return w.say(
        mark("{file} version {version} of the branch's own, since {day} by {by} and {second}."),
        file=name, version=version, day=w.date(since), by=by, second=second,
    )  # fmt: skip


def rules_tried_line(w: Words, name: str, version: int, cases: int, changed: int) -> str:
    """What another scorecard or other ways would do."""
    return w.say(
        mark(
            "{file} {version}: nothing wrong. Of {cases} open cases {changed} would stand at another level or be told "
            "another way. Nothing was written."
        ),
        file=name, version=version, cases=w.number(cases), changed=w.number(changed),
    )  # fmt: skip


def scored_line(w: Words, cases: int, unchecked: int, moved: int) -> str:
    """How many cases were scored, and how they stand beside their frozen checks."""
    return w.say(
        mark(
            "{cases} open cases scored by what the file knows now: {unchecked} were never checked, {moved} would be "
            "told otherwise than at their last check. Nothing was written."
        ),
        cases=w.number(cases), unchecked=w.number(unchecked), moved=w.number(moved),
    )  # fmt: skip


def level_counts(
    w: Words, now: Mapping[RiskLevel, int], would: Mapping[RiskLevel, int] | None = None
) -> list[list[str]]:
    """A row for each level: how many cases now, and by another card."""
    return [_row(w, terms_risk.LEVELS[one.value], now.get(one, 0), would, one) for one in RiskLevel]


def quadrant_counts(
    w: Words, now: Mapping[Quadrant, int], would: Mapping[Quadrant, int] | None = None
) -> list[list[str]]:
    """A row for each quadrant: how many cases now, and by another card."""
    return [_row(w, terms_risk.QUADRANTS[one.value], now.get(one, 0), would, one) for one in Quadrant]


def _row(w: Words, name: str, now: int, would: Mapping[Any, int] | None, key: object) -> list[str]:
    said = [w.say(name), w.number(now)]
    return said if would is None else [*said, w.number(would.get(key, 0))]


def counts_line(w: Words, levels: Mapping[RiskLevel, int], quadrants: Mapping[Quadrant, int]) -> str:
    """How many cases at each level and in each quadrant, in one line."""
    said = [f"{name} {count}" for name, count in (*level_counts(w, levels), *quadrant_counts(w, quadrants))]
    return " · ".join(said)
