"""The real window in a process of its own, for an input method to type into: it tells every moment what stands where.

``typing_window.py FOLDER``: makes a small branch in FOLDER, waits for the line ``open`` on its input, opens the window
at the customers, and prints a line of JSON twenty times a second. A further line is an act: ``note`` opens a form with
a note.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / name) for name in ("src", "tests")]

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtGui import QInputMethodEvent, QKeyEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QPlainTextEdit  # noqa: E402

from collectdesk.desk.vault import access  # noqa: E402
from collectdesk.ui.app import Shell, open_application  # noqa: E402
from collectdesk.ui.customers.page import CustomersPage  # noqa: E402
from collectdesk.ui.machine import Machine  # noqa: E402
from collectdesk.ui.parts.fields import NoteEdit  # noqa: E402
from collectdesk.ui.parts.form import Form  # noqa: E402
from collectdesk.ui.theme import Look  # noqa: E402
from helpers.branches import PASSWORD, Clock, small_branch  # noqa: E402


class Told(QObject):
    """What the parent is told, and the acts it asks for. ``keys`` are those that came to the field past the input
    method, by number; ``preedit`` is what is being composed.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        assert shell.window is not None
        self.window = shell.window
        self.window.go("customers")
        page = self.window.page
        assert isinstance(page, CustomersPage)
        self.field = page.field
        self.searched: list[str] = []
        self.field.searched.connect(self.searched.append)
        self.keys: list[int] = []
        self.preedit = ""
        self.composed = 0
        self.asked: list[str] = []
        self.timer = QTimer()
        self.timer.timeout.connect(self.beat)
        self.timer.start(50)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        threading.Thread(target=self.listen, daemon=True).start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is QApplication.focusWidget():
            if isinstance(event, QInputMethodEvent):
                self.preedit = event.preeditString()
                self.composed += bool(self.preedit)
            elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                self.keys.append(int(event.key()))
        return False

    def listen(self) -> None:
        for line in sys.stdin:
            self.asked.append(line.strip())

    def beat(self) -> None:
        while self.asked:
            getattr(self, f"act_{self.asked.pop(0)}")()
        focused = QApplication.focusWidget()
        windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        told = {
            "page": self.window.page_id, "active": self.window.isActiveWindow(), "search": self.field.text(),
            "composing": bool(getattr(focused, "_composing", False)), "searched": self.searched,
            "preedit": self.preedit, "composed": self.composed, "keys": self.keys,
            "pausing": self.field._pause.isActive(),
            "focus": type(focused).__name__, "windows": len(windows),
            "note": focused.toPlainText() if isinstance(focused, QPlainTextEdit) else "",
        }  # fmt: skip
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()

    def act_search(self) -> None:
        self.window.activateWindow()
        self.field.setFocus()

    def act_note(self) -> None:
        self.form = Form(self.window.office.speech)
        self.form.add("note", "Remark", NoteEdit(self.window.office.speech, lines=3))
        self.form.resize(500, 200)
        self.form.show()
        self.form.activateWindow()
        self.form.focus("note")


def main() -> int:
    home = Path(sys.argv[1])
    folder = home / "branch"
    small_branch(folder).close()
    if sys.stdin.readline().strip() != "open":
        return 1
    application = open_application(
        sys.argv[:1], Machine(home / "settings", language="zh_CN", look=Look.LIGHT)
    )
    vars(access)["clock_of"] = lambda _store: Clock()
    machine = Machine(home / "settings", language="zh_CN", look=Look.LIGHT, last_branch=str(folder))
    shell = Shell(machine, home / "window.log")
    assert shell.take(folder)
    shell.enter(access.sign_in(folder, "clerk", PASSWORD, Clock()))
    told = Told(shell)
    told.act_search()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
