"""Owns the photographs of every screen: the real window on a practice branch, grabbed without a display."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from collectdesk.words import CHINESE, ENGLISH

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collectdesk.ui.app import Shell

SIZE: Final = (1366, 768)
"""The smallest screen the window is made for."""
STYLES: Final = ((CHINESE, "light"), (ENGLISH, "light"), (CHINESE, "dark"))
PEOPLE: Final = ("clerk", "supervisor")
"""Who is photographed; pages that look the same to both are taken once, as the clerk sees them."""
SEEN_BY_BOTH: Final = frozenset({"today"})
PATIENCE_S: Final = 60
CAMERA_ARGUMENT: Final = "--camera-child"
"""How a frozen build, which has no interpreter to start, starts itself as the child that takes pictures."""
QUIET_ROUNDS: Final = 60
"""Rounds of 10 ms without anything asked: pages wait up to 400 ms after the last key before they ask."""
SHORT: Final = {CHINESE: "zh", ENGLISH: "en"}


def in_child(folder: Path, out: Path, looks: Sequence[str] = ("light",)) -> int:
    """Take the pictures in a process of its own, which alone loads Qt; gives their number."""
    ourselves = (CAMERA_ARGUMENT,) if getattr(sys, "frozen", False) else ("-m", "collectdesk.ui.pictures")
    command = [sys.executable, *ourselves, str(folder), str(out), *looks]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode != 0:
        raise NoPictures(done.stderr.strip().splitlines()[-1:] or ["no reason given"])
    return len(done.stdout.splitlines())


class NoPictures(Exception):
    """The child that takes the pictures failed; the text is its last line."""


@dataclass(slots=True)
class Camera:
    """Grabs widgets into files named <language>_<look>_<screen>.png."""

    out: Path
    shell: Shell
    style: str

    def take(self, widget: QWidget, screen: str) -> Path:
        """One picture, once nothing is being read or painted any more."""
        widget.resize(*SIZE)
        self.settle()
        path = self.out / f"{self.style}_{screen}.png"
        if not widget.grab().save(str(path)):
            raise OSError(f"{path} can't be written")
        return path

    def settle(self) -> None:
        """Let everything that was asked come in, as a person waits for a screen."""
        from PySide6.QtWidgets import QApplication

        until, quiet = time.monotonic() + PATIENCE_S, 0
        while quiet < QUIET_ROUNDS and time.monotonic() < until:
            QApplication.processEvents()
            waiting = any(not ticket.ended for ticket in self.shell.tasks._running)
            quiet = 0 if waiting else quiet + 1
            time.sleep(0.01)


def take_pictures(folder: Path, out: Path, styles: Sequence[tuple[str, str]] = STYLES) -> Iterator[Path]:
    """Every screen in every style; the branch must be a practice branch, whose password everybody knows."""
    from collectdesk.ui.app import open_application
    from collectdesk.ui.machine import Machine
    from collectdesk.ui.theme import Look, theme

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="collectdesk-pictures-") as settings:
        machine = Machine(Path(settings), last_branch=str(folder), offers_tours=False)
        application = open_application(["collectdesk"], machine)
        application.setQuitOnLastWindowClosed(False)
        for language, look in styles:
            theme().use(Look(look))
            styled = machine.with_(language=language, look=Look(look))
            yield from _style(folder, out, styled, f"{SHORT[language]}_{look}")


def _style(folder: Path, out: Path, machine: object, style: str) -> Iterator[Path]:
    from collectdesk.desk.vault.access import sign_in
    from collectdesk.desk.vault.door import PRACTICE_PASSWORD
    from collectdesk.ui.app import Shell

    for login in PEOPLE:
        shell = Shell(machine, out / "window.log")  # type: ignore[arg-type]  # a Machine, imported late
        camera = Camera(out, shell, style)
        if login == PEOPLE[0]:
            shell.show_door()
            assert shell.door is not None, "show_door makes the door"
            yield camera.take(shell.door, "sign-in")
        shell.enter(sign_in(folder, login, PRACTICE_PASSWORD))
        yield from _pages(camera, login)
        _leave(shell, camera)


def _pages(camera: Camera, login: str) -> Iterator[Path]:
    """Every page the person has; a customer's file is that of the first line of their list."""
    window = camera.shell.window
    assert window is not None, "somebody has signed in"
    for identity in window.specs:
        if login != PEOPLE[0] and identity not in SEEN_BY_BOTH:
            continue
        window.go(identity, _target(camera, identity))
        yield camera.take(window, identity if login == PEOPLE[0] else f"{identity}-{login}")


def _target(camera: Camera, identity: str) -> str | None:
    from collectdesk.desk.customers.finding import ListCustomers

    office = camera.shell.office
    if identity != "casefile" or office is None:
        return None
    lines = office.desk.run(ListCustomers(), office.actor).result
    # the practice day visits this one: the file with the longest story
    return next((line.customer_id for line in lines if line.customer_no == "KH00000003"), None)


def _leave(shell: Shell, camera: Camera) -> None:
    if shell.window is not None and shell.office is not None:
        shell.office._elsewhere.stop()  # signing out would bring the sign-in back
        shell.window.hide()
    shell.end()
    camera.settle()


def run_child(arguments: Sequence[str]) -> int:
    """Be the child: folder, where to, looks; prints a line for each picture."""
    wanted = [style for style in STYLES if style[1] in arguments[2:]] or STYLES
    for picture in take_pictures(Path(arguments[0]), Path(arguments[1]), wanted):
        print(picture)  # noqa: T201 - the parent counts the lines
    return 0


if __name__ == "__main__":
    sys.exit(run_child(sys.argv[1:]))
