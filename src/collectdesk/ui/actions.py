"""Owns the table of what the window's keys do: sentence, shortcut, permission, and the page an action
opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from collectdesk.domain.people.people import Permission
from collectdesk.words import mark


class Act(Enum):
    """The acts a page may take over by ``Page.acts()``; the shell has an answer for the rest."""

    FIND = "find"
    HELP = "help"
    TOUR = "tour"
    COACH = "coach"
    TRAY = "print_tray"
    MAIN = "main"
    RELOAD = "reload"
    NEW = "new"
    PRINT = "print"
    IMPORT = "import"
    LOCK = "lock"
    SIGN_OUT = "sign_out"
    SETTINGS = "settings"
    BACK = "back"
    LANGUAGE = "language"
    LOOK = "look"
    DENSITY = "density"


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the table. ``opens`` is a page's id; ``icon`` a file in resources/icons."""

    id: str
    sentence: str
    shortcut: str = ""
    permission: Permission | None = None
    opens: str = ""
    icon: str = ""


_READ: Final = Permission.READ_CASES
PAGE_ACTIONS: Final[tuple[Action, ...]] = (
    Action("page.today", mark("Today"), "Alt+1", _READ, "today", "house"),
    Action("page.customers", mark("Customers"), "Alt+2", _READ, "customers", "users"),
    Action("page.casefile", mark("Customer file"), "Alt+3", _READ, "casefile", "file-text"),
    Action("page.plan", mark("Plan"), "Alt+4", _READ, "plan", "calendar"),
    Action("page.record", mark("Record"), "Alt+5", Permission.RECORD_VISIT, "record", "clipboard-pen"),
    Action("page.followup", mark("Follow-up"), "Alt+6", _READ, "followup", "handshake"),
    Action("page.notices", mark("Notices"), "Alt+0", _READ, "notices", "message-square-text"),
    Action("page.complaints", mark("Complaints"), "Alt+-", _READ, "complaints", "circle-alert"),
    Action("page.archive", mark("Archive"), "Alt+7", Permission.VERIFY_PACK, "archive", "archive"),
    Action("page.effect", mark("Effect"), "Alt+8", _READ, "effect", "chart-column"),
    Action("page.settings", mark("Settings"), "Alt+9", Permission.READ_RULES, "settings", "settings"),
    Action("page.imports", mark("Import files"), "", Permission.IMPORT, "imports", "download"),
)
SHELL_ACTIONS: Final[tuple[Action, ...]] = (
    Action(Act.FIND.value, mark("Search"), "Ctrl+K", icon="search"),
    Action(Act.MAIN.value, mark("Main act of the page"), "F2", icon="clipboard-pen"),
    Action(Act.NEW.value, mark("New"), "Ctrl+N", icon="plus"),
    Action(Act.PRINT.value, mark("Print"), "Ctrl+P", icon="printer"),
    Action(Act.TRAY.value, mark("Print together"), "Ctrl+Shift+P", icon="printer"),
    Action(Act.IMPORT.value, mark("Import"), "Ctrl+I", Permission.IMPORT, icon="download"),
    Action(Act.RELOAD.value, mark("Reload"), "F5", icon="refresh-cw"),
    Action(Act.BACK.value, mark("Back"), "Esc", icon="history"),
    Action(
        Act.SETTINGS.value, mark("Open settings"), "Ctrl+,", Permission.READ_RULES, "settings", "settings"
    ),
    Action(Act.LANGUAGE.value, mark("Switch language"), "Ctrl+Shift+L", icon="languages"),
    Action(Act.LOOK.value, mark("Switch light and dark"), "Ctrl+Shift+D", icon="moon"),
    Action(Act.DENSITY.value, mark("Switch row height"), "Ctrl+Shift+H", icon="list-checks"),
    Action(Act.LOCK.value, mark("Lock"), "Ctrl+L", icon="lock"),
    Action(Act.SIGN_OUT.value, mark("Sign out"), "Ctrl+Shift+Q", icon="log-out"),
    Action(Act.HELP.value, mark("Keys and help"), "F1", icon="info"),
    Action(Act.TOUR.value, mark("Show me around this page"), "Shift+F1", icon="info"),
    Action(Act.COACH.value, mark("Coach mode on or off"), "Ctrl+Shift+F1", icon="info"),
)
ACTIONS: Final[tuple[Action, ...]] = PAGE_ACTIONS + SHELL_ACTIONS


def action_of(identity: str) -> Action:
    """The action of an id; raises KeyError."""
    for action in ACTIONS:
        if action.id == identity:
            return action
    raise KeyError(identity)


def with_key(sentence: str, shortcut: str) -> str:
    """A tooltip that teaches the key."""
    return f"{sentence}  {shortcut}" if shortcut else sentence
