"""Runs the checks of this house one after another, quiet when they pass, and the tests after them.

Every check runs even when one before it failed, so that one run shows everything there is to mend.
"""

from __future__ import annotations

import os
import subprocess
import sys
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
TESTS = ["-m", "coverage", "run", "-m", "pytest", "-q"]


def main(arguments: list[str]) -> int:
    verb, extra = (arguments[0], arguments[1:]) if arguments else ("test", [])
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    if verb == "check":
        failed += [] if _passes("house", HOUSE) else ["house"]
    else:
        failed += [] if _tests_pass(extra) else ["tests"]
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
    """Run pytest under coverage, whose lines inside Qt's threads are only seen by the newer tracer."""
    environment = dict(os.environ)
    if sys.version_info >= (3, 12):
        environment.setdefault("COVERAGE_CORE", "sysmon")
    code = subprocess.run([PYTHON, *TESTS, *extra], cwd=ROOT, env=environment, check=False).returncode
    subprocess.run(
        [PYTHON, "-m", "coverage", "report", "--format=total"], cwd=ROOT, env=environment, check=False
    )
    return code == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
