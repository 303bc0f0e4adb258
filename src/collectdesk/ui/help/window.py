"""Owns the help: the guide's pages with a search, the chosen one beside them, and every key as its last page.

It stands beside the work and isn't modal. It holds nothing of a customer; a lock puts it away all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from collectdesk.handbook import Handbook, Topic, handbook
from collectdesk.ui.help.guide_view import GuideView
from collectdesk.ui.keys import KeysCard
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import column
from collectdesk.ui.parts.search_edit import SearchEdit
from collectdesk.ui.theme import theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.ui.actions import Action
    from collectdesk.ui.speech import Speech

KEYS: Final = "keys"
"""The page that isn't a text: the keys of this person, made from the table of actions."""
_ID: Final = int(Qt.ItemDataRole.UserRole)
SIZE, LIST_WIDTH, ROW = QSize(1040, 680), 260, 30


class HelpWindow(QDialog):
    """``open_screen`` shows the page of a screen; ``open_topic`` a page by its id. ``tour_asked`` follows the button
    that shows the page behind it.
    """

    tour_asked = Signal()

    def __init__(self, speech: Speech, actions: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        speech.bind(self, self.setWindowTitle, mark("Help"))
        self.search = SearchEdit(speech, mark("Search the help"), mark("Search the help"))
        self.search.searched.connect(self._list_topics)
        self.search.installEventFilter(self)
        self.topics = QListWidget()
        self.topics.setFixedWidth(LIST_WIDTH)
        self.topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.topics.currentItemChanged.connect(self._turned)
        speech.bind(self, self.topics.setAccessibleName, mark("Pages of the help"))
        self._nothing = label(
            speech, mark("No page has all these words. Try fewer, or others."), "faint", wrap=True
        )
        self.view = GuideView()
        self.view.anchorClicked.connect(self._follow)
        speech.bind(self, self.view.setAccessibleName, mark("Page of the help"))
        self.keys = KeysCard(speech, actions)
        self.tour_button = button(speech, mark("Show me around this page"), self._ask_tour, key="Shift+F1")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.keys)
        self._lay_out()
        theme().dress(self)
        self.resize(SIZE)
        self._list_topics("")
        speech.changed.connect(self._retranslate)

    def _lay_out(self) -> None:
        beside = column(self.search, self._nothing, self.topics, self.tour_button, spacing=8)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.setSpacing(12)
        whole.addLayout(beside)
        whole.addWidget(self._stack, 1)
        self._nothing.hide()

    def _ask_tour(self) -> None:
        self.hide()
        self.tour_asked.emit()

    @property
    def book(self) -> Handbook:
        return handbook(self._speech.words.language)

    @property
    def shown(self) -> str:
        """The id of the page in sight."""
        item = self.topics.currentItem()
        return str(item.data(_ID)) if item else ""

    def open_screen(self, screen: str) -> None:
        """Show what explains a place in the window, such as ``casefile/risk``."""
        self.open_topic(self.book.of_screen(screen).id)

    def open_topic(self, identity: str) -> None:
        """Come forward with a page; the search is put away, since it may hide that page."""
        self.search.clear()
        self._list_topics("")
        self._choose(identity)
        self.show()
        self.raise_()
        self.activateWindow()
        self.topics.setFocus()

    def _list_topics(self, text: str) -> None:
        """The pages with every word of a text; the one in sight stays chosen while it is among them."""
        before = self.shown
        found: list[Topic] = list(self.book.find(text.strip()))
        self.topics.blockSignals(True)
        self.topics.clear()
        for each in found:
            self._add(each.title, each.id)
        if not text.strip():
            self._add(self._speech.say(mark("Every key")), KEYS)
        self.topics.blockSignals(False)
        self._nothing.setVisible(not self.topics.count())
        self._choose(before)

    def _add(self, title: str, identity: str) -> None:
        item = QListWidgetItem(title, self.topics)
        item.setData(_ID, identity)
        item.setToolTip(title)
        item.setSizeHint(QSize(LIST_WIDTH - 20, ROW))

    def _choose(self, identity: str) -> None:
        known = [self.topics.item(at).data(_ID) for at in range(self.topics.count())]
        if known:
            self.topics.setCurrentRow(known.index(identity) if identity in known else 0)

    def _turned(self) -> None:
        if self.shown == KEYS:
            self._stack.setCurrentWidget(self.keys)
        elif self.shown:
            self.view.show_topic(self.book.topic(self.shown))
            self._stack.setCurrentWidget(self.view)

    def _follow(self, link: QUrl) -> None:
        """Links lead to other pages of the guide alone."""
        wanted = link.path().rpartition("/")[2].removesuffix(".md")
        if wanted in {each.id for each in self.book.topics}:
            self.open_topic(wanted)

    def _retranslate(self) -> None:
        self._list_topics(self.search.text())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Down and Enter lead from the search into the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self.search.search_now()
        self.topics.setFocus()
        return True
