"""What the clerk logs: the truth, however unlawful; whose breach it was and whose it wasn't."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

from collectdesk.desk.contact.contacting import (
    AcknowledgeBreach,
    FinishStep,
    JudgeCall,
    LogContact,
    Logged,
    PostponeStep,
)
from collectdesk.desk.contact.holding import EndHold, PlaceHold
from collectdesk.desk.customers.today import ShowInbox, ShowToday
from collectdesk.domain.contact.contacts import OUTCOMES, Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.trouble import StaleRecord
from helpers.branches import LI, WANG

if TYPE_CHECKING:
    from datetime import datetime

    from collectdesk.desk.pipeline import Deed
    from helpers.branches import Branch


def log(
    branch: Branch,
    reached: Reached = Reached.DEBTOR,
    outcome: ContactOutcome = ContactOutcome.REFUSED,
    at: datetime | None = None,
    point: str | None = "mobile",
    **words: Any,
) -> Logged:
    point_id = branch.point_id(point) if point else None
    return branch.clerk(
        LogContact(
            branch.case_id(), Channel.PHONE, at or branch.now, reached, outcome, point_id=point_id, **words
        )
    )


def rules(done: Logged) -> set[str]:
    return {decision.rule_id for decision in done.breaches}


def test_a_call_at_five_past_ten_at_night_is_kept_with_its_true_time_and_shown_to_the_supervisor(
    branch: Branch,
) -> None:
    at = branch.today_at(22, 5, days=-1)
    done = log(branch, at=at)
    assert "CN-TIME-01" in rules(done)
    kept = branch.ask(lambda v: cases.contacts(v, branch.case_id()))[0]
    assert kept.happened_at == at
    waiting = branch.supervisor(ShowInbox()).breaches
    assert {b.rule_id for b in waiting} == rules(done)
    assert {b.happened_at for b in waiting} == {at}
    assert log(branch, at=branch.today_at(8, 30)).breaches == ()


def test_a_customer_who_rings_at_night_breaks_no_rule(branch: Branch) -> None:
    assert log(branch, at=branch.today_at(23, 0, days=-1), direction=Direction.INCOMING).breaches == ()


def test_the_future_and_what_cant_come_of_it_are_refused(branch: Branch) -> None:
    with pytest.raises(Refused) as error:
        log(branch, at=branch.now + timedelta(seconds=1))
    assert (error.value.code, error.value.facts["field"]) == ("contact.in_future", "happened_at")
    for reached in Reached:
        for outcome in set(ContactOutcome) - set(OUTCOMES[reached]):
            with pytest.raises(Refused) as error:
                log(branch, reached, outcome)
            assert error.value.code == "contact.outcome_mismatch"
    assert branch.ask(lambda v: cases.contacts(v, branch.case_id())) == []


def test_another_customers_number_is_refused(branch: Branch) -> None:
    deed = LogContact(branch.case_id(LI), Channel.PHONE, branch.now, Reached.DEBTOR, ContactOutcome.REFUSED,
                      point_id=branch.point_id("mobile", WANG))  # fmt: skip
    for wrong in (deed, JudgeCall(branch.case_id(LI), branch.point_id("mobile", WANG))):
        with pytest.raises(Refused) as error:
            branch.run("clerk", cast("Deed[Any]", wrong))
        assert error.value.code == "contact.other_customer"


def test_calling_a_third_person_while_the_debtor_can_be_reached_is_a_breach(branch: Branch) -> None:
    assert "CN-CONT-01" in rules(log(branch, Reached.THIRD_PARTY, ContactOutcome.WILL_PASS_ON, point=None))


def test_family_picking_up_the_debtors_own_phone_is_nobodys_breach(branch: Branch) -> None:
    assert rules(log(branch, Reached.FAMILY, ContactOutcome.WILL_PASS_ON)) == set()


def test_a_third_person_may_be_asked_when_the_debtor_was_lost_before_that_call(branch: Branch) -> None:
    for hours in range(3):
        log(branch, Reached.NOBODY, ContactOutcome.NO_ANSWER, branch.today_at(8 + hours) - timedelta(days=1))
    assert rules(log(branch, Reached.FAMILY, ContactOutcome.WILL_PASS_ON, point=None)) == set()


def test_three_unanswered_calls_prove_a_loss_only_from_the_next_day(branch: Branch) -> None:
    branch.clock.at = branch.today_at(15)
    for hours in range(3):
        log(branch, Reached.NOBODY, ContactOutcome.NO_ANSWER, branch.today_at(9 + hours))
    assert rules(log(branch, Reached.FAMILY, ContactOutcome.WILL_PASS_ON, point=None)) == {"CN-CONT-02"}


def test_unanswered_calls_to_the_guarantor_dont_make_the_debtor_lost(branch: Branch) -> None:
    for hours in range(3):
        log(branch, Reached.NOBODY, ContactOutcome.NO_ANSWER, branch.today_at(8 + hours) - timedelta(days=1),
            point="guarantor")  # fmt: skip
    assert "CN-CONT-01" in rules(log(branch, Reached.FAMILY, ContactOutcome.WILL_PASS_ON, point=None))


def test_the_fourth_talk_of_a_day_is_a_breach(branch: Branch) -> None:
    branch.clock.at = branch.today_at(18)
    found = [rules(log(branch, at=branch.today_at(9 + hour))) for hour in range(4)]
    assert found == [set(), set(), set(), {"CN-FREQ-01"}]


@pytest.mark.parametrize(
    ("outcome", "code"), [(ContactOutcome.DISPUTED, "dispute"), (ContactOutcome.ASKS_TO_STOP, "stop_request")]
)
def test_a_dispute_or_a_wish_to_stop_holds_the_case_at_once(
    branch: Branch, outcome: ContactOutcome, code: str
) -> None:
    log(branch, outcome=outcome)
    assert branch.ask(lambda v: cases.standing_holds(v, branch.case_id())) == {code}
    kinds = {step.kind for step in branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))}
    assert kinds == {StepKind.REVIEW}
    judged, _ = branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))
    assert judged.refusals or judged.needing_reason


def test_a_wrong_number_is_blocked_and_calling_it_again_is_a_breach(branch: Branch) -> None:
    log(branch, Reached.WRONG_PERSON, ContactOutcome.WRONG_NUMBER)
    assert next(p for p in branch.points() if p.label == "mobile").standing == "blocked"
    judged, windows = branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))
    assert "CN-PRIV-01" in {d.rule_id for d in judged.refusals}
    assert windows == ()
    assert "CN-PRIV-01" in rules(log(branch, Reached.NOBODY, ContactOutcome.NO_ANSWER))


@pytest.mark.parametrize(
    ("reached", "outcome"), [(r, o) for r in Reached for o in OUTCOMES[r]], ids=lambda value: value.value
)
def test_no_outcome_ever_drops_a_case_off_the_list(
    branch: Branch, reached: Reached, outcome: ContactOutcome
) -> None:
    log(branch, reached, outcome)
    assert branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nonsense", None, "x"), "hold.unknown"),
        (("dispute", None, "  "), "hold.reason_missing"),
        (("dispute", -1, "x"), "hold.ends_in_past"),
    ],
)
def test_a_hold_needs_a_kind_a_reason_and_a_future(
    branch: Branch, words: tuple[str, int | None, str], code: str
) -> None:
    kind, days, reason = words
    until = None if days is None else branch.today_at(0).date() + timedelta(days=days)
    with pytest.raises(Refused) as error:
        branch.clerk(PlaceHold(branch.case_id(), kind, until, reason))
    assert error.value.code == code


def test_a_hold_returns_by_itself_on_the_day_after_its_last(branch: Branch) -> None:
    today = branch.today_at(9).date()
    branch.clerk(PlaceHold(branch.case_id(), "dispute", today + timedelta(days=2), "争议"))
    standing = []
    for _ in range(4):
        standing.append(bool(branch.ask(lambda v: cases.standing_holds(v, branch.case_id()))))
        branch.advance(days=1)
    assert standing == [True, True, True, False]


def test_a_hold_is_ended_once_and_only_in_its_own_case(branch: Branch) -> None:
    hold_id = branch.hold("dispute")
    with pytest.raises(StaleRecord):
        branch.supervisor(EndHold(branch.case_id(WANG), hold_id))
    assert branch.ask(lambda v: cases.standing_holds(v, branch.case_id())) == {"dispute"}
    branch.supervisor(EndHold(branch.case_id(), hold_id))
    with pytest.raises(StaleRecord):
        branch.supervisor(EndHold(branch.case_id(), hold_id))


def test_a_breach_is_acknowledged_once_with_a_measure(branch: Branch) -> None:
    log(branch, at=branch.today_at(22, 5, days=-1))
    first = branch.supervisor(ShowInbox()).breaches[0]
    with pytest.raises(Refused):
        branch.supervisor(AcknowledgeBreach(first.breach_id, " "))
    branch.supervisor(AcknowledgeBreach(first.breach_id, "已谈话提醒"))
    with pytest.raises(StaleRecord):
        branch.supervisor(AcknowledgeBreach(first.breach_id, "另一说法"))
    kept = next(b for b in branch.ask(cases.breaches) if b.id == first.breach_id)
    assert kept.measure == "已谈话提醒"
    assert first.breach_id not in {b.breach_id for b in branch.supervisor(ShowInbox()).breaches}


def test_a_step_is_put_off_with_a_reason_and_never_after_it_was_done(branch: Branch) -> None:
    step = branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))[0]
    later = branch.today_at(9).date() + timedelta(days=3)
    for due_on, why in ((branch.today_at(9).date(), "x"), (later, " ")):
        with pytest.raises(Refused):
            branch.clerk(PostponeStep(step.id, due_on, why))
    branch.clerk(PostponeStep(step.id, later, "客户出差"))
    assert step.id not in {item.step_id for item in branch.clerk(ShowToday()).items}
    log(branch)
    with pytest.raises(StaleRecord):
        branch.clerk(PostponeStep(step.id, later, "再等"))


def test_only_a_review_is_ticked_off_and_the_case_stays_on_the_list(branch: Branch) -> None:
    call = branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))[0]
    with pytest.raises(Refused) as error:
        branch.clerk(FinishStep(call.id, "已打"))
    assert error.value.code == "step.has_own_deed"
    log(branch, outcome=ContactOutcome.DISPUTED)
    (review,) = branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))
    with pytest.raises(Refused):
        branch.clerk(FinishStep(review.id, " "))
    branch.clerk(FinishStep(review.id, "已核对，无误"))
    assert [s.kind for s in branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))] == [StepKind.CALL]
    with pytest.raises(StaleRecord):
        branch.clerk(FinishStep(review.id, "再次"))


def test_what_was_left_over_comes_first(branch: Branch) -> None:
    branch.advance(days=1)
    log(branch, outcome=ContactOutcome.REFUSED)
    items = branch.clerk(ShowToday()).items
    assert [item.days_late for item in items] == sorted((item.days_late for item in items), reverse=True)
    assert items[-1].name == LI
    assert items[0].days_late == 1
