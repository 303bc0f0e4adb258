"""Phone lists on paper: masked by role, nobody on hold, numbered, and accounted for by whoever took them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from collectdesk.desk.customers.phone_lists import AccountForList, ListFate, ListPhoneLists, PrintPhoneList
from collectdesk.desk.customers.today import ShowInbox, ShowToday
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.refusals import Refused
from collectdesk.store.customers import lists
from helpers.branches import LI, WANG

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def numbers(branch: Branch) -> tuple[int, ...]:
    return tuple(line.number for line in branch.ask(lambda view: lists.lines(view, lists.Wanted())))


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    shown = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return shown


def test_a_list_without_purpose_past_its_day_or_of_nobody_is_refused(branch: Branch, tmp_path: Path) -> None:
    today, target = branch.now.date(), tmp_path / "list.pdf"
    for numbered, purpose, day, code in (
        (numbers(branch), " ", today, "purpose_missing"),
        (numbers(branch), "下午外呼", today - timedelta(days=1), "return_past"),
        ((), "下午外呼", today, "how_many"),
        (tuple(range(1, 300)), "下午外呼", today, "how_many"),
    ):
        with pytest.raises(Refused, match=code):
            branch.clerk(PrintPhoneList(target, numbered, purpose, day))
    with pytest.raises(NotPermitted):
        branch.auditor(PrintPhoneList(target, numbers(branch), "x", today))
    assert not target.exists()
    assert branch.clerk(ListPhoneLists()).lists == ()


def test_numbers_stand_as_the_holder_may_see_them_none_of_who_is_on_hold_and_nothing_of_the_debt(
    branch: Branch, tmp_path: Path
) -> None:
    branch.hold("illness", WANG)
    own = next(p.value for p in branch.points(LI) if p.label == "mobile")
    held = next(p.value for p in branch.points(WANG) if p.label == "mobile")
    today = branch.now.date()
    made = branch.clerk(PrintPhoneList(tmp_path / "clerk.pdf", numbers(branch), "下午外呼", today, "en"))
    shown = text_of(made.path)
    assert own in shown
    assert held not in shown
    assert "On hold" in shown
    assert made.number in shown
    owed = branch.products(LI)[0].overdue
    assert f"{owed.fen / 100:,.2f}" not in shown
    assert made.missing_glyphs == ()
    branch.enrol("second", "clerk")
    branch.supervisor(AssignCase(branch.case_id(LI), "second"))
    other = branch.clerk(PrintPhoneList(tmp_path / "other.pdf", numbers(branch), "下午外呼", today, "en"))
    masked = text_of(other.path)
    assert own not in masked
    assert LI not in masked
    assert other.number != made.number


def test_each_list_is_accounted_for_once_by_its_holder_or_a_supervisor(
    branch: Branch, tmp_path: Path
) -> None:
    today = branch.now.date()
    for name in ("a", "b"):
        branch.clerk(PrintPhoneList(tmp_path / f"{name}.pdf", numbers(branch), "外呼", today))
    first, second = branch.clerk(ListPhoneLists()).lists
    branch.enrol("second", "clerk")
    with pytest.raises(Refused, match="not_yours"):
        branch.run("second", AccountForList(first.id, ListFate.RETURNED))
    branch.clerk(AccountForList(first.id, ListFate.DESTROYED))
    with pytest.raises(Refused, match="settled"):
        branch.clerk(AccountForList(first.id, ListFate.RETURNED))
    branch.advance(days=1)
    assert branch.clerk(ListPhoneLists()).missing == 1
    with pytest.raises(Refused, match="why_missing"):
        branch.supervisor(AccountForList(second.id, ListFate.LOST))
    branch.supervisor(AccountForList(second.id, ListFate.LOST, "公交车上遗失，已报告"))
    found = branch.supervisor(ListPhoneLists())
    assert (found.missing, {each.fate for each in found.lists}) == (0, {ListFate.DESTROYED, ListFate.LOST})
    assert branch.run("second", ListPhoneLists()).lists == (), "a clerk sees their own"
    assert branch.actions().count("phone_list.settled") == 2


def test_a_list_that_is_not_back_by_its_day_waits_for_the_supervisor_and_is_said_to_its_holder(
    branch: Branch, tmp_path: Path
) -> None:
    branch.enrol("second", "clerk")
    made = branch.clerk(PrintPhoneList(tmp_path / "a.pdf", numbers(branch), "下午外呼", branch.now.date()))
    assert branch.supervisor(ShowInbox()).phone_lists == ()
    branch.advance(days=1)
    (out,) = branch.supervisor(ShowInbox()).phone_lists
    assert (out.kept.number, out.holder) == (made.number, branch.actors["clerk"].name)
    assert [each.kept.id for each in branch.clerk(ShowToday()).phone_lists] == [out.kept.id]
    assert branch.run("second", ShowToday()).phone_lists == (), "a colleague's list is none of theirs"
    branch.supervisor(AccountForList(out.kept.id, ListFate.RETURNED))
    assert branch.supervisor(ShowInbox()).phone_lists == branch.clerk(ShowToday()).phone_lists == ()
