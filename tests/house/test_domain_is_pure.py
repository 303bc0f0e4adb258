"""The domain imports the standard library only, reads no clock and opens no file.

So its rules give the same answer for the same values on any day.
"""

from __future__ import annotations

import ast
import sys

import pytest

from helpers.tree import called, imported, place, python_files, tree_of

OUTSIDE = {
    "time",
    "os",
    "pathlib",
    "io",
    "shutil",
    "tempfile",
    "socket",
    "subprocess",
    "threading",
    "sqlite3",
    "random",
    "secrets",
}
"""Standard library modules that reach a clock, the disk, the network or chance."""
CLOCKS = {"today", "now", "utcnow", "monotonic", "perf_counter"}


def impurities(tree: ast.Module) -> list[tuple[int, str]]:
    """Imports and calls a rule of the work must not make, with their lines."""
    found = []
    for module, line in imported(tree):
        top = module.split(".")[0]
        is_ours = module == "collectdesk.domain" or module.startswith("collectdesk.domain.")
        if not is_ours and (top not in sys.stdlib_module_names or top in OUTSIDE):
            found.append((line, f"imports {module}"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in CLOCKS | {"open"}:
            found.append((node.lineno, f"calls {called(node)}"))
    return found


@pytest.mark.parametrize(
    "line",
    [
        "import sqlalchemy",
        "from collectdesk.words import Words",
        "import time",
        "x = date.today()",
        "x = datetime.datetime.now(UTC)",
        "def f():\n    from pathlib import Path",
        "open('x')",
    ],
)
def test_an_impure_line_is_noticed(line: str) -> None:
    assert impurities(ast.parse(line))


def test_rules_depend_on_nothing_but_their_values() -> None:
    found = [
        f"{place(path, line)} {what}"
        for path in python_files("src/collectdesk/domain")
        for line, what in impurities(tree_of(path))
    ]
    assert not found
