"""People and moments that the window's tests use."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.people import Actor, Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

NOW: Final = datetime(2026, 3, 18, 1, 0, tzinfo=UTC)


def person(role: Role = Role.CLERK) -> Actor:
    """Somebody with a role."""
    return Actor(AccountId("a" * 32), "chenjing", "陈静", role)


def show_in_front(qtbot: QtBot, widget: QWidget) -> None:
    """Show a window and wait until the keyboard is its own."""
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
