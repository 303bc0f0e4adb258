"""Owns how wrapped texts get their height in the card of the sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

WIDTH: Final = 382
"""Pixels a text has in the card of the sign-in."""


def fit(text: QLabel) -> None:
    """Give a wrapped text the height of all its lines; a card that is centred asks for one line only."""
    text.setMinimumHeight(0)
    text.setMinimumHeight(max(0, text.heightForWidth(WIDTH)))  # -1 where there is no text
