"""A practice branch of a hundred and fifty borrowers, founded once and copied, and the command line at it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.vault.practising import found_practice_branch
from helpers.terminals import Terminal

if TYPE_CHECKING:
    from pathlib import Path

SMALL = 150
"""Borrowers: enough for a list whose first bad row is planted."""


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "practice"
    found_practice_branch(folder, borrowers=SMALL)
    return folder


@pytest.fixture
def terminal(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    shutil.copytree(founded, tmp_path / "practice")
    return Terminal(tmp_path / "practice", capsys)
