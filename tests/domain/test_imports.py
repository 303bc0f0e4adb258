"""Refusals and findings are plain values that can be compared, told and logged."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from functools import partial

import pytest

from collectdesk.domain.intake.import_diff import ROWS_KEPT, DiffRow, Gathered
from collectdesk.domain.intake.imports import BadFile, BadRow


def test_a_refusal_tells_its_code_and_facts() -> None:
    refused = BadFile("rows.too_many", limit=5)
    assert (refused.code, refused.facts, str(refused)) == (
        "rows.too_many",
        {"limit": "5"},
        "rows.too_many (limit=5)",
    )
    assert str(BadFile("file.empty")) == "file.empty"


def test_a_finding_cant_be_changed_after_it_was_made() -> None:
    finding = BadRow(1, "余额", "-1", "amount.negative", {}, ("-1",))
    with pytest.raises(FrozenInstanceError):
        finding.line = 2  # type: ignore[misc]


def test_a_finding_counts_every_row_and_keeps_the_first_ones() -> None:
    found = Gathered()
    for line in range(ROWS_KEPT + 10):
        found.add("same", partial(DiffRow, line, "", ""))
    (finding,) = found.ordered()
    assert (finding.times, len(finding.rows), finding.rows[-1].line) == (
        ROWS_KEPT + 10,
        ROWS_KEPT,
        ROWS_KEPT - 1,
    )
