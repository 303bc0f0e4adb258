"""The risk check: what it says follows from the file, is frozen with its inputs, and sets what comes next."""

from __future__ import annotations

import pytest

from collectdesk.desk.assessing import AssessRisk, borrower_facts
from collectdesk.desk.files import CustomerFile, OpenFile
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.cases import StepKind
from collectdesk.domain.contacts import ContactOutcome
from helpers.branches import LI, Branch


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
