"""Chinese is typed through ibus and fcitx5 into the real window: nothing else happens while it composes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

END = 0x01000011
"""Qt's number of the key End."""
WINDOW = Path(__file__).with_name("typing_window.py")
PATIENCE = 180
"""Seconds: an engine reads its dictionaries at the first key, on a machine that may be doing ten other things."""
TOOLS = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
ENGINES = {
    "ibus": ("ibus", "ibus-daemon", "/usr/libexec/ibus-engine-libpinyin", "/usr/libexec/ibus-memconf"),
    "fcitx5": ("fcitx5", "fcitx5-remote", "/usr/share/fcitx5/inputmethod/pinyin.conf"),
}
_NAMES = (
    "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames",
)  # fmt: skip
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


def lacking(engine: str) -> list[str]:
    """What isn't installed here of what this engine needs."""
    return [one for one in (*TOOLS, *ENGINES[engine]) if not (shutil.which(one) or Path(one).exists())]


class Typist:
    """A display, a bus and an input method of their own, with the window in front of them."""

    def __init__(self, engine: str, home: Path, stack: ExitStack) -> None:
        self.engine, self.home, self.stack = engine, home, stack
        self.now: dict[str, Any] = {}
        run = home / "run"
        run.mkdir(mode=0o700)
        self.env = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home), "XDG_RUNTIME_DIR": str(run),
            "XDG_CONFIG_HOME": str(home / ".config"), "XDG_DATA_HOME": str(home / ".local"),
            "XDG_CACHE_HOME": str(home / ".cache"), "GSETTINGS_BACKEND": "memory", "GTK_IM_MODULE": "",
            "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "fcitx" if engine == "fcitx5" else "ibus",
        }  # fmt: skip
        self._display()
        # founds its branch while the input method begins, and opens the window when it is told to
        self.window = self._begin(
            sys.executable, str(WINDOW), str(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self._begin("openbox")
        getattr(self, f"_{engine}")()
        self.ask("open")

    def _begin(self, *command: str, **pipes: Any) -> subprocess.Popen[str]:
        """Start something that ends with the test."""
        log = self.stack.enter_context((self.home / f"{Path(command[0]).name}.log").open("w"))
        made = subprocess.Popen(
            command,
            env=self.env,
            text=True,
            **{"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL, **pipes},
        )
        self.stack.callback(_end, made)
        return made

    def _display(self) -> None:
        screen = self._begin("Xvfb", "-displayfd", "1", "-screen", "0", "1400x800x24", stdout=subprocess.PIPE)
        bus = self._begin("dbus-daemon", "--session", "--nofork", "--print-address=1", stdout=subprocess.PIPE)
        assert screen.stdout is not None
        assert bus.stdout is not None
        self.env["DISPLAY"] = f":{screen.stdout.readline().strip()}"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()

    def _ibus(self) -> None:
        self._begin("ibus-daemon", "--panel", "disable", "--config", "/usr/libexec/ibus-memconf")
        self.until(self._is_pinyin_chosen, "the pinyin of ibus")

    def _fcitx5(self) -> None:
        config = self.home / ".config" / "fcitx5"
        config.mkdir(parents=True)
        (config / "profile").write_text(PROFILE)
        quiet = "wayland,waylandim,kimpanel,notificationitem,cloudpinyin,notifications"
        self._begin("fcitx5", f"--disable={quiet}")
        self.until(lambda: "org.fcitx.Fcitx5" in self.told(*_NAMES), "the name of fcitx5 on the bus")
        self.until(self._answers_as_ibus, "the address under which fcitx5 answers as ibus")

    def _is_pinyin_chosen(self) -> bool:
        self.say("ibus", "engine", "libpinyin")  # its exit code doesn't tell
        return self.told("ibus", "engine") == "libpinyin"

    def _answers_as_ibus(self) -> bool:
        """Whether the file that a window looks up when it begins holds an address: one that began before it never
        finds the input method.
        """
        files = (self.home / ".config" / "ibus" / "bus").glob("*-unix-[0-9]*")
        return any(re.search("^IBUS_ADDRESS=.", each.read_text(), re.MULTILINE) for each in files)

    def _is_pinyin_on(self) -> bool:
        """Asked for anew and tried by a letter each time: what is said before the field has made itself known to
        fcitx5 is lost, and what fcitx5 tells of itself is late.
        """
        self.say("fcitx5-remote", "-s", "pinyin")
        self.say("fcitx5-remote", "-o")
        self.keys("w")
        self.until(lambda: bool(self.now["preedit"] or self._written()), "a letter")
        is_on = bool(self.now["preedit"])
        self.keys("BackSpace")
        self.until(lambda: not self.now["preedit"] and not self._written(), "the letter to go")
        self.until(lambda: not self.now["pausing"], "the search to rest")
        return is_on

    def _written(self) -> str:
        return str(self.now["search"] + self.now["note"])

    def choose_engine(self) -> None:
        """Once a field has the keyboard: pinyin, switched on."""
        if self.engine == "ibus":
            self.until(self._is_pinyin_chosen, "the pinyin of ibus")
        else:
            self.until(self._is_pinyin_on, "the pinyin of fcitx5")

    def say(self, *command: str) -> int:
        return subprocess.run(command, env=self.env, capture_output=True, check=False, timeout=60).returncode

    def told(self, *command: str) -> str:
        found = subprocess.run(command, env=self.env, capture_output=True, check=False, timeout=60, text=True)
        return found.stdout.strip()

    def _listen(self) -> None:
        assert self.window.stdout is not None
        for line in self.window.stdout:
            if line.startswith("{"):
                self.now = json.loads(line)

    def ask(self, act: str) -> None:
        assert self.window.stdin is not None
        self.window.stdin.write(f"{act}\n")
        self.window.stdin.flush()

    def keys(self, *keys: str) -> None:
        self.say("xdotool", "key", "--delay", "30", *keys)

    def type(self, letters: str) -> None:
        self.say("xdotool", "type", "--delay", "30", letters)

    def compose(self, letters: str) -> None:
        """Type letters of pinyin until each of them has been composed; engines show them in Latin or in Chinese."""
        heard = self.now["composed"]
        self.type(letters)
        self.until(lambda: self.now["composed"] >= heard + len(letters), f"{letters} being composed")
        assert self.now["preedit"]

    def rested(self) -> None:
        """Until every key before has gone its way: End comes after them, and no search waits for a pause any more."""
        ends = self.now["keys"].count(END)
        self.keys("End")
        self.until(
            lambda: self.now["keys"].count(END) > ends and not self.now["pausing"], "the keys to arrive"
        )

    def until(self, question: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        late = time.monotonic() + patience
        while not question():
            assert time.monotonic() < late, f"{what} never came; the window says {self.now}, see {self.home}"
            time.sleep(0.05)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


@contextmanager
def typist(engine: str, home: Path) -> Iterator[Typist]:
    with ExitStack() as stack:
        yield Typist(engine, home, stack)


def is_chinese(text: str) -> bool:
    return bool(text) and all("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_a_name_in_pinyin_is_searched_once_it_stands_there_and_no_key_of_it_does_anything_else(
    engine: str, tmp_path: Path
) -> None:
    missing = lacking(engine)
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    with typist(engine, tmp_path) as at:
        at.until(lambda: bool(at.now.get("active")) and at.now["focus"] == "SearchEdit", "the window")
        at.choose_engine()
        _a_name_is_composed(at)
        _enter_ends_the_composition_and_nothing_else(at)
        _a_note_takes_chinese_too(at)


def _a_name_is_composed(at: Typist) -> None:
    windows, searched = at.now["windows"], list(at.now["searched"])
    at.compose("wangwe")
    composed = at.now["preedit"]
    at.keys("ctrl+k", "F2")
    at.type("i")  # keys go their way in order: once this one stands there, so did those before it
    at.until(lambda: at.now["preedit"] not in ("", composed), "the last letter being composed")
    seen = dict(at.now)
    assert (seen["search"], seen["searched"], seen["page"]) == ("", searched, "customers")
    assert seen["focus"] == "SearchEdit", "a key of the composition opened something"
    assert not seen["pausing"], "a search waits for letters that are still being composed"
    assert seen["windows"] <= windows + 1  # the input method's own list of candidates at most
    if len(seen["preedit"]) == 1:  # an engine may give up at a key that isn't its own: nothing came of it
        at.keys("BackSpace")
        at.until(lambda: not at.now["preedit"], "the letter to be gone")
        at.compose("wangwei")
    at.keys("space")
    at.until(lambda: is_chinese(at.now["search"]) and not at.now["composing"], "the name in Chinese")
    name = at.now["search"]
    at.until(lambda: at.now["searched"][-1:] == [name], "the search for it")
    assert at.now["searched"] == [*searched, name]


def _enter_ends_the_composition_and_nothing_else(at: Typist) -> None:
    at.keys("ctrl+a", "BackSpace")
    at.until(lambda: not at.now["search"], "the field to be empty")
    at.compose("lijing")
    before = len(at.now["searched"])
    at.keys("Return")
    at.until(lambda: not at.now["composing"], "the composition's end")
    at.rested()
    assert (at.now["page"], at.now["focus"]) == ("customers", "SearchEdit")
    assert (
        len(at.now["searched"]) <= before + 1
    )  # the letters, if the engine gave them; never twice for one Enter


def _a_note_takes_chinese_too(at: Typist) -> None:
    at.keys("Escape")
    at.ask("note")
    at.until(lambda: at.now["focus"] == "NoteEdit", "the note")
    at.choose_engine()
    at.compose("kehu")
    assert at.now["note"] == ""
    at.keys("space")
    at.until(lambda: is_chinese(at.now["note"]), "Chinese in the note")
