"""The risk assessment: points for willingness and ability, the reasons for them, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.risk.risk_facts import Attitude, BorrowerFacts, scored_value
from collectdesk.domain.risk.risk_scorecard import RowKind, Scorecard, ScoreRow, TableName

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

MOST_REASONS: Final = 4
"""Reasons shown on each side: more than four aren't read."""
CALLS_IN_VAIN: Final = 3
VISITS_IN_VAIN: Final = 2
LIMIT: Final = "limit"
"""The line that holds a table to 0-100 when signed rows push it out: lines always sum to the score."""
HOLD_CODES: Final = ("dispute", "death", "bankruptcy", "complaint", "minors", "no_contact")
"""The holds this module has sentences for; any other code given stops a visit just the same."""
CLAIM_ONLY: Final = frozenset({"death", "bankruptcy"})


class Quadrant(Enum):
    """Willing or not, able or not."""

    WILLING_ABLE = "willing_able"
    WILLING_UNABLE = "willing_unable"
    UNWILLING_ABLE = "unwilling_able"
    UNWILLING_UNABLE = "unwilling_unable"


class RiskLevel(Enum):
    """The risk that nothing is paid, by the total; high risk brings more care."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Strategy(Enum):
    """The suggested way; ``PAUSE`` is what a hold asks for: no act of collection at all."""

    REMIND = "remind"
    CALL = "call"
    LETTER = "letter"
    VISIT = "visit"
    HARDSHIP_PLAN = "hardship_plan"
    LEGAL = "legal"
    PAUSE = "pause"


QUADRANT_WAYS: Final[Mapping[Quadrant, Strategy]] = {
    Quadrant.WILLING_ABLE: Strategy.REMIND,
    Quadrant.WILLING_UNABLE: Strategy.HARDSHIP_PLAN,
    Quadrant.UNWILLING_ABLE: Strategy.VISIT,
    Quadrant.UNWILLING_UNABLE: Strategy.CALL,
}
"""Where no file says otherwise; the shipped one says the same."""


class Care(Enum):
    """What a visit to this borrower must not go without."""

    EXTRA_APPROVAL = "extra_approval"
    EXPERIENCED_SAFETY_OFFICER = "experienced_safety_officer"
    DAYLIGHT_ONLY = "daylight_only"
    CAUTION_NOTES = "caution_notes"


@dataclass(frozen=True, slots=True)
class PointLine:
    """One row of the sheet a clerk can explain: what is known, which bin it fell into, what that brings.

    ``neutral`` is what the row brings while unknown. ``value`` is the fact as scored: whole yuan, per mille,
    a count, a word, or None when unknown.
    """

    characteristic: str
    bin_label_key: str
    points: int
    best: int
    reason_key: str
    value: int | str | None
    neutral: int = 0
    is_signed: bool = False

    @property
    def effect(self) -> int:
        """Points gained over not knowing, or points lost against the row's best as a negative number.

        The larger side counts. A signed row that is merely not better loses nothing.
        """
        lost = -self.points if self.is_signed else self.best - self.points
        gained = self.points - self.neutral
        return gained if gained > 0 and gained >= lost else -lost if lost > 0 else 0


@dataclass(frozen=True, slots=True)
class RiskReason:
    """One of the largest effects: below nothing for a loss, above it for a gain."""

    characteristic: str
    table: TableName
    reason_key: str
    effect: int
    value: int | str | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Willingness, ability and total (0-100, more is better) with everything that led there."""

    willingness: int
    ability: int
    total: int
    willingness_points: tuple[PointLine, ...]
    ability_points: tuple[PointLine, ...]
    reasons: tuple[RiskReason, ...]
    quadrant: Quadrant
    level: RiskLevel
    strategy: Strategy
    visit_warranted: bool
    visit_reasons: tuple[str, ...]
    care: tuple[Care, ...]
    scorecard_id: str
    scorecard_version: int
    scorecard_sha256: str

    @property
    def unknown(self) -> tuple[str, ...]:
        """The characteristics nothing is known about."""
        lines = (*self.willingness_points, *self.ability_points)
        return tuple(line.characteristic for line in lines if line.value is None)

    @property
    def is_hostile(self) -> bool:
        """Whether the borrower was hostile at the last contact."""
        seen = (line.value for line in self.willingness_points if line.characteristic == "attitude")
        return next(seen, None) == Attitude.HOSTILE.value


Lines = Mapping[TableName, Sequence[PointLine]]
"""The points of an assessment by table."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A characteristic whose points differ between two assessments, and why: what is known now, and was then."""

    characteristic: str
    table: TableName
    before: int
    after: int
    reason_key: str
    value: int | str | None = None
    reason_before: str = ""
    value_before: int | str | None = None


