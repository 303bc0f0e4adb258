"""Walks the project's own files for the tests over all of them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "collectdesk"
LEFT_OUT = {".venv", "out", "dist", "build", "htmlcov", "shots", "__pycache__"}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project: what git tracks or would track; outside git, what isn't made here."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0 and (ROOT / ".git").exists():
        listed = [ROOT / name for name in asked.stdout.decode().split("\0") if name]
    else:
        listed = [path for path in ROOT.rglob("*") if not _is_made_here(path)]
    return tuple(sorted(path for path in listed if path.is_file()))


def _is_made_here(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return any(part in LEFT_OUT or part.startswith(".") for part in parts) or path.suffix in {".pyc", ".mo"}


def python_files(*folders: str) -> list[Path]:
    """The project's Python files under these top folders."""
    wanted = {ROOT / folder for folder in folders}
    return [path for path in project_files() if path.suffix == ".py" and wanted & set(path.parents)]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, line: int) -> str:
    """``src/collectdesk/words.py:12``, as editors open it."""
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def imported(tree: ast.AST) -> list[tuple[str, int]]:
    """Every module an absolute import names, wherever in the file, with its line."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.append((node.module, node.lineno))
    return found


def called(call: ast.Call) -> str:
    """The last name of what is called: ``setText`` for ``self.label.setText(…)``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
