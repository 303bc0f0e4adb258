"""The help: every screen has a page, its words are the window's own, the keys fit on one sheet."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QListWidget

import catalogues
from collectdesk import resources
from collectdesk.desk.visits.roads import shipped_table
from collectdesk.handbook import handbook
from collectdesk.ui import ask
from collectdesk.ui.actions import ACTIONS
from collectdesk.ui.casefile.page import TABS
from collectdesk.ui.help.window import KEYS, HelpWindow
from collectdesk.ui.keys import PAGE_KEYS, KeysCard
from collectdesk.ui.pages import PAGES
from collectdesk.ui.settings.page import SECTIONS
from collectdesk.ui.settings.roads import SHIPPED_SOURCES
from collectdesk.ui.speech import Speech
from collectdesk.words import CHINESE, ENGLISH, LANGUAGES, Words
from helpers.tree import python_files, tree_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LABEL = re.compile(r"\*\*([^*]+)\*\*")
PICTURE = re.compile(r"!\[[^\]]+\]\(\.\./pictures/([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\.md\)")


def test_every_screen_has_its_page_of_the_help() -> None:
    explained = {screen for topic in handbook(ENGLISH).topics for screen in topic.screens}
    screens = {page.id for page in PAGES} | {f"casefile/{tab}" for tab in TABS} | {"door"}
    screens |= {f"settings/{section.id}" for section in SECTIONS}
    assert explained == screens


def test_what_the_guide_names_is_called_so_in_the_window() -> None:
    sentences = catalogues.sentences()[0]
    for language in LANGUAGES:
        words = Words(language)
        known = {words.say(sentence.english).rstrip(".") for sentence in sentences}
        texts = [topic.text for topic in handbook(language).topics]
        named = {label.rstrip(".") for text in texts for label in LABEL.findall(text)}
        assert len(named) > 60
        assert not named - known, language


def test_both_languages_have_the_same_pages_pictures_and_links() -> None:
    for english, chinese in zip(handbook(ENGLISH).topics, handbook(CHINESE).topics, strict=True):
        assert english.title != chinese.title
        assert LINK.findall(english.text) == LINK.findall(chinese.text), english.id
        shown = [name.replace("zh_", "en_") for name in PICTURE.findall(chinese.text)]
        assert PICTURE.findall(english.text) == shown, english.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_and_links_lead_somewhere(language: str) -> None:
    book = handbook(language)
    for topic in book.topics:
        for name in PICTURE.findall(topic.text):
            assert resources.path("guide", "pictures", name).is_file(), topic.id
        for identity in LINK.findall(topic.text):
            assert book.topic(identity)


def test_a_search_wants_every_word_and_titles_come_first() -> None:
    book = handbook(ENGLISH)
    assert book.find("SEAL keeper")[0].id == "notices"
    assert book.find("archive")[0].id == "archive"
    assert book.find("zebra crossing") == ()
    assert len(book.find("  ")) == len(book.topics)
    assert handbook(CHINESE).find("骑缝") == ()
    assert "plan" in {topic.id for topic in handbook(CHINESE).find("排班板")}


def test_a_part_without_a_page_of_its_own_falls_to_its_screen() -> None:
    book = handbook(ENGLISH)
    assert book.of_screen("settings/backups").id == "keeping"
    assert book.of_screen("settings/nothing").id == "rules"
    assert book.of_screen("nowhere") is book.topics[0]


@pytest.fixture
def help_window(qtbot: QtBot) -> HelpWindow:
    made = HelpWindow(Speech(Words(ENGLISH)), ACTIONS)
    qtbot.addWidget(made)
    return made


def test_the_help_opens_at_the_screen_and_speaks_as_the_window(help_window: HelpWindow) -> None:
    help_window.open_screen("casefile/risk")
    assert help_window.shown == "risk"
    assert "whether a visit is worth it" in help_window.view.toPlainText()
    help_window._speech.speak(Words(CHINESE))
    assert help_window.shown == "risk", "the language took the page away"
    assert "值不值得上门" in help_window.view.toPlainText()
    help_window.close()


def test_pictures_are_drawn_and_nothing_outside_is_opened(help_window: HelpWindow) -> None:
    help_window.open_screen("today")
    kind = QTextDocument.ResourceType.ImageResource.value
    picture = help_window.view.loadResource(kind, QUrl("../pictures/en_light_today.png"))
    assert 320 <= picture.width() <= 1366
    assert help_window.view.loadResource(kind, QUrl("file:///etc/passwd")).isNull()
    help_window.view.anchorClicked.emit(QUrl("https://example.org/plan.html"))
    assert help_window.shown == "morning"
    help_window.view.anchorClicked.emit(QUrl("this-pc.md"))
    assert help_window.shown == "this-pc"
    help_window.close()


def test_searching_narrows_the_pages_and_says_when_none_is_left(help_window: HelpWindow) -> None:
    help_window.open_topic(KEYS)
    help_window.search.setText("envelope")
    help_window.search.search_now()
    assert 0 < _count(help_window.topics) < 5
    help_window.search.setText("zebra")
    help_window.search.search_now()
    assert not _count(help_window.topics)
    assert help_window._nothing.isVisibleTo(help_window)
    help_window.close()


def _count(topics: QListWidget) -> int:
    return topics.count()


def test_the_keys_fit_on_one_sheet_and_are_kept_as_a_pdf(qtbot: QtBot, tmp_path: Path) -> None:
    for language in LANGUAGES:
        card = KeysCard(Speech(Words(language)), ACTIONS)
        qtbot.addWidget(card)
        target = tmp_path / f"{language}.pdf"
        with ask.answered(target, tmp_path / "no" / "such" / "folder.pdf"):
            with qtbot.waitSignal(card.told):
                card.keep()
            with qtbot.waitSignal(card.told) as told:
                card.keep()
        assert len(pypdfium2.PdfDocument(target)) == 1, "more than a sheet for the wall"
        assert str(tmp_path / "no") in told.args[0].text


def test_every_key_that_a_page_hints_at_stands_on_the_sheet() -> None:
    everywhere = {"↑↓", "Enter", "Esc", "Tab", "Ctrl+I", "Ctrl+K", "F1"}
    lacking = []
    for path in python_files("src/collectdesk/ui"):
        page = path.parent.name
        if path.name != "page.py" or page not in {each.id for each in PAGES}:
            continue
        listed = {key for key, _sentence in PAGE_KEYS.get(page, ())}
        hinted = {key for key in _hinted(tree_of(path)) if key not in everywhere}
        lacking += [f"{page}: {key}" for key in sorted(hinted - listed)]
    assert not lacking


def _hinted(tree: ast.Module) -> set[str]:
    """The keys of every ("key", mark("…")) in a page's ``hints``."""
    hints = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name == "hints"]
    pairs = [
        each
        for hint in hints
        for each in ast.walk(hint)
        if isinstance(each, ast.Tuple) and len(each.elts) == 2
    ]
    return {
        str(pair.elts[0].value)
        for pair in pairs
        if isinstance(pair.elts[0], ast.Constant) and isinstance(pair.elts[1], ast.Call)
    }


def test_what_the_shipped_table_of_roads_rests_on_is_read_in_both_languages() -> None:
    table = shipped_table()
    assert {band.source for band in table.bands} == set(SHIPPED_SOURCES)
