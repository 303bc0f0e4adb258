"""Amounts by hand: they change no figure, and core banking's next word confirms or contradicts them, and is undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from collectdesk.desk.customers.files import EventKind, OpenFile
from collectdesk.desk.intake.undoing import UndoImport
from collectdesk.desk.solutions.noting import ListNoted, NoteAmount, NotedKind, NotedState, StrikeAmount
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.store.customers import lists
from collectdesk.store.trouble import StaleRecord
from helpers.branches import ACCOUNTS, LI, PRACTICE_DATE, overdue_rows, payment_row

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

NEXT = PRACTICE_DATE + timedelta(days=1)
LATER = PRACTICE_DATE + timedelta(days=4)


def note(branch: Branch, **said: Any) -> str:
    facts = {
        "kind": NotedKind.PAID,
        "amount": Money(300_00),
        "as_of": PRACTICE_DATE,
        "source": "slip",
        **said,
    }
    product = facts.pop("product", branch.products(LI)[0].id)
    return branch.clerk(NoteAmount(branch.customer_id(LI), product, **facts))


def states(branch: Branch) -> list[tuple[NotedState, Money | None]]:
    return [(each.state, each.said) for each in branch.clerk(ListNoted())]


def overdue_again(branch: Branch, day: date = NEXT) -> Any:
    branch.advance(days=(day - PRACTICE_DATE).days)
    return branch.take(LedgerKind.OVERDUE, overdue_rows(), day)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"amount": Money(0)}, "amount.nought"),
        ({"amount": Money(-1), "kind": NotedKind.OVERDUE}, "amount.nought"),
        ({"source": "hearsay"}, "amount.source_missing"),
        ({"as_of": NEXT}, "amount.in_future"),
        ({"product": "0" * 32}, "amount.product_missing"),
    ],
)
def test_an_amount_nobody_can_stand_for_is_refused(branch: Branch, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        note(branch, **said)
    assert refused.value.code == code


def test_a_noted_payment_moves_no_figure_and_stands_in_the_file_as_provisional(branch: Branch) -> None:
    before = branch.clerk(OpenFile(branch.customer_id(LI)))
    note(branch)
    file = branch.clerk(OpenFile(branch.customer_id(LI)))
    assert (file.overdue, file.balance, file.products[0].payments) == (
        before.overdue,
        before.balance,
        before.products[0].payments,
    )
    assert [each.state for each in file.noted] == [NotedState.PROVISIONAL]
    told = next(event for event in file.timeline if event.kind is EventKind.NOTED)
    assert (told.facts["amount"], told.facts["state"]) == (Money(300_00), "provisional")


def test_the_booked_payment_confirms_it_once_and_undoing_the_list_makes_it_wait_again(branch: Branch) -> None:
    note(branch)
    note(branch, as_of=PRACTICE_DATE - timedelta(days=1))  # one payment can't stand for two amounts
    branch.advance(days=1)
    done = branch.take(LedgerKind.PAYMENTS, [payment_row("P-1", ACCOUNTS[LI], NEXT, 300_00)], NEXT)
    assert done.counts["amounts_confirmed"] == 1
    assert sorted(state.value for state, _ in states(branch)) == ["confirmed", "provisional"]
    branch.supervisor(UndoImport(done.batch_id))
    assert [state for state, _ in states(branch)] == [NotedState.PROVISIONAL] * 2


def test_another_amount_or_no_payment_contradicts_once_it_would_have_been_booked(branch: Branch) -> None:
    note(branch)
    branch.advance(days=1)
    branch.take(LedgerKind.PAYMENTS, [payment_row("P-1", ACCOUNTS[LI], NEXT, 250_00)], NEXT)
    assert states(branch) == [(NotedState.PROVISIONAL, None)]  # the rest may still come
    branch.advance(days=3)
    done = branch.take(LedgerKind.PAYMENTS, [payment_row("P-2", ACCOUNTS[LI], LATER, 1_00)], LATER)
    assert done.counts["amounts_contradicted"] == 1
    assert states(branch) == [(NotedState.CONTRADICTED, Money(250_00))]


def test_the_next_overdue_list_confirms_or_contradicts_a_figure(branch: Branch) -> None:
    product = branch.products(LI)[0]
    branch.advance(days=1)
    note(branch, kind=NotedKind.BALANCE, amount=product.balance, as_of=NEXT)
    note(branch, kind=NotedKind.OVERDUE, amount=Money(1), as_of=NEXT)
    done = branch.take(LedgerKind.OVERDUE, overdue_rows(), NEXT)
    assert (done.counts["amounts_confirmed"], done.counts["amounts_contradicted"]) == (1, 1)
    assert states(branch) == [
        (NotedState.CONTRADICTED, product.overdue),
        (NotedState.CONFIRMED, product.balance),
    ]


def test_what_core_banking_has_said_of_that_day_needs_no_waiting(branch: Branch) -> None:
    product = branch.products(LI)[0]
    assert product.as_of is not None
    note(branch, kind=NotedKind.OVERDUE, amount=product.overdue, as_of=product.as_of)
    assert states(branch) == [(NotedState.CONFIRMED, product.overdue)]


def test_a_struck_amount_stays_in_sight_and_waits_for_nothing(branch: Branch) -> None:
    kept = note(branch)
    with pytest.raises(Refused, match=r"amount\.why_missing"):
        branch.clerk(StrikeAmount(kept, " "))
    branch.clerk(StrikeAmount(kept, "记错客户"))
    branch.advance(days=1)
    branch.take(LedgerKind.PAYMENTS, [payment_row("P-1", ACCOUNTS[LI], NEXT, 300_00)], NEXT)
    assert [(n.state, n.struck_why) for n in branch.clerk(ListNoted())] == [(NotedState.STRUCK, "记错客户")]
    with pytest.raises(StaleRecord):
        branch.clerk(StrikeAmount(kept, "再次"))


def test_an_auditor_sees_the_list_with_names_masked(branch: Branch) -> None:
    note(branch)
    found = branch.auditor(ListNoted())
    assert found[0].name != LI
    assert ACCOUNTS[LI] not in found[0].account_no


def test_a_provisional_amount_stands_on_the_kit_and_in_the_list_until_it_is_struck(
    branch: Branch, tmp_path: Path
) -> None:
    visit = branch.planned_visit()
    noted = note(branch)
    line = next(
        each for each in branch.ask(lambda view: lists.lines(view, lists.Wanted())) if each.name == LI
    )
    assert line.noted == 1

    def on_paper() -> str:
        made = branch.supervisor(PrintKit(tmp_path / "kit.pdf", (visit,), "en"))
        document = pypdfium2.PdfDocument(made.path)
        shown = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        return shown

    assert "Not confirmed by core banking" in on_paper()
    branch.clerk(StrikeAmount(noted, "另一客户的"))
    assert "Not confirmed by core banking" not in on_paper()
