"""Owns the proof that every outcome leads somewhere and a choice goes before what the outcome would set."""

from __future__ import annotations

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.paper.further import NextStep
from collectdesk.domain.paper.records import VisitOutcome
from collectdesk.domain.risk.next_steps import CHOSEN, step_after


def test_only_a_promise_sets_nothing_since_it_is_followed_up_by_itself() -> None:
    assert [one for one in VisitOutcome if step_after(one, None) is None] == [VisitOutcome.PROMISED]
    assert step_after(None, None) is None
    assert step_after(VisitOutcome.NOT_MET, None) == (StepKind.CALL, 1)


def test_whatever_is_chosen_goes_before_the_outcome() -> None:
    assert set(CHOSEN) == set(NextStep)
    for chosen, step in CHOSEN.items():
        assert {step_after(outcome, chosen) for outcome in (None, *VisitOutcome)} == {step}
