"""A supervisor's screen of what follows a solution: a case given out and back, a payment shared, a watch reviewed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest

from collectdesk.desk.solutions.handing_out import ListHandings, Result, Taker
from collectdesk.desk.solutions.noting import ListNoted
from collectdesk.desk.solutions.watching import ListWatched
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.handing import HandingState
from collectdesk.ui.casefile.page import CasefilePage
from collectdesk.ui.followup.lines import Standing
from collectdesk.ui.followup.page import FollowupPage
from helpers.branches import LI, OUYANG, PRACTICE_DATE, small_branch
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collectdesk.ui.office import Office
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from helpers.branches import Branch

PATIENCE = 15_000


def test_a_case_goes_out_and_comes_back_a_payment_is_shared_and_a_watch_is_reviewed(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, speech: Speech
) -> None:
    branch = small_branch(tmp_path / "branch")
    branch.agree(branch.offer(LI, count=2))
    page = shown(qtbot, CasefilePage, office_of(branch, "supervisor", tasks, speech))
    page.open_target((branch.customer_id(OUYANG), "handings"))
    qtbot.waitUntil(lambda: page.file is not None, timeout=PATIENCE)
    tab: Any = page.tabs["handings"]
    qtbot.waitUntil(lambda: not tab.new_button.isHidden(), timeout=PATIENCE)
    tab.new_button.click()
    tab.hand.form.put(
        {"taker": Taker.AGENCY, "receiver": "某公司", "reason": "失约", "back_by": date(2026, 6, 30)}
    )
    tab.hand.suit()
    tab.hand.submit()
    qtbot.waitUntil(lambda: bool(tab.hand.form.wrong("agreement")), timeout=PATIENCE)  # beside its field
    tab.hand.form.put({**tab.hand.form.values(), "agreement": "协议1", "assessment": "评估1"})
    tab.hand.submit()
    qtbot.waitUntil(
        lambda: tab.list.values.rowCount() == 1 and not tab.back_button.isHidden(), timeout=PATIENCE
    )
    assert tab.new_button.isHidden()
    tab.back_button.click()
    tab.back.form.put({"result": Result.NOTHING, "papers_back": True})
    tab.back.submit()
    qtbot.waitUntil(tab.back_button.isHidden, timeout=PATIENCE)
    (kept,) = branch.clerk(ListHandings(branch.case_id(OUYANG)))
    assert (kept.state, kept.result) == (HandingState.RETURNED, Result.NOTHING)
    _share_a_payment(qtbot, branch, page)
    _review_a_watch(qtbot, branch, office_of(branch, "supervisor", tasks, speech))
    branch.close()


def _share_a_payment(qtbot: QtBot, branch: Branch, page: CasefilePage) -> None:
    page.show_tab("products")
    products: Any = page.tabs["products"]
    qtbot.waitUntil(lambda: not products.share_button.isHidden(), timeout=PATIENCE)
    products.share_button.click()
    form = products.share_form
    form.form.put({"paid_on": PRACTICE_DATE, "source": "slip"})
    QTest.keyClicks(form.form.field("amount"), "1000")
    qtbot.waitUntil(lambda: form._found is not None, timeout=PATIENCE)
    form.submit()
    qtbot.waitUntil(lambda: len(branch.clerk(ListNoted())) == 2, timeout=PATIENCE)
    assert {each.whole for each in branch.clerk(ListNoted())} == {Money(1_000_00)}


def _review_a_watch(qtbot: QtBot, branch: Branch, office: Office) -> None:
    branch.clock.at = branch.today_at(9).replace(year=2027, month=4, day=21)
    follow = shown(qtbot, FollowupPage, office)
    follow.segments.choose(Standing.DUE.value)
    qtbot.waitUntil(lambda: not follow.panel.watch.isHidden(), timeout=PATIENCE)
    follow.panel.watch.submit()
    assert follow.panel.watch.form.wrong("reason")
    follow.panel.watch.form.put({"reason": "按期还款"})
    follow.panel.watch.submit()
    qtbot.waitUntil(lambda: branch.clerk(ListWatched()) == (), timeout=PATIENCE)
