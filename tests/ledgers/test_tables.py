"""Workbooks that would exhaust the machine are refused before they are opened."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from collectdesk.domain.intake.imports import BadFile
from collectdesk.ledgers.limits import Limits
from collectdesk.ledgers.read import read_ledger
from ledgers.files import payment_row, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path


def refusal(path: Path, limits: Limits) -> str:
    with pytest.raises(BadFile) as caught:
        read_ledger(path, limits=limits)
    return caught.value.code


def test_a_bomb_is_refused_by_what_it_would_unpack_to(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "l.xlsx", [payment_row(1)])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/zeros.bin", bytes(3_000_000))
    assert refusal(path, Limits(ratio_matters_above=1_000_000)) == "file.bomb"
    assert refusal(path, Limits(unpacked_bytes=2_000_000)) == "file.bomb"
    assert len(read_ledger(path).rows) == 1


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "l.xlsx", [payment_row(1)])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/zeros.bin", bytes(300_000))
    size = (300_000).to_bytes(4, "little")
    content = path.read_bytes()
    assert content.count(size)
    path.write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    assert refusal(path, Limits()) == "file.damaged"


def test_two_far_cells_are_refused_before_the_rectangle_between_them_is_built(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "l.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "流水号")
        sheet.write(1_048_575, 1_500, "x")
    assert refusal(tmp_path / "l.xlsx", Limits()) == "sheet.too_wide"
    assert refusal(tmp_path / "l.xlsx", Limits(columns=1_000)) == "columns.too_many"
    assert refusal(tmp_path / "l.xlsx", Limits(rows=1_000)) == "rows.too_many"


def test_a_workbook_without_a_visible_list_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "l.xlsx") as book:
        book.add_worksheet()
    assert refusal(tmp_path / "l.xlsx", Limits()) == "headings.not_found"
