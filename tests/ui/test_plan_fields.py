"""Fields for numbers: what a person types is understood however they write it, and what isn't a number is said."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from collectdesk.ui.casefile.plan_fields import CountEdit, RateEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    ("typed", "rate"), [("4.9", "0.049"), ("１２", "0.12"), ("0", "0"), ("4.9%", "0.049")]
)
def test_a_rate_is_typed_in_per_cent(qtbot: QtBot, typed: str, rate: str) -> None:
    field = RateEdit()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.value() == Decimal(rate)
    assert not field.problem()


@pytest.mark.parametrize("typed", ["zwölf", "-3", "1.5", "9999"])
def test_a_count_that_is_none_is_said(qtbot: QtBot, typed: str) -> None:
    field = CountEdit()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.value() is None
    assert field.problem()
