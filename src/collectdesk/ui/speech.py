"""Owns the language of the window at this moment: every text on it is spoken here and spoken again on a
switch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from collectdesk.words import Words, for_language

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class _Bound:
    """A text on the screen that follows the language."""

    widget: QObject
    setter: Callable[[str], Any]
    sentence: str
    facts: dict[str, object]


class Speech(QObject):
    """The live words: ``words`` is replaced on a switch, bound texts are set again, ``changed`` follows."""

    changed = Signal()

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._bound: dict[tuple[int, Callable[[str], Any]], _Bound] = {}
        self._sweep_at = 512

    def say(self, sentence: str, /, **facts: object) -> str:
        """One sentence in the language of this moment."""
        return self.words.say(sentence, **facts)

    def bind(self, widget: QObject, setter: Callable[[str], Any], sentence: str, /, **facts: object) -> None:
        """Set a text now and after every switch, while ``widget`` lives. Binding the same setter again
        replaces it.
        """
        if len(self._bound) >= self._sweep_at:
            self._sweep()
        # what is bound is held, so that no other widget can come to have its number
        self._bound[id(widget), setter] = _Bound(widget, setter, sentence, facts)
        setter(self.words.say(sentence, **facts))

    def use(self, language: str) -> None:
        """Switch the language of the window."""
        if language != self.words.language:
            self.speak(for_language(language))

    def speak(self, words: Words) -> None:
        """Take other words: every bound text is set again, then ``changed`` is emitted."""
        self.words = words
        self._sweep()
        for bound in tuple(self._bound.values()):
            if shiboken6.isValid(bound.widget):
                bound.setter(words.say(bound.sentence, **bound.facts))
        self.changed.emit()

    def _sweep(self) -> None:
        self._bound = {at: kept for at, kept in self._bound.items() if shiboken6.isValid(kept.widget)}
        self._sweep_at = max(512, 2 * len(self._bound))
