"""What visits brought here, against similar cases not visited: shares with ranges, drawn towards the assumption."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collectdesk.domain.risk.worth import Priors

FOLLOWED: Final = timedelta(days=30)
"""How long after a visit, or the day it would have been on, payments are counted: branch practice."""
LEAST_VISITED = LEAST_COMPARED = 50
LEAST_OF_A_KIND: Final = 5
"""Cases not visited that a kind of case needs, else its visits are compared with nobody."""
_Z: Final = 1.96
_MILLE: Final = 1000


@dataclass(frozen=True, slots=True)
class Followed:
    """A case after its check: ``kind`` makes cases similar; ``share`` is what came in of the overdue, per mille."""

    kind: str
    visited: bool
    reached: bool
    share: int

    @property
    def paid(self) -> bool:
        return self.share > 0


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """One figure as this branch's cases show it (``own`` with its range), and as it would stand: value and range.

    All per mille. ``sample`` is how many cases; ``assumed`` the value and range of the assumption it would overlay.
    """

    name: str
    own: int
    own_low: int
    own_high: int
    value: int
    low: int
    high: int
    sample: int
    assumed: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What can be told of the branch's visits; ``figures`` is empty while there are too few."""

    visited: int
    compared: int
    kinds: int
    figures: tuple[OwnFigure, ...]


def usual_delay(days: Sequence[int]) -> int:
    """Days from a check to its visit that are as often exceeded as not; 7 while nobody knows."""
    return round(median(days)) if days else 7


def measure_visits(cases: Iterable[Followed], priors: Priors) -> OwnFigures:
    """Shares among the visited, and the extra share who pay against those of the same kind who weren't visited."""
    kinds: dict[str, tuple[list[Followed], list[Followed]]] = defaultdict(lambda: ([], []))
    for one in cases:
        kinds[one.kind][0 if one.visited else 1].append(one)
    matched = [sides for sides in kinds.values() if sides[0] and len(sides[1]) >= LEAST_OF_A_KIND]
    went = [one for sides in matched for one in sides[0]]
    compared = sum(len(sides[1]) for sides in matched)
    found = OwnFigures(len(went), compared, len(matched), ())
    if len(went) < LEAST_VISITED or compared < LEAST_COMPARED:
        return found
    reached = sum(one.reached for one in went) / len(went)
    figures = [_own("visit_reached", reached, _se(reached, len(went)), len(went), priors)]
    gain, error = _gain(matched, len(went))
    if reached > 0:
        figures.append(_own("visit_uplift", gain / reached, error / reached, len(went) + compared, priors))
    payers = [one.share / _MILLE for one in went if one.paid]
    if len(payers) >= LEAST_OF_A_KIND:
        mean = sum(payers) / len(payers)
        spread = math.sqrt(sum((one - mean) ** 2 for one in payers) / max(len(payers) - 1, 1))
        error = max(spread, 0.1) / math.sqrt(len(payers))
        figures.append(_own("visit_share", mean, error, len(payers), priors))
    return OwnFigures(len(went), compared, len(matched), tuple(figures))


def _gain(matched: Sequence[tuple[list[Followed], list[Followed]]], count: int) -> tuple[float, float]:
    """The difference of the shares who paid, kinds weighed by their visits, and its standard error."""
    gain = variance = 0.0
    for went, stayed in matched:
        weight = len(went) / count
        mine, theirs = (sum(one.paid for one in side) / len(side) for side in (went, stayed))
        gain += weight * (mine - theirs)
        variance += weight**2 * (_se(mine, len(went)) ** 2 + _se(theirs, len(stayed)) ** 2)
    return gain, math.sqrt(variance)


def _se(share: float, count: int) -> float:
    """Of a share, never nought: one case more of either kind is always possible."""
    smoothed = (share * count + 1) / (count + 2)
    return math.sqrt(smoothed * (1 - smoothed) / count)


def _own(name: str, own: float, error: float, sample: int, priors: Priors) -> OwnFigure:
    """The branch's figure weighed with the assumption by how sure each is: few cases move it a little, many a lot."""
    assumed = priors.figures[name]
    doubt = (assumed.high - assumed.low) / 2 / _Z / _MILLE
    if doubt > 0:
        surer, sure = error**-2, doubt**-2
        value = (own * surer + assumed.value / _MILLE * sure) / (surer + sure)
        left = (surer + sure) ** -0.5
    else:  # an assumption without a range says nothing about how sure it is
        value, left = own, error
    here = [_held(each) for each in (own, own - _Z * error, own + _Z * error)]
    stands = [_held(each) for each in (value, value - _Z * left, value + _Z * left)]
    return OwnFigure(
        name, here[0], here[1], here[2], stands[0], stands[1], stands[2], sample,
        (assumed.value, assumed.low, assumed.high),
    )  # fmt: skip


def _held(share: float) -> int:
    return min(max(round(_MILLE * share), 0), _MILLE)
