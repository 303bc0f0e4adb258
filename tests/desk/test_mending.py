"""Mending what an import set aside, and mapping a source once for all its files."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.intake.imports import CommitImport, ListImports, ReadFile, ShowQuarantine
from collectdesk.desk.intake.mapping import KeepMapping, LookAtFile, TryMapping, delimiters, encodings
from collectdesk.desk.intake.mending import MendQuarantine, MendRow
from collectdesk.domain.intake.imports import BadFile, BadRow, LedgerKind
from collectdesk.domain.refusals import Refused
from helpers.branches import ACCOUNTS, LI, OUYANG_CARD, PRACTICE_DATE, ledger, payment_row

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


HEADS = "客户号,客户名称,产品类型,借据号,发放金额,期次,应还日期,应还本金,应还利息"


def products_file(path: Path, *principals: str, account: str = "JJ99001") -> Path:
    """A product over 9,000 yuan with its instalments from the first on."""
    body = [f"KH000777,孙好,个人贷款,{account},9000.00,{at},2026-0{3 + at}-10,{principal},20.00"
            for at, principal in enumerate(principals, start=1)]  # fmt: skip
    path.write_text(
        "\n".join([HEADS, *body, "KH000778,钱来,个人贷款,JJ99002,500.00,1,2026-04-10,500.00,1.00"]), "utf-8"
    )
    return path


def test_a_schedule_whose_sum_is_not_core_bankings_is_set_aside_whole_and_taken_in_whole_once_it_is_right(
    branch: Branch, tmp_path: Path
) -> None:
    read = branch.clerk(
        ReadFile(products_file(tmp_path / "a.csv", "3000.00", "3000", "300"), data_date=PRACTICE_DATE)
    )
    assert [(f.line, f.code, f.facts["listed"], f.facts["stated"]) for f in read.bad] == [
        (line, "schedule.below_granted", "6,300.00", "9,000.00") for line in (2, 3, 4)
    ]
    assert [row.account_no for row in read.rows] == ["JJ99002"]  # type: ignore[union-attr]
    right = list(read.bad[2].cells)
    right[read.columns["principal"]] = "3000.00"
    done = branch.clerk(MendRow(read, 4, tuple(right)))
    assert (done.still, done.ledger.bad, len(done.ledger.rows)) == ((), (), 4)

    batch = branch.clerk(CommitImport(read)).batch_id
    wrong, half = list(read.bad[1].cells), list(read.bad[2].cells)
    wrong[read.columns["principal"]], half[read.columns["principal"]] = "9000.00", "30.00"
    (still,) = branch.clerk(MendQuarantine(batch, 3, tuple(wrong)))
    assert (still.code, still.facts["listed"]) == ("schedule.above_granted", "12,300.00")
    assert len(branch.clerk(ShowQuarantine(batch))) == 3, "an instalment went in alone"
    wrong[read.columns["principal"]] = "5970.00"
    assert [f.facts["listed"] for f in branch.clerk(MendQuarantine(batch, 3, tuple(wrong)))] == ["9,270.00"]
    assert branch.clerk(MendQuarantine(batch, 4, tuple(half))) == (), (
        "what was typed into line 3 is forgotten"
    )
    assert branch.clerk(ShowQuarantine(batch)) == ()
    line = next(b for b in branch.clerk(ListImports()) if b.id == batch)
    assert (line.good, line.bad, line.counts["instalments"]) == (4, 0, 4)


def test_instalments_above_what_was_granted_or_is_owed_are_set_aside_of_a_file_that_was_read_before(
    branch: Branch,
) -> None:
    from collectdesk.domain.intake.imports import InstalmentRow
    from collectdesk.domain.money import Money

    def listed(account: str, principal: int) -> InstalmentRow:
        return InstalmentRow(2, account, 1, PRACTICE_DATE, Money(principal), Money(0), Money(0), Money(0))

    for principal, code, stated in (
        (200_000_01, "schedule.above_granted", "200,000.00"),
        (186_300_01, "schedule.above_balance", "186,300.00"),
    ):
        other = replace(listed(OUYANG_CARD, 999_999_99), line=3)  # a card's limit is lent by no schedule
        done = branch.clerk(
            CommitImport(ledger(LedgerKind.INSTALMENTS, [listed(ACCOUNTS[LI], principal), other]))
        )
        assert [(f.line, f.code, f.facts["stated"]) for f in done.bad] == [(2, code, stated)]
        assert (done.good, done.counts["instalments"]) == (1, 1 if code.endswith("granted") else 0)
