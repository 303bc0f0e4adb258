"""Around the window: one per branch folder, bugs without names, the sign-in and back, sentences for
refusals.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from collectdesk import resources, terms, terms_trouble
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.store.vault.sign_ins import SignIn
from collectdesk.ui import app, wording
from collectdesk.ui.crash import Crashes
from collectdesk.ui.instance import OneWindow
from collectdesk.ui.machine import Machine
from collectdesk.ui.window import Window
from collectdesk.words import ENGLISH, Words
from helpers.branches import small_branch
from ui.samples import NOW, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.desk.pipeline import Desk
    from collectdesk.ui.speech import Speech

ENGLISH_WORDS = Words(ENGLISH)


@pytest.fixture
def quiet_log() -> Iterator[None]:
    """The crash log of a test goes away with it."""
    log = logging.getLogger("collectdesk")
    before = list(log.handlers)
    hook, thread_hook = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = hook, thread_hook
    for each in set(log.handlers) - set(before):
        log.removeHandler(each)
        each.close()


def test_a_second_start_raises_the_first_window_and_leaves(qtbot: QtBot, tmp_path: Path) -> None:
    first, second, elsewhere = OneWindow(tmp_path), OneWindow(tmp_path), OneWindow(tmp_path / "other")
    assert first.take()
    with qtbot.waitSignal(first.raised):
        assert not second.take()
    assert elsewhere.take()
    first.release()
    assert second.take(), "the folder stays taken although the first window has gone"
    second.release()
    elsewhere.release()


def test_a_pack_opened_from_the_files_comes_to_the_window_that_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = OneWindow(tmp_path), OneWindow(tmp_path)
    assert first.take()
    pack = tmp_path / "案卷 一.cdpack"
    with qtbot.waitSignal(first.brought) as brought:
        assert not second.take(pack)
    assert brought.args == [pack.resolve()]
    first.release()


def test_a_second_start_of_the_program_finds_the_first_one(qtbot: QtBot, tmp_path: Path) -> None:
    starts = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from collectdesk.store.vault.hideaway import take_cover; take_cover(); app = QCoreApplication([]);"
        "from collectdesk.ui.instance import OneWindow; sys.exit(7 if OneWindow(Path(sys.argv[1])).take() else 0)"
    )
    first = OneWindow(tmp_path)
    assert first.take()
    path = os.pathsep.join(each for each in sys.path if each)
    with qtbot.waitSignal(first.raised, timeout=20_000):
        done = subprocess.run(
            [sys.executable, "-c", starts, str(tmp_path)], env={**os.environ, "PYTHONPATH": path}, check=False
        )
    first.release()
    assert done.returncode == 0, "two windows on one branch: each start has a temporary folder of its own"


def test_a_crash_leaves_no_lock_behind(qtbot: QtBot, tmp_path: Path) -> None:
    dies = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from collectdesk.ui.instance import OneWindow; app = QCoreApplication([]);"
        "one = OneWindow(Path(sys.argv[1])); assert one.take(); os._exit(9)"
    )
    path = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-c", dies, str(tmp_path)], env={**os.environ, "PYTHONPATH": path}, check=False
    )
    assert done.returncode == 9
    again = OneWindow(tmp_path)
    assert again.take()
    again.release()


def stumble(name: str) -> None:
    raise ValueError(f"no such customer: {name}")


def test_a_bug_is_shown_once_and_tells_no_name(
    qtbot: QtBot, speech: Speech, tmp_path: Path, quiet_log: None, expect_log: Callable[[str], None]
) -> None:
    expect_log("ValueError")
    file = tmp_path / "logs" / "window.log"
    crashes = Crashes(speech, file)
    crashes.install()
    for _ in range(7):  # a model's data() stumbles for each cell
        try:
            stumble("李军")
        except ValueError as error:
            crashes.met(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: crashes.window is not None)
    assert crashes.window is not None
    assert "stumble" in crashes.window.details
    written = file.read_text(encoding="utf-8")
    assert written.count("ValueError") == 1
    assert "李军" not in written + crashes.window.details
    crashes.window.close()


def test_a_log_that_cannot_be_written_does_not_keep_the_window_from_opening(
    qtbot: QtBot, speech: Speech, tmp_path: Path, quiet_log: None
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    crashes = Crashes(speech, tmp_path / "file" / "window.log")
    crashes.install()
    crashes.keep_log()


class Door(QWidget):
    """A sign-in that lets everybody in."""

    entered = Signal(object)


@dataclass(frozen=True)
class Session:
    desk: Any
    actor: Any
    before: SignIn = field(default_factory=SignIn)
    closed: frozenset[Any] = frozenset()


def test_from_the_sign_in_to_the_window_and_back(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from collectdesk.desk.vault import access
    from ui.gallery import gallery_pages

    left: list[object] = []
    monkeypatch.setattr(access, "leave", left.append)
    monkeypatch.setattr(
        "collectdesk.ui.window.Window", lambda office, machine: Window(office, machine, gallery_pages())
    )
    shell = app.Shell(Machine(tmp_path), tmp_path / "window.log", lambda _shell: Door())
    assert shell.take(tmp_path)
    shell.show_door()
    assert isinstance(shell.door, Door)
    shell.door.entered.emit(Session(desk, person(Role.CLERK)))
    assert shell.window is not None
    assert shell.window.isVisible()
    assert shell.window.page_id == "today"
    shell.come_forward()
    assert shell.office is not None
    shell.office.sign_out()
    assert shell.window is None
    assert isinstance(shell.door, Door)
    qtbot.waitUntil(lambda: bool(left))
    shell.door.close()
    shell.end()


def test_qts_own_texts_follow_the_language(qtbot: QtBot, speech: Speech, chinese: Words) -> None:
    qt_words = app.QtWords(speech)
    speech.speak(chinese)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "取消"
    speech.speak(ENGLISH_WORDS)
    assert qt_words._translator is None


def test_chinese_can_be_typed_on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_IM_MODULES", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    app.prepare(Machine(Path()))
    assert os.environ["QT_IM_MODULES"] == "wayland;fcitx;ibus"
    monkeypatch.setenv("QT_IM_MODULES", "ibus")
    app.prepare(Machine(Path()))
    assert os.environ["QT_IM_MODULES"] == "ibus", "a person's own choice was overruled"


def test_larger_letters_hold_from_the_next_start_unless_the_system_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    app.prepare(Machine(Path(), letters=130))
    assert os.environ["QT_SCALE_FACTOR"] == "2", "a person's own choice was overruled"
    monkeypatch.delenv("QT_SCALE_FACTOR")
    app.prepare(Machine(Path()))
    assert "QT_SCALE_FACTOR" not in os.environ
    app.prepare(Machine(Path(), letters=130))
    assert os.environ["QT_SCALE_FACTOR"] == "1.3"


def test_the_window_opens_without_the_heavy_rooms() -> None:
    looks = (
        "import sys; import collectdesk.ui.app, collectdesk.ui.window;"
        "heavy = {'sqlalchemy', 'reportlab', 'numpy', 'keyring', 'PIL', 'pypdfium2', 'babel', 'alembic'};"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    path = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-c", looks], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


_AT_THE_DOOR = """
import sys
from pathlib import Path
from collectdesk.store.vault.hideaway import take_cover
take_cover()
from collectdesk.ui.app import Shell, open_application
from collectdesk.ui.machine import Machine
folder = Path(sys.argv[1])
machine = Machine(folder / "settings", last_branch=str(folder / "branch"), last_login="clerk")
application = open_application(["collectdesk"], machine)
shell = Shell(machine, folder / "window.log")
assert shell.take(folder / "branch")
shell.crashes.install()
early = []
shell._warm_up = lambda: early.extend(sys.modules)
shell.show_door()
while not early:
    application.processEvents()
