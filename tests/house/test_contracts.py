"""Every import contract holds, and each has been seen to fail on one offending line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from helpers.tree import ROOT, SOURCE

if TYPE_CHECKING:
    from pathlib import Path

LINT = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"

OFFENCES = [
    ("layers", "domain", "import collectdesk.words"),
    ("layers", "store", "import collectdesk.desk"),
    ("layers", "ledgers", "import collectdesk.store"),
    ("layers", "attic", "unplaced = True"),
    ("database", "desk", "import sqlalchemy"),
    ("database", "archive", "from sqlcipher3 import dbapi2"),
    ("qt", "reports", "from PySide6.QtCore import QObject"),
    ("qt", "desk", "import shiboken6"),
    ("paper", "ui", "from reportlab.pdfgen import canvas"),
    ("arrays", "desk", "import numpy"),
    ("solver", "desk", "import pyvrp"),
    ("signature", "desk", "from pyhanko.sign import signers"),
    ("window-asks-desk", "ui", "import collectdesk.store"),
    ("window-asks-desk", "ui", "import collectdesk.reports"),
    ("codes-not-sentences", "domain", "import collectdesk.terms"),
    ("codes-not-sentences", "desk", "from collectdesk.words import Words"),
    ("codes-not-sentences", "store", "from collectdesk.words import Words"),
]


def lint(source: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        LINT,
        "--no-logo",
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
        *options,
    ]
    return subprocess.run(
        command,
        cwd=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=_environment(source),
        check=False,
    )


def _environment(source: Path) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(source), "PYTHONUTF8": "1"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source in a folder of its own, to be broken."""
    shutil.copytree(SOURCE, tmp_path / "collectdesk", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_all_contracts_hold() -> None:
    result = lint(SOURCE.parent)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("contract", "room", "line"), OFFENCES, ids=lambda value: str(value).replace(" ", "-")
)
def test_a_contract_fails_on_one_offending_line(copy: Path, contract: str, room: str, line: str) -> None:
    folder = copy / "collectdesk" / room
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").touch()
    (folder / "offence.py").write_text(f'"""Breaks one contract."""\n\n{line}\n', encoding="utf-8")
    result = lint(copy, "--contract", contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout, result.stdout + result.stderr
