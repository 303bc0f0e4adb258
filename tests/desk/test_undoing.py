"""Taking an import back: whole, but never what people have worked on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.intake.imports import CommitImport, ListImports
from collectdesk.desk.intake.undoing import PreviewUndo, UndoImport
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import CustomerEntry, Delivery, DeliveryEntry, LedgerKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.cases import cases, solutions
from collectdesk.store.rows.columns import Rows
from helpers.branches import ACCOUNTS, LI, PRACTICE_DATE, WANG, ledger, overdue_row, overdue_rows, payment_row

if TYPE_CHECKING:
    from helpers.branches import Branch

NEXT_DAY = PRACTICE_DATE + timedelta(days=1)
LEFT_BEHIND = {
    "audit_entry",
    "audit_head",
    "import_batch",
    "import_change",
    "quarantine",
    "number_counter",
    "counter",
}
NEW = "新客户"


def content(branch: Branch) -> dict[str, list[Any]]:
    """Every fact of the branch but the register and the trail, without what only counts changes."""
    with branch.desk.store.reading() as connection:
        return {
            table.name: sorted(
                tuple(str(v) for c, v in zip(table.c, row, strict=True) if c.name != "version")
                for row in connection.execute(sa.select(table)).all()
            )
            for table in Rows.metadata.sorted_tables
            if table.name not in LEFT_BEHIND
        }


def new_row(overdue: int = 100_00) -> Any:
    return overdue_row(9, NEW, "6228480000000009999", ProductKind.LOAN, overdue, 1_000_00, 5,
                       guarantor_name="保人", guarantor_phone="19900000099")  # fmt: skip


def test_a_wrong_list_leaves_the_branch_as_it_was_before(branch: Branch) -> None:
    before = content(branch)
    rows = [
        overdue_row(1, "李明明", ACCOUNTS[LI], ProductKind.LOAN, 1_00, 2_00, 3, phone="19911112222"),
        new_row(),
    ]
    done = branch.clerk(CommitImport(ledger(LedgerKind.OVERDUE, rows, NEXT_DAY), whole=True))
    assert content(branch) != before
    undone = branch.clerk(UndoImport(done.batch_id))
    assert content(branch) == before
    assert undone.kept == ()
    assert (undone.removed["customer"], undone.removed["customer_case"], undone.removed["product_state"]) == (
        1,
        1,
        5,
    )
    assert "ledger.undone" in branch.actions()
    assert next(b for b in branch.clerk(ListImports()) if b.id == done.batch_id).undone_at == branch.now


def test_the_same_file_can_come_again_after_it_was_undone(branch: Branch) -> None:
    file = ledger(LedgerKind.OVERDUE, [new_row()], NEXT_DAY)
    branch.clerk(UndoImport(branch.clerk(CommitImport(file)).batch_id))
    assert branch.clerk(CommitImport(file)).counts["customers_new"] == 1


def test_a_customer_called_since_is_kept_and_named_and_the_others_go(branch: Branch) -> None:
    other = overdue_row(8, "另一位", "6228480000000008888", ProductKind.CARD, 100_00, 1_000_00, 5)
    done = branch.take(LedgerKind.OVERDUE, [new_row(), other], NEXT_DAY)
    branch.call(NEW)
    seen = branch.clerk(PreviewUndo(done.batch_id))
    assert (seen.customers, [(k.name, k.reason) for k in seen.kept]) == (2, [(NEW, "worked")])
    undone = branch.clerk(UndoImport(done.batch_id))
    assert undone.kept == seen.kept
    file = branch.clerk(OpenFile(branch.customer_id(NEW)))
    assert (file.overdue.fen, len(file.contacts), len(file.points)) == (100_00, 1, 4)
    with pytest.raises(StopIteration):
        branch.customer_id("另一位")


def test_a_customer_that_a_later_list_names_too_stays_with_the_later_figures(branch: Branch) -> None:
    done = branch.take(LedgerKind.OVERDUE, [new_row()], NEXT_DAY)
    branch.take(LedgerKind.OVERDUE, [new_row(200_00)], NEXT_DAY + timedelta(days=1))
    undone = branch.clerk(UndoImport(done.batch_id))
    assert [(k.name, k.reason) for k in undone.kept] == [(NEW, "later")]
    assert branch.clerk(OpenFile(branch.customer_id(NEW))).overdue.fen == 200_00


def test_a_promise_that_a_wrong_payment_kept_runs_again(branch: Branch) -> None:
    branch.promise(due_on=date(2026, 3, 20))
    before = content(branch)
    done = branch.take(LedgerKind.PAYMENTS, [payment_row("HK5", ACCOUNTS[LI], PRACTICE_DATE, 50_000)])
    case_id = branch.case_id()
    assert branch.ask(lambda v: solutions.promises(v, case_id=case_id))[0].state is PromiseState.KEPT
    branch.clerk(UndoImport(done.batch_id))
    assert content(branch) == before
    assert StepKind.FOLLOW_PROMISE in [s.kind for s in branch.ask(lambda v: cases.steps(v, case_id=case_id))]


def test_a_number_called_wrong_by_receipts_is_usable_again(branch: Branch) -> None:
    before = content(branch)
    done = branch.take(
        LedgerKind.MESSAGES, [DeliveryEntry(2, "DX1", "19900000001", NEXT_DAY, Delivery.NO_NUMBER, "")]
    )
    branch.clerk(UndoImport(done.batch_id))
    assert content(branch) == before


def test_contacts_that_a_list_brought_go_with_it(branch: Branch) -> None:
    before = content(branch)
    done = branch.take(
        LedgerKind.CUSTOMERS, [CustomerEntry(2, "KH000002", WANG, "", "19933334444", "", "户籍", "", "", "")]
    )
    assert content(branch) != before
    branch.clerk(UndoImport(done.batch_id))
    assert content(branch) == before


def test_an_import_is_undone_once_and_only_with_the_permission(branch: Branch) -> None:
    done = branch.take(LedgerKind.OVERDUE, [new_row()], NEXT_DAY)
    with pytest.raises(NotPermitted):
        branch.auditor(UndoImport(done.batch_id))
    branch.clerk(UndoImport(done.batch_id))
    with pytest.raises(Refused) as error:
        branch.clerk(UndoImport(done.batch_id))
    assert error.value.code == "import.already_undone"
    with pytest.raises(Refused):
        branch.clerk(UndoImport("0" * 32))


def test_undoing_that_fails_leaves_everything(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:

    done = branch.take(LedgerKind.OVERDUE, [*overdue_rows()[:1], new_row()], NEXT_DAY)
    before = content(branch)

    def fail(*_: object) -> set[str]:
        raise RuntimeError("at the very end")

    monkeypatch.setattr("collectdesk.desk.intake.undoing.intake_undo.remaining", fail)
    with pytest.raises(RuntimeError):
        branch.clerk(UndoImport(done.batch_id))
    assert content(branch) == before
