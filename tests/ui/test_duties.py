"""Holds, wishes and the jurisdiction in the window: how far a hold reaches, proof, and what people asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.rules.ruling import ShowRules
from collectdesk.domain.contact.holds import HoldScope, Reach
from collectdesk.domain.contact.wishes import WishKind
from helpers.branches import LI, PASSWORD, Branch, small_branch
from ui.test_casefile import file_of
from ui.test_settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_a_hold_reaches_as_far_as_chosen_and_its_proof_is_noted_beside_it(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    due = branch.now.date() + timedelta(days=3)
    with file_of(qtbot, branch, "clerk", tmp_path, tab="holds") as page:
        tab = page.tabs["holds"]
        calls = Reach(HoldScope.CHANNEL, "call")
        tab.place.form.put({"code": "illness", "reach": calls.written, "reason": "住院", "proof_due_on": due})
        tab.place.act.click()
        qtbot.waitUntil(lambda: bool(page.file.holds))
        kept = page.file.holds[0]
        assert (kept.reach, kept.proof_due_on) == (calls, due)
        tab.holds.choose(kept.id)
        qtbot.waitUntil(lambda: tab.prove.isVisibleTo(page))
        tab.prove.form.put({"proof": "出院小结，附卷"})
        tab.prove.act.click()
        qtbot.waitUntil(lambda: page.file.holds[0].proof_came_on is not None)
        qtbot.waitUntil(lambda: not tab.prove.isVisibleTo(page))


def test_a_wish_asks_only_for_what_belongs_to_it_and_is_taken_back_again(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="holds") as page:
        tab = page.tabs["holds"]
        form = tab.wish.form
        form.field("kind").put(WishKind.NOT_BY.value)
        assert form.field("way").isVisibleTo(page)
        assert not form.field("place").isVisibleTo(page)
        tab.wish.act.click()
        qtbot.waitUntil(lambda: bool(form.wrong("way")))
        form.put({"way": "visit"})
        tab.wish.act.click()
        qtbot.waitUntil(lambda: len(page.file.wishes) == 1)
        tab.wishes.choose(page.file.wishes[0].id)
        qtbot.waitUntil(lambda: tab.end_wish.isVisibleTo(page))
        tab.end_wish.click()
        qtbot.waitUntil(lambda: page.file.wishes[0].ended_on is not None)
        qtbot.waitUntil(lambda: tab.wishes.values.rowCount() == 0)


def test_a_time_zone_is_kept_with_the_person_and_their_clock_stands_in_the_people_tab(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="holds") as page:
        form = page.tabs["holds"].wish.form
        form.field("kind").put("zone")
        form.put({"time_zone": "Europe/Paris"})
        page.tabs["holds"].wish.act.click()
        qtbot.waitUntil(lambda: page.file.customer.time_zone == "Europe/Paris")
        page.show_tab("people")
        tab = page.tabs["people"]
        tab.points.choose(branch.point_id("mobile"))
        qtbot.waitUntil(lambda: tab.verdict.isVisibleTo(page))
        assert tab._their_clock(page.office.words, tab.points.chosen).startswith("02:00")
    assert branch.clerk(OpenFile(branch.customer_id(LI))).customer.time_zone == "Europe/Paris"


def test_the_jurisdiction_is_chosen_by_two_people_and_by_one_alone_not(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path, "rules") as page:
        assert not page.section.whose.change.isVisibleTo(page)
    with settings_of(qtbot, branch, "supervisor", tmp_path, "rules") as page:
        whose = page.section.whose
        whose.change.click()
        qtbot.waitUntil(lambda: whose.card.isVisibleTo(page))
        whose.form.put({"jurisdiction": "au", "reason": "悉尼代表处"})
        whose.choose.click()
        qtbot.waitUntil(lambda: bool(whose.form.wrong("second")))
        assert branch.clerk(ShowRules()).jurisdiction == "cn"
        whose.form.put({"second": "administrator", "second_password": PASSWORD})
        whose.choose.click()
        qtbot.waitUntil(lambda: branch.clerk(ShowRules()).jurisdiction == "au", timeout=20_000)
        qtbot.waitUntil(lambda: not whose.card.isVisibleTo(page))
        qtbot.waitUntil(lambda: "Australia" in whose.line.text())
    assert branch.actions()[-1] == "rules.jurisdiction_chosen"
