"""How large an import file may be, so that a broken or hostile one can't exhaust the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Every bound with its unit; exceeding one is a BadFile of its own."""

    file_bytes: int = 400 * 1024 * 1024
    line_bytes: int = 1024 * 1024
    columns: int = 2_000
    rows: int = 2_000_000
    cell_chars: int = 32_768
    """Excel's own bound is 32,767 characters."""
    unpacked_bytes: int = 2 * 1024 * 1024 * 1024
    unpacked_ratio: int = 200
    """Ordinary workbooks unpack to 5–30 times their size; deflate reaches at most 1,032."""
    ratio_matters_above: int = 64 * 1024 * 1024
    """Unpacked bytes below which the ratio is harmless, however large."""
    grid_cells: int = 60_000_000
    """Rows times columns of one sheet: the whole rectangle is held, so two far cells cost as much as all."""


DEFAULT_LIMITS: Final = Limits()

Step = Callable[[int, int], None]
"""Told how much of the whole is done (any unit); what it raises stops the reading, and reaches the caller."""


def no_step(_done: int, _whole: int) -> None:
    """For callers who neither show progress nor stop."""
