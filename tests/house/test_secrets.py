"""No secret by argument or environment, no parameter or row in a log, and no memory left behind."""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.cli import parser as parsing
from collectdesk.words import ENGLISH, Words
from helpers.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = sorted((ROOT / "src" / "collectdesk").rglob("*.py"))
SECRET = re.compile(r"(?:^|_)(passwords?|passphrase|secret|codes?|token|pin|key)(?:_|$)", re.IGNORECASE)
NO_SECRETS: set[str] = set()
"""Options whose names look like a secret's and that hold none."""
ENVIRONMENT = {
    "sandbox/child.py": "what a bare child needs to start at all",
    "ui/pictures.py": "handed on to a child of ourselves",
    "ui/app.py": "the input method",
    "cli/commands.py": "the language",
    "cli/practice_day/demo.py": "whether there is a display",
    "store/vault/hideaway.py": "where temporary files go",
    "store/customers/readings.py": "a library's own switch",
}
"""Who looks at the environment, and for what; a secret is nobody's business there."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    base = ROOT / "src" / "collectdesk"
    for path in SOURCES:
        yield path.relative_to(base).as_posix(), ast.parse(path.read_text("utf-8"))


def uses(tree: ast.AST, holder: str, *names: str) -> bool:
    """Whether a module says ``holder.name``, or imports the name from there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            said = [node.attr] if node.value.id == holder else []
        elif isinstance(node, ast.ImportFrom) and node.module == holder:
            said = [one.name for one in node.names]
        else:
            continue
        if set(said) & set(names):
            return True
    return False


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command and command of a command there is."""
    waiting: list[tuple[str, argparse.ArgumentParser]] = [("", parsing.build(Words(ENGLISH)))]
    while waiting:
        name, parser = waiting.pop()
        yield name, parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting += [(f"{name} {one}".strip(), below) for one, below in action.choices.items()]


COMMANDS = dict(commands())


def options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    yield from (each for each in parser._actions if not isinstance(each, argparse._SubParsersAction))


def test_the_walk_meets_the_commands_that_ask_for_secrets() -> None:
    assert {"import", "recover", "keys", "restore"} <= set(COMMANDS)
    asked = {o for parser in COMMANDS.values() for a in options(parser) for o in a.option_strings}
    assert {"--password-fd", "--second-password-fd", "--code-fd", "--workbook-password-fd"} <= asked


def test_a_secret_is_named_by_a_file_descriptor_only() -> None:
    for name, parser in COMMANDS.items():
        for action in options(parser):
            if not SECRET.search(action.dest) or action.dest in NO_SECRETS:
                continue
            if action.dest.endswith("_fd"):
                assert action.type is int, action.dest
            else:
                assert is_harmless(action), f"{name}: {action.dest} would take a secret by argument"


def is_harmless(action: argparse.Action) -> bool:
    """A switch, or one of the few codes that the program itself publishes."""
    return action.nargs == 0 or action.choices is not None


def test_a_secret_typed_as_an_argument_is_no_option_of_any_command() -> None:
    """An abbreviation of a descriptor's option takes a number and nothing else."""
    for name, parser in COMMANDS.items():
        known = {each for action in options(parser) for each in action.option_strings}
        for option in ("--password", "--second-password", "--code", "--secret", "--passphrase"):
            assert option not in known, name
            assert all(each.endswith("-fd") for each in known if each.startswith(option)), name


def test_the_environment_is_asked_for_no_secret() -> None:
    seen = {
        name: tree for name, tree in trees() if uses(tree, "os", "environ", "getenv", "getenvb", "environb")
    }
    assert set(seen) == set(ENVIRONMENT)
    for name, tree in seen.items():
        texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        variables = [text for text in texts if re.fullmatch(r"[A-Z][A-Z_]{2,}", text)]
        assert not [each for each in variables if SECRET.search(each)], name


def test_arguments_are_read_where_the_program_begins_and_nowhere_else() -> None:
    assert {name for name, tree in trees() if uses(tree, "sys", "argv")} <= {"main.py", "ui/pictures.py"}


# ---- logs


def test_every_engine_hides_its_parameters() -> None:
    engines = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in ("create_engine", "instance"):
                if called(node) == "instance" and "DBAPIError" not in ast.dump(node.func):
                    continue
                given = {word.arg: word.value for word in node.keywords}
                hidden = given.get("hide_parameters")
                assert isinstance(hidden, ast.Constant), name
                assert hidden.value is True, name
                engines.append(name)
    assert engines == [
        "store/dialect.py",
        "store/server/driver.py",
        "store/statements.py",
    ]  # one place makes engines of files, one those of servers, one tells their errors


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


LOGGED = {"code", "seq", "where"}
"""What log lines are made of: a code of ours, an entry's number, files and lines."""


def test_log_lines_are_made_of_codes_and_numbers() -> None:
    """A sentence in the source with places for codes; nothing put together, no trace with its values."""
    lines = 0
    for name, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            holder = node.func.value
            if not (isinstance(holder, ast.Name) and holder.id.strip("_") in ("log", "logger", "logging")):
                continue
            if node.func.attr not in ("debug", "info", "warning", "error", "exception", "critical", "log"):
                continue
            lines += 1
            sentence, *facts = node.args
            assert isinstance(sentence, ast.Constant), f"{name}:{node.lineno} puts a log line together"
            assert node.func.attr != "exception", f"{name}:{node.lineno} logs an exception's words"
            assert not node.keywords, f"{name}:{node.lineno}"
            for fact in facts:
                assert last_name(fact) in LOGGED, f"{name}:{node.lineno} logs {ast.unparse(fact)}"
    assert lines >= 3


def last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "?")


# ---- what begins with the program


BEGUN = """
import os, sys, tempfile
from pathlib import Path
sys.argv = ["collectdesk", *sys.argv[1:]]
import collectdesk.main as main
from collectdesk.cli import commands

def told(*_given, **_named):
    import ctypes, resource
    dumps = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform.startswith("linux") else 0
    print(resource.getrlimit(resource.RLIMIT_CORE)[0], dumps, tempfile.gettempdir())
    return 0

commands.run = main.open_window = told
getattr(main, sys.argv.pop(1))()
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
@pytest.mark.parametrize("way_in", ["command_line", "window"])
def test_both_ways_in_dump_no_core_and_sweep_the_temporary_folder_first(tmp_path: Path, way_in: str) -> None:
    left = tmp_path / "cache" / "CollectDesk" / "temporary" / "run-killed"
    left.mkdir(parents=True)
    (left / "paper.pdf").write_bytes(b"of somebody")
    environment = {"PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"),
                   "PATH": os.environ["PATH"]}  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", BEGUN, way_in], env=environment, capture_output=True, text=True, check=True
    )
    core, dumps, temporary = ran.stdout.split(maxsplit=2)
    assert (core, dumps) == ("0", "0")
    if sys.platform.startswith("linux"):  # elsewhere the cache folder isn't where XDG says
        assert Path(temporary.strip()).is_relative_to(left.parent)
        assert not left.exists()
