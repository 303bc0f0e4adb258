"""Which card's odds stand in the branch today, and whether the lot keeps a case from being visited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.risk.calibrated import REST_FROM, CalibratedCard, hold_out, is_drawn, kept_card
from collectdesk.store.cases import calibrating, cases, outcomes

if TYPE_CHECKING:
    from collectdesk.domain.risk.risk import Assessment
    from collectdesk.store.cases.calibrating import CalibrationAct
    from collectdesk.store.work import View, Work

ADOPTED: Final = "card.adopted"
ROLLED_BACK: Final = "card.rolled_back"
RESTED: Final = "card.rested"
HOLD_OUT: Final = "hold_out.set"
RECENT: Final = timedelta(days=90)
"""Whose points are compared with everybody's before: branch practice, a quarter."""
DEADLINE_NEAR: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class StandingCard:
    """The card that was adopted and still stands, and the act that adopted it."""

    act: CalibrationAct
    card: CalibratedCard


def standing_card(view: View) -> StandingCard | None:
    """The adopted card that stands; None while the expert's points stand alone."""
    return view.once("standing_card", lambda: _standing(view))


def _standing(view: View) -> StandingCard | None:
    acts = calibrating.acts(view, ADOPTED, ROLLED_BACK, RESTED)
    if not acts:
        return None
    newest = acts[0]
    wanted = newest.id if newest.kind == ADOPTED else newest.content.get("to", "")
    act = next((one for one in acts if one.id == wanted and one.kind == ADOPTED), None)
    return StandingCard(act, kept_card(act.content["card"])) if act else None


def card_before(view: View) -> CalibrationAct | None:
    """The adopted card that stood before the one that stands, for a rollback; None: the expert's points."""
    now = standing_card(view)
    if now is None:
        return None
    earlier = now.act.content.get("before", "")
    return next((one for one in calibrating.acts(view, ADOPTED) if one.id == earlier), None)


def held_out(view: View, case_id: str, found: Assessment) -> Assessment | None:
    """The assessment with the lot's call in place of its visit, where the switch is on and the lot falls on it."""
    act = calibrating.newest_act(view, HOLD_OUT)
    share = int(act.content["share"]) if act else 0
    if not share or act is None or not is_drawn(case_id, act.content["salt"], share):
        return None
    return hold_out(found, is_protected=_is_protected(view, case_id))


def _is_protected(view: View, case_id: str) -> bool:
    """Whether a hold stood lately, somebody is known to be vulnerable, or a deadline is near."""
    near = view.today + DEADLINE_NEAR
    if any(s.kind is StepKind.DEADLINE and s.due_on <= near for s in cases.steps(view, case_id=case_id)):
        return True
    return bool(cases.holds(view, case_id))


def drift_of_points(view: View) -> tuple[int | None, int]:
    """How far the points of the last quarter stand from those before, thousandths, and how many they are."""
    from collectdesk.calibration.branching import drift

    since = view.today - RECENT
    before = outcomes.totals_between(view, since - timedelta(days=730), since)
    now = outcomes.totals_between(view, since + timedelta(days=1), view.today)
    return drift(before, now), len(now)


def rest_on_drift(work: Work) -> bool:
    """Let the expert's points stand again when the customers are no longer those that were learnt from."""
    standing = standing_card(work)
    if standing is None:
        return False
    moved, count = drift_of_points(work)
    if moved is None or moved < REST_FROM:
        return False
    calibrating.add_act(work, RESTED, {"card": standing.act.id, "drift": moved, "checks": count}, "drift")
    return True
