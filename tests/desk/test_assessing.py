"""The risk check: what it says follows from the file, is frozen with its inputs, and sets what comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from collectdesk import resources
from collectdesk.desk.customers.borrower_facts import borrower_facts
from collectdesk.desk.customers.files import CustomerFile, OpenFile
from collectdesk.desk.customers.finances import NoteFinance
from collectdesk.desk.people.staffing import EnrolStaff, NameExperienced
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.risk.assessing import Assessed, AssessRisk, EndOverride, OverrideRisk
from collectdesk.desk.risk.playbook import shipped_playbook
from collectdesk.desk.solutions.following import StartDay
from collectdesk.desk.visits.visiting import DecideRequest
from collectdesk.domain.contact.contacts import ContactOutcome
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.finances import FinanceKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.risk.overriding import OverrideCode
from collectdesk.domain.risk.risk import Care, RiskLevel, Strategy, compare_lines, kept_lines
from collectdesk.domain.risk.risk_facts import HouseholdBudget
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.domain.risk.ways import load_ways
from collectdesk.domain.visits.visits import Verdict
from helpers.branches import LI, PRACTICE_DATE, WANG, Branch


def file_of(branch: Branch, name: str = LI) -> CustomerFile:
    return branch.clerk(OpenFile(branch.customer_id(name)))


def test_an_auditor_may_not_check_the_risk(branch: Branch) -> None:
    with pytest.raises(NotPermitted):
        branch.auditor(AssessRisk(branch.case_id()))
    assert not file_of(branch).assessments


def test_a_hold_turns_the_advice_to_a_pause_and_no_visit(branch: Branch) -> None:
    branch.hold("dispute")
    found = branch.clerk(AssessRisk(branch.case_id())).assessment
    assert found.strategy.value == "pause"
    assert not found.visit_warranted


def test_every_point_can_be_opened_and_sums_to_the_score(branch: Branch) -> None:
    found = branch.clerk(AssessRisk(branch.case_id())).assessment
    assert found.willingness == sum(line.points for line in found.willingness_points)
    assert found.ability == sum(line.points for line in found.ability_points)
    assert found.reasons


def test_the_result_is_frozen_with_inputs_and_version_and_a_later_one_stands_beside_it(
    branch: Branch,
) -> None:
    branch.assess()
    first = file_of(branch).assessments[0]
    branch.call(outcome=ContactOutcome.REFUSED)
    branch.assess()
    newest, oldest = file_of(branch).assessments
    assert oldest == first
    assert oldest.detail["inputs"]["right_party_contacts"] is None
    assert newest.detail["inputs"]["right_party_contacts"] == 1
    assert newest.scorecard_version
    assert newest.expires_on > newest.assessed_on


def test_what_nobody_knows_stays_unknown(branch: Branch) -> None:
    facts = branch.ask(lambda view: borrower_facts(view, branch.case_id()))
    assert facts.promises_kept is None
    assert facts.income_source is None
    assert facts.stage_now is not None


def test_the_advice_becomes_the_next_step(branch: Branch) -> None:
    branch.call(outcome=ContactOutcome.REFUSED)
    assert StepKind.ASSESS in {step.kind for step in file_of(branch).steps}
    branch.assess()
    kinds = {step.kind for step in file_of(branch).steps}
    assert StepKind.ASSESS not in kinds
    assert kinds


# ---- a person's word beside the card's


def overrule(branch: Branch, login: str = "clerk", **said: Any) -> Assessed:
    words: dict[str, Any] = {
        "level": RiskLevel.HIGH, "strategy": None, "code": OverrideCode.SAFETY, "reason": "电话中扬言动手", **said,
    }  # fmt: skip
    return branch.run(login, OverrideRisk(branch.case_id(WANG), **words))


def wang(branch: Branch) -> str:
    return branch.assess(WANG)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"level": None}, "override.nothing"),
        ({"reason": " . "}, "override.reason_missing"),
        ({"until_on": PRACTICE_DATE - timedelta(days=1)}, "override.past"),
        ({"until_on": PRACTICE_DATE + timedelta(days=91)}, "override.too_long"),
    ],
)
def test_an_override_says_what_why_and_until_when(branch: Branch, said: dict[str, Any], code: str) -> None:
    wang(branch)
    with pytest.raises(Refused) as refused:
        overrule(branch, **said)
    assert refused.value.code == code
    assert len(file_of(branch, WANG).assessments) == 1


def test_nothing_is_overruled_before_the_card_has_spoken(branch: Branch) -> None:
    with pytest.raises(Refused) as refused:
        overrule(branch)
    assert refused.value.code == "override.not_checked"


def test_an_override_is_frozen_beside_the_cards_own_word_and_brings_more_care(branch: Branch) -> None:
    wang(branch)
    made = overrule(branch)
    newest, first = file_of(branch, WANG).assessments
    assert (first.level, newest.level) == ("medium", "high")
    assert newest.total == first.total
    assert newest.detail["card"]["level"] == "medium"
    assert newest.detail["override"]["reason"] == "电话中扬言动手"
    assert set(made.assessment.care) == set(Care)
    assert "risk.overridden" in branch.actions()


def test_checking_again_isnt_a_way_round_an_override_and_it_lapses_by_itself(branch: Branch) -> None:
    wang(branch)
    overrule(branch)
    branch.assess(WANG)
    assert file_of(branch, WANG).assessments[0].level == "high"
    branch.advance(days=31)
    branch.assess(WANG)
    assert file_of(branch, WANG).assessments[0].level == "medium"


def test_less_care_is_a_supervisors_to_say(branch: Branch) -> None:
    wang(branch)
    overrule(branch)
    for deed in (
        EndOverride(branch.case_id(WANG)),
        OverrideRisk(branch.case_id(WANG), RiskLevel.LOW, None, OverrideCode.OTHER, "客户态度好转"),
        OverrideRisk(
            branch.case_id(WANG), RiskLevel.HIGH, None, OverrideCode.OTHER, "只到今天", PRACTICE_DATE
        ),
    ):
        with pytest.raises(Refused) as refused:
            branch.clerk(deed)
        assert refused.value.code == "override.lowering"
    assert file_of(branch, WANG).assessments[0].level == "high"
    branch.supervisor(EndOverride(branch.case_id(WANG)))
    assert file_of(branch, WANG).assessments[0].level == "medium"
    with pytest.raises(Refused) as refused:
        branch.supervisor(EndOverride(branch.case_id(WANG)))
    assert refused.value.code == "override.none"


def test_no_override_outranks_a_hold(branch: Branch) -> None:
    wang(branch)
    branch.hold("dispute", WANG)
    made = overrule(branch, level=None, strategy=Strategy.VISIT)
    assert made.assessment.strategy is Strategy.PAUSE
    assert not made.assessment.visit_warranted


def test_a_check_that_ran_again_says_what_moved_and_why(branch: Branch) -> None:
    wang(branch)
    branch.call(WANG)
    branch.assess(WANG)
    newest, before = file_of(branch, WANG).assessments
    (moved,) = compare_lines(kept_lines(before.detail), kept_lines(newest.detail))
    assert (moved.characteristic, moved.after - moved.before) == ("right_party_contacts", 3)
    assert (moved.value, moved.value_before) == (1, None)
    assert moved.reason_key == "right_party_contacts.one"


def test_a_frozen_assessment_can_be_neither_changed_nor_removed(branch: Branch) -> None:
    wang(branch)
    for statement in ("UPDATE assessment SET level = 'low'", "DELETE FROM assessment"):
        with (
            pytest.raises(Exception, match="stays as it was"),
            branch.desk.store.write(branch.actors["clerk"], branch.now) as work,
        ):
            work.connection.exec_driver_sql(statement)


def test_an_expired_check_comes_back_as_a_step_while_something_is_owed(branch: Branch) -> None:
    wang(branch)
    branch.advance(days=31)
    branch.clerk(StartDay())
    steps = {step.kind: step.why for step in file_of(branch, WANG).steps}
    assert steps[StepKind.ASSESS] == "risk.expired"


def test_the_household_budget_counts_once_incomes_and_expenses_are_known(branch: Branch) -> None:
    def note(kind: FinanceKind, yuan: int) -> None:
        branch.clerk(
            NoteFinance(branch.customer_id(WANG), kind, Money(yuan * 100), "customer", PRACTICE_DATE)
        )

    def budget() -> HouseholdBudget | None:
        return branch.ask(lambda view: borrower_facts(view, branch.case_id(WANG))).household_budget

    note(FinanceKind.WAGES, 5_000)
    assert budget() is None
    note(FinanceKind.LIVING, 4_700)
    assert budget() is HouseholdBudget.BALANCED
    note(FinanceKind.RENT, 900)
    assert budget() is HouseholdBudget.DEFICIT


# ---- high risk brings more care


def test_a_high_risk_visit_needs_its_extra_approval_caution_experience_and_daylight(branch: Branch) -> None:
    branch.call()
    branch.assess()
    request_id = branch.request()
    with pytest.raises(Refused) as refused:
        branch.supervisor(DecideRequest(request_id, Verdict.APPROVE))
    assert refused.value.code == "request.high_risk_reason_missing"
    branch.approve(request_id)
    for change, rule in (
        ({"caution": " "}, "CN-VIS-16"),
        ({"at": branch.today_at(17, 40)}, "CN-VIS-15"),
        ({"safety_id": new_safety_officer(branch)}, "CN-VIS-14"),
    ):
        with pytest.raises(RuleBroken) as broken:
            branch.plan(request_id, **change)
        assert rule in {decision.rule_id for decision in broken.value.decisions}
    branch.administrator(NameExperienced(new_safety_officer(branch)))
    assert branch.plan(request_id, safety_id=new_safety_officer(branch))


def new_safety_officer(branch: Branch) -> str:
    """Somebody trained whom nobody has named as experienced yet."""
    try:
        return branch.staff_id("S09")
    except StopIteration:
        days = (PRACTICE_DATE - timedelta(days=9), PRACTICE_DATE + timedelta(days=90))
        return branch.administrator(EnrolStaff("S09", "马原", False, True, "PX-S09", *days))


def test_a_card_that_turns_out_high_after_the_approval_is_approved_again(branch: Branch) -> None:
    request_id = branch.request(WANG)
    branch.supervisor(DecideRequest(request_id, Verdict.APPROVE))
    wang(branch)
    overrule(branch)
    with pytest.raises(RuleBroken) as broken:
        branch.plan(request_id)
    assert "CN-VIS-11" in {decision.rule_id for decision in broken.value.decisions}


# ---- how each way is walked


def test_every_way_has_its_talking_points_in_both_languages() -> None:
    for strategy in Strategy:
        way = shipped_playbook().ways[strategy]
        assert len(way.points) >= 2
        for text in (way.approach, *way.points, *way.never):
            assert text.zh
            assert text.en


@pytest.mark.parametrize(
    ("wrong", "right", "code", "row"),
    [
        ("[ways.call]", "[ways.ring]", "scorecard.unknown_choice", "ring"),
        (
            'points = [\n    { zh = "说明欠款',
            'pointz = [\n    { zh = "说明欠款',
            "scorecard.unknown_key",
            "remind",
        ),
        ('never = [{ zh = "不提诉讼', 'never = [{ cn = "不提诉讼', "scorecard.text_missing", "remind"),
    ],
)
def test_bad_ways_name_file_line_and_field_and_arent_loaded(
    wrong: str, right: str, code: str, row: str
) -> None:
    text = resources.path("strategies", "cn-ways-1.toml").read_text("utf-8")
    assert wrong in text
    with pytest.raises(BadScorecard) as refused:
        load_ways(text.replace(wrong, right, 1), "own.toml")
    assert (refused.value.code, refused.value.file, refused.value.row) == (code, "own.toml", row)
    assert refused.value.line > 0
