"""The measures against a real branch: each counts what its definition says, and opens its rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from collectdesk.desk.results.effect import Figure, ListFigure, ShowEffect
from collectdesk.desk.results.measures import ShowMeasures, area_of
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import OverdueReason
from collectdesk.domain.results.effect import Cut, Share, Span
from collectdesk.domain.results.figures import Measures
from helpers.branches import ACCOUNTS, LI, OUYANG, PRACTICE_DATE, WANG, overdue_row, payment_row

if TYPE_CHECKING:
    from helpers.branches import Branch

LIKE_LI = "与李相似"
LIKE_LI_ACCOUNT = "6228480000000088888"


def shown(branch: Branch, span: Span = Span.YEAR, cut: Cut | None = None) -> Measures:
    return branch.supervisor(ShowMeasures(span, None, cut or Cut()))


def names(branch: Branch, figure: Figure, key: str = "", span: Span = Span.YEAR) -> list[str]:
    return [row.name for row in branch.supervisor(ListFigure(figure, key, span))]


def test_an_empty_month_claims_nothing(branch: Branch) -> None:
    found = shown(branch, Span.MONTH)
    assert found.beside.visited == Share(0, 0)
    assert found.beside.expected is None
    assert found.cost.a_visit is None
    assert found.cure == Share(0, 0)
    assert (found.first_contact.contacted, found.first_contact.waiting) == (0, 3)
    assert [(each.name, each.cases) for each in found.work] == [("", 3)]
    assert {each.state: each.names for each in found.training} == {
        "trained": ("梁宽", "石磊"), "expiring": (), "untrained": ("何欣",),
    }  # fmt: skip
    work = branch.supervisor(ListFigure(Figure.WORK, found.work[0].key, Span.MONTH))
    assert len(work) == found.work[0].cases
    assert all(row.customer_id and row.code for row in work), (
        "each opens its customer, and names the next step"
    )
    assert branch.supervisor(ListFigure(Figure.WORK, "nobody-such|", Span.MONTH)) == ()
    (untrained,) = branch.supervisor(ListFigure(Figure.TRAINING, "untrained", Span.MONTH))
    assert (untrained.name, untrained.customer_id, untrained.on) == ("何欣", "", None)


def test_a_visit_s_payments_stand_beside_those_of_a_similar_case(branch: Branch) -> None:
    twin = overdue_row(7, LIKE_LI, LIKE_LI_ACCOUNT, ProductKind.LOAN, 9_000_00, 90_000_00, 70)
    branch.take(LedgerKind.OVERDUE, [twin])
    branch.recorded_visit()
    day = PRACTICE_DATE + timedelta(days=4)
    branch.advance(days=4)
    paid = [
        payment_row("HK1", ACCOUNTS[LI], day, 800_00),
        payment_row("HK2", ACCOUNTS[WANG], day, 100_00),
    ]
    branch.take(LedgerKind.PAYMENTS, paid, day)
    early = shown(branch).beside
    assert (early.visited, early.too_early) == (Share(0, 0), 1)
    branch.advance(days=10)
    found = shown(branch)
    assert found.beside.visited == Share(1, 1)
    assert found.beside.others == Share(0, 1)  # the twin; the others have another product or bucket
    assert found.beside.difference == 1000
    assert found.beside.is_small
    assert found.after_visits == Money(800_00)
    assert found.cost.visits == 1
    assert found.cost.minutes == 38
    assert found.cost.a_visit == Money(38 * 2 * 100)
    assert found.recovery.part == Money(800_00 + 100_00 + 1_200_00)
    assert names(branch, Figure.AFTER_VISIT, "paid") == [LI]
    assert names(branch, Figure.AFTER_VISIT) == [LI]
    assert names(branch, Figure.AFTER_VISIT, "others") == []
    assert sorted(names(branch, Figure.PAID)) == sorted([LI, WANG, LI])
    assert [(each.reason, each.visits) for each in found.reasons] == [(OverdueReason.INCOME_DOWN, 1)]
    assert names(branch, Figure.REASON, "income_down") == [LI]
    assert found.first_contact.median_days == 0
    assert sorted(names(branch, Figure.FIRST_CONTACT, "waiting")) == sorted([WANG, OUYANG, LIKE_LI])


def test_cure_and_trend_follow_the_lists(branch: Branch) -> None:
    later = date(2026, 4, 2)
    branch.take(
        LedgerKind.OVERDUE,
        [
            overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, 0, 170_000_00, 0, oldest_unpaid_on=None),
            overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, 4_500_00, 23_000_00, 50),
        ],
        later,
    )
    branch.advance(days=16)
    found = shown(branch, Span.MONTH)
    assert found.cure.of == 4
    assert found.cure.part >= 1
    assert LI in names(branch, Figure.CURED, "cured", Span.MONTH)
    assert len(names(branch, Figure.CURED, "", Span.MONTH)) == 4
    assert [line.day for line in found.trend] == [PRACTICE_DATE, later]
    assert found.trend[0].products == {Bucket.M1: 1, Bucket.M2: 1, Bucket.M3: 1, Bucket.M4: 1}
    assert names(branch, Figure.TREND, f"{later}|M2", Span.MONTH) == [WANG]


def test_figures_can_be_cut_by_product_area_reason_and_team(branch: Branch) -> None:
    branch.recorded_visit()
    found = shown(branch)
    assert found.choices.areas == ("城东街道",)
    assert [name for _, name in found.choices.teams] == ["梁宽", "何欣"]
    team = next(one for one, name in found.choices.teams if name == "梁宽")
    for cut, products in (
        (Cut(product="card"), 3),  # of both customers who have a card: all their products
        (Cut(area="城东街道"), 4),
        (Cut(area="城西街道"), 0),
        (Cut(reason="income_down"), 1),
        (Cut(reason="illness"), 0),
        (Cut(team=team), 1),
        (Cut(product="loan", team=team), 1),
    ):
        figures = branch.supervisor(ShowEffect(Span.YEAR, None, cut))
        assert figures.overdue.products == products, cut
        rows = branch.supervisor(ListFigure(Figure.BUCKET, "", Span.YEAR, None, cut))
        assert len(rows) == products, cut
        assert shown(branch, cut=cut).cost.visits == (1 if products in (1, 4) else 0), cut


def test_an_area_is_the_township_of_an_address() -> None:
    assert area_of("云岭县城东街道河滨路 101 号") == "城东街道"
    assert area_of("浙江省云岭市 大河镇 五里村") == "大河镇"
    assert area_of("云岭县城西工业园 1 号") == ""
