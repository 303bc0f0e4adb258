"""Owns the two inputs only a plan needs: a number of instalments and a yearly rate in per cent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from collectdesk.ui.parts.fields import TextEdit
from collectdesk.words import mark

_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


class CountEdit(TextEdit):
    """A whole number from 1; the deed says which are possible."""

    def __init__(self) -> None:
        super().__init__(longest=4)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def value(self) -> int | None:
        text = self.text().translate(_WIDE).strip()
        return int(text) if re.fullmatch(r"\d{1,3}", text) else None

    def problem(self) -> str:
        return mark("This isn't a number such as 12.") if self.text().strip() and self.value() is None else ""


class RateEdit(TextEdit):
    """A yearly rate typed in per cent (4.9); the value is the fraction of one (0.049)."""

    def __init__(self) -> None:
        super().__init__(longest=8)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def value(self) -> Decimal | None:
        text = self.text().translate(_WIDE).replace("%", "").strip()
        return Decimal(text) / 100 if re.fullmatch(r"\d{1,3}(\.\d{1,4})?", text) else None

    def put(self, value: Any) -> None:
        self.setText("" if value is None else f"{(value * 100).normalize():f}")

    def problem(self) -> str:
        return (
            mark("This isn't a rate in per cent, such as 4.9.")
            if self.text().strip() and self.value() is None
            else ""
        )
