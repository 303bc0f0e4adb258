"""Learning from the branch's own outcomes: what they say of every card, adopting one by two persons, rolling back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.risk.playbook import scorecard
from collectdesk.desk.risk.standing_card import (
    ADOPTED,
    HOLD_OUT,
    RECENT,
    ROLLED_BACK,
    card_before,
    drift_of_points,
    standing_card,
)
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.calibrated import (
    LARGEST_HOLD_OUT,
    WATCH_FROM,
    WINDOW,
    CalibratedCard,
    CardKind,
    apart,
    expert_card,
    is_paid,
    points_of,
)
from collectdesk.domain.risk.card_sheet import CardSheet, sheet_of
from collectdesk.domain.risk.judged import SHOWN_FROM, ActLine, Calibration, CardLine
from collectdesk.domain.risk.risk import Strategy, kept_lines
from collectdesk.domain.risk.risk_scorecard import TableName
from collectdesk.store.cases import calibrating, outcomes
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from collectdesk.calibration.branching import Outcome
    from collectdesk.domain.risk.risk_scorecard import Scorecard
    from collectdesk.store.cases.outcomes import Check
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class HasOutcomes(Lookup[bool]):
    """Whether there are enough outcomes to show anything of calibration."""

    needs: ClassVar = Permission.READ_INBOX
    action: ClassVar = "calibration.asked"

    def look(self, view: View) -> bool:
        reaches = customers.data_date(view)
        if reaches is None or outcomes.count_until(view, reaches - WINDOW) < SHOWN_FROM:
            # nearly every branch in its first months: told without reading a single check
            return False
        return len(outcomes_of(view)[0]) >= SHOWN_FROM


@dataclass(frozen=True, slots=True)
class ShowCalibration(Lookup[Calibration]):
    """Champion and challengers side by side on the newest outcomes, drift, and what was done before."""

    needs: ClassVar = Permission.READ_INBOX
    action: ClassVar = "calibration.shown"
    is_long: ClassVar = True

    def look(self, view: View) -> Calibration:
        from collectdesk.calibration.branching import groups_of, try_cards

        found, running = outcomes_of(view)
        standing = standing_card(view)
        told = Calibration(
            len(found), sum(one.unpaid for one in found), running,
            standing.card.kind if standing else CardKind.EXPERT,
            standing.act.recorded_at.date() if standing else None, hold_out=_share(view), acts=_acts(view),
        )  # fmt: skip
        if not told.is_shown:
            return told
        champion = _champion(view)
        card = scorecard(view)
        trial = try_cards(found, card, champion)
        stands = CardLine(champion.kind, True, trial.champion if trial else None, _sheet(champion, card))
        tried = trial.candidates if trial else ()
        lines = (
            stands, *(CardLine(one.card.kind, False, one, _sheet(one.card, card)) for one in tried),
        )  # fmt: skip
        moved, recent = drift_of_points(view)
        return replace(
            told, lines=lines, judged_on=trial.judged_on if trial else 0, groups=groups_of(champion, found),
            drift=moved, recent=recent, drifting=_drifting(view, found),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AdoptCard(Change[CardKind]):
    """Put a card learnt on the branch's outcomes in force, by two persons; refused unless it is surely better.

    It is learnt and judged anew inside the transaction: what is adopted is what the outcomes of now say.
    """

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "calibration.card_adopted"
    touches: ClassVar = frozenset({Subject.CASES, Subject.RULES})
    two_persons: ClassVar = True

    kind: CardKind
    reason: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> CardKind:
        from collectdesk.calibration.branching import as_plain, try_cards

        _require_reason(self.reason)
        found, _ = outcomes_of(work)
        trial = try_cards(found, scorecard(work), _champion(work)) if len(found) >= SHOWN_FROM else None
        if trial is None:
            raise Refused("calibration.too_few", count=len(found), least=SHOWN_FROM)
        chosen = next((one for one in trial.candidates if one.card.kind is self.kind), None)
        if chosen is None:
            raise Refused("calibration.not_learnt", field="kind")
        if not chosen.is_better:
            raise Refused("calibration.not_better", field="kind")
        before = standing_card(work)
        content = {
            "card": chosen.card.plain(), "learnt_on": chosen.learnt_on, "judged_on": trial.judged_on,
            "judged": as_plain(chosen.judged), "gain": [round(each, 4) for each in chosen.gain],
            "saved": [round(each, 4) for each in chosen.saved], "before": before.act.id if before else "",
        }  # fmt: skip
        second = self.second.id if self.second else ""
        act = calibrating.add_act(work, ADOPTED, content, self.reason.strip(), second)
        work.note(card=act, kind=self.kind.value, learnt_on=chosen.learnt_on, judged_on=trial.judged_on)
        return self.kind


@dataclass(frozen=True, slots=True)
class RollCardBack(Change[CardKind]):
    """Put the card before the standing one in force again; before the first, the expert's points alone."""

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "calibration.card_rolled_back"
    touches: ClassVar = frozenset({Subject.CASES, Subject.RULES})

    reason: str

    def carry_out(self, work: Work) -> CardKind:
        _require_reason(self.reason)
        if standing_card(work) is None:
            raise Refused("calibration.nothing_stands")
        to = card_before(work)
        act = calibrating.add_act(work, ROLLED_BACK, {"to": to.id if to else ""}, self.reason.strip())
        work.note(card=act, to=to.id if to else "expert")
        return CardKind(to.content["card"]["kind"]) if to else CardKind.EXPERT


