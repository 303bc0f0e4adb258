"""The sample is the source's, no more and no less."""

from __future__ import annotations

import hashlib
import importlib.util
import lzma
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.practice.behaviour import Behaviour, delays, read_sample

if TYPE_CHECKING:
    from types import ModuleType


def _tool() -> ModuleType:
    path = Path(__file__).parents[2] / "tools" / "derive_sample.py"
    spec = importlib.util.spec_from_file_location("derive_sample", path)
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def _text() -> bytes:
    return lzma.decompress(resources.path("sample", "card_behaviour.csv.xz").read_bytes())


def test_another_source_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not the UCI file"):
        _tool().derive(b"ID,LIMIT_BAL\n1,20000\n")


def test_the_tool_without_a_source_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert _tool().main([]) == 2
    assert "Usage" in capsys.readouterr().err


def test_the_shipped_sample_is_the_one_that_was_derived() -> None:
    digest = hashlib.sha256(_text()).hexdigest()
    assert digest == "55008b0130a58ecdd9d3aa8440753f0427b27ebb92c2a3f3c384c6f4920f8c59"


def test_the_sample_names_no_sex_education_marriage_or_age() -> None:
    headings = _text().splitlines()[0].decode().split(",")
    months = [f"{name}{month}" for name in ("status", "bill", "paid") for month in range(1, 7)]
    assert headings == ["row", "limit", *months, "default"]


def test_every_account_of_the_source_is_there_with_its_figures() -> None:
    sample = read_sample()
    assert len(sample.accounts) == 30_000
    assert sample.accounts[0] == Behaviour(
        row=1,
        limit=20_000,
        status=(2, 2, -1, -1, -2, -2),
        bills=(3_913, 3_102, 689, 0, 0, 0),
        paid=(0, 689, 0, 0, 0, 0),
        defaulted=True,
    )
    assert sample.real_share.limit_denominator() * 30_000 == 6_818


def test_an_account_that_owes_nothing_is_never_drawn_as_late() -> None:
    assert len(read_sample().late) == 4_944
    assert all(account.bills[0] >= 1_000 for account in read_sample().late)


@given(st.lists(st.integers(-2, 8), min_size=6, max_size=6).map(tuple))
def test_delay_keeps_its_latest_figure_and_grows_by_one_month_at_most(status: tuple[int, ...]) -> None:
    path = delays(status)
    assert path[0] == max(status[0], 0)
    assert all(earlier >= max(given, 0) for earlier, given in zip(path, status, strict=False))
    assert all(later - earlier <= 1 for later, earlier in pairwise(path))
