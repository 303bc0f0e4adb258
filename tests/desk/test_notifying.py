"""Telling the customer of a visit: the text is filled and says nothing of a debt, and the plan follows the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.visits.notifying import Became, NotifyCustomer, ShowVisitText
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.rounds import ShowRounds
from collectdesk.desk.visits.visiting import ListRequests, ListVisits
from collectdesk.domain.contact.contacts import Channel, ContactOutcome
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.visits.sheets import Fate
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.store.cases import cases
from collectdesk.terms_board import decision_note
from collectdesk.terms_visit_text import visit_text
from collectdesk.words import CHINESE, ENGLISH, for_language
from helpers.branches import LI, PRACTICE_DATE, Branch, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    made = small_branch(tmp_path_factory.mktemp("told") / "branch")
    yield made
    made.close()


@pytest.fixture
def visit(branch: Branch) -> str:
    request_id = branch.request(LI)
    branch.approve(request_id)
    return branch.plan(request_id, branch.today_at(15))


def tell(branch: Branch, visit: str, outcome: ContactOutcome, **values: object) -> NotifyCustomer:
    return NotifyCustomer(visit, branch.point_id("mobile", LI), Channel.PHONE, outcome, **values)  # type: ignore[arg-type]


def test_the_plan_follows_what_the_customer_answers(branch: Branch, visit: str, tmp_path: Path) -> None:
    # an unreached customer: the visit stands and the step to tell them stays open
    kept = branch.clerk(tell(branch, visit, ContactOutcome.NO_ANSWER))
    assert (kept.became, kept.pull_out) == (Became.STAYS, False)
    assert any(
        step.kind.value == "notify"
        for step in branch.ask(lambda v: cases.steps(v, case_id=branch.case_id(LI)))
    )

    # a forbidden hour isn't promised on the phone; a lawful one is kept at once, and the customer knows of it
    with pytest.raises(RuleBroken):
        branch.clerk(tell(branch, visit, ContactOutcome.OTHER_TIME, wants_at=branch.today_at(23)))
    with pytest.raises(Refused, match=r"notify\.no_other_time"):
        branch.clerk(tell(branch, visit, ContactOutcome.VISIT_AGREED, wants_at=branch.today_at(16)))
    moved = branch.clerk(tell(branch, visit, ContactOutcome.OTHER_TIME, wants_at=branch.today_at(16)))
    assert moved.became is Became.MOVED
    (line,) = branch.clerk(ListVisits(PRACTICE_DATE))
    assert line.planned_at == branch.today_at(16)
    steps = branch.ask(lambda v: cases.steps(v, case_id=branch.case_id(LI)))
    assert not any(step.kind.value == "notify" for step in steps)

    # another time in words: it waits for a plan with the words beside it, its printed sheets hold no longer
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", (visit,)))
    waits = branch.clerk(tell(branch, visit, ContactOutcome.OTHER_TIME, wants="周六上午，在店里"))
    assert (waits.became, waits.pull_out) == (Became.WAITS, True)
    (asked,) = branch.clerk(ListRequests(RequestState.APPROVED))
    assert "周六上午，在店里" in asked.preferred
    (round_line,) = branch.clerk(ShowRounds(PRACTICE_DATE))
    assert {one.proposed for one in round_line.sheets if one.visit_no} == {Fate.WITHDRAWN}
    assert [line.state for line in branch.clerk(ListVisits(PRACTICE_DATE))] == [VisitState.CANCELLED]

    # declined: called off by name, and a supervisor sees why
    again = branch.plan(asked.request_id, branch.today_at(17))
    told = branch.clerk(tell(branch, again, ContactOutcome.VISIT_DECLINED, note="不想见"))
    assert told.became is Became.CALLED_OFF
    (gone,) = [one for one in branch.clerk(ListRequests()) if one.request_id == asked.request_id]
    assert gone.state is RequestState.WITHDRAWN
    assert "谢绝" in decision_note(for_language(CHINESE), gone.decision_reason)
    with pytest.raises(Refused, match=r"visit\.not_open"):
        branch.clerk(tell(branch, again, ContactOutcome.VISIT_AGREED))


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.SMS])
def test_the_text_tells_who_comes_when_and_how_to_verify_and_nothing_of_a_debt(
    branch: Branch, language: str, channel: Channel
) -> None:
    visit = branch.clerk(ListVisits(PRACTICE_DATE))[0]
    said = "\n".join(
        visit_text(for_language(language), branch.clerk(ShowVisitText(visit.visit_id, channel, language)))
    )
    assert visit.visit_no in said
    assert "{" not in said
    for told in (visit.officer, visit.safety):
        assert told in said
    for word in ("逾期", "欠", "overdue", "owe", "debt"):
        assert word not in said
