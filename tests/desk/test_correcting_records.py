"""A visit record typed for the wrong customer: both stay to be seen, its effects go, the visit waits for its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.correcting import CorrectEntry
from collectdesk.desk.customers.files import EventKind, OpenFile
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.paper.records import FamilySituation, RecordState
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import VisitState
from collectdesk.store.cases import cases
from collectdesk.store.visits import visits
from helpers.branches import LI, WANG

if TYPE_CHECKING:
    from helpers.branches import Branch


def record_id(branch: Branch, visit: str) -> str:
    kept = branch.ask(lambda view: visits.record_of(view, visit))
    assert kept is not None
    return str(kept.id)


def correct(branch: Branch, record: str, right: str = "", login: str = "clerk") -> tuple[str, ...]:
    deed = CorrectEntry(branch.case_id(), "visit", record, "同日两户，表单拿错", right)
    return branch.run(login, deed).effects


def test_a_record_is_void_where_it_was_typed_and_stands_where_it_belongs(branch: Branch) -> None:
    wrong = branch.planned_visit(LI)
    right = branch.planned_visit(WANG, branch.today_at(14))
    branch.advance(hours=8)
    branch.record(
        wrong,
        arrived_at=branch.today_at(14, 2),
        left_at=branch.today_at(14, 30),
        family=(FamilySituation.ILL_MEMBER,),
    )
    assert "illness" in branch.ask(lambda view: cases.standing_holds(view, branch.case_id()))
    record = record_id(branch, wrong)
    with pytest.raises(Refused, match="reason_missing"):
        branch.clerk(CorrectEntry(branch.case_id(), "visit", record, " "))
    case_no = branch.ask(lambda view: cases.case(view, branch.case_id(WANG))).case_no
    effects = correct(branch, record, case_no)
    assert {"hold_ended", "visit_waits", "record_there"} <= set(effects)
    assert not branch.ask(lambda view: cases.standing_holds(view, branch.case_id()))
    assert branch.ask(lambda view: visits.visit(view, wrong)).state is VisitState.SCHEDULED
    assert branch.ask(lambda view: visits.record_of(view, wrong)) is None
    steps = branch.ask(lambda view: cases.steps(view, case_id=branch.case_id()))
    assert StepKind.RECORD_VISIT in {step.kind for step in steps}
    there = branch.ask(lambda view: visits.record_of(view, right))
    assert there is not None
    assert there.state is RecordState.RECORDED
    assert "illness" in branch.ask(lambda view: cases.standing_holds(view, branch.case_id(WANG)))
    here = branch.clerk(OpenFile(branch.customer_id(LI)))
    told = [e for e in here.timeline if e.kind is EventKind.RECORDED]
    assert [(e.facts["struck"], e.facts["other"]) for e in told] == [("同日两户，表单拿错", case_no)]
    came = [
        e for e in branch.clerk(OpenFile(branch.customer_id(WANG))).timeline if e.kind is EventKind.RECORDED
    ]
    assert [e.facts["came"] for e in came] == [here.case.case_no if here.case else ""]
    visited = [
        c
        for c in branch.ask(lambda view: cases.contacts(view, branch.case_id()))
        if c.channel is Channel.VISIT
    ]
    assert not visited, "it counts no more"
    with pytest.raises(Refused, match="already"):
        correct(branch, record)
    # and its own record can be typed now, beside the void one
    branch.record(wrong, arrived_at=branch.today_at(10, 2), left_at=branch.today_at(10, 30))
    both = [
        e for e in branch.clerk(OpenFile(branch.customer_id(LI))).timeline if e.kind is EventKind.RECORDED
    ]
    assert [bool(e.facts.get("struck")) for e in both] == [True, False]


def test_a_signed_record_is_a_supervisors_to_mark_and_without_a_waiting_visit_it_is_typed_again(
    branch: Branch,
) -> None:
    visit = branch.recorded_visit()
    branch.sign(visit)
    record = record_id(branch, visit)
    with pytest.raises(Refused, match="not_yours"):
        correct(branch, record)
    case_no = branch.ask(lambda view: cases.case(view, branch.case_id(WANG))).case_no
    assert "enter_again" in correct(branch, record, case_no, "supervisor")
    assert branch.ask(lambda view: visits.record(view, record)).state is RecordState.VOID
