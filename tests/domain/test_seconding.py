"""Owns the proof that a second word is a second person's, and that a locked record is only added to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from collectdesk.domain.money import Money
from collectdesk.domain.paper import further
from collectdesk.domain.paper.further import (
    Further,
    Mood,
    Raised,
    SaidToOthers,
    Vulnerable,
    plain,
    require_told_whole,
    told,
)
from collectdesk.domain.paper.records import RecordState
from collectdesk.domain.paper.seconding import (
    MENDED_WITHIN,
    Difference,
    is_locked,
    locks_at,
    may_mend,
    require_addable,
    require_reopenable,
    require_word,
    second_visitor,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visit_costs import VisitCost, require_cost, summed

NOON = datetime(2026, 3, 18, 4, 0, tzinfo=UTC)
SOON, LATE = NOON + MENDED_WITHIN, NOON + MENDED_WITHIN + timedelta(seconds=1)


def word(
    *differences: Difference, state: RecordState = RecordState.RECORDED, actor: str = "b", given: bool = False
) -> tuple[Difference, ...]:
    return require_word(state=state, typist="a", actor=actor, differences=differences, given=given)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"state": RecordState.SIGNED_OFF}, "record.not_waiting"),
        ({"actor": "a"}, "record.own_second"),
        ({"given": True}, "record.second_given"),
    ],
)
def test_the_second_word_is_another_persons_and_given_once(said: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        word(**said)  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("differences", "code"),
    [
        ((Difference("met", "  "),), "record.difference_missing"),
        ((Difference("weather", "rain"),), "record.difference_field"),
        ((Difference("met", "wife"), Difference("met", "son")), "record.difference_field"),
    ],
)
def test_a_difference_names_a_field_of_the_record_once(
    differences: tuple[Difference, ...], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        word(*differences)
    assert refused.value.code == code


def test_differences_are_kept_without_blanks() -> None:
    assert word(Difference("met", " his wife ")) == (Difference("met", "his wife"),)


def test_the_safety_officer_is_second_unless_they_typed() -> None:
    assert second_visitor("officer", "safety", "") == "safety"
    assert second_visitor("officer", "safety", "safety") == "officer"


def test_only_the_typist_mends_and_only_for_a_short_while() -> None:
    waiting = RecordState.RECORDED
    assert may_mend(waiting, "a", NOON, actor="a", now=SOON)
    assert not may_mend(waiting, "a", NOON, actor="a", now=LATE)
    assert not may_mend(waiting, "a", NOON, actor="b", now=NOON)
    assert not may_mend(RecordState.SIGNED_OFF, "a", NOON, actor="a", now=NOON)


def test_a_record_is_locked_a_short_while_after_its_sign_off() -> None:
    signed = RecordState.SIGNED_OFF
    assert locks_at(None) is None
    assert locks_at(NOON) == SOON
    assert not is_locked(signed, NOON, SOON)
    assert is_locked(signed, NOON, LATE)
    require_reopenable(signed, NOON, SOON)
    for state, at, code in ((signed, LATE, "record.locked"), (RecordState.VOID, NOON, "record.not_waiting")):
        with pytest.raises(Refused) as refused:
            require_reopenable(state, NOON, at)
        assert refused.value.code == code


def test_words_are_added_to_signed_records_only() -> None:
    assert require_addable(RecordState.SIGNED_OFF, " more ") == "more"
    for state, note, code in (
        (RecordState.RECORDED, "x", "record.not_signed_yet"),
        (RecordState.SIGNED_OFF, " ", "record.addendum_missing"),
        (RecordState.SIGNED_OFF, "x" * 4001, "record.addendum_long"),
    ):
        with pytest.raises(Refused) as refused:
            require_addable(state, note)
        assert refused.value.code == code


def test_further_answers_come_back_as_they_were_given() -> None:
    assert plain(further.NOTHING) == {}
    said = Further(
        said_to_others=(SaidToOthers.CALL_BACK, SaidToOthers.LEFT), vulnerable=(Vulnerable.ELDERLY,),
        consequences=False, raised=Raised.COMPLAINT, raised_note="太晚上门", mood=Mood.UPSET, slip_left=True,
    )  # fmt: skip
    assert told(plain(said)) == said
    assert plain(said)["consequences"] is False  # an answered no isn't unanswered


def test_what_was_brought_forward_and_a_threat_need_words() -> None:
    for said, code in (
        (Further(raised=Raised.DISPUTE), "record.raised_missing"),
        (Further(mood=Mood.THREATENING), "record.incident_missing"),
    ):
        with pytest.raises(Refused) as refused:
            require_told_whole(said)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("cost", "code"),
    [
        (VisitCost(minutes=24 * 60 + 1), "cost.minutes"),
        (VisitCost(metres=-1), "cost.metres"),
        (VisitCost(fares=Money(-1)), "cost.fares"),
        (VisitCost(minutes=60, recoverable=True), "cost.basis_missing"),
    ],
)
def test_costs_are_figures_that_can_be_and_what_the_customer_bears_has_a_basis(
    cost: VisitCost, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        require_cost(cost)
    assert refused.value.code == code


def test_costs_add_up_and_say_how_many_were_noted() -> None:
    every = [
        VisitCost(90, 12_500, Money(2_000)),
        None,
        VisitCost(),
        VisitCost(30, None, Money(500), True, "§ 8"),
    ]
    found = summed(every)
    assert (found.visits, found.noted, found.minutes, found.metres) == (4, 2, 120, 12_500)
    assert (found.fares, found.recoverable) == (Money(2_500), Money(500))
