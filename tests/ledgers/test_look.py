"""What a file's columns seem to hold, and how a known source is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.domain.intake.imports import BadFile, ColumnMapping, LedgerKind
from collectdesk.ledgers import fields
from collectdesk.ledgers.child import look_in_child, read_in_child
from collectdesk.ledgers.look import look_at
from collectdesk.ledgers.mend import reread
from collectdesk.ledgers.read import read_ledger
from ledgers.files import DATA_DATE, delivery_entry, overdue_row, payment_row, table_of, write_csv

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [overdue_row(n, phone=f"1990000{n:04d}", guarantor_name="", guarantor_phone="") for n in range(1, 6)]


def strange(path: Path, order: int = 1) -> tuple[Path, list[str]]:
    """An overdue list under headings nobody knows, its columns turned round when ``order`` is -1."""
    table = [row[::order] for row in table_of(ROWS)]
    names = list(fields.ORDER[LedgerKind.OVERDUE])[::order]
    headings: list[object] = [
        f"栏{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[at]}" for at in range(len(names))
    ]
    return write_csv(path, [headings, *table[1:]]), names


@pytest.mark.parametrize("order", [1, -1])
def test_columns_without_known_headings_are_guessed_from_what_stands_in_them(
    tmp_path: Path, order: int
) -> None:
    path, names = strange(tmp_path / "l.csv", order)
    look = look_at(path)
    assert (look.kind, look.heading_row, look.doubts) == (LedgerKind.OVERDUE, 0, ("data_date",))
    told = {guess.field: names[guess.column] for guess in look.guesses if guess.field}
    for field in ("id_no", "phone", "product_kind", "account_no", "granted", "balance", "overdue", "dpd"):
        assert told.get(field) == field, (field, told)
    assert all(guess.by == "content" for guess in look.guesses if guess.field)


def test_known_headings_win_over_what_stands_below_them(tmp_path: Path) -> None:
    look = look_at(write_csv(tmp_path / "l.csv", table_of([payment_row(1), payment_row(2)])))
    assert (look.kind, [g.field for g in look.guesses]) == (
        LedgerKind.PAYMENTS, ["reference", "account_no", "paid_on", "amount", "channel"],
    )  # fmt: skip
    assert {g.by for g in look.guesses} == {"heading"}


def test_a_mapped_source_is_recognised_next_time_by_its_headings(tmp_path: Path) -> None:
    path, names = strange(tmp_path / "l.csv", -1)
    with pytest.raises(BadFile):
        read_ledger(path, data_date=DATA_DATE)
    look = look_in_child(path)
    mapping = ColumnMapping(look.kind, {name: at for at, name in enumerate(names)}, look.fingerprint)
    ledger = read_in_child(path, data_date=DATA_DATE, mappings=[mapping])
    assert (len(ledger.rows), ledger.bad) == (5, ())
    assert ledger.rows[0].overdue == ROWS[0].overdue  # type: ignore[union-attr]
    other = write_csv(tmp_path / "other.csv", table_of(ROWS))
    assert len(read_ledger(other, data_date=DATA_DATE, mappings=[mapping]).rows) == 5


def test_a_file_without_headings_is_mapped_by_its_width(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "l.csv", table_of([delivery_entry(1), delivery_entry(2)])[1:])
    look = look_at(path, kind=LedgerKind.MESSAGES)
    assert look.heading_row == -1
    assert "headings" in look.doubts
    mapping = ColumnMapping(
        LedgerKind.MESSAGES,
        {n: at for at, n in enumerate(fields.ORDER[LedgerKind.MESSAGES])},
        look.fingerprint,
    )
    assert len(read_ledger(path, data_date=DATA_DATE, mappings=[mapping]).rows) == 2


def test_an_encoding_in_doubt_is_named_with_the_possible_ones(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes("名稱,號碼\n龘,1\n".encode("big5hkscs"))
    look = look_at(path)
    assert "encoding" in look.doubts
    assert "big5hkscs" in look.encodings
    assert "名稱" in look_at(path, encoding="big5hkscs").rows[0]


def test_a_mended_row_is_read_again_and_may_not_repeat_another(tmp_path: Path) -> None:
    table = table_of(ROWS)
    table[2][fields.ORDER[LedgerKind.OVERDUE].index("overdue")] = "abc"
    ledger = read_ledger(write_csv(tmp_path / "l.csv", table), data_date=DATA_DATE)
    finding = ledger.bad[0]
    cells = list(finding.cells)

    def again(cells: list[str]) -> tuple[object, list[str]]:
        row, bad = reread(
            ledger.kind,
            ledger.headings,
            ledger.columns,
            ledger.data_date,
            finding.line,
            cells,
            others=ledger.rows,
        )
        return row, [each.code for each in bad]

    assert again(cells) == (None, ["amount.unreadable"])
    cells[ledger.columns["overdue"]] = "2345.05"
    row, bad = again(cells)
    assert (bad, row.overdue.fen) == ([], 234_505)  # type: ignore[attr-defined]
    cells[ledger.columns["account_no"]] = ROWS[0].account_no
    assert again(cells) == (None, ["account.duplicate"])
