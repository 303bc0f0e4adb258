"""A team's day: nobody leaves unreleased, what fell away is withdrawn by name, no page is ever just gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.visits.board_moves import MoveVisit
from collectdesk.desk.visits.notifying import NotifyCustomer
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.rounds import (
    CloseRound,
    MarkOut,
    MarkRoundBack,
    RecheckRound,
    ReleaseRound,
    RoundLine,
    Settled,
    SettleSheets,
    ShowRounds,
)
from collectdesk.desk.visits.safety import WhoIsOut
from collectdesk.desk.visits.visiting import ListRequests
from collectdesk.domain.contact.contacts import Channel, ContactOutcome
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import Fate, FellAway, RoundStage, Tally
from collectdesk.domain.visits.visits import RequestState
from helpers.branches import ACCOUNTS, LI, PRACTICE_DATE, WANG, Branch, payment_row

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

WHY = "客户失联"
TOMORROW = PRACTICE_DATE + timedelta(days=1)


def visited(branch: Branch, *names: str, days: int = 0) -> list[str]:
    """Planned for this afternoon, or some days on, every customer told."""
    made = []
    for hour, name in enumerate(names, 14):
        branch.call(name)
        request_id = branch.request(name)
        branch.approve(request_id)
        visit = branch.plan(request_id, branch.today_at(hour, days=days))
        branch.clerk(
            NotifyCustomer(visit, branch.point_id("mobile", name), Channel.PHONE, ContactOutcome.VISIT_AGREED)
        )
        made.append(visit)
    return made


def line(branch: Branch) -> RoundLine:
    (found,) = branch.clerk(ShowRounds(PRACTICE_DATE))
    return found


def crew(branch: Branch) -> tuple[str, str]:
    return branch.staff_id("C01"), branch.staff_id("S01")


def printed(branch: Branch, folder: Path, *visits: str) -> None:
    branch.supervisor(PrintKit(folder / "kit.pdf", visits, reason=WHY))


def release(branch: Branch) -> None:
    branch.supervisor(ReleaseRound(PRACTICE_DATE, *crew(branch)))


def pay(branch: Branch, name: str, day: date) -> None:
    """The customer pays everything that is overdue."""
    owed = sum(product.overdue.fen for product in branch.products(name))
    branch.take(LedgerKind.PAYMENTS, [payment_row("P1", ACCOUNTS[name], day, owed)], day)


def code(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


def test_a_team_whose_sheets_arent_all_printed_isnt_released(branch: Branch, tmp_path: Path) -> None:
    first, _second = visited(branch, LI, WANG)
    printed(branch, tmp_path, first)
    with pytest.raises(Refused) as error:
        release(branch)
    assert code(error) == "round.not_printed"
    assert line(branch).stage is RoundStage.PLANNED


def test_a_stop_under_a_new_hold_is_withdrawn_by_name_and_its_sheets_pulled_out(
    branch: Branch, tmp_path: Path
) -> None:
    first, second = visited(branch, LI, WANG)
    printed(branch, tmp_path, first, second)
    branch.hold("dispute", WANG)
    stop = next(one for one in line(branch).stops if one.name == WANG)
    assert stop.fallen is not None
    assert stop.fallen.why is FellAway.RULE
    assert stop.fallen.decisions
    found = branch.supervisor(ReleaseRound(PRACTICE_DATE, *crew(branch)))
    assert [one.name for one in found.withdrawn] == [WANG]
    assert list(found.pull_out) == [stop.number]
    assert found.left == 1
    pages = [one for one in line(branch).sheets if one.visit_no == stop.number]
    assert [page.proposed for page in pages] == [Fate.WITHDRAWN] * 3
    states = {one.name: one.state for one in branch.clerk(ListRequests())}
    assert states == {LI: RequestState.PLANNED, WANG: RequestState.WITHDRAWN}
    reasons = {one.name: one.decision_reason for one in branch.clerk(ListRequests())}
    assert reasons[WANG] == "recheck.rule"


def test_who_paid_overnight_is_withdrawn_before_the_kit_is_printed(branch: Branch) -> None:
    visited(branch, LI, WANG, days=1)
    branch.advance(days=1)
    pay(branch, WANG, TOMORROW)
    found = branch.clerk(RecheckRound(TOMORROW, *crew(branch)))
    assert [(one.name, one.fallen.why) for one in found.withdrawn if one.fallen] == [(WANG, FellAway.PAID)]
    assert found.pull_out == ()
    assert found.left == 1
    again = branch.clerk(RecheckRound(TOMORROW, *crew(branch)))
    assert again.withdrawn == ()


def test_a_team_with_nothing_left_isnt_released(branch: Branch, tmp_path: Path) -> None:
    (visit,) = visited(branch, LI)
    printed(branch, tmp_path, visit)
    branch.hold("dispute", LI)
    with pytest.raises(Refused) as error:
        release(branch)
    assert code(error) == "round.empty"


def test_nobody_leaves_unreleased_nor_comes_back_without_having_left(branch: Branch, tmp_path: Path) -> None:
    (visit,) = visited(branch, LI)
    printed(branch, tmp_path, visit)
    round_id = line(branch).round_id
    for deed, expected in (
        (MarkOut(round_id), "round.not_released"),
        (MarkRoundBack(round_id), "round.not_out"),
    ):
        with pytest.raises(Refused) as error:
            branch.clerk(deed)
        assert code(error) == expected


def test_a_day_whose_pages_nobody_accounted_for_stays_open(branch: Branch, tmp_path: Path) -> None:
    (visit,) = visited(branch, LI)
    printed(branch, tmp_path, visit)
    release(branch)
    round_id = line(branch).round_id
    branch.clerk(MarkOut(round_id))
    with pytest.raises(Refused) as error:
        branch.clerk(CloseRound(round_id))
    assert code(error) == "round.still_out"
    branch.advance(hours=6, minutes=30)
    assert branch.clerk(WhoIsOut()).overdue
    branch.clerk(MarkRoundBack(round_id))
    assert not branch.clerk(WhoIsOut()).outings
    with pytest.raises(Refused) as error:
        branch.clerk(CloseRound(round_id))
    assert code(error) == "round.sheets_open"
    assert error.value.facts["count"] == 3
    assert line(branch).stage is RoundStage.BACK


def test_one_key_closes_a_day_where_nothing_is_odd(branch: Branch, tmp_path: Path) -> None:
    (visit,) = visited(branch, LI)
    printed(branch, tmp_path, visit)
    release(branch)
    round_id = line(branch).round_id
    branch.clerk(MarkOut(round_id))
    branch.advance(hours=6)
    branch.clerk(MarkRoundBack(round_id))
    branch.record(visit)
    assert branch.clerk(CloseRound(round_id, Tally(42_500, Money(3000), "停车"))) == 5
    closed = line(branch)
    assert closed.stage is RoundStage.CLOSED
    assert [page.sheet.fate for page in closed.sheets] == [*[Fate.RETURNED] * 4, Fate.LEFT]
    assert closed.tally == Tally(42_500, Money(3000), "停车")
    with pytest.raises(Refused) as error:
        branch.clerk(CloseRound(round_id))
    assert code(error) == "round.closed"
    with pytest.raises(Refused) as error:
        branch.clerk(SettleSheets(round_id, (Settled(closed.sheets[0].sheet.id, Fate.UNUSED),)))
    assert code(error) == "round.closed"


def test_a_lost_page_is_the_supervisors_word_with_a_reason(branch: Branch, tmp_path: Path) -> None:
    (visit,) = visited(branch, LI)
    printed(branch, tmp_path, visit)
    pages = line(branch).sheets
    lost = SettleSheets(
        line(branch).round_id, (Settled(pages[1].sheet.id, Fate.LOST, "落在出租车上，已报失"),)
    )
    with pytest.raises(Refused) as error:
        branch.clerk(lost)
    assert code(error) == "sheet.lost_by_supervisor"
    branch.supervisor(lost)
    assert line(branch).sheets[1].sheet.reason == "落在出租车上，已报失"


def test_pages_printed_again_leave_the_old_ones_to_be_pulled_out(branch: Branch, tmp_path: Path) -> None:
    (visit,) = visited(branch, LI)
    printed(branch, tmp_path, visit)
    printed(branch, tmp_path, visit)
    found = [(page.sheet.copy, page.proposed) for page in line(branch).sheets if page.visit_no]
    assert found == [(1, Fate.WITHDRAWN)] * 3 + [(2, None)] * 3


def test_a_moved_visits_pages_are_to_be_pulled_out(branch: Branch, tmp_path: Path) -> None:
    (visit,) = visited(branch, LI)
    printed(branch, tmp_path, visit)
    branch.clerk(MoveVisit(visit, branch.today_at(16), *crew(branch)))
    assert [page.proposed for page in line(branch).sheets if page.visit_no] == [Fate.WITHDRAWN] * 3


def test_a_customer_told_before_the_move_isnt_told_of_the_new_time(branch: Branch, tmp_path: Path) -> None:
    (visit,) = visited(branch, LI)
    branch.clerk(MoveVisit(visit, branch.today_at(16), *crew(branch)))
    moved = branch.clerk(MoveVisit(visit, branch.today_at(14), *crew(branch)))
    assert not moved.tell_again


@pytest.mark.parametrize("login", ["auditor", "administrator"])
def test_who_doesnt_work_visits_releases_nobody(branch: Branch, login: str) -> None:
    from collectdesk.desk.pipeline import NotPermitted

    visited(branch, LI)
    with pytest.raises(NotPermitted):
        branch.run(login, ReleaseRound(PRACTICE_DATE, *crew(branch)))
