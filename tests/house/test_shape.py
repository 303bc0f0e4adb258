"""The shape of the code: sizes, names, imports, unfinished work."""

from __future__ import annotations

import ast
import re
import subprocess

import pytest

from helpers.tree import ROOT, SOURCE, place, project_files, python_files, tree_of

LONGEST_FILE, LONGEST_FUNCTION = 500, 50
CODE = ("src", "tests", "tools", "bench")
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".sh",
    ".po",
    ".yml",
    ".yaml",
    ".txt",
    ".cfg",
    ".ini",
    ".json",
    ".csv",
}

BANNED = {
    "manager", "helper", "helpers", "util", "utils", "service", "handler", "data", "common", "misc", "base",
    "process", "info", "controller",
}  # fmt: skip
MEANT = ("data_date", "data_version", "child_process", "other_process")
"""A ledger's data date (数据日期), SQLite's own data_version, and the operating system's processes."""


def test_no_file_is_too_long_to_be_one_room() -> None:
    steps = SOURCE / "store/migrations/versions"  # one step of the tables' history, as alembic wants it
    rooms = (path for path in python_files(*CODE) if path.parent != steps)
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in rooms}
    assert not [place(path, lines) for path, lines in lengths.items() if lines > LONGEST_FILE]


def test_no_function_is_too_long_to_be_read_at_once() -> None:
    long = [
        f"{place(path, node.lineno)} {node.name}"
        for path in python_files(*CODE)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name not in {"upgrade", "downgrade"}  # one step of the tables' history, as alembic wants it
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def banned_words(name: str) -> set[str]:
    """The banned words in a snake_case or CamelCase name."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    for phrase in MEANT:
        snake = snake.replace(phrase, "")
    return BANNED & set(snake.split("_"))


@pytest.mark.parametrize("name", ["DataManager", "visit_helper", "_process", "utils", "BaseForm"])
def test_an_empty_word_in_a_name_is_noticed(name: str) -> None:
    assert banned_words(name)


@pytest.mark.parametrize("name", ["data_date", "metadata", "in_child_process", "information", "Baseline"])
def test_a_word_that_only_looks_like_one_is_let_through(name: str) -> None:
    assert not banned_words(name)


def test_names_say_what_a_thing_is() -> None:
    paths = python_files("src")
    empty = [
        place(path, 1)
        for path in paths
        if any(map(banned_words, path.relative_to(SOURCE).with_suffix("").parts))
    ]
    for path in paths:
        empty += [
            f"{place(path, node.lineno)} {node.name}"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and banned_words(node.name)
            and not _is_foreign(node)
        ]
    assert not empty


def _is_foreign(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Overrides keep their library's name: Qt's ``data``, ``headerData``; SQLAlchemy's ``process_bind_param``; the
    HTML parser's ``handle_data``.
    """
    foreign = re.compile("data|handle_data|.*[a-z][A-Z].*|process_(bind|result|literal)_(param|value)")
    return not isinstance(node, ast.ClassDef) and bool(foreign.fullmatch(node.name))


def test_imports_are_absolute() -> None:
    relative = [
        place(path, node.lineno)
        for path in python_files(*CODE)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def test_a_package_file_is_a_docstring_and_nothing_else() -> None:
    wrong = [
        place(path, 1)
        for path in python_files("src")
        if path.name == "__init__.py"
        and (len(tree_of(path).body) != 1 or not ast.get_docstring(tree_of(path)))
    ]
    assert not wrong


def test_every_module_says_what_it_owns() -> None:
    assert not [place(path, 1) for path in python_files(*CODE) if not ast.get_docstring(tree_of(path))]


def test_nothing_is_left_unfinished() -> None:
    unfinished = re.compile(
        r"\b(TOD[O]|FIXM[E]|XX[X]|raise NotImplemented[E]rror|not implemente[d]|coming soo[n]|lorem ipsu[m])\b"
    )
    assert not _lines_with(unfinished)


def test_nothing_of_the_machine_it_was_made_on_is_told() -> None:
    machine = r"/wor[k]/|/roo[t]/|/opt/pyp[i]|/opt/wheel[s]|\.\./share[d]"
    registry = r"pythonhoste[d]\.|pyp[i]\.org|npmj[s]\.(org|com)"
    assert not _lines_with(re.compile(f"{machine}|{registry}"))


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{place(path, number)} {line.strip()[:80]}"
        for path in project_files()
        if path.suffix in TEXT_SUFFIXES or path.name in {"Makefile", "run", "LICENSE"}
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_kept_that_git_was_told_to_ignore() -> None:
    """An environment or a compiled file that slips in would overwrite the reader's own at the next merge."""
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert asked.stdout.split() == []


def test_pinned_packages_name_no_index() -> None:
    allowed = re.compile(r"\S+==\S+( ;.*)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    odd = [
        f"{place(path, number)} {line[:80]}"
        for path in sorted((ROOT / "requirements").glob("*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if not allowed.fullmatch(line)
    ]
    assert not odd
