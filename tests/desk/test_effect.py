"""The figures against a real branch: what is counted, what isn't, and the rows behind each number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.results.effect import EffectFigures, Figure, ListFigure, RollFigures, ShowEffect
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.customers.products import Bucket, ProductKind, bucket_of
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.paper.records import Entry, VisitOutcome
from collectdesk.domain.refusals import RuleBroken
from collectdesk.domain.results.effect import Share, Span
from collectdesk.domain.solutions.promises import PromiseState
from helpers.branches import ACCOUNTS, LI, OUYANG, OUYANG_CARD, PRACTICE_DATE, WANG, overdue_row

if TYPE_CHECKING:
    from helpers.branches import Branch

EDGES = (0, 1, 30, 31, 60, 61, 90, 91, 120, 121, 150, 151, 180, 181, 4000)


def shown(branch: Branch, span: Span = Span.MONTH, as_of: date | None = None) -> EffectFigures:
    return branch.supervisor(ShowEffect(span, as_of, whole=True))


def counts(figures: EffectFigures) -> dict[str, int]:
    return {each.bucket.value: each.products for each in figures.buckets if each.products}


def test_an_administrator_sees_no_figure(branch: Branch) -> None:
    with pytest.raises(NotPermitted):
        branch.administrator(ShowEffect())


def test_a_branch_in_which_nothing_was_done_shows_noughts(branch: Branch) -> None:
    found = shown(branch)
    assert found.roll is None
    assert found.kept == Share(0, 0)
    assert found.right_party == Share(0, 0)
    assert (found.visits, found.rules) == ((), ())


def test_the_database_draws_the_same_buckets_as_the_rules_of_the_work(branch: Branch) -> None:
    rows = [
        overdue_row(40 + at, f"客{at}", f"62284800000099{at:02d}", ProductKind.LOAN, 100_00, 900_00, dpd)
        for at, dpd in enumerate(EDGES)
    ]
    before = counts(shown(branch))
    branch.take(LedgerKind.OVERDUE, rows, PRACTICE_DATE + timedelta(days=1))
    after = counts(shown(branch, as_of=PRACTICE_DATE + timedelta(days=1)))
    for bucket in Bucket:
        expected = sum(bucket_of(dpd) is bucket for dpd in EDGES)
        assert after.get(bucket.value, 0) - before.get(bucket.value, 0) == expected, bucket


def test_overdue_is_what_core_banking_said_by_that_day(branch: Branch) -> None:
    found = shown(branch)
    assert counts(found) == {"M1": 1, "M2": 1, "M3": 1, "M4": 1}
    assert found.overdue.products == 4
    assert found.overdue.overdue.fen == 12_845_36 + 4_021_17 + 2_000_00 + 900_00
    assert counts(shown(branch, as_of=PRACTICE_DATE - timedelta(days=1))) == {}


def test_each_number_of_a_bucket_opens_as_many_rows(branch: Branch) -> None:
    for figure in shown(branch).buckets:
        rows = branch.supervisor(ListFigure(Figure.BUCKET, figure.bucket.value))
        assert len(rows) == figure.products
    everything = branch.supervisor(ListFigure(Figure.BUCKET, ""))
    assert [row.name for row in everything] == [OUYANG, LI, WANG, OUYANG]
    assert all(row.customer_id and row.case_no for row in everything)


def test_an_auditor_reads_the_rows_with_names_masked(branch: Branch) -> None:
    names = {row.name for row in branch.auditor(ListFigure(Figure.BUCKET, ""))}
    assert not names & {LI, WANG, OUYANG}


def roll(branch: Branch) -> RollFigures:
    """A week later one is worse, one better, one is on no list any more, and one is new."""
    later = PRACTICE_DATE + timedelta(days=7)
    rows = [
        overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, 12_845_36, 186_300_00, 92),
        overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, 1_00, 23_155_88, 3),
        overdue_row(3, OUYANG, OUYANG_CARD, ProductKind.CARD, 900_00, 9_000_00, 27),
        overdue_row(9, "新客", "6228480000000099999", ProductKind.LOAN, 10_00, 9_000_00, 1),
    ]
    branch.take(LedgerKind.OVERDUE, rows, later)
    branch.advance(days=7)
    found = shown(branch).roll
    assert found is not None
    return found


def test_products_roll_between_the_two_newest_lists(branch: Branch) -> None:
    found = roll(branch)
    assert found.cells == {
        (Bucket.M3, Bucket.M4): 1,
        (Bucket.M2, Bucket.M1): 1,
        (Bucket.M1, Bucket.M1): 1,
        (Bucket.M4, None): 1,
        (None, Bucket.M1): 1,
    }
    assert found.new == 1
    rates = {row.bucket: row.forward for row in found.rows if row.before}
    assert rates[Bucket.M3] == Share(1, 1)
    assert rates[Bucket.M4] == Share(0, 1)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("M3>M4", [LI]),
        ("M3>older", [LI]),
        ("M2>older", []),
        ("M4>", [OUYANG]),
        (">M1", ["新客"]),
        ("M0>M1", []),
    ],
)
def test_a_cell_of_the_matrix_opens_its_products(branch: Branch, key: str, names: list[str]) -> None:
    roll(branch)
    assert [row.name for row in branch.supervisor(ListFigure(Figure.ROLL, key))] == names


def test_promises_count_by_the_day_they_fell_due_and_running_ones_always(branch: Branch) -> None:
    branch.call()
    branch.promise()
    found = {each.state: each.count for each in shown(branch).promises}
    assert found[PromiseState.ACTIVE] == 1
    assert shown(branch).kept == Share(0, 0)
    (row,) = branch.supervisor(ListFigure(Figure.PROMISE, "active"))
    assert row.amount is not None
    assert (row.name, row.amount.fen, row.on) == (LI, 50_000, date(2026, 3, 25))
    assert branch.supervisor(ListFigure(Figure.PROMISE, "")) == ()


def test_calls_that_reached_the_borrower_are_the_right_party_and_texts_are_no_calls(branch: Branch) -> None:
    branch.call()
    for channel, reached, outcome, direction in (
        (Channel.PHONE, Reached.NOBODY, ContactOutcome.NO_ANSWER, Direction.OUTGOING),
        (Channel.SMS, Reached.NOBODY, ContactOutcome.MESSAGE_SENT, Direction.OUTGOING),
        (Channel.PHONE, Reached.DEBTOR, ContactOutcome.NOTED, Direction.INCOMING),
    ):
        branch.advance(minutes=5)
        branch.clerk(
            LogContact(
                branch.case_id(LI), channel, branch.now, reached, outcome, direction=direction,
                point_id=branch.point_id("mobile"),
            )
        )  # fmt: skip
    found = shown(branch)
    assert found.calls == {Reached.DEBTOR: 1, Reached.NOBODY: 1}
    assert found.right_party == Share(1, 2)
    assert len(branch.supervisor(ListFigure(Figure.CONTACT, ""))) == 2
    (row,) = branch.supervisor(ListFigure(Figure.CONTACT, "right_party"))
    assert row.code == "debtor"


def test_visits_count_by_the_local_day_of_arrival(branch: Branch) -> None:
    branch.recorded_visit()
    assert shown(branch).visits == ((VisitOutcome.WANTS_PLAN, 1),)
    assert shown(branch, as_of=PRACTICE_DATE - timedelta(days=1)).visits == ()
    branch.advance(days=20)  # another month
    assert shown(branch).visits == ()
    assert shown(branch, Span.ALL).visits == ((VisitOutcome.WANTS_PLAN, 1),)
    (row,) = branch.supervisor(ListFigure(Figure.VISIT, "wants_plan", Span.ALL))
    assert (row.name, row.extra) == (LI, "WF-2026-00001")


def test_what_a_rule_stopped_and_what_happened_all_the_same_stand_side_by_side(branch: Branch) -> None:
    branch.call()
    branch.assess()
    request_id = branch.request()
    branch.approve(request_id)
    with pytest.raises(RuleBroken) as refused:
        branch.plan(request_id, branch.today_at(23))
    rule = refused.value.decisions[0].rule_id
    visit_id = branch.plan(request_id)
    branch.notify(visit_id)
    branch.advance(hours=2)
    arrived = branch.today_at(10, 2)
    branch.record(
        visit_id, arrived_at=arrived, left_at=branch.today_at(10, 40), entry=Entry.ENTERED_WITHOUT_CONSENT
    )
    found = {each.rule_id: each for each in shown(branch).rules}
    assert found[rule].refused == 1
    assert sum(each.breached for each in found.values()) >= 1
    (row,) = branch.supervisor(ListFigure(Figure.REFUSAL, rule))
    assert (row.name, row.code) == (LI, "refused.visit.planned")
    broken = next(each for each in found.values() if each.breached)
    behind = branch.supervisor(ListFigure(Figure.BREACH, broken.rule_id))
    assert len(behind) == broken.breached
    assert {row.name for row in behind} == {LI}
