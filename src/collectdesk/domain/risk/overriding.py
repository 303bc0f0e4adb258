"""A person's judgement beside the scorecard's: what an override changes, when it lapses, and who may lower a level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.risk import Assessment, RiskLevel, Strategy, care_for

if TYPE_CHECKING:
    from collections.abc import Mapping


class OverrideCode(Enum):
    """Why the scorecard is overruled; the words beside it say what was seen."""

    NEW_FACTS = "new_facts"
    WRONG_FACTS = "wrong_facts"
    SAFETY = "safety"
    VULNERABLE = "vulnerable"
    AGREED = "agreed"
    OTHER = "other"


_ORDER: Final = {RiskLevel.LOW: 0, RiskLevel.MEDIUM: 1, RiskLevel.HIGH: 2}


@dataclass(frozen=True, slots=True)
class Override:
    """What somebody put in place of the card's word, until a day; ``None`` leaves the card's own."""

    level: RiskLevel | None
    strategy: Strategy | None
    code: OverrideCode
    reason: str
    by: str
    made_on: date
    until_on: date

    def __post_init__(self) -> None:
        if self.level is None and self.strategy is None:
            raise Refused("override.nothing", field="level")
        if len(self.reason.strip()) < LEAST_WORDS:
            raise Refused("override.reason_missing", field="reason")

    def stands_on(self, day: date) -> bool:
        return day <= self.until_on


LEAST_WORDS: Final = 2
"""Characters: a reason somebody else can read, not a full stop."""


def overridden(card: Assessment, override: Override) -> Assessment:
    """The card's result with a person's word in its place; the points stay, and no override outranks a hold."""
    is_held = any(code.startswith("hold.") for code in card.visit_reasons)
    strategy = card.strategy if override.strategy is None or is_held else override.strategy
    level = override.level or card.level
    is_same = strategy is card.strategy
    return replace(
        card,
        level=level,
        strategy=strategy,
        visit_warranted=card.visit_warranted if is_same else strategy is Strategy.VISIT,
        visit_reasons=card.visit_reasons if is_same else ("visit.overridden",),
        care=care_for(level, card.is_hostile),
    )


def is_lowered(before: RiskLevel, after: RiskLevel) -> bool:
    """Whether less care would follow: that is a supervisor's to say."""
    return _ORDER[after] < _ORDER[before]


def kept_override(detail: Mapping[str, Any]) -> Override | None:
    """The override a frozen assessment carries, or None."""
    kept = detail.get("override")
    if not kept:
        return None
    return Override(
        RiskLevel(kept["level"]) if kept["level"] else None,
        Strategy(kept["strategy"]) if kept["strategy"] else None,
        OverrideCode(kept["code"]),
        kept["reason"],
        kept["by"],
        date.fromisoformat(kept["made_on"]),
        date.fromisoformat(kept["until_on"]),
    )


def plain_override(override: Override) -> dict[str, str]:
    """The override as it is frozen with the assessment."""
    return {
        "level": override.level.value if override.level else "",
        "strategy": override.strategy.value if override.strategy else "",
        "code": override.code.value,
        "reason": override.reason.strip(),
        "by": override.by,
        "made_on": override.made_on.isoformat(),
        "until_on": override.until_on.isoformat(),
    }
