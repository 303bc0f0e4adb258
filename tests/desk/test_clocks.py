"""Legal clocks in the branch: from real instalments, notices and payments into the file, Today and the inbox."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.complaints import Brought, RegisterComplaint
from collectdesk.desk.contact.contacting import PostponeStep
from collectdesk.desk.contact.noticing import DecideNotice, MakeNotice, Wanted
from collectdesk.desk.contact.serving import PostNotice, Proof, ProveServed, SealNotices
from collectdesk.desk.customers.today import ShowInbox, ShowToday
from collectdesk.desk.rules.clocks import CaseClock, ListClocks, NoteLegalFact, ShowClocks
from collectdesk.desk.solutions.following import StartDay
from collectdesk.domain.contact.complaints import ComplaintChannel, ComplaintKind
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.legal_clocks import ClockState, FactKind, Since
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.refusals import Refused
from helpers.branches import LI, PRACTICE_DATE, WANG

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def clock(branch: Branch, code: str, name: str = LI) -> CaseClock:
    return next(each for each in branch.clerk(ShowClocks(branch.case_id(name))) if each.term.code == code)


def test_a_debt_has_its_limitation_and_its_notice_before_reporting_from_the_first_day(branch: Branch) -> None:
    found = clock(branch, "limitation")
    assert found.clock.since in (Since.LAST_INSTALMENT, Since.OLDEST_UNPAID, Since.PAYMENT)
    assert found.days_left is not None
    assert found.days_left > 365
    assert found.clock.state in (ClockState.RUNNING, ClockState.WAITING)
    assert "*" in found.about  # no account number whole
    assert clock(branch, "bureau_notice").clock.state is ClockState.OPEN


def test_what_is_noted_by_hand_needs_proof_and_a_day_that_has_been(branch: Branch) -> None:
    def noted(on: date, proof: str, product: str = "") -> str:
        with pytest.raises(Refused) as refused:
            branch.clerk(NoteLegalFact(branch.case_id(), FactKind.SUIT, on, proof, product))
        return refused.value.code

    assert noted(PRACTICE_DATE, " ") == "clock.proof_missing"
    assert noted(PRACTICE_DATE + timedelta(days=1), "立案通知书") == "clock.in_future"
    assert noted(PRACTICE_DATE, "立案通知书", "0" * 32) == "solution.other_product"


def test_limitation_that_ends_soon_stands_in_today_and_the_inbox_until_a_demand_is_proven(
    branch: Branch, tmp_path: Path
) -> None:
    branch.clerk(StartDay())
    assert all(not item.why.startswith("clock.") for item in branch.clerk(ShowToday()).items)
    called = date(2023, 3, 28)  # almost three years ago the whole debt was called due
    branch.clerk(NoteLegalFact(branch.case_id(WANG), FactKind.ACCELERATED, called, "宣布到期通知书及签收单"))
    found = clock(branch, "limitation", WANG)
    assert (found.clock.since, found.days_left, found.clock.state) == (
        Since.ACCELERATED,
        12,
        ClockState.ALARM,
    )
    item = next(item for item in branch.clerk(ShowToday()).items if item.why == "clock.limitation")
    assert (item.case_id, item.days_late) == (branch.case_id(WANG), -12)
    with pytest.raises(Refused) as refused:
        branch.clerk(PostponeStep(item.step_id, date(2026, 5, 1), "忙"))
    assert refused.value.code == "step.legal_term"
    waiting = branch.supervisor(ShowInbox()).clocks
    assert [(each.case_id, each.shown.term.code) for each in waiting] == [
        (branch.case_id(WANG), "limitation")
    ]
    demand(branch, tmp_path)
    branch.clerk(StartDay())
    assert clock(branch, "limitation", WANG).clock.since is Since.DEMAND
    assert all(item.why != "clock.limitation" for item in branch.clerk(ShowToday()).items)
    assert branch.supervisor(ListClocks()) == ()


def test_an_obstacle_takes_the_alarm_out_of_today_and_six_months_after_it_was_gone_it_rings_again(
    branch: Branch,
) -> None:
    def noted(kind: FactKind, on: date) -> None:
        branch.clerk(NoteLegalFact(branch.case_id(WANG), kind, on, "法院公告及公证材料"))

    def rings() -> bool:
        return any(item.why == "clock.limitation" for item in branch.clerk(ShowToday()).items)

    noted(FactKind.ACCELERATED, date(2023, 3, 28))
    assert rings()
    with pytest.raises(Refused) as refused:
        noted(FactKind.OBSTACLE_GONE, PRACTICE_DATE)
    assert refused.value.code == "clock.no_obstacle"
    noted(FactKind.NO_HEIR, date(2026, 3, 1))
    found = clock(branch, "limitation", WANG).clock
    assert (found.state, found.since, found.ends_on) == (ClockState.STILL, Since.OBSTACLE, None)
    assert not rings()
    noted(FactKind.OBSTACLE_GONE, PRACTICE_DATE)
    found = clock(branch, "limitation", WANG).clock
    assert (found.since, found.ends_on) == (Since.OBSTACLE_GONE, date(2026, 9, 18))
    with pytest.raises(Refused):
        noted(FactKind.OBSTACLE_GONE, PRACTICE_DATE)


def demand(branch: Branch, folder: Path) -> None:
    """A formal demand is written, approved, sealed, posted and signed for."""
    made = branch.clerk(
        MakeNotice(
            branch.case_id(WANG), Wanted("formal_demand", branch.point_id("home", WANG), Channel.LETTER)
        )
    )
    branch.supervisor(DecideNotice(made.notice_id, approve=True))
    branch.clerk(SealNotices((made.notice_id,), PRACTICE_DATE))
    branch.clerk(PostNotice(made.notice_id, PRACTICE_DATE, "EX123456789CN"))
    scan = folder / "回执.jpg"
    scan.write_bytes(b"\xff\xd8\xff" + bytes(2000))
    branch.clerk(ProveServed(made.notice_id, Proof(NoticeState.DELIVERED, PRACTICE_DATE, scan=scan)))


def test_an_objections_twenty_days_stand_among_the_clocks(branch: Branch) -> None:
    said = Brought(ComplaintKind.OBJECTION, LI, ComplaintChannel.BUREAU, PRACTICE_DATE, "bureau", "已还清")
    branch.clerk(RegisterComplaint(branch.case_id(), said))
    found = clock(branch, "bureau_objection")
    assert (found.days_left, found.clock.state) == (20, ClockState.RUNNING)
    assert found.about.startswith("YS-")
