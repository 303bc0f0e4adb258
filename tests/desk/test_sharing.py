"""Cases shared out: who sees them follows the day, they go back by themselves, and the trail says who gave them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import FindCustomers, Wanted
from collectdesk.desk.people.assigning import AssignCase, EndSharing, ShareCases, ShowSharings
from collectdesk.desk.people.handing_over import PrintHandOver
from collectdesk.desk.people.keeping_people import RemovePerson
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.contact.contacts import ContactOutcome
from collectdesk.domain.people.sharing import ShareReason
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import lists
from collectdesk.store.trail import audit
from desk.papers import pages
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

LAST = PRACTICE_DATE + timedelta(days=4)


@pytest.fixture
def shared(branch: Branch) -> Branch:
    """Everything is the clerk's; a colleague is there."""
    branch.enrol("colleague", "clerk", "孙蕾")
    for name in (LI, WANG, OUYANG):
        branch.supervisor(AssignCase(branch.case_id(name), "clerk"))
    return branch


def lend(branch: Branch, *logins: str, **also: object) -> str:
    words = {"held_by": "clerk", "until_on": LAST, **also}
    return branch.supervisor(ShareCases(logins or ("colleague",), ShareReason.ILLNESS, **words)).sharing_id  # type: ignore[arg-type]


def sees_whole(branch: Branch, login: str, name: str = LI) -> bool:
    """Whether somebody reads the customer's name unmasked in the file and in the list."""
    number = branch.customer_id(name)
    in_file = branch.run(login, OpenFile(number)).customer.name == name
    lines = branch.run(login, FindCustomers(Wanted())).lines
    in_list = any(line.name == name for line in lines)
    assert in_file == in_list
    return in_file


def test_a_clerk_shares_nothing_out(shared: Branch) -> None:
    with pytest.raises(NotPermitted):
        shared.clerk(ShareCases(("colleague",), ShareReason.LEAVE, held_by="clerk"))


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (ShareCases((), ShareReason.LEAVE, held_by="clerk"), "share.nobody_named"),
        (ShareCases(("auditor",), ShareReason.LEAVE, held_by="clerk"), "assign.wrong_role"),
        (ShareCases(("nobody",), ShareReason.LEAVE, held_by="clerk"), "person.unknown"),
        (ShareCases(("clerk",), ShareReason.LEAVE, held_by="clerk"), "share.to_oneself"),
        (ShareCases(("clerk",), ShareReason.LEAVE, held_by="colleague"), "share.no_cases"),
        (ShareCases(("colleague",), ShareReason.LEAVE, numbers=(999,)), "share.no_cases"),
    ],
)
def test_what_makes_no_sense_is_refused(shared: Branch, deed: ShareCases, code: str) -> None:
    with pytest.raises(Refused) as refused:
        shared.supervisor(deed)
    assert refused.value.code == code


def test_whoever_stands_in_sees_the_case_and_the_owner_doesn_t_until_it_goes_back_by_itself(
    shared: Branch,
) -> None:
    assert (sees_whole(shared, "clerk"), sees_whole(shared, "colleague")) == (True, False)
    lend(shared)
    assert (sees_whole(shared, "clerk"), sees_whole(shared, "colleague")) == (False, True)
    shared.advance(days=4)
    assert (sees_whole(shared, "clerk"), sees_whole(shared, "colleague")) == (False, True)
    shared.advance(days=1)  # nobody does anything
    assert (sees_whole(shared, "clerk"), sees_whole(shared, "colleague")) == (True, False)


def test_leave_that_begins_next_week_changes_nothing_today(shared: Branch) -> None:
    lend(shared, from_on=PRACTICE_DATE + timedelta(days=2))
    assert sees_whole(shared, "clerk")
    shared.advance(days=2)
    assert sees_whole(shared, "colleague")


def test_back_early_and_a_second_time_is_refused(shared: Branch) -> None:
    sharing = lend(shared)
    assert shared.supervisor(EndSharing(sharing)) == 3
    assert sees_whole(shared, "clerk")
    with pytest.raises(Refused) as refused:
        shared.supervisor(EndSharing(sharing))
    assert refused.value.code == "share.over"


def test_only_the_chosen_rows_move_and_several_get_alike(shared: Branch) -> None:
    shared.enrol("third", "clerk", "马洁")
    numbers = shared.ask(
        lambda view: lists.numbers_of(view, [shared.customer_id(LI), shared.customer_id(WANG)])
    )
    done = shared.supervisor(ShareCases(("colleague", "third"), ShareReason.WORKLOAD, numbers=tuple(numbers)))
    assert sorted(count for _, count in done.given) == [1, 1]
    assert sees_whole(shared, "clerk", OUYANG)
    assert not sees_whole(shared, "clerk", LI)
    kept = shared.ask(lambda view: cases.case(view, shared.case_id(LI)))
    assert kept.owner == kept.assigned_to != shared.actors["clerk"].id  # for good


def test_a_case_given_by_name_ends_standing_in_and_who_leaves_gives_back(shared: Branch) -> None:
    lend(shared)
    shared.supervisor(AssignCase(shared.case_id(LI), "supervisor"))
    assert not sees_whole(shared, "colleague", LI)
    shared.administrator(RemovePerson("colleague"))
    assert sees_whole(shared, "clerk", WANG)


def test_a_newer_standing_in_replaces_the_older_one(shared: Branch) -> None:
    lend(shared)
    shared.enrol("third", "clerk", "马洁")
    lend(shared, "third", held_by="colleague")
    assert sees_whole(shared, "third")
    assert not sees_whole(shared, "colleague")
    shared.advance(days=5)
    assert sees_whole(shared, "clerk")  # it goes back to its owner, not to who stood in first


def test_the_trail_and_the_list_say_who_gave_what_to_whom(shared: Branch) -> None:
    sharing = lend(shared)
    line = shared.ask(lambda view: audit.lines(view, limit=1))[0]
    assert line.action == "case.shared_out"
    assert shared.case_id(LI) in str(line.about)
    found = shared.supervisor(ShowSharings())
    assert [(each.owners, each.holders, each.cases, each.runs) for each in found.lines] == [
        (("陈静",), ("孙蕾",), 3, True)
    ]
    assert {who.login: who.cases for who in found.workers}["colleague"] == 3
    assert found.lines[0].sharing_id == sharing


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_sheet_says_what_waits_and_hides_the_names(shared: Branch, tmp_path: Path, language: str) -> None:
    shared.call(LI, ContactOutcome.REFUSED)
    shared.hold("dispute", WANG)
    sharing = lend(shared)
    deed = PrintHandOver(tmp_path / "sheet.pdf", sharing, language)
    printed = shared.supervisor(deed)
    text = "".join(pages(printed.path))
    kept = shared.ask(lambda view: cases.case(view, shared.case_id(LI)))
    assert kept.case_no in text
    assert LI not in text
    assert WANG not in text
    assert ("争议" if language == "zh_CN" else "Dispute") in text
    assert "孙蕾" in text
    assert printed.copy == 1
    assert shared.supervisor(deed).copy == 2


def test_a_sheet_of_what_went_back_is_refused(shared: Branch, tmp_path: Path) -> None:
    sharing = lend(shared)
    shared.supervisor(EndSharing(sharing))
    with pytest.raises(Refused) as refused:
        shared.supervisor(PrintHandOver(tmp_path / "sheet.pdf", sharing))
    assert refused.value.code == "share.over"
