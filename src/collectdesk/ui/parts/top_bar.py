"""Owns the bar above the pages: search, import, language, look, and the person's menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton

from collectdesk.ui.actions import Act, with_key
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.search_edit import SearchEdit
from collectdesk.ui.theme import set_glyph, theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction

    from collectdesk.ui.speech import Speech


class TopBar(QFrame):
    """Every button triggers an action of the window, so that keys, menu and buttons do the same."""

    def __init__(self, speech: Speech, person: str, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setProperty("look", "bar")
        self._speech = speech
        self.search = SearchEdit(
            speech, mark("Search name, account, phone   Ctrl+K"), mark("Search customers, pages and acts")
        )
        self.search.setMinimumWidth(240)
        self.search.setMaximumWidth(380)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.brings = button(
            speech, mark("Import"), actions[Act.IMPORT.value].trigger, icon="download", key="Ctrl+I"
        )
        self._language = self._toggle(actions[Act.LANGUAGE.value], "", mark("Switch language"))
        self._look = self._toggle(actions[Act.LOOK.value], "moon", mark("Switch light and dark"))
        self._person = QPushButton(self)
        self._person.setProperty("look", "quiet")
        self._person.setAutoDefault(False)
        set_glyph(self._person, "circle-user")
        self._person.setText(f"\u2009{person}")
        self._person.setMenu(self._menu(actions))
        speech.bind(
            self._person, self._person.setAccessibleName, mark("{person}: lock, sign out"), person=person
        )
        speech.changed.connect(self._write)
        theme().changed.connect(self._write)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 0)
        layout.setSpacing(6)
        layout.addWidget(self.search, 2)
        layout.addStretch(1)
        for part in (self.brings, self._language, self._look, self._person):
            layout.addWidget(part)
        self._write()

    def _toggle(self, action: QAction, icon: str, sentence: str) -> QToolButton:
        made = QToolButton(self)
        made.setProperty("look", "quiet")
        if icon:
            set_glyph(made, icon)
        made.clicked.connect(lambda _checked=False: action.trigger())
        key = action.shortcut().toString()

        def name(text: str) -> None:
            made.setAccessibleName(text)
            made.setToolTip(with_key(text, key))

        self._speech.bind(made, name, sentence)
        return made

    def _menu(self, actions: Mapping[str, QAction]) -> QMenu:
        menu = QMenu(self)
        for act in (Act.DENSITY, Act.HELP, Act.SETTINGS, None, Act.LOCK, Act.SIGN_OUT):
            if act is None:
                menu.addSeparator()
            elif actions[act.value].isVisible():
                menu.addAction(actions[act.value])
        return menu

    def _write(self) -> None:
        # the button shows what pressing it gives
        self._language.setText("EN" if self._speech.words.is_chinese else "中")
        set_glyph(self._look, "sun" if theme().tokens.dark else "moon")
