"""Mending what an import set aside, and mapping a source once for all its files."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.files import OpenFile
from collectdesk.desk.imports import CommitImport, ListImports, ReadFile, ShowQuarantine
from collectdesk.desk.mapping import KeepMapping, LookAtFile, TryMapping, delimiters, encodings
from collectdesk.desk.mending import MendQuarantine, MendRow
from collectdesk.domain.imports import BadFile, BadRow, LedgerKind
from collectdesk.domain.refusals import Refused
from helpers.branches import ACCOUNTS, LI, PRACTICE_DATE, ledger, payment_row

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

HEADINGS = ("流水号", "借据号", "交易日期", "还款金额", "渠道")
COLUMNS = {"reference": 0, "account_no": 1, "paid_on": 2, "amount": 3, "channel": 4}
CELLS = ("HK7", ACCOUNTS[LI], "2026-03-18", "abc", "柜面")
BAD = BadRow(3, "还款金额", "abc", "amount.unreadable", {}, CELLS)


def file() -> object:
    good = [payment_row("HK6", ACCOUNTS[LI], PRACTICE_DATE, 1_00)]
    return replace(ledger(LedgerKind.PAYMENTS, good), bad=(BAD,), headings=HEADINGS, columns=COLUMNS)


def mended(amount: str) -> tuple[str, ...]:
    return (*CELLS[:3], amount, CELLS[4])


def test_a_row_mended_before_the_import_joins_the_good_ones(branch: Branch) -> None:
    still = branch.clerk(MendRow(file(), 3, mended("-5")))  # type: ignore[arg-type]
    assert [(f.line, f.code) for f in still.ledger.bad] == [(3, "amount.negative")]
    done = branch.clerk(MendRow(still.ledger, 3, mended("5.00")))
    assert (done.still, done.ledger.bad, len(done.ledger.rows)) == ((), (), 2)
    assert branch.clerk(CommitImport(done.ledger)).counts["payments_new"] == 2


def test_a_row_mended_after_the_import_is_taken_in_once(branch: Branch) -> None:
    batch = branch.clerk(CommitImport(file())).batch_id  # type: ignore[arg-type]
    assert [f.code for f in branch.clerk(MendQuarantine(batch, 3, mended("x")))] == ["amount.unreadable"]
    assert branch.clerk(MendQuarantine(batch, 3, mended("5.00"))) == ()
    assert branch.clerk(ShowQuarantine(batch)) == ()
    payments = branch.clerk(OpenFile(branch.customer_id(LI))).products[0].payments
    assert [p.amount.fen for p in payments if p.reference == "HK7"] == [5_00]
    line = next(b for b in branch.clerk(ListImports()) if b.id == batch)
    assert (line.good, line.bad, line.counts["payments_new"]) == (2, 0, 2)
    with pytest.raises(Refused) as error:
        branch.clerk(MendQuarantine(batch, 3, mended("5.00")))
    assert error.value.code == "quarantine.mended_already"


def test_a_file_with_strange_headings_is_mapped_once_and_known_from_then_on(
    branch: Branch, tmp_path: Path
) -> None:
    path = tmp_path / "流水.csv"
    body = "\n".join(f"{4000 + n};X;HK{n:05d};2026-03-1{n};{ACCOUNTS[LI]};{n},50" for n in range(1, 6))
    path.write_text("甲;乙;丙;丁;戊;己\n" + body.replace(",50", ".50"), "utf-8")
    with pytest.raises(BadFile):
        branch.clerk(ReadFile(path, data_date=PRACTICE_DATE))
    look = branch.clerk(LookAtFile(path, delimiter=";"))
    columns = {"reference": 2, "account_no": 4, "paid_on": 3}
    tried = branch.clerk(TryMapping(look, LedgerKind.PAYMENTS, columns))
    assert (tried.rows, tried.missing) == ((), ("amount",))
    with pytest.raises(Refused) as error:
        branch.clerk(KeepMapping("柜面系统", LedgerKind.PAYMENTS, columns, look.fingerprint))
    assert error.value.code == "mapping.missing"
    columns["amount"] = 5
    tried = branch.clerk(TryMapping(look, LedgerKind.PAYMENTS, columns, PRACTICE_DATE))
    assert [row.amount.fen for row in tried.rows] == [150, 250, 350, 450, 550]  # type: ignore[union-attr]
    branch.clerk(KeepMapping("柜面系统", LedgerKind.PAYMENTS, columns, look.fingerprint))
    branch.clerk(KeepMapping("柜面系统", LedgerKind.PAYMENTS, columns, look.fingerprint))
    known = branch.clerk(ReadFile(path, data_date=PRACTICE_DATE + timedelta(1), delimiter=";"))
    assert len(known.rows) == 5


def test_one_column_can_not_be_two_fields(branch: Branch) -> None:
    columns = {"reference": 0, "account_no": 0, "paid_on": 1, "amount": 2}
    with pytest.raises(Refused) as error:
        branch.clerk(KeepMapping("", LedgerKind.PAYMENTS, columns, "0" * 64))
    assert error.value.code == "mapping.twice"


def test_what_a_person_may_choose_is_what_the_reader_knows() -> None:
    assert "gb18030" in encodings()
    assert {",", "\t", ";"} <= set(delimiters())
