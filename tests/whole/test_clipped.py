"""Text that is cut: every screen in both languages at each scale of the display, as its people see it.

At one and a half times and twice its size a screen is as small as 1920 × 1080 and 2560 × 1440 dots leave it. Here each
larger scale is walked in one language; ``COLLECTDESK_EVERY_SCALE=1`` walks all of them in both.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from collectdesk.words import CHINESE, ENGLISH
from helpers.clipping import clipped

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from whole.conftest import Workplace

Make = Callable[..., "Workplace"]
PEOPLE: Final = ("Clerk", "Supervisor", "Administrator", "Auditor")
SCALE: Final = float(os.environ.get("QT_SCALE_FACTOR", "1"))
SCREEN: Final = (1366, 768) if SCALE == 1 else (1280, 720)
EVERY: Final = os.environ.get("COLLECTDESK_EVERY_SCALE") == "1"
LARGER: Final = [("1.5", CHINESE), ("2", ENGLISH)] + ([("1.5", ENGLISH), ("2", CHINESE)] if EVERY else [])


def test_a_cut_word_is_found(qtbot: QtBot) -> None:
    top = QWidget()
    qtbot.addWidget(top)
    narrow, whole, beyond = QLabel("outstanding balance"), QPushButton("OK"), QLabel("due on Friday", top)
    narrow.setFixedWidth(40)
    row = QHBoxLayout(top)
    row.addWidget(narrow)
    row.addWidget(whole)
    top.resize(400, 60)
    beyond.move(380, 0)
    top.show()
    found = " ".join(clipped(top))
    assert "outstanding balance" in found
    assert "due on Friday" in found
    assert "'OK'" not in found


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_no_text_is_cut_on_any_screen(workplace: Make, language: str) -> None:
    at = workplace(language)
    found: list[str] = []
    for who in PEOPLE:
        at.sign_in(who)
        at.window.resize(*SCREEN)
        for screen in at.screens():
            found += [f"{who} {screen}: {each}" for each in clipped(at.window)]
        at.sign_out()
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.skipif(SCALE != 1, reason="this is the walk at a larger scale")
@pytest.mark.parametrize(("scale", "language"), LARGER)
def test_no_text_is_cut_where_everything_is_larger(scale: str, language: str, tmp_path: Path) -> None:
    walk = f"{Path(__file__)}::test_no_text_is_cut_on_any_screen[{language}]"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"--basetemp={tmp_path / 'walk'}",
        walk,
    ]
    environment = {**os.environ, "QT_SCALE_FACTOR": scale}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, "\n".join(line for line in done.stdout.splitlines() if line.startswith("E"))
