"""Who is reminded when, what follows what, who is watched how long, and who may take a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from collectdesk import resources
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.adjusting import Adjustment, Outcome, adjustment, in_a_row, read_adjustments
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.handing import (
    Handing,
    HandingState,
    Result,
    Taker,
    require_handing,
    require_return,
)
from collectdesk.domain.solutions.kept_rates import Judged, KeptBy, kept_rates
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.solutions.rhythm import Kept, paid_late, remind, steadiness
from collectdesk.domain.solutions.schedules import plan_equal_instalments
from collectdesk.domain.solutions.solution_table import SolutionTableBroken, Steadiness, load_solution_table
from collectdesk.domain.solutions.watching import (
    Watch,
    WatchSign,
    WatchState,
    require_review,
    sign_of,
    watch_until,
)
from collectdesk.terms_solutions import WHY_NEXT

TODAY = date(2026, 3, 18)
TABLE_TEXT = resources.path("solutions", "cn.toml").read_text("utf-8")
TABLE = load_solution_table(TABLE_TEXT)
KEPT, PART, BROKEN = PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN


@dataclass(frozen=True, slots=True)
class Paid:
    paid_on: date
    amount: Money


def weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("kept", "how", "why"),
    [
        (Kept(), Steadiness.STEADY, "remind.steady"),
        (Kept(broken=1), Steadiness.SHAKY, "remind.broke_before"),
        (Kept(broken=1, high_risk=True), Steadiness.SHAKY, "remind.high_risk"),
        (Kept(broken=1, broke_last=True, high_risk=True), Steadiness.AFTER_MISS, "remind.broke_last"),
        (Kept(paid_late=1), Steadiness.AFTER_MISS, "remind.paid_late"),
    ],
)
def test_what_was_missed_last_weighs_most_then_the_risk_then_older_breaks(
    kept: Kept, how: Steadiness, why: str
) -> None:
    assert steadiness(kept) == (how, why)


@pytest.mark.parametrize(
    ("due_on", "kept", "on"),
    [
        (date(2026, 4, 20), Kept(), date(2026, 4, 17)),  # three days before
        (date(2026, 4, 20), Kept(high_risk=True), date(2026, 4, 15)),  # five
        (date(2026, 4, 21), Kept(paid_late=1), date(2026, 4, 14)),  # seven
        (date(2026, 4, 8), Kept(), date(2026, 4, 3)),  # the fifth is a Sunday: the workday before
        (date(2026, 3, 20), Kept(), TODAY),  # never before today
        (TODAY, Kept(), None),
    ],
)
def test_the_reminder_comes_on_a_workday_before_the_due_day(
    due_on: date, kept: Kept, on: date | None
) -> None:
    found = remind(due_on, TODAY, kept, TABLE, weekday)
    assert (found.on if found else None) == on


@pytest.mark.parametrize(
    ("kind", "kept", "on", "why"),
    [
        ("instalments", Kept(), date(2026, 4, 17), "remind.steady"),  # no days of its own: three before
        ("settlement", Kept(), date(2026, 4, 13), "remind.settlement.steady"),  # one date only: seven
        ("settlement", Kept(broken=1), date(2026, 4, 10), "remind.settlement.shaky"),
        ("waiver", Kept(paid_late=1), date(2026, 4, 10), "remind.waiver.after_miss"),
    ],
)
def test_a_kind_of_plan_that_one_miss_ends_is_reminded_of_earlier_and_says_so(
    kind: str, kept: Kept, on: date, why: str
) -> None:
    found = remind(date(2026, 4, 20), TODAY, kept, TABLE, weekday, kind)
    assert found is not None
    assert (found.on, found.why) == (on, why)


def test_the_rhythm_of_a_kind_there_is_none_of_is_refused_and_every_reason_is_worded() -> None:
    with pytest.raises(SolutionTableBroken):
        load_solution_table(TABLE_TEXT.replace("settlement = {", "instalment = {"))
    made = {f"remind.{kind.value}.{how.value}" for kind in ArrangementKind for how in Steadiness}
    assert made <= set(WHY_NEXT)


def test_an_instalment_that_came_after_its_day_counts_as_late_even_once_it_is_paid() -> None:
    plan = plan_equal_instalments(Money.yuan(300), 3, date(2026, 4, 20), today=TODAY)
    paid = [Paid(date(2026, 4, 22), Money.yuan(100)), Paid(date(2026, 5, 20), Money.yuan(100))]
    assert paid_late(plan, paid, date(2026, 4, 20), TODAY) == 0
    assert paid_late(plan, paid, date(2026, 6, 1), TODAY) == 1
    assert paid_late(plan, paid, date(2026, 7, 1), TODAY) == 2


@pytest.mark.parametrize(
    ("before", "newest", "count"),
    [
        ([], BROKEN, 1),
        ([KEPT, BROKEN, PART], BROKEN, 3),  # a part paid is a word not kept
        ([BROKEN, PromiseState.SUPERSEDED], BROKEN, 2),  # what was replaced says nothing
        ([BROKEN, BROKEN], KEPT, 1),
        ([BROKEN, KEPT, KEPT], KEPT, 3),
    ],
)
def test_a_row_ends_where_the_word_was_kept(
    before: list[PromiseState], newest: PromiseState, count: int
) -> None:
    assert in_a_row(before, newest) == count


@pytest.mark.parametrize(
    ("after", "count", "step"),
    [
        (Outcome.BROKEN, 1, StepKind.PROMISE_BROKEN),
        (Outcome.BROKEN, 2, StepKind.SOLUTION),
        (Outcome.BROKEN, 9, StepKind.ASSESS),
        (Outcome.PARTLY_KEPT, 3, StepKind.SOLUTION),
        (Outcome.KEPT, 3, StepKind.REVIEW),
        (Outcome.PLAN_BROKEN, 2, StepKind.ASSESS),
        (Outcome.UNANSWERED, 5, StepKind.ASSESS),
    ],
)
def test_the_strategy_changes_with_what_came_of_it(after: Outcome, count: int, step: StepKind) -> None:
    found = adjustment(TABLE.adjustments, after, count)
    assert found is not None
    assert found.step is step
    assert found.why == f"adjust.{after.value}.{step.value}"


def test_few_unanswered_calls_change_nothing_yet() -> None:
    assert adjustment(TABLE.adjustments, Outcome.UNANSWERED, 4) is None


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ('"broken", in_a_row = 2, step = "solution"', '"broken", in_a_row = 2, step = "request_visit"'),
        ('{ after = "broken", in_a_row = 1,', '{ after = "broken", in_a_row = 4,'),
        ('step = "review", days = 30', 'step = "review", days = 300'),
        ("[relapse]\n", "[relapsing]\n"),
        ("grace_days = 3\nsource", "grace_days = -3\nsource"),
    ],
)  # fmt: skip
def test_a_table_that_would_send_somebody_for_a_broken_word_or_names_no_first_step_is_refused(
    there: str, instead: str
) -> None:
    assert there in TABLE_TEXT
    with pytest.raises(SolutionTableBroken):
        load_solution_table(TABLE_TEXT.replace(there, instead, 1))


def test_a_row_of_the_table_is_read_as_it_stands() -> None:
    rows = [
        {"after": each.value, "in_a_row": 1, "step": "assess", "days": 0}
        for each in Outcome
        if each is not Outcome.KEPT
    ]
    rows.append({"after": "kept", "in_a_row": 1, "step": "review", "days": 7})
    assert Adjustment(Outcome.KEPT, 1, StepKind.REVIEW, 7) in read_adjustments(rows)


def test_rates_count_kept_of_judged_under_every_key() -> None:
    judged = [
        Judged(KEPT, {KeptBy.REASON: ("ill", "jobless")}),
        Judged(PART, {KeptBy.REASON: ("ill",)}),
        Judged(BROKEN, {KeptBy.REASON: ("ill",)}),
    ]
    found = {rate.key: (rate.share.part, rate.share.of) for rate in kept_rates(judged, KeptBy.REASON)}
    assert found == {"ill": (1, 3), "jobless": (1, 1)}


def test_a_settlement_leaves_nothing_to_watch_and_a_plan_is_watched_from_its_first_day() -> None:
    plan = plan_equal_instalments(Money.yuan(300), 3, date(2026, 4, 20), today=TODAY)
    assert watch_until(ArrangementKind.SETTLEMENT, plan, 12) is None
    assert watch_until(ArrangementKind.REAGEING, plan, 12) == date(2027, 4, 20)


WATCH = Watch("w", "a", "c", TODAY, date(2027, 4, 20), WatchState.RUNNING, "", 1)
OVER = date(2027, 4, 20)


@pytest.mark.parametrize(
    ("today", "passed", "reason", "longer_to", "code"),
    [
        (TODAY, True, "守约", None, "watch.too_early"),
        (OVER, True, " ", None, "watch.reason_missing"),
        (OVER, False, "迟还", None, "watch.longer_day"),
        (OVER, False, "迟还", OVER, "watch.longer_day"),
        (OVER, False, "迟还", date(2029, 5, 1), "watch.longer_day"),
    ],
)
def test_a_review_that_cannot_be_is_refused(
    today: date, passed: bool, reason: str, longer_to: date | None, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        require_review(WATCH, today, passed=passed, reason=reason, longer_to=longer_to)
    assert refused.value.code == code


def test_overdue_again_stands_above_a_review_that_is_due() -> None:
    assert sign_of(Money(1), OVER, OVER, reviewed=False) is WatchSign.RELAPSED
    assert sign_of(Money(0), OVER, OVER, reviewed=False) is WatchSign.REVIEW_DUE
    assert sign_of(Money(0), OVER, OVER - timedelta(days=1), reviewed=False) is WatchSign.WATCHED


@pytest.mark.parametrize(
    ("taker", "said", "code"),
    [
        (Taker.LITIGATION, {"receiver": " "}, "handing.receiver_missing"),
        (Taker.LITIGATION, {"reason": ""}, "handing.reason_missing"),
        (Taker.AGENCY, {"agreement": ""}, "handing.agreement_missing"),
        (Taker.AGENCY, {"back_by": None}, "handing.back_by_missing"),
        (Taker.ARBITRATION, {"back_by": TODAY}, "handing.back_by_past"),
    ],
)
def test_nobody_gets_a_case_without_name_reason_agreement_and_end(
    taker: Taker, said: dict[str, object], code: str
) -> None:
    given: dict[str, object] = {
        "receiver": "县人民法院", "reason": "起诉", "agreement": "2026-01", "back_by": OVER, "today": TODAY, **said
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        require_handing(taker, **given)  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("state", "taker", "result", "papers", "code"),
    [
        (HandingState.RETURNED, Taker.AGENCY, Result.PAID, True, "handing.back_already"),
        (HandingState.OUT, Taker.AGENCY, Result.TITLE, True, "handing.result_impossible"),
        (HandingState.OUT, Taker.LITIGATION, Result.TITLE, False, "handing.papers_where"),
    ],
)
def test_a_return_that_cannot_be_is_refused(
    state: HandingState, taker: Taker, result: Result, papers: bool, code: str
) -> None:
    kept = Handing(
        "h", "YJ-2026-00001", "c", taker, "某公司", "", "", "", "催收", TODAY, None, Money(1), state, "", None, None,
        None, "", "", 1,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        require_return(kept, result, papers_back=papers, note="")
    assert refused.value.code == code
