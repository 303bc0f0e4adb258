"""Payments: told ones go their way by paper and booking, booked ones get a receipt, strays wait unguessed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.intake.undoing import UndoImport
from collectdesk.desk.solutions.noting import ListNoted, NoteAmount, NotedKind, PaidStage, ProvePayment
from collectdesk.desk.solutions.receipts import PrintReceipt
from collectdesk.desk.solutions.tray import Designate, ShowTray
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.store.trouble import StaleRecord
from helpers.branches import ACCOUNTS, LI, PRACTICE_DATE, payment_row

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

NEXT = PRACTICE_DATE + timedelta(days=1)


def stage(branch: Branch) -> PaidStage | None:
    return branch.clerk(ListNoted())[0].stage


def test_a_told_payment_is_claimed_proven_allocated_and_reversed(branch: Branch, tmp_path: Path) -> None:
    customer, product = branch.customer_id(LI), branch.products(LI)[0].id
    target = tmp_path / "receipt.pdf"
    told = branch.clerk(
        NoteAmount(customer, product, NotedKind.PAID, Money(300_00), PRACTICE_DATE, "customer")
    )
    owed = branch.clerk(NoteAmount(customer, product, NotedKind.OVERDUE, Money(1), PRACTICE_DATE, "slip"))
    assert {each.stage for each in branch.clerk(ListNoted())} == {PaidStage.CLAIMED, None}
    for noted, proof, code in (
        (told, " ", "amount.proof_missing"),
        (owed, "x", "amount.only_payments_proven"),
    ):
        with pytest.raises(Refused) as refused:
            branch.clerk(ProvePayment(noted, proof))
        assert refused.value.code == code
    branch.clerk(ProvePayment(told, "柜面回单 0471"))
    assert PaidStage.PROVEN in {each.stage for each in branch.clerk(ListNoted())}
    with pytest.raises(Refused) as refused:  # a proven claim is no booked money
        branch.clerk(PrintReceipt(target, customer, "HK-1"))
    assert refused.value.code == "receipt.not_booked"
    assert not target.exists()
    branch.advance(days=1)
    branch.take(LedgerKind.PAYMENTS, [payment_row("HK-1", ACCOUNTS[LI], PRACTICE_DATE, 300_00)], NEXT)
    assert PaidStage.ALLOCATED in {each.stage for each in branch.clerk(ListNoted())}
    with pytest.raises(StaleRecord):
        branch.clerk(ProvePayment(told, "again"))
    printed = branch.clerk(PrintReceipt(target, customer, "HK-1"))
    assert (printed.copy, target.read_bytes()[:5]) == (1, b"%PDF-")
    assert branch.clerk(PrintReceipt(target, customer, "HK-1", "en")).copy == 2
    branch.advance(days=1)
    back = [payment_row("HK-2", ACCOUNTS[LI], NEXT, -300_00)]
    branch.take(LedgerKind.PAYMENTS, back, NEXT + timedelta(days=1))
    assert PaidStage.REVERSED in {each.stage for each in branch.clerk(ListNoted())}
    for reference in ("HK-1", "HK-2"):
        with pytest.raises(Refused) as refused:
            branch.clerk(PrintReceipt(target, customer, reference))
        assert refused.value.code == "receipt.reversed"


def test_money_of_unknown_accounts_waits_until_core_banking_posts_it(branch: Branch) -> None:
    stray = payment_row("HK-9", "6228480000000009999", PRACTICE_DATE, 500_00)
    first = branch.take(LedgerKind.PAYMENTS, [stray, payment_row("HK-8", ACCOUNTS[LI], PRACTICE_DATE, 1)])
    (waits,) = branch.clerk(ShowTray())
    assert (waits.reference, waits.amount, waits.meant_for) == ("HK-9", Money(500_00), "")
    assert "0000009999" not in waits.account_no
    for account, said_by, code in (
        ("123", "本人", "account_unknown"),
        (ACCOUNTS[LI], " ", "said_by_missing"),
    ):
        with pytest.raises(Refused) as refused:
            branch.clerk(Designate(waits.id, account, said_by))
        assert refused.value.code == f"tray.{code}"
    branch.clerk(Designate(waits.id, ACCOUNTS[LI], "借款人本人", "转账附言写错账号"))
    (named,) = branch.clerk(ShowTray())
    assert (named.said_by, named.meant_for[-4:]) == ("借款人本人", "0471")
    assert branch.clerk(ShowTray())  # a word posts nothing
    branch.clerk(Designate(waits.id, ""))
    assert branch.clerk(ShowTray())[0].said_by == ""
    branch.supervisor(UndoImport(first.batch_id))
    assert branch.clerk(ShowTray()) == ()  # what was taken back waits no more
    branch.advance(days=1)
    branch.take(LedgerKind.PAYMENTS, [stray, payment_row("HK-8", ACCOUNTS[LI], PRACTICE_DATE, 1)], NEXT)
    assert len(branch.clerk(ShowTray())) == 1  # the same money comes once
    posted = payment_row("HK-9", ACCOUNTS[LI], PRACTICE_DATE, 500_00)
    branch.advance(days=1)
    branch.take(LedgerKind.PAYMENTS, [posted], NEXT + timedelta(days=1))
    assert branch.clerk(ShowTray()) == ()
    with pytest.raises(StaleRecord):
        branch.clerk(Designate(waits.id, ACCOUNTS[LI], "借款人本人"))
