"""Owns the registry of pages: which screens exist, who may see them, and where each is built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from collectdesk.ui.actions import PAGE_ACTIONS, Action
from collectdesk.ui.office import Office
from collectdesk.ui.page import Page

if TYPE_CHECKING:
    from collectdesk.domain.people.people import Permission

Factory = Callable[[Office], Page]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page. ``at_foot`` stands at the bottom of the rail; without ``in_rail`` it is reached by key
    and links.
    """

    id: str
    icon: str
    sentence: str
    permission: Permission | None
    factory: Factory
    shortcut: str = ""
    in_rail: bool = True
    at_foot: bool = False


def built_from(module: str, name: str) -> Factory:
    """A factory that imports its screen when it is first shown, so that the window opens fast."""

    def build(office: Office) -> Page:
        made: Page = getattr(import_module(module), name)(office)
        return made

    return build


OFF_RAIL: Final = ("casefile", "imports")
"""A customer's file is opened from a list (Alt+3 comes back to the latest); files are brought in by Ctrl+I."""


def _spec(action: Action) -> PageSpec:
    page = action.opens
    return PageSpec(
        id=page,
        icon=action.icon,
        sentence=action.sentence,
        permission=action.permission,
        factory=built_from(f"collectdesk.ui.{page}.page", f"{page.capitalize()}Page"),
        shortcut=action.shortcut,
        in_rail=page not in OFF_RAIL,
        at_foot=page == "settings",
    )


PAGES: Final[tuple[PageSpec, ...]] = tuple(_spec(action) for action in PAGE_ACTIONS)
