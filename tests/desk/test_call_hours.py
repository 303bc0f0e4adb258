"""The lawful hours of a list's rows are those that the log of a contact shows for the same number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.contact.contacting import JudgeCall
from collectdesk.desk.customers.call_hours import ShowCallHours
from collectdesk.desk.customers.keeping import CheckPoint
from collectdesk.store.customers import lists
from helpers.branches import LI, OUYANG, WANG

if TYPE_CHECKING:
    from helpers.branches import Branch


def test_rows_have_the_hours_of_their_own_number_and_none_where_none_is_left(branch: Branch) -> None:
    branch.hold("dispute", WANG)
    branch.hold("illness", LI)
    for point in branch.points(OUYANG):
        if point.kind == "phone" and not point.party:
            branch.clerk(CheckPoint(branch.customer_id(OUYANG), point.id, holds=False, how="call"))
    lines = {line.name: line for line in branch.ask(lambda view: lists.lines(view, lists.Wanted()))}
    found = branch.clerk(ShowCallHours(tuple(line.number for line in lines.values())))
    own = next(p.id for p in branch.points(LI) if p.kind == "phone" and not p.party)
    _judgement, windows = branch.clerk(JudgeCall(branch.case_id(LI), own))
    assert found[lines[LI].number].windows == windows != ()
    assert found[lines[LI].number].needs_reason, "a hold of illness lets a call through that says why"
    assert found[lines[WANG].number].windows == (), "nobody calls who disputes the debt"
    assert not found[lines[OUYANG].number].has_number