@dataclass(frozen=True, slots=True)
class SetHoldOut(Change[int]):
    """Let the lot keep so many per mille of the cases from being suggested a visit; nought switches it off."""

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "calibration.hold_out_set"
    touches: ClassVar = frozenset({Subject.CASES})

    share: int
    reason: str

    def carry_out(self, work: Work) -> int:
        _require_reason(self.reason)
        if not 0 <= self.share <= LARGEST_HOLD_OUT:
            raise Refused("calibration.hold_out_range", field="share", most=LARGEST_HOLD_OUT // 10)
        content = {"share": self.share, "salt": secrets.token_hex(8)}
        calibrating.add_act(work, HOLD_OUT, content, self.reason.strip())
        work.note(share=self.share)
        return self.share


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("calibration.reason_missing", field="reason")


def _sheet(card: CalibratedCard, of: Scorecard) -> CardSheet | None:
    return sheet_of(card, of) if card.card_sha256 == of.sha256 else None


def _champion(view: View) -> CalibratedCard:
    standing = standing_card(view)
    return standing.card if standing else expert_card(scorecard(view))


def _share(view: View) -> int:
    act = calibrating.newest_act(view, HOLD_OUT)
    return int(act.content["share"]) if act else 0


def _acts(view: View) -> tuple[ActLine, ...]:
    names = account_names(view)
    return tuple(
        ActLine(one.kind, one.recorded_at.date(), names.get(one.recorded_by, ""), names.get(one.second, ""),
                one.reason)
        for one in calibrating.acts(view)
    )  # fmt: skip


def outcomes_of(view: View) -> tuple[list[Outcome], int]:
    """Matured outcomes of checks by the present card, and how many checks are still running."""
    return view.once("outcomes", lambda: _outcomes(view))


def _outcomes(view: View) -> tuple[list[Outcome], int]:
    from collectdesk.calibration.branching import Outcome

    reaches = customers.data_date(view)
    digest = scorecard(view).sha256
    found = [check for check in _checks(view) if _counts(check, digest)]
    if reaches is None:
        return [], len(found)
    matured = _apart([check for check in found if check.assessed_on + WINDOW <= reaches])
    standings = outcomes.standings(view, {check.customer_id for check in matured})
    made = []
    for check in matured:
        stood, until = standings[check.customer_id], check.assessed_on + WINDOW
        overdue = stood.overdue_on(check.assessed_on)[0]
        if overdue <= 0:
            continue
        paid = is_paid(
            Money(overdue), Money(stood.paid_within(check.assessed_on, until)),
            cleared=stood.is_cleared(check.assessed_on, until),
        )  # fmt: skip
        lines = kept_lines(check.detail)
        points = points_of((*lines[TableName.WILLINGNESS], *lines[TableName.ABILITY]))
        made.append(Outcome(check.assessed_on, check.total, points, not paid))
    return made, sum(check.assessed_on + WINDOW > reaches for check in found)


def _checks(view: View) -> list[Check]:
    """Every check up to today, read once: their details are most of what is read."""
    return view.once("checks", lambda: outcomes.checks_until(view, view.today))


def _counts(check: Check, card_sha256: str) -> bool:
    """Only checks by the present card; who was spared by a hold was never asked to pay."""
    result: dict[str, Any] = check.detail.get("result", {})
    digest: str | None = result.get("scorecard_sha256")
    strategy: str | None = result.get("strategy")
    return digest == card_sha256 and strategy != Strategy.PAUSE.value


def _apart(checks: list[Check]) -> list[Check]:
    days: dict[str, list[date]] = {}
    for check in checks:
        days.setdefault(check.case_id, []).append(check.assessed_on)
    kept = {case_id: set(apart(listed)) for case_id, listed in days.items()}
    made = []
    for check in checks:
        if check.assessed_on in kept[check.case_id]:
            kept[check.case_id].discard(check.assessed_on)  # two checks of one day are one outcome
            made.append(check)
    return made


def _drifting(view: View, matured: list[Outcome]) -> tuple[tuple[str, int], ...]:
    """The rows whose points have moved since what was learnt from, worst first."""
    from collectdesk.calibration.branching import drift

    since = view.today - RECENT
    recent = [check for check in _checks(view) if check.assessed_on > since]
    now: dict[str, list[float]] = {}
    for check in recent:
        lines = kept_lines(check.detail)
        for name, points in points_of((*lines[TableName.WILLINGNESS], *lines[TableName.ABILITY])).items():
            now.setdefault(name, []).append(points)
    found = []
    for name, points_now in now.items():
        moved = drift([one.points.get(name, 0) for one in matured], points_now)
        if moved is not None and moved >= WATCH_FROM:
            found.append((name, moved))
    return tuple(sorted(found, key=lambda one: -one[1]))
