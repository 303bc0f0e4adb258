"""Owns the user guide as the program ships it: pages in the order of a day, and the search. No Qt here.

``resources/guide/contents.toml`` lists the pages; ``resources/guide/<language>/<id>.md`` holds each as CommonMark,
``resources/guide/pictures`` the screens, photographed by the program.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from collectdesk import resources

_MARKS = re.compile(r"!\[[^\]]*\]\([^)]*\)|[*`#|]")


@dataclass(frozen=True, slots=True)
class Topic:
    """One page: its title is its first heading; ``screens`` are the places in the window that it explains."""

    id: str
    title: str
    text: str
    screens: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The text without pictures and marks, for searching."""
        return _MARKS.sub("", self.text)


@dataclass(frozen=True, slots=True)
class Handbook:
    """The guide in one language."""

    topics: tuple[Topic, ...]

    def topic(self, identity: str) -> Topic:
        """The page of an id; raises KeyError."""
        for each in self.topics:
            if each.id == identity:
                return each
        raise KeyError(identity)

    def of_screen(self, screen: str) -> Topic:
        """The page that explains a screen: that of its part ("settings/backups"), else of the whole, else the first."""
        for wanted in (screen, screen.partition("/")[0]):
            for each in self.topics:
                if wanted in each.screens:
                    return each
        return self.topics[0]

    def find(self, text: str) -> tuple[Topic, ...]:
        """The pages that hold every word of the text, those with one in their title first; all without a text."""
        wanted = text.casefold().split()
        found = [each for each in self.topics if all(word in each.plain.casefold() for word in wanted)]
        found.sort(key=lambda each: not any(word in each.title.casefold() for word in wanted))
        return tuple(found)


@lru_cache(maxsize=2)
def handbook(language: str) -> Handbook:
    """The guide in a language ("en", "zh_CN"); raises FileNotFoundError naming what the installation lacks."""
    listed = tomllib.loads(resources.path("guide", "contents.toml").read_text(encoding="utf-8"))
    return Handbook(tuple(_topic(language, each["id"], each["screens"]) for each in listed["topic"]))


def _topic(language: str, identity: str, screens: list[str]) -> Topic:
    text = resources.path("guide", language, f"{identity}.md").read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("# ").strip()
    return Topic(identity, title, text, tuple(screens))
