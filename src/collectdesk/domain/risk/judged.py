"""What outcomes say, as values: cards judged side by side, groups of the plot, what was done, visits measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.domain.risk.calibrated import CalibratedCard, CardKind
    from collectdesk.domain.risk.card_sheet import CardSheet
    from collectdesk.domain.risk.measured import OwnFigures

SHOWN_FROM: Final = 50
"""Matured outcomes below which nothing is shown at all: fewer would only mislead."""


@dataclass(frozen=True, slots=True)
class Judged:
    """AUC (area under the ROC curve), KS (largest gap of the two distributions), Brier score, and ECE (mean gap
    between promised and seen frequency over ten equally filled groups).
    """

    auc: float
    ks: float
    brier: float
    ece: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card judged on outcomes it hasn't seen; ``gain`` is its AUC above the champion's with 95 % bounds.

    ``saved`` is how much smaller its Brier score is than the champion's, with bounds.
    """

    card: CalibratedCard
    learnt_on: int
    judged: Judged
    auc_low: float
    auc_high: float
    gain: tuple[float, float, float]
    saved: tuple[float, float, float]

    @property
    def is_better(self) -> bool:
        """Surely better at ranking and no worse in its odds, or surely better odds and no worse at ranking."""
        ranks = self.gain[1] > 0 and self.saved[0] >= 0
        tells = self.saved[1] > 0 and self.gain[0] >= -1e-9
        return ranks or tells


@dataclass(frozen=True, slots=True)
class Group:
    """Checks of about the same promised chance, per mille: what was promised, what came, with its 95 % range."""

    count: int
    promised: int
    seen: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card in the comparison; ``candidate`` is None where the newest outcomes are too few to judge."""

    kind: CardKind
    is_champion: bool
    candidate: Candidate | None
    sheet: CardSheet | None = None
    """What the card reckons with; None where it was learnt on another scorecard."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of calibration, for the list of what was done."""

    kind: str
    on: date
    by: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the branch's outcomes say; below ``SHOWN_FROM`` of them everything but the count is empty."""

    matured: int
    unpaid: int
    running: int
    standing: CardKind
    standing_since: date | None
    lines: tuple[CardLine, ...] = ()
    judged_on: int = 0
    groups: tuple[Group, ...] = ()
    drift: int | None = None
    recent: int = 0
    drifting: tuple[tuple[str, int], ...] = ()
    hold_out: int = 0
    acts: tuple[ActLine, ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.matured >= SHOWN_FROM


@dataclass(frozen=True, slots=True)
class MeasuredVisits:
    """What the cases say, and whether figures of the branch's own stand in the assumptions' place already."""

    found: OwnFigures
    in_force_since: date | None
