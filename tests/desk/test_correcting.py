"""An entry on the wrong customer: both files show it, and what it caused is taken back truthfully."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.desk.customers.correcting import CorrectEntry
from collectdesk.desk.customers.files import EventKind, OpenFile
from collectdesk.desk.risk.assessing import AssessRisk
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.cases import cases
from helpers.branches import LI, PRACTICE_DATE, WANG

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from helpers.branches import Branch


def steps(branch: Branch, name: str = LI) -> set[tuple[StepKind, object, str]]:
    found = branch.ask(lambda view: cases.steps(view, case_id=branch.case_id(name)))
    return {(step.kind, step.due_on, step.why) for step in found}


def call(branch: Branch, outcome: ContactOutcome, **said: Any) -> str:
    """A call noted in Li Ming's file a minute later, so that no two entries share a moment."""
    branch.advance(minutes=1)
    words = {"point_id": branch.point_id("mobile", LI), **said}
    reached = words.pop("reached", Reached.DEBTOR)
    deed = LogContact(branch.case_id(LI), Channel.PHONE, branch.now, reached, outcome, **words)
    made = branch.clerk(deed).contact_id
    branch.advance(minutes=1)
    return made


def correct(branch: Branch, entry_id: str, kind: str = "contact", login: str = "clerk", **said: Any) -> Any:
    words = {"reason": "记到别人名下了", **said}
    return branch.run(login, CorrectEntry(branch.case_id(LI), kind, entry_id, **words))


def file_of(branch: Branch, name: str = LI) -> CustomerFile:
    return branch.clerk(OpenFile(branch.customer_id(name)))


def events(branch: Branch, kind: EventKind, name: str = LI) -> list[Any]:
    return [event.facts for event in file_of(branch, name).timeline if event.kind is kind]


def case_no(branch: Branch, name: str) -> str:
    return branch.ask(lambda view: cases.case(view, branch.case_id(name))).case_no


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": " "}, "correct.reason_missing"),
        ({"kind": "payment"}, "correct.not_this"),
        ({"right_case_no": "AJ-0"}, "case.unknown"),
    ],
)
def test_what_makes_no_sense_is_refused(branch: Branch, said: dict[str, str], code: str) -> None:
    made = call(branch, ContactOutcome.REFUSED)
    with pytest.raises(Refused) as refused:
        correct(branch, made, **said)
    assert refused.value.code == code


def test_a_colleague_s_entry_is_the_supervisor_s_to_correct_and_once_is_enough(branch: Branch) -> None:
    branch.enrol("colleague", "clerk")
    made = call(branch, ContactOutcome.REFUSED)
    with pytest.raises(Refused) as refused:
        correct(branch, made, login="colleague")
    assert refused.value.code == "correct.not_yours"
    correct(branch, made, login="supervisor")
    with pytest.raises(Refused) as refused:
        correct(branch, made)
    assert refused.value.code == "correct.already"


def test_a_case_can_t_be_its_own_right_one_and_another_s_entry_isn_t_found(branch: Branch) -> None:
    made = call(branch, ContactOutcome.REFUSED)
    with pytest.raises(Refused) as refused:
        correct(branch, made, right_case_no=case_no(branch, LI))
    assert refused.value.code == "correct.same_case"
    with pytest.raises(Refused) as refused:
        branch.clerk(CorrectEntry(branch.case_id(WANG), "contact", made, "错"))
    assert refused.value.code == "correct.other_case"


def test_the_next_step_returns_and_the_entry_stays_marked_in_both_files(branch: Branch) -> None:
    before, there = steps(branch), steps(branch, WANG)
    made = call(branch, ContactOutcome.REFUSED)
    assert steps(branch) != before
    done = correct(branch, made, right_case_no=case_no(branch, WANG))
    assert steps(branch) == before
    assert steps(branch, WANG) != there
    assert {"steps_back", "entered_there"} <= set(done.effects)
    (wrong,) = events(branch, EventKind.CONTACT)
    assert (wrong["struck"], wrong["other"]) == ("记到别人名下了", case_no(branch, WANG))
    (right,) = events(branch, EventKind.CONTACT, WANG)
    assert right["came"] == case_no(branch, LI)
    assert not right.get("struck")


def test_a_marked_call_counts_no_more_where_it_never_was(branch: Branch) -> None:
    made = call(branch, ContactOutcome.REFUSED)
    assert branch.ask(lambda view: cases.contacts(view, branch.case_id(LI)))
    correct(branch, made)
    assert not branch.ask(lambda view: cases.contacts(view, branch.case_id(LI)))
    kept = branch.ask(lambda view: cases.contacts(view, branch.case_id(LI), struck=True))
    assert [each.struck for each in kept] == ["记到别人名下了"]


def test_a_promise_taken_in_it_is_cancelled_and_one_alone_too(branch: Branch) -> None:
    given = PromiseGiven(Money(500_00), PRACTICE_DATE + timedelta(days=3), "李明", "工资")
    made = call(branch, ContactOutcome.PROMISED, promise=given)
    assert "promise_cancelled" in correct(branch, made).effects
    assert [each.state for each in file_of(branch).promises] == [PromiseState.CANCELLED]
    assert StepKind.FOLLOW_PROMISE not in {kind for kind, _, _ in steps(branch)}
    call(branch, ContactOutcome.PROMISED, promise=given)
    running = next(each for each in file_of(branch).promises if each.state is PromiseState.ACTIVE)
    correct(branch, running.id, "promise")
    assert all(each.state is PromiseState.CANCELLED for each in file_of(branch).promises)


def test_a_hold_ends_and_a_number_is_valid_again(branch: Branch) -> None:
    branch.advance(minutes=1)
    hold = branch.clerk(PlaceHold(branch.case_id(LI), "dispute", None, "来电"))
    branch.advance(minutes=1)
    assert "hold_ended" in correct(branch, hold, "hold").effects
    assert not file_of(branch).standing_holds
    made = call(branch, ContactOutcome.EMPTY_NUMBER, reached=Reached.NOBODY)
    assert "invalid" in {point.standing for point in branch.points(LI)}
    assert "number_again" in correct(branch, made).effects
    assert {point.standing for point in branch.points(LI)} == {"valid"}


def test_a_risk_check_that_counted_it_is_asked_again(branch: Branch) -> None:
    made = call(branch, ContactOutcome.REFUSED)
    branch.clerk(AssessRisk(branch.case_id(LI)))
    branch.advance(minutes=1)
    assert "assess_again" in correct(branch, made).effects
    assert StepKind.ASSESS in {kind for kind, _, _ in steps(branch)}
