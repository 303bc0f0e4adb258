"""Owns the tours as data: which page has which steps, what each points at, and what coach mode shows where."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from collectdesk import resources
from collectdesk.words import CHINESE, ENGLISH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.words import Words

_OF_THE_WINDOW = "window."


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``target`` is a path of attributes from the page, or from the window after "window."."""

    page: str
    target: str
    texts: Mapping[str, str]

    def text(self, words: Words) -> str:
        """What it says in the language of this moment."""
        return self.texts[CHINESE if words.is_chinese else ENGLISH]

    def widget(self, window: QWidget, page: QWidget) -> QWidget:
        """What it points at; raises AttributeError where the page has no such part, which a test looks for."""
        on_window = self.target.startswith(_OF_THE_WINDOW)
        found: object = window if on_window else page
        for name in self.target.removeprefix(_OF_THE_WINDOW).split("."):
            found = getattr(found, name)
        assert isinstance(found, QWidget), f"{self.page}: {self.target} is no widget"
        return found


@lru_cache(maxsize=1)
def tours() -> Mapping[str, tuple[Step, ...]]:
    """The steps by page, in order."""
    found: dict[str, list[Step]] = {}
    for each in _read("tours.toml")["step"]:
        texts = {language: str(each[language]) for language in (CHINESE, ENGLISH)}
        found.setdefault(each["page"], []).append(Step(each["page"], each["target"], texts))
    return {page: tuple(steps) for page, steps in found.items()}


@lru_cache(maxsize=1)
def coached() -> Mapping[str, tuple[str, ...]]:
    """Where a decision is taken → the rules to read there, by their ids."""
    return {moment: tuple(each["rules"]) for moment, each in _read("coach.toml").items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.path("guide", name).read_text(encoding="utf-8"))
