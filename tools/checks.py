"""Runs the checks of this house one after another, quiet when they pass, and the tests after them.

Every check runs even when one before it failed, so that one run shows everything there is to mend.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
FOLDERS = [folder for folder in ("src", "tests", "tools", "bench") if (ROOT / folder).is_dir()]

CHECKS: dict[str, list[str]] = {
    "format": ["-m", "ruff", "format", "--check", *FOLDERS],
    "ruff": ["-m", "ruff", "check", *FOLDERS],
    "types": ["-m", "mypy"],
    "import contracts": [
        "-c",
        "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())",
        "--no-logo",
    ],
    "catalogues": ["tools/catalogues.py", "check"],
}
HOUSE = ["-m", "pytest", "-q", "tests/house"]
TESTS = ["-m", "coverage", "run", "--parallel-mode", "-m", "pytest", "-q"]
LONGEST = ("desk", "whole", "ui", "store")
"""Folders of tests that are a process each, the longest first; all the other folders are one more, longer still. Two
processes run at a time.
"""
AT_A_TIME = 2
ON_POSTGRESQL = (
    "tests/store",
    *(
        f"tests/desk/test_{name}.py"
        for name in (
            "visits", "finding", "worklists", "effect", "imports", "merging", "holding", "solutions", "complaints",
        )
    ),
)  # fmt: skip
"""Tests that run a second time with their branches on a PostgreSQL of their own; ``make test-postgres`` runs all of
tests/store and tests/desk there."""
ROOM_IN_MEMORY = 6 * 2**30
"""Bytes free in the machine's memory disk from which the tests keep their files there: thousands of small branches
are founded, and a disk that is waited for after every commit would double the time.
"""


def main(arguments: list[str]) -> int:
    verb, extra = (arguments[0], arguments[1:]) if arguments else ("test", [])
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    if verb == "check":
        failed += [] if _passes("house", HOUSE) else ["house"]
    elif verb == "postgres":
        failed += _failing(_on_postgresql(("tests/store", "tests/desk")))
    elif extra:
        failed += _failing([Part("tests", (*TESTS, *extra))])
    else:
        failed += _failing([*_folders(), *_on_postgresql(ON_POSTGRESQL)])
    print(f"Failed: {', '.join(failed)}" if failed else "All passed")
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    """Run one check; its output is shown only when it fails."""
    began = time.monotonic()
    ran = subprocess.run(
        [PYTHON, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    print(
        f"{name}: {'ok' if ran.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)", flush=True
    )
    if ran.returncode != 0:
        print((ran.stdout + ran.stderr).rstrip(), flush=True)
    return ran.returncode == 0


@dataclass(frozen=True)
class Part:
    """A process of tests."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def _failing(parts: Sequence[Part]) -> list[str]:
    """Run tests, two processes at a time, under coverage, and return the names of the parts that failed.

    What each says is shown when it has ended, so that the words of two never mix.
    """
    for left in ROOT.glob(".coverage.*"):
        left.unlink()
    with ThreadPoolExecutor(AT_A_TIME) as workers:
        failed = [
            part.name for part, passes in zip(parts, workers.map(_ran, parts), strict=True) if not passes
        ]
    if any(ROOT.glob(".coverage.*")):
        for command in (["combine", "--quiet"], ["report", "--format=total"]):
            subprocess.run([PYTHON, "-m", "coverage", *command], cwd=ROOT, env=_environment(), check=False)
    return failed


def _ran(part: Part) -> bool:
    began = time.monotonic()
    with tempfile.TemporaryFile() as out:
        command, environment = [PYTHON, *part.command], {**_environment(), **part.environment}
        code = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=out, stderr=out, check=False
        ).returncode
        out.seek(0)
        said = out.read().decode("utf-8", "replace").rstrip()
    verdict = "ok" if code == 0 else "FAILED"
    with _SAYING:
        print(f"{said}\n{part.name}: {verdict} ({time.monotonic() - began:.0f} s)", flush=True)
    return code == 0


_SAYING = threading.Lock()


def _on_postgresql(asked: tuple[str, ...]) -> list[Part]:
    """The same tests over branches on a server that they start themselves; says so where none can be started."""
    can = [
        PYTHON,
        "-c",
        "import sys; sys.path[:0] = ['src', 'tests']; from helpers.postgres import server; server()",
    ]
    if os.environ.get("COLLECTDESK_TEST_POSTGRES", "auto") != "on":
        tried = subprocess.run(can, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
        if tried.returncode != 0:
            why = (tried.stderr.strip().splitlines() or ["?"])[-1].partition(": ")[2]
            print(f"PostgreSQL: NOT asked, the tests ran over files only: {why}", flush=True)
            return []
    on_server = {"COLLECTDESK_TEST_STORE": "postgresql"}
    return [Part("tests on PostgreSQL", ("-m", "pytest", "-q", *asked), on_server)]


def _folders() -> list[Part]:
    """Every folder of tests in one part of its own or with others."""
    found = {path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py"))}
    groups = [("others", sorted(found.difference(LONGEST)))]
    groups += [(name, [name]) for name in LONGEST if name in found]
    return [Part(name, (*TESTS, *(f"tests/{folder}" for folder in names))) for name, names in groups]


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    if sys.version_info >= (3, 12):
        environment.setdefault("COVERAGE_CORE", "sysmon")
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free >= ROOM_IN_MEMORY:
        environment.setdefault("TMPDIR", str(memory))
    return environment


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
