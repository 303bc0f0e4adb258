"""The short grid of bad scans, at every change: what is promised of the printed code holds on real sheets."""

from __future__ import annotations

from bench.scans import SHORT, measure


def test_every_code_of_the_short_grid_is_read() -> None:
    rates, said = measure(short=True, count=1, stack=0)
    assert len(rates) == len(SHORT) >= 36
    assert {cell for cell, rate in rates.items() if rate < 1} == set()
    assert said["reads"] == 2 * len(SHORT)
