"""Owns what a draft keeps of a field: text as it was typed, choices by their plain value."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

if TYPE_CHECKING:
    from collectdesk.ui.parts.fields import Field


def typed_in(field: Field) -> Any:
    """What stands in a field, as JSON can hold it: a day that can't be read yet is no less typed."""
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return plain(field.value())


def put_typed(field: Any, typed: Any) -> None:
    """Put it back; a choice that isn't offered any more stays as it is."""
    if isinstance(field, QLineEdit):
        field.setText(str(typed or ""))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(str(typed or ""))
    else:
        field.put_plain(typed)


def plain(value: Any) -> Any:
    """A chosen value as JSON can hold it."""
    if isinstance(value, frozenset | tuple | list):
        held = [plain(each) for each in value]
        return sorted(held, key=str) if isinstance(value, frozenset) else held
    return value.value if isinstance(value, Enum) else value
