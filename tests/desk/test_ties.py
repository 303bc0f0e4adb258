"""The map of family and guarantors: who stands around a customer, and which other files hold the same number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.customers.keeping import KeepPerson, KeepPoint
from collectdesk.desk.customers.ties import ShowTies, TieKind
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.domain.customers.parties import PartyRole
from helpers.branches import LI, OUYANG, WANG

if TYPE_CHECKING:
    from helpers.branches import Branch


def mobile(branch: Branch, name: str) -> str:
    return next(p.value for p in branch.points(name) if p.label == "mobile" and not p.party)


def test_a_shared_number_ties_two_files_and_a_shared_name_says_how(branch: Branch) -> None:
    li, wang = branch.customer_id(LI), branch.customer_id(WANG)
    before = branch.clerk(ShowTies(li))
    assert before.name == LI
    assert not [tie for tie in before.ties if tie.kind is not TieKind.PERSON]
    # Wang stands for Li: her number is in both files, under her name
    person = branch.clerk(KeepPerson(li, PartyRole.GUARANTOR, WANG))
    branch.clerk(KeepPoint(li, "phone", "mobile", mobile(branch, WANG), "contract", person))
    ties = {tie.kind: tie for tie in branch.clerk(ShowTies(li)).ties if tie.customer_id}
    assert ties[TieKind.IS_CUSTOMER].customer_id == wang
    other = next(tie for tie in branch.clerk(ShowTies(wang)).ties if tie.customer_id)
    assert (other.kind, other.role, other.customer_id) == (TieKind.STANDS_FOR, "guarantor", li)
    # a family's number, under nobody's name but their own
    branch.clerk(KeepPoint(branch.customer_id(OUYANG), "phone", "home_phone", mobile(branch, LI), "reserved"))
    same = [tie for tie in branch.clerk(ShowTies(li)).ties if tie.kind is TieKind.SAME_NUMBER]
    assert [tie.name for tie in same] == [OUYANG]


def test_names_of_other_peoples_cases_are_masked_on_the_map(branch: Branch) -> None:
    li = branch.customer_id(LI)
    branch.clerk(KeepPoint(li, "phone", "home_phone", mobile(branch, WANG), "reserved"))
    branch.enrol("second", "clerk")
    branch.supervisor(AssignCase(branch.case_id(WANG), "second"))
    shown = next(tie for tie in branch.clerk(ShowTies(li)).ties if tie.customer_id)
    assert shown.name != WANG
    assert shown.name[-1] == WANG[-1]
