"""The watchers in tests/conftest.py have been seen to fail a test, and to keep a picture of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from helpers.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CARELESS = """
import logging, threading
from PySide6.QtWidgets import QLabel

def test_logs(): logging.getLogger("branch").warning("the disk is full")
def test_logs_as_expected(expect_log):
    expect_log("the disk")
    logging.getLogger("branch").warning("the disk is full")
def test_expects_in_vain(expect_log): expect_log("the disk")
def test_leaves_a_thread(): threading.Thread(target=threading.Event().wait, args=(3,)).start()
def test_leaves_a_window(qapp):
    global kept
    kept = QLabel("left open")
    kept.show()
def test_fails_with_a_window_open(qtbot):
    label = QLabel("seen")
    qtbot.addWidget(label)
    label.show()
    assert label.text() == "other"
"""

EXPECTED = {
    "test_logs": "logged without being expected",
    "test_expects_in_vain": "never came",
    "test_leaves_a_thread": "threads left running",
    "test_leaves_a_window": "windows left open",
}


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A project of careless tests under this house's conftest, and what pytest said about it."""
    root = tmp_path_factory.mktemp("careless")
    (root / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", root / "tests")
    (root / "tests" / "test_careless.py").write_text(CARELESS, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-rA",
        "--rootdir",
        str(root),
        "tests",
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("tools", "tests", "src")),
        "QT_QPA_PLATFORM": "offscreen",
    }
    ran = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    return root, ran.stdout


@pytest.mark.parametrize("test", EXPECTED)
def test_a_careless_test_fails(careless: tuple[Path, str], test: str) -> None:
    said = careless[1]
    assert f"ERROR tests/test_careless.py::{test} - " in said, said
    assert EXPECTED[test] in said


def test_an_expected_warning_is_no_failure(careless: tuple[Path, str]) -> None:
    assert "ERROR tests/test_careless.py::test_logs_as_expected" not in careless[1]


def test_a_failure_leaves_a_picture(careless: tuple[Path, str]) -> None:
    assert list((careless[0] / "tests" / "shots").glob("*test_fails_with_a_window_open*.png"))
