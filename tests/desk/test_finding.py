"""Finding: what is masked can't be guessed, lists say what the tables say, and every change is found at once."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectdesk.desk.customers import finding
from collectdesk.desk.customers.finding import (
    CountLists,
    Due,
    FindCustomers,
    ListNumbers,
    Order,
    SeekCustomers,
    ShowLines,
    Wanted,
)
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.desk.progress import Cancelled, Progress
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, lists
from collectdesk.store.rows.cases import CaseRow, NextStepRow
from collectdesk.store.rows.customers import ContactPointRow, CustomerRow
from collectdesk.terms_trouble import sentence
from collectdesk.words import CHINESE, Words
from helpers.branches import ACCOUNTS, LI, OUYANG, WANG, overdue_row

if TYPE_CHECKING:
    from collectdesk.desk.customers.finding import Found
    from collectdesk.store.work import View
    from helpers.branches import Branch

LI_ID = "530999198103071239"


def names(found: Found) -> list[str]:
    return [line.name for line in found.lines]


# ---- what is masked


def test_the_twenty_first_search_by_a_masked_number_is_refused_until_ten_minutes_have_passed(
    branch: Branch,
) -> None:
    for _ in range(finding.SEEKS):
        branch.clerk(SeekCustomers(Wanted("1239")))
    with pytest.raises(Refused) as refused:
        branch.clerk(SeekCustomers(Wanted("0471")))
    assert "20" in sentence(Words(CHINESE), refused.value)
    branch.supervisor(SeekCustomers(Wanted("0471")))  # everybody has their own count
    assert names(branch.clerk(FindCustomers(Wanted("KH000001")))) == [LI]
    branch.advance(minutes=11)
    assert names(branch.clerk(SeekCustomers(Wanted("0471")))) == [LI]


def test_many_patient_guesses_in_a_day_are_refused_too(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "SEEKS_A_DAY", 3)
    for _ in range(3):
        branch.clerk(SeekCustomers(Wanted("1239")))
        branch.advance(hours=1)
    with pytest.raises(Refused):
        branch.clerk(SeekCustomers(Wanted("1239")))


def test_a_search_by_a_masked_number_is_in_the_trail_without_what_was_typed(branch: Branch) -> None:
    from collectdesk.store.trail import audit

    branch.clerk(SeekCustomers(Wanted(ACCOUNTS[LI])))
    line = branch.ask(lambda view: audit.lines(view, limit=1))[0]
    assert (line.action, dict(line.about)) == ("customer.sought", {"way": "number", "found": 1})


@pytest.mark.parametrize("typed", [ACCOUNTS[LI], "0471", "19900000001", LI_ID, "1239"])
def test_the_silent_search_finds_nobody_by_a_masked_value_but_says_that_more_could_be_found(
    branch: Branch, typed: str
) -> None:
    found = branch.clerk(FindCustomers(Wanted(typed)))
    assert (names(found), found.more) == ([], True)


@pytest.mark.parametrize("typed", ["6228", "62284800", "5309991981", "1990000"])
def test_a_part_of_a_number_finds_nobody_however_it_is_searched(branch: Branch, typed: str) -> None:
    assert names(branch.clerk(SeekCustomers(Wanted(typed)))) == []


@pytest.mark.parametrize("typed", ["李", "李明", "liming", "lm", "河滨路", ACCOUNTS[LI]])
def test_whoever_reads_masked_names_finds_by_none_of_them_silently(branch: Branch, typed: str) -> None:
    found = branch.auditor(FindCustomers(Wanted(typed, listed=False)))
    assert (names(found), found.more) == ([], True)
    sought = branch.auditor(SeekCustomers(Wanted(typed, listed=False)))
    assert "*明" in names(sought)
    assert LI not in names(sought)
    assert names(branch.auditor(FindCustomers(Wanted("KH000001")))) == ["*明"]


# ---- whoever is there is found


@pytest.mark.parametrize(
    "typed", ["河滨路 102", "云岭县城东街道河滨路 102 号", "河滨路102号2单元", "西工业园 2"]
)
def test_an_address_finds_who_lives_or_works_there(branch: Branch, typed: str) -> None:
    assert names(branch.clerk(FindCustomers(Wanted(typed)))) == [WANG]


def test_characters_that_only_stand_apart_find_nobody(branch: Branch) -> None:
    assert names(branch.clerk(FindCustomers(Wanted("城东河滨")))) == []
    assert names(branch.clerk(FindCustomers(Wanted("欧雪阳")))) == []


@pytest.mark.parametrize("typed", ["AJ-2026-0000", "2", "00002"])
def test_a_case_number_finds_its_customer(branch: Branch, typed: str) -> None:
    assert names(branch.clerk(FindCustomers(Wanted(typed))))


def test_a_changed_name_or_number_is_found_from_the_same_transaction_on(branch: Branch) -> None:
    customer_id, point_id = branch.customer_id(LI), branch.point_id("mobile")
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        work.change(CustomerRow, customer_id, name="单明")
        work.change(ContactPointRow, point_id, value="19911112222")
    for typed in ("shanm", "单明", "sm"):
        assert names(branch.clerk(FindCustomers(Wanted(typed)))) == ["单明"]
    assert names(branch.clerk(FindCustomers(Wanted("李")))) == []
    assert names(branch.clerk(SeekCustomers(Wanted("2222")))) == ["单明"]
    assert names(branch.clerk(SeekCustomers(Wanted("19900000001")))) == []


def test_what_was_rolled_back_is_not_found(branch: Branch) -> None:
    customer_id = branch.customer_id(LI)

    def half_done() -> None:
        with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
            work.change(CustomerRow, customer_id, name="单明")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert names(branch.clerk(FindCustomers(Wanted("李明")))) == [LI]


# ---- lists


def test_a_list_says_what_the_tables_say_after_every_kind_of_change(branch: Branch) -> None:
    branch.take(LedgerKind.OVERDUE, [overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, 0, 90_000_00, 0)],
                branch.now.date() + timedelta(days=1))  # fmt: skip
    branch.take(LedgerKind.OVERDUE, [overdue_row(9, "曾静", "6228480000000000999", ProductKind.LEASE, 100, 200, 12)],
                branch.now.date() + timedelta(days=2))  # fmt: skip

    def agrees(view: View) -> bool:
        everybody = lists.lines(view, Wanted(listed=False))
        return all(_stands(view, line) for line in everybody) and len(everybody) == 4

    assert branch.ask(agrees)
    assert branch.ask(lambda view: view.scalar(sa.text("SELECT count(*) FROM line_due"))) == 0
    assert names(branch.clerk(FindCustomers(Wanted("zengjing")))) == ["曾静"]


def _stands(view: View, line: finding.CustomerLine) -> bool:
    owned = customers.products(view, line.customer_id)
    said = (sum(p.overdue.fen for p in owned), sum(p.balance.fen for p in owned), max(p.dpd for p in owned))
    return (line.overdue.fen, line.balance.fen, line.dpd) == said and set(line.kinds) == {
        p.kind.value for p in owned
    }


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("descending", [True, False])
def test_the_beginning_of_a_list_is_the_beginning_of_the_whole(
    branch: Branch, order: Order, descending: bool
) -> None:
    wanted = Wanted(order=order, descending=descending, listed=False)
    found, whole = branch.clerk(FindCustomers(wanted)), branch.clerk(ListNumbers(wanted))
    assert found.numbers == whole
    assert len(set(whole)) == 3
    assert [line.number for line in branch.clerk(ShowLines(tuple(whole)))] == list(whole)


@pytest.mark.parametrize(
    ("wanted", "who"),
    [
        (Wanted(buckets=(Bucket.M2, Bucket.M4)), {WANG, OUYANG}),
        (Wanted(kinds=("card",)), {WANG, OUYANG}),
        (Wanted(least=Money(1_000_000)), {LI}),
        (Wanted(officer="吴静"), {LI, WANG, OUYANG}),
        (Wanted(officer="何平"), set()),
        (Wanted(due=Due.TODAY), {LI, WANG, OUYANG}),
        (Wanted(due=Due.LATE), set()),
        (Wanted(text="王", kinds=("loan",)), set()),
        (Wanted(text="ou", kinds=("loan",), order=Order.NAME), {OUYANG}),
    ],
)
def test_a_filter_keeps_whom_it_says(branch: Branch, wanted: Wanted, who: set[str]) -> None:
    assert set(names(branch.clerk(FindCustomers(wanted)))) == who


def test_counts_open_to_as_many_rows_as_they_say(branch: Branch) -> None:
    counts = branch.clerk(CountLists())
    assert (counts.listed, counts.everybody) == (3, 3)
    for bucket, count in counts.buckets.items():
        assert len(branch.clerk(ListNumbers(Wanted(buckets=(bucket,))))) == count


def test_a_line_follows_its_next_step_and_its_case_within_the_same_change(branch: Branch) -> None:
    case_id, number = branch.case_id(LI), branch.customer_id(LI)

    def stands() -> tuple[str, str | None]:
        query = sa.text("SELECT case_no, due_on FROM customer_line WHERE customer_id = :who")
        row = branch.ask(lambda view: view.connection.execute(query, {"who": number}).one())
        return row.case_no, row.due_on and str(row.due_on)

    case_no, first = stands()
    assert case_no.startswith("AJ-")
    assert first == branch.now.date().isoformat()
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        (step,) = (each for each in cases.steps(work, case_id=case_id))
        work.change(NextStepRow, step.id, due_on=branch.now.date() - timedelta(days=2))
    assert names(branch.clerk(FindCustomers(Wanted(due=Due.LATE)))) == [LI]
    assert names(branch.clerk(FindCustomers(Wanted(order=Order.DUE, descending=False))))[0] == LI
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        work.change(NextStepRow, step.id, done_at=branch.now, done_by="", outcome="done")
    assert stands() == (case_no, None)
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        work.change(CaseRow, case_id, closed_on=branch.now.date())
    assert stands() == ("", None)
    assert LI not in names(branch.clerk(FindCustomers(Wanted(only_cases=True))))


FILTERS = (
    Wanted(), Wanted(listed=False), Wanted(listed=False, kinds=("card", "loan")), Wanted(officer="吴静"),
    Wanted(listed=False, least=Money(100)), Wanted(buckets=(Bucket.M2, Bucket.M4)), Wanted(due=Due.WEEK),
    Wanted(listed=False, buckets=(Bucket.M3,), kinds=("loan",)), Wanted(listed=False, only_cases=True),
    Wanted(buckets=tuple(Bucket), officer="吴静", due=Due.LATE),
)  # fmt: skip


def test_no_list_reads_a_row_that_it_does_not_show_whatever_its_filters_and_order(branch: Branch) -> None:
    def plans(view: View) -> dict[str, list[str]]:
        found = {}
        for wanted in FILTERS:
            for order, descending in itertools.product(Order, (True, False)):
                asked = replace(wanted, order=order, descending=descending)
                for part in lists._in_parts(view, asked, None):
                    said = part.compile(view.connection, compile_kwargs={"literal_binds": True})
                    steps = view.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}").all()
                    found[str(said)] = [step.detail for step in steps]
        return found

    for said, steps in branch.ask(plans).items():
        drawn = [step for step in steps if "customer_line" in step]
        assert len(drawn) == 1, (said, steps)
        assert "USING COVERING INDEX" in drawn[0], (said, steps)
        walked = not any(special in said for special in ("ix_customer_line_on_list", "case_no", "due_on"))
        assert not (walked and any("TEMP B-TREE" in step for step in steps)), (said, steps)


def test_a_long_list_can_be_stopped(branch: Branch) -> None:
    progress = Progress(None)
    progress.cancel()
    with pytest.raises(Cancelled):
        branch.clerk(ListNumbers(Wanted()), progress)


def test_a_colleague_s_customer_is_not_found_by_the_letters_of_the_masked_name(branch: Branch) -> None:
    branch.enrol("zhao", "clerk")
    branch.supervisor(AssignCase(branch.case_id(LI), "zhao"))
    silent = branch.clerk(FindCustomers(Wanted("李")))
    assert (names(silent), silent.more) == ([], True)
    assert names(branch.run("zhao", FindCustomers(Wanted("李")))) == [LI]
    assert names(branch.supervisor(FindCustomers(Wanted("李")))) == [LI]
    assert names(branch.clerk(SeekCustomers(Wanted("李")))) == ["*明"]  # counted, and in the trail
    assert names(branch.clerk(FindCustomers(Wanted("KH000001")))) == ["*明"]