def assess(
    facts: BorrowerFacts,
    scorecard: Scorecard,
    *,
    holds: AbstractSet[str] = frozenset(),
    visit_pays: bool | None = None,
    ways: Mapping[Quadrant, Strategy] = QUADRANT_WAYS,
) -> Assessment:
    """Score the facts and say what follows; ``ways`` is the way each quadrant takes.

    ``holds`` are the codes of the holds in force: any of them outranks every point. ``visit_pays`` is the
    verdict of ``worth.weigh_visit``, None while it hasn't been asked. A suggestion: the gate of the rules
    decides what may be done, and a person what is done.
    """
    willing_lines = _score(scorecard.willingness, facts)
    able_lines = _score(scorecard.ability, facts)
    willingness, ability = (sum(line.points for line in lines) for lines in (willing_lines, able_lines))
    total = (2 * (2 * willingness + ability) + 3) // 6  # two thirds and one third, half up, in whole numbers
    quadrant = _quadrant(willingness >= scorecard.will_from, ability >= scorecard.can_from)
    level = _level(total, scorecard)
    strategy, is_warranted, why = _next_step(facts, (quadrant, ways[quadrant]), holds, visit_pays)
    return Assessment(
        willingness=willingness,
        ability=ability,
        total=total,
        willingness_points=willing_lines,
        ability_points=able_lines,
        reasons=_reasons(willing_lines, able_lines),
        quadrant=quadrant,
        level=level,
        strategy=strategy,
        visit_warranted=is_warranted,
        visit_reasons=why,
        care=care_for(level, facts.attitude is Attitude.HOSTILE),
        scorecard_id=scorecard.id,
        scorecard_version=scorecard.version,
        scorecard_sha256=scorecard.sha256,
    )


def compare_assessments(before: Assessment, after: Assessment) -> tuple[Moved, ...]:
    """What moved between two assessments and why, the largest move first."""
    return compare_lines(_lines(before), _lines(after))


def compare_lines(before: Lines, after: Lines) -> tuple[Moved, ...]:
    """What moved between the points of two assessments and why, the largest move first."""
    moved = [
        _moved(name, table, then or _EMPTY, now or _EMPTY)
        for table in TableName
        for name, then, now in _paired(before[table], after[table])
        if (then or _EMPTY).points != (now or _EMPTY).points
    ]
    return tuple(sorted(moved, key=lambda found: -abs(found.after - found.before)))


def _moved(name: str, table: TableName, then: PointLine, now: PointLine) -> Moved:
    shown = now if now.reason_key else then
    return Moved(
        name, table, then.points, now.points, shown.reason_key, shown.value, then.reason_key, then.value
    )


_EMPTY: Final = PointLine("", "", 0, 0, "", None)


def kept_lines(detail: Mapping[str, Any]) -> Lines:
    """The points of a frozen assessment; one that an older program froze otherwise has none."""
    result = detail.get("result", {})
    return {
        table: tuple(PointLine(**line) for line in result.get(f"{table.value}_points", ()))
        for table in TableName
    }


def _lines(assessment: Assessment) -> Lines:
    return {
        TableName.WILLINGNESS: assessment.willingness_points,
        TableName.ABILITY: assessment.ability_points,
    }


def _paired(
    before: Sequence[PointLine], after: Sequence[PointLine]
) -> Iterable[tuple[str, PointLine | None, PointLine | None]]:
    then: Mapping[str, PointLine] = {line.characteristic: line for line in before}
    now: Mapping[str, PointLine] = {line.characteristic: line for line in after}
    return [(name, then.get(name), now.get(name)) for name in dict.fromkeys((*then, *now))]


def _score(rows: Sequence[ScoreRow], facts: BorrowerFacts) -> tuple[PointLine, ...]:
    lines = [_point_line(row, scored_value(facts, row.field)) for row in rows]
    raw = sum(line.points for line in lines)
    held = min(max(raw, 0), 100)
    if held != raw:
        lines.append(PointLine(LIMIT, LIMIT, held - raw, 0, LIMIT, raw, neutral=held - raw))
    return tuple(lines)


def _point_line(row: ScoreRow, value: int | str | None) -> PointLine:
    found = row.bin_for(value)
    return PointLine(
        characteristic=row.field,
        bin_label_key=found.label,
        points=found.points,
        best=row.best,
        reason_key=found.reason,
        value=value,
        neutral=row.unknown.points,
        is_signed=row.kind is RowKind.SIGNED,
    )


