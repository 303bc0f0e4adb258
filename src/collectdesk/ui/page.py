"""Owns what the window expects of a page: what every screen's folder fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from collectdesk.ui import wording
from collectdesk.ui.theme import theme
from collectdesk.ui.tokens import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QShowEvent

    from collectdesk.desk.pipeline import Subject
    from collectdesk.ui.actions import Act
    from collectdesk.ui.office import Office


@dataclass(frozen=True, slots=True)
class Note:
    """A line above the page: a confirmation with its undo, or what went wrong and what to do."""

    text: str
    tone: Tone = Tone.GOOD
    undo: Callable[[], None] | None = None


class Page(QWidget):
    """One screen. Built on first show; ``refresh`` is called on first show and whenever something was
    touched.

    A page that isn't in sight is refreshed when it comes into sight, with everything touched meanwhile.
    """

    opens = Signal(str, object)
    """Go to a page: its id, and what to open there (None for nothing in particular)."""
    said = Signal(object)
    """A Note for the line above the page."""
    turned = Signal()
    """Another side of the page is in sight: its title and the keys that help here may be others."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.speech = office.speech
        self.setProperty("look", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def showEvent(self, event: QShowEvent) -> None:
        """A page that is shown by itself is a window of its own and wears the theme as one."""
        if self.isWindow():
            theme().dress(self)
        super().showEvent(event)

    def title(self) -> str:
        """The page's name in the language of this moment; for the window's title."""
        return ""

    def refresh(self, touched: frozenset[Subject]) -> None:
        """Ask the desk again for what is shown, as far as ``touched`` concerns it."""

    def retranslate(self) -> None:
        """Write again what isn't bound to ``speech``; bound texts, tables and fields have done it
        themselves.
        """

    def focus_first(self) -> None:
        """Put the keyboard where work on this page begins."""
        self.setFocus()

    def open_target(self, target: Any) -> None:
        """Show something in particular, such as the case that another page wants opened."""

    def part(self) -> str:
        """Which part of the page is in sight, such as a tab's id; the help opens its page. Empty: the page has none."""
        return ""

    def search(self, text: str) -> None:
        """Show what fits the text of the search field."""

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        """What this page does on the window's keys; the rest is the shell's."""
        return {}

    def may_leave(self) -> bool:
        """False keeps the person here, after the page has said why."""
        return True

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Keys worth knowing here, as (key, sentence), for the status bar."""
        return ()

    def confirm(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say that something is done."""
        self.said.emit(Note(text, Tone.GOOD, undo))

    def warn(self, error: BaseException | str) -> None:
        """Say what went wrong, in the line above the page."""
        text = error if isinstance(error, str) else wording.sentence(self.office.words, error)
        self.said.emit(Note(text, Tone.DANGER))
