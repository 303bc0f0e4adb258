"""Input that can't be used does nothing, says why in one message, and ends with 2; a bad row ends with 3."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from helpers.terminals import Terminal


def _empty(path: Path) -> None:
    path.touch()


def _mixed_encodings(path: Path) -> None:
    path.write_bytes("客户号,客户名称\n".encode("gb18030") + b"\xff\xff\xfe\x81\n" + "云岭".encode())


def _pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 50)


def _one_endless_line(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200 * 2**20)


def _missing_column(path: Path) -> None:
    path.write_text("数据日期：2026-03-18\n客户号,客户名称,借据号\nKH1,李明,DK1\n", encoding="utf-8")


def _is_missing(_path: Path) -> None:
    """No file of that name."""


def _is_a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "make", [_empty, _mixed_encodings, _pdf, _one_endless_line, _missing_column, _is_missing, _is_a_folder]
)
def test_a_file_that_cant_be_used_changes_nothing_and_ends_with_two(
    terminal: Terminal, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "逾期清单.csv"
    make(path)
    before, told = terminal.look(), {}
    for language in ("en", "zh_CN"):
        said = terminal("import", path, language=language)
        assert (said.code, said.out) == (2, "")
        assert len(said.err.strip().splitlines()) == 1
        told[language] = said.err
    assert told["en"] != told["zh_CN"]
    assert terminal.look() == before


def test_the_unusable_file_stops_before_the_good_one_after_it(terminal: Terminal, tmp_path: Path) -> None:
    empty = tmp_path / "空.csv"
    empty.touch()
    before = terminal.look()
    assert terminal("import", empty, terminal.morning[0]).code == 2
    assert terminal.look() == before


def test_machines_get_the_code_of_an_unusable_file(terminal: Terminal, tmp_path: Path) -> None:
    empty = tmp_path / "空.csv"
    empty.touch()
    said = terminal("import", empty, "--json")
    assert said.code == 2
    assert said.json["error"]
    assert said.json["sentence"]


def test_the_same_file_again_changes_nothing(terminal: Terminal) -> None:
    terminal.take_the_morning()
    before = terminal.look()
    said = terminal("import", terminal.morning[0])
    assert said.code == 2
    assert "already imported" in said.err
    assert terminal.look() == before


HEADINGS = "客户号,客户名称,证件号码,手机号码,产品类型,借据号,放款日期,授信额度,贷款余额,逾期金额,逾期起始日,逾期天数"
GOOD = ["KH9{n:07d}", "李明", "53099919{y}03071239", "19900000001", "个人贷款", "DK9{n:09d}", "2023-05-06",
        "50,000.00", "20,000.00", "1,500.00", "2026-02-10", "36"]  # fmt: skip
SPOILT = {  # column, what stands there
    "a negative amount": (9, "-1,500.00"),
    "an absurd amount": (8, "888,888,888,888,888.00"),
    "an impossible date": (10, "2026-02-30"),
    "a broken check digit": (2, "530999198103071230"),
}


def _row(number: int) -> list[str]:
    from collectdesk.domain.customers.identity import check_digit

    digits = f"5309991981030712{number % 10}"
    cells = [cell.format(n=number, y=81) for cell in GOOD]
    cells[2] = digits + check_digit(digits)
    return cells


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(f"数据日期：2026-03-18\n{HEADINGS}\n")
        csv.writer(file).writerows(rows)


@pytest.mark.parametrize("what", SPOILT)
def test_a_bad_row_goes_to_the_quarantine_and_the_good_ones_in(
    terminal: Terminal, tmp_path: Path, what: str
) -> None:
    column, value = SPOILT[what]
    rows = [_row(number) for number in range(1, 5)]
    rows[2][column] = value
    path, quarantine = tmp_path / "逾期清单.csv", tmp_path / "out" / "quarantine.csv"
    _write(path, rows)
    said = terminal("import", path, "--quarantine", quarantine, "--json")
    assert said.code == 3
    (done,) = said.json
    assert (done["good"], done["bad_rows"]) == (3, 1)
    assert terminal.json("imports")[0]["bad"] == 1
    table = list(csv.reader(quarantine.read_text("utf-8-sig").splitlines()))
    assert table[0][:4] == ["Line", "Column", "Value", "Reason"]
    assert (table[1][0], table[1][1]) == ("5", HEADINGS.split(",")[column])
    assert table[1][2].lstrip("'") == value
    assert table[1][3], "the reason is empty"


def test_a_customer_number_under_two_names_goes_to_the_quarantine(terminal: Terminal, tmp_path: Path) -> None:
    rows = [_row(number) for number in range(1, 4)]
    rows[2][0] = rows[0][0]
    rows[2][1] = "王秀兰"
    path = tmp_path / "逾期清单.csv"
    _write(path, rows)
    said = terminal("import", path)
    assert said.code == 3
    assert "in quarantine" in said.out


def test_a_full_quarantine_target_is_told_in_a_sentence_and_nothing_is_imported(terminal: Terminal) -> None:
    before = terminal.look()[0]
    said = terminal("import", terminal.morning[0], "--quarantine", terminal.branch)
    assert said.code == 1
    assert len(said.err.strip().splitlines()) == 1
    assert terminal.look()[0] == before
