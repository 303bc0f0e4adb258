"""How soon the program stands there: the sign-in painted, the worklist filled, and what it takes while nobody acts.

``python -m bench.startup [--json] [--rounds N]``. Each start is a process of its own, from its first line to the first
paint, beside an empty window of the same toolkit in the same application, turn about. Then one start goes on: the right
password is given, and the time from the key's derivation (which is slow on purpose) until the first page shows what the
branch holds is taken; then it is left alone for two seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

BEGUN = time.perf_counter()
import json  # noqa: E402

from bench.claims import Claim, asked_for, show  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
BOUND, ASKED = 3.0, 1.5
FILLED_BOUND = 12.0
PAUSE_S = 2.0
IDLE_MS = 10.0
"""Milliseconds of a processor in a second: one hundredth of it is taken for rest."""


def _application(folder: Path) -> tuple[Any, Any]:
    from PySide6.QtWidgets import QApplication

    from collectdesk.ui.app import open_application
    from collectdesk.ui.machine import Machine

    machine = Machine.load(folder / "settings").with_(last_branch=str(folder / "branch"), last_login="clerk")
    application = open_application(["collectdesk"], machine)
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    return application, machine


def _painted(application: Any, window: Any) -> None:
    """Let Qt work until the window has been painted once."""
    from PySide6.QtCore import QEvent, QObject

    class Eye(QObject):
        """Sees the first paint."""

        seen = False

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.seen = self.seen or event.type() is QEvent.Type.Paint
            return False

    eye = Eye()
    window.installEventFilter(eye)
    while not eye.seen:
        application.processEvents()
    window.removeEventFilter(eye)


def empty() -> dict[str, float]:
    """The floor: the toolkit, its application, a window with nothing in it."""
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(["collectdesk"])
    application.setStyle("Fusion")
    window = QWidget()
    window.resize(1366, 768)
    window.show()
    _painted(application, window)
    found = _taken()
    sys.stdout.flush()
    os._exit(_say(found))


def start(folder: Path, *, on: bool) -> None:
    """Ours, the way the program starts."""
    from collectdesk.store.vault.hideaway import take_cover

    take_cover()
    from collectdesk.ui.app import Shell

    application, machine = _application(folder)
    shell = Shell(machine, folder / "window.log")
    shell.take(folder / "branch")
    shell.crashes.install()
    shell.show_door()
    assert shell.door is not None
    _painted(application, shell.door)
    if not shell.door.door.isVisible():  # painted with the accounts in it: before that nobody can sign in
        _let_work(application, shell.door.door.isVisible)
        _painted(application, shell.door.door)
    found = _taken()
    if on:
        found |= _go_on(application, shell)
    sys.stdout.flush()
    os._exit(_say(found))


def _go_on(application: Any, shell: Any) -> dict[str, float]:
    """Past the door: what the first page takes to be filled, and what an idle window takes of the processor."""
    from collectdesk.store.keys import sealing
    from helpers.branches import PASSWORD

    derived: list[float] = []
    busy: list[float] = []
    stretched = sealing.stretched

    def noting(*given: Any) -> bytes:
        found: bytes = stretched(*given)
        derived.append(time.perf_counter())
        busy.append(time.process_time())
        return found

    sealing.stretched = noting
    # what is loaded behind the door while somebody types
    _let_work(application, lambda: "collectdesk.ui.window" in sys.modules and not shell.tasks._running)
    shell.door.sign_in("clerk", PASSWORD)
    _let_work(application, lambda: shell.window is not None)
    _let_work(application, lambda: not shell.tasks._running)
    application.processEvents()
    filled, filled_cpu = time.perf_counter() - derived[-1], time.process_time() - busy[-1]
    _wait(application, time.perf_counter() + PAUSE_S)  # what is read ahead once the first page stands
    spent = time.process_time()
    _wait(application, time.perf_counter() + PAUSE_S)
    return {"filled": filled, "filled_cpu": filled_cpu, "idle_cpu": (time.process_time() - spent) / PAUSE_S}


def _wait(application: Any, until: float) -> None:
    """As an idle program waits: in Qt's own loop, not asking."""
    from PySide6.QtCore import QTimer

    QTimer.singleShot(max(0, round((until - time.perf_counter()) * 1000)), application.quit)
    application.exec()


def _let_work(application: Any, ready: Any) -> None:
    since = time.perf_counter()
    while not ready():
        application.processEvents()
        if time.perf_counter() - since > 60:
            raise TimeoutError


def _taken() -> dict[str, float]:
    return {"wall": time.perf_counter() - BEGUN, "cpu": time.process_time()}


def _say(found: dict[str, float]) -> int:
    Path(sys.argv[-1]).write_text(json.dumps(found), "utf-8")
    return 0


def one(part: str, folder: Path) -> dict[str, float]:
    """One start in a process of its own; wall seconds are counted here, the interpreter's own start in them."""
    told = folder / "told"
    home = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    path = os.pathsep.join(str(ROOT / name) for name in ("src", "tests", ""))
    # an installed program has its modules compiled: the first round does it here
    home["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        [sys.executable, "-m", "bench.startup", "--part", part, str(folder), str(told)], check=True, cwd=ROOT,
        capture_output=True, env={**given, **home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path,
                                  "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
    )  # fmt: skip
    found: dict[str, float] = json.loads(told.read_text("utf-8"))
    return found


def measure(rounds: int) -> dict[str, float]:
    sys.path[:0] = [str(ROOT / name) for name in ("src", "tests")]
    from helpers.branches import small_branch

    took: dict[str, list[dict[str, float]]] = {"ours": [], "floor": []}
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        small_branch(folder / "branch").close()
        for number in range(rounds + 1):
            for part, found in took.items():
                said = one(part, folder)
                if number:  # the first round reads the libraries from the disk
                    found.append(said)
        gone_on = one("on", folder)
    told = {
        f"{part}_{what}": median(each[what] for each in found)
        for part, found in took.items()
        for what in ("wall", "cpu")
    }
    return {**told, **{f"on_{name}": value for name, value in gone_on.items()}}


def claims(*, short: bool) -> list[Claim]:
    found = {name: 1000 * value for name, value in measure(3 if short else 9).items()}
    window = "an empty window of the same toolkit, painted, in a process of its own"
    return [
        Claim("the sign-in stands there", found["ours_cpu"], found["floor_cpu"], BOUND, floor_is=window, asked=ASKED,
              note=f"{found['ours_wall']:.0f} ms of the wall, the empty window {found['floor_wall']:.0f}"),
        Claim("the first page filled after the password", found["on_filled_cpu"], found["floor_cpu"], FILLED_BOUND,
              floor_is=f"{window}; the key's derivation is left out",
              note=f"{found['on_filled']:.0f} ms of the wall"),
        Claim("nobody touches it", found["on_idle_cpu"], IDLE_MS, 1.0, "CPU-ms a s", "a hundredth of a processor"),
    ]  # fmt: skip


def main() -> int:
    if "--part" in sys.argv:
        part, folder = sys.argv[-3], Path(sys.argv[-2])
        if part == "floor":
            empty()
        start(folder, on=part == "on")
    chosen = asked_for(__doc__, rounds=(int, 9))
    show(measure(chosen.rounds), as_json=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
