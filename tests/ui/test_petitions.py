"""Data rights in the window: taken down by a clerk, copied, granted by a supervisor who is asked once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.keeping import KeepPerson
from collectdesk.desk.customers.petitioning import PetitionKind, PetitionState, ShowPetitions, TakePetition
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.store.cases import cases
from collectdesk.ui import ask
from collectdesk.ui.archive.page import OVER
from helpers.branches import LI, PASSWORD, Branch, small_branch
from ui.test_archive import archive_of
from ui.test_casefile import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_a_request_is_taken_down_and_its_copy_made_by_the_clerk(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="rights") as page:
        tab = page.tabs["rights"]
        tab.take_button.click()
        form = tab.petition_form.form
        form.put({"kind": PetitionKind.ACCESS, "asked_on": branch.now.date()})
        tab.petition_form.act.click()
        assert form.wrong("identity"), "nobody else may have it"
        form.put({"identity": "柜台核验身份证"})
        tab.petition_form.act.click()
        qtbot.waitUntil(lambda: tab.petitions.values.rowCount() == 1)
        assert not tab.answer_button.isVisibleTo(page), "a clerk doesn't answer"
        qtbot.waitUntil(lambda: tab.copy_button.isVisibleTo(page))
        with ask.answered(tmp_path):
            tab.copy_button.click()
        qtbot.waitUntil(lambda: any(p.document == "access_copy" for p in page.file.prints))
    assert list(tmp_path.glob("*/copy.pdf"))


def test_a_deletion_is_asked_once_more_and_then_what_may_go_is_gone(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    customer = branch.customer_id(LI)
    branch.clerk(KeepPerson(customer, PartyRole.CONTACT_PERSON, "顾远行"))
    branch.clerk(TakePetition(customer, PetitionKind.DELETION, branch.now.date(), "身份证"))
    with file_of(qtbot, branch, "supervisor", tmp_path, tab="rights") as page:
        tab = page.tabs["rights"]
        qtbot.waitUntil(lambda: tab.answer_button.isVisibleTo(page))
        tab.answer_button.click()
        tab.refuse()
        qtbot.waitUntil(lambda: bool(tab.answer_form.form.wrong("answer")))
        with ask.answered(False):
            tab.answer_form.act.click()
        assert branch.clerk(ShowPetitions(customer)).petitions[0].state is PetitionState.OPEN
        with ask.answered(True):
            tab.answer_form.act.click()
        qtbot.waitUntil(lambda: page.file.petitions[0].state is PetitionState.PARTLY)
        assert "顾远行" not in {person.party.name for person in page.file.around}
        qtbot.waitUntil(lambda: not tab.answer_button.isVisibleTo(page))


def test_what_is_over_its_term_is_erased_in_the_archive_by_two(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    customer = branch.customer_id(LI)
    branch.clerk(KeepPerson(customer, PartyRole.CONTACT_PERSON, "顾远行"))
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        cases.close_case(work, cases.case(work, branch.case_id()))
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        page.segments.choose(OVER)
        qtbot.waitUntil(lambda: page.over.values.rowCount() == 1)
        panel = page.retention
        panel.form.put({"reason": "超期"})
        panel.erase(everybody=True)
        qtbot.waitUntil(lambda: bool(panel.form.wrong("second")))
        panel.form.put({"second": "administrator", "second_password": PASSWORD})
        with ask.answered(True):
            panel.erase(everybody=True)
            qtbot.waitUntil(lambda: page.over.values.rowCount() == 0, timeout=20_000)
    assert branch.actions().count("retention.erased") == 1