late = {"sqlalchemy", "sqlcipher3", "alembic", "cryptography", "keyring", "reportlab", "numpy", "PIL", "pypdfium2",
        "babel", "tomllib", "zoneinfo", "concurrent.futures", "hashlib", "logging.handlers", "PySide6.QtNetwork",
        "PySide6.QtPrintSupport", "collectdesk.desk.pipeline", "collectdesk.desk.vault.practising",
        "collectdesk.ui.window", "collectdesk.ui.printing.tray", "collectdesk.ui.parts.fields", "collectdesk.ui.ask",
        "collectdesk.terms_trouble"}
print(*sorted(late & set(early)))
print(shell.door.door.isVisible(), shell.door.door.account.value(), len(shell.speech.words._sentences._unread) > 9)
"""


def test_the_first_picture_of_the_sign_in_is_whole_and_waits_for_nothing_it_does_not_show(
    tmp_path: Path,
) -> None:
    small_branch(tmp_path / "branch").close()
    path = os.pathsep.join(each for each in sys.path if each)
    homes = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    done = subprocess.run(
        [sys.executable, "-c", _AT_THE_DOOR, str(tmp_path)], env={**os.environ, **homes, "PYTHONPATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "\nTrue clerk True\n"), done.stderr


# ---- sentences


def test_a_code_that_nobody_worded_is_named_so_that_support_finds_it() -> None:
    assert "trial.odd" in wording.sentence(ENGLISH_WORDS, Refused("trial.odd"))
    assert "store.code_mistyped" in wording.sentence(ENGLISH_WORDS, Refused("store.code_mistyped")), (
        "no facts"
    )


def test_facts_are_written_as_people_read_them(chinese: Words) -> None:
    shown = [
        (Money(123_450), "¥ 1,234.50"), (NOW, "2026-03-18 09:00"), (NOW.date(), "2026-03-18"),
        (12_000, "12,000"),
        (True, "是"), (Role.CLERK, "经办员"), (("a", "b"), "a、b"), ("text", "text"),
    ]  # fmt: skip
    said = [terms.shown(chinese, value) for value, _ in shown]
    assert said[:5] == [each for _, each in shown[:5]]
    assert said[5] != "clerk"
    assert said[6:] == [each for _, each in shown[6:]]


def test_screens_add_their_codes_and_may_not_contradict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms_trouble, "REFUSALS", dict(terms_trouble.REFUSALS))
    wording.add_refusals({"trial.late": "Too late: {until}."})
    wording.add_refusals({"trial.late": "Too late: {until}."})
    refused = Refused("trial.late", until=NOW.date(), field="day")
    assert wording.sentence(ENGLISH_WORDS, refused) == "Too late: 2026-03-18."
    assert wording.field_of(refused) == "day"
    with pytest.raises(ValueError, match=r"trial\.late"):
        wording.add_refusals({"trial.late": "Something else."})


def test_who_may_not_is_told_what_it_needs(chinese: Words) -> None:
    from collectdesk.desk.pipeline import NotPermitted

    said = wording.sentence(chinese, NotPermitted(Permission.APPROVE_VISIT, "visit.approved"))
    assert said.startswith("您的角色无权执行此操作")


def test_a_rules_refusal_says_the_rule_the_clause_and_the_remedy(chinese: Words) -> None:
    from datetime import UTC, datetime

    from collectdesk.domain.refusals import RuleBroken
    from collectdesk.domain.rules.gate import judge
    from collectdesk.domain.rules.packs import Act

    judgement = judge((), Act.VISIT, {}, datetime(2026, 3, 18, tzinfo=UTC).date())  # no pack is in force
    for words in (chinese, ENGLISH_WORDS):
        lines = wording.sentence(words, RuleBroken("visit", judgement.decisions)).splitlines()
        assert len(lines) == len(judgement.decisions) == 1
        assert "(" in lines[0] or "（" in lines[0]


def test_every_trouble_of_the_store_has_its_sentence() -> None:
    import ast
    import re

    root = resources.folder().parent / "src" / "collectdesk" / "store"
    codes = {
        code
        for file in root.rglob("*.py")
        for code in re.findall(
            r'StoreTrouble\(\s*"([a-z_]+)"', ast.unparse(ast.parse(file.read_text("utf-8"))).replace("'", '"')
        )
    }
    assert codes
    assert not sorted(code for code in codes if f"store.{code}" not in wording.REFUSALS)
