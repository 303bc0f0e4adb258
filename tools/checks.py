"""Runs the checks of this house one after another, quiet when they pass, and the tests after them.

Every check runs even when one before it failed, so that one run shows everything there is to mend.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
BESIDE = ("store", "ui", "whole")
"""Folders of tests that run as one process beside another with all the rest: together about half of the time."""
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
    else:
        if verb != "postgres":
            failed += [] if _tests_pass(extra) else ["tests"]
        if verb == "postgres" or not extra:
            asked = ("tests/store", "tests/desk") if verb == "postgres" else ON_POSTGRESQL
            failed += [] if _passes_on_postgresql(asked) else ["tests on PostgreSQL"]
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


def _tests_pass(extra: list[str]) -> bool:
    """Run pytest under coverage, whose lines inside Qt's threads are only seen by the newer tracer.

    Without arguments two processes share the folders; their words come one after the other.
    """
    environment = _environment()
    for left in ROOT.glob(".coverage.*"):
        left.unlink()
    halves = [extra] if extra else _halves()
    with tempfile.TemporaryDirectory() as said:
        running = [
            (
                subprocess.Popen([PYTHON, *TESTS, *half], cwd=ROOT, env=environment, stdout=out, stderr=out),
                out,
            )
            for number, half in enumerate(halves)
            for out in [(Path(said) / str(number)).open("w+b")]
        ]
        codes = []
        for process, out in running:
            codes.append(process.wait())
            out.seek(0)
            print(out.read().decode("utf-8", "replace").rstrip(), flush=True)
            out.close()
    for command in (["combine", "--quiet"], ["report", "--format=total"]):
        subprocess.run([PYTHON, "-m", "coverage", *command], cwd=ROOT, env=environment, check=False)
    return not any(codes)


def _passes_on_postgresql(asked: tuple[str, ...]) -> bool:
    """The same tests over branches on a server that they start themselves; says so where none can be started."""
    environment = _environment()
    environment["COLLECTDESK_TEST_STORE"] = "postgresql"
    can = [
        PYTHON,
        "-c",
        "import sys; sys.path[:0] = ['src', 'tests']; from helpers.postgres import server; server()",
    ]
    wish = environment.get("COLLECTDESK_TEST_POSTGRES", "auto")
    if wish != "on":
        tried = subprocess.run(can, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if tried.returncode != 0:
            why = (tried.stderr.strip().splitlines() or ["?"])[-1].partition(": ")[2]
            print(f"PostgreSQL: NOT asked, the tests ran over files only: {why}", flush=True)
            return True
    ran = subprocess.run([PYTHON, "-m", "pytest", "-q", *asked], cwd=ROOT, env=environment, check=False)
    return ran.returncode == 0


def _halves() -> list[list[str]]:
    folders = sorted(path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py")))
    beside = [f"tests/{name}" for name in folders if name in BESIDE]
    return [[f"tests/{name}" for name in folders if name not in BESIDE], beside]


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