def _reasons(willing: Sequence[PointLine], able: Sequence[PointLine]) -> tuple[RiskReason, ...]:
    """The largest losses, then the largest gains; the line that holds a table to its limits is neither."""
    found = [
        RiskReason(line.characteristic, table, line.reason_key, effect, line.value)
        for table, lines in ((TableName.WILLINGNESS, willing), (TableName.ABILITY, able))
        for line in lines
        if (effect := line.effect) and line.characteristic != LIMIT
    ]
    found.sort(key=lambda reason: -abs(reason.effect))  # equal effects stay in the order of the card
    losses = [reason for reason in found if reason.effect < 0]
    gains = [reason for reason in found if reason.effect > 0]
    return (*losses[:MOST_REASONS], *gains[:MOST_REASONS])


def _quadrant(is_willing: bool, is_able: bool) -> Quadrant:
    if is_willing:
        return Quadrant.WILLING_ABLE if is_able else Quadrant.WILLING_UNABLE
    return Quadrant.UNWILLING_ABLE if is_able else Quadrant.UNWILLING_UNABLE


def _level(points: int, scorecard: Scorecard) -> RiskLevel:
    if points >= scorecard.low_from:
        return RiskLevel.LOW
    return RiskLevel.MEDIUM if points >= scorecard.medium_from else RiskLevel.HIGH


Step = tuple[Strategy, bool, tuple[str, ...]]


def _next_step(
    facts: BorrowerFacts, way: tuple[Quadrant, Strategy], holds: AbstractSet[str], visit_pays: bool | None
) -> Step:
    """What no points can outvote first: holds, nothing overdue, documented hardship; then the quadrant."""
    if holds:
        strategy = Strategy.LEGAL if holds <= CLAIM_ONLY else Strategy.PAUSE
        return strategy, False, tuple(f"hold.{code}" for code in sorted(holds))
    if facts.stage_now == 0:
        return Strategy.REMIND, False, ("visit.not_overdue",)
    if facts.income_lost_documented or facts.illness_documented:
        return Strategy.HARDSHIP_PLAN, False, ("visit.hardship_documented",)
    quadrant, wanted = way
    if quadrant in {Quadrant.WILLING_ABLE, Quadrant.WILLING_UNABLE}:
        return _step_for_willing(facts, quadrant, wanted)
    return _step_for_unwilling(facts, quadrant, wanted, visit_pays)


def _step_for_willing(facts: BorrowerFacts, quadrant: Quadrant, wanted: Strategy) -> Step:
    if facts.right_party_contacts == 0 and (facts.call_attempts or 0) >= CALLS_IN_VAIN:
        return Strategy.LETTER, False, ("visit.letter_first",)
    if wanted is not QUADRANT_WAYS[quadrant]:
        return wanted, False, ("visit.by_branch",)
    reason = "visit.willing" if quadrant is Quadrant.WILLING_ABLE else "visit.willing_needs_plan"
    return wanted, False, (reason,)


def _step_for_unwilling(
    facts: BorrowerFacts, quadrant: Quadrant, wanted: Strategy, visit_pays: bool | None
) -> Step:
    if facts.call_attempts == 0:
        return Strategy.CALL, False, ("visit.call_first",)
    if (facts.visits_without_result or 0) >= VISITS_IN_VAIN:
        return Strategy.LEGAL, False, ("visit.tried_in_vain",)
    if wanted not in (Strategy.VISIT, QUADRANT_WAYS[quadrant]):
        return wanted, False, ("visit.by_branch",)
    noted = ("visit.calls_unknown",) if facts.call_attempts is None else ()
    is_able = wanted is Strategy.VISIT
    if visit_pays is False:
        return Strategy.LETTER if is_able else Strategy.CALL, False, ("visit.does_not_pay", *noted)
    pays = ("visit.pays",) if visit_pays else ()
    if is_able:
        reason = "visit.able_but_unwilling" if quadrant is Quadrant.UNWILLING_ABLE else "visit.by_branch"
        return Strategy.VISIT, True, (reason, *pays, *noted)
    if visit_pays:
        return Strategy.VISIT, True, (*pays, "visit.confirm_address", *noted)
    return Strategy.CALL, False, ("visit.weigh_first", *noted)


def care_for(level: RiskLevel, is_hostile: bool) -> tuple[Care, ...]:
    """What a visit must not go without: all of it at high risk, all but the approval with a hostile borrower."""
    if level is RiskLevel.HIGH:
        return tuple(Care)
    if is_hostile:
        return (Care.EXPERIENCED_SAFETY_OFFICER, Care.DAYLIGHT_ONLY, Care.CAUTION_NOTES)
    return ()
