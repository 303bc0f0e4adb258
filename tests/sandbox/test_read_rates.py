"""Codes of real sheets are read within what is promised, at every change: the short grid of ``bench/scans.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.scans import SHORT, read_rates, sheets

from helpers.branches import small_branch

if TYPE_CHECKING:
    from pathlib import Path


def test_every_code_of_the_short_grid_is_read(tmp_path: Path) -> None:
    branch = small_branch(tmp_path / "branch")
    try:
        paper, codes = sheets(branch, tmp_path, 1)
        rates, _spent = read_rates(paper, codes, SHORT)
        assert len(rates) == len(SHORT) >= 36
        assert [cell for cell, rate in rates.items() if rate < 1] == []
    finally:
        branch.close()
