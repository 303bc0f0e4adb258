"""Setting up says in one sentence what is wrong, and installs only what changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import qt_libraries
import setup
from helpers.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the finder is for systems with sh")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "differs from its pinned hash",
        ),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Retrying: Temporary failure in name resolution", "check the network"),
        ("SSLError(certificate verify failed: self-signed)", "PIP_CERT"),
        ("ERROR: No matching distribution found for babel==9", "either the network or the proxy is off"),
        ("ERROR: something new\nhint: see above", "pip stopped: ERROR: something new"),
        ("", "no reason given"),
    ],
)
def test_what_pip_says_becomes_one_sentence(said: str, sentence: str) -> None:
    explained = setup.explain_pip(said)
    assert sentence in explained
    assert "\n" not in explained


def test_packages_count_as_installed_only_while_their_list_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "VENV", tmp_path)
    pins = tmp_path / "run.txt"
    pins.write_text("segno==1", encoding="utf-8")
    assert not setup._is_stamped("run", pins)
    setup._stamp("run", pins)
    assert setup._is_stamped("run", pins)
    pins.write_text("segno==2", encoding="utf-8")
    assert not setup._is_stamped("run", pins)


def test_missing_libraries_are_named_with_the_command_when_they_cannot_be_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(qt_libraries, "missing", lambda: {"libGL.so.1": "libgl1"})
    monkeypatch.setattr(qt_libraries, "_root_prefix", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    with pytest.raises(qt_libraries.LibrariesMissing, match="sudo apt-get install libgl1"):
        qt_libraries.ensure_libraries()


def _find(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(ROOT / "tools" / "python.sh"), "-c", "import sys; print(sys.executable)"]
    environment = {"PATH": f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin", "HOME": str(folder), **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@needs_sh
def test_a_shim_that_runs_nothing_is_passed_over(tmp_path: Path) -> None:
    for name in ("python3.13", "python3.12"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "python3.11").symlink_to(sys.executable)
    found = _find(tmp_path)
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == str(tmp_path / "python3.11")


@needs_sh
def test_a_python_of_ones_own_choice_comes_first(tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    chosen.symlink_to(sys.executable)
    assert _find(tmp_path, PYTHON=str(chosen)).stdout.strip() == str(chosen)
