"""The branch shows the source's delay exactly, has its story, and comes out the same everywhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

import pytest

from collectdesk.domain.money import Money
from collectdesk.practice.behaviour import delays, read_sample
from collectdesk.practice.branch import Borrower, PracticeBranch, generate, real_share
from collectdesk.practice.products import CARD, allocate, five_class, standing
from collectdesk.practice.story import Role


@pytest.mark.parametrize("borrowers", [0, 4, 1_000_001])
def test_a_size_that_cannot_be_made_is_refused(borrowers: int) -> None:
    with pytest.raises(ValueError, match="borrowers"):
        generate(borrowers=borrowers)


def test_a_share_or_a_date_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        generate(overdue_share=Fraction(3, 2))
    with pytest.raises(ValueError, match="first 28"):
        generate(practice_date=date(2026, 3, 31))


def test_a_borrower_whom_the_branch_does_not_have_is_refused(branch: PracticeBranch) -> None:
    with pytest.raises(IndexError, match="1 to 3000"):
        branch.borrower(3_001)


def test_the_same_figures_give_the_same_branch_on_every_python() -> None:
    branch = generate(borrowers=300)
    digest = hashlib.sha256(repr(list(branch.people())).encode()).hexdigest()
    assert digest == "830c6503b4d461a302614b274e75e9cd4a9f1cf6a98450d97857d1a23deaa785"


def test_another_seed_gives_other_people(branch: PracticeBranch) -> None:
    assert generate(seed=7).borrower(50).person != branch.borrower(50).person


def test_one_borrower_is_the_one_of_the_whole_run(branch: PracticeBranch, borrowers: list[Borrower]) -> None:
    for number in (1, 5, 100, 101, 2_999):
        assert branch.borrower(number) == borrowers[number - 1]


def test_days_past_due_follow_from_the_sources_months_of_delay(
    branch: PracticeBranch, borrowers: list[Borrower]
) -> None:
    real = {account.row: account for account in read_sample().accounts}
    for product in (product for borrower in borrowers for product in borrower.products):
        now = standing(product, branch.opening_date)
        assert now.unpaid == product.delay == real[product.source_row].delay
        late = [line.due_on for line in product.instalments if line.due_on < branch.opening_date]
        assert now.dpd == ((branch.opening_date - late[-now.unpaid]).days if now.unpaid else 0)
        assert 28 * (now.unpaid - 1) < now.dpd <= 31 * now.unpaid or now.dpd == 0


def test_every_earlier_month_shows_the_sources_delay_too(
    branch: PracticeBranch, borrowers: list[Borrower]
) -> None:
    real = {account.row: account for account in read_sample().accounts}
    for product in (product for borrower in borrowers for product in borrower.products):
        path = delays(real[product.source_row].status)
        due = [line.due_on for line in product.instalments if line.due_on < branch.opening_date]
        if max(path) == 0:
            continue
        for months_ago in range(6):
            day = due[-1 - months_ago] + timedelta(days=1)
            assert standing(product, day).unpaid == path[months_ago], (product.account_no, months_ago)


def test_sums_agree(branch: PracticeBranch, borrowers: list[Borrower]) -> None:
    for product in (product for borrower in borrowers for product in borrower.products):
        for day in (branch.opening_date, branch.practice_date, branch.week_later):
            now = standing(product, day)
            paid_in = sum(payment.amount_fen for payment in product.payments if payment.paid_on <= day)
            lines = list(zip(product.instalments, now.paid_fen, strict=True))
            missing = [line.amount_fen - paid for line, paid in lines if line.due_on < day]
            assert sum(missing) == now.overdue_fen
            assert all(0 <= paid <= line.amount_fen for line, paid in lines)
            assert sum(now.paid_fen) == paid_in or (product.kind == CARD and sum(now.paid_fen) < paid_in)
            assert (now.dpd > 0) == (now.overdue_fen > 0)
            assert product.kind == CARD or now.balance_fen <= product.granted_fen
            assert now.balance_fen >= sum(
                min(line.principal_fen, line.amount_fen - paid) for line, paid in lines
            )


def test_schedules_run_on_without_a_gap_in_number_and_principal(borrowers: list[Borrower]) -> None:
    for product in (product for borrower in borrowers for product in borrower.products):
        numbers = [line.seq for line in product.instalments]
        if product.kind == CARD:
            assert numbers == sorted(set(numbers))
            continue
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert numbers[0] >= 1
        repaid_before = product.instalments[0].principal_fen * (numbers[0] - 1)
        listed = sum(line.principal_fen for line in product.instalments)
        assert repaid_before + listed + product.tail_fen == product.granted_fen
        assert product.opened_on < product.instalments[0].due_on


def test_the_default_branch_has_its_size_and_eight_in_a_hundred_overdue(
    branch: PracticeBranch, borrowers: list[Borrower]
) -> None:
    products = [product for borrower in borrowers for product in borrower.products]
    late = sum(any(product.delay for product in borrower.products) for borrower in borrowers)
    assert len(borrowers) == 3_000
    assert late == 240
    assert 4_400 <= len(products) <= 4_600
    assert {len(borrower.products) for borrower in borrowers} == {1, 2, 3}
    assert {product.kind for product in products} == {"loan", "card", "lease"}
    assert len({product.account_no for product in products}) == len(products)


@pytest.mark.parametrize(("borrowers", "late"), [(5, 4), (37, 8), (250, 56)])
def test_the_real_share_holds_at_any_size_beside_the_cast(borrowers: int, late: int) -> None:
    branch = generate(borrowers=borrowers, overdue_share=real_share())
    assert sum(any(p.delay for p in borrower.products) for borrower in branch.people()) == late


def test_the_morning_brings_newly_overdue_cured_and_part_paid_products(
    branch: PracticeBranch, borrowers: list[Borrower]
) -> None:
    changes: Counter[str] = Counter()
    for product in (product for borrower in borrowers for product in borrower.products):
        before, now = (standing(product, day) for day in (branch.opening_date, branch.practice_date))
        if before.dpd and now.dpd:
            changes["same day" if now.oldest_unpaid_on == before.oldest_unpaid_on else "rolled back"] += 1
            changes["less"] += now.overdue_fen < before.overdue_fen
            assert now.oldest_unpaid_on != before.oldest_unpaid_on or now.dpd == before.dpd + 1
        changes["fell"] += now.dpd > before.dpd == 0
        changes["cured"] += before.dpd > now.dpd == 0
    assert 5 <= changes["cured"] <= 40
    assert 5 <= changes["fell"] <= 60
    assert changes["less"] >= 5
    assert changes["same day"] > 200


@pytest.mark.parametrize(
    ("seed", "practice_date", "borrowers"),
    [(1, date(2026, 3, 18), 5), (2, date(2024, 3, 1) + timedelta(days=1), 6), (3, date(2026, 1, 1), 9)],
)
def test_every_branch_has_its_cast(seed: int, practice_date: date, borrowers: int) -> None:
    if (practice_date - timedelta(days=1)).day > 28:
        practice_date = date(2026, 1, 29)
    branch = generate(seed, borrowers, practice_date)
    parts = {part.role: part for part in branch.cast()}
    assert tuple(parts) == tuple(Role)
    keeps, partly, breaks = parts[Role.KEEPS], parts[Role.PARTLY], parts[Role.BREAKS]
    assert keeps.pays == keeps.overdue > Money(0)
    assert keeps.pays_on == partly.pays_on == practice_date + timedelta(days=5)
    assert Money(0) < partly.pays < partly.overdue
    assert breaks.overdue > breaks.pays == Money(0)
    assert parts[Role.CURES].overdue == Money(0) < parts[Role.CURES].pays
    assert parts[Role.FALLS].overdue > Money(0)
    opening = standing(branch.borrower(5).products[0], branch.opening_date)
    assert opening.dpd == 0


def test_a_million_borrowers_start_at_once_and_end_where_they_should() -> None:
    branch = generate(borrowers=1_000_000)
    assert [borrower.number for borrower in islice(branch.people(), 3)] == [1, 2, 3]
    assert branch.borrower(1_000_000).customer_no == "KH01000000"


def test_money_never_reaches_an_instalment_that_is_not_billed_yet(
    branch: PracticeBranch, borrowers: list[Borrower]
) -> None:
    for product in (product for borrower in borrowers for product in borrower.products):
        following = [n for n, line in enumerate(product.instalments) if line.due_on > branch.week_later]
        paid = allocate(product.instalments, product.payments, branch.week_later)
        assert not any(paid[place] for place in following)


@pytest.mark.parametrize(
    ("dpd", "name"),
    [
        (0, "normal"),
        (1, "attention"),
        (90, "attention"),
        (91, "substandard"),
        (271, "doubtful"),
        (361, "loss"),
    ],
)
def test_the_class_follows_the_days(dpd: int, name: str) -> None:
    assert five_class(dpd) == name
