"""What follows a solution in a real branch: reminders, another way, watching on, cases given out, shared payments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.rules import gate
from collectdesk.desk.solutions.designating import SharePayment, TrySharing
from collectdesk.desk.solutions.following import ShowFollowUps, StartDay
from collectdesk.desk.solutions.handing_out import (
    HandOut,
    ListHandings,
    PrintHandingFile,
    Result,
    TakeBack,
    Taker,
)
from collectdesk.desk.solutions.keeping_word import KeptBy, ShowKeptRates
from collectdesk.desk.solutions.noting import ListNoted, NotedState
from collectdesk.desk.solutions.watching import ListWatched, ReviewWatch
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.customers.cases import CaseState, StepKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.effect import Span
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.solutions.watching import WatchSign, WatchState
from collectdesk.store.cases import cases
from desk.test_customer_papers import words_of
from helpers.branches import ACCOUNTS, LI, OUYANG, OUYANG_CARD, PRACTICE_DATE, WANG, overdue_row, payment_row

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def steps(branch: Branch, name: str = LI) -> dict[StepKind, tuple[date, str]]:
    found = branch.ask(lambda view: cases.steps(view, case_id=branch.case_id(name)))
    return {step.kind: (step.due_on, step.why) for step in found}


def go_to(branch: Branch, day: date, hour: int = 9) -> None:
    branch.clock.at = branch.today_at(hour).replace(year=day.year, month=day.month, day=day.day)


def payments_to(branch: Branch, day: date) -> None:
    """The payments of a day are in; none is of those tested."""
    go_to(branch, day)
    branch.take(LedgerKind.PAYMENTS, [payment_row(f"ZZ{day}", OUYANG_CARD, day, 1)], day)


def test_a_promise_is_reminded_of_and_broken_ones_change_the_way(branch: Branch) -> None:
    branch.promise(LI, 50_000, date(2026, 4, 2))
    assert steps(branch)[StepKind.FOLLOW_PROMISE] == (date(2026, 3, 30), "remind.steady")
    go_to(branch, date(2026, 3, 30))
    deed = LogContact(branch.case_id(), Channel.PHONE, branch.now, Reached.NOBODY, ContactOutcome.NO_ANSWER,
                      point_id=branch.point_id("mobile"))  # fmt: skip
    branch.clerk(deed)
    assert steps(branch)[StepKind.FOLLOW_PROMISE][1] == "remind.steady"  # nobody was reminded yet
    branch.call(LI, ContactOutcome.NOTED)
    assert steps(branch)[StepKind.FOLLOW_PROMISE] == (date(2026, 4, 2), "promise.due")
    expected = {
        1: (StepKind.PROMISE_BROKEN, "promise.broken"),
        2: (StepKind.SOLUTION, "adjust.broken.solution"),
        3: (StepKind.ASSESS, "adjust.broken.assess"),
    }
    for count, (kind, why) in expected.items():
        day = date(2026, 4, 2) + timedelta(days=8 * (count - 1))
        if count > 1:
            branch.promise(LI, 50_000, day)
            assert steps(branch)[StepKind.FOLLOW_PROMISE][1] in ("promise.due", "remind.broke_last")
        payments_to(branch, day + timedelta(days=1))
        branch.clerk(StartDay())
        assert steps(branch)[kind] == (day + timedelta(days=1), why)
    rates = branch.supervisor(ShowKeptRates(Span.YEAR))
    assert [(r.name, r.share.part, r.share.of) for r in rates.by[KeptBy.CLERK]] == [("陈静", 0, 3)]
    assert [(r.key, r.share.of) for r in rates.by[KeptBy.REASON]] == [("unknown", 3)]
    assert rates.customers[rates.by[KeptBy.CASE][0].key] == branch.customer_id(LI)
    assert LI in rates.by[KeptBy.CASE][0].name
    assert LI not in branch.auditor(ShowKeptRates(Span.YEAR)).by[KeptBy.CASE][0].name


def test_five_calls_that_nobody_answers_ask_for_another_way(branch: Branch) -> None:
    for _ in range(5):
        branch.advance(days=1)
        branch.clerk(
            LogContact(branch.case_id(), Channel.PHONE, branch.now, Reached.NOBODY, ContactOutcome.NO_ANSWER,
                       point_id=branch.point_id("mobile"))
        )  # fmt: skip
    assert steps(branch)[StepKind.ASSESS][1] == "adjust.unanswered.assess"


def test_a_running_plan_reminds_without_collecting_and_is_reviewed_when_its_watch_ends(
    branch: Branch,
) -> None:
    plan = branch.offer(count=2)
    branch.agree(plan)
    assert steps(branch)[StepKind.FOLLOW_PLAN] == (date(2026, 4, 17), "remind.steady")
    assert purpose(branch) == "collect"  # nothing is to be reminded of yet: collection stops
    go_to(branch, date(2026, 4, 17))
    assert purpose(branch) == "remind"
    branch.call(LI, ContactOutcome.NOTED)
    assert steps(branch)[StepKind.FOLLOW_PLAN] == (date(2026, 4, 20), "plan.instalment_due")
    half = branch.products()[0].overdue.fen // 2 + 1
    payments_to(branch, date(2026, 4, 21))
    assert steps(branch)[StepKind.FOLLOW_PLAN] == (date(2026, 4, 21), "plan.in_grace")
    go_to(branch, date(2026, 4, 22))
    branch.take(
        LedgerKind.PAYMENTS, [payment_row("HK1", ACCOUNTS[LI], date(2026, 4, 22), half)], date(2026, 4, 22)
    )
    assert steps(branch)[StepKind.FOLLOW_PLAN] == (date(2026, 5, 13), "remind.paid_late")
    (line,) = branch.clerk(ListWatched())
    assert (line.until_on, line.sign, line.late) == (date(2027, 4, 20), WatchSign.WATCHED, 1)
    with pytest.raises(Refused) as refused:
        branch.supervisor(ReviewWatch(line.watch_id, passed=True, reason="守约"))
    assert refused.value.code == "watch.too_early"
    with pytest.raises(NotPermitted, match="approve"):
        branch.clerk(ReviewWatch(line.watch_id, passed=True, reason="守约"))
    go_to(branch, date(2027, 4, 20))
    assert branch.clerk(ListWatched())[0].sign is WatchSign.REVIEW_DUE
    longer = ReviewWatch(line.watch_id, passed=False, reason="一期迟还", longer_to=date(2027, 10, 20))
    assert branch.supervisor(longer) is WatchState.LONGER
    (again,) = branch.clerk(ListWatched())
    go_to(branch, date(2027, 10, 20))
    assert branch.supervisor(ReviewWatch(again.watch_id, passed=True, reason="按期还款")) is WatchState.PASSED
    assert branch.clerk(ListWatched()) == ()


def purpose(branch: Branch) -> object:
    point = branch.point_id("mobile")
    facts = branch.ask(lambda view: gate.facts_now(view, branch.case_id(), point, Act.CALL))
    assert facts["holds"] == frozenset({"plan_active"})
    return facts["contact_purpose"]


def test_who_owes_nothing_overdue_is_watched_and_a_relapse_stands_out(branch: Branch) -> None:
    branch.advance(days=1)
    branch.take(LedgerKind.OVERDUE, [overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, 0, 23_155_88, 0)],
                date(2026, 3, 19))  # fmt: skip
    (line,) = branch.clerk(ShowFollowUps()).watched
    assert (line.name, line.sign, line.until_on) == (WANG, WatchSign.WATCHED, date(2026, 6, 17))
    branch.advance(days=30)
    branch.take(LedgerKind.OVERDUE, [overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, 500_00, 23_155_88, 3)],
                date(2026, 4, 18))  # fmt: skip
    (line,) = branch.clerk(ShowFollowUps()).watched
    assert (line.sign, line.overdue) == (WatchSign.RELAPSED, Money(500_00))
    assert steps(branch, WANG)[StepKind.CALL][1] == "case.relapsed"
    branch.advance(days=100)
    assert branch.clerk(ShowFollowUps()).watched == ()


def test_a_case_goes_to_an_agency_with_its_file_rests_and_comes_back(branch: Branch, tmp_path: Path) -> None:
    branch.promise(LI)
    until = date(2026, 6, 30)
    proofs = ("委外协议2026-03，档案柜2", "影响评估2026-01，合规部")
    out = HandOut(branch.case_id(), Taker.AGENCY, "云岭信诚催收有限公司", "三次失约", until, "", *proofs)
    with pytest.raises(NotPermitted, match="assign"):
        branch.clerk(out)
    handed = branch.supervisor(out)
    with pytest.raises(Refused) as refused:
        branch.supervisor(out)
    assert refused.value.code == "handing.out_already"
    assert branch.ask(lambda v: cases.standing_holds(v, branch.case_id())) == {"entrusted"}
    assert steps(branch)[StepKind.REVIEW] == (until, "handing.back_by")
    target = tmp_path / "file.pdf"
    printed = branch.supervisor(PrintHandingFile(target, handed))
    told = words_of(target)
    assert printed.pages >= 2
    assert all(part in told for part in (printed.number, "12,845.36", "500.00", "归还单", "委外协议2026-03"))
    assert "19900000001" not in told  # numbers aren't handed about on paper
    branch.clerk(TakeBack(handed, Result.PART_PAID, papers_back=False, note="还款协议原件未还，机构保管"))
    (kept,) = branch.clerk(ListHandings(branch.case_id()))
    assert (kept.result, kept.returned_on, kept.papers_back) == (Result.PART_PAID, PRACTICE_DATE, False)
    assert branch.ask(lambda v: cases.standing_holds(v, branch.case_id())) == set()
    assert steps(branch)[StepKind.CALL][1] == "handing.returned"


def test_a_case_before_the_court_stands_so_in_the_file(branch: Branch, tmp_path: Path) -> None:
    handed = branch.supervisor(HandOut(branch.case_id(), Taker.LITIGATION, "云岭县人民法院", "起诉"))
    assert branch.clerk(OpenFile(branch.customer_id(LI))).state is CaseState.LEGAL
    target = tmp_path / "court.pdf"
    branch.supervisor(PrintHandingFile(target, handed, "en"))
    assert "Filingasuitstopslimitation" in words_of(target)
    branch.clerk(TakeBack(handed, Result.TITLE, papers_back=True))
    assert branch.clerk(OpenFile(branch.customer_id(LI))).state is not CaseState.LEGAL


def test_one_payment_is_shared_by_the_debtors_word_else_by_law_and_never_in_halves(branch: Branch) -> None:
    who = branch.customer_id(OUYANG)
    loan, card = (next(p.id for p in branch.products(OUYANG) if p.account_no == no)
                  for no in (ACCOUNTS[OUYANG], OUYANG_CARD))  # fmt: skip
    by_law = branch.clerk(TrySharing(who, Money(1_000_00), PRACTICE_DATE))
    assert {s.product_id: s.gets.fen for s in by_law.shares} == {
        card: 900_00,
        loan: 100_00,
    }  # the dearer first
    named = branch.clerk(TrySharing(who, Money(1_000_00), PRACTICE_DATE, (loan,)))
    assert {s.product_id: s.gets.fen for s in named.shares} == {card: 0, loan: 1_000_00}
    with pytest.raises(Refused) as refused:
        branch.clerk(SharePayment(who, Money(2_900_01), PRACTICE_DATE, "slip", (loan,)))
    assert refused.value.code == "designation.above_owed"
    assert refused.value.facts["rest"] == Money(1)
    assert branch.clerk(ListNoted()) == ()  # nothing in halves
    branch.clerk(SharePayment(who, Money(2_500_00), PRACTICE_DATE, "slip", (loan,)))
    parts = branch.clerk(ListNoted(NotedState.PROVISIONAL))
    assert {(p.product_id, p.amount.fen, p.whole) for p in parts} == {
        (loan, 2_000_00, Money(2_500_00)), (card, 500_00, Money(2_500_00)),
    }  # fmt: skip
    branch.advance(days=1)
    branch.take(
        LedgerKind.PAYMENTS,
        [payment_row("HK9", ACCOUNTS[OUYANG], PRACTICE_DATE, 2_000_00)],
        date(2026, 3, 19),
    )
    assert [p.product_id for p in branch.clerk(ListNoted(NotedState.CONFIRMED))] == [loan]
