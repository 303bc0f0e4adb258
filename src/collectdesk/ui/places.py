"""Owns what the window's search field offers beside customers: pages, acts, settings, pages of the help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.handbook import handbook
from collectdesk.ui.actions import PAGE_ACTIONS, with_key
from collectdesk.ui.keys import PAGE_KEYS
from collectdesk.ui.parts.finder import Hit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collectdesk.ui.actions import Action
    from collectdesk.ui.office import Office

MOST: Final = 5
"""Lines beside the customers: more would hide them."""


class Places:
    """What one person may go to or do; ``fitting`` answers a text in the language of that moment."""

    def __init__(self, office: Office, actions: Sequence[Action]) -> None:
        self._office, self._actions = office, tuple(actions)
        self._pages = {each.opens: each for each in actions if each.opens and each in PAGE_ACTIONS}

    def fitting(self, text: str) -> list[Hit]:
        """What has every word of the text in its name, here or in English; what begins with it stands first."""
        wanted = text.casefold().split()
        found = [
            (name.casefold(), hit)
            for name, hit in self._known()
            if wanted and all(word in name.casefold() for word in wanted)
        ]
        found.sort(key=lambda each: not each[0].startswith(wanted[0]))
        return [hit for _name, hit in found[:MOST]]

    def _known(self) -> Iterator[tuple[str, Hit]]:
        say = self._office.say
        for action in self._actions:
            spoken = say(action.sentence)
            yield (
                f"{spoken} {action.sentence}",
                Hit(with_key(spoken, action.shortcut), action.icon, act=action.id),
            )
        for page, keys in PAGE_KEYS.items():
            if page not in self._pages:
                continue
            for key, sentence in keys:
                if "–" in key or "←" in key:
                    continue  # a row of keys isn't one act
                spoken = f"{say(self._pages[page].sentence)} › {say(sentence)}"
                line = Hit(with_key(spoken, key), self._pages[page].icon, page, key=key)
                yield f"{say(sentence)} {sentence}", line
        yield from self._settings()
        yield from self._help()

    def _settings(self) -> Iterator[tuple[str, Hit]]:
        if "settings" not in self._pages:
            return
        from collectdesk.ui.settings.page import SECTIONS  # loads every section: not before somebody types

        say = self._office.say
        for spec in SECTIONS:
            if self._office.may(spec.permission) and spec.asks is None:
                spoken = f"{say(mark('Settings'))} › {say(spec.sentence)}"
                yield f"{say(spec.sentence)} {spec.sentence}", Hit(spoken, spec.icon, "settings", spec.id)

    def _help(self) -> Iterator[tuple[str, Hit]]:
        said = mark("Help: {title}")
        for topic in handbook(self._office.words.language).topics:
            yield topic.title, Hit(self._office.say(said, title=topic.title), "info", topic=topic.id)
