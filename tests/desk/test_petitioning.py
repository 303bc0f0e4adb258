"""Customers' rights in their own data: taken down, answered by somebody else, copied, erased, erased again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import SeekCustomers
from collectdesk.desk.customers.keeping import KeepPerson, KeepPoint
from collectdesk.desk.customers.own_copy import MakeOwnCopy
from collectdesk.desk.customers.petitioning import (
    DUE,
    AnswerPetition,
    Kept,
    ListPetitions,
    PetitionKind,
    PetitionState,
    ShowPetitions,
    TakePetition,
)
from collectdesk.desk.customers.retaining import EraseExpired, ShowRetention
from collectdesk.desk.customers.today import ShowInbox, ShowToday
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.happening import EventKind
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import lists
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.vault import erasing
from helpers.branches import LI, small_branch

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

NEIGHBOUR, NUMBER = "顾远行", "13877665544"


def ask(branch: Branch, kind: PetitionKind, **more: Any) -> str:
    said: dict[str, Any] = {"identity": "柜台核验身份证", "wish": "电话记错了", **more}
    asked_on = said.pop("asked_on", branch.now.date())
    return branch.clerk(TakePetition(branch.customer_id(LI), kind, asked_on, **said))


def with_neighbour(branch: Branch) -> str:
    """Somebody around the customer who owes nothing, with a number."""
    customer = branch.customer_id(LI)
    person = branch.clerk(KeepPerson(customer, PartyRole.CONTACT_PERSON, NEIGHBOUR))
    branch.clerk(KeepPoint(customer, "phone", "mobile", NUMBER, "told_by_contact", person))
    return person


def state_of(branch: Branch) -> PetitionState:
    return branch.supervisor(ShowPetitions(branch.customer_id(LI))).petitions[0].state


def test_a_request_without_proof_of_identity_or_of_tomorrow_or_twice_is_refused(branch: Branch) -> None:
    with pytest.raises(Refused, match="identity_missing"):
        ask(branch, PetitionKind.ACCESS, identity=" ")
    with pytest.raises(Refused, match="in_future"):
        ask(branch, PetitionKind.ACCESS, asked_on=branch.now.date() + timedelta(days=1))
    with pytest.raises(Refused, match="wish_missing"):
        ask(branch, PetitionKind.CORRECTION, wish="")
    ask(branch, PetitionKind.ACCESS)
    with pytest.raises(Refused, match="known"):
        ask(branch, PetitionKind.ACCESS)
    with pytest.raises(NotPermitted):
        branch.auditor(TakePetition(branch.customer_id(LI), PetitionKind.ACCESS, branch.now.date(), "x"))


def test_a_request_waits_in_the_inbox_from_the_first_day_and_in_today_before_the_last(branch: Branch) -> None:
    petition = ask(branch, PetitionKind.CORRECTION)
    due = branch.clerk(ShowPetitions(branch.customer_id(LI))).petitions[0].due_on
    waiting = branch.supervisor(ShowInbox()).petitions
    assert [(w.petition.id, w.is_late, w.petition.due_on) for w in waiting] == [(petition, False, due)]
    assert all(item.why != DUE for item in branch.clerk(ShowToday()).items)
    branch.advance(days=(due - branch.now.date()).days - 3)
    assert [item.subject_id for item in branch.clerk(ShowToday()).items if item.why == DUE] == [petition]
    branch.advance(days=4)
    assert branch.supervisor(ListPetitions())[0].is_late
    with pytest.raises(Refused, match="reason_missing"):
        branch.supervisor(AnswerPetition(petition, granted=True, answer=" "))
    branch.supervisor(AnswerPetition(petition, granted=True, answer="手机号已更正，核心系统同步更正"))
    assert not branch.supervisor(ListPetitions())
    assert all(item.why != DUE for item in branch.clerk(ShowToday()).items)
    events = branch.clerk(OpenFile(branch.customer_id(LI))).timeline
    assert [e.facts["state"] for e in events if e.kind is EventKind.PETITION] == [PetitionState.GRANTED]
    with pytest.raises(StaleRecord):
        branch.supervisor(AnswerPetition(petition, granted=False, answer="again"))


def test_nobody_answers_what_they_took_down_and_a_clerk_answers_nothing(branch: Branch) -> None:
    petition = branch.supervisor(
        TakePetition(branch.customer_id(LI), PetitionKind.DELETION, branch.now.date(), "身份证")
    )
    with pytest.raises(Refused, match=r"petition\.own"):
        branch.supervisor(AnswerPetition(petition, granted=True, answer="x"))
    with pytest.raises(NotPermitted):
        branch.clerk(AnswerPetition(petition, granted=True, answer="x"))
    assert state_of(branch) is PetitionState.OPEN


def test_the_copy_tells_the_customer_everything_of_them_and_nothing_of_others(
    branch: Branch, tmp_path: Path
) -> None:
    with_neighbour(branch)
    branch.call(LI, note=f"{NEIGHBOUR}转告")
    petition = ask(branch, PetitionKind.ACCESS)
    with pytest.raises(Refused, match="no_copy"):
        branch.supervisor(AnswerPetition(petition, granted=True, answer=""))
    made = branch.clerk(MakeOwnCopy(tmp_path / "copy", petition, "en"))
    assert {path.name for path in made.path.iterdir()} == {"copy.pdf", "data.json"}
    data = (made.path / "data.json").read_text("utf-8")
    assert json.loads(data)["customer"]["name"] == LI
    own = next(point.value for point in branch.points() if point.label == "mobile" and not point.party)
    document = pypdfium2.PdfDocument(made.path / "copy.pdf")
    shown = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for text in (data, shown):
        assert own in text
        assert NEIGHBOUR not in text
        assert NUMBER not in text
    assert made.missing_glyphs == ()
    branch.supervisor(AnswerPetition(petition, granted=True, answer=""))
    assert state_of(branch) is PetitionState.GRANTED
    assert branch.clerk(OpenFile(branch.customer_id(LI))).prints[0].document == "access_copy"


def test_a_granted_deletion_erases_what_may_go_and_leaves_what_the_law_keeps(branch: Branch) -> None:
    with_neighbour(branch)
    branch.planned_visit()
    before = len(branch.points())
    sought = SeekCustomers(lists.Wanted(listed=False, text=NUMBER))
    assert [line.name for line in branch.clerk(sought).lines] == [LI]
    petition = ask(branch, PetitionKind.DELETION)
    told = {
        line.judged.kept: line.judged.may_go
        for line in branch.clerk(ShowPetitions(branch.customer_id(LI))).lines
    }
    assert told[Kept.OUTSIDERS]
    assert not told[Kept.POINTS]
    assert not told[Kept.IDENTITY]
    done = branch.supervisor(AnswerPetition(petition, granted=True, answer="已删除联系人"))
    assert done.state is PetitionState.PARTLY
    file = branch.clerk(OpenFile(branch.customer_id(LI)))
    assert NEIGHBOUR not in {person.party.name for person in file.around}
    assert NUMBER not in {point.value for point in branch.points()}
    assert branch.point_id("home"), "a planned visit rests on it"
    assert len(branch.points()) < before
    assert not branch.clerk(sought).lines, "search forgot it too"
    assert branch.actions().count("petition.answered") == 1


def test_what_is_over_its_term_is_listed_and_erased_by_two_and_erased_again_after_a_restore(
    branch: Branch, tmp_path: Path
) -> None:
    with_neighbour(branch)
    branch.call(LI, note="第一次联系")
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        cases.close_case(work, cases.case(work, branch.case_id()))
    older = small_branch(tmp_path / "older")
    customer = branch.customer_id(LI)
    over = branch.supervisor(ShowRetention()).over
    assert [(o.customer_id, {k.judged.kept for k in o.lines}) for o in over] == [(customer, {Kept.OUTSIDERS})]
    with pytest.raises(Refused, match="second"):
        branch.supervisor(EraseExpired((customer,), "超期"))
    with pytest.raises(Refused, match="reason_missing"):
        branch.supervisor(EraseExpired((customer,), " ", branch.second("administrator")))
    assert branch.supervisor(EraseExpired((customer,), "超期", branch.second("administrator"))) >= 2
    assert not branch.supervisor(ShowRetention()).over
    branch.advance(days=366 * 6)
    later = branch.supervisor(ShowRetention()).over
    assert {Kept.POINTS, Kept.NOTES} <= {k.judged.kept for k in later[0].lines}
    branch.supervisor(EraseExpired((customer,), "超期", branch.second("administrator")))
    assert branch.points() == []
    assert not branch.supervisor(ShowRetention()).over
    erased = branch.ask(erasing.since)
    with older.desk.store.write(older.actors["supervisor"], older.now) as work:
        assert erasing.replay(work, erased) > 0
        assert erasing.replay(work, erased) == 0, "done once"
    assert older.points() == []
    older.close()
