"""Sentences of calibration: cards, what they are judged by, what was done, and how the plot is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from collectdesk.domain.risk.calibrated import PAID_PER_MILLE, REST_FROM, WATCH_FROM, WINDOW
from collectdesk.terms_risk import BIN_LABELS, CHARACTERISTICS
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.risk.judged import Calibration, CardLine, Group, MeasuredVisits
    from collectdesk.words import Words

KINDS: Final[Mapping[str, str]] = {
    "expert": mark("Expert's points"),
    "rescaled": mark("Expert's order, the branch's odds"),
    "shrunk": mark("Expert's rows, corrected a little"),
    "tables": mark("Points of the branch's own"),
}
ACTS: Final[Mapping[str, str]] = {
    "card.adopted": mark("Card adopted"),
    "card.rolled_back": mark("Card rolled back"),
    "card.rested": mark("Card put to rest: the customers have changed"),
    "hold_out.set": mark("Hold-out switched"),
    "worth.measured": mark("Visits' figures put in force"),
    "worth.withdrawn": mark("Visits' figures taken back"),
    "steps.adopted": mark("Plans of steps put in force"),
    "steps.withdrawn": mark("Plans of steps taken back"),
    "ways.adopted": mark("Ways of the branch's own put in force"),
    "ways.withdrawn": mark("Ways of the branch's own taken back"),
    "scorecard.adopted": mark("Scorecard of the branch's own put in force"),
    "scorecard.withdrawn": mark("Scorecard of the branch's own taken back"),
}
HOW_TO_READ: Final = mark(
    "Each row is a group of checks. The grey mark is what was promised, the bar what came, the line its range. Where "
    "the mark stands within the line, the card keeps its word."
)


def outcome_line(w: Words, found: Calibration) -> str:
    """How many outcomes there are and what counts as one."""
    return w.say(
        mark(
            "{matured} matured outcomes, {unpaid} of them unpaid; still to mature: {running}. Unpaid: within {days} "
            "days less than {share} % of what was overdue came in."
        ),
        matured=w.number(found.matured),
        unpaid=w.number(found.unpaid),
        running=w.number(found.running),
        days=WINDOW.days,
        share=PAID_PER_MILLE // 10,
    )


def standing_line(w: Words, found: Calibration) -> str:
    """Which card stands, since when."""
    name = w.say(KINDS[found.standing.value])
    if found.standing_since is None:
        return w.say(mark("In force: {card}."), card=name)
    return w.say(mark("In force since {day}: {card}."), card=name, day=w.date(found.standing_since))


def drift_line(w: Words, found: Calibration) -> str:
    """Whether today's customers are still those that were learnt from."""
    if found.drift is None:
        return w.say(
            mark("Drift: not told yet, {count} checks of the last 90 days are too few."),
            count=w.number(found.recent),
        )
    index = f"{found.drift / 1000:.2f}"
    if found.drift >= REST_FROM:
        return w.say(
            mark("Drift {index}: the customers are others than before. A learnt card rests by itself."),
            index=index,
        )
    if found.drift >= WATCH_FROM:
        return w.say(mark("Drift {index}: to be watched."), index=index)
    return w.say(mark("Drift {index}: steady."), index=index)


def odds_text(hundredths: int) -> str:
    """How often as great the odds of not being paid are."""
    return f"× {hundredths / 100:.2f}"


def band_text(w: Words, band: str) -> str:
    return w.say(BIN_LABELS.get(band, band))


def row_name(w: Words, name: str) -> str:
    return w.say(CHARACTERISTICS.get(name, name))


HOW_A_CARD_RECKONS: Final = mark(
    "Each figure is how often as great the odds of not being paid are in that band as where it isn't known; × 1.00 "
    "changes nothing. They are multiplied. A grid speaks of two rows together, besides their own figures."
)


def quality(value: float) -> str:
    return f"{value:.3f}"


def auc_text(_w: Words, line: CardLine) -> str:
    """The ranking with its range."""
    one = line.candidate
    return f"{one.judged.auc:.3f} ({one.auc_low:.3f}–{one.auc_high:.3f})" if one else "–"


def gain_text(w: Words, line: CardLine) -> str:
    """How much better it ranks than what stands, with its range."""
    one = line.candidate
    if one is None or line.is_champion:
        return w.say(mark("stands")) if line.is_champion else "–"
    return f"{one.gain[0]:+.3f} ({one.gain[1]:+.3f}, {one.gain[2]:+.3f})"


def verdict(w: Words, line: CardLine) -> str:
    """Whether it may be adopted."""
    if line.is_champion:
        return w.say(mark("in force"))
    if line.candidate is None:
        return "–"
    return w.say(mark("surely better")) if line.candidate.is_better else w.say(mark("not surely better"))


def group_label(w: Words, group: Group) -> str:
    """The promised chance and the size of a group."""
    return w.say(
        mark("promised {promised} %, {count} checks"),
        promised=f"{group.promised / 10:.0f}",
        count=w.number(group.count),
    )


def group_seen(group: Group) -> str:
    return f"{group.seen / 10:.0f} % ({group.low / 10:.0f}–{group.high / 10:.0f})"


def learnt_line(w: Words, chance: int) -> str:
    """What the branch's own odds say of one customer."""
    return w.say(
        mark(
            "By this branch's own outcomes about {count} of 100 such customers pay too little within {days} days."
        ),
        count=round(chance / 10),
        days=WINDOW.days,
    )


def share_range(value: int, low: int, high: int) -> str:
    """A share with its range, in per cent; the range is left out where there is none."""
    said = f"{value / 10:g} %"
    return said if low == high else f"{said} ({low / 10:g}–{high / 10:g})"


def visits_line(w: Words, told: MeasuredVisits) -> str:
    """How many visits are compared with how many cases, and what stands."""
    found = told.found
    said = w.say(
        mark(
            "{visited} visited cases against {compared} similar ones not visited, in {kinds} kinds of cases."
        ),
        visited=w.number(found.visited),
        compared=w.number(found.compared),
        kinds=found.kinds,
    )
    if not found.figures:
        rest = w.say(mark("Fifty of either are needed; the assumptions (PRIOR) stand."))
    elif told.in_force_since is not None:
        rest = w.say(mark("In force since {day}, over the assumptions."), day=w.date(told.in_force_since))
    else:
        rest = w.say(mark("Not in force: the assumptions (PRIOR) stand until two persons adopt these."))
    return ("" if w.is_chinese else " ").join([said, rest])
