"""Everything a person reads in the window goes through the words, and every sentence has its Chinese."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

import catalogues
from helpers.tree import called, place, python_files, tree_of

if TYPE_CHECKING:
    from pathlib import Path

SETTERS = re.compile("set(Text|WindowTitle|ToolTip|StatusTip|WhatsThis|PlaceholderText|Title|Html|PlainText)")
SETTERS_TOO = re.compile("set(Accessible(Name|Description)|(Informative|Detailed|Label)Text|Prefix|Suffix)")
ADDERS = re.compile("add(Tab|Row|Menu|Action)|showMessage")
WIDGETS = re.compile("Q(Label|PushButton|ToolButton|Action|GroupBox|CheckBox|RadioButton|Menu)")
SHOW_TEXT = (SETTERS, SETTERS_TOO, ADDERS, WIDGETS)
OUR_NAME = "CollectDesk"


def raw_texts(tree: ast.Module) -> list[tuple[int, str]]:
    """Texts with letters given to a widget as they stand, and their lines; signs alone are let through."""
    return [
        (call.lineno, text)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and any(shower.fullmatch(called(call)) for shower in SHOW_TEXT)
        for argument in call.args
        for text in _written(argument)
        if text != OUR_NAME and any(letter.isalpha() for letter in re.sub(r"<[^>]*>", "", text))
    ]


def _written(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.JoinedStr):
        return [text for part in argument.values for text in _written(part)]
    if isinstance(argument, ast.BinOp):
        return _written(argument.left) + _written(argument.right)
    return []


@pytest.mark.parametrize(
    "line",
    ["QLabel('Name')", "self.save.setText(f'Save {n}')", "w.setToolTip('客户')", "QPushButton('A' + b)"],
)
def test_a_raw_text_is_noticed(line: str) -> None:
    assert raw_texts(ast.parse(line))


@pytest.mark.parametrize(
    "line", ["QLabel(w.say('Name'))", "QLabel('—')", "setText(f'{a} · {b}')", "QLabel('')"]
)
def test_words_and_signs_are_let_through(line: str) -> None:
    assert not raw_texts(ast.parse(line))


def test_the_window_shows_no_text_that_skipped_the_words() -> None:
    found = [
        f"{place(path, line)} {text!r}"
        for path in python_files("src/collectdesk/ui")
        for line, text in raw_texts(tree_of(path))
    ]
    assert not found


def test_every_sentence_has_its_chinese() -> None:
    assert catalogues.check() == []


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A small program with one sentence and its catalogue."""
    source = tmp_path / "src" / "room.py"
    source.parent.mkdir()
    source.write_text('w.say("Owed {amount}", amount=1)\n', encoding="utf-8")
    folder = tmp_path / "locale" / "zh_CN"
    folder.mkdir(parents=True)
    _write_catalogue(tmp_path, 'msgid "Owed {amount}"\nmsgstr "欠款 {amount}"\n')
    return tmp_path


def _write_catalogue(room: Path, entries: str) -> None:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    header += '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    (room / "locale" / "zh_CN" / "room.po").write_text(header + entries, encoding="utf-8")


def _troubles(room: Path) -> str:
    return "\n".join(catalogues.check(room / "src", room / "locale"))


def test_a_finished_catalogue_passes_and_compiles(room: Path) -> None:
    assert _troubles(room) == ""
    assert catalogues.compile_all(room / "locale") == 1
    assert catalogues.compile_all(room / "locale") == 0


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ("", "no Chinese for 'Owed {amount}'"),
        ('msgid "Owed {amount}"\nmsgstr ""\n', "no finished Chinese"),
        ('msgid "Owed {amount}"\nmsgstr "欠款 {sum}"\n', "placeholders"),
        ('msgid "Owed {amount}"\nmsgstr "欠款 {amount"\n', "placeholders"),
        ('msgid "Owed {amount}"\nmsgstr "Owed {amount}"\n', "untranslated"),
        (
            'msgid "Owed {amount}"\nmsgstr "欠款 {amount}"\n\nmsgid "Gone"\nmsgstr "无"\n',
            "nobody says 'Gone'",
        ),
        ('#, fuzzy\nmsgid "Owed {amount}"\nmsgstr "欠款 {amount}"\n', "no finished Chinese"),
        ("msgid oops\n", "room.po:"),
    ],
)
def test_a_flaw_in_a_catalogue_is_named(room: Path, entries: str, complaint: str) -> None:
    _write_catalogue(room, entries)
    assert complaint in _troubles(room)


def test_a_composed_sentence_is_refused(room: Path) -> None:
    (room / "src" / "room.py").write_text('w.say(f"Owed {amount}")\n', encoding="utf-8")
    assert "composed" in _troubles(room)


def test_two_rooms_may_not_translate_one_sentence_differently(room: Path) -> None:
    first = room / "locale" / "zh_CN" / "room.po"
    other = first.read_text(encoding="utf-8").replace("欠款", "应还")
    first.with_name("hall.po").write_text(other, encoding="utf-8")
    assert "here and" in _troubles(room)
